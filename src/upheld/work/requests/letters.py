"""What a letter about a concluded case says."""

from __future__ import annotations

from datetime import datetime

from upheld.datamap.model import PeriodUnit
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
    if outcome is Outcome.NOTHING_FOUND:
        return "nothing-found", fields
    if state.right is Right.ACCESS:
        until = (now + PACKAGE_KEPT_FOR).astimezone(deployment.zone).strftime("%-d %B %Y")
        return "access-ready", {
            **fields,
            "available_until": until,
            "link": f"Ask {deployment.controller} for package {case_id}.",
        }
    if outcome is Outcome.PARTLY_KEPT:
        return "erasure-partly-kept", {**fields, "kept": "\n".join(_kept_lines(deployment, event, now))}
    return "erasure-completed", fields


def _kept_lines(deployment: Deployment, event: Event, now: datetime) -> list[str]:
    """Name what is kept, until when and why: ``kept:table:reason`` as the plan counts it, in words."""
    parts = (str(name).split(":", 2) for name in event.payload["kept"])
    return [_kept_line(deployment, table, because, now) for _, table, because in parts]


def _kept_line(deployment: Deployment, table: str, because: str, now: datetime) -> str:
    declared = next((s.datamap.tables[table] for s in deployment.systems.values() if table in s.datamap.tables), None)
    keep = next((p.keep for p in declared.slices if p.keep and p.keep.because == because), None) if declared else None
    title = declared.title if declared and declared.title else table.replace("_", " ")
    line = f"- {title}: {', '.join(c.replace('_', ' ') for c in keep.columns)}" if keep else f"- {title}"
    if keep:
        unit = {PeriodUnit.YEARS: "years", PeriodUnit.MONTHS: "months", PeriodUnit.DAYS: "days"}[keep.unit]
        line += f", until {keep.count} {unit} after {keep.anchor.replace('_', ' ')}"
    for charter in deployment.charters(now):
        statement = charter.statement(because)
        if statement is not None:
            return f"{line} (our privacy policy, section {statement.source.section})"
    return f"{line} ({because})"
