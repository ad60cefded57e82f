"""Holidays computed by rule, moveable feasts included, and the question whether a day is one.

Days are proleptic Gregorian ordinals (``date.toordinal``), weekdays count from Monday = 0. Easter is the Gregorian
computus of Meeus, *Astronomical Algorithms*, ch. 8; the Orthodox one is the Julian computus moved to our calendar.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING

from upheld.errors import UsageError

if TYPE_CHECKING:
    from upheld.law.rules import InForce, Source

SATURDAY, SUNDAY = 5, 6


class HolidayKind(StrEnum):
    """How the date of a holiday is found; the numbers of a rule mean what is said here."""

    FIXED = "fixed"
    """month, day"""
    EASTER = "easter"
    """days after Easter Sunday"""
    ORTHODOX_EASTER = "orthodox_easter"
    """days after Orthodox Easter Sunday"""
    NTH = "nth"
    """month, weekday, n: the n-th such weekday of the month"""
    LAST = "last"
    """month, weekday: the last one of the month"""
    ON_OR_AFTER = "on_or_after"
    """month, day, weekday: the first such weekday on or after that day"""
    ON_OR_BEFORE = "on_or_before"
    """month, day, weekday: the last such weekday on or before that day"""
    DATES = "dates"
    """listed one by one, because no civil rule gives them"""


class Substitute(StrEnum):
    """What happens to a holiday that falls on a weekend."""

    NONE = "none"
    SUNDAY_TO_MONDAY = "sunday_to_monday"
    """A Sunday's holiday makes the Monday one too."""
    NEAREST_WEEKDAY = "nearest_weekday"
    """A Saturday's makes the Friday one too, a Sunday's the Monday."""
    NEXT_FREE_WEEKDAY = "next_free_weekday"
    """The next weekday that is no holiday becomes one too (UK bank holidays)."""


@dataclass(frozen=True, slots=True)
class Holiday:
    """One holiday of a calendar, with the years it is kept."""

    name: str
    kind: HolidayKind
    numbers: tuple[int, ...]
    source: Source
    in_force: InForce
    substitute: Substitute = Substitute.NONE
    except_years: frozenset[int] = frozenset()
    dates: tuple[date, ...] = ()

    def in_year(self, year: int) -> Iterator[date]:
        """Yield its days in ``year``, not yet moved."""
        if year in self.except_years:
            return
        for day in self._days(year):
            if self.in_force.covers(day):
                yield day

    def _days(self, year: int) -> Iterable[date]:
        if self.kind is HolidayKind.DATES:
            return (day for day in self.dates if day.year == year)
        return (_RULES[self.kind](year, *self.numbers),)


@dataclass(slots=True, eq=False)
class Calendar:
    """The holidays of one place, known for the years ``first_year`` to ``last_year``; asking beyond raises ``UsageError``.

    Years are computed when first asked about and kept. Calendars are told apart by identity.
    """

    place: str
    first_year: int
    last_year: int
    holidays: tuple[Holiday, ...]
    _days: dict[int, str] = field(default_factory=dict)
    _years: set[int] = field(default_factory=set)
    _low: int = 0
    _high: int = 0

    def __contains__(self, ordinal: int) -> bool:
        """Return whether the day is a holiday."""
        if not self._low <= ordinal < self._high:
            self._compute(ordinal)
        return ordinal in self._days

    def name_of(self, ordinal: int) -> str | None:
        """Return the holiday's name, None for a day that is none."""
        return self._days[ordinal] if ordinal in self else None

    def in_year(self, year: int) -> dict[date, str]:
        """Return the holidays of ``year`` by date, substitutes included."""
        self._compute(date(year, 7, 1).toordinal())
        return {date.fromordinal(o): n for o, n in sorted(self._days.items()) if date.fromordinal(o).year == year}

    def _compute(self, ordinal: int) -> None:
        year = date.fromordinal(ordinal).year
        if not self.first_year <= year <= self.last_year:
            raise UsageError(
                f"the holidays of {self.place} are known for {self.first_year} to {self.last_year}, not for {year}; "
                "widen the calendar's rules in law/jurisdictions"
            )
        first = min(self._years, default=year)
        last = max(self._years, default=year)
        for missing in range(min(first, year), max(last, year) + 1):
            if missing not in self._years:
                self._days.update(_observed(self.holidays, missing))
                self._years.add(missing)
        self._low = date(min(self._years), 1, 1).toordinal()
        self._high = date(max(self._years), 12, 31).toordinal() + 1


def _observed(holidays: tuple[Holiday, ...], year: int) -> dict[int, str]:
    """Return the days of ``year`` kept as holidays, substitutes from the neighbouring years included."""
    kept: dict[int, str] = {}
    moved: list[tuple[int, Holiday]] = []
    for at in (year - 1, year, year + 1):
        for holiday in holidays:
            for day in holiday.in_year(at):
                kept.setdefault(day.toordinal(), holiday.name)
                if holiday.substitute is not Substitute.NONE and day.weekday() >= SATURDAY:
                    moved.append((day.toordinal(), holiday))
    for ordinal, holiday in sorted(moved, key=lambda pair: pair[0]):
        target = _substitute(ordinal, holiday.substitute, kept)
        if target is not None:
            kept.setdefault(target, f"{holiday.name} (substitute day)")
    first, last = date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal()
    return {ordinal: name for ordinal, name in kept.items() if first <= ordinal <= last}


def _substitute(ordinal: int, rule: Substitute, kept: dict[int, str]) -> int | None:
    weekday = (ordinal - 1) % 7
    if rule is Substitute.SUNDAY_TO_MONDAY:
        return ordinal + 1 if weekday == SUNDAY else None
    if rule is Substitute.NEXT_FREE_WEEKDAY:
        day = ordinal + 1
        while (day - 1) % 7 >= SATURDAY or day in kept:
            day += 1
        return day
    return ordinal + 1 if weekday == SUNDAY else ordinal - 1


@lru_cache(maxsize=512)
def easter(year: int) -> date:
    """Return Easter Sunday of the Gregorian calendar."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    ell = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * ell) // 433
    month = (h + ell - 7 * m + 90) // 25
    return date(year, month, (h + ell - 7 * m + 33 * month + 19) % 32)


@lru_cache(maxsize=512)
def orthodox_easter(year: int) -> date:
    """Return Easter Sunday of the Julian computus as a Gregorian date (valid 1900 to 2099)."""
    d = (19 * (year % 19) + 15) % 30
    e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
    month, day = divmod(d + e + 114, 31)
    return date(year, month, day + 1) + timedelta(days=13)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))


def _last(year: int, month: int, weekday: int) -> date:
    end = date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)
    return end - timedelta(days=(end.weekday() - weekday) % 7)


def _on_or_after(year: int, month: int, day: int, weekday: int) -> date:
    start = date(year, month, day)
    return start + timedelta(days=(weekday - start.weekday()) % 7)


def _on_or_before(year: int, month: int, day: int, weekday: int) -> date:
    start = date(year, month, day)
    return start - timedelta(days=(start.weekday() - weekday) % 7)


_RULES: dict[HolidayKind, Callable[..., date]] = {
    HolidayKind.FIXED: date,
    HolidayKind.EASTER: lambda year, after: easter(year) + timedelta(days=after),
    HolidayKind.ORTHODOX_EASTER: lambda year, after: orthodox_easter(year) + timedelta(days=after),
    HolidayKind.NTH: _nth,
    HolidayKind.LAST: _last,
    HolidayKind.ON_OR_AFTER: _on_or_after,
    HolidayKind.ON_OR_BEFORE: _on_or_before,
}
