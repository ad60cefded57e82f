"""kill -9 real workers, again and again: every task ends done, once, with its whole effect and nothing of it twice."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select
from tests.chaos.workers import KIND, MASTER

from upheld.clock import SystemClock
from upheld.store import Store, tasks
from upheld.store.tables import case_events
from upheld.store.tables import cases as case_table
from upheld.store.tables import tasks as task_table

ROOT = Path(__file__).resolve().parents[2]
WORKERS = 2


def start(url: str, keys_url: str) -> subprocess.Popen[str]:
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.chaos.workers", url, keys_url],
        cwd=ROOT, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONPATH": str(ROOT)},
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def kill(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    assert process.stdout is not None
    process.stdout.close()


def enqueue(store: Store, first: int, count: int) -> None:
    now = store.clock.now()
    with store.write() as connection:
        for number in range(first, first + count):
            tasks.enqueue(connection, KIND, f"C-{number:05}", due_at=now, now=now, max_attempts=1000)


def open_tasks(store: Store) -> int:
    with store.read() as connection:
        return connection.scalar(select(func.count()).where(task_table.c.finished_at.is_(None))) or 0


def campaign(url: str, keys_url: str, kills: int, seed: int) -> None:
    chance = random.Random(seed)
    with Store.open(url, keys_url, MASTER, SystemClock()) as store:
        enqueued = 0
        workers = [start(url, keys_url) for _ in range(WORKERS)]
        try:
            for round_ in range(kills):
                if open_tasks(store) < 40:
                    enqueue(store, enqueued, 60)
                    enqueued += 60
                time.sleep(chance.uniform(0.0, 0.12))
                kill(workers[round_ % WORKERS])
                workers[round_ % WORKERS] = start(url, keys_url)
            deadline = time.monotonic() + 60
            while open_tasks(store) and time.monotonic() < deadline:
                time.sleep(0.05)
        finally:
            for process in workers:
                kill(process)
        judge(store, enqueued)


def judge(store: Store, enqueued: int) -> None:
    with store.read() as connection:
        states = Counter(connection.scalars(select(task_table.c.state)))
        retaken = connection.scalar(select(func.count()).where(task_table.c.attempts > 1)) or 0
        cases_done = Counter(connection.scalars(select(case_table.c.state)))
        effects = connection.execute(select(case_events.c.case_id, func.count()).group_by(case_events.c.case_id)).all()
    assert states == {"done": enqueued}
    assert cases_done == {"done": enqueued}
    assert len(effects) == enqueued
    assert {row[1] for row in effects} == {3}
    assert retaken > 0, "no kill hit a task under way; the test tested nothing"
    print(f"{enqueued} tasks, {retaken} taken over after a kill")


def test_no_task_is_lost_or_doubled_when_workers_are_killed(store_url: str, keys_url: str) -> None:
    campaign(store_url, keys_url, kills=5, seed=1)


@pytest.mark.slow
def test_no_task_is_lost_or_doubled_over_many_kills(store_url: str, keys_url: str) -> None:
    campaign(store_url, keys_url, kills=160, seed=2)


def test_an_enqueued_task_survives_the_death_of_who_enqueued_it(store_url: str, keys_url: str) -> None:
    """What was committed is there after a kill; what was not is not."""
    script = (
        "import os, sys, signal\n"
        "from upheld.clock import SystemClock\n"
        "from upheld.store import Store, tasks\n"
        "store = Store.open(sys.argv[1], sys.argv[2], b'm' * 32, SystemClock())\n"
        "now = store.clock.now()\n"
        "with store.write() as connection:\n"
        "    tasks.enqueue(connection, 'chaos', 'C-kept', due_at=now, now=now)\n"
        "with store.write() as connection:\n"
        "    tasks.enqueue(connection, 'chaos', 'C-lost', due_at=now, now=now)\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    assert subprocess.run([sys.executable, "-c", script, store_url, keys_url], cwd=ROOT, check=False).returncode == -9
    with Store.open(store_url, keys_url, MASTER, SystemClock()) as store, store.write() as connection:
        task = tasks.claim(connection, [KIND], lease="W", lease_for=timedelta(seconds=1), now=store.clock.now())
        assert task is not None
        assert task.key == "C-kept"
        assert connection.scalars(select(task_table.c.key)).all() == ["C-kept"]
