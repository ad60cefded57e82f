"""Connect to a database that holds people's data: verified TLS where remote, time-outs always, least surprise.

Every statement runs under a lock time-out and a statement time-out, so that a case waits for the application and never
the application for a case.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError

from upheld.connectors.sql.dialects import PREFIX
from upheld.errors import Unreachable, UsageError
from upheld.faults import translated

LOCK_TIMEOUT_SECONDS = 10
STATEMENT_TIMEOUT_SECONDS = 300
_READING = "upheld_reading"
_LOOPBACK = frozenset({None, "", "localhost", "127.0.0.1", "::1"})


class Target:
    """One target database and its kinds of transaction. ``name`` is what errors call it; its address never appears."""

    def __init__(self, name: str, url: str) -> None:
        self.name = name
        parsed = _parse(name, url)
        self.dialect = parsed.get_backend_name()
        self.engine = _engine(name, parsed)

    @contextmanager
    def write(self, *, serializable: bool = False) -> Iterator[Connection]:
        """Give a connection in the transaction a change needs: exact counts, all or nothing.

        PostgreSQL: REPEATABLE READ (a conflict is SQLSTATE 40001, transient), or SERIALIZABLE for a change that depends on
        rows another change may take away meanwhile. SQLite: BEGIN IMMEDIATE. The caller commits; leaving the block without
        a commit rolls back.
        """
        level = "SERIALIZABLE" if serializable else "REPEATABLE READ"
        options = {} if self.dialect == "sqlite" else {"isolation_level": level}
        with translated(self.name), self.engine.connect() as connection:
            connection.execution_options(**options, **{_READING: False})
            with connection.begin() as transaction:
                yield connection
                if transaction.is_active:
                    transaction.rollback()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """Give a connection on one snapshot that cannot write."""
        options: dict[str, object] = {_READING: True}
        if self.dialect == "postgresql":
            options |= {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}
        with translated(self.name), self.engine.connect() as connection:
            connection.execution_options(**options)
            with connection.begin():
                yield connection

    def close(self) -> None:
        self.engine.dispose()


def _parse(name: str, url: str) -> URL:
    try:
        parsed = make_url(url)
    except (ArgumentError, ValueError):  # the latter for a port that is no number
        raise UsageError(
            f"{name}: the URL is not one; write sqlite:///file.db or postgresql://user@host/name"
        ) from None
    backend = parsed.get_backend_name()
    if backend in ("postgresql", "postgres"):
        return parsed.set(drivername="postgresql+psycopg")
    if backend == "sqlite":
        if not parsed.database or not Path(parsed.database).exists():
            raise Unreachable(f"{name}: the database file does not exist; check the URL in upheld.yaml")
        return parsed.set(drivername="sqlite+pysqlite")
    raise UsageError(f"{name}: no connector for {backend}; use SQLite or PostgreSQL")


def _engine(name: str, url: URL) -> Engine:
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, hide_parameters=True, connect_args={"timeout": LOCK_TIMEOUT_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    theirs = url.query.get("options", ())
    ours = f"-c lock_timeout={LOCK_TIMEOUT_SECONDS}s -c statement_timeout={STATEMENT_TIMEOUT_SECONDS}s -c timezone=UTC"
    arguments: dict[str, object] = {
        "connect_timeout": LOCK_TIMEOUT_SECONDS,
        "options": " ".join([theirs, ours] if isinstance(theirs, str) else [*theirs, ours]),
        "application_name": "upheld",
    }
    if url.host not in _LOOPBACK and not str(url.host).startswith("/") and "sslmode" not in url.query:
        arguments |= {"sslmode": "verify-full", "sslrootcert": "system"}
    return create_engine(url, hide_parameters=True, pool_size=2, pool_pre_ping=True, connect_args=arguments)


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.isolation_level = None
    for pragma in ("foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}").fetchall()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get(_READING, False)
    connection.exec_driver_sql(f"PRAGMA query_only={'ON' if reading else 'OFF'}")
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")


def register_functions(connection: Connection, parameters: dict[str, object]) -> None:
    """Give a SQLite connection the functions our statements use; other databases have their own."""
    if connection.dialect.name != "sqlite":
        return
    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    pattern = re.compile(str(parameters[f"{PREFIX}needles"]), re.IGNORECASE)
    inner, outer = parameters[f"{PREFIX}ipad"], parameters[f"{PREFIX}opad"]
    assert isinstance(inner, bytes)
    assert isinstance(outer, bytes)
    raw.create_function(f"{PREFIX}hash", 1, lambda v: _hash(v, inner, outer), deterministic=True)
    raw.create_function(f"{PREFIX}mask", 2, _mask, deterministic=True)
    raw.create_function(f"{PREFIX}redact", 1, lambda v: pattern.sub("[erased]", v) if isinstance(v, str) else v)
    raw.create_function(f"{PREFIX}mentions", -1, lambda *vs: any(isinstance(v, str) and pattern.search(v) for v in vs))


def _hash(value: object, inner: bytes, outer: bytes) -> str | None:

    if value is None:
        return None
    return hashlib.sha256(outer + hashlib.sha256(inner + str(value).encode()).digest()).hexdigest()


def _mask(value: object, keep: int) -> str | None:
    if value is None:
        return None
    text = str(value)
    cut = max(len(text) - keep, 0)
    head = re.sub(r"[^\W\d_]", "x", re.sub(r"[0-9]", "0", text[:cut]))
    return head + text[cut:]
