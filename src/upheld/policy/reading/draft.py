"""A reading as a charter draft: every statement proposed, with an id that a second reading gives again."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from upheld.policy.charter import Charter, SourceRef, Statement, Status
from upheld.policy.reading.model import Reading, ReadStatement, SlotValue
from upheld.policy.reading.triggers import PROMPTLY, UNSTATED

_TELLING = (
    "right",
    "subject",
    "signal",
    "recipient",
    "category",
    "purpose",
    "basis",
    "measure",
    "for",
    "term",
    "action",
    "right",
    "age",
)
_NOT_ID = re.compile(r"[^a-z0-9]+")


@dataclass(frozen=True, slots=True)
class DraftHead:
    """What stands at the head of a draft. What the policy does not say has to be given."""

    controller: str
    service: str
    version: str
    effective_from: datetime
    policy_file: str


def draft_charter(reading: Reading, head: DraftHead) -> Charter:
    """Return the charter that proposes every statement of ``reading``, in reading order."""
    seen: Counter[str] = Counter()
    statements = []
    for found in sorted(reading.statements, key=lambda s: (s.start, s.end, s.kind)):
        stem = statement_stem(found)
        seen[stem] += 1
        id_ = stem if seen[stem] == 1 else f"{stem}-{seen[stem]}"
        statements.append(_statement(reading, found, id_))
    return Charter(
        head.controller,
        head.service,
        head.version,
        head.effective_from,
        head.policy_file,
        hashlib.sha256(reading.text.encode()).hexdigest(),
        tuple(statements),
    )


def statement_stem(found: ReadStatement) -> str:
    """Return the readable beginning of an id: kind, what it is about, and whose law: ``right.erasure.us-ca``."""
    about = next((str(found.slots[name]) for name in _TELLING if found.slots.get(name)), "")
    parts = [found.kind, about.split(",")[0], str(found.slots.get("jurisdiction", "")).split(",")[0]]
    return ".".join(filter(None, (_NOT_ID.sub("-", part.lower()).strip("-")[:30].strip("-") for part in parts)))


def charter_slots(slots: Mapping[str, SlotValue]) -> dict[str, SlotValue]:
    """Return the slots as a charter keeps them: what the prose does not name, an event or a number, is not written down as one."""
    unsaid = (("trigger", UNSTATED), ("period", PROMPTLY))
    return {name: value for name, value in slots.items() if (name, value) not in unsaid}


def _statement(reading: Reading, found: ReadStatement, id_: str) -> Statement:
    words = reading.text[found.start : found.end]
    source = SourceRef(found.section, found.start, found.end, hashlib.sha256(words.encode()).hexdigest())
    return Statement(
        id_,
        found.kind,
        found.type,
        Status.PROPOSED,
        source,
        charter_slots(found.slots),
        found.runs_as,
        found.cannot,
        confidence=found.confidence,
        rule=found.rule,
    )
