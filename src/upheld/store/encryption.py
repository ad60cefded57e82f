"""Seal and open single cells with AES-256-GCM, and keep a set of keys through their rotation.

An envelope is ``version (1 byte, 0x01) ‖ epoch (4 bytes, big-endian) ‖ nonce (12 random bytes) ‖ ciphertext and tag``. The
associated data binds it to the name and epoch of its key and to its place (table, row, column): a cell copied to another
row, or replaced by an older one of another place, does not open. Random nonces allow 2^32 cells per key (NIST SP 800-38D,
8.3); a rotation starts a new key long before.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from upheld.errors import KeyMissing, SealBroken

KEY_BYTES = 32
_VERSION = 1
_HEADER = struct.Struct(">BI")
_NONCE_BYTES = 12
_TAG_BYTES = 16


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed cell stands."""

    table: str
    row: str
    column: str

    def __str__(self) -> str:
        return f"{self.table}[{self.row}].{self.column}"


@dataclass(frozen=True, slots=True)
class Keyset:
    """All epochs of one key. The primary seals, every one opens.

    ``name`` says what the keys are for and is bound into everything made with them. The primary is the highest epoch, unless
    ``sealing`` names another.
    """

    name: str
    keys: Mapping[int, bytes] = field(repr=False)
    sealing: int | None = None

    @property
    def primary(self) -> int:
        return max(self.keys) if self.sealing is None else self.sealing

    def __contains__(self, epoch: int) -> bool:
        return epoch in self.keys

    def seal(self, plaintext: bytes, place: Place) -> bytes:
        """Encrypt ``plaintext`` for ``place`` under the primary key."""
        epoch = self.primary
        nonce = os.urandom(_NONCE_BYTES)
        sealed = AESGCM(self._key(epoch)).encrypt(nonce, plaintext, self._bound_to(epoch, place))
        return _HEADER.pack(_VERSION, epoch) + nonce + sealed

    def open(self, envelope: bytes, place: Place) -> bytes:
        """Decrypt what :meth:`seal` made for the same place.

        Raises :class:`KeyMissing` when the epoch is not in the set and :class:`SealBroken` when the cell was altered, moved
        or sealed under another key.
        """
        epoch = epoch_of(envelope)
        nonce = envelope[_HEADER.size : _HEADER.size + _NONCE_BYTES]
        try:
            return AESGCM(self._key(epoch)).decrypt(
                nonce, envelope[_HEADER.size + _NONCE_BYTES :], self._bound_to(epoch, place)
            )
        except InvalidTag:
            raise SealBroken(
                f"{place} does not open with key {self.name!r} epoch {epoch}: it was altered or moved; restore the row"
            ) from None

    def digests(self, *parts: str) -> dict[int, bytes]:
        """Return the keyed hash (HMAC-SHA-256) of ``parts`` under every epoch, by epoch."""
        message = _encode(self.name, *parts)
        return {epoch: hmac.digest(key, message, hashlib.sha256) for epoch, key in self.keys.items()}

    def digest(self, *parts: str) -> bytes:
        """Return the keyed hash of ``parts`` under the primary key."""
        return hmac.digest(self._key(self.primary), _encode(self.name, *parts), hashlib.sha256)

    def _key(self, epoch: int) -> bytes:
        try:
            return self.keys[epoch]
        except KeyError:
            raise KeyMissing(
                f"key {self.name!r} epoch {epoch} is not in the key store; restore the key store's backup"
            ) from None

    def _bound_to(self, epoch: int, place: Place) -> bytes:
        return _encode(f"upheld.v{_VERSION}", self.name, str(epoch), place.table, place.row, place.column)


def epoch_of(envelope: bytes) -> int:
    """Return the key epoch an envelope was sealed under; raise :class:`SealBroken` for bytes that are no envelope."""
    if len(envelope) < _HEADER.size + _NONCE_BYTES + _TAG_BYTES or envelope[0] != _VERSION:
        raise SealBroken("a sealed cell is cut short or of an unknown version; restore the row from a backup")
    epoch: int = _HEADER.unpack_from(envelope)[1]
    return epoch


def _encode(*parts: str) -> bytes:
    """Join parts with their lengths, so that no two lists of parts give the same bytes."""
    pieces = [part.encode() for part in parts]
    return b"".join(struct.pack(">I", len(piece)) + piece for piece in pieces)
