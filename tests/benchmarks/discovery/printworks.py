"""The Printworks shop without its foreign keys; the truth is its reviewed datamap and the keys it declares elsewhere."""

from __future__ import annotations

from pathlib import Path

from examples.printworks.generate import generate
from examples.printworks.schema import metadata
from sqlalchemy import create_engine
from sqlalchemy.schema import CreateTable

from upheld.datamap.categories import KEY
from upheld.datamap.model import tie_columns
from upheld.datamap.ties import Match
from upheld.discovery.judging import Finding
from upheld.formats.datamap_file import parse_datamap

_FILE = Path(__file__).resolve().parents[3] / "examples/printworks/datamap.yaml"
_NEVER_DECLARED = {
    ("customer_directory", "customer_id", "customers"),
    ("attributes", "entity_id", "customers"),
    ("attributes", "entity_id", "staff"),
    ("attributes", "entity_id", "products"),
    ("audit_log", "subject_id", "customers"),
    ("audit_log", "subject_id", "products"),
    ("audit_log", "actor_id", "customers"),
    ("audit_log", "actor_id", "staff"),
    ("ticket_messages", "writer_id", "customers"),
    ("ticket_messages", "writer_id", "staff"),
}


class Printworks:
    """The example company as an evaluation database."""

    name = "printworks"

    def __init__(self) -> None:
        self._datamap, _ = parse_datamap(_FILE.read_text("utf-8"), _FILE.name)

    def load(self, url: str) -> None:
        rows = generate(scale=0.05)
        engine = create_engine(url)
        with engine.begin() as connection:
            for table in metadata.sorted_tables:
                connection.execute(CreateTable(table, include_foreign_key_constraints=[]))
                for index in table.indexes:
                    index.create(connection)
                listed = [dict(zip(table.c.keys(), row, strict=True)) for row in rows.tables[table.name]]
                if listed:
                    connection.execute(table.insert(), listed)
        if engine.dialect.name == "postgresql":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")
        engine.dispose()

    def own_columns(self) -> set[tuple[str, str]]:
        return {(t, c) for t, c, category in self._declared() if Finding(category, 1.0).in_own_row}

    def row_columns(self) -> set[tuple[str, str]]:
        return {(t, c) for t, c, category in self._declared() if not Finding(category, 1.0).in_own_row}

    def true_ties(self) -> set[tuple[str, str, str]]:
        keys = {
            (t.name, c.parent.name, fk.column.table.name)
            for t in metadata.tables.values()
            for c in t.foreign_keys
            for fk in (c,)
        }
        composite = {("print_jobs", c, "order_items") for c in ("order_id", "line_no")}
        return (keys | _NEVER_DECLARED) - composite | {("print_jobs", "order_id", "orders")}

    def _declared(self) -> list[tuple[str, str, str]]:
        found = []
        for table in self._datamap.tables.values():
            tied = {p.column for t in table.ties() for p in tie_columns(t.tie) if not p.path}
            matched = {t.tie.column.column for t in table.ties() if isinstance(t.tie, Match)}
            found += [(table.name, c, "contact.email") for c in sorted(matched - table.columns.keys())]
            for use in table.columns.values():
                referring = any(c.name == use.name and c.foreign_keys for c in metadata.tables[table.name].c)
                fact = use.category != KEY and (not referring or use.name == "country_code")
                if fact and (use.name not in tied or use.category.startswith("contact")):
                    found.append((table.name, use.name, use.category))
        return found
