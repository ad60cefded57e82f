"""Render docs/reference/promise-kinds.md: the kinds of statement, their slots, what can run them, and the reader's rules."""

from __future__ import annotations

from collections.abc import Sequence

from upheld.policy.capabilities import CAPABILITIES
from upheld.policy.charter import StatementType
from upheld.policy.kinds import KINDS, Tier
from upheld.policy.reading.durations import DurationRole
from upheld.policy.reading.rules import LEADS, RULES, LeadRule, Rule

_TIERS = {
    Tier.CONTROL: "A, runs as a control",
    Tier.REGISTER: "B, fills a register or a setting",
    Tier.CONTEXT: "C, is context for people",
}
_TYPES = {
    StatementType.DUTY: "must happen",
    StatementType.PROHIBITION: "must never happen",
    StatementType.PERMISSION: "the company may; never triggers an action",
    StatementType.DISCLOSURE: "a fact for people and registers",
    StatementType.EXTERNAL: "somebody else does it",
    StatementType.DISCLAIMER: "limits what the company answers for",
}
_ROLES = {
    DurationRole.CLOCK: ("the company's own time", "answered within 30 days"),
    DurationRole.LOOKBACK: ("how far back something goes", "in the preceding 12 months"),
    DurationRole.FREQUENCY: ("how often", "once every 12 months"),
    DurationRole.AGE: ("how old somebody is", "under 13 years of age"),
    DurationRole.STATISTIC: ("a fact about the company", "ten years ago"),
    DurationRole.OWN_WINDOW: ("the person's own time", "you may appeal within 45 days"),
    DurationRole.EFFECTIVE_AFTER: ("when a change takes effect", "effective 30 days after posting"),
}
_SLOTS = (
    ("period", "ISO 8601: `P3Y`, `P90D`, `PT72H`; `P5BD` is five business days, `P0D` at once"),
    ("bound", "`max`, `min`, `exact` or `typical`"),
    ("trigger", "from when a period counts; `unstated` if the prose names no event (a draft leaves it out, and asks)"),
    ("during", "kept while this lasts, before the period begins"),
    ("jurisdiction", "EEA, EU, UK, CH, Canada, US-CA and so on; several joined by commas"),
    ("modality", "`may`, `might`, `could`, `strive`: what is weaker than a promise"),
    ("polarity", "`-` for what is denied"),
    ("vague", "the words leave open how much or when"),
)


def promise_reference() -> str:
    """Return docs/reference/promise-kinds.md."""
    parts = [_HEAD, _table(("slot", "written"), _SLOTS), "\n## Types\n", _table(("type", "force"), _types())]
    parts += ["\n## What a duration can be\n", _DURATIONS, _table(("role", "what it is", "example"), _durations())]
    parts += ["\n## Kinds\n"]
    for kind in sorted(KINDS, key=lambda k: (KINDS[k].tier, k)):
        parts.append(_kind(kind))
    parts += ["\n## What can run a statement\n", _RUNS]
    parts.append(
        _table(("capability", "what it does"), tuple((f"`{name}`", what) for name, what in CAPABILITIES.items()))
    )
    return "\n".join(parts)


def _kind(kind: str) -> str:
    spec = KINDS[kind]
    every: list[Rule | LeadRule] = [*RULES, *LEADS]
    rules = [f"`{rule.id}`" for rule in every if rule.kind == kind]
    examples = [f"- {example}" for rule in RULES if rule.kind == kind for example in rule.examples[:1]]
    lines = [f"### {kind}\n", f"{spec.meaning[0].upper()}{spec.meaning[1:]} (tier {_TIERS[spec.tier]}).\n"]
    lines.append(f"Slots: {', '.join(f'`{slot}`' for slot in sorted(spec.slots))}.\n")
    lines.append(f"Read by: {', '.join(rules)}.\n")
    if examples:
        lines += ["Read as one, for example:\n", *examples, ""]
    return "\n".join(lines)


def _types() -> tuple[tuple[str, str], ...]:
    return tuple((f"`{type_.value}`", _TYPES[type_]) for type_ in StatementType)


def _durations() -> tuple[tuple[str, str, str], ...]:
    return tuple((f"`{role.value}`", *_ROLES[role]) for role in DurationRole)


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines: list[Sequence[str]] = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in lines) + "\n"


_HEAD = """\
# Kinds of promise

What a charter may say: the kinds of statement, the slots each may carry, and the program's own words for them. `upheld read`
proposes statements of these kinds; [how it reads](../explanation/reading.md) is told elsewhere. This page is written by
`python tools/write_promise_reference.py`.

## Slots that many kinds share
"""
_DURATIONS = """\
Only the first is a clock of the company and becomes a `period` of a retention or deadline.
"""
_RUNS = """\
A confirmed statement names a capability in `runs_as`, or says in `cannot` why no system can keep it.
"""
