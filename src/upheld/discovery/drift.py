"""What changed in a schema since it was mapped: added, removed, renamed and retyped tables and columns."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from upheld.datamap.model import Datamap, Table, tie_columns
from upheld.datamap.schema import Schema
from upheld.discovery.snapshots import ColumnState, Snapshot

_SAME_TABLE = 0.6
"""Share of columns two tables must have in common to be one that was renamed."""
_SAME_COLUMN = 0.6
_Likeness = Callable[[str, str], tuple[float, str]]


@dataclass(frozen=True, slots=True)
class Rename:
    """One name in place of another; ``why`` says what the two have in common."""

    old: str
    new: str
    why: str


@dataclass(frozen=True, slots=True)
class Retype:
    """A column whose type, or whether it may be NULL, is another now."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class TableDrift:
    """What changed in one table, under its present name."""

    table: str
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[Rename, ...] = ()
    retyped: tuple[Retype, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed or self.retyped)


@dataclass(frozen=True, slots=True)
class Drift:
    """What changed in a schema."""

    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    renamed: tuple[Rename, ...] = ()
    tables: tuple[TableDrift, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.added or self.removed or self.renamed or self.tables)

    def told(self) -> Iterator[str]:
        """Yield one line for each change."""
        yield from (f"table renamed: {r.old} -> {r.new} ({r.why})" for r in self.renamed)
        yield from (f"table added: {name}" for name in self.added)
        yield from (f"table removed: {name}" for name in self.removed)
        for table in self.tables:
            yield from (f"column renamed: {table.table}.{r.old} -> {r.new} ({r.why})" for r in table.renamed)
            yield from (f"column added: {table.table}.{name}" for name in table.added)
            yield from (f"column removed: {table.table}.{name}" for name in table.removed)
            yield from (f"column retyped: {table.table}.{r.column}: {r.old} -> {r.new}" for r in table.retyped)


def compare(old: Snapshot, new: Snapshot) -> Drift:
    """Return what changed from ``old`` to ``new``; a rename is told only where nothing else fits as well."""
    gone = [t for t in old.tables if t not in new.tables]
    come = [t for t in new.tables if t not in old.tables]
    renamed = _paired(gone, come, lambda a, b: _table_likeness(old.tables[a], new.tables[b], a, b), _SAME_TABLE)
    now = {r.new: r.old for r in renamed}
    tables = []
    for name, columns in new.tables.items():
        before = old.tables.get(now.get(name, name))
        if before is not None and (drift := _compare_columns(name, before, columns)):
            tables.append(drift)
    left = {r.old for r in renamed}
    return Drift(
        tuple(t for t in come if t not in now), tuple(t for t in gone if t not in left), tuple(renamed), tuple(tables)
    )


def _compare_columns(table: str, old: Sequence[ColumnState], new: Sequence[ColumnState]) -> TableDrift:
    before, after = {c.name: c for c in old}, {c.name: c for c in new}
    gone, come = [c for c in before if c not in after], [c for c in after if c not in before]
    places = _places(old, new)
    renamed = _paired(gone, come, lambda a, b: _column_likeness(before[a], after[b], places.get(a) == b), _SAME_COLUMN)
    taken = {n for r in renamed for n in (r.old, r.new)}
    retyped = [
        Retype(c.name, _typed(before[c.name]), _typed(c))
        for c in new
        if c.name in before and c.type and before[c.name].type and _typed(before[c.name]) != _typed(c)
    ]
    return TableDrift(
        table,
        tuple(c for c in come if c not in taken),
        tuple(c for c in gone if c not in taken),
        tuple(renamed),
        tuple(retyped),
    )


def _typed(column: ColumnState) -> str:
    return column.type + (" NULL" if column.nullable else " NOT NULL")


def _places(old: Sequence[ColumnState], new: Sequence[ColumnState]) -> dict[str, str]:
    """Return, for columns that are gone, which new column follows the same neighbour now."""
    kept = {c.name for c in old} & {c.name for c in new}
    after = _runs(new, kept)
    found: dict[str, str] = {}
    for place, names in _runs(old, kept).items():
        found |= dict(zip(names, after.get(place, ()), strict=False))
    return found


def _runs(columns: Sequence[ColumnState], kept: set[str]) -> dict[str, list[str]]:
    """Group the columns that are not kept by the kept column they follow."""
    runs: dict[str, list[str]] = {}
    last = ""
    for column in columns:
        if column.name in kept:
            last = column.name
        else:
            runs.setdefault(last, []).append(column.name)
    return runs


def _column_likeness(old: ColumnState, new: ColumnState, same_place: bool) -> tuple[float, str]:
    if old.type != new.type:
        return 0.0, ""
    name = difflib.SequenceMatcher(None, old.name.lower(), new.name.lower()).ratio()
    shape = _shape_likeness(old.shape, new.shape)
    score = 0.3 * same_place + 0.35 * shape + 0.35 * name + (0.1 if old.nullable == new.nullable else 0.0)
    reasons = [f"type {new.type}"]
    reasons += ["the same place"] if same_place else []
    reasons += ["values of the same shape"] if shape > 0.8 else []
    reasons += ["a like name"] if name > 0.6 else []
    return score, ", ".join(reasons)


def _shape_likeness(old: str, new: str) -> float:
    """Return 1 for values of the same form, fullness, variety and length, less for each step apart, 0 for none to compare."""
    a, b = old.split("."), new.split(".")
    if len(a) != 4 or len(b) != 4:
        return 0.0
    apart = sum(abs(int(x) - int(y)) for x, y in zip(a[:3], b[:3], strict=True))
    return max(0.0, 1.0 - 0.15 * apart - (0.6 if a[3] != b[3] else 0.0))


def _table_likeness(
    old: Sequence[ColumnState], new: Sequence[ColumnState], old_name: str, new_name: str
) -> tuple[float, str]:
    a, b = {(c.name, c.type) for c in old}, {(c.name, c.type) for c in new}
    if not a or not b:
        return 0.0, ""
    share = len(a & b) / len(a | b)
    name = difflib.SequenceMatcher(None, old_name.lower(), new_name.lower()).ratio()
    if len(a & b) < 2 or (len(a) < 4 and name < 0.5):
        return 0.0, ""
    return 0.9 * share + 0.1 * name, f"{len(a & b)} of {len(a)} columns are the same"


def _paired(gone: Sequence[str], come: Sequence[str], likeness: _Likeness, enough: float) -> list[Rename]:
    """Pair what is gone with what has come, best first, each once; a tie between two candidates is left alone."""
    scored = sorted(((*likeness(a, b), a, b) for a in gone for b in come), key=lambda s: -s[0])
    out: list[Rename] = []
    taken: set[str] = set()
    for score, why, a, b in scored:
        if score < enough or a in taken or b in taken:
            continue
        rivals = [s for s, _, x, y in scored if (x == a) != (y == b) and abs(s - score) < 0.02 and not {x, y} & taken]
        taken |= {a, b} if not rivals else set()
        if not rivals:
            out.append(Rename(a, b, why))
    return out


def assumed_snapshot(datamap: Datamap, schema: Schema, now: Snapshot) -> Snapshot:
    """Make up the snapshot of a datamap written by hand: what it declares was there, what it passes over was not."""
    tables: dict[str, tuple[ColumnState, ...]] = {}
    for name, columns in now.tables.items():
        declared = datamap.tables.get(name)
        if declared is not None:
            tables[name] = tuple(_declared(declared, schema.tables[name].primary_key, columns))
        elif name in datamap.nobody:
            tables[name] = columns
    for name in (*datamap.tables, *datamap.nobody):
        tables.setdefault(name, ())
    return Snapshot(tables)


def _declared(table: Table, key: Sequence[str], columns: Sequence[ColumnState]) -> Iterator[ColumnState]:
    there = {c.name for c in columns}
    tied = any(part.tied for part in table.slices)
    known = {*table.columns, *(c.column for c in table.counters), *table.key, *key}
    known |= {path.column for t in table.ties() for path in tie_columns(t.tie)}
    yield from (c for c in columns if c.name in known or not tied)
    yield from (ColumnState(n, "", True) for n in sorted(table.columns.keys() - there))
