"""What a single value looks like. Every detector is named in likelihoods.yaml with how often chance alone passes it."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from datetime import date

from upheld.discovery import checksums
from upheld.discovery.knowledge import table, words

_EMAIL = re.compile(r"[^@\s<>,;]{1,64}@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
_PHONE = re.compile(r"(?:\+|00|0|\(|\d{3}[-. ])[\d\s()./-]{6,20}(?:\s*(?:x|ext\.?)\s*\d{1,5})?")
_HASH = re.compile(r"\$(?:2[abxy]|argon2\w*|pbkdf2[\w-]*|scrypt|[156y])\$.+|pbkdf2_\w+\$.+|\{\w+\}\S+|scrypt:\S+")
_JWT = re.compile(r"eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*")
_AGENT = re.compile(r"\w[\w .-]*/\d[\w.]*(?: |\(|$)")
_MAC = re.compile(r"[0-9A-Fa-f]{2}(?:[:-][0-9A-Fa-f]{2}){5}")
_UUID = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_DATE = re.compile(
    r"(1[89]\d\d|20\d\d)-?(\d\d)-?(\d\d)(?:[ T]00:00(?::00)?(?:\.0+)?)?|(\d\d)[./](\d\d)[./](1[89]\d\d|20\d\d)"
)
_FULL_NAME = re.compile(r"[^\W\d_][\w'’.-]*,? [^\W\d_][\w'’. -]*")
_STREET = re.compile(
    r"\b(?:street|st|road|rd|avenue|ave|lane|ln|drive|dr|way|court|square|place|boulevard|blvd|rue|allee|chemin|quai|impasse|"
    r"calle|avenida|plaza|paseo|camino|via|corso)\b|(?:strasse|straße|str\.|weg|gasse|platz|allee|damm|ufer|straat|laan|plein|"
    r"gracht|kade|dreef|dijk|steeg)\b",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"(?:[A-Z]{1,2}-)?\d{4,5}(?:-\d{4})?|\d{4} ?[A-Z]{2}|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}")
_ICD = re.compile(r"[A-TV-Z]\d{2}(?:\.\d{1,3})?[+*!]?")
_BLOOD = re.compile(r"(?:A|B|AB|O|0)\s?(?:[+-]|Rh[+-]|pos\.?|neg\.?)", re.IGNORECASE)
_LOCALE = re.compile(r"[a-z]{2}(?:[-_][A-Z]{2})?")
_URL = re.compile(r"(?:https?://|www\.)\S+")
_GENDERS = words("genders")
_TODAY_AGE = range(1905, 2016)


def _ip(value: str) -> bool:
    if not 3 <= len(value) <= 49 or not ("." in value or ":" in value):
        return False
    try:
        ipaddress.ip_interface(value)
    except ValueError:
        return False
    return True


def _phone(value: str) -> bool:
    if not _PHONE.fullmatch(value) or _DATE.fullmatch(value):
        return False
    digits = sum(c.isdigit() for c in value)
    return 7 <= digits <= 15 and (not value.isdigit() or digits >= 9)


def _card(value: str) -> bool:
    return value[:1] in "3456" and checksums.luhn(value)


def _given_name(value: str) -> bool:
    return " " not in value and value.lower() in _given_names()


def _full_name(value: str) -> bool:
    if len(value) > 60 or not _FULL_NAME.fullmatch(value) or value.count(" ") > 4:
        return False
    return any(part.strip(",.").lower() in _given_names() for part in value.split())


def _given_names() -> frozenset[str]:
    found = _cache.get("names")
    if found is None:
        found = _cache["names"] = frozenset(table("given_names")["names"].split())
    return found


_cache: dict[str, frozenset[str]] = {}


def _street(value: str) -> bool:
    return len(value) < 120 and any(c.isdigit() for c in value) and _STREET.search(value) is not None


def _sentence(value: str) -> bool:
    return value.count(" ") >= 3 and len(value) >= 20 and not _street(value)


def _past_day(value: str) -> bool:
    """A day without a time of day in the life of somebody who could be alive and not newborn."""
    match = _DATE.fullmatch(value)
    if match is None:
        return False
    year, month, day = (match[1], match[2], match[3]) if match[1] else (match[6], match[5], match[4])
    try:
        return date(int(year), int(month), int(day)).year in _TODAY_AGE
    except ValueError:
        return False


def _agent(value: str) -> bool:
    return len(value) > 12 and _AGENT.match(value) is not None and not value.startswith(("http", "/"))


DETECTORS: dict[str, Callable[[str], bool]] = {
    "email": lambda v: "@" in v and _EMAIL.fullmatch(v) is not None,
    "phone": _phone,
    "ip": _ip,
    "iban": checksums.iban,
    "card": _card,
    "user_agent": _agent,
    "mac": lambda v: len(v) == 17 and _MAC.fullmatch(v) is not None,
    "password_hash": lambda v: len(v) > 20 and _HASH.fullmatch(v) is not None,
    "jwt": lambda v: _JWT.fullmatch(v) is not None,
    "bsn": checksums.bsn,
    "ssn": checksums.ssn,
    "dni": checksums.dni,
    "nir": checksums.nir,
    "belgian": checksums.belgian,
    "steuerid": checksums.steuerid,
    "full_name": _full_name,
    "given_name": _given_name,
    "street": _street,
    "postcode": lambda v: len(v) <= 10 and _POSTCODE.fullmatch(v) is not None,
    "icd": lambda v: len(v) <= 8 and _ICD.fullmatch(v) is not None,
    "blood": lambda v: len(v) <= 7 and _BLOOD.fullmatch(v) is not None,
    "gender": lambda v: v.lower() in _GENDERS,
    "locale": lambda v: len(v) in (2, 5) and _LOCALE.fullmatch(v) is not None,
    "sentence": _sentence,
    "url": lambda v: _URL.match(v) is not None,
    "past_day": _past_day,
}
"""Name → test of one value, already cut to 256 characters and stripped."""


def is_uuid(value: str) -> bool:
    return len(value) == 36 and _UUID.fullmatch(value) is not None


def is_email(value: str) -> bool:
    return DETECTORS["email"](value)
