"""A company's timed promises as clocks of the same model, and the words by which rights are called in different laws."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from upheld.law.model import Instrument
from upheld.law.rules import ClockRule, InForce, Period, Source, Start, Unit

PREFIX = "PROMISE:"
COUNTING = "promise"

WORDS: tuple[tuple[str, ...], ...] = (
    ("access", "know", "access_full", "consumer_health_access"),
    ("erasure", "delete", "delete_account", "consumer_health_delete"),
    ("rectification", "correct", "amendment"),
    ("opt_out_sale_share", "opt_out_sale"),
    ("object_direct_marketing", "unsubscribe"),
    ("breach_authority", "breach_hhs"),
    ("complaint_respond", "complaint_outcome"),
)
"""Words for the same right in different laws and promises; the first is ours."""

_PERIOD = re.compile(r"P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)(B?D))?(?:T(\d+)H)?")


@dataclass(frozen=True, slots=True)
class TimedPromise:
    """One promise with a period. ``events`` are what it runs from; none means receipt.

    ``places`` are the codes (or unions) of the people it was made to; none means everybody.
    """

    id: str
    company: str
    rights: tuple[str, ...]
    period: Period
    events: tuple[str, ...]
    source: Source
    places: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def as_instrument(promise: TimedPromise) -> Instrument:
    """Return a promise as an instrument of its own with one clock, so that the one engine answers it."""
    rule = ClockRule(promise.id, promise.rights, promise.period, Start(promise.events), promise.source)
    return Instrument(PREFIX + promise.company, promise.id, (), COUNTING, promise.source, InForce(), (rule,))


def read_period(text: str) -> Period | None:
    """Read an ISO 8601 period (``P3Y``, ``P1M``, ``P2W``, ``P30D``, ``P5BD``, ``PT72H``, ``P0D``).

    Return None for one that mixes units no single clock can count, such as months and days.
    """
    match = _PERIOD.fullmatch(text)
    if match is None or text in ("P", "PT"):
        return None
    years, months, weeks, days, kind, hours = match.groups()
    found: list[Period] = []
    if years or months:
        found.append(Period(12 * int(years or 0) + int(months or 0), Unit.MONTH))
    if hours:
        found.append(Period(int(hours), Unit.HOUR))
    if weeks or days:
        if kind == "BD":
            found.append(Period(int(days), Unit.BUSINESS_DAY))
        else:
            found.append(Period(7 * int(weeks or 0) + int(days or 0), Unit.DAY))
    return found[0] if len(found) == 1 else None


def word_of(law: Instrument, right: str) -> str | None:
    """Return the word ``law`` uses for ``right``; None if it does not know the right."""
    if law.rules(right):
        return right
    for group in WORDS:
        if right in group:
            return next((word for word in group if law.rules(word)), None)
    return None
