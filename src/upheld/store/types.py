"""Column types that mean the same on a STRICT SQLite table and on PostgreSQL.

A STRICT table takes only INTEGER, REAL, TEXT, BLOB and ANY, so SQLAlchemy's ``DateTime``, ``String``, ``BigInteger`` and
``JSON`` cannot be used there. Text is ``sqlalchemy.Text``, bytes are ``sqlalchemy.LargeBinary`` (BLOB, bytea).
"""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import rfc8785
from sqlalchemy import BigInteger, Integer, Text
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator

Whole = BigInteger().with_variant(Integer(), "sqlite")
"""A 64-bit integer on both engines; as a primary key it numbers itself."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """Store an aware datetime as whole microseconds since 1970-01-01 UTC.

    An integer is exact, sorts, and is one representation on both engines; PostgreSQL shows it with
    ``to_timestamp(at / 1e6)``. A naive datetime is refused.
    """

    impl = Whole
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:
        return None if value is None else to_microseconds(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> datetime | None:
        return None if value is None else _EPOCH + value * _MICROSECOND


class CanonicalJson(TypeDecorator[Any]):
    """Store a value as canonical JSON text (RFC 8785), so that the bytes hashed are the bytes kept."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:
        return None if value is None else rfc8785.dumps(value).decode()

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


def to_microseconds(instant: datetime) -> int:
    """Return microseconds since 1970-01-01 UTC; raise ``ValueError`` for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a time zone; give an aware datetime")
    return (instant - _EPOCH) // _MICROSECOND
