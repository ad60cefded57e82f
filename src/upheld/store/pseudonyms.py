"""Name a person in events, evidence and the disclosure ledger without saying who it is.

A pseudonym is a hash of the subject and of an *opening*, which is itself a keyed hash of the subject. Nobody can link a
pseudonym to a person without our key or that opening; who holds the opening, as a receipt, can show that a pseudonym is
theirs and learns nothing about anyone else's.
"""

from __future__ import annotations

import base64
import hashlib
import hmac

from upheld.errors import KeyMissing, UsageError
from upheld.ids import PersonRef
from upheld.store.keys import KeyStore, Purpose

_DOMAIN = b"upheld person v1"
_BYTES = 20


def person_ref(keys: KeyStore, subject: str) -> PersonRef:
    """Return the pseudonym of ``subject`` under the present epoch: ``p``, the epoch, a hyphen, 32 characters.

    ``subject`` is the deployment's own canonical name of a person, such as ``customer:4711`` or a normalised address.
    """
    keyset = keys.keyset(Purpose.PSEUDONYMS)
    return _ref(keyset.primary, keyset.digest(subject), subject)


def person_refs(keys: KeyStore, subject: str) -> tuple[PersonRef, ...]:
    """Return the pseudonyms of ``subject`` under every epoch, for looking up what was written before a rotation."""
    digests = keys.keyset(Purpose.PSEUDONYMS).digests(subject)
    return tuple(_ref(epoch, opening, subject) for epoch, opening in sorted(digests.items()))


def opening(keys: KeyStore, subject: str, ref: PersonRef) -> bytes:
    """Return what the person is given to prove that ``ref`` is theirs.

    Raises :class:`KeyMissing` when the epoch of ``ref`` is gone and :class:`UsageError` when ``ref`` is not this subject's.
    """
    epoch = _epoch(ref)
    digests = keys.keyset(Purpose.PSEUDONYMS).digests(subject)
    if epoch not in digests:
        raise KeyMissing(f"pseudonym epoch {epoch} is not in the key store; what it named can no longer be linked")
    if not opens(ref, digests[epoch], subject):
        raise UsageError(f"{ref} does not name this subject")
    return digests[epoch]


def opens(ref: PersonRef, receipt: bytes, subject: str) -> bool:
    """Tell whether ``receipt`` shows that ``ref`` names ``subject``. Needs no key."""
    return hmac.compare_digest(_ref(_epoch(ref), receipt, subject), ref)


def _ref(epoch: int, receipt: bytes, subject: str) -> PersonRef:
    digest = hashlib.sha256(_DOMAIN + receipt + subject.encode()).digest()[:_BYTES]
    return PersonRef(f"p{epoch}-{base64.b32encode(digest).decode().lower()}")


def _epoch(ref: PersonRef) -> int:
    number, hyphen, _ = ref.removeprefix("p").partition("-")
    if not ref.startswith("p") or not hyphen or not number.isdecimal():
        raise UsageError("a pseudonym is written p<epoch>-<32 characters>")
    return int(number)
