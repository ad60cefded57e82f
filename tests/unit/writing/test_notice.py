"""A charter as a notice: complete, layered, escaped, the same twice."""

from __future__ import annotations

from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.policy.charter import Charter, SourceRef, Statement, StatementType, Status
from upheld.policy.kinds import KINDS
from upheld.policy.writing import notice_of, to_html, to_markdown
from upheld.policy.writing.notice import TOPICS
from upheld.policy.writing.sentences import WRITERS
from upheld.policy.writing.words import event, period, purpose

WHERE = SourceRef("1", 0, 1, "0" * 64)


def charter(*statements: Statement) -> Charter:
    return Charter(
        "Example Prints BV", "shop", "1", datetime(2026, 1, 1, tzinfo=UTC), "policy.md", "0" * 64, statements
    )


def statement(kind: str, status: Status = Status.CONFIRMED, **slots: str | bool) -> Statement:
    named = {name.rstrip("_"): value for name, value in slots.items()}
    return Statement("s-1", kind, StatementType.DUTY, status, WHERE, named)


def test_every_kind_has_words_and_a_place() -> None:
    placed = [kind for _, kinds in TOPICS for kind in kinds.split()]
    assert set(WRITERS) == set(KINDS)
    assert sorted(placed) == sorted(KINDS)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_statement_without_slots_is_still_a_sentence(kind: str) -> None:
    entry = notice_of(charter(statement(kind))).topics[0].parts[0].entries[0]
    assert entry.text.endswith(".")


@pytest.mark.parametrize(
    ("iso", "words"),
    [
        ("P1Y", "one year"),
        ("P90D", "90 days"),
        ("P5BD", "5 business days"),
        ("PT72H", "72 hours"),
        ("P1Y6M", "one year and 6 months"),
        ("P0D", "at once"),
    ],
)
def test_periods_in_words(iso: str, words: str) -> None:
    assert period(iso) == words


def test_events_and_purposes_without_a_word_of_their_own() -> None:
    assert event("claim_settled") == "the claim is settled"
    assert event("delivery") == "the delivery"
    assert event("sent") == "they were sent"
    assert purpose("delivery") == "for delivery"


def test_waived_statements_are_not_published() -> None:
    assert notice_of(charter(statement("dpo", Status.WAIVED))).topics == ()


def test_alike_sentences_are_said_once() -> None:
    first, second = statement("dpo"), Statement("s-2", "dpo", StatementType.DISCLOSURE, Status.CONFIRMED, WHERE)
    (part,) = notice_of(charter(first, second)).topics[0].parts
    assert [e.statement_ids for e in part.entries] == [("s-1", "s-2")]


def test_people_of_one_place_get_their_own_heading() -> None:
    text = to_markdown(notice_of(charter(statement("right", right="access", jurisdiction="EEA,UK"))))
    assert "### If you live in the European Economic Area or the United Kingdom" in text


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: set[str] = set()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.outside: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.add(tag)
        if tag not in ("meta", "link", "img", "br"):
            self.open.append(tag)
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src"):
                (self.links if (value or "").startswith("#") else self.outside).append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


_WORDS = st.text(max_size=20) | st.sampled_from(
    ["<script>alert(1)</script>", "</title><img src=x>", "P1Y", "a,b|c", '"&<']
)
CHARTERS = st.lists(
    st.sampled_from(sorted(KINDS)).flatmap(
        lambda kind: st.dictionaries(
            st.sampled_from(sorted(KINDS[kind].slots)), _WORDS | st.booleans(), max_size=4
        ).map(lambda slots: Statement("s", kind, StatementType.DUTY, Status.CONFIRMED, WHERE, slots))
    ),
    max_size=12,
).map(lambda found: charter(*found))


@given(CHARTERS)
def test_no_slot_can_break_the_page(hostile: Charter) -> None:
    page = to_html(notice_of(hostile))
    tags = _Tags()
    tags.feed(page)
    assert tags.open == []
    assert not tags.seen & {"script", "img", "iframe", "link"}
    assert tags.outside == []
    assert {link[1:] for link in tags.links} <= set(tags.ids)
    assert len(set(tags.ids)) == len(tags.ids)


@given(CHARTERS)
def test_every_statement_is_said(published: Charter) -> None:
    notice = notice_of(published)
    said = [id_ for t in notice.topics for p in t.parts for e in p.entries for id_ in e.statement_ids]
    assert len(said) == len(published.statements)
    assert to_markdown(notice).startswith("# Privacy notice of Example Prints BV")
