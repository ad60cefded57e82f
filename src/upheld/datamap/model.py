"""The datamap: whose row each row is, what every column holds, and what erasure does to it.

Plain values, already checked for form; whether they fit a live schema is for :mod:`upheld.datamap.coverage` to say.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from upheld.datamap.conditions import Condition
from upheld.datamap.strategies import Strategy
from upheld.datamap.ties import BackHop, Closure, ColumnPath, Hop, Match, Tie, TypedHop


class Role(StrEnum):
    """What a person is to a row."""

    IS = "is"
    """The row is the person."""
    OWNER = "of"
    """The row is this person's alone and goes with them."""
    CO_OWNER = "with"
    """The row is several people's: it survives the first who leaves and goes with the last."""
    VIEWER = "sees"
    """The person appears in, or handled, a row that is not theirs."""


class Origin(StrEnum):
    """How data came to be (it decides what portability covers, GDPR Art. 20)."""

    PROVIDED = "provided"
    OBSERVED = "observed"
    INFERRED = "inferred"


class Erase(StrEnum):
    """What erasure does with a row that is the person's alone."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    UNPUBLISH = "unpublish"
    """Take it out of sight by the ``set`` columns; it stays."""
    ISOLATE = "isolate"
    """Seal it by the ``set`` columns until it can go."""
    KEEP = "keep"


class PeriodUnit(StrEnum):
    YEARS = "y"
    MONTHS = "m"
    DAYS = "d"


@dataclass(frozen=True, slots=True)
class Keep:
    """A duty or promise to keep some columns of a row until ``anchor`` plus a period.

    ``because`` is the id of a charter statement or a citation; ``columns`` is the cited list that stays. Everything else
    is emptied in the same transaction, by ``reduce`` where a strategy is named, else to NULL.
    """

    anchor: str
    count: int
    unit: PeriodUnit
    because: str
    columns: tuple[str, ...]
    reduce: Mapping[str, Strategy] = field(default_factory=dict)

    @property
    def period(self) -> str:
        return f"{self.count}{self.unit.value}"


@dataclass(frozen=True, slots=True)
class Tied:
    """A tie in a role. ``name`` is what columns refer to by ``whose``; ``shows`` is what a viewer's copy may contain."""

    role: Role
    name: str
    tie: Tie
    shows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Slice:
    """The rows of a table that satisfy ``when`` (None: all, or all the rest), and how they are tied and erased."""

    when: Condition | None
    tied: tuple[Tied, ...] = ()
    erase: Erase = Erase.DELETE
    set: Mapping[str, Strategy] = field(default_factory=dict)
    leave: Mapping[str, Strategy] = field(default_factory=dict)
    keep: Keep | None = None
    nobody: bool = False
    label: str = ""

    def owners(self) -> tuple[Tied, ...]:
        """The ties that make a row somebody's own."""
        return tuple(t for t in self.tied if t.role in (Role.IS, Role.OWNER, Role.CO_OWNER))

    def viewers(self) -> tuple[Tied, ...]:
        return tuple(t for t in self.tied if t.role is Role.VIEWER)

    def tied_columns(self) -> tuple[str, ...]:
        """Columns that lead from a row to its people."""
        leading = (tie_columns(t.tie) for t in self.tied if t.role is not Role.IS)
        return tuple(dict.fromkeys(path.column for paths in leading for path in paths))

    @property
    def shared(self) -> bool:
        """Whether a row of this slice may have more than one owner."""
        return any(t.role is Role.CO_OWNER for t in self.tied)


@dataclass(frozen=True, slots=True)
class ColumnUse:
    """What a column holds. ``whose`` names the tie whose person the value is about; None means the row's owner."""

    name: str
    category: str
    whose: str | None = None
    purpose: str | None = None
    basis: str | None = None
    source: str | None = None
    origin: Origin | None = None
    withhold: str | None = None
    """A reason never to hand the value out (a secret, another's trade secret), cited in the package."""


@dataclass(frozen=True, slots=True)
class Counter:
    """A column of this table that counts the rows of ``child`` pointing here, kept consistent when they go."""

    column: str
    child: str
    child_column: str
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a system."""

    name: str
    slices: tuple[Slice, ...]
    columns: Mapping[str, ColumnUse] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    mentions: tuple[str, ...] = ()
    inbound: Mapping[str, Strategy] = field(default_factory=dict)
    """``child.column`` → what happens there when the row it points to goes."""
    counters: tuple[Counter, ...] = ()
    proves: Mapping[str, str] = field(default_factory=dict)
    """Identifier kind → column: further identifiers of the person the row belongs to."""
    title: str | None = None
    promised: tuple[str, ...] = ()
    """Ids of the charter statements that say how long the rows of this table stay."""

    def ties(self) -> Iterator[Tied]:
        for part in self.slices:
            yield from part.tied


@dataclass(frozen=True, slots=True)
class PersonKind:
    """A kind of person with an account. ``pseudo`` gives the cells of a pseudo-person; ``{n}`` becomes a fresh number."""

    kind: str
    table: str
    key: str
    proves: Mapping[str, str] = field(default_factory=dict)
    hints: Mapping[str, str] = field(default_factory=dict)
    pseudo: Mapping[str, str | int | bool | None] = field(default_factory=dict)
    pseudo_when: Condition | None = None
    stored: Mapping[str, str] = field(default_factory=dict)
    """Identifier kind → form it is always stored in (``lower``), checked on the live data."""


@dataclass(frozen=True, slots=True)
class Datamap:
    """All tables of one system, and which of them hold nothing about anybody."""

    system: str
    people: Mapping[str, PersonKind]
    tables: Mapping[str, Table]
    nobody: frozenset[str] = frozenset()

    def person_of_table(self, table: str) -> PersonKind | None:
        return next((p for p in self.people.values() if p.table == table), None)

    @property
    def identifier_kinds(self) -> frozenset[str]:
        """The kinds of identifier by which rows are found: proved by people or tables, or matched by a tie."""
        proved = {kind for person in self.people.values() for kind in person.proves}
        proved |= {kind for table in self.tables.values() for kind in table.proves}
        ties = (tied.tie for table in self.tables.values() for tied in table.ties())
        return frozenset(proved | {tie.kind for tie in ties if isinstance(tie, Match)})

    @property
    def shares_rows(self) -> bool:
        """Whether some rows may be several people's, so that what becomes of them depends on who else is left."""
        return any(part.shared for table in self.tables.values() for part in table.slices)


def tie_columns(tie: Tie) -> tuple[ColumnPath, ...]:
    """The columns of the tied table that a tie reads."""
    match tie:
        case Match(column=column):
            return (column,)
        case Hop(columns=columns):
            return columns
        case TypedHop(type_column=type_column, id_column=id_column):
            return (ColumnPath(type_column), id_column)
        case Closure(column=name):
            return (ColumnPath(name),)
        case BackHop(columns=names):
            return tuple(ColumnPath(n) for n in names or ())
