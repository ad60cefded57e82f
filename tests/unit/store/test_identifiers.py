"""Ids sort by time, differ, and can be read aloud."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from upheld.clock import VirtualClock
from upheld.store.identifiers import TimeOrderedIds

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def test_an_id_has_its_prefix_and_twenty_characters_without_look_alikes() -> None:
    assert re.fullmatch(r"C-[0-9A-HJKMNP-TV-Z]{20}", TimeOrderedIds(VirtualClock(START)).new("C"))


def test_ids_sort_by_the_time_they_were_made() -> None:
    clock = VirtualClock(START)
    ids = TimeOrderedIds(clock)
    made = []
    for _ in range(200):
        made.append(ids.new("C"))
        clock.advance(timedelta(milliseconds=16))
    assert made == sorted(made)


def test_ids_of_one_instant_differ() -> None:
    ids = TimeOrderedIds(VirtualClock(START))
    assert len({ids.new("C") for _ in range(10_000)}) == 10_000


def test_ids_are_reproducible_from_clock_and_entropy() -> None:
    assert TimeOrderedIds(VirtualClock(START), lambda bits: 5).new("L") == TimeOrderedIds(
        VirtualClock(START), lambda bits: 5
    ).new("L")
