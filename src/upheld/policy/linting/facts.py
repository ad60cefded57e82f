"""Facts that several rules need about one promise: data categories, lengths of periods, jurisdictions, force.

Slots come first. Where a slot is unset, the words of the promise decide, by patterns of the language of privacy policies
in general; none of them quotes a company.
"""

from __future__ import annotations

import re
from functools import lru_cache

from upheld.policy.linting.model import PolicyView, Promise
from upheld.policy.periods import length_in_days

CATEGORY_WORDS: dict[str, str] = {
    "name": r"\b(?:your|full|real|first|last|user) ?names?\b|\bnames?\b(?! of (?:those|the|all))",
    "email": r"\be-?mails?\b(?! (?:service|provider|communication))",
    "phone": r"\b(?:tele)?phone\b",
    "postal_address": r"\b(?:postal|mailing|billing|street|home) address",
    "ip_address": r"\bip[ _]?address|internet\s+protocol",
    "device_id": r"device[ _]?id|\bunique[ _](?:\w+ )?id|\bad[ _]id\b|\bonline identifier|persistent .{0,10}identifier",
    "credentials": r"\bpasswords?\b|credentials?\b|log-?in details",
    "account": r"\baccounts?\b",
    "payment": r"\bpayments?\b|\bcard (?:number|detail)|\bbilling\b|\bfinancial (?:info|detail|data|account)",
    "transaction": r"\btransactions?\b|\bpurchases?\b|\borders?\b",
    "license": r"\blicen[cs]es?\b|\bsubscriptions?\b",
    "usage": r"\busage\b|\bpages?(?: of| visited| and files|_visited)|pages you (?:visit|look)|\bclicks?\b"
    r"|brows(?:ing|er) (?:history|activit)|online[ _]behaviou?r|interactions? with|features (?:you )?use"
    r"|\bsearches\b|web traffic|internet[ _](?:activity|or other)|\bactivity\b",
    "log": r"\blog(?:s|[ _](?:data|files?|usage))\b",
    "device": r"\bdevice[ _](?:data|info|type|model|name|event)|\bbrowser type|operating system|^device$|\bhardware\b",
    "precise_location": r"\bgps\b|precise[ _](?:geo)?location|geo-?location|precise or imprecise|triangulation",
    "location": r"\blocation\b",
    "profile": r"\bprofile\b(?! (?:picture|information|photo|name))|\binferences?\b|behavioural_profile|data profile",
    "interests": r"\binterests\b(?! (?:and|or) fundamental)|\bpreferences\b",
    "biometric": r"\bbiometrics?\b|\bfinger-?prints?\b|voiceprint|\bface id\b",
    "health": r"\bhealth\b|\bmedical\b",
    "keystrokes": r"\bkeystrokes?\b|text (?:you )?(?:keyed|typed|entered|type|enter)|session[ _]replay",
    "contacts": r"address[ _]book|\bcontacts\b",
    "education": r"\beducation\b|\bstudent\b",
    "employment": r"\bemployment\b|\bjob title|\bprofessional (?:info|qualif|or employ)|work history|^.*ccpa:.*professional",
    "audio_visual": r"\bimages and audio|\bcall recording|\bvideos?\b|\bphotos?\b|\baudio\b",
    "protected": r"\bgender\b|date of birth|\brace\b|\breligio|\bethnic",
    "communications": r"\bcommunications? (?:data|content)|\bsupport tickets?\b|^communications$|correspondence",
    "support": r"\bsupport[ _]data|\btickets?\b",
    "cookie": r"\bcookies?\b|cookie_data",
    "marketing": r"\bmarketing[ _]data",
    "backups": r"\bback-?ups?\b",
}
"""Which words name which category of data. ``_`` stands where slots have it."""

_CATEGORIES = {name: re.compile(pattern, re.IGNORECASE | re.MULTILINE) for name, pattern in CATEGORY_WORDS.items()}

SENSITIVE = frozenset({"precise_location", "biometric", "health", "credentials", "keystrokes", "protected"})
"""What Cal. Civ. Code 1798.140(ae) or GDPR Art. 9 treat as sensitive, so far as a category of ours can tell."""

IDENTIFYING = frozenset({"ip_address", "device_id", "precise_location", "email", "name", "phone"})
"""Online identifiers and locations that GDPR Art. 4(1) and recital 30 name as identifying."""

BEHAVIOUR = frozenset({"usage", "log", "cookie"})
"""Names under which the record of what somebody did online goes."""

_SLOT_ALIASES = {
    "behavioural_profile": {"profile"},
    "online_behaviour": {"usage"},
    "gps_location": {"precise_location", "location"},
    "identifiers": {"name", "email", "ip_address", "device_id"},
    "internet": {"usage"},
    "internet_activity": {"usage"},
    "commercial": {"transaction"},
    "geolocation": {"location"},
    "professional": {"employment"},
    "user_id": {"device_id"},
    "hashed_email": {"email"},
    "contact": {"email", "phone", "name"},
    "sensitive": set(SENSITIVE),
}

TARGETING = frozenset(
    {"targeted_advertising", "cross_device_tracking", "custom_audience", "remarketing", "advertising", "ads"}
)
"""Purposes that are, or normally come with, cross-context behavioural advertising."""

_TARGETING_WORDS = re.compile(
    r"interest-based advert|targeted advert|behaviou?ral advert|\bretarget|\bremarketing|custom audience"
    r"|relevant advert|personali[sz]ed advert|advertis(?:ing|ement)s? (?:network|partner|compan)",
    re.IGNORECASE,
)

PERSONAL_CLOCK = frozenset(
    {
        "dsr_response",
        "access",
        "know",
        "erasure",
        "rectification",
        "portability",
        "objection",
        "dsr",
        "request",
        "right",
    }
)
"""Subjects of a deadline that is the answer to a rights request."""

REGIME_WORDS: dict[str, re.Pattern[str]] = {
    "EU": re.compile(
        r"\bEEA\b|\bEU\b(?!-)|European (?:Union|Economic Area)|(?<!UK )\bGDPR\b|General Data Protection Reg"
    ),
    "UK": re.compile(r"\bUK\b|United Kingdom|\bICO\b|Information Commission"),
    "CH": re.compile(r"\bSwiss\b|Switzerland|\bFADP\b"),
    "US-CA": re.compile(r"\bCCPA\b|\bCPRA\b|\bCalifornia\b"),
    "US-VA": re.compile(r"\bVCDPA\b|Virginia (?:resident|Consumer)"),
    "US-CO": re.compile(r"Colorado (?:resident|Privacy)"),
    "US-CT": re.compile(r"\bCTDPA\b|Connecticut (?:resident|Data)"),
    "CANADA": re.compile(r"\bCanada\b|\bPIPEDA\b|\bCanadian\b"),
}
"""Words by which a text addresses the people of a jurisdiction."""

_REGIME_OF_SLOT = {"EEA": "EU", "EU": "EU", "GDPR": "EU", "BE": "EU", "UK": "UK", "CH": "CH", "CANADA": "CANADA"}


def days(promise: Promise, slot: str = "period") -> float | None:
    """Return the length of a period slot in days; None where there is none to compare (``promptly``, unset)."""
    return length_in_days(promise.slot(slot))


@lru_cache(maxsize=8192)
def categories(promise: Promise) -> frozenset[str]:
    """Return the categories of data a promise is about, from its subject and its words."""
    found: set[str] = set()
    subject = promise.slot("subject")
    for token in promise.tokens("subject"):
        bare = token.split(":")[-1].split(" ")[-1]
        found |= _SLOT_ALIASES.get(bare, set())
    haystack = subject.replace("_", " ") + "\n" + subject + "\n" + promise.words
    found |= {name for name, pattern in _CATEGORIES.items() if pattern.search(haystack)}
    if "precise_location" in found:
        found.add("location")
    return frozenset(found)


def category_groups(promise: Promise) -> frozenset[frozenset[str]]:
    """Return the categories a declaration names; a class of a law (``identifiers``) is one group of alternatives."""
    groups = {
        frozenset(_SLOT_ALIASES[bare])
        for token in promise.tokens("subject")
        if (bare := token.split(":")[-1].split(" ")[-1]) in _SLOT_ALIASES
    }
    return frozenset(groups) or frozenset(frozenset({name}) for name in categories(promise))


@lru_cache(maxsize=8192)
def subject_categories(promise: Promise) -> frozenset[str]:
    """Return the categories the promise is about, trusting its subject slot alone where that says anything."""
    subject = promise.slot("subject")
    if subject and subject not in ("personal_information", "personal_data"):
        only_subject = Promise(promise.kind, promise.start, promise.end, "", {"subject": subject})
        named = categories(only_subject)
        if named:
            return named
    return categories(promise)


def targets_ads(promise: Promise) -> bool:
    """Return whether a promise is about advertising chosen by what somebody did elsewhere."""
    return (
        promise.says("purpose", *TARGETING)
        or promise.slot("sale_share") == "likely"
        or _TARGETING_WORDS.search(promise.words) is not None
    )


@lru_cache(maxsize=8192)
def jurisdictions(promise: Promise) -> frozenset[str]:
    """Return the regimes a promise is limited to; empty means everybody."""
    return frozenset(_REGIME_OF_SLOT.get(j.upper(), j.upper()) for j in promise.tokens("jurisdiction"))


def overlapping(a: Promise, b: Promise) -> bool:
    """Return whether the same person can fall under both promises."""
    left, right = jurisdictions(a), jurisdictions(b)
    return not left or not right or bool(left & right)


def addresses(policy: PolicyView, regime: str) -> Promise | None:
    """Return the first promise made to the people of a regime."""
    return next((p for p in policy.promises if regime in jurisdictions(p)), None)


def addressed(policy: PolicyView, regime: str) -> bool:
    """Return whether the policy speaks to the people of a regime, in a slot or in its text."""
    return addresses(policy, regime) is not None or next(policy.matching(REGIME_WORDS[regime]), None) is not None


def us_states(policy: PolicyView) -> frozenset[str]:
    """Return the US states whose residents are promised something."""
    return frozenset(j for p in policy.promises for j in jurisdictions(p) if j.startswith("US-"))
