"""Findings set aside with a reason, and coming back when the words change."""

from __future__ import annotations

import pytest

from upheld.errors import DeploymentInvalid
from upheld.formats.suppressions_file import parse_suppressions
from upheld.policy.linting import Evidence, Finding, FindingSeverity, Suppression, fingerprint, suppress


def finding(rule: str, quote: str, at: int = 0) -> Finding:
    return Finding(rule, FindingSeverity.LOW, "m", (Evidence(at, at + len(quote), quote),))


COPY = finding("scc-copy", "We use clauses.")


def test_a_whole_rule_is_set_aside() -> None:
    split = suppress([COPY, finding("access-fee", "A fee.")], [Suppression("scc-copy", "they are on our site")])
    assert [f.rule for f in split.shown] == ["access-fee"]
    assert split.aside[0][1].because == "they are on our site"


def test_one_finding_is_set_aside_until_it_is_reworded() -> None:
    known = Suppression("scc-copy", "they are on our site", fingerprint(COPY))
    assert suppress([COPY], [known]).shown == ()
    reworded = finding("scc-copy", "We use some clauses.")
    split = suppress([reworded], [known])
    assert split.shown == (reworded,)
    assert split.unused == (known,)


def test_moving_or_wrapping_the_words_does_not_bring_it_back() -> None:
    assert fingerprint(COPY) == fingerprint(finding("scc-copy", "We use\nclauses.", at=99))


def test_reads_the_file() -> None:
    text = f"suppressions:\n- rule: scc-copy\n  because: they are on our site\n  sha256: '{'a' * 64}'\n"
    assert parse_suppressions(text, "lint.yaml") == (Suppression("scc-copy", "they are on our site", "a" * 64),)


@pytest.mark.parametrize(
    "text",
    [
        "suppressions:\n- rule: no-such-rule\n  because: it annoys me\n",
        "suppressions:\n- rule: scc-copy\n",
        "suppressions:\n- rule: scc-copy\n  because: no\n",
    ],
)
def test_refuses_an_unknown_rule_and_a_missing_reason(text: str) -> None:
    with pytest.raises(DeploymentInvalid):
        parse_suppressions(text, "lint.yaml")
