"""Date arithmetic of the legal orders, on day ordinals (``date.toordinal``): one rule per function, no state.

The day of the event never counts (Reg. 1182/71 Art. 3(1), Cal. Gov. Code 6800 and the like), so ``n`` days end on
day + n. What differs, ends of months, roll-over, business days, is read from a :class:`~upheld.law.model.Counting`.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from upheld.law.calendars import Calendar
from upheld.law.rules import BusinessDays, Counting, HourRule, MonthEnd, Period, Unit


@lru_cache(maxsize=65_536)
def end_of_day(ordinal: int, zone: ZoneInfo) -> datetime:
    """Return the last second of a civil day; of an hour that occurs twice, the later one."""
    day = date.fromordinal(ordinal)
    return datetime(day.year, day.month, day.day, 23, 59, 59, 0, zone, fold=1)


def start_of_day(ordinal: int, zone: ZoneInfo) -> datetime:
    """Return the first second of a civil day."""
    day = date.fromordinal(ordinal)
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def add_months(ordinal: int, months: int, month_end: MonthEnd) -> int:
    """Return the day of the same number ``months`` later; where the month lacks it, what ``month_end`` says."""
    day = date.fromordinal(ordinal)
    index = day.year * 12 + day.month - 1 + months
    year, month = index // 12, index % 12 + 1
    if day.day > 28:
        last = monthrange(year, month)[1]
        if day.day > last:
            end = date(year, month, last).toordinal()
            return end if month_end is MonthEnd.LAST_DAY else end + 1
    return date(year, month, day.day).toordinal()


@lru_cache(maxsize=65_536)
def add_business_days(ordinal: int, n: int, days: BusinessDays, calendar: Calendar | None) -> int:
    """Return the n-th business day after ``ordinal``."""
    weekend, holidays = days.weekend, calendar if days.holidays else None
    while n:
        ordinal += 1
        if (ordinal - 1) % 7 not in weekend and (holidays is None or ordinal not in holidays):
            n -= 1
    return ordinal


def add_period(
    ordinal: int, period: Period, counting: Counting, calendar: Calendar | None, *, safe: bool = False
) -> int:
    """Return the last day of ``period``, not rolled over. ``safe`` counts business days the cautious way."""
    unit = period.unit
    if unit is Unit.DAY:
        return ordinal + period.n
    if unit is Unit.MONTH:
        return add_months(ordinal, period.n, counting.month_end)
    if unit is Unit.YEAR:
        return add_months(ordinal, 12 * period.n, counting.month_end)
    if unit is Unit.BUSINESS_DAY:
        days = counting.safe_business_days if safe else counting.business_days
        return add_business_days(ordinal, period.n, days, calendar)
    raise ValueError(f"a period in {unit} does not end on a day")


@lru_cache(maxsize=65_536)
def roll_over(ordinal: int, counting: Counting, calendar: Calendar | None) -> int:
    """Return the first day from ``ordinal`` on which a period may end."""
    holidays = calendar if counting.roll_holidays else None
    weekdays = counting.roll_weekdays
    while (ordinal - 1) % 7 in weekdays or (holidays is not None and ordinal in holidays):
        ordinal += 1
    return ordinal


def add_hours(start: datetime, hours: int, rule: HourRule) -> datetime:
    """Return the end of a period of elapsed hours, in the zone of ``start``; it never rolls over.

    Computed in UTC, so a change of summer time neither adds nor takes an hour.
    """
    begin = start.astimezone(UTC)
    if rule is HourRule.NEXT_FULL_HOUR:
        begin += timedelta(hours=1) - timedelta(
            minutes=start.minute, seconds=start.second, microseconds=start.microsecond
        )
    return (begin + timedelta(hours=hours)).astimezone(start.tzinfo)
