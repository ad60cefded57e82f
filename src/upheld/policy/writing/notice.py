"""Arrange the statements of a charter as a layered notice: topics, in them parts by jurisdiction, in these the sentences."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from upheld.policy.charter import Charter, Statement, Status
from upheld.policy.writing import promises, words
from upheld.policy.writing.sentences import WRITERS, say

TOPICS: tuple[tuple[str, str], ...] = (
    ("Who we are", "effective_date identity dpo scope definition reference"),
    ("What we collect", "collect not_collect source anonymised notice"),
    ("Why we use it", "purpose legal_basis adm"),
    ("Who receives it", "recipient transfer no_sale no_share disclosure_public third_party_site"),
    ("How long we keep it", "retention"),
    ("Your rights", "right withdrawal fee content agent verification"),
    ("Requests and answers", "channel deadline confirmation appeal complaint"),
    ("Marketing choices", "marketing optout"),
    ("Cookies and signals", "cookie_category cookie_control signal"),
    ("Security and breaches", "security breach"),
    ("Children", "children"),
    ("Changes to this notice", "change_notice acceptance"),
    ("Governing law", "governing_law"),
)
"""The topics in the order people ask for them, with the kinds they hold."""

__all__ = ["TOPICS", "WRITERS", "Entry", "Notice", "Part", "Topic", "heading_for", "notice_of", "promises"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One sentence and the statements it says; alike statements share one."""

    text: str
    statement_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Sentences for the same people. ``lead`` introduces them as a list; without it each is a paragraph."""

    jurisdiction: str
    lead: str | None
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """One section. ``anchor`` is its id in links."""

    number: int
    title: str
    anchor: str
    parts: tuple[Part, ...]

    @property
    def size(self) -> int:
        return sum(len(part.entries) for part in self.parts)


@dataclass(frozen=True, slots=True)
class Notice:
    """A whole notice. The first layer is the list of topics, the second the sections."""

    title: str
    service: str
    topics: tuple[Topic, ...]


def notice_of(charter: Charter) -> Notice:
    """Return the notice of a charter; waived statements are left out, everything else is said."""
    said = [s for s in charter.statements if s.status is not Status.WAIVED]
    topics: list[Topic] = []
    for title, kinds in TOPICS:
        order = kinds.split()
        of_topic = sorted((s for s in said if s.kind in order), key=lambda s: order.index(s.kind))
        if of_topic:
            anchor = "-".join(title.lower().split())
            topics.append(Topic(len(topics) + 1, title, anchor, tuple(_parts(of_topic))))
    return Notice(f"Privacy notice of {charter.controller}", charter.service, tuple(topics))


def heading_for(jurisdiction: str) -> str:
    """Return the heading over what is said to the people of one jurisdiction."""
    names = [words.place(j.strip()) for j in jurisdiction.split(",")]
    return f"If you live in {words.enumeration(names, 'or')}"


def _jurisdiction(statement: Statement) -> str:
    value = statement.slots.get("jurisdiction", "")
    return ",".join(value) if isinstance(value, tuple) else str(value)


def _parts(statements: Iterable[Statement]) -> Iterator[Part]:
    by_place: dict[str, dict[str | None, dict[str, list[str]]]] = {}
    for statement in statements:
        said = say(statement)
        leads = by_place.setdefault(_jurisdiction(statement), {})
        leads.setdefault(said.lead, {}).setdefault(said.text, []).append(statement.id)
    for jurisdiction, leads in sorted(by_place.items(), key=lambda pair: pair[0] != ""):
        for lead, texts in leads.items():
            yield Part(jurisdiction, lead, tuple(Entry(text, tuple(ids)) for text, ids in texts.items()))
