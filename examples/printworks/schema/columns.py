"""The metadata every table hangs on, and the columns that return in many of them."""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

EMAIL = String(254)
NAME = String(120)
INSTANT = DateTime(timezone=True)
DOCUMENT = JSON().with_variant(JSONB(), "postgresql")


def key() -> Column[int]:
    """Return a surrogate primary key."""
    return Column("id", Integer, primary_key=True)


def ref(name: str, target: str, **options: Any) -> Column[Any]:
    """Return an indexed foreign key; a leading column of a primary key needs no index of its own."""
    kind = String(2) if target == "countries.code" else Integer
    options.setdefault("index", not options.get("primary_key"))
    return Column(name, kind, ForeignKey(target), **options)


def instant(name: str) -> Column[Any]:
    return Column(name, INSTANT)


def stamp(name: str) -> Column[Any]:
    """Return an instant that the database fills in."""
    return Column(name, INSTANT, nullable=False, server_default=func.now())


def cents(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def lower_email_index(table: Table) -> None:
    """Index ``lower(email)`` of a table that keeps addresses as they were typed."""
    Index(f"ix_{table.name}_lower_email", func.lower(table.c.email)).ddl_if(callable_=_indexes_expressions)


def _indexes_expressions(
    ddl: object,
    target: object,
    bind: object,
    tables: object = None,
    state: object = None,
    *,
    dialect: Dialect,
    **_options: object,
) -> bool:
    """Tell whether the engine can; MariaDB cannot, and its collation ignores case anyway."""
    return dialect.name not in ("mysql", "mariadb")
