"""Keys rotate without a pause, retire when nothing needs them, and open only with the master key they were made under."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from upheld.clock import VirtualClock
from upheld.errors import KeyMissing, UsageError
from upheld.ids import CaseId, PersonRef
from upheld.store import Store, blind_index, cases, outbox, personal, pseudonyms, rotation
from upheld.store.key_tables import key_epochs, person_keys
from upheld.store.keys import Purpose

MASTER = b"m" * 32
CASE = CaseId("C-1")


def put_letter(store: Store, letter_id: str) -> None:
    with store.write() as connection:
        outbox.put(
            connection, store.keys, letter_id, template="nothing-found", to="anna@example.com",
            fields={}, at=store.clock.now(),
        )  # fmt: skip


def seal_cell(store: Store) -> None:
    with store.write() as connection:
        cases.open_case(connection, CASE, "erasure", "open", store.clock.now())
        personal.seal(connection, store.keys, CASE, "identities", b"anna@example.com", at=store.clock.now())


def reads_everything(store: Store) -> bool:
    with store.read() as connection:
        letter = outbox.waiting(connection, store.keys, "L-1")
        cell = personal.unseal(connection, store.keys, CASE, "identities")
    return letter is not None and letter.to == "anna@example.com" and cell == b"anna@example.com"


def test_each_purpose_begins_with_a_key_of_its_own(store: Store) -> None:
    keys = [store.keys.keyset(purpose).keys[1] for purpose in Purpose]
    assert len(set(keys)) == len(Purpose)
    assert {len(key) for key in keys} == {32}


def test_opening_again_keeps_the_keys(store_url: str, keys_url: str, clock: VirtualClock) -> None:
    with Store.open(store_url, keys_url, MASTER, clock) as first:
        before = first.keys.keyset(Purpose.OUTBOX).keys
    with Store.open(store_url, keys_url, MASTER, clock) as second:
        assert second.keys.keyset(Purpose.OUTBOX).keys == before


def test_a_purpose_of_a_newer_program_does_not_stop_this_one(store: Store) -> None:
    with store.keys.database.write() as connection:
        connection.execute(
            key_epochs.insert(), {"purpose": "later", "epoch": 1, "sealed": b"x", "created_at": store.clock.now()}
        )
    store.keys.reload()
    assert store.keys.keyset(Purpose.OUTBOX).primary == 1


def test_the_wrong_master_key_opens_nothing_and_says_so(store_url: str, keys_url: str, clock: VirtualClock) -> None:
    Store.open(store_url, keys_url, MASTER, clock).close()
    with pytest.raises(KeyMissing, match="the master key does not open the key store"):
        Store.open(store_url, keys_url, b"x" * 32, clock)
    with pytest.raises(UsageError, match="has 31 bytes and needs 32"):
        Store.open(store_url, keys_url, b"x" * 31, clock)


def test_no_key_stands_in_the_key_store_in_the_clear(store: Store) -> None:
    seal_cell(store)
    with store.keys.database.read() as connection:
        sealed = [*connection.scalars(select(key_epochs.c.sealed)), *connection.scalars(select(person_keys.c.sealed))]
    for purpose in Purpose:
        for key in store.keys.keyset(purpose).keys.values():
            assert not any(key in cell for cell in sealed)


def test_a_rotation_reads_the_old_and_seals_with_the_new(store: Store) -> None:
    seal_cell(store)
    put_letter(store, "L-1")
    for purpose in Purpose:
        assert store.keys.rotate(purpose) == 2
    assert rotation.reseal(store) == 0
    assert reads_everything(store)
    store.clock.sleep(120)
    assert reads_everything(store)
    assert rotation.in_use(store, Purpose.OUTBOX, 1) == 1
    assert rotation.reseal(store) == 2
    assert rotation.reseal(store) == 0
    assert rotation.in_use(store, Purpose.OUTBOX, 1) == rotation.in_use(store, Purpose.WRAPPING, 1) == 0
    assert reads_everything(store)


def test_resealing_in_batches_can_stop_anywhere(store: Store) -> None:
    for number in range(1, 8):
        put_letter(store, f"L-{number}")
    store.keys.rotate(Purpose.OUTBOX)
    store.clock.sleep(120)
    assert [rotation.reseal(store, batch=3) for _ in range(4)] == [3, 3, 1, 0]


def test_a_new_epoch_is_known_to_every_process_before_anything_is_sealed_with_it(
    store: Store, store_url: str, keys_url: str
) -> None:
    with Store.open(store_url, keys_url, MASTER, store.clock) as other:
        store.keys.rotate(Purpose.OUTBOX)
        for _ in range(20):
            sealing = store.keys.keyset(Purpose.OUTBOX).primary
            assert sealing in other.keys.keyset(Purpose.OUTBOX)
            store.clock.sleep(11)
        assert sealing == 2


def test_a_process_that_missed_a_new_epoch_reads_it_when_it_meets_a_cell_of_it(
    store: Store, store_url: str, keys_url: str
) -> None:
    with Store.open(store_url, keys_url, MASTER, store.clock) as other:
        seal_cell(store)
        store.keys.rotate(Purpose.OUTBOX)
        store.clock.sleep(120)
        assert other.keys.keyset(Purpose.OUTBOX).primary == 2
        store.keys.rotate(Purpose.OUTBOX)
        with store.keys.database.write() as connection:
            connection.execute(key_epochs.update().values(created_at=store.clock.now() - timedelta(hours=1)))
        store.keys.reload()
        put_letter(store, "L-1")
        assert 3 not in other.keys.keyset(Purpose.OUTBOX)
        assert reads_everything(other)


def test_an_epoch_is_retired_only_when_it_is_neither_present_nor_young_nor_needed(
    store: Store, clock: VirtualClock
) -> None:
    put_letter(store, "L-1")
    with pytest.raises(UsageError, match="is the present one"):
        rotation.retire(store, Purpose.OUTBOX, 1)
    store.keys.rotate(Purpose.OUTBOX)
    with pytest.raises(UsageError, match="less than an hour ago"):
        rotation.retire(store, Purpose.OUTBOX, 1)
    clock.advance(timedelta(hours=1))
    with pytest.raises(UsageError, match="still needed by 1 row"):
        rotation.retire(store, Purpose.OUTBOX, 1)
    rotation.reseal(store)
    rotation.retire(store, Purpose.OUTBOX, 1)
    assert set(store.keys.keyset(Purpose.OUTBOX).keys) == {2}
    with store.read() as connection:
        assert outbox.waiting(connection, store.keys, "L-1") is not None


def test_pseudonyms_are_unlinked_only_on_purpose(store: Store, clock: VirtualClock) -> None:
    ref = pseudonyms.person_ref(store.keys, "customer:4711")
    store.keys.rotate(Purpose.PSEUDONYMS)
    clock.advance(timedelta(hours=1))
    with pytest.raises(UsageError, match="unlink=True"):
        rotation.retire(store, Purpose.PSEUDONYMS, 1)
    assert ref in pseudonyms.person_refs(store.keys, "customer:4711")
    rotation.retire(store, Purpose.PSEUDONYMS, 1, unlink=True)
    assert ref not in pseudonyms.person_refs(store.keys, "customer:4711")
    with pytest.raises(KeyMissing, match="can no longer be linked"):
        pseudonyms.opening(store.keys, "customer:4711", ref)


def test_a_new_master_key_replaces_the_old_one(
    store: Store, store_url: str, keys_url: str, clock: VirtualClock
) -> None:
    seal_cell(store)
    put_letter(store, "L-1")
    store.keys.change_master(b"n" * 32)
    assert reads_everything(store)
    with pytest.raises(KeyMissing):
        Store.open(store_url, keys_url, MASTER, clock)
    with Store.open(store_url, keys_url, b"n" * 32, clock) as again:
        assert reads_everything(again)


def test_an_identifier_finds_its_person_under_every_epoch(store: Store) -> None:
    anna, bob = (pseudonyms.person_ref(store.keys, name) for name in ("customer:1", "customer:2"))

    def add(identifier: str, *people: str) -> None:
        with store.write() as connection:
            for person in people:
                blind_index.add(connection, store.keys, "email", identifier, PersonRef(person), at=store.clock.now())

    def find(*identifiers: tuple[str, str]) -> frozenset[str]:
        with store.read() as connection:
            return blind_index.find(connection, store.keys, identifiers)

    add("family@example.com", anna, bob)
    add("anna@example.com", anna, anna)
    store.keys.rotate(Purpose.BLIND_INDEX)
    store.clock.sleep(120)
    add("bob@example.com", bob)
    assert find(("email", "anna@example.com")) == {anna}
    assert find(("email", "family@example.com")) == {anna, bob}
    assert find(("email", "anna@example.com"), ("email", "bob@example.com")) == {anna, bob}
    assert find(("phone", "anna@example.com")) == find() == frozenset()
    assert rotation.in_use(store, Purpose.BLIND_INDEX, 1) == 3
    add("family@example.com", anna, bob)
    add("anna@example.com", anna)
    assert rotation.in_use(store, Purpose.BLIND_INDEX, 1) == 0
    assert find(("email", "family@example.com")) == {anna, bob}
    with store.write() as connection:
        assert blind_index.remove(connection, bob) == 2
    assert find(("email", "family@example.com")) == {anna}


def test_a_pseudonym_is_opened_by_its_own_receipt_only(store: Store) -> None:
    ref = pseudonyms.person_ref(store.keys, "customer:4711")
    receipt = pseudonyms.opening(store.keys, "customer:4711", ref)
    assert ref == pseudonyms.person_ref(store.keys, "customer:4711")
    assert pseudonyms.opens(ref, receipt, "customer:4711")
    assert not pseudonyms.opens(ref, receipt, "customer:4712")
    assert not pseudonyms.opens(ref, bytes(32), "customer:4711")
    assert not pseudonyms.opens(pseudonyms.person_ref(store.keys, "customer:1"), receipt, "customer:1")
    with pytest.raises(UsageError, match="does not name this subject"):
        pseudonyms.opening(store.keys, "customer:4712", ref)
    with pytest.raises(UsageError, match="is written"):
        pseudonyms.opens(PersonRef("customer:4711"), receipt, "customer:4711")
