"""The law as data: instruments, the places they bind, their authorities and other cited facts.

Filled by :mod:`upheld.formats.law_files` from ``law/jurisdictions/<code>/*.yaml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from upheld.law.calendars import Calendar
from upheld.law.rules import ALWAYS, ClockRule, Counting, InForce, Source


@dataclass(frozen=True, slots=True)
class Fact:
    """One dated value that is not a clock: who may ask, what an answer holds, how long a record is kept."""

    topic: str
    value: str | int | bool | tuple[str, ...]
    source: Source
    in_force: InForce = ALWAYS


@dataclass(frozen=True, slots=True)
class Instrument:
    """A law, as far as it sets duties this program runs. ``jurisdictions`` are codes of places; ``EU`` means its members."""

    id: str
    name: str
    jurisdictions: tuple[str, ...]
    counting: str
    source: Source
    in_force: InForce
    clocks: tuple[ClockRule, ...]
    facts: tuple[Fact, ...] = ()
    sector: str | None = None
    _by_right: Mapping[str, tuple[ClockRule, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        found: dict[str, tuple[ClockRule, ...]] = {}
        for rule in self.clocks:
            for right in rule.rights:
                found[right] = (*found.get(right, ()), rule)
        object.__setattr__(self, "_by_right", found)

    def rules(self, right: str) -> tuple[ClockRule, ...]:
        """Return the rules for ``right``, oldest first; none for an unknown right."""
        return self._by_right.get(right, ())

    def rights(self) -> tuple[str, ...]:
        return tuple(self._by_right)


@dataclass(frozen=True, slots=True)
class Authority:
    """A supervisory authority or attorney general, with its official web domain."""

    name: str
    web: str
    role: str
    source: Source
    in_force: InForce = ALWAYS


@dataclass(frozen=True, slots=True)
class Signal:
    """From when a place obliges to honour a browser's opt-out signal; ``start`` None means never."""

    start: date | None
    source: Source


@dataclass(frozen=True, slots=True)
class Place:
    """A country, state or union: its zone, calendar, authorities, signal duty and facts (ages of consent and others)."""

    code: str
    name: str
    zone: str | None
    unions: tuple[str, ...] = ()
    calendar: Calendar | None = None
    authorities: tuple[Authority, ...] = ()
    signal: Signal | None = None
    facts: tuple[Fact, ...] = ()


@dataclass(frozen=True, slots=True)
class LawPack:
    """Everything known about the law at one time of knowledge (``as_of``). Look-ups by id are plain mappings.

    ``copies`` says, by key, in which copy a value was seen.
    """

    as_of: date
    instruments: Mapping[str, Instrument]
    places: Mapping[str, Place]
    countings: Mapping[str, Counting]
    copies: Mapping[str, str] = field(default_factory=dict)
    _bound: frozenset[tuple[str, str]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        bound = {
            (law.id, code)
            for law in self.instruments.values()
            for code, place in self.places.items()
            if {code, *place.unions}.intersection(law.jurisdictions)
        }
        object.__setattr__(self, "_bound", frozenset(bound))

    def instruments_of(self, place: str) -> Iterator[Instrument]:
        """Yield the instruments that name ``place`` or a union it belongs to."""
        return (law for law in self.instruments.values() if (law.id, place) in self._bound)

    def binds(self, law: Instrument, place: str) -> bool:
        """Return whether ``law`` is a law of ``place``."""
        return (law.id, place) in self._bound
