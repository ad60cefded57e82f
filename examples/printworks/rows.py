"""Rows in memory, and their way into an empty database in bulk."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from typing import Any

from sqlalchemy import JSON, Connection, DateTime, Engine, Table, func, select, text
from sqlalchemy.schema import AddConstraint, CreateTable

from examples.printworks.schema import metadata

Row = tuple[Any, ...]


class Rows:
    """Rows of every table, in the order of its columns. Surrogate keys count from 1."""

    def __init__(self) -> None:
        self.tables: dict[str, list[Row]] = {name: [] for name in metadata.tables}
        self._columns = {name: tuple(table.c.keys()) for name, table in metadata.tables.items()}

    def add(self, table: str, **cells: Any) -> int:
        """Append a row and return its surrogate key (its position from 1)."""
        rows = self.tables[table]
        number = len(rows) + 1
        cells.setdefault("id", number)
        rows.append(tuple(map(cells.get, self._columns[table])))
        return number

    def count(self, table: str, column: str, child: str, child_column: str) -> None:
        """Set a counter of every row of ``table`` to the number of ``child`` rows that point to it."""
        points = self._columns[child].index(child_column)
        counted = Counter(row[points] for row in self.tables[child])
        at = self._columns[table].index(column)
        self.tables[table] = [
            (*row[:at], counted[number], *row[at + 1 :]) for number, row in enumerate(self.tables[table], start=1)
        ]

    def __len__(self) -> int:
        return sum(len(rows) for rows in self.tables.values())


def load(rows: Rows, engine: Engine) -> None:
    """Make the tables and fill them in one transaction."""
    dialect = engine.dialect.name
    with engine.begin() as connection:
        if dialect == "postgresql":
            _load_then_tie(connection, rows)
        else:
            if dialect == "sqlite":
                connection.exec_driver_sql("PRAGMA foreign_keys = ON")
            metadata.create_all(connection, checkfirst=False)
            _insert_all(connection, rows)
    if dialect in ("sqlite", "postgresql"):
        with engine.begin() as connection:
            connection.exec_driver_sql("ANALYZE")


def _load_then_tie(connection: Connection, rows: Rows) -> None:
    """Fill bare tables, then add indexes and foreign keys, which checks them all at once: twice as fast on PostgreSQL."""
    for table in metadata.sorted_tables:
        connection.execute(CreateTable(table, include_foreign_key_constraints=[]))
    _insert_all(connection, rows)
    for table in metadata.sorted_tables:
        for index in sorted(table.indexes, key=lambda index: str(index.name)):
            index.create(connection)
    for table in metadata.sorted_tables:
        for constraint in sorted(table.foreign_key_constraints, key=lambda constraint: str(constraint.name)):
            connection.execute(AddConstraint(constraint, isolate_from_table=False))
    _continue_sequences(connection)


def _insert_all(connection: Connection, rows: Rows) -> None:
    for table in metadata.sorted_tables:
        if rows.tables[table.name]:
            _insert(connection, table, _as_stored(table, rows.tables[table.name], connection.dialect.name))


def _as_stored(table: Table, rows: list[Row], dialect: str) -> list[Row]:
    """Write JSON, and where the engine has no type for them instants, as the text the engine keeps."""
    writers: list[tuple[int, Callable[[Any], Any]]] = []
    for position, column in enumerate(table.columns):
        if isinstance(column.type, JSON):
            writers.append((position, json.dumps))
        elif isinstance(column.type, DateTime) and dialect != "postgresql":
            writers.append((position, lambda at: f"{at:%Y-%m-%d %H:%M:%S.%f}"))
        elif dialect == "sqlite" and column.type.python_type.__name__ == "date":
            writers.append((position, str))
    if not writers:
        return rows
    out = []
    for row in rows:
        cells = list(row)
        for position, write in writers:
            if cells[position] is not None:
                cells[position] = write(cells[position])
        out.append(tuple(cells))
    return out


def _insert(connection: Connection, table: Table, rows: list[Row]) -> None:
    names = ", ".join(table.c.keys())
    cursor = connection.connection.cursor()
    if connection.dialect.name == "postgresql":
        with cursor.copy(f"COPY {table.name} ({names}) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
    else:
        marks = ", ".join(["?" if connection.dialect.name == "sqlite" else "%s"] * len(table.c))
        cursor.executemany(f"INSERT INTO {table.name} ({names}) VALUES ({marks})", rows)  # noqa: S608  # our own names
    cursor.close()


def _continue_sequences(connection: Connection) -> None:
    for table in metadata.sorted_tables:
        if table.autoincrement_column is not None:
            last = connection.execute(select(func.max(table.c.id))).scalar()
            if last is not None:
                set_next = text("SELECT setval(pg_get_serial_sequence(:table, 'id'), :last)")
                connection.execute(set_next, {"table": table.name, "last": last})
