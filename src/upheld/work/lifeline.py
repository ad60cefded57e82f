"""Keep the lease of a task while its handler is busy in one long statement."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from upheld.errors import Conflict, Transient
from upheld.work.attempt import Attempt


@contextmanager
def lifeline(attempt: Attempt, every: timedelta, at_most: timedelta) -> Iterator[None]:
    """Renew the lease from a thread until the block ends, but not longer than ``at_most``.

    The bound is for a handler that hangs: its lease runs out in the end, and the task passes on. Both spans are of real
    time; under a virtual clock nothing takes long and no lifeline is needed.
    """
    over = threading.Event()

    def renew() -> None:
        for _ in range(max(1, at_most // every)):
            if over.wait(every.total_seconds()):
                return
            try:
                attempt.extend()
            except Conflict:
                return  # taken over: the handler learns it from its own next write
            except Transient:
                continue  # the store is busy or away; the lease is longer than one round

    thread = threading.Thread(target=renew, name=f"lifeline of task {attempt.task.id}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()
