"""Apply the rules to one clause."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from upheld.policy.reading.clauses import Clause
from upheld.policy.reading.durations import Duration
from upheld.policy.reading.resolving import standing
from upheld.policy.reading.rules import LEADS, RULES, LeadRule, Rule


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a clause: the rule that gave it and how sure it is."""

    rule: Rule | LeadRule
    confidence: float


_SENTENCE = re.compile(
    r"(?:(?:if|when|where) )?(?:you|we|they|it|this|these)\b.{0,80}\b(?:may|can|must|will|do|does|is|are"
    r"|have|has|need|provide|submit|use)\b"
)
_SEED = 3
_RULES_OF: dict[str, dict[str, tuple[int, ...]]] = {}
for _index, _rule in enumerate(RULES):
    for _word in _rule.words or ("",):
        _words = _RULES_OF.setdefault(_word[:_SEED] if len(_word) >= _SEED else "", {})
        _words[_word] = (*_words.get(_word, ()), _index)
"""The rules that need a word, by the first letters of the word: a clause is cut into such pieces once for all rules."""


def _possible(lower: str) -> list[int]:
    """Return the rules of which a clause holds a needed word, in the order of the tables."""
    seeds = {lower[i : i + _SEED] for i in range(len(lower) - _SEED + 1)} & _RULES_OF.keys()
    found = {i for seed in (*seeds, "") for word, rules in _RULES_OF[seed].items() if word in lower for i in rules}
    return sorted(found)


def candidates(clause: Clause, durations: Sequence[Duration]) -> list[Candidate]:
    """Return the readings of a clause that stand beside each other, at most one of each kind."""
    best: dict[str, Candidate] = {}
    lower, context = clause.lower, clause.context
    for index in _possible(lower):
        rule = RULES[index]
        if _holds(rule, lower, context, durations):
            _offer(best, rule, rule.confidence)
    if clause.lead and (clause.first or clause.piece) and not _speaks_for_itself(clause):
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
    if rule.duration and not any(d.role == rule.duration for d in durations):
        return False
    if rule.under and not _introduced(rule, context):
        return False
    if rule.regex.search(lower) is None:
        return False
    if rule.topic is not None and not rule.topic.search(lower) and not rule.topic.search(context):
        return False
    return rule.veto is None or rule.veto.search(lower, _label_end(lower)) is None


def _speaks_for_itself(clause: Clause) -> bool:
    """Whether a bullet right under a heading is a sentence of its own, which the heading does not go on to."""
    return not clause.lead.rstrip().endswith((":", "to", "following")) and _SENTENCE.match(clause.lower) is not None


def _label_end(lower: str) -> int:
    """Return where the sentence after a label begins ("Your right to refuse: we do not sell …"): a label vetoes nothing."""
    colon = lower.find(": ", 3, 90)
    return colon + 2 if colon > 0 and len(lower) - colon > 20 and "." not in lower[:colon] else 0


@lru_cache(maxsize=4096)
def _introduced(rule: Rule, context: str) -> bool:
    return rule.context is not None and rule.context.search(context) is not None


@lru_cache(maxsize=256)
def _leads(lead: str, section: str) -> tuple[LeadRule, ...]:
    """Return the lead rules that hold; the lead-in itself speaks before the heading above it."""
    joined = f"{section.rsplit(' / ', 1)[-1]} | {lead}"
    return tuple(
        rule for rule in LEADS if rule.regex.search(joined) and (rule.veto is None or not rule.veto.search(lead))
    )
