"""What a live database says about itself, as plain values. Filled by a connector, read by coverage rules and planner."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class TypeClass(StrEnum):
    """What kind of value a column holds, across databases."""

    INTEGER = "integer"
    NUMBER = "number"
    TEXT = "text"
    BYTES = "bytes"
    BOOLEAN = "boolean"
    DATE = "date"
    INSTANT = "instant"
    """A timestamp with a time zone, or one whose zone is declared by the datamap."""
    UUID = "uuid"
    JSON = "json"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Column:
    """A column. ``declared`` is the database's own name of its type; ``fixed`` marks one the database computes itself."""

    name: str
    type: TypeClass
    declared: str
    nullable: bool
    has_default: bool = False
    max_length: int | None = None
    fixed: bool = False
    folds_case: bool = False
    """Whether equality on this column ignores case (a case-insensitive type or collation)."""


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """A declared reference from ``table(columns)`` to ``parent(parent_columns)``."""

    table: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    on_delete: str = "no action"


@dataclass(frozen=True, slots=True)
class Index:
    """An index. ``columns`` are plain columns in order; ``folded`` is the column a ``lower(column)`` index is on."""

    columns: tuple[str, ...]
    unique: bool = False
    folded: str | None = None
    partial: bool = False


@dataclass(frozen=True, slots=True)
class TableSchema:
    """A table with its keys. ``row_id`` is the database's own row address where there is no primary key."""

    name: str
    columns: Mapping[str, Column]
    primary_key: tuple[str, ...] = ()
    foreign_keys: tuple[ForeignKey, ...] = ()
    indexes: tuple[Index, ...] = ()
    is_view: bool = False
    is_copy: bool = False
    """A materialised view: it holds rows of its own, derived from tables, until it is refreshed."""
    estimated_rows: int | None = None

    def column(self, name: str) -> Column | None:
        return self.columns.get(name)

    def indexed(self, columns: tuple[str, ...]) -> bool:
        """Tell whether an index (or the key) leads with ``columns`` in any order."""
        wanted = set(columns)
        leads = [self.primary_key, *(i.columns for i in self.indexes if not i.partial)]
        return any(set(lead[: len(columns)]) == wanted for lead in leads if len(lead) >= len(columns))

    def folded_index(self, column: str) -> bool:
        return any(i.folded == column for i in self.indexes)

    @property
    def uniques(self) -> tuple[tuple[str, ...], ...]:
        """Every set of columns that must be unique, the primary key included."""
        own = tuple(i.columns for i in self.indexes if i.unique and i.columns)
        return ((self.primary_key,) if self.primary_key else ()) + own


@dataclass(frozen=True, slots=True)
class Schema:
    """All tables of one system."""

    dialect: str
    tables: Mapping[str, TableSchema] = field(default_factory=dict)

    def referencing(self, parent: str) -> tuple[ForeignKey, ...]:
        """Every foreign key into ``parent``, in a stable order."""
        return tuple(fk for name in sorted(self.tables) for fk in self.tables[name].foreign_keys if fk.parent == parent)
