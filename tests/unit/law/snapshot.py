"""The computed snapshot: every clock of every law on the odd days of the calendar, one line each.

A change of law, of a holiday or of the engine shows as changed lines of ``tests/snapshots/clocks.txt``. Write it anew with
``python -m tests.unit.law.snapshot`` and read the difference before committing it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from upheld.formats.law_files import shipped_law
from upheld.law import Answer, Case, answer_case
from upheld.law.cases import ANSWER_FIELDS
from upheld.law.model import Instrument, LawPack

FILE = Path(__file__).resolve().parents[2] / "snapshots" / "clocks.txt"
RECEIVED = (
    ("2024-02-29T09:00", "leap day"),
    ("2026-01-30T09:00", "no 30 February"),
    ("2026-01-31T23:59:59", "no 31 February, last second"),
    ("2026-03-05T10:00", "towards Easter"),
    ("2026-03-28T10:00", "before summer time"),
    ("2026-06-30T12:00", "before the Fourth of July"),
    ("2026-09-04T10:00", "Friday before Labour Day and Independence Day (BR)"),
    ("2026-10-24T10:15", "before winter time"),
    ("2026-11-25T09:00", "towards Christmas"),
    ("2027-01-04T10:00", "a plain Monday of the next year"),
)
UNION = ("BE", "DE", "FR", "IE", "NL")
"""Of the union's laws, the members whose calendars differ most in practice."""


def lines() -> Iterator[str]:
    """Yield the snapshot."""
    pack = shipped_law()
    yield f"# Computed clocks, law as of {pack.as_of}. Every day ends at 23:59:59 in the zone of the place. Not legal advice."
    yield from (f"# {text}: {why}" for text, why in RECEIVED)
    for law in sorted(pack.instruments.values(), key=lambda law: law.id):
        for place in _places(law):
            for rights in _alike(law):
                yield ""
                yield f"{law.id} · {', '.join(rights)} · {place}"
                yield from (f"  {line}" for line in _odd_days(pack, law, place, rights[0]))


def _places(law: Instrument) -> tuple[str, ...]:
    return UNION if "EU" in law.jurisdictions else law.jurisdictions


def _alike(law: Instrument) -> list[list[str]]:
    """Return the rights of a law, those with the same rules together."""
    groups: dict[tuple[str, ...], list[str]] = {}
    for right in law.rights():
        groups.setdefault(tuple(rule.id for rule in law.rules(right)), []).append(right)
    return list(groups.values())


def _odd_days(pack: LawPack, law: Instrument, place: str, right: str) -> Iterator[str]:
    zone = ZoneInfo(pack.places[place].zone or "UTC")
    for text, _ in RECEIVED:
        at = datetime.fromisoformat(text).replace(tzinfo=zone)
        answer = answer_case(pack, Case(law.id, right, place, at, zone))
        yield f"{text:19}  {_dates(answer)}"


def _dates(answer: Answer) -> str:
    due = _day(answer.due_at) if answer.due_at else f"none ({answer.reason})"
    parts = (
        [f"due {due}", f"safe {_day(answer.safe_due_at)}"] if answer.due_at or answer.safe_due_at else [f"due {due}"]
    )
    for name in ANSWER_FIELDS:
        value = getattr(answer, name)
        if value is not None:
            parts.append(f"{name} {_day(value) if isinstance(value, datetime) else value}")
    return ", ".join(parts)


def _day(at: datetime | None) -> str:
    if at is None:
        return "none"
    return f"{at:%a %Y-%m-%d}" if (at.hour, at.minute, at.second) == (23, 59, 59) else f"{at:%a} {at.isoformat()}"


if __name__ == "__main__":
    FILE.write_text("\n".join(lines()) + "\n", "utf-8")
