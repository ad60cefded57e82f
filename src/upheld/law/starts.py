"""Whether a clock runs at all, and from when: channel, frequency, threshold, start event."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import NamedTuple

from upheld.law.cases import Event, NoDeadline
from upheld.law.counting import add_months
from upheld.law.derivation import Derivation
from upheld.law.rules import Channel, Excess, MonthEnd, Period, Start, StartAt, Threshold, Window


class Beginning(NamedTuple):
    """The instants a period runs from, aware in the case's zone. ``at`` None: it does not run; ``safe`` None: no date at all."""

    at: datetime | None
    safe: datetime | None


class Gate(NamedTuple):
    """What the way and number of the requests say: a reason not to run, another period, an outcome that is allowed."""

    reason: NoDeadline | None = None
    period: Period | None = None
    outcome: str | None = None


OPEN = Gate()
_NOT_DESIGNATED = frozenset({"non", "not", "un", "other", "never", "undesignated", "wrong"})


def gate(d: Derivation) -> Gate:
    """Judge channel, signal and frequency of the request."""
    rule = d.rule
    if rule.signal_needed:
        header = d.case.first("gpc_header")
        if header is not None and not re.search(r"\b1\s*$", header.text("value") or "1"):
            d.say("signal.absent", rule.source)
            return Gate(reason=NoDeadline.NO_DUTY)
    way = OPEN if rule.channel is None else _channel(d, rule.channel)
    if way.reason is not None:
        return way
    often = _frequency(d)
    if way is OPEN and often is OPEN:
        return OPEN
    return Gate(often.reason, way.period, often.outcome or way.outcome)


def _channel(d: Derivation, channel: Channel) -> Gate:
    arrived = d.case.first("arrived_via")
    if arrived is None:
        return OPEN
    accepted = (
        _designated(arrived) if channel.designated_only else arrived.details.get("published_by_controller") is not False
    )
    if accepted:
        return OPEN
    if channel.runs_anyway:
        d.say("channel.runs_anyway", channel.source)
        return Gate(outcome=channel.outcome)
    if channel.otherwise is not None:
        d.say("channel.other_period", channel.source, None, None, str(channel.otherwise.n))
        return Gate(period=channel.otherwise)
    d.say("channel.starts_nothing", channel.source)
    return Gate(reason=NoDeadline.NOT_STARTED, outcome=channel.outcome)


def _designated(arrived: Event) -> bool:
    words = set(re.split(r"[^a-z]+", (arrived.text("channel") or "").lower()))
    return "designated" in words and not words & _NOT_DESIGNATED


def _frequency(d: Derivation) -> Gate:
    limit = d.rule.frequency
    if limit is None or not d.case.events:
        return OPEN
    earlier = [e for e in d.case.all_of(*limit.events) if e.at <= d.case.received_at and _in_window(d, e, limit.window)]
    if len(earlier) < limit.count:
        return OPEN
    d.say(f"frequency.{limit.beyond.value}", limit.source, None, None, str(limit.count), limit.window.value)
    if limit.beyond is Excess.REFUSE:
        return Gate(reason=NoDeadline.REFUSAL_ALLOWED, outcome=limit.beyond.value)
    return Gate(outcome=limit.beyond.value)


def _in_window(d: Derivation, event: Event, window: Window) -> bool:
    day = d.day_of(event)
    if window is Window.CALENDAR_YEAR:
        return date.fromordinal(day).year == d.received.year
    return add_months(day, 12, MonthEnd.LAST_DAY) > d.received_day


def below(d: Derivation, threshold: Threshold, start: Start) -> bool:
    """Return whether the number on the start event is known and under the threshold."""
    event = d.case.first(*start.events)
    number = event.number(threshold.field) if event is not None else None
    return number is not None and number < threshold.at_least


def beginning(d: Derivation, start: Start) -> Beginning:
    """Find the instants a period runs from, and tell them."""
    event = d.case.first(*start.events) if start.events else None
    if event is None:
        return _without_event(d, start)
    at = event.at.astimezone(d.case.zone)
    d.say("start.event", d.rule.source, None, at, event.type)
    if start.safe_receipt:
        return Beginning(at, min(at, d.received, key=_utc))
    sooner = d.case.first(*start.safe_events) if start.safe_events else None
    if sooner is not None:
        return Beginning(at, min(at, sooner.at.astimezone(d.case.zone), key=_utc))
    return Beginning(at, at)


def _without_event(d: Derivation, start: Start) -> Beginning:
    for seen, awaited in start.waits_for.items():
        if d.case.first(seen) is not None:
            d.say("start.waits", d.rule.source, None, None, awaited)
            return Beginning(None, None)
    if start.otherwise is StartAt.RECEIPT:
        d.say("start.receipt", d.rule.source, None, d.received)
        return Beginning(d.received, d.received)
    d.say("start.missing", d.rule.source, None, None, " / ".join(start.events))
    return Beginning(None, d.received if start.safe_receipt else None)


def year_end(at: datetime) -> datetime:
    """Return 31 December of the year of ``at``, at the same time of day."""
    return at.replace(month=12, day=31)


def _utc(at: datetime) -> datetime:
    return at.astimezone(UTC)
