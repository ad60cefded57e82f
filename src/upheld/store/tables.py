"""The tables of our own store. Nothing here holds a person's data in the clear.

Columns named ``sealed`` hold AES-GCM envelopes (see :mod:`upheld.store.encryption`), columns named ``digest`` keyed hashes,
``person`` keyed pseudonyms. Evidence has its own module of tables on the same metadata.
"""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from upheld.store.types import CanonicalJson, Instant, Whole

NAMING = {
    "pk": "pk_%(table_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
}

metadata = MetaData(naming_convention=NAMING)

cases = Table(
    "cases",
    metadata,
    Column("id", Text, primary_key=True),
    Column("right", Text, nullable=False),
    Column("state", Text, nullable=False, comment="the fold's own word, kept for lists; the events are the truth"),
    Column("version", Whole, nullable=False, comment="number of events; what an append must expect"),
    Column("opened_at", Instant, nullable=False),
    Column("closed_at", Instant),
    Index(None, "state", "opened_at"),
    sqlite_strict=True,
)

case_events = Table(
    "case_events",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False),
    Column("seq", Whole, nullable=False, comment="1, 2, 3 … within the case, without gaps"),
    Column("name", Text, nullable=False),
    Column("payload", CanonicalJson, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("case_id", "seq"),
    sqlite_strict=True,
)

personal_cells = Table(
    "personal_cells",
    metadata,
    Column("case_id", Text, ForeignKey("cases.id"), nullable=False),
    Column("name", Text, nullable=False, comment="what the cell is: identities, requester, …"),
    Column("key_id", Text, nullable=False, comment="the person key in the key store"),
    Column("sealed", LargeBinary, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("case_id", "name"),
    Index(None, "key_id"),
    sqlite_strict=True,
)

key_destructions = Table(
    "key_destructions",
    metadata,
    Column("key_id", Text, primary_key=True),
    Column("requested_at", Instant, nullable=False),
    Column("done_at", Instant, comment="null until the key store has forgotten the key"),
    Index(
        "ix_key_destructions_open",
        "requested_at",
        sqlite_where=text("done_at IS NULL"),
        postgresql_where=text("done_at IS NULL"),
    ),
    sqlite_strict=True,
)

blind_index = Table(
    "blind_index",
    metadata,
    Column("kind", Text, nullable=False, comment="kind of identifier: email, phone, …"),
    Column("epoch", Whole, nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("person", Text, nullable=False),
    Column("at", Instant, nullable=False),
    PrimaryKeyConstraint("kind", "digest", "person"),
    Index(None, "person"),
    Index(None, "epoch"),
    sqlite_strict=True,
)

disclosures = Table(
    "disclosures",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("person", Text, nullable=False),
    Column("category", Text, nullable=False),
    Column("recipient", Text, nullable=False),
    Column("ground", Text, nullable=False),
    Column("source", Text, nullable=False, comment="who wrote it: a connector, a sender, a legal disclosure"),
    Column("witness", Text, nullable=False, comment="names the act, so that a repeated step is recorded once"),
    Column("at", Instant, nullable=False),
    UniqueConstraint("witness", "person", "category", "recipient"),
    Index(None, "person", "at"),
    sqlite_strict=True,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case_id", Text, ForeignKey("cases.id")),
    Column("template", Text, nullable=False),
    Column("sealed", LargeBinary, comment="address and fields of the letter; null once destroyed"),
    Column("key_epoch", Whole, comment="epoch of the outbox key in `sealed`"),
    Column("state", Text, nullable=False),
    Column(
        "handovers", Whole, nullable=False, comment="times the letter was handed to the mail server without its answer"
    ),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False, comment="the address is destroyed then, delivered or not"),
    Column("finished_at", Instant),
    CheckConstraint("state IN ('waiting', 'delivered', 'bounced', 'expired', 'unwitnessed')", name="state"),
    CheckConstraint("(sealed IS NULL) = (state <> 'waiting')", name="sealed_only_while_waiting"),
    CheckConstraint("(sealed IS NULL) = (key_epoch IS NULL)", name="epoch_with_sealed"),
    Index(None, "case_id"),
    Index(
        "ix_outbox_waiting",
        "expires_at",
        sqlite_where=text("sealed IS NOT NULL"),
        postgresql_where=text("sealed IS NOT NULL"),
    ),
    sqlite_strict=True,
)

tasks = Table(
    "tasks",
    metadata,
    Column("id", Whole, primary_key=True),
    Column("kind", Text, nullable=False),
    Column("key", Text, nullable=False, comment="names the step; the same kind and key are the same task for ever"),
    Column("payload", CanonicalJson, nullable=False, comment="ids only"),
    Column("state", Text, nullable=False),
    Column("due_at", Instant, nullable=False),
    Column("ready_at", Instant, nullable=False, comment="when it may be claimed: due, after back-off, or lease over"),
    Column("attempts", Whole, nullable=False),
    Column("max_attempts", Whole, nullable=False),
    Column("lease", Text, comment="token of the attempt under way; null when nobody works on it"),
    Column("failure", Text, comment="type and place of the last failure, never its text unless it is one of ours"),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    CheckConstraint("state IN ('waiting', 'leased', 'done', 'dead')", name="state"),
    CheckConstraint("(lease IS NOT NULL) = (state = 'leased')", name="lease_while_leased"),
    UniqueConstraint("kind", "key"),
    Index(
        "ix_tasks_ready",
        "ready_at",
        "id",
        sqlite_where=text("finished_at IS NULL"),
        postgresql_where=text("finished_at IS NULL"),
    ),
    sqlite_strict=True,
)
