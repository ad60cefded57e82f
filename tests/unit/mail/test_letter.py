"""Letters say what their template says, to one address, and nothing slips into a header."""

from __future__ import annotations

import email
from datetime import UTC, datetime
from email import policy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import upheld.mail
from upheld.errors import LetterRefused, UsageError
from upheld.mail import Letter, compose
from upheld.mail.letter import render

SENDER = "privacy@printworks.example"
FIELDS = {
    "controller": "Printworks",
    "case": "C-0123",
    "finished_on": "5 March 2026",
    "due_on": "2 April 2026",
    "kept": "- invoices of 2024, until 31 December 2034 (tax records)",
    "link": "https://privacy.printworks.example/C-0123",
    "available_until": "19 March 2026",
}
TEMPLATES = sorted(path.stem for path in (Path(upheld.mail.__path__[0]) / "templates").glob("*.txt"))


def letter(to: str = "anna@example.com", template: str = "erasure-completed", **fields: str) -> Letter:
    return Letter("L-1", template, to, FIELDS | fields, datetime(2026, 3, 5, 9, tzinfo=UTC))


@pytest.mark.parametrize("template", TEMPLATES)
def test_every_template_has_a_subject_a_text_and_names_the_case(template: str) -> None:
    subject, text = render(template, FIELDS)
    assert "C-0123" in subject
    assert "Printworks" in text
    assert "{" not in subject + text
    assert text.endswith("\n")
    assert not text.startswith("\n")
    assert all(len(line) <= 100 for line in text.splitlines())


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_missing_field_is_an_error(template: str) -> None:
    with pytest.raises(UsageError, match="misses a field"):
        render(template, {"case": "C-0123"})


def test_an_unknown_template_is_an_error() -> None:
    with pytest.raises(UsageError, match="no letter template 'no-such'"):
        compose(letter(template="no-such"), SENDER)


def test_a_letter_is_the_same_to_the_last_byte_each_time() -> None:
    assert compose(letter(), SENDER).as_bytes() == compose(letter(), SENDER).as_bytes()


def test_a_letter_has_the_headers_it_needs_and_no_others() -> None:
    message = email.message_from_bytes(compose(letter(), SENDER).as_bytes(), policy=policy.default)
    assert dict(message.items()) == {
        "Message-ID": "<L-1@printworks.example>",
        "Date": "Thu, 05 Mar 2026 09:00:00 +0000",
        "From": SENDER,
        "To": "anna@example.com",
        "Subject": "Your data has been erased (C-0123)",
        "Auto-Submitted": "auto-generated",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "quoted-printable",
        "MIME-Version": "1.0",
    }


@pytest.mark.parametrize(
    "address",
    [
        "",
        "anna",
        "@example.com",
        "anna@",
        "a@example.com, b@example.com",
        "anna@example.com\r\nBcc: b@example.com",
        "Anna <anna@example.com>",
        "anna@example.com\x00",
        "anna@exa mple.com",
        "a" * 250 + "@example.com",
        "änna@example.com",
        "anna@example.com>",
        "anna@[",
        'anna"@example.com',
        "anna@example.com;b@example.com",
    ],
)
def test_what_is_not_one_plain_address_is_refused_and_not_quoted(address: str) -> None:
    with pytest.raises(LetterRefused) as refusal:
        compose(letter(to=address), SENDER)
    assert not address or address not in str(refusal.value)


def test_an_international_host_is_written_for_every_server() -> None:
    assert compose(letter(to="anna@bücher.example"), SENDER)["To"] == "anna@xn--bcher-kva.example"


@given(st.text(max_size=80), st.text(max_size=80))
def test_no_address_and_no_field_makes_another_header_or_recipient(address: str, field: str) -> None:
    try:
        message = compose(letter(to=address, case=field, controller=field), SENDER)
    except LetterRefused:
        return
    parsed = email.message_from_bytes(message.as_bytes(), policy=policy.default)
    assert len(parsed.items()) == 9
    assert len(parsed["To"].addresses) == 1


@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_a_field_in_the_subject_cannot_add_a_header(field: str) -> None:
    injected = field + "\r\nBcc: eve@example.com\n\n" + field
    parsed = email.message_from_bytes(compose(letter(case=injected), SENDER).as_bytes(), policy=policy.default)
    assert parsed["Bcc"] is None
    assert len(parsed.items()) == 9


def test_a_letter_does_not_print_its_address() -> None:
    assert "anna" not in repr(letter())
