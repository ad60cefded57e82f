"""The part of JSON that evidence uses is written as RFC 8785 says, and nothing else is read."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from upheld.evidence.canonical_json import MAX_INTEGER, NonCanonicalError, decode, encode

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=8)
keys = st.text(st.characters(max_codepoint=127), max_size=6)
values = st.recursive(
    st.none() | texts | st.integers(-MAX_INTEGER, MAX_INTEGER) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=3),
    max_leaves=8,
)
objects = st.dictionaries(keys, values, max_size=4)


@given(objects)
def test_what_is_written_is_rfc_8785(value: dict[str, object]) -> None:
    assert encode(value) == rfc8785.dumps(value)
    assert decode(encode(value)) == value


@given(st.binary(max_size=30) | texts.map(str.encode) | objects.map(json.dumps).map(str.encode))
def test_what_is_read_is_only_the_canonical_form(data: bytes) -> None:
    try:
        value = decode(data)
    except NonCanonicalError:
        return
    assert rfc8785.dumps(value) == data


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b'{"a":1,"a":1}', "names a key twice"),
        (b'{"b":1,"a":1}', "canonical form"),
        (b'{"a": 1}', "canonical form"),
        (b'{"a":1} ', "canonical form"),
        (b'{"a":1}{}', "not JSON"),
        (b"\xef\xbb\xbf{}", "not JSON"),
        (b'{"a":"\\u0041"}', "canonical form"),
        (b'{"a":"\\ud800"}', "not UTF-8"),
        (b'{"a":"\xff"}', "not UTF-8"),
        ('{"ä":1}'.encode(), "outside ASCII"),
        (b'{"a":1.0}', "not an integer"),
        (b'{"a":1e3}', "not an integer"),
        (b'{"a":NaN}', "not an integer"),
        (b'{"a":-0}', "canonical form"),
        (b'{"a":9007199254740992}', "beyond"),
        (b'{"a":' + b"9" * 100_000 + b"}", "beyond"),
        (b'{"a":' + b"[" * 100_000, "nested too deeply"),
        (b"[]", "not a JSON object"),
        (b"", "not JSON"),
    ],
)
def test_everything_else_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NonCanonicalError, match=reason):
        decode(data)
