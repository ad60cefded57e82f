"""Search every text of a database for a person's identifiers: one pass per table, all forms at once.

Also finds the forms under which identifiers hide: URL-encoded, and as MD5, SHA-1 or SHA-256 of the e-mail.
"""

from __future__ import annotations

import hashlib
import re
import sqlite3
from collections.abc import Collection, Iterator, Mapping, Sequence
from urllib.parse import quote

from sqlalchemy import Connection

from upheld.connectors.sql.dialects import DIALECTS, PREFIX, Dialect
from upheld.connectors.sql.rendering import likes
from upheld.connectors.sql.verification import Observation, Survivor, key_text
from upheld.datamap.model import Datamap, Erase
from upheld.datamap.schema import Schema, TableSchema, TypeClass
from upheld.datamap.strategies import Keep as KeepCell
from upheld.planning.identity import Identity

_SEARCHED = frozenset({TypeClass.TEXT, TypeClass.JSON, TypeClass.BYTES, TypeClass.OTHER})
SHORTEST = 6
"""Identifiers shorter than this occur by chance; they are looked up in their own columns, not searched for in texts."""


def search(
    connection: Connection, datamap: Datamap, schema: Schema, identity: Identity, before: Observation | None = None
) -> list[Survivor]:
    """Return where an identifier is still found.

    A cell that a duty keeps is no survivor: its column is one the datamap keeps, and its row one that ``before`` the erasure
    was the person's and stays. Without ``before`` the column decides alone.
    """
    forms = sorted(_forms(identity), key=len, reverse=True)
    if not forms:
        return []
    listed = "|".join(re.escape(form) for form in forms)
    pattern = rf"(?<![A-Za-z0-9_.+-])({listed})(?![A-Za-z0-9_-])"
    if connection.dialect.name == "sqlite":
        _register(connection, pattern)
    sought: dict[str, object] = {"pattern": pattern, "likes": likes(forms)}
    out: list[Survivor] = []
    for table in schema.tables.values():
        columns = [c.name for c in table.columns.values() if c.type in _SEARCHED]
        if not columns or (table.is_view and not table.is_copy) or not _hits(connection, table, columns, sought):
            continue
        kept, key = _kept_columns(datamap, table.name), _key(datamap, table)
        for column in columns:
            rows = _hits(connection, table, [column], sought)
            if rows and column in kept:
                staying = before.staying(table.name) if before else None
                rows = _strangers(connection, table, column, key, sought, staying) if staying is not None else 0
            if rows:
                out.append(Survivor(table.name, column, "an identifier is still in the text", rows))
    return out


def _strangers(
    connection: Connection,
    table: TableSchema,
    column: str,
    key: Sequence[str],
    sought: Mapping[str, object],
    staying: Collection[str],
) -> int:
    """Count the rows with a hit that are not among those that stay by duty."""
    dialect = DIALECTS[connection.dialect.name]
    chosen = ", ".join(dialect.quote(k) for k in key)
    sql, parameters = _where(dialect, table, [column], sought)
    rows = connection.exec_driver_sql(f"SELECT {chosen} FROM {dialect.quote(table.name)} WHERE {sql}", parameters)
    return sum(key_text(tuple(row)) not in staying for row in rows)


def _key(datamap: Datamap, table: TableSchema) -> tuple[str, ...]:
    declared = datamap.tables.get(table.name)
    return (declared.key if declared else ()) or table.primary_key


def _forms(identity: Identity) -> set[str]:
    plain = (form for kind in identity.identifiers for form in identity.forms(kind) if len(form) >= SHORTEST)
    return {disguise for form in plain for disguise in _disguises(form)}


def _disguises(form: str) -> Iterator[str]:
    yield form
    yield quote(form, safe="")
    raw = form.encode()
    yield hashlib.md5(raw, usedforsecurity=False).hexdigest()
    yield hashlib.sha1(raw, usedforsecurity=False).hexdigest()
    yield hashlib.sha256(raw).hexdigest()


def _hits(connection: Connection, table: TableSchema, columns: Sequence[str], sought: Mapping[str, object]) -> int:
    dialect = DIALECTS[connection.dialect.name]
    where, parameters = _where(dialect, table, columns, sought)
    sql = f"SELECT count(*) FROM {dialect.quote(table.name)} WHERE {where}"
    return int(connection.exec_driver_sql(sql, parameters).scalar_one())


def _where(
    dialect: Dialect, table: TableSchema, columns: Sequence[str], sought: Mapping[str, object]
) -> tuple[str, dict[str, object]]:
    quoted = [dialect.quote(c) for c in columns]
    if dialect.name == "sqlite":
        return f"{PREFIX}found({', '.join(quoted)})", {}
    texts = [dialect.as_text(q, table.columns[c]) for q, c in zip(quoted, columns, strict=True)]
    joined = f"concat_ws(chr(31), {', '.join(texts)})"
    return f"lower({joined}) LIKE ANY(%(likes)s) AND {joined} ~* %(pattern)s", dict(sought)


def _register(connection: Connection, pattern: str) -> None:
    compiled = re.compile(pattern, re.IGNORECASE)

    def found(*cells: object) -> bool:
        texts = (c.decode("latin-1") if isinstance(c, bytes) else c for c in cells if isinstance(c, (str, bytes)))
        return compiled.search("\x1f".join(texts)) is not None

    raw = connection.connection.driver_connection
    assert isinstance(raw, sqlite3.Connection)
    raw.create_function(f"{PREFIX}found", -1, found, deterministic=True)


def _kept_columns(datamap: Datamap, name: str) -> frozenset[str]:
    """Columns in which an identifier may stay, because a duty to keep cites them or the datamap says so."""
    table = datamap.tables.get(name)
    if table is None:
        return frozenset()
    kept: set[str] = set()
    for part in table.slices:
        kept |= set(part.keep.columns) if part.keep else set()
        kept |= {c for c, s in part.set.items() if isinstance(s, KeepCell)}
        kept |= set(table.columns) if part.erase is Erase.KEEP else set()
    return frozenset(kept)
