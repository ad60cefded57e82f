"""A duration is typed before it is used: most are no clock of the company."""

from __future__ import annotations

import pytest

from upheld.policy.reading.dates import find_date
from upheld.policy.reading.durations import DurationRole, find_durations

CLOCK, LOOKBACK, FREQUENCY, AGE = DurationRole.CLOCK, DurationRole.LOOKBACK, DurationRole.FREQUENCY, DurationRole.AGE
OWN, EFFECT, STATISTIC = DurationRole.OWN_WINDOW, DurationRole.EFFECTIVE_AFTER, DurationRole.STATISTIC


@pytest.mark.parametrize(
    ("text", "period", "bound", "role"),
    [
        ("we will respond within thirty (30) days of receipt", "P30D", "max", CLOCK),
        ("within 5 business days", "P5BD", "max", CLOCK),
        ("records are kept for six years", "P6Y", "exact", CLOCK),
        ("no later than seventy-two (72) hours after we learn of it", "PT72H", "max", CLOCK),
        ("stored for 30 to 60 days", "P60D", "max", CLOCK),
        ("typically kept for 90 days", "P90D", "typical", CLOCK),
        ("kept for at least ten years", "P10Y", "min", CLOCK),
        ("we keep it for two weeks", "P2W", "exact", CLOCK),
        ("the data of the preceding twelve (12) months", "P12M", "exact", LOOKBACK),
        ("shared in the past 12 months", "P12M", "exact", LOOKBACK),
        ("the 12-month period preceding your request", "P12M", "exact", LOOKBACK),
        ("once every 12 months", "P12M", "exact", FREQUENCY),
        ("twice in a 12-month period", "P12M", "exact", FREQUENCY),
        ("children under 13 years of age", "P13Y", "max", AGE),
        ("you must be at least 16 years old", "P16Y", "min", AGE),
        ("you may appeal within 45 days", "P45D", "max", OWN),
        ("you have 30 days to object", "P30D", "exact", OWN),
        ("if you do not reply within 14 days", "P14D", "max", OWN),
        ("changes become effective 30 days after posting", "P30D", "exact", EFFECT),
        ("we began 20 years ago", "P20Y", "exact", STATISTIC),
    ],
)
def test_a_duration_is_typed(text: str, period: str, bound: str, role: DurationRole) -> None:
    (found,) = find_durations(text)
    assert (found.period, found.bound, found.role) == (period, bound, role)


@pytest.mark.parametrize(
    "text", ["section 30 days", "version 2.5 days", "$30 day pass", "the days of old", "a day in the park"]
)
def test_what_is_no_duration_of_a_promise_has_no_exact_bound(text: str) -> None:
    assert all(d.bound != "max" for d in find_durations(text))


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("last updated march 01, 2023", "2023-03-01"),
        ("effective date: 4 july 2022", "2022-07-04"),
        ("version 1.0 - september 2019", "2019-09"),
        ("in force since 2024-11-02", "2024-11-02"),
        ("revised 25.12.2021", "2021-12-25"),
        ("revised 3/4/2024", "2024"),
        ("no date at all", None),
    ],
)
def test_dates_are_read_and_ambiguous_ones_are_not_guessed(text: str, date: str | None) -> None:
    assert find_date(text) == date
