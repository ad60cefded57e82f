"""Level 2 of "erased": copies that the database itself keeps of rows — full-text indexes and materialised views.

They follow their tables only when told to. After an erasure they are brought up to date, and the search for identifiers
looks into them too. What it costs and locks is said in the result, because a large view may be worth a quiet hour.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from sqlalchemy import text

from upheld.connectors.sql.connecting import Target

_DEPENDENT_VIEWS = """
WITH RECURSIVE below(oid) AS (
  SELECT c.oid FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.relname = ANY(:tables) AND n.nspname = current_schema()
  UNION
  SELECT r.ev_class FROM below b
  JOIN pg_depend d ON d.refobjid = b.oid AND d.deptype = 'n'
  JOIN pg_rewrite r ON r.oid = d.objid
)
SELECT c.relname, EXISTS (
  SELECT 1 FROM pg_index i WHERE i.indrelid = c.oid AND i.indisunique AND i.indpred IS NULL AND i.indexprs IS NULL
) AS concurrently, c.relispopulated
FROM pg_class c JOIN below b ON b.oid = c.oid WHERE c.relkind = 'm' ORDER BY c.oid
"""
_CONTENT = re.compile(r"content\s*=\s*(?:'([^']*)'|\"([^\"]*)\"|([A-Za-z_]\w*))", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Refreshed:
    """One copy that was brought up to date, how, and what it locked meanwhile."""

    name: str
    by: str
    locks: str


def refresh(target: Target, tables: Collection[str]) -> tuple[Refreshed, ...]:
    """Bring every copy of ``tables`` up to date; safe to repeat."""
    if not tables:
        return ()
    return tuple(_sqlite(target, tables) if target.dialect == "sqlite" else _postgres(target, tables))


def _postgres(target: Target, tables: Collection[str]) -> Iterator[Refreshed]:
    with target.read() as connection:
        views = connection.execute(text(_DEPENDENT_VIEWS), {"tables": list(tables)}).all()
    for name, concurrently, populated in views:
        if not populated:
            continue
        quoted = '"' + name.replace('"', '""') + '"'
        how = "CONCURRENTLY " if concurrently else ""
        with target.write() as connection:
            connection.exec_driver_sql(f"REFRESH MATERIALIZED VIEW {how}{quoted}".replace("%", "%%"))
            connection.commit()
        locks = "writers of the view wait" if concurrently else "readers of the view wait"
        yield Refreshed(name, "refresh", locks)


def _sqlite(target: Target, tables: Collection[str]) -> Iterator[Refreshed]:
    with target.read() as connection:
        rows = connection.exec_driver_sql(
            "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'"
        ).all()
    for name, sql in rows:
        if not re.search(r"using\s+fts5", sql, re.IGNORECASE):
            continue
        content = next((g for m in [_CONTENT.search(sql)] if m for g in m.groups() if g is not None), None)
        if content is not None and content not in tables:
            continue
        quoted = '"' + name.replace('"', '""') + '"'
        commands = ["optimize"] if not content else ["rebuild", "optimize"]
        with target.write() as connection:
            for command in commands:
                connection.exec_driver_sql(f"INSERT INTO {quoted}({quoted}) VALUES('{command}')")
            connection.commit()
        yield Refreshed(name, " and ".join(commands), "writers of the file wait")
