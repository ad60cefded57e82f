"""Unwrapped text that knows where each of its characters came from.

Prose is matched in one form: runs of white space become one space, typographic quotes and hyphens their plain forms,
invisible characters go. Every character of the flow keeps the index of the source character it stands for, so a match
can be cited in the source exactly.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

_PLAIN = str.maketrans(
    {
        "\u2018": "'", "\u2019": "'", "\u201a": "'", "\u201b": "'", "\u00b4": "'", "\u0060": "'", "\u2032": "'",
        "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
        "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2015": "-", "\u2212": "-",
    }
)  # fmt: skip
_CONTRACTION = re.compile(
    r"\b(?=[a-z]{1,6}')(wo|ca|sha|do|does|did|is|are|was|were|have|has|had|would|could|should|must|we|you"
    r"|they|it|i)(n't|'ll|'ve|'re|'d|'m)\b",
    re.IGNORECASE,
)
_SPACE = re.compile(r"\s")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_PIECES = re.compile(r"[^\s\u00ad\u200b-\u200f\u2060\ufeff]+")


@dataclass(frozen=True, slots=True)
class Flow:
    """Unwrapped ``text``; ``origin[i]`` is the source index of ``text[i]``; ``lower`` has the same length."""

    text: str
    origin: tuple[int, ...] = field(repr=False)
    lower: str = field(repr=False)

    @classmethod
    def of(cls, source: str, start: int, end: int, *, skip: Sequence[tuple[int, int]] = ()) -> Flow:
        """Unwrap ``source[start:end]``, leaving out the source spans in ``skip`` (bullets, markup)."""
        text: list[str] = []
        origin: list[int] = []
        joined = _INVISIBLE.search(source, start, end) is not None or bool(skip)
        for low, high in _kept(start, end, skip):
            for piece in _PIECES.finditer(source, low, high):
                at, stop = piece.span()
                if text and (not joined or _SPACE.search(source, origin[-1] + 1, at)):
                    text.append(" ")
                    origin.append(at - 1)
                text.append(piece.group())
                origin.extend(range(at, stop))
        plain = "".join(text).translate(_PLAIN)
        if "'" in plain:
            plain, origin = _without_contractions(plain, origin)
        return cls(plain, tuple(origin), lowered(plain))

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Return the source span of the non-empty ``text[start:end]``, without white space at its ends."""
        while start < end and self.text[start] == " ":
            start += 1
        while end > start and self.text[end - 1] == " ":
            end -= 1
        return self.origin[start], self.origin[end - 1] + 1


def _without_contractions(plain: str, origin: list[int]) -> tuple[str, list[int]]:
    """Write ``we'll`` as ``we will``: one form for the rules. What is written in stands where the short form stood."""
    parts: list[str] = []
    places: list[int] = []
    at = 0
    for short in _CONTRACTION.finditer(plain):
        full = _full_form(short)
        parts += plain[at : short.start()], full
        places += origin[at : short.start()]
        places += [origin[short.start()]] * (len(full) - 1) + [origin[short.end() - 1]]
        at = short.end()
    return "".join([*parts, plain[at:]]), [*places, *origin[at:]]


def _full_form(short: re.Match[str]) -> str:
    word, ending = short[1], short[2].lower()
    if ending == "n't":
        stem = {"wo": "will", "ca": "can", "sha": "shall"}.get(word.lower(), word)
        return f"{stem} not"
    return word + {"'ll": " will", "'ve": " have", "'re": " are", "'d": " would", "'m": " am"}[ending]


def _kept(start: int, end: int, skip: Iterable[tuple[int, int]]) -> Iterable[tuple[int, int]]:
    at = start
    for low, high in skip:
        if at < low:
            yield at, low
        at = max(at, high)
    if at < end:
        yield at, end


def lowered(text: str) -> str:
    """Return ``text`` in lower case, of the same length."""
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)
