"""Open a database of ours, SQLite or PostgreSQL, so that its transactions mean the same on both.

A write transaction holds SQLite's write lock from its first statement (``BEGIN IMMEDIATE``) and is READ COMMITTED on
PostgreSQL, where row locks and unique keys order writers. A read transaction sees one snapshot and cannot write.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from upheld.errors import Busy, UsageError
from upheld.faults import translated

LOCK_TIMEOUT_SECONDS = 10
_READING = "upheld_reading"


class Database:
    """One database of ours with its two kinds of transaction."""

    def __init__(self, url: str, name: str) -> None:
        """Prepare to connect to ``url``; ``name`` is what error messages call this database."""
        self.name = name
        self.engine = _engine(_parse(url, name))

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """Give a connection in a transaction that commits at the end of the block and rolls back on any exception.

        Raises :class:`Busy`, :class:`OutOfSpace`, :class:`Unreachable`, :class:`AccessDenied` or
        :class:`IntegrityRefused` in place of the driver's errors.
        """
        with translated(self.name), self.engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection on one snapshot that cannot write."""
        options: dict[str, Any] = {_READING: True}
        if not self.is_sqlite:
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with translated(self.name), self.engine.connect() as connection:
            connection.execution_options(**options)
            with connection.begin():
                yield connection

    def scrub(self, *tables: str) -> None:
        """Free this database's files of rows that were deleted from ``tables``, as far as the engine lets us.

        SQLite overwrites deleted cells at once (``secure_delete``); what is left stands in the write-ahead log, which is
        emptied here. PostgreSQL's tables are vacuumed; its own log keeps the rows until it is recycled. Raises
        :class:`Busy` when a reader stands in the way.
        """
        if self.is_sqlite:
            self.empty_log()
            return
        with translated(self.name), self.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            for table in tables:
                connection.exec_driver_sql(f"VACUUM {table}")

    def empty_log(self) -> None:
        """Move SQLite's write-ahead log into the file and empty it; do nothing on PostgreSQL.

        Raises :class:`Busy` when a reader stands in the way.
        """
        if not self.is_sqlite:
            return
        with translated(self.name), closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            blocked, _, _ = cursor.fetchone() or (0, 0, 0)
        if blocked:
            raise Busy(f"{self.name}: a reader keeps the write-ahead log from being emptied; try again")

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()


def _parse(url: str, name: str) -> URL:
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise UsageError(
            f"{name}: the URL is not one; write sqlite:///file.db or postgresql://user@host/name"
        ) from None
    backend = parsed.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend != "sqlite":
        raise UsageError(f"{name}: {backend} cannot hold our own tables; use SQLite or PostgreSQL")
    if parsed.database in (None, "", ":memory:") or "mode" in parsed.query:
        raise UsageError(f"{name}: our tables must outlive the process; give SQLite a file (sqlite:///file.db)")
    return parsed.set(drivername="sqlite+pysqlite")


def _engine(url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        _create_private(Path(url.database or ""))
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": LOCK_TIMEOUT_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        connect_args={"connect_timeout": LOCK_TIMEOUT_SECONDS, "options": f"-c lock_timeout={LOCK_TIMEOUT_SECONDS}s"},
    )


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None  # transactions begin where `_begin_sqlite` says, never behind our back
    _use_wal(connection)
    for pragma in ("synchronous=FULL", "foreign_keys=ON", "secure_delete=ON", "trusted_schema=OFF"):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _use_wal(connection: sqlite3.Connection) -> None:
    """Switch a new file to a write-ahead log; SQLite does not wait by itself for another process that does the same."""
    deadline = time.monotonic() + LOCK_TIMEOUT_SECONDS
    while True:
        try:
            connection.execute("PRAGMA journal_mode=WAL").fetchall()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() > deadline:
                raise
            time.sleep(0.02)
        else:
            return


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def _create_private(file: Path) -> None:
    """Create the file readable by its owner only; SQLite gives its log and index files the same rights."""
    with suppress(OSError):  # a folder that is missing or forbidden is reported by the connection that needs it
        file.touch(mode=0o600, exist_ok=True)
