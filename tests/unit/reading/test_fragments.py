"""The reader generalises: prose of companies it has never seen, and prose that promises nothing."""

from __future__ import annotations

import pytest
from tests.unit.reading.fragments import FRAGMENTS, NO_CLOCK, NOTHING_TIER_A, Expected

from upheld.policy.kinds import Tier
from upheld.policy.reading import read


def _page(heading: str, text: str) -> str:
    return f"Privacy notice\n\n{heading}\n\n{text}\n\nThank you for reading all of this page.\n"


@pytest.mark.parametrize("expected", FRAGMENTS, ids=[f[0][:50] for f in FRAGMENTS])
def test_a_fragment_is_read(expected: Expected) -> None:
    text, heading, kind, slots = expected
    reading = read(_page(heading, text))
    found = [s for s in reading.statements if s.kind == kind]
    assert found, f"read as {[(s.kind, s.rule) for s in reading.statements]}"
    assert any(slots.items() <= dict(s.slots).items() for s in found), [dict(s.slots) for s in found]


@pytest.mark.parametrize("text", NOTHING_TIER_A)
def test_prose_that_promises_nothing_yields_no_control(text: str) -> None:
    reading = read(f"Manual\n\nUsing the machine\n\n{text}\n\nThank you for reading all of this page.\n")
    assert [(s.kind, s.rule) for s in reading.statements if s.tier is Tier.CONTROL] == []


@pytest.mark.parametrize("text", NO_CLOCK)
def test_other_durations_are_no_clocks(text: str) -> None:
    reading = read(_page("Your privacy", text))
    assert [(s.kind, s.rule) for s in reading.of_kind("retention", "deadline")] == []
