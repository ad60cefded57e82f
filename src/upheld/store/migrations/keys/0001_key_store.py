"""The key store: epochs of our own keys, and person keys."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "key_epochs",
        sa.Column("purpose", sa.Text, nullable=False),
        sa.Column("epoch", whole, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False, comment="the key, under the master key"),
        sa.Column("created_at", whole, nullable=False),
        sa.PrimaryKeyConstraint("purpose", "epoch", name="pk_key_epochs"),
        sqlite_strict=True,
    )
    op.create_table(
        "person_keys",
        sa.Column("id", sa.Text, nullable=False),
        sa.Column("sealed", sa.LargeBinary, nullable=False, comment="the key, under the wrapping key"),
        sa.Column("key_epoch", whole, nullable=False, comment="epoch of the wrapping key in `sealed`"),
        sa.Column("created_at", whole, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_person_keys"),
        sqlite_strict=True,
    )
    op.create_index("ix_person_keys_key_epoch_id", "person_keys", ["key_epoch", "id"])
