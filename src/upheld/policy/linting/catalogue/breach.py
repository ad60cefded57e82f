"""Promises about personal data breaches."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import addressed, days
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, LOW, MEDIUM, Family, Hit, pairs, rule, said

_LAW_NAMED = re.compile(r"\bgdpr\b|general data protection")


_AUTHORITY_TOLD = re.compile(
    r"\b(?:notif|inform|report|tell)\w*\b.{0,80}\b(?:authorit|regulator|commission)", re.IGNORECASE
)
_TIMED = re.compile(r"\b(?:notif|inform|tell)\w*\b.{0,120}\bwithin (?:\w+ )?\(?\w+\)? ?(?:hours|days)\b", re.IGNORECASE)
_BREACH = re.compile(r"\bbreach|\bincident|\blost or exposed|\bauthorit|\bleak", re.IGNORECASE)


def _timed_in_words(policy: PolicyView) -> bool:
    return any(_BREACH.search(s.quote) for s in policy.matching(_TIMED))


def _tells_people(promise: Promise) -> bool:
    return promise.says("action", "notify_users", "notify_individuals", "notify", "notify_data_subjects")


def _tells_authority(promise: Promise) -> bool:
    return promise.says("action", "notify_authority")


_WILL = said(
    "We will tell the people affected within 48 hours.",
    "breach",
    action="notify_users",
    period="PT48H",
    trigger="awareness",
)
_MAY = said("After a breach we may notify you in writing.", "breach", action="notify_users", modality="may")


@rule(
    "breach-notice-modality",
    Family.CONTRADICTION,
    HIGH,
    "Notice of a breach is promised in one place and left open in another",
    why="The same event is met by “we will” and by “we may”. People rely on the promise; the staff who handle the "
    "breach may read the other sentence.",
    fix="Keep the promise and drop the sentence that leaves it open.",
    bad=(_WILL, _MAY),
    good=(_WILL,),
)
def notice_modality(policy: PolicyView) -> Iterator[Hit]:
    """Compare breach notices to people that are promised with those that merely may be sent."""
    told = [p for p in policy.of("breach") if _tells_people(p)]
    firm = [p for p in told if not p.tentative]
    weak = [p for p in told if p.tentative]
    if firm and weak:
        yield Hit(
            "One sentence promises notice of a breach, another says it may be given.", evidence_of([weak[0], firm[0]])
        )


@rule(
    "breach-72h-misattributed",
    Family.MISSTATEMENT,
    HIGH,
    "The 72-hour clock is promised to people instead of the authority",
    why="The 72 hours of the GDPR run to the supervisory authority (Art. 33); people are told without undue delay "
    "where the risk is high (Art. 34). As written, people hold a promise of 72 hours and the authority has no "
    "clock in the text.",
    fix="State both clocks: 72 hours to the authority, and the time you can keep for people.",
    law="GDPR 33, 34",
    bad=(
        said(
            "We tell users within 72 hours as required by GDPR.",
            "breach",
            action="notify_users",
            period="PT72H",
            trigger="awareness",
        ),
    ),
    good=(
        said(
            "We tell the authority within 72 hours as required by GDPR.",
            "breach",
            action="notify_authority",
            period="PT72H",
        ),
    ),
)
def misattributed_clock(policy: PolicyView) -> Iterator[Hit]:
    """Look for 72 hours promised to people in the name of the GDPR while the authority gets no clock."""
    authority = [p for p in policy.of("breach") if _tells_authority(p)]
    if any(days(p) for p in authority):
        return
    for promise in policy.of("breach"):
        named = "gdpr" in promise.slot("law") or _LAW_NAMED.search(promise.words)
        if _tells_people(promise) and days(promise) == 3 and named:
            yield Hit(
                "The 72 hours of Art. 33 run to the authority, not to people.", evidence_of([promise, *authority])
            )


@rule(
    "breach-clock-conflict",
    Family.CONTRADICTION,
    HIGH,
    "Two different times are promised for the same breach notice",
    why="Only the shorter of two promised times can be relied on, and it is easily overlooked.",
    fix="Promise one time per addressee.",
    bad=(
        _WILL,
        said("Users are informed within 10 days of a breach.", "breach", action="notify_users", period="P10D"),
    ),
    good=(_WILL, said("The authority hears within 72 hours.", "breach", action="notify_authority", period="PT72H")),
)
def clock_conflict(policy: PolicyView) -> Iterator[Hit]:
    """Compare the periods of breach notices to the same addressee."""
    for tells in (_tells_people, _tells_authority):
        timed = [p for p in policy.of("breach") if tells(p) and days(p)]
        for a, b in pairs(timed, timed):
            if days(a) != days(b) and a.slot("jurisdiction") == b.slot("jurisdiction"):
                yield Hit(
                    f"{a.slot('period').upper()} and {b.slot('period').upper()} are both promised.", evidence_of([a, b])
                )


@rule(
    "breach-deadline-missing",
    Family.GAP,
    MEDIUM,
    "Breach notice is promised without a time",
    why="Nobody can hold the company to a notice that has no time, and no clock can be set from it; the law's clocks "
    "run all the same (72 hours to an EU or UK authority, 30 days to Californians).",
    fix="Say by when people and authorities are told.",
    law="GDPR 33, 34; Cal. Civ. Code 1798.82",
    bad=(said("Where appropriate, we notify those affected by a breach.", "breach", action="notify_users"),),
    good=(_WILL,),
)
def deadline_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a promise to tell people of a breach where no breach promise carries a time."""
    told = [p for p in policy.of("breach") if _tells_people(p) or _tells_authority(p)]
    timed = [
        p for p in policy.of("breach", "deadline") if days(p) and (p.kind == "breach" or "breach" in p.slot("subject"))
    ]
    if told and not timed and not _timed_in_words(policy):
        yield Hit("No time is given for telling people or authorities of a breach.", evidence_of(told))


@rule(
    "breach-missing",
    Family.GAP,
    LOW,
    "Nothing is said about breaches",
    why="The duties to tell authorities and people exist whether or not they are announced; a policy that describes "
    "security but is silent here leaves people without a word on what they will hear.",
    fix="Add when and how people are told of a breach.",
    law="GDPR 33, 34",
    absence=True,
    bad=(said("We use safeguards to protect your data.", "security", measure="safeguards"),),
    good=(said("We use safeguards to protect your data.", "security", measure="safeguards"), _WILL),
)
def missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a policy that speaks of security and never of a breach."""
    security = policy.of("security")
    if security and not policy.of("breach"):
        yield Hit("The policy says how data are protected, not what happens after a breach.", evidence_of(security, 3))


@rule(
    "breach-authority-missing",
    Family.GAP,
    LOW,
    "People are told of a breach, authorities are not mentioned",
    why="In the EU and the UK the authority is told first, within 72 hours; a text that only mentions people suggests "
    "that the other half was not thought of.",
    fix="Add the notice to the authority.",
    law="GDPR 33",
    absence=True,
    bad=(
        said(
            "For people in the EEA: we tell those affected by a breach within 3 days.",
            "breach",
            action="notify_users",
            period="P3D",
        ),
    ),
    good=(
        said(
            "The authority hears within 72 hours.",
            "breach",
            action="notify_authority",
            period="PT72H",
        ),
    ),
)
def authority_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for breach promises to people, in a policy addressed to the EU or UK, that name no authority."""
    told = [p for p in policy.of("breach") if _tells_people(p)]
    european = any(addressed(policy, regime) for regime in ("EU", "UK"))
    named = any(_tells_authority(p) for p in policy.of("breach")) or any(policy.matching(_AUTHORITY_TOLD))
    if told and european and not named:
        yield Hit("Nothing is said about telling the authority.", evidence_of(told, 2))
