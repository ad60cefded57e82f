"""Legal bases, consent, and the purposes they carry."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import REGIME_WORDS, addressed, overlapping
from upheld.policy.linting.model import Evidence, PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, LOW, MEDIUM, Family, Hit, item, para, rule, said

_TRANSFER = re.compile(r"\btransfer")
_AGREES = re.compile(r"\b(?:consent|agree|accept|acknowledg|understood)")
_BY_USE = re.compile(
    r"\bby (?:continuing to |accessing|using|visiting|submitting|providing|registering)|\b(?:your|through) (?:continued )?use of\b"
)


@rule(
    "consent-by-use-transfer",
    Family.RISKY,
    HIGH,
    "Accepting the policy is taken as consent to a transfer",
    why="Consent to a transfer has to be explicit and informed of its risks, and it may not be bundled (GDPR Art. "
    "49(1)(a), 7). Where contractual clauses exist the sentence is not even needed.",
    fix="Rest the transfer on its safeguard and drop the sentence.",
    law="GDPR 7, 49(1)(a)",
    bad=(
        said("Submitting data is your agreement to their transfer abroad.", "acceptance", effect="consent_to_transfer"),
    ),
    good=(said("We rely on standard contractual clauses.", "transfer", safeguard="SCC", origin="EEA"),),
)
def consent_to_transfer(policy: PolicyView) -> Iterator[Hit]:
    """Look for acceptance of the policy that counts as agreement to a transfer."""
    for promise in policy.of("acceptance", "transfer"):
        bundled = promise.kind == "acceptance" and _TRANSFER.search(promise.words) and _AGREES.search(promise.words)
        if promise.says("effect", "consent_to_transfer") or bundled:
            yield Hit("A transfer rests on bundled consent.", (promise.evidence,))


@rule(
    "consent-by-use",
    Family.RISKY,
    MEDIUM,
    "Using the service is taken as consent",
    why="Use is not consent (GDPR Art. 4(11); CJEU C-673/17 Planet49). The sentence gives no basis for anything that "
    "needs one, and reads as if people had no choice. It does no harm only where every purpose rests on another "
    "basis.",
    fix="Ask for consent where it is needed; otherwise only say that the notice explains the processing.",
    law="GDPR 4(11), 7",
    bad=(said("By using our site you agree to our use of your data.", "acceptance", effect="consent_by_use"),),
    good=(said("If you disagree, do not use the service.", "acceptance", effect="no_use"),),
)
def consent_by_use(policy: PolicyView) -> Iterator[Hit]:
    """Look for agreement to the policy or its processing by mere use."""
    for promise in policy.of("acceptance"):
        by_use = (
            _BY_USE.search(promise.words)
            and _AGREES.search(promise.words)
            and not _TRANSFER.search(promise.words.replace("transferred", ""))
        )
        if promise.says("effect", "consent_by_use") or (by_use and not promise.says("effect", "consent_to_transfer")):
            yield Hit("Use counts as consent.", (promise.evidence,))


@rule(
    "implied-consent",
    Family.RISKY,
    MEDIUM,
    "Consent may be inferred without limits",
    why="PIPEDA allows implied consent only where data are not sensitive and the use is expected; elsewhere it is no "
    "consent.",
    fix="Say for which uses consent is taken as implied, and that sensitive data are excluded.",
    law="PIPEDA Sch. 1, 4.3; GDPR 4(11)",
    bad=(
        said(
            "We may act where your permission can be inferred (implied consent).",
            "legal_basis",
            basis="implied_consent",
        ),
    ),
    good=(said("We ask for express consent.", "legal_basis", basis="express_consent"),),
)
def implied_consent(policy: PolicyView) -> Iterator[Hit]:
    """Look for a legal basis of implied or inferred consent."""
    for promise in policy.of("legal_basis"):
        if promise.says("basis", "implied_consent") or re.search(
            r"\bimplied consent|permission can be inferred", promise.words
        ):
            yield Hit("Implied consent is claimed without saying for what.", (promise.evidence,))


def _european(policy: PolicyView) -> list[Promise]:
    return [
        p
        for p in policy.of("legal_basis")
        if not p.says("basis", "no_consent_exception", "any_valid")
        and p.slot("jurisdiction") not in ("canada", "us-ca")
    ]


def _names_basis(policy: PolicyView, purpose: Promise) -> bool:
    """Return whether the sentence of a purpose also names its basis."""
    sentence = policy.sentence_of(purpose)
    return any(sentence.start <= p.start < sentence.end for p in policy.of("legal_basis"))


@rule(
    "legal-basis-not-mapped",
    Family.GAP,
    MEDIUM,
    "Legal bases are listed, not tied to purposes",
    why="Each purpose needs its basis, and a legitimate interest has to be named. A list with examples does not tell "
    "which right (objection, withdrawal, portability) people have for which use.",
    fix="Give a table: purpose, data, basis, and the interest where that is the basis.",
    law="GDPR 13(1)(c)-(d)",
    absence=True,
    bad=(
        para("We may process your data because:"),
        item("Contract: we need it to serve you.", "legal_basis", basis="contract", jurisdiction="EEA"),
        item("Consent: you agreed.", "legal_basis", basis="consent", jurisdiction="EEA"),
        item("Interests: it helps us.", "legal_basis", basis="legitimate_interests", jurisdiction="EEA"),
        para("We use data:"),
        item("To ship orders.", "purpose", purpose="orders"),
        item("To send offers.", "purpose", purpose="marketing"),
        item("To improve.", "purpose", purpose="improvement"),
    ),
    good=(
        para("We use data:"),
        item("To ship orders (contract).", "purpose", purpose="orders", basis="contract"),
        item("To send offers (consent).", "purpose", purpose="marketing", basis="consent"),
        item("Contract: to ship your orders.", "legal_basis", basis="contract", purpose="orders"),
    ),
)
def basis_not_mapped(policy: PolicyView) -> Iterator[Hit]:
    """Look for three or more bases beside purposes of which fewer than half carry a basis."""
    bases = _european(policy)
    purposes = policy.of("purpose")
    mapped = [p for p in purposes if p.slot("basis") or _names_basis(policy, p)]
    if len(bases) >= 3 and len(purposes) >= 3 and len(mapped) * 2 < len(purposes):
        lead = policy.lead_in(bases[0])
        yield Hit(
            f"{len(mapped)} of {len(purposes)} purposes name their basis.",
            ((lead,) if lead else ()) + evidence_of(bases, 4),
        )


_BASIS_WORDS = {
    "consent": re.compile(r"\bconsent\b"),
    "contract": re.compile(r"\bcontract(?:ual)?\b"),
    "legal_obligation": re.compile(r"\bcomply with (?:the )?laws?\b|\blegal obligation"),
    "legitimate_interests": re.compile(r"\blegitimate (?:business )?interests?\b"),
    "vital_interests": re.compile(r"\bvital interests?\b"),
}


@rule(
    "legal-basis-list-mismatch",
    Family.CONTRADICTION,
    HIGH,
    "A summary names a legal basis that the list leaves out",
    why="Which basis holds decides which rights people have. Two lists that differ leave the basis open.",
    fix="Name the same bases in both places.",
    law="GDPR 13(1)(c)",
    bad=(
        para("We act on your consent, to comply with laws, or to fulfil a contract."),
        para("We rely on the following:"),
        item("Consent. You agreed.", "legal_basis", basis="consent", jurisdiction="EU"),
        item("Legal Obligations. The law asks.", "legal_basis", basis="legal_obligation", jurisdiction="EU"),
    ),
    good=(
        para("We act on your consent or to comply with laws."),
        para("We rely on the following:"),
        item("Consent. You agreed.", "legal_basis", basis="consent", jurisdiction="EU"),
        item("Legal Obligations. The law asks.", "legal_basis", basis="legal_obligation", jurisdiction="EU"),
    ),
)
def basis_list_mismatch(policy: PolicyView) -> Iterator[Hit]:
    """Compare sentences that enumerate two or more bases with the list of bases."""
    listed_promises = [p for p in _european(policy) if policy.lead_in(p) is not None or p.slot("jurisdiction")]
    listed = {basis for p in listed_promises for basis in p.tokens("basis")}
    if len(listed) < 2:
        return
    spans = [(p.start, p.end) for p in listed_promises]
    for sentence in policy.sentences:
        flat = " ".join(sentence.quote.split()).lower()
        named = {basis for basis, words in _BASIS_WORDS.items() if words.search(flat)}
        inside = any(start < sentence.end and sentence.start < end for start, end in spans)
        if len(named) >= 3 and not inside and named - listed and named & listed:
            lead = policy.lead_in(listed_promises[0])
            missing = ", ".join(sorted(n.replace("_", " ") for n in named - listed))
            yield Hit(
                f"Named here but not in the list: {missing}.",
                (sentence, *((lead,) if lead else ()), listed_promises[0].evidence),
            )


@rule(
    "purposes-mismatch",
    Family.CONTRADICTION,
    MEDIUM,
    "A summary names purposes that the list leaves out",
    why="The list is read as complete. Purposes that only a summary mentions are not explained, and have no basis.",
    fix="Bring the list to the purposes you have.",
    law="GDPR 13(1)(c)",
    bad=(
        said(
            "We use data to serve you, for security and for research.", "purpose", purpose="service,security,research"
        ),
        para("We use data:"),
        item("To send offers.", "purpose", purpose="marketing"),
        item("To save lives.", "purpose", purpose="vital_interest"),
    ),
    good=(
        said("We use data to serve you, and for marketing.", "purpose", purpose="service,marketing"),
        para("We use data:"),
        item("To send offers.", "purpose", purpose="marketing"),
        item("To serve you.", "purpose", purpose="service"),
    ),
)
def purposes_mismatch(policy: PolicyView) -> Iterator[Hit]:
    """Compare a sentence of three or more purposes with the purposes of the list."""
    listed = [p for p in policy.of("purpose") if policy.lead_in(p) is not None and not p.slot("subject")]
    known = {purpose for p in listed for purpose in p.tokens("purpose")}
    if len(listed) < 2:
        return
    for promise in policy.of("purpose"):
        named = promise.tokens("purpose") - {"other", "any"}
        if (
            promise not in listed
            and not promise.slot("subject")
            and len(named) >= 3
            and len(named - known) * 2 > len(named)
        ):
            missing = ", ".join(sorted(n.replace("_", " ") for n in named - known))
            yield Hit(f"Named here but not in the list: {missing}.", evidence_of([promise, *listed], 6))


_CONSENTED = re.compile(
    r"with your consent|if you (?:have )?(?:consent|agree|opt(?:ed)? in)|in accordance with your .{0,12}preferences"
)


_ON_CONDITION = re.compile(r"\b(?:if|after|once|when) you (?:have )?(?:agreed|asked|subscribed)|consent|preferences")


def _marketing_purposes(policy: PolicyView) -> list[Promise]:
    sends = re.compile(r"\b(?:send|contact|inform|email|provide|users?)\b")
    return [p for p in policy.of("purpose") if p.says("purpose", "marketing") and sends.search(p.words)]


@rule(
    "promo-consent-vs-purpose",
    Family.CONTRADICTION,
    LOW,
    "Marketing needs consent in one place and nothing in another",
    why="People read the promise to ask first. A purpose list that sends promotions without that condition "
    "contradicts it.",
    fix="Add the condition to the purpose.",
    law="ePrivacy Directive 13; GDPR 6",
    bad=(
        said("With your consent we send promotions.", "marketing", consent="opt_in"),
        said("To send you promotional emails.", "purpose", purpose="marketing"),
    ),
    good=(
        said("With your consent we send promotions.", "marketing", consent="opt_in"),
        said("To send you promotional emails if you agreed.", "purpose", purpose="marketing", basis="consent"),
    ),
)
def consent_vs_purpose(policy: PolicyView) -> Iterator[Hit]:
    """Compare marketing that depends on consent with marketing purposes that name no condition."""
    asked = [p for p in policy.of("marketing") if p.slot("consent") in ("opt_in", "explicit", "consent", "true")]
    free = [p for p in _marketing_purposes(policy) if not p.slot("basis") and not _CONSENTED.search(p.words)]
    free = [p for p in free if not _ON_CONDITION.search(policy.sentence_of(p).quote.lower())]
    if asked and free:
        yield Hit("The purpose lacks the consent promised elsewhere.", evidence_of([asked[0], *free]))


@rule(
    "marketing-consent-vs-li",
    Family.CONTRADICTION,
    MEDIUM,
    "Marketing goes by preference in one place and by legitimate interest in another",
    why="Under a preference a person decides beforehand, under a legitimate interest only afterwards, by objecting. "
    "Electronic mail needs consent unless it is to customers about similar goods.",
    fix="Name one basis for marketing, per channel.",
    law="ePrivacy Directive 13; GDPR 6, 21(2)",
    bad=(
        said("We market in accordance with your preferences.", "marketing", condition="preferences"),
        said("Legitimate interests: send users offers.", "purpose", purpose="marketing", basis="legitimate_interests"),
    ),
    good=(said("We market in accordance with your preferences.", "marketing", condition="preferences"),),
)
def consent_vs_interest(policy: PolicyView) -> Iterator[Hit]:
    """Compare marketing by consent or preference with marketing that rests on legitimate interests."""
    asked = [
        p
        for p in policy.of("marketing")
        if p.slot("consent") or p.slot("condition") == "preferences" or _CONSENTED.search(p.words)
    ]
    interest = [p for p in policy.of("purpose") if p.says("purpose", "marketing") and "legitimate" in p.slot("basis")]
    interest += [
        p
        for p in policy.of("legal_basis")
        if p.says("basis", "legitimate_interests") and p.says("purpose", "marketing")
    ]
    both = [p for p in interest if any(overlapping(p, a) for a in asked)]
    if asked and both:
        yield Hit("Marketing rests on a preference and on a legitimate interest.", evidence_of([asked[0], *both]))


_LAW_WORDS = re.compile(r"\blegal bas(?:is|es)\b|\blawful bas(?:is|es)\b", re.IGNORECASE)


@rule(
    "legal-basis-missing",
    Family.GAP,
    HIGH,
    "No legal basis is named for people in the EU or UK",
    why="Each purpose needs a basis, and people have to be told it when data are collected.",
    fix="Name the basis of each purpose.",
    law="GDPR 13(1)(c)",
    absence=True,
    bad=(said("EEA residents may ask for a copy.", "right", right="access", jurisdiction="EEA"),),
    good=(
        said("EEA residents may ask for a copy.", "right", right="access", jurisdiction="EEA"),
        said("We rely on the contract with you.", "legal_basis", basis="contract"),
    ),
)
def basis_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a whole policy addressed to the EU or UK without any legal basis."""
    anchor = _first_mention(policy)
    named = any(p.slot("basis") for p in policy.of("purpose")) or next(policy.matching(_LAW_WORDS), None)
    if anchor and not policy.of("legal_basis") and not named:
        yield Hit("No legal basis is named.", (anchor,))


def _first_mention(policy: PolicyView) -> Evidence | None:
    if not (addressed(policy, "EU") or addressed(policy, "UK")):
        return None
    for regime in ("EU", "UK"):
        found = next(policy.matching(REGIME_WORDS[regime]), None)
        if found:
            return found
    return next((p.evidence for p in policy.promises if p.slot("jurisdiction")), None)
