"""Extensions: whether the notice counts, until when it had to be given, and where the extended period ends."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from upheld.errors import UsageError
from upheld.law.cases import Event
from upheld.law.counting import add_period
from upheld.law.derivation import Derivation
from upheld.law.rules import ExtendFrom, Extension, Period


class Ends(NamedTuple):
    """The last days of a first period: by the law (before rolling) and by the cautious reading, with their starts."""

    start: int
    safe_start: int
    end: int
    safe: int
    added: int = 0


class Extended(NamedTuple):
    """By when the notice is due, and the new ends where a notice counts."""

    notice_due: int
    notice_safe: int
    ends: Ends | None = None


def extending(d: Derivation, extension: Extension, period: Period, ends: Ends) -> Extended:
    """Judge the extension notices of the case against ``ends`` of the first period."""
    notice_end, notice_safe = _notice_end(d, extension, period, ends)
    notice_due = d.roll(notice_end, "roll.notice")
    granted = None
    for notice in d.case.all_of("extension_notice"):
        if granted is not None:
            d.say("extension.once", extension.source, d.day_of(notice))
        elif _valid(d, extension, notice, notice_due):
            granted = _extended(d, extension, period, ends, notice)
    return Extended(notice_due, notice_safe, granted)


def _notice_end(d: Derivation, extension: Extension, period: Period, ends: Ends) -> tuple[int, int]:
    dated = d.case.first(extension.notice_from) if extension.notice_from else None
    if dated is None:
        return ends.end, ends.safe
    day = d.day_of(dated)
    end = add_period(day, period, d.counting, d.calendar)
    d.say("extension.notice_from", extension.source, day, end, dated.type)
    return end, end


def _valid(d: Derivation, extension: Extension, notice: Event, due: int) -> bool:
    day = d.day_of(notice)
    if day > due:
        d.say("extension.late", extension.source, day, due)
        return False
    missing = [field for field in extension.must_state if not notice.text(field)]
    if missing:
        d.say("extension.unstated", extension.source, day, None, ", ".join(missing))
        return False
    reason = (notice.text("reason") or "").lower()
    if extension.grounds and not any(ground in reason for ground in extension.grounds):
        d.say("extension.no_ground", extension.source, day, None, reason)
        return False
    return True


def _extended(d: Derivation, extension: Extension, period: Period, ends: Ends, notice: Event) -> Ends:
    first_end, counting, calendar = ends.end, d.counting, d.calendar
    if extension.counted_from is ExtendFrom.STATED_DATE:
        end, safe = _stated(d, extension, ends, notice)
    elif extension.counted_from is ExtendFrom.RECEIPT:
        assert extension.period is not None
        whole = Period(period.n + extension.period.n, period.unit)
        end = add_period(ends.start, whole, counting, calendar) + ends.added
        chained = add_period(ends.safe, extension.period, counting, calendar, safe=True)
        safe = min(chained, add_period(ends.safe_start, whole, counting, calendar, safe=True))
    else:
        assert extension.period is not None
        end = add_period(first_end, extension.period, counting, calendar)
        safe = add_period(ends.safe, extension.period, counting, calendar, safe=True)
    d.say("extension.granted", extension.source, first_end, end)
    return Ends(ends.start, ends.safe_start, end, safe, ends.added)


def _stated(d: Derivation, extension: Extension, ends: Ends, notice: Event) -> tuple[int, int]:
    stated = _stated_day(notice)
    if extension.period is None:
        assert stated is not None
        return max(stated, ends.end), stated
    cap = add_period(ends.end, extension.period, d.counting, d.calendar)
    safe_cap = add_period(ends.safe, extension.period, d.counting, d.calendar, safe=True)
    if stated is None:
        return cap, safe_cap
    return min(max(stated, ends.end), cap), min(stated, safe_cap)


def _stated_day(notice: Event) -> int | None:
    text = notice.text("new_date")
    if text is None:
        return None
    try:
        return date.fromisoformat(text[:10]).toordinal()
    except ValueError:
        raise UsageError("event `extension_notice`: `new_date` is not a date; write it as 2026-01-31") from None
