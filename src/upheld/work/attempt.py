"""What a handler is given: one leased task, and the means to finish it together with what it did."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import Connection

from upheld.store import Store, tasks
from upheld.store.tasks import Claimed


class Attempt:
    """One try at one task.

    A handler does its work in steps that are safe to repeat, because a worker may die after any of them and another takes
    over from the beginning. What it writes in the last step goes into one transaction with :meth:`finish`; a handler that
    returns without it is finished by the worker.
    """

    def __init__(self, store: Store, task: Claimed, lease_for: timedelta) -> None:
        self.store = store
        self.task = task
        self.finished = False
        self._lease_for = lease_for

    @property
    def now(self) -> datetime:
        return self.store.clock.now()

    def finish(self, connection: Connection) -> None:
        """Mark the task done in the caller's transaction.

        Raises :class:`Conflict` when another worker has taken the task over: the transaction must then roll back, and what
        it held is left to that worker.
        """
        tasks.finish(connection, self.task, self.now)
        self.finished = True

    def extend(self) -> None:
        """Renew the lease from now on; raise :class:`Conflict` when the task is no longer ours."""
        with self.store.write() as connection:
            tasks.extend(connection, self.task, self.now + self._lease_for)


Handler = Callable[[Attempt], None]
"""Runs one kind of task. Raising :class:`Transient` tries again later, anything else ends the task as dead."""
