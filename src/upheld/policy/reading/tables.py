"""Tables written with bars: Markdown rows, one row a line, and tables flattened to one cell after another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from upheld.policy.reading.lines import Line, Mark

_MAX_CELL_LINES = 60
_SEPARATOR = re.compile(r"[\s|:+=-]+$")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the source span from its first to its last cell, and the span of each cell."""

    start: int
    end: int
    cells: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table over the lines ``[first, last]``; the first row is its header."""

    first: int
    last: int
    rows: tuple[Row, ...]


def find_tables(text: str, lines: Sequence[Line]) -> list[Table]:
    """Find runs of lines with bars. A header has at least one bar inside the line and is followed by more bars."""
    tables: list[Table] = []
    at = 0
    while at < len(lines):
        if _is_header(lines[at]):
            last = _run_end(lines, at)
            if last > at:
                tables.append(_table(text, lines, at, last))
                at = last
        at += 1
    return tables


def _is_header(line: Line) -> bool:
    return "|" in line.text.strip("|") and line.width < 300


def _run_end(lines: Sequence[Line], first: int) -> int:
    """Return the index of the last line with a bar of the run that begins at ``first``."""
    last = first
    for i in range(first + 1, len(lines)):
        if "|" in lines[i].text:
            last = i
        elif lines[i].mark is Mark.BLANK or i - last > _MAX_CELL_LINES:
            break
    return last


def _table(text: str, lines: Sequence[Line], first: int, last: int) -> Table:
    header = _cells(text, lines[first].start, lines[first].end)
    count = len(header)
    run = [line for line in lines[first : last + 1] if line.mark is not Mark.BLANK and not _SEPARATOR.match(line.text)]
    by_line = sum("|" in line.text.strip("|") for line in run)
    if by_line >= 0.8 * len(run):
        rows = [_row(_cells(text, line.start, line.end)) for line in run]
    else:
        body = _cells(text, lines[first].end, lines[last].end)
        rows = [_row(header)] + [_row(body[i : i + count]) for i in range(0, len(body), count)]
    return Table(first, last, tuple(row for row in rows if row is not None))


def _cells(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the non-empty spans between the bars of ``text[start:end]``."""
    cells = []
    at = start
    for bar in [m.start() for m in re.finditer(r"\|", text[start:end])] + [end - start]:
        low, high = at, start + bar
        at = high + 1
        piece = text[low:high]
        if piece.strip():
            low += len(piece) - len(piece.lstrip())
            cells.append((low, low + len(piece.strip())))
    return cells


def _row(cells: Sequence[tuple[int, int]]) -> Row | None:
    return Row(cells[0][0], cells[-1][1], tuple(cells)) if cells else None
