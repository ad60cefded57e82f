"""Every table and column that a datamap names is in the database."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from upheld.datamap.conditions import Condition
from upheld.datamap.coverage.ground import Ground, Path, own_columns
from upheld.datamap.model import PersonKind, Slice, Table, Tied
from upheld.datamap.ties import BackHop, Hop
from upheld.spans import Problem


class _Name(NamedTuple):
    """A column as the file names it. ``key`` where the name is the key of a mapping."""

    table: str
    column: str
    at: Path
    key: bool = False


def unknown_tables(g: Ground) -> Iterator[Problem]:
    """Tables of the datamap that the database does not have."""
    named: list[tuple[str, Path, bool]] = [(name, ("tables", name), True) for name in g.datamap.tables]
    listed = g.written.value.get("nobody") or []
    named += [(name, ("nobody", index), False) for index, name in enumerate(listed)]
    named += [(p.table, ("people", p.kind, "table"), False) for p in g.datamap.people.values()]
    for table in g.datamap.tables.values():
        named += [(t.partition(".")[0], ("tables", table.name, "inbound", t), True) for t in table.inbound]
        named += [(c.child, ("tables", table.name, "counters", c.column, "counts"), False) for c in table.counters]
    for name, at, key in named:
        if name not in g.schema.tables:
            yield g.written.problem(
                at,
                "unknown-table",
                f"the database has no table `{name}`",
                _nearest(name, g.schema.tables, "Remove it, or mend its name."),
                key=key,
            )


def unknown_columns(g: Ground) -> Iterator[Problem]:
    """Columns of the datamap that their table does not have."""
    for name in _names(g):
        facts = g.schema.tables.get(name.table)
        if facts is not None and name.column not in facts.columns:
            yield g.written.problem(
                name.at,
                "unknown-column",
                f"`{name.table}` has no column `{name.column}`",
                _nearest(name.column, facts.columns, "Remove it, or mend its name."),
                key=name.key,
            )


def _names(g: Ground) -> Iterator[_Name]:
    for person in g.datamap.people.values():
        yield from _of_person(person)
    for table in g.datamap.tables.values():
        yield from _of_table(g, table)
        for part in table.slices:
            yield from _of_slice(g, table, part)
            for tied in part.tied:
                yield from _of_tie(g, table, part, tied)


def _of_person(person: PersonKind) -> Iterator[_Name]:
    at: Path = ("people", person.kind)
    yield _Name(person.table, person.key, (*at, "key"))
    for word, columns in (("proves", person.proves), ("hints", person.hints)):
        for kind, column in columns.items():
            yield _Name(person.table, column, (*at, word, kind))
    for column in person.pseudo:
        yield _Name(person.table, column, (*at, "pseudo", column), True)
    yield from _of_condition(person.table, person.pseudo_when, (*at, "pseudo_when"))


def _of_table(g: Ground, table: Table) -> Iterator[_Name]:
    at: Path = ("tables", table.name)
    for index, column in enumerate(table.key):
        yield _Name(table.name, column, (*at, "key", index))
    for column in table.columns:
        yield _Name(table.name, column, g.column_at(table.name, column), True)
    for index, column in enumerate(table.mentions):
        yield _Name(table.name, column, (*at, "mentions", index))
    for kind, column in table.proves.items():
        yield _Name(table.name, column, (*at, "proves", kind))
    for target in table.inbound:
        child, _, column = target.partition(".")
        yield _Name(child, column, (*at, "inbound", target), True)
    for counter in table.counters:
        place = (*at, "counters", counter.column)
        yield _Name(table.name, counter.column, place, True)
        yield _Name(counter.child, counter.child_column, (*place, "counts"))
        yield from _of_condition(counter.child, counter.where, (*place, "where"))


def _of_slice(g: Ground, table: Table, part: Slice) -> Iterator[_Name]:
    at = g.slice_at(table, part)
    yield from _of_condition(table.name, part.when, at, key=True)
    for word, cells in (("set", part.set), ("leave", part.leave)):
        for column in cells:
            yield _Name(table.name, column, (*at, word, column), True)
    if part.keep is None:
        return
    yield _Name(table.name, part.keep.anchor, (*at, "keep", "until"))
    for index, column in enumerate(part.keep.columns):
        yield _Name(table.name, column, (*at, "keep", "columns", index))
    for column in part.keep.reduce:
        yield _Name(table.name, column, (*at, "keep", "reduce", column), True)


def _of_tie(g: Ground, table: Table, part: Slice, tied: Tied) -> Iterator[_Name]:
    at = g.tie_at(table, part, tied)
    for path in own_columns(tied):
        yield _Name(table.name, path.column, at)
    for index, column in enumerate(tied.shows):
        yield _Name(table.name, column, (*at, "shows", index))
    match tied.tie:
        case Hop(parent=str() as parent, parent_columns=columns, where=where):
            for column in columns or ():
                yield _Name(parent, column, at)
            yield from _of_condition(parent, where, at)
        case Hop(where=where) as hop:
            target = g.target(table.name, hop)
            yield from _of_condition(target[0] if target else "", where, at)
        case BackHop(child=child, child_columns=columns, where=where):
            for column in columns:
                yield _Name(child, column, at)
            yield from _of_condition(child, where, at)


def _of_condition(table: str, condition: Condition | None, at: Path, *, key: bool = False) -> Iterator[_Name]:
    for column in sorted(condition.columns) if condition else ():
        yield _Name(table, column, at, key)


def _nearest(word: str, known: Iterable[str], otherwise: str) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else otherwise
