"""Letters on their way. Address and fields are sealed under a key of their own and destroyed with the outcome.

``waiting`` becomes ``delivered`` (the mail server took it), ``bounced`` (refused for good), ``expired`` (its time ran out) or
``unwitnessed`` (handed over twice and never answered: it may have arrived, and is not sent a third time). In each of them the
sealed cell is gone.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

import rfc8785
from sqlalchemy import Connection, insert, select, update

from upheld.errors import Conflict, UsageError
from upheld.ids import CaseId
from upheld.store import tasks
from upheld.store.encryption import Place
from upheld.store.keys import KeyStore, Purpose
from upheld.store.tables import outbox

DELIVER = "mail.deliver"
EXPIRE = "mail.expire"
KEEP_FOR = timedelta(days=7)
"""The longest an address stays in the outbox unless the caller says otherwise."""

_DELIVERY_ATTEMPTS = 250
"""More than hourly attempts over a week: a letter ends by expiring, not by running out of attempts."""


class LetterState(StrEnum):
    WAITING = "waiting"
    DELIVERED = "delivered"
    BOUNCED = "bounced"
    EXPIRED = "expired"
    UNWITNESSED = "unwitnessed"


@dataclass(frozen=True, slots=True)
class WaitingLetter:
    """A letter that has no outcome yet, opened. ``handovers`` counts the times its sending was begun and not answered."""

    id: str
    template: str
    to: str = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)
    handovers: int
    created_at: datetime


def put(
    connection: Connection,
    keys: KeyStore,
    letter_id: str,
    *,
    template: str,
    to: str,
    fields: Mapping[str, str],
    at: datetime,
    case_id: CaseId | None = None,
    keep_for: timedelta = KEEP_FOR,
) -> None:
    """Put a letter into the outbox with the tasks that deliver it now and destroy its address after ``keep_for``."""
    keyset = keys.keyset(Purpose.OUTBOX)
    connection.execute(
        insert(outbox).values(
            id=letter_id,
            case_id=case_id,
            template=template,
            sealed=keyset.seal(rfc8785.dumps({"to": to, "fields": dict(fields)}), place(letter_id)),
            key_epoch=keyset.primary,
            state=LetterState.WAITING,
            handovers=0,
            created_at=at,
            expires_at=at + keep_for,
        )
    )
    tasks.enqueue(connection, DELIVER, letter_id, due_at=at, now=at, max_attempts=_DELIVERY_ATTEMPTS)
    tasks.enqueue(connection, EXPIRE, letter_id, due_at=at + keep_for, now=at)


def waiting(connection: Connection, keys: KeyStore, letter_id: str) -> WaitingLetter | None:
    """Return the letter, opened, or None when it has an outcome; raise :class:`UsageError` when there is none."""
    row = connection.execute(select(outbox).where(outbox.c.id == letter_id)).one_or_none()
    if row is None:
        raise UsageError(f"there is no letter {letter_id} in the outbox")
    if row.sealed is None:
        return None
    content = json.loads(keys.open(Purpose.OUTBOX, row.sealed, place(letter_id)))
    return WaitingLetter(row.id, row.template, content["to"], content["fields"], row.handovers, row.created_at)


def state_of(connection: Connection, letter_id: str) -> LetterState:
    """Return what became of a letter; raise :class:`UsageError` when there is none."""
    state = connection.scalar(select(outbox.c.state).where(outbox.c.id == letter_id))
    if state is None:
        raise UsageError(f"there is no letter {letter_id} in the outbox")
    return LetterState(state)


def case_of(connection: Connection, letter_id: str) -> CaseId | None:
    """Return the case a letter belongs to, if any."""
    case_id = connection.scalar(select(outbox.c.case_id).where(outbox.c.id == letter_id))
    return None if case_id is None else CaseId(case_id)


def begin_handover(connection: Connection, letter_id: str, seen: int) -> None:
    """Note, before it happens, that the letter is being handed to the mail server.

    ``seen`` is the count in the :class:`WaitingLetter`. Raises :class:`Conflict` when another worker was first.
    """
    _count(connection, letter_id, seen, seen + 1)


def withdraw_handover(connection: Connection, letter_id: str, seen: int) -> None:
    """Take the note back: the mail server has answered that it did not take the letter."""
    _count(connection, letter_id, seen + 1, seen)


def settle(connection: Connection, letter_id: str, state: LetterState, at: datetime) -> bool:
    """Give a waiting letter its outcome and destroy what was sealed; return whether it was waiting."""
    settled = connection.execute(
        update(outbox)
        .where(outbox.c.id == letter_id, outbox.c.state == LetterState.WAITING)
        .values(state=state, sealed=None, key_epoch=None, finished_at=at)
    ).rowcount
    return settled == 1


def place(letter_id: str) -> Place:
    """Return the place a letter's sealed cell is bound to."""
    return Place("outbox", letter_id, "sealed")


def _count(connection: Connection, letter_id: str, expected: int, new: int) -> None:
    changed = connection.execute(
        update(outbox)
        .where(outbox.c.id == letter_id, outbox.c.state == LetterState.WAITING, outbox.c.handovers == expected)
        .values(handovers=new)
    ).rowcount
    if not changed:
        raise Conflict(f"letter {letter_id} is being delivered by another worker, or has its outcome")
