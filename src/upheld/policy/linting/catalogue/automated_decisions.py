"""Automated decisions and profiling."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import addressed, categories
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import LOW, Family, Hit, rule, said

_PROFILING = re.compile(
    r"\bprofil(?:e|es|ing)\b(?! (?:picture|photo|page|information|settings?|name))|statistical model|\bscor(?:e|ing)\b|\bpredict",
    re.IGNORECASE,
)
_NONE = said("We make no automated decisions about you.", "adm", polarity="-")
_PROFILE = said("We build a profile of your online behaviour.", "collect", subject="behavioural_profile")


def _profiles(policy: PolicyView) -> list[Promise]:
    kinds = ("collect", "purpose", "recipient")
    return [
        p
        for p in policy.of(*kinds)
        if "behavioural_profile" in p.tokens("subject")
        or "cross_device" in p.slot("purpose")
        or (_PROFILING.search(p.words) and ("profile" in categories(p) or p.kind != "collect"))
    ]


@rule(
    "adm-missing",
    Family.GAP,
    LOW,
    "Profiling is described, automated decisions are not mentioned",
    why="Whether decisions are made by machine alone, by which logic and with what effect has to be told; a notice "
    "that describes profiles and is silent leaves the question open.",
    fix="Say that no such decisions are made, or describe them and the right to a human.",
    law="GDPR 13(2)(f), 22",
    absence=True,
    bad=(_PROFILE, said("EEA residents may object.", "right", right="objection", jurisdiction="EEA")),
    good=(_PROFILE, _NONE),
)
def missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for profiling in a policy addressed to Europeans that says nothing of automated decisions."""
    profiles = _profiles(policy)
    european = addressed(policy, "EU") or addressed(policy, "UK")
    if profiles and european and not policy.of("adm"):
        yield Hit("Nothing is said about automated decisions.", evidence_of(profiles, 6))


@rule(
    "adm-none-vs-profile",
    Family.CONTRADICTION,
    LOW,
    "Profiling is denied or played down while profiles are collected",
    why="The denial only holds for decisions with legal effect; a profile of behaviour is profiling all the same "
    "(GDPR Art. 4(4)), and people may object to it.",
    fix="Say what the profile is used for, and that no decision with legal effect rests on it.",
    law="GDPR 4(4), 21, 22",
    bad=(_PROFILE, said("We do not use profiling that produces legal effects.", "adm", polarity="-")),
    good=(said("We collect your email address.", "collect", subject="email"), _NONE),
)
def denied_but_profiled(policy: PolicyView) -> Iterator[Hit]:
    """Compare a denial of profiling or automated decisions with profiles that are collected."""
    denials = [
        p
        for p in policy.of("adm")
        if p.slot("polarity") == "-" or re.search(r"\bdo(?:es)? not (?:use|make|engage)", p.words)
    ]
    profiles = [p for p in _profiles(policy) if p.slot("collected") == "" and p.kind == "collect"]
    if denials and profiles:
        yield Hit("Profiles are collected.", evidence_of([profiles[0], denials[0]]))
