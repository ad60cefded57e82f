"""A leaf says what happened and why, and has no room for a person's data."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence_logs import case_leaf

from upheld.evidence import canonical_json
from upheld.evidence.leaf import LawReason, Leaf, PromiseReason, as_object, decode, encode, from_object
from upheld.ids import CaseId, PersonRef, StatementId

words = st.from_regex(r"[a-z0-9][a-z0-9._:-]{0,10}", fullmatch=True)
ids = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9_-]{0,10}", fullmatch=True)
digests = st.from_regex(r"[0-9a-f]{64}", fullmatch=True)
references = st.from_regex(r"[A-Za-z0-9§][A-Za-z0-9 §.,:;()/#_-]{0,20}", fullmatch=True)
reasons = st.builds(PromiseReason, references.map(StatementId), digests) | st.builds(LawReason, references)
leaves = st.builds(
    Leaf,
    event=words,
    at=st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=2))]), min_value=datetime(1971, 1, 1)),  # noqa: DTZ001 - bounds are naive
    case=ids.map(CaseId),
    seq=st.integers(1, 2**53 - 1),
    person=st.none() | ids.map(PersonRef),
    digests=st.dictionaries(words, digests, max_size=2),
    counts=st.dictionaries(words, st.integers(0, 2**53 - 1), max_size=2),
    facts=st.dictionaries(words, words, max_size=2),
    because=st.lists(reasons, max_size=2).map(tuple),
)


@given(leaves)
def test_a_leaf_survives_its_bytes(leaf: Leaf) -> None:
    assert decode(encode(leaf)) == leaf


def test_the_bytes_of_a_leaf_are_fixed() -> None:
    """Change this only with a new ``v``: old trees hold the old bytes."""
    assert encode(case_leaf(1)).decode() == (
        '{"at":"2026-03-01T09:01:00.000000Z","because":[{"promise":"erase-on-request","sha256":"' + "ab" * 32 + '"},'
        '{"law":"GDPR Art. 17(1)(b)"}],"case":"C-one","counts":{"rows":7},"digests":{"plan":"' + "0" * 63 + '1"},'
        '"event":"plan.made","facts":{"outcome":"done"},"person":"p1","seq":2,"tree":"main","v":1}'
    )


@pytest.mark.parametrize(
    ("member", "value"),
    [
        ("event", "Erasure done"),
        ("event", "ann@example.com"),
        ("tree", "Main"),
        ("case", "C one"),
        ("person", "ann@example.com"),
        ("facts", {"name": "Ann Example"}),
        ("facts", {"ann@example.com": "x"}),
        ("digests", {"plan": "AB" * 32}),
        ("digests", {"plan": "ab" * 31}),
        ("counts", {"rows": -1}),
        ("counts", {"rows": 2**53}),
        ("counts", {"rows": True}),
        ("because", (LawReason("write to ann@example.com"),)),
        ("because", (PromiseReason(StatementId("one\ntwo"), "ab" * 32),)),
        ("because", (PromiseReason(StatementId("one"), "ab"),)),
        ("seq", 0),
        ("seq", None),
        ("at", datetime(2026, 3, 1)),  # noqa: DTZ001 - a naive instant is what is refused
    ],
)
def test_what_could_hold_more_than_it_may_is_refused(member: str, value: Any) -> None:
    with pytest.raises(ValueError, match=member) as refused:
        replace(case_leaf(1), **{member: value})
    assert "ann" not in str(refused.value).lower()


def test_a_leaf_has_an_end() -> None:
    with pytest.raises(ValueError, match="record a digest instead"):
        encode(replace(case_leaf(1), counts={f"n{n}": n for n in range(10_000)}))


@pytest.mark.parametrize(
    "change",
    [
        {"v": 2}, {"v": True}, {"v": None}, {"surplus": 1}, {"counts": {}}, {"because": []}, {"because": "law"},
        {"because": [{"law": "x", "promise": "y"}]}, {"because": [{"promise": "y"}]}, {"because": ["law"]}, {"counts": [1]},
        {"facts": {"a": 1}}, {"event": 1}, {"event": None}, {"seq": "1"}, {"seq": True}, {"at": "2026-03-01T09:00:00Z"},
        {"at": "2026-13-01T09:00:00.000000Z"}, {"at": "2026-03-01T09:00:00.000000+00:00"}, {"case": None}, {"person": 7},
    ],
)  # fmt: skip
def test_an_object_that_is_no_leaf_is_refused(change: dict[str, object]) -> None:
    members = as_object(case_leaf(1)) | change
    with pytest.raises(ValueError):
        from_object(members)
    with pytest.raises(ValueError):
        decode(canonical_json.encode(members))
