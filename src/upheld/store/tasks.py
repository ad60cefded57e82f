"""The task table, which is the truth about what is still to be done.

A task is enqueued in the transaction of what makes it necessary. Whoever claims it holds a lease with a token of its own;
when the lease runs out, because the worker died or hangs, the next claim takes the task over, and everything the former
holder then tries with its old token raises :class:`Conflict`, which rolls its transaction back.

A task holds ids only: what it is about is in the case, sealed.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, func, select, update

from upheld.errors import Conflict, UsageError
from upheld.ids import TaskId
from upheld.store import upsert
from upheld.store.tables import tasks

IdValue = str | int | bool | None
"""What a task's payload may hold under each name."""

MAX_ATTEMPTS = 12
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/#+-]{0,199}")


@dataclass(frozen=True, slots=True)
class Claimed:
    """A task that was given to one worker. ``attempt`` counts from 1; ``lease`` proves that it is still this worker's."""

    id: TaskId
    kind: str
    key: str
    payload: Mapping[str, IdValue]
    due_at: datetime
    attempt: int
    max_attempts: int
    lease: str


@dataclass(frozen=True, slots=True)
class DeadTask:
    """A task nobody will try again unless a person revives it."""

    id: TaskId
    kind: str
    key: str
    attempts: int
    failure: str
    at: datetime


def enqueue(
    connection: Connection,
    kind: str,
    key: str,
    *,
    due_at: datetime,
    now: datetime,
    payload: Mapping[str, IdValue] | None = None,
    max_attempts: int = MAX_ATTEMPTS,
) -> TaskId:
    """Make sure that the task ``(kind, key)`` exists; return its id, new or old.

    The key names the step (``C-…/recheck/3``): a task with the same kind and key, be it waiting, done or dead, is the same
    task and is left as it is. Raises :class:`UsageError` for a key or payload that is not made of ids.
    """
    refuse_non_ids(kind, key, payload or {})
    row = {
        "kind": kind,
        "key": key,
        "payload": dict(payload or {}),
        "state": "waiting",
        "due_at": due_at,
        "ready_at": due_at,
        "attempts": 0,
        "max_attempts": max_attempts,
        "created_at": now,
    }
    connection.execute(upsert.ignoring(connection, tasks, row))
    return TaskId(connection.scalars(select(tasks.c.id).where(tasks.c.kind == kind, tasks.c.key == key)).one())


def claim(
    connection: Connection,
    kinds: Collection[str],
    *,
    lease: str,
    lease_for: timedelta,
    now: datetime,
) -> Claimed | None:
    """Lease the task that has been ready longest, or return None when none is.

    A waiting task is ready when due or when its back-off is over, a leased one when its lease has run out. Two workers never
    get the same task: rows that another is taking are skipped (PostgreSQL), or writers wait for each other (SQLite).
    """
    row = connection.execute(
        select(tasks)
        .where(_open_of(kinds), tasks.c.ready_at <= now)
        .order_by(tasks.c.ready_at, tasks.c.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    ).one_or_none()
    if row is None:
        return None
    connection.execute(
        update(tasks)
        .where(tasks.c.id == row.id)
        .values(state="leased", lease=lease, ready_at=now + lease_for, attempts=row.attempts + 1)
    )
    return Claimed(
        TaskId(row.id), row.kind, row.key, row.payload, row.due_at, row.attempts + 1, row.max_attempts, lease
    )


def extend(connection: Connection, task: Claimed, until: datetime) -> None:
    """Keep the lease until then; raise :class:`Conflict` when the task is no longer ours."""
    _change(connection, task, ready_at=until)


def finish(connection: Connection, task: Claimed, now: datetime) -> None:
    """Mark a task done, in the transaction of what it did; raise :class:`Conflict` when it is no longer ours."""
    _change(connection, task, state="done", lease=None, finished_at=now)


def retry(connection: Connection, task: Claimed, *, ready_at: datetime, failure: str) -> None:
    """Give a task back to be tried again; raise :class:`Conflict` when it is no longer ours."""
    _change(connection, task, state="waiting", lease=None, ready_at=ready_at, failure=failure)


def bury(connection: Connection, task: Claimed, *, failure: str, now: datetime) -> None:
    """Mark a task dead, to be tried no more; raise :class:`Conflict` when it is no longer ours."""
    _change(connection, task, state="dead", lease=None, failure=failure, finished_at=now)


def next_ready_at(connection: Connection, kinds: Collection[str]) -> datetime | None:
    """Return when the next task can be claimed, or None when nothing is open."""
    ready_at: datetime | None = connection.scalar(select(func.min(tasks.c.ready_at)).where(_open_of(kinds)))
    return ready_at


def dead(connection: Connection, limit: int = 1000) -> tuple[DeadTask, ...]:
    """Return dead tasks, the latest first."""
    rows = connection.execute(
        select(tasks).where(tasks.c.state == "dead").order_by(tasks.c.finished_at.desc(), tasks.c.id).limit(limit)
    )
    return tuple(
        DeadTask(TaskId(row.id), row.kind, row.key, row.attempts, row.failure, row.finished_at) for row in rows
    )


def revive(connection: Connection, task_id: TaskId, now: datetime) -> None:
    """Let a dead task be tried anew from now on; raise :class:`UsageError` when there is no such dead task."""
    revived = connection.execute(
        update(tasks)
        .where(tasks.c.id == task_id, tasks.c.state == "dead")
        .values(state="waiting", attempts=0, ready_at=now, finished_at=None)
    ).rowcount
    if not revived:
        raise UsageError(f"there is no dead task {task_id}")


def purge(connection: Connection, done_before: datetime) -> int:
    """Delete done tasks finished before then; return how many. Their keys may then be enqueued again."""
    return connection.execute(delete(tasks).where(tasks.c.state == "done", tasks.c.finished_at < done_before)).rowcount


def refuse_non_ids(kind: str, key: str, payload: Mapping[str, IdValue]) -> None:
    """Raise :class:`UsageError` unless key and payload can only be ids, which keeps people out of tasks."""
    for name, value in {"kind": kind, "key": key, **payload}.items():
        if isinstance(value, str) and not _ID.fullmatch(value):
            raise UsageError(
                f"a task of kind {kind!r} was given a {name!r} that is not an id; put it in the case, sealed"
            )
        if value is not None and not isinstance(value, str | int):
            raise UsageError(f"a task of kind {kind!r} was given a {name!r} of type {type(value).__name__}; give an id")


def _open_of(kinds: Collection[str]) -> ColumnElement[bool]:
    return tasks.c.finished_at.is_(None) & tasks.c.kind.in_(list(kinds))


def _change(connection: Connection, task: Claimed, **values: Any) -> None:
    changed = connection.execute(
        update(tasks).where(tasks.c.id == task.id, tasks.c.lease == task.lease).values(**values)
    ).rowcount
    if not changed:
        raise Conflict(f"task {task.id} ({task.kind}) is no longer leased to this worker; another has taken it over")
