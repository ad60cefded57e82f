"""What has to happen before a change takes effect: who is told, and whether consent is needed again."""

from __future__ import annotations

from dataclasses import dataclass

from upheld.policy.comparing.changes import Change, ChangeKind, Direction

_NEEDS_CONSENT = frozenset(
    {
        "marketing",
        "advertising",
        "targeted_advertising",
        "cross_device_tracking",
        "custom_audience",
        "remarketing",
        "sale",
    }
)
_SENSITIVE = (
    "precise_location", "gps_location", "biometric", "health", "genetic", "sexual", "religion", "ethnic", "political", "sensitive",
)  # fmt: skip
_STATUTORY = frozenset(
    {"access", "rectification", "erasure", "restriction", "portability", "objection", "know", "optout_sale", "limit_sensitive",
     "non_discrimination", "confirm", "optout_targeted_ads", "optout_profiling", "lodge_complaint"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Consequence:
    """What a change asks for. Periods of notice are for the deployment to set; the law mostly names none."""

    tell: bool
    """People concerned must be told before it takes effect."""
    whom: str
    """Which people."""
    consent: bool
    """Consent is needed again, or for the first time, before data already held may be used so."""
    only_new_data: bool
    """Without that consent or notice the change may hold only for data collected from then on."""
    because: str
    """The rule behind it, with its citation; empty where nothing is asked for."""


_NOTHING = Consequence(tell=False, whom="", consent=False, only_new_data=False, because="")


def consequence_of(change: Change) -> Consequence:
    """Return what has to happen before ``change`` takes effect. A change for the better needs nothing beforehand."""
    if change.direction is not Direction.WORSE:
        return _NOTHING
    whom = _whom(change)
    return _of_kind(change, whom) or Consequence(
        tell=True,
        whom=whom,
        consent=False,
        only_new_data=False,
        because="Fairness and transparency: a material change is told before it holds (GDPR 5(1)(a), 12(1); FTC Act 5).",
    )


def _whom(change: Change) -> str:
    if change.term.jurisdiction:
        return f"people in {change.term.jurisdiction.upper()}"
    return "everyone whose data are held"


def _of_kind(change: Change, whom: str) -> Consequence | None:
    kind = change.term.kind
    if kind in ("no_sale", "no_share", "not_collect"):
        return Consequence(
            tell=True,
            whom=whom,
            consent=True,
            only_new_data=True,
            because="Data collected under a promise stay under it: a material change applied backwards needs express consent "
            "(FTC Act 5, In re Gateway Learning, 2004; GDPR 5(1)(b), 6(4)).",
        )
    if kind == "retention":
        return Consequence(
            tell=True,
            whom=whom,
            consent=False,
            only_new_data=True,
            because="A longer period holds for data collected after people were told (GDPR 13(2)(a), 13(3), 5(1)(e)).",
        )
    if kind == "purpose":
        consent = change.term.about in _NEEDS_CONSENT or change.term.slots.get("basis") == "consent"
        return Consequence(
            tell=True,
            whom=whom,
            consent=consent,
            only_new_data=not consent,
            because="A new purpose is told before (GDPR 13(3); Cal. Civ. Code 1798.100(a)(1))"
            + (
                " and needs consent (GDPR 6(4), ePrivacy 13)."
                if consent
                else ", and only a compatible one may use old data (6(4))."
            ),
        )
    if kind == "recipient":
        return _recipient(change, whom)
    if kind in ("collect", "source"):
        return _collection(change, whom)
    if kind == "right" and change.kind is ChangeKind.REMOVED and change.term.about in _STATUTORY:
        return Consequence(
            tell=True,
            whom=whom,
            consent=False,
            only_new_data=False,
            because="The right exists by law where the law applies; leaving it out of the policy does not end it (GDPR 13(2)(b)).",
        )
    return None


def _recipient(change: Change, whom: str) -> Consequence:
    purposes = set(change.term.slots.get("purpose", "").split(","))
    consent = bool(purposes & _NEEDS_CONSENT) or change.term.slots.get("sale_share") == "likely"
    return Consequence(
        tell=True,
        whom=whom,
        consent=consent,
        only_new_data=False,
        because="A new recipient is told before (GDPR 13(1)(e), 13(3))"
        + (
            "; for advertising it needs consent in the EU and an opt-out in the US (Cal. Civ. Code 1798.120)."
            if consent
            else "."
        ),
    )


def _collection(change: Change, whom: str) -> Consequence:
    sensitive = any(word in change.term.about for word in _SENSITIVE)
    return Consequence(
        tell=True,
        whom=whom,
        consent=sensitive,
        only_new_data=True,
        because="New data are told at or before collection (GDPR 13(1); Cal. Civ. Code 1798.100(a)(1))"
        + ("; data of this kind need consent (GDPR 9; Va. Code 59.1-578(A)(5))." if sensitive else "."),
    )
