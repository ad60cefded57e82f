"""The rules on choices per regime, as data, and which of them apply to a person. Not legal advice.

A :class:`Rule` comes from ``duties/consent/rules/*.yaml``; from when it is law, in which places, at which age a person
decides alone and where a signal obliges comes from the :class:`~upheld.law.model.LawPack`. Callers name a residence or
None; they never name a regime.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum

from upheld.duties.consent.events import Quality
from upheld.duties.consent.flows import Basis, Flow, Trait
from upheld.law.applicability import Company, applicable_laws
from upheld.law.model import Instrument, LawPack
from upheld.law.rules import ALWAYS, InForce, Source


class Mode(StrEnum):
    """What a rule asks before a flow may happen."""

    OPT_IN = "opt_in"
    OPT_OUT = "opt_out"
    SOFT_OPT_IN = "soft_opt_in"
    """Opt-in, or a customer relation with an offered opt-out."""
    FORBIDDEN = "forbidden"


@dataclass(frozen=True, slots=True)
class When:
    """The flows and people a rule is about; what is empty does not narrow.

    ``needs`` are traits a flow must all have, ``traits`` those of which it has one, ``without`` those it must lack.
    ``under_age``: only people known to be younger, in years.
    """

    traits: frozenset[Trait] = frozenset()
    needs: frozenset[Trait] = frozenset()
    without: frozenset[Trait] = frozenset()
    bases: frozenset[Basis] = frozenset()
    channels: frozenset[str] = frozenset()
    under_age: int | None = None

    def meets(self, flow: Flow) -> bool:
        """Return whether the rule is about ``flow`` (of people of the right age)."""
        return (
            (not self.traits or bool(self.traits & flow.traits))
            and self.needs <= flow.traits
            and not self.without & flow.traits
            and (not self.bases or flow.basis in self.bases)
            and (not self.channels or flow.channel in self.channels)
        )


@dataclass(frozen=True, slots=True)
class Relation:
    """When a customer relation stands in for a grant; ``months`` None: as long as the customer stays silent."""

    needs: frozenset[Quality]
    months: int | None
    source: Source


@dataclass(frozen=True, slots=True)
class Rule:
    """One demand of one regime.

    ``laws`` are ids of instruments; none means everywhere. ``places`` narrows them to residents of some. A grant counts
    where its capture has all of ``grant_needs``, and ``after_opt_out`` besides while a signal or an own opt-out stands.
    ``decides_at``: the age from which a person grants alone, ``"place"`` for the age the law of the place sets.
    ``ask_again_months``: how long a refusal is to be left alone.
    """

    id: str
    laws: tuple[str, ...]
    mode: Mode
    when: When
    source: Source
    in_force: InForce = ALWAYS
    places: frozenset[str] = frozenset()
    grant_needs: frozenset[Quality] = frozenset()
    after_opt_out: frozenset[Quality] = frozenset()
    lasts_months: int | None = None
    lasts_source: Source | None = None
    relation: Relation | None = None
    decides_at: int | str | None = None
    ask_again_months: int | None = None


@dataclass(frozen=True, slots=True)
class Bound:
    """A rule as it applies to people of one residence: the law that makes it one and the days ``[start, end)``.

    ``decides_at`` is in years. ``signal_from`` is the day from which a signal obliges there, None where it never does.
    """

    rule: Rule
    law: str | None
    start: date | None = None
    end: date | None = None
    decides_at: int | None = None
    signal_from: date | None = None


PLACE_AGE = "place"
_OLDEST = timedelta(hours=14)
_YOUNGEST = timedelta(hours=12)


def begun(now: datetime) -> date:
    """Return the latest civil day it is anywhere on Earth: a duty that starts on a day counts from then."""
    return (now + _OLDEST).date()


def ended(now: datetime) -> date:
    """Return the earliest civil day it is anywhere on Earth: a duty, or childhood, lasts until it is over everywhere."""
    return (now - _YOUNGEST).date()


def begins(day: date) -> datetime:
    """Return the instant from which :func:`begun` says ``day``."""
    return _midnight(day) - _OLDEST


def ends(day: date) -> datetime:
    """Return the instant from which :func:`ended` says ``day``."""
    return _midnight(day) + _YOUNGEST


def _midnight(day: date) -> datetime:
    return datetime.fromisoformat(f"{day.isoformat()}T00:00:00+00:00")


@dataclass(frozen=True, slots=True)
class ChoiceLaw:
    """Every rule on choices for one company.

    ``honoured`` names the signals the company's charter promises to honour everywhere. ``minimum_age`` is the charter's
    age below which nothing but the necessary happens. ``directed_to_children``: somebody whose age is not known is
    treated as a child.
    """

    rules: tuple[Rule, ...]
    pack: LawPack
    company: Company
    honoured: frozenset[str] = frozenset()
    minimum_age: int | None = None
    directed_to_children: bool = False
    _memory: dict[str | None, tuple[Bound, ...]] = field(default_factory=dict, repr=False, compare=False)

    def bounds(self, residence: str | None) -> tuple[Bound, ...]:
        """Return the rules for people living in ``residence``; None: of every place at once.

        Raises :class:`~upheld.errors.UsageError` for an unknown place.
        """
        if residence not in self._memory:
            self._memory[residence] = _strictest(self._bind(residence))
        return self._memory[residence]

    def signal_binds(self, signal: str | None, residence: str | None, at: datetime) -> bool:
        """Return whether ``signal``, sent at ``at`` from ``residence``, was an opt-out by law or by our own promise."""
        if signal in self.honoured:
            return True
        start = self._signal_from(None if residence is None else {residence})
        return signal == GPC and start is not None and start <= begun(at)

    def _bind(self, residence: str | None) -> Iterator[Bound]:
        places = sorted(self.pack.places) if residence is None else [residence]
        binding = {one.law for place in places for one in applicable_laws(self.pack, place, self.company) if one.binds}
        for rule in self.rules:
            if rule.places and residence is not None and residence not in rule.places:
                continue
            if not rule.laws:
                yield Bound(rule, None, rule.in_force.start, rule.in_force.end)
            for law in rule.laws:
                if law in binding:
                    yield from self._bound(rule, self.pack.instruments[law], residence)

    def _bound(self, rule: Rule, law: Instrument, residence: str | None) -> Iterator[Bound]:
        within = {p for p in self.pack.places if self.pack.binds(law, p)}
        here = within & {residence} or within
        signal = self._signal_from(here)
        for age in self._ages_of_consent(here) if rule.decides_at == PLACE_AGE else [rule.decides_at]:
            if isinstance(age, str):
                raise TypeError(f"rule {rule.id} names an unknown age `{age}`")
            start, end = _within(law.in_force, rule.in_force)
            yield Bound(rule, law.id, start, end, age, signal)

    def _ages_of_consent(self, places: Iterable[str]) -> list[int]:
        ages = {f.value for p in places for f in self.pack.places[p].facts if f.topic == "child_age"}
        return sorted(age for age in ages if isinstance(age, int)) or [_GDPR_AGE]

    def _signal_from(self, places: Iterable[str] | None) -> date | None:
        known = self.pack.places.values() if places is None else [self.pack.places[p] for p in places]
        starts = [p.signal.start for p in known if p.signal is not None and p.signal.start is not None]
        return min(starts, default=None)


GPC = "GPC"
"""The opt-out preference signal the laws know: Global Privacy Control. Others count where a charter honours them."""

_GDPR_AGE = 16
"""GDPR Art. 8(1), where the law of the place says nothing else."""


def _strictest(bounds: Iterable[Bound]) -> tuple[Bound, ...]:
    """Leave out rules that a stricter copy of the same rule makes idle (many states, one rule, residence not known)."""
    kept: list[Bound] = []
    for bound in bounds:
        if any(_implies(other, bound) for other in kept):
            continue
        kept = [other for other in kept if not _implies(bound, other)] + [bound]
    return tuple(kept)


def _within(law: InForce, rule: InForce) -> tuple[date | None, date | None]:
    starts = [day for day in (law.start, rule.start) if day is not None]
    ends_ = [day for day in (law.end, rule.end) if day is not None]
    return max(starts, default=None), min(ends_, default=None)


def _implies(strict: Bound, loose: Bound) -> bool:
    if strict.rule is not loose.rule or strict.decides_at != loose.decides_at:
        return False
    starts = strict.start is None or (loose.start is not None and strict.start <= loose.start)
    ends_later = strict.end is None or (loose.end is not None and strict.end >= loose.end)
    signals = loose.signal_from is None or (strict.signal_from is not None and strict.signal_from <= loose.signal_from)
    return starts and ends_later and signals
