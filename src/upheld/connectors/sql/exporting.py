"""Stream a person's rows out of one read-only snapshot; no temporary table, no row list in memory."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import Connection

from upheld.connectors.sql.connecting import register_functions
from upheld.connectors.sql.rendering import Renderer
from upheld.planning.operations import AccessPlan, CellRule, Selection

BATCH = 500


@dataclass(frozen=True, slots=True)
class TableCopy:
    """One table of a copy. ``rows`` may be read once, in order, before the next table is asked for.

    A withheld cell is None in a row and its column stands in ``withheld`` with the reason; a column whose cells are
    withheld row by row is listed in ``partly`` with the reason.
    """

    table: str
    role: str
    columns: tuple[str, ...]
    withheld: Mapping[str, str]
    partly: Mapping[str, str]
    rows: Iterator[Sequence[object]]


def export(connection: Connection, plan: AccessPlan, renderer: Renderer) -> Iterator[TableCopy]:
    """Yield the tables of ``plan`` one by one, each streamed in batches of 500 rows."""
    register_functions(connection, renderer.parameters)
    for selection in plan.selections:
        yield _copy(connection, selection, renderer)


def mentions(connection: Connection, plan: AccessPlan, renderer: Renderer) -> dict[str, int]:
    """Count, per table, the rows whose free text names the person."""
    register_functions(connection, renderer.parameters)
    found: dict[str, int] = {}
    for table, rows, _ in plan.mentions:
        sql = renderer.select(table, "count(*)", rows)
        found[table] = int(connection.exec_driver_sql(sql, renderer.parameters).scalar_one())
    return found


def _copy(connection: Connection, selection: Selection, renderer: Renderer) -> TableCopy:
    expressions = ", ".join(_cell(cell, selection.table, renderer) for cell in selection.cells)
    sql = renderer.select(selection.table, expressions, selection.rows, selection.order)
    return TableCopy(
        selection.table,
        selection.role,
        tuple(c.column for c in selection.cells),
        {c.column: c.withheld for c in selection.cells if c.withheld is not None and c.visible is None},
        {c.column: c.withheld for c in selection.cells if c.withheld is not None and c.visible is not None},
        _stream(connection, sql, renderer),
    )


def _cell(cell: CellRule, table: str, renderer: Renderer) -> str:
    if cell.visible is not None:
        condition = renderer.predicate(cell.visible, table, "{row}")
        return f"CASE WHEN {condition} THEN {{row}}.{renderer.q(cell.column)} END"
    return "NULL" if cell.withheld is not None else "{row}." + renderer.q(cell.column)


def _stream(connection: Connection, sql: str, renderer: Renderer) -> Iterator[Sequence[object]]:
    result = connection.execution_options(stream_results=True, max_row_buffer=BATCH).exec_driver_sql(
        sql, renderer.parameters
    )
    with result:
        while batch := result.fetchmany(BATCH):
            yield from batch
