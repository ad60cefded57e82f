"""Carry a request from its receipt to its verified end: one idempotent, journalled step after the other.

A worker may die anywhere. What it had journalled is not done again, what it had not is; whether a transaction in a target
committed just before the end is asked of the target, never guessed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict
from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from upheld.connectors.sql import Fate, Observation, Receipt, SqlSystem, Survivor
from upheld.duties import requests as duty
from upheld.duties.requests import Event, Outcome, Phase, RequestState, Right, Step, StepKind
from upheld.errors import Conflict, Permanent, SchemaChanged, UsageError
from upheld.ids import CaseId
from upheld.planning import ErasurePlan, Identity, plan_access, plan_erasure
from upheld.planning.identity import normalise
from upheld.store import outbox, personal, pseudonyms, tasks
from upheld.store.outbox import LetterState
from upheld.store.tasks import Claimed
from upheld.work.attempt import Attempt, Handler
from upheld.work.requests import letters
from upheld.work.requests.deployment import Deployment
from upheld.work.requests.identifying import check_request, identify, read_account, unsettled
from upheld.work.requests.package import PACKAGE_KEPT_FOR, write_package

RUN = "request.run"
FOLLOW_UP = "request.follow-up"
EXPIRE_PACKAGE = "request.expire-package"

LETTER_TRIES = 3
"""A case that another writer keeps moving may miss the note; the letter's own state is in the outbox all the same."""

Boundary = Callable[[str], None]
"""Called at every point where a crash must be survivable; tests kill the process here."""


class Requests:
    """The handling of access and erasure requests."""

    def __init__(self, deployment: Deployment, boundary: Boundary = lambda _: None) -> None:
        self.deployment = deployment
        self.store = deployment.store
        self.journal = deployment.journal
        self._boundary = boundary

    @property
    def handlers(self) -> Mapping[str, Handler]:
        return {RUN: self._run, FOLLOW_UP: self._follow_up, EXPIRE_PACKAGE: self._expire_package}

    def open(
        self,
        right: Right,
        identifiers: Mapping[str, Sequence[str]],
        accounts: Sequence[str] = (),
        reply_to: str | None = None,
    ) -> CaseId:
        """Open a case for a person known by ``identifiers`` (kind → values) and queue its handling.

        ``accounts`` (``kind:key``) says which accounts are meant where several match. Raises :class:`UsageError` for a
        request without an identifier, or with a kind of identifier or account that no datamap knows.
        """
        given = {kind: [v for v in values if v.strip()] for kind, values in identifiers.items()}
        check_request(self.deployment.systems, given, accounts)
        now = self.store.clock.now()
        case_id = CaseId(self.store.ids.new("C"))
        subject = "+".join(sorted(f"{k}:{normalise(k, v)}" for k, values in given.items() for v in values))
        person = pseudonyms.person_ref(self.store.keys, subject)
        event = duty.opened(
            right,
            person,
            list(self.deployment.laws.items()),
            now.isoformat(),
            str(self.deployment.zone),
            self.deployment.reasons(right, now),
        )
        sealed = {"given": given, "accounts": list(accounts), "reply_to": reply_to, "subject": subject}
        self.journal.append(
            case_id,
            RequestState(),
            [event],
            [self._seal(case_id, "request", json.dumps(sealed)), self._queue(case_id, 0)],
        )
        return case_id

    def choose(self, case_id: CaseId, accounts: Sequence[str]) -> None:
        """Say which accounts a request with several matches means, and go on."""
        state = self.journal.load(case_id)
        if state.phase is not Phase.UNCERTAIN:
            raise UsageError(f"case {case_id} does not wait for a choice of accounts")
        chosen = [read_account(text) for text in accounts]
        request = self._request(case_id) | {"accounts": list(accounts)}
        event = Event("identity.chosen", {"accounts": len(chosen)})
        also = [self._seal(case_id, "request", json.dumps(request)), self._queue(case_id, state.version)]
        self.journal.append(case_id, state, [event], also)

    def retry(self, case_id: CaseId) -> None:
        """Take a failed case up again after a person has removed the cause."""
        state = self.journal.load(case_id)
        if state.phase is not Phase.FAILED:
            raise UsageError(f"case {case_id} has not failed; `upheld explain {case_id}` shows where it stands")
        self.journal.append(case_id, state, [Event("case.retried", {})], [self._queue(case_id, state.version)])

    def note_death(self, connection: Connection, task: Claimed, reason: str) -> None:
        """Let a case know that its task was given up, in the transaction that ends the task."""
        if task.kind not in (RUN, FOLLOW_UP):
            return
        case_id = CaseId(task.key.partition("/")[0])
        state = self.journal.load_in(connection, case_id)
        if state.phase not in (Phase.CLOSED, Phase.FAILED):
            failed = Event("case.failed", {"reason": "given-up", "system": "", "told": reason})
            self.journal.append_in(connection, case_id, state, [failed])

    def note_letter(self, connection: Connection, letter_id: str, outcome: LetterState) -> None:
        """Let a case know what became of its letter, in the transaction that settles the letter."""
        case_id = outbox.case_of(connection, letter_id)
        if case_id is None:
            return
        event = Event("letter.settled", {"letter": letter_id, "state": outcome.value})
        for _ in range(LETTER_TRIES):
            state = self.journal.load_in(connection, case_id)
            with suppress(Conflict):
                self.journal.append_in(connection, case_id, state, [event])
                return

    # tasks

    def _run(self, attempt: Attempt) -> None:
        case_id = CaseId(attempt.task.key.partition("/")[0])
        while True:
            state = self.journal.load(case_id)
            step = duty.next_step(state, list(self.deployment.systems))
            if step is None:
                return
            self._boundary(f"before {step.kind.value}")
            try:
                self._take(case_id, state, step)
            except Permanent as error:
                current = self.journal.load(case_id)
                failed = Event(
                    "case.failed", {"reason": type(error).__name__, "system": step.system, "told": str(error)}
                )
                self.journal.append(case_id, current, [failed])
                return
            self._boundary(f"after {step.kind.value}")
            attempt.extend()

    def _take(self, case_id: CaseId, state: RequestState, step: Step) -> None:
        match step.kind:
            case StepKind.RESOLVE:
                self._resolve(case_id, state)
            case StepKind.PLAN:
                self._plan(case_id, state, self._system(step.system))
            case StepKind.ACT:
                self._act(case_id, state, self._system(step.system))
            case StepKind.CHECK:
                self._check(case_id, state, self._system(step.system))
            case StepKind.COPY:
                self._copy(case_id, state)
            case StepKind.CONCLUDE:
                self._conclude(case_id, state)

    def _resolve(self, case_id: CaseId, state: RequestState) -> None:
        """Find the person in every system, letting what one proves lead on in the others, and freeze the result."""
        request = self._request(case_id)
        chosen = [read_account(text) for text in request["accounts"]]
        found = identify(self.deployment.systems, request["given"], chosen)
        accounts = {n: len(i.accounts) for n, i in found.items()}
        identifiers = {k: len(v) for i in found.values() for k, v in i.identifiers.items()}
        seals = [self._seal(case_id, f"identity:{n}", i.to_json()) for n, i in found.items()]
        self.journal.append(case_id, state, [duty.resolved(accounts, identifiers, unsettled(found, chosen))], seals)

    def _plan(self, case_id: CaseId, state: RequestState, system: SqlSystem) -> None:
        plan = self._erasure(system, self._identity(case_id, system))
        stages = [op.name for op in plan.operations]
        self.journal.append(
            case_id, state, [Event("plan.made", {"system": system.name, "plan": plan.digest(), "stages": stages})]
        )

    def _act(self, case_id: CaseId, state: RequestState, system: SqlSystem) -> None:
        """Let the verifier walk, then run the plan; what must have changed is sealed with the intent, before the COMMIT."""
        intent = state.system(system.name).intent
        if intent is not None:
            self._settle(case_id, state, system, intent)
            return
        identity, now = self._identity(case_id, system), self.store.clock.now()
        plan = self._erasure(system, identity)
        seen = system.observe(identity, now, self._observation(case_id, system))
        reached = [state]

        def journal(receipt: Receipt) -> None:
            payload = {
                "system": system.name,
                "attempt": receipt.attempt,
                "transaction": receipt.transaction,
                "witnessed": receipt.witnessed,
                "counts": dict(receipt.counts),
                "kept": dict(receipt.kept),
            }
            self._boundary("before intent")
            also = [self._seal(case_id, f"observation:{system.name}", seen.to_json())]
            reached[0] = self.journal.append(case_id, state, [Event("act.intended", payload)], also)
            self._boundary("before commit")

        outcome = system.erase(plan, identity, now, self.store.ids.new("A"), journal, seen)
        self._boundary("after commit")
        done = Event("act.done", {"system": system.name, "counts": dict(outcome.counts), "kept": dict(outcome.kept)})
        self.journal.append(case_id, reached[0], [done])

    def _settle(self, case_id: CaseId, state: RequestState, system: SqlSystem, intent: duty.Intent) -> None:
        """Ask the target what became of a transaction that was about to commit when we last heard of it."""
        fate = system.fate(Receipt(intent.attempt, intent.transaction, intent.witnessed, intent.counts, intent.kept))
        if fate is Fate.COMMITTED:
            event = Event("act.done", {"system": system.name, "counts": dict(intent.counts), "kept": dict(intent.kept)})
        else:
            event = Event("act.absent", {"system": system.name, "fate": fate.value})
        self.journal.append(case_id, state, [event])

    def _check(self, case_id: CaseId, state: RequestState, system: SqlSystem) -> None:
        """Bring the database's own copies up to date, then look everywhere on a new connection."""
        refreshed = system.refresh_derived()
        events = (
            [Event("copies.refreshed", {"system": system.name, "copies": [asdict(r) for r in refreshed]})]
            if refreshed
            else []
        )
        survivors = [str(s) for s in self._look(case_id, system, at_once=True)]
        self.journal.append(case_id, state, [*events, *duty.checked(state, system.name, survivors, "at-once")])

    def _look(self, case_id: CaseId, system: SqlSystem, *, deep: bool = True, at_once: bool = False) -> list[Survivor]:
        identity, before = self._identity(case_id, system), self._observation(case_id, system)
        if before is None:
            raise SchemaChanged(
                f"case {case_id} has no observation of {system.name}; it cannot be checked, plan it again"
            )
        found = system.recheck(identity, before, self.store.clock.now(), at_once=at_once)
        return [*found, *(system.search(identity, before) if deep else ())]

    def _copy(self, case_id: CaseId, state: RequestState) -> None:
        identities = {n: self._identity(case_id, s) for n, s in self.deployment.systems.items()}
        plans = {n: plan_access(s.datamap, s.schema(), identities[n]) for n, s in self.deployment.systems.items()}
        subject = str(self._request(case_id)["subject"])
        written = write_package(self.deployment, case_id, state, plans, identities, subject)
        payload = {"rows": dict(written.rows), "package": written.sha256, "tables": written.tables}
        expire = self._later(EXPIRE_PACKAGE, case_id, "package", PACKAGE_KEPT_FOR)
        self.journal.append(case_id, state, [Event("copy.made", payload)], [expire])

    def _conclude(self, case_id: CaseId, state: RequestState) -> None:
        event = duty.concluded(state, list(self.deployment.systems))
        outcome = Outcome(event.payload["outcome"])
        events, also = [event], []
        reply_to = self._request(case_id).get("reply_to")
        if reply_to and self.deployment.writes_letters and not state.told:
            letter_id = self.store.ids.new("L")
            events.append(Event("letter.queued", {"letter": letter_id}))
            also.append(self._letter(case_id, state, letter_id, outcome, event, reply_to))
        if state.right is Right.ERASURE:
            also += [
                self._later(FOLLOW_UP, case_id, f"{when}/{state.version}", timedelta(seconds=s), when)
                for when, s in duty.FOLLOW_UPS.items()
            ]
        else:
            events += [Event("identity.destroyed", {}), Event("case.closed", {})]
            also.append(self._destroy(case_id))
        self.journal.append(case_id, state, events, also)
        if state.right is Right.ACCESS:
            personal.finish_destructions(self.store)

    def _follow_up(self, attempt: Attempt) -> None:
        """Look again after an hour and after a day: rows may have arrived behind the erasure."""
        case_id, when = CaseId(attempt.task.key.partition("/")[0]), str(attempt.task.payload["when"])
        state = self.journal.load(case_id)
        if state.phase is not Phase.FOLLOWING_UP or when in state.followed_up:
            return
        survivors = {
            n: [str(x) for x in self._look(case_id, s, deep=when == "day")] for n, s in self.deployment.systems.items()
        }
        events = duty.followed_up(state, when, survivors)
        also = [self._queue(case_id, state.version)] if events[0].name == "case.reopened" else []
        if events[-1].name == "case.closed":
            also.append(self._destroy(case_id))
        self.journal.append(case_id, state, events, also)
        personal.finish_destructions(self.store)

    def _expire_package(self, attempt: Attempt) -> None:
        """Delete a copy that has waited long enough to be fetched."""
        case_id = attempt.task.key.partition("/")[0]
        (self.deployment.packages / f"{case_id}.zip").unlink(missing_ok=True)

    # pieces

    def _erasure(self, system: SqlSystem, identity: Identity) -> ErasurePlan:
        try:
            return plan_erasure(system.datamap, system.schema(fresh=True), identity)
        except ValueError as error:
            raise SchemaChanged(f"{system.name}: {error}; run `upheld check`") from None

    def _system(self, name: str) -> SqlSystem:
        return self.deployment.systems[name]

    def _request(self, case_id: CaseId) -> dict[str, Any]:
        request: dict[str, Any] = json.loads(self._unseal(case_id, "request") or "{}")
        return request

    def _identity(self, case_id: CaseId, system: SqlSystem) -> Identity:
        text = self._unseal(case_id, f"identity:{system.name}")
        if text is None:
            raise SchemaChanged(
                f"case {case_id} was resolved before {system.name} was part of the deployment; open a new case"
            )
        return Identity.from_json(text)

    def _observation(self, case_id: CaseId, system: SqlSystem) -> Observation | None:
        text = self._unseal(case_id, f"observation:{system.name}")
        return None if text is None else Observation.from_json(text)

    def _unseal(self, case_id: CaseId, name: str) -> str | None:
        with self.store.read() as connection:
            cell = personal.unseal(connection, self.store.keys, case_id, name)
        return None if cell is None else cell.decode()

    def _seal(self, case_id: CaseId, name: str, text: str) -> Callable[[Connection], None]:
        now = self.store.clock.now()
        return lambda connection: personal.seal(connection, self.store.keys, case_id, name, text.encode(), at=now)

    def _destroy(self, case_id: CaseId) -> Callable[[Connection], None]:
        now = self.store.clock.now()

        def destroy(connection: Connection) -> None:
            personal.destroy(connection, case_id, now)

        return destroy

    def _queue(self, case_id: CaseId, version: int) -> Callable[[Connection], None]:
        return self._later(RUN, case_id, str(version), timedelta(0))

    def _later(
        self, kind: str, case_id: CaseId, what: str, after: timedelta, when: str | None = None
    ) -> Callable[[Connection], None]:
        now = self.store.clock.now()
        payload: dict[str, str | int | bool | None] = {"when": when} if when else {}

        def enqueue(connection: Connection) -> None:
            tasks.enqueue(connection, kind, f"{case_id}/{what}", due_at=now + after, now=now, payload=payload)

        return enqueue

    def _letter(
        self, case_id: CaseId, state: RequestState, letter_id: str, outcome: Outcome, event: Event, to: str
    ) -> Callable[[Connection], None]:
        now = self.store.clock.now()
        template, fields = letters.conclusion(self.deployment, case_id, state, outcome, event, now)

        def put(connection: Connection) -> None:
            outbox.put(
                connection, self.store.keys, letter_id, template=template, to=to, fields=fields, at=now, case_id=case_id
            )

        return put
