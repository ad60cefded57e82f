"""Cases and their events. The events are the truth; the row of the case is what lists are made of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, insert, select, update

from upheld.errors import Conflict, UsageError
from upheld.ids import CaseId
from upheld.store.tables import case_events, cases


@dataclass(frozen=True, slots=True)
class RecordedEvent:
    """One event of a case as it is kept: its number within the case, its name and its payload without personal data."""

    case_id: CaseId
    seq: int
    name: str
    payload: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseRow:
    """What a list of cases shows. ``version`` is the number of events, which the next append must expect."""

    id: CaseId
    right: str
    state: str
    version: int
    opened_at: datetime
    closed_at: datetime | None


def open_case(connection: Connection, case_id: CaseId, right: str, state: str, at: datetime) -> None:
    """Begin a case that has no events yet; raise :class:`Conflict` when the id is taken."""
    taken = connection.scalar(select(cases.c.version).where(cases.c.id == case_id))
    if taken is not None:
        raise Conflict(f"case {case_id} exists already; load it and decide again")
    connection.execute(insert(cases).values(id=case_id, right=right, state=state, version=0, opened_at=at))


def append_events(
    connection: Connection,
    case_id: CaseId,
    expected_seq: int,
    events: Sequence[tuple[str, Mapping[str, Any]]],
    *,
    at: datetime,
    state: str,
    closed_at: datetime | None = None,
) -> tuple[RecordedEvent, ...]:
    """Append ``(name, payload)`` pairs after event number ``expected_seq`` (0 for a case without events).

    ``state`` and ``closed_at`` are what the fold gives after these events. Payloads must be canonical JSON values without
    personal data. Raises :class:`Conflict` when another writer appended first, :class:`UsageError` for an unknown case.
    """
    moved = connection.execute(
        update(cases)
        .where(cases.c.id == case_id, cases.c.version == expected_seq)
        .values(version=expected_seq + len(events), state=state, closed_at=closed_at)
    ).rowcount
    if not moved:
        get_case(connection, case_id)
        raise Conflict(f"case {case_id} is no longer at event {expected_seq}; load it and decide again")
    recorded = tuple(
        RecordedEvent(case_id, seq, name, payload, at)
        for seq, (name, payload) in enumerate(events, start=expected_seq + 1)
    )
    if recorded:
        connection.execute(
            insert(case_events),
            [
                {"case_id": case_id, "seq": event.seq, "name": event.name, "payload": event.payload, "at": at}
                for event in recorded
            ],
        )
    return recorded


def load_events(connection: Connection, case_id: CaseId, after: int = 0) -> tuple[RecordedEvent, ...]:
    """Return the events of a case in order, from number ``after + 1`` on."""
    rows = connection.execute(
        select(case_events)
        .where(case_events.c.case_id == case_id, case_events.c.seq > after)
        .order_by(case_events.c.seq)
    )
    return tuple(RecordedEvent(CaseId(row.case_id), row.seq, row.name, row.payload, row.at) for row in rows)


def get_case(connection: Connection, case_id: CaseId) -> CaseRow:
    """Return the row of a case; raise :class:`UsageError` when there is none."""
    row = connection.execute(select(cases).where(cases.c.id == case_id)).one_or_none()
    if row is None:
        raise UsageError(f"there is no case {case_id}; `upheld explain` without an id lists them")
    return CaseRow(CaseId(row.id), row.right, row.state, row.version, row.opened_at, row.closed_at)


def list_cases(connection: Connection, states: Iterable[str] | None = None, limit: int = 1000) -> tuple[CaseRow, ...]:
    """Return cases, newest first, in any of ``states`` or in all."""
    query = select(cases).order_by(cases.c.opened_at.desc(), cases.c.id.desc()).limit(limit)
    if states is not None:
        query = query.where(cases.c.state.in_(list(states)))
    return tuple(
        CaseRow(CaseId(row.id), row.right, row.state, row.version, row.opened_at, row.closed_at)
        for row in connection.execute(query)
    )
