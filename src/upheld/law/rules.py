"""The parts of a rule that sets a clock: periods, counting, starts, pauses, extensions, and where each comes from.

Everything is immutable. Every part that states a value of the law carries a :class:`Source`. Dates of force are half
open: ``[start, end)`` in civil days of the place.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum


class Provenance(StrEnum):
    """How far a value can be trusted."""

    SOURCE = "source"
    """Seen in the text of the law or of its authority."""
    MIXED = "mixed"
    """Partly seen, partly remembered."""
    MEMORY = "memory"
    """Remembered, not checked."""
    DESIGN = "design"
    """Our own cautious choice where the law names no figure."""


@dataclass(frozen=True, slots=True)
class Source:
    """The citation of one value, how far it was checked, and the keys of the copies it was seen in."""

    cite: str
    provenance: Provenance
    keys: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class InForce:
    """Civil days ``[start, end)``; None is open."""

    start: date | None = None
    end: date | None = None

    def covers(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day < self.end)


ALWAYS = InForce()


class Unit(StrEnum):
    HOUR = "hour"
    DAY = "calendar_day"
    BUSINESS_DAY = "business_day"
    MONTH = "month"
    YEAR = "year"
    IMMEDIATE = "immediate"


@dataclass(frozen=True, slots=True)
class Period:
    n: int
    unit: Unit


class MonthEnd(StrEnum):
    """Where a period of months ends when its last month has no such day."""

    LAST_DAY = "last_day"
    NEXT_DAY = "next_day"


class HourRule(StrEnum):
    EXACT = "exact"
    NEXT_FULL_HOUR = "next_full_hour"
    """The hour of the event does not count (Reg. 1182/71 Art. 3(1))."""


@dataclass(frozen=True, slots=True)
class BusinessDays:
    """Which days are no business days: weekdays (Monday is 0) and, where told, the holidays of the calendar."""

    weekend: frozenset[int]
    holidays: bool


@dataclass(frozen=True, slots=True, eq=False)
class Counting:
    """How one legal order computes periods.

    ``roll_weekdays`` and ``roll_holidays`` say on which days a period may not end; ``calendar`` names the place whose
    holidays count, None for those of the case's own place. Told apart by identity.
    """

    id: str
    name: str
    source: Source
    roll_weekdays: frozenset[int]
    roll_holidays: bool
    calendar: str | None
    month_end: MonthEnd
    month_end_source: Source
    hours: HourRule
    hours_source: Source
    business_days: BusinessDays
    safe_business_days: BusinessDays
    business_source: Source


class StartAt(StrEnum):
    """What a period runs from when the named event is missing."""

    RECEIPT = "receipt"
    NONE = "none"
    """It does not run before the event."""


@dataclass(frozen=True, slots=True)
class Start:
    """The act a period runs from: the earliest of ``events``, else what ``otherwise`` says.

    ``waits_for`` maps an event to the event that must follow it before anything runs (a processor that knows of a breach
    has to tell the controller). ``safe_receipt`` makes the cautious date run from receipt whatever the law's own start
    is; ``safe_events`` lets it run from an earlier event. ``year_end`` moves the start to 31 December of its year.
    """

    events: tuple[str, ...] = ()
    otherwise: StartAt = StartAt.RECEIPT
    waits_for: Mapping[str, str] = field(default_factory=dict)
    safe_receipt: bool = False
    safe_events: tuple[str, ...] = ()
    year_end: bool = False


class PauseKind(StrEnum):
    """What asking the requester for something does to a running period."""

    SUSPEND = "suspend"
    """The days between asking and answer are added."""
    RESTART = "restart"
    """The period runs from the answer."""
    EXCLUDE = "exclude_days"
    """The days from asking to answer, both included, do not count."""
    LIFT = "lift"
    """The period does not apply while the question is open at its end."""
    DENY = "deny"
    """The period runs on; at its end the request may be refused if the question is still open."""


@dataclass(frozen=True, slots=True)
class Pause:
    """One ground of pausing. ``bases`` are words one of which the event's ``basis`` has to contain; empty means any.

    ``within_days`` is how soon after receipt the question must be asked to count as asked without undue delay.
    """

    kind: PauseKind
    asked: str
    answered: str
    source: Source
    bases: tuple[str, ...] = ()
    within_days: int | None = None
    outcome: str | None = None
    in_force: InForce = ALWAYS


class ExtendFrom(StrEnum):
    RECEIPT = "receipt"
    """The extended period is counted anew from the start, with the sum of both periods."""
    FIRST_PERIOD = "first_period"
    """The extension is added to the end of the first period."""
    STATED_DATE = "stated_date"
    """It ends on the date the notice names, within ``period`` of the first period's end where that is given."""


@dataclass(frozen=True, slots=True)
class Extension:
    """An extension that a notice inside the first period can bring. ``notice_from`` may name another start for the notice."""

    period: Period | None
    counted_from: ExtendFrom
    source: Source
    must_state: tuple[str, ...] = ()
    grounds: tuple[str, ...] = ()
    notice_from: str | None = None


@dataclass(frozen=True, slots=True)
class Acknowledgement:
    period: Period
    source: Source


@dataclass(frozen=True, slots=True)
class Channel:
    """What happens to a message that did not come by the channel the law asks for.

    ``designated_only`` asks for a designated channel, else any published one will do. ``otherwise`` is the period for
    the rest; None means that no period runs, unless ``runs_anyway``.
    """

    designated_only: bool
    otherwise: Period | None
    source: Source
    runs_anyway: bool = False
    outcome: str | None = None


class Window(StrEnum):
    TWELVE_MONTHS = "12_months"
    YEAR = "year"
    """A year without further definition; read as twelve rolling months."""
    CALENDAR_YEAR = "calendar_year"


class Excess(StrEnum):
    REFUSE = "refuse"
    CHARGE_FEE = "charge_fee"


@dataclass(frozen=True, slots=True)
class Frequency:
    """How many requests are free in a window, and what the law allows beyond."""

    count: int
    window: Window
    beyond: Excess
    events: tuple[str, ...]
    source: Source


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number on an event below which the duty falls away, or falls due after the year's end."""

    field: str
    at_least: int
    source: Source
    below_year_end: bool = False


@dataclass(frozen=True, slots=True)
class Reflection:
    """A fee announced to the requester: silence for ``days`` withdraws the request, and the period starts after them."""

    announced: str
    confirmed: str
    days: int
    source: Source
    bases: tuple[str, ...] = ()
    max_field: str | None = None
    max_amount: int | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """A second clock answered beside the first; ``field`` is the word of the answer it fills."""

    field: str
    period: Period
    start: Start
    source: Source
    safe_field: str | None = None
    threshold: Threshold | None = None


@dataclass(frozen=True, slots=True)
class Verification:
    required: bool
    source: Source


class Outcome(StrEnum):
    """Which field of the answer the period fills."""

    DUE = "due"
    KEEP_UNTIL = "keep_until"
    EARLIEST = "earliest_allowed"
    HONOUR = "must_honour"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """One dated rule that sets a clock for one or more rights or duties.

    ``period`` None means a duty without a number ("without undue delay"). ``safe_less_days`` is taken off the cautious
    date where the text can be read a day shorter. ``together_with`` names an event at whose day the duty falls due, if that
    is earlier.
    """

    id: str
    rights: tuple[str, ...]
    period: Period | None
    start: Start
    source: Source
    in_force: InForce = ALWAYS
    outcome: Outcome = Outcome.DUE
    note: str | None = None
    safe_less_days: int = 0
    together_with: str | None = None
    takes_effect_at_once: bool = False
    signal_needed: bool = False
    display_status_from: date | None = None
    extension: Extension | None = None
    acknowledgement: Acknowledgement | None = None
    pauses: tuple[Pause, ...] = ()
    channel: Channel | None = None
    frequency: Frequency | None = None
    threshold: Threshold | None = None
    reflection: Reflection | None = None
    linked: tuple[Linked, ...] = ()
    verification: Verification | None = None
    on_refusal: tuple[str, ...] = ()
