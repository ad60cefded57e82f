"""What the commands that work on a deployment share: its options and the ways they read and print."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any, TypeVar

import click

from upheld.errors import UsageError

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


def echo_json(value: object) -> None:
    click.echo(json.dumps(value, indent=2, ensure_ascii=False))
