"""Which rows, said without SQL: a small algebra over the rows of one table that connectors render in their dialect.

A predicate speaks of one table, its *subject*; what it needs of other tables it reaches through :class:`Links`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields

from upheld.datamap.conditions import Condition
from upheld.datamap.model import PeriodUnit
from upheld.datamap.ties import ColumnPath

ROWS = "*"
"""Stands for "the rows of this table exist", beside the columns in what a predicate reads."""


@dataclass(frozen=True, slots=True)
class Never:
    """No row."""


@dataclass(frozen=True, slots=True)
class Always:
    """Every row."""


@dataclass(frozen=True, slots=True)
class InPeople:
    """``column`` is the key of one of the subject's accounts of ``kind``."""

    column: ColumnPath
    kind: str


@dataclass(frozen=True, slots=True)
class HasIdentifier:
    """``column`` holds one of the subject's identifiers of ``kind``, in any candidate form."""

    column: ColumnPath
    kind: str


@dataclass(frozen=True, slots=True)
class Mentions:
    """One of the text ``columns`` contains an identifier of the subject."""

    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Links:
    """``columns`` equal ``their`` columns of a row of ``table`` that satisfies ``where``.

    ``correlated`` asks for an EXISTS per row (few rows on the left) instead of a semi-join outward from the person.
    """

    columns: tuple[ColumnPath, ...]
    table: str
    their: tuple[str, ...]
    where: Predicate
    correlated: bool = False


@dataclass(frozen=True, slots=True)
class Satisfies:
    """The row satisfies a condition of the datamap."""

    condition: Condition


@dataclass(frozen=True, slots=True)
class Filled:
    """``column`` is not NULL and not the empty text."""

    column: ColumnPath


@dataclass(frozen=True, slots=True)
class Younger:
    """``column`` plus a period lies after now, or ``column`` is NULL (an unknown start cannot have run out)."""

    column: str
    count: int
    unit: PeriodUnit


@dataclass(frozen=True, slots=True)
class Below:
    """The row lies below a row that satisfies ``base``, followed through ``link`` (points to ``key`` of the row above)."""

    base: Predicate
    link: str
    key: str


@dataclass(frozen=True, slots=True)
class InKeySet:
    """The row's ``key`` was captured under ``name`` before the first write."""

    name: str
    key: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Union:
    """One arm or another; rendered as UNION of arms, never as OR (an OR defeats the arms' indexes)."""

    arms: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """One part or another, judged row by row."""

    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple[Predicate, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Not true: false or unknown."""

    part: Predicate


Predicate = (
    Never
    | Always
    | InPeople
    | HasIdentifier
    | Mentions
    | Links
    | Satisfies
    | Filled
    | Younger
    | Below
    | InKeySet
    | Union
    | Or
    | And
    | Not
)


def union(arms: Iterable[Predicate]) -> Predicate:
    """Join arms, dropping empty and repeated ones and flattening nested unions."""
    flat: list[Predicate] = []
    for arm in arms:
        for one in arm.arms if isinstance(arm, Union) else (arm,):
            if not isinstance(one, Never) and one not in flat:
                flat.append(one)
    return Never() if not flat else flat[0] if len(flat) == 1 else Union(tuple(flat))


def either(parts: Iterable[Predicate]) -> Predicate:
    """Join parts that are judged row by row."""
    flat = [p for p in parts if not isinstance(p, Never)]
    return Never() if not flat else flat[0] if len(flat) == 1 else Or(tuple(flat))


def both(*parts: Predicate) -> Predicate:
    """Join conditions, dropping the trivial ones."""
    flat: list[Predicate] = []
    for part in parts:
        flat += part.parts if isinstance(part, And) else (part,)
    if any(isinstance(p, Never) for p in flat):
        return Never()
    kept = [p for p in flat if not isinstance(p, Always)]
    return Always() if not kept else kept[0] if len(kept) == 1 else And(tuple(kept))


def negate(part: Predicate) -> Predicate:
    if isinstance(part, Never):
        return Always()
    return Never() if isinstance(part, Always) else Not(part)


def reads(predicate: Predicate, table: str) -> frozenset[tuple[str, str]]:
    """Every (table, column) whose change could change which rows of ``table`` satisfy the predicate."""
    return frozenset(_reads(predicate, table))


def _reads(p: Predicate, table: str) -> Iterator[tuple[str, str]]:
    match p:
        case Links(columns=columns, table=other, their=their, where=where):
            yield from ((table, c.column) for c in columns)
            yield (other, ROWS)
            yield from ((other, c) for c in their)
            yield from _reads(where, other)
        case Below(base=base, link=link, key=key):
            yield from ((table, ROWS), (table, link), (table, key))
            yield from _reads(base, table)
        case Union(arms=parts) | Or(parts=parts) | And(parts=parts):
            for part in parts:
                yield from _reads(part, table)
        case Not(part=part):
            yield from _reads(part, table)
        case Mentions(columns=names):
            yield from ((table, c) for c in names)
        case Satisfies(condition=condition):
            yield from ((table, c) for c in condition.columns)
        case InPeople(column=column) | HasIdentifier(column=column) | Filled(column=column):
            yield (table, column.column)
        case Younger(column=name):
            yield (table, name)
        case _:
            return


def children(p: Predicate) -> tuple[Predicate, ...]:
    """The predicates directly inside ``p``, for walks that do not care what ``p`` is."""
    out: list[Predicate] = []
    for f in fields(p):
        value = getattr(p, f.name)
        if isinstance(value, tuple):
            out += [v for v in value if isinstance(v, _CLASSES)]
        elif isinstance(value, _CLASSES):
            out.append(value)
    return tuple(out)


_CLASSES = (
    Never,
    Always,
    InPeople,
    HasIdentifier,
    Mentions,
    Links,
    Satisfies,
    Filled,
    Younger,
    Below,
    InKeySet,
    Union,
    Or,
    And,
    Not,
)
