"""The order in which operations may run, and which row sets have to be captured beforehand.

Two kinds of edge: foreign keys force children before parents; an operation that reads what another writes should come
first. Where the two contradict each other, the reader's rows are captured before the first write and it no longer reads.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable, Sequence
from dataclasses import replace

from upheld.datamap.schema import ForeignKey, Schema
from upheld.planning.operations import OWN_ROWS, Act, Capture, Operation
from upheld.planning.predicates import (
    ROWS,
    And,
    Below,
    HasIdentifier,
    InKeySet,
    InPeople,
    Links,
    Predicate,
    children,
    reads,
)

Touched = frozenset[tuple[str, str]]


def order(
    operations: Sequence[Operation], schema: Schema, key_of: Callable[[str], tuple[str, ...]]
) -> tuple[tuple[Capture, ...], tuple[Operation, ...]]:
    """Return captures and operations in a safe order.

    Raises ``ValueError`` for tables that refer to each other in a circle (``upheld check`` reports it first).
    """
    hard = {(a, b) for a, x in enumerate(operations) for b, y in enumerate(operations) if _must_precede(x, y, schema)}
    reading = [_reads(op) for op in operations]
    writing = [_writes(op) for op in operations]
    captured: set[int] = set()
    while True:
        soft = {
            (a, b)
            for a, x in enumerate(operations)
            for b, y in enumerate(operations)
            if a != b and a not in captured and reading[a] & writing[b] and not _untouched_by(x, y)
        }
        ranked, stuck = _sort(len(operations), hard | soft)
        if not stuck:
            break
        reader = _blocking_reader(stuck, hard, soft)
        if reader is None:
            tables = ", ".join(sorted({operations[i].table for i in stuck}))
            raise ValueError(f"foreign keys form a circle through {tables}; answer one of them with `inbound`")
        captured.add(reader)
    return _apply(operations, ranked, captured, key_of)


def _apply(
    operations: Sequence[Operation], ranked: Sequence[int], captured: set[int], key_of: Callable[[str], tuple[str, ...]]
) -> tuple[tuple[Capture, ...], tuple[Operation, ...]]:
    captures: list[Capture] = []
    out: list[Operation] = []
    for index in ranked:
        op = operations[index]
        if index in captured:
            key = key_of(op.table)
            same = next((c for c in captures if c.table == op.table and c.rows == op.rows), None)
            found = same or Capture(f"k{len(captures) + 1}", op.table, key, op.rows)
            if same is None:
                captures.append(found)
            op = replace(op, rows=InKeySet(found.name, key))
        out.append(op)
    return tuple(captures), tuple(out)


def _must_precede(first: Operation, then: Operation, schema: Schema) -> bool:
    """Whether a foreign key demands ``first`` (on a child) before ``then`` deletes parents."""
    if then.act is not Act.DELETE or first is then:
        return False
    if first.table == then.table:
        return first.act is Act.UNLINK or (first.act is Act.COUNT and then.act is Act.DELETE)
    if first.counter is not None and first.counter.child == then.table:
        return True
    return any(_answers(first, fk) for fk in schema.referencing(then.table) if fk.table == first.table)


def _answers(op: Operation, fk: ForeignKey) -> bool:
    return op.act is Act.DELETE or bool(set(op.sets) & set(fk.columns))


def _untouched_by(reader: Operation, writer: Operation) -> bool:
    """Whether a write to the same table cannot change which rows the reader finds.

    Own rows are disjoint by construction, unless the reader looks at other rows of its table on the way. Only leavers may
    meet in one row; one who stands in it directly is nobody else's way to it, so that emptying their cell hides no owner.
    """
    if reader.table != writer.table or reader.act not in OWN_ROWS or writer.act not in OWN_ROWS:
        return False
    if _looks_around(reader.rows, reader.table):
        return False
    return not (reader.act is writer.act is Act.LEAVE) or _stands_directly(writer)


def _looks_around(predicate: Predicate, table: str) -> bool:
    if isinstance(predicate, Below) or (isinstance(predicate, Links) and predicate.table == table):
        return True
    return any(_looks_around(part, table) for part in children(predicate))


def _stands_directly(op: Operation) -> bool:
    parts = op.rows.parts if isinstance(op.rows, And) else (op.rows,)
    return any(isinstance(part, (InPeople, HasIdentifier)) for part in parts)


def _reads(op: Operation) -> Touched:
    if op.counter is not None:
        return reads(op.counter.going, op.counter.child) | {
            (op.counter.child, ROWS),
            (op.counter.child, op.counter.child_column),
        }
    return reads(op.rows, op.table) | {(op.table, ROWS)}


def _writes(op: Operation) -> Touched:
    if op.act is Act.DELETE:
        return frozenset({(op.table, ROWS)})
    return frozenset((op.table, column) for column in op.sets)


def _sort(count: int, edges: set[tuple[int, int]]) -> tuple[list[int], set[int]]:
    """Sort topologically, earliest first and stable; return also what is stuck in a circle."""
    before = [0] * count
    after: list[list[int]] = [[] for _ in range(count)]
    for a, b in edges:
        before[b] += 1
        after[a].append(b)
    free = [i for i in range(count) if not before[i]]
    ranked: list[int] = []
    while free:
        first = heapq.heappop(free)
        ranked.append(first)
        for then in after[first]:
            before[then] -= 1
            if not before[then]:
                heapq.heappush(free, then)
    return ranked, set(range(count)) - set(ranked)


def _blocking_reader(stuck: set[int], hard: set[tuple[int, int]], soft: set[tuple[int, int]]) -> int | None:
    """Pick an operation inside a circle whose only reason to come first is that it reads."""
    inside = {(a, b) for a, b in hard | soft if a in stuck and b in stuck}
    for a, b in sorted(soft):
        if (a, b) in inside and (a, b) not in hard and _reaches(b, a, inside):
            return a
    return None


def _reaches(start: int, goal: int, edges: set[tuple[int, int]]) -> bool:
    seen, todo = {start}, [start]
    while todo:
        at = todo.pop()
        if at == goal:
            return True
        for a, b in edges:
            if a == at and b not in seen:
                seen.add(b)
                todo.append(b)
    return False
