"""Strategies: every word of the language document, and refusals for all else."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.datamap.strategies import (
    Constant,
    DateUnit,
    Empty,
    Keep,
    KeyedHash,
    Mask,
    Null,
    Pseudo,
    Redact,
    RemovePaths,
    Strategy,
    TruncateDate,
    parse_strategy,
)


@pytest.mark.parametrize(
    ("written", "strategy"),
    [
        (None, Null()),
        ("null", Null()),
        ("unlink", Null()),
        ("empty", Empty()),
        ("keep", Keep()),
        ("hash", KeyedHash()),
        ("mask", Mask(0)),
        ("redact", Redact()),
        ({"constant": "Former customer"}, Constant("Former customer")),
        ({"constant": 0}, Constant(0)),
        ({"constant": False}, Constant(False)),
        ({"constant": ""}, Constant("")),
        ({"date": "year"}, TruncateDate(DateUnit.YEAR)),
        ({"date": "month"}, TruncateDate(DateUnit.MONTH)),
        ({"date": "day"}, TruncateDate(DateUnit.DAY)),
        ({"mask": 4}, Mask(4)),
        ({"pseudo": "one"}, Pseudo(each=False)),
        ({"pseudo": "each"}, Pseudo(each=True)),
        ({"remove": "$.user.email"}, RemovePaths(("$.user.email",))),
        ({"remove": ["$.user.email", "$.ip"]}, RemovePaths(("$.user.email", "$.ip"))),
    ],
)
def test_each_strategy_of_the_language_is_read(written: Any, strategy: Strategy) -> None:
    assert parse_strategy(written) == strategy


@pytest.mark.parametrize(
    "written",
    [
        "",
        "delete",
        "NULL",
        "nul",
        5,
        True,
        [],
        {},
        {"constant": None},
        {"constant": 1.5},
        {"constant": ["a"]},
        {"date": "week"},
        {"date": None},
        {"date": ["year"]},
        {"mask": -1},
        {"mask": 9},
        {"mask": True},
        {"mask": "4"},
        {"pseudo": "two"},
        {"pseudo": True},
        {"remove": None},
        {"remove": 5},
        {"remove": []},
        {"remove": ""},
        {"remove": "$"},
        {"remove": "$."},
        {"remove": "user.email"},
        {"remove": ["$.a", 5]},
        {"remove": {"$.a": 1}},
        {"remove": "$.a'; drop table t; --"},
        {"null": None},
        {"constant": "a", "date": "year"},
    ],
)
def test_anything_else_is_refused_with_words(written: Any) -> None:
    with pytest.raises(ValueError, match=r"strategy"):
        parse_strategy(written)


_anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=5,
)


@given(
    _anything
    | st.dictionaries(
        st.sampled_from(["constant", "date", "mask", "pseudo", "remove"]), _anything, min_size=1, max_size=1
    )
)
def test_whatever_stands_in_the_file_is_a_strategy_or_a_value_error(written: Any) -> None:
    with suppress(ValueError):
        parse_strategy(written)
