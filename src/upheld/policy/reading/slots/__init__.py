"""Fill the slots of a statement from its clause: one function for each kind that has more than plain words to say."""

from __future__ import annotations

from collections.abc import Callable

from upheld.policy.kinds import KINDS
from upheld.policy.reading import vocabulary as words
from upheld.policy.reading.slots import controls, registers
from upheld.policy.reading.slots.source import Slots, Source

__all__ = ["Slots", "Source", "fill"]


def fill(kind: str, source: Source) -> Slots:
    """Return the slots of ``kind`` for a clause; only slots the kind allows."""
    filler = _FILLERS.get(kind)
    slots = filler(source) if filler else {}
    if source.jurisdiction:
        slots.setdefault("jurisdiction", ",".join(source.jurisdiction))
    if source.modality != "will":
        slots.setdefault("modality", source.modality)
    if source.label:
        slots.setdefault("subject", source.label)
    allowed = KINDS[kind].slots
    return {name: value for name, value in slots.items() if name in allowed}


_FILLERS: dict[str, Callable[[Source], Slots]] = {
    "retention": controls.retention,
    "deadline": controls.deadline,
    "right": controls.right,
    "channel": registers.channel,
    "breach": controls.breach,
    "signal": controls.signal,
    "children": controls.children,
    "change_notice": controls.change_notice,
    "no_sale": controls.no_sale,
    "no_share": controls.no_sale,
    "optout": controls.optout,
    "marketing": controls.marketing,
    "withdrawal": controls.withdrawal,
    "complaint": controls.complaint,
    "appeal": controls.appeal,
    "verification": controls.verification,
    "recipient": registers.named_recipient,
    "collect": registers.collect,
    "transfer": registers.transfer,
    "purpose": registers.table("purpose", words.PURPOSES),
    "legal_basis": registers.table("basis", words.BASES, ("purpose", words.PURPOSES)),
    "security": registers.table("measure", words.MEASURES),
    "source": registers.table("subject", words.CATEGORIES, ("source", words.RECIPIENTS)),
    "not_collect": registers.table("subject", words.CATEGORIES),
    "cookie_category": registers.table("category", words.COOKIES),
    "disclosure_public": registers.table("subject", words.CATEGORIES),
    "effective_date": registers.effective_date,
    "fee": controls.fee,
    "confirmation": controls.confirmation,
    "anonymised": registers.anonymised,
    "definition": registers.definition,
    "identity": registers.identity,
    "scope": registers.scope,
    "governing_law": registers.governing_law,
}
