"""A short way for the tests to ask one clock: dates as text, events as (type, instant, fields)."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from upheld.formats.law_files import shipped_law
from upheld.law import Answer, Event, compute_clock

Told = tuple[str, str] | tuple[str, str, dict[str, Any]]


def ask(law: str, place: str, right: str, received: str, zone: str, *events: Told) -> Answer:
    told = [Event(datetime.fromisoformat(e[1]), e[0], e[2] if len(e) == 3 else {}) for e in events]
    at = datetime.fromisoformat(received)
    return compute_clock(shipped_law(), law, right, at, ZoneInfo(zone), told, jurisdiction=place)


def day(at: datetime | None) -> str | None:
    """Return the civil day of an end-of-day instant; fail for an instant that is none."""
    if at is None:
        return None
    assert (at.hour, at.minute, at.second) == (23, 59, 59), at
    return at.date().isoformat()
