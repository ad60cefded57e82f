"""SQL databases: SQLite and PostgreSQL. One :class:`SqlSystem` is one database that holds people's data."""

from __future__ import annotations

import secrets
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

from upheld.connectors.sql import derived, erasing, exporting, receipts, resolving, verification
from upheld.connectors.sql.connecting import Target
from upheld.connectors.sql.derived import Refreshed
from upheld.connectors.sql.dialects import DIALECTS
from upheld.connectors.sql.erasing import BeforeCommit, Outcome
from upheld.connectors.sql.exporting import TableCopy
from upheld.connectors.sql.receipts import Fate, Receipt
from upheld.connectors.sql.rendering import Renderer
from upheld.connectors.sql.schema import read_schema
from upheld.connectors.sql.searching import search
from upheld.connectors.sql.verification import Observation, Survivor
from upheld.datamap.model import Datamap
from upheld.datamap.schema import Schema
from upheld.planning.identity import Account, Identity, SubjectIdentifiers
from upheld.planning.operations import AccessPlan, ErasurePlan

__all__ = ["Fate", "Observation", "Outcome", "Receipt", "Refreshed", "SqlSystem", "Survivor", "TableCopy"]


@dataclass(slots=True)
class SqlSystem:
    """One database with its datamap. ``hash_key`` is the deployment's key for the ``hash`` strategy."""

    target: Target
    datamap: Datamap
    hash_key: bytes = b""
    _schema: Schema | None = field(default=None, init=False)

    @classmethod
    def open(cls, name: str, url: str, datamap: Datamap, hash_key: bytes = b"") -> SqlSystem:
        """Prepare to connect; raises :class:`UsageError` for a URL no connector fits, :class:`Unreachable` for no file."""
        return cls(Target(name, url), datamap, hash_key)

    @property
    def name(self) -> str:
        return self.target.name

    def schema(self, *, fresh: bool = False) -> Schema:
        """Read the live schema, once unless ``fresh``."""
        if self._schema is None or fresh:
            with self.target.read() as connection:
                self._schema = read_schema(connection)
        return self._schema

    def resolve(self, given: SubjectIdentifiers, chosen: Collection[Account] = ()) -> Identity:
        """Find the accounts and identifiers behind ``given``, of ambiguous kinds only the ``chosen`` accounts."""
        with self.target.read() as connection:
            return resolving.resolve(connection, self.datamap, self.schema(), given, chosen)

    def estimate(self, plan: ErasurePlan, identity: Identity, now: datetime) -> dict[str, int]:
        """Count what ``plan`` would touch at this moment."""
        with self.target.read() as connection:
            return erasing.estimate(connection, plan, self._renderer(identity, now))

    def erase(
        self,
        plan: ErasurePlan,
        identity: Identity,
        now: datetime,
        attempt: str,
        before_commit: BeforeCommit = lambda _: None,
        seen: Observation | None = None,
    ) -> Outcome:
        """Run ``plan`` in one transaction; ``before_commit`` journals the receipt right before COMMIT.

        Held against ``seen``, the verifier's own walk, a plan that takes more rows than are the person's is stopped.
        """
        limits = seen.going if seen is not None else None
        return erasing.erase(self.target, plan, self._renderer(identity, now), attempt, before_commit, limits)

    def refresh_derived(self) -> tuple[Refreshed, ...]:
        """Bring full-text indexes and materialised views of the declared tables up to date (level 2)."""
        return derived.refresh(self.target, tuple(self.datamap.tables))

    def fate(self, receipt: Receipt) -> Fate:
        """Ask what became of an earlier transaction."""
        with self.target.read() as connection:
            return receipts.fate(connection, receipt)

    @contextmanager
    def copies(self, plan: AccessPlan, identity: Identity, now: datetime) -> Iterator[Iterator[TableCopy]]:
        """Give the tables of a copy, streamed from one snapshot that lasts as long as the block."""
        with self.target.read() as connection:
            yield exporting.export(connection, plan, self._renderer(identity, now))

    def mentions(self, plan: AccessPlan, identity: Identity, now: datetime) -> dict[str, int]:
        with self.target.read() as connection:
            return exporting.mentions(connection, plan, self._renderer(identity, now))

    def observe(self, identity: Identity, now: datetime, before: Observation | None = None) -> Observation:
        """Write down, by the verifier's own walk, what an erasure must do, beside what ``before`` demands already."""
        salt = before.salt if before else secrets.token_hex(16)
        with self.target.read() as connection:
            seen = verification.observe(connection, self.datamap, read_schema(connection), identity, now, salt)
        return before.joined(seen) if before else seen

    def recheck(
        self, identity: Identity, before: Observation, now: datetime, *, at_once: bool = False
    ) -> list[Survivor]:
        """Re-read every observed row and walk for new ones, on a new connection and a freshly read schema.

        ``at_once`` is the strict look right after the commit, before others could write to the same rows.
        """
        self.target.engine.dispose()
        with self.target.read() as connection:
            schema = read_schema(connection)
            return verification.recheck(connection, self.datamap, schema, identity, before, now, at_once=at_once)

    def search(self, identity: Identity, before: Observation | None = None) -> list[Survivor]:
        """Search every text of the database for the person's identifiers, on a new connection."""
        self.target.engine.dispose()
        with self.target.read() as connection:
            return search(connection, self.datamap, read_schema(connection), identity, before)

    def close(self) -> None:
        self.target.close()

    def _renderer(self, identity: Identity, now: datetime) -> Renderer:
        return Renderer(DIALECTS[self.target.dialect], self.datamap, self.schema(), identity, now, self.hash_key)
