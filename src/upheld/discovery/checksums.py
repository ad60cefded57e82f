"""Check digits of numbers that identify people and accounts. Random digits pass too: see ``chance`` in likelihoods.yaml."""

from __future__ import annotations

import re

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_DNI = re.compile(r"[XYZ]?\d{7,8}[A-Z]")
_LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE"


def luhn(text: str) -> bool:
    """Check the last digit of a payment card number (ISO/IEC 7812-1), 13 to 19 digits."""
    digits = _digits(text)
    if not 13 <= len(digits) <= 19:
        return False
    total = 0
    for index, sign in enumerate(reversed(digits)):
        value = int(sign) * (1 + index % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def iban(text: str) -> bool:
    """Check an IBAN by ISO 7064 MOD 97-10 (ISO 13616)."""
    plain = text.replace(" ", "").upper()
    if not _IBAN.fullmatch(plain):
        return False
    return int("".join(str(int(c, 36)) for c in plain[4:] + plain[:4])) % 97 == 1


def bsn(text: str) -> bool:
    """Check a Dutch citizen service number: nine digits, weights 9 to 2 and -1, divisible by 11."""
    digits = _digits(text)
    if len(digits) != 9 or digits == "0" * 9:
        return False
    weights = (9, 8, 7, 6, 5, 4, 3, 2, -1)
    return sum(w * int(d) for w, d in zip(weights, digits, strict=True)) % 11 == 0


def ssn(text: str) -> bool:
    """Check the form of a United States social security number, written with hyphens; it has no check digit."""
    match = re.fullmatch(r"(\d{3})-(\d{2})-\d{4}", text)
    return match is not None and match[1] not in ("000", "666") and match[1] < "900" and match[2] != "00"


def dni(text: str) -> bool:
    """Check the letter of a Spanish identity or foreigner's number (remainder by 23)."""
    plain = text.replace("-", "").upper()
    if not _DNI.fullmatch(plain):
        return False
    number = plain[:-1].replace("X", "0").replace("Y", "1").replace("Z", "2")
    return _LETTERS[int(number) % 23] == plain[-1]


def nir(text: str) -> bool:
    """Check a French social security number: 13 digits and 97 less their remainder."""
    digits = _digits(text)
    return len(digits) == 15 and digits[0] in "12" and 97 - int(digits[:13]) % 97 == int(digits[13:])


def belgian(text: str) -> bool:
    """Check a Belgian national number: a birth date, a serial, and 97 less the remainder (a 2 before it from 2000 on)."""
    digits = _digits(text)
    if len(digits) != 11 or not 1 <= int(digits[4:6]) <= 31 or int(digits[2:4]) > 12:
        return False
    return int(digits[9:]) in (97 - int(digits[:9]) % 97, 97 - int("2" + digits[:9]) % 97)


def steuerid(text: str) -> bool:
    """Check a German tax identification number by ISO 7064 MOD 11,10."""
    digits = _digits(text)
    if len(digits) != 11 or digits[0] == "0":
        return False
    product = 10
    for sign in digits[:10]:
        total = (int(sign) + product) % 10 or 10
        product = total * 2 % 11
    return (11 - product) % 10 == int(digits[10])


def _digits(text: str) -> str:
    """Return the digits of a number written with spaces, dots, slashes or hyphens; nothing for any other text."""
    plain = text.translate(_SEPARATORS)
    return plain if plain.isascii() and plain.isdigit() else ""


_SEPARATORS = str.maketrans("", "", " .-/")
