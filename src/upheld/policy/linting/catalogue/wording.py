"""Promises too open to be kept, whatever they are about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import days
from upheld.policy.linting.model import PolicyView
from upheld.policy.linting.rules import LOW, MEDIUM, Family, Hit, rule, said

_ANY_PURPOSE = re.compile(
    r"\b(?:for|in) any (?:\w+ )?(?:purpose|reason|way|manner)|\bwithout (?:restriction|limitation)s?\b"
)


@rule(
    "anonymised-any-purpose",
    Family.RISKY,
    LOW,
    "Aggregated data may be used for anything",
    why="Data are only out of the law's reach if nobody can be found in them again; small groups and combinations "
    "often can (recital 26). An open permission without a control on group size has no edge.",
    fix="Say how you aggregate (smallest group, what is removed) and forbid linking back.",
    law="GDPR recital 26; Cal. Civ. Code 1798.140(m)",
    bad=(
        said(
            "We may share anonymised data for any purpose.", "anonymised", action="share", purpose="any", modality="may"
        ),
    ),
    good=(said("We publish counts of at least 20 people.", "anonymised", action="share", purpose="statistics"),),
)
def any_purpose(policy: PolicyView) -> Iterator[Hit]:
    """Look for aggregated or anonymised data that may be used for any purpose."""
    for promise in policy.of("anonymised"):
        if promise.says("purpose", "any") or _ANY_PURPOSE.search(promise.words):
            yield Hit("No control on aggregation is named.", (promise.evidence,))


_VAGUE_TIME = re.compile(
    r"\bpromptly\b|\bas soon as (?:reasonably )?(?:possible|practicable|feasib)|\bwithin a reasonable"
    r"|\bin a timely|\bwithout (?:undue )?delay\b"
)


@rule(
    "unsubscribe-promptly",
    Family.VAGUE,
    LOW,
    "Leaving a mailing list takes effect “promptly”",
    why="The law has a number: 10 business days in the US and Canada, at once in the EU; large mail providers want 48 "
    "hours.",
    fix="Promise a number of days, better: at once.",
    law="CAN-SPAM 15 U.S.C. 7704(a)(4); CASL 11(3); GDPR 21(3)",
    bad=(
        said(
            "We promptly process unsubscribe requests.",
            "deadline",
            subject="unsubscribe",
            period="promptly",
            vague=True,
        ),
    ),
    good=(said("We process unsubscribe requests within 2 days.", "deadline", subject="unsubscribe", period="P2D"),),
)
def unsubscribe_promptly(policy: PolicyView) -> Iterator[Hit]:
    """Look for unsubscribing with a vague time instead of a number."""
    for promise in policy.of("deadline", "marketing"):
        leaving = "unsubscribe" in promise.slot("subject") or re.search(r"unsubscrib|opt[- ]out", promise.words)
        if (
            leaving
            and not days(promise)
            and (promise.slot("period") == "promptly" or _VAGUE_TIME.search(promise.words))
        ):
            yield Hit("No number of days is promised.", (promise.evidence,))


@rule(
    "vague-deadline",
    Family.VAGUE,
    MEDIUM,
    "An answer is promised without a number",
    why="“Reasonable time” and “promptly” cannot be checked by the person, nor turned into a clock; the law's number "
    "applies anyway.",
    fix="Promise the number you keep.",
    law="GDPR 12(3)",
    bad=(said("We answer requests within a reasonable time.", "deadline", subject="dsr_response", vague=True),),
    good=(said("We answer requests within 20 days.", "deadline", subject="dsr_response", period="P20D"),),
)
def vague_deadline(policy: PolicyView) -> Iterator[Hit]:
    """Look for deadlines of answers that carry no number."""
    for promise in policy.of("deadline"):
        about_list = "unsubscribe" in promise.slot("subject") or "unsubscribe" in promise.words
        vague = promise.is_true("vague") or _VAGUE_TIME.search(promise.words)
        if vague and days(promise) is None and not about_list:
            yield Hit("No number of days is promised.", (promise.evidence,))


@rule(
    "never-ever",
    Family.UNKEEPABLE,
    LOW,
    "“Never” is promised where law or accident can force it",
    why="A court order, a merger or a mistake breaks “never”. What is meant is usually “not unless the law compels "
    "us”.",
    fix="Name the exceptions you cannot avoid.",
    law="FTC Act 5",
    bad=(said("We will never disclose your data to anyone under any circumstances.", "no_share", scope="share"),),
    good=(
        said("We will never disclose your data to anyone, except where the law compels us.", "no_share", scope="share"),
    ),
)
def never_ever(policy: PolicyView) -> Iterator[Hit]:
    """Look for “never” in promises not to share, without any exception."""
    for promise in policy.of("no_share", "no_sale", "not_collect"):
        absolute = re.search(r"\bunder (?:any|no) circumstances|\bto anyone\b|\bever\b|\bat any time\b", promise.words)
        excepted = re.search(r"\bunless\b|\bexcept\b|\bother than\b|\bwithout your\b", promise.words)
        if absolute and not excepted and re.search(r"\bnever\b|\bno circumstances", promise.words):
            yield Hit("The promise allows no exception that law may force.", (promise.evidence,))
