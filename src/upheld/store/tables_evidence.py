"""The tables of the evidence log: leaves waiting for their index, leaves in the tree, and what proofs are made from."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, PrimaryKeyConstraint, Table, Text, text

from upheld.store.tables import metadata
from upheld.store.types import Whole

evidence_pending = Table(
    "evidence_pending",
    metadata,
    Column("id", Whole, primary_key=True, comment="order of insertion; not an index, and with gaps"),
    Column("tree_id", Text, nullable=False),
    Column("case_id", Text),
    Column("leaf_hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="canonical bytes of the leaf"),
    sqlite_strict=True,
)

evidence_leaves = Table(
    "evidence_leaves",
    metadata,
    Column("tree_id", Text, nullable=False),
    Column("leaf_index", Whole, nullable=False, comment="0, 1, 2 … within the tree, without gaps"),
    Column("case_id", Text),
    Column("leaf_hash", LargeBinary, nullable=False),
    Column("body", LargeBinary, nullable=False, comment="canonical bytes of the leaf"),
    PrimaryKeyConstraint("tree_id", "leaf_index"),
    Index(None, "leaf_hash"),
    Index(
        "ix_evidence_leaves_case",
        "case_id",
        "leaf_index",
        sqlite_where=text("case_id IS NOT NULL"),
        postgresql_where=text("case_id IS NOT NULL"),
    ),
    sqlite_strict=True,
)

evidence_nodes = Table(
    "evidence_nodes",
    metadata,
    Column("tree_id", Text, nullable=False),
    Column("level", Whole, nullable=False, comment="a multiple of 8; lower nodes are recomputed from leaves"),
    Column("position", Whole, nullable=False, comment="the subtree starts at leaf position * 2**level"),
    Column("hash", LargeBinary, nullable=False),
    PrimaryKeyConstraint("tree_id", "level", "position"),
    sqlite_strict=True,
)

evidence_heads = Table(
    "evidence_heads",
    metadata,
    Column("tree_id", Text, primary_key=True),
    Column("size", Whole, nullable=False),
    Column("frontier", LargeBinary, nullable=False, comment="one hash per set bit of size, largest subtree first"),
    Column("key", Text, nullable=False, comment="the public key that signed the checkpoint (C2SP vkey)"),
    Column("checkpoint", Text, nullable=False, comment="C2SP signed note"),
    sqlite_strict=True,
)
