"""The decision: may this flow happen for this person now? Pure; the table in docs/reference/consent.md is its contract.

Permitted = every rule that applies permits. First what stops whatever was agreed (restriction, objection, the service's
minimum age), then each rule of each regime by the last choice that counts for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import assert_never

from upheld.duties.consent.events import STOPS, Act, Actor, Choice, Holder, Quality, Row
from upheld.duties.consent.flows import NOT_A_CHOICE, Flow, Notice, Trait
from upheld.duties.consent.history import Seen, seen_by
from upheld.duties.consent.regimes import GPC, Bound, ChoiceLaw, Mode, begins, begun, ended, ends
from upheld.law.counting import add_months
from upheld.law.rules import MonthEnd


class State(StrEnum):
    """How a person stands to a flow under one rule."""

    SILENT = "silent"
    ASKED = "asked"
    GRANTED = "granted"
    RELATED = "related"
    """A customer relation stands in for a grant."""
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SIGNALLED = "signalled"
    OBJECTED = "objected"
    RESTRICTED = "restricted"
    EXPIRED = "expired"
    FORBIDDEN = "forbidden"
    TOO_YOUNG = "too_young"


@dataclass(frozen=True, slots=True)
class Because:
    """One ground of a decision: the rule and citation, how the person stands to it, and the ledger row it rests on."""

    rule: str
    cite: str
    state: State
    row: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether a flow is permitted, why, and until when that holds if nothing new happens (None: without end).

    ``because`` names what denies, or, where all permit, what each rule rests on.
    """

    permitted: bool
    because: tuple[Because, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class PersonState:
    """A person as decisions see one: the choices that count, the rules that apply, and the birth date where known."""

    law: ChoiceLaw
    bounds: tuple[Bound, ...]
    seen: tuple[Seen, ...]
    notices: Mapping[str, Notice]
    born: date | None = None

    @classmethod
    def of(
        cls,
        law: ChoiceLaw,
        notices: Mapping[str, Notice],
        viewer: Holder,
        ledger: Iterable[Row],
        residence: str | None = None,
        born: date | None = None,
    ) -> PersonState:
        """Fold the rows of a ledger for ``viewer``. ``notices`` by SHA-256; a grant on an unknown notice covers nothing."""
        return cls(law, law.bounds(residence), seen_by(viewer, ledger), notices, born)


def may(person: PersonState, flow: Flow, now: datetime) -> Decision:
    """Decide whether ``flow`` may happen for ``person`` at the aware instant ``now``."""
    grounds = tuple(_grounds(person, flow, now))
    denying = tuple(because for permits, because in grounds if not permits)
    permitted = not denying
    until = next((at for at in horizons(person, flow, now) if _permitted(person, flow, at) != permitted), None)
    return Decision(permitted, denying or tuple(because for _, because in grounds), until)


def _permitted(person: PersonState, flow: Flow, now: datetime) -> bool:
    return all(permits for permits, _ in _grounds(person, flow, now))


def _grounds(person: PersonState, flow: Flow, now: datetime) -> Iterator[tuple[bool, Because]]:
    choices = tuple(s.choice for s in person.seen if s.choice.scope.selects(flow))
    yield from ((False, b) for b in _halts(person, flow, choices, now))
    for bound in person.bounds:
        if _applies(person, bound, flow, now):
            yield _judge(person, bound, flow, choices, now)


def _halts(person: PersonState, flow: Flow, choices: tuple[Choice, ...], now: datetime) -> Iterator[Because]:
    restricted = _standing(choices, Act.RESTRICTED, Act.RESTRICTION_LIFTED)
    if restricted is not None:
        yield Because("restriction", "GDPR Art. 18(2)", State.RESTRICTED, restricted.id)
    objected = _standing(choices, Act.OBJECTED, Act.OBJECTION_LIFTED)
    if objected is not None and (flow.basis not in NOT_A_CHOICE or Trait.MARKETING in flow.traits):
        yield Because("objection", "GDPR Art. 21(1), (3)", State.OBJECTED, objected.id)
    minimum = person.law.minimum_age
    if minimum is not None and Trait.NECESSARY not in flow.traits and _younger(person, minimum, now):
        yield Because("minimum-age", "the charter's age limit", State.TOO_YOUNG)


def _standing(choices: tuple[Choice, ...], begin: Act, lift: Act) -> Choice | None:
    for choice in reversed(choices):
        if choice.act is begin:
            return choice
        if choice.act is lift:
            return None
    return None


def _applies(person: PersonState, bound: Bound, flow: Flow, now: datetime) -> bool:
    if bound.start is not None and begun(now) < bound.start:
        return False
    if bound.end is not None and ended(now) >= bound.end:
        return False
    under = bound.rule.when.under_age
    return bound.rule.when.meets(flow) and (under is None or _younger(person, under, now))


def _judge(
    person: PersonState, bound: Bound, flow: Flow, choices: tuple[Choice, ...], now: datetime
) -> tuple[bool, Because]:
    state, row = _combined(person, bound, flow, choices, now)
    mode = bound.rule.mode
    if mode is Mode.FORBIDDEN:
        state, row, permits = State.FORBIDDEN, None, False
    elif mode is Mode.OPT_OUT:
        permits = state not in _STOPPED
    elif mode is Mode.OPT_IN:
        permits = state is State.GRANTED
    elif mode is Mode.SOFT_OPT_IN:
        related = None if state in _STOPPED | {State.GRANTED} else _relation(person, bound, choices, now)
        if related is not None:
            state, row = State.RELATED, related
        permits = state in {State.GRANTED, State.RELATED}
    else:
        assert_never(mode)
    return permits, Because(bound.rule.id, bound.rule.source.cite, state, None if row is None else row.id)


_STOPPED = frozenset({State.REFUSED, State.WITHDRAWN, State.SIGNALLED})
_Standing = tuple[State, Choice | None]


def _combined(person: PersonState, bound: Bound, flow: Flow, choices: tuple[Choice, ...], now: datetime) -> _Standing:
    """Put the person's own word and a parent's together.

    While the person decides not alone, a parent must have granted and nobody must have stopped: neither lifts the
    other's no. Afterwards the own word decides; while there is none, the parent's stands.
    """
    own = _track(person, bound, flow, choices, now, parent=False)
    parent = _track(person, bound, flow, choices, now, parent=True)
    if bound.decides_at is not None and _younger(person, bound.decides_at, now):
        if own[0] in _STOPPED:
            return own
        return parent if parent[0] is not State.SILENT else (State.SILENT, None)
    if own[0] in _STOPPED | {State.GRANTED}:
        return own
    return parent if parent[0] in _STOPPED | {State.GRANTED} else own


def _track(
    person: PersonState, bound: Bound, flow: Flow, choices: tuple[Choice, ...], now: datetime, *, parent: bool
) -> _Standing:
    """Return the last choice that counts for one rule, of a parent or of everybody else."""
    found: _Standing = (State.SILENT, None)
    for choice in choices:
        if (choice.capture.actor is Actor.PARENT) is not parent:
            continue
        if choice.act in STOPS:
            if choice.act is not Act.SIGNALLED or _signal_counts(person, bound, choice, now):
                found = (State(choice.act.value), choice)
        elif choice.act is Act.GRANTED:
            if not _grant_counts(person, bound, flow, choice, now, opted_out=found[0] in _STOPPED):
                continue
            if _lapsed(bound, choice, now):
                found = found if found[0] in _STOPPED | {State.GRANTED} else (State.EXPIRED, choice)
            else:
                found = (State.GRANTED, choice)
        elif choice.act is Act.ASKED and found[0] is State.SILENT:
            found = (State.ASKED, choice)
    return found


def _signal_counts(person: PersonState, bound: Bound, choice: Choice, now: datetime) -> bool:
    capture = choice.capture
    if person.law.signal_binds(capture.signal, capture.residence, choice.at):
        return True
    return capture.signal == GPC and bound.signal_from is not None and bound.signal_from <= begun(now)


def _grant_counts(
    person: PersonState, bound: Bound, flow: Flow, choice: Choice, now: datetime, *, opted_out: bool
) -> bool:
    capture = choice.capture
    needs = bound.rule.grant_needs | (bound.rule.after_opt_out if opted_out else frozenset())
    notice = person.notices.get(capture.notice or "")
    return (
        needs <= capture.qualities
        and notice is not None
        and notice.showed(flow)
        and _grantor_counts(person, bound, choice, now)
    )


def _grantor_counts(person: PersonState, bound: Bound, choice: Choice, now: datetime) -> bool:
    """Return whether the one who granted could, at that age then.

    A child's own yes takes back the child's own no; it is no consent, and has gone when the child decides alone.
    """
    actor, alone = choice.capture.actor, bound.decides_at
    young = alone is not None and _younger(person, alone, choice.at)
    if actor is Actor.SELF:
        return not young or (alone is not None and _younger(person, alone, now))
    if actor is Actor.PARENT:
        return young and Quality.PARENT_VERIFIED in choice.capture.qualities
    return False


def _lapsed(bound: Bound, choice: Choice, now: datetime) -> bool:
    """Return whether a grant is over, or has not begun because a clock jumped."""
    months = bound.rule.lasts_months
    return now < choice.at or (months is not None and now >= months_after(choice.at, months))


def _relation(person: PersonState, bound: Bound, choices: tuple[Choice, ...], now: datetime) -> Choice | None:
    relation = bound.rule.relation
    if relation is None or (bound.decides_at is not None and _younger(person, bound.decides_at, now)):
        return None
    for choice in reversed(choices):
        fits = choice.act is Act.RELATED and relation.needs <= choice.capture.qualities and choice.at <= now
        if fits and (relation.months is None or now < months_after(choice.at, relation.months)):
            return choice
    return None


def _younger(person: PersonState, age: int, at: datetime) -> bool:
    """Return whether the person is, or has to be taken to be, younger than ``age`` years somewhere on Earth."""
    if person.born is None:
        return person.law.directed_to_children
    return ended(at) < birthday(person.born, age)


def birthday(born: date, age: int) -> date:
    """Return the day somebody turns ``age``; who was born on 29 February does so on 1 March in other years."""
    try:
        return born.replace(year=born.year + age)
    except ValueError:
        return date(born.year + age, 3, 1)


def months_after(at: datetime, months: int) -> datetime:
    """Return the same time of day ``months`` later, on the last day of a month that lacks the day."""
    day = add_months(at.date().toordinal(), months, MonthEnd.LAST_DAY)
    return datetime.combine(date.fromordinal(day), at.timetz())


def horizons(person: PersonState, flow: Flow, now: datetime) -> list[datetime]:
    """Return the instants after ``now`` at which a decision can change by time alone, in order."""
    instants: set[datetime] = set()
    ages = {person.law.minimum_age}
    for bound in person.bounds:
        if not bound.rule.when.meets(flow):
            continue
        ages |= {bound.decides_at, bound.rule.when.under_age}
        instants |= {begins(day) for day in (bound.start, bound.signal_from) if day is not None}
        if bound.end is not None:
            instants.add(ends(bound.end))
        instants |= set(_ends_of_choices(person, bound))
    if person.born is not None:
        instants |= {ends(birthday(person.born, age)) for age in ages if age is not None}
    return sorted(at for at in instants if at > now)


def _ends_of_choices(person: PersonState, bound: Bound) -> Iterator[datetime]:
    relation = bound.rule.relation
    for choice in (s.choice for s in person.seen):
        if choice.act is Act.GRANTED:
            yield choice.at
            if bound.rule.lasts_months is not None:
                yield months_after(choice.at, bound.rule.lasts_months)
        elif choice.act is Act.RELATED and relation is not None:
            yield choice.at
            if relation.months is not None:
                yield months_after(choice.at, relation.months)
