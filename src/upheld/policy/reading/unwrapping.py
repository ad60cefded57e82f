"""Which lines belong together: hard-wrapped prose is put back into paragraphs, split headings into headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import accumulate

from upheld.policy.reading.lines import Line, Mark

_WINDOW = 6
_MIN_CONTINUATIONS = 0.3
_MIN_CUTS = 12
_DANGLING = re.compile(
    r"(?:^|\s)(?:a|an|and|any|are|as|at|be|by|for|from|his|her|if|in|into|is|its|may|nor|not|of|on|or|our"
    r"|such|than|that|the|their|these|"
    r"this|to|under|upon|was|we|which|who|will|with|within|you|your|&|,)$|,$",
    re.IGNORECASE,
)
_OPENER = re.compile(
    r"(?:The|This|These|Those|We|You|Your|Our|If|In|To|For|When|Where|While|As|At|By|Upon|On|Under|Unless"
    r"|Please|It|They|There|Each|All|"
    r"Any|Most|Some|However|Depending|A|An|With|Once|Although|No|Not|From|After|Before|Because|Should"
    r"|Further|Additionally|Certain)\b"
)
_TITLE_ONLY = re.compile(r"\s[A-Z][^\s.:;?!]*(?:\s[^\s.:;?!]+){0,3}[.:]$")
"""An item that is nothing but a run-in title: its sentence stands on the next line."""


def is_caps(text: str) -> bool:
    """Whether the letters of ``text`` are capitals."""
    upper = sum(map(str.isupper, text))
    return upper >= 2 and upper >= 0.9 * sum(map(str.isalpha, text))


def join_lines(lines: Sequence[Line]) -> list[list[Line]]:
    """Group lines into paragraphs, headings and items; blank lines and rules separate and are dropped."""
    lines = _single_spaced(lines)
    wrapped = _wrap_widths(lines)
    groups: list[list[Line]] = []
    open_marks = _OpenMarks()
    for index, line in enumerate(lines):
        if line.mark in (Mark.BLANK, Mark.RULE):
            continue
        previous = lines[index - 1] if index else None
        joined = (
            previous is not None
            and bool(groups)
            and previous is groups[-1][-1]
            and _continues(groups[-1], line, wrapped[index - 1], open_=open_marks.open)
        )
        if joined:
            groups[-1].append(line)
        else:
            groups.append([line])
            open_marks = _OpenMarks()
        open_marks.feed(line.text)
    return groups


def _single_spaced(lines: Sequence[Line]) -> Sequence[Line]:
    """Take the blank line out between any two lines of a text that is wrapped and double-spaced, as from a printed page."""
    gaps = [i for i in range(1, len(lines) - 1) if lines[i].mark is Mark.BLANK and lines[i - 1].mark is not Mark.BLANK]
    cut = [i for i in gaps if not lines[i - 1].terminal and lines[i + 1].text[:1].islower()]
    if len(cut) < _MIN_CUTS or len(cut) < _MIN_CONTINUATIONS * len(gaps):
        return lines
    dropped = frozenset(gaps)
    return [line for i, line in enumerate(lines) if i not in dropped]


def _is_item(line: Line) -> bool:
    return line.mark in (Mark.BULLET, Mark.LETTER)


class _OpenMarks:
    """Whether a bracket or quotation opened in the last few lines is still open."""

    def __init__(self) -> None:
        self._depth = 0
        self._age = 0

    def feed(self, text: str) -> None:
        opened = text.count("(") - text.count(")") + text.count("\u201c") - text.count("\u201d") + text.count('"') % 2
        closing = text.count('"') % 2 and self._depth > 0
        self._depth = max(0, self._depth + opened - (2 if closing else 0))
        self._age = self._age + 1 if self._depth else 0

    @property
    def open(self) -> bool:
        return self._depth > 0 and self._age <= 8


def _wrap_widths(lines: Sequence[Line]) -> list[int]:
    """For the boundary after each line, the width to which the text around it is wrapped; 0 where it is not wrapped."""
    count = len(lines)
    lower = [0] * count
    candidate = [0] * count
    for i in range(count - 1):
        here, after = lines[i], lines[i + 1]
        if here.mark is Mark.BLANK or after.mark is not Mark.TEXT:
            continue
        candidate[i] = 1
        lower[i] = int(after.text[0].islower() and not here.terminal)
    continuing, boundaries = [0, *accumulate(lower)], [0, *accumulate(candidate)]
    widths = [0] * count
    for i in range(count):
        low, high = max(0, i - _WINDOW), min(count, i + _WINDOW + 1)
        seen = boundaries[high] - boundaries[low]
        if seen and continuing[high] - continuing[low] >= _MIN_CONTINUATIONS * seen:
            near = lines[max(0, i - _WINDOW // 2) : i + _WINDOW // 2 + 1]
            widths[i] = max(line.width for line in near)
    return widths


def _continues(group: Sequence[Line], line: Line, width: int, *, open_: bool) -> bool:
    previous, in_item = group[-1], _is_item(group[0])
    if in_item and line.mark is Mark.TEXT and len(group) == 1 and _TITLE_ONLY.search(previous.text):
        return True
    if previous.mark is Mark.HASHES or not _may_continue(previous, line, width):
        return False
    if line.mark is Mark.TEXT and (line.text[0].islower() or _split_heading(previous, line)):
        return True
    if previous.terminal:
        return line.mark is Mark.LETTER and bool(width) and not previous.text.endswith((".", "?", "!"))
    if (open_ and width) or _DANGLING.search(previous.text[-16:]):
        return True
    if in_item:
        return line.indent > previous.indent and line.indent >= 2
    return not _OPENER.match(line.text) and _goes_on(group, line, width)


def _split_heading(previous: Line, line: Line) -> bool:
    return is_caps(previous.text) and is_caps(line.text) and not previous.text.endswith((".", "?", ":"))


def _goes_on(group: Sequence[Line], line: Line, width: int) -> bool:
    """Whether a line that begins with a capital, after a line without an end, was cut from it by the wrapping."""
    previous = group[-1]
    if previous.width > 70 and previous.mark is Mark.TEXT:
        return True
    if not width or _OPENER.match(group[0].text):
        return bool(width)
    return previous.width + 1 + len(line.text.split(maxsplit=1)[0]) > width


def _may_continue(previous: Line, line: Line, width: int) -> bool:
    """Whether the mark of ``line`` lets it be a continuation at all: an in-sentence ``(i)`` or a wrapped number may."""
    if line.mark is Mark.TEXT:
        return True
    if not width or previous.terminal:
        return line.mark is Mark.LETTER and bool(width) and line.text.startswith("(")
    if line.mark is Mark.LETTER:
        return line.text.startswith("(")
    return line.mark is Mark.NUMBER and "." not in line.text[:4] and bool(_DANGLING.search(previous.text[-16:]))
