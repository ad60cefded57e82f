"""Try on the database itself, without touching a row, whether a column's CHECK and type accept what a cell becomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import DBAPIError

from upheld.connectors.sql.dialects import DIALECTS
from upheld.datamap.coverage.erasing import Change, changes
from upheld.datamap.coverage.ground import Ground
from upheld.datamap.schema import Column, TableSchema, TypeClass
from upheld.datamap.strategies import Constant, Empty, Null, Strategy
from upheld.spans import Problem

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_Cell = str | int | bool | None


def refused_cells(connection: Connection, g: Ground) -> Iterator[Problem]:
    """Yield the fixed values that a CHECK or an enumerated type would refuse.

    A CHECK that also reads a cell whose value is not known beforehand is passed over: only its rows could tell.
    """
    checks: dict[str, tuple[str, ...]] = {}
    for change in changes(g):
        facts = g.schema.tables.get(change.table)
        cells = _known(facts, change.sets) if facts else {}
        if facts is None or not cells:
            continue
        if change.table not in checks:
            checks[change.table] = _checks(connection, change.table)
        yield from _against_types(connection, g, change, facts, cells)
        yield from _against_checks(connection, g, change, facts, cells, checks[change.table])


def _known(facts: TableSchema, sets: Mapping[str, Strategy]) -> dict[str, _Cell]:
    """The cells that become the same value in every row."""
    out: dict[str, _Cell] = {}
    for name, strategy in sets.items():
        column = facts.column(name)
        match strategy:
            case _ if column is None or column.fixed:
                continue
            case Constant(value=value):
                out[name] = _as_bound(column, value)
            case Null():
                out[name] = None
            case Empty() if column.type is TypeClass.TEXT:
                out[name] = ""
    return out


def _as_bound(column: Column, value: str | int | bool) -> _Cell:
    if column.type is TypeClass.TEXT:
        return str(int(value)) if isinstance(value, bool) else str(value)
    if column.type is TypeClass.BOOLEAN and isinstance(value, int):
        return bool(value)
    return int(value) if isinstance(value, bool) else value


def _checks(connection: Connection, table: str) -> tuple[str, ...]:
    return tuple(c["sqltext"] for c in inspect(connection).get_check_constraints(table))


def _against_types(
    connection: Connection, g: Ground, change: Change, facts: TableSchema, cells: Mapping[str, _Cell]
) -> Iterator[Problem]:
    for name, value in cells.items():
        column = facts.columns[name]
        if column.type is not TypeClass.OTHER or value is None or not column.declared:
            continue
        if _ask(connection, f"SELECT CAST(:v AS {column.declared}) IS NOT NULL", {"v": value}) is _REFUSED:
            yield g.written.problem(
                change.at[name],
                "wrong-type",
                f"{change.table}.{name} is {column.declared}, which has no value {value!r}",
                "Use a value of that type.",
            )


def _against_checks(
    connection: Connection,
    g: Ground,
    change: Change,
    facts: TableSchema,
    cells: Mapping[str, _Cell],
    checks: tuple[str, ...],
) -> Iterator[Problem]:
    quote = DIALECTS[connection.dialect.name].quote
    for check in checks:
        read = [c for c in facts.columns if c in set(_WORD.findall(check))]
        if not read or any(c not in cells for c in read):
            continue
        row = ", ".join(
            f"CAST(:v{i} AS {facts.columns[c].declared or 'text'}) AS {quote(c)}" for i, c in enumerate(read)
        )
        escaped = check.replace(":", "\\:")
        if _ask(
            connection, f"SELECT ({escaped}) FROM (SELECT {row}) AS t", {f"v{i}": cells[c] for i, c in enumerate(read)}
        ) in (False, 0):
            yield g.written.problem(
                change.at[read[0]],
                "check-refuses",
                f"{change.table}.{', '.join(read)} would break CHECK ({' '.join(check.split())})",
                "Use a value that the CHECK accepts.",
            )


_REFUSED = object()


def _ask(connection: Connection, sql: str, parameters: Mapping[str, _Cell]) -> object:
    """Return the one value of a query, or ``_REFUSED`` where the database cannot evaluate it."""
    try:
        with connection.begin_nested():
            return connection.execute(text(sql), parameters).scalar_one()
    except DBAPIError:
        return _REFUSED
