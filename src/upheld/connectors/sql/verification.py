"""Look again by another path: is what should be gone gone, and is nothing of the person left anywhere in the text?

Before an erasure :func:`observe` walks to the person's rows on its own (see :mod:`walking`) and writes down what must
become of each; afterwards :func:`recheck` reads those very rows again on a new connection, walks once more for rows that
arrived meanwhile, and :func:`upheld.connectors.sql.searching.search` looks for identifiers in every text of the database.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Connection

from upheld.connectors.sql.dialects import DIALECTS, months_before, years_before
from upheld.connectors.sql.walking import Found, Walker
from upheld.datamap.model import Datamap, Erase, Keep, PeriodUnit, Role, Table, tie_columns
from upheld.datamap.schema import Schema
from upheld.datamap.strategies import Constant, Mask, Null, Redact, RemovePaths, Strategy, TruncateDate
from upheld.datamap.strategies import Keep as KeepCell
from upheld.planning.identity import Identity

BATCH = 400
ROW = "*"
"""Stands for the whole row, beside columns, in the digests of an expectation."""


@dataclass(frozen=True, slots=True)
class Survivor:
    """Something of the person that is still there. Says where and how much, never what."""

    table: str
    column: str | None
    reason: str
    rows: int

    def __str__(self) -> str:
        where = f"{self.table}.{self.column}" if self.column else self.table
        return f"{where}: {self.reason} ({self.rows} row{'s' if self.rows != 1 else ''})"


@dataclass(frozen=True, slots=True)
class Expectation:
    """One row and what must have become of it: gone, or the digests its cells must no longer have.

    A row that must go keeps the digest of all it said about people; ``emptied`` are the cells that must become NULL.
    """

    table: str
    key: tuple[Any, ...]
    gone: bool
    cells: Mapping[str, str] = field(default_factory=dict)
    emptied: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Observation:
    """Everything one system must have changed. Personal data (row keys): sealed, destroyed after the last re-check.

    ``going`` counts, per table, the rows that are the person's alone: a plan that takes more takes somebody else's.
    """

    salt: str
    rows: tuple[Expectation, ...]
    going: Mapping[str, int] = field(default_factory=dict)

    def to_json(self) -> str:
        return json.dumps(
            {
                "salt": self.salt,
                "rows": [[e.table, [_plain(k) for k in e.key], e.gone, dict(e.cells), e.emptied] for e in self.rows],
                "going": dict(self.going),
            }
        )

    def staying(self, table: str) -> frozenset[str]:
        """The keys, as :func:`key_text` writes them, of rows of ``table`` that are not to go."""
        return frozenset(key_text(e.key) for e in self.rows if e.table == table and not e.gone)

    def joined(self, later: Observation) -> Observation:
        """Add the rows of a later walk under the same salt; what this one demands of a row stays demanded."""
        known = {(e.table, key_text(e.key)) for e in self.rows}
        new = (e for e in later.rows if (e.table, key_text(e.key)) not in known)
        return Observation(self.salt, (*self.rows, *new), later.going)

    @classmethod
    def from_json(cls, text: str) -> Observation:
        data = json.loads(text)
        rows = tuple(Expectation(t, tuple(k), g, c, tuple(n)) for t, k, g, c, n in data["rows"])
        return cls(data["salt"], rows, data["going"])


def observe(
    connection: Connection, datamap: Datamap, schema: Schema, identity: Identity, now: datetime, salt: str
) -> Observation:
    """Walk to the person's rows and write down what an erasure must do to each."""
    judge = _Judge(datamap, now, salt)
    walker = Walker(connection, datamap, schema, identity)
    found = list(walker.walk())
    expected = (judge.expect(f) for f in found)
    going = Counter(f.table for f in found if f.going)
    return Observation(salt, tuple(e for e in expected if e is not None), going)


def recheck(
    connection: Connection,
    datamap: Datamap,
    schema: Schema,
    identity: Identity,
    before: Observation,
    now: datetime,
    *,
    at_once: bool,
) -> list[Survivor]:
    """Read every observed row again and walk for new ones; return what has survived.

    ``at_once``, before anybody else could write, a key that should be gone must be gone and what should be emptied must be
    NULL. Later a key may be another person's new row (SQLite hands keys out again) and a cell may hold a new value: then
    only what is as it was has survived.
    """
    counted: dict[tuple[str, str | None, str], int] = defaultdict(int)
    settled: set[tuple[str, str]] = set()
    for table, expectations in _by_table(before.rows).items():
        if table not in schema.tables:
            counted[table, None, "the table is not there any more, so nobody can look"] += len(expectations)
            continue
        current = dict(_read(connection, datamap, schema, table, expectations))
        for expectation in expectations:
            key = key_text(expectation.key)
            found = list(_still_there(expectation, current.get(key), before.salt, _telling(datamap, table), at_once))
            for column, reason in found:
                counted[table, column, reason] += 1
            if found or not expectation.gone:
                settled.add((table, key))
    for expectation in observe(connection, datamap, schema, identity, now, before.salt).rows:
        if (expectation.table, key_text(expectation.key)) not in settled:
            counted[expectation.table, None, "arrived after the erasure"] += 1
    return [Survivor(t, c, r, n) for (t, c, r), n in sorted(counted.items(), key=str)]


def _still_there(
    expectation: Expectation, row: Mapping[str, object] | None, salt: str, telling: Sequence[str], at_once: bool
) -> Iterator[tuple[str | None, str]]:
    if row is None:
        return
    if expectation.gone:
        if at_once or _row_digest(row, telling, salt) == expectation.cells.get(ROW):
            yield None, "a row that should be gone is there"
        return
    for column, digest in expectation.cells.items():
        if column in row and _digest(row[column], salt) == digest:
            yield column, "a cell still has its old value"
        elif at_once and column in expectation.emptied and row.get(column) is not None:
            yield column, "a cell that should be empty is not"


def _telling(datamap: Datamap, name: str) -> tuple[str, ...]:
    """The columns by which a row is known again: what is declared and what ties it."""
    table = datamap.tables[name]
    return tuple(sorted({*table.columns, *(c for part in table.slices for c in part.tied_columns())}))


def _row_digest(row: Mapping[str, object], telling: Sequence[str], salt: str) -> str:
    return _digest(b"".join(len(v).to_bytes(8) + v for v in (_bytes(row.get(c)) for c in telling)), salt)


def _by_table(rows: Iterable[Expectation]) -> dict[str, list[Expectation]]:
    out: dict[str, list[Expectation]] = defaultdict(list)
    for row in rows:
        out[row.table].append(row)
    return out


def _read(
    connection: Connection, datamap: Datamap, schema: Schema, table: str, expectations: Sequence[Expectation]
) -> Iterator[tuple[str, Mapping[str, object]]]:
    """Read rows again by key alone."""
    dialect = DIALECTS[connection.dialect.name]
    declared = datamap.tables[table].key
    key = declared or schema.tables[table].primary_key
    columns = list(schema.tables[table].columns)
    listed = ", ".join(dialect.quote(c) for c in columns)
    for start in range(0, len(expectations), BATCH):
        batch = expectations[start : start + BATCH]
        parameters = {f"k{i}_{j}": v for i, e in enumerate(batch) for j, v in enumerate(e.key)}
        rows = [
            "("
            + " AND ".join(f"{dialect.quote(k)} = {dialect.placeholder.format(f'k{i}_{j}')}" for j, k in enumerate(key))
            + ")"
            for i in range(len(batch))
        ]
        if len(key) == 1:
            marks = ", ".join(dialect.placeholder.format(f"k{i}_0") for i in range(len(batch)))
            where = f"{dialect.quote(key[0])} IN ({marks})"
        else:
            where = " OR ".join(rows)
        sql = f"SELECT {listed} FROM {dialect.quote(table)} WHERE {where}"
        for row in connection.exec_driver_sql(sql, parameters).all():
            values = dict(zip(columns, row, strict=True))
            yield key_text(tuple(values[k] for k in key)), values


class _Judge:
    """Say what must become of a row that the walker found."""

    def __init__(self, datamap: Datamap, now: datetime, salt: str) -> None:
        self.datamap = datamap
        self.now = now
        self.salt = salt

    def expect(self, found: Found) -> Expectation | None:
        table = self.datamap.tables[found.table]
        if found.going:
            return self._going(table, found)
        leaving = self._changed(found, self._own_cells(table, found))
        return leaving if leaving.cells else None

    def _going(self, table: Table, found: Found) -> Expectation | None:
        keep, erase = found.part.keep, found.part.erase
        if keep is not None and self._young(keep, found.row[keep.anchor]):
            fixed = {*keep.columns, keep.anchor, *found.key_columns}
            named = [*table.columns, *found.part.tied_columns(), *keep.reduce]
            cells = {c: keep.reduce.get(c) for c in named if c not in fixed}
            return self._changed(found, cells)
        if erase is Erase.DELETE:
            whole = _row_digest(found.row, _telling(self.datamap, found.table), self.salt)
            return Expectation(found.table, found.key, True, {ROW: whole})
        if erase is Erase.KEEP:
            return Expectation(found.table, found.key, False)
        if erase is Erase.ANONYMISE:
            every: dict[str, Strategy | None] = {c: found.part.set.get(c) for c in [*table.columns, *found.part.set]}
            return self._changed(found, every)
        return self._changed(found, dict(found.part.set))

    def _own_cells(self, table: Table, found: Found) -> dict[str, Strategy | None]:
        """The person's own cells in a row that stays somebody else's."""
        own: set[str] = set()
        for tied in found.part.tied:
            if tied.name in found.roles and (tied.role is Role.VIEWER or found.part.shared):
                own |= {c.column for c in tie_columns(tied.tie) if not c.path}
                own |= {u.name for u in table.columns.values() if u.whose == tied.name}
        return {c: s for c, s in found.part.leave.items() if c in own}

    def _changed(self, found: Found, cells: Mapping[str, Strategy | None]) -> Expectation:
        """A row that stays, with the cells that must not stay as they are."""
        open_ = {n: s for n, s in cells.items() if n in found.row and not _settled(s, found.row[n])}
        digests = {name: _digest(found.row[name], self.salt) for name in open_}
        emptied = tuple(name for name, strategy in open_.items() if strategy is None or isinstance(strategy, Null))
        return Expectation(found.table, found.key, False, digests, emptied)

    def _young(self, keep: Keep, anchor: object) -> bool:
        at = _instant(anchor)
        if at is None:
            return True
        match keep.unit:
            case PeriodUnit.YEARS:
                since = years_before(self.now, keep.count)
            case PeriodUnit.MONTHS:
                since = months_before(self.now, keep.count)
            case PeriodUnit.DAYS:
                since = self.now - timedelta(days=keep.count)
        if isinstance(anchor, date) and not isinstance(anchor, datetime):
            return anchor > since.date()
        if isinstance(anchor, str) and len(anchor) == 10:
            return anchor > since.date().isoformat()
        return at > since


def _settled(strategy: Strategy | None, value: object) -> bool:
    """Whether a value already is what the strategy makes of it, so that it need not change."""
    if value is None or value in ("", b"", 0, False):
        return True
    match strategy:
        case KeepCell() | Redact():
            return True
        case Constant(value=constant):
            return value == constant or str(value) == str(constant)
        case TruncateDate(unit=unit):
            at = _instant(value)
            later = {"year": ("month", "day"), "month": ("day",), "day": ()}[unit.value]
            return at is not None and all(getattr(at, p) == 1 for p in later) and at.time() == at.time().min
        case RemovePaths(paths=paths):
            return not any(_holds(value, path.split(".")[1:]) for path in paths)
        case Mask(keep=keep):
            head = str(value)[: max(len(str(value)) - keep, 0)]
            return all(c in "0x" or not c.isalnum() for c in head)
        case _:
            return value in ("{}", {})


def _holds(value: object, path: Sequence[str]) -> bool:
    """Whether a JSON document, as text or already read, has a member at ``path``."""
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except ValueError:
            return False
    for member in path:
        if not isinstance(value, Mapping) or member not in value:
            return False
        value = value[member]
    return True


def _instant(value: object) -> datetime | None:
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day, tzinfo=UTC)
    if isinstance(value, (int, float)):
        return datetime.fromtimestamp(value / 1000 if value > 1e11 else value, UTC)
    try:
        at = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _digest(value: object, salt: str) -> str:
    """Digest a cell under the observation's own random salt, so that an observation holds no values."""
    return hmac.new(salt.encode(), _bytes(value), hashlib.sha256).hexdigest()[:24]


def _bytes(value: object) -> bytes:
    if isinstance(value, (bytes, memoryview)):
        return bytes(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, sort_keys=True, default=str).encode()
    return str(value).encode("utf-8", "surrogatepass")


def _plain(value: object) -> object:
    return value if isinstance(value, (int, str)) or value is None else str(value)


def key_text(key: Sequence[object]) -> str:
    """Write a row's key as one text that two reads of the same row agree on."""
    return "\x1f".join(str(k) for k in key)
