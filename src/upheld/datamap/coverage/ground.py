"""A datamap beside the live schema it speaks of, with where each word of it stands: what every coverage rule looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from upheld.datamap.model import Datamap, Erase, Role, Slice, Table, Tied, tie_columns
from upheld.datamap.schema import Column, ForeignKey, Schema, TableSchema
from upheld.datamap.ties import BackHop, Closure, ColumnPath, Hop, TypedHop
from upheld.spans import Written

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Ground:
    """Datamap, schema and file; look-ups answer None or nothing where the two do not fit, they never raise."""

    datamap: Datamap
    schema: Schema
    written: Written

    # what there is

    def tables(self) -> Iterator[tuple[Table, TableSchema]]:
        """Yield the declared tables that the database has."""
        for name, table in self.datamap.tables.items():
            facts = self.schema.tables.get(name)
            if facts is not None:
                yield table, facts

    def slices(self) -> Iterator[tuple[Table, TableSchema, Slice]]:
        for table, facts in self.tables():
            for part in table.slices:
                yield table, facts, part

    def ties(self) -> Iterator[tuple[Table, Slice, Tied]]:
        """Yield every tie but ``is`` of the declared tables that the database has."""
        for table, _, part in self.slices():
            for tied in part.tied:
                if tied.role is not Role.IS:
                    yield table, part, tied

    def foreign_keys(self) -> Iterator[tuple[Table, ForeignKey]]:
        """Yield the foreign keys of declared tables."""
        for table, facts in self.tables():
            for reference in facts.foreign_keys:
                yield table, reference

    def column(self, table: str, name: str) -> Column | None:
        facts = self.schema.tables.get(table)
        return facts.column(name) if facts else None

    def key_of(self, table: str) -> tuple[str, ...]:
        """Return the key as the datamap says, else the primary key, else nothing."""
        declared = self.datamap.tables[table].key if table in self.datamap.tables else ()
        facts = self.schema.tables.get(table)
        return declared or (facts.primary_key if facts else ())

    # where ties lead

    def target(self, table: str, hop: Hop) -> tuple[str, tuple[str, ...]] | None:
        """Return the parent and its columns that a forward hop leads to; None where no foreign key says it."""
        if hop.parent is not None:
            return hop.parent, hop.parent_columns or self.key_of(hop.parent)
        reference = self.reference(table, tuple(map(str, hop.columns)))
        return None if reference is None else (reference.parent, reference.parent_columns)

    def reference(self, table: str, columns: tuple[str, ...]) -> ForeignKey | None:
        """Return the foreign key of exactly these columns."""
        facts = self.schema.tables.get(table)
        return next((fk for fk in facts.foreign_keys if fk.columns == columns), None) if facts else None

    def pointed(self, table: str, back: BackHop) -> tuple[str, ...]:
        """Return the columns of ``table`` that a backward hop's child points to."""
        reference = self.reference(back.child, back.child_columns)
        if back.columns is not None:
            return back.columns
        return reference.parent_columns if reference and reference.parent == table else self.key_of(table)

    def leads_to(self, table: str, tied: Tied) -> tuple[str, ...]:
        """Return the other tables a tie leads to, known or not."""
        match tied.tie:
            case Hop() as hop:
                target = self.target(table, hop)
                return (target[0],) if target else ()
            case BackHop(child=child):
                return (child,)
            case TypedHop(arms=arms):
                return tuple(name for _, name in arms)
            case _:
                return ()

    # what erasure does with rows

    def deletable(self, table: str) -> bool:
        """Tell whether an erasure may delete rows of ``table``."""
        declared = self.datamap.tables.get(table)
        return declared is not None and any(p.erase is Erase.DELETE and p.owners() for p in declared.slices)

    def only_people(self, table: str) -> bool:
        """Tell whether the rows of ``table`` are reached by being a person and by nothing else."""
        declared = self.datamap.tables.get(table)
        owners = [t for p in declared.slices for t in p.owners()] if declared else []
        return bool(owners) and all(t.role is Role.IS for t in owners)

    # where it stands

    def slice_at(self, table: Table, part: Slice) -> Path:
        return ("tables", table.name, "slices", part.label) if part.label else ("tables", table.name)

    def tie_at(self, table: Table, part: Slice, tied: Tied) -> Path:
        base = self.slice_at(table, part)
        if tied.role is Role.VIEWER:
            return (*base, "sees", tied.name)
        same = [t for t in part.tied if t.role is tied.role]
        return (*base, tied.role.value, next(i for i, t in enumerate(same) if t is tied))

    def column_at(self, table: str, column: str) -> Path:
        """Return where a column is declared: under ``columns``, or its place in a list of ``holds``."""
        base: Path = ("tables", table)
        raw = self.written.value.get("tables", {}).get(table) or {}
        if column in (raw.get("columns") or {}):
            return (*base, "columns", column)
        for category, names in (raw.get("holds") or {}).items():
            if column in names:
                return (*base, "holds", category, names.index(column))
        return base


def own_columns(tied: Tied) -> tuple[ColumnPath, ...]:
    """Return the columns of the tied row itself that a tie reads; a row that *is* a person reads none."""
    return () if tied.role is Role.IS else tie_columns(tied.tie)


def leavers(part: Slice) -> tuple[Tied, ...]:
    """Return the ties whose person may go while the row stays."""
    return (*(part.owners() if part.shared else ()), *part.viewers())


def cells_of(table: Table, tied: Tied) -> tuple[str, ...]:
    """Return the cells of a row that are its own to whom a tie leads: the tie's columns, and those said to be about them."""
    own = [] if isinstance(tied.tie, Closure) else [c.column for c in own_columns(tied)]
    return tuple(dict.fromkeys([*own, *(c.name for c in table.columns.values() if c.whose == tied.name)]))


def named(*columns: str) -> str:
    """Join column names for a message."""
    return ", ".join(columns)
