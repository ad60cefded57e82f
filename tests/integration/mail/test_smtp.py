"""Sending over a real server: what it takes, and what each kind of refusal becomes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.integration.mail.smtp_server import BREAK_OFF, LOOPBACK, Mailbox, running

from upheld.errors import AccessDenied, Busy, LetterRefused, Unreachable, UpheldError, UsageError
from upheld.mail import Letter, Security, SmtpSender, SmtpSettings, compose

SENDER = "privacy@printworks.example"
FIELDS = {"controller": "Printworks", "case": "C-1", "finished_on": "5 March 2026"}


def settings(mailbox: Mailbox, security: Security = Security.PLAIN, **more: str) -> SmtpSettings:
    return SmtpSettings(
        LOOPBACK, mailbox.port, SENDER, security, timeout_seconds=5,
        ca_file=more.get("ca_file"), username=more.get("username"), password=more.get("password"),
    )  # fmt: skip


def send(chosen: SmtpSettings, before: Callable[[], None] = lambda: None) -> None:
    letter = Letter("L-1", "erasure-completed", "anna@example.com", FIELDS, datetime(2026, 3, 5, tzinfo=UTC))
    SmtpSender(chosen).send(compose(letter, SENDER), before)


def test_a_letter_arrives_as_it_was_composed() -> None:
    handovers: list[int] = []
    with running() as mailbox:
        send(settings(mailbox), lambda: handovers.append(len(mailbox.taken)))
    assert mailbox.recipients == ["anna@example.com"]
    assert b"Message-ID: <L-1@printworks.example>\r\n" in mailbox.taken[0]
    assert b"Your data has been erased (C-1)" in mailbox.taken[0]
    assert handovers == [0]


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_verified_connection_carries_the_letter(tmp_path: Path, security: Security) -> None:
    with running(tls=security is Security.TLS, starttls=security is Security.STARTTLS, folder=tmp_path) as mailbox:
        send(settings(mailbox, security, ca_file=mailbox.ca_file))
    assert len(mailbox.taken) == 1


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_a_certificate_nobody_vouches_for_is_refused_before_anything_is_said(
    tmp_path: Path, security: Security
) -> None:
    with running(tls=security is Security.TLS, starttls=security is Security.STARTTLS, folder=tmp_path) as mailbox:
        with pytest.raises(AccessDenied, match="does not verify"):
            send(settings(mailbox, security))
        assert mailbox.recipients == []


def test_a_certificate_for_another_host_is_refused(tmp_path: Path) -> None:
    with (
        running(starttls=True, certificate_for="other.example", folder=tmp_path) as mailbox,
        pytest.raises(AccessDenied, match="does not verify"),
    ):
        send(settings(mailbox, Security.STARTTLS, ca_file=mailbox.ca_file))


def test_a_server_without_starttls_gets_no_letter() -> None:
    with running() as mailbox, pytest.raises(AccessDenied, match="does not offer"):
        send(settings(mailbox, Security.STARTTLS))
    assert mailbox.taken == []


def test_an_unprotected_connection_leaves_this_machine_never() -> None:
    for host in ("mail.example.com", "192.0.2.1", "localhost.example.com"):
        with pytest.raises(UsageError, match="unprotected"):
            SmtpSettings(host, 25, SENDER, Security.PLAIN)
    for host in ("localhost", "127.0.0.1", "::1"):
        SmtpSettings(host, 25, SENDER, Security.PLAIN)


@pytest.mark.parametrize(
    ("command", "answer", "error", "handed_over"),
    [
        ("RCPT", "550 anna@example.com unknown", LetterRefused, False),
        ("RCPT", "450 anna@example.com greylisted", Busy, False),
        ("RCPT", BREAK_OFF, Unreachable, False),
        ("MAIL", "550 not you", AccessDenied, False),
        ("MAIL", "451 later", Busy, False),
        ("DATA", "554 anna@example.com looks like spam", LetterRefused, True),
        ("DATA", "452 full", Busy, True),
        ("DATA", BREAK_OFF, Unreachable, True),
    ],
)
def test_each_refusal_is_told_apart_and_quotes_nobody(
    command: str, answer: str, error: type[UpheldError], handed_over: bool
) -> None:
    handovers: list[bool] = []
    with running() as mailbox:
        mailbox.answers[command] = answer
        with pytest.raises(error) as refusal:
            send(settings(mailbox), lambda: handovers.append(True))
    assert "anna" not in str(refusal.value)
    assert refusal.value.__suppress_context__ or refusal.value.__context__ is None
    assert bool(handovers) is handed_over
    assert mailbox.taken == []


def test_a_server_that_is_not_there_is_unreachable() -> None:
    with running() as mailbox:
        gone = settings(mailbox)
    with pytest.raises(Unreachable, match="no answer"):
        send(gone)


def test_a_login_is_made_and_a_wrong_one_is_denied(tmp_path: Path) -> None:
    with running(starttls=True, folder=tmp_path) as mailbox:
        common = {"ca_file": mailbox.ca_file, "username": "upheld"}
        send(settings(mailbox, Security.STARTTLS, **common, password="right"))
        with pytest.raises(AccessDenied, match="credentials"):
            send(settings(mailbox, Security.STARTTLS, **common, password="wrong"))
    assert len(mailbox.taken) == 1


def test_settings_do_not_print_the_password() -> None:
    assert "word" not in repr(SmtpSettings(LOOPBACK, 25, SENDER, username="upheld", password="word"))
