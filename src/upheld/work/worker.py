"""Take ready tasks from the table and run them, one after the other."""

from __future__ import annotations

import random
import threading
import traceback
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime, timedelta
from pathlib import Path

import structlog
from sqlalchemy import Connection

from upheld.clock import Clock
from upheld.errors import Conflict, Transient, UpheldError
from upheld.store import Store, tasks
from upheld.store.tasks import Claimed
from upheld.work.attempt import Attempt, Handler
from upheld.work.backoff import Backoff
from upheld.work.lifeline import lifeline

_log = structlog.get_logger("upheld.work")
_PACKAGE = Path(__file__).resolve().parents[1]

LEASE = timedelta(minutes=2)
LONGEST_RUN = timedelta(hours=1)

OnDead = Callable[[Connection, Claimed, str], None]
"""Called in the transaction that ends a task as dead, with the reason: to let the case know."""


class Worker:
    """Run the tasks of the kinds it has handlers for. Any number of workers may share a store."""

    def __init__(
        self,
        store: Store,
        registry: Mapping[str, Handler],
        clock: Clock | None = None,
        *,
        backoff: Backoff | None = None,
        jitter: Callable[[], float] = random.random,
        lease_for: timedelta = LEASE,
        on_dead: OnDead | None = None,
    ) -> None:
        """Prepare to run ``registry``'s kinds; ``jitter`` gives numbers in [0, 1) for the back-off."""
        self.store = store
        self.registry = registry
        self._clock = clock or store.clock
        self._backoff = backoff or Backoff()
        self._jitter = jitter
        self._lease_for = lease_for
        self._on_dead = on_dead
        self._lifelines = False

    def run_due(self) -> int:
        """Run every task that is ready now, and those they make ready; return how many attempts were made."""
        attempts = 0
        while self.run_one():
            attempts += 1
        return attempts

    def run_one(self) -> bool:
        """Run the task that has been ready longest; return False when none is."""
        ready_at = self._next_ready_at()
        if ready_at is None or ready_at > self._clock.now():
            return False
        with self.store.write() as connection:
            task = tasks.claim(
                connection,
                self.registry.keys(),
                lease=self.store.ids.new("W"),
                lease_for=self._lease_for,
                now=self._clock.now(),
            )
        if task is None:
            return False
        self._run(task)
        return True

    def run_until(self, end: datetime) -> int:
        """Run everything that becomes ready up to ``end``, sleeping on the clock in between; return the attempts made.

        Under a virtual clock this is a simulation of the time up to ``end``.
        """
        attempts = self.run_due()
        while (ready_at := self._next_ready_at()) is not None and ready_at <= end:
            self._clock.sleep(max(0.0, (ready_at - self._clock.now()).total_seconds()))
            attempts += self.run_due()
        self._clock.sleep(max(0.0, (end - self._clock.now()).total_seconds()))
        return attempts

    def run_forever(self, stop: threading.Event, poll: timedelta = timedelta(seconds=1)) -> None:
        """Run tasks as they become ready until ``stop`` is set; the task under way is finished first.

        A store that is away or busy is waited for.
        """
        self._lifelines = True
        while not stop.is_set():
            try:
                ran = self.run_one()
            except Transient as error:
                _log.warning("store.unavailable", error=type(error).__name__, reason=str(error))
                ran = False
            if not ran:
                stop.wait(poll.total_seconds())

    def _next_ready_at(self) -> datetime | None:
        with self.store.read() as connection:
            return tasks.next_ready_at(connection, self.registry.keys())

    def _run(self, task: Claimed) -> None:
        if task.attempt > task.max_attempts:
            self._end_as_dead(
                task, f"given up: {task.max_attempts} attempts ended without a word, the last worker included"
            )
            return
        attempt = Attempt(self.store, task, self._lease_for)
        try:
            with self._lifeline(attempt):
                self.registry[task.kind](attempt)
            if not attempt.finished:
                with self.store.write() as connection:
                    attempt.finish(connection)
        except Transient as error:
            self._try_again(task, error)
        except UpheldError as error:
            self._end_as_dead(task, f"{type(error).__name__}: {error}")
        except Exception as error:  # noqa: BLE001  the worker is where an unexpected exception becomes a recorded failure
            self._end_as_dead(task, describe(error))

    def _lifeline(self, attempt: Attempt) -> AbstractContextManager[None]:
        return lifeline(attempt, self._lease_for / 3, LONGEST_RUN) if self._lifelines else nullcontext()

    def _try_again(self, task: Claimed, error: Transient) -> None:
        reason = f"{type(error).__name__}: {error}"
        if task.attempt >= task.max_attempts:
            self._end_as_dead(task, f"given up after {task.attempt} attempts; {reason}")
            return
        ready_at = self._clock.now() + self._backoff.delay(task.attempt, self._jitter())
        try:
            with self.store.write() as connection:
                tasks.retry(connection, task, ready_at=ready_at, failure=reason)
        except Conflict:
            _log.warning("task.taken_over", task=task.id, kind=task.kind)
            return
        _log.info("task.retried", task=task.id, kind=task.kind, attempt=task.attempt, reason=reason)

    def _end_as_dead(self, task: Claimed, reason: str) -> None:
        try:
            with self.store.write() as connection:
                tasks.bury(connection, task, failure=reason, now=self._clock.now())
                if self._on_dead is not None:
                    self._on_dead(connection, task, reason)
        except Conflict:
            _log.warning("task.taken_over", task=task.id, kind=task.kind)
            return
        _log.error("task.dead", task=task.id, kind=task.kind, attempt=task.attempt, reason=reason)


def describe(error: BaseException) -> str:
    """Return the type of an unexpected exception and the place in our code it came from, never its text.

    The text of an exception that is not ours may quote the value it stumbled over.
    """
    ours = [
        frame
        for frame in traceback.extract_tb(error.__traceback__)
        if Path(frame.filename).resolve().is_relative_to(_PACKAGE)
    ]
    where = f" at {Path(ours[-1].filename).resolve().relative_to(_PACKAGE)}:{ours[-1].lineno}" if ours else ""
    return f"unexpected {type(error).__name__}{where}"
