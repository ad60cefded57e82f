"""What discovery found out, as values: a survey of the database, and a draft of what its datamap should say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from upheld.datamap.schema import Schema
from upheld.discovery.generic import AttributeTable, Member, TypedReference
from upheld.discovery.judging import Finding
from upheld.discovery.links import Reference
from upheld.discovery.people import PeopleTable
from upheld.discovery.sampling import Sample

Written = str | int | bool | None | Mapping[str, object]
"""A value as the datamap writes it: a tie, a strategy."""


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that was found in a database."""

    schema: Schema
    samples: Mapping[str, Sample]
    kinds: Mapping[str, str]
    """Table → ``view``, ``copy`` or ``foreign`` where it is no ordinary one."""
    findings: Mapping[str, Mapping[str, Finding]]
    people: Mapping[str, PeopleTable]
    references: Mapping[str, tuple[Reference, ...]]
    """Table → the references its rows make, declared and found."""
    typed: Mapping[str, tuple[TypedReference, ...]]
    attributes: Mapping[str, AttributeTable]
    members: Mapping[str, tuple[Member, ...]]
    lower: frozenset[tuple[str, str]] = frozenset()
    """Columns that hold lower-case text only, over all rows."""

    def finding(self, table: str, column: str) -> Finding | None:
        return self.findings.get(table, {}).get(column)

    def nullable(self, table: str, columns: tuple[str, ...]) -> bool:
        facts = self.schema.tables[table]
        return any(facts.columns[c].nullable and c not in facts.primary_key for c in columns if c in facts.columns)


@dataclass(slots=True)
class TieDraft:
    """A tie as it is written, the columns it reads, where it leads, and why."""

    written: Written
    columns: tuple[str, ...]
    leads_to: tuple[str, ...]
    why: str
    reference: Reference | None = None


@dataclass(slots=True)
class TableDraft:
    """What the datamap should say of one table. ``why`` explains it; ``decide`` is left to a person."""

    name: str
    kind: str | None = None
    of: list[TieDraft] = field(default_factory=list)
    shared: list[TieDraft] = field(default_factory=list)
    sees: dict[str, TieDraft] = field(default_factory=dict)
    erase: str = "delete"
    sets: dict[str, Written] = field(default_factory=dict)
    leave: dict[str, Written] = field(default_factory=dict)
    inbound: dict[str, Written] = field(default_factory=dict)
    proves: dict[str, str] = field(default_factory=dict)
    mentions: list[str] = field(default_factory=list)
    holds: dict[str, list[str]] = field(default_factory=dict)
    key: tuple[str, ...] = ()
    why: list[str] = field(default_factory=list)
    decide: list[str] = field(default_factory=list)
    notes: dict[str, str] = field(default_factory=dict)
    """Column → what is said beside it."""

    @property
    def owned(self) -> bool:
        return bool(self.kind or self.of or self.shared)

    @property
    def tied(self) -> bool:
        return self.owned or bool(self.sees)

    @property
    def deletable(self) -> bool:
        return self.owned and self.erase == "delete"

    def owner_ties(self) -> list[TieDraft]:
        return [*self.of, *self.shared]

    def tie_columns(self) -> set[str]:
        return {c for t in (*self.of, *self.shared, *self.sees.values()) for c in t.columns}


@dataclass(slots=True)
class Draft:
    """A drafted datamap. ``nobody`` is table → why it holds nothing about anybody."""

    survey: Survey
    tables: dict[str, TableDraft]
    nobody: dict[str, str]
    pseudo: dict[str, dict[str, Written]] = field(default_factory=dict)
    """Kind of person → cells of a stand-in."""
    pseudo_when: dict[str, str] = field(default_factory=dict)
