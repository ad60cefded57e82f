"""What a linting rule looks at, and what it hands back.

Rules see :class:`PolicyView`: the text, its passages in reading order and the typed promises read from it. A view is built
from a reading (:mod:`upheld.policy.linting.from_reading`), from any other list of promises, or from a rule's own example.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from functools import cached_property

SlotValue = str | int | bool | tuple[str, ...]

_SENTENCE_END = re.compile(r"(?<=[.!?])[\"”’)]*\s+(?=[\"“‘(]?[A-Z0-9])")
_TOKENS = re.compile(r"[,|/]")


class FindingSeverity(StrEnum):
    """How much a finding matters to the people concerned or to a regulator."""

    HIGH = "high"
    MEDIUM = "med"
    LOW = "low"


@dataclass(frozen=True, slots=True, order=True)
class Evidence:
    """Characters ``[start, end)`` of the policy text, with the words standing there."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing a reader of the policy should look at. ``law`` cites where the demand comes from, if from a law."""

    rule: str
    severity: FindingSeverity
    message: str
    evidence: tuple[Evidence, ...]
    law: str | None = None

    def as_json(self) -> dict[str, object]:
        """Return the finding in the shape that ``upheld read --json`` prints."""
        return {
            "rule": self.rule,
            "severity": self.severity.value,
            "message": self.message,
            "evidence": [{"start": e.start, "end": e.end, "quote": e.quote} for e in self.evidence],
            "law": self.law,
        }


class PassageKind(StrEnum):
    """What a block of the text is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class Passage:
    """One block of the text. ``number`` is a heading's printed number; ``lead`` the lead-in an item hangs on."""

    kind: PassageKind
    start: int
    end: int
    text: str
    number: str | None = None
    lead: Evidence | None = None

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.start, self.end, self.text)


@dataclass(frozen=True, eq=False)
class Promise:
    """One typed statement at its place in the text. Two of them are equal only if they are the same object."""

    kind: str
    start: int
    end: int
    quote: str
    slots: Mapping[str, SlotValue] = field(default_factory=dict)

    @property
    def evidence(self) -> Evidence:
        return Evidence(self.start, self.end, self.quote)

    @cached_property
    def words(self) -> str:
        """Return the quote in lower case with its line breaks taken out."""
        return " ".join(self.quote.split()).lower()

    def slot(self, name: str) -> str:
        """Return a slot as lower-case text; empty where it is not set."""
        value = self.slots.get(name)
        if value is None:
            return ""
        return (",".join(value) if isinstance(value, tuple) else str(value)).lower()

    def tokens(self, name: str) -> frozenset[str]:
        """Return the single values of a slot that lists several."""
        return frozenset(part.strip() for part in _TOKENS.split(self.slot(name)) if part.strip())

    def says(self, name: str, *values: str) -> bool:
        """Return whether a slot holds one of ``values``."""
        return not self.tokens(name).isdisjoint(values)

    def is_true(self, name: str) -> bool:
        return self.slot(name) in ("true", "yes")

    def is_false(self, name: str) -> bool:
        return self.slot(name) in ("false", "no")

    @property
    def tentative(self) -> bool:
        """Return whether the sentence only says what may happen."""
        return self.slot("modality") in ("may", "might", "could")


@dataclass(frozen=True)
class PolicyView:
    """A policy as the rules see it. ``as_of`` is the day against which dates are judged."""

    text: str
    passages: tuple[Passage, ...]
    promises: tuple[Promise, ...]
    as_of: date

    def of(self, *kinds: str) -> tuple[Promise, ...]:
        """Return the promises of these kinds, in reading order."""
        return tuple(p for p in self.promises if p.kind in kinds)

    @cached_property
    def headings(self) -> tuple[Passage, ...]:
        return tuple(p for p in self.passages if p.kind is PassageKind.HEADING)

    @cached_property
    def sentences(self) -> tuple[Evidence, ...]:
        """Return the sentences of every passage but headings."""
        return tuple(s for p in self.passages if p.kind is not PassageKind.HEADING for s in _split(p))

    @cached_property
    def whole(self) -> bool:
        """Return whether this is a policy rather than a passage of one: only then does a missing disclosure mean anything."""
        return len(self.promises) >= 12 and len({p.kind for p in self.promises}) >= 6

    def matching(self, pattern: re.Pattern[str]) -> Iterator[Evidence]:
        """Yield every sentence in which ``pattern`` is found; line breaks count as spaces."""
        return (s for s, flat in self._flat if pattern.search(flat))

    @cached_property
    def _flat(self) -> tuple[tuple[Evidence, str], ...]:
        return tuple((s, " ".join(s.quote.split())) for s in self.sentences)

    def lead_in(self, promise: Promise) -> Evidence | None:
        """Return the lead-in of the list item that ``promise`` stands in."""
        for passage in self.passages:
            if passage.start <= promise.start < passage.end:
                return passage.lead
        return None

    def sentence_of(self, promise: Promise) -> Evidence:
        """Return the sentence that a promise begins in; its own words where it stands in none."""
        return next((s for s in self.sentences if s.start <= promise.start < s.end), promise.evidence)

    def heading_of(self, at: int) -> Passage | None:
        """Return the nearest heading before a position."""
        found = None
        for heading in self.headings:
            if heading.start > at:
                break
            found = heading
        return found

    def span(self, start: int, end: int) -> Evidence:
        return Evidence(start, end, self.text[start:end])


def _split(passage: Passage) -> Iterator[Evidence]:
    begin = 0
    for match in _SENTENCE_END.finditer(passage.text):
        yield _trimmed(passage, begin, match.start())
        begin = match.end()
    if passage.text[begin:].strip():
        yield _trimmed(passage, begin, len(passage.text))


def _trimmed(passage: Passage, begin: int, end: int) -> Evidence:
    piece = passage.text[begin:end]
    begin += len(piece) - len(piece.lstrip())
    piece = piece.strip()
    return Evidence(passage.start + begin, passage.start + begin + len(piece), piece)


def evidence_of(promises: Iterable[Promise], limit: int = 4) -> tuple[Evidence, ...]:
    """Return the places of the first ``limit`` promises."""
    return tuple(p.evidence for p in promises)[:limit]
