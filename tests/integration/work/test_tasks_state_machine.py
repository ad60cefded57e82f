"""Whatever two workers, a clock and crashes do to tasks: no task is lost, and no effect happens twice."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from enum import StrEnum

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete, select

from upheld.errors import Permanent, Transient
from upheld.ids import CaseId
from upheld.store import Store, cases, tasks
from upheld.store.tables import case_events
from upheld.store.tables import cases as case_table
from upheld.store.tables import tasks as task_table
from upheld.work import Attempt, Backoff, Worker

LEDGER = CaseId("C-ledger")
LEASE = timedelta(seconds=60)
MAX_ATTEMPTS = 5


class Fate(StrEnum):
    """What happens to one attempt."""

    WORKS = "works"
    FAILS_FOR_NOW = "raises Transient"
    FAILS_FOR_GOOD = "raises Permanent"
    STUMBLES = "raises what nobody expected"
    DIES_BEFORE = "is killed before its transaction commits"
    DIES_AFTER = "is killed after its transaction commits"
    IS_OVERTAKEN = "takes so long that the other worker runs the task meanwhile"
    DOZES = "takes longer than its lease, and nobody notices"


class TaskMachine(RuleBasedStateMachine):
    store: Store

    def __init__(self) -> None:
        super().__init__()
        with self.store.write() as connection:
            for table in (case_events, task_table, case_table):
                connection.execute(delete(table))
            cases.open_case(connection, LEDGER, "ledger", "open", self.store.clock.now())
        self.fate = Fate.WORKS
        self.enqueued: set[str] = set()
        self.refused: set[str] = set()
        self.workers = [
            Worker(
                self.store, {"act": self.act}, jitter=lambda: 0.5, lease_for=LEASE,
                backoff=Backoff(timedelta(seconds=5), timedelta(seconds=40)),
            )
            for _ in range(2)
        ]  # fmt: skip

    def act(self, attempt: Attempt) -> None:
        fate, self.fate = self.fate, Fate.WORKS
        match fate:
            case Fate.FAILS_FOR_NOW:
                raise Transient("later")
            case Fate.FAILS_FOR_GOOD:
                self.refused.add(attempt.task.key)
                raise Permanent("never")
            case Fate.STUMBLES:
                self.refused.add(attempt.task.key)
                raise ZeroDivisionError
            case Fate.IS_OVERTAKEN:
                attempt.store.clock.sleep(LEASE.total_seconds())
                self.workers[1].run_due()
            case Fate.DOZES:
                attempt.store.clock.sleep(LEASE.total_seconds() * 2)
            case _:
                pass
        with attempt.store.write() as connection:
            version = cases.get_case(connection, LEDGER).version
            cases.append_events(connection, LEDGER, version, [(attempt.task.key, {})], at=attempt.now, state="open")
            attempt.finish(connection)
            if fate is Fate.DIES_BEFORE:
                raise KeyboardInterrupt
        if fate is Fate.DIES_AFTER:
            raise KeyboardInterrupt

    def effects(self) -> Counter[str]:
        with self.store.read() as connection:
            return Counter(event.name for event in cases.load_events(connection, LEDGER))

    @rule(key=st.integers(1, 6), delay=st.integers(0, 100))
    def enqueue(self, key: int, delay: int) -> None:
        now = self.store.clock.now()
        with self.store.write() as connection:
            tasks.enqueue(
                connection, "act", f"T-{key}", due_at=now + timedelta(seconds=delay), now=now, max_attempts=MAX_ATTEMPTS
            )
        self.enqueued.add(f"T-{key}")

    @rule(worker=st.sampled_from([0, 1]), fate=st.sampled_from(Fate))
    def run(self, worker: int, fate: Fate) -> None:
        self.fate = fate
        try:
            self.workers[worker].run_one()
        except KeyboardInterrupt:
            pass
        finally:
            self.fate = Fate.WORKS

    @rule(seconds=st.integers(1, 200))
    def wait(self, seconds: int) -> None:
        self.store.clock.sleep(seconds)

    @invariant()
    def no_effect_happens_twice_and_done_means_done(self) -> None:
        effects = self.effects()
        with self.store.read() as connection:
            rows = connection.execute(select(task_table.c.key, task_table.c.state, task_table.c.attempts)).all()
        assert {row.key for row in rows} == self.enqueued
        assert all(count == 1 for count in effects.values())
        assert {row.key for row in rows if row.state == "done"} == set(effects)
        assert all(row.attempts <= MAX_ATTEMPTS + 1 for row in rows)

    def teardown(self) -> None:
        """Let the world calm down: every task then ends, and only those that had a reason are dead."""
        self.fate = Fate.WORKS
        self.workers[0].run_until(self.store.clock.now() + timedelta(hours=1))
        with self.store.read() as connection:
            rows = connection.execute(select(task_table)).all()
        assert {row.state for row in rows} <= {"done", "dead"}
        for row in rows:
            if row.state == "dead":
                assert row.key in self.refused or row.attempts >= MAX_ATTEMPTS
                assert row.failure
        assert Counter({row.key: 1 for row in rows if row.state == "done"}) == self.effects()


def run_machine(store: Store, examples: int) -> None:
    machine = type("Machine", (TaskMachine,), {"store": store})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=examples, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_tasks_survive_whatever_happens(store: Store) -> None:
    run_machine(store, examples=20)


@pytest.mark.slow
def test_tasks_survive_whatever_happens_at_length(store: Store) -> None:
    run_machine(store, examples=150)
