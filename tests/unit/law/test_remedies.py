"""What a refusal has to name: linked cases with their own clocks, and the authority in office."""

from __future__ import annotations

from datetime import date

import pytest

from upheld.errors import UsageError
from upheld.formats.law_files import shipped_law
from upheld.law.remedies import after_refusal
from upheld.law.rules import Period, Unit

PACK = shipped_law()


@pytest.mark.parametrize(
    ("law", "place", "days", "authority"),
    [
        ("VCDPA", "US-VA", 60, "oag.state.va.us"),
        ("CPA", "US-CO", 45, "coag.gov"),
        ("NJDPA", "US-NJ", 45, "njoag.gov"),
        ("CTDPA", "US-CT", 60, "portal.ct.gov/ag"),
    ],
)
def test_an_appeal_is_a_case_of_its_own(law: str, place: str, days: int, authority: str) -> None:
    remedies = after_refusal(PACK, law, "access", place, date(2026, 11, 21))
    assert [(one.law, one.right, one.rule.period) for one in remedies.cases] == [
        (law, "appeal", Period(days, Unit.DAY))
    ]
    assert [one.web for one in remedies.authorities] == [authority]


def test_utah_has_no_appeal() -> None:
    assert after_refusal(PACK, "UCPA", "access", "US-UT", date(2026, 11, 21)).cases == ()


def test_the_uk_complaint_is_a_linked_case_since_its_day_and_the_regulator_has_its_new_name() -> None:
    before = after_refusal(PACK, "UK-GDPR", "access", "UK", date(2026, 6, 18))
    after = after_refusal(PACK, "UK-GDPR", "access", "UK", date(2026, 9, 30))
    assert (before.cases, [one.name for one in before.authorities]) == ((), ["Information Commissioner"])
    assert [(one.law, one.right) for one in after.cases] == [("UK-DPA2018-s164A", "complaint_acknowledge")]
    assert [one.name for one in after.authorities] == ["Information Commission"]


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(UsageError):
        after_refusal(PACK, "GDPR", "appeal", "BE", date(2026, 11, 21))
