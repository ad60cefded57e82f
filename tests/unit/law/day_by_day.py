"""A second clock engine, by another method: it walks the calendar one day (one hour) at a time and counts.

It reads the law's YAML itself and shares no arithmetic with :mod:`upheld.law`: feasts come from the golden-number tables
of the paschal moons, every other holiday from a question asked of each day, ends of months from walking until the month
is over, hours from ticking through UTC. It answers what both engines must agree on: due and safe date, and the notice
dates of an extension.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import yaml

import upheld.law

DAY = timedelta(days=1)
NAMES = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
FIRST, LAST = 2018, 2040

# Paschal full moons by golden number (1-19): Gregorian for 1900-2199, and Julian (month, day).
_GREGORIAN_MOONS = (
    (4, 14), (4, 3), (3, 23), (4, 11), (3, 31), (4, 18), (4, 8), (3, 28), (4, 16), (4, 5),
    (3, 25), (4, 13), (4, 2), (3, 22), (4, 10), (3, 30), (4, 17), (4, 7), (3, 27),
)  # fmt: skip
_JULIAN_MOONS = (
    (4, 5), (3, 25), (4, 13), (4, 2), (3, 22), (4, 10), (3, 30), (4, 18), (4, 7), (3, 27),
    (4, 15), (4, 4), (3, 24), (4, 12), (4, 1), (3, 21), (4, 9), (3, 29), (4, 17),
)  # fmt: skip


class Dates(NamedTuple):
    due: datetime | None
    safe: datetime | None
    notice: datetime | None = None
    notice_safe: datetime | None = None


@lru_cache(maxsize=1)
def law_data() -> dict[str, Any]:
    """Return the raw YAML of every law file by its key."""
    folder = Path(upheld.law.__file__).parent / "jurisdictions"
    data: dict[str, Any] = {"laws": {}, "places": {}, "countings": {}}
    for path in folder.rglob("*.yaml"):
        raw = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)
        if "law" in raw:
            data["laws"][raw["law"]] = raw
        elif "place" in raw:
            data["places"][raw["place"]] = raw
        elif "countings" in raw:
            data["countings"] = {c["counting"]: c for c in raw["countings"]}
    return data


def western_easter(year: int) -> date:
    day = date(year, *_GREGORIAN_MOONS[year % 19]) + DAY
    while day.weekday() != 6:
        day += DAY
    return day


def eastern_easter(year: int) -> date:
    day = date(year, *_JULIAN_MOONS[year % 19]) + timedelta(days=13) + DAY
    while day.weekday() != 6:
        day += DAY
    return day


def _as_date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _in_force(raw: dict[str, Any], day: date) -> bool:
    force = raw.get("in_force") or {}
    start, end = force.get("from"), force.get("until")
    return not (start and day < _as_date(start)) and not (end and day >= _as_date(end))


def _is_day_of(holiday: dict[str, Any], day: date) -> bool:
    """Ask one day whether a holiday's rule means it."""
    if day.year in holiday.get("except_years", ()) or not _in_force(holiday, day):
        return False
    weekday = NAMES[day.weekday()]
    if "fixed" in holiday:
        return [day.month, day.day] == holiday["fixed"]
    if "dates" in holiday:
        return day in {_as_date(d) for d in holiday["dates"]}
    if "easter" in holiday:
        return day == western_easter(day.year) + timedelta(days=holiday["easter"])
    if "orthodox_easter" in holiday:
        return day == eastern_easter(day.year) + timedelta(days=holiday["orthodox_easter"])
    if "nth" in holiday:
        month, name, n = holiday["nth"]
        return day.month == month and weekday == name and (day.day + 6) // 7 == n
    if "last" in holiday:
        month, name = holiday["last"]
        return day.month == month and weekday == name and (day + timedelta(days=7)).month != month
    month, number, name = holiday.get("on_or_after") or holiday["on_or_before"]
    span = range(7) if "on_or_after" in holiday else range(0, -7, -1)
    return weekday == name and any(day == date(day.year, month, number) + timedelta(days=k) for k in span)


@lru_cache(maxsize=64)
def closed_days(place: str) -> frozenset[date]:
    """Return the holidays of a place, substitutes included, by asking every day of every year."""
    calendar = law_data()["places"].get(place, {}).get("calendar")
    if calendar is None:
        return frozenset()
    days = [date(FIRST - 1, 12, 1) + k * DAY for k in range((date(LAST + 1, 2, 1) - date(FIRST - 1, 12, 1)).days)]
    own = {day: [h for h in calendar["holidays"] if _is_day_of(h, day)] for day in days}
    closed = {day for day, found in own.items() if found}
    owed = 0
    for day in days:
        rules = [h.get("substitute", "none") for h in own[day]]
        if day.weekday() >= 5:
            owed += rules.count("next_free_weekday")
        elif owed and day not in closed:
            closed.add(day)
            owed -= 1
        before, after = own.get(day - DAY, []), own.get(day + DAY, [])
        if day.weekday() == 0 and any(h.get("substitute") in ("sunday_to_monday", "nearest_weekday") for h in before):
            closed.add(day)
        if day.weekday() == 4 and any(h.get("substitute") == "nearest_weekday" for h in after):
            closed.add(day)
    return frozenset(closed)


class Walker:
    """Walks one case. ``place`` gives the holidays unless the law's counting names another."""

    def __init__(self, law: str, right: str, place: str, received: datetime, zone: ZoneInfo, events: list[Any]) -> None:
        data = law_data()
        self.law = data["laws"][law]
        self.counting = data["countings"][self.law["counting"]]
        self.holidays = closed_days(self.counting.get("calendar") or place)
        self.zone = zone
        self.received = received.astimezone(zone)
        self.events = sorted(((at.astimezone(zone), kind, extra) for at, kind, extra in events), key=lambda e: e[0])
        today = self.received.date()
        fitting = [c for c in self.law["clocks"] if right in c["rights"] and _in_force(c, today)]
        self.clock = fitting[0] if fitting and _in_force(self.law, today) else None

    def answer(self) -> Dates:
        """Return the dates of the case."""
        if self.clock is None or self._turned_away():
            return Dates(None, None)
        start, safe_start = self._starts()
        if safe_start is None:
            return Dates(None, None)
        period = self._period()
        if period is None:
            return Dates(None, None)
        if period["unit"] in ("hour", "immediate"):
            return self._hours(period, start, safe_start)
        if self.clock.get("outcome", "due") != "due":
            return Dates(None, None)
        return self._days(period, start, safe_start)

    # -- does it run, and from when

    def _of(self, *kinds: str) -> list[Any]:
        return [e for e in self.events if e[1] in kinds]

    def _turned_away(self) -> bool:
        clock = self.clock
        assert clock is not None
        if clock.get("signal_needed") and any(e[2].get("value", "1")[-1] != "1" for e in self._of("gpc_header")[:1]):
            return True
        if self._wrong_way() and "otherwise" not in clock["channel"] and not clock["channel"].get("runs_anyway"):
            return True
        free = clock.get("frequency")
        if free and free["beyond"] == "refuse":
            same = [
                e
                for e in self._of(*free["events"])
                if e[0] <= self.received and self._recent(e[0].date(), free["window"])
            ]
            if len(same) >= free["count"]:
                return True
        threshold = clock.get("threshold")
        number = self._number(threshold)
        return bool(
            threshold and number is not None and number < threshold["at_least"] and not threshold.get("below_year_end")
        )

    def _recent(self, day: date, window: str) -> bool:
        if window == "calendar_year":
            return day.year == self.received.year
        return self._walk_months(day, 12, "last_day") > self.received.date()

    def _wrong_way(self) -> bool:
        assert self.clock is not None
        channel, arrived = self.clock.get("channel"), self._of("arrived_via")
        if not channel or not arrived:
            return False
        if not channel["designated_only"]:
            return arrived[0][2].get("published_by_controller") is False
        return arrived[0][2].get("channel") != "designated_address"

    def _number(self, threshold: dict[str, Any] | None) -> int | None:
        assert self.clock is not None
        first = self._of(*self.clock.get("start", {}).get("events", ()))
        return first[0][2].get(threshold["field"]) if threshold and first else None

    def _period(self) -> dict[str, Any] | None:
        assert self.clock is not None
        if self._wrong_way() and "otherwise" in self.clock["channel"]:
            return dict(self.clock["channel"]["otherwise"])
        return self.clock.get("period")

    def _starts(self) -> tuple[datetime | None, datetime | None]:
        assert self.clock is not None
        rule = self.clock.get("start") or {}
        found = self._of(*rule.get("events", ()))
        if not found:
            if any(self._of(seen) for seen in rule.get("waits_for", {})):
                return None, None
            if rule.get("otherwise", "receipt") == "receipt":
                return self._year_end(self.received), self._year_end(self.received)
            return None, self.received if rule.get("safe_receipt") else None
        start = safe = found[0][0]
        if rule.get("safe_receipt"):
            safe = min((start, self.received), key=datetime.timestamp)
        for other in self._of(*rule.get("safe_events", ()))[:1]:
            safe = min((start, other[0]), key=datetime.timestamp)
        return self._year_end(start), self._year_end(safe)

    def _year_end(self, at: datetime) -> datetime:
        assert self.clock is not None
        threshold = self.clock.get("threshold")
        number = self._number(threshold)
        small = threshold and number is not None and number < threshold["at_least"] and threshold.get("below_year_end")
        if not (small or (self.clock.get("start") or {}).get("year_end")):
            return at
        day = at
        while (day + DAY).year == at.year:
            day += DAY
        return day

    # -- how far it runs

    def _hours(self, period: dict[str, Any], start: datetime | None, safe: datetime) -> Dates:
        if start is None:
            return Dates(None, None)
        if period["unit"] == "immediate":
            return Dates(start, safe)
        at = start.astimezone(UTC)
        if self.counting["hours"]["counted"] == "next_full_hour":
            at += timedelta(microseconds=1)
            while (local := at.astimezone(self.zone)).minute or local.second or local.microsecond:
                at += (
                    timedelta(microseconds=1_000_000 - at.microsecond)
                    if at.microsecond
                    else timedelta(seconds=60 - at.second)
                )
        return Dates(self._tick(at, period["n"]), self._tick(safe.astimezone(UTC), period["n"]))

    def _tick(self, at: datetime, hours: int) -> datetime:
        for _ in range(hours):
            at += timedelta(hours=1)
        return at.astimezone(self.zone)

    def _days(self, period: dict[str, Any], start: datetime | None, safe_start: datetime) -> Dates:
        assert self.clock is not None
        safe = self._walk(safe_start.date(), period, safe=True) - self.clock.get("safe_less_days", 0) * DAY
        start, fee_held = self._after_reflection(start)
        if fee_held:
            return Dates(None, None)
        if start is None:
            return Dates(None, self._last_second(safe))
        first = self._walk(start.date(), period)
        begin, paused, held = self._pauses(start, first)
        if held:
            return Dates(None, self._last_second(safe))
        end = self._walk(begin, period)
        for _ in range(paused):
            end += DAY
        notice = notice_safe = None
        if "extension" in self.clock:
            end, safe, notice, notice_safe = self._extend(period, begin, safe_start.date(), end, safe, paused)
        together = self._of(self.clock["together_with"])[:1] if "together_with" in self.clock else []
        for act in together:
            if act[0].date() < end:
                end, safe = act[0].date(), min(act[0].date(), safe)
        return Dates(
            self._last_second(self._roll(end)),
            self._last_second(safe),
            notice and self._last_second(notice),
            notice_safe and self._last_second(notice_safe),
        )

    def _after_reflection(self, start: datetime | None) -> tuple[datetime | None, bool]:
        """Return the start after a reflection time, and whether silence withdrew the request."""
        assert self.clock is not None
        rule = self.clock.get("reflection")
        announced = self._of(rule["announced"])[:1] if rule else []
        for at, _, extra in announced:
            if extra.get(rule["max_field"], 0) > rule["max_amount"] or rule["bases"][0] not in extra.get("basis", ""):
                return start, False
            day = at.date()
            for _ in range(rule["days"]):
                day += DAY
            confirmed = [e for e in self._of(rule["confirmed"]) if e[0] >= at]
            if not confirmed or confirmed[0][0].date() > day:
                return start, True
            return datetime(day.year, day.month, day.day, tzinfo=self.zone), False
        return start, False

    def _pauses(self, start: datetime, end: date) -> tuple[date, int, bool]:
        """Return the day the period runs from, the days that do not count, and whether a question holds it."""
        assert self.clock is not None
        begin, held, plain = start, False, 0
        excluded: set[date] = set()
        rules = [p for p in self.clock.get("pauses", ()) if _in_force(p, self.received.date())]
        for rule in [p for p in rules if p["kind"] == "restart"] + [p for p in rules if p["kind"] != "restart"]:
            for asked, answered in self._questions(rule, end):
                kind = rule["kind"]
                if kind == "lift":
                    held = held or answered is None or answered.date() > end
                elif answered is None:
                    held = True
                elif kind == "restart":
                    begin = max((begin, answered), key=datetime.timestamp)
                elif kind == "suspend":
                    day = asked.date()
                    while day < answered.date():
                        day, plain = day + DAY, plain + 1
                else:
                    day = asked.date()
                    while day <= answered.date():
                        excluded |= {day} if day >= begin.date() else set()
                        day += DAY
        return begin.date(), plain + len(excluded), held

    def _questions(self, rule: dict[str, Any], end: date) -> Iterator[tuple[datetime, datetime | None]]:
        if rule["kind"] == "deny":
            return
        waiting: datetime | None = None
        for at, kind, extra in self.events:
            if waiting is not None and kind == rule["answered"]:
                yield waiting, at
                waiting = None
            elif kind == rule["asked"] and waiting is None:
                basis = extra.get("basis", "")
                good = not rule.get("bases") or any(word in basis for word in rule["bases"])
                soon = (at.date() - self.received.date()).days <= rule.get("within_days", 10**6)
                if good and soon and at.date() <= end:
                    waiting = at
        if waiting is not None:
            yield waiting, None

    def _extend(
        self, period: dict[str, Any], begin: date, safe_begin: date, end: date, safe: date, paused: int
    ) -> tuple[date, date, date, date]:
        assert self.clock is not None
        rule = self.clock["extension"]
        dated = self._of(rule["notice_from"])[:1] if "notice_from" in rule else []
        told = self._walk(dated[0][0].date(), period) if dated else end
        told_safe = told if dated else safe
        notice = self._roll(told)
        good = [e for e in self._of("extension_notice") if self._good_notice(rule, e, notice)]
        if good:
            end, safe = self._longer(rule, period, good[0], begin, safe_begin, end, safe, paused)
        return end, safe, notice, told_safe

    def _good_notice(self, rule: dict[str, Any], event: Any, notice: date) -> bool:
        at, _, extra = event
        reason = extra.get("reason", "")
        if at.date() > notice or any(not extra.get(word) for word in rule.get("must_state", ())):
            return False
        return not rule.get("grounds") or any(word in reason for word in rule["grounds"])

    def _longer(
        self,
        rule: dict[str, Any],
        period: dict[str, Any],
        notice: Any,
        begin: date,
        safe_begin: date,
        end: date,
        safe: date,
        paused: int,
    ) -> tuple[date, date]:
        more = rule.get("period")
        if rule["counted_from"] == "stated_date":
            stated = date.fromisoformat(notice[2]["new_date"]) if notice[2].get("new_date") else None
            if more is None:
                assert stated is not None
                return max(stated, end), stated
            cap, safe_cap = self._walk(end, more), self._walk(safe, more, safe=True)
            return (cap, safe_cap) if stated is None else (min(max(stated, end), cap), min(stated, safe_cap))
        if rule["counted_from"] == "receipt":
            whole = {"n": period["n"] + more["n"], "unit": period["unit"]}
            longer = self._walk(begin, whole)
            for _ in range(paused):
                longer += DAY
            return longer, min(self._walk(safe, more, safe=True), self._walk(safe_begin, whole, safe=True))
        return self._walk(end, more), self._walk(safe, more, safe=True)

    def _walk(self, day: date, period: dict[str, Any], *, safe: bool = False) -> date:
        n, unit = period["n"], period["unit"]
        if unit in ("month", "year"):
            return self._walk_months(day, n * (12 if unit == "year" else 1), self.counting["month_end"]["ends_on"])
        rule = self.counting["business_days"]
        rule = rule["safe"] if safe else rule
        while n:
            day += DAY
            off = NAMES[day.weekday()] in rule["not"] or (rule["holidays"] and day in self.holidays)
            n -= 0 if unit == "business_day" and off else 1
        return day

    @staticmethod
    def _walk_months(start: date, months: int, ends_on: str) -> date:
        day, passed = start, 0
        while True:
            following = day + DAY
            if following.month != day.month:
                passed += 1
                if passed > months:
                    return day if ends_on == "last_day" else following
            day = following
            if passed == months and day.day == start.day:
                return day

    def _roll(self, day: date) -> date:
        rule = self.counting["roll"]
        while NAMES[day.weekday()] in rule["weekdays"] or (rule["holidays"] and day in self.holidays):
            day += DAY
        return day

    def _last_second(self, day: date) -> datetime:
        following = day + DAY
        midnight = datetime(following.year, following.month, following.day, tzinfo=self.zone)
        return (midnight.astimezone(UTC) - timedelta(seconds=1)).astimezone(self.zone)
