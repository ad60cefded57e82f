"""Derivations in words. Every step has a message id; :data:`ENGLISH` holds the words, any other table translates them.

A message may use ``{before}`` and ``{after}`` (dates), and ``{0}``, ``{1}`` … (the step's own words).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from upheld.law.cases import Answer, NoDeadline, Step
from upheld.law.rules import Provenance

ENGLISH: Mapping[str, str] = {
    "not_in_force": "received {before}, before the rule is in force (from {after})",
    "no_number": "the law names no number of days: act without undue delay",
    "acknowledge": "acknowledge within {0} {1}s: {after}",
    "verify": "the requester has to be verified",
    "verify_not": "no verification may be asked for",
    "channel.runs_anyway": "not the designated way, yet the period runs",
    "channel.other_period": "not the designated way: {0} days instead",
    "channel.starts_nothing": "sent where the law lets nothing start",
    "frequency.refuse": "more than {0} request(s) in the window ({1}): it may be refused",
    "frequency.charge_fee": "more than {0} request(s) in the window ({1}): a fee may be charged",
    "signal.absent": "the header carries no opt-out",
    "signal.must": "the signal must be honoured here since {after}",
    "signal.need_not": "no duty to honour the signal here on {before}",
    "start.event": "runs from {0}, {after}",
    "start.receipt": "runs from receipt, {after}",
    "start.waits": "does not run before {0}",
    "start.missing": "does not run before {0}",
    "start.year_end": "counted from the end of the year: {after}",
    "threshold.below": "fewer than {0}: this duty does not apply as such",
    "period.calendar_day": "{0} days → {after}",
    "period.business_day": "{0} business days → {after}",
    "period.month": "{0} month(s) → {after}",
    "no_such_day": "that month has no day like {before}: {after}",
    "business_days": "business days are counted by this rule",
    "hours": "hours are counted by this rule, without roll-over",
    "period.year": "{0} year(s) → {after}",
    "period.hours": "{0} elapsed hours → {after}",
    "period.immediate": "at once, {after}",
    "period.days_added": "{0} day(s) do not count → {after}",
    "pause.open": "{0} since {before} and not answered: the period does not run",
    "pause.no_ground": "{0} on {before} has no ground that stops the period",
    "pause.asked_late": "{0} on {before} came too late to count as asked without undue delay",
    "pause.after_end": "{0} on {before} came after the period had ended",
    "pause.never": "{0} on {before} does not stop the period",
    "pause.answered_in_time": "authenticated on {before}, inside the period: it applies",
    "pause.lifted": "not authenticated by {before} while fraud is suspected: the period does not apply",
    "pause.restart": "the period runs anew from {0}, {after}",
    "pause.suspend": "asked {before}, answered {after}: {0} day(s) of suspension",
    "pause.exclude": "asked {before}, answered {after}: {0} day(s), both ends included, do not count",
    "reflection.unlawful": "the cost announced on {before} is not allowed and changes nothing",
    "reflection.silence": "cost announced {before}, no confirmation by {after}: withdrawn",
    "reflection.start": "cost announced {before}: the period starts after {after}",
    "extension.notice_from": "the notice runs from {0}, {before} → {after}",
    "extension.late": "extension told on {before}, after {after}: it does not count",
    "extension.unstated": "extension told on {before} without {0}: it does not count",
    "extension.no_ground": "extension told on {before} for a reason the law does not know ({0}): it does not count",
    "extension.once": "a second extension on {before} does not count",
    "extension.granted": "extended from {before} → {after}",
    "together": "falls due with {0}: {after}",
    "roll": "{before} is a {0} → {after}",
    "roll.notice": "notice of an extension: {before} is a {0} → {after}",
    "roll.ack": "acknowledgement: {before} is a {0} → {after}",
    "roll.linked": "{before} is a {0} → {after}",
    "linked.authority_due_at": "authority: {0} {1}s from {before} → {after}",
    "linked.subjects_due_at": "people: {0} {1}s from {before} → {after}",
    "linked.mailbox_provider_due_at": "mailbox providers: {0} {1}s → {after}",
    "safe": "act by {after}: no roll-over, no pause, the earliest reading",
}
"""English, by message id."""

REASONS: Mapping[NoDeadline, str] = {
    NoDeadline.NOT_IN_FORCE: "no deadline: the rule is not in force for this receipt",
    NoDeadline.NO_NUMBER: "no deadline in numbers: act without undue delay",
    NoDeadline.NOT_STARTED: "no deadline: nothing has started it",
    NoDeadline.SUSPENDED: "no running deadline: it is suspended",
    NoDeadline.NO_DUTY: "no deadline: no duty applies",
    NoDeadline.REFUSAL_ALLOWED: "no deadline: the request may be refused, with reasons",
    NoDeadline.WITHDRAWN: "no deadline: the request counts as withdrawn",
    NoDeadline.NOT_A_DEADLINE: "no deadline to act; see the other dates",
}
"""Why there is no date, in English."""


def explain(answer: Answer, words: Mapping[str, str] = ENGLISH) -> Iterator[str]:
    """Yield the derivation of an answer, one line a step, in the language of ``words`` (English where one is missing)."""
    for step in answer.steps:
        yield render(step, words)


def render(step: Step, words: Mapping[str, str] = ENGLISH) -> str:
    """Return one step in words, with its citation, and a mark where the value is only from memory."""
    template = words.get(step.message) or ENGLISH[step.message]
    text = template.format(*step.words, before=_date(step.before), after=_date(step.after))
    mark = " [from memory]" if step.provenance is Provenance.MEMORY else ""
    return f"{text} — {step.cite}{mark}" if step.cite else text


def _date(at: date | datetime | None) -> str:
    if isinstance(at, datetime):
        return f"{at:%a} {at:%Y-%m-%d %H:%M}"
    return f"{at:%a} {at:%Y-%m-%d}" if at else "?"
