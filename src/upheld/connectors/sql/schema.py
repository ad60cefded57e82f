"""Read the live schema of a database into plain values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy import types as sa
from sqlalchemy.engine.reflection import ObjectKind

from upheld.connectors.sql.dialects import PREFIX
from upheld.datamap.schema import Column, ForeignKey, Index, Schema, TableSchema, TypeClass

_BY_CLASS: tuple[tuple[type[sa.TypeEngine[Any]], TypeClass], ...] = (
    (sa.Enum, TypeClass.OTHER),  # before String, of which it is a kind: it takes no text but its own
    (sa.Boolean, TypeClass.BOOLEAN),
    (sa.Integer, TypeClass.INTEGER),
    (sa.Uuid, TypeClass.UUID),
    (sa.JSON, TypeClass.JSON),
    (sa.Numeric, TypeClass.NUMBER),
    (sa.DateTime, TypeClass.INSTANT),
    (sa.Date, TypeClass.DATE),
    (sa.LargeBinary, TypeClass.BYTES),
    (sa.String, TypeClass.TEXT),
)
_FOLDED = re.compile(r"^\(*\s*lower\(\(*\"?([A-Za-z_][A-Za-z0-9_]*)\"?\)*(?:::text)?\)*\)*$", re.IGNORECASE)


_FACTS = """
SELECT relname, reltuples::bigint, relispartition FROM pg_class
WHERE relkind IN ('r', 'p') AND relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
"""


def read_schema(connection: Connection) -> Schema:
    """Read every table of the default schema: columns, keys, foreign keys, indexes, estimated sizes."""
    dialect = connection.dialect.name
    tables = _read_sqlite(connection) if dialect == "sqlite" else _read_catalogue(connection)
    return Schema(dialect, {name: t for name, t in sorted(tables.items()) if not name.startswith(PREFIX)})


def _read_sqlite(connection: Connection) -> dict[str, TableSchema]:
    rows = connection.exec_driver_sql(
        "SELECT name, type, sql FROM sqlite_master WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'"
    ).all()
    virtual = {name for name, _, sql in rows if sql and sql.upper().startswith("CREATE VIRTUAL")}
    shadows = {f"{v}_{part}" for v in virtual for part in ("data", "idx", "content", "docsize", "config")}
    return {
        name: _sqlite_table(connection, name, kind == "view", sql or "")
        for name, kind, sql in rows
        if name not in shadows
    }


def _sqlite_table(connection: Connection, name: str, is_view: bool, sql: str) -> TableSchema:
    quoted = '"' + name.replace('"', '""') + '"'
    facts = connection.exec_driver_sql(f"PRAGMA table_xinfo({quoted})").all()
    columns = {row[1]: _sqlite_column(row, sql) for row in facts if row[6] in (0, 2, 3)}
    key = tuple(row[1] for row in sorted((r for r in facts if r[5]), key=lambda r: r[5]))
    return TableSchema(
        name, columns, key, _sqlite_foreign_keys(connection, name, quoted), _sqlite_indexes(connection, quoted), is_view
    )


def _sqlite_column(row: Sequence[Any], sql: str) -> Column:
    name, declared, not_null, default, key, hidden = row[1], str(row[2] or ""), row[3], row[4], row[5], row[6]
    upper = declared.upper()
    length = re.search(r"\((\d+)\)", declared)
    folds = re.search(rf"[\"`\[]?{re.escape(name)}[\"`\]]?\s+[^,]*COLLATE\s+NOCASE", sql, re.IGNORECASE) is not None
    return Column(
        name,
        _sqlite_class(upper),
        declared,
        nullable=not not_null and not (key and upper == "INTEGER"),
        has_default=default is not None or (bool(key) and upper == "INTEGER"),
        max_length=int(length[1]) if length and "CHAR" in upper else None,
        fixed=hidden in (2, 3),
        folds_case=folds,
    )


def _sqlite_class(declared: str) -> TypeClass:
    """Classify a declared type as SQLite's own affinity rules read it, dates and JSON by the names in common use."""
    for words, found in (
        (("BOOL",), TypeClass.BOOLEAN),
        (("JSON",), TypeClass.JSON),
        (("UUID", "GUID"), TypeClass.UUID),
        (("DATETIME", "TIMESTAMP"), TypeClass.INSTANT),
        (("DATE",), TypeClass.DATE),
        (("INT",), TypeClass.INTEGER),
        (("CHAR", "CLOB", "TEXT"), TypeClass.TEXT),
        (("BLOB",), TypeClass.BYTES),
        (("REAL", "FLOA", "DOUB", "NUM", "DEC"), TypeClass.NUMBER),
    ):
        if any(w in declared for w in words):
            return found
    return TypeClass.OTHER if declared else TypeClass.BYTES


def _sqlite_foreign_keys(connection: Connection, name: str, quoted: str) -> tuple[ForeignKey, ...]:
    grouped: dict[int, list[Sequence[Any]]] = {}
    for row in connection.exec_driver_sql(f"PRAGMA foreign_key_list({quoted})"):
        grouped.setdefault(row[0], []).append(row)
    out = []
    for rows in grouped.values():
        ordered = sorted(rows, key=lambda r: r[1])
        parent = ordered[0][2]
        theirs = tuple(r[4] for r in ordered)
        if any(t is None for t in theirs):
            theirs = _sqlite_key(connection, parent)
        out.append(ForeignKey(name, tuple(r[3] for r in ordered), parent, theirs, str(ordered[0][6]).lower()))
    return tuple(sorted(out, key=lambda fk: fk.columns))


def _sqlite_key(connection: Connection, table: str) -> tuple[str, ...]:
    quoted = '"' + table.replace('"', '""') + '"'
    rows = connection.exec_driver_sql(f"PRAGMA table_info({quoted})").all()
    return tuple(r[1] for r in sorted((r for r in rows if r[5]), key=lambda r: r[5]))


def _sqlite_indexes(connection: Connection, quoted: str) -> tuple[Index, ...]:
    out = []
    for row in connection.exec_driver_sql(f"PRAGMA index_list({quoted})").all():
        name, unique, partial = row[1], bool(row[2]), bool(row[4])
        index = '"' + name.replace('"', '""') + '"'
        columns = [r[2] for r in connection.exec_driver_sql(f"PRAGMA index_info({index})").all()]
        if None not in columns:
            out.append(Index(tuple(columns), unique, None, partial))
            continue
        sql = connection.exec_driver_sql("SELECT sql FROM sqlite_master WHERE name = ?", (name,)).scalar() or ""
        body = sql[sql.find("(") + 1 : sql.rfind(")")]
        out.append(Index((), unique, _folded_column(body), partial))
    return tuple(out)


def _folded_column(expression: str) -> str | None:
    match = _FOLDED.match(expression.strip())
    return match[1] if match else None


def _read_catalogue(connection: Connection) -> dict[str, TableSchema]:
    inspector = inspect(connection)
    copies = set(inspector.get_materialized_view_names()) if connection.dialect.name == "postgresql" else set()
    views = set(inspector.get_view_names()) | copies
    columns = inspector.get_multi_columns(kind=ObjectKind.ANY)
    keys = inspector.get_multi_pk_constraint()
    foreign = inspector.get_multi_foreign_keys()
    indexes = inspector.get_multi_indexes()
    uniques = inspector.get_multi_unique_constraints()
    sizes, partitions = _facts(connection)
    out = {}
    for at, described in columns.items():
        name = at[1]
        if name in partitions:
            continue  # its rows are those of the table it is a part of
        out[name] = TableSchema(
            name,
            {c["name"]: _column(c, connection) for c in described},
            _primary(keys.get(at)),
            _foreign_keys(name, foreign.get(at) or ()),
            (
                *(_index(i) for i in indexes.get(at) or ()),
                *(Index(tuple(u["column_names"]), True) for u in uniques.get(at) or ()),
            ),
            name in views,
            name in copies,
            sizes.get(name),
        )
    return out


def _primary(constraint: Mapping[str, Any] | None) -> tuple[str, ...]:
    return tuple(constraint["constrained_columns"]) if constraint else ()


def _column(described: Mapping[str, Any], connection: Connection) -> Column:
    kind = described["type"]
    declared = kind.compile(dialect=connection.dialect) if not isinstance(kind, sa.NullType) else "text"
    found = next((c for base, c in _BY_CLASS if isinstance(kind, base)), TypeClass.OTHER)
    folds = declared.upper() == "CITEXT"
    return Column(
        described["name"],
        TypeClass.TEXT if folds else found,
        declared,
        bool(described["nullable"]),
        described.get("default") is not None
        or described.get("identity") is not None
        or described.get("autoincrement") is True,
        getattr(kind, "length", None),
        described.get("computed") is not None,
        folds,
    )


def _foreign_keys(table: str, found: Sequence[Mapping[str, Any]]) -> tuple[ForeignKey, ...]:
    """Foreign keys within the schema; a table of another one is another system's, whatever its name."""
    own = (_foreign(table, fk) for fk in found if not fk.get("referred_schema"))
    return tuple(sorted(own, key=lambda fk: fk.columns))


def _foreign(table: str, fk: Mapping[str, Any]) -> ForeignKey:
    action = str((fk.get("options") or {}).get("ondelete") or "no action").lower()
    return ForeignKey(
        table, tuple(fk["constrained_columns"]), fk["referred_table"], tuple(fk["referred_columns"]), action
    )


def _index(index: Mapping[str, Any]) -> Index:
    columns: tuple[str | None, ...] = tuple(index["column_names"])
    partial = any(k.endswith("_where") and v for k, v in (index.get("dialect_options") or {}).items())
    if None in columns:
        expressions = list(index.get("expressions") or [])
        folded = _folded_column(expressions[0]) if len(expressions) == 1 else None
        return Index((), bool(index["unique"]), folded, partial)
    return Index(tuple(c for c in columns if c), bool(index["unique"]), None, partial)


def _facts(connection: Connection) -> tuple[dict[str, int], frozenset[str]]:
    """Return estimated numbers of rows, and the tables that are partitions of another."""
    if connection.dialect.name != "postgresql":
        return {}, frozenset()
    rows = connection.execute(text(_FACTS)).all()
    return {name: n for name, n, _ in rows if n >= 0}, frozenset(name for name, _, part in rows if part)
