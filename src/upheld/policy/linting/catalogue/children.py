"""Children and minors."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import days, jurisdictions
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, LOW, MEDIUM, Family, Hit, rule, said

_MINORS = re.compile(
    r"\bchild(?:ren)?\b|\bminors?\b|\bunder (?:the age of )?(?:1[3-8]|thirteen|sixteen|eighteen)\b", re.IGNORECASE
)
_PARENT = re.compile(
    r"parental consent|consent of (?:a |their |the )?(?:parent|guardian)|parent(?:al"
    r"|s)? (?:or guardian )?(?:permission|consent|verification)"
)
_SOLD = re.compile(r"\b(?:sell|sold|sale|shar)")

_REMOVE = said(
    "We delete data of children under 13 within 30 days.", "children", age="13", action="delete", deadline="P30D"
)
_NOT_FOR = said("Our service is not for anyone under 18.", "children", age="18", action="not_directed")


def _about_children(policy: PolicyView) -> list[Promise]:
    return [*policy.of("children"), *(p for p in policy.of("deadline") if "child" in p.slot("subject"))]


@rule(
    "children-missing",
    Family.GAP,
    HIGH,
    "Nothing is said about children",
    why="Whether a service is meant for children, and what happens to data of a child under 13, has to be answered by "
    "anyone whose site children can use (COPPA, GDPR Art. 8); California wants to know about sales of data of "
    "people under 16.",
    fix="Say from which age the service may be used, and how fast a child's data are removed.",
    law="16 CFR 312; GDPR 8; 11 CCR 7011(e)",
    absence=True,
    bad=(
        said(
            "Minors in California may ask to remove posts.",
            "right",
            right="minor_content_removal",
            jurisdiction="US-CA",
        ),
    ),
    good=(_REMOVE,),
)
def missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a whole policy without a statement on children."""
    if _about_children(policy):
        return
    near = [
        p.evidence
        for p in policy.promises
        if p.kind != "collect" and _MINORS.search(p.words) and "child" not in p.words
    ][:2]
    if near or policy.passages:
        yield Hit("There is no statement on children.", tuple(near) or (policy.passages[0].evidence,))


@rule(
    "children-deadline",
    Family.GAP,
    MEDIUM,
    "A child's data are removed, but not by when",
    why="COPPA knows no grace period; a promise without a time cannot be checked by a parent.",
    fix="Say by when, counted from the day you learn of it.",
    law="16 CFR 312.10",
    bad=(said("If we learn of a child's data, we will delete them.", "children", age="13", action="delete"),),
    good=(_REMOVE,),
)
def deadline(policy: PolicyView) -> Iterator[Hit]:
    """Look for a promise to delete children's data where no such promise carries a time."""
    deletes = [p for p in policy.of("children") if p.says("action", "delete")]
    timed = [p for p in _about_children(policy) if days(p) or days(p, "deadline") is not None or p.slot("period")]
    if deletes and not timed:
        yield Hit("No time is given for deleting a child's data.", evidence_of(deletes))


@rule(
    "minors-under-16-statement",
    Family.GAP,
    LOW,
    "Sales of data of people under 16 are not mentioned",
    why="A Californian policy has to state whether the business knows that it sells or shares data of people under 16.",
    fix="Add the statement.",
    law="11 CCR 7011(e)(1)(G)",
    absence=True,
    bad=(said("California residents may ask to know.", "right", right="know", jurisdiction="US-CA"), _NOT_FOR),
    good=(
        said("California residents may ask to know.", "right", right="know", jurisdiction="US-CA"),
        said("We do not knowingly sell or share data of people under 16.", "children", age="16", action="no_sale"),
    ),
)
def under_sixteen(policy: PolicyView) -> Iterator[Hit]:
    """Look for a policy with Californian rights whose statements on minors say nothing of sales under 16."""
    californian = any(
        "US-CA" in jurisdictions(p) and not p.says("right", "shine_the_light") for p in policy.of("right")
    )
    stated = any(
        re.search(r"\b(?:16|sixteen)\b", s.quote) and _SOLD.search(s.quote.lower()) for s in policy.matching(_MINORS)
    )
    children = policy.of("children")
    if californian and children and not stated:
        yield Hit("Sale or sharing of data of people under 16 is not addressed.", evidence_of(children, 2))


@rule(
    "children-parental-consent",
    Family.CONTRADICTION,
    LOW,
    "The service is closed to children, yet parental consent is mentioned",
    why="If children are excluded there is no parental consent to verify; if it can be given, the way to give it has "
    "to be described.",
    fix="Drop the condition, or describe how consent is given and verified.",
    law="16 CFR 312.5",
    bad=(
        _NOT_FOR,
        said(
            "Data collected from children without parental consent are removed.",
            "deadline",
            subject="children_data",
            period="P30D",
        ),
    ),
    good=(_NOT_FOR, _REMOVE),
)
def parental_consent(policy: PolicyView) -> Iterator[Hit]:
    """Compare a service closed to minors with sentences that presuppose parental consent."""
    closed = [
        p for p in policy.of("children") if p.says("action", "not_directed", "no_knowing_collection", "prohibited")
    ]
    consent = list(policy.matching(re.compile(_PARENT.pattern, re.IGNORECASE)))
    how = [
        s
        for s in consent
        if re.search(r"\b(?:by|through|using) (?:a |an |our |the )?(?:form|email|e-mail|signed|card|letter)", s.quote)
    ]
    if closed and consent and not how:
        yield Hit(
            "Parental consent is mentioned, but nothing says how it could be given.", (*consent[:2], closed[0].evidence)
        )


@rule(
    "child-data-sold",
    Family.RISKY,
    HIGH,
    "Children use the service and data go to advertisers",
    why="Targeted advertising to children needs a parent's consent under 13 (COPPA; 170 million dollars, FTC v. "
    "Google/YouTube, 2019) and an opt-in under 16 in California.",
    fix="Switch advertising off where the person is or may be a child.",
    law="16 CFR 312; Cal. Civ. Code 1798.120(c)",
    bad=(
        said("Children from 8 may play with a parent's consent.", "children", age="8", action="allowed"),
        said("Ad networks show targeted ads.", "recipient", recipient="ad_networks", purpose="targeted_advertising"),
    ),
    good=(
        _NOT_FOR,
        said("Ad networks show targeted ads.", "recipient", recipient="ad_networks", purpose="targeted_advertising"),
    ),
)
def child_data_sold(policy: PolicyView) -> Iterator[Hit]:
    """Compare a service open to children under 16 with recipients for targeted advertising."""
    allowed = [p for p in policy.of("children") if p.says("action", "allowed", "parental_consent", "directed")]
    ads = [p for p in policy.of("recipient") if p.says("purpose", "targeted_advertising", "advertising", "ads")]
    if allowed and ads:
        yield Hit(
            "Children are among the users and advertisers among the recipients.", evidence_of([*allowed[:1], *ads])
        )
