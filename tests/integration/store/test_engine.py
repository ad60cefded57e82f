"""Transactions mean the same on both engines, and a driver's error becomes one of ours without its text."""

from __future__ import annotations

import os
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text
from tools import local_servers as servers

from upheld.clock import VirtualClock
from upheld.errors import AccessDenied, Busy, IntegrityRefused, OutOfSpace, Permanent, Unreachable, UsageError
from upheld.ids import CaseId
from upheld.store import Store, cases, engine
from upheld.store.engine import Database
from upheld.store.tables import tasks

MASTER = b"m" * 32


def open_case(store: Store, name: str) -> None:
    with store.write() as connection:
        cases.open_case(connection, CaseId(name), "erasure", "open", store.clock.now())


def test_a_write_commits_at_the_end_of_its_block(store: Store) -> None:
    open_case(store, "C-1")
    with store.read() as connection:
        assert cases.get_case(connection, CaseId("C-1")).version == 0


def test_a_write_that_raises_leaves_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        cases.open_case(connection, CaseId("C-1"), "erasure", "open", store.clock.now())
        raise ZeroDivisionError
    with store.read() as connection:
        assert cases.list_cases(connection) == ()


def test_a_read_cannot_write_and_the_next_write_can(store: Store) -> None:
    with pytest.raises(AccessDenied), store.read() as connection:
        cases.open_case(connection, CaseId("C-1"), "erasure", "open", store.clock.now())
    open_case(store, "C-1")


def test_a_read_sees_one_snapshot(store: Store) -> None:
    with store.read() as connection:
        assert cases.list_cases(connection) == ()
        writer = threading.Thread(target=open_case, args=(store, "C-1"))
        writer.start()
        writer.join()
        assert cases.list_cases(connection) == ()
    with store.read() as connection:
        assert len(cases.list_cases(connection)) == 1


def test_a_constraint_is_named_and_the_value_is_not_quoted(store: Store) -> None:
    now = store.clock.now()
    row = {
        "kind": "k", "key": "anna@example.com", "payload": {}, "state": "waiting", "due_at": now, "ready_at": now,
        "attempts": 0, "max_attempts": 1, "created_at": now,
    }  # fmt: skip
    with pytest.raises(IntegrityRefused) as refusal, store.write() as connection:
        connection.execute(insert(tasks), [row])
        connection.execute(insert(tasks), [row])
    assert "anna" not in str(refusal.value)
    assert refusal.value.__suppress_context__


def test_text_in_an_integer_column_is_refused(store: Store) -> None:
    with pytest.raises(Permanent), store.write() as connection:
        connection.execute(text("INSERT INTO cases VALUES ('C-1', 'erasure', 'open', 'many', 0, NULL)"))


def test_sqlite_is_set_up_to_lose_and_leak_nothing(sqlite_url: str) -> None:
    database = Database(sqlite_url, "the store")
    with database.write() as connection:
        pragmas = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete", "busy_timeout")
        }
    database.close()
    assert pragmas == {
        "journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1, "busy_timeout": 10_000
    }  # fmt: skip


def test_files_are_readable_by_their_owner_only(tmp_path: Path, clock: VirtualClock) -> None:
    with Store.open(f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/k.db", MASTER, clock) as store:
        open_case(store, "C-1")
        files = sorted(tmp_path.iterdir())
        assert len(files) == 6
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_locked_sqlite_is_busy(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    one = Database(sqlite_url, "the store")
    monkeypatch.setattr(engine, "LOCK_TIMEOUT_SECONDS", 0.05)
    other = Database(sqlite_url, "the store")
    with one.write(), pytest.raises(Busy, match="locked by another process"), other.write():
        pass
    one.close()
    other.close()


def test_a_locked_row_on_postgres_is_busy(postgres_url: str) -> None:
    database = Database(postgres_url, "the store")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x integer)")
        connection.exec_driver_sql("INSERT INTO t VALUES (1)")
    with database.write() as holder:
        holder.exec_driver_sql("UPDATE t SET x = 2")
        with pytest.raises(Busy, match="did not give a lock"), database.write() as other:
            other.exec_driver_sql("SET lock_timeout = '50ms'")
            other.exec_driver_sql("UPDATE t SET x = 3")
    database.close()


def test_a_full_disk_is_out_of_space_and_leaves_nothing(sqlite_url: str, tmp_path: Path, clock: VirtualClock) -> None:
    with Store.open(sqlite_url, f"sqlite:///{tmp_path}/k.db", MASTER, clock) as store:
        with pytest.raises(OutOfSpace, match="no disk space"), store.write() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
            connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
            for number in range(2000):
                cases.open_case(connection, CaseId(f"C-{number}"), "erasure", "open", clock.now())
        with store.read() as connection:
            assert cases.list_cases(connection) == ()


@pytest.mark.parametrize(
    ("url", "error"),
    [
        ("sqlite:////nowhere/at/all/store.db", Unreachable),
        ("postgresql://nobody@127.0.0.1:1/none", Unreachable),
        ("sqlite://", UsageError),
        ("sqlite:///:memory:", UsageError),
        ("mariadb://root@127.0.0.1/x", UsageError),
        ("no url", UsageError),
    ],
)
def test_a_wrong_url_says_what_is_wrong(url: str, error: type[Exception], tmp_path: Path, clock: VirtualClock) -> None:
    with pytest.raises(error, match="the store"):
        Store.open(url, f"sqlite:///{tmp_path}/k.db", MASTER, clock)


def test_a_postgres_database_that_is_not_there(
    postgres_server: tuple[str, int], tmp_path: Path, clock: VirtualClock
) -> None:
    user, port = postgres_server
    with pytest.raises(Unreachable, match="the store"):
        Store.open(f"postgresql://{user}@127.0.0.1:{port}/absent", f"sqlite:///{tmp_path}/k.db", MASTER, clock)


def test_a_file_that_is_no_database(tmp_path: Path, clock: VirtualClock) -> None:
    (tmp_path / "a.db").write_bytes(b"not a database at all" * 100)
    with pytest.raises(Permanent, match="is not a database of ours"):
        Store.open(f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/k.db", MASTER, clock)


def test_keys_in_the_same_database_are_refused(sqlite_url: str, clock: VirtualClock) -> None:
    with pytest.raises(UsageError, match="database of its own"):
        Store.open(sqlite_url, sqlite_url, MASTER, clock)


def test_a_user_without_rights_is_denied(postgres_url: str, tmp_path: Path, clock: VirtualClock) -> None:
    with Store.open(postgres_url, f"sqlite:///{tmp_path}/k.db", MASTER, clock) as store:
        role = servers.fresh_name()
        with store.write() as connection:
            connection.exec_driver_sql(f"CREATE ROLE {role}")
        try:
            with pytest.raises(AccessDenied, match="SQLSTATE 42501"), store.write() as connection:
                connection.exec_driver_sql(f"SET LOCAL ROLE {role}")
                connection.execute(select(tasks))
        finally:
            with store.write() as connection:
                connection.exec_driver_sql(f"DROP ROLE {role}")


def test_a_file_that_may_not_be_written_is_denied(tmp_path: Path, clock: VirtualClock) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everything")
    with Store.open(f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/k.db", MASTER, clock):
        pass
    (tmp_path / "a.db").chmod(0o400)
    with pytest.raises((AccessDenied, Unreachable)):
        Store.open(f"sqlite:///{tmp_path}/a.db", f"sqlite:///{tmp_path}/k.db", MASTER, clock)


def test_a_reader_delays_the_emptying_of_the_log(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "LOCK_TIMEOUT_SECONDS", 0.05)
    database = Database(sqlite_url, "the store")
    with database.write() as connection:
        connection.exec_driver_sql("CREATE TABLE t (x INTEGER) STRICT")
    with database.read() as reader:
        reader.exec_driver_sql("SELECT count(*) FROM t").scalar_one()
        with database.write() as connection:
            connection.exec_driver_sql("INSERT INTO t VALUES (1)")
        with pytest.raises(Busy, match="a reader keeps"):
            database.scrub("t")
    database.scrub("t")
    assert Path(database.engine.url.database + "-wal").stat().st_size == 0  # type: ignore[operator]
    database.close()


def test_sqlite_is_new_enough_for_strict_tables() -> None:
    assert sqlite3.sqlite_version_info >= (3, 37)
