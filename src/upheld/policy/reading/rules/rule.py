"""What a rule is. Rules are data: a pattern over one clause, where it holds, what it yields, and examples that are its tests."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.words import WORDS

_MACRO = re.compile(r"<(\w+)>")


def expand(pattern: str) -> str:
    """Replace ``<name>`` by the words of that name."""
    return _MACRO.sub(lambda m: WORDS[m[1]], pattern) if "<" in pattern else pattern


@dataclass(frozen=True, eq=False)
class Rule:
    """Say that a clause is a statement of ``kind``.

    ``pattern`` is searched in the lower-case clause, ``unless`` vetoes there, ``under`` must be found in what introduces
    the clause (headings, question, lead-in, run-in title), ``about`` there or in the clause. ``needs`` are literal pieces
    of words, parted by ``|``, of which one must occur: a cheap filter before the pattern. ``duration`` names the role of a
    duration the clause must hold. ``slots`` are constants; the kind's own extractors fill the rest. ``span`` is ``clause``
    or ``match`` (only the words the pattern matched, for a clause that says much else). ``counter`` are sentences that
    must not be read by this rule.
    """

    id: str
    kind: str
    type: StatementType
    needs: str
    pattern: str
    unless: str = ""
    under: str = ""
    about: str = ""
    slots: Mapping[str, str | int | bool] = field(default_factory=dict)
    duration: str = ""
    span: str = "clause"
    confidence: float = 0.8
    runs_as: str | None = None
    cannot: str | None = None
    examples: tuple[str, ...] = ()
    counter: tuple[str, ...] = ()

    @cached_property
    def words(self) -> tuple[str, ...]:
        return tuple(self.needs.replace("_", " ").split("|")) if self.needs else ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(expand(self.pattern))

    @cached_property
    def veto(self) -> re.Pattern[str] | None:
        return re.compile(expand(self.unless)) if self.unless else None

    @cached_property
    def context(self) -> re.Pattern[str] | None:
        return re.compile(expand(self.under)) if self.under else None

    @cached_property
    def topic(self) -> re.Pattern[str] | None:
        return re.compile(expand(self.about)) if self.about else None


@dataclass(frozen=True, eq=False)
class LeadRule:
    """Say that the bullets (or enumerated members) under a lead-in are statements of ``kind``.

    ``pattern`` is searched in the lead-in joined to its heading by `` | ``. ``unless_item`` vetoes an item.
    """

    id: str
    kind: str
    type: StatementType
    pattern: str
    unless: str = ""
    unless_item: str = ""
    slots: Mapping[str, str | int | bool] = field(default_factory=dict)
    confidence: float = 0.75
    runs_as: str | None = None
    cannot: str | None = None
    examples: tuple[tuple[str, str], ...] = ()

    @cached_property
    def regex(self) -> re.Pattern[str]:
        return re.compile(expand(self.pattern))

    @cached_property
    def veto(self) -> re.Pattern[str] | None:
        return re.compile(expand(self.unless)) if self.unless else None

    @cached_property
    def item_veto(self) -> re.Pattern[str] | None:
        return re.compile(expand(self.unless_item)) if self.unless_item else None
