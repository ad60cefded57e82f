"""Hand a letter to a mail server (RFC 5321), and say precisely what became of it."""

from __future__ import annotations

import ipaddress
import smtplib
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage
from enum import StrEnum

from upheld.errors import AccessDenied, Busy, LetterRefused, Unreachable, UpheldError, UsageError
from upheld.mail.letter import domain_of


class Security(StrEnum):
    """How the connection is protected. ``PLAIN`` is for a server on this machine only."""

    TLS = "tls"
    STARTTLS = "starttls"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class SmtpSettings:
    """The mail server and who we are to it. ``ca_file`` adds a certificate authority of one's own; none turns checks off."""

    host: str
    port: int
    sender: str
    security: Security = Security.STARTTLS
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None
    timeout_seconds: float = 30.0

    def __post_init__(self) -> None:
        if self.security is Security.PLAIN and not _is_loopback(self.host):
            raise UsageError(f"mail to {self.host} would go unprotected; set security to starttls or tls")
        domain_of(self.sender)


class SmtpSender:
    """Send letters, one connection each."""

    def __init__(self, settings: SmtpSettings) -> None:
        self.settings = settings

    def send(self, message: EmailMessage, before_handover: Callable[[], None]) -> None:
        """Send ``message`` to the address in its ``To`` header, and return once the server has taken it.

        ``before_handover`` is called after the server accepted the recipient and before it gets the text: from then on a
        lost connection leaves open whether the letter was taken. Raises

        - :class:`LetterRefused`: the server refused recipient or text for good (5xx)
        - :class:`Busy`: it answered that it does not take the letter now (4xx)
        - :class:`Unreachable`: it gave no answer
        - :class:`AccessDenied`: it refused us, or its certificate does not verify; a person has to mend the settings

        No message of these errors holds the address or what the server said.
        """
        recipient = message["To"].addresses[0].addr_spec
        with _told_apart(), self._connected() as server:
            _expect(server.mail(self.settings.sender), "the sender's address", AccessDenied)
            _expect(server.rcpt(recipient), "the recipient", LetterRefused)
            before_handover()
            _expect(server.data(message.as_bytes()), "the letter", LetterRefused)

    @contextmanager
    def _connected(self) -> Iterator[smtplib.SMTP]:
        settings = self.settings
        name = domain_of(settings.sender)  # given, because smtplib would ask the resolver for ours
        if settings.security is Security.TLS:
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                settings.host, settings.port, name, timeout=settings.timeout_seconds, context=self._context()
            )
        else:
            server = smtplib.SMTP(settings.host, settings.port, name, timeout=settings.timeout_seconds)
        try:
            server.ehlo_or_helo_if_needed()
            if settings.security is Security.STARTTLS:
                server.starttls(context=self._context())
                server.ehlo_or_helo_if_needed()
            if settings.username is not None:
                server.login(settings.username, settings.password or "")
            yield server
            _leave(server)
        finally:
            server.close()

    def _context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        if self.settings.ca_file is not None:
            context.load_verify_locations(self.settings.ca_file)
        return context


@contextmanager
def _told_apart() -> Iterator[None]:
    """Raise one of our errors in place of smtplib's, whose texts quote addresses and the server."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        refused = AccessDenied if isinstance(error, smtplib.SMTPAuthenticationError) else LetterRefused
        _expect((error.smtp_code, b""), "the letter" if refused is LetterRefused else "our credentials", refused)
        raise Unreachable(f"the mail server answered {error.smtp_code} out of turn; try again") from None
    except ssl.SSLCertVerificationError as error:
        raise AccessDenied(
            f"the mail server's certificate does not verify ({error.verify_message}); check the host name or the CA file"
        ) from None
    except smtplib.SMTPNotSupportedError:
        raise AccessDenied("the mail server does not offer what the settings ask for (STARTTLS or a login)") from None
    except (smtplib.SMTPException, OSError) as error:
        raise Unreachable(f"the mail server gave no answer ({type(error).__name__}); try again") from None


def _expect(reply: tuple[int, bytes], what: str, refused: type[UpheldError]) -> None:
    """Raise unless the reply is positive: ``refused`` for a permanent one, :class:`Busy` for a transient one."""
    code = reply[0]
    if 200 <= code < 300:
        return
    if 500 <= code < 600:
        raise refused(f"the mail server refused {what} for good (code {code})")
    if 400 <= code < 500:
        raise Busy(f"the mail server does not take {what} now (code {code}); try again")
    raise Unreachable(f"the mail server gave no usable answer (code {code}); try again")


def _leave(server: smtplib.SMTP) -> None:
    """Say goodbye; the letter is taken already, so that how it ends does not matter."""
    try:
        server.quit()
    except (smtplib.SMTPException, OSError):
        return


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
