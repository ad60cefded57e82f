"""Blocks to clauses: sentences, run-in titles, coordinated main clauses and in-sentence enumerations.

A clause is the unit the rules look at. It knows what introduces it (lead-in, run-in title, question, headings) because a
lead-in gives its bullets their kind, strength and jurisdiction.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from upheld.policy.reading.flow import Flow
from upheld.policy.reading.model import Block

MAX_CLAUSE = 1200
"""Longer sentences are cut at a comma, so that no rule ever sees more (and time stays linear)."""

MAX_SENTENCE = 6000
"""What does not end within so many characters is no sentence, and is cut."""

_END = re.compile(r"[.!?][\"')\]]*\s+(?=[\"'(\[]?[A-Z0-9])")
_ABBREVIATION = re.compile(
    r"(?:\b(?:e\.?g|i\.?e|etc|vs|mr|mrs|ms|dr|no|nos|art|arts|sec|sect|para|st|dept|cf|approx|est|u\.s|u\.k"
    r"|u\.s\.a|e\.u|p\.o|a\.k\.a|ph)"
    r"|\b[a-z])\.$",
    re.IGNORECASE,
)
_COMPANY_SUFFIX = re.compile(r"\b(?:inc|ltd|corp|co|llc|gmbh|s\.a|b\.v|n\.v|pty|plc|bros)\.$", re.IGNORECASE)
_FRESH = re.compile(
    r"(?:We|You|Your|Our|If|In|The|This|These|When|Where|To|For|Please|It|They|Upon|As|At|All|Any|However|By)\b"
)
_TITLE = re.compile(r"[\"(]?[A-Z0-9][^.:;?!]{1,70}[.:?-]$")
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_FINITE = re.compile(
    r"^to \w|\b(?:we|you|they|it|is|are|was|were|will|may|can|do|does|have|has|shall|should|must|please"
    r"|contact|see|click|visit)\b",
    re.IGNORECASE,
)
_CONNECTIVE = re.compile(
    r"(?:(?:please (?:also )?note|please be (?:aware|advised)|note|be aware|for the avoidance of doubt"
    r"|in short|in summary|however|therefore|as such"
    r"|accordingly|additionally|in addition|furthermore|moreover|also|finally|similarly|likewise"
    r"|nevertheless|that said|for (?:instance|example)"
    r"|like many (?:other )?\w+(?: \w+)?|and|but|so|or|then|further|consequently|thus|important(?:ly)?"
    r"|typically, though not always|of course"
    r"|to be clear|in particular|specifically|generally|yes)"
    r"(?: that\b|[,:]| -)? *)+"
)
_COORDINATE = re.compile(
    r"(?:;|,) (?:and|but|however,|although|though|whereas|provided that),? (?=(?:we|you|please|it|they) "
    r"|(?:our|your|this|these|such|the) (?:[\w-]+ ){1,5}(?:will|may|can|is|are|has|have|must|shall)\b)"
    r"|, (?:or|and),? (?=if (?:this|that|it|you|we) )|, (?=nor )|, (?=such as \()"
    r"|; (?=\w)|, (?:but|and) (?=(?:do|does|will|may|cannot|can|update|delete|please) )| but (?=please\b|we "
    r"|you (?:may|can|must|will))|: (?=please note)"
    r"|, (?:al)?though (?=(?:[\w-]+ ){1,3}(?:may|can) (?:take|be)\b)"
    r"|, but (?=(?:[\w-]+ ){1,3}(?:is|are) (?:kept|retained|stored|held|deleted)\b)"
    r"| but (?=(?:[\w-]+ ){1,3}(?:is|are) (?:kept|retained|stored|held|deleted)\b)"
    r"|(?:;|,)? and (?=you (?:also )?have the (?:right|possibility|option) to\b)"
    r"|(?<!, such as) - (?=(?:we|you|please|if) )"
)
_IN_A_LIST = re.compile(r"[,\s](?:access|review|view|see|correct|amend|change|update|rectify|export|download)$")
_LIST_VERB = re.compile(r"(?:update|delete)\b")
"""``review, correct, and delete`` is one list of verbs, not two clauses."""
_SUBORDINATE = re.compile(
    r"(?:if|when|where|while|in the event|upon|unless|once|should|because|as long as|to the extent|although"
    r"|for|whenever|after|before|until|in case)\b"
)
_FIRST = frozenset(("i", "a", "1"))
_ENUMERATOR = re.compile(r"(?:(?<=[\s,;:])|^)\(?(?:([a-h])|([1-9])|(i{1,3}|iv|vi{0,3}|ix|x))\) ")


@dataclass(frozen=True, slots=True)
class Clause:
    """``flow.text[start:end]`` of a block, with what introduces it. All context is in lower case.

    ``sentence`` is the span of the whole sentence in the flow; ``first`` says whether it opens its block; ``piece`` whether it
    is a member of an in-sentence enumeration.
    """

    block: Block
    flow: Flow
    start: int
    end: int
    sentence: tuple[int, int]
    lead: str = ""
    title: str = ""
    question: str = ""
    first: bool = True
    piece: bool = False

    @property
    def text(self) -> str:
        return self.flow.text[self.start : self.end]

    @property
    def lower(self) -> str:
        return self.flow.lower[self.start : self.end]

    @property
    def context(self) -> str:
        """Return everything that introduces the clause, the nearest last."""
        return " | ".join((self.block.section.lower(), self.question, self.lead, self.title))

    def source(self) -> tuple[int, int]:
        """Return the place in the source."""
        return self.flow.span(self.start, self.end)


def clauses(block: Block, lead: str) -> Iterator[Clause]:
    """Yield the clauses of a paragraph, item or address. ``lead`` is the lead-in of an item in lower case."""
    context = _Context(block, lead)
    for low, high in sentences(block.flow):
        words = block.flow.text[low:high]
        if words.endswith("?") and (context.first or len(words) < 160):
            context.question, context.title = words.lower(), ""
        elif _is_title(words) and high < len(block.flow.text):
            context.title = words.lower().rstrip(".:")
        else:
            yield from _parts(context, low, high)


@dataclass(slots=True)
class _Context:
    """What has been said so far in a block that bears on what follows."""

    block: Block
    lead: str
    title: str = ""
    question: str = ""
    enumerates: str = ""
    """The words that opened an enumeration which later sentences of the block may go on with."""
    first: bool = True

    def clause(self, start: int, end: int, sentence: tuple[int, int], *, piece: bool = False) -> Clause | None:
        start, end = _trim(self.block.flow.lower, start, end)
        if end <= start:
            return None
        lead = self.enumerates if piece else self.lead
        first, self.first = self.first and not piece, self.first and piece
        return Clause(self.block, self.block.flow, start, end, sentence, lead, self.title, self.question, first, piece)


def sentences(flow: Flow) -> Iterator[tuple[int, int]]:
    """Yield the span of each sentence of a flow, without the space after it."""
    for low, high in _stops(flow.text):
        for start in range(low, high, MAX_SENTENCE):
            yield start, min(start + MAX_SENTENCE, high)


def _stops(text: str) -> Iterator[tuple[int, int]]:
    at = 0
    for stop in _END.finditer(text):
        before = text[max(0, stop.start() - 8) : stop.start() + 1]
        after = text[stop.end() : stop.end() + 10]
        if before.endswith(".") and (
            _ABBREVIATION.search(before) or (_COMPANY_SUFFIX.search(before) and not _FRESH.match(after))
        ):
            continue
        end = stop.start() + len(stop.group().rstrip())
        yield at, end
        at = stop.end()
    if at < len(text):
        yield at, len(text)


def is_run_in(text: str) -> bool:
    """Whether a paragraph begins with a title of its own ("Withdrawing consent: …")."""
    label, colon, _ = text[:60].partition(": ")
    return bool(colon) and label[:1].isupper() and "." not in label and not _FINITE.search(label)


def _is_title(words: str) -> bool:
    return (
        bool(_TITLE.match(words)) and len(words.split()) <= 9 and not _FINITE.search(words) and not _YEAR.search(words)
    )


def _parts(context: _Context, low: int, high: int) -> Iterator[Clause]:
    lower = context.block.flow.lower
    marks = _marks(lower, low, high)
    if marks and (len(marks) > 1 or context.enumerates or _goes_on(lower, high, marks[0])):
        if marks[0].group().strip(" ()") in _FIRST or not context.enumerates:
            context.enumerates = lower[low : marks[0].start()]
        bounds = [m.start() for m in marks] + [high]
        for index, mark in enumerate(marks):
            if piece := context.clause(mark.end(), bounds[index + 1], (low, high), piece=True):
                yield piece
        if marks[0].group().strip(" ()") not in _FIRST:
            high = marks[0].start()
    for start, end in _coordinated(lower, low, high):
        if part := context.clause(start, end, (low, high)):
            yield part


def _marks(lower: str, low: int, high: int) -> list[re.Match[str]]:
    if lower.find(") ", low, high) < 0:
        return []
    return [m for m in _ENUMERATOR.finditer(lower, low, high) if m.start() > low + 3]


def _goes_on(lower: str, high: int, mark: re.Match[str]) -> bool:
    """Whether a later sentence of the block has the next mark after a first one."""
    after = {"i": "(ii) ", "a": "(b) ", "1": "(2) "}.get(mark.group().strip(" ()"))
    return after is not None and lower.find(after, high, high + MAX_SENTENCE) > 0


def is_enumerated(clause: Clause) -> bool:
    """Whether the sentence of a clause enumerates its members as ``(i) … (ii) …``."""
    return len(_marks(clause.flow.lower, *clause.sentence)) > 1


def _coordinated(lower: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """Split a sentence where a new main clause begins; never inside brackets, never before a main clause has been seen."""
    at = low
    for cut in _COORDINATE.finditer(lower, low, high):
        if _IN_A_LIST.search(lower, max(at, cut.start() - 30), cut.start()) and _LIST_VERB.match(lower, cut.end()):
            continue
        if cut.start() - at < 12 or high - cut.end() < 12 or _inside_brackets(lower[at : cut.start()]):
            continue
        if _SUBORDINATE.match(lower, at) and "," not in lower[at : cut.start()] and not cut.group().startswith(";"):
            continue
        yield from _bounded(lower, at, cut.start())
        at = cut.end()
    yield from _bounded(lower, at, high)


def _bounded(lower: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > MAX_CLAUSE:
        cut = lower.rfind(", ", start, start + MAX_CLAUSE)
        cut = cut if cut > start else start + MAX_CLAUSE
        yield start, cut
        start = cut
    yield start, end


def _inside_brackets(text: str) -> bool:
    return text.count("(") > text.count(")")


def _trim(lower: str, start: int, end: int) -> tuple[int, int]:
    """Drop opening connectives, closing punctuation and a trailing "and" or "or"."""
    opening = _CONNECTIVE.match(lower, start, end)
    if opening and opening.end() < end and not _only_word(lower, start, opening):
        start = opening.end()
    while start < end and lower[start] in " ,;:-":
        start += 1
    while end > start:
        if lower[end - 1] in " .;,:!-":
            end -= 1
        elif lower[start:end].endswith((" and", " or", "and/or")):
            end -= 4 if lower[:end].endswith(" and") else (7 if lower[:end].endswith(" and/or") else 3)
        else:
            break
    return start, end


def _only_word(lower: str, start: int, opening: re.Match[str]) -> bool:
    """Whether the connective is really the beginning of a word or phrase ("notify", "or your …", "yesterday")."""
    following = lower[opening.end() : opening.end() + 1]
    return lower[opening.end() - 1].isalnum() and following.isalnum()
