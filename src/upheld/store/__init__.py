"""Our own tables: one module of queries per aggregate, migrations, encryption, keys.

:class:`Store` is the door. A module of queries takes the connection of the caller's transaction first, so that events,
tasks and sealed cells commit together::

    with store.write() as connection:
        cases.append_events(connection, case_id, expected_seq, events)
        tasks.enqueue(connection, "act", key, due_at=now, now=now)
"""

from __future__ import annotations

from contextlib import AbstractContextManager
from types import TracebackType
from typing import Self

from sqlalchemy import Connection

from upheld.clock import Clock
from upheld.errors import UsageError
from upheld.store.engine import Database
from upheld.store.identifiers import IdSource, TimeOrderedIds
from upheld.store.keys import KeyStore
from upheld.store.migrations import Line, migrate

__all__ = ["Store"]


class Store:
    """The data store and the key store of one deployment, open."""

    def __init__(self, database: Database, keys: KeyStore, clock: Clock, ids: IdSource) -> None:
        """Hold what :meth:`open` has opened."""
        self.database = database
        self.keys = keys
        self.clock = clock
        self.ids = ids

    @classmethod
    def open(cls, url: str, keys_url: str, master_key: bytes, clock: Clock, ids: IdSource | None = None) -> Store:
        """Open both databases, bring their schemas up to date and make the keys that are missing.

        ``url`` and ``keys_url`` are ``sqlite:///file.db`` or ``postgresql://…`` and must not be the same database.
        ``master_key`` has 32 bytes. Raises :class:`UsageError` for what cannot work, :class:`KeyMissing` for the wrong
        master key, :class:`Unreachable` and :class:`AccessDenied` as the databases answer.
        """
        ids = ids or TimeOrderedIds(clock)
        database = Database(url, "the store")
        key_database = Database(keys_url, "the key store")
        if database.engine.url == key_database.engine.url:
            raise UsageError("the key store needs a database of its own: its backup must not hold what its keys open")
        keys = KeyStore(key_database, master_key, clock, ids)
        try:
            migrate(database, Line.STORE)
            migrate(key_database, Line.KEYS)
            keys.begin_epochs()
        except BaseException:
            database.close()
            key_database.close()
            raise
        return cls(database, keys, clock, ids)

    def write(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that commits at the end of the block and rolls back on any exception."""
        return self.database.write()

    def read(self) -> AbstractContextManager[Connection]:
        """Begin a transaction that sees one snapshot and cannot write."""
        return self.database.read()

    def close(self) -> None:
        """Close both databases."""
        self.database.close()
        self.keys.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.close()
