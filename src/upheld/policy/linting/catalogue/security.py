"""What is claimed and disclaimed about security."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import LOW, MEDIUM, Family, Hit, rule, said

_ABSOLUTE = re.compile(
    r"\ball (?:\w+ )?in (?:our|its|their) power|\b(?:completely|fully|totally|absolutely|100 ?%) (?:secure"
    r"|safe|protected)|\bguarantees? (?:the |your |that )"
    r"|\bensures? (?:the )?(?:complete|full|total|absolute)|\b(?:impossible|never be) (?:to )?(?:breach"
    r"|hack|access|compromise|stolen|lost)"
)
_NEGATED = re.compile(r"\b(?:no|not|cannot|can't|never|neither|nor|isn't|aren't)\b")
_OWN_RISK = re.compile(r"\bat your (?:own|sole) risk\b|\bno expectation of privacy\b")


def _absolute(promise: Promise) -> bool:
    negated = (
        _NEGATED.search(promise.words) or promise.slot("polarity") == "-" or "disclaimer" in promise.slot("measure")
    )
    return promise.is_true("absolute") or bool(_ABSOLUTE.search(promise.words) and not negated)


_ALL_POWER = said("We have done all in our power to prevent theft.", "security", measure="general", absolute=True)
_MODEST = said("We encrypt data in transit.", "security", measure="encryption_in_transit")


@rule(
    "absolute-security-claim",
    Family.UNKEEPABLE,
    MEDIUM,
    "Security is promised without limits",
    why="No system keeps an absolute promise. After a breach such a sentence is the first exhibit of a deception case "
    "(FTC v. Wyndham; In re Uber, 2018); beside a disclaimer it contradicts itself.",
    fix="Say which measures you take, and no more.",
    law="FTC Act 5; GDPR 5(1)(a), 32",
    bad=(_ALL_POWER,),
    good=(_MODEST,),
)
def absolute_claim(policy: PolicyView) -> Iterator[Hit]:
    """Look for claims of complete security, and the disclaimers that take them back."""
    claims = [p for p in policy.of("security") if _absolute(p)]
    disclaimers = [p for p in policy.of("security") if p.slot("measure") == "disclaimer" or p.slot("disclaimer")]
    if claims:
        yield Hit("Security is claimed without limits.", evidence_of([*claims, *disclaimers[:2]]))


@rule(
    "own-risk",
    Family.RISKY,
    LOW,
    "The risk of transmission is put on the person",
    why="The duty to secure data is the controller's and cannot be handed to the people concerned; the sentence "
    "protects from nothing and reads badly after a breach.",
    fix="Describe your measures; drop the sentence.",
    law="GDPR 32, 82",
    bad=(said("Sending data to us is at your own risk.", "security", measure="disclaimer", polarity="-"),),
    good=(_MODEST,),
)
def own_risk(policy: PolicyView) -> Iterator[Hit]:
    """Look for sentences that leave the risk, or any expectation of privacy, to the person."""
    found = list(policy.matching(re.compile(_OWN_RISK.pattern, re.IGNORECASE)))
    if found:
        yield Hit("The controller's duty is put on the person.", tuple(found[:3]))


_PLAIN = re.compile(
    r"\bencrypted (?:\w+ )?passwords?\b|\bpasswords? (?:is|are|stored)\b.{0,20}\b(?:encrypted|plain)", re.IGNORECASE
)


@rule(
    "encrypted-password",
    Family.RISKY,
    LOW,
    "Passwords are said to be encrypted",
    why="What can be decrypted can be stolen in the clear; passwords are to be hashed with a slow function. Storing "
    "them in the clear has been fined (for example LfDI Baden-Württemberg, Knuddels, 2018). Often only the word is "
    "wrong.",
    fix="Hash passwords (Argon2id, scrypt or bcrypt) and say so.",
    law="GDPR 32(1)(a)",
    bad=(said("Credentials (name, encrypted password).", "collect", subject="credentials"),),
    good=(said("Credentials (name, hashed password).", "collect", subject="credentials"),),
)
def encrypted_password(policy: PolicyView) -> Iterator[Hit]:
    """Look for passwords called encrypted."""
    for sentence in policy.matching(_PLAIN):
        yield Hit("Passwords should be hashed, not encrypted.", (sentence,))
