"""Once a day: forget tasks that are long done, and keys that open nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from upheld.store import Store, personal, tasks
from upheld.work.attempt import Attempt, Handler

KIND = "housekeeping"
DONE_TASKS_KEPT_FOR = timedelta(days=30)
"""Long enough that a step's key (``C-…/recheck``) cannot be enqueued anew while its case may still need it."""


def tidy(attempt: Attempt) -> None:
    """Tidy the store and enqueue tomorrow's turn."""
    store, now = attempt.store, attempt.now
    personal.destroy_orphaned_keys(store)
    with store.write() as connection:
        tasks.purge(connection, now - DONE_TASKS_KEPT_FOR)
    schedule(store, now + timedelta(days=1))


def schedule(store: Store, at: datetime) -> None:
    """Make sure that the day of ``at`` has its turn; safe to repeat."""
    with store.write() as connection:
        tasks.enqueue(connection, KIND, at.date().isoformat(), due_at=at, now=store.clock.now())


HANDLERS: Mapping[str, Handler] = {KIND: tidy}
