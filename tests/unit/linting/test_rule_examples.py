"""Every rule finds its own bad example and leaves its good one alone."""

from __future__ import annotations

from datetime import date

import pytest

from upheld.policy.kinds import KINDS
from upheld.policy.linting import RULES, Rule
from upheld.policy.linting.rules import Family, compose

AS_OF = date(2026, 11, 21)
ALL = pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())


@ALL
def test_finds_its_bad_example(rule: Rule) -> None:
    hits = list(rule.check(compose(rule.bad, AS_OF)))
    assert hits
    assert all(hit.message and hit.evidence for hit in hits)


@ALL
def test_leaves_its_good_example_alone(rule: Rule) -> None:
    assert list(rule.check(compose(rule.good, AS_OF))) == []


@ALL
def test_evidence_quotes_the_text(rule: Rule) -> None:
    policy = compose(rule.bad, AS_OF)
    for hit in rule.check(policy):
        for place in hit.evidence:
            assert policy.text[place.start : place.end] == place.quote


@ALL
def test_says_everything_a_reader_needs(rule: Rule) -> None:
    assert rule.what.endswith(".")
    assert rule.title
    assert rule.fix.endswith(".")
    assert len(rule.why) > 60
    if rule.family in (Family.GAP, Family.MISSTATEMENT):
        assert rule.law, "a gap is a gap against some law"


@ALL
def test_examples_speak_the_vocabulary_of_charters(rule: Rule) -> None:
    beyond_charter = {"collected", "lookback"}  # slots of gold that a charter carries elsewhere
    for line in (*rule.bad, *rule.good):
        if line.kind is not None:
            unknown = {name for name, _ in line.slots} - KINDS[line.kind].slots - beyond_charter
            assert not unknown, f"{line.kind}: {unknown}"
