"""The evidence log in our own store: leaves go in with the caller's transaction, and come out by their index.

A leaf is first *pending*, committed together with the state it speaks of; :mod:`upheld.store.evidence_sequencer` gives it
its index. The index is the only gapless cursor: whatever follows the log (feeds, webhooks, exports) reads from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, func, insert, select

from upheld.evidence import leaf as leaves
from upheld.evidence.checkpoint import VerifierKey
from upheld.evidence.leaf import MAIN_TREE, Leaf, TreeId
from upheld.evidence.merkle import leaf_hash
from upheld.store.tables_evidence import evidence_heads, evidence_leaves, evidence_pending


@dataclass(frozen=True, slots=True)
class Entry:
    """A leaf of the tree: its index, its hash and its canonical bytes."""

    index: int
    leaf_hash: bytes
    body: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The signed state of a tree: ``checkpoint`` is a C2SP note over ``size`` leaves, signed with ``key``."""

    size: int
    key: VerifierKey
    checkpoint: str


def append(connection: Connection, entries: Sequence[Leaf]) -> list[bytes]:
    """Record leaves in the caller's transaction, in this order; return their hashes.

    They are pending until a sequencer gives them their index (:func:`included`). Raises ``ValueError`` for a leaf that
    is too large.
    """
    bodies = [leaves.encode(entry) for entry in entries]
    hashes = [leaf_hash(body) for body in bodies]
    rows = [
        {"tree_id": entry.tree, "case_id": entry.case, "leaf_hash": hash_of_leaf, "body": body}
        for entry, hash_of_leaf, body in zip(entries, hashes, bodies, strict=True)
    ]
    if rows:
        connection.execute(insert(evidence_pending), rows)
    return hashes


def included(connection: Connection, hash_of_leaf: bytes, tree: TreeId = MAIN_TREE) -> int | None:
    """Return the index of a leaf under the signed head, or ``None`` while it is pending or unknown."""
    found: int | None = connection.scalar(
        select(func.min(evidence_leaves.c.leaf_index)).where(
            evidence_leaves.c.leaf_hash == hash_of_leaf, evidence_leaves.c.tree_id == tree
        )
    )
    return found


def read(connection: Connection, from_index: int, tree: TreeId = MAIN_TREE, limit: int = 1000) -> list[Entry]:
    """Return up to ``limit`` leaves from ``from_index`` on; the next call starts behind the last one returned."""
    rows = connection.execute(
        select(evidence_leaves.c.leaf_index, evidence_leaves.c.leaf_hash, evidence_leaves.c.body)
        .where(evidence_leaves.c.tree_id == tree, evidence_leaves.c.leaf_index >= from_index)
        .order_by(evidence_leaves.c.leaf_index)
        .limit(limit)
    )
    return [Entry(index, hash_of_leaf, body) for index, hash_of_leaf, body in rows]


def head(connection: Connection, tree: TreeId = MAIN_TREE) -> Head | None:
    """Return the signed head of a tree, or ``None`` before its first leaf is sequenced."""
    row = connection.execute(
        select(evidence_heads.c.size, evidence_heads.c.key, evidence_heads.c.checkpoint).where(
            evidence_heads.c.tree_id == tree
        )
    ).one_or_none()
    return None if row is None else Head(row.size, VerifierKey.parse(row.key), row.checkpoint)
