"""What is known about the law, as lines of text: for the terminal and the reference page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum

from upheld.errors import UsageError
from upheld.law.calendars import Calendar
from upheld.law.model import Fact, Instrument, LawPack, Place
from upheld.law.rules import ClockRule, InForce, Period, Provenance, Source


def list_lines(pack: LawPack) -> Iterator[str]:
    """Yield one line per law: id, places, from when, name."""
    for law in pack.instruments.values():
        yield f"{law.id:18} {_places(law):22} {_force(law.in_force):28} {law.name}"


def describe_place(pack: LawPack, name: str) -> Iterator[str]:
    """Yield what is known about a place or a law; raise :class:`UsageError` for neither."""
    law = pack.instruments.get(name)
    if law is not None:
        yield from describe_law(law)
        return
    place = pack.places.get(name)
    if place is None:
        raise UsageError(f"`{name}` is no place and no law here; `upheld law list` names them")
    yield from _describe(place)
    for one in pack.instruments_of(name):
        yield ""
        yield from describe_law(one)


def describe_law(law: Instrument) -> Iterator[str]:
    """Yield what is known about one law."""
    yield f"{law.id}: {law.name}"
    yield f"  in force {_force(law.in_force)}, counted by {law.counting} — {_cited(law.source)}"
    for rule in law.clocks:
        yield f"  {', '.join(rule.rights)} ({_force(rule.in_force)}): {_duty(rule)} — {_cited(rule.source)}"
        yield from (f"    {line}" for line in _parts(rule))
    yield from (f"  {line}" for line in _facts(law.facts))


def provenance_counts(pack: LawPack, name: str) -> dict[str, int]:
    """Count the cited values of a place (its laws included) or a law by provenance."""
    place = pack.places.get(name)
    roots: list[object] = [pack.instruments[name]] if name in pack.instruments else []
    if place is not None:
        roots = [place, *pack.instruments_of(name)]
    counts = Counter(source.provenance.value for root in roots for source in sources_in(root))
    return {one.value: counts[one.value] for one in Provenance if counts[one.value]}


def sources_in(value: object) -> Iterator[Source]:
    """Yield every source below a value of the pack."""
    if isinstance(value, Source):
        yield value
    elif isinstance(value, Calendar):
        yield from (holiday.source for holiday in value.holidays)
    elif isinstance(value, tuple):
        for item in value:
            yield from sources_in(item)
    elif is_dataclass(value):
        for one in fields(value):
            if not one.name.startswith("_"):
                yield from sources_in(getattr(value, one.name))


Plain = str | int | bool | None | list["Plain"] | dict[str, "Plain"]


def as_data(value: object) -> Plain:
    """Return a value of the pack as plain data for JSON: fields by name, empty ones left out, dates as ISO 8601."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str | int | bool) or value is None:
        return value
    if isinstance(value, tuple | frozenset):
        items = [as_data(item) for item in value]
        return sorted(items, key=str) if isinstance(value, frozenset) else items
    if isinstance(value, Mapping):
        return {str(name): as_data(item) for name, item in value.items()}
    if is_dataclass(value):
        shown = [one.name for one in fields(value) if not one.name.startswith("_")]
        return {name: as_data(item) for name in shown if (item := getattr(value, name)) not in (None, (), {})}
    return str(value)


def _describe(place: Place) -> Iterator[str]:
    yield f"{place.code}: {place.name}" + (f" ({place.zone})" if place.zone else "")
    for authority in place.authorities:
        when, trust = _force(authority.in_force), authority.source.provenance.value
        yield f"  {authority.role}: {authority.name}, {authority.web} ({when}) [{trust}]"
    if place.signal is not None:
        since = f"since {place.signal.start}" if place.signal.start else "no duty"
        yield f"  opt-out signal: {since} — {_cited(place.signal.source)}"
    if place.calendar is not None:
        names = ", ".join(holiday.name for holiday in place.calendar.holidays)
        yield f"  holidays {place.calendar.first_year}-{place.calendar.last_year}: {names}"
        for source in dict.fromkeys(holiday.source for holiday in place.calendar.holidays):
            yield f"    {_cited(source)}"
    yield from (f"  {line}" for line in _facts(place.facts))


def _duty(rule: ClockRule) -> str:
    if rule.period is None:
        return rule.note or "no period"
    start = f" from {' / '.join(rule.start.events)}" if rule.start.events else " from receipt"
    return _period(rule.period) + start


def _parts(rule: ClockRule) -> Iterator[str]:
    if rule.acknowledgement is not None:
        yield f"acknowledge: {_period(rule.acknowledgement.period)} — {_cited(rule.acknowledgement.source)}"
    if rule.extension is not None:
        more = _period(rule.extension.period) if rule.extension.period else "to the date told"
        yield f"extension: {more} — {_cited(rule.extension.source)}"
    for pause in rule.pauses:
        yield f"{pause.asked}: {pause.kind} — {_cited(pause.source)}"
    if rule.frequency is not None:
        free = rule.frequency
        yield f"frequency: {free.count} per {free.window}, then {free.beyond} — {_cited(free.source)}"
    if rule.verification is not None:
        needed = "required" if rule.verification.required else "not allowed"
        yield f"verification: {needed} — {_cited(rule.verification.source)}"
    if rule.channel is not None:
        yield f"channel — {_cited(rule.channel.source)}"
    if rule.threshold is not None:
        yield f"from {rule.threshold.at_least} {rule.threshold.field} — {_cited(rule.threshold.source)}"
    for link in rule.linked:
        yield f"{link.field}: {_period(link.period)} — {_cited(link.source)}"
    if rule.note and rule.period is not None:
        yield rule.note


def _facts(facts: tuple[Fact, ...]) -> Iterator[str]:
    for fact in facts:
        value = ", ".join(fact.value) if isinstance(fact.value, tuple) else str(fact.value)
        yield f"{fact.topic}: {value} ({_force(fact.in_force)}) — {_cited(fact.source)}"


def _places(law: Instrument) -> str:
    many = len(law.jurisdictions) > 3
    return ", ".join(law.jurisdictions[:3]) + (" …" if many else "")


def _period(period: Period) -> str:
    if not period.n:
        return "at once"
    return f"{period.n} {period.unit.value.replace('_', ' ')}{'s' if period.n != 1 else ''}"


def _force(force: InForce) -> str:
    return " ".join(filter(None, (_when("from", force.start), _when("until", force.end)))) or "undated"


def _when(word: str, day: date | None) -> str:
    return f"{word} {day.isoformat()}" if day else ""


def _cited(source: Source) -> str:
    return f"{source.cite} [{source.provenance.value}]"
