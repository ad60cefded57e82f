"""A reviewed datamap of 42 tables keeps up with whatever its schema becomes: every name follows, every comment stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from examples.printworks.schema import metadata
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import create_engine

from upheld.connectors.sql.schema import read_schema
from upheld.datamap.coverage import check_coverage
from upheld.datamap.schema import ForeignKey, Index, Schema, TableSchema, TypeClass
from upheld.discovery.draft import Survey
from upheld.discovery.drafting import draft_datamap
from upheld.discovery.drift import Drift, Rename, TableDrift
from upheld.discovery.snapshots import take_snapshot
from upheld.discovery.surveying import judge_all
from upheld.discovery.updating import update_datamap
from upheld.formats.datamap_file import parse_datamap

FILE = Path(__file__).resolve().parents[3] / "examples/printworks/datamap.yaml"
TEXT = FILE.read_text("utf-8")


@lru_cache(maxsize=1)
def schema() -> Schema:
    engine = create_engine("sqlite://")
    metadata.create_all(engine)
    with engine.connect() as connection:
        return read_schema(connection)


def update(now: Schema, drift: Drift) -> tuple[str, list[str]]:
    """Return the new text and the codes of what it names that the database does not have."""
    survey = Survey(now, {}, {}, judge_all(now, {}), {}, {}, {}, {}, {})
    text = update_datamap(TEXT, drift, draft_datamap(survey), take_snapshot(now)).text
    datamap, written = parse_datamap(text, "datamap.yaml")
    found = [p.code for p in check_coverage(datamap, now, written)]
    return text, [c for c in found if c in ("unknown-table", "unknown-column", "undeclared-table", "undeclared-column")]


def renamed(old: Schema, table: str, names: Mapping[str, str], new_table: str | None = None) -> Schema:
    """Return a schema in which a table and some of its columns have other names, and references follow."""
    to = new_table or table

    def columns(of: str, listed: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(c, c) for c in listed) if of == table else listed

    def key(fk: ForeignKey) -> ForeignKey:
        mine, theirs = columns(fk.table, fk.columns), columns(fk.parent, fk.parent_columns)
        ends = [to if n == table else n for n in (fk.table, fk.parent)]
        return replace(fk, table=ends[0], columns=mine, parent=ends[1], parent_columns=theirs)

    def index(of: str, i: Index) -> Index:
        return replace(
            i,
            columns=columns(of, i.columns),
            folded=names.get(i.folded, i.folded) if of == table and i.folded else i.folded,
        )

    def one(t: TableSchema) -> TableSchema:
        cells = {names.get(n, n) if t.name == table else n: c for n, c in t.columns.items()}
        return replace(
            t,
            name=to if t.name == table else t.name,
            columns={n: replace(c, name=n) for n, c in cells.items()},
            primary_key=columns(t.name, t.primary_key),
            foreign_keys=tuple(map(key, t.foreign_keys)),
            indexes=tuple(index(t.name, i) for i in t.indexes),
        )

    return Schema(old.dialect, {t.name: t for t in map(one, old.tables.values())})


def test_a_condition_of_another_tables_tie_follows_too() -> None:
    now = renamed(schema(), "room_members", {"is_admin": "leads"})
    text, unknown = update(now, Drift(tables=(TableDrift("room_members", renamed=(Rename("is_admin", "leads", ""),)),)))
    assert unknown == []
    assert "<room_members.room_id where leads = true" in text


TABLES = st.sampled_from(sorted(metadata.tables))


@given(TABLES, st.data())
@settings(max_examples=8, deadline=None)
def test_a_renamed_column_is_followed_everywhere(table: str, data: st.DataObject) -> None:
    column = data.draw(st.sampled_from(sorted(schema().tables[table].columns)))
    now = renamed(schema(), table, {column: "renamed_to_this"})
    change = TableDrift(table, renamed=(Rename(column, "renamed_to_this", ""),))
    text, unknown = update(now, Drift(tables=(change,)))
    assert unknown == []
    assert _comments(text) == _comments(TEXT)


@given(TABLES)
@settings(max_examples=6, deadline=None)
def test_a_renamed_table_is_followed_everywhere(table: str) -> None:
    now = renamed(schema(), table, {}, "renamed_to_this")
    text, unknown = update(now, Drift(renamed=(Rename(table, "renamed_to_this", ""),)))
    assert unknown == []
    assert _comments(text) == _comments(TEXT)


@given(TABLES, st.data())
@settings(max_examples=8, deadline=None)
def test_a_removed_fact_is_forgotten_and_a_new_one_declared(table: str, data: st.DataObject) -> None:
    facts = schema().tables[table]
    tied = {c for fk in facts.foreign_keys for c in fk.columns} | set(facts.primary_key)
    column = data.draw(st.sampled_from(sorted(set(facts.columns) - tied) or [""]))
    if not column:
        return
    fresh = replace(facts.columns[column], name="brand_new", type=TypeClass.INSTANT, nullable=True)
    columns = {n: c for n, c in facts.columns.items() if n != column} | {"brand_new": fresh}
    now = Schema("sqlite", {**schema().tables, table: replace(facts, columns=columns, indexes=())})
    text, unknown = update(now, Drift(tables=(TableDrift(table, added=("brand_new",), removed=(column,)),)))
    assert [c for c in unknown if c != "unknown-column"] == []
    others = [
        line
        for line in TEXT.splitlines()
        if column not in line and "holds" not in line and "set:" not in line and "time:" not in line
    ]
    assert set(others) - {f"  {table}:"} <= set(text.splitlines())


@given(TABLES)
@settings(max_examples=6, deadline=None)
def test_a_removed_table_goes_and_a_new_one_comes(table: str) -> None:
    kept = {n: t for n, t in schema().tables.items() if n != table}
    now = Schema(
        "sqlite", {**kept, "brand_new": replace(schema().tables["materials"], name="brand_new", foreign_keys=())}
    )
    text, unknown = update(now, Drift(added=("brand_new",), removed=(table,)))
    datamap, _ = parse_datamap(text, "datamap.yaml")
    assert table not in datamap.tables
    assert "brand_new" in datamap.nobody | datamap.tables.keys()
    assert "undeclared-table" not in unknown


def _comments(text: str) -> list[str]:
    return [
        line.strip() for line in text.splitlines() if line.lstrip().startswith("# ") and "schema as mapped" not in line
    ]
