"""From the bytes of a file to the canonical text, or to one clear sentence about what the file is instead."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from upheld.errors import UsageError
from upheld.formats.policies.impostors import name_impostor

MAX_BYTES = 24 * 1024 * 1024
MAX_CHARACTERS = 2 * 1024 * 1024
_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive (a Word or other office document?)"),
    (b"\xd0\xcf\x11\xe0", "an old Word or other office document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3", "an SQLite database"),
    (b"{\\rtf", "a rich text (RTF) document"),
)
_HTML = re.compile(r"<!doctype html|<html\b|<head\b|<body\b|<(?:div|p|h[1-6]|ul|table)\b[^>]*>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?([\w-]{2,20})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PolicyText:
    """The canonical text of a policy. ``media`` is ``text``, ``html`` or ``pdf``.

    ``marks`` maps positions back: ``(offset, number)`` says that from ``offset`` on the text stands on that page of the PDF or
    line of the HTML source. It is empty for text, whose offsets are those of the file.
    """

    text: str
    file: str
    media: str
    marks: Sequence[tuple[int, int]] = ()

    def place(self, offset: int) -> str:
        """Return where an offset stands in the file: ``line 12`` or ``page 3``."""
        if self.media == "text":
            return f"line {self.text.count(chr(10), 0, offset) + 1}"
        index = bisect_right([at for at, _ in self.marks], offset) - 1
        number = self.marks[index][1] if index >= 0 else 1
        return f"{'page' if self.media == 'pdf' else 'line'} {number}"


def load_policy(path: Path) -> PolicyText:
    """Load ``path``; raise :class:`UsageError` naming what the file is where it is no policy that can be read."""
    data = _bytes(path)
    if data.startswith(b"%PDF-") or (path.suffix.lower() == ".pdf" and b"%PDF-" in data[:1024]):
        from upheld.formats.policies.pdf import pdf_text  # noqa: PLC0415 - an extra that need not be there

        text, marks = pdf_text(data, path.name)
        return _checked(PolicyText(text, path.name, "pdf", marks), "")
    source = _decode(data, path)
    if path.suffix.lower() in (".html", ".htm", ".xhtml") or (
        path.suffix.lower() not in (".md", ".markdown") and _HTML.search(source[:4000]) and source.lstrip()[:1] == "<"
    ):
        from upheld.formats.policies.html import html_text  # noqa: PLC0415 - a text needs no parser of pages

        text, marks = html_text(source)
        return _checked(PolicyText(text, path.name, "html", marks), source)
    return _checked(PolicyText(source, path.name, "text"), source)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if path.is_dir():
            raise UsageError(f"{path} is a folder; give one policy file")
        if size > MAX_BYTES:
            raise UsageError(
                f"{path.name} has {size / 1048576:.0f} MB; a policy has some kilobytes."
                " Give the text of the policy alone (limit 24 MB)"
            )
        data = path.read_bytes()
    except FileNotFoundError:
        raise UsageError(f"there is no file {path}") from None
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from None
    if not data.strip():
        raise UsageError(f"{path.name} is empty")
    return data


def _decode(data: bytes, path: Path) -> str:
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise UsageError(f"{path.name} is {name}, not text; save the policy as text, HTML or PDF")
    text = _characters(data)
    sample = text[:100_000]
    if len(_CONTROL.findall(sample)) > 2 + len(sample) // 500:
        raise UsageError(f"{path.name} is binary, not text; save the policy as text, HTML or PDF")
    return text


def _characters(data: bytes) -> str:
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if data.startswith(mark):
            return data.decode(encoding, errors="replace")
    declared = _CHARSET.search(data[:4096])
    encodings = ["utf-8", *([declared[1].decode("ascii")] if declared else []), "cp1252"]
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", errors="replace")


def _checked(policy: PolicyText, source: str) -> PolicyText:
    if len(policy.text) > MAX_CHARACTERS:
        raise UsageError(
            f"{policy.file} holds {len(policy.text):,} characters; a policy longer than {MAX_CHARACTERS:,} is not read."
            " Give the policy alone"
        )
    if impostor := name_impostor(policy.text, source if policy.media == "html" else ""):
        raise UsageError(f"{policy.file} {impostor}")
    return policy
