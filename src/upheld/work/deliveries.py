"""Deliver what is in the outbox, and destroy each address with the outcome.

A worker may die between the mail server's acceptance and our note of it. The next one then sends the letter again under the
same Message-ID, by which mail systems recognise a duplicate; there is never a third copy, because a second handover without
an answer ends the letter as ``unwitnessed``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from email.message import EmailMessage
from typing import Protocol

from sqlalchemy import Connection

from upheld.errors import Busy, LetterRefused
from upheld.mail.letter import Letter, compose
from upheld.store import Store, outbox
from upheld.store.outbox import LetterState, WaitingLetter
from upheld.work.attempt import Attempt, Handler

MOST_HANDOVERS = 2


class Sender(Protocol):
    """What hands a message over; see :class:`upheld.mail.smtp.SmtpSender` for the errors it raises."""

    def send(self, message: EmailMessage, before_handover: Callable[[], None]) -> None: ...


OnOutcome = Callable[[Connection, str, LetterState], None]
"""Called in the transaction that gives a letter its outcome, with the letter's id: to let the case know."""


class Deliveries:
    """The two kinds of task that the outbox enqueues."""

    def __init__(self, sender: Sender, from_address: str, on_outcome: OnOutcome | None = None) -> None:
        self._sender = sender
        self._from_address = from_address
        self._on_outcome = on_outcome

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return {outbox.DELIVER: self.deliver, outbox.EXPIRE: self.expire}

    def deliver(self, attempt: Attempt) -> None:
        """Send the letter a task names, unless it has an outcome already."""
        store, letter_id = attempt.store, attempt.task.key
        with store.read() as connection:
            letter = outbox.waiting(connection, store.keys, letter_id)
        if letter is None:
            return
        if letter.handovers >= MOST_HANDOVERS:
            self._settle(attempt, letter_id, LetterState.UNWITNESSED)
            return
        try:
            self._send(store, letter)
        except LetterRefused:
            self._settle(attempt, letter_id, LetterState.BOUNCED)
        else:
            self._settle(attempt, letter_id, LetterState.DELIVERED)

    def expire(self, attempt: Attempt) -> None:
        """Destroy the address of a letter that is still waiting when its time is over."""
        self._settle(attempt, attempt.task.key, LetterState.EXPIRED)

    def _send(self, store: Store, letter: WaitingLetter) -> None:
        begun = False

        def begin() -> None:
            nonlocal begun
            with store.write() as connection:
                outbox.begin_handover(connection, letter.id, letter.handovers)
            begun = True

        message = compose(
            Letter(letter.id, letter.template, letter.to, letter.fields, letter.created_at), self._from_address
        )
        try:
            self._sender.send(message, begin)
        except Busy:
            if begun:  # the server said that it did not take the letter, so this was no handover
                with store.write() as connection:
                    outbox.withdraw_handover(connection, letter.id, letter.handovers)
            raise

    def _settle(self, attempt: Attempt, letter_id: str, state: LetterState) -> None:
        with attempt.store.write() as connection:
            if outbox.settle(connection, letter_id, state, attempt.now) and self._on_outcome is not None:
                self._on_outcome(connection, letter_id, state)
            attempt.finish(connection)
        with suppress(Busy):  # a reader keeps the log; the next letter or checkpoint empties it
            attempt.store.database.empty_log()
