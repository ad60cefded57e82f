"""What lies beside the schema a datamap speaks of: other schemas of the same PostgreSQL database, and their foreign keys.

One system is one schema. What another holds about people is another system's, but it must not be passed over in silence.
"""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import Connection, text

from upheld.datamap.coverage.ground import Ground
from upheld.spans import Problem, Severity

_SCHEMAS = """
SELECT n.nspname, count(*)
FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition AND c.relpersistence <> 't'
  AND n.nspname <> current_schema() AND n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'
  AND NOT EXISTS (SELECT 1 FROM pg_depend AS d WHERE d.objid = c.oid AND d.deptype = 'e')
GROUP BY n.nspname ORDER BY n.nspname
"""
_INBOUND = """
SELECT parent.relname, con.conrelid::regclass::text, con.confdeltype::text
FROM pg_constraint AS con
JOIN pg_class AS child ON child.oid = con.conrelid
JOIN pg_class AS parent ON parent.oid = con.confrelid
JOIN pg_namespace AS n ON n.oid = parent.relnamespace AND n.nspname = current_schema()
WHERE con.contype = 'f' AND con.conparentid = 0 AND child.relnamespace <> parent.relnamespace
ORDER BY 1, 2
"""
_CHANGES = {"c": "deletes its rows", "n": "empties its cells", "d": "resets its cells"}


def neighbours(connection: Connection, g: Ground) -> Iterator[Problem]:
    """Yield the schemas that no datamap of this system speaks of, and what of theirs an erasure would meet.

    A foreign key that itself deletes or changes rows of another schema is an error: nobody declared and nobody counts them.
    """
    if connection.dialect.name != "postgresql":
        return
    for schema, tables in connection.execute(text(_SCHEMAS)):
        yield g.written.problem(
            ("system",),
            "other-schema",
            f"this database also has {tables} table(s) in schema `{schema}`, of which this datamap says nothing",
            "Where they are about people, make the schema a system of its own: end its URL in "
            "`?options=-csearch_path%3Dname`.",
            severity=Severity.WARNING,
        )
    for parent, child, action in connection.execute(text(_INBOUND)):
        if not g.deletable(parent):
            continue
        does = _CHANGES.get(action)
        yield g.written.problem(
            ("tables", parent),
            "reference-from-other-schema",
            f"`{child}` of another schema points to `{parent}`; when its row goes, the database "
            + (f"{does} unseen" if does else "refuses while one of these rows is there"),
            "Make the schema a system that stands before this one in upheld.yaml"
            + (", and the foreign key ON DELETE NO ACTION." if does else "."),
            key=True,
            severity=Severity.ERROR if does else Severity.WARNING,
        )
