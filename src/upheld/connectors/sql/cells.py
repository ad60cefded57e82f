"""Render what becomes of a cell: the strategies of a datamap as expressions of one dialect."""

from __future__ import annotations

from upheld.connectors.sql.rendering import Renderer
from upheld.datamap.schema import Column, TypeClass
from upheld.datamap.strategies import (
    Constant,
    Empty,
    Keep,
    KeyedHash,
    Mask,
    Null,
    Pseudo,
    Redact,
    RemovePaths,
    Strategy,
    TruncateDate,
)
from upheld.errors import SchemaChanged
from upheld.planning.erasure import pointed_kind
from upheld.planning.operations import CounterChange
from upheld.planning.predicates import Satisfies


def cell(renderer: Renderer, table: str, name: str, strategy: Strategy) -> str:  # noqa: C901 - one arm per strategy
    """Return the expression a cell becomes; ``{row}`` stands for the row's alias."""
    column = renderer.column(table, name)
    here = "{row}." + renderer.q(name)
    match strategy:
        case Null():
            return "NULL"
        case Empty():
            return _empty(column)
        case Keep():
            return here
        case Constant(value=value):
            return renderer.bind(renderer.literal(value, table, name))
        case KeyedHash():
            return _fit(renderer.dialect.hashed(here, column), column)
        case TruncateDate(unit=unit):
            return renderer.dialect.truncated(here, column, unit)
        case Mask(keep=keep):
            return renderer.dialect.masked(here, keep)
        case Pseudo(each=each):
            return _pseudo(renderer, table, name, each=each)
        case RemovePaths(paths=paths):
            return renderer.dialect.without(here, column, paths)
        case Redact():
            return renderer.dialect.redacted(here)


def counter(renderer: Renderer, change: CounterChange) -> str:
    """Return the corrected value of a counter; ``{row}`` stands for the counting row."""
    inner = renderer.alias()
    parts = [
        f"{inner}.{renderer.q(change.child_column)} = {{row}}.{renderer.q(change.key)}",
        renderer.predicate(change.going, change.child, inner),
    ]
    if change.where is not None:
        parts.append(renderer.predicate(Satisfies(change.where), change.child, inner))
    gone = f"SELECT count(*) FROM {renderer.q(change.child)} AS {inner} WHERE {' AND '.join(parts)}"
    return f"{{row}}.{renderer.q(change.column)} - ({gone})"


def pseudo_cells(renderer: Renderer, kind: str, *, each: bool) -> dict[str, object]:
    """Cells of a stand-in row of ``kind``; ``{n}`` in them becomes a fresh token, or ``shared``."""
    token = renderer.token if each else "shared"
    cells = renderer.datamap.people[kind].pseudo
    return {name: value.replace("{n}", token) if isinstance(value, str) else value for name, value in cells.items()}


def _pseudo(renderer: Renderer, table: str, name: str, *, each: bool) -> str:
    pointed = pointed_kind(renderer.datamap, renderer.schema, table, name)
    if pointed is not None:
        return renderer.bind(renderer.pseudo_keys[pointed, each])
    person = renderer.datamap.person_of_table(table)
    template = person.pseudo.get(name) if person else None
    if person is None or not isinstance(template, str):
        raise SchemaChanged(
            f"{table}.{name} is to become a pseudo-person's cell, but `pseudo` gives none; run `upheld check`"
        )
    before, _, after = template.partition("{n}")
    key = renderer.dialect.as_text("{row}." + renderer.q(person.key), renderer.column(table, person.key))
    return f"{renderer.bind(before + renderer.token + '-')} || {key} || {renderer.bind(after)}"


def _empty(column: Column) -> str:
    match column.type:
        case TypeClass.JSON:
            return "'{}'"
        case TypeClass.INTEGER | TypeClass.NUMBER:
            return "0"
        case TypeClass.BOOLEAN:
            return "FALSE"
        case TypeClass.BYTES:
            return f"CAST('' AS {column.declared})"
        case _:
            return "''"


def _fit(expression: str, column: Column) -> str:
    """Cut an expression to the column's length, where it has one that a SHA-256 in hex would not fit."""
    return (
        f"substr({expression}, 1, {column.max_length})" if column.max_length and column.max_length < 64 else expression
    )
