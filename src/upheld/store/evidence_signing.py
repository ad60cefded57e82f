"""Ed25519 at the edge: the key that signs the trees' heads, and the check of a signature."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from upheld.evidence.checkpoint import VerifierKey
from upheld.evidence.leaf import TreeId


class Ed25519Signer:
    """Sign for every tree of a deployment with one key pair; the name of a tree is ``<name>/<tree>``."""

    def __init__(self, name: str, seed: bytes) -> None:
        """Take the deployment's name (a host, as in ``evidence.example.com``) and the 32 secret bytes of the key."""
        self._name = name
        self._private = Ed25519PrivateKey.from_private_bytes(seed)
        self._public = self._private.public_key().public_bytes_raw()

    def key(self, tree: TreeId) -> VerifierKey:
        return VerifierKey(f"{self._name}/{tree}", self._public)

    def sign(self, message: bytes) -> bytes:
        return self._private.sign(message)


def check_signature(public_key: bytes, signature: bytes, message: bytes) -> bool:
    """Tell whether an Ed25519 signature (RFC 8032) holds."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True
