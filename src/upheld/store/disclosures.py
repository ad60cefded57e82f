"""The disclosure ledger: who received which category of whom, when, on which ground.

"Who received it" in an answer comes from here, or says that nothing is recorded; it never comes from the policy's list.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from upheld.ids import PersonRef
from upheld.store import upsert
from upheld.store.tables import disclosures


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One category of one person's data that one recipient received.

    ``source`` is what wrote it down (a connector, a sender, a legal disclosure). ``witness`` names the act, such as a task's
    or a letter's id, so that a step that is repeated records it once. Neither holds personal data.
    """

    person: PersonRef
    category: str
    recipient: str
    ground: str
    source: str
    witness: str
    at: datetime


def record(connection: Connection, entries: Iterable[Disclosure]) -> int:
    """Write disclosures down; return how many were new."""
    return sum(_record_one(connection, entry) for entry in entries)


def of_person(connection: Connection, refs: Collection[PersonRef]) -> tuple[Disclosure, ...]:
    """Return what was disclosed about a person, oldest first; ``refs`` are the pseudonyms of every epoch."""
    rows = connection.execute(
        select(disclosures).where(disclosures.c.person.in_(list(refs))).order_by(disclosures.c.at, disclosures.c.id)
    )
    return tuple(
        Disclosure(PersonRef(row.person), row.category, row.recipient, row.ground, row.source, row.witness, row.at)
        for row in rows
    )


def _record_one(connection: Connection, entry: Disclosure) -> bool:
    row = {
        "person": entry.person,
        "category": entry.category,
        "recipient": entry.recipient,
        "ground": entry.ground,
        "source": entry.source,
        "witness": entry.witness,
        "at": entry.at,
    }
    insertion = upsert.ignoring(connection, disclosures, row).returning(disclosures.c.id)
    return connection.scalar(insertion) is not None
