"""A person's cells open while their key lives, and are nowhere once it is destroyed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Connection, select, text, update

from upheld.clock import VirtualClock
from upheld.errors import KeyMissing, SealBroken
from upheld.ids import CaseId
from upheld.store import Store, cases, personal
from upheld.store.engine import Database
from upheld.store.key_tables import person_keys
from upheld.store.keys import KeyStore, PersonKeyId
from upheld.store.tables import key_destructions, personal_cells
from upheld.work import Worker, destructions

ANNA, BOB = CaseId("C-anna"), CaseId("C-bob")
IDENTITIES = b'{"email":["anna@example.com","anna.alt@example.org"],"customer":[4711]}'


@pytest.fixture(autouse=True)
def _sealed(store: Store) -> None:
    with store.write() as connection:
        for case_id, content in ((ANNA, IDENTITIES), (BOB, b"bob@example.com")):
            cases.open_case(connection, case_id, "erasure", "open", store.clock.now())
            personal.seal(connection, store.keys, case_id, "identities", content, at=store.clock.now())
            personal.seal(connection, store.keys, case_id, "requester", content[:9], at=store.clock.now())


def key_of(connection: Connection, case_id: CaseId) -> PersonKeyId:
    return PersonKeyId(
        connection.scalars(select(personal_cells.c.key_id).where(personal_cells.c.case_id == case_id).distinct()).one()
    )


def unseal(store: Store, case_id: CaseId, name: str = "identities") -> bytes | None:
    with store.read() as connection:
        return personal.unseal(connection, store.keys, case_id, name)


def destroy(store: Store, case_id: CaseId) -> int:
    with store.write() as connection:
        return personal.destroy(connection, case_id, store.clock.now())


def test_cells_open_again_and_can_be_replaced(store: Store) -> None:
    assert unseal(store, ANNA) == IDENTITIES
    assert unseal(store, ANNA, "absent") is None
    with store.write() as connection:
        personal.seal(connection, store.keys, ANNA, "identities", b"fewer", at=store.clock.now())
    assert unseal(store, ANNA) == b"fewer"


def test_the_cells_of_one_case_share_a_key_and_two_cases_do_not(store: Store) -> None:
    with store.read() as connection:
        assert key_of(connection, ANNA) != key_of(connection, BOB)


def test_a_cell_swapped_with_another_does_not_open(store: Store) -> None:
    with store.write() as connection:
        row = connection.execute(
            select(personal_cells.c.sealed, personal_cells.c.key_id).where(
                personal_cells.c.case_id == BOB, personal_cells.c.name == "identities"
            )
        ).one()
        connection.execute(
            update(personal_cells).where(personal_cells.c.case_id == ANNA).values(sealed=row.sealed, key_id=row.key_id)
        )
    with pytest.raises(SealBroken, match=r"personal_cells\[C-anna/identities\].sealed"):
        unseal(store, ANNA)


def test_destroying_takes_rows_and_key_and_nobody_elses(store: Store) -> None:
    with store.read() as connection:
        key_id = key_of(connection, ANNA)
    assert destroy(store, ANNA) == 2
    assert personal.finish_destructions(store) == 1
    assert unseal(store, ANNA) is None
    with pytest.raises(KeyMissing, match="for good"):
        store.keys.person_keyset(key_id)
    assert unseal(store, BOB) == b"bob@example.com"
    assert personal.finish_destructions(store) == 0
    assert destroy(store, ANNA) == 0


def test_rows_that_come_back_from_a_backup_do_not_open(store: Store) -> None:
    with store.read() as connection:
        backup = connection.execute(select(personal_cells).where(personal_cells.c.case_id == ANNA)).mappings().all()
    destroy(store, ANNA)
    personal.finish_destructions(store)
    with store.write() as connection:
        connection.execute(personal_cells.insert(), [dict(row) for row in backup])
    with pytest.raises(KeyMissing):
        unseal(store, ANNA)


def test_a_crash_between_the_two_databases_is_finished_later(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    destroy(store, ANNA)
    with monkeypatch.context() as broken:
        broken.setattr(KeyStore, "destroy_person_keys", lambda self, key_ids: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            personal.finish_destructions(store)
    with store.read() as connection:
        assert connection.scalars(select(key_destructions.c.done_at)).all() == [None]
    assert personal.finish_destructions(store) == 1


def test_a_worker_finishes_what_nobody_did(store: Store) -> None:
    with store.read() as connection:
        key_id = key_of(connection, ANNA)
    destroy(store, ANNA)
    assert Worker(store, destructions.HANDLERS).run_due() == 1
    with pytest.raises(KeyMissing):
        store.keys.person_keyset(key_id)
    assert personal.finish_destructions(store) == 0


def test_a_destruction_that_rolls_back_destroys_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        personal.destroy(connection, ANNA, store.clock.now())
        raise ZeroDivisionError
    assert personal.finish_destructions(store) == 0
    assert unseal(store, ANNA) == IDENTITIES


def test_keys_that_come_back_with_an_old_backup_are_destroyed_again(store: Store) -> None:
    with store.keys.database.read() as connection:
        backup = connection.execute(select(person_keys)).mappings().all()
    destroy(store, ANNA)
    personal.finish_destructions(store)
    with store.keys.database.write() as connection:
        connection.execute(person_keys.delete())
        connection.execute(person_keys.insert(), [dict(row) for row in backup])
    assert personal.repeat_destructions(store) == 1
    assert personal.repeat_destructions(store) == 0
    assert unseal(store, BOB) == b"bob@example.com"


def test_a_key_whose_transaction_rolled_back_is_swept(store: Store, clock: VirtualClock) -> None:
    with store.write() as connection:
        cases.open_case(connection, CaseId("C-x"), "erasure", "open", clock.now())
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        personal.seal(connection, store.keys, CaseId("C-x"), "identities", b"x", at=clock.now())
        raise ZeroDivisionError
    assert personal.destroy_orphaned_keys(store) == 0
    clock.advance(timedelta(days=2))
    assert personal.destroy_orphaned_keys(store) == 1
    assert personal.destroy_orphaned_keys(store) == 0
    assert unseal(store, ANNA) == IDENTITIES


def test_nothing_but_sealed_cells_holds_anything_personal(store: Store) -> None:
    for database in (store.database, store.keys.database):
        assert "anna" not in dump(database)


def dump(database: Database) -> str:
    tables = (
        "SELECT name FROM sqlite_master WHERE type = 'table'"
        if database.is_sqlite
        else "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    with database.read() as connection:
        return "".join(
            str(
                [
                    bytes(cell) if isinstance(cell, memoryview) else cell
                    for row in connection.execute(text(f'SELECT * FROM "{table}"'))
                    for cell in row
                ]
            )
            for table in connection.scalars(text(tables)).all()
            if "case" not in table and "personal" not in table
        )
