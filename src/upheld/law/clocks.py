"""The clock engine: from a case and a law pack to dated answers with their derivation. Pure; time is in the case."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from upheld.errors import UsageError
from upheld.law.cases import Answer, Case, Event, NoDeadline
from upheld.law.counting import add_hours, add_period, end_of_day, start_of_day
from upheld.law.derivation import Derivation
from upheld.law.extensions import Ends, extending
from upheld.law.model import Instrument, LawPack
from upheld.law.pauses import NO_PAUSE, Pausing, pausing, reflecting
from upheld.law.rules import ClockRule, HourRule, Linked, Outcome, Period, Unit
from upheld.law.starts import Beginning, Gate, beginning, below, gate, year_end


def compute_clock(
    pack: LawPack,
    law_id: str,
    right: str,
    received_at: datetime,
    tz: ZoneInfo,
    events: Iterable[Event] = (),
    *,
    jurisdiction: str | None = None,
) -> Answer:
    """Answer the clock of ``right`` under one law for a message received at the aware instant ``received_at``.

    ``jurisdiction`` is the place whose holidays count, by default the law's only one. Raises :class:`UsageError` for an
    unknown law, right, place or event and for instants without offset or out of range.
    """
    law = pack.instruments.get(law_id)
    if law is None:
        raise UsageError(f"unknown law `{law_id}`; `upheld law list` names the known ones")
    return answer_case(pack, Case(law_id, right, jurisdiction or _only_place(law), received_at, tz, tuple(events)))


def answer_case(pack: LawPack, case: Case) -> Answer:
    """Answer one case; see :func:`compute_clock`."""
    case.check()
    law = pack.instruments.get(case.law)
    if law is None:
        raise UsageError(f"unknown law `{case.law}`; `upheld law list` names the known ones")
    if not pack.binds(law, case.jurisdiction):
        raise UsageError(f"{law.id} is no law of `{case.jurisdiction}`; it binds in {', '.join(law.jurisdictions)}")
    rules = law.rules(case.right)
    if not rules:
        raise UsageError(f"{law.id} knows no right or duty `{case.right}`; it knows {', '.join(law.rights())}")
    received = case.received_at.astimezone(case.zone)
    day = received.date()
    rule = _in_force(law, rules, day)
    if rule is None:
        return _not_in_force(case, law, rules, day)
    return run_rule(pack, case, law, rule, received)


def run_rule(pack: LawPack, case: Case, law: Instrument, rule: ClockRule, received: datetime | None = None) -> Answer:
    """Answer a checked case by one rule of ``law``; ``received`` is its receipt in the zone of the case, where known."""
    counting = pack.countings[law.counting]
    place = pack.places.get(counting.calendar or case.jurisdiction)
    derivation = Derivation(case, law, rule, counting, place.calendar if place else None, received)
    try:
        if rule.outcome is Outcome.HONOUR:
            return _honour(pack, derivation)
        return _run(derivation)
    except (OverflowError, ValueError) as error:
        raise UsageError(f"the period of {rule.id} leaves the years a calendar can hold ({error})") from None


def _only_place(law: Instrument) -> str:
    if len(law.jurisdictions) == 1 and law.jurisdictions[0] != "EU":
        return law.jurisdictions[0]
    raise UsageError(f"{law.id} binds in several places; say in which (jurisdiction)")


def _in_force(law: Instrument, rules: tuple[ClockRule, ...], day: date) -> ClockRule | None:
    if not law.in_force.covers(day):
        return None
    for rule in rules:
        if rule.in_force.covers(day):
            return rule
    return None


def _not_in_force(case: Case, law: Instrument, rules: tuple[ClockRule, ...], day: date) -> Answer:
    rule = rules[-1]
    begins = max((d for d in (law.in_force.start, rule.in_force.start) if d is not None), default=None)
    source = rule.source if law.in_force.covers(day) else law.source
    step = (rule.id, "not_in_force", source, day.toordinal(), begins.toordinal() if begins else None, ())
    return Answer(
        law.id, case.right, case.jurisdiction, None, None, (source.cite,), (step,), NoDeadline.NOT_IN_FORCE,
        source.provenance, rule.id,
    )  # fmt: skip


def _honour(pack: LawPack, d: Derivation) -> Answer:
    signal = pack.places[d.case.jurisdiction].signal
    if signal is None:
        raise UsageError(
            f"whether `{d.case.jurisdiction}` obliges to honour a signal is not known; add it to its place.yaml"
        )
    must = signal.start is not None and signal.start <= d.received.date()
    d.say(
        "signal.must" if must else "signal.need_not",
        signal.source,
        d.received_day,
        signal.start.toordinal() if signal.start else None,
    )
    passed = gate(d)
    must = must and passed.reason is None
    return _answer(
        d, None, None, NoDeadline.NOT_A_DEADLINE if must else NoDeadline.NO_DUTY,
        must_honour=must, effect_at=d.received if must else None,
    )  # fmt: skip


def _run(d: Derivation) -> Answer:
    passed = gate(d)
    extra: dict[str, Any] = _constants(d, passed)
    if passed.reason is not None:
        return _answer(d, None, None, passed.reason, **extra)
    extra.update(_acknowledged(d))
    extra.update(_linked(d))
    start = _legal_start(d)
    if isinstance(start, NoDeadline):
        if start is NoDeadline.WITHDRAWN:
            extra["allowed_outcome"] = start.value
        return _answer(d, None, None, start, **extra)
    period = passed.period or d.rule.period
    if period is None:
        d.say("no_number", d.rule.source)
        return _answer(d, None, None, NoDeadline.NO_NUMBER, **extra)
    if period.unit is Unit.HOUR or period.unit is Unit.IMMEDIATE:
        return _run_hours(d, period, start, extra)
    return _run_days(d, period, start, extra)


def _constants(d: Derivation, passed: Gate) -> dict[str, Any]:
    """Return the fields that depend on no period."""
    rule = d.rule
    extra: dict[str, Any] = {}
    if passed.outcome is not None:
        extra["allowed_outcome"] = passed.outcome
    if rule.verification is not None:
        d.say("verify" if rule.verification.required else "verify_not", rule.verification.source)
        extra["verification_required"] = rule.verification.required
    if passed.reason is None and rule.takes_effect_at_once:
        extra["effect_at"] = d.received
    if rule.display_status_from is not None:
        extra["display_status_required"] = d.received.date() >= rule.display_status_from
    return extra


def _acknowledged(d: Derivation) -> dict[str, Any]:
    ack = d.rule.acknowledgement
    if ack is None:
        return {}
    end = add_period(d.received_day, ack.period, d.counting, d.calendar)
    safe = add_period(d.received_day, ack.period, d.counting, d.calendar, safe=True)
    d.say("acknowledge", ack.source, d.received_day, end, *_spoken(ack.period))
    zone = d.case.zone
    return {"ack_due_at": end_of_day(d.roll(end, "roll.ack"), zone), "ack_safe_due_at": end_of_day(safe, zone)}


def _legal_start(d: Derivation) -> Beginning | NoDeadline:
    """Return the start of the period, or why there is none to compute."""
    rule = d.rule
    start = beginning(d, rule.start)
    if start.safe is None:
        return NoDeadline.NOT_STARTED
    ends_year = rule.start.year_end
    if rule.threshold is not None and below(d, rule.threshold, rule.start):
        d.say("threshold.below", rule.threshold.source, None, None, str(rule.threshold.at_least))
        if not rule.threshold.below_year_end:
            return NoDeadline.NO_DUTY
        ends_year = True
    if ends_year and start.at is not None:
        moved = year_end(start.at)
        d.say("start.year_end", rule.source, start.at, moved)
        start = Beginning(moved, year_end(start.safe))
    if rule.reflection is None:
        return start
    return _reflected(d, start)


def _reflected(d: Derivation, start: Beginning) -> Beginning | NoDeadline:
    assert d.rule.reflection is not None
    effect = reflecting(d, d.rule.reflection)
    if effect is False:
        return NoDeadline.WITHDRAWN
    if effect is None:
        return start
    return Beginning(start_of_day(effect, d.case.zone), start.safe)


def _linked(d: Derivation) -> dict[str, Any]:
    extra: dict[str, Any] = {}
    undated: tuple[str, ...] = ()
    for link in d.rule.linked:
        found = _link(d, link)
        undated += found.pop("undated", ())
        extra.update(found)
    if undated:
        extra["undated"] = undated
    return extra


def _link(d: Derivation, link: Linked) -> dict[str, Any]:
    if link.threshold is not None and below(d, link.threshold, link.start):
        d.say("threshold.below", link.threshold.source, None, None, str(link.threshold.at_least))
        return {"undated": (link.field,)}
    start = beginning(d, link.start)
    if start.at is None:
        return {}
    if link.period.unit is Unit.HOUR:
        due = add_hours(start.at, link.period.n, d.counting.hours)
        d.say(f"linked.{link.field}", link.source, start.at, due, *_spoken(link.period))
        return {link.field: due}
    end = add_period(start.at.toordinal(), link.period, d.counting, d.calendar)
    d.say(f"linked.{link.field}", link.source, start.at, end, *_spoken(link.period))
    extra: dict[str, Any] = {link.field: end_of_day(d.roll(end, "roll.linked"), d.case.zone)}
    if link.safe_field is not None and start.safe is not None:
        safe = add_period(start.safe.toordinal(), link.period, d.counting, d.calendar, safe=True)
        extra[link.safe_field] = end_of_day(safe, d.case.zone)
    return extra


def _spoken(period: Period) -> tuple[str, str]:
    return str(period.n), period.unit.replace("_", " ")


def _run_hours(d: Derivation, period: Period, start: Beginning, extra: dict[str, Any]) -> Answer:
    assert start.safe is not None
    if start.at is None:
        return _answer(d, None, None, NoDeadline.NOT_STARTED, **extra)
    if period.unit is Unit.IMMEDIATE:
        d.say("period.immediate", d.rule.source, None, start.at)
        return _answer(d, start.at, start.safe, None, **extra)
    due = add_hours(start.at, period.n, d.counting.hours)
    safe = add_hours(start.safe, period.n, HourRule.EXACT)
    d.say("period.hours", d.rule.source, start.at, due, str(period.n))
    d.say("hours", d.counting.hours_source)
    return _answer(d, due, safe, None, **extra)


def _run_days(d: Derivation, period: Period, start: Beginning, extra: dict[str, Any]) -> Answer:
    assert start.safe is not None
    safe_start = start.safe.toordinal()
    safe = add_period(safe_start, period, d.counting, d.calendar, safe=True) - d.rule.safe_less_days
    if start.at is None:
        return _answer(d, None, end_of_day(safe, d.case.zone), NoDeadline.NOT_STARTED, **extra)
    legal = start.at
    first = add_period(legal.toordinal(), period, d.counting, d.calendar)
    paused = pausing(d, legal, first) if d.rule.pauses and d.case.events else NO_PAUSE
    if paused.outcome is not None:
        extra["allowed_outcome"] = paused.outcome
    if paused.held:
        return _answer(d, None, end_of_day(safe, d.case.zone), NoDeadline.SUSPENDED, **extra)
    ends = _first_ends(d, period, Beginning(paused.restart or legal, start.safe), paused, safe)
    return _finish(d, period, ends, extra)


def _first_ends(d: Derivation, period: Period, start: Beginning, paused: Pausing, safe: int) -> Ends:
    assert start.at is not None
    assert start.safe is not None
    begin = start.at.toordinal()
    end = add_period(begin, period, d.counting, d.calendar)
    _tell_period(d, period, begin, end)
    if paused.added:
        d.say("period.days_added", d.rule.source, end, end + paused.added, str(paused.added))
    return Ends(begin, start.safe.toordinal(), end + paused.added, safe, paused.added)


def _tell_period(d: Derivation, period: Period, begin: int, end: int) -> None:
    d.say(f"period.{period.unit}", d.rule.source, begin, end, str(period.n))
    if period.unit is Unit.BUSINESS_DAY:
        d.say("business_days", d.counting.business_source)
    elif period.unit is not Unit.DAY and date.fromordinal(begin).day != date.fromordinal(end).day:
        d.say("no_such_day", d.counting.month_end_source, begin, end)


def _finish(d: Derivation, period: Period, ends: Ends, extra: dict[str, Any]) -> Answer:
    zone, rule = d.case.zone, d.rule
    if rule.outcome is Outcome.KEEP_UNTIL:
        return _answer(d, None, None, NoDeadline.NOT_A_DEADLINE, keep_until_at=end_of_day(ends.end, zone), **extra)
    if rule.outcome is Outcome.EARLIEST:
        return _answer(
            d, None, None, NoDeadline.NOT_A_DEADLINE, earliest_allowed_at=start_of_day(ends.end + 1, zone), **extra
        )
    if rule.extension is not None:
        extended = extending(d, rule.extension, period, ends)
        extra["extension_notice_due_at"] = end_of_day(extended.notice_due, zone)
        extra["extension_notice_safe_due_at"] = end_of_day(extended.notice_safe, zone)
        ends = extended.ends or ends
    ends = _together(d, ends)
    due = d.roll(ends.end)
    if ends.safe != due:
        d.say("safe", rule.source, due, ends.safe)
    return _answer(d, end_of_day(due, zone), end_of_day(ends.safe, zone), None, **extra)


def _together(d: Derivation, ends: Ends) -> Ends:
    """Bring the ends forward to the day of the act the duty falls together with."""
    act = d.case.first(d.rule.together_with) if d.rule.together_with else None
    if act is None or d.day_of(act) >= ends.end:
        return ends
    day = d.day_of(act)
    d.say("together", d.rule.source, ends.end, day, act.type)
    return ends._replace(end=day, safe=min(day, ends.safe))


def _answer(
    d: Derivation, due: datetime | None, safe: datetime | None, reason: NoDeadline | None, **extra: Any
) -> Answer:
    return Answer(
        d.law.id, d.case.right, d.case.jurisdiction, due, safe, d.because(), tuple(d.told), reason,
        d.provenance, d.rule.id, **extra,
    )  # fmt: skip
