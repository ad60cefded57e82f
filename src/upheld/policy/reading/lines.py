"""The lines of a policy file and the marks they begin with: bullets, numbers, hashes, table bars."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto

TERMINAL = re.compile(r"[.!?;:][\"')\]\u2019\u201d*_]*$")
_BULLET = re.compile(r"([\u2022\u25cf\u25e6\u2023\u2043\u00b7\u25aa\u25ab\u2219\uf0b7*+\u2013-]|o(?=\s{2,}))\s+(?=\S)")
_ESCAPED = re.compile(r"\\-\s*(?=[^\s-])")
"""A bullet that Markdown was told to leave alone."""
_NUMBER = re.compile(
    r"(?:(?:section|article)\s+)?(\d{1,2}(?:\.\d{1,2})*)(?:\\?[.):]\s+(?=\S)|\s+(?-i:(?=[A-Z\"\u201c])))", re.IGNORECASE
)
_LETTER = re.compile(r"(?:\(([a-z]|[ivx]{1,5}|\d{1,2})\)|([a-z]|[ivx]{1,4})[.)])\s+(?=\S)", re.IGNORECASE)
_HASHES = re.compile(r"(#{1,6})\s+(?=\S)")
_RULE = re.compile(r"[-=_*\s|:+]{3,}$")


class Mark(Enum):
    """What a line begins with."""

    BLANK = auto()
    TEXT = auto()
    BULLET = auto()
    NUMBER = auto()
    LETTER = auto()
    HASHES = auto()
    RULE = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """One line: ``[start, end)`` without white space at its ends, ``body`` where the text after its mark begins."""

    start: int
    end: int
    body: int
    mark: Mark
    text: str
    indent: int
    number: str = ""

    @property
    def width(self) -> int:
        return self.end - self.start

    @property
    def terminal(self) -> bool:
        """Whether the line ends a sentence."""
        return TERMINAL.search(self.text[-12:]) is not None


def split_lines(text: str) -> list[Line]:
    """Split ``text`` at line and form feeds and mark each line."""
    found = []
    at = 0
    for raw in re.split(r"(\r\n|[\n\r\f\v\u2028\u2029\u0085])", text):
        found.append((at, raw))
        at += len(raw)
    return [_line(start, raw) for start, raw in found[::2]]


def _line(start: int, raw: str) -> Line:
    stripped = raw.strip()
    indent = len(raw) - len(raw.lstrip())
    low = start + indent
    if not stripped:
        return Line(start, start, start, Mark.BLANK, "", 0)
    mark, length, number = _mark(stripped)
    return Line(low, low + len(stripped), low + length, mark, stripped, indent, number)


def _mark(text: str) -> tuple[Mark, int, str]:
    if len(text) >= 3 and _RULE.match(text):
        return Mark.RULE, 0, ""
    if hashes := _HASHES.match(text):
        return Mark.HASHES, hashes.end(), hashes[1]
    if bullet := _BULLET.match(text) or _ESCAPED.match(text):
        return Mark.BULLET, bullet.end(), ""
    if number := _NUMBER.match(text):
        return Mark.NUMBER, number.end(), number[1]
    if letter := _LETTER.match(text):
        return Mark.LETTER, letter.end(), letter[1] or letter[2]
    return Mark.TEXT, 0, ""
