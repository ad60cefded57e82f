"""How long to wait before trying again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Backoff:
    """Exponential waiting: ``first``, then twice as long each time, never more than ``longest``."""

    first: timedelta = timedelta(seconds=10)
    longest: timedelta = timedelta(hours=1)

    def delay(self, attempt: int, jitter: float) -> timedelta:
        """Return the wait after attempt number ``attempt`` (from 1).

        ``jitter`` in [0, 1) chooses a point in the upper half of the span, so that tasks that failed together come back
        apart.
        """
        doubled = self.first.total_seconds() * 2.0 ** min(attempt - 1, 60)  # `longest` is reached long before
        return timedelta(seconds=min(doubled, self.longest.total_seconds()) * (0.5 + jitter / 2))
