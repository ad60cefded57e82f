"""Positions in the files a person writes, and problems that point at them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of one line of a file. ``line`` and ``col`` count from 1, ``width`` in characters."""

    file: str
    line: int
    col: int
    width: int = 1

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}"


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong with a deployment.

    ``code`` is a stable kebab-case word (documented, suppressible), ``message`` says what is wrong with what, ``advice``
    what to do. ``line_text`` is the source line, where there is one, so that a report needs no second read of the file.
    """

    code: str
    message: str
    advice: str
    span: Span | None = None
    line_text: str | None = None
    severity: Severity = Severity.ERROR

    def render(self) -> str:
        """Return the problem as ``file:line:col``, message, the line, a caret, and the advice."""
        where = f"{self.span}: " if self.span else ""
        lines = [f"{where}{self.severity}: {self.message} [{self.code}]"]
        if self.span and self.line_text is not None:
            gutter = f"{self.span.line:>5} | "
            lines.append(gutter + self.line_text.rstrip("\n"))
            lines.append(" " * (len(gutter) - 2) + "| " + " " * (self.span.col - 1) + "^" * max(1, self.span.width))
        if self.advice:
            lines.append(f"      = {self.advice}")
        return "\n".join(lines)


class Written(Protocol):
    """A file as a rule sees it: its plain values, and problems that point into it by the path of a key or value."""

    @property
    def value(self) -> Any: ...

    def problem(
        self,
        path: Sequence[str | int],
        code: str,
        message: str,
        advice: str,
        *,
        key: bool = False,
        severity: Severity = Severity.ERROR,
    ) -> Problem: ...
