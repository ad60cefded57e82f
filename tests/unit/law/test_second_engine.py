"""The clock engine against a second one that walks day by day: no disagreement on random cases."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from tests.unit.law.day_by_day import FIRST, LAST, Walker, closed_days, law_data

from upheld.formats.law_files import shipped_law
from upheld.law import Case, Event, answer_case

ZONES = (
    "Europe/Brussels", "Europe/London", "Europe/Zurich", "America/Los_Angeles", "America/New_York", "America/Denver",
    "America/Sao_Paulo", "America/Toronto", "UTC", "Asia/Kathmandu", "Australia/Adelaide", "Pacific/Kiritimati",
)  # fmt: skip
ODD_DAYS = ((1, 29), (1, 30), (1, 31), (2, 28), (2, 29), (3, 31), (10, 25), (12, 31), (3, 29), (8, 31), (11, 30))
TIMES = ((0, 0, 0), (23, 59, 59), (14, 0, 0), (2, 30, 0), (10, 15, 27))


def random_case(
    rng: random.Random, rules: dict[str, list[tuple[str, str, str]]]
) -> tuple[str, str, str, datetime, ZoneInfo, list[Any]]:
    """Return law, right, place, receipt, zone and events; receipts lean to ends of months and changes of summer time."""
    law, right, place = rng.choice(rules[rng.choice((*rules, *_RICH * 6))])
    zone = ZoneInfo(rng.choice(ZONES))
    if rng.random() < 0.3:
        month, day = rng.choice(ODD_DAYS)
        year = rng.choice((2020, 2024, 2028)) if (month, day) == (2, 29) else rng.randrange(2020, 2035)
        at = datetime(year, month, day, *rng.choice(TIMES), tzinfo=zone)
    else:
        at = datetime(2020, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(15 * 365 * 86400))
    return law, right, place, at, zone, random_events(rng, at)


def random_events(rng: random.Random, at: datetime) -> list[Any]:
    """Return a few events, most of them after receipt, with good and bad grounds."""

    def later(most: int) -> datetime:
        return at + timedelta(seconds=rng.randrange(most * 86400))

    events: list[Any] = []
    for asked, answered, bases in (
        ("identity_requested", "identity_confirmed", ("reasonable_doubts", "blanket_policy", "fraud_suspected", "")),
        ("clarification_requested", "clarification_received", ("large_amount_of_information", "", "blanket")),
        ("fee_requested", "fee_paid", ("manifestly_excessive", "none")),
    ):
        for _ in range(rng.choice((0, 0, 0, 1, 1, 2))):
            when = later(20)
            events.append((when, asked, {"basis": rng.choice(bases)}))
            if rng.random() < 0.8:
                events.append((when + timedelta(seconds=rng.randrange(20 * 86400)), answered, {}))
    if rng.random() < 0.4:
        new_date = (at + timedelta(days=rng.randrange(5, 150))).date().isoformat()
        extra = {
            "reason": rng.choice(("complexity", "number_of_requests", "holidays", "")),
            "new_date": rng.choice((new_date, "")),
        }
        events.append((later(60), "extension_notice", extra))
    if rng.random() < 0.2:
        when = later(5)
        events.append(
            (when, "fee_announced", {"amount_chf": rng.choice((100, 300, 301)), "basis": "disproportionate_effort"})
        )
        if rng.random() < 0.7:
            events.append((when + timedelta(days=rng.choice((0, 5, 10, 11))), "requester_confirms", {}))
    if rng.random() < 0.2:
        extra = {
            "channel": rng.choice(("designated_address", "other_address")),
            "published_by_controller": rng.random() < 0.7,
        }
        events.append((at, "arrived_via", extra))
    for kind, field in _ANCHORS:
        if rng.random() < 0.12:
            extra = {field: rng.choice((1, 249, 250, 499, 500, 501))} if field else {}
            seconds = rng.choice((-365 * 86400, -366 * 86400, rng.randrange(-400 * 86400, 40 * 86400)))
            events.append((at + timedelta(seconds=seconds), kind, extra))
    return events


_RICH = ("GDPR", "UK-GDPR", "CH-FADP", "CCPA", "CA-1798.83")
"""The laws with the most semantics, drawn more often."""

_ANCHORS = (
    ("aware", ""), ("processor_aware", ""), ("processor_notified_controller", ""), ("discovered", ""),
    ("determined", "residents"), ("discovered_by_covered_entity", "individuals"), ("individuals_notified", ""),
    ("discovered_by_business_associate", ""), ("residents_notified", "count"), ("communicated", ""),
    ("aware_personal_data_affected", ""), ("prior_answered_request", ""), ("prior_know_request", ""), ("request_dated", ""),
)  # fmt: skip


def all_rules() -> dict[str, list[tuple[str, str, str]]]:
    """Return, by law, every (law, right, place) whose clock fills a due date."""
    data = law_data()
    members = [code for code, place in data["places"].items() if "EEA" in place.get("unions", ())]
    found: dict[str, list[tuple[str, str, str]]] = {}
    for law in data["laws"].values():
        places = members if "EEA" in law["jurisdictions"] else law["jurisdictions"]
        for clock in law["clocks"]:
            if clock.get("outcome", "due") == "due":
                names = [(law["law"], right, place) for right in clock["rights"] for place in places]
                found.setdefault(law["law"], []).extend(names)
    return found


def disagreements(count: int, seed: int) -> list[str]:
    pack, rules, rng = shipped_law(), all_rules(), random.Random(seed)
    found = []
    for _ in range(count):
        law, right, place, at, zone, events = random_case(rng, rules)
        details = [Event(when, kind, {k: v for k, v in extra.items() if v != ""}) for when, kind, extra in events]
        answer = answer_case(pack, Case(law, right, place, at, zone, tuple(details)))
        walked = Walker(law, right, place, at, zone, events).answer()
        mine = (answer.due_at, answer.safe_due_at, answer.extension_notice_due_at, answer.extension_notice_safe_due_at)
        if [t and t.isoformat() for t in mine] != [t and t.isoformat() for t in walked]:
            found.append(f"{law} {right} {place} {at.isoformat()} {zone} {events}: {mine} against {walked}")
    return found


def test_engines_agree_on_20_000_cases() -> None:
    assert disagreements(20_000, seed=20261121) == []


@pytest.mark.slow
@pytest.mark.parametrize("part", range(20))
def test_engines_agree_on_a_million_cases(part: int) -> None:
    assert disagreements(50_000, seed=1000 + part) == []


def test_calendars_agree_on_every_day() -> None:
    pack = shipped_law()
    for code, place in pack.places.items():
        if place.calendar is not None:
            mine = {day for year in range(FIRST, LAST + 1) for day in place.calendar.in_year(year)}
            walked = {day for day in closed_days(code) if FIRST <= day.year <= LAST}
            assert mine == walked, code
            assert date(2026, 12, 25) in mine
