"""Run an erasure plan: one transaction, counted before it acts and after each statement, with a receipt before COMMIT."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from upheld.connectors.sql import receipts
from upheld.connectors.sql.cells import cell, counter, pseudo_cells
from upheld.connectors.sql.connecting import Target, register_functions
from upheld.connectors.sql.dialects import PREFIX
from upheld.connectors.sql.receipts import Receipt
from upheld.connectors.sql.rendering import Renderer
from upheld.datamap.schema import TypeClass
from upheld.errors import Busy, CountMismatch, IntegrityRefused, SchemaChanged
from upheld.planning.operations import Act, Capture, ErasurePlan, Kept, Operation, PseudoPerson
from upheld.planning.predicates import InKeySet, Predicate

BeforeCommit = Callable[[Receipt], None]
"""Journals the receipt durably; runs inside the target's open transaction, right before its COMMIT."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one system did: rows per operation, rows kept per reason, and the receipt."""

    counts: Mapping[str, int]
    kept: Mapping[str, int]
    receipt: Receipt


def erase(
    target: Target,
    plan: ErasurePlan,
    renderer: Renderer,
    attempt: str,
    before_commit: BeforeCommit,
    seen: Mapping[str, int] | None = None,
) -> Outcome:
    """Run ``plan`` in one transaction of ``target``.

    ``seen`` is how many rows of each table the verifier's own walk found to be the person's alone: a plan that takes more
    is stopped before it does (:class:`Busy`, because rows may have arrived in between; seen anew, they are counted in).

    Raises :class:`CountMismatch` when a statement touched another number of rows than this snapshot had counted (a
    trigger, a policy), :class:`IntegrityRefused`, :class:`Busy` and the others of :func:`upheld.faults.translated`;
    the transaction is rolled back before any of them leaves. A row that somebody wrote after our snapshot and that refers
    to one we delete is no refusal for good: it is Busy, and the next attempt counts it. Where rows are shared the transaction
    is serializable: of two people who leave at once, each would else see the other as the one who stays.
    """
    counted: dict[str, int] = {}
    try:
        return _transact(target, plan, renderer, attempt, before_commit, counted, seen)
    except IntegrityRefused:
        with target.read() as connection:
            now = estimate(connection, plan, renderer)
        if counted and any(now[name] != number for name, number in counted.items()):
            raise Busy(
                f"{target.name}: rows of the person were written meanwhile; try again to count them in"
            ) from None
        raise


def _transact(
    target: Target,
    plan: ErasurePlan,
    renderer: Renderer,
    attempt: str,
    before_commit: BeforeCommit,
    counted: dict[str, int],
    seen: Mapping[str, int] | None,
) -> Outcome:
    with target.write(serializable=renderer.datamap.shares_rows) as connection:
        register_functions(connection, renderer.parameters)
        transaction, witnessed = receipts.begin(connection, attempt)
        _capture(connection, plan, renderer)
        counted |= count(connection, plan.operations, plan.kept, renderer)
        if seen is not None:
            _agree(plan, counted, seen, target.name)
        for person in plan.pseudo:
            if any(counted[op.name] for op in plan.operations):
                renderer.pseudo_keys[person.kind, person.each] = _pseudo_person(connection, renderer, person)
        for operation in plan.operations:
            if counted[operation.name]:
                _run(connection, renderer, operation, counted[operation.name], target.name)
        _release(connection, plan, renderer)
        counts = {op.name: counted[op.name] for op in plan.operations}
        kept = {k.name: counted[k.name] for k in plan.kept}
        receipt = Receipt(attempt, transaction, witnessed, counts, kept)
        before_commit(receipt)
        connection.commit()
        return Outcome(counts, kept, receipt)


_TAKES = frozenset({Act.DELETE, Act.ANONYMISE, Act.UNPUBLISH, Act.ISOLATE, Act.REDUCE})


def _agree(plan: ErasurePlan, counted: Mapping[str, int], seen: Mapping[str, int], system: str) -> None:
    """Hold the plan's counts against the verifier's: no table may lose more rows than are the person's alone."""
    taken: dict[str, int] = defaultdict(int)
    for operation in plan.operations:
        if operation.act in _TAKES:
            taken[operation.table] += counted[operation.name]
    over = sorted(table for table, rows in taken.items() if rows > seen.get(table, 0))
    if over:
        raise Busy(
            f"{system}: the plan would take more rows of {', '.join(over)} than the verifier finds to be the person's; "
            "nothing was changed. If this does not pass, report it: the plan or the verifier reads the datamap wrongly"
        )


def estimate(connection: Connection, plan: ErasurePlan, renderer: Renderer) -> dict[str, int]:
    """Count what a plan would touch now. An estimate: another transaction may change it before the plan runs."""
    register_functions(connection, renderer.parameters)
    rows = {c.name: c for c in plan.captures}
    uncaptured = [_uncaptured(op, rows) for op in plan.operations]
    return count(connection, uncaptured, plan.kept, renderer)


def _uncaptured(operation: Operation, captures: Mapping[str, Capture]) -> Operation:
    if isinstance(operation.rows, InKeySet):
        return replace(operation, rows=captures[operation.rows.name].rows)
    return operation


def count(
    connection: Connection, operations: Sequence[Operation], kept: Sequence[Kept], renderer: Renderer
) -> dict[str, int]:
    """Count the rows of every operation and every reason to keep, in one statement over one snapshot."""
    named: list[tuple[str, str, Predicate]] = [(op.name, op.table, op.rows) for op in operations]
    named += ((k.name, k.table, k.rows) for k in kept)
    if not named:
        return {}
    counted = [f"({renderer.select(table, 'count(*)', rows)})" for _, table, rows in named]
    found = connection.exec_driver_sql(f"SELECT {', '.join(counted)}", renderer.parameters).one()
    totals: dict[str, int] = {}
    for (name, _, _), number in zip(named, found, strict=True):
        totals[name] = totals.get(name, 0) + int(number)
    return totals


def _capture(connection: Connection, plan: ErasurePlan, renderer: Renderer) -> None:
    for capture in plan.captures:
        table = f"{PREFIX}{capture.name}"
        chosen = ", ".join("{row}." + renderer.q(k) for k in capture.key)
        source = renderer.select(capture.table, chosen, capture.rows)
        drop = " ON COMMIT DROP" if renderer.dialect.name == "postgresql" else ""
        connection.exec_driver_sql(f"CREATE TEMP TABLE {table}{drop} AS {source}", renderer.parameters)
        if renderer.dialect.name == "postgresql":
            connection.exec_driver_sql(f"ANALYZE {table}")
        renderer.key_sets[capture.name] = table


def _release(connection: Connection, plan: ErasurePlan, renderer: Renderer) -> None:
    if renderer.dialect.name == "sqlite":
        for capture in plan.captures:
            connection.exec_driver_sql(f"DROP TABLE {renderer.key_sets[capture.name]}")


def _run(connection: Connection, renderer: Renderer, operation: Operation, expected: int, system: str) -> None:
    result = connection.exec_driver_sql(_statement(renderer, operation), renderer.parameters)
    if result.rowcount != expected:
        raise CountMismatch(
            f"{system}: {operation.name} touched {result.rowcount} rows where the same snapshot had counted {expected}; "
            "a trigger or a row-level policy interferes. Nothing was changed. Give the connector's user a way past it."
        )


def _statement(renderer: Renderer, operation: Operation) -> str:
    if operation.act is Act.DELETE:
        return renderer.delete(operation.table, operation.rows)
    if operation.counter is not None:
        sets = [(operation.counter.column, counter(renderer, operation.counter))]
        return renderer.update(operation.table, sets, operation.rows)
    sets = [(name, cell(renderer, operation.table, name, s)) for name, s in operation.sets.items()]
    return renderer.update(operation.table, sets, operation.rows)


def _pseudo_person(connection: Connection, renderer: Renderer, wanted: PseudoPerson) -> object:
    """Return the key of the stand-in, making its row if there is none."""
    person = renderer.datamap.people[wanted.kind]
    cells = pseudo_cells(renderer, wanted.kind, each=wanted.each)
    if not cells:
        raise SchemaChanged(f"`{wanted.kind}` has no `pseudo` cells in the datamap; run `upheld check`")
    names = list(cells)
    bound = {f"{PREFIX}cell_{i}": v for i, v in enumerate(cells.values())}
    marks = [renderer.dialect.placeholder.format(name) for name in bound]
    table, key = renderer.q(person.table), renderer.q(person.key)
    if not wanted.each:
        told = [(n, m) for n, m, v in zip(names, marks, cells.values(), strict=True) if v is not None]
        where = " AND ".join(f"{renderer.q(n)} = {m}" for n, m in told)
        row = connection.exec_driver_sql(f"SELECT {key} FROM {table} WHERE {where} LIMIT 1", bound).first()
        if row is not None:
            return row[0]
    described = renderer.column(person.table, person.key)
    if not described.has_default and described.type in (TypeClass.UUID, TypeClass.TEXT, TypeClass.OTHER):
        names.append(person.key)
        bound[f"{PREFIX}cell_key"] = str(uuid.uuid4())
        marks.append(renderer.dialect.placeholder.format(f"{PREFIX}cell_key"))
    columns = ", ".join(renderer.q(n) for n in names)
    return connection.exec_driver_sql(
        f"INSERT INTO {table} ({columns}) VALUES ({', '.join(marks)}) RETURNING {key}", bound
    ).scalar_one()
