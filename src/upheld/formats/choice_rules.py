"""The rules on choices: ``duties/consent/rules/*.yaml``, one file per family of regimes, read into :class:`Rule`.

Every rule is cited. An unknown word, key or law is an error that names the rule.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from upheld.duties.consent.events import Quality
from upheld.duties.consent.flows import Basis, Trait
from upheld.duties.consent.regimes import Mode, Relation, Rule, When
from upheld.errors import UsageError
from upheld.law.rules import ALWAYS, InForce, Provenance, Source

Raw = Mapping[str, Any]

SHIPPED = Path(__file__).resolve().parent.parent / "duties" / "consent" / "rules"
_OWN = frozenset(
    {"id", "laws", "places", "mode", "in_force", "when", "decides_at", "ask_again_months", "cite", "provenance", "src"}
)
_KEYS = _OWN | {"grant_needs", "after_opt_out", "lasts", "relation"}
_WHEN = frozenset(["traits", "needs", "without", "bases", "channels", "under_age"])


@lru_cache(maxsize=1)
def shipped_choice_rules() -> tuple[Rule, ...]:
    """Return the rules that come with this program, read once per process."""
    return read_choice_rules(SHIPPED)


def read_choice_rules(folder: Path) -> tuple[Rule, ...]:
    """Read a folder of rule files in the order of their names; raise :class:`UsageError` for what is not a rule."""
    files = sorted(folder.glob("*.yaml"))
    if not files:
        raise UsageError(f"{folder} holds no rules on choices; give a folder like duties/consent/rules")
    raws = [raw for path in files for raw in yaml.safe_load(path.read_text("utf-8"))["rules"]]
    rules = tuple(_checked(raw) for raw in raws)
    twice = sorted({r.id for r in rules if sum(r.id == other.id for other in rules) > 1})
    if twice:
        raise UsageError(f"rules on choices named twice in {folder}: {', '.join(twice)}; give each its own id")
    return rules


def _checked(raw: Raw) -> Rule:
    name = raw.get("id", "without an id")
    unknown = sorted((raw.keys() - _KEYS) | (raw.get("when", {}).keys() - _WHEN))
    if unknown:
        raise UsageError(f"rule {name} has unknown keys: {', '.join(unknown)}")
    try:
        return _rule(raw)
    except (KeyError, ValueError, TypeError) as error:
        raise UsageError(f"rule {name} cannot be read: {type(error).__name__} {error}") from error


def _rule(raw: Raw) -> Rule:
    lasts, relation = raw.get("lasts"), raw.get("relation")
    return Rule(
        id=raw["id"],
        laws=tuple(raw["laws"]),
        mode=Mode(raw["mode"]),
        when=_when(raw["when"]),
        source=_source(raw),
        in_force=_force(raw.get("in_force")),
        places=frozenset(raw.get("places", ())),
        grant_needs=_qualities(raw.get("grant_needs", ())),
        after_opt_out=_qualities(raw.get("after_opt_out", ())),
        lasts_months=None if lasts is None else lasts["months"],
        lasts_source=None if lasts is None else _source(lasts),
        relation=None if relation is None else _relation(relation),
        decides_at=raw.get("decides_at"),
        ask_again_months=raw.get("ask_again_months"),
    )


def _when(raw: Raw) -> When:
    return When(
        traits=frozenset(map(Trait, raw.get("traits", ()))),
        needs=frozenset(map(Trait, raw.get("needs", ()))),
        without=frozenset(map(Trait, raw.get("without", ()))),
        bases=frozenset(map(Basis, raw.get("bases", ()))),
        channels=frozenset(raw.get("channels", ())),
        under_age=raw.get("under_age"),
    )


def _relation(raw: Raw) -> Relation:
    return Relation(_qualities(raw["needs"]), raw.get("months"), _source(raw))


def _qualities(words: object) -> frozenset[Quality]:
    return frozenset(map(Quality, words)) if isinstance(words, list | tuple) else frozenset()


def _source(raw: Raw) -> Source:
    return Source(raw["cite"], Provenance(raw["provenance"]), tuple(map(str, raw.get("src", ()))))


def _force(raw: Raw | None) -> InForce:
    return ALWAYS if raw is None else InForce(_day(raw.get("from")), _day(raw.get("until")))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
