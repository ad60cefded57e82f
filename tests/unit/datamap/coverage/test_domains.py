"""Domains against what conditions do to values: every answer about two conditions is checked by trying them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from upheld.datamap.conditions import Condition, parse_condition
from upheld.datamap.conditions import Test as Comparison
from upheld.datamap.coverage.domains import Domain, domain, implied, may_overlap, universe
from upheld.datamap.coverage.stand_ins import satisfies
from upheld.datamap.schema import Column, TypeClass

VALUES: list[int | None] = [None, 0, 1, 2, 3, 99]
"""99 stands for every value that no condition names."""

tests = st.one_of(
    st.tuples(st.sampled_from(["=", "!="]), st.tuples(st.integers(0, 3))),
    st.tuples(st.just("in"), st.lists(st.integers(0, 3), min_size=1, max_size=3).map(tuple)),
    st.tuples(st.sampled_from(["null", "not-null"]), st.just(())),
).map(lambda pair: Comparison("n", pair[0], pair[1]))
conditions = st.lists(tests, min_size=1, max_size=3).map(lambda ts: Condition("…", tuple(ts)))
nullable = Column("n", TypeClass.INTEGER, "integer", nullable=True)


def holds(condition: Condition, value: int | None) -> bool:
    return satisfies(condition, {"n": value})


@given(conditions)
def test_a_domain_is_what_the_condition_lets_through(condition: Condition) -> None:
    found = domain(condition, "n")
    assert found is not None
    assert [v for v in VALUES if v in found] == [v for v in VALUES if holds(condition, v)]


@given(conditions, conditions)
def test_two_conditions_overlap_when_a_value_satisfies_both(one: Condition, other: Condition) -> None:
    assert may_overlap(one, other) is any(holds(one, v) and holds(other, v) for v in VALUES)


@given(st.lists(conditions, min_size=1, max_size=3), conditions, st.booleans())
def test_a_condition_is_implied_when_no_value_escapes_it(whens: list[Condition], goal: Condition, rest: bool) -> None:
    reached = [v for v in VALUES if any(holds(w, v) for w in whens) is not rest]
    assert implied(whens, goal, nullable, rest=rest) is all(holds(goal, v) for v in reached)


def test_the_rest_of_a_truth_value_that_is_never_null() -> None:
    whens, goal = [parse_condition("done = true")], parse_condition("done = false")
    strict = Column("done", TypeClass.BOOLEAN, "boolean", nullable=False)
    loose = Column("done", TypeClass.BOOLEAN, "boolean", nullable=True)
    assert implied(whens, goal, strict, rest=True)
    assert not implied(whens, goal, loose, rest=True)
    assert universe(strict) == Domain(frozenset({True, False}))


def test_like_is_for_the_data_to_say() -> None:
    assert domain(parse_condition("name like 'A%'"), "name") is None
    assert not may_overlap(parse_condition("name like 'A%'"), parse_condition("name = 'Ada'"))
