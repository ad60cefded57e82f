"""Findings as problems with line and column, and as SARIF."""

from __future__ import annotations

from datetime import date

from tests.unit.linting.clean_fragments import WHOLE

from upheld.formats.sarif import to_sarif
from upheld.policy.linting import lint
from upheld.policy.linting.problems import as_problems
from upheld.policy.reading import read
from upheld.spans import Severity

TEXT = WHOLE + "\nWe may charge you a fee for a copy of your data.\n"
FEE = "We may charge you a fee for a copy of your data"


def test_a_finding_points_at_its_line() -> None:
    problems = as_problems(lint(read(TEXT), date(2026, 11, 21)), TEXT, "policy.md")
    (fee,) = [p for p in problems if p.code == "access-fee"]
    line = TEXT[: TEXT.index(FEE)].count("\n") + 1
    assert fee.span is not None
    assert (fee.span.file, fee.span.line, fee.span.col) == ("policy.md", line, 1)
    assert fee.line_text == FEE + "."
    assert "GDPR 12(5)" in fee.message
    assert fee.severity is Severity.WARNING
    assert "^" * 10 in fee.render()


def test_evidence_over_several_lines_stays_on_its_first() -> None:
    wrapped = TEXT.replace("charge you a fee for", "charge you a\nfee for")
    problems = as_problems(lint(read(wrapped), date(2026, 11, 21)), wrapped, "policy.md")
    (fee,) = [p for p in problems if p.code == "access-fee"]
    assert fee.span is not None
    assert fee.line_text == "We may charge you a"
    assert fee.span.col + fee.span.width - 1 <= len(fee.line_text)


def test_findings_annotate_a_pull_request() -> None:
    problems = as_problems(lint(read(TEXT), date(2026, 11, 21)), TEXT, "policy.md")
    levels = {r["level"] for r in to_sarif(problems)["runs"][0]["results"]}
    assert levels <= {"warning", "note"}
