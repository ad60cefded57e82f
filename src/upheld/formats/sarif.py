"""Problems as SARIF 2.1.0, so that a code host shows them beside the line they are about.

Source: OASIS Static Analysis Results Interchange Format, version 2.1.0.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import upheld
from upheld.spans import Problem, Severity

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json"
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "note"}


def to_sarif(problems: Iterable[Problem]) -> dict[str, Any]:
    """Return one SARIF run with a result per problem, in the order given; each code becomes a rule of the tool.

    A problem without a position becomes a result without a location. Columns count characters, as ours do.
    """
    found = list(problems)
    codes = sorted({p.code for p in found})
    index = {code: number for number, code in enumerate(codes)}
    return {
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "upheld",
                        "version": upheld.__version__,
                        "rules": [_rule(c, found) for c in codes],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [_result(p, index[p.code]) for p in found],
            }
        ],
    }


def _rule(code: str, problems: list[Problem]) -> dict[str, Any]:
    first = next(p for p in problems if p.code == code)
    rule: dict[str, Any] = {
        "id": code,
        "shortDescription": {"text": code.replace("-", " ")},
        "defaultConfiguration": {"level": _LEVELS[first.severity]},
    }
    if first.advice:
        rule["help"] = {"text": first.advice}
    return rule


def _result(problem: Problem, rule_index: int) -> dict[str, Any]:
    advice = f" {problem.advice}" if problem.advice else ""
    result: dict[str, Any] = {
        "ruleId": problem.code,
        "ruleIndex": rule_index,
        "level": _LEVELS[problem.severity],
        "message": {"text": problem.message + advice},
    }
    if problem.span is not None:
        region: dict[str, Any] = {
            "startLine": problem.span.line,
            "startColumn": problem.span.col,
            "endColumn": problem.span.col + max(1, problem.span.width),
        }
        if problem.line_text is not None:
            region["snippet"] = {"text": problem.line_text}
        location = {"artifactLocation": {"uri": _uri(problem.span.file)}, "region": region}
        result["locations"] = [{"physicalLocation": location}]
    return result


def _uri(path: str) -> str:
    safe = "/-._~:@!$&'()*+,;="
    encoded = "".join(
        c if c.isascii() and (c.isalnum() or c in safe) else "".join(f"%{b:02X}" for b in c.encode())
        for c in path.replace("\\", "/")
    )
    return encoded.removeprefix("./")
