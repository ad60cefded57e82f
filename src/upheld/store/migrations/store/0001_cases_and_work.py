"""Cases and their personal cells, the blind index, disclosures, the outbox and tasks."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _cases()
    _personal_cells()
    _blind_index()
    _disclosures()
    _outbox()
    _tasks()


def _cases() -> None:
    op.create_table(
        "cases",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("right", sa.Text, nullable=False),
        sa.Column(
            "state", sa.Text, nullable=False, comment="the fold's own word, kept for lists; the events are the truth"
        ),
        sa.Column("version", whole, nullable=False, comment="number of events; what an append must expect"),
        sa.Column("opened_at", whole, nullable=False),
        sa.Column("closed_at", whole),
        sa.PrimaryKeyConstraint("id", name="pk_cases"),
        sqlite_strict=True,
    )
    op.create_index("ix_cases_state_opened_at", "cases", ["state", "opened_at"])
    op.create_table(
        "case_events",
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("seq", whole, nullable=False, comment="1, 2, 3 … within the case, without gaps"),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("payload", sa.Text, nullable=False),
        sa.Column("at", whole, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "seq", name="pk_case_events"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_case_events_case_id_cases"),
        sqlite_strict=True,
    )


def _personal_cells() -> None:
    op.create_table(
        "personal_cells",
        sa.Column("case_id", sa.Text, nullable=False),
        sa.Column("name", sa.Text, nullable=False, comment="what the cell is: identities, requester, …"),
        sa.Column("key_id", sa.Text, nullable=False, comment="the person key in the key store"),
        sa.Column("sealed", sa.LargeBinary, nullable=False),
        sa.Column("at", whole, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "name", name="pk_personal_cells"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_personal_cells_case_id_cases"),
        sqlite_strict=True,
    )
    op.create_index("ix_personal_cells_key_id", "personal_cells", ["key_id"])
    op.create_table(
        "key_destructions",
        sa.Column("key_id", sa.Text, nullable=False),
        sa.Column("requested_at", whole, nullable=False),
        sa.Column("done_at", whole, comment="null until the key store has forgotten the key"),
        sa.PrimaryKeyConstraint("key_id", name="pk_key_destructions"),
        sqlite_strict=True,
    )
    _partial_index("ix_key_destructions_open", "key_destructions", ["requested_at"], "done_at IS NULL")


def _blind_index() -> None:
    op.create_table(
        "blind_index",
        sa.Column("kind", sa.Text, nullable=False, comment="kind of identifier: email, phone, …"),
        sa.Column("epoch", whole, nullable=False),
        sa.Column("digest", sa.LargeBinary, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("at", whole, nullable=False),
        sa.PrimaryKeyConstraint("kind", "digest", "person", name="pk_blind_index"),
        sqlite_strict=True,
    )
    op.create_index("ix_blind_index_person", "blind_index", ["person"])
    op.create_index("ix_blind_index_epoch", "blind_index", ["epoch"])


def _disclosures() -> None:
    op.create_table(
        "disclosures",
        sa.Column("id", whole, nullable=False),
        sa.Column("person", sa.Text, nullable=False),
        sa.Column("category", sa.Text, nullable=False),
        sa.Column("recipient", sa.Text, nullable=False),
        sa.Column("ground", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False, comment="who wrote it: a connector, a sender, a legal disclosure"),
        sa.Column(
            "witness", sa.Text, nullable=False, comment="names the act, so that a repeated step is recorded once"
        ),
        sa.Column("at", whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_disclosures"),
        sa.UniqueConstraint(
            "witness",
            "person",
            "category",
            "recipient",
            name="uq_disclosures_witness_person_category_recipient",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_disclosures_person_at", "disclosures", ["person", "at"])


def _outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text),
        sa.Column("template", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, comment="address and fields of the letter; null once destroyed"),
        sa.Column("key_epoch", whole, comment="epoch of the outbox key in `sealed`"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column(
            "handovers",
            whole,
            nullable=False,
            comment="times the letter was handed to the mail server without its answer",
        ),
        sa.Column("created_at", whole, nullable=False),
        sa.Column("expires_at", whole, nullable=False, comment="the address is destroyed then, delivered or not"),
        sa.Column("finished_at", whole),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        sa.CheckConstraint(
            "state IN ('waiting', 'delivered', 'bounced', 'expired', 'unwitnessed')", name="ck_outbox_state"
        ),
        sa.CheckConstraint("(sealed IS NULL) = (state <> 'waiting')", name="ck_outbox_sealed_only_while_waiting"),
        sa.CheckConstraint("(sealed IS NULL) = (key_epoch IS NULL)", name="ck_outbox_epoch_with_sealed"),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name="fk_outbox_case_id_cases"),
        sqlite_strict=True,
    )
    op.create_index("ix_outbox_case_id", "outbox", ["case_id"])
    _partial_index("ix_outbox_waiting", "outbox", ["expires_at"], "sealed IS NOT NULL")


def _tasks() -> None:
    op.create_table(
        "tasks",
        sa.Column("id", whole, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column(
            "key", sa.Text, nullable=False, comment="names the step; the same kind and key are the same task for ever"
        ),
        sa.Column("payload", sa.Text, nullable=False, comment="ids only"),
        sa.Column("state", sa.Text, nullable=False),
        sa.Column("due_at", whole, nullable=False),
        sa.Column(
            "ready_at", whole, nullable=False, comment="when it may be claimed: due, after back-off, or lease over"
        ),
        sa.Column("attempts", whole, nullable=False),
        sa.Column("max_attempts", whole, nullable=False),
        sa.Column("lease", sa.Text, comment="token of the attempt under way; null when nobody works on it"),
        sa.Column(
            "failure",
            sa.Text,
            comment="type and place of the last failure, never its text unless it is one of ours",
        ),
        sa.Column("created_at", whole, nullable=False),
        sa.Column("finished_at", whole),
        sa.PrimaryKeyConstraint("id", name="pk_tasks"),
        sa.CheckConstraint("state IN ('waiting', 'leased', 'done', 'dead')", name="ck_tasks_state"),
        sa.CheckConstraint("(lease IS NOT NULL) = (state = 'leased')", name="ck_tasks_lease_while_leased"),
        sa.UniqueConstraint("kind", "key", name="uq_tasks_kind_key"),
        sqlite_strict=True,
    )
    _partial_index("ix_tasks_ready", "tasks", ["ready_at", "id"], "finished_at IS NULL")


def _partial_index(name: str, table: str, columns: list[str], where: str) -> None:
    op.create_index(name, table, columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))
