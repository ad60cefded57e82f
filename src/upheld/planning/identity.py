"""Who a case is about: accounts and identifiers, resolved in a step of their own and frozen before any write.

Only identifiers that a datamap declares as proof extend the set; hints never do (shared phones merge families).
Sources: GDPR Art. 11, 12(6); CCPA Regs § 7060.
"""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field

Key = int | str

MAX_ROUNDS = 8
"""How often newly proved identifiers may lead to further accounts."""
MAX_IDENTIFIERS = 64
"""More than this is a merged or poisoned identity: a person has to look."""


@dataclass(frozen=True, slots=True)
class SubjectIdentifiers:
    """Identifiers as they were given: kind → values."""

    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, order=True)
class Account:
    """A row that is a person: its kind in the datamap and its key."""

    kind: str
    key: Key


@dataclass(frozen=True, slots=True)
class Identity:
    """The frozen set a case works from."""

    accounts: tuple[Account, ...] = ()
    identifiers: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def keys(self, kind: str) -> tuple[Key, ...]:
        return tuple(a.key for a in self.accounts if a.kind == kind)

    def forms(self, kind: str) -> tuple[str, ...]:
        """Every form under which an identifier of ``kind`` may be stored."""
        return tuple(
            sorted({form for value in self.identifiers.get(kind, ()) for form in candidate_forms(kind, value)})
        )

    def ambiguous(self) -> tuple[str, ...]:
        """Kinds with more than one account: a person has to say whether they are one human's."""
        return tuple(sorted({a.kind for a in self.accounts if len(self.keys(a.kind)) > 1}))

    def to_json(self) -> str:
        """Serialise for sealing. The text is personal data."""
        return json.dumps(
            {
                "accounts": [[a.kind, a.key] for a in self.accounts],
                "identifiers": {k: list(v) for k, v in self.identifiers.items()},
            }
        )

    @classmethod
    def from_json(cls, text: str) -> Identity:
        data = json.loads(text)
        return cls(
            tuple(Account(k, v) for k, v in data["accounts"]), {k: tuple(v) for k, v in data["identifiers"].items()}
        )


def candidate_forms(kind: str, value: str) -> tuple[str, ...]:
    """Return the forms a value may be stored in: as given, composed or decomposed, in lower case; of a phone also without
    punctuation, of an e-mail also with its domain in either script (RFC 5891).

    We normalise on our side and try forms through the column's own index, rather than wrap the column in a function.
    """
    plain = unicodedata.normalize("NFC", value.strip())
    forms = {plain, plain.lower()}
    if kind == "email" and "@" in plain:
        local, _, domain = plain.rpartition("@")
        domain = domain.lower()
        written = (domain, _ascii(domain), _unicode(domain))
        forms |= {f"{name}@{d}" for name in (local, local.lower()) for d in written}
    if kind == "phone":
        digits = "".join(c for c in plain if c.isdigit())
        forms |= {digits, "+" + digits, "00" + digits} if digits else set()
    forms |= {value, *(unicodedata.normalize("NFD", f) for f in forms)}
    return tuple(sorted(f for f in forms if f))


def normalise(kind: str, value: str) -> str:
    """Return the form under which two identifiers of a kind are the same.

    Lower case and nothing more: full case folding would take one person's mailbox for another's (`ß` is not `ss`).
    """
    plain = unicodedata.normalize("NFC", value.strip())
    if kind == "phone":
        return "".join(c for c in plain if c.isdigit()).lstrip("0")
    lowered = unicodedata.normalize("NFC", plain.lower())
    local, at, domain = lowered.rpartition("@")
    return local + at + _unicode(domain) if kind == "email" else lowered


def _ascii(domain: str) -> str:
    labels = domain.split(".")
    return ".".join(x if x.isascii() else "xn--" + x.encode("punycode").decode("ascii") for x in labels)


def _unicode(domain: str) -> str:
    return ".".join(_label(x) if x.startswith("xn--") and x.isascii() else x for x in domain.split("."))


def _label(encoded: str) -> str:
    """Decode one label; what decodes to nothing that would be encoded so stays as it is."""
    try:
        decoded = encoded[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return encoded
    return decoded if _ascii(decoded) == encoded and decoded == decoded.lower() else encoded
