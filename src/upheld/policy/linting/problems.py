"""Findings as problems with a line and a column, for ``upheld check``."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable

from upheld.policy.linting.model import Finding, FindingSeverity
from upheld.policy.linting.rules import RULES
from upheld.spans import Problem, Severity, Span

_SEVERITIES = {
    FindingSeverity.HIGH: Severity.WARNING,
    FindingSeverity.MEDIUM: Severity.WARNING,
    FindingSeverity.LOW: Severity.NOTE,
}


def as_problems(findings: Iterable[Finding], text: str, file: str) -> tuple[Problem, ...]:
    """Return findings as problems of ``file``, which holds ``text``; the first evidence gives the place.

    A finding is a warning or a note, never an error: whether the clause is wrong is for a person to say.
    """
    starts = [0, *(i + 1 for i, c in enumerate(text) if c == "\n")]
    lines = text.split("\n")
    out = []
    for finding in findings:
        span, line_text = None, None
        if finding.evidence:
            at = finding.evidence[0]
            line = bisect_right(starts, at.start) - 1
            line_text = lines[line]
            col = at.start - starts[line]
            span = Span(file, line + 1, col + 1, max(1, min(at.end - at.start, len(line_text) - col)))
        law = f" ({finding.law})" if finding.law else ""
        out.append(
            Problem(
                finding.rule,
                finding.message + law,
                RULES[finding.rule].fix,
                span,
                line_text,
                _SEVERITIES[finding.severity],
            )
        )
    return tuple(out)
