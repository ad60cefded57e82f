"""Plan a copy of a person's data: which rows, which cells, and what is withheld (GDPR Art. 15, 15(4); CCPA § 1798.110)."""

from __future__ import annotations

from collections.abc import Iterator

from upheld.datamap.model import Datamap, Role, Slice, Table, Tied, tie_columns
from upheld.datamap.schema import Schema
from upheld.datamap.ties import Hop, Match, TypedHop
from upheld.planning.identity import Identity
from upheld.planning.operations import AccessPlan, CellRule, Selection
from upheld.planning.predicates import Mentions, Never, Predicate, both, either, negate, union
from upheld.planning.relations import Relations

OTHERS = "about another person (GDPR Art. 15(4))"
NOT_SHOWN = "not the person's own; the datamap does not show it to this role"


def plan_access(datamap: Datamap, schema: Schema, identity: Identity) -> AccessPlan:
    """Plan what the person behind ``identity`` may see in one system. Pure; raises ``ValueError`` as the erasure does."""
    planner = _Planner(datamap, schema, identity)
    selections = tuple(s for name in sorted(datamap.tables) for s in planner.table(datamap.tables[name]))
    known = any(identity.identifiers.values())
    mentions = tuple(
        (t.name, Mentions(t.mentions), t.mentions) for t in datamap.tables.values() if t.mentions and known
    )
    return AccessPlan(datamap.system, selections, mentions)


class _Planner:
    def __init__(self, datamap: Datamap, schema: Schema, identity: Identity) -> None:
        self.relations = Relations(datamap, schema, identity)
        self.schema = schema
        self.identity = identity

    def table(self, table: Table) -> Iterator[Selection]:
        for part in table.slices:
            held = self.relations.held_slice(table, part)
            if not isinstance(held, Never):
                yield self._selection(table, part, "owner", held, None)
            told = [held]
            for tied in part.viewers():
                rows = self.relations.through(table, part, tied)
                if isinstance(rows, Never):
                    continue
                yield self._selection(table, part, tied.name, both(rows, negate(either(told))), tied)
                told.append(rows)

    def _selection(self, table: Table, part: Slice, role: str, rows: Predicate, viewer: Tied | None) -> Selection:
        cells = tuple(self._cell(table, part, name, viewer) for name in self._columns(table))
        return Selection(
            table.name, f"{part.label}: {role}" if part.label else role, rows, cells, self.relations.key_of(table.name)
        )

    def _columns(self, table: Table) -> list[str]:
        """Columns of the copy, in the database's order: the key, the ties and everything declared."""
        key = self.relations.key_of(table.name)
        tied = {c.column for t in table.ties() for c in tie_columns(t.tie)}
        wanted = {*key, *tied, *table.columns}
        return [name for name in self.schema.tables[table.name].columns if name in wanted]

    def _cell(self, table: Table, part: Slice, column: str, viewer: Tied | None) -> CellRule:
        use = table.columns.get(column)
        if use is not None and use.withhold is not None:
            return CellRule(column, withheld=use.withhold)
        subject = self._about(table, part, column)
        owners = part.owners()
        reader = viewer or (owners[0] if len(owners) == 1 else None)
        if subject is not None and subject is reader:
            return CellRule(column)
        if subject is None and column in self.relations.key_of(table.name):
            return CellRule(column)
        if subject is not None:
            return CellRule(column, visible=self.relations.through(table, part, subject), withheld=OTHERS)
        if viewer is not None and column not in viewer.shows:
            shown = union(self.relations.through(table, part, t) for t in part.viewers() if column in t.shows)
            return CellRule(column, None if isinstance(shown, Never) else shown, NOT_SHOWN)
        return CellRule(column)

    def _about(self, table: Table, part: Slice, column: str) -> Tied | None:
        """The tie whose person a cell is about, where that may be somebody other than the reader."""
        use = table.columns.get(column)
        if use is not None and use.whose is not None:
            return next((t for t in part.tied if t.name == use.whose), None)
        return next((t for t in part.tied if self._names_person(table, t, column)), None)

    def _names_person(self, table: Table, tied: Tied, column: str) -> bool:
        """Whether ``column`` itself identifies the person of a tie: a person's key, an identifier, a typed reference."""
        match tied.tie:
            case _ if tied.role is Role.IS:
                return False
            case Match(column=holder):
                return holder.column == column and not holder.path
            case TypedHop(id_column=holder):
                return holder.column == column and not holder.path
            case Hop(columns=(holder,)) as hop if holder.column == column and not holder.path:
                return self.relations.datamap.person_of_table(self.relations.resolve(table.name, hop)[0]) is not None
            case _:
                return False
