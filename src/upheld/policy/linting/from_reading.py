"""See a reading through the eyes of the linter."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from upheld.policy.linting.model import Evidence, Passage, PassageKind, PolicyView, Promise, SlotValue
from upheld.policy.reading.model import Block, BlockKind, Reading, ReadStatement

_NUMBER = re.compile(r"\s*#*\s*(\d{1,3}[.)]?)(?=\s)")
_KINDS = {
    BlockKind.HEADING: PassageKind.HEADING,
    BlockKind.ITEM: PassageKind.ITEM,
    BlockKind.ROW: PassageKind.ROW,
    BlockKind.PARAGRAPH: PassageKind.PARAGRAPH,
    BlockKind.ADDRESS: PassageKind.ADDRESS,
}


def view_of(reading: Reading, as_of: date) -> PolicyView:
    """Return what the rules see of a reading; dates are judged on the day ``as_of``."""
    promises = tuple(promise_of(reading, s) for s in reading.statements)
    return PolicyView(reading.text, passages_of(reading), tuple(sorted(promises, key=lambda p: p.start)), as_of)


def passages_of(reading: Reading) -> tuple[Passage, ...]:
    """Return the blocks of a reading as a flat list in reading order."""
    return tuple(sorted(_passages(reading.text, reading.walk()), key=lambda p: p.start))


def promise_of(reading: Reading, statement: ReadStatement) -> Promise:
    """Return one read statement as a typed promise with its words."""
    slots: dict[str, SlotValue] = dict(statement.slots)
    if statement.modality == "may":
        slots.setdefault("modality", "may")
    return Promise(statement.kind, statement.start, statement.end, reading.quote(statement), slots)


def _passages(text: str, blocks: Iterable[Block]) -> Iterable[Passage]:
    for block in blocks:
        own = text[block.start : block.end]
        number = _NUMBER.match(own) if block.kind is BlockKind.HEADING else None
        lead = Evidence(block.lead[0], block.lead[1], text[slice(*block.lead)]) if block.lead else None
        yield Passage(_KINDS[block.kind], block.start, block.end, own, number.group(1) if number else None, lead)
