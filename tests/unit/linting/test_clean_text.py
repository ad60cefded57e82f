"""What has nothing wrong in it gets no finding: forty passages alone, and inside a whole policy, through the real reader."""

from __future__ import annotations

import inspect
from collections import Counter
from datetime import date

import pytest
from tests.unit.linting.clean_fragments import CLEAN, LATER, WHOLE

from upheld.policy.linting import RULES, Finding, lint
from upheld.policy.reading import read

AS_OF = date(2026, 11, 21)
ALLOWED = len(CLEAN) * 5 // 100
"""At most one passage in twenty may draw a finding of one rule."""


def found_in(text: str) -> tuple[Finding, ...]:
    return lint(read(text), AS_OF)


BOTH = pytest.mark.parametrize("passages", [CLEAN, LATER], ids=["written with the rules", "written after them"])


@BOTH
def test_there_are_forty_different_passages(passages: tuple[str, ...]) -> None:
    assert len(set(passages)) == 40


@BOTH
def test_passages_alone(passages: tuple[str, ...]) -> None:
    false = Counter(f.rule for passage in passages for f in found_in(passage))
    assert {rule: n for rule, n in false.items() if n > ALLOWED} == {}
    assert sum(false.values()) <= ALLOWED


def test_a_whole_policy_draws_nothing() -> None:
    assert [(f.rule, f.message) for f in found_in(WHOLE)] == []


@BOTH
def test_passages_inside_a_whole_policy(passages: tuple[str, ...]) -> None:
    false = Counter(f.rule for passage in passages for f in found_in(f"{WHOLE}\n## 11. More\n\n{passage}\n"))
    assert {rule: n for rule, n in false.items() if n > ALLOWED} == {}
    assert sum(false.values()) <= 2 * ALLOWED


@pytest.mark.parametrize(
    ("passage", "rule"),
    [
        ("## 11. More\n\nLog data is kept for one year after it was written.", "retention-conflict"),
        ("## 11. More\n\nWe may charge you a fee for a copy of your data.", "access-fee"),
        ("## 13. More\n\nWe love paper.", "missing-section-number"),
        ("## 11. More\n\nBy using our site you agree to this policy and to our use of your data.", "consent-by-use"),
        ("## 11. More\n\nChanges to this policy are effective when they are posted on this page.",
         "change-prior-notice-vs-effective-on-posting"),
    ],
)  # fmt: skip
def test_one_bad_passage_is_seen_in_a_whole_policy(passage: str, rule: str) -> None:
    assert rule in {f.rule for f in found_in(f"{WHOLE}\n{passage}\n")}


def test_an_empty_text_draws_nothing() -> None:
    assert found_in("") == ()


def test_no_rule_knows_a_company() -> None:
    names = ("segmenter", "3dpros", "3d4medical", "qualified3d", "segments.ai", "3dsurgical", "keygen")
    sources = {
        rule.check.__module__: inspect.getsource(inspect.getmodule(rule.check)).lower() for rule in RULES.values()
    }
    assert [(module, name) for module, source in sources.items() for name in names if name in source] == []
