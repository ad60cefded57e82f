"""Turn a database driver's errors into ours, dropping their texts, which may quote values."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DataError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from upheld.errors import (
    AccessDenied,
    Busy,
    IntegrityRefused,
    OutOfSpace,
    Permanent,
    SchemaChanged,
    Unreachable,
    UpheldError,
)

_SQLITE: dict[int, tuple[type[UpheldError], str]] = {
    sqlite3.SQLITE_BUSY: (Busy, "is locked by another process; try again"),
    sqlite3.SQLITE_LOCKED: (Busy, "is locked by another connection; try again"),
    sqlite3.SQLITE_FULL: (OutOfSpace, "has no disk space left; free some and try again"),
    sqlite3.SQLITE_READONLY: (AccessDenied, "cannot be written; check the rights of the file and its folder"),
    sqlite3.SQLITE_PERM: (AccessDenied, "may not be opened; check the rights of the file and its folder"),
    sqlite3.SQLITE_AUTH: (AccessDenied, "refused the operation; check the rights of the file and its folder"),
    sqlite3.SQLITE_CANTOPEN: (Unreachable, "cannot be opened; check that its folder exists and may be written"),
    sqlite3.SQLITE_IOERR: (Unreachable, "cannot be read or written; check the disk"),
    sqlite3.SQLITE_CORRUPT: (Permanent, "is damaged; restore it from its backup"),
    sqlite3.SQLITE_NOTADB: (Permanent, "is not a database of ours, or is damaged; check the URL"),
}

_POSTGRES: tuple[tuple[str, type[UpheldError], str], ...] = (
    ("40", Busy, "could not serialise the transaction; try again"),
    ("55P03", Busy, "did not give a lock in time; try again"),
    ("57014", Busy, "cancelled a statement that took too long; try again"),
    ("53100", OutOfSpace, "has no disk space left; free some and try again"),
    ("53", Unreachable, "has no resources for another connection; raise its limits or lower ours"),
    ("57P", Unreachable, "is shutting down or restarting"),
    ("08", Unreachable, "lost the connection"),
    ("25006", AccessDenied, "is read-only; point the URL at the primary"),
    ("28", AccessDenied, "refused our credentials; check the user and password"),
    ("42703", SchemaChanged, "does not have a column any more; run `upheld check`"),
    ("42P01", SchemaChanged, "does not have a table any more; run `upheld check`"),
    ("42501", AccessDenied, "does not grant our user a right it needs; grant it"),
    ("3D000", Unreachable, "does not have the database of the URL; create it"),
)


@contextmanager
def translated(what: str) -> Iterator[None]:
    """Raise one of our errors in place of the driver's; ``what`` names the database without its address."""
    try:
        yield
    except PoolTimeout:
        raise Busy(f"{what}: every connection is in use; run fewer threads or try again") from None
    except DBAPIError as error:
        raise _translate(what, error) from None
    except sqlite3.Error as error:
        raise _from_sqlite(what, error) from None


def _translate(what: str, error: DBAPIError) -> UpheldError:
    if isinstance(error, IntegrityError):
        return IntegrityRefused(f"{what} refused a change: constraint {_constraint(error)}")
    original = error.orig
    if isinstance(original, sqlite3.Error):
        return _from_sqlite(what, original)
    state = getattr(original, "sqlstate", None)
    if state is None and isinstance(error, DataError):
        return Permanent(f"{what} cannot hold a value it was given, such as a text with a NUL in it")
    if state is None:
        return _without_state(what, original)
    for prefix, kind, advice in _POSTGRES:
        if state.startswith(prefix):
            return kind(f"{what} {advice} (SQLSTATE {state})")
    return Permanent(f"{what} refused a statement (SQLSTATE {state})")


def _from_sqlite(what: str, error: sqlite3.Error) -> UpheldError:
    if str(error).startswith(("no such column", "no such table")):
        return SchemaChanged(f"{what} does not have a column or table any more; run `upheld check`")
    if str(error).startswith("no such function"):
        return Permanent(
            f"{what} has a trigger, index or CHECK that calls a function which only the application brings; "
            "rewrite it in SQLite's own functions"
        )
    code = getattr(error, "sqlite_errorcode", 0) & 0xFF  # without the extended part
    kind, advice = _SQLITE.get(code, (Permanent, "refused a statement"))
    return kind(f"{what} {advice} ({getattr(error, 'sqlite_errorname', 'no code')})")


def _without_state(what: str, original: BaseException | None) -> UpheldError:
    """Judge a failure to connect, for which libpq gives a text and no SQLSTATE."""
    text = str(original)
    if "authentication failed" in text or "no password supplied" in text or "pg_hba.conf" in text:
        return AccessDenied(f"{what} refused our credentials; check the user and password")
    return Unreachable(
        f"{what} does not answer ({type(original).__name__}); check that it runs and that the URL is right"
    )


def _constraint(error: IntegrityError) -> str:
    diagnosis = getattr(error.orig, "diag", None)
    if diagnosis is not None:
        return str(diagnosis.constraint_name or diagnosis.column_name or "unnamed")
    return str(getattr(error.orig, "sqlite_errorname", "unnamed"))
