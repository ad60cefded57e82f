"""What asking the requester for something does to a clock: nothing, restart, days added, days excluded, or suspension."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from upheld.law.cases import Event
from upheld.law.derivation import Derivation
from upheld.law.rules import Pause, PauseKind, Reflection


class Pausing(NamedTuple):
    """The effect of all questions: a later start, days to add, whether a question still holds the clock, an outcome."""

    restart: datetime | None = None
    added: int = 0
    held: bool = False
    outcome: str | None = None


NO_PAUSE = Pausing()
Question = tuple[Event, Event | None]


def pausing(d: Derivation, start: datetime, end: int) -> Pausing:
    """Apply the rule's pauses to a period from ``start`` whose first, unpaused end is the day ``end``.

    Restarts are settled first, because excluded days count only from the start of the period that runs.
    """
    restart: datetime | None = None
    held, outcome = False, None
    added = 0
    excluded: set[int] = set()
    rules = [p for p in d.rule.pauses if p.in_force.covers(d.received.date())]
    for pause in sorted(rules, key=lambda p: p.kind is not PauseKind.RESTART):
        for asked, answered in _questions(d, pause, end):
            if pause.kind is PauseKind.DENY:
                outcome = _deny(d, pause, asked, answered, end) or outcome
            elif pause.kind is PauseKind.LIFT:
                held = _lift(d, pause, answered, end) or held
            elif answered is None:
                d.say("pause.open", pause.source, d.day_of(asked), None, asked.type)
                held = True
            elif pause.kind is PauseKind.RESTART:
                restart = _restart(d, pause, answered, restart)
            elif pause.kind is PauseKind.SUSPEND:
                added += _suspend(d, pause, asked, answered)
            else:
                excluded |= _exclude(d, pause, asked, answered, restart or start)
    return Pausing(restart, added + len(excluded), held, outcome)


def _questions(d: Derivation, pause: Pause, end: int) -> list[Question]:
    """Pair each question with its answer, leaving out those that stop nothing, with the reason told."""
    pairs: list[Question] = []
    answers = d.case.all_of(pause.answered)
    until: datetime | None = None
    for asked in d.case.all_of(pause.asked):
        if until is not None and asked.at <= until:
            continue
        if not _counts(d, pause, asked, end):
            continue
        answered = next((event for event in answers if event.at >= asked.at), None)
        pairs.append((asked, answered))
        if answered is None:
            break
        until = answered.at
    return pairs


def _counts(d: Derivation, pause: Pause, asked: Event, end: int) -> bool:
    day = d.day_of(asked)
    if pause.kind is PauseKind.DENY:
        return True
    if pause.bases and not _has_basis(asked, pause.bases):
        d.say("pause.no_ground", pause.source, day, None, asked.type)
        return False
    if pause.within_days is not None and day - d.received_day > pause.within_days:
        d.say("pause.asked_late", pause.source, day, None, asked.type)
        return False
    if day > end:
        d.say("pause.after_end", pause.source, day, None, asked.type)
        return False
    return True


def _has_basis(event: Event, bases: tuple[str, ...]) -> bool:
    basis = (event.text("basis") or "").lower()
    return any(word in basis for word in bases) and not basis.startswith(("no_", "not_", "without_"))


def _deny(d: Derivation, pause: Pause, asked: Event, answered: Event | None, end: int) -> str | None:
    d.say("pause.never", pause.source, d.day_of(asked), None, asked.type)
    if answered is None or d.day_of(answered) > end:
        return pause.outcome
    return None


def _lift(d: Derivation, pause: Pause, answered: Event | None, end: int) -> bool:
    if answered is not None and d.day_of(answered) <= end:
        d.say("pause.answered_in_time", pause.source, d.day_of(answered))
        return False
    d.say("pause.lifted", pause.source, end)
    return True


def _restart(d: Derivation, pause: Pause, answered: Event, restart: datetime | None) -> datetime:
    at = answered.at.astimezone(d.case.zone)
    d.say("pause.restart", pause.source, d.received, at, answered.type)
    return at if restart is None or answered.at > restart else restart


def _suspend(d: Derivation, pause: Pause, asked: Event, answered: Event) -> int:
    first, last = d.day_of(asked), d.day_of(answered)
    d.say("pause.suspend", pause.source, first, last, str(last - first))
    return last - first


def _exclude(d: Derivation, pause: Pause, asked: Event, answered: Event, start: datetime) -> set[int]:
    first, last = max(d.day_of(asked), start.toordinal()), d.day_of(answered)
    d.say("pause.exclude", pause.source, first, last, str(max(0, last - first + 1)))
    return set(range(first, last + 1))


def reflecting(d: Derivation, reflection: Reflection) -> int | bool | None:
    """Return the day a cost announcement lets the period start from, None for no effect, False for a withdrawn request."""
    announced = d.case.first(reflection.announced)
    if announced is None:
        return None
    day = d.day_of(announced)
    amount = announced.number(reflection.max_field) if reflection.max_field else None
    too_much = amount is not None and reflection.max_amount is not None and amount > reflection.max_amount
    if too_much or (reflection.bases and not _has_basis(announced, reflection.bases)):
        d.say("reflection.unlawful", reflection.source, day)
        return None
    end = day + reflection.days
    confirmed = next((e for e in d.case.all_of(reflection.confirmed) if e.at >= announced.at), None)
    if confirmed is None or d.day_of(confirmed) > end:
        d.say("reflection.silence", reflection.source, day, end)
        return False
    d.say("reflection.start", reflection.source, day, end)
    return end
