"""Write the evidence file of a tree or of one case from our own store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import BinaryIO, Final

from sqlalchemy import Connection, select

from upheld.errors import EvidenceInvalid, UsageError
from upheld.evidence.checkpoint import Checkpoint, open_checkpoint
from upheld.evidence.export_file import CaseLine, Consistency, Header, TreeLine, encode_header, encode_line
from upheld.evidence.leaf import MAIN_TREE, TreeId
from upheld.evidence.merkle import (
    Frontier,
    NodeReader,
    consistency_path,
    inclusion_path,
    leaf_hash,
    root_from_inclusion,
    subtree_root,
)
from upheld.ids import CaseId
from upheld.store.evidence_log import Entry, Head, head, read
from upheld.store.evidence_sequencer import STORED_LEVELS
from upheld.store.evidence_signing import check_signature
from upheld.store.tables_evidence import evidence_leaves, evidence_nodes

_CHUNK: Final = 1000


def export(
    connection: Connection,
    file: BinaryIO,
    *,
    tree: TreeId = MAIN_TREE,
    case: CaseId | None = None,
    since: Checkpoint | None = None,
) -> int:
    """Write the file of a tree, or of one case with the proofs of its leaves; return how many leaves it holds.

    ``since`` is a checkpoint somebody holds: the file of a case then also proves that the tree still begins with it.
    Raises :class:`UsageError` where there is nothing to export, and :class:`EvidenceInvalid` where the store does not
    agree with what it has signed. Leaves are streamed; memory does not grow with the tree.
    """
    current = head(connection, tree)
    if current is None:
        raise UsageError(f"the evidence tree {tree} holds no leaf yet; there is nothing to export")
    checkpoint = open_checkpoint(current.checkpoint, current.key, check_signature)
    source = _Source(connection, tree, current, checkpoint)
    return _export_tree(source, file) if case is None else _export_case(source, file, case, since)


@dataclass(frozen=True, slots=True)
class _Source:
    connection: Connection
    tree: TreeId
    head: Head
    checkpoint: Checkpoint


def _export_tree(source: _Source, file: BinaryIO) -> int:
    checkpoint = source.checkpoint
    file.write(encode_header(Header(source.head.key, source.head.checkpoint, checkpoint.size)))
    frontier = Frontier()
    for entry in _entries(source.connection, source.tree, checkpoint.size):
        if entry.index != frontier.size or leaf_hash(entry.body) != entry.leaf_hash:
            raise EvidenceInvalid(f"our store: leaf {frontier.size} of tree {source.tree} is missing or was changed")
        frontier.append(entry.leaf_hash)
        file.write(encode_line(TreeLine(entry.index, entry.body, frontier.root())))
    if (frontier.size, frontier.root()) != (checkpoint.size, checkpoint.root):
        raise EvidenceInvalid(f"our store: the leaves of tree {source.tree} are not those under its signed head")
    return checkpoint.size


def _export_case(source: _Source, file: BinaryIO, case: CaseId, since: Checkpoint | None) -> int:
    rows = source.connection.execute(
        select(evidence_leaves.c.leaf_index, evidence_leaves.c.body)
        .where(
            evidence_leaves.c.case_id == case,
            evidence_leaves.c.tree_id == source.tree,
            evidence_leaves.c.leaf_index < source.checkpoint.size,
        )
        .order_by(evidence_leaves.c.leaf_index)
    ).all()
    if not rows:
        raise UsageError(f"the evidence tree {source.tree} holds no leaf of case {case}; check the case id")
    node = node_reader(source.connection, source.tree)
    consistency = None if since is None else _consistency(since, source.checkpoint, node)
    file.write(encode_header(Header(source.head.key, source.head.checkpoint, len(rows), case, consistency)))
    for index, body in rows:
        path = inclusion_path(index, source.checkpoint.size, node)
        if root_from_inclusion(index, source.checkpoint.size, leaf_hash(body), path) != source.checkpoint.root:
            raise EvidenceInvalid(f"our store: leaf {index} of tree {source.tree} is not the one under its signed head")
        file.write(encode_line(CaseLine(index, body, tuple(path))))
    return len(rows)


def _consistency(since: Checkpoint, current: Checkpoint, node: NodeReader) -> Consistency | None:
    if since.origin != current.origin:
        raise UsageError("the checkpoint given with --since belongs to another tree")
    if since.size > current.size or (since.size and subtree_root(0, since.size, node) != since.root):
        raise EvidenceInvalid("our store does not begin with the leaves of the checkpoint given with --since")
    if since.size in (0, current.size):
        return None
    return Consistency(since.size, since.root, tuple(consistency_path(since.size, current.size, node)))


def _entries(connection: Connection, tree: TreeId, size: int) -> Iterator[Entry]:
    at = 0
    while at < size:
        chunk = read(connection, at, tree, min(_CHUNK, size - at))
        if not chunk:
            return
        yield from chunk
        at = chunk[-1].index + 1


def node_reader(connection: Connection, tree: TreeId) -> NodeReader:
    """Return a reader of complete subtrees: from stored nodes at every 8th level, from leaf hashes below."""

    @lru_cache(maxsize=4096)
    def node(level: int, position: int) -> bytes:
        stored = level - level % STORED_LEVELS
        first, count = position << (level - stored), 1 << (level - stored)
        hashes = _stored(connection, tree, stored, first, count)
        if len(hashes) != count:
            raise EvidenceInvalid(f"our store: tree {tree} lacks nodes of level {stored} from {first} on")
        frontier = Frontier()
        for item in hashes:
            frontier.append(item)
        return frontier.root()

    return node


def _stored(connection: Connection, tree: TreeId, level: int, first: int, count: int) -> list[bytes]:
    if level == 0:
        query = (
            select(evidence_leaves.c.leaf_hash)
            .where(evidence_leaves.c.tree_id == tree, evidence_leaves.c.leaf_index.between(first, first + count - 1))
            .order_by(evidence_leaves.c.leaf_index)
        )
    else:
        query = (
            select(evidence_nodes.c.hash)
            .where(evidence_nodes.c.tree_id == tree, evidence_nodes.c.level == level)
            .where(evidence_nodes.c.position.between(first, first + count - 1))
            .order_by(evidence_nodes.c.position)
        )
    return list(connection.scalars(query))
