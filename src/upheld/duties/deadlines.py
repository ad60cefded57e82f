"""When a request has to be answered: law and promise side by side, and the earliest honest date of all.

Nothing here is stored. A due date is computed from the case's own facts and the law and charter in force at receipt.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from upheld.duties.requests import Reason, Right
from upheld.law import LawPack, compute_clock
from upheld.law.counting import add_period, end_of_day
from upheld.law.rules import Counting, Period, Unit
from upheld.policy.charter import Charter, Statement

LAW_RIGHTS: dict[str, dict[Right, str]] = {
    "CCPA": {Right.ACCESS: "know", Right.ERASURE: "delete"},
}
"""Where a law calls a right by another name than the GDPR's."""

_SUBJECTS: dict[Right, tuple[str, ...]] = {
    Right.ACCESS: ("dsr_response", "access", "copy", "request"),
    Right.ERASURE: ("dsr_response", "erasure", "deletion", "account_deletion", "request"),
}
"""What a promised deadline may be about, in the charter's words, for it to bind an answer to this right."""

_ISO = re.compile(r"P(?P<n>\d+)(?P<unit>BD|D|W|M|Y)$")


@dataclass(frozen=True, slots=True)
class Due:
    """One clock. ``due_at`` is the latest its source allows, ``safe_due_at`` the date to act on; both end a local day."""

    source: str
    due_at: datetime
    safe_due_at: datetime
    because: tuple[Reason, ...]


def due_dates(
    pack: LawPack,
    laws: Iterable[Sequence[str]],
    charter: Charter | None,
    right: Right,
    received_at: datetime,
    zone: ZoneInfo,
) -> tuple[Due, ...]:
    """Return every clock that runs on a request, the one to act on first.

    ``laws`` are (law, jurisdiction) pairs. Raises :class:`~upheld.errors.UsageError` for one the pack does not know.
    """
    found = [*_by_law(pack, laws, right, received_at, zone), *_by_promise(pack, charter, right, received_at, zone)]
    return tuple(sorted(found, key=lambda d: (d.safe_due_at, d.source)))


def _by_law(
    pack: LawPack, laws: Iterable[Sequence[str]], right: Right, received_at: datetime, zone: ZoneInfo
) -> Iterable[Due]:
    for law, place in laws:
        name = LAW_RIGHTS.get(law, {}).get(right, right.value)
        answer = compute_clock(pack, law, name, received_at, zone, jurisdiction=place)
        if answer.due_at is not None:
            safe = answer.safe_due_at or answer.due_at
            yield Due(law, answer.due_at, safe, tuple(Reason(law=c) for c in answer.because))


def _by_promise(
    pack: LawPack, charter: Charter | None, right: Right, received_at: datetime, zone: ZoneInfo
) -> Iterable[Due]:
    for statement in charter.running("deadline") if charter else ():
        period = _period(statement)
        if period is None or statement.runs_as != "requests.deadline" or not _binds(statement, right):
            continue
        day = received_at.astimezone(zone).date().toordinal()
        last = end_of_day(add_period(day, period, _counting(pack), None, safe=True), zone)
        yield Due(
            f"promise {statement.id}", last, last, (Reason(promise=statement.id, sha256=statement.source.sha256),)
        )


def _binds(statement: Statement, right: Right) -> bool:
    return statement.text_slot("subject") in _SUBJECTS[right]


def _period(statement: Statement) -> Period | None:
    match = _ISO.match(statement.text_slot("period") or "")
    if not match:
        return None
    count, unit = int(match["n"]), match["unit"]
    if unit == "W":
        return Period(7 * count, Unit.DAY)
    units = {"D": Unit.DAY, "BD": Unit.BUSINESS_DAY, "M": Unit.MONTH, "Y": Unit.YEAR}
    return Period(count, units[unit])


def _counting(pack: LawPack) -> Counting:
    """Count a promise as the European rules do, never rolled over: a promise says nothing of week-ends."""
    return pack.countings["eu-1182-71"]
