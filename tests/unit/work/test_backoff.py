"""Waiting grows, is bounded, and is spread."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from upheld.work import Backoff

BACKOFF = Backoff(timedelta(seconds=10), timedelta(hours=1))


def test_the_wait_doubles_up_to_its_bound() -> None:
    assert [BACKOFF.delay(attempt, 1.0).total_seconds() for attempt in (1, 2, 3, 9, 10, 11)] == [
        10,
        20,
        40,
        2560,
        3600,
        3600,
    ]


@given(st.integers(1, 10_000), st.floats(0, 1, exclude_max=True))
def test_jitter_chooses_within_the_upper_half(attempt: int, jitter: float) -> None:
    whole = BACKOFF.delay(attempt, 1.0)
    assert whole / 2 <= BACKOFF.delay(attempt, jitter) <= whole <= timedelta(hours=1)


def test_jitter_spreads() -> None:
    assert BACKOFF.delay(1, 0.0) == timedelta(seconds=5)
    assert BACKOFF.delay(1, 0.5) == timedelta(seconds=7.5)
