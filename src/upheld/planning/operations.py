"""What a plan consists of: set operations on one table each, in an order that foreign keys allow.

The plan that is explained is the plan that runs: connectors render these very values.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from types import MappingProxyType

from upheld.datamap.conditions import Condition
from upheld.datamap.model import Keep
from upheld.datamap.strategies import Strategy
from upheld.planning.predicates import Predicate


class Act(StrEnum):
    """What an operation does, and why it is there."""

    DELETE = "delete"
    ANONYMISE = "anonymise"
    UNPUBLISH = "unpublish"
    ISOLATE = "isolate"
    REDUCE = "reduce"
    """Empty all but the cited columns of a row that a duty keeps."""
    LEAVE = "leave"
    """Empty the leaver's own cells of a row that stays somebody else's."""
    UNLINK = "unlink"
    """Answer a foreign key of a surviving row into one that goes."""
    REDACT = "redact"
    """Replace identifiers inside free text."""
    COUNT = "count"
    """Correct a counter of a parent row."""


OWN_ROWS = frozenset({Act.DELETE, Act.ANONYMISE, Act.UNPUBLISH, Act.ISOLATE, Act.REDUCE, Act.LEAVE})
"""Acts that touch disjoint rows of one table by construction, so their order among themselves does not matter."""


@dataclass(frozen=True, slots=True)
class CounterChange:
    """Lower ``column`` by the number of rows of ``child`` that go, of those that satisfy ``where``."""

    column: str
    key: str
    child: str
    child_column: str
    going: Predicate
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class Operation:
    """One statement. ``rows`` says which rows of ``table``; ``sets`` what their cells become (empty for a deletion)."""

    act: Act
    table: str
    rows: Predicate
    sets: Mapping[str, Strategy] = field(default_factory=dict)
    because: str = ""
    role: str = ""
    keep: Keep | None = None
    counter: CounterChange | None = None

    @property
    def name(self) -> str:
        """A stable name for counts, events and explanations; says nothing about a person."""
        return f"{self.act.value}:{self.table}" + (f":{self.role}" if self.role else "")


@dataclass(frozen=True, slots=True)
class Capture:
    """Remember the keys of some rows before the first write, because a later write would hide the way to them."""

    name: str
    table: str
    key: tuple[str, ...]
    rows: Predicate


@dataclass(frozen=True, slots=True)
class PseudoPerson:
    """A stand-in that foreign keys of surviving rows may point to: one for all, or a fresh one for this erasure."""

    kind: str
    each: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """Rows that stay, and why: reported, never silently passed over."""

    table: str
    rows: Predicate
    because: str
    columns: tuple[str, ...]
    keep: Keep | None = None

    @property
    def name(self) -> str:
        """A stable name for counts, beside those of the operations."""
        return f"kept:{self.table}:{self.because}"


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """Everything one system does to erase one person, in order."""

    system: str
    pseudo: tuple[PseudoPerson, ...]
    captures: tuple[Capture, ...]
    operations: tuple[Operation, ...]
    kept: tuple[Kept, ...]

    def digest(self) -> str:
        """SHA-256 over the plan's structure; identifiers and keys are not part of it."""
        return hashlib.sha256(repr((self.pseudo, self.captures, self.operations, self.kept)).encode()).hexdigest()

    def lines(self, counts: Mapping[str, int] = MappingProxyType({})) -> Iterator[str]:
        """Describe the stages for people, in the order they run, with the rows of each where ``counts`` tells them."""
        for p in self.pseudo:
            yield f"make {'a fresh' if p.each else 'the shared'} pseudo-person of kind {p.kind} if needed"
        for c in self.captures:
            yield f"remember the keys of rows of {c.table} ({c.name})"
        for op in self.operations:
            cells = f" ({', '.join(sorted(op.sets))})" if op.sets else ""
            yield f"{op.act.value} {_counted(counts, op.name)}{op.table}{cells}: {op.because}"
        for k in self.kept:
            yield f"keep {_counted(counts, k.name)}{k.table}, only {', '.join(k.columns)}: {k.because}"


def _counted(counts: Mapping[str, int], name: str) -> str:
    return f"{counts[name]} row{'' if counts[name] == 1 else 's'} of " if name in counts else ""


@dataclass(frozen=True, slots=True)
class CellRule:
    """How one column appears in a copy: shown to whom ``visible`` holds (None: always), else withheld with ``reason``."""

    column: str
    visible: Predicate | None = None
    withheld: str | None = None


@dataclass(frozen=True, slots=True)
class Selection:
    """One table of a copy: the rows in which the person has ``role``, and the cells they may see."""

    table: str
    role: str
    rows: Predicate
    cells: tuple[CellRule, ...]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AccessPlan:
    """Everything one system reads to answer one person."""

    system: str
    selections: tuple[Selection, ...]
    mentions: tuple[tuple[str, Predicate, tuple[str, ...]], ...] = ()
    """(table, rows, columns) in which the person is named in free text: counted and located, not copied."""
