"""What the commands that work on a deployment share: its options, and how problems and outcomes are shown."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click

from upheld.errors import DeploymentInvalid, UsageError

F = TypeVar("F", bound=Callable[..., Any])


def in_deployment(command: F) -> F:
    """Add ``--dir`` and ``--json``."""
    command = click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")(command)
    return click.option("--dir", "folder", default=".", show_default=True, help="Folder with upheld.yaml.")(command)


def parse_subject(values: tuple[str, ...]) -> dict[str, list[str]]:
    """Read ``kind=value`` pairs."""
    out: dict[str, list[str]] = {}
    for text in values:
        kind, equals, value = text.partition("=")
        if not equals or not value.strip() or not kind.isidentifier():
            raise UsageError("write --subject kind=value, such as --subject email=name@example.com")
        out.setdefault(kind, []).append(value.strip())
    return out


def show_problems(error: DeploymentInvalid) -> None:
    """Print every problem of a deployment's files and exit 1."""
    for problem in error.problems:
        click.echo(problem.render(), err=True)
    click.echo(f"{len(error.problems)} problem(s)", err=True)
    sys.exit(1)


def echo_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
