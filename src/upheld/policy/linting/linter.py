"""Run the rules over a policy."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from upheld.policy.linting import catalogue
from upheld.policy.linting.from_reading import view_of
from upheld.policy.linting.model import Finding, PolicyView
from upheld.policy.linting.rules import RULES, Rule
from upheld.policy.reading.model import Reading

__all__ = ["catalogue", "lint", "lint_view"]


def lint(reading: Reading, as_of: date) -> tuple[Finding, ...]:
    """Return what the rules find in a reading, in reading order; ages are counted up to the day ``as_of``."""
    return lint_view(view_of(reading, as_of))


def lint_view(policy: PolicyView, rules: Iterable[Rule] | None = None) -> tuple[Finding, ...]:
    """Return what ``rules`` (all, where not given) find; rules about absence are skipped on mere passages of a policy."""
    found = [
        Finding(rule.id, rule.severity, hit.message, hit.evidence, rule.law)
        for rule in (RULES.values() if rules is None else rules)
        if policy.whole or not rule.absence
        for hit in rule.check(policy)
    ]
    return tuple(sorted(found, key=lambda f: (f.evidence[0].start if f.evidence else 0, f.rule)))
