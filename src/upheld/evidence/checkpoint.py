"""The signed head of a tree: C2SP tlog-checkpoint in a C2SP signed note, with Ed25519 keys.

A checkpoint is three lines of text (origin, size, root); a note is such a text, an empty line, and one line per
signature. The key's name is the tree's origin, so a pinned key also pins which tree it speaks for.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from typing import Final, Protocol

from upheld.errors import EvidenceInvalid
from upheld.evidence.canonical_json import MAX_INTEGER
from upheld.evidence.leaf import TreeId
from upheld.evidence.merkle import HASH_BYTES

CheckSignature = Callable[[bytes, bytes, bytes], bool]
"""Tell whether, by this public key, this signature stands under this message."""

_ED25519: Final = b"\x01"
_PUBLIC_KEY_BYTES: Final = 32
_SIGNATURE_BYTES: Final = 64
_MAX_SIGNATURES: Final = 16
_ORIGIN: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}")
_SIZE: Final = re.compile(r"0|[1-9][0-9]{0,15}")
_KEY_ID: Final = re.compile(r"[0-9a-f]{8}")
_CONTROL: Final = re.compile(r"[\x00-\x09\x0b-\x1f]")
_SIGNATURE_LINE: Final = re.compile(r"— ([^\s+]+) ([A-Za-z0-9+/=]+)")


@dataclass(frozen=True, slots=True)
class VerifierKey:
    """An Ed25519 public key under a name; ``str()`` gives the text people pin (C2SP calls it a vkey)."""

    name: str
    public_key: bytes

    def __post_init__(self) -> None:
        if not _ORIGIN.fullmatch(self.name):
            raise EvidenceInvalid("key: the name is not an origin (letters, digits, `.`, `_`, `-`, `/`)")
        if len(self.public_key) != _PUBLIC_KEY_BYTES:
            raise EvidenceInvalid(f"key: an Ed25519 public key has {_PUBLIC_KEY_BYTES} bytes")

    @property
    def key_id(self) -> bytes:
        """Return the four bytes that tell keys of one name apart."""
        return sha256(self.name.encode() + b"\n" + _ED25519 + self.public_key).digest()[:4]

    def __str__(self) -> str:
        return f"{self.name}+{self.key_id.hex()}+{base64.b64encode(_ED25519 + self.public_key).decode()}"

    @classmethod
    def parse(cls, text: str) -> VerifierKey:
        """Read ``name+hex key id+base64 key``; raises :class:`EvidenceInvalid`."""
        parts = text.split("+", 2)
        if len(parts) != 3 or not _KEY_ID.fullmatch(parts[1]):
            raise EvidenceInvalid("key: expected `name+key id+base64`, as `upheld evidence export` writes it")
        encoded = decode_base64(parts[2], "key")
        if encoded[:1] != _ED25519:
            raise EvidenceInvalid("key: not an Ed25519 key (type 01)")
        key = cls(parts[0], encoded[1:])
        if key.key_id.hex() != parts[1]:
            raise EvidenceInvalid("key: the key id does not belong to this name and key")
        return key


class Signer(Protocol):
    """Hold the private key of a deployment's trees, wherever that is."""

    def key(self, tree: TreeId) -> VerifierKey:
        """Return the public key under the name (the origin) of ``tree``; the name ends in ``/`` and the tree's id."""
        ...

    def sign(self, message: bytes) -> bytes:
        """Return the 64-byte Ed25519 signature (RFC 8032) of ``message``."""
        ...


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The size and root of a tree at one moment."""

    origin: str
    size: int
    root: bytes

    def text(self) -> str:
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n"

    @classmethod
    def parse(cls, text: str) -> Checkpoint:
        """Read the text of a note as a checkpoint without extension lines; raises :class:`EvidenceInvalid`."""
        lines = text.split("\n")
        if len(lines) != 4 or lines[3]:
            raise EvidenceInvalid("checkpoint: expected exactly the lines origin, size and root")
        origin, size, root = lines[:3]
        if not _ORIGIN.fullmatch(origin):
            raise EvidenceInvalid("checkpoint: the origin has a form that evidence does not take")
        if not _SIZE.fullmatch(size) or int(size) > MAX_INTEGER:
            raise EvidenceInvalid("checkpoint: the size is not a whole number in its shortest form")
        return cls(origin, int(size), decode_hash(root, "checkpoint: root"))


def sign_head(tree: TreeId, size: int, root: bytes, signer: Signer) -> str:
    """Return the signed note over the checkpoint of ``tree`` at ``size``."""
    key = signer.key(tree)
    text = Checkpoint(key.name, size, root).text()
    signature = base64.b64encode(key.key_id + signer.sign(text.encode())).decode()
    return f"{text}\n— {key.name} {signature}\n"


def open_checkpoint(note: str, key: VerifierKey, check_signature: CheckSignature) -> Checkpoint:
    """Return the checkpoint of a note that ``key`` signed; raises :class:`EvidenceInvalid`.

    Signatures by other keys (witnesses, the next key of a rotation) are passed over, as C2SP asks; every one by
    ``key`` has to hold.
    """
    text, signatures = _split_note(note)
    own = [signature for name, key_id, signature in signatures if (name, key_id) == (key.name, key.key_id)]
    if not own:
        raise EvidenceInvalid(f"checkpoint: no signature by the key {key}")
    for signature in own:
        if len(signature) != _SIGNATURE_BYTES or not check_signature(key.public_key, signature, text.encode()):
            raise EvidenceInvalid("checkpoint: the signature does not hold")
    checkpoint = Checkpoint.parse(text)
    if checkpoint.origin != key.name:
        raise EvidenceInvalid("checkpoint: the origin is not the name of the key")
    return checkpoint


def signature_count(note: str) -> int:
    """Return how many signatures a note carries; raises :class:`EvidenceInvalid` if it is no note."""
    return len(_split_note(note)[1])


def decode_base64(text: str, what: str) -> bytes:
    """Return the bytes of standard base64 in its only canonical spelling; raises :class:`EvidenceInvalid`."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        data = None
    if data is None or base64.b64encode(data).decode() != text:
        raise EvidenceInvalid(f"{what}: not base64 in its canonical spelling")
    return data


def decode_hash(text: str, what: str) -> bytes:
    """Return a SHA-256 from its base64; raises :class:`EvidenceInvalid`."""
    data = decode_base64(text, what)
    if len(data) != HASH_BYTES:
        raise EvidenceInvalid(f"{what}: not {HASH_BYTES} bytes")
    return data


def _split_note(note: str) -> tuple[str, list[tuple[str, bytes, bytes]]]:
    if _CONTROL.search(note):
        raise EvidenceInvalid("checkpoint: a signed note has no control characters but line breaks")
    body, gap, tail = note.rpartition("\n\n")
    lines = tail.split("\n")
    if not gap or lines.pop() or not 1 <= len(lines) <= _MAX_SIGNATURES:
        raise EvidenceInvalid("checkpoint: not a signed note (text, empty line, 1 to 16 signatures, line break)")
    signatures = []
    for line in lines:
        found = _SIGNATURE_LINE.fullmatch(line)
        if not found:
            raise EvidenceInvalid("checkpoint: a signature line is not `— name base64`")
        data = decode_base64(found[2], "checkpoint: signature")
        signatures.append((found[1], data[:4], data[4:]))
    return body + "\n", signatures
