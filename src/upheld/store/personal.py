"""The personal cells of a case: who asked, and the frozen set of identifiers the case acts on.

They stand outside the events, each sealed under a key made for this person in this case. Destroying takes two databases and
so two steps: the rows go, and a destruction is noted and enqueued as a task, in the caller's transaction; then
:func:`finish_destructions` makes the key store forget the key. The notes stay, so that keys that come back with an old backup
of the key store are destroyed again (:func:`repeat_destructions`).
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import Connection, delete, insert, select, update

from upheld.ids import CaseId
from upheld.store import tasks, upsert
from upheld.store.encryption import Place
from upheld.store.keys import KeyStore, PersonKeyId
from upheld.store.tables import key_destructions, personal_cells

if TYPE_CHECKING:
    from upheld.store import Store

DESTROY_KEY = "personal.destroy-key"
"""The kind of task that makes the key store forget what is noted."""

_BATCH = 500


def seal(connection: Connection, keys: KeyStore, case_id: CaseId, name: str, plaintext: bytes, *, at: datetime) -> None:
    """Keep ``plaintext`` as the cell ``name`` of a case, replacing one that is there.

    The first cell of a case makes the person's key; when the caller's transaction then rolls back, the key is left without
    cells until :func:`destroy_orphaned_keys`.
    """
    key_id = connection.scalar(select(personal_cells.c.key_id).where(personal_cells.c.case_id == case_id).limit(1))
    key_id = PersonKeyId(key_id) if key_id else keys.create_person_key()
    sealed = keys.person_keyset(key_id).seal(plaintext, _place(case_id, name))
    row = {"case_id": case_id, "name": name, "key_id": key_id, "sealed": sealed, "at": at}
    connection.execute(upsert.replacing(connection, personal_cells, row))


def unseal(connection: Connection, keys: KeyStore, case_id: CaseId, name: str) -> bytes | None:
    """Return the plaintext of a cell, or None where there is none (never sealed, or destroyed).

    Raises :class:`KeyMissing` for a cell whose key is destroyed, :class:`SealBroken` for one that was altered or moved.
    """
    row = connection.execute(
        select(personal_cells.c.key_id, personal_cells.c.sealed).where(
            personal_cells.c.case_id == case_id, personal_cells.c.name == name
        )
    ).one_or_none()
    if row is None:
        return None
    return keys.person_keyset(PersonKeyId(row.key_id)).open(row.sealed, _place(case_id, name))


def destroy(connection: Connection, case_id: CaseId, at: datetime) -> int:
    """Delete every personal cell of a case and see to it that its keys go; return how many cells there were.

    The keys go with the task enqueued here, or at once when the caller runs :func:`finish_destructions` after its
    transaction.
    """
    of_case = personal_cells.c.case_id == case_id
    key_ids = connection.scalars(select(personal_cells.c.key_id).where(of_case).distinct()).all()
    if key_ids:
        connection.execute(insert(key_destructions), [{"key_id": key_id, "requested_at": at} for key_id in key_ids])
    for key_id in key_ids:
        tasks.enqueue(connection, DESTROY_KEY, key_id, due_at=at, now=at)
    return connection.execute(delete(personal_cells).where(of_case)).rowcount


def finish_destructions(store: Store) -> int:
    """Destroy every key whose destruction is noted and not done; return how many. Safe to repeat and to interrupt."""
    finished = 0
    while batch := _noted(store, only_open=True, after=""):
        _destroy(store, batch)
        finished += len(batch)
    return finished


def repeat_destructions(store: Store) -> int:
    """Destroy again every key ever destroyed, and return how many had come back. Run it after restoring the key store."""
    returned, after = 0, ""
    while batch := _noted(store, only_open=False, after=after):
        returned += _destroy(store, batch)
        after = batch[-1]
    return returned


def destroy_orphaned_keys(store: Store, older_than: timedelta = timedelta(days=1)) -> int:
    """Destroy keys that open nothing: those whose case's transaction rolled back after the key was made."""
    destroyed, after = 0, ""
    while ids := store.keys.person_keys_made_before(store.clock.now() - older_than, after, _BATCH):
        with store.read() as connection:
            used = set(connection.scalars(select(personal_cells.c.key_id).where(personal_cells.c.key_id.in_(ids))))
        orphans = [key_id for key_id in ids if key_id not in used]
        if orphans:
            destroyed += store.keys.destroy_person_keys(orphans)
        after = ids[-1]
    return destroyed


def _noted(store: Store, *, only_open: bool, after: str) -> list[PersonKeyId]:
    query = select(key_destructions.c.key_id).where(key_destructions.c.key_id > after)
    if only_open:
        query = query.where(key_destructions.c.done_at.is_(None))
    with store.read() as connection:
        rows = connection.scalars(query.order_by(key_destructions.c.key_id).limit(_BATCH)).all()
    return [PersonKeyId(row) for row in rows]


def _destroy(store: Store, key_ids: list[PersonKeyId]) -> int:
    there = store.keys.destroy_person_keys(key_ids)
    with store.write() as connection:
        connection.execute(
            update(key_destructions)
            .where(key_destructions.c.key_id.in_(key_ids), key_destructions.c.done_at.is_(None))
            .values(done_at=store.clock.now())
        )
    store.database.scrub("personal_cells")
    return there


def _place(case_id: CaseId, name: str) -> Place:
    return Place("personal_cells", f"{case_id}/{name}", "sealed")
