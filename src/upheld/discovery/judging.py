"""Judge what a column holds: log-likelihood ratios from its name, its table, its type and its values, added up.

The tables are in knowledge/likelihoods.yaml. A detector that ``k`` of ``n`` distinct values pass, and chance alone would
pass with probability ``q``, says ``n · KL(k/n ‖ q)``: sixty random numbers of which six satisfy a check digit say nothing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import Any

from upheld.datamap.categories import KEY
from upheld.datamap.schema import Column, TypeClass
from upheld.discovery.knowledge import table
from upheld.discovery.naming import Name, read_name
from upheld.discovery.profiles import Profile

_NAMED_EXPECTATION = 10
"""So many values must have been looked at before their silence says something."""


class Verdict(StrEnum):
    """Whether a column holds personal data, as far as was looked."""

    PERSONAL = "personal"
    ROW = "of its row"
    """About somebody only because the row is somebody's."""
    STRUCTURE = "structure"
    NOT = "not personal"
    EMPTY = "empty"
    UNDETERMINED = "undetermined"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a column most likely holds. ``score`` is the log-odds; ``reasons`` say where they come from."""

    category: str
    score: float
    reasons: tuple[str, ...] = ()
    scores: Mapping[str, float] = field(default_factory=dict, repr=False)

    @property
    def confidence(self) -> float:
        """The probability the log-odds stand for, kept away from certainty."""
        return min(0.99, 1.0 / (1.0 + math.exp(-self.score)))

    @property
    def direct(self) -> bool:
        """Whether such data is about somebody by itself."""
        return self.score > 0 and self.category in _directs()

    @property
    def in_own_row(self) -> bool:
        """Whether such data describes whoever the row belongs to."""
        return self.category in _directs() or self.category in _own_rows()


@dataclass(frozen=True, slots=True)
class _NameRule:
    has: frozenset[str]
    category: str
    ratio: float
    unless: frozenset[str]
    table: frozenset[str]
    not_table: frozenset[str]
    types: frozenset[str]


def judge(column: Column, place: Name, figures: Profile | None) -> Finding:
    """Return the most likely category of a column of the table named ``place``."""
    prior = float(table("likelihoods")["prior"])
    named = _from_name(column, place)
    seen = _from_values(figures)
    typed = table("likelihoods")["types"].get(column.type.value, {})
    banned = _never(column, figures)
    scores: dict[str, float] = {}
    for category in {*named, *seen, *typed} - banned:
        scores[category] = (
            prior + named.get(category, 0.0) + max(seen.get(category, 0.0), -8) + typed.get(category, 0.0)
        )
    for category, loss in _silent(figures):
        if category in scores:
            scores[category] += loss
    if not scores:
        return Finding(KEY if column.type is TypeClass.UUID else "usage", prior)
    best = max(scores, key=lambda c: (scores[c], c))
    return Finding(best, scores[best], _reasons(column, best, named, figures, typed), scores)


def judge_values(values: Profile) -> Finding | None:
    """Return what values say where there is no name to go by (cells of an attribute table)."""
    seen = _from_values(values)
    best = max(seen, key=lambda c: seen[c], default=None)
    return Finding(best, float(table("likelihoods")["prior"]) + seen[best]) if best else None


def _from_name(column: Column, place: Name) -> dict[str, float]:
    name = read_name(column.name)
    found: dict[str, float] = {}
    for rule in _rules():
        if not rule.has <= name.concepts or rule.unless & name.concepts:
            continue
        if (rule.table and not rule.table & place.concepts) or rule.not_table & place.concepts:
            continue
        if rule.types and column.type.value not in rule.types:
            continue
        found[rule.category] = max(found.get(rule.category, -99.0), rule.ratio)
    return found


def _from_values(figures: Profile | None) -> dict[str, float]:
    found: dict[str, float] = {}
    if figures is None or not figures.tested:
        return found
    for detector, passed in figures.passed.items():
        told = table("likelihoods")["values"][detector]
        ratio = min(told["cap"], evidence(passed, figures.tested, told["chance"]))
        if ratio > 0:
            found[told["category"]] = max(found.get(told["category"], 0.0), ratio)
    return found


def evidence(passed: int, tested: int, chance: float) -> float:
    """Return the log-likelihood ratio of ``passed`` of ``tested`` under their own share against ``chance``; 0 below it.

    One is taken off for having fitted the share to the values.
    """
    share = passed / tested if tested else 0.0
    if share <= chance:
        return 0.0
    gain = share * math.log(share / chance)
    if share < 1:
        gain += (1 - share) * math.log((1 - share) / (1 - chance))
    return max(0.0, tested * gain - 1.0)


def _silent(figures: Profile | None) -> Iterator[tuple[str, float]]:
    """Yield the categories whose values always show a sign that these values do not show."""
    if figures is None or figures.tested < _NAMED_EXPECTATION or figures.documents:
        return
    for detector, told in table("likelihoods")["values"].items():
        if "expected" in told and figures.share(detector) < 0.1:
            yield told["category"], float(told["expected"])


def _never(column: Column, figures: Profile | None) -> set[str]:
    if column.type is TypeClass.INTEGER and figures is not None and figures.length >= 9:
        return set(table("likelihoods")["never"]["integer"]) - {"contact.phone"}
    return set(table("likelihoods")["never"].get(column.type.value, ()))


def _reasons(
    column: Column, category: str, named: Mapping[str, float], figures: Profile | None, typed: Mapping[str, float]
) -> tuple[str, ...]:
    out = []
    if named.get(category, 0) > 0:
        out.append(f"name says {', '.join(sorted(read_name(column.name).concepts))}")
    for detector, passed in sorted((figures.passed if figures else {}).items(), key=lambda item: -item[1]):
        told = table("likelihoods")["values"][detector]
        tested = figures.tested if figures else 0
        if told["category"] == category and evidence(passed, tested, told["chance"]) > 0:
            out.append(f"{passed} of {tested} values pass {detector} (chance {told['chance']:.1%})")
            break
    if category in typed:
        out.append(f"type {column.type.value}")
    return tuple(out)


@lru_cache(maxsize=1)
def _rules() -> tuple[_NameRule, ...]:
    def words(rule: Mapping[str, Any], key: str) -> frozenset[str]:
        return frozenset(rule.get(key) or ())

    return tuple(
        _NameRule(
            words(r, "has"),
            r["category"],
            float(r["ratio"]),
            words(r, "unless"),
            words(r, "table"),
            words(r, "not_table"),
            words(r, "type"),
        )
        for r in table("likelihoods")["names"]
    )


@lru_cache(maxsize=1)
def _directs() -> frozenset[str]:
    return frozenset(table("likelihoods")["direct"])


@lru_cache(maxsize=1)
def _own_rows() -> frozenset[str]:
    return frozenset(table("likelihoods")["own_row"])
