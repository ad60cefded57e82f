"""The task table: enqueued once, leased to one, passed on, and made of ids."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from upheld.errors import Conflict, UsageError
from upheld.store import Store, tasks
from upheld.store import tables as declared
from upheld.store.tasks import Claimed, refuse_non_ids

MINUTE = timedelta(minutes=1)


def enqueue(store: Store, key: str, kind: str = "act", delay: timedelta = timedelta(0), **payload: str) -> int:
    now = store.clock.now()
    with store.write() as connection:
        return tasks.enqueue(connection, kind, key, due_at=now + delay, now=now, payload=payload)


def claim(store: Store, lease: str = "W-1", *kinds: str) -> Claimed | None:
    with store.write() as connection:
        return tasks.claim(connection, kinds or ("act",), lease=lease, lease_for=MINUTE, now=store.clock.now())


def test_a_task_is_claimed_once_it_is_due_with_what_it_carries(store: Store) -> None:
    task_id = enqueue(store, "C-1/verify/1", delay=MINUTE, case="C-1")
    assert claim(store) is None
    store.clock.sleep(60)
    task = claim(store)
    assert task is not None
    assert (task.id, task.kind, task.key, task.payload) == (task_id, "act", "C-1/verify/1", {"case": "C-1"})
    assert (task.attempt, task.lease, task.due_at) == (1, "W-1", store.clock.now())
    assert claim(store, "W-2") is None


def test_the_same_kind_and_key_is_the_same_task_for_ever(store: Store) -> None:
    first = enqueue(store, "C-1")
    assert enqueue(store, "C-1") == first
    assert enqueue(store, "C-1", kind="other") != first
    task = claim(store)
    assert task is not None
    with store.write() as connection:
        tasks.finish(connection, task, store.clock.now())
    assert enqueue(store, "C-1") == first
    assert claim(store) is None


def test_a_task_enqueued_in_a_transaction_that_rolls_back_is_not_there(store: Store) -> None:
    now = store.clock.now()
    with pytest.raises(ZeroDivisionError), store.write() as connection:
        tasks.enqueue(connection, "act", "C-1", due_at=now, now=now)
        raise ZeroDivisionError
    assert claim(store) is None


def test_tasks_come_in_the_order_they_became_ready(store: Store) -> None:
    for key, seconds in (("c", 3), ("a", 1), ("b", 2)):
        enqueue(store, key, delay=timedelta(seconds=seconds))
    store.clock.sleep(3)
    claimed = [claim(store, f"W-{number}") for number in range(3)]
    assert [task.key for task in claimed if task] == ["a", "b", "c"]


def test_a_worker_gets_only_kinds_it_knows(store: Store) -> None:
    enqueue(store, "C-1", kind="of-a-newer-program")
    assert claim(store) is None
    assert claim(store, "W-1", "act", "of-a-newer-program") is not None


def test_a_lease_that_has_run_out_is_taken_over_and_the_old_holder_can_do_nothing(store: Store) -> None:
    enqueue(store, "C-1")
    old = claim(store, "W-old")
    store.clock.sleep(60)
    new = claim(store, "W-new")
    assert old is not None
    assert new is not None
    assert new.attempt == 2
    now = store.clock.now()
    changes: list[Callable[[Connection], None]] = [
        lambda connection: tasks.finish(connection, old, now),
        lambda connection: tasks.extend(connection, old, now),
        lambda connection: tasks.retry(connection, old, ready_at=now, failure="x"),
        lambda connection: tasks.bury(connection, old, failure="x", now=now),
    ]
    for change in changes:
        with pytest.raises(Conflict, match="another has taken it over"), store.write() as connection:
            change(connection)
    with store.write() as connection:
        tasks.finish(connection, new, now)


def test_an_extended_lease_is_kept(store: Store) -> None:
    enqueue(store, "C-1")
    task = claim(store)
    assert task is not None
    store.clock.sleep(50)
    with store.write() as connection:
        tasks.extend(connection, task, store.clock.now() + MINUTE)
    store.clock.sleep(50)
    assert claim(store, "W-2") is None
    store.clock.sleep(10)
    assert claim(store, "W-2") is not None


def test_a_dead_task_stays_until_it_is_revived(store: Store) -> None:
    enqueue(store, "C-1")
    task = claim(store)
    assert task is not None
    with store.write() as connection:
        tasks.bury(connection, task, failure="Permanent: no", now=store.clock.now())
    store.clock.sleep(10_000)
    assert claim(store) is None
    with store.read() as connection:
        assert [(one.id, one.failure, one.attempts) for one in tasks.dead(connection)] == [
            (task.id, "Permanent: no", 1)
        ]
    with store.write() as connection:
        tasks.revive(connection, task.id, store.clock.now())
    again = claim(store)
    assert again is not None
    assert again.attempt == 1
    with pytest.raises(UsageError, match="no dead task"), store.write() as connection:
        tasks.revive(connection, task.id, store.clock.now())


def test_purging_takes_done_tasks_of_before_and_no_others(store: Store) -> None:
    enqueue(store, "done")
    enqueue(store, "open", delay=MINUTE)
    task = claim(store)
    assert task is not None
    with store.write() as connection:
        tasks.finish(connection, task, store.clock.now())
        assert tasks.purge(connection, store.clock.now()) == 0
        assert tasks.purge(connection, store.clock.now() + MINUTE) == 1
        assert connection.scalars(select(declared.tasks.c.key)).all() == ["open"]


def test_no_task_is_given_to_two_of_many_threads(store: Store) -> None:
    for number in range(40):
        enqueue(store, f"C-{number}")
    got: list[str] = []

    def work(name: int) -> None:
        while (task := claim(store, f"W-{name}")) is not None:
            got.append(task.key)

    threads = [threading.Thread(target=work, args=(name,)) for name in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == len(set(got)) <= 40
    while (task := claim(store)) is not None:  # a thread that met only rows being taken may have left early
        got.append(task.key)
    assert len(got) == len(set(got)) == 40


@pytest.mark.parametrize("value", ["anna@example.com", "Anna Lindgren", "+49 170 000000", "a" * 201, "ä", "", "a\nb"])
def test_a_key_or_payload_that_is_not_an_id_is_refused_and_not_quoted(store: Store, value: str) -> None:
    with pytest.raises(UsageError) as refused_key:
        enqueue(store, value)
    with pytest.raises(UsageError) as refused_payload:
        enqueue(store, "C-1", subject=value)
    assert not value or value not in str(refused_key.value) + str(refused_payload.value)
    assert claim(store) is None


@given(
    st.dictionaries(st.sampled_from("abc"), st.emails() | st.floats() | st.lists(st.text()) | st.binary(), min_size=1)
)
def test_no_address_and_no_structure_fits_into_a_payload(payload: dict[str, object]) -> None:
    with pytest.raises(UsageError):
        refuse_non_ids("act", "C-1", payload)  # type: ignore[arg-type]  # wrong types are the point


def test_what_a_task_row_holds_is_ids_and_numbers(store: Store) -> None:
    enqueue(store, "C-1/verify/2", case="C-1", system="shop")
    with store.read() as connection:
        row = dict(connection.execute(select(declared.tasks)).mappings().one())
    assert json.dumps(row.pop("payload"), sort_keys=True) == '{"case": "C-1", "system": "shop"}'
    assert {name for name, value in row.items() if isinstance(value, str)} == {"kind", "key", "state"}
