"""The report page: every promise reachable, every finding shown, hostile text harmless."""

from __future__ import annotations

from datetime import date
from html.parser import HTMLParser
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.unit.linting.clean_fragments import WHOLE

from upheld.formats.report import report_page
from upheld.formats.report.marking import pieces
from upheld.policy.linting import lint
from upheld.policy.reading import read

AS_OF = date(2026, 11, 21)


class Page(HTMLParser):
    """What a browser would see: balanced tags, ids, links and text."""

    VOID = frozenset({"meta", "br", "img", "link", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        if tag not in self.VOID:
            self.open.append(tag)
        for name, value in attrs:
            assert not name.startswith("on")
            if name == "id":
                self.ids.append(value or "")
            if name in ("href", "src", "action"):
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.text += data


def page_of(text: str, title: str = "policy.md") -> Page:
    reading = read(text)
    return Page(report_page(reading, lint(reading, AS_OF), title))


def sound(page: Page) -> None:
    assert page.open == []
    assert not set(page.tags) & {"script", "img", "iframe", "object", "form", "link", "base", "svg"}
    assert len(page.ids) == len(set(page.ids))
    assert {link for link in page.links if not link.startswith("#")} == set()


def test_every_promise_can_be_reached_and_left() -> None:
    page = page_of(WHOLE)
    sound(page)
    statements = len(read(WHOLE).statements)
    assert statements > 20
    assert {f"s{i}" for i in range(statements)} <= set(page.ids)
    assert {link[1:] for link in page.links if link.startswith("#s")} <= set(page.ids)


def test_every_link_back_to_the_text_arrives() -> None:
    page = page_of(WHOLE)
    assert {link[1:] for link in page.links} - {"policy"} <= set(page.ids)


def test_the_whole_text_is_on_the_page() -> None:
    words = set(WHOLE.replace("#", " ").split())
    assert words <= set(page_of(WHOLE).text.replace("#", " ").split()) | {"-"}


def test_findings_stand_in_the_margin_with_why_and_fix() -> None:
    page = page_of(WHOLE + "\nWe may charge you a fee for a copy of your data.\n")
    assert "f0" in page.ids
    assert "A fee is announced for a copy" in page.text
    assert "Why, and how to mend it" in page.text


def test_markup_in_a_policy_stays_text() -> None:
    hostile = "# <script>alert(1)</script>\n\nWe do not sell <img src=x onerror=alert(1)> your data. \"'><b>\n\n- </style></main>\n"
    page = page_of(hostile, title='"><script>alert(2)</script>')
    sound(page)
    assert "<script>alert(1)</script>" in page.text


HOSTILE = (
    "We keep logs for 90 days. ",
    "We do not sell your data",
    "<b onclick=x>",
    "&lt;",
    "</p>",
    "\n\n",
    "- ",
    "# ",
    "|",
    "\"'",
    "\x00",
    "\u202e",
)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(HOSTILE),
        max_size=25,
    ).map("".join)
)
def test_no_text_breaks_the_page(text: str) -> None:
    sound(page_of(text, title=text))


class _Place:
    def __init__(self, start: int, end: int) -> None:
        self.start, self.end = start, end


_PLACES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)).map(lambda p: _Place(min(p), max(p))), max_size=8)


@given(_PLACES, st.integers(0, 20), st.integers(1, 20))
def test_pieces_join_and_know_what_they_lie_in(places: list[_Place], start: int, length: int) -> None:
    end = start + length
    cut = pieces(start, end, places)
    assert cut[0].start == start
    assert cut[-1].end == end
    assert all(a.end == b.start for a, b in pairwise(cut))
    for piece in cut:
        for at in range(piece.start, piece.end):
            assert {i for i, p in enumerate(places) if p.start <= at < p.end} == set(piece.inside)
