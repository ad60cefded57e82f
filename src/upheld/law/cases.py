"""What a clock is asked (a case with its events) and what it answers (dates, reasons and the derivation)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from upheld.errors import UsageError
from upheld.law.events import EVENTS
from upheld.law.rules import Provenance, Source

FIRST_YEAR, LAST_YEAR = 1970, 2200
Detail = str | int | bool


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case at the aware instant ``at``; ``details`` are the fields of its type."""

    at: datetime
    type: str
    details: Mapping[str, Detail] = field(default_factory=dict)

    def text(self, name: str) -> str | None:
        """Return a detail as text, None where the event does not say."""
        value = self.details.get(name)
        return None if value is None else str(value)

    def number(self, name: str) -> int | None:
        """Return a detail as a whole number, None where the event does not say."""
        value = self.details.get(name)
        if value is None:
            return None
        try:
            return int(value)
        except ValueError:
            raise UsageError(f"event `{self.type}`: `{name}` is not a whole number; write digits only") from None


@dataclass(frozen=True, slots=True)
class Case:
    """One question: the clock of ``right`` under ``law`` for a message received at the aware instant ``received_at``.

    ``zone`` is the civil time days are counted in, ``jurisdiction`` the place whose holidays count.
    """

    law: str
    right: str
    jurisdiction: str
    received_at: datetime
    zone: ZoneInfo
    events: tuple[Event, ...] = ()
    id: str = ""

    def check(self) -> None:
        """Raise :class:`UsageError` for an instant without offset, out of range or before receipt, or an unknown event."""
        _check_instant(self.received_at, "received_at")
        for event in self.events:
            spec = EVENTS.get(event.type)
            if spec is None:
                raise UsageError(f"unknown event `{event.type}`; known are {', '.join(sorted(EVENTS))}")
            _check_instant(event.at, f"event `{event.type}`")
            if not spec.may_precede and event.at < self.received_at:
                raise UsageError(f"event `{event.type}` lies before receipt; check its date or `received_at`")

    def first(self, *types: str) -> Event | None:
        """Return the earliest event of these types."""
        found: Event | None = None
        for event in self.events:
            if event.type in types and (found is None or event.at < found.at):
                found = event
        return found

    def all_of(self, *types: str) -> list[Event]:
        """Return the events of these types in order of time."""
        found = [event for event in self.events if event.type in types]
        return found if len(found) < 2 else sorted(found, key=lambda event: event.at)


def _check_instant(at: datetime, name: str) -> None:
    if at.tzinfo is None:
        raise UsageError(f"{name} has no offset from UTC; write it as 2026-01-31T12:00:00+01:00")
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        raise UsageError(f"{name} lies in the year {at.year}; clocks are computed for {FIRST_YEAR} to {LAST_YEAR}")


class NoDeadline(StrEnum):
    """Why ``due_at`` is null."""

    NOT_IN_FORCE = "not_in_force"
    NO_NUMBER = "no_number"
    NOT_STARTED = "not_started"
    SUSPENDED = "suspended"
    NO_DUTY = "no_duty"
    REFUSAL_ALLOWED = "refusal_allowed"
    WITHDRAWN = "withdrawn"
    NOT_A_DEADLINE = "not_a_deadline"


class Step(NamedTuple):
    """One step of a derivation. ``message`` is an id of :mod:`upheld.law.explanation`; ``cite`` may be empty."""

    rule: str
    message: str
    cite: str
    provenance: Provenance
    before: date | datetime | None = None
    after: date | datetime | None = None
    words: tuple[str, ...] = ()


Told = tuple[str, str, Source, int | datetime | None, int | datetime | None, tuple[str, ...]]
"""A step as the engine keeps it: rule, message, source, before and after (day ordinals or instants), words."""


class Answer(NamedTuple):
    """The dates of one clock. Instants are aware, in the zone of the case; a day ends at 23:59:59.

    ``due_at`` is the latest the rule allows, None with a ``reason``; ``safe_due_at`` is the cautious date (no roll-over,
    no pause, the earliest defensible reading) and never later. ``because`` lists citations, ``steps`` the derivation
    (kept compactly in ``told``, since re-dating a hundred thousand cases looks at none of them). ``undated`` names the
    fields that were asked about and hold no date, such as the authority's where too few people are concerned.
    """

    law: str
    right: str
    jurisdiction: str
    due_at: datetime | None
    safe_due_at: datetime | None
    because: tuple[str, ...] = ()
    told: tuple[Told, ...] = ()
    reason: NoDeadline | None = None
    provenance: Provenance = Provenance.SOURCE
    rule: str = ""
    undated: tuple[str, ...] = ()
    ack_due_at: datetime | None = None
    ack_safe_due_at: datetime | None = None
    allowed_outcome: str | None = None
    authority_due_at: datetime | None = None
    display_status_required: bool | None = None
    earliest_allowed_at: datetime | None = None
    effect_at: datetime | None = None
    extension_notice_due_at: datetime | None = None
    extension_notice_safe_due_at: datetime | None = None
    keep_until_at: datetime | None = None
    law_due_at: datetime | None = None
    mailbox_provider_due_at: datetime | None = None
    must_honour: bool | None = None
    promise_due_at: datetime | None = None
    subjects_due_at: datetime | None = None
    subjects_safe_due_at: datetime | None = None
    verification_required: bool | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """Return the derivation, step by step."""
        return tuple(
            Step(rule, message, source.cite, source.provenance, _moment(before), _moment(after), words)
            for rule, message, source, before, after, words in self.told
        )

    def words(self) -> dict[str, str | bool | list[str] | None]:
        """Return the answer in the words of ``upheld clock --jsonl``: dates as ISO 8601, absent fields left out."""
        out: dict[str, str | bool | list[str] | None] = {
            "due_at": _iso(self.due_at),
            "safe_due_at": _iso(self.safe_due_at),
            "because": list(self.because),
        }
        if self.reason is not None:
            out["reason"] = self.reason.value
        for name in ANSWER_FIELDS:
            value = getattr(self, name)
            if value is not None or name in self.undated:
                out[name] = value.isoformat() if isinstance(value, datetime) else value
        return out


ANSWER_FIELDS: tuple[str, ...] = Answer._fields[11:]
"""The fields an answer carries only where they apply."""


def _moment(at: int | datetime | None) -> date | datetime | None:
    return date.fromordinal(at) if isinstance(at, int) else at


def _iso(at: datetime | None) -> str | None:
    return None if at is None else at.isoformat()
