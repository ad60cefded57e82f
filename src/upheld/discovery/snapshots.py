"""What a schema looked like when it was last mapped, as comment lines at the end of the datamap.

A snapshot keeps names, types and the shape of the values (how full, how varied, how long, of which form): enough to see
that a column was renamed, and nothing of any value.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from upheld.datamap.schema import Schema, TableSchema
from upheld.discovery.profiles import Profile
from upheld.discovery.sampling import Sample

HEADING = "# --- schema as mapped (read by `upheld map`; do not edit) ---"
_TABLE = re.compile(r"^#: (?P<table>\S+) (?P<columns>.*)$")
_COLUMN = re.compile(r"^(?P<name>[^\s:]+):(?P<type>[a-z]+)(?P<null>\??)(?:=(?P<shape>\S*))?$")
_ESCAPED = re.compile(r"[\s:%]")


@dataclass(frozen=True, slots=True)
class ColumnState:
    """A column as it was. ``shape`` is empty where there were no values."""

    name: str
    type: str
    nullable: bool
    shape: str = ""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Table → its columns in order."""

    tables: Mapping[str, tuple[ColumnState, ...]] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        """The SHA-256 of names, types and NULLs of all columns; the shape of values does not count."""
        told = (f"{t} {c.name}:{c.type}{c.nullable:d}\n" for t in sorted(self.tables) for c in self.tables[t])
        return hashlib.sha256("".join(told).encode()).hexdigest()


def take_snapshot(schema: Schema, samples: Mapping[str, Sample] | None = None) -> Snapshot:
    """Describe a schema; views, which hold nothing, are left out."""
    return Snapshot(
        {n: tuple(_states(t, (samples or {}).get(n))) for n, t in sorted(schema.tables.items()) if not t.is_view}
    )


def _states(table: TableSchema, sample: Sample | None) -> Iterator[ColumnState]:
    for column in table.columns.values():
        figures = sample.columns.get(column.name) if sample else None
        yield ColumnState(column.name, column.type.value, column.nullable, _shape(figures))


def _shape(figures: Profile | None) -> str:
    """Describe values by tenths full, tenths distinct, length on a scale of doublings, and the form most have."""
    if figures is None or not figures.filled:
        return ""
    full = 10 * figures.filled // figures.rows
    varied = 10 * figures.distinct // figures.filled
    form = max(figures.passed, key=lambda d: figures.passed[d], default="-")
    form = form if figures.share(form) > 0.5 else "-"
    return f"{full}.{varied}.{int(figures.length).bit_length()}.{form}"


def snapshot_lines(snapshot: Snapshot) -> Iterator[str]:
    """Yield the comment lines that :func:`read_snapshot` reads."""
    yield HEADING
    yield f"#: digest {snapshot.digest}"
    for table, columns in snapshot.tables.items():
        told = " ".join(_column_text(c) for c in columns)
        yield f"#: {_escape(table)} {told}"


def _column_text(column: ColumnState) -> str:
    shape = f"={column.shape}" if column.shape else ""
    return f"{_escape(column.name)}:{column.type}{'?' if column.nullable else ''}{shape}"


def read_snapshot(lines: Iterable[str]) -> Snapshot | None:
    """Read the snapshot in the lines of a datamap; None where there is none."""
    tables: dict[str, tuple[ColumnState, ...]] = {}
    found = False
    for line in lines:
        if line.rstrip() == HEADING:
            found, tables = True, {}
        match = _TABLE.match(line) if found else None
        if match and not line.startswith("#: digest "):
            columns = [_COLUMN.match(part) for part in match["columns"].split()]
            tables[_plain(match["table"])] = tuple(
                ColumnState(_plain(c["name"]), c["type"], bool(c["null"]), c["shape"] or "") for c in columns if c
            )
    return Snapshot(tables) if found else None


def _escape(name: str) -> str:
    return _ESCAPED.sub(lambda m: f"%{ord(m[0]):x};", name)


def _plain(name: str) -> str:
    return re.sub(r"%([0-9a-f]+);", lambda m: chr(int(m[1], 16)), name)
