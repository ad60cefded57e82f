"""The one place where the present moment enters the program.

Pure packages take an aware ``now``; everything that has to *ask* for the time is handed a :class:`Clock` by the
bootstrap, so that ten years of retention are a test and a user's ``upheld simulate``.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Tell the time and wait for it."""

    def now(self) -> datetime:
        """Return the present instant, aware and in UTC."""
        ...

    def sleep(self, seconds: float) -> None:
        """Return once ``seconds`` have passed on this clock."""
        ...


class SystemClock:
    """The wall clock of the machine."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)


class VirtualClock:
    """A clock that stands still until it is told to move; sleeping moves it."""

    def __init__(self, start: datetime) -> None:
        if start.tzinfo is None:
            raise ValueError("a virtual clock starts at an aware instant; give it a tzinfo")
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self.advance(timedelta(seconds=seconds))

    def advance(self, by: timedelta) -> None:
        """Move forward by ``by``; a negative step is a clock that jumped back, which tests may want."""
        self._now += by
