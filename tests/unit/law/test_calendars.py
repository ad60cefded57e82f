"""Holidays: known days of known years, substitutes, changes of law, and the edge of what is known."""

from __future__ import annotations

from datetime import date

import pytest

from upheld.errors import UsageError
from upheld.formats.law_files import shipped_law
from upheld.law.calendars import easter, orthodox_easter


def weekdays(place: str, year: int) -> set[str]:
    calendar = shipped_law().places[place].calendar
    assert calendar is not None
    return {f"{day:%m-%d}" for day in calendar.in_year(year) if day.weekday() < 5}


def test_easter() -> None:
    assert [easter(year) for year in (2020, 2024, 2025, 2026, 2038)] == [
        date(2020, 4, 12), date(2024, 3, 31), date(2025, 4, 20), date(2026, 4, 5), date(2038, 4, 25),
    ]  # fmt: skip
    assert [orthodox_easter(year) for year in (2020, 2024, 2025, 2026)] == [
        date(2020, 4, 19), date(2024, 5, 5), date(2025, 4, 20), date(2026, 4, 12),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("place", "year", "days"),
    [
        ("BE", 2026, "01-01 04-06 05-01 05-14 05-25 07-21 11-11 12-25"),
        ("UK", 2026, "01-01 04-03 04-06 05-04 05-25 08-31 12-25 12-28"),
        ("UK", 2022, "01-03 04-15 04-18 05-02 06-02 06-03 08-29 09-19 12-26 12-27"),
        ("UK", 2021, "01-01 04-02 04-05 05-03 05-31 08-30 12-27 12-28"),
        ("UK", 2020, "01-01 04-10 04-13 05-08 05-25 08-31 12-25 12-28"),
        ("BR", 2026, "01-01 04-03 04-21 05-01 09-07 10-12 11-02 11-20 12-25"),
        ("CA", 2026, "01-01 04-03 04-06 05-18 07-01 09-07 09-30 10-12 11-11 12-25"),
        ("US", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-11 11-26 12-25"),
        (
            "US-CA",
            2026,
            "01-01 01-19 02-12 02-16 02-17 03-31 04-24 05-25 06-19 09-07 09-09 09-25 10-12 11-11 11-26 12-25",
        ),
        ("US-VA", 2026, "01-01 01-19 02-16 05-25 06-19 07-03 09-07 10-12 11-03 11-11 11-26 11-27 12-25"),
        ("US-TX", 2026, "01-01 01-19 02-16 03-02 04-21 05-25 06-19 08-27 09-07 11-11 11-26 11-27 12-25"),
        ("US-CO", 2026, "01-01 01-19 02-16 05-25 06-19 09-07 10-05 11-11 11-26 12-25"),
        ("DK", 2023, "04-06 04-07 04-10 05-05 05-18 05-29 12-25 12-26"),
        ("DK", 2024, "01-01 03-28 03-29 04-01 05-09 05-20 12-25 12-26"),
    ],
)
def test_weekday_holidays(place: str, year: int, days: str) -> None:
    assert weekdays(place, year) == set(days.split())


def test_a_saturday_holiday_of_the_next_year_moves_into_this_one() -> None:
    assert "12-31" in weekdays("US", 2021)
    assert "01-01" not in weekdays("US", 2022)


def test_every_named_calendar_covers_2020_to_2035() -> None:
    known = {code: place.calendar for code, place in shipped_law().places.items() if place.calendar is not None}
    assert {
        "BE",
        "IE",
        "FR",
        "DE",
        "NL",
        "UK",
        "CH",
        "BR",
        "CA",
        "US",
        "US-CA",
        "US-VA",
        "US-CO",
        "US-TX",
    } <= known.keys()
    assert len([code for code in known if "EU" in shipped_law().places[code].unions]) == 27
    for calendar in known.values():
        assert all(len(calendar.in_year(year)) >= 7 for year in range(2020, 2036))


def test_a_year_beyond_what_is_known_is_refused() -> None:
    calendar = shipped_law().places["US-CA"].calendar
    assert calendar is not None
    with pytest.raises(UsageError, match="holidays of US-CA are known for 2018 to 2040, not for 2041"):
        _ = date(2041, 1, 2).toordinal() in calendar


def test_names_tell_why_a_day_is_closed() -> None:
    calendar = shipped_law().places["UK"].calendar
    assert calendar is not None
    assert calendar.name_of(date(2026, 12, 28).toordinal()) == "Boxing Day (substitute day)"
    assert calendar.name_of(date(2026, 12, 29).toordinal()) is None
