"""The rules are data, and their examples are tests."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from upheld.policy.capabilities import CAPABILITIES
from upheld.policy.charter import StatementType
from upheld.policy.kinds import KINDS
from upheld.policy.reading import read
from upheld.policy.reading.proposals import propose
from upheld.policy.reading.rules import LEADS, RULES, LeadRule, Rule
from upheld.policy.reading.rules.rule import expand

_WORD = re.compile(r"[a-z0-9]+")


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r in RULES for e in r.examples], ids=lambda v: getattr(v, "id", None)
)
def test_an_example_is_matched_by_its_rule(rule: Rule, example: str) -> None:
    lower = example.lower()
    assert any(word in lower for word in rule.words), "no needed word"
    assert rule.regex.search(lower), "not matched"
    assert rule.veto is None or not rule.veto.search(lower), rule.veto.search(lower)


@pytest.mark.parametrize(
    ("rule", "example"), [(r, e) for r in RULES for e in r.counter], ids=lambda v: getattr(v, "id", None)
)
def test_a_counter_example_is_not_read_so(rule: Rule, example: str) -> None:
    reading = read(f"# Privacy policy\n\n## Your privacy\n\n{example}.\n\nThis is the end of the privacy policy.\n")
    assert rule.id not in {s.rule for s in reading.statements}


@pytest.mark.parametrize(
    ("rule", "lead", "item"), [(r, *e) for r in LEADS for e in r.examples], ids=lambda v: getattr(v, "id", None)
)
def test_a_lead_in_gives_its_bullets_their_kind(rule: LeadRule, lead: str, item: str) -> None:
    reading = read(f"# Privacy policy\n\n## About you\n\n{lead}\n\n- {item}\n- something else entirely\n")
    found = [s for s in reading.statements if s.kind == rule.kind]
    assert any(reading.quote(s) == item for s in found), [(s.kind, reading.quote(s)) for s in reading.statements]


def test_every_kind_can_be_read() -> None:
    assert KINDS.keys() - {r.kind for r in RULES} == set()


def test_rules_have_ids_of_their_own_under_their_kind() -> None:
    ids = [r.id for r in (*RULES, *LEADS)]
    assert len(ids) == len(set(ids))
    assert [r.id for r in (*RULES, *LEADS) if r.id.partition(".")[0] != r.kind] == []


def test_constant_slots_belong_to_the_kind() -> None:
    assert [r.id for r in (*RULES, *LEADS) if not set(r.slots) <= KINDS[r.kind].slots] == []


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("type_", list(StatementType))
def test_every_statement_is_proposed_to_run_or_says_why_not(kind: str, type_: StatementType) -> None:
    runs_as, cannot = propose(kind, type_, {})
    assert (runs_as is None) != (cannot is None)
    assert runs_as is None or runs_as in CAPABILITIES


def test_no_rule_quotes_a_company(shared: Path) -> None:
    """No eight words in a row of a rule stand in one of the five policies."""
    grams = set()
    for policy in sorted((shared / "policies").glob("*.txt")):
        words = _WORD.findall(policy.read_text(encoding="utf-8").lower())
        grams |= {tuple(words[i : i + 8]) for i in range(len(words) - 7)}
    assert grams
    for rule in (*RULES, *LEADS):
        examples = (
            [" ".join(e) for e in rule.examples] if isinstance(rule, LeadRule) else [*rule.examples, *rule.counter]
        )
        for text in (expand(rule.pattern), *examples):
            words = _WORD.findall(re.sub(r"\\[bwsd]|\(\?[:!=<]", " ", text.lower()))
            assert not grams & {tuple(words[i : i + 8]) for i in range(len(words) - 7)}, rule.id
