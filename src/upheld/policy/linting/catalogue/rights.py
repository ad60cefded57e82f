"""The rights each law wants disclosed, against those the policy names."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.catalogue.requests import rights_of
from upheld.policy.linting.facts import REGIME_WORDS, addressed, jurisdictions
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, LOW, MEDIUM, Family, Hit, item, para, rule, said

GDPR_RIGHTS = ("access", "rectification", "erasure", "restriction", "objection", "portability")
"""GDPR Art. 13(2)(b)."""

CCPA_RIGHTS = ("know", "erasure", "rectification", "optout_sale", "limit_sensitive", "non_discrimination")
"""Cal. Civ. Code 1798.100-125, as amended by the CPRA."""


def _for_people_in(policy: PolicyView, regime: str) -> list[Promise]:
    return [
        p
        for p in policy.of("right")
        if not jurisdictions(p) or regime in jurisdictions(p) or "APPLICABLE" in jurisdictions(p)
    ]


def _californian(policy: PolicyView) -> list[Promise]:
    return [p for p in policy.of("right") if "US-CA" in jurisdictions(p)]


_EEA = said("EEA residents may ask for a copy.", "right", right="access", jurisdiction="EEA")
_ALL_RIGHTS = said(
    "You may ask for a copy, correction, erasure, restriction, transfer, and may object.",
    "right",
    right=",".join(GDPR_RIGHTS),
)


@rule(
    "gdpr-rights-missing",
    Family.GAP,
    MEDIUM,
    "Rights under the GDPR are not all named",
    why="Every one of the rights has to be told; people do not use what they do not know of.",
    fix="Name the missing rights.",
    law="GDPR 13(2)(b)",
    absence=True,
    bad=(_EEA, said("EEA residents may ask for erasure.", "right", right="erasure", jurisdiction="EEA")),
    good=(_ALL_RIGHTS, said("People in the EEA may complain.", "complaint", jurisdiction="EEA", authority="local SA")),
)
def gdpr_rights_missing(policy: PolicyView) -> Iterator[Hit]:
    """Compare the rights named to people in the EU or UK with the list of Art. 13(2)(b), where at least one is named."""
    if not (addressed(policy, "EU") or addressed(policy, "UK")):
        return
    named = {
        r
        for p in policy.of("right")
        if not all(j.startswith("US-") for j in jurisdictions(p)) or not jurisdictions(p)
        for r in p.tokens("right")
    }
    missing = [r for r in GDPR_RIGHTS if r not in named]
    rights = [p for p in policy.of("right") if jurisdictions(p) & {"EU", "UK"}]
    if rights and missing and "any" not in named:
        yield Hit(f"Not named: {', '.join(missing)}.", evidence_of(rights, 2))


@rule(
    "gdpr-missing",
    Family.GAP,
    HIGH,
    "People in the EU are addressed without the disclosures owed to them",
    why="Who addresses people in the EU owes them the legal bases, the periods, their rights and the complaint to an "
    "authority. A transfer clause alone shows that the duty was seen and not met.",
    fix="Add the missing disclosures, or do not address the EU.",
    law="GDPR 13",
    absence=True,
    bad=(
        said(
            "If you are in the European Union, data are transferred to the US.",
            "transfer",
            destination="US",
            origin="EU",
        ),
    ),
    good=(
        _ALL_RIGHTS,
        said("In the European Union we rely on your consent.", "legal_basis", basis="consent", jurisdiction="EU"),
        said("You may complain to your authority.", "complaint", authority="local SA", right="lodge_complaint"),
    ),
)
def gdpr_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a policy addressed to the EU that lacks at least three of: basis, rights, retention, complaint."""
    anchor = next(policy.matching(REGIME_WORDS["EU"]), None)
    named = {r for p in _for_people_in(policy, "EU") for r in p.tokens("right")}
    lacking = [
        word
        for word, present in (
            ("legal basis", bool(policy.of("legal_basis"))),
            ("rights", {"restriction", "portability", "objection"} <= named),
            ("retention", bool(policy.of("retention"))),
            ("complaint to an authority", bool(policy.of("complaint"))),
        )
        if not present
    ]
    if anchor and len(lacking) >= 3:
        yield Hit(f"People in the EU are not told of: {', '.join(lacking)}.", (anchor,))


@rule(
    "ccpa-missing",
    Family.GAP,
    HIGH,
    "California appears with Shine the Light only",
    why="The law of 2005 on marketing disclosures is not the CCPA. Where identifiers go to advertisers the rights to "
    "know, delete, correct and opt out have to be there, if the business is above the thresholds (for 2026: 26.6 "
    "million dollars revenue, or 100,000 people).",
    fix="Add the Californian rights, categories and the opt-out, or record why the act does not apply.",
    law="Cal. Civ. Code 1798.120, 1798.130, 1798.135",
    absence=True,
    bad=(
        said(
            "Californians may ask about disclosures for marketing.",
            "right",
            right="shine_the_light",
            jurisdiction="US-CA",
        ),
    ),
    good=(
        said(
            "Californians may ask about disclosures for marketing.",
            "right",
            right="shine_the_light",
            jurisdiction="US-CA",
        ),
        said("Californians may ask to know and delete.", "right", right="know,erasure", jurisdiction="US-CA"),
    ),
)
def ccpa_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for Californians who are given Shine the Light and no right of the CCPA."""
    named = {r for p in _californian(policy) for r in p.tokens("right")}
    if named and named <= {"shine_the_light", "minor_content_removal"}:
        yield Hit("None of the rights of the CCPA is named.", evidence_of(_californian(policy), 2))


@rule(
    "limit-right-missing",
    Family.GAP,
    MEDIUM,
    "Californian rights stop at the law of before 2023",
    why="Since 2023 Californians may correct, limit the use of sensitive data, and opt out of sharing for "
    "advertising, and are told the period of each category.",
    fix="Add the missing rights and the periods.",
    law="Cal. Civ. Code 1798.106, 1798.120-121",
    absence=True,
    bad=(
        said("Californians may ask to know.", "right", right="know", jurisdiction="US-CA"),
        said("Californians are not discriminated against.", "right", right="non_discrimination", jurisdiction="US-CA"),
    ),
    good=(
        said("Californians may ask to know.", "right", right="know", jurisdiction="US-CA"),
        said(
            "Californians may limit the use of sensitive data.", "right", right="limit_sensitive", jurisdiction="US-CA"
        ),
        said("Californians may correct.", "right", right="rectification", jurisdiction="US-CA"),
    ),
)
def limit_right_missing(policy: PolicyView) -> Iterator[Hit]:
    """Compare the Californian rights named with those added in 2023."""
    named = {r for p in _californian(policy) for r in p.tokens("right")}
    missing = [r.replace("_", " ") for r in ("rectification", "limit_sensitive") if r not in named]
    if "know" in named and missing:
        yield Hit(f"Not named: {', '.join(missing)}.", evidence_of(_californian(policy), 2))


@rule(
    "limit-mechanism-missing",
    Family.GAP,
    MEDIUM,
    "A right to limit is named without a way to use it",
    why="The right needs a link (“Limit the Use of My Sensitive Personal Information”) or the combined opt-out link, "
    "and the signal.",
    fix="Add the link, or say that sensitive data are not used beyond what is necessary.",
    law="Cal. Civ. Code 1798.121, 1798.135(a)",
    absence=True,
    bad=(said("You can limit our use of sensitive data.", "right", right="limit_sensitive", jurisdiction="US-CA"),),
    good=(
        said(
            "Limit our use of sensitive data at example.com/limit.",
            "right",
            right="limit_sensitive",
            jurisdiction="US-CA",
            channel="example.com/limit",
        ),
    ),
)
def limit_mechanism_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for the right to limit without a channel of its own."""
    rights = rights_of(policy, "limit_sensitive")
    own = [p for p in rights if p.slot("channel") or re.search(r"https?://|@|\.(?:com|org)/", p.words)]
    link = next(
        policy.matching(re.compile(r"Limit the Use of My Sensitive|Your (?:California )?Privacy Choices")), None
    )
    ways = [p for p in policy.of("channel", "optout") if "limit" in p.slot("for") or "sensitive" in p.slot("subject")]
    if rights and not own and not link and not ways:
        yield Hit("No link or other way to limit is given.", evidence_of(rights, 2))


@rule(
    "right-by-reference",
    Family.GAP,
    MEDIUM,
    "Rights are given by reference to another state's law",
    why="“Similar rights” leaves open which. People have to be told their rights, and their own law differs in detail "
    "(appeal, fees, opt-outs).",
    fix="List the rights of each state, or one list for all.",
    law="Conn. Gen. Stat. 42-520",
    bad=(
        said(
            "Connecticut residents have similar rights to Virginians.",
            "right",
            right="access",
            jurisdiction="US-CT",
            by_reference="US-VA",
        ),
    ),
    good=(said("Connecticut residents may ask for a copy.", "right", right="access", jurisdiction="US-CT"),),
)
def right_by_reference(policy: PolicyView) -> Iterator[Hit]:
    """Look for rights defined by those of another jurisdiction."""
    similar = re.compile(
        r"\b(?:similar|same|comparable|equivalent) (?:\w+ )?(?:rights )?(?:to|as)\b.{0,40}\b(?:those|under"
        r"|residents)|\brights similar to\b"
    )
    for promise in policy.of("right"):
        if promise.slot("by_reference") or similar.search(promise.words):
            yield Hit("Which rights these are is left to another law.", (promise.evidence,))


@rule(
    "rights-scope",
    Family.GAP,
    MEDIUM,
    "People of a country are sent to its authority, but the rights are limited to others",
    why="Somebody who may complain in the UK or Switzerland has the rights of that law; a section “for EEA residents” "
    "leaves them out.",
    fix="Extend the rights to everyone the policy addresses.",
    law="UK GDPR 13; Swiss FADP 19, 25",
    absence=True,
    bad=(_EEA, said("UK residents may contact the Information Commission.", "complaint", jurisdiction="UK")),
    good=(
        said("EEA and UK residents may ask for a copy.", "right", right="access", jurisdiction="EEA,UK"),
        said("UK residents may complain.", "complaint", jurisdiction="UK"),
    ),
)
def rights_scope(policy: PolicyView) -> Iterator[Hit]:
    """Compare the jurisdictions of complaints with those of the European rights."""
    rights = [p for p in rights_of(policy) if "EU" in jurisdictions(p)]
    if not rights or any(not jurisdictions(p) for p in rights_of(policy, "access", "erasure")):
        return
    covered = {j for p in rights for j in jurisdictions(p)}
    for regime in ("UK", "CH"):
        sent = [p for p in policy.of("complaint") if regime in jurisdictions(p)]
        if sent and regime not in covered:
            lead = policy.lead_in(rights[0])
            yield Hit(
                f"The rights are not given to people in {regime}.",
                ((lead,) if lead else ()) + (rights[0].evidence, sent[0].evidence),
            )


_BRITISH = re.compile(r"ico\.org|information commission|\bico\b")


@rule(
    "uk-authority-missing",
    Family.GAP,
    LOW,
    "The UK is addressed, its authority is not named",
    why="People in the UK complain to the Information Commission, not to an EU authority; since June 2026 also to the "
    "company first, with an electronic form and an acknowledgement in 30 days (DPA 2018 s.164A).",
    fix="Name the Information Commission with its address.",
    law="UK GDPR 13(2)(d); DPA 2018 s.164A",
    absence=True,
    bad=(
        said(
            "If you are in the EEA or UK you may complain to your local authority.", "complaint", jurisdiction="EEA,UK"
        ),
    ),
    good=(
        said(
            "In the UK, complain to the Information Commission.",
            "complaint",
            jurisdiction="UK",
            authority="Information Commission",
        ),
    ),
)
def uk_authority_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for complaints offered to people in the UK in a policy that nowhere names their authority."""
    offered = [p for p in policy.of("complaint") if "UK" in jurisdictions(p)]
    if (
        offered
        and not _BRITISH.search(policy.text.lower())
        and not any("ico" in p.tokens("authority") for p in offered)
    ):
        yield Hit("The Information Commission is not named.", evidence_of(offered, 2))


@rule(
    "complaint-missing",
    Family.GAP,
    MEDIUM,
    "The right to complain to an authority is not mentioned",
    why="Everyone in the EU and UK has to be told that they may complain to a supervisory authority.",
    fix="Add the sentence and the authority.",
    law="GDPR 13(2)(d)",
    absence=True,
    bad=(_EEA, said("EEA residents may ask for erasure.", "right", right="erasure", jurisdiction="EEA")),
    good=(
        _EEA,
        said("EEA residents may complain to their authority.", "complaint", jurisdiction="EEA", authority="local SA"),
    ),
)
def complaint_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for rights of people in the EU or UK without the complaint to an authority."""
    rights = [p for p in policy.of("right") if jurisdictions(p) & {"EU", "UK"}]
    told = [
        p
        for p in policy.of("complaint", "right", "channel")
        if "complain" in p.words or "complaint" in p.slot("right") or p.slot("authority")
    ]
    if (
        rights
        and not told
        and not next(policy.matching(re.compile(r"supervisory authorit|data protection authorit", re.IGNORECASE)), None)
    ):
        yield Hit("The complaint to an authority is not mentioned.", evidence_of(rights, 2))


@rule(
    "withdrawal-missing",
    Family.GAP,
    MEDIUM,
    "Consent is a basis, its withdrawal is not mentioned",
    why="Who is asked for consent has to be told that it can be taken back at any time, as easily as it was given.",
    fix="Say how consent is withdrawn.",
    law="GDPR 7(3), 13(2)(c)",
    absence=True,
    bad=(
        para("We may process your data because:"),
        item("You gave consent.", "legal_basis", basis="consent", jurisdiction="EEA"),
    ),
    good=(
        item("You gave consent.", "legal_basis", basis="consent", jurisdiction="EEA"),
        said("You may withdraw consent at any time.", "withdrawal", right="withdraw_consent"),
    ),
)
def withdrawal_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for consent as a legal basis for Europeans without a promise on its withdrawal."""
    consent = [
        p
        for p in policy.of("legal_basis")
        if p.says("basis", "consent", "explicit_consent") and jurisdictions(p) & {"EU", "UK"}
    ]
    told = bool(policy.of("withdrawal")) or any(policy.matching(re.compile(r"\bwithdraw", re.IGNORECASE)))
    if consent and not told:
        yield Hit("Nothing is said about withdrawing consent.", evidence_of(consent, 2))
