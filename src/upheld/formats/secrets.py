"""Read secrets by reference: no secret stands in a deployment's files, only the word where it is."""

from __future__ import annotations

import base64
import stat
from collections.abc import Mapping
from pathlib import Path

from upheld.errors import AccessDenied, UsageError


def read_secret(reference: str, environ: Mapping[str, str]) -> str:
    """Return the secret that ``env:NAME`` or ``file:PATH`` points at, without surrounding white space.

    Raises :class:`UsageError` for another kind of reference or an absent secret, and :class:`AccessDenied` for a file that
    everyone on the machine may read.
    """
    kind, _, name = reference.partition(":")
    if kind == "env":
        if not environ.get(name, "").strip():
            raise UsageError(f"secret {reference}: the environment variable is not set; set it")
        return environ[name].strip()
    if kind == "file":
        return _read_file(reference, Path(name))
    raise UsageError("a secret is given as env:NAME or file:PATH, never as itself")


def read_master_key(reference: str, environ: Mapping[str, str]) -> bytes:
    """Return the master key a reference points at: 32 bytes written as base64 or hexadecimal."""
    text = read_secret(reference, environ)
    for decode in (_from_hexadecimal, _from_base64):
        key = decode(text)
        if key is not None and len(key) == 32:
            return key
    raise UsageError(f"secret {reference} is not a master key; make one with `openssl rand -base64 32`")


def _read_file(reference: str, path: Path) -> str:
    try:
        with path.open(encoding="utf-8") as file:
            mode = stat.S_IMODE(path.stat().st_mode)
            text = file.read().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"secret {reference} cannot be read ({type(error).__name__}); check the path") from None
    if mode & stat.S_IRWXO:
        raise AccessDenied(f"secret {reference} is open to everyone on this machine; run: chmod o= {path}")
    if not text:
        raise UsageError(f"secret {reference} is empty; write the secret into the file")
    return text


def _from_hexadecimal(text: str) -> bytes | None:
    try:
        return bytes.fromhex(text)
    except ValueError:
        return None


def _from_base64(text: str) -> bytes | None:
    try:
        return base64.b64decode(text.replace("-", "+").replace("_", "/"), validate=True)
    except ValueError:
        return None
