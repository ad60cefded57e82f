"""Write what happened to a case: events, their evidence and the next tasks, in one transaction."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import rfc8785
from sqlalchemy import Connection

from upheld.duties import requests as duty
from upheld.duties.requests import Event, Phase, RequestState
from upheld.evidence.checkpoint import Signer
from upheld.evidence.leaf import LawReason, Leaf, PromiseReason
from upheld.ids import CaseId, PersonRef, StatementId
from upheld.store import Store, cases, evidence_log
from upheld.store.evidence_sequencer import sequence_at_commit

Also = Callable[[Connection], None]
"""What else belongs into the transaction: sealed cells, letters, follow-up tasks."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The only writer of case events."""

    store: Store
    signer: Signer

    def load(self, case_id: CaseId) -> RequestState:
        """Fold a case from its events."""
        with self.store.read() as connection:
            return self.load_in(connection, case_id)

    @staticmethod
    def load_in(connection: Connection, case_id: CaseId) -> RequestState:
        """Fold a case from its events as the caller's transaction sees them."""
        return duty.fold(Event(r.name, r.payload) for r in cases.load_events(connection, case_id))

    def append(
        self, case_id: CaseId, state: RequestState, events: Sequence[Event], also: Iterable[Also] = ()
    ) -> RequestState:
        """Commit ``events`` behind ``state`` with their leaves and whatever ``also`` adds; return the new state.

        Raises :class:`~upheld.errors.Conflict` when another writer was first.
        """
        with self.store.write() as connection:
            return self.append_in(connection, case_id, state, events, also)

    def append_in(
        self,
        connection: Connection,
        case_id: CaseId,
        state: RequestState,
        events: Sequence[Event],
        also: Iterable[Also] = (),
    ) -> RequestState:
        """Append in the caller's transaction, as its last step."""
        now = self.store.clock.now()
        after = state
        for event in events:
            after = duty.advance(after, event)
        closed = now if after.phase in (Phase.CLOSED, Phase.FAILED) else None
        if state.version == 0:
            right = after.right.value if after.right else ""
            cases.open_case(connection, case_id, right, Phase.RECEIVED.value, now)
        pairs = [(e.name, e.payload) for e in events]
        cases.append_events(
            connection, case_id, state.version, pairs, at=now, state=after.phase.value, closed_at=closed
        )
        for extra in also:
            extra(connection)
        leaves = [self._leaf(case_id, state.version + i, after, e) for i, e in enumerate(events, start=1)]
        evidence_log.append(connection, leaves)
        if self.store.database.is_sqlite:
            sequence_at_commit(connection, self.signer)
        return after

    def _leaf(self, case_id: CaseId, seq: int, state: RequestState, event: Event) -> Leaf:
        """Turn an event into its leaf: its digest binds the whole payload, which itself stays in the store."""
        payload = event.payload
        return Leaf(
            event=event.name,
            at=self.store.clock.now(),
            case=case_id,
            seq=seq,
            person=PersonRef(state.person) if state.person else None,
            digests={"payload": hashlib.sha256(rfc8785.dumps(dict(payload))).hexdigest(), **_digests(payload)},
            counts=_counts(payload),
            facts={k: str(payload[k]) for k in _FACTS if payload.get(k)},
            because=tuple(_reason(r) for r in payload.get("because", ())),
        )


_FACTS = ("right", "outcome", "grade", "system", "when", "fate")


def _digests(payload: Mapping[str, object]) -> dict[str, str]:
    return {k: str(payload[k]) for k in ("plan", "package") if k in payload}


def _counts(payload: Mapping[str, object]) -> dict[str, int]:
    """Totals only: a table's name may say more than a stranger has to know."""
    out: dict[str, int] = {}
    for name in ("counts", "kept", "rows"):
        value = payload.get(name)
        if isinstance(value, Mapping):
            out[name] = sum(value.values())
        elif isinstance(value, int):
            out[name] = value
    survivors = payload.get("survivors")
    if survivors is not None and isinstance(survivors, (list, Mapping)):
        out["survivors"] = len(survivors)
    return out


def _reason(data: Mapping[str, str]) -> PromiseReason | LawReason:
    if "law" in data:
        return LawReason(data["law"])
    return PromiseReason(StatementId(data["promise"]), data["sha256"])
