"""What proves, after a crash, whether a transaction in the target happened.

PostgreSQL knows the fate of a transaction id for a while (``pg_xact_status``), so the id is journalled before COMMIT.
Elsewhere a row of our own in the same transaction is the witness; where we may not create that table, the answer is
"not witnessed" and a case that finds nothing says so instead of claiming success.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from upheld.connectors.sql.dialects import PREFIX
from upheld.errors import AccessDenied, Busy

TABLE = f"{PREFIX}receipt"


class Fate(StrEnum):
    """What became of a transaction."""

    COMMITTED = "committed"
    ABSENT = "absent"
    """It rolled back or never was: run it again."""
    UNKNOWN = "unknown"
    """Nobody can tell any more; what is found absent now was not counted by us."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The claim check of one transaction: ``attempt`` is ours, ``transaction`` the target's own id where it has one."""

    attempt: str
    transaction: str | None
    witnessed: bool
    counts: Mapping[str, int]
    kept: Mapping[str, int]


def begin(connection: Connection, attempt: str) -> tuple[str | None, bool]:
    """Prepare a witness inside the open transaction; return the target's transaction id and whether there is a witness."""
    if connection.dialect.name == "postgresql":
        return str(connection.execute(text("SELECT pg_current_xact_id()::text")).scalar_one()), True
    try:
        connection.exec_driver_sql(f"CREATE TABLE IF NOT EXISTS {TABLE} (attempt TEXT PRIMARY KEY)")
        connection.exec_driver_sql(f"INSERT INTO {TABLE} (attempt) VALUES (:attempt)", {"attempt": attempt})
    except ProgrammingError:
        return None, False
    return None, True


def fate(connection: Connection, receipt: Receipt) -> Fate:
    """Ask the target what became of the transaction behind ``receipt``; raises :class:`Busy` while it is still running."""
    if not receipt.witnessed:
        return Fate.UNKNOWN
    if receipt.transaction is not None:
        return _postgres_fate(connection, receipt.transaction)
    try:
        row = connection.exec_driver_sql(
            f"SELECT 1 FROM {TABLE} WHERE attempt = :attempt", {"attempt": receipt.attempt}
        )
        return Fate.COMMITTED if row.first() else Fate.ABSENT
    except DBAPIError as error:
        if "no such table" in str(error.orig):
            return Fate.ABSENT
        raise


def _postgres_fate(connection: Connection, transaction: str) -> Fate:
    try:
        status = connection.execute(text("SELECT pg_xact_status(CAST(:x AS xid8))"), {"x": transaction}).scalar()
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", "") == "22023":  # the id lies in the future: another cluster answers
            raise AccessDenied(
                "the database that answers is not the one that ran the transaction; check the URL"
            ) from None
        raise
    match status:
        case "committed":
            return Fate.COMMITTED
        case "aborted":
            return Fate.ABSENT
        case "in progress":
            raise Busy("an earlier transaction of this case is still running; try again")
        case _:
            return Fate.UNKNOWN
