"""The reference page of the linter's rules, from the rules themselves."""

from __future__ import annotations

from collections.abc import Iterable

from upheld.policy.linting import RULES, Family, Rule
from upheld.policy.linting.model import PassageKind
from upheld.policy.linting.rules import Line

_FAMILIES = {
    Family.STRUCTURAL: ("Structure", "Troubles of the document itself."),
    Family.CONTRADICTION: ("Contradictions", "Two promises that cannot both be kept."),
    Family.GAP: ("Gaps", "What a law wants disclosed and the policy does not say."),
    Family.MISSTATEMENT: (
        "Law told wrongly",
        "What the policy says about the law, or allows itself, and the law does not.",
    ),
    Family.RISKY: ("Risky clauses", "What such a clause has cost others, and the conditions on which it depends."),
    Family.VAGUE: ("Vague promises", "Promises nobody could check."),
    Family.STALE: ("Outdated", "Names, dates and frameworks that time has passed by."),
    Family.UNKEEPABLE: ("Promises no system can keep", "What is promised without limits, or undoes itself."),
}
_HEAD = """\
# Rules of the linter

`upheld read` and `upheld check` look at a policy with these rules. A finding names words, conditions and what such a clause
has cost others. It is no verdict and not legal advice. [Findings](../explanation/findings.md) explains how rules work and how
to set one aside. Cases and provisions are named for orientation; look them up before you rely on them.

This page is written by `python tools/write_linter_reference.py`.
"""


def linter_rules_page() -> str:
    """Return docs/reference/linter-rules.md."""
    sections = [_section(family) for family in Family]
    return _HEAD + f"\nThere are {len(RULES)} rules.\n\n" + "\n".join(sections)


def _section(family: Family) -> str:
    title, about = _FAMILIES[family]
    rules = sorted((r for r in RULES.values() if r.family is family), key=lambda r: r.id)
    return f"## {title}\n\n{about}\n\n" + "\n".join(_rule(r) for r in rules)


def _rule(rule: Rule) -> str:
    scope = " Only on whole policies." if rule.absence else ""
    law = f"- **Law or case:** {rule.law}\n" if rule.law else ""
    return (
        f"### {rule.id}\n\n**{rule.title}** (severity: {rule.severity.value})\n\n"
        f"- **What:** {rule.what}{scope}\n- **Why:** {rule.why}\n{law}- **Mend it:** {rule.fix}\n\n"
        f"Triggers it:\n\n{_example(rule.bad)}\n\nDoes not:\n\n{_example(rule.good)}\n"
    )


def _example(lines: Iterable[Line]) -> str:
    marks = {PassageKind.HEADING: "**{}**", PassageKind.ITEM: "• {}"}
    shown = [marks.get(line.passage, "{}").format(" ⏎ ".join(line.text.split("\n"))) for line in lines]
    return "\n>\n".join("> " + text.replace("|", "\\|") for text in shown)
