"""Find a person by an identifier we do not hold: a keyed hash of it points at the person's pseudonym.

Whoever has our tables but not our key can neither read an identifier nor test a guess. Callers normalise identifiers before
(one spelling, one hash).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import Connection, delete, select, tuple_

from upheld.ids import PersonRef
from upheld.store import upsert
from upheld.store.keys import KeyStore, Purpose
from upheld.store.tables import blind_index


def add(connection: Connection, keys: KeyStore, kind: str, identifier: str, person: PersonRef, *, at: datetime) -> None:
    """Let ``identifier`` of ``kind`` find ``person``, under the present epoch only. Safe to repeat."""
    keyset = keys.keyset(Purpose.BLIND_INDEX)
    digests = keyset.digests(kind, identifier)
    primary = digests.pop(keyset.primary)
    row = {"kind": kind, "epoch": keyset.primary, "digest": primary, "person": person, "at": at}
    connection.execute(upsert.ignoring(connection, blind_index, row))
    if digests:
        connection.execute(
            delete(blind_index).where(
                blind_index.c.kind == kind,
                blind_index.c.digest.in_(list(digests.values())),
                blind_index.c.person == person,
            )
        )


def find(connection: Connection, keys: KeyStore, identifiers: Iterable[tuple[str, str]]) -> frozenset[PersonRef]:
    """Return everyone whom any of the ``(kind, identifier)`` pairs points at, trying every key epoch."""
    keyset = keys.keyset(Purpose.BLIND_INDEX)
    wanted = [
        (kind, digest) for kind, identifier in identifiers for digest in keyset.digests(kind, identifier).values()
    ]
    if not wanted:
        return frozenset()
    rows = connection.scalars(
        select(blind_index.c.person).where(tuple_(blind_index.c.kind, blind_index.c.digest).in_(wanted))
    )
    return frozenset(PersonRef(row) for row in rows)


def remove(connection: Connection, person: PersonRef) -> int:
    """Forget every identifier of a person; return how many there were."""
    return connection.execute(delete(blind_index).where(blind_index.c.person == person)).rowcount
