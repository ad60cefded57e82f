"""Every column through which a person's rows are found can be searched quickly, and finds them however they are written."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from upheld.datamap.coverage.ground import Ground, Path, named
from upheld.datamap.model import Slice, Table, Tied
from upheld.datamap.schema import TypeClass
from upheld.datamap.ties import BackHop, Closure, ColumnPath, Hop, Match, TypedHop
from upheld.spans import Problem, Severity


class Lookup(NamedTuple):
    """Columns of a table by which an erasure or a copy finds rows, and the place that says so."""

    table: str
    columns: tuple[str, ...]
    at: Path
    identifier: str | None = None
    """The kind of identifier the column holds."""
    or_columns: tuple[str, ...] | None = None
    """Columns whose index serves as well."""


class Holder(NamedTuple):
    """A column, or a member of a JSON column, that holds identifiers of a kind by which rows are found."""

    table: str
    column: ColumnPath
    kind: str
    at: Path


def holders(g: Ground) -> Iterator[Holder]:
    """Yield every place in which the datamap matches an identifier."""
    for person in g.datamap.people.values():
        for kind, column in person.proves.items():
            yield Holder(person.table, ColumnPath(column), kind, ("people", person.kind, "proves", kind))
    for table, _ in g.tables():
        for kind, column in table.proves.items():
            yield Holder(table.name, ColumnPath(column), kind, ("tables", table.name, "proves", kind))
    for table, part, tied in g.ties():
        if isinstance(tied.tie, Match):
            yield Holder(table.name, tied.tie.column, tied.tie.kind, g.tie_at(table, part, tied))


def missing_indexes(g: Ground) -> Iterator[Problem]:
    """Columns by which rows are found without an index: every case would read the whole table."""
    seen: set[tuple[str, tuple[str, ...]]] = set()
    for lookup in _lookups(g):
        facts = g.schema.tables.get(lookup.table)
        if facts is None or facts.is_view or (lookup.table, lookup.columns) in seen:
            continue
        if any(c not in facts.columns for c in lookup.columns) or facts.indexed(lookup.columns):
            continue
        if lookup.or_columns is not None and facts.indexed(lookup.or_columns):
            continue
        if lookup.identifier is not None and facts.folded_index(lookup.columns[0]):
            continue
        seen.add((lookup.table, lookup.columns))
        rows = f" (about {facts.estimated_rows} rows)" if facts.estimated_rows is not None else ""
        columns = named(*lookup.columns)
        yield g.written.problem(
            lookup.at,
            "missing-index",
            f"rows of `{lookup.table}` are found by {lookup.table}.{columns}, which no index leads with{rows}",
            f"CREATE INDEX ON {lookup.table} ({columns})."
            if g.schema.dialect == "postgresql"
            else f"CREATE INDEX ix_{lookup.table}_{'_'.join(lookup.columns)} ON {lookup.table} ({columns}).",
        )


def _lookups(g: Ground) -> Iterator[Lookup]:
    for holder in holders(g):
        if not holder.column.path:
            yield Lookup(holder.table, (holder.column.column,), holder.at, holder.kind)
    for table, part, tied in g.ties():
        yield from _of_tie(g, table, part, tied)
    for table, _ in g.tables():
        for target in table.inbound:
            child, _, column = target.partition(".")
            yield Lookup(child, (column,), ("tables", table.name, "inbound", target))


def _of_tie(g: Ground, table: Table, part: Slice, tied: Tied) -> Iterator[Lookup]:
    at = g.tie_at(table, part, tied)
    match tied.tie:
        case Hop(columns=columns) as hop:
            if not any(c.path for c in columns):
                yield Lookup(table.name, tuple(c.column for c in columns), at)
            target = g.target(table.name, hop)
            if target is not None:
                yield Lookup(target[0], target[1], at)
        case BackHop() as back:
            yield Lookup(table.name, g.pointed(table.name, back), at)
            yield Lookup(back.child, back.child_columns, at)
        case TypedHop(type_column=kind, id_column=holder) if not holder.path:
            yield Lookup(table.name, (kind, holder.column), at, or_columns=(holder.column,))
        case Closure(column=column):
            yield Lookup(table.name, (column,), at)


def unfolded_addresses(g: Ground) -> Iterator[Problem]:
    """E-mail columns that hold addresses as they were typed and compare them letter by letter."""
    stored = {kind for p in g.datamap.people.values() for kind, form in p.stored.items() if form == "lower"}
    for holder in holders(g):
        if holder.kind != "email" or holder.kind in stored:
            continue
        facts = g.schema.tables.get(holder.table)
        column = facts.column(holder.column.column) if facts else None
        if facts is None or column is None or column.folds_case:
            continue
        if not holder.column.path and (column.type is not TypeClass.TEXT or facts.folded_index(column.name)):
            continue
        yield g.written.problem(
            holder.at,
            "email-case",
            f"{holder.table}.{holder.column} compares letter by letter: mixed-case addresses would not be found",
            "Index lower(column), use a case-insensitive type, or say `stored: {email: lower}` if that is so.",
        )


def full_scans(g: Ground) -> Iterator[Problem]:
    """Places that no index helps to search: free text, and members of JSON columns. They work; they cost."""
    for table, facts in g.tables():
        if table.mentions:
            yield _scan(g, ("tables", table.name, "mentions"), table.name, named(*table.mentions), facts.estimated_rows)
    for table, part, tied in g.ties():
        paths = [c for c in _paths(tied) if c.path]
        if paths:
            rows = g.schema.tables[table.name].estimated_rows
            yield _scan(g, g.tie_at(table, part, tied), table.name, named(*map(str, paths)), rows)


def _scan(g: Ground, at: Path, table: str, columns: str, rows: int | None) -> Problem:
    amount = "all rows" if rows is None else f"about {rows} rows"
    return g.written.problem(
        at,
        "full-scan",
        f"{table}.{columns} is searched without an index: each case reads {amount} of `{table}`",
        "Nothing has to be done; if cases become slow, give the table a column or an index of its own for it.",
        severity=Severity.WARNING,
        key=True,
    )


def _paths(tied: Tied) -> tuple[ColumnPath, ...]:
    match tied.tie:
        case Match(column=column) | TypedHop(id_column=column):
            return (column,)
        case Hop(columns=columns):
            return columns
        case _:
            return ()
