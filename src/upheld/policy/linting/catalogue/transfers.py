"""Transfers to other countries and who represents the company there."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import REGIME_WORDS, addressed
from upheld.policy.linting.model import Evidence, PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, LOW, MEDIUM, Family, Hit, rule, said

_COPY = re.compile(r"\b(?:copy|copies|obtain|request|available)\b")
_SAFEGUARD = re.compile(
    r"standard contractual|adequacy|data privacy framework|binding corporate|\bidta\b|model clauses"
)
_UNPROTECTED = re.compile(
    r"\b(?:not|n't) (?:have|offer|provide|be subject to|ensure)?.{0,40}\b(?:same|equivalent|similar"
    r"|adequate|as protective)\b|\bless protect|laws may differ"
)
_REPRESENTATIVE = re.compile(r"\brepresentative\b", re.IGNORECASE)
_OLD_SHIELD = re.compile(r"Privacy Shield|Safe Harbor", re.IGNORECASE)
_EUROPE = re.compile(
    r"\b(?:germany|france|ireland|netherlands|belgium|spain|italy|austria|poland|sweden|finland|denmark|portugal|luxembourg|norway|iceland)\b"
    r"|, ?(?:de|fr|ie|nl|be|es|it|at|pl|se|fi|dk|pt|lu|no)$",
    re.IGNORECASE,
)
_OUTSIDE = re.compile(
    r"\bUnited States\b|\bUSA?\b|\b[A-Z]{2} \d{5}\b|\bCanada\b|\bIndia\b|\bAustralia\b|\bChina\b|\bLLC\b|\bInc\b|\bCorp\b"
)


def _guarded(promise: Promise) -> bool:
    return promise.slot("safeguard") not in ("", "none", "unspecified") or bool(_SAFEGUARD.search(promise.words))


def _mention(policy: PolicyView) -> Evidence | None:
    return next(
        (found for regime in ("EU", "UK") if (found := next(policy.matching(REGIME_WORDS[regime]), None))), None
    )


_CLAUSES = said(
    "For transfers from the EEA we use standard contractual clauses; ask us for a copy.",
    "transfer",
    safeguard="SCC",
    origin="EEA",
)
_BARE = said(
    "Data go to countries that do not have the same laws.", "transfer", destination="unspecified", safeguard="none"
)


@rule(
    "transfer-no-safeguard",
    Family.RISKY,
    HIGH,
    "Data go abroad without a safeguard",
    why="A transfer out of the EU, UK or Switzerland needs an adequacy decision or safeguards, and people have to be "
    "told which. Transfers without them were fined up to 1.2 billion euros (Irish DPC, 2023). It matters whether "
    "people there are addressed.",
    fix="Name the safeguard for each destination and keep it valid.",
    law="GDPR 44-46, 13(1)(f)",
    bad=(_BARE,),
    good=(_CLAUSES,),
)
def no_safeguard(policy: PolicyView) -> Iterator[Hit]:
    """Look for transfers to less protective countries in a policy that names no safeguard anywhere."""
    transfers = policy.of("transfer")
    if any(_guarded(p) for p in transfers) or next(
        policy.matching(re.compile(_SAFEGUARD.pattern, re.IGNORECASE)), None
    ):
        return
    bare = [p for p in transfers if p.slot("safeguard") == "none" or _UNPROTECTED.search(p.words)]
    if not bare and (addressed(policy, "EU") or addressed(policy, "UK")):
        bare = list(transfers)
    if bare:
        yield Hit("No safeguard is named for this transfer.", evidence_of(bare))


@rule(
    "transfers-missing",
    Family.GAP,
    HIGH,
    "A company outside Europe addresses Europeans and says nothing of transfers",
    why="Their data leave the EU or UK the moment they are entered. The destination and the safeguard have to be told.",
    fix="Add where data are processed and under which safeguard.",
    law="GDPR 13(1)(f), 27",
    absence=True,
    bad=(
        said(
            "Example Prints LLC, Austin, TX 78660, United States",
            "identity",
            controller="Example Prints LLC",
            address="Austin, US",
        ),
        said("If you are in the EU, you may ask for a copy.", "right", right="access", jurisdiction="EU"),
    ),
    good=(
        said(
            "Example Prints LLC, Austin, TX 78660, United States",
            "identity",
            controller="Example Prints LLC",
            address="Austin, US",
        ),
        _CLAUSES,
    ),
)
def missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a controller outside Europe that speaks to people there and has no statement on transfers."""
    anchor = _mention(policy)
    if anchor and _outside_europe(policy) and not policy.of("transfer"):
        yield Hit("Nothing is said about transfers or their safeguards.", (anchor,))


def _outside_europe(policy: PolicyView) -> bool:
    identities = policy.of("identity")
    described = [p.slot("address") + " " + p.words for p in identities]
    if any(_EUROPE.search(d) for d in described):
        return False
    return any(_OUTSIDE.search(p.quote + " " + str(p.slots.get("address", ""))) for p in identities)


@rule(
    "eu-representative-missing",
    Family.GAP,
    HIGH,
    "No representative in the EU or UK is named",
    why="Who offers goods or services to people in the EU (or UK) from outside needs a representative there, named in "
    "the notice, unless the processing is occasional. People and authorities have nobody else to turn to.",
    fix="Appoint a representative and give their name and address, or record why none is needed.",
    law="GDPR 27, 13(1)(a)",
    absence=True,
    bad=(
        said(
            "Example Prints LLC, Austin, TX 78660, United States",
            "identity",
            controller="Example Prints LLC",
            address="Austin, US",
        ),
        said("If you are in the EEA, you may ask for a copy.", "right", right="access", jurisdiction="EEA"),
    ),
    good=(
        said("Example Prints BV, Ghent, Belgium", "identity", controller="Example Prints BV", address="Ghent, Belgium"),
        said("If you are in the EEA, you may ask for a copy.", "right", right="access", jurisdiction="EEA"),
    ),
)
def representative_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a controller outside Europe that speaks to people there and names no representative."""
    european = addressed(policy, "EU") or addressed(policy, "UK")
    if european and _outside_europe(policy) and not next(policy.matching(_REPRESENTATIVE), None):
        yield Hit("No representative under Art. 27 is named.", evidence_of(policy.of("identity")))


@rule(
    "scc-copy",
    Family.GAP,
    LOW,
    "How to get a copy of the safeguards is not said",
    why="People have to be told how to obtain a copy of the contractual clauses. For data from the UK, the UK "
    "addendum has to be there too.",
    fix="Add where the clauses can be had, and the UK addendum.",
    law="GDPR 13(1)(f)",
    absence=True,
    bad=(said("From the EEA we use standard contractual clauses.", "transfer", safeguard="SCC", origin="EEA"),),
    good=(_CLAUSES,),
)
def copy_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for safeguards named without a way to obtain a copy, in their paragraph or any other."""
    guarded = [p for p in policy.of("transfer") if _guarded(p) and "adequacy" not in p.slot("safeguard")]
    offers = [
        s
        for s in policy.sentences
        if re.search(r"clauses|safeguards?|transfer", s.quote.lower())
        and re.search(r"\bcop(?:y|ies)\b", s.quote.lower())
    ]
    if guarded and not offers and not any(_COPY.search(p.words) and "copy" in p.words for p in guarded):
        yield Hit("No way to obtain a copy of the safeguards.", evidence_of(guarded, 2))


@rule(
    "invalid-transfer-framework",
    Family.STALE,
    MEDIUM,
    "A transfer framework is named that no longer holds",
    why="Safe Harbor fell in 2015 (CJEU C-362/14) and Privacy Shield in 2020 (C-311/18). Naming them as a ground says "
    "that transfers have none.",
    fix="Name the EU-US Data Privacy Framework certificate or the clauses you use.",
    law="GDPR 45, 46; CJEU C-362/14, C-311/18",
    bad=(said("We comply with the EU-US Privacy Shield.", "transfer", safeguard="Privacy Shield"),),
    good=(said("The importer is certified under the Data Privacy Framework.", "transfer", safeguard="DPF"),),
)
def invalid_framework(policy: PolicyView) -> Iterator[Hit]:
    """Look for the names of frameworks that were struck down."""
    found = list(policy.matching(_OLD_SHIELD))
    if found:
        yield Hit("This framework no longer holds.", tuple(found[:3]))
