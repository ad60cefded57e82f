"""Whether a column can take what a strategy makes of it: NOT NULL, type, length, UNIQUE, generated."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from upheld.datamap.schema import Column, TableSchema, TypeClass
from upheld.datamap.strategies import (
    Constant,
    Empty,
    Keep,
    KeyedHash,
    Mask,
    Null,
    Pseudo,
    Redact,
    RemovePaths,
    Strategy,
    TruncateDate,
)

HASH_LENGTH = 32
"""Shortest column for a keyed hash: the connector cuts the 64 hex digits to fit, and 128 bits still never collide."""

_TEXT = frozenset({TypeClass.TEXT})
_DATED = frozenset({TypeClass.DATE, TypeClass.INSTANT, TypeClass.TEXT})
_NUMERIC = frozenset({TypeClass.INTEGER, TypeClass.NUMBER})
_NO_EMPTY = frozenset({TypeClass.DATE, TypeClass.INSTANT, TypeClass.UUID, TypeClass.OTHER})


class Misfit(NamedTuple):
    """Why a column cannot take a strategy, as the end of a sentence that begins with the column."""

    code: str
    why: str
    advice: str
    certain: bool = True


def misfits(facts: TableSchema, column: Column, strategy: Strategy, beside: Mapping[str, Strategy]) -> Iterator[Misfit]:
    """Yield what stands against ``strategy`` on ``column``; ``beside`` is all that the same statement sets."""
    if column.fixed:
        yield Misfit(
            "generated-column",
            "is computed by the database, which refuses to set it",
            "Leave it out; set the columns it is computed from.",
        )
        return
    yield from _against_null(column, strategy)
    yield from _against_type(column, strategy)
    yield from _against_length(column, strategy)
    yield from _against_unique(facts, column, strategy, beside)


def _against_null(column: Column, strategy: Strategy) -> Iterator[Misfit]:
    if isinstance(strategy, Null) and not column.nullable:
        yield Misfit(
            "null-on-not-null",
            "is NOT NULL and would become NULL",
            "Use `empty` or `{constant: …}`, or let the column be NULL.",
        )


def _against_type(column: Column, strategy: Strategy) -> Iterator[Misfit]:
    wrong: str | None = None
    match strategy:
        case Empty() if column.type in _NO_EMPTY:
            wrong = "has no empty value"
        case Constant(value=value) if not _holds(column.type, value):
            wrong = f"cannot hold {value!r}"
        case KeyedHash() | Mask() | Redact() if column.type not in _TEXT:
            wrong = "is not text"
        case TruncateDate() if column.type not in _DATED:
            wrong = "is no date"
        case RemovePaths() if column.type not in (TypeClass.JSON, TypeClass.TEXT):
            wrong = "is no JSON document"
    if wrong is not None:
        declared = f" ({column.declared})" if column.declared else ""
        yield Misfit("wrong-type", f"{wrong}{declared}", "Choose a strategy for this type: docs/reference/datamap.md.")


def _holds(kind: TypeClass, value: str | int | bool) -> bool:
    if isinstance(value, bool):
        return kind in (TypeClass.BOOLEAN, *_NUMERIC, TypeClass.OTHER)
    if isinstance(value, int):
        return kind in (*_NUMERIC, TypeClass.TEXT, TypeClass.OTHER) or (kind is TypeClass.BOOLEAN and value in (0, 1))
    match kind:
        case TypeClass.INTEGER:
            return re.fullmatch(r"-?\d+", value) is not None
        case TypeClass.NUMBER:
            return re.fullmatch(r"-?\d+(\.\d+)?", value) is not None
        case TypeClass.DATE:
            return _parses(date.fromisoformat, value)
        case TypeClass.INSTANT:
            return _parses(datetime.fromisoformat, value)
        case TypeClass.UUID:
            return _parses(UUID, value)
        case TypeClass.JSON:
            return _parses(json.loads, value)
        case TypeClass.BOOLEAN:
            return False
        case _:
            return True


def _parses(read: object, value: str) -> bool:
    assert callable(read)
    try:
        read(value)
    except ValueError:
        return False
    return True


def _against_length(column: Column, strategy: Strategy) -> Iterator[Misfit]:
    room = column.max_length
    if room is None or column.type is not TypeClass.TEXT:
        return
    if isinstance(strategy, KeyedHash) and room < HASH_LENGTH:
        yield Misfit(
            "too-long",
            f"holds {room} characters, too few for a keyed hash to tell two values apart",
            f"Give it {HASH_LENGTH} characters or more, or use another strategy.",
        )
    if isinstance(strategy, Constant) and len(str(strategy.value)) > room:
        yield Misfit("too-long", f"holds {room} characters, fewer than the constant has", "Shorten the constant.")


def _against_unique(
    facts: TableSchema, column: Column, strategy: Strategy, beside: Mapping[str, Strategy]
) -> Iterator[Misfit]:
    if not isinstance(strategy, Constant | Empty | TruncateDate | Mask) and strategy != Pseudo(each=False):
        return
    for columns, partial in unique_sets(facts):
        if column.name not in columns or _stays_apart(facts, columns, beside):
            continue
        together = " together with " + ", ".join(c for c in columns if c != column.name) if len(columns) > 1 else ""
        yield Misfit(
            "not-unique",
            f"is UNIQUE{together}; two people who leave would get the same value",
            "Use `{pseudo: each}`, `hash` or null.",
            certain=not partial,
        )
        return


def unique_sets(facts: TableSchema) -> Iterator[tuple[tuple[str, ...], bool]]:
    """Yield every set of columns that must be unique, and whether that holds for some rows only."""
    if facts.primary_key:
        yield facts.primary_key, False
    for index in facts.indexes:
        columns = index.columns or ((index.folded,) if index.folded else ())
        if index.unique and columns:
            yield columns, index.partial


def _stays_apart(facts: TableSchema, columns: tuple[str, ...], beside: Mapping[str, Strategy]) -> bool:
    """Whether another column keeps the rows of a UNIQUE set apart: one that becomes distinct, or an untouched key."""
    if any(isinstance(beside.get(c), Null | KeyedHash) or beside.get(c) == Pseudo(each=True) for c in columns):
        return True
    untouched = {c for c in columns if isinstance(beside.get(c, Keep()), Keep)}
    return any(set(other) <= untouched for other, partial in unique_sets(facts) if not partial)
