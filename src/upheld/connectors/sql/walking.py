"""Walk from a person to rows the slow and plain way: row by row in Python, over the raw schema.

This is the verifier's own reading of the datamap. It shares no predicate, no plan and no row set with the planner, so
that a mistake made there is not made again here. It follows indexed look-ups in batches and remembers every row it saw.
"""

from __future__ import annotations

import fnmatch
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from upheld.connectors.sql.dialects import DIALECTS
from upheld.datamap.conditions import Condition, Test
from upheld.datamap.model import Datamap, Role, Slice, Table, Tied
from upheld.datamap.schema import Schema, TypeClass
from upheld.datamap.ties import BackHop, Closure, ColumnPath, Hop, Match, TypedHop
from upheld.planning.identity import Identity, normalise

Row = Mapping[str, object]
RowKey = tuple[object, ...]
BATCH = 400


@dataclass(slots=True)
class Found:
    """One row reached, with the ties that led to it; ``own`` when an owner tie did, ``going`` when it goes with the person."""

    table: str
    key: RowKey
    row: Row
    part: Slice
    key_columns: tuple[str, ...] = ()
    roles: set[str] = field(default_factory=set)
    own: bool = False
    going: bool = False


class Walker:
    """Reach every row of one person in one system."""

    def __init__(self, connection: Connection, datamap: Datamap, schema: Schema, identity: Identity) -> None:
        self.connection = connection
        self.datamap = datamap
        self.schema = schema
        self.identity = identity
        self.dialect = DIALECTS[connection.dialect.name]
        self.found: dict[str, dict[RowKey, Found]] = {name: {} for name in datamap.tables}

    def walk(self) -> Iterator[Found]:
        """Yield every row the person is an owner or a viewer of, with what should become of it already judged."""
        todo: list[str] = list(self.datamap.tables)
        while todo:
            name = todo.pop(0)
            before = len(self.found[name]), sum(f.own for f in self.found[name].values())
            self._reach(self.datamap.tables[name])
            if (len(self.found[name]), sum(f.own for f in self.found[name].values())) != before:
                todo += [n for n in self._leading_from(name) if n not in todo]
        self._judge()
        for rows in self.found.values():
            yield from rows.values()

    # reaching

    def _leading_from(self, name: str) -> list[str]:
        """Tables with a tie that leads through ``name``."""
        out = [name] if any(isinstance(t.tie, Closure) for t in self.datamap.tables[name].ties()) else []
        tables = self.datamap.tables.values()
        return out + [t.name for t in tables if any(name in self._towards(t, tied) for tied in t.ties())]

    def _towards(self, table: Table, tied: Tied) -> tuple[str, ...]:
        match tied.tie:
            case Hop() as hop if tied.role is not Role.IS:
                return (self._parent(table.name, hop)[0],)
            case BackHop(child=child):
                return (child,)
            case TypedHop(arms=arms):
                return tuple(target for _, target in arms)
            case _:
                return ()

    def _reach(self, table: Table) -> None:
        for part in table.slices:
            for tied in part.tied:
                for row in self._by(table, tied):
                    self._note(table, tied, row)

    def _note(self, table: Table, tied: Tied, row: Row) -> None:
        part = self._slice_of(table, row)
        if part is None or tied not in part.tied:
            return
        key = tuple(row[k] for k in self._key(table.name))
        found = self.found[table.name].setdefault(key, Found(table.name, key, row, part, self._key(table.name)))
        found.roles.add(tied.name)
        found.own = found.own or tied.role is not Role.VIEWER

    def _by(self, table: Table, tied: Tied) -> Iterable[Row]:
        match tied.tie:
            case _ if tied.role is Role.IS:
                person = self.datamap.people[tied.name]
                return self._fetch(
                    table.name, (ColumnPath(person.key),), [(k,) for k in self.identity.keys(person.kind)]
                )
            case Match(kind=kind, column=column):
                return self._fetch_forms(table.name, column, kind)
            case Hop() as hop:
                parent, theirs = self._parent(table.name, hop)
                rows = [f.row for f in self.found[parent].values() if f.own and _holds(hop.where, f.row)]
                return self._fetch(table.name, hop.columns, _values(rows, theirs))
            case BackHop() as back:
                mine = self._back(table.name, back)
                rows = [f.row for f in self.found[back.child].values() if f.own and _holds(back.where, f.row)]
                return self._fetch(table.name, tuple(ColumnPath(c) for c in mine), _values(rows, back.child_columns))
            case TypedHop() as typed:
                return self._by_type(table, typed)
            case Closure(column=link):
                above = [f.row for f in self.found[table.name].values() if f.own or tied.name in f.roles]
                return self._fetch(table.name, (ColumnPath(link),), _values(above, self._key(table.name)[:1]))

    def _by_type(self, table: Table, typed: TypedHop) -> Iterator[Row]:
        for value, target in typed.arms:
            rows = [f.row for f in self.found[target].values() if f.own]
            for row in self._fetch(table.name, (typed.id_column,), _values(rows, self._key(target)[:1])):
                if str(row[typed.type_column]) == value:
                    yield row

    # judging

    def _judge(self) -> None:
        """Decide which rows go: settle parents before what hangs below them, until nothing changes."""
        changed = True
        while changed:
            changed = False
            for rows in self.found.values():
                for found in rows.values():
                    if found.own and not found.going and self._goes(found):
                        found.going = changed = True

    def _goes(self, found: Found) -> bool:
        table = self.datamap.tables[found.table]
        if found.part.shared:
            return not any(self._others(table, found.row, tied, ()) for tied in found.part.owners())
        return any(self._brings(table, found, tied) for tied in found.part.owners() if tied.name in found.roles)

    def _brings(self, table: Table, found: Found, tied: Tied) -> bool:
        """Whether the tie's other end goes, and so takes this row along."""
        match tied.tie:
            case _ if tied.role is Role.IS:
                return True
            case Hop() as hop:
                parent, theirs = self._parent(table.name, hop)
                return any(
                    f.going
                    and _holds(hop.where, f.row)
                    and _same(_pick(found.row, hop.columns), tuple(f.row[c] for c in theirs))
                    for f in self._candidates(parent, theirs, _pick(found.row, hop.columns))
                )
            case BackHop() as back:
                mine = tuple(found.row[c] for c in self._back(table.name, back))
                rows = self.found[back.child].values()
                return any(
                    f.going and _holds(back.where, f.row) and _same(mine, tuple(f.row[c] for c in back.child_columns))
                    for f in rows
                )
            case TypedHop() as typed:
                target = next((t for v, t in typed.arms if v == str(found.row[typed.type_column])), None)
                wanted = _pick(found.row, (typed.id_column,))
                keys = self._key(target)[:1] if target else ()
                return target is not None and any(
                    f.going and _same(wanted, tuple(f.row[c] for c in keys))
                    for f in self._candidates(target, keys, wanted)
                )
            case Closure(column=link):
                wanted = (found.row[link],)
                key = self._key(table.name)[:1]
                return any(
                    f.going and _same(wanted, tuple(f.row[c] for c in key))
                    for f in self._candidates(table.name, key, wanted)
                )
            case _:
                return True

    def _candidates(self, table: str, columns: Sequence[str], wanted: RowKey) -> Iterable[Found]:
        """Rows already found that may have ``wanted`` in ``columns``: by key at once, else all."""
        if tuple(columns) == self._key(table):
            direct = self.found[table].get(wanted)
            if direct is not None:
                return (direct,)
        return self.found[table].values()

    def _others(self, table: Table, row: Row, tied: Tied, seen: tuple[str, ...]) -> bool:
        """Whether this tie leads from the row to a living person who is not the subject."""
        if len(seen) > 12:
            return False
        match tied.tie:
            case _ if tied.role is Role.IS:
                person = self.datamap.people[tied.name]
                mine = {str(k) for k in self.identity.keys(person.kind)}
                return str(row[person.key]) not in mine and not (person.pseudo_when and _holds(person.pseudo_when, row))
            case Match(kind=kind, column=column):
                value = _pick(row, (column,))[0]
                mine = {normalise(kind, v) for v in self.identity.identifiers.get(kind, ())}
                return value not in (None, "") and normalise(kind, str(value)) not in mine
            case Hop() as hop:
                parent, theirs = self._parent(table.name, hop)
                return self._others_in(
                    parent, tuple(ColumnPath(c) for c in theirs), _pick(row, hop.columns), hop.where, seen
                )
            case BackHop() as back:
                mine_values = tuple(row[c] for c in self._back(table.name, back))
                return self._others_in(
                    back.child, tuple(ColumnPath(c) for c in back.child_columns), mine_values, back.where, seen
                )
            case TypedHop() as typed:
                target = next((t for v, t in typed.arms if v == str(row[typed.type_column])), None)
                if target is None:
                    return False
                return self._others_in(
                    target, (ColumnPath(self._key(target)[0]),), _pick(row, (typed.id_column,)), None, seen
                )
            case _:
                return False

    def _others_in(
        self, name: str, columns: tuple[ColumnPath, ...], wanted: RowKey, where: Condition | None, seen: tuple[str, ...]
    ) -> bool:
        if any(v is None for v in wanted):
            return False
        table = self.datamap.tables[name]
        for row in self._fetch(name, columns, [wanted]):
            part = self._slice_of(table, row)
            if part is None or not _holds(where, row):
                continue
            if any(self._others(table, row, tied, (*seen, name)) for tied in part.owners()):
                return True
        return False

    # reading

    def _fetch(self, table: str, columns: tuple[ColumnPath, ...], values: Iterable[RowKey]) -> Iterator[Row]:
        wanted = [v for v in dict.fromkeys(values) if None not in v]
        for start in range(0, len(wanted), BATCH):
            batch = wanted[start : start + BATCH]
            parameters = {
                f"v{i}_{j}": self._fit(table, columns[j], value)
                for i, v in enumerate(batch)
                for j, value in enumerate(v)
            }
            yield from self._rows(table, self._equal(table, columns, batch), parameters)

    def _equal(self, table: str, columns: tuple[ColumnPath, ...], batch: Sequence[RowKey]) -> str:
        mark = self.dialect.placeholder.format
        if len(columns) == 1:
            listed = ", ".join(mark(f"v{i}_0") for i in range(len(batch)))
            return f"{self._expression(columns[0])} IN ({listed})"
        tuples = (
            "(" + " AND ".join(f"{self._expression(c)} = {mark(f'v{i}_{j}')}" for j, c in enumerate(columns)) + ")"
            for i in range(len(batch))
        )
        return " OR ".join(tuples)

    def _fetch_forms(self, table: str, column: ColumnPath, kind: str) -> Iterator[Row]:
        """Rows whose column equals an identifier in any letter case."""
        forms = sorted({f.lower() for f in self.identity.forms(kind)})
        if not forms:
            return
        exact = {f"f{i}": f for i, f in enumerate(self.identity.forms(kind))}
        expression, facts = self._expression(column), self.schema.tables[table]
        described = facts.columns[column.column]
        if described.type is TypeClass.INTEGER and not column.path:
            numbers = {f"f{i}": int(f) for i, f in enumerate(forms) if re.fullmatch(r"-?\d{1,18}", f)}
            exact = dict(numbers)  # type: ignore[arg-type]  # numbers bind like the texts they stand for
        elif facts.folded_index(column.column) and not column.path:
            expression, exact = f"lower({expression})", {f"f{i}": f for i, f in enumerate(forms)}
        if exact:
            listed = ", ".join(self.dialect.placeholder.format(name) for name in exact)
            yield from self._rows(table, f"{expression} IN ({listed})", exact)

    def _rows(self, table: str, where: str, parameters: Mapping[str, object]) -> Iterator[Row]:
        columns = list(self.schema.tables[table].columns)
        listed = ", ".join(self.dialect.quote(c) for c in columns)
        sql = f"SELECT {listed} FROM {self.dialect.quote(table)} WHERE {where}"
        for row in self.connection.exec_driver_sql(sql, dict(parameters)).all():
            yield dict(zip(columns, row, strict=True))

    def _expression(self, column: ColumnPath) -> str:
        plain = self.dialect.quote(column.column)
        return self.dialect.member(plain, column.path) if column.path else plain

    def _fit(self, table: str, column: ColumnPath, value: object) -> object:
        """Bind a value as the column's own type; members of a JSON document compare as text on PostgreSQL."""
        described = self.schema.tables[table].columns[column.column]
        if column.path:
            return str(value) if self.dialect.name != "sqlite" else value
        if described.type is TypeClass.TEXT:
            return str(value)
        if described.type is TypeClass.INTEGER and isinstance(value, str) and re.fullmatch(r"-?\d{1,18}", value):
            return int(value)
        return value

    def _slice_of(self, table: Table, row: Row) -> Slice | None:
        for part in table.slices:
            if part.when is not None and _holds(part.when, row):
                return part
        return next((p for p in table.slices if p.when is None), None)

    def _key(self, table: str) -> tuple[str, ...]:
        declared = self.datamap.tables[table].key if table in self.datamap.tables else ()
        return declared or self.schema.tables[table].primary_key

    def _parent(self, table: str, hop: Hop) -> tuple[str, tuple[str, ...]]:
        if hop.parent is not None:
            return hop.parent, hop.parent_columns or self._key(hop.parent)
        wanted = tuple(c.column for c in hop.columns)
        fk = next(fk for fk in self.schema.tables[table].foreign_keys if fk.columns == wanted)
        return fk.parent, fk.parent_columns

    def _back(self, table: str, back: BackHop) -> tuple[str, ...]:
        for fk in self.schema.tables[back.child].foreign_keys:
            if fk.parent == table and fk.columns == back.child_columns:
                return fk.parent_columns
        return self._key(table)


def _holds(condition: Condition | None, row: Row) -> bool:
    return condition is None or all(_test(t, row) for t in condition.tests)


def _test(test: Test, row: Row) -> bool:
    value = row[test.column]
    if test.op in ("null", "not-null"):
        return (value is None) == (test.op == "null")
    if value is None:
        return False
    if test.op == "like":
        pattern = str(test.values[0]).replace("[", "[[]").replace("%", "*").replace("_", "?")
        return fnmatch.fnmatchcase(str(value), pattern)
    hit = any(value == v or str(value) == str(v) or (isinstance(v, bool) and value == int(v)) for v in test.values)
    return hit if test.op in ("=", "in") else not hit


def _pick(row: Row, columns: Sequence[ColumnPath]) -> RowKey:
    return tuple(_member(row[c.column], c.path) for c in columns)


def _member(value: object, path: Sequence[str]) -> object:
    if not path:
        return value
    try:
        at = json.loads(value) if isinstance(value, (str, bytes)) else value
    except ValueError:
        return None
    for name in path:
        at = at.get(name) if isinstance(at, dict) else None
    return at if isinstance(at, (str, int)) else None


def _values(rows: Iterable[Row], columns: Sequence[str]) -> list[RowKey]:
    return [tuple(row[c] for c in columns) for row in rows]


def _same(a: RowKey, b: RowKey) -> bool:
    return None not in a and (a == b or tuple(map(str, a)) == tuple(map(str, b)))
