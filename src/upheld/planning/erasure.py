"""Plan an erasure: from ties and strategies to set operations (GDPR Art. 17; CCPA § 1798.105)."""

from __future__ import annotations

from collections.abc import Iterator

from upheld.datamap.model import ColumnUse, Datamap, Erase, Role, Slice, Table, Tied, tie_columns
from upheld.datamap.schema import Schema
from upheld.datamap.strategies import Null, Pseudo, Redact, Strategy
from upheld.datamap.ties import ColumnPath, Hop
from upheld.planning.identity import Identity
from upheld.planning.operations import Act, CounterChange, ErasurePlan, Kept, Operation, PseudoPerson
from upheld.planning.ordering import order
from upheld.planning.predicates import (
    Links,
    Mentions,
    Never,
    Predicate,
    Satisfies,
    Younger,
    both,
    either,
    negate,
    union,
)
from upheld.planning.relations import Relations


def plan_erasure(datamap: Datamap, schema: Schema, identity: Identity) -> ErasurePlan:
    """Plan the erasure of the person behind ``identity`` in one system.

    Pure: the plan names no key and no identifier, connectors bind those from the identity when they run it. Raises
    ``ValueError`` for a datamap that ``upheld check`` would have refused.
    """
    planner = _Planner(datamap, schema, identity)
    operations = [op for name in sorted(datamap.tables) for op in planner.table(datamap.tables[name])]
    operations += planner.answers(operations)
    captures, ordered = order(operations, schema, planner.relations.key_of)
    return ErasurePlan(datamap.system, planner.pseudo_people(ordered), captures, ordered, tuple(planner.kept))


class _Planner:
    def __init__(self, datamap: Datamap, schema: Schema, identity: Identity) -> None:
        self.datamap = datamap
        self.schema = schema
        self.identity = identity
        self.relations = Relations(datamap, schema, identity)
        self.kept: list[Kept] = []

    def table(self, table: Table) -> Iterator[Operation]:
        """Operations that the ties of one table ask for."""
        if table.name not in self.schema.tables:
            raise ValueError(f"the datamap declares `{table.name}`, which the database does not have")
        for part in table.slices:
            yield from self._own(table, part)
            yield from self._shared(table, part)
            yield from self._seen(table, part)
        yield from self._mentions(table)

    def _own(self, table: Table, part: Slice) -> Iterator[Operation]:
        going = self.relations.going_slice(table, part)
        if isinstance(going, Never):
            return
        why = _because(table, part)
        if part.keep is not None:
            keep = part.keep
            young = Younger(keep.anchor, keep.count, keep.unit)
            kept = both(going, young)
            self.kept.append(Kept(table.name, kept, keep.because, keep.columns, keep))
            sets = {name: keep.reduce.get(name, Null()) for name in self._emptied(table, part)}
            if sets:
                yield Operation(
                    Act.REDUCE,
                    table.name,
                    kept,
                    sets,
                    f"kept until {keep.anchor} + {keep.period}: {keep.because}",
                    part.label,
                    keep,
                )
            going = both(going, negate(young))
        match part.erase:
            case Erase.DELETE:
                yield Operation(Act.DELETE, table.name, going, {}, why, part.label)
            case Erase.KEEP:
                self.kept.append(Kept(table.name, going, part.label or "declared kept", tuple(table.columns)))
            case Erase.ANONYMISE | Erase.UNPUBLISH | Erase.ISOLATE:
                rows = both(going, negate(self._already(part)))
                yield Operation(Act(part.erase.value), table.name, rows, dict(part.set), why, part.label)

    def _already(self, part: Slice) -> Predicate:
        """People's rows that are a pseudo-person's: a plan that runs again leaves them as they are."""
        kinds = (self.datamap.people[t.name] for t in part.tied if t.role is Role.IS)
        return either(Satisfies(k.pseudo_when) for k in kinds if k.pseudo_when is not None)

    def _emptied(self, table: Table, part: Slice) -> tuple[str, ...]:
        """Columns a reduction empties: all that is declared, tied or answered, but the cited list, and never the key."""
        assert part.keep is not None
        fixed = {*part.keep.columns, *self.relations.key_of(table.name), part.keep.anchor}
        named = [*table.columns, *part.tied_columns(), *part.keep.reduce]
        return tuple(dict.fromkeys(n for n in named if n not in fixed))

    def _shared(self, table: Table, part: Slice) -> Iterator[Operation]:
        if not part.shared:
            return
        others = self.relations.others_slice(table, part)
        for tied in part.owners():
            sets = self._leaving(table, part, tied)
            rows = both(self.relations.through(table, part, tied), others)
            if sets and not isinstance(rows, Never):
                yield Operation(Act.LEAVE, table.name, rows, sets, "the row stays its other owners'", _role(part, tied))

    def _seen(self, table: Table, part: Slice) -> Iterator[Operation]:
        for tied in part.viewers():
            sets = self._leaving(table, part, tied)
            rows = self.relations.through(table, part, tied)
            if sets and not isinstance(rows, Never):
                yield Operation(Act.UNLINK, table.name, rows, sets, "the row is somebody else's", _role(part, tied))

    @staticmethod
    def _leaving(table: Table, part: Slice, tied: Tied) -> dict[str, Strategy]:
        """The cells of a surviving row that are the leaver's own, with what becomes of them."""
        own = {c.column for c in tie_columns(tied.tie)}
        return {n: s for n, s in part.leave.items() if n in own or _whose(table.columns.get(n)) == tied.name}

    def _mentions(self, table: Table) -> Iterator[Operation]:
        if table.mentions and any(self.identity.identifiers.values()):
            sets: dict[str, Strategy] = dict.fromkeys(table.mentions, Redact())
            yield Operation(Act.REDACT, table.name, Mentions(table.mentions), sets, "others' text names the person")

    def answers(self, operations: list[Operation]) -> list[Operation]:
        """Operations that other operations' deletions ask for: inbound foreign keys and counters."""
        out: list[Operation] = []
        deletions = [o for o in operations if o.act is Act.DELETE]
        for op in deletions:
            table = self.datamap.tables[op.table]
            for target, strategy in table.inbound.items():
                child, _, column = target.partition(".")
                leaving = union([o.rows for o in deletions if o.table == child])
                out.append(self._unlink(op, child, column, strategy, leaving))
            out += self._counters(op)
        return out

    def _unlink(self, op: Operation, child: str, column: str, strategy: Strategy, leaving: Predicate) -> Operation:
        """Answer a foreign key of the rows of ``child`` that stay: all but those ``leaving``, kept ones included."""
        mine, theirs = next(
            (
                (fk.columns, fk.parent_columns)
                for fk in self.schema.referencing(op.table)
                if fk.table == child and column in fk.columns
            ),
            ((column,), self.relations.key_of(op.table)[:1]),
        )
        rows = both(Links(tuple(ColumnPath(c) for c in mine), op.table, theirs, op.rows), negate(leaving))
        return Operation(
            Act.UNLINK,
            child,
            rows,
            {column: strategy},
            f"its row of {op.table} goes",
            f"{column}:{op.table}.{op.role or 'row'}",
        )

    def _counters(self, op: Operation) -> list[Operation]:
        out: list[Operation] = []
        for parent in self.datamap.tables.values():
            for counter in parent.counters:
                if counter.child != op.table:
                    continue
                key = self.relations.key_of(parent.name)[0]
                change = CounterChange(counter.column, key, op.table, counter.child_column, op.rows, counter.where)
                rows = Links((ColumnPath(key),), op.table, (counter.child_column,), op.rows)
                out.append(
                    Operation(
                        Act.COUNT,
                        parent.name,
                        rows,
                        {counter.column: Null()},
                        f"it counts {op.table}",
                        counter.column,
                        None,
                        change,
                    )
                )
        return out

    def pseudo_people(self, operations: tuple[Operation, ...]) -> tuple[PseudoPerson, ...]:
        """The stand-ins that some operation points to."""
        wanted: set[tuple[str, bool]] = set()
        for op in operations:
            for column, strategy in op.sets.items():
                if isinstance(strategy, Pseudo):
                    kind = self.pointed_kind(op.table, column)
                    if kind is not None:
                        wanted.add((kind, strategy.each))
        return tuple(PseudoPerson(kind, each) for kind, each in sorted(wanted))

    def pointed_kind(self, table: str, column: str) -> str | None:
        """The kind of person a column points to; None where it is a cell of the person's own row."""
        return pointed_kind(self.datamap, self.schema, table, column)


def pointed_kind(datamap: Datamap, schema: Schema, table: str, column: str) -> str | None:
    """Return the kind of person whose key ``table.column`` holds, by a tie or a declared foreign key."""
    relations = Relations(datamap, schema, Identity())

    declared = datamap.tables.get(table)
    for tied in declared.ties() if declared else ():
        if isinstance(tied.tie, Hop) and tuple(c.column for c in tied.tie.columns) == (column,):
            person = datamap.person_of_table(relations.resolve(table, tied.tie)[0])
            if person is not None:
                return person.kind
    for fk in schema.tables[table].foreign_keys:
        if fk.columns == (column,) and (person := datamap.person_of_table(fk.parent)) is not None:
            return person.kind
    return None


def _because(table: Table, part: Slice) -> str:
    owner = next((t for t in part.owners()), None)
    whose = f"through {owner.name}" if owner is not None else ""
    shared = "shared with nobody who is left" if part.shared else "the person's own rows"
    return f"{shared} {whose}".strip()


def _role(part: Slice, tied: Tied) -> str:
    return f"{part.label}:{tied.name}" if part.label else tied.name


def _whose(use: ColumnUse | None) -> str | None:
    return use.whose if use else None
