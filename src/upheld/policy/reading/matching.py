"""Apply the rules to one clause."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from upheld.policy.reading.clauses import Clause
from upheld.policy.reading.durations import Duration
from upheld.policy.reading.resolving import standing
from upheld.policy.reading.rules import LEADS, RULES, LeadRule, Rule


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a clause: the rule that gave it and how sure it is."""

    rule: Rule | LeadRule
    confidence: float


def candidates(clause: Clause, durations: Sequence[Duration]) -> list[Candidate]:
    """Return the readings of a clause that stand beside each other, at most one of each kind."""
    best: dict[str, Candidate] = {}
    lower, context = clause.lower, clause.context
    for rule in RULES:
        if _holds(rule, lower, context, durations):
            _offer(best, rule, rule.confidence)
    if clause.lead and (clause.first or clause.piece):
        for lead in _leads(clause.lead, clause.block.section.lower()):
            if lead.item_veto is None or not lead.item_veto.search(lower):
                _offer(best, lead, lead.confidence)
    kept = standing({kind: found.confidence for kind, found in best.items()})
    return [best[kind] for kind in best if kind in kept]


def _offer(best: dict[str, Candidate], rule: Rule | LeadRule, confidence: float) -> None:
    before = best.get(rule.kind)
    if before is None or confidence > before.confidence:
        best[rule.kind] = Candidate(rule, confidence)


def _holds(rule: Rule, lower: str, context: str, durations: Sequence[Duration]) -> bool:
    if rule.words and not any(word in lower for word in rule.words):
        return False
    if rule.duration and not any(d.role == rule.duration for d in durations):
        return False
    if rule.context is not None and not rule.context.search(context):
        return False
    if rule.topic is not None and not rule.topic.search(lower) and not rule.topic.search(context):
        return False
    return rule.regex.search(lower) is not None and (rule.veto is None or rule.veto.search(lower) is None)


def _leads(lead: str, section: str) -> Iterable[LeadRule]:
    """Return the lead rules that hold; the lead-in itself speaks before the heading above it."""
    joined = f"{section.rsplit(' / ', 1)[-1]} | {lead}"
    return [rule for rule in LEADS if rule.regex.search(joined) and (rule.veto is None or not rule.veto.search(lead))]
