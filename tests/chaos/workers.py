"""A worker process for the kill test: opens the store, runs tasks until it is killed.

Each task has two steps. The first journals that it began; the second records its effect in the transaction that finishes
the task. Between any two statements the process may be killed.
"""

from __future__ import annotations

import sys
import threading
import time
from datetime import timedelta

from upheld.clock import SystemClock
from upheld.ids import CaseId
from upheld.store import Store, cases, upsert
from upheld.store.tables import cases as case_table
from upheld.work import Attempt, Backoff, Worker

MASTER = b"m" * 32
KIND = "chaos"


def act(attempt: Attempt) -> None:
    case_id = CaseId(attempt.task.key)
    with attempt.store.write() as connection:
        begun = {"id": case_id, "right": "erasure", "state": "begun", "version": 0, "opened_at": attempt.now}
        connection.execute(upsert.ignoring(connection, case_table, begun))
    time.sleep(0.02)  # the outside world
    with attempt.store.write() as connection:
        events: list[tuple[str, dict[str, str]]] = [(f"effect {number}", {}) for number in range(3)]
        version = cases.get_case(connection, case_id).version
        cases.append_events(connection, case_id, version, events, at=attempt.now, state="done")
        attempt.finish(connection)


def main(url: str, keys_url: str) -> None:
    with Store.open(url, keys_url, MASTER, SystemClock()) as store:
        worker = Worker(store, {KIND: act}, lease_for=timedelta(seconds=0.6), backoff=Backoff(timedelta(seconds=0.05)))
        print("ready", flush=True)
        worker.run_forever(threading.Event(), poll=timedelta(milliseconds=20))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
