"""Plan for a person who does not exist, so that a datamap that cannot be planned for is found before a request is."""

from __future__ import annotations

from collections.abc import Iterator

from upheld.datamap.model import Datamap
from upheld.datamap.schema import Schema
from upheld.datamap.ties import Match
from upheld.planning.access import plan_access
from upheld.planning.erasure import plan_erasure
from upheld.planning.identity import Account, Identity


def rehearse(datamap: Datamap, schema: Schema) -> str | None:
    """Plan a copy and an erasure for one account of every kind; return why that fails, or None."""
    everyone = Identity(
        tuple(Account(kind, 1) for kind in datamap.people),
        dict.fromkeys(_kinds(datamap), ("nobody@example.invalid",)),
    )
    try:
        plan_access(datamap, schema, everyone)
        plan_erasure(datamap, schema, everyone)
    except ValueError as error:
        return str(error)
    return None


def _kinds(datamap: Datamap) -> Iterator[str]:
    """Yield every kind of identifier the datamap proves or matches."""
    for person in datamap.people.values():
        yield from person.proves
    for table in datamap.tables.values():
        yield from table.proves
        yield from (t.tie.kind for t in table.ties() if isinstance(t.tie, Match))
