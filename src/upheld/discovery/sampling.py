"""Take a bounded sample of every table: one statement a table, spread over it, the same for the same seed.

Long values are cut in the database; bytes do not leave it, only their length does.
"""

from __future__ import annotations

import json
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, text

from upheld.datamap.schema import Column, Schema, TableSchema, TypeClass
from upheld.discovery.profiles import Profile, profile

CUT = 256
DOCUMENT_CUT = 4000
PAGES = 40
"""So many pages of a large PostgreSQL table are read."""

_PG_FACTS = """
SELECT c.relname, c.relkind, c.reltuples::bigint, pg_relation_size(c.oid) / 8192,
       has_table_privilege(c.oid, 'SELECT'), row_security_active(c.oid)
FROM pg_class AS c
WHERE c.relkind IN ('r', 'p', 'f', 'm', 'v') AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
"""


_Cells = Sequence[Sequence[str | None]]


@dataclass(frozen=True, slots=True)
class Sample:
    """What was looked at of one table. ``why`` says why nothing was, where nothing was."""

    rows: int
    estimated: int | None
    columns: Mapping[str, Profile] = field(default_factory=dict)
    why: str | None = None

    @property
    def whole(self) -> bool:
        """Whether every row was looked at."""
        return self.why is None and self.estimated is not None and self.rows >= self.estimated


@dataclass(frozen=True, slots=True)
class _Facts:
    """What the catalogue says of a table before it is sampled."""

    kind: str = "r"
    estimated: int | None = None
    pages: int = 0
    readable: bool = True
    secured: bool = False
    rowids: bool = True


class Sampler:
    """Samples tables over one read-only connection; ``seed`` decides which rows."""

    def __init__(self, connection: Connection, schema: Schema, rows: int, seed: int) -> None:
        self._connection = connection
        self._schema = schema
        self._rows = rows
        self._seed = seed
        self._facts = self._read_facts()

    def kinds(self) -> dict[str, str]:
        """Return the tables that are no ordinary ones: ``view``, ``copy``, ``foreign``."""
        words = {"v": "view", "m": "copy", "f": "foreign"}
        found = {n: words.get(f.kind, "") for n, f in self._facts.items()}
        return {n: kind for n, kind in found.items() if kind and n in self._schema.tables}

    def sample(self, table: TableSchema) -> Sample:
        """Sample one table; views and foreign tables are left alone, and say so."""
        facts = self._facts.get(table.name, _Facts())
        if why := self._unread(table, facts):
            return Sample(0, facts.estimated, why=why)
        if not table.columns:
            return Sample(0, 0)
        cells, estimated = self._fetch(table, facts)
        by_column = zip(*cells, strict=True) if cells else ((),) * len(table.columns)
        profiles = {c.name: profile(c, v) for c, v in zip(table.columns.values(), by_column, strict=True)}
        return Sample(len(cells), estimated, profiles)

    def _unread(self, table: TableSchema, facts: _Facts) -> str | None:
        if facts.kind == "f":
            return "a foreign table: its rows are in another system, which needs a datamap of its own"
        if table.is_view:
            return "a view: it holds nothing of its own"
        if not facts.readable:
            return "our user may not read it: grant SELECT"
        return None

    def _fetch(self, table: TableSchema, facts: _Facts) -> tuple[_Cells, int | None]:
        """Return the sampled cells and how many rows there are, as far as that is known."""
        cells = ", ".join(self._cell(c) for c in table.columns.values())
        name = quoted(self._schema.dialect, table.name)
        if self._schema.dialect == "sqlite" and facts.rowids:
            return self._fetch_sqlite(cells, name)
        statement = f"SELECT {cells} FROM {name}"
        few = max(4, self._rows // 100)
        if self._schema.dialect == "postgresql" and facts.pages > few:
            share = min(100.0, 100.0 * PAGES / facts.pages)
            statement += f" TABLESAMPLE SYSTEM ({share:.6f}) REPEATABLE ({self._seed:d}) ORDER BY hashtext(ctid::text)"
            return self._all(f"{statement} LIMIT :rows", {"rows": self._rows}), facts.estimated
        found = self._all(f"{statement} LIMIT :rows", {"rows": self._rows})
        return found, len(found) if len(found) < self._rows and not facts.secured else facts.estimated

    def _fetch_sqlite(self, cells: str, name: str) -> tuple[_Cells, int | None]:
        ((least, most),) = self._all(f"SELECT (SELECT min(rowid) FROM {name}), (SELECT max(rowid) FROM {name})", {})
        low, high = int(least or 0), int(most or 0)
        if high - low < self._rows:
            found = self._all(f"SELECT {cells} FROM {name} LIMIT :rows", {"rows": self._rows})
            return found, len(found)
        draw = random.Random(self._seed)  # noqa: S311 - which rows are looked at is no secret
        drawn = sorted(draw.sample(range(low, high + 1), self._rows))
        nearest = f"SELECT (SELECT rowid FROM {name} WHERE rowid >= j.value ORDER BY rowid LIMIT 1) FROM json_each(:drawn) AS j"
        found = self._all(f"SELECT {cells} FROM {name} WHERE rowid IN ({nearest})", {"drawn": json.dumps(drawn)})
        return found, high - low + 1

    def _cell(self, column: Column) -> str:
        name = quoted(self._schema.dialect, column.name)
        if self._schema.dialect == "postgresql":
            if column.type is TypeClass.BYTES:
                return f"octet_length({name})::text"
            cut = DOCUMENT_CUT if column.type is TypeClass.JSON else CUT
            return f"left(({name})::text, {cut})"
        if column.type is TypeClass.BYTES:
            return f"length({name})"
        cut = DOCUMENT_CUT if column.type in (TypeClass.JSON, TypeClass.TEXT) else CUT
        return f"substr(CAST({name} AS {'CHAR' if self._schema.dialect != 'sqlite' else 'TEXT'}), 1, {cut})"

    def _all(self, statement: str, parameters: Mapping[str, object]) -> _Cells:
        rows = self._connection.execute(text(statement), dict(parameters))
        return [[None if v is None else str(v) for v in row] for row in rows]

    def _read_facts(self) -> dict[str, _Facts]:
        if self._schema.dialect == "postgresql":
            rows = self._connection.execute(text(_PG_FACTS))
            return {r[0]: _Facts(str(r[1]), r[2] if r[2] >= 0 else None, int(r[3] or 0), *r[4:6]) for r in rows}
        if self._schema.dialect == "sqlite":
            listed = self._connection.exec_driver_sql("PRAGMA table_list").all()
            return {r[1]: _Facts("v" if r[2] == "view" else "r", rowids=r[2] == "table" and not r[4]) for r in listed}
        return {}


def quoted(dialect: str, name: str) -> str:
    """Quote a name for the text of a statement; a colon would begin a parameter there."""
    sign = "`" if dialect in ("mysql", "mariadb") else '"'
    return sign + name.replace(sign, sign * 2).replace(":", "\\:") + sign
