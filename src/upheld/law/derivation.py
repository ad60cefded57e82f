"""The state of one computation: the case, its rule, and the steps told so far."""

from __future__ import annotations

from datetime import UTC, datetime

from upheld.law.calendars import Calendar
from upheld.law.cases import Case, Event, Told
from upheld.law.counting import roll_over
from upheld.law.model import Instrument
from upheld.law.rules import ClockRule, Counting, Provenance, Source

_TRUST = {Provenance.SOURCE: 0, Provenance.MIXED: 1, Provenance.DESIGN: 2, Provenance.MEMORY: 3}


class Derivation:
    """Collect the steps and citations of one answer while its dates are found.

    Days are ordinals in the zone of the case.
    """

    __slots__ = ("calendar", "case", "counting", "law", "provenance", "received", "received_day", "rule", "told")

    def __init__(
        self, case: Case, law: Instrument, rule: ClockRule, counting: Counting, calendar: Calendar | None,
        received: datetime | None = None,
    ) -> None:  # fmt: skip
        self.case = case
        self.law = law
        self.rule = rule
        self.counting = counting
        self.calendar = calendar
        self.received = received or case.received_at.astimezone(case.zone)
        self.received_day = self.received.toordinal()
        self.told: list[Told] = []
        self.provenance = Provenance.SOURCE

    def say(
        self,
        message: str,
        source: Source,
        before: int | datetime | None = None,
        after: int | datetime | None = None,
        *words: str,
    ) -> None:
        """Record a step; ``before`` and ``after`` are days or instants."""
        trust = source.provenance
        if trust is not self.provenance and _TRUST[trust] > _TRUST[self.provenance]:
            self.provenance = trust
        self.told.append((self.rule.id, message, source, before, after, words))

    def because(self) -> tuple[str, ...]:
        """Return the citations of the steps told so far, each once; the rule's own where nothing was told."""
        cites = dict.fromkeys([step[2].cite for step in self.told])
        return tuple(cites) or (self.rule.source.cite,)

    def day_of(self, event: Event) -> int:
        """Return the civil day of an event in the zone of the case."""
        return event.at.astimezone(self.case.zone).toordinal()

    def roll(self, ordinal: int, message: str = "roll") -> int:
        """Return the day the period may end on; tell why, where it is another one."""
        end = roll_over(ordinal, self.counting, self.calendar)
        if end != ordinal:
            self.say(message, self.counting.source, ordinal, end, self._why_closed(ordinal))
        return end

    def _why_closed(self, ordinal: int) -> str:
        if self.counting.roll_holidays and self.calendar is not None:
            name = self.calendar.name_of(ordinal)
            if name is not None:
                return name
        return _WEEKDAYS[(ordinal - 1) % 7]


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def earliest(*instants: datetime | None) -> datetime | None:
    """Return the earliest of the instants that are set, compared in UTC."""
    known = [at for at in instants if at is not None]
    return min(known, key=lambda at: at.astimezone(UTC)) if known else None
