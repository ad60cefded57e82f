"""What a letter about a concluded case says."""

from __future__ import annotations

from datetime import datetime

from upheld.duties.requests import Event, Outcome, RequestState, Right
from upheld.ids import CaseId
from upheld.work.requests.deployment import Deployment
from upheld.work.requests.package import PACKAGE_KEPT_FOR


def conclusion(
    deployment: Deployment, case_id: CaseId, state: RequestState, outcome: Outcome, event: Event, now: datetime
) -> tuple[str, dict[str, str]]:
    """Return the template and its fields for a case that ended as ``outcome``."""
    finished = now.astimezone(deployment.zone).strftime("%-d %B %Y")
    fields = {"case": case_id, "controller": deployment.controller, "finished_on": finished}
    if outcome is Outcome.NOTHING_FOUND or outcome is Outcome.UNCOUNTED:
        return "nothing-found", fields
    if state.right is Right.ACCESS:
        until = (now + PACKAGE_KEPT_FOR).astimezone(deployment.zone).strftime("%-d %B %Y")
        return "access-ready", {
            **fields,
            "available_until": until,
            "link": f"Ask {deployment.controller} for package {case_id}.",
        }
    if outcome is Outcome.PARTLY_KEPT:
        return "erasure-partly-kept", {**fields, "kept": "\n".join(_kept_lines(event))}
    return "erasure-completed", fields


def _kept_lines(event: Event) -> list[str]:
    """Name what is kept and why: ``kept:table:reason`` as the plan counts it."""
    lines = []
    for name in event.payload["kept"]:
        _, table, because = str(name).split(":", 2)
        lines.append(f"- {table.replace('_', ' ')}: {because}")
    return lines
