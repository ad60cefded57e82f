"""How much proof a request asks for."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.model import PolicyView
from upheld.policy.linting.rules import MEDIUM, Family, Hit, rule, said

_DOCUMENT = re.compile(
    r"\bproof of (?:your |the )?identity\b|\bcopy of (?:your |an? |the )?(?:id\b|identity|passport|driver)"
    r"|\bidentity (?:card|document)|\bgovernment[- ]issued"
)
_ON_DOUBT = re.compile(
    r"\b(?:doubts?|may|might|only (?:if|when|where)|where necessary|if we can ?not|unsure|reasonable)\b"
)


@rule(
    "identity-proof-blanket",
    Family.MISSTATEMENT,
    MEDIUM,
    "Every request has to carry a proof of identity",
    why="More information may be asked for only where there are reasonable doubts, and rights have to be made easy to "
    "use. A document demanded from everyone stops no clock, and for leaving a mailing list it is not allowed at "
    "all. Authorities have fined it; it also piles up copies of identity cards.",
    fix="Ask for proof only on doubt, no more than needed, and never for unsubscribing, opting out or objecting to "
    "marketing.",
    law="GDPR 12(2), 12(6); 16 CFR 316.5",
    bad=(said("Send your request with a proof of identity attached.", "verification", method="document"),),
    good=(
        said(
            "If we doubt who you are, we may ask for a proof of identity.",
            "verification",
            method="document",
            when="doubt",
        ),
    ),
)
def blanket_proof(policy: PolicyView) -> Iterator[Hit]:
    """Look for a document demanded from everyone who makes a request, without a doubt as its condition."""
    for promise in policy.of("verification", "channel", "right"):
        sentence = policy.sentence_of(promise)
        words = " ".join(sentence.quote.split()).lower()
        if _DOCUMENT.search(words) and not _ON_DOUBT.search(words):
            yield Hit("Proof is demanded without a reason to doubt.", (sentence,))
            return
