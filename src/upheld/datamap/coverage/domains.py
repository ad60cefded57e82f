"""Which values a condition lets a column have, so that two conditions can be compared without the data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from upheld.datamap.conditions import Condition, Literal
from upheld.datamap.schema import Column, TypeClass

_Value = Literal | None


@dataclass(frozen=True, slots=True)
class Domain:
    """A set of values of one column, NULL among them as None; ``outside`` turns ``values`` into what is left out."""

    values: frozenset[_Value]
    outside: bool = False

    def __and__(self, other: Domain) -> Domain:
        if not self.outside:
            return Domain(frozenset(v for v in self.values if v in other))
        if not other.outside:
            return other & self
        return Domain(self.values | other.values, True)

    def __contains__(self, value: object) -> bool:
        return (value in self.values) is not self.outside

    def __invert__(self) -> Domain:
        return Domain(self.values, not self.outside)

    @property
    def empty(self) -> bool:
        return not self.outside and not self.values

    def within(self, other: Domain) -> bool:
        return (self & ~other).empty


EVERYTHING = Domain(frozenset(), True)


def universe(column: Column | None) -> Domain:
    """All values a column can have, as far as its type and NOT NULL say."""
    if column is None:
        return EVERYTHING
    if column.type is TypeClass.BOOLEAN:
        return Domain(frozenset({True, False, None} if column.nullable else {True, False}))
    return EVERYTHING if column.nullable else Domain(frozenset({None}), True)


def domain(condition: Condition, column: str) -> Domain | None:
    """Return what a condition lets ``column`` be; None where that cannot be said without the data (``like``)."""
    found = EVERYTHING
    for test in (t for t in condition.tests if t.column == column):
        match test.op:
            case "=" | "in":
                found &= Domain(frozenset(test.values))
            case "!=":
                found &= Domain(frozenset({*test.values, None}), True)
            case "null":
                found &= Domain(frozenset({None}))
            case "not-null":
                found &= Domain(frozenset({None}), True)
            case _:
                return None
    return found


def may_overlap(one: Condition, other: Condition) -> bool:
    """Tell whether some row surely could satisfy both: they speak of the same columns and allow a common value of each."""
    if not one.columns & other.columns:
        return False
    for column in one.columns | other.columns:
        a, b = domain(one, column), domain(other, column)
        if a is None or b is None or (a & b).empty:
            return False
    return True


def implied(whens: Iterable[Condition], wanted: Condition, column: Column | None, *, rest: bool) -> bool:
    """Tell whether ``wanted`` holds of every row that satisfies one of ``whens`` (with ``rest``: that satisfies none).

    Only for conditions on one column; False where that is not decidable without the data.
    """
    if column is None or wanted.columns != {column.name}:
        return False
    goal, everything = domain(wanted, column.name), universe(column)
    found = Domain(frozenset())
    for when in whens:
        allowed = domain(when, column.name) if when.columns == {column.name} else None
        if allowed is None:
            return False
        found = ~(~found & ~allowed)
    held = everything & (~found if rest else found)
    return goal is not None and held.within(goal)
