"""Everything the handling of requests needs to know about one deployment, opened by the bootstrap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from upheld.connectors.sql import SqlSystem
from upheld.duties.deadlines import Due, due_dates
from upheld.duties.requests import Reason, Right
from upheld.law import LawPack
from upheld.policy.charter import Charter, CharterSeries
from upheld.store import Store
from upheld.work.requests.journal import Journal

_CAPABILITIES: dict[Right, tuple[str, ...]] = {
    Right.ACCESS: ("requests.access", "requests.content"),
    Right.ERASURE: ("requests.erase", "requests.confirm"),
}
_CITATIONS: dict[str, dict[Right, str]] = {
    "GDPR": {Right.ACCESS: "GDPR Art. 15", Right.ERASURE: "GDPR Art. 17(1)"},
    "UK-GDPR": {Right.ACCESS: "UK GDPR Art. 15", Right.ERASURE: "UK GDPR Art. 17(1)"},
    "CCPA": {Right.ACCESS: "Cal. Civ. Code § 1798.110", Right.ERASURE: "Cal. Civ. Code § 1798.105"},
}


@dataclass(frozen=True, slots=True)
class Deployment:
    """One deployment, open. ``packages`` is the private folder for copies that wait to be fetched."""

    controller: str
    zone: ZoneInfo
    store: Store
    journal: Journal
    systems: Mapping[str, SqlSystem]
    series: tuple[CharterSeries, ...]
    law: LawPack
    laws: Mapping[str, str]
    packages: Path
    writes_letters: bool

    def charters(self, at: datetime) -> tuple[Charter, ...]:
        """The versions of every policy in force at an instant."""
        found = (series.in_force(at) for series in self.series)
        return tuple(c for c in found if c is not None)

    def reasons(self, right: Right, at: datetime) -> tuple[Reason, ...]:
        """Why the deployment answers this right at all: law and promise."""
        laws = tuple(Reason(law=_CITATIONS[name][right]) for name in self.laws if name in _CITATIONS)
        promises = tuple(
            Reason(promise=s.id, sha256=s.source.sha256)
            for charter in self.charters(at)
            for s in charter.running()
            if s.runs_as in _CAPABILITIES[right]
        )
        return laws + promises

    def due(self, right: Right, received_at: datetime) -> tuple[Due, ...]:
        """Every clock on a request received then, the one to act on first."""
        charters = self.charters(received_at) or (None,)
        found = [
            due
            for charter in charters
            for due in due_dates(self.law, self.laws, charter, right, received_at, self.zone)
        ]
        unique = {d.source: d for d in found}
        return tuple(sorted(unique.values(), key=lambda d: (d.safe_due_at, d.source)))
