"""The reader is linear in the length of a text, whatever the text is."""

from __future__ import annotations

import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upheld.policy.reading import read

_WORDS = (
    "we",
    "you",
    "may",
    "will",
    "not",
    "retain",
    "your",
    "personal",
    "data",
    "for",
    "30",
    "days",
    "after",
    "request",
    "(i)",
    "(a)",
    "the",
    "right",
    "to",
    "delete",
    ",",
    ";",
    ":",
    ".",
    "opt-out",
    "sell",
    "cookies",
    "|",
    "-",
    "•",
    "\n",
    "\n\n",
    "if",
    "child",
    "under",
    "13",
    "share",
    "third",
    "parties",
    "with",
    "and",
    "or",
    "including",
    "breach",
    "notify",
    "“",
    "”",
    "(",
    ")",
    "'",
    "http://",
    "a@b.example",
    "1.",
    "#",
)

ATTACKS = {
    "one letter": "a" * 50,
    "spaces": " " * 50,
    "bars": "a | b | ",
    "open brackets": "((((",
    "quotes": "\"'",
    "numbers": "1.1.1.1 ",
    "durations": "30 days ",
    "marks": "(i) x ",
    "first marks only": "Here is (i) one thing to do. ",
    "bullets": "- we will\n",
    "deeper bullets": "\n   - a",
    "links": "[[[[](",
    "stars": "*_*_",
    "we may": "we may share your data with ",
    "not": "not not not ",
    "commas": "we may, ",
    "and we": ", and we will ",
    "retain": "retain retention keep stored ",
    "choices": "opt-out of marketing cookies ads ",
    "emails": "a.b+c-",
    "urls": "http://",
    "wrapped": "lower case\nlines and\n",
    "no spaces": "retaindatafor30days",
    "capitals": "A B C D\n",
    "contractions": "we'll don't ",
    "questions": "Why? ",
    "semicolons": "data; we ",
}


_QUICK = ("durations", "not", "and we", "wrapped")


def _seconds(text: str) -> float:
    best = 9.0
    for _ in range(2):
        started = time.process_time()
        read(text)
        best = min(best, time.process_time() - started)
    return best


@pytest.mark.parametrize(
    "name", [name if name in _QUICK else pytest.param(name, marks=pytest.mark.slow) for name in ATTACKS]
)
def test_four_times_the_text_takes_about_four_times_as_long(name: str) -> None:
    piece = ATTACKS[name]
    small = piece * (12_000 // len(piece))
    read(small[:2000])
    once, four = _seconds(small), _seconds(small * 4)
    assert four < 0.05 + 9 * once, f"{once:.3f} s for {len(small)}, {four:.3f} s for four times as much"
    assert four < 5


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=12).map(" ".join))
def test_no_repeated_phrase_is_slow(phrase: str) -> None:
    text = (phrase + " ") * (6000 // (len(phrase) + 1) + 1)
    started = time.process_time()
    read(text)
    assert time.process_time() - started < 2.5


@settings(max_examples=80, deadline=None)
@given(st.text(max_size=600) | st.lists(st.sampled_from(_WORDS), max_size=120).map(" ".join))
def test_any_text_is_read_and_every_span_is_exact(text: str) -> None:
    reading = read(text)
    for found in (*reading.statements, *reading.unread):
        assert 0 <= found.start < found.end <= len(text)
        assert reading.quote(found).strip() == reading.quote(found)
    for block in reading.walk():
        assert 0 <= block.start < block.end <= len(text)
