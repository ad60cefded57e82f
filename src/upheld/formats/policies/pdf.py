"""PDF to canonical text, page by page (extra ``pdf``)."""

from __future__ import annotations

import io
import logging
from collections import Counter

from upheld.errors import UsageError

_LONGEST_HEAD = 100


def pdf_text(data: bytes, file: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text of a PDF and ``(offset, page)`` marks; raise :class:`UsageError` for what cannot be read."""
    try:
        import pypdf  # noqa: PLC0415 - an extra that need not be there
        from pypdf.errors import PyPdfError  # noqa: PLC0415
    except ModuleNotFoundError:
        raise UsageError(f"{file} is a PDF; install upheld[pdf] to read it, or save the policy as text") from None
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise UsageError(f"{file} is an encrypted PDF; save a copy without a password")
        pages = [page.extract_text() for page in reader.pages]
    except UsageError:
        raise
    except (
        PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        IndexError,
        RecursionError,
        NotImplementedError,
    ) as error:
        raise UsageError(f"{file} is a damaged PDF ({type(error).__name__}); save it again, or as text") from None
    if not any(page.strip() for page in pages):
        raise UsageError(f"{file} is a PDF without text (a scan?); run a text recognition over it, or copy the text")
    return _joined(pages)


def _joined(pages: list[str]) -> tuple[str, list[tuple[int, int]]]:
    """Join pages; lines that stand at the top or bottom of most pages (running heads, page numbers) are left out."""
    repeated = _running_lines(pages)
    out: list[str] = []
    marks: list[tuple[int, int]] = []
    at = 0
    for number, page in enumerate(pages, start=1):
        lines = [line for line in page.splitlines() if _plain(line) not in repeated]
        text = "\n".join(lines) + "\n"
        marks.append((at, number))
        out.append(text)
        at += len(text)
    return "".join(out), marks


def _running_lines(pages: list[str]) -> frozenset[str]:
    if len(pages) < 3:
        return frozenset()
    counts: Counter[str] = Counter()
    for page in pages:
        lines = [line for line in page.splitlines() if line.strip()]
        edge = 2 if len(lines) > 8 else 1
        counts.update({_plain(line) for line in lines[:edge] + lines[-edge:] if len(line) < _LONGEST_HEAD})
    return frozenset(line for line, count in counts.items() if count > 0.6 * len(pages))


def _plain(line: str) -> str:
    """Return a line so that ``Page 3 of 9`` and ``Page 4 of 9`` are the same; digits of longer lines mean something."""
    line = line.strip().lower()
    return "".join("#" if c.isdigit() else c for c in line) if len(line) < 26 else line
