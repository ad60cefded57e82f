"""Compose a letter from a template. The text is plain, the headers take nothing from outside but the address."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from jinja2.exceptions import TemplateNotFound, UndefinedError

from upheld.errors import LetterRefused, UsageError

_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029\u0085]")
_LOCAL = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*")
_HOST = re.compile(r"[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?)*")
_LONGEST_ADDRESS = 254  # RFC 5321, 4.5.3.1.3, without the brackets


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter to one person. ``template`` names a file of ``templates/``, ``fields`` are what it leaves open."""

    id: str
    template: str
    to: str = field(repr=False)
    fields: Mapping[str, str] = field(repr=False)
    written_at: datetime


def compose(letter: Letter, sender: str) -> EmailMessage:
    """Return the message, the same to the last byte each time, with a Message-ID made of the letter's id.

    Raises :class:`LetterRefused` for an address nothing can be sent to, :class:`UsageError` for an unknown template or a
    field that is missing.
    """
    subject, text = render(letter.template, letter.fields)
    message = EmailMessage(policy=SMTP)
    message["Message-ID"] = f"<{letter.id}@{domain_of(sender)}>"
    message["Date"] = letter.written_at
    message["From"] = sender
    message["To"] = parse_address(letter.to)
    message["Subject"] = _CONTROL.sub(" ", subject)
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: asks vacation responders to keep quiet
    message.set_content(text, cte="quoted-printable")
    return message


def render(template: str, fields: Mapping[str, str]) -> tuple[str, str]:
    """Return subject and text of a template filled with ``fields``."""
    try:
        rendered = _templates().get_template(f"{template}.txt").render(fields)
    except TemplateNotFound:
        raise UsageError(f"there is no letter template {template!r}") from None
    except UndefinedError as error:
        raise UsageError(f"letter template {template!r} misses a field: {error.message}") from None
    head, _, text = rendered.partition("\n\n")
    return head.removeprefix("Subject: "), text


def parse_address(text: str) -> Address:
    """Return one plain address (``name@host``); raise :class:`LetterRefused`, without quoting it, for anything else.

    The part before the @ is a dot-atom (RFC 5322, 3.2.3). Quoted local parts and other alphabets before the @ are refused;
    a host in another alphabet is written in IDNA.
    """
    local, _, host = text.rpartition("@")
    try:
        ascii_host = host.encode("idna").decode()
    except UnicodeError:
        ascii_host = ""
    if len(text) > _LONGEST_ADDRESS or not _LOCAL.fullmatch(local) or not _HOST.fullmatch(ascii_host):
        raise LetterRefused("the address is not one that mail can be sent to; ask the person for another")
    return Address(username=local, domain=ascii_host)


def domain_of(sender: str) -> str:
    """Return the domain our letters come from."""
    return parse_address(sender).domain


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("upheld.mail"),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html"]),
        keep_trailing_newline=True,
        trim_blocks=True,
    )
