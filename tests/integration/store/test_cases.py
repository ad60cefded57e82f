"""Events are appended in order, once, and by one writer at a time."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy.exc import StatementError

from upheld.errors import Conflict, UsageError
from upheld.ids import CaseId
from upheld.store import Store, cases

CASE = CaseId("C-1")


@pytest.fixture(autouse=True)
def _opened(store: Store) -> None:
    with store.write() as connection:
        cases.open_case(connection, CASE, "erasure", "received", store.clock.now())


def append(store: Store, expected: int, *names: str, state: str = "open") -> None:
    with store.write() as connection:
        events = [(name, {"n": number}) for number, name in enumerate(names)]
        cases.append_events(connection, CASE, expected, events, at=store.clock.now(), state=state)


def test_events_come_back_in_order_with_their_numbers(store: Store) -> None:
    append(store, 0, "received", "verified")
    append(store, 2, "planned", state="planned")
    with store.read() as connection:
        events = cases.load_events(connection, CASE)
        row = cases.get_case(connection, CASE)
        assert [event.seq for event in cases.load_events(connection, CASE, after=2)] == [3]
    assert [(event.seq, event.name, event.payload) for event in events] == [
        (1, "received", {"n": 0}), (2, "verified", {"n": 1}), (3, "planned", {"n": 0})
    ]  # fmt: skip
    assert {event.at for event in events} == {store.clock.now()}
    assert (row.version, row.state, row.closed_at) == (3, "planned", None)


@pytest.mark.parametrize("expected", [0, 1, 3, -1])
def test_an_append_to_a_state_that_has_passed_is_a_conflict_and_leaves_nothing(store: Store, expected: int) -> None:
    append(store, 0, "received", "verified")
    with pytest.raises(Conflict, match="load it and decide again"):
        append(store, expected, "planned")
    with store.read() as connection:
        assert len(cases.load_events(connection, CASE)) == 2


def test_of_writers_that_decide_on_the_same_state_one_wins(store: Store) -> None:
    outcomes: list[str] = []
    together = threading.Barrier(6)

    def decide(name: str) -> None:
        together.wait()
        try:
            append(store, 0, name)
            outcomes.append("appended")
        except Conflict:
            outcomes.append("conflict")

    threads = [threading.Thread(target=decide, args=(f"e{number}",)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["appended"] + ["conflict"] * 5
    with store.read() as connection:
        assert len(cases.load_events(connection, CASE)) == 1


def test_a_case_is_opened_once(store: Store) -> None:
    with pytest.raises(Conflict), store.write() as connection:
        cases.open_case(connection, CASE, "access", "received", store.clock.now())


def test_an_unknown_case_is_an_error(store: Store) -> None:
    with pytest.raises(UsageError, match="no case C-9"), store.write() as connection:
        cases.append_events(connection, CaseId("C-9"), 0, [], at=store.clock.now(), state="open")
    with store.read() as connection:
        assert cases.load_events(connection, CaseId("C-9")) == ()


def test_closing_and_listing(store: Store) -> None:
    later = store.clock.now() + timedelta(days=1)
    with store.write() as connection:
        cases.open_case(connection, CaseId("C-2"), "access", "received", later)
        cases.append_events(connection, CASE, 0, [("done", {})], at=later, state="done", closed_at=later)
    with store.read() as connection:
        assert [row.id for row in cases.list_cases(connection)] == ["C-2", "C-1"]
        assert [row.closed_at for row in cases.list_cases(connection, ["done"])] == [later]
        assert cases.list_cases(connection, []) == ()


def test_a_payload_that_is_not_json_is_refused(store: Store) -> None:
    with (
        pytest.raises(StatementError, match="unsupported type"),
        store.write() as connection,
    ):
        cases.append_events(connection, CASE, 0, [("bad", {"at": store.clock})], at=store.clock.now(), state="open")
