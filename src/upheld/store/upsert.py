"""``INSERT … ON CONFLICT``, which SQLite and PostgreSQL write alike and SQLAlchemy keeps in two dialects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import Insert


def ignoring(connection: Connection, table: Table, row: Mapping[str, Any]) -> Insert:
    """Return an insert that does nothing where a row with one of the table's keys exists."""
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).values(**row).on_conflict_do_nothing()
    return sqlite.insert(table).values(**row).on_conflict_do_nothing()


def replacing(connection: Connection, table: Table, row: Mapping[str, Any]) -> Insert:
    """Return an insert that overwrites the row with the same primary key."""
    key = [column.name for column in table.primary_key]
    changed = {name: value for name, value in row.items() if name not in key}
    if connection.dialect.name == "postgresql":
        return postgresql.insert(table).values(**row).on_conflict_do_update(index_elements=key, set_=changed)
    return sqlite.insert(table).values(**row).on_conflict_do_update(index_elements=key, set_=changed)
