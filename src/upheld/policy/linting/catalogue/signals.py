"""Browser signals: Global Privacy Control and Do Not Track."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import addressed, targets_ads
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, LOW, MEDIUM, Family, Hit, rule, said

_GPC = re.compile(r"\bglobal privacy control\b|\bgpc\b|opt-out preference signal|universal opt-out")
_ANY = re.compile(
    r"\bany other (?:mechanism|signal|method|similar)|\bor (?:other|similar) (?:mechanisms?|signals?)|\bno (?:such )?signals?\b"
)


def _about_gpc(promise: Promise) -> bool:
    return promise.says("signal", "gpc") or bool(_GPC.search(promise.words))


def _refused(promise: Promise) -> bool:
    return promise.is_false("honored")


_HONOURED = said(
    "We honour Global Privacy Control for your browser and your account.", "signal", signal="GPC", honored=True
)


@rule(
    "gpc-refused",
    Family.RISKY,
    HIGH,
    "Every opt-out signal is refused",
    why="Where data are sold or shared, twelve US states demand that a browser's opt-out signal is honoured; ignoring "
    "it cost a retailer 1.2 million dollars (People v. Sephora, 2022). It matters whether anything is sold or "
    "shared, advertising cookies included.",
    fix="Honour Global Privacy Control, and show that you did.",
    law="11 CCR 7025; Cal. Civ. Code 1798.135(e)",
    bad=(
        said(
            "We do not respond to DNT or any other mechanism that signals a choice.",
            "signal",
            signal="DNT,GPC,any",
            honored=False,
        ),
    ),
    good=(said("We do not respond to Do Not Track.", "signal", signal="DNT", honored=False), _HONOURED),
)
def refused(policy: PolicyView) -> Iterator[Hit]:
    """Look for refusals that cover more than Do Not Track."""
    for promise in policy.of("signal"):
        wide = _about_gpc(promise) or promise.says("signal", "any") or _ANY.search(promise.words)
        if _refused(promise) and wide:
            yield Hit("Opt-out signals are refused altogether.", (promise.evidence,))


@rule(
    "gpc-missing",
    Family.GAP,
    LOW,
    "Do Not Track is mentioned, Global Privacy Control is not",
    why="Do Not Track binds nobody; Global Privacy Control does, in twelve US states, where data are sold or shared.",
    fix="Say how you treat Global Privacy Control.",
    law="11 CCR 7025",
    absence=True,
    bad=(
        said("We do not respond to Do Not Track.", "signal", signal="DNT", honored=False),
        said("Ad companies show you ads.", "recipient", purpose="targeted_advertising"),
    ),
    good=(said("We do not respond to Do Not Track.", "signal", signal="DNT", honored=False), _HONOURED),
)
def missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a statement on Do Not Track, in a policy that sells, shares or speaks to US states, with none on other signals."""
    signals = policy.of("signal")
    covered = any(_about_gpc(p) or p.says("signal", "any") or _ANY.search(p.words) for p in signals)
    relevant = any(targets_ads(p) for p in policy.of("recipient", "cookie_category", "optout")) or addressed(
        policy, "US-CA"
    )
    if (
        signals
        and not covered
        and relevant
        and not next(policy.matching(re.compile("Global Privacy Control|GPC")), None)
    ):
        yield Hit("Nothing is said about Global Privacy Control.", evidence_of(signals, 2))


@rule(
    "gpc-scope-missing",
    Family.GAP,
    MEDIUM,
    "What the signal applies to is not said",
    why="A policy has to say whether a signal binds the browser, the device or the account; for somebody who is "
    "logged in it has to bind the account.",
    fix="Say: this browser, and your account once we know you.",
    law="11 CCR 7011(e)(3)(F), 7025(c)",
    absence=True,
    bad=(said("We honour Global Privacy Control.", "signal", signal="GPC", honored=True),),
    good=(_HONOURED,),
)
def scope_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a promise to honour the signal, none of whose sentences says what it binds."""
    honoured = [p for p in policy.of("signal") if _about_gpc(p) and p.is_true("honored")]
    said_scope = [
        p for p in honoured if re.search(r"\b(?:account|device|this browser|your browser and|logged[- ]in)\b", p.words)
    ]
    near = [
        s
        for s in policy.matching(re.compile(r"\b(?:signal|GPC)\b"))
        if re.search(r"\b(?:account|logged|that browser|this browser|device)\b", s.quote)
    ]
    if honoured and not said_scope and not near:
        yield Hit("Browser, device or account: it is not said what the signal binds.", evidence_of(honoured, 2))
