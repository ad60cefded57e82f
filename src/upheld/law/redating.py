"""What a change moves: a new law pack, or a late event, re-dates the open cases; the difference is told case by case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime, timedelta
from enum import Enum

from upheld.errors import UsageError
from upheld.law.calendars import Calendar
from upheld.law.cases import Case, Event
from upheld.law.clocks import answer_case
from upheld.law.model import Instrument, LawPack


@dataclass(frozen=True, slots=True)
class Move:
    """One case whose dates changed. A side that could not be answered carries its error instead of dates."""

    case: str
    law: str
    right: str
    old_due_at: datetime | None
    new_due_at: datetime | None
    old_safe_due_at: datetime | None
    new_safe_due_at: datetime | None
    error: str | None = None

    @property
    def by(self) -> timedelta | None:
        """How far the cautious date moved; None where one side has none."""
        if self.old_safe_due_at is None or self.new_safe_due_at is None:
            return None
        return self.new_safe_due_at - self.old_safe_due_at


@dataclass(frozen=True, slots=True)
class Change:
    """One value of the law that differs between two packs; None where it does not stand."""

    where: str
    old: str | None
    new: str | None


def with_event(case: Case, event: Event) -> Case:
    """Return the case with a late event added, to be answered anew."""
    return replace(case, events=(*case.events, event))


def redate(old: LawPack, new: LawPack, cases: Iterable[Case]) -> Iterator[Move]:
    """Yield the cases whose due or safe date differs between two packs."""
    for case in cases:
        before, failed_before = _dates(old, case)
        after, failed_after = _dates(new, case)
        error = failed_after or failed_before
        move = Move(case.id, case.law, case.right, before[0], after[0], before[1], after[1], error)
        same = move.old_due_at == move.new_due_at and move.old_safe_due_at == move.new_safe_due_at
        if not same or failed_before != failed_after:
            yield move


def _dates(pack: LawPack, case: Case) -> tuple[tuple[datetime | None, datetime | None], str | None]:
    try:
        answer = answer_case(pack, case)
    except UsageError as error:
        return (None, None), str(error)
    return (answer.due_at, answer.safe_due_at), None


def changes(old: LawPack, new: LawPack) -> Iterator[Change]:
    """Yield every value that differs between two packs, in order of its place in the pack."""
    before, after = dict(_values(old)), dict(_values(new))
    for where in dict.fromkeys([*before, *after]):
        if before.get(where) != after.get(where):
            yield Change(where, before.get(where), after.get(where))


def _values(pack: LawPack) -> Iterator[tuple[str, str]]:
    yield "as_of", pack.as_of.isoformat()
    for law in pack.instruments.values():
        yield from _law_values(law)
    for code, place in pack.places.items():
        yield from _flat(code, place)
    for name, counting in pack.countings.items():
        yield from _flat(f"counting.{name}", counting)


def _law_values(law: Instrument) -> Iterator[tuple[str, str]]:
    for name in ("name", "jurisdictions", "counting", "sector", "source", "in_force"):
        yield from _flat(f"{law.id}.{name}", getattr(law, name))
    for rule in law.clocks:
        yield from _flat(f"{law.id}.{rule.id}", rule)
    for index, fact in enumerate(law.facts):
        yield from _flat(f"{law.id}.facts.{fact.topic}[{index}]", fact)


def _flat(where: str, value: object) -> Iterator[tuple[str, str]]:
    if value is None:
        return
    if isinstance(value, Calendar):
        yield f"{where}.years", f"{value.first_year}-{value.last_year}"
        for holiday in value.holidays:
            yield from _flat(f"{where}.{holiday.name}", holiday)
    elif is_dataclass(value):
        for one in fields(value):
            if not one.name.startswith("_"):
                yield from _flat(f"{where}.{one.name}", getattr(value, one.name))
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for index, item in enumerate(value):
            yield from _flat(f"{where}[{index}]", item)
    else:
        yield where, _shown(value)


def _shown(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | frozenset):
        items = sorted(map(str, value)) if isinstance(value, frozenset) else list(map(str, value))
        return ", ".join(items)
    return str(value)
