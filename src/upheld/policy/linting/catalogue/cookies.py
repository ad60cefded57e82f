"""Cookies: consent before, control after."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import addressed
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import MEDIUM, Family, Hit, rule, said

_CONSENT_FIRST = re.compile(
    r"\b(?:only )?(?:after|with|if|once|unless|until|before|without) (?:\w+ ){0,3}(?:consent|agree|accept"
    r"|opt[- ]?in)|cookie banner|\bask (?:for )?your (?:consent|permission)"
)
_NON_ESSENTIAL = frozenset(
    {"analytics", "marketing", "advertising", "functional", "targeting", "social", "performance"}
)
_BROWSER = frozenset({"browser_settings", "extensions", "browser", "device_settings"})
_BROWSER_WORDS = re.compile(r"\bbrowser\b")

_ANALYTICS = said("EEA visitors: analytics cookies measure visits.", "cookie_category", category="analytics")
_BROWSER_ONLY = said("To disable cookies, use your browser settings.", "cookie_control", mechanism="browser_settings")


def _by_browser(promise: Promise) -> bool:
    return bool(promise.tokens("mechanism") & _BROWSER) or (
        not promise.slot("mechanism") and bool(_BROWSER_WORDS.search(promise.words))
    )


@rule(
    "cookie-consent-missing",
    Family.GAP,
    MEDIUM,
    "Cookies that need consent run without it, and only the browser can stop them",
    why="Cookies that are not strictly necessary need consent first, and taking it back has to be as easy as giving "
    "it. Browser settings alone do not do (Belgian DPA 113/2024; CJEU C-673/17).",
    fix="Ask before, per class, and offer the same choice again on every page.",
    law="ePrivacy Directive 5(3); GDPR 7(3)",
    absence=True,
    bad=(_ANALYTICS, _BROWSER_ONLY),
    good=(
        said(
            "EEA visitors: analytics cookies run only with your consent.",
            "cookie_category",
            category="analytics",
            basis="consent",
        ),
    ),
)
def consent_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for non-essential cookies without consent, in a policy addressed to Europeans, controlled by the browser alone."""
    european = addressed(policy, "EU") or addressed(policy, "UK")
    classes = [p for p in policy.of("cookie_category") if p.tokens("category") & _NON_ESSENTIAL]
    asked = any("consent" in p.slot("basis") for p in policy.of("cookie_category")) or any(
        _CONSENT_FIRST.search(" ".join(s.quote.split()).lower())
        for s in policy.sentences
        if "cookie" in s.quote.lower()
    )
    controls = [p for p in policy.of("cookie_control") if _by_browser(p)]
    if european and not asked and (classes or controls) and controls:
        centre = [
            p
            for p in policy.of("withdrawal", "cookie_control")
            if re.search(r"preference cent|cookie settings", p.words)
        ]
        yield Hit(
            "No consent before non-essential cookies is described.", evidence_of([controls[0], *centre, *classes], 6)
        )


_UNAVOIDABLE = re.compile(
    r"\b(?:may|might|can) ?not be (?:able|possible) to (?:\w+ ){0,3}(?:delete|block|disable|refuse|opt)"
    r"|\bcannot (?:be )?(?:block|disable|opt)"
)


@rule(
    "cannot-block-tracking",
    Family.RISKY,
    MEDIUM,
    "Tracking is said to be unavoidable",
    why="Where consent is needed, tracking that cannot be refused has none. The sentence documents that. It matters "
    "whether the technology is strictly necessary.",
    fix="Build the refusal, or do without the technology.",
    law="ePrivacy Directive 5(3)",
    bad=(said("You may not be able to block all tracking technologies.", "cookie_control", effect="limitation"),),
    good=(_BROWSER_ONLY,),
)
def unavoidable(policy: PolicyView) -> Iterator[Hit]:
    """Look for statements that tracking cannot be blocked or refused."""
    for promise in policy.of("cookie_control", "optout"):
        about = re.search(r"track|cookie|technolog|advertis", promise.words)
        if about and _UNAVOIDABLE.search(promise.words) and "opt out of" not in promise.words:
            yield Hit("Tracking cannot be refused.", (promise.evidence,))


@rule(
    "withdrawal-by-browser-only",
    Family.RISKY,
    MEDIUM,
    "Consent to cookies is taken back in the browser only",
    why="Withdrawal has to be as easy as consent; sending people to their browser's settings is not (Belgian DPA "
    "113/2024). It matters where consent was given on the page.",
    fix="Put the way back to the choice on every page.",
    law="GDPR 7(3)",
    bad=(
        said(
            "Withdraw consent to cookies in your browser settings.",
            "withdrawal",
            subject="cookies",
            mechanism="browser_settings",
        ),
    ),
    good=(
        said(
            "Change your cookie choice at the foot of every page.",
            "withdrawal",
            subject="cookies",
            mechanism="preference_center",
        ),
    ),
)
def withdrawal_by_browser(policy: PolicyView) -> Iterator[Hit]:
    """Look for withdrawal of cookie consent whose only way is the browser."""
    for promise in policy.of("withdrawal"):
        cookies = "cookie" in promise.slot("subject") or "cookie" in promise.words
        ways = promise.tokens("mechanism")
        if (
            cookies
            and ways
            and ways <= _BROWSER
            and not re.search(r"preference cent|settings page|banner", promise.words)
        ):
            yield Hit("The only way back is the browser.", (promise.evidence,))
