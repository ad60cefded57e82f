"""Migrated and declared are the same schema, on both engines and in both databases."""

from __future__ import annotations

import threading

import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData, create_engine, inspect, text

from upheld.clock import VirtualClock
from upheld.errors import UsageError
from upheld.store import (
    Store,
    migrations,
    tables_evidence,  # noqa: F401  its tables are part of the metadata
)
from upheld.store.engine import Database
from upheld.store.key_tables import key_metadata
from upheld.store.migrations import Line, head, migrate
from upheld.store.tables import metadata

DECLARED = {Line.STORE: metadata, Line.KEYS: key_metadata}

_SQLITE_SCHEMA = "SELECT type, tbl_name, name, sql FROM sqlite_master"
_POSTGRES_SCHEMA = """
SELECT 'column', table_name, column_name, data_type || ' ' || is_nullable || ' ' || coalesce(column_default, '')
  || ' ' || coalesce(col_description((quote_ident(table_schema) || '.' || quote_ident(table_name))::regclass, ordinal_position), '')
  FROM information_schema.columns WHERE table_schema = 'public'
UNION ALL SELECT 'constraint', conrelid::regclass::text, conname, pg_get_constraintdef(oid)
  FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT 'index', tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'
"""


def schema_of(connection: Connection) -> set[tuple[str, ...]]:
    query = _SQLITE_SCHEMA if connection.dialect.name == "sqlite" else _POSTGRES_SCHEMA
    return {
        tuple(" ".join(str(part).split()) for part in row)
        for row in connection.execute(text(query))
        if "alembic_version" not in str(row)
    }


def declared_schema(url: str, declared: MetaData) -> set[tuple[str, ...]]:
    engine = create_engine(url)
    with engine.begin() as connection:
        declared.create_all(connection)
        schema = schema_of(connection)
        declared.drop_all(connection)
    engine.dispose()
    return schema


@pytest.mark.parametrize("line", list(Line))
def test_migrating_an_empty_database_gives_exactly_the_declared_tables(store_url: str, line: Line) -> None:
    declared = declared_schema(store_url, DECLARED[line])
    database = Database(store_url, "the store")
    migrate(database, line)
    with database.read() as connection:
        assert schema_of(connection) == declared
    database.close()


@pytest.mark.parametrize("line", list(Line))
def test_every_table_of_ours_is_strict_and_every_one_is_declared(sqlite_url: str, line: Line) -> None:
    database = Database(sqlite_url, "the store")
    migrate(database, line)
    with database.read() as connection:
        rows = connection.execute(text("SELECT name, strict FROM pragma_table_list WHERE schema = 'main'")).all()
    strict = {row.name: row.strict for row in rows}
    database.close()
    ours = {name for name in strict if not name.startswith("sqlite_") and name != "alembic_version"}
    assert ours == set(DECLARED[line].tables)
    assert all(strict[name] == 1 for name in ours)


def test_migrating_twice_does_nothing(store_url: str) -> None:
    database = Database(store_url, "the store")
    migrate(database, Line.STORE)
    with database.read() as connection:
        before = schema_of(connection)
    migrate(database, Line.STORE)
    with database.read() as connection:
        assert schema_of(connection) == before
    database.close()


def test_processes_that_start_together_migrate_once(store_url: str) -> None:
    failures: list[BaseException] = []

    def start() -> None:
        database = Database(store_url, "the store")
        try:
            migrate(database, Line.STORE)
        except BaseException as error:  # noqa: BLE001
            failures.append(error)
        finally:
            database.close()

    threads = [threading.Thread(target=start) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_a_migration_that_fails_leaves_nothing(store_url: str) -> None:
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE tasks (id integer)"))  # stands in the way of the last table of 0001
    database = Database(store_url, "the store")
    with pytest.raises(Exception, match="the store refused a statement"):
        migrate(database, Line.STORE)
    assert set(inspect(engine).get_table_names()) == {"tasks"}
    database.close()
    engine.dispose()


def test_a_database_of_a_newer_program_is_refused(store_url: str, keys_url: str, clock: VirtualClock) -> None:
    with Store.open(store_url, keys_url, b"m" * 32, clock) as store, store.write() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(UsageError, match="schema 9999, which this program does not know"):
        Store.open(store_url, keys_url, b"m" * 32, clock)


def test_revisions_follow_each_other_and_are_the_numbers_of_their_files() -> None:
    folder = migrations.__path__[0]
    for line in Line:
        config = Config()
        config.set_main_option("script_location", folder)
        config.set_main_option("path_separator", "newline")
        config.set_main_option("version_locations", f"{folder}/{line}")
        scripts = ScriptDirectory.from_config(config)
        assert scripts.get_heads() == [head(line)]
        for script in scripts.walk_revisions():
            assert script.path.rsplit("/", 1)[1].startswith(script.revision + "_")
