"""When a request has to be answered: law and promise side by side, and the earliest honest date of all.

Nothing here is stored. A due date is computed from the case's own facts and the law and charter in force at receipt.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from upheld.duties.requests import Reason, Right
from upheld.errors import UsageError
from upheld.law import Answer, LawPack, RegimesAnswer, compute_regimes
from upheld.law.promises import PREFIX
from upheld.policy.charter import Charter
from upheld.policy.timed_promises import timed_promises

NOWHERE = "unknown"
"""No place is known: every promise counts, whomever it was made to."""


@dataclass(frozen=True, slots=True)
class Due:
    """One clock. ``due_at`` is the latest its source allows, ``safe_due_at`` the date to act on; both end a local day."""

    source: str
    due_at: datetime
    safe_due_at: datetime
    because: tuple[Reason, ...]


def due_dates(
    pack: LawPack,
    laws: Mapping[str, str],
    charter: Charter | None,
    right: Right,
    received_at: datetime,
    zone: ZoneInfo,
) -> tuple[Due, ...]:
    """Return every clock that runs on a request, the one to act on first.

    ``laws`` maps each law that applies to its jurisdiction. A law or charter that sets no period for this right runs no
    clock.
    """
    found: list[Due] = []
    for law, place in laws.items():
        found += _clocks(_ask(pack, [law], right, received_at, zone, place))
    if charter is not None:
        for place in {*laws.values()} or {NOWHERE}:
            found += _promised(pack, charter, right, received_at, zone, place)
    unique = {due.source: due for due in sorted(found, key=lambda due: due.safe_due_at, reverse=True)}
    return tuple(sorted(unique.values(), key=lambda due: (due.safe_due_at, due.source)))


def _ask(
    pack: LawPack, regimes: list[str], right: Right, received_at: datetime, zone: ZoneInfo, place: str
) -> RegimesAnswer | None:
    try:
        return compute_regimes(pack, regimes, right.value, received_at, zone, jurisdiction=place)
    except UsageError:
        return None


def _promised(
    pack: LawPack, charter: Charter, right: Right, received_at: datetime, zone: ZoneInfo, place: str
) -> Iterator[Due]:
    """Clocks of the charter's own promises to people of ``place``."""
    company = charter.service
    promises = {company: timed_promises(charter, company)}
    try:
        answer = compute_regimes(
            pack, (), right.value, received_at, zone, jurisdiction=place, promises=promises, companies=[company]
        )
    except UsageError:
        return
    for clock in answer.clocks:
        statement = charter.statement(clock.rule)
        if clock.due_at is not None and statement is not None:
            reason = Reason(promise=statement.id, sha256=statement.source.sha256)
            yield Due(f"promise {statement.id}", clock.due_at, clock.safe_due_at or clock.due_at, (reason,))


def _clocks(answer: RegimesAnswer | None) -> Iterator[Due]:
    for clock in answer.clocks if answer else ():
        if clock.due_at is not None and not clock.law.startswith(PREFIX):
            yield Due(clock.law, clock.due_at, clock.safe_due_at or clock.due_at, _citations(clock))


def _citations(clock: Answer) -> tuple[Reason, ...]:
    return tuple(Reason(law=cite) for cite in clock.because)
