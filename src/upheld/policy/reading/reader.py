"""The way from text to statements."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from upheld.policy.charter import StatementType
from upheld.policy.reading.blocks import parse_blocks
from upheld.policy.reading.clauses import Clause, clauses, is_enumerated, is_run_in
from upheld.policy.reading.durations import find_durations
from upheld.policy.reading.flow import Flow
from upheld.policy.reading.matching import Candidate, candidates
from upheld.policy.reading.model import Block, BlockKind, Reading, ReadStatement, Unread
from upheld.policy.reading.proposals import propose
from upheld.policy.reading.rows import Cell, read_row
from upheld.policy.reading.rules import LeadRule, Rule
from upheld.policy.reading.scopes import Scope
from upheld.policy.reading.slots import Slots, Source, fill
from upheld.policy.reading.speakers import own_names, spoken, subject_pattern
from upheld.policy.reading.unresolved import note_on

_MAY = re.compile(
    r"\b(?:we|they|us|our [\w ]{2,30}|companies|partners|providers|part(?:y|ies)|features|services?"
    r"|information|data|company|cookies?|this|these|that|website|site)\b[^.;]{0,30}?\b(may|might|could)\b"
)
_STRIVE = re.compile(
    r"\b(?:strive|aim|try|endeavou?r|seek|attempt|do our best|make every effort|best efforts|reasonable efforts)\b"
)
_COMMITS = re.compile(
    r"\bwe(?:'ll)? (?:will|shall|must|won't|do not|don't|never|only|commit|promise|guarantee|ensure"
    r"|undertake|always|are committed|agree)\b|\bwe'll\b"
    r"|\b(?:will|shall) (?:not|never|only|always) be\b|\b(?:is|are) (?:never|only)\b"
)
_NOT_COMMITMENT = re.compile(
    r"\bthis (?:privacy )?(?:policy|notice|statement) (?:will|describes|explains)|\bwe do not (?:recommend"
    r"|warrant|know)\b|\bwill help you understand\b"
)
_WHOLE = re.compile(
    r"\bat any time\b|\b(?:ask|request)\b.*\bin (?:certain|some) (?:circumstances|cases)\b|\bopt[- ]?out of receiving\b"
)
"""A lead-in that is a statement by itself, whatever list follows."""
_IF = (
    r"(?:if|where|when|while|in the event|should|to|upon|unless)\b[^,]*(?:, [^,]*){0,2}?, (?=(?:we|you|please"
    r"|contact|e-?mail|the|this|our)\b)"
)
_OPENING = {
    "withdrawal": re.compile(_IF),
    "children": re.compile(r"(?:while|although)\b[^,]*, (?=(?:we|the|this|our)\b)"),
    "channel": re.compile(_IF + r"(?=.*(?:@|https?:|www\.|\d{4}|sales|team))"),
    "transfer": re.compile(_IF),
    "security": re.compile(r"(?:despite|even though|although)\b[^,]*, "),
}
"""Opening words that are dropped from a statement where they outweigh it: the circumstances, not the promise."""
_TAIL = {
    "legal_basis": re.compile(r", such as |, or disclose"),
    "fee": re.compile(r",? (?:in writing|by (?:send|contact|writ|e-?mail)\w*)\b"),
    "right": re.compile(r",? such as \("),
    "marketing": re.compile(r" \((?:e\.g|such as)"),
    "recipient": re.compile(r", which (?:may|will|can|include)"),
    "disclosure_public": re.compile(r", such as (?!your)"),
    "security": re.compile(r", by implementing"),
}
"""Closing words that only give examples."""
_LABEL = re.compile(r"([A-Z][\w' /-]{2,40})(?::| -) ?\S")


_PRIVACY = re.compile(
    r"\b(?:privacy|personal(?:ly identifiable)? (?:data|information)|data protection"
    r"|your (?:personal )?(?:data|information)|gdpr|ccpa|cookies?|we (?:may )?(?:collect|share|retain))\b",
    re.IGNORECASE,
)
_ABOUT_PEOPLE = re.compile(
    r"\b(?:personal|privacy|your (?:\w+ ){0,2}(?:data|information|account|identity|consent)|cookies?|gdpr"
    r"|ccpa|unsubscribe)\b"
)


def read(text: str) -> Reading:
    """Read the canonical text of a policy. Never raises for any text; linear in its length."""
    blocks = parse_blocks(text)
    names = subject_pattern(own_names(text))
    page = [replace(block, flow=spoken(block.flow, names)) for root in blocks for block in root.walk()]
    reader = _Reader(text, frozenset(block.lead for block in page if block.lead and block.kind is BlockKind.ITEM))
    for block in page:
        reader.read_block(block)
    return Reading(text, blocks, tuple(_without_repeats(reader.statements)), tuple(reader.unread))


def is_about_privacy(text: str) -> bool:
    """Whether a text speaks of privacy often enough to be a policy; of a manual only what names people's data is read."""
    return sum(1 for _ in _PRIVACY.finditer(text)) * 1500 >= len(text)


@dataclass(slots=True)
class _Reader:
    text: str
    statements: list[ReadStatement]
    unread: list[Unread]
    scope: Scope
    header: tuple[Flow, ...]
    leads: frozenset[tuple[int, int]]
    about_privacy: bool

    def __init__(self, text: str, leads: frozenset[tuple[int, int]]) -> None:
        self.text, self.leads = text, leads
        self.about_privacy = is_about_privacy(text)
        self.statements, self.unread = [], []
        self.scope = Scope()
        self.header = ()

    def read_block(self, block: Block) -> None:
        self.scope.enter(block.section)
        if block.kind is BlockKind.HEADING:
            return
        if block.kind is BlockKind.ROW:
            self._row(block)
            return
        if block.kind is BlockKind.PARAGRAPH and is_run_in(block.text):
            self.scope.leave_list()
        lead = self.text[slice(*block.lead)] if block.lead else ""
        for clause in clauses(block, " ".join(lead.lower().split())):
            self._clause(clause)

    def _row(self, block: Block) -> None:
        if block.lead is None:
            self.header = block.cells
            return
        jurisdiction = self.scope.of_clause("")
        for cell in read_row(block, self.header):
            self.statements.append(_of_cell(block, cell, jurisdiction))

    def _clause(self, clause: Clause) -> None:
        jurisdiction = self.scope.of_clause(clause.lower)
        durations = tuple(find_durations(clause.lower))
        found = candidates(clause, durations)
        if not self.about_privacy and not _ABOUT_PEOPLE.search(clause.lower):
            return
        start, end = clause.source()
        if self._only_introduces(clause):
            found = [c for c in found if isinstance(c.rule, Rule) and c.rule.span == "match"]
            if not found:
                return
        if not found:
            if _COMMITS.search(clause.lower) and not _NOT_COMMITMENT.search(clause.lower):
                self.unread.append(Unread(start, end, clause.block.section))
            return
        label = _LABEL.match(clause.text)
        source = Source(
            clause.text,
            clause.lower,
            clause.context,
            _subject(label[1]) if label and clause.first else "",
            durations,
            jurisdiction,
            _modality(clause),
        )
        for candidate in found:
            self.statements.append(_statement(clause, candidate, source))

    def _only_introduces(self, clause: Clause) -> bool:
        """Whether the clause says nothing but what its list or enumeration goes on to say."""
        sentence = clause.flow.span(*clause.sentence)
        introduces = sentence in self.leads or (not clause.piece and is_enumerated(clause))
        return introduces and not _WHOLE.search(clause.lower)


def _extent(clause: Clause, rule: Rule | LeadRule) -> tuple[int, int]:
    """Return the words of the clause that carry the statement: all, those that matched, or the main clause."""
    lower, start, end = clause.lower, clause.start, clause.end
    if isinstance(rule, Rule) and rule.span == "match" and (match := rule.regex.search(lower)):
        return start + match.start(), start + len(lower[: match.end()].rstrip(" ,;"))
    opening = _OPENING.get(rule.kind)
    if opening and (cut := opening.match(lower)) and 2 * cut.end() > len(lower):
        start += cut.end()
    if noted := lower.find("please note that "):
        start = max(start, clause.start + noted + 17) if noted > 0 else start
    tail = _TAIL.get(rule.kind)
    if tail and (cut := tail.search(lower)) and clause.start + cut.start() > start:
        end = clause.start + cut.start()
    return start, end


def _statement(clause: Clause, candidate: Candidate, source: Source) -> ReadStatement:
    rule = candidate.rule
    slots: Slots = fill(rule.kind, source)
    slots.update(rule.slots)
    type_ = rule.type
    if type_ is StatementType.DUTY and source.modality == "may" and rule.kind != "right":
        type_ = StatementType.PERMISSION
    start, end = clause.flow.span(*_extent(clause, rule))
    runs_as, cannot = rule.runs_as, rule.cannot
    if runs_as is None and cannot is None:
        runs_as, cannot = propose(rule.kind, type_, slots)
    return ReadStatement(
        rule.kind,
        type_,
        start,
        end,
        clause.block.section,
        slots,
        round(candidate.confidence, 2),
        rule.id,
        runs_as,
        cannot,
        source.modality,
        note=note_on(clause.lower),
    )


def _of_cell(block: Block, cell: Cell, jurisdiction: tuple[str, ...]) -> ReadStatement:
    start = cell.start_flow.span(0, len(cell.start_flow.text))[0]
    end = cell.flow.span(0, len(cell.flow.text))[1]
    subject = _subject(cell.context) if cell.kind == "retention" else ""
    source = Source(
        cell.flow.text,
        cell.flow.lower,
        cell.context,
        subject,
        tuple(find_durations(cell.flow.lower)),
        jurisdiction,
        "will",
    )
    if cell.slots:
        source = Source(cell.context, cell.context, "", "", (), jurisdiction, "will")
    slots = fill(cell.kind, source) | cell.slots
    runs_as, cannot = propose(cell.kind, cell.type, slots)
    return ReadStatement(
        cell.kind, cell.type, start, end, block.section, slots, 0.8, f"{cell.kind}.table-cell", runs_as, cannot
    )


def _modality(clause: Clause) -> str:
    if _STRIVE.search(clause.lower):
        return "strive"
    own = _MAY.search(clause.lower) or (
        _MAY.search(clause.lead) if clause.lead and (clause.first or clause.piece) else None
    )
    return own[1] if own else "will"


def _subject(label: str) -> str:
    words = re.findall(r"[a-z]+", label.lower())
    return "_".join(words[:4]) if 0 < len(words) <= 5 else ""


def _without_repeats(statements: Sequence[ReadStatement]) -> Iterator[ReadStatement]:
    """Drop a reading whose words lie inside another of the same kind, or that encloses several of its kind."""
    ordered = sorted(statements, key=lambda s: (s.start, s.end))
    for index, found in enumerate(ordered):
        inside = [
            other
            for other in ordered[index + 1 : index + 40]
            if other.kind == found.kind and found.start <= other.start and other.end <= found.end
        ]
        same = any(
            other.kind == found.kind
            and other.start == found.start
            and other.end == found.end
            and other.rule == found.rule
            for other in ordered[max(0, index - 4) : index]
        )
        if not inside and not same:
            yield found
