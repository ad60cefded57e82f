"""What is said to be collected and not collected, compared category by category."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import (
    IDENTIFYING,
    SENSITIVE,
    addressed,
    categories,
    category_groups,
    jurisdictions,
    overlapping,
)
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, LOW, MEDIUM, Family, Hit, item, para, rule, said

_DENIED_CELL = re.compile(r"(?:\||:)\s*no\s*\|?$")
_AFFIRMED_CELL = re.compile(r"(?:\||:)\s*yes\s*\|?$")
_UNTYPED = frozenset({"account", "marketing", "support", "backups", "cookie", "log"})


def _denied(promise: Promise) -> bool:
    return promise.kind == "collect" and (
        promise.is_false("collected") or promise.slot("collected") == "no" or bool(_DENIED_CELL.search(promise.words))
    )


def _collected(policy: PolicyView) -> list[Promise]:
    return [p for p in policy.of("collect", "source") if not _denied(p)]


def _declared(promise: Promise) -> bool:
    """Return whether a promise is a yearly declaration of categories rather than a description of collection."""
    return promise.kind == "collect" and (
        promise.slot("subject").startswith("ccpa:")
        or promise.slot("lookback") != ""
        or bool(_AFFIRMED_CELL.search(promise.words))
        or ("US-CA" in jurisdictions(promise) and "categories of personal information" in promise.words)
    )


def _named(words: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(w.replace("_", " ") for w in words))


_NO_IDS = said(
    "Identifiers (IP address, email) | NO", "collect", subject="ccpa:identifiers", collected="NO", jurisdiction="US-CA"
)
_IP = said("We collect your IP address.", "collect", subject="ip_address")


@rule(
    "declared-not-collected-but-collected",
    Family.CONTRADICTION,
    HIGH,
    "A category is declared as not collected and described as collected",
    why="A false table of categories is a false statement in a document that the law demands; a test purchase or a "
    "look at the request log shows it.",
    fix="Correct the table from what the systems hold.",
    law="Cal. Civ. Code 1798.130(a)(5)(B); 11 CCR 7011(e)(1)",
    bad=(_NO_IDS, _IP),
    good=(said("Biometric data | NO", "collect", subject="ccpa:biometric", collected="NO"), _IP),
)
def declared_not_collected(policy: PolicyView) -> Iterator[Hit]:
    """Compare the categories a table answers with NO to the categories described as collected elsewhere."""
    positive = [p for p in _collected(policy) if not _declared(p)]
    for denial in (p for p in policy.of("collect") if _denied(p)):
        denied = categories(denial) - _UNTYPED - {"profile", "interests"}
        against = [(p, shared) for p in positive if (shared := denied & categories(p))]
        if against:
            shown = {c for _, shared in against for c in shared}
            yield Hit(
                f"Declared as not collected, described as collected: {_named(shown)}.",
                evidence_of([denial, *(p for p, _ in against)], 6),
            )


@rule(
    "category-mismatch",
    Family.CONTRADICTION,
    MEDIUM,
    "The yearly declaration and the description of what is collected differ",
    why="Both lists answer the same question. What only one of them names is either undeclared or not collected.",
    fix="Bring both lists to the categories the systems hold.",
    law="Cal. Civ. Code 1798.130(a)(5)",
    bad=(
        said(
            "In the past 12 months we collected geolocation.",
            "collect",
            subject="ccpa:geolocation",
            jurisdiction="US-CA",
        ),
        said("We collect your email address.", "collect", subject="email"),
    ),
    good=(
        said(
            "In the past 12 months we collected identifiers.",
            "collect",
            subject="ccpa:identifiers",
            jurisdiction="US-CA",
        ),
        said("We collect your email address.", "collect", subject="email"),
    ),
)
def category_mismatch(policy: PolicyView) -> Iterator[Hit]:
    """Look for categories declared as collected that the description of collection does not name."""
    described = [p for p in _collected(policy) if not _declared(p)]
    known = {c for p in described for c in categories(p)}
    lists = [lead for p in described if (lead := policy.lead_in(p))]
    for declaration in (p for p in policy.of("collect") if _declared(p) and not _denied(p)):
        only = [group for group in category_groups(declaration) if not group & (known | _UNTYPED)]
        if only and described:
            yield Hit(
                f"Declared as collected, but not described: {_named({min(group) for group in only})}.",
                (declaration.evidence, *sorted(set(lists))[:2], described[0].evidence),
            )


@rule(
    "ccpa-category-missing",
    Family.GAP,
    MEDIUM,
    "Collected data fall into categories that the yearly declaration leaves out",
    why="A profile of behaviour is an “inference” and a log-in with its password is “sensitive” under California law; "
    "both have to be declared, and the second brings the right to limit.",
    fix="Add the categories to the declaration.",
    law="Cal. Civ. Code 1798.140(ae), (v)(1)(K)",
    absence=True,
    bad=(
        said("We build a profile of your behaviour.", "collect", subject="behavioural_profile"),
        said(
            "In the past 12 months we collected identifiers.",
            "collect",
            subject="ccpa:identifiers",
            jurisdiction="US-CA",
        ),
    ),
    good=(
        said("We collect your email address.", "collect", subject="email"),
        said(
            "In the past 12 months we collected identifiers.",
            "collect",
            subject="ccpa:identifiers",
            jurisdiction="US-CA",
        ),
    ),
)
def ccpa_category_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for profiles, credentials and sensitive data collected but absent from the declared categories."""
    declared = [p for p in policy.of("collect") if _declared(p) and not _denied(p)]
    known = {c for p in declared for c in categories(p)}
    wanted = (SENSITIVE | {"profile"}) - known
    missing = [p for p in policy.of("collect") if not _declared(p) and not _denied(p) and categories(p) & wanted]
    if declared and missing:
        named = {c for p in missing for c in categories(p) & wanted}
        yield Hit(f"Not declared: {_named(named)}.", evidence_of([*missing[:4], declared[0]], 5))


_NO_SENSITIVE = said("We do not process sensitive information.", "not_collect", subject="sensitive")


@rule(
    "sensitive-denied-but-collected",
    Family.CONTRADICTION,
    HIGH,
    "Sensitive data are denied while data of that kind are collected",
    why="Precise location, credentials, biometrics and health are sensitive by law (Cal. Civ. Code 1798.140(ae), GDPR "
    "Art. 9). The denial is then wrong, and the rights that come with such data are missing. Session recorders "
    "that take what is typed into forms have led to wiretapping suits (Cal. Penal Code 631); it matters whether "
    "fields are masked before they leave the browser.",
    fix="Drop the denial, or stop collecting the data (for example mask form fields, keep only a coarse location).",
    law="Cal. Civ. Code 1798.140(ae); GDPR 5(1)(a), 9",
    bad=(_NO_SENSITIVE, said("We use GPS to find your position.", "collect", subject="gps_location")),
    good=(_NO_SENSITIVE, said("We collect your email address.", "collect", subject="email")),
)
def sensitive_denied(policy: PolicyView) -> Iterator[Hit]:
    """Compare denials of sensitive data with collection of precise location, typed text, credentials, biometrics or health."""
    for denial in policy.of("not_collect"):
        if not (denial.says("subject", "sensitive") or "sensitive" in denial.words):
            continue
        telling = SENSITIVE - {"credentials", "protected"}
        against = [
            p for p in _collected(policy) if not _declared(p) and categories(p) & telling and overlapping(p, denial)
        ]
        if against:
            named = {c for p in against for c in categories(p) & telling}
            yield Hit(f"Sensitive data are denied, yet collected: {_named(named)}.", evidence_of([denial, *against], 5))


_NOT_IDENTIFYING = re.compile(
    r"\b(?:does|do) not (?:\w+ )?(?:reveal|identify|disclose)\b.{0,40}\b(?:identity|you|individual)|\bnon-?personal(?:ly)?\b"
    r"|\bcannot (?:be used to )?identify you\b|\bnot personal (?:data|information)\b"
)


@rule(
    "not-identifying-vs-ids",
    Family.CONTRADICTION,
    MEDIUM,
    "Online identifiers are called not identifying",
    why="IP addresses, device ids and location are personal data (GDPR Art. 4(1), recital 30; CJEU C-582/14 Breyer). "
    "Treating them as anonymous leaves them out of every right and period.",
    fix="Call them personal data and let rights and periods apply.",
    law="GDPR 4(1); Cal. Civ. Code 1798.140(v)(1)(A)",
    bad=(said("This does not identify you but includes your IP address.", "collect", subject="ip_address"),),
    good=(said("This includes your IP address.", "collect", subject="ip_address"),),
)
def not_identifying(policy: PolicyView) -> Iterator[Hit]:
    """Look for collection of identifiers or precise location in a sentence that calls them not identifying."""
    for promise in policy.of("collect", "not_collect"):
        ids = categories(promise) & (IDENTIFYING - {"name", "email", "phone"})
        if ids and _NOT_IDENTIFYING.search(promise.words):
            yield Hit(f"Called not identifying: {_named(set(ids))}.", (promise.evidence,))


_THIRD = re.compile(r"\bthird[- ]part(?:y|ies)\b|\bother (?:companies|sources)\b")


@rule(
    "no-third-parties-vs-adtech",
    Family.CONTRADICTION,
    MEDIUM,
    "Nothing is said to come from or go to third parties, yet advertisers act on the service",
    why="An opt-out of interest-based advertising only makes sense where advertisers collect or receive data. Sources "
    "and recipients then have to be disclosed.",
    fix="Name the advertising partners and what they receive or send, or drop the advertising.",
    law="Cal. Civ. Code 1798.110(c), 1798.140(ah); GDPR 14(2)(f)",
    bad=(
        said("We do not receive any information from third parties.", "not_collect", source="third_parties"),
        said("Opt out of interest-based ads by advertisers on our site.", "optout", subject="interest_based_ads"),
    ),
    good=(said("We do not receive any information from third parties.", "not_collect", source="third_parties"),),
)
def denied_third_parties(policy: PolicyView) -> Iterator[Hit]:
    """Compare a denial of third-party sources with sources, advertising opt-outs and social log-ins."""
    for denial in policy.of("not_collect"):
        if not (denial.says("source", "third_parties") or (_THIRD.search(denial.words) and "receive" in denial.words)):
            continue
        ads = [
            p
            for p in policy.of("optout")
            if "ads" in p.slot("subject") or re.search(r"interest-based|targeted ad", p.words)
        ]
        against = [*ads, *policy.of("source")]
        if against:
            yield Hit("Third parties are denied as a source, yet appear.", evidence_of([denial, *against], 5))


@rule(
    "source-not-in-collection",
    Family.GAP,
    LOW,
    "A source of data is missing where collection is described",
    why="Data that come from somebody else have to be announced with their source; hidden in a section on log-ins or "
    "widgets they are easily overlooked, also by the company's own register.",
    fix="Name the source and what comes from it in the section on collection.",
    law="GDPR 14(2)(f); 11 CCR 7011(e)(1)(B)",
    absence=True,
    bad=(
        para("We collect:"),
        item("Your email address.", "collect", subject="email", source="user"),
        item("Your usage.", "collect", subject="usage", source="automatic"),
        para("Log-in"),
        said("If you log in with a social network, we receive your picture.", "source", source="social_networks"),
    ),
    good=(
        para("We collect:"),
        item("Your email address.", "collect", subject="email", source="user"),
        said("We receive your name from resellers.", "source", source="resellers"),
        item("Your usage.", "collect", subject="usage", source="automatic"),
    ),
)
def source_not_in_collection(policy: PolicyView) -> Iterator[Hit]:
    """Look for sources disclosed far from the list of collected data, which itself names no third-party source."""
    listed = [p for p in policy.of("collect") if p.slot("source") in ("user", "automatic", "")]
    if len(listed) < 2:
        return
    first_heading = policy.heading_of(listed[0].start)
    for promise in policy.of("source"):
        elsewhere = policy.heading_of(promise.start) != first_heading or first_heading is None
        after = promise.start > listed[-1].start
        earlier = any(p.start < promise.start for p in policy.of("source"))
        if elsewhere and after and not earlier:
            yield Hit(
                f"The source {promise.slot('source') or 'named here'} is not in the list of what is collected.",
                (promise.evidence,),
            )


@rule(
    "mandatory-provision-missing",
    Family.GAP,
    LOW,
    "It is not said whether people have to give their data",
    why="People have to be told whether data are required by law or contract, and what happens without them.",
    fix="Say which data are needed for what, and the consequence of not giving them.",
    law="GDPR 13(2)(e)",
    absence=True,
    bad=(
        said("For people in the EEA, we collect your email address.", "collect", subject="email", jurisdiction="EEA"),
    ),
    good=(
        said("For people in the EEA, we collect your email address.", "collect", subject="email", jurisdiction="EEA"),
        said("Without it we cannot open an account.", "notice", mandatory_data="consequence"),
    ),
)
def mandatory_provision_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a policy addressed to the EU or UK that says nothing of whether giving data is required."""
    european = addressed(policy, "EU") or addressed(policy, "UK")
    told = any(p.slot("mandatory_data") for p in policy.of("notice")) or next(policy.matching(_MANDATORY), None)
    first = policy.of("collect")[:1]
    if european and first and not told:
        lead = policy.lead_in(first[0])
        yield Hit("Nothing says whether giving data is required.", ((lead,) if lead else ()) + (first[0].evidence,))


_MANDATORY = re.compile(
    r"\b(?:if|when) you (?:do not|don't|choose not to|decline to|refuse to|fail to) (?:provide|give|supply)"
    r"|\b(?:required|obliged|need) to (?:provide|give) (?:us )?(?:with )?(?:your|the|this|any|personal)"
    r"|\bwithout (?:it|this|them|that information)",
    re.IGNORECASE,
)


@rule(
    "ccpa-sources-purposes-third-parties-missing",
    Family.GAP,
    MEDIUM,
    "The California disclosure lacks sources, purposes or recipients of the categories",
    why="A Californian policy has to give, for the last twelve months, the categories with their sources, the "
    "purpose, to whom each was disclosed, and how long each is kept.",
    fix="Extend the list of categories to a table with source, purpose, recipients and retention.",
    law="Cal. Civ. Code 1798.110(c), 1798.130(a)(5); 11 CCR 7011(e)",
    absence=True,
    bad=(
        said(
            "In the past 12 months we collected identifiers.",
            "collect",
            subject="ccpa:identifiers",
            jurisdiction="US-CA",
        ),
    ),
    good=(
        said(
            "In the past 12 months we collected identifiers.",
            "collect",
            subject="ccpa:identifiers",
            jurisdiction="US-CA",
            source="user",
        ),
        said("For Californians: identifiers serve your orders.", "purpose", purpose="orders", jurisdiction="US-CA"),
        said("For Californians: identifiers go to carriers.", "recipient", recipient="carriers", jurisdiction="US-CA"),
    ),
)
def ccpa_details_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for declared categories without a source, a purpose or a recipient for Californians."""
    declared = [p for p in policy.of("collect") if _declared(p) and not _denied(p)]
    if not declared:
        return
    californian = [p for p in policy.promises if "US-CA" in jurisdictions(p)]
    lacking = [
        word
        for word, present in (
            ("sources", any(p.slot("source") for p in declared) or any(p.kind == "source" for p in californian)),
            ("purposes", any(p.kind == "purpose" for p in californian)),
            ("recipients", any(p.kind == "recipient" for p in californian)),
        )
        if not present
    ]
    if lacking:
        yield Hit(f"The declared categories lack their {' and '.join(lacking)}.", evidence_of(declared, 2))
