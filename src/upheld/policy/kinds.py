"""The vocabulary of a charter: the kinds of statement, their tier and the slots each may carry.

A kind says what a sentence is *about*; a :class:`~upheld.policy.charter.StatementType` says what force it has.
Periods are ISO 8601 durations (``P3Y``, ``P1M``, ``PT72H``), business days are written ``P5BD``, at once is ``P0D``.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class Tier(StrEnum):
    """How a statement is put to work."""

    CONTROL = "A"
    """It runs: a clock, an action, a refusal."""
    REGISTER = "B"
    """It fills a register or a setting."""
    CONTEXT = "C"
    """It is context for people."""


class KindSpec(NamedTuple):
    tier: Tier
    slots: frozenset[str]
    meaning: str


def _kind(tier: Tier, slots: str, meaning: str) -> KindSpec:
    return KindSpec(tier, frozenset(slots.split()), meaning)


A, B, C = Tier.CONTROL, Tier.REGISTER, Tier.CONTEXT

KINDS: dict[str, KindSpec] = {
    "collect": _kind(
        B,
        "subject source modality jurisdiction set collected collector context vague",
        "a category of data is collected",
    ),
    "right": _kind(
        A,
        "right jurisdiction condition limit channel action by_reference law when",
        "a right of a person, or its limit",
    ),
    "purpose": _kind(B, "purpose subject modality basis jurisdiction action vague channel", "a purpose of use"),
    "recipient": _kind(
        B,
        "recipient purpose modality role sale_share subject trigger jurisdiction purpose_limit",
        "disclosure to a recipient or processor",
    ),
    "channel": _kind(B, "for channel jurisdiction subject_line required limit", "a contact channel for something"),
    "legal_basis": _kind(B, "basis jurisdiction purpose", "a legal basis or an exception to one"),
    "security": _kind(
        B,
        "measure polarity vague standard absolute subject disclaimer risky restates",
        "a security measure or its disclaimer",
    ),
    "retention": _kind(
        A,
        "subject trigger period bound during vague criteria action exception purpose jurisdiction",
        "how long data is kept",
    ),
    "cookie_control": _kind(B, "mechanism effect subject risky", "a browser or cookie control and its effect"),
    "change_notice": _kind(
        A,
        "action deadline trigger channel effective vague modality effect risky",
        "how changes of the policy are told and take effect",
    ),
    "optout": _kind(A, "subject mechanism scope effect note limit", "a way to opt out, or its limit"),
    "definition": _kind(C, "term jurisdiction", "a defined term"),
    "marketing": _kind(
        A, "optout exception consent when channel condition modality", "consent to, or leaving, marketing"
    ),
    "withdrawal": _kind(A, "right effect subject when mechanism channel jurisdiction", "withdrawal of consent"),
    "verification": _kind(
        A,
        "jurisdiction modality when method for purpose_limit minimisation",
        "a step to verify an identity, or its limit",
    ),
    "breach": _kind(
        A,
        "action content law deadline modality channel period trigger recipient jurisdiction",
        "handling of a personal data breach and its clock",
    ),
    "anonymised": _kind(B, "example action modality purpose status trigger", "use of aggregated or anonymised data"),
    "deadline": _kind(
        A, "subject period trigger jurisdiction action step bound vague", "a clock for a response or its completion"
    ),
    "source": _kind(B, "source modality subject action", "a third-party or public source"),
    "complaint": _kind(A, "jurisdiction channel step right authority action", "a complaint procedure or authority"),
    "no_sale": _kind(A, "scope jurisdiction temporal purpose exception lookback", "data is not sold"),
    "signal": _kind(A, "signal honored effect risky conditional action", "how a browser signal is treated"),
    "adm": _kind(B, "conditional right action polarity", "automated decisions"),
    "third_party_site": _kind(C, "disclaimer recipient", "links and widgets of others"),
    "identity": _kind(B, "controller address brand", "who the controller is"),
    "transfer": _kind(B, "destination modality origin safeguard", "a cross-border transfer and its safeguard"),
    "not_collect": _kind(B, "polarity subject source", "data is not collected"),
    "acceptance": _kind(C, "effect risky", "consent by use; duties of the user"),
    "cookie_category": _kind(A, "category basis recipient condition", "a class of cookies and its basis"),
    "children": _kind(A, "age action deadline", "age limits and what is done about them"),
    "effective_date": _kind(B, "date version", "the date or version of the policy"),
    "scope": _kind(C, "service", "what the policy covers"),
    "governing_law": _kind(C, "law courts exception jurisdiction", "governing law and courts"),
    "agent": _kind(A, "jurisdiction action condition for", "requests by an authorized agent"),
    "no_share": _kind(A, "scope purpose subject", "data is not shared"),
    "notice": _kind(C, "mandatory_data action modality vague", "another promise to inform"),
    "fee": _kind(A, "right jurisdiction fee risky", "a fee, or that there is none"),
    "appeal": _kind(A, "period actor trigger jurisdiction", "an appeal against a decision"),
    "content": _kind(A, "right jurisdiction fields", "what an answer contains"),
    "confirmation": _kind(A, "channel trigger", "a confirmation to the requester"),
    "dpo": _kind(B, "appointed", "whether a data protection officer is appointed"),
    "reference": _kind(C, "document available", "an external document referred to"),
    "disclosure_public": _kind(B, "recipient subject modality", "something becomes public"),
}
"""Every kind a charter may use. A test demands that each slot and kind is documented and handled."""
