"""From the outbox to a real mail server: once, at most twice after a crash, and the address is gone with the outcome."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs
from tests.integration.mail.smtp_server import BREAK_OFF, LOOPBACK, TAKE_THEN_BREAK_OFF, running

from upheld.errors import AccessDenied, UsageError
from upheld.mail import Security, SmtpSender, SmtpSettings
from upheld.store import Store, outbox, tables
from upheld.store.outbox import LetterState
from upheld.work import Worker
from upheld.work.deliveries import Deliveries, Sender

SENDER = "privacy@printworks.example"
FIELDS = {"controller": "Printworks", "case": "C-1", "finished_on": "5 March 2026"}
WEEK = timedelta(days=7)


def put(store: Store, letter_id: str = "L-1", to: str = "anna@example.com") -> None:
    with store.write() as connection:
        outbox.put(
            connection, store.keys, letter_id, template="erasure-completed", to=to, fields=FIELDS, at=store.clock.now()
        )


def worker(store: Store, sender: Sender) -> tuple[Worker, list[LetterState]]:
    outcomes: list[LetterState] = []
    deliveries = Deliveries(sender, SENDER, lambda connection, letter_id, state: outcomes.append(state))
    return Worker(store, deliveries.handlers, jitter=lambda: 0.5), outcomes


def smtp(port: int) -> SmtpSender:
    return SmtpSender(SmtpSettings(LOOPBACK, port, SENDER, Security.PLAIN, timeout_seconds=5))


def row(store: Store, letter_id: str = "L-1") -> tuple[str, bytes | None, int]:
    with store.read() as connection:
        found = connection.execute(select(tables.outbox).where(tables.outbox.c.id == letter_id)).one()
    return found.state, found.sealed, found.handovers


def test_a_letter_is_delivered_once_and_its_address_destroyed(store: Store) -> None:
    with running() as mailbox:
        runner, outcomes = worker(store, smtp(mailbox.port))
        put(store)
        runner.run_due()
        assert row(store) == ("delivered", None, 1)
        runner.run_until(store.clock.now() + 2 * WEEK)
        assert len(mailbox.taken) == 1
        assert outcomes == [LetterState.DELIVERED]
        with store.read() as connection:
            assert outbox.state_of(connection, "L-1") is LetterState.DELIVERED


def test_a_refused_letter_bounces_and_its_address_is_destroyed(store: Store) -> None:
    with running() as mailbox:
        mailbox.answers["RCPT"] = "550 anna@example.com unknown"
        runner, outcomes = worker(store, smtp(mailbox.port))
        put(store)
        with capture_logs() as logs:
            runner.run_due()
        assert row(store) == ("bounced", None, 0)
        assert outcomes == [LetterState.BOUNCED]
        assert "anna" not in str(logs)


def test_an_address_nothing_can_be_sent_to_bounces(store: Store) -> None:
    with running() as mailbox:
        runner, outcomes = worker(store, smtp(mailbox.port))
        put(store, to="anna@example.com\r\nBcc: eve@example.com")
        runner.run_due()
        assert mailbox.recipients == []
        assert outcomes == [LetterState.BOUNCED]


def test_a_server_that_says_later_gets_it_later_and_once(store: Store) -> None:
    with running() as mailbox:
        runner, outcomes = worker(store, smtp(mailbox.port))
        put(store)
        for command in ("RCPT", "DATA"):
            mailbox.answers = {command: "450 greylisted"}
            runner.run_due()
            assert row(store)[0::2] == ("waiting", 0)
            store.clock.sleep(120)
        mailbox.answers = {}
        runner.run_due()
        assert (len(mailbox.taken), outcomes) == (1, [LetterState.DELIVERED])


def test_after_a_handover_without_an_answer_there_is_at_most_one_duplicate(store: Store) -> None:
    with running() as mailbox:
        mailbox.answers["DATA"] = TAKE_THEN_BREAK_OFF
        runner, outcomes = worker(store, smtp(mailbox.port))
        put(store)
        runner.run_until(store.clock.now() + timedelta(days=1))
        assert len(mailbox.taken) == 2
        assert len({message_id(content) for content in mailbox.taken}) == 1
        assert mailbox.taken[0] == mailbox.taken[1]
        assert row(store) == ("unwitnessed", None, 2)
        assert outcomes == [LetterState.UNWITNESSED]


def test_a_connection_that_breaks_before_the_handover_does_not_count(store: Store) -> None:
    with running() as mailbox:
        runner, outcomes = worker(store, smtp(mailbox.port))
        put(store)
        mailbox.answers = {"RCPT": BREAK_OFF}
        for _ in range(5):
            runner.run_due()
            store.clock.sleep(3600)
        mailbox.answers = {}
        runner.run_due()
        assert (len(mailbox.taken), outcomes) == (1, [LetterState.DELIVERED])


def test_a_worker_killed_between_acceptance_and_note_sends_the_same_letter_again(store: Store) -> None:
    with running() as mailbox:
        really = smtp(mailbox.port)
        killed = worker(store, Dying(really))[0]
        put(store)
        with pytest.raises(KeyboardInterrupt):
            killed.run_due()
        assert row(store)[0::2] == ("waiting", 1)
        store.clock.sleep(600)
        survivor, outcomes = worker(store, really)
        survivor.run_due()
        assert [message_id(content) for content in mailbox.taken] == ["<L-1@printworks.example>"] * 2
        assert outcomes == [LetterState.DELIVERED]


class Dying:
    """A worker that dies right after the server took the letter."""

    def __init__(self, sender: Sender) -> None:
        self._sender = sender

    def send(self, message: EmailMessage, before_handover: Callable[[], None]) -> None:
        self._sender.send(message, before_handover)
        raise KeyboardInterrupt


class Refusing:
    """A server that does not know us."""

    def send(self, message: EmailMessage, before_handover: Callable[[], None]) -> None:
        raise AccessDenied("the mail server refused our credentials for good (code 535)")


def test_an_address_that_cannot_be_used_is_destroyed_when_its_time_is_over(store: Store) -> None:
    runner, outcomes = worker(store, Refusing())
    put(store)
    runner.run_until(store.clock.now() + WEEK - timedelta(seconds=1))
    assert row(store)[0] == "waiting"
    runner.run_until(store.clock.now() + timedelta(seconds=1))
    assert row(store) == ("expired", None, 0)
    assert outcomes == [LetterState.EXPIRED]


def test_the_address_is_sealed_and_nowhere_else(store: Store) -> None:
    put(store)
    with store.read() as connection:
        everything = str(
            [
                dict(row)
                for table in (tables.outbox, tables.tasks)
                for row in connection.execute(select(table)).mappings()
            ]
        )
        letter = outbox.waiting(connection, store.keys, "L-1")
    assert "anna" not in everything
    assert letter is not None
    assert letter.to == "anna@example.com"
    assert "anna" not in repr(letter)


def test_an_unknown_letter_is_an_error(store: Store) -> None:
    with pytest.raises(UsageError, match="no letter L-9"), store.read() as connection:
        outbox.waiting(connection, store.keys, "L-9")
    with pytest.raises(UsageError, match="no letter L-9"), store.read() as connection:
        outbox.state_of(connection, "L-9")


def message_id(content: bytes) -> str:
    return next(line for line in content.decode().splitlines() if line.startswith("Message-ID: ")).split(" ")[1]
