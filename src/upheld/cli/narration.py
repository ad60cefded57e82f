"""Tell a person how a case goes and how it ended: what was done, why, by when it was due, and where the files are."""

from __future__ import annotations

import threading
from datetime import datetime
from types import TracebackType
from typing import Any, Self

import click
from rich.console import Console
from rich.markup import escape

from upheld.app import App
from upheld.duties.requests import Reason, Right
from upheld.ids import CaseId
from upheld.store import cases
from upheld.store.cases import RecordedEvent

POLL_SECONDS = 0.2

_SAYS: dict[str, str] = {
    "case.opened": "received, case {case}",
    "identity.resolved": "found {accounts_total} account(s)",
    "identity.uncertain": "not clear which account is meant: {kinds_list}; choose with `upheld choose {case} --account KIND:KEY`",
    "identity.chosen": "accounts chosen",
    "plan.made": "planned {stages_total} stage(s) in {system}",
    "act.intended": "about to commit in {system}",
    "act.done": "changed {counts_total} row(s) in {system}, kept {kept_total}",
    "act.absent": "the earlier transaction in {system} did not happen ({fate})",
    "copies.refreshed": "brought {copies_total} copies in {system} up to date",
    "check.passed": "looked again in {system} ({when}): nothing left",
    "check.failed": "looked again in {system} ({when}): {survivors_list}",
    "copy.made": "copied {rows_total} row(s) from {tables} group(s)",
    "case.concluded": "{outcome}: {rows} row(s)",
    "letter.queued": "letter queued",
    "letter.settled": "letter {state}",
    "follow-up.passed": "looked again after a{when_word}: nothing left",
    "case.reopened": "rows arrived meanwhile: taken up again",
    "identity.destroyed": "what identified the person in our store is destroyed",
    "case.closed": "closed",
    "case.failed": "FAILED ({reason}) {told}; when the cause is removed: `upheld retry {case}`",
    "case.retried": "taken up again",
}


def sentence(case_id: CaseId, event: RecordedEvent) -> str:
    """Say one event in a line."""
    payload = dict(event.payload)
    words: dict[str, Any] = {"case": case_id, "told": "", **payload}
    for name in ("accounts", "counts", "kept", "rows"):
        value = payload.get(name)
        if isinstance(value, dict):
            words[f"{name}_total"] = sum(value.values())
    words["copies_total"] = len(payload.get("copies", ()))
    words["stages_total"] = len(payload.get("stages", ()))
    words["kinds_list"] = ", ".join(payload.get("kinds", ()))
    survivors = payload.get("survivors", ())
    words["survivors_list"] = "; ".join(survivors) if isinstance(survivors, list) else ""
    words["when_word"] = {"hour": "n hour", "day": " day"}.get(payload.get("when", ""), "")
    return _SAYS[event.name].format(**words)


class Narration:
    """Print events as they are journalled while a block works on a case."""

    def __init__(self, app: App, case_id: CaseId, *, quiet: bool) -> None:
        self.app = app
        self.case_id = case_id
        self.quiet = quiet
        self._seen = 0
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._follow, daemon=True)
        self._console = Console(highlight=False, soft_wrap=True)

    def __enter__(self) -> Self:
        if not self.quiet:
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if not self.quiet:
            self._thread.join()
            self._print()
            if kind is None:
                self._end()

    def _follow(self) -> None:
        with self._console.status("working"):
            while not self._stop.wait(POLL_SECONDS):
                self._print()

    def _print(self) -> None:
        with self.app.store.read() as connection:
            events = cases.load_events(connection, self.case_id, self._seen)
        for event in events:
            at = event.at.astimezone(self.app.deployment.zone)
            self._console.print(f"[dim]{at:%H:%M:%S}[/dim] {escape(sentence(self.case_id, event))}")
            self._seen = event.seq

    def _end(self) -> None:
        told = tell(self.app, self.case_id)
        for due in told["due"]:
            click.echo(f"         due {due['safe_due_at'][:10]} by {due['source']} ({'; '.join(due['because'])})")
        if told.get("package"):
            click.echo(f"         package: {told['package']}")
        click.echo(f"         why: `upheld explain {self.case_id}`")


def tell(app: App, case_id: CaseId) -> dict[str, Any]:
    """Return everything the store knows of a case, as plain values."""
    with app.store.read() as connection:
        events = cases.load_events(connection, case_id)
    state = app.deployment.journal.load(case_id)
    opened = events[0]
    received = datetime.fromisoformat(opened.payload["received_at"])
    right = Right(opened.payload["right"])
    package = app.deployment.packages / f"{case_id}.zip"
    return {
        "case": case_id,
        "right": right.value,
        "phase": state.phase.value,
        "outcome": state.outcome.value if state.outcome else None,
        "received_at": received.isoformat(),
        "person": state.person,
        "due": [
            {
                "source": d.source,
                "due_at": d.due_at.isoformat(),
                "safe_due_at": d.safe_due_at.isoformat(),
                "because": [reason(r) for r in d.because],
            }
            for d in app.deployment.due(right, received)
        ],
        "because": [reason(r) for r in state.because],
        "kept": {name: rows for s in state.systems.values() for name, rows in s.kept.items()},
        "package": str(package) if package.exists() else None,
        "events": [{"seq": e.seq, "at": e.at.isoformat(), "name": e.name, "payload": dict(e.payload)} for e in events],
    }


def reason(r: Reason) -> str:
    """Say a reason: a citation, or the charter's statement."""
    return r.law or f"promise {r.promise}"
