"""A person's request as a case: events, their fold, and what is to be done next. Pure.

``decide`` and its companions return events; the store commits them with their evidence; ``work`` does what ``next_step``
names and comes back with what it saw. ``done``, ``nothing found``, ``partly kept`` and ``failed`` are different outcomes,
and none of them is reached without a check that looked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any


class Right(StrEnum):
    """What was asked for, in the words of the law packs."""

    ACCESS = "access"
    ERASURE = "erasure"


class Outcome(StrEnum):
    """How a case ended."""

    DONE = "done"
    NOTHING_FOUND = "nothing-found"
    PARTLY_KEPT = "partly-kept"
    UNCOUNTED = "absent-uncounted"
    """Nothing of the person is there any more, but not by what we counted: a crash took the witness, or others were first."""
    FAILED = "failed"


class Phase(StrEnum):
    """Where a case stands."""

    RECEIVED = "received"
    UNCERTAIN = "uncertain"
    """More than one account of a kind matches: a person has to choose."""
    WORKING = "working"
    FOLLOWING_UP = "following-up"
    """Concluded; re-checks are still due, and the frozen identity is still sealed for them."""
    CLOSED = "closed"
    FAILED = "failed"


class Grade(StrEnum):
    """How well something is known (DESIGN D4)."""

    OBSERVED = "observed"
    ATTESTED = "attested"
    ASSERTED = "asserted"
    UNVERIFIABLE = "unverifiable"


@dataclass(frozen=True, slots=True)
class Reason:
    """Why: a statement of the charter (with its sentence's SHA-256) or a citation."""

    promise: str | None = None
    sha256: str | None = None
    law: str | None = None

    def as_json(self) -> dict[str, str]:
        return {"law": self.law} if self.law else {"promise": self.promise or "", "sha256": self.sha256 or ""}

    @classmethod
    def from_json(cls, data: Mapping[str, str]) -> Reason:
        return cls(data.get("promise"), data.get("sha256"), data.get("law"))


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case: a stable name and plain values without personal data."""

    name: str
    payload: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Intent:
    """A transaction in a target that was about to commit when it was last heard of."""

    attempt: str
    transaction: str | None
    witnessed: bool
    counts: Mapping[str, int]
    kept: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class SystemState:
    """What one system has come to in this case."""

    planned: bool = False
    intent: Intent | None = None
    acted: bool = False
    touched: int = 0
    kept: Mapping[str, int] = field(default_factory=dict)
    uncounted: bool = False
    checked: bool = False
    survivors: tuple[str, ...] = ()
    rounds: int = 0


@dataclass(frozen=True, slots=True)
class RequestState:
    """The fold of a request's events."""

    right: Right | None = None
    phase: Phase = Phase.RECEIVED
    version: int = 0
    person: str = ""
    accounts: int = 0
    systems: Mapping[str, SystemState] = field(default_factory=dict)
    because: tuple[Reason, ...] = ()
    outcome: Outcome | None = None
    copied: bool = False
    told: bool = False
    """Whether the person has been written to; a case that is taken up again does not write twice."""
    followed_up: tuple[str, ...] = ()
    identity_destroyed: bool = False

    def system(self, name: str) -> SystemState:
        return self.systems.get(name, SystemState())


LEVEL = 2
"""What "erased" means when a check has passed (DESIGN D4): rows and keys, and the database's own copies of them.

Free pages, write-ahead logs (3) and backups (4) are not part of it.
"""

MAX_ROUNDS = 3
"""How often a system is erased again when a check finds survivors, before a person has to look."""

UNREACHED = (
    "the datamap does not lead to what was found; declare it (`mentions` for free text), or mend the rows by hand"
)
"""What a person is told when erasing again did not help."""

FOLLOW_UPS: Mapping[str, int] = {"hour": 3600, "day": 86400}
"""When the re-checks after the conclusion are due, in seconds (rows may arrive after the commit)."""


class StepKind(StrEnum):
    RESOLVE = "resolve"
    PLAN = "plan"
    ACT = "act"
    CHECK = "check"
    COPY = "copy"
    CONCLUDE = "conclude"


@dataclass(frozen=True, slots=True)
class Step:
    """The next thing ``work`` has to do; ``system`` where it concerns one system."""

    kind: StepKind
    system: str = ""


def opened(
    right: Right, person: str, laws: Sequence[tuple[str, str]], received_at: str, zone: str, because: Iterable[Reason]
) -> Event:
    """Begin a case. ``laws`` are (law, jurisdiction) pairs whose clocks run; due dates are computed from them, never stored."""
    return Event(
        "case.opened",
        {
            "right": right.value,
            "person": person,
            "laws": [list(pair) for pair in laws],
            "received_at": received_at,
            "zone": zone,
            "because": [r.as_json() for r in because],
        },
    )


def next_step(state: RequestState, systems: Sequence[str]) -> Step | None:
    """Say what is to be done next in a case over ``systems``; None when it waits or is over."""
    if state.phase is Phase.RECEIVED:
        return Step(StepKind.RESOLVE)
    if state.phase is not Phase.WORKING:
        return None
    if state.right is Right.ACCESS:
        return Step(StepKind.CONCLUDE) if state.copied else Step(StepKind.COPY)
    for kind, ready in ((StepKind.PLAN, _planned), (StepKind.ACT, _acted), (StepKind.CHECK, _checked)):
        for name in systems:
            if not ready(state.system(name)):
                return Step(kind, name)
    return Step(StepKind.CONCLUDE)


def _planned(s: SystemState) -> bool:
    return s.planned or s.acted


def _acted(s: SystemState) -> bool:
    return s.acted


def _checked(s: SystemState) -> bool:
    return s.checked


def resolved(accounts: Mapping[str, int], identifiers: Mapping[str, int], ambiguous: Sequence[str]) -> Event:
    """Note what identity resolution found: numbers per system and kind, never who."""
    payload = {"accounts": dict(accounts), "identifiers": dict(identifiers)}
    if ambiguous:
        return Event("identity.uncertain", {**payload, "kinds": list(ambiguous)})
    return Event("identity.resolved", payload)


def checked(state: RequestState, system: str, survivors: Sequence[str], when: str) -> tuple[Event, ...]:
    """Decide what a look at a system means: passed, to be erased again, or for a person."""
    if not survivors:
        return (Event("check.passed", {"system": system, "when": when, "grade": Grade.OBSERVED.value, "level": LEVEL}),)
    found = Event("check.failed", {"system": system, "when": when, "survivors": list(survivors)})
    if state.system(system).rounds + 1 >= MAX_ROUNDS:
        return found, Event("case.failed", {"reason": "survivors", "system": system, "told": UNREACHED})
    return (found,)


def concluded(state: RequestState, systems: Sequence[str]) -> Event:
    """Decide the outcome of a case whose every system was acted on and looked at again."""
    states = [state.system(name) for name in systems]
    if any(s.survivors for s in states):
        raise ValueError("a case with survivors cannot be concluded")
    kept = sorted({name for s in states for name, rows in s.kept.items() if rows})
    touched = sum(s.touched for s in states)
    if state.right is Right.ACCESS:
        outcome = Outcome.DONE if touched else Outcome.NOTHING_FOUND
    elif kept:
        outcome = Outcome.PARTLY_KEPT
    elif touched:
        outcome = Outcome.DONE
    else:
        outcome = Outcome.UNCOUNTED if state.accounts or any(s.uncounted for s in states) else Outcome.NOTHING_FOUND
    weakest = Grade.ASSERTED if any(s.uncounted for s in states) else Grade.OBSERVED
    return Event("case.concluded", {"outcome": outcome.value, "rows": touched, "kept": kept, "grade": weakest.value})


def followed_up(state: RequestState, when: str, survivors: Mapping[str, Sequence[str]]) -> tuple[Event, ...]:
    """Decide what a later re-check means: the case is over, goes on waiting, or is taken up again."""
    found = {name: list(s) for name, s in survivors.items() if s}
    if found:
        return (Event("case.reopened", {"when": when, "survivors": found}),)
    done = Event("follow-up.passed", {"when": when})
    if set(FOLLOW_UPS) <= {*state.followed_up, when}:
        return done, Event("identity.destroyed", {}), Event("case.closed", {})
    return (done,)


def fold(events: Iterable[Event]) -> RequestState:
    """Fold the events of a case into its state; an unknown event is an error, not a no-op."""
    state = RequestState()
    for event in events:
        state = advance(state, event)
    return state


def advance(state: RequestState, event: Event) -> RequestState:
    """Return the state after one more event."""
    return replace(_APPLY[event.name](state, event.payload), version=state.version + 1)


def _opened(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    because = tuple(Reason.from_json(r) for r in p["because"])
    return replace(s, right=Right(p["right"]), person=p["person"], because=because)


def _resolved(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, phase=Phase.WORKING, accounts=sum(p["accounts"].values()))


def _uncertain(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, phase=Phase.UNCERTAIN, accounts=sum(p["accounts"].values()))


def _chosen(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, phase=Phase.RECEIVED, accounts=p["accounts"])


def _with(s: RequestState, name: str, **changes: Any) -> RequestState:
    return replace(s, systems={**s.systems, name: replace(s.system(name), **changes)})


def _made(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return _with(s, p["system"], planned=True)


def _intended(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    intent = Intent(p["attempt"], p["transaction"], p["witnessed"], p["counts"], p["kept"])
    return _with(s, p["system"], intent=intent)


def _done(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    before = s.system(p["system"])
    touched = before.touched + sum(p["counts"].values())
    kept = {**before.kept, **{n: r for n, r in p["kept"].items() if r}}
    return _with(s, p["system"], acted=True, intent=None, touched=touched, kept=kept, survivors=())


def _absent(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return _with(s, p["system"], intent=None, uncounted=s.system(p["system"]).uncounted or p["fate"] == "unknown")


def _passed(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return _with(s, p["system"], checked=True, survivors=())


def _failed_check(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    before = s.system(p["system"])
    return _with(
        s,
        p["system"],
        planned=False,
        acted=False,
        checked=False,
        survivors=tuple(p["survivors"]),
        rounds=before.rounds + 1,
    )


def _copied(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    for system, rows in p["rows"].items():
        s = _with(s, system, touched=rows)
    return replace(s, copied=True)


def _concluded(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, outcome=Outcome(p["outcome"]), phase=Phase.FOLLOWING_UP)


def _reopened(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    for name in p["survivors"]:
        s = _with(s, name, planned=False, acted=False, checked=False, survivors=tuple(p["survivors"][name]))
    return replace(s, phase=Phase.WORKING)


def _followed(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, followed_up=(*s.followed_up, p["when"]))


def _destroyed(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, identity_destroyed=True)


def _closed(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, phase=Phase.CLOSED)


def _failed(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, phase=Phase.FAILED, outcome=Outcome.FAILED)


def _retried(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, phase=Phase.WORKING if s.accounts or s.systems else Phase.RECEIVED, outcome=None)


def _told(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return replace(s, told=True)


def _noted(s: RequestState, p: Mapping[str, Any]) -> RequestState:
    return s


_APPLY = {
    "case.opened": _opened,
    "identity.resolved": _resolved,
    "identity.uncertain": _uncertain,
    "identity.chosen": _chosen,
    "plan.made": _made,
    "act.intended": _intended,
    "act.done": _done,
    "act.absent": _absent,
    "copies.refreshed": _noted,
    "check.passed": _passed,
    "check.failed": _failed_check,
    "copy.made": _copied,
    "case.concluded": _concluded,
    "letter.queued": _told,
    "letter.settled": _noted,
    "follow-up.passed": _followed,
    "case.reopened": _reopened,
    "identity.destroyed": _destroyed,
    "case.closed": _closed,
    "case.failed": _failed,
    "case.retried": _retried,
}
