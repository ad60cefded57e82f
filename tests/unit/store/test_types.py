"""Instants and canonical JSON survive the way into a column and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.dialects import sqlite

from upheld.store.types import CanonicalJson, Instant

DIALECT = sqlite.dialect()
AWARE = st.datetimes(
    datetime(1900, 1, 1),  # noqa: DTZ001
    datetime(2500, 1, 1),  # noqa: DTZ001
    timezones=st.integers(-14, 14).map(lambda hours: timezone(timedelta(hours=hours))),
)


@given(AWARE)
def test_an_instant_comes_back_as_the_same_moment_in_utc(moment: datetime) -> None:
    back = Instant().process_result_value(Instant().process_bind_param(moment, DIALECT), DIALECT)
    assert back == moment
    assert back is not None
    assert back.tzinfo is UTC


@given(AWARE, AWARE)
def test_instants_sort_as_moments(one: datetime, other: datetime) -> None:
    column = Instant()
    first, second = column.process_bind_param(one, DIALECT), column.process_bind_param(other, DIALECT)
    assert first is not None
    assert second is not None
    assert (first < second) == (one < other)


def test_a_naive_instant_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        Instant().process_bind_param(datetime(2026, 1, 1), DIALECT)  # noqa: DTZ001


def test_null_stays_null() -> None:
    for column in (Instant(), CanonicalJson()):
        assert column.process_bind_param(None, DIALECT) is None
        assert column.process_result_value(None, DIALECT) is None


def test_json_is_canonical_whatever_the_order_of_its_keys() -> None:
    assert (
        CanonicalJson().process_bind_param({"b": 1, "a": [True, None, "ä"]}, DIALECT) == '{"a":[true,null,"ä"],"b":1}'
    )


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(st.characters(codec="utf-8")),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner),
    )
)
def test_json_comes_back_equal(value: object) -> None:
    column = CanonicalJson()
    assert column.process_result_value(column.process_bind_param(value, DIALECT), DIALECT) == value
