"""The evidence log: pending leaves, leaves, stored nodes and heads."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

whole = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    _leaves()
    _tree()


def _leaves() -> None:
    op.create_table(
        "evidence_pending",
        sa.Column("id", whole, nullable=False, comment="order of insertion; not an index, and with gaps"),
        sa.Column("tree_id", sa.Text, nullable=False),
        sa.Column("case_id", sa.Text),
        sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False, comment="canonical bytes of the leaf"),
        sa.PrimaryKeyConstraint("id", name="pk_evidence_pending"),
        sqlite_strict=True,
    )
    op.create_table(
        "evidence_leaves",
        sa.Column("tree_id", sa.Text, nullable=False),
        sa.Column("leaf_index", whole, nullable=False, comment="0, 1, 2 … within the tree, without gaps"),
        sa.Column("case_id", sa.Text),
        sa.Column("leaf_hash", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False, comment="canonical bytes of the leaf"),
        sa.PrimaryKeyConstraint("tree_id", "leaf_index", name="pk_evidence_leaves"),
        sqlite_strict=True,
    )
    op.create_index("ix_evidence_leaves_leaf_hash", "evidence_leaves", ["leaf_hash"])
    op.create_index(
        "ix_evidence_leaves_case",
        "evidence_leaves",
        ["case_id", "leaf_index"],
        sqlite_where=sa.text("case_id IS NOT NULL"),
        postgresql_where=sa.text("case_id IS NOT NULL"),
    )


def _tree() -> None:
    op.create_table(
        "evidence_nodes",
        sa.Column("tree_id", sa.Text, nullable=False),
        sa.Column("level", whole, nullable=False, comment="a multiple of 8; lower nodes are recomputed from leaves"),
        sa.Column("position", whole, nullable=False, comment="the subtree starts at leaf position * 2**level"),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        sa.PrimaryKeyConstraint("tree_id", "level", "position", name="pk_evidence_nodes"),
        sqlite_strict=True,
    )
    op.create_table(
        "evidence_heads",
        sa.Column("tree_id", sa.Text, nullable=False),
        sa.Column("size", whole, nullable=False),
        sa.Column(
            "frontier",
            sa.LargeBinary,
            nullable=False,
            comment="one hash per set bit of size, largest subtree first",
        ),
        sa.Column("key", sa.Text, nullable=False, comment="the public key that signed the checkpoint (C2SP vkey)"),
        sa.Column("checkpoint", sa.Text, nullable=False, comment="C2SP signed note"),
        sa.PrimaryKeyConstraint("tree_id", name="pk_evidence_heads"),
        sqlite_strict=True,
    )
