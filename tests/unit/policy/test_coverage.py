"""Whether a deployment can keep what a charter promises, and whether the charter still is what the policy says."""

from __future__ import annotations

import hashlib

import pytest

from upheld.formats.charter_file import parse_charter
from upheld.policy.capabilities import CAPABILITIES
from upheld.policy.coverage import NEEDS, Behind, Need, check_charter, check_source
from upheld.spans import Problem, Severity

POLICY = "# Notice\n\nWe erase on request. We confirm it by mail.\n"
ALL = Behind(people=True, mail=True, public=True, keeps=True)


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def charter_text(*statements: tuple[str, str, str], status: str = "confirmed") -> str:
    """Write a charter of (id, capability, sentence)."""
    lines = [
        "charter: 1\ncontroller: Example\nservice: shop\nversion: '1'\neffective: 2026-01-01",
        f"policy: {{file: policy.md, sha256: {sha(POLICY)}}}\nstatements:",
    ]
    for name, capability, sentence in statements:
        start = POLICY.index(sentence)
        lines.append(
            f"- {{id: {name}, kind: right, type: duty, status: {status}, runs_as: {capability},\n"
            f"   source: {{section: Notice, start: {start}, end: {start + len(sentence)}, sha256: {sha(sentence)}}}}}"
        )
    return "\n".join(lines) + "\n"


def checked(text: str, behind: Behind) -> list[Problem]:
    charter, document = parse_charter(text, "charter.yaml")
    return list(check_charter(charter, behind, document))


def test_every_capability_says_what_it_needs() -> None:
    assert NEEDS.keys() == CAPABILITIES.keys()


@pytest.mark.parametrize(
    ("need", "behind"),
    [
        (Need.PEOPLE, Behind(people=False, mail=True, public=True, keeps=True)),
        (Need.MAIL, Behind(people=True, mail=False, public=True, keeps=True)),
        (Need.PUBLIC, Behind(people=True, mail=True, public=False, keeps=True)),
        (Need.KEPT, Behind(people=True, mail=True, public=True, keeps=False)),
    ],
)
def test_a_promise_with_nothing_behind_it_is_an_error(need: Need, behind: Behind) -> None:
    for capability, needed in NEEDS.items():
        text = charter_text(("a", capability, "We erase on request."))
        assert checked(text, ALL) == []
        problems = checked(text, behind)
        assert [p.code for p in problems] == (["nothing-behind"] if needed is need else []), capability
        assert all(
            p.span and text.splitlines()[p.span.line - 1][p.span.col - 1 :].startswith(capability) for p in problems
        )


def test_a_proposed_statement_needs_nothing_yet_and_is_counted() -> None:
    text = charter_text(
        ("a", "requests.erase", "We erase on request."), ("b", "requests.confirm", "We confirm"), status="proposed"
    )
    problems = checked(text, Behind(people=False, mail=False, public=False, keeps=False))
    assert [(p.code, p.severity, p.message.partition(" ")[0]) for p in problems] == [
        ("unreviewed", Severity.WARNING, "2")
    ]


def test_the_text_it_was_read_from_is_silent() -> None:
    charter, document = parse_charter(charter_text(("a", "requests.erase", "We erase on request.")), "charter.yaml")
    assert list(check_source(charter, POLICY, document)) == []


def test_a_changed_policy_names_the_sentences_that_moved() -> None:
    """A word is put between two sentences: the first still stands where it stood."""
    text = charter_text(
        ("a", "requests.erase", "We erase on request."), ("b", "requests.confirm", "We confirm it by mail.")
    )
    charter, document = parse_charter(text, "charter.yaml")
    problems = list(check_source(charter, POLICY.replace(" We confirm", " Then we confirm"), document))
    assert [p.code for p in problems] == ["policy-changed", "statement-moved"]
    assert "`b`" in problems[1].message
    assert problems[1].span is not None
    assert problems[1].span.line == 11


def test_a_place_that_was_written_wrongly_is_found() -> None:
    text = charter_text(("a", "requests.erase", "We erase on request.")).replace("start: 10,", "start: 11,")
    charter, document = parse_charter(text, "charter.yaml")
    assert [p.code for p in check_source(charter, POLICY, document)] == ["statement-moved"]
