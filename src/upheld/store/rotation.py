"""Carry what is sealed over to a new key epoch, in batches that may be interrupted, and retire epochs nobody needs.

A rotation has three steps, each safe to repeat: :meth:`KeyStore.rotate` begins the new epoch, :func:`reseal` carries cells over,
:func:`retire` deletes the old key. Nothing stops meanwhile: every epoch in the key store opens what it sealed.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select, update

from upheld.errors import UsageError
from upheld.store import outbox as letters
from upheld.store.engine import Database
from upheld.store.key_tables import key_epochs, person_keys
from upheld.store.keys import Purpose, person_key_place
from upheld.store.tables import blind_index, outbox

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Table

    from upheld.store import Store
    from upheld.store.encryption import Place

_HOLDERS = {
    Purpose.WRAPPING: person_keys.c.key_epoch,
    Purpose.OUTBOX: outbox.c.key_epoch,
    Purpose.BLIND_INDEX: blind_index.c.epoch,
}
"""Where the rows that need an epoch are counted."""

RETIRE_AFTER = timedelta(hours=1)
"""How long an epoch outlives its successor's beginning, so that no process still seals with it (see ``KEYSET_AGE``)."""


def reseal(store: Store, batch: int = 500) -> int:
    """Seal up to ``batch`` person keys and letters of earlier epochs anew; return how many.

    Zero means that all are under the epoch that seals now, which a new epoch does three minutes after its beginning at the latest.
    """
    done = _reseal(store, store.keys.database, person_keys, Purpose.WRAPPING, place=person_key_place, batch=batch)
    if done < batch:
        done += _reseal(store, store.database, outbox, Purpose.OUTBOX, place=letters.place, batch=batch - done)
    return done


def retire(store: Store, purpose: Purpose, epoch: int, *, unlink: bool = False) -> None:
    """Delete the key of an epoch for good.

    Raises :class:`UsageError` for the present epoch, for one whose successor is younger than an hour, for one that still
    seals or indexes something, and, unless ``unlink`` says that it is meant, for one of a purpose whose rows are not counted,
    because what it named or signed cannot be linked or continued afterwards (pseudonyms, the erasure list, …).
    """
    with store.keys.database.read() as connection:
        successor_since = connection.scalar(
            select(func.min(key_epochs.c.created_at)).where(key_epochs.c.purpose == purpose, key_epochs.c.epoch > epoch)
        )
    if successor_since is None:
        raise UsageError(f"epoch {epoch} of {purpose} is the present one; rotate first")
    if store.clock.now() - successor_since < RETIRE_AFTER:
        raise UsageError(f"epoch {epoch} of {purpose} was replaced less than an hour ago; retire it later")
    if purpose not in _HOLDERS and not unlink:
        raise UsageError(
            f"without epoch {epoch} of {purpose} what it named cannot be linked any more; if that is meant, pass unlink=True"
        )
    needed = in_use(store, purpose, epoch)
    if needed:
        raise UsageError(
            f"epoch {epoch} of {purpose} is still needed by {needed} row(s); reseal or re-index them first"
        )
    store.keys.delete_epoch(purpose, epoch)


def in_use(store: Store, purpose: Purpose, epoch: int) -> int:
    """Return how many rows only this epoch can read or find; 0 for a purpose whose keys only name things."""
    if purpose not in _HOLDERS:
        return 0
    column = _HOLDERS[purpose]
    database = store.keys.database if purpose is Purpose.WRAPPING else store.database
    with database.read() as connection:
        return connection.scalar(select(func.count()).where(column == epoch)) or 0


def _reseal(
    store: Store,
    database: Database,
    table: Table,
    purpose: Purpose,
    *,
    place: Callable[[str], Place],
    batch: int,
) -> int:
    keyset = store.keys.keyset(purpose)
    with database.write() as connection:
        rows = connection.execute(
            select(table.c.id, table.c.sealed)
            .where(table.c.key_epoch < keyset.primary)
            .order_by(table.c.id)
            .limit(batch)
            .with_for_update(skip_locked=True)
        ).all()
        for row in rows:
            sealed = keyset.seal(keyset.open(row.sealed, place(row.id)), place(row.id))
            connection.execute(
                update(table).where(table.c.id == row.id).values(sealed=sealed, key_epoch=keyset.primary)
            )
    return len(rows)
