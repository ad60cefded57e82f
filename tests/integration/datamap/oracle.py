"""The meaning of the datamap language, said a second time: row by row, in plain Python, without sets and without SQL.

It follows docs/reference/datamap.md and knows nothing of the planner. It is slow and small on purpose; properties compare
what it says with what a database holds after the planner's statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from tests.integration.datamap.world import Cells, Key, Rows

from upheld.datamap.conditions import Condition
from upheld.datamap.model import Datamap, Erase, Role, Slice, Table, Tied, tie_columns
from upheld.datamap.schema import Schema
from upheld.datamap.strategies import Constant, Empty, Keep, Null, Strategy
from upheld.datamap.ties import BackHop, Closure, ColumnPath, Hop, Match, TypedHop
from upheld.planning.identity import Identity

RowId = tuple[str, Key]


@dataclass
class Oracle:
    """What one person owns, sees and takes along in one small database."""

    datamap: Datamap
    schema: Schema
    rows: Rows
    me: Identity

    def copy(self) -> Rows:
        """Return the declared cells that the person's copy shows: table → key → cells, empty ones left out."""
        out: Rows = {}
        for name, key in self._every_row():
            row, table = self.rows[name][key], self.datamap.tables[name]
            part = self._slice(table, row)
            roles = self._roles((name, key))
            if part is None or not roles:
                continue
            cells = {
                use.name: row[use.name]
                for use in table.columns.values()
                if use.withhold is None
                and row[use.name] is not None
                and self._visible(part, roles, use.name, use.whose)
            }
            out.setdefault(name, {})[key] = cells
        return out

    def after(self) -> Rows:
        """Return every row as it must be after the erasure."""
        out = {name: {key: dict(row) for key, row in rows.items()} for name, rows in self.rows.items()}
        gone: set[RowId] = set()
        for name, key in self._every_row():
            part = self._slice(self.datamap.tables[name], self.rows[name][key])
            if part is not None and self.goes((name, key)):
                self._take_along(part, out[name][key], (name, key), gone)
            elif part is not None:
                self._leave(part, out[name][key], (name, key))
        for name, key in gone:
            del out[name][key]
        self._answer(out, gone)
        return out

    def owns(self, at: RowId) -> bool:
        """Whether the person is an owner of the row, alone or with others."""
        return self._owns(at, frozenset())

    def goes(self, at: RowId) -> bool:
        """Whether the row goes with the person."""
        return self._goes(at, frozenset())

    # the four questions

    def _owns(self, at: RowId, asked: frozenset[RowId]) -> bool:
        if at in asked:
            return False
        part = self._part(at)
        return part is not None and any(self._leads(at, t, asked | {at}) for t in part.owners())

    def _leads(self, at: RowId, tied: Tied, asked: frozenset[RowId]) -> bool:
        """Whether one tie leads from the row to the person."""
        row = self.rows[at[0]][at[1]]
        match tied.tie:
            case _ if tied.role is Role.IS:
                return row[self.datamap.people[tied.name].key] in self.me.keys(tied.name)
            case Match(kind=kind, column=column):
                return _value(row, column) in self.me.forms(kind)
            case Closure(column=column):
                return any(self._leads(above, t, frozenset({at, above})) for above, t in self._above(at, column))
            case _:
                return any(self._owns(other, asked) for other in self._ends(at, tied))

    def _goes(self, at: RowId, asked: frozenset[RowId]) -> bool:
        part = self._part(at)
        if part is None or at in asked:
            return False
        if part.shared:
            return self.owns(at) and not self._others(at, frozenset())
        return any(self._taken(at, t, asked | {at}) for t in part.owners())

    def _taken(self, at: RowId, tied: Tied, asked: frozenset[RowId]) -> bool:
        match tied.tie:
            case Hop() | BackHop() | TypedHop() if tied.role is not Role.IS:
                return any(self._goes(other, asked) for other in self._ends(at, tied))
            case Closure(column=column):
                return any(self._taken(above, t, asked | {above}) for above, t in self._above(at, column))
            case _:
                return self._leads(at, tied, frozenset())

    def _above(self, at: RowId, column: str) -> Iterator[tuple[RowId, Tied]]:
        """Every row above, to any height, with each of its owner ties but the closure itself."""
        seen = {at[1]}
        above = self.rows[at[0]][at[1]][column]
        while above in self.rows[at[0]] and above not in seen:
            part = self._part((at[0], above))
            for tied in part.owners() if part else ():
                if not isinstance(tied.tie, Closure):
                    yield (at[0], above), tied
            seen.add(above)
            above = self.rows[at[0]][above][column]

    def _others(self, at: RowId, asked: frozenset[RowId]) -> bool:
        """Whether a living person other than the subject owns the row."""
        part = self._part(at)
        if part is None or at in asked:
            return False
        return any(self._other_by(at, t, asked | {at}) for t in part.owners())

    def _other_by(self, at: RowId, tied: Tied, asked: frozenset[RowId]) -> bool:
        row = self.rows[at[0]][at[1]]
        match tied.tie:
            case _ if tied.role is Role.IS:
                person = self.datamap.people[tied.name]
                living = person.pseudo_when is None or not _holds(person.pseudo_when, row)
                return living and row[person.key] not in self.me.keys(tied.name)
            case Match(kind=kind, column=column):
                value = _value(row, column)
                return value not in (None, "") and value not in self.me.forms(kind)
            case Closure():
                return False
            case _:
                return any(self._others(other, asked) for other in self._ends(at, tied))

    # where a tie ends

    def _ends(self, at: RowId, tied: Tied) -> Iterator[RowId]:
        row = self.rows[at[0]][at[1]]
        match tied.tie:
            case Hop(columns=columns) as hop:
                parent, theirs = self._parent(at[0], hop)
                yield from self._find(parent, theirs, tuple(_value(row, c) for c in columns), hop.where)
            case BackHop(child=child, child_columns=columns, where=where):
                key = tuple(row[c] for c in self.schema.tables[at[0]].primary_key)
                yield from self._find(child, columns, key, where)
            case TypedHop(type_column=type_column, id_column=id_column, arms=arms):
                for value, target in arms:
                    if row[type_column] == value:
                        key = self.schema.tables[target].primary_key
                        yield from self._find(target, key, (_value(row, id_column),), None)

    def _find(
        self, table: str, columns: tuple[str, ...], wanted: tuple[Any, ...], where: Condition | None
    ) -> Iterator[RowId]:
        for key, row in self.rows[table].items():
            if (
                None not in wanted
                and tuple(row[c] for c in columns) == wanted
                and (where is None or _holds(where, row))
            ):
                yield table, key

    def _parent(self, table: str, hop: Hop) -> tuple[str, tuple[str, ...]]:
        if hop.parent is not None:
            return hop.parent, hop.parent_columns or self.schema.tables[hop.parent].primary_key
        wanted = tuple(c.column for c in hop.columns)
        (fk,) = (f for f in self.schema.tables[table].foreign_keys if f.columns == wanted)
        return fk.parent, fk.parent_columns

    # what becomes of a row

    def _take_along(self, part: Slice, row: Cells, at: RowId, gone: set[RowId]) -> None:
        if part.erase is Erase.DELETE:
            gone.add(at)
        elif part.erase is not Erase.KEEP:
            _apply(part.set, row)

    def _leave(self, part: Slice, row: Cells, at: RowId) -> None:
        for tied in part.tied:
            leaves = tied.role is Role.VIEWER or (tied.role is Role.CO_OWNER and self._others(at, frozenset()))
            if leaves and self._leads(at, tied, frozenset()):
                uses = self.datamap.tables[at[0]].columns
                own = {c.column for c in tie_columns(tied.tie)} | {
                    u.name for u in uses.values() if u.whose == tied.name
                }
                _apply({c: s for c, s in part.leave.items() if c in own}, row)

    def _answer(self, out: Rows, gone: set[RowId]) -> None:
        """Answer references of what stays into what is gone."""
        for name, key in gone:
            for target, strategy in self.datamap.tables[name].inbound.items():
                child, _, column = target.partition(".")
                for row in out[child].values():
                    if row[column] == key:
                        _apply({column: strategy}, row)

    # who sees what

    def _roles(self, at: RowId) -> set[str]:
        """The ties through which the person is reached; of an owner, only the owning ones count as theirs."""
        part = self._part(at)
        return {t.name for t in part.tied if self._leads(at, t, frozenset())} if part else set()

    def _visible(self, part: Slice, roles: set[str], column: str, whose: str | None) -> bool:
        about = whose or next(
            (t.name for t in part.tied if isinstance(t.tie, Match) and t.tie.column.column == column), None
        )
        if about is not None:
            return about in roles
        if any(t.name in roles for t in part.owners()):
            return True
        return any(t.name in roles and column in t.shows for t in part.viewers())

    def _every_row(self) -> Iterator[RowId]:
        return ((name, key) for name in self.datamap.tables for key in self.rows[name])

    def _part(self, at: RowId) -> Slice | None:
        table = self.datamap.tables.get(at[0])
        return self._slice(table, self.rows[at[0]][at[1]]) if table else None

    @staticmethod
    def _slice(table: Table, row: Cells) -> Slice | None:
        for part in table.slices:
            if part.when is not None and _holds(part.when, row):
                return part
        return next((p for p in table.slices if p.when is None), None)


def _holds(condition: Condition, row: Cells) -> bool:
    for test in condition.tests:
        value = row[test.column]
        if test.op in ("null", "not-null"):
            true = (value is None) == (test.op == "null")
        elif test.op == "like":
            true = value is not None and str(value).startswith(str(test.values[0]).rstrip("%"))
        elif test.op == "!=":
            true = value is not None and value not in test.values
        else:
            true = value in test.values
        if not true:
            return False
    return True


def _value(row: Cells, path: ColumnPath) -> Any:
    value = row[path.column]
    for step in path.path:
        value = value.get(step) if isinstance(value, dict) else None
    return value


def _apply(sets: Mapping[str, Strategy], row: Cells) -> None:
    for column, strategy in sets.items():
        match strategy:
            case Null():
                row[column] = None
            case Empty():
                row[column] = ""
            case Constant(value=value):
                row[column] = value
            case Keep():
                pass
            case _:
                raise NotImplementedError(f"the oracle does not speak of {strategy}")
