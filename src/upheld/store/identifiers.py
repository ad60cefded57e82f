"""Make the random ids of our own rows. An id tells when it was made and nothing else."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Protocol

from upheld.clock import Clock
from upheld.store.types import to_microseconds

_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that an id survives being read aloud."""


class IdSource(Protocol):
    """Give a fresh id each time."""

    def new(self, prefix: str) -> str:
        """Return ``prefix``, a hyphen and 20 characters that sort by the time they were made."""
        ...


class TimeOrderedIds:
    """Ids of 40 bits of time (milliseconds / 16, unambiguous until 2527) and 60 random bits."""

    def __init__(self, clock: Clock, entropy: Callable[[int], int] = secrets.randbits) -> None:
        self._clock = clock
        self._entropy = entropy

    def new(self, prefix: str) -> str:
        sixteenths = to_microseconds(self._clock.now()) // 16_000
        number = (sixteenths & (1 << 40) - 1) << 60 | self._entropy(60)
        return prefix + "-" + "".join(_ALPHABET[number >> shift & 31] for shift in range(95, -1, -5))
