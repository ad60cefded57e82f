"""The reference page of the rules on choices, written from their files by ``tools/write_consent_reference.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from upheld.duties.consent.regimes import PLACE_AGE, Rule, When
from upheld.law.rules import Source

_NOTICE = "<!-- Written by tools/write_consent_reference.py; do not edit. -->"
_HEAD = """# The rules on choices

What each regime asks before a flow may happen, as `duties/consent/rules/*.yaml` have it; how the rules meet is in
[Consent](consent.md). Dates of force, the places of a law, the age from which children decide and the days from which
signals oblige come from the [law's own files](law.md). **Nothing here is legal advice.**

| rule | laws | mode | flows | a grant needs | instead of a grant | lasts | decides alone from | asked again after | source |
|---|---|---|---|---|---|---|---|---|---|"""


def choice_rules_page(rules: Sequence[Rule]) -> str:
    """Return the page."""
    return "\n".join([_NOTICE, _HEAD, *map(_line, rules)]) + "\n"


def _line(rule: Rule) -> str:
    cells = (
        f"`{rule.id}`",
        _laws(rule),
        rule.mode.value.replace("_", "-"),
        "; ".join(_flows(rule.when)) or "any",
        "; ".join(_needs(rule)) or "–",
        _relation(rule),
        _cited(_months(rule.lasts_months), rule.lasts_source),
        "age of the place" if rule.decides_at == PLACE_AGE else str(rule.decides_at or "–"),
        _months(rule.ask_again_months),
        _cited("", rule.source).strip(),
    )
    return "| " + " | ".join(cells) + " |"


def _laws(rule: Rule) -> str:
    laws = (", ".join(rule.laws) or "everywhere") + (f" in {_words(rule.places)}" if rule.places else "")
    since = f" from {rule.in_force.start}" if rule.in_force.start else ""
    return laws + since + (f" until {rule.in_force.end}" if rule.in_force.end else "")


def _flows(when: When) -> Iterator[str]:
    if when.needs:
        yield f"is {_words(when.needs)}"
    if when.traits:
        yield f"is one of {_words(when.traits)}"
    if when.without:
        yield f"is not {_words(when.without)}"
    if when.bases:
        yield f"rests on {_words(when.bases)}"
    if when.channels:
        yield f"by {_words(when.channels)}"
    if when.under_age is not None:
        yield f"person known to be under {when.under_age}"


def _needs(rule: Rule) -> Iterator[str]:
    if rule.grant_needs:
        yield _words(rule.grant_needs)
    if rule.after_opt_out:
        yield f"after an opt-out {_words(rule.after_opt_out)}"


def _relation(rule: Rule) -> str:
    if rule.relation is None:
        return "–"
    length = "" if rule.relation.months is None else f" within {_months(rule.relation.months)}"
    return _cited(f"a customer relation{length}, {_words(rule.relation.needs)}", rule.relation.source)


def _months(months: int | None) -> str:
    return "–" if months is None else f"{months} months"


def _cited(text: str, source: Source | None) -> str:
    return text if source is None else f"{text} {source.cite} ({source.provenance.value})"


def _words(words: Iterable[str]) -> str:
    return ", ".join(sorted(word.replace("_", " ") for word in words))
