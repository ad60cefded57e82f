"""People and their roles: kinds of person, who a column is about, and what becomes of the cells of one who leaves."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from upheld.datamap.coverage.ground import Ground, Path, cells_of, leavers, own_columns
from upheld.datamap.model import Erase, Role, Table, Tied
from upheld.datamap.ties import Match, TypedHop
from upheld.spans import Problem, Severity

_IDENTIFIER = re.compile(r"[a-z][a-z0-9_]*")
_SETTING = (Erase.ANONYMISE, Erase.UNPUBLISH, Erase.ISOLATE)


def kinds(g: Ground) -> Iterator[Problem]:
    """Kinds of person: plain names, each with one declared table whose rows they are."""
    for person in g.datamap.people.values():
        at: Path = ("people", person.kind)
        if not _IDENTIFIER.fullmatch(person.kind):
            yield _not_plain(g, at, person.kind)
        table = g.datamap.tables.get(person.table)
        if table is None or not any(t.role is Role.IS and t.name == person.kind for t in table.ties()):
            yield g.written.problem(
                (*at, "table"),
                "person-without-table",
                f"no table says that its rows are a `{person.kind}`",
                f"Add `is: {person.kind}` to `{person.table}` under `tables`.",
            )
    for table, _, part in g.slices():
        for tied in part.tied:
            known = g.datamap.people.get(tied.name)
            if tied.role is Role.IS and (known is None or known.table != table.name):
                where = f"; its table is `{known.table}`" if known else ""
                yield g.written.problem(
                    (*g.slice_at(table, part), "is"),
                    "unknown-person",
                    f"`{table.name}` is said to be a `{tied.name}`, which is not a kind of person of this table{where}",
                    "Name a kind under `people` that has this table.",
                )


def identifiers(g: Ground) -> Iterator[Problem]:
    """Kinds of identifier: plain names, and each that a tie matches is proved by somebody."""
    proved: set[str] = set()
    proving: list[tuple[Path, Mapping[str, str]]] = [
        *((("people", p.kind, "proves"), p.proves) for p in g.datamap.people.values()),
        *((("tables", t.name, "proves"), t.proves) for t in g.datamap.tables.values()),
    ]
    for at, columns in proving:
        for kind in columns:
            proved.add(kind)
            if not _IDENTIFIER.fullmatch(kind):
                yield _not_plain(g, (*at, kind), kind)
    for table, part, tied in g.ties():
        if isinstance(tied.tie, Match) and tied.tie.kind not in proved:
            kind, at = tied.tie.kind, g.tie_at(table, part, tied)
            if not _IDENTIFIER.fullmatch(kind):
                yield _not_plain(g, at, kind)
            yield g.written.problem(
                at,
                "unproved-identifier",
                f"`{kind}` is matched, but no account proves one: only a `{kind}` given with the request finds these rows",
                f"If accounts hold it, add `proves: {{{kind}: column}}`.",
                severity=Severity.NOTE,
            )


def _not_plain(g: Ground, at: Path, name: str) -> Problem:
    return g.written.problem(
        at,
        "not-an-identifier",
        f"`{name}` is not a plain name",
        "Begin with a lower-case letter; go on with lower-case letters, digits and _.",
        key=True,
    )


def whose(g: Ground) -> Iterator[Problem]:
    """Columns about a role that no tie of the table has."""
    for table, _ in g.tables():
        names = {t.name for t in table.ties()}
        for column in table.columns.values():
            if column.whose is not None and column.whose not in names:
                yield g.written.problem(
                    ("tables", table.name, "columns", column.name, "whose"),
                    "unknown-role",
                    f"{table.name}.{column.name} is about `{column.whose}`, which no tie of `{table.name}` is named",
                    f"Use one of: {', '.join(sorted(names)) or 'none, as the table has no tie'}.",
                )


def strategies_without_effect(g: Ground) -> Iterator[Problem]:
    """Cells that are told what to become where erasure never comes by."""
    for table, _, part in g.slices():
        at = g.slice_at(table, part)
        if part.erase not in _SETTING:
            for column in part.set:
                yield g.written.problem(
                    (*at, "set", column),
                    "set-without-effect",
                    f"`set` of {table.name}.{column} does nothing, as `{table.name}` says `erase: {part.erase}`",
                    "Write `erase: anonymise`, or remove `set`.",
                    key=True,
                )
        reached = {c for tied in leavers(part) for c in cells_of(table, tied)}
        for column in part.leave:
            if column not in reached:
                yield g.written.problem(
                    (*at, "leave", column),
                    "leave-of-nobody",
                    f"{table.name}.{column} is no cell of anybody who shares or sees the row",
                    "Say `whose` it is under `columns`, or remove it here.",
                    key=True,
                )


def unanswered_cells_of_leavers(g: Ground) -> Iterator[Problem]:
    """Cells by which a surviving row would still name a person who left it."""
    for table, _, part in g.slices():
        at = g.slice_at(table, part)
        for tied in leavers(part):
            for column in cells_of(table, tied):
                if column in part.leave or column in table.mentions or not _names_leaver(g, table, tied, column):
                    continue
                yield g.written.problem(
                    g.tie_at(table, part, tied),
                    "unanswered-leave",
                    f"{table.name}.{column} is the cell of `{tied.name}` and would outlive them in a row that stays",
                    f"Say under `leave` of `{'.'.join(map(str, at[1:]))}` what becomes of `{column}` (`keep` to leave it).",
                )


def _names_leaver(g: Ground, table: Table, tied: Tied, column: str) -> bool:
    """Whether a cell would still say who left: an identifier, a value about them, or the key of a row that goes.

    The key of an account that is anonymised in place says nobody any more, and foreign keys have a rule of their own.
    """
    if isinstance(tied.tie, TypedHop) and column == tied.tie.type_column:
        return False  # which table the id points into says nobody
    if isinstance(tied.tie, Match) or not any(c.column == column for c in own_columns(tied)):
        return True
    if any(c.column == column and c.path for c in own_columns(tied)):
        return True
    facts = g.schema.tables[table.name]
    if any(column in fk.columns for fk in facts.foreign_keys):
        return False
    return any(g.deletable(end) for end in g.leads_to(table.name, tied))
