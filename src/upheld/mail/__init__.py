"""Letters to people: plain text from a template, sent over SMTP with the server's certificate verified."""

from upheld.mail.letter import Letter, compose
from upheld.mail.smtp import Security, SmtpSender, SmtpSettings

__all__ = ["Letter", "Security", "SmtpSender", "SmtpSettings", "compose"]
