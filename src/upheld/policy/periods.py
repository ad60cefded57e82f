"""How long a period of the charter's vocabulary is, so that two can be compared."""

from __future__ import annotations

import re

_DAYS = {"Y": 365.25, "M": 30.4375, "W": 7.0, "D": 1.0, "BD": 1.4}
_PART = re.compile(r"(\d+)(BD|[YMWD])")
_CLOCK = re.compile(r"(\d+)([HMS])")
_SECONDS = {"H": 3600, "M": 60, "S": 1}


def length_in_days(period: str) -> float | None:
    """Return about how many days ``P3Y``, ``P5BD`` or ``PT72H`` are; None for anything that is not a period.

    For ordering only: a due date is computed from a calendar (:mod:`upheld.law`), never from this.
    """
    text = period.strip().upper()
    if not text.startswith("P"):
        return None
    dates, _, clock = text[1:].partition("T")
    parts = _PART.findall(dates)
    seconds = _CLOCK.findall(clock)
    if not parts and not seconds:
        return None
    return sum(int(n) * _DAYS[unit] for n, unit in parts) + sum(int(n) * _SECONDS[u] for n, u in seconds) / 86400
