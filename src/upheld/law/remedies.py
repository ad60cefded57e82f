"""What a person can do after a refusal: the appeal or complaint with a clock of its own, and the authorities to turn to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from upheld.errors import UsageError
from upheld.law.model import Authority, Instrument, LawPack
from upheld.law.rules import ClockRule


@dataclass(frozen=True, slots=True)
class Remedy:
    """A linked case: the right to ask under ``law``, with the rule that sets its clock."""

    law: str
    right: str
    rule: ClockRule


@dataclass(frozen=True, slots=True)
class Remedies:
    """What a refusal has to name: linked cases in order, and the authorities in office on the day."""

    cases: tuple[Remedy, ...]
    authorities: tuple[Authority, ...]


def after_refusal(pack: LawPack, law_id: str, right: str, place: str, on: date) -> Remedies:
    """Return the remedies against a refusal of ``right`` given ``on`` a day to a person in ``place``.

    Raises :class:`UsageError` for an unknown law, right or place.
    """
    law = pack.instruments.get(law_id)
    rules = law.rules(right) if law is not None else ()
    if law is None or not rules or place not in pack.places:
        raise UsageError(f"`{law_id}` with `{right}` in `{place}` is not known; see `upheld law show {place}`")
    cases = tuple(_linked(pack, law, rules[-1], place, on))
    return Remedies(cases, tuple(_authorities(pack, place, on)))


def _linked(pack: LawPack, law: Instrument, rule: ClockRule, place: str, on: date) -> Iterator[Remedy]:
    for name in rule.on_refusal:
        for known in (law, *pack.instruments_of(place)):
            found = [one for one in known.rules(name) if known.in_force.covers(on) and one.in_force.covers(on)]
            if found:
                yield Remedy(known.id, name, found[0])
                break


def _authorities(pack: LawPack, place: str, on: date) -> Iterator[Authority]:
    return (one for one in pack.places[place].authorities if one.in_force.covers(on))
