"""Texts that a datamap reads as JSON, tried on the live database: one row that is none stops every case on PostgreSQL."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from sqlalchemy import Connection
from sqlalchemy.exc import DataError

from upheld.connectors.sql.dialects import DIALECTS
from upheld.datamap.coverage.ground import Ground
from upheld.datamap.model import Table, tie_columns
from upheld.datamap.schema import TypeClass
from upheld.datamap.strategies import RemovePaths
from upheld.spans import Problem


def broken_texts(connection: Connection, g: Ground, hidden: Collection[str]) -> Iterator[Problem]:
    """Report text columns with a row that is no JSON. Reads each such column once; SQLite passes such rows over."""
    if connection.dialect.name != "postgresql":
        return
    for table in g.datamap.tables.values():
        facts = g.schema.tables.get(table.name)
        if facts is None or table.name in hidden:
            continue
        for name in sorted(_read_as_json(table)):
            column = facts.column(name)
            if column is not None and column.type is TypeClass.TEXT and not _is_json(connection, table.name, name):
                yield g.written.problem(
                    ("tables", table.name),
                    "not-json",
                    f"`{table.name}.{name}` is read as JSON, and a row of it is none: every case would stop there",
                    "Mend the rows, or give the column the type jsonb.",
                    key=True,
                )


def _read_as_json(table: Table) -> set[str]:
    """Columns with a member in a tie, or with a strategy that removes members."""
    found = {c.column for tied in table.ties() for c in tie_columns(tied.tie) if c.path}
    for part in table.slices:
        reduce = part.keep.reduce if part.keep else {}
        found |= {n for cells in (part.set, part.leave, reduce) for n, s in cells.items() if isinstance(s, RemovePaths)}
    return found


def _is_json(connection: Connection, table: str, column: str) -> bool:
    quote = DIALECTS[connection.dialect.name].quote
    try:
        with connection.begin_nested():
            connection.exec_driver_sql(f"SELECT count(CAST({quote(column)} AS jsonb)) FROM {quote(table)}", {})
    except DataError:
        return False
    return True
