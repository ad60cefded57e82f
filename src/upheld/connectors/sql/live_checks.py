"""What only the live database can say of a datamap: its rows, and what our user may do with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import NamedTuple

from sqlalchemy import Connection, text

from upheld.connectors.sql.connecting import Target
from upheld.connectors.sql.dialects import DIALECTS
from upheld.connectors.sql.json_texts import broken_texts
from upheld.connectors.sql.neighbours import neighbours
from upheld.connectors.sql.rendering import Renderer
from upheld.connectors.sql.trials import refused_cells
from upheld.datamap.coverage.erasing import changes
from upheld.datamap.coverage.finding import holders
from upheld.datamap.coverage.ground import Ground
from upheld.datamap.model import Table
from upheld.datamap.strategies import Pseudo
from upheld.datamap.ties import ColumnPath
from upheld.errors import AccessDenied, Busy
from upheld.planning.identity import Identity
from upheld.planning.predicates import Satisfies
from upheld.spans import Problem

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class _Rights(NamedTuple):
    """What our user may do with one table; ``secured`` where a row-level policy applies to us."""

    select: bool = True
    delete: bool = True
    insert: bool = True
    secured: bool = False


_RIGHTS = """
SELECT c.relname, has_table_privilege(c.oid, 'SELECT'), has_table_privilege(c.oid, 'DELETE'),
       has_table_privilege(c.oid, 'INSERT'), row_security_active(c.oid)
FROM pg_class AS c
WHERE c.relkind IN ('r', 'p') AND c.relnamespace = (SELECT oid FROM pg_namespace WHERE nspname = current_schema())
"""
_UPDATABLE = "SELECT has_column_privilege(format('%I.%I', current_schema(), CAST(:table AS text)), :column, 'UPDATE')"
_STANDING = """
SELECT pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on',
       has_database_privilege(current_database(), 'TEMP')
"""


def check_live(target: Target, ground: Ground) -> list[Problem]:
    """Ask a database what the schema does not say: rights, rows in no slice or in two, letter case, refused constants.

    Reads every sliced table and every identifier column once. Raises as any read does when the database is away.
    """
    with target.read() as connection:
        rights = _read_rights(connection)
        found = list(_missing_rights(connection, ground, rights)) if target.dialect == "postgresql" else []
        hidden = {name for name, right in rights.items() if not right.select}
        found += _slices(connection, ground, hidden)
        found += _stored(connection, ground, hidden)
        found += broken_texts(connection, ground, hidden)
        found += refused_cells(connection, ground)
        found += neighbours(connection, ground)
    if target.dialect == "sqlite":
        found += _writable(target, ground)
    return found


def _writable(target: Target, g: Ground) -> Iterator[Problem]:
    """Take the write lock of a file for a moment. A file that is busy is one that can be written."""
    try:
        with target.write():
            return
    except Busy:
        return
    except AccessDenied:
        yield _read_only(g)


def _read_only(g: Ground) -> Problem:
    return g.written.problem(
        ("system",),
        "read-only",
        f"`{g.datamap.system}` can be read but not written, so nothing could be erased",
        "Point the URL at the primary, and give our user the right to write.",
    )


def _read_rights(connection: Connection) -> dict[str, _Rights]:
    if connection.dialect.name != "postgresql":
        return {}
    return {row[0]: _Rights(*row[1:]) for row in connection.execute(text(_RIGHTS))}


def _missing_rights(connection: Connection, g: Ground, rights: Mapping[str, _Rights]) -> Iterator[Problem]:
    read_only, temporary = connection.execute(text(_STANDING)).one()
    if read_only:
        yield _read_only(g)
    if not temporary:
        yield g.written.problem(
            ("system",),
            "missing-right",
            "our user may not make temporary tables, which some erasures need",
            "GRANT TEMPORARY ON DATABASE … TO our user.",
        )
    updated, inserted = _updated(g), _inserted(g)
    for table, _ in g.tables():
        right = rights.get(table.name, _Rights())
        missing = [
            *(["SELECT"] if not right.select else []),
            *(["DELETE"] if g.deletable(table.name) and not right.delete else []),
            *(["INSERT"] if table.name in inserted and not right.insert else []),
            *(["UPDATE"] if not _may_update(connection, table, updated.get(table.name, set())) else []),
        ]
        if missing:
            yield g.written.problem(
                ("tables", table.name),
                "missing-right",
                f"our user may not {', '.join(missing)} on `{table.name}`",
                f"GRANT {', '.join(missing)} ON {table.name} TO our user.",
                key=True,
            )
        if right.secured:
            yield g.written.problem(
                ("tables", table.name),
                "row-security",
                f"a row-level policy hides rows of `{table.name}` from our user, so an erasure could miss some",
                "Give our user BYPASSRLS, or a policy that shows it every row.",
                key=True,
            )


def _updated(g: Ground) -> dict[str, set[str]]:
    """The columns that an erasure may set, of each table."""
    out: dict[str, set[str]] = {}
    for change in changes(g):
        facts = g.schema.tables.get(change.table)
        out.setdefault(change.table, set()).update(c for c in change.sets if facts and c in facts.columns)
    for table, _ in g.tables():
        out.setdefault(table.name, set()).update(c.column for c in table.counters)
    return out


def _inserted(g: Ground) -> set[str]:
    """Tables that get pseudo-people."""
    if not any(isinstance(s, Pseudo) for change in changes(g) for s in change.sets.values()):
        return set()
    return {p.table for p in g.datamap.people.values() if p.pseudo}


def _may_update(connection: Connection, table: Table, columns: set[str]) -> bool:
    return all(
        connection.execute(text(_UPDATABLE), {"table": table.name, "column": column}).scalar_one()
        for column in sorted(columns)
    )


def _slices(connection: Connection, g: Ground, hidden: set[str]) -> Iterator[Problem]:
    """Rows that no slice of their table holds, or that two do."""
    for table, facts in g.tables():
        named = [(p, p.when) for p in table.slices if p.when is not None]
        known = all(column in facts.columns for _, when in named for column in when.columns)
        if not named or not known or table.name in hidden:
            continue
        renderer = _renderer(connection, g)
        held = [
            f"CASE WHEN {renderer.predicate(Satisfies(when), table.name, 't')} THEN 1 ELSE 0 END" for _, when in named
        ]
        counted = f"SELECT {' + '.join(held)} AS held FROM {renderer.q(table.name)} AS t"
        none, several = connection.exec_driver_sql(
            "SELECT count(CASE WHEN held = 0 THEN 1 END), count(CASE WHEN held > 1 THEN 1 END) "
            f"FROM ({counted}) AS sliced",
            renderer.parameters,
        ).one()
        at = ("tables", table.name, "slices")
        if none and len(named) == len(table.slices):
            yield g.written.problem(
                at,
                "slices-incomplete",
                f"{none} row(s) of `{table.name}` are in no slice, so they are nobody's",
                "Add a slice for them, or `else:`.",
                key=True,
            )
        if several:
            yield g.written.problem(
                at,
                "slices-overlap",
                f"{several} row(s) of `{table.name}` are in more than one slice",
                "Make the conditions exclude each other.",
                key=True,
            )


def _stored(connection: Connection, g: Ground, hidden: set[str]) -> Iterator[Problem]:
    """Identifiers that are said to be stored in lower case and are not."""
    stored = {kind for p in g.datamap.people.values() for kind, form in p.stored.items() if form == "lower"}
    for holder in holders(g):
        column = g.column(holder.table, holder.column.column)
        if holder.kind not in stored or column is None or column.folds_case or holder.table in hidden:
            continue
        if not holder.column.path and g.schema.tables[holder.table].folded_index(column.name):
            continue
        renderer = _renderer(connection, g)
        value = _value(renderer, holder.column)
        count = connection.exec_driver_sql(
            f"SELECT count(*) FROM {renderer.q(holder.table)} AS t WHERE {value} <> lower({value})",
            renderer.parameters,
        ).scalar_one()
        if count:
            yield g.written.problem(
                holder.at,
                "not-lower",
                f"{count} row(s) of {holder.table}.{holder.column} are not in lower case, as `stored` says they always are",
                "Lower them, or take `stored` away and index lower(column).",
            )


def _value(renderer: Renderer, column: ColumnPath) -> str:
    plain = f"t.{renderer.q(column.column)}"
    return renderer.dialect.member(plain, column.path) if column.path else plain


def _renderer(connection: Connection, g: Ground) -> Renderer:
    return Renderer(DIALECTS[connection.dialect.name], g.datamap, g.schema, Identity(), _EPOCH)
