"""A real SMTP server on loopback that takes, refuses, stalls or breaks off as a test asks."""

from __future__ import annotations

import asyncio
import datetime
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"
BREAK_OFF = "break off"
TAKE_THEN_BREAK_OFF = "take, then break off"


@dataclass
class Mailbox:
    """What arrived, and what the server is to answer: a reply per command, ``250`` where nothing is said."""

    taken: list[bytes] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    port: int = 0
    ca_file: str = ""

    async def handle_MAIL(  # noqa: N802  # the server calls it by this name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, mail_options: list[str]
    ) -> str:
        envelope.mail_from = address
        return self._answer("MAIL", server)

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, rcpt_options: list[str]
    ) -> str:
        envelope.rcpt_tos.append(address)
        self.recipients.append(address)
        return self._answer("RCPT", server)

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        answer = self.answers.get("DATA", "250 OK")
        if answer in ("250 OK", TAKE_THEN_BREAK_OFF):
            content = envelope.content
            assert isinstance(content, bytes)
            self.taken.append(content)
        return self._answer("DATA", server)

    def _answer(self, command: str, server: SMTP) -> str:
        answer = self.answers.get(command, "250 OK")
        if answer in (BREAK_OFF, TAKE_THEN_BREAK_OFF):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "421 gone"
        return answer


def _refuse_login(server: SMTP, session: Session, envelope: Envelope, mechanism: str, data: object) -> AuthResult:
    login = getattr(data, "login", b"")
    password = getattr(data, "password", b"")
    return AuthResult(success=(login, password) == (b"upheld", b"right"), handled=False)


@contextmanager
def running(
    *, tls: bool = False, starttls: bool = False, certificate_for: str = LOOPBACK, folder: Path | None = None
) -> Iterator[Mailbox]:
    """Run a server until the block ends."""
    mailbox = Mailbox(port=_free_port())
    context = None
    if tls or starttls:
        assert folder is not None
        context, mailbox.ca_file = _certificate(folder, certificate_for)
    controller = Controller(
        mailbox,
        hostname=LOOPBACK,
        port=mailbox.port,
        ssl_context=context if tls else None,
        tls_context=context if starttls else None,
        require_starttls=starttls,
        authenticator=_refuse_login,
        auth_require_tls=starttls,
        ident="smtp.example",
    )
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()


def _certificate(folder: Path, name: str) -> tuple[ssl.SSLContext, str]:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "smtp.example")])
    now = datetime.datetime.now(datetime.UTC)
    try:
        alternative: x509.GeneralName = x509.IPAddress(ipaddress.ip_address(name))
    except ValueError:
        alternative = x509.DNSName(name)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = folder / "certificate.pem"
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    private = folder / "key.pem"
    private.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem, private)
    return context, str(pem)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        port: int = listener.getsockname()[1]
        return port
