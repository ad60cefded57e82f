"""Bring our databases to the schema this program knows: the data store and the key store, each with its own line.

A migration is a module ``NNNN_what.py`` in ``store/`` or ``keys/``. It writes the tables down as they are at that moment and
imports none of ours, so that it means the same for ever. Its revision is its number; adding one touches nothing else.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from sqlalchemy import Connection, inspect, text

from upheld.errors import UsageError
from upheld.store.engine import Database

_LOCK = 7_483_920_115
"""Key of the PostgreSQL advisory lock under which one process at a time migrates."""


class Line(StrEnum):
    STORE = "store"
    KEYS = "keys"


def head(line: Line) -> str:
    """Return the newest revision of a line."""
    folder = Path(__file__).parent / line
    return max(path.stem.partition("_")[0] for path in folder.glob("[0-9]*_*.py"))


def migrate(database: Database, line: Line) -> None:
    """Bring ``database`` to the newest schema in one transaction; do nothing when it is there already.

    Raises :class:`UsageError` for a database that a newer program has migrated.
    """
    with database.read() as connection:
        if _revision(connection) == head(line):
            return
    with database.write() as connection:
        if not database.is_sqlite:
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})
        from upheld.store.migrations.upgrading import upgrade  # noqa: PLC0415  Alembic costs a start that needs none

        try:
            upgrade(connection, line)
        except KeyError:
            raise UsageError(
                f"{database.name} has schema {_revision(connection)}, which this program does not know; use the newer one"
            ) from None


def _revision(connection: Connection) -> str | None:
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return revision
