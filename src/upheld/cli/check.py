"""``upheld check``: everything that is wrong with a deployment, at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from upheld.checking import check_deployment
from upheld.cli.deployment import echo_json
from upheld.formats.sarif import to_sarif
from upheld.spans import Problem, Severity


@click.command()
@click.argument("folder", default=".", metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", show_default=True)
@click.option("--offline", is_flag=True, help="Leave out what needs a database or a secret.")
def check(folder: Path, form: str, offline: bool) -> None:
    """Say everything that is wrong with the deployment in DIR.

    Compares its files with each other, with the policy and with the live databases, and changes nothing. Exit 1 when there
    are errors; warnings and notes do not count. docs/reference/check.md lists every code.
    """
    problems = check_deployment(folder, os.environ, offline=offline)
    match form:
        case "json":
            echo_json(_as_json(problems))
        case "sarif":
            echo_json(to_sarif(problems))
        case _:
            for problem in problems:
                click.echo(problem.render() + "\n")
            click.echo(_count(problems))
    if any(p.severity is Severity.ERROR for p in problems):
        sys.exit(1)


def _count(problems: Sequence[Problem]) -> str:
    if not problems:
        return "No problems."
    amounts = ((s, sum(p.severity is s for p in problems)) for s in Severity)
    return ", ".join(f"{n} {s}{'s' if n > 1 else ''}" for s, n in amounts if n)


def _as_json(problems: Sequence[Problem]) -> dict[str, Any]:
    return {
        "problems": [
            {
                "file": p.span.file if p.span else None,
                "line": p.span.line if p.span else None,
                "column": p.span.col if p.span else None,
                "width": p.span.width if p.span else None,
                "code": p.code,
                "severity": p.severity.value,
                "message": p.message,
                "advice": p.advice,
            }
            for p in problems
        ],
        **{f"{s.value}s": sum(p.severity is s for p in problems) for s in Severity},
    }
