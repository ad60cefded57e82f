"""Tell headings from prose: hashes, numbers, capitals, title case, questions, and short lines before prose."""

from __future__ import annotations

import re

from upheld.policy.reading.lines import TERMINAL, Mark
from upheld.policy.reading.unwrapping import is_caps

MAX_WORDS = 16
_QUESTION = re.compile(
    r"(?:what|how|do|does|who|whom|why|when|where|which|will|can|is|are|in what|with whom|under what)\b", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"\b(?:we|you|they|it|this|these|that|there)\s+(?:\w+\s+)?(?:are|is|was|were|will|may|can|do|does|have"
    r"|has|collect|use|share|keep|sell)\b"
    r"|^(?:we|you|they|it)(?:\s+[a-z'-]+){4}|@|https?://|\bwww\.",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"(?!(?:what|how|who|whom|why|when|where|which)\b).*\b(?:is|are|was|were|will|may|must|cannot|shall|has"
    r"|have)\s+\w+",
    re.IGNORECASE,
)
_SMALL = frozenset(
    [
        "a",
        "an",
        "and",
        "as",
        "at",
        "by",
        "for",
        "from",
        "if",
        "in",
        "into",
        "is",
        "it",
        "its",
        "nor",
        "of",
        "on",
        "or",
        "our",
        "per",
        "such",
        "than",
        "that",
        "the",
        "their",
        "they",
        "this",
        "to",
        "up",
        "us",
        "via",
        "we",
        "what",
        "when",
        "where",
        "which",
        "who",
        "whom",
        "with",
        "you",
        "your",
        "about",
        "how",
        "do",
        "does",
        "are",
        "be",
        "not",
        "no",
        "vs",
        "re",
    ]
)
_DATED = re.compile(r"\b(?:updated|revised|effective|modified|version)\b.*\d|\b(?:19|20)\d\d$", re.IGNORECASE)
_LABEL = re.compile(r"[^:]{1,60}:\s*\S")


def heading_level(text: str, mark: Mark, number: str, *, prose_follows: bool, after_lead: bool) -> int | None:
    """Return the level (1 is a main section) if ``text`` reads as a heading, else None.

    ``prose_follows`` says that the next block is prose or a list; ``after_lead`` that a lead-in with a colon stands before.
    """
    if mark is Mark.HASHES:
        return max(1, len(number) - 1)
    words = text.split()
    if not words or len(words) > MAX_WORDS or len(text) > 130 or mark is Mark.BULLET:
        return None
    if mark is Mark.NUMBER:
        return _numbered(text, words, number, after_lead=after_lead, prose_follows=prose_follows)
    if is_caps(text) and len(words) <= 14 and len(text) > 3 and not after_lead:
        return 1 if text.rstrip(".:?!").isupper() else 2
    if mark is Mark.LETTER:
        return 2 if _titled(words) and prose_follows and not after_lead and not text.endswith((".", ";", ",")) else None
    return 2 if prose_follows and _unmarked(text, words, after_lead=after_lead) else None


def _numbered(text: str, words: list[str], number: str, *, after_lead: bool, prose_follows: bool) -> int | None:
    if text.endswith((";", ",", ":")) or (_LABEL.match(text) and len(words) > 8):
        return None
    if is_caps(text):
        return number.count(".") + 1
    if text.endswith(".") and (len(words) > 6 or _SENTENCE.search(text)):
        return None
    if after_lead or not prose_follows or (_SENTENCE.search(text) and not _QUESTION.match(text)):
        return None
    return number.count(".") + 1


def _unmarked(text: str, words: list[str], *, after_lead: bool) -> bool:
    if after_lead or not (text[0].isupper() or text[0].isdigit() or text[0] in "\"'"):
        return False
    if text.endswith("?"):
        return bool(_QUESTION.match(text)) and len(words) <= 14
    if text.endswith("."):
        return (
            len(words) <= 4
            and not _SENTENCE.search(text)
            and not re.search(r"[,:\d]", text)
            and words[-1].lower().rstrip(".") not in _COMPANY
        )
    if (
        TERMINAL.search(text)
        or text.endswith(",")
        or _SENTENCE.search(text)
        or _STATEMENT.match(text)
        or _LABEL.match(text)
        or _DATED.search(text)
    ):
        return False
    return len(words) <= 11 or (_titled(words) and len(words) <= 14)


_COMPANY = frozenset({"inc", "ltd", "llc", "corp", "co", "gmbh", "limited", "plc", "bv", "b.v"})


def _titled(words: list[str]) -> bool:
    content = [w for w in words if w[0].isalpha() and w.lower() not in _SMALL]
    return bool(content) and sum(w[0].isupper() for w in content) >= 0.7 * len(content)
