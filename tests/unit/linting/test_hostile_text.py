"""No text makes the linter slow or fail: time grows with length, not with its square."""

from __future__ import annotations

import time
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.policy.linting import lint_view
from upheld.policy.linting.model import Passage, PassageKind, PolicyView, Promise

AS_OF = date(2026, 11, 21)
WORDS = (
    "a",
    "a ",
    "a@",
    "see “",
    "1. ",
    "cookie ",
    "opt out of ",
    "not ",
    "with your ",
    "we will notify ",
    "\n",
    ",",
    "“a” ",
    "data and ",
)


def view(text: str, kind: str = "security") -> PolicyView:
    passage = Passage(PassageKind.PARAGRAPH, 0, len(text), text)
    return PolicyView(text, (passage,), (Promise(kind, 0, len(text), text),), AS_OF)


@pytest.mark.parametrize("word", WORDS)
def test_time_grows_with_length(word: str) -> None:
    def seconds(length: int) -> float:
        policy = view((word * length)[:length])
        begin = time.process_time()
        lint_view(policy)
        return time.process_time() - begin

    short, long = max(seconds(4_000), 0.02), seconds(32_000)
    assert long < 24 * short, "eight times the text took more than twenty-four times as long"


_TEXT = st.text(st.sampled_from("aA1.“”\"':;,|@/- \n\t()?!§é\x00"), max_size=120)
_PROMISES = st.lists(
    st.tuples(
        st.sampled_from(
            ["retention", "right", "collect", "breach", "no_sale", "channel", "purpose", "change_notice", "transfer"]
        ),
        st.dictionaries(
            st.sampled_from(["subject", "period", "jurisdiction", "right", "action", "purpose", "lookback"]),
            _TEXT,
            max_size=4,
        ),
        _TEXT,
    ),
    max_size=14,
)


@settings(max_examples=80, deadline=None)
@given(_TEXT, _PROMISES)
def test_no_promise_breaks_a_rule(text: str, promises: list[tuple[str, dict[str, str], str]]) -> None:
    parts, found = [text], []
    for kind, slots, quote in promises:
        start = sum(map(len, parts))
        parts.append(quote + "\n")
        found.append(Promise(kind, start, start + len(quote), quote, slots))
    whole = "".join(parts)
    passages = (Passage(PassageKind.PARAGRAPH, 0, len(whole), whole),)
    for finding in lint_view(PolicyView(whole, passages, tuple(found), AS_OF)):
        for place in finding.evidence:
            assert whole[place.start : place.end] == place.quote
