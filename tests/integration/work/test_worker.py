"""A worker runs what is due, tries again what may succeed, buries the rest with its reason, and quotes nobody."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert, select
from structlog.testing import capture_logs

from upheld.clock import SystemClock, VirtualClock
from upheld.errors import Busy, Conflict, Permanent, Transient, Unreachable, UsageError
from upheld.ids import CaseId
from upheld.store import Store, cases, tasks
from upheld.store.tables import tasks as task_table
from upheld.store.tasks import Claimed
from upheld.work import Attempt, Backoff, Worker, lifeline
from upheld.work.worker import OnDead

BACKOFF = Backoff(timedelta(seconds=10), timedelta(minutes=5))


def enqueue(store: Store, key: str, *, delay: float = 0, max_attempts: int = 4, kind: str = "act") -> None:
    now = store.clock.now()
    with store.write() as connection:
        due_at = now + timedelta(seconds=delay)
        tasks.enqueue(connection, kind, key, due_at=due_at, now=now, max_attempts=max_attempts)


def worker(store: Store, handler: Callable[[Attempt], None], on_dead: OnDead | None = None) -> Worker:
    return Worker(store, {"act": handler}, backoff=BACKOFF, jitter=lambda: 0.999999, on_dead=on_dead)


def state_of(store: Store, key: str) -> tuple[str, int, str | None]:
    with store.read() as connection:
        row = connection.execute(select(task_table).where(task_table.c.key == key)).one()
    return row.state, row.attempts, row.failure


def test_a_task_is_run_and_done(store: Store) -> None:
    ran: list[str] = []
    enqueue(store, "a")
    enqueue(store, "later", delay=60)
    assert worker(store, lambda attempt: ran.append(attempt.task.key)).run_due() == 1
    assert ran == ["a"]
    assert state_of(store, "a") == ("done", 1, None)
    assert state_of(store, "later") == ("waiting", 0, None)


def test_tasks_made_ready_by_a_task_are_run_too(store: Store) -> None:
    def chain(attempt: Attempt) -> None:
        number = int(attempt.task.key)
        if number < 3:
            with attempt.store.write() as connection:
                tasks.enqueue(connection, "act", str(number + 1), due_at=attempt.now, now=attempt.now)
                attempt.finish(connection)

    enqueue(store, "0")
    assert worker(store, chain).run_due() == 4


def test_a_transient_failure_is_tried_again_after_growing_waits(store: Store) -> None:
    tried: list[float] = []
    start = store.clock.now()

    def fail_twice(attempt: Attempt) -> None:
        tried.append(round((attempt.now - start).total_seconds()))
        if len(tried) < 3:
            raise Unreachable("the shop does not answer; check that it runs")

    enqueue(store, "a")
    runner = worker(store, fail_twice)
    assert runner.run_due() == 1
    assert state_of(store, "a") == ("waiting", 1, "Unreachable: the shop does not answer; check that it runs")
    assert runner.run_until(start + timedelta(minutes=10)) == 2
    assert tried == [0, 10, 30]
    assert state_of(store, "a")[:2] == ("done", 3)
    assert store.clock.now() == start + timedelta(minutes=10)


def test_attempts_run_out(store: Store) -> None:
    def fail(attempt: Attempt) -> None:
        raise Busy("locked")

    enqueue(store, "a", max_attempts=3)
    worker(store, fail).run_until(store.clock.now() + timedelta(hours=1))
    assert state_of(store, "a") == ("dead", 3, "given up after 3 attempts; Busy: locked")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (Permanent("the user may not write; grant it"), "Permanent: the user may not write; grant it"),
        (UsageError("no case C-9"), "UsageError: no case C-9"),
    ],
)
def test_a_permanent_failure_ends_the_task_with_its_reason(store: Store, error: Exception, reason: str) -> None:
    def fail(attempt: Attempt) -> None:
        raise error

    enqueue(store, "a")
    worker(store, fail).run_due()
    assert state_of(store, "a") == ("dead", 1, reason)


def test_an_unexpected_exception_is_recorded_by_type_and_place_and_never_by_text(store: Store) -> None:
    def stumble(attempt: Attempt) -> None:
        int("anna@example.com")

    def stumble_inside(attempt: Attempt) -> None:
        with attempt.store.write() as connection:
            cases.append_events(connection, CaseId("C-1"), "anna@example.com", [], at=attempt.now, state="x")  # type: ignore[arg-type]  # a defect

    enqueue(store, "a")
    enqueue(store, "b")
    reports: list[str] = []
    runner = worker(store, stumble, on_dead=lambda connection, task, reason: reports.append(reason))
    with capture_logs() as logs:
        runner.run_one()
        runner.registry = {"act": stumble_inside}
        runner.run_one()
    state, _, failure = state_of(store, "a")
    assert (state, failure) == ("dead", reports[0])
    assert reports[0] == f"unexpected ValueError at {reports[0].rpartition(' ')[2]}"
    assert reports[0].rpartition(" ")[2].startswith("work/worker.py:")
    assert reports[1].startswith("unexpected TypeError at store/")
    assert [entry["event"] for entry in logs] == ["task.dead", "task.dead"]
    assert "anna" not in str(logs) + str(reports) + str(state_of(store, "b"))


def test_the_death_of_a_task_and_what_follows_from_it_are_one_transaction(store: Store) -> None:
    def fail(attempt: Attempt) -> None:
        raise Permanent("no")

    def note(connection: Connection, task: Claimed, reason: str) -> None:
        cases.open_case(connection, CaseId("C-1"), "erasure", f"failed: {reason}", store.clock.now())
        if len(attempts) == 0:
            attempts.append(1)
            raise Busy("the store is locked")

    attempts: list[int] = []
    enqueue(store, "a")
    runner = worker(store, fail, on_dead=note)
    with pytest.raises(Busy):
        runner.run_due()
    assert state_of(store, "a")[0] == "leased"
    store.clock.sleep(200)
    runner.run_due()
    assert state_of(store, "a")[0] == "dead"
    with store.read() as connection:
        assert [row.state for row in cases.list_cases(connection)] == ["failed: Permanent: no"]


def test_what_a_task_did_and_that_it_is_done_are_one_transaction(store: Store) -> None:
    """A worker that lost its lease cannot commit what it did, and the one that took over can."""
    other = Worker(store, {})

    def slow(attempt: Attempt) -> None:
        attempt.store.clock.sleep(300)  # the lease runs out meanwhile
        if attempt.task.attempt == 1:
            other.registry = {"act": slow}
            other.run_one()
        with attempt.store.write() as connection:
            cases.open_case(connection, CaseId(f"C-{attempt.task.attempt}"), "erasure", "open", attempt.now)
            attempt.finish(connection)

    enqueue(store, "a")
    with capture_logs() as logs:
        worker(store, slow).run_one()
    with store.read() as connection:
        assert [row.id for row in cases.list_cases(connection)] == ["C-2"]
    assert state_of(store, "a")[:2] == ("done", 2)
    assert [entry["event"] for entry in logs] == ["task.taken_over"]


def test_a_task_that_kills_its_workers_is_given_up(store: Store) -> None:
    def killed(attempt: Attempt) -> None:
        raise KeyboardInterrupt

    enqueue(store, "a", max_attempts=3)
    runner = worker(store, killed)
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            runner.run_due()
        store.clock.sleep(120)
    assert runner.run_due() == 1
    state, attempts, failure = state_of(store, "a")
    assert (state, attempts) == ("dead", 4)
    assert failure is not None
    assert failure.startswith("given up: 3 attempts ended without a word")


def test_years_pass_in_a_moment_on_a_virtual_clock(store: Store, clock: VirtualClock) -> None:
    ran: list[int] = []

    def yearly(attempt: Attempt) -> None:
        ran.append(attempt.now.year)
        with attempt.store.write() as connection:
            attempt.finish(connection)
            due_at = attempt.now.replace(year=attempt.now.year + 1)
            tasks.enqueue(connection, "act", f"sweep/{due_at.year}", due_at=due_at, now=attempt.now)

    enqueue(store, "sweep/2026")
    worker(store, yearly).run_until(clock.now().replace(year=2036))
    assert ran == list(range(2026, 2037))


def test_a_conflict_in_the_domain_is_decided_again(store: Store) -> None:
    tries: list[int] = []

    def decide(attempt: Attempt) -> None:
        tries.append(attempt.task.attempt)
        if len(tries) == 1:
            raise Conflict("case C-1 is no longer at event 3; load it and decide again")

    enqueue(store, "a")
    worker(store, decide).run_until(store.clock.now() + timedelta(minutes=1))
    assert tries == [1, 2]


def test_a_worker_runs_until_it_is_stopped_and_outlives_a_store_that_is_away(
    store_url: str, keys_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(store_url, keys_url, b"m" * 32, SystemClock()) as store:
        stop, ran = threading.Event(), threading.Event()
        runner = Worker(store, {"act": lambda attempt: ran.set()})
        away = iter([Unreachable("the store does not answer"), Busy("the store is locked")])
        really = runner.run_one

        def sometimes_away() -> bool:
            for error in away:
                raise error
            return really()

        monkeypatch.setattr(runner, "run_one", sometimes_away)
        enqueue(store, "a")
        thread = threading.Thread(target=runner.run_forever, args=(stop, timedelta(milliseconds=20)))
        thread.start()
        assert ran.wait(10)
        stop.set()
        thread.join(10)
        assert not thread.is_alive()
        assert state_of(store, "a")[0] == "done"


def test_a_lifeline_keeps_the_lease_of_a_long_statement_but_not_of_a_hanging_one(store_url: str, keys_url: str) -> None:
    with Store.open(store_url, keys_url, b"m" * 32, SystemClock()) as store:
        enqueue(store, "a")
        lease_for = timedelta(seconds=0.6)
        with store.write() as connection:
            task = tasks.claim(connection, ["act"], lease="W-1", lease_for=lease_for, now=store.clock.now())
        assert task is not None
        attempt = Attempt(store, task, lease_for)
        with lifeline.lifeline(attempt, timedelta(seconds=0.1), timedelta(seconds=1)):
            time.sleep(0.9)
            assert still_leased(store)
            time.sleep(1.2)
            assert not still_leased(store)


def still_leased(store: Store) -> bool:
    with store.read() as connection:
        ready_at = tasks.next_ready_at(connection, ["act"])
    assert ready_at is not None
    return ready_at > store.clock.now()


def test_waiting_rows_carry_no_bytes_and_no_pickles(store: Store) -> None:
    with store.write() as connection:
        columns = {column.name: column.type.python_type for column in task_table.columns if column.name != "payload"}
        assert bytes not in columns.values()
        with pytest.raises(Exception, match="unsupported type"):
            connection.execute(insert(task_table).values(kind="k", key="k", payload={"x": object()}))


def test_transient_is_not_swallowed_outside_of_a_task(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*args: object) -> None:
        raise Transient("away")

    monkeypatch.setattr(tasks, "next_ready_at", away)
    with pytest.raises(Transient):
        worker(store, lambda attempt: None).run_due()
