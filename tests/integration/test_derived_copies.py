"""Level 2: full-text indexes and materialised views do not keep what their tables have lost."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from upheld.connectors.sql import SqlSystem
from upheld.formats.datamap_file import parse_datamap
from upheld.planning import SubjectIdentifiers, plan_erasure

NOW = datetime(2026, 11, 21, tzinfo=UTC)
ANN = "ann@example.com"
BASE = (
    "CREATE TABLE people (id integer PRIMARY KEY, email varchar(100) NOT NULL UNIQUE)",
    "CREATE TABLE notes (id integer PRIMARY KEY, person integer NOT NULL REFERENCES people(id), body text)",
    "INSERT INTO people VALUES (1, 'ann@example.com'), (2, 'bob@example.com')",
    "INSERT INTO notes VALUES (1, 1, 'write to ann@example.com'), (2, 2, 'zanzibar')",
)
DATAMAP = """
datamap: 1
system: shop
people: {person: {table: people, key: id, proves: {email: email}, stored: {email: lower}}}
tables:
  people: {is: person, holds: {contact.email: [email]}}
  notes: {of: person, holds: {text: [body]}}
"""


Erased = Callable[..., SqlSystem]


@pytest.fixture
def erased() -> Iterator[Erased]:
    """Give a function that makes the company with some statements more, erases Ann, and returns the system, open."""
    with ExitStack() as stack:

        def make(url: str, *more: str) -> SqlSystem:
            system = _erased(url, *more)
            stack.callback(system.close)
            return system

        yield make


def _erased(url: str, *more: str) -> SqlSystem:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in (*BASE, *more):
            connection.execute(text(statement))
    engine.dispose()
    system = SqlSystem.open("shop", url, parse_datamap(DATAMAP, "datamap.yaml")[0])
    identity = system.resolve(SubjectIdentifiers({"email": (ANN,)}))
    system.erase(plan_erasure(system.datamap, system.schema(), identity), identity, NOW, "a1")
    return system


def test_a_materialised_view_is_refreshed_and_searched(erased: Erased, postgres_url: str) -> None:
    system = erased(
        postgres_url,
        "CREATE VIEW directory AS SELECT p.email, n.body FROM people p JOIN notes n ON n.person = p.id",
        "CREATE MATERIALIZED VIEW digest AS SELECT * FROM directory",
        "CREATE MATERIALIZED VIEW unrelated AS SELECT 1 AS one",
    )
    identity = system.resolve(SubjectIdentifiers({"email": (ANN,)}))
    assert {(s.table, s.column) for s in system.search(identity)} == {("digest", "email"), ("digest", "body")}
    assert [(r.name, r.locks) for r in system.refresh_derived()] == [("digest", "readers of the view wait")]
    assert system.search(identity) == []
    with system.target.read() as connection:
        assert connection.execute(text("SELECT count(*) FROM digest")).scalar_one() == 1


def test_a_view_with_a_unique_index_is_refreshed_without_locking_readers(erased: Erased, postgres_url: str) -> None:
    system = erased(
        postgres_url,
        "CREATE MATERIALIZED VIEW digest AS SELECT id, body FROM notes",
        "CREATE UNIQUE INDEX ON digest (id)",
    )
    assert [r.locks for r in system.refresh_derived()] == ["writers of the view wait"]


def test_an_external_full_text_index_forgets_the_words(erased: Erased, tmp_path: Path) -> None:
    file = tmp_path / "shop.db"
    file.touch()
    system = erased(
        f"sqlite:///{file}",
        "CREATE VIRTUAL TABLE found USING fts5(body, content='notes', content_rowid='id')",
        "INSERT INTO found(found) VALUES('rebuild')",
    )
    with system.target.read() as connection:
        query = text("SELECT count(*) FROM found_idx")
        assert connection.execute(query).scalar_one()
        before = connection.execute(text("SELECT group_concat(hex(block)) FROM found_data")).scalar_one()
    assert b"write".hex().upper() in before
    assert [(r.name, r.by) for r in system.refresh_derived()] == [("found", "rebuild and optimize")]
    with system.target.read() as connection:
        after = connection.execute(text("SELECT group_concat(hex(block)) FROM found_data")).scalar_one()
        hits = connection.execute(text("SELECT count(*) FROM found WHERE found MATCH 'zanzibar'")).scalar_one()
    assert b"write".hex().upper() not in after
    assert hits == 1


def test_a_full_text_index_that_triggers_keep_does_not_hinder_the_erasure(erased: Erased, tmp_path: Path) -> None:
    """The usual way to follow an external index: its triggers write to a virtual table inside our transaction."""
    file = tmp_path / "shop.db"
    file.touch()
    system = erased(
        f"sqlite:///{file}",
        "CREATE VIRTUAL TABLE found USING fts5(body, content='notes', content_rowid='id')",
        "INSERT INTO found(found) VALUES('rebuild')",
        """CREATE TRIGGER follow AFTER DELETE ON notes BEGIN
             INSERT INTO found(found, rowid, body) VALUES('delete', old.id, old.body); END""",
    )
    with system.target.read() as connection:
        assert connection.execute(text("SELECT rowid FROM found('zanzibar OR write')")).scalars().all() == [2]


@pytest.mark.parametrize("statement", ["CREATE VIRTUAL TABLE found USING fts5(body, content='elsewhere')"])
def test_an_index_over_another_table_is_left_alone(erased: Erased, tmp_path: Path, statement: str) -> None:
    file = tmp_path / "shop.db"
    file.touch()
    assert erased(f"sqlite:///{file}", "CREATE TABLE elsewhere (body text)", statement).refresh_derived() == ()
