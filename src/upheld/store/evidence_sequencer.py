"""The one place where leaves get their index: pending rows become leaves, the tree grows, its head is signed.

Every batch is one transaction, so a crash leaves a leaf either pending or in the tree under a signed head, never both and
never neither. A leaf that one batch saw as committed comes before every leaf that it did not see; within a batch the order
of insertion counts. On PostgreSQL one sequencer per database works at a time (an advisory lock that falls with its
transaction); on SQLite the domain transaction holds the write lock already and sequences its own leaves before it commits.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import groupby
from typing import Final, NamedTuple

from sqlalchemy import CTE, Connection, Select, Subquery, bindparam, delete, func, insert, select, update

from upheld.errors import Transient
from upheld.evidence.checkpoint import Signer, sign_head
from upheld.evidence.leaf import TreeId
from upheld.evidence.merkle import Frontier, Node
from upheld.store.engine import Database
from upheld.store.tables_evidence import evidence_heads, evidence_leaves, evidence_nodes, evidence_pending

BATCH: Final = 8192
"""Leaves per transaction; bounds memory and the time until a leaf is included under load."""
IDLE_SECONDS: Final = 0.02
"""Pause after a look that found nothing; with the batch that follows it stays under the merge delay of 50 ms."""
BUSY_SECONDS: Final = 0.005
"""Pause after a batch; lets a few leaves gather for the next signature."""
STORED_LEVELS: Final = 8
"""Nodes are kept at every 8th level: one row per 256 leaves, and at most 255 hashes to recompute any other node."""
CHANNEL: Final = "upheld_evidence"
"""PostgreSQL notification channel; the payload is ``<tree> <size>``."""

_LOCK: Final = 7_483_920_116

OnIncluded = Callable[[TreeId, int], None]
"""Called after the commit of a batch with a tree and its new size."""


class Batch(NamedTuple):
    """What one transaction has put into the trees: how many leaves, and each grown tree's new size."""

    leaves: int
    sizes: Mapping[TreeId, int]


class _Taken(NamedTuple):
    tree: TreeId
    leaf_index: int
    leaf_hash: bytes


class Sequencer:
    """Give pending leaves their index, for all trees of one database."""

    def __init__(self, database: Database, signer: Signer, on_included: OnIncluded | None = None) -> None:
        self._database = database
        self._signer = signer
        self._on_included = on_included

    def run_once(self) -> int:
        """Sequence one batch; return how many leaves it had, 0 also when another sequencer is at work."""
        with self._database.write() as connection:
            if not self._database.is_sqlite and not connection.scalar(_TRY_LOCK):
                return 0
            batch = _sequence(connection, self._signer)
        if self._on_included is not None:
            for tree, size in batch.sizes.items():
                self._on_included(tree, size)
        return batch.leaves

    def run(self, stop: threading.Event) -> None:
        """Sequence until ``stop`` is set; a database that is away or busy is tried again."""
        while not stop.is_set():
            try:
                sequenced = self.run_once()
            except Transient:
                sequenced = 0
            stop.wait(BUSY_SECONDS if sequenced else IDLE_SECONDS)

    @contextmanager
    def running(self) -> Iterator[None]:
        """Run in a thread of its own during the block; an error that ended the thread is raised at its end."""
        stop = threading.Event()
        failures: list[Exception] = []

        def run() -> None:
            try:
                self.run(stop)
            except Exception as error:  # noqa: BLE001 - handed to the thread that waits for this one
                failures.append(error)

        thread = threading.Thread(target=run, name="evidence-sequencer", daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()
        if failures:
            raise failures[0]


def sequence_at_commit(connection: Connection, signer: Signer) -> Batch:
    """Sequence what is pending as the last step of a domain transaction on SQLite.

    The transaction holds SQLite's only write lock, so nobody can be in between. On PostgreSQL this would hold every
    writer back until the head is durable; there the :class:`Sequencer` does it, and this raises ``ValueError``.
    """
    if connection.dialect.name != "sqlite":
        raise ValueError("leaves are sequenced at commit on SQLite only; run a Sequencer")
    batch = added = _sequence(connection, signer)
    while added.leaves == BATCH:
        added = _sequence(connection, signer)
        batch = Batch(batch.leaves + added.leaves, {**batch.sizes, **added.sizes})
    return batch


def _sequence(connection: Connection, signer: Signer) -> Batch:
    take = _take_on_sqlite if connection.dialect.name == "sqlite" else _take
    rows = take(connection)
    sizes = {}
    for tree, group in groupby(rows, key=lambda row: row.tree):
        sizes[tree] = _grow(connection, tree, list(group), signer)
    return Batch(len(rows), sizes)


def _grow(connection: Connection, tree: TreeId, rows: Sequence[_Taken], signer: Signer) -> int:
    row = connection.execute(_HEAD, {"tree": tree}).one_or_none()
    frontier = Frontier.from_bytes(row.size, row.frontier) if row else Frontier()
    nodes: list[Node] = []
    for taken in rows:
        if taken.leaf_index != frontier.size:
            raise AssertionError(
                f"leaf {taken.leaf_index} of tree {tree} does not continue its head of size {frontier.size}"
            )
        nodes += [node for node in frontier.append(taken.leaf_hash) if node.level % STORED_LEVELS == 0]
    if nodes:
        connection.execute(insert(evidence_nodes), [{"tree_id": tree, **node._asdict()} for node in nodes])
    head = {
        "size": frontier.size,
        "frontier": frontier.to_bytes(),
        "key": str(signer.key(tree)),
        "checkpoint": sign_head(tree, frontier.size, frontier.root(), signer),
    }
    if row:
        connection.execute(update(evidence_heads).where(evidence_heads.c.tree_id == tree), head)
    else:
        connection.execute(insert(evidence_heads), {"tree_id": tree, **head})
    if connection.dialect.name == "postgresql":
        connection.execute(_NOTIFY, {"payload": f"{tree} {frontier.size}"})
    return frontier.size


def _take(connection: Connection) -> list[_Taken]:
    """Move the oldest pending rows into the tree; return tree, index and leaf hash in the order of the trees."""
    return sorted(_Taken(*row) for row in connection.execute(_TAKE))


def _take_on_sqlite(connection: Connection) -> list[_Taken]:
    """Do the same in two statements, under the lock that keeps both on the same rows."""
    rows = sorted(_Taken(*row) for row in connection.execute(_COPY))
    if rows:
        connection.execute(_REMOVE)
    return rows


def _numbered(rows: CTE | Subquery) -> Select[tuple[str, int, str, bytes, bytes]]:
    nth = func.row_number().over(partition_by=rows.c.tree_id, order_by=rows.c.id)
    return select(
        rows.c.tree_id,
        func.coalesce(evidence_heads.c.size, 0) + nth - 1,
        rows.c.case_id,
        rows.c.leaf_hash,
        rows.c.body,
    ).select_from(rows.outerjoin(evidence_heads, evidence_heads.c.tree_id == rows.c.tree_id))


_COLUMNS: Final = ["tree_id", "leaf_index", "case_id", "leaf_hash", "body"]
_RESULT: Final = (evidence_leaves.c.tree_id, evidence_leaves.c.leaf_index, evidence_leaves.c.leaf_hash)
_OLDEST: Final = select(evidence_pending).order_by(evidence_pending.c.id).limit(BATCH)
_REMOVE: Final = delete(evidence_pending).where(
    evidence_pending.c.id.in_(select(evidence_pending.c.id).order_by(evidence_pending.c.id).limit(BATCH))
)
_TAKE: Final = (
    insert(evidence_leaves)
    .from_select(_COLUMNS, _numbered(_REMOVE.returning(evidence_pending).cte("taken")))
    .returning(*_RESULT)
)
_COPY: Final = insert(evidence_leaves).from_select(_COLUMNS, _numbered(_OLDEST.subquery())).returning(*_RESULT)
_HEAD: Final = select(evidence_heads.c.size, evidence_heads.c.frontier).where(
    evidence_heads.c.tree_id == bindparam("tree")
)
_TRY_LOCK: Final = select(func.pg_try_advisory_xact_lock(_LOCK))
_NOTIFY: Final = select(func.pg_notify(CHANNEL, bindparam("payload")))
