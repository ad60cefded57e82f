"""From ties to relations: which rows a person holds, which of them go with the person, and who else owns them.

Rendered two ways, as in the datamap's semantics: *person → rows* outward from the accounts (``held``, ``going``), and
*row → people* to judge whether another living owner remains (``others``).
"""

from __future__ import annotations

from collections.abc import Callable

from upheld.datamap.conditions import Condition, Test
from upheld.datamap.model import Datamap, Role, Slice, Table, Tied
from upheld.datamap.schema import Schema
from upheld.datamap.ties import BackHop, Closure, ColumnPath, Hop, Match, TypedHop
from upheld.planning.identity import Identity
from upheld.planning.predicates import (
    Always,
    Below,
    Filled,
    HasIdentifier,
    InPeople,
    Links,
    Never,
    Predicate,
    Satisfies,
    Union,
    both,
    either,
    negate,
    union,
)

Columns = tuple[str, ...]
Rows = Callable[[str, Columns], Predicate]


class Relations:
    """The relations of one datamap for one frozen identity.

    Raises ``ValueError`` for ties that form a circle or lead to tables the datamap does not declare; ``upheld check``
    reports both with their position before a plan is ever made.
    """

    def __init__(self, datamap: Datamap, schema: Schema, identity: Identity) -> None:
        self.datamap = datamap
        self.schema = schema
        self.identity = identity
        self._memo: dict[tuple[str, str, Columns], Predicate] = {}
        self._open: list[tuple[str, str, Columns]] = []

    # person → rows

    def held(self, table: str, via: Columns = ()) -> Predicate:
        """Rows of which the person is an owner, alone or with others.

        ``via`` are the columns by which a backward hop came here: a tie along them leads back to where it came from and
        adds no row, so a membership may hang below the very group that it makes its members' own.
        """
        return self._remember("held", table, via, lambda t: union([self.held_slice(t, part, via) for part in t.slices]))

    def held_slice(self, table: Table, part: Slice, via: Columns = ()) -> Predicate:
        return self._through(table, part, _onward(part.owners(), via), self.held, via)

    def going(self, table: str, via: Columns = ()) -> Predicate:
        """Rows that go with the person: theirs alone, or shared with nobody who is left."""
        return self._remember(
            "going", table, via, lambda t: union([self.going_slice(t, part, via) for part in t.slices])
        )

    def going_slice(self, table: Table, part: Slice, via: Columns = ()) -> Predicate:
        if part.shared:
            return both(self.held_slice(table, part, via), negate(self.others_slice(table, part, via)))
        return self._through(table, part, _onward(part.owners(), via), self.going, via)

    def through(self, table: Table, part: Slice, tied: Tied) -> Predicate:
        """Rows of a slice that one tie leads to."""
        return self._through(table, part, (tied,), self.held)

    # row → people

    def others(self, table: str, via: Columns = ()) -> Predicate:
        """Rows that have a living owner besides the person."""
        return self._remember(
            "others", table, via, lambda t: either([self.others_slice(t, part, via) for part in t.slices])
        )

    def others_slice(self, table: Table, part: Slice, via: Columns = ()) -> Predicate:
        found = either([self._other_by(table, t) for t in _onward(part.owners(), via)])
        return both(self.when(table, part), found)

    # parts

    def when(self, table: Table, part: Slice) -> Predicate:
        """The slice's own condition; for the rest of a table, that no other slice holds."""
        if part.when is not None:
            return Satisfies(part.when)
        named = [Satisfies(s.when) for s in table.slices if s.when is not None]
        return negate(either(named)) if named else Always()

    def _remember(self, what: str, name: str, via: Columns, build: Callable[[Table], Predicate]) -> Predicate:
        at = (what, name, via)
        if at in self._memo:
            return self._memo[at]
        if at in self._open:
            circle = " -> ".join(t for _, t, _ in [*self._open[self._open.index(at) :], at])
            raise ValueError(f"the ties of the datamap form a circle: {circle}")
        table = self.datamap.tables.get(name)
        if table is None:
            raise ValueError(f"a tie leads to `{name}`, which the datamap does not declare")
        self._open.append(at)
        try:
            found = build(table)
        finally:
            self._open.pop()
        self._memo[at] = found
        return found

    def _through(self, table: Table, part: Slice, ties: tuple[Tied, ...], rows: Rows, via: Columns = ()) -> Predicate:
        arms = [self._arm(table, t, rows) for t in ties if not isinstance(t.tie, Closure)]
        arms += [self._below(table, t.tie, rows, via) for t in ties if isinstance(t.tie, Closure)]
        return self._within(self.when(table, part), union(arms))

    @staticmethod
    def _within(when: Predicate, rows: Predicate) -> Predicate:
        """Push a slice's condition into each arm, so that every arm stays a plain indexed look-up."""

        if isinstance(rows, Union):
            return union([both(when, arm) for arm in rows.arms])
        return both(when, rows)

    def _below(self, table: Table, closure: Closure, rows: Rows, via: Columns) -> Predicate:
        base = union([self._above(table, part, rows, via) for part in table.slices])
        return Never() if isinstance(base, Never) else Below(base, closure.column, self.key_of(table.name)[0])

    def _above(self, table: Table, part: Slice, rows: Rows, via: Columns) -> Predicate:
        """Rows of a slice that a closure begins at: owned by any tie but a closure."""
        ties = tuple(t for t in _onward(part.owners(), via) if not isinstance(t.tie, Closure))
        if not part.shared or rows == self.held:
            return self._through(table, part, ties, rows, via)
        return both(self._through(table, part, ties, self.held, via), negate(self.others_slice(table, part, via)))

    def _arm(self, table: Table, tied: Tied, rows: Rows) -> Predicate:
        match tied.tie:
            case _ if tied.role is Role.IS:
                person = self.datamap.people[tied.name]
                return self._people(ColumnPath(person.key), person.kind)
            case Match(kind=kind, column=column):
                return HasIdentifier(column, kind) if self.identity.identifiers.get(kind) else Never()
            case Hop() as hop:
                parent, theirs = self.resolve(table.name, hop)
                return self._towards(hop.columns, parent, theirs, hop.where, rows)
            case BackHop() as back:
                mine = self.resolve_back(table.name, back)
                where = self._where(back.where, rows(back.child, back.child_columns))
                return (
                    Never() if isinstance(where, Never) else Links(_paths(mine), back.child, back.child_columns, where)
                )
            case TypedHop() as typed:
                return union([self._typed(typed, value, target, rows) for value, target in typed.arms])
            case _:
                return Never()

    def _typed(self, tie: TypedHop, value: str, target: str, rows: Rows) -> Predicate:
        towards = self._towards((tie.id_column,), target, self.key_of(target), None, rows)
        return both(Satisfies(_equals(tie.type_column, value)), towards)

    def _towards(
        self, columns: tuple[ColumnPath, ...], parent: str, theirs: tuple[str, ...], where: Condition | None, rows: Rows
    ) -> Predicate:
        person = self.datamap.person_of_table(parent)
        if person is not None and theirs == (person.key,) and where is None and self._is_only(parent):
            return self._people(columns[0], person.kind)
        inner = self._where(where, rows(parent, ()))
        return Never() if isinstance(inner, Never) else Links(columns, parent, theirs, inner)

    def _is_only(self, table: str) -> bool:
        """Whether a people table's rows are reached by being the person and by nothing else."""
        return all(t.role is Role.IS for part in self.datamap.tables[table].slices for t in part.owners())

    def _people(self, column: ColumnPath, kind: str) -> Predicate:
        return InPeople(column, kind) if self.identity.keys(kind) else Never()

    @staticmethod
    def _where(condition: Condition | None, rows: Predicate) -> Predicate:
        return both(Satisfies(condition), rows) if condition else rows

    def _other_by(self, table: Table, tied: Tied) -> Predicate:
        match tied.tie:
            case _ if tied.role is Role.IS:
                return self._other_person(ColumnPath(self.datamap.people[tied.name].key), tied.name)
            case Match(kind=kind, column=column):
                mine = HasIdentifier(column, kind) if self.identity.identifiers.get(kind) else Never()
                return both(Filled(column), negate(mine))
            case Hop() as hop:
                parent, theirs = self.resolve(table.name, hop)
                return self._other_at(hop.columns, parent, theirs, hop.where, self.others(parent))
            case BackHop() as back:
                mine_columns = _paths(self.resolve_back(table.name, back))
                others = self.others(back.child, back.child_columns)
                return self._other_at(mine_columns, back.child, back.child_columns, back.where, others)
            case TypedHop() as typed:
                return either(
                    [
                        both(
                            Satisfies(_equals(typed.type_column, value)),
                            self._other_at((typed.id_column,), target, self.key_of(target), None, self.others(target)),
                        )
                        for value, target in typed.arms
                    ]
                )
            case _:
                return Never()

    def _other_at(
        self,
        columns: tuple[ColumnPath, ...],
        table: str,
        theirs: tuple[str, ...],
        where: Condition | None,
        others: Predicate,
    ) -> Predicate:
        inner = self._where(where, others)
        return Never() if isinstance(inner, Never) else Links(columns, table, theirs, inner, correlated=True)

    def _other_person(self, key: ColumnPath, kind: str) -> Predicate:
        person = self.datamap.people[kind]
        living = negate(Satisfies(person.pseudo_when)) if person.pseudo_when else Always()
        return both(negate(self._people(key, kind)), living)

    # schema look-ups

    def key_of(self, table: str) -> tuple[str, ...]:
        """The key of a table: as the datamap says, else the primary key."""
        declared = self.datamap.tables[table].key if table in self.datamap.tables else ()
        found = declared or (self.schema.tables[table].primary_key if table in self.schema.tables else ())
        if not found:
            raise ValueError(f"`{table}` has no primary key and the datamap gives it no `key`")
        return found

    def resolve(self, table: str, hop: Hop) -> tuple[str, tuple[str, ...]]:
        """Return the parent table and its columns of a forward hop."""
        if hop.parent is not None:
            return hop.parent, hop.parent_columns or self.key_of(hop.parent)
        wanted = tuple(c.column for c in hop.columns)
        for fk in self.schema.tables[table].foreign_keys:
            if fk.columns == wanted:
                return fk.parent, fk.parent_columns
        raise ValueError(f"`{table}.{', '.join(wanted)}` has no foreign key; write `{wanted[0]} -> table`")

    def resolve_back(self, table: str, back: BackHop) -> tuple[str, ...]:
        """Return this table's columns that a backward hop's child points to."""
        if back.columns is not None:
            return back.columns
        for fk in self.schema.tables[back.child].foreign_keys if back.child in self.schema.tables else ():
            if fk.parent == table and fk.columns == back.child_columns:
                return fk.parent_columns
        return self.key_of(table)


def _onward(ties: tuple[Tied, ...], via: Columns) -> tuple[Tied, ...]:
    """Leave out the tie that leads back along ``via``."""
    if not via:
        return ties
    return tuple(t for t in ties if not (isinstance(t.tie, Hop) and tuple(map(str, t.tie.columns)) == via))


def _paths(names: tuple[str, ...]) -> tuple[ColumnPath, ...]:
    return tuple(ColumnPath(n) for n in names)


def _equals(column: str, value: str) -> Condition:
    quoted = value.replace("'", "''")
    return Condition(f"{column} = '{quoted}'", (Test(column, "=", (value,)),))
