"""The key store: one key per person and case, and the epochs of every key of our own.

It is a database apart from the one that holds what the keys open, so that a backup of the data is worth nothing without a
backup of the keys, which is kept shortly. Everything in it is sealed: epochs under the master key, which is in no
database, and person keys under the wrapping key.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from sqlalchemy import Connection, delete, func, insert, select, update

from upheld.clock import Clock
from upheld.errors import KeyMissing, SealBroken, UsageError
from upheld.store.encryption import KEY_BYTES, Keyset, Place, epoch_of
from upheld.store.engine import Database
from upheld.store.identifiers import IdSource
from upheld.store.key_tables import key_epochs, person_keys

PersonKeyId = NewType("PersonKeyId", str)

KEYSET_AGE = timedelta(minutes=1)
"""How long a process may go on with the keys it has read."""

SEALS_AFTER = 2 * KEYSET_AGE
"""How old an epoch must be before it seals or indexes anything: by then every process has read it, also one whose clock is
a minute off, so that no look-up misses what another process has just written under a key it does not know yet."""


class Purpose(StrEnum):
    """What a key of ours is for. No key serves two purposes."""

    WRAPPING = "wrapping"
    PSEUDONYMS = "pseudonyms"
    BLIND_INDEX = "blind-index"
    ERASURE_LIST = "erasure-list"
    OUTBOX = "outbox"
    EVIDENCE = "evidence"
    CELLS = "cells"


class KeyStore:
    """Hand out keysets, and make, read and destroy person keys."""

    def __init__(self, database: Database, master_key: bytes, clock: Clock, ids: IdSource) -> None:
        self.database = database
        self._master = _master_keyset(master_key)
        self._clock = clock
        self._ids = ids
        self._keysets: Mapping[Purpose, Keyset] = {}
        self._read_at: datetime | None = None

    def begin_epochs(self) -> None:
        """Make the first key of each purpose that has none; raise :class:`KeyMissing` for the wrong master key."""
        self.reload()
        if len(self._keysets) == len(Purpose):
            return
        with self.database.write() as connection:
            _lock_epochs(connection)
            existing = set(connection.scalars(select(key_epochs.c.purpose)))
            for purpose in Purpose:
                if purpose not in existing:
                    self._add_epoch(connection, purpose, 1)
        self.reload()

    def keyset(self, purpose: Purpose) -> Keyset:
        """Return all epochs of a purpose, read from the key store at most a minute ago."""
        age_limit = self._clock.now() - KEYSET_AGE
        if self._read_at is None or not age_limit <= self._read_at <= self._clock.now():
            self.reload()
        return self._keysets[purpose]

    def reload(self) -> None:
        """Read every epoch anew."""
        with self.database.read() as connection:
            rows = connection.execute(select(key_epochs).where(key_epochs.c.purpose.in_(list(Purpose)))).all()
        now = self._clock.now()
        keys: dict[Purpose, dict[int, bytes]] = {}
        seasoned: dict[Purpose, set[int]] = {}
        for row in rows:
            purpose = Purpose(row.purpose)
            keys.setdefault(purpose, {})[row.epoch] = self._unseal(row.sealed, _epoch_place(purpose, row.epoch))
            if now - row.created_at >= SEALS_AFTER:
                seasoned.setdefault(purpose, set()).add(row.epoch)
        self._keysets = {
            purpose: Keyset(purpose.value, epochs, max(seasoned.get(purpose) or {min(epochs)}))
            for purpose, epochs in keys.items()
        }
        self._read_at = now

    def open(self, purpose: Purpose, envelope: bytes, place: Place) -> bytes:
        """Open a cell of ours, also one that another process sealed under an epoch begun a moment ago."""
        keyset = self.keyset(purpose)
        if epoch_of(envelope) not in keyset:
            self.reload()
            keyset = self._keysets[purpose]
        return keyset.open(envelope, place)

    def rotate(self, purpose: Purpose) -> int:
        """Begin a new epoch and return its number.

        Every process opens with it at once and seals with it two to three minutes later (:data:`SEALS_AFTER`); all earlier epochs
        go on opening.
        """
        with self.database.write() as connection:
            _lock_epochs(connection)
            newest = connection.scalar(
                select(func.coalesce(func.max(key_epochs.c.epoch), 0)).where(key_epochs.c.purpose == purpose)
            )
            epoch = int(newest or 0) + 1
            self._add_epoch(connection, purpose, epoch)
        self.reload()
        return epoch

    def delete_epoch(self, purpose: Purpose, epoch: int) -> None:
        """Delete a key for good. :func:`upheld.store.rotation.retire` asks first whether anything still needs it."""
        with self.database.write() as connection:
            connection.execute(delete(key_epochs).where(key_epochs.c.purpose == purpose, key_epochs.c.epoch == epoch))
        self.reload()
        self.database.scrub("key_epochs")

    def change_master(self, new_master_key: bytes) -> None:
        """Seal every epoch under a new master key, in one transaction; afterwards only the new one opens the store."""
        new = _master_keyset(new_master_key)
        with self.database.write() as connection:
            _lock_epochs(connection)
            for row in connection.execute(select(key_epochs)).all():
                place = _epoch_place(row.purpose, row.epoch)
                connection.execute(
                    update(key_epochs)
                    .where(key_epochs.c.purpose == row.purpose, key_epochs.c.epoch == row.epoch)
                    .values(sealed=new.seal(self._unseal(row.sealed, place), place))
                )
        self._master = new
        self.database.scrub("key_epochs")

    def create_person_key(self) -> PersonKeyId:
        """Make a key for one person's cells and return its id."""
        key_id = PersonKeyId(self._ids.new("K"))
        wrapping = self.keyset(Purpose.WRAPPING)
        with self.database.write() as connection:
            connection.execute(
                insert(person_keys).values(
                    id=key_id,
                    sealed=wrapping.seal(os.urandom(KEY_BYTES), person_key_place(key_id)),
                    key_epoch=wrapping.primary,
                    created_at=self._clock.now(),
                )
            )
        return key_id

    def person_keyset(self, key_id: PersonKeyId) -> Keyset:
        """Return a person's key; raise :class:`KeyMissing` when it was destroyed. It is never kept in memory by us."""
        with self.database.read() as connection:
            sealed = connection.scalar(select(person_keys.c.sealed).where(person_keys.c.id == key_id))
        if sealed is None:
            raise KeyMissing(f"person key {key_id} is not in the key store; if it was destroyed, that is for good")
        key = self.open(Purpose.WRAPPING, sealed, person_key_place(key_id))
        return Keyset(f"person {key_id}", {0: key})

    def destroy_person_keys(self, key_ids: Iterable[PersonKeyId]) -> int:
        """Delete person keys from the store and from its free pages and log; return how many were there."""
        with self.database.write() as connection:
            gone = connection.execute(delete(person_keys).where(person_keys.c.id.in_(list(key_ids)))).rowcount
        self.database.scrub("person_keys")
        return gone

    def person_keys_made_before(self, instant: datetime, after: str, limit: int) -> list[PersonKeyId]:
        """Return ids of person keys older than ``instant``, in order, from behind the id ``after``."""
        with self.database.read() as connection:
            rows = connection.scalars(
                select(person_keys.c.id)
                .where(person_keys.c.created_at < instant, person_keys.c.id > after)
                .order_by(person_keys.c.id)
                .limit(limit)
            ).all()
        return [PersonKeyId(row) for row in rows]

    def _add_epoch(self, connection: Connection, purpose: Purpose, epoch: int) -> None:
        sealed = self._master.seal(os.urandom(KEY_BYTES), _epoch_place(purpose, epoch))
        connection.execute(
            insert(key_epochs).values(purpose=purpose, epoch=epoch, sealed=sealed, created_at=self._clock.now())
        )

    def _unseal(self, sealed: bytes, place: Place) -> bytes:
        try:
            return self._master.open(sealed, place)
        except SealBroken:
            raise KeyMissing(
                f"the master key does not open the key store (at {place}); give the one it was made with"
            ) from None


def person_key_place(key_id: str) -> Place:
    """Return the place a person key is bound to in the key store."""
    return Place("person_keys", key_id, "sealed")


def _epoch_place(purpose: str, epoch: int) -> Place:
    return Place("key_epochs", f"{purpose}/{epoch}", "sealed")


def _master_keyset(master_key: bytes) -> Keyset:
    if len(master_key) != KEY_BYTES:
        raise UsageError(
            f"the master key has {len(master_key)} bytes and needs {KEY_BYTES}; make one with `openssl rand -base64 32`"
        )
    return Keyset("master", {1: master_key})


def _lock_epochs(connection: Connection) -> None:
    """Let one process at a time add epochs; SQLite's write lock does so already."""
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql("LOCK TABLE key_epochs IN SHARE ROW EXCLUSIVE MODE")
