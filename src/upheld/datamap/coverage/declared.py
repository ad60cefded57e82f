"""Declare or fail: every table of the database, and every column of a table that is tied to people, is declared."""

from __future__ import annotations

from collections.abc import Iterator

from upheld.datamap.coverage.ground import Ground, named, own_columns
from upheld.datamap.model import Table
from upheld.datamap.schema import TableSchema, TypeClass
from upheld.spans import Problem

_SURROGATE = (TypeClass.INTEGER, TypeClass.UUID)


def undeclared_tables(g: Ground) -> Iterator[Problem]:
    """Tables of the database that the datamap passes over. Views hold nothing of their own."""
    for name, facts in g.schema.tables.items():
        if not facts.is_view and name not in g.datamap.tables and name not in g.datamap.nobody:
            yield g.written.problem(
                ("tables",),
                "undeclared-table",
                f"the table `{name}` is not declared",
                f"Declare it under `tables`, or list it under `nobody` if `{name}` holds nothing about anybody.",
                key=True,
            )


def declared_twice(g: Ground) -> Iterator[Problem]:
    """Tables that are about nobody and about somebody at once."""
    for index, name in enumerate(g.written.value.get("nobody") or []):
        if name in g.datamap.tables:
            yield g.written.problem(
                ("nobody", index),
                "declared-twice",
                f"`{name}` stands under `nobody` and under `tables`",
                "Keep one of the two.",
            )


def reachable_nobodies(g: Ground) -> Iterator[Problem]:
    """Tables said to hold nothing about anybody whose rows point to a person's."""
    for index, name in enumerate(g.written.value.get("nobody") or []):
        facts = g.schema.tables.get(name)
        if facts is not None and (found := _towards_people(g, facts)):
            columns, parent = found
            yield g.written.problem(
                ("nobody", index),
                "reachable-nobody",
                f"`{name}` stands under `nobody`, but {name}.{columns} points to `{parent}`, whose rows are people's",
                f"Declare `{name}` under `tables` with its tie.",
            )
    for table, facts in g.tables():
        if _about_nobody(table) and (found := _towards_people(g, facts)):
            columns, parent = found
            yield g.written.problem(
                ("tables", table.name, "nobody"),
                "reachable-nobody",
                f"`{table.name}` is said to be about nobody, but its {columns} points to `{parent}`, whose rows are people's",
                f"Give `{table.name}` its tie instead.",
            )


def undeclared_columns(g: Ground) -> Iterator[Problem]:
    """Columns of tied tables with neither category nor tie, so that nobody decided what becomes of them."""
    for table, facts in g.tables():
        if not any(part.tied for part in table.slices):
            continue
        known = {*table.columns, *(c.column for c in table.counters)}
        known |= {path.column for tied in table.ties() for path in own_columns(tied) if not path.path}
        for name, column in facts.columns.items():
            if name in known:
                continue
            if name not in facts.primary_key and name not in table.key:
                yield g.written.problem(
                    ("tables", table.name),
                    "undeclared-column",
                    f"{table.name}.{name} is reachable from a person and not declared",
                    f"List `{name}` under `holds` with its category.",
                    key=True,
                )
            elif column.type not in _SURROGATE:
                yield g.written.problem(
                    ("tables", table.name),
                    "undeclared-key",
                    f"{table.name}.{name} is a key of {column.declared or 'no type'}, which may say something about a person",
                    f"List `{name}` under `holds` with its category (`key` if it is drawn at random).",
                    key=True,
                )


def keys(g: Ground) -> Iterator[Problem]:
    """Tied tables whose rows cannot be told apart."""
    for table, facts in g.tables():
        if all(not part.tied for part in table.slices) and not table.counters:
            continue
        at = ("tables", table.name)
        if not table.key and not facts.primary_key:
            yield g.written.problem(
                at,
                "no-key",
                f"`{table.name}` has no primary key",
                "Give it one in the database, or name unique columns as `key`.",
                key=True,
            )
        elif table.key and not any(set(unique) <= set(table.key) for unique in facts.uniques):
            yield g.written.problem(
                (*at, "key"),
                "key-not-unique",
                f"{table.name}.{named(*table.key)} is not unique in the database: two rows could be taken for one",
                "Add a UNIQUE constraint, or name columns that have one.",
            )


def _towards_people(g: Ground, facts: TableSchema) -> tuple[str, str] | None:
    for reference in facts.foreign_keys:
        parent = g.datamap.tables.get(reference.parent)
        people = any(p.table == reference.parent for p in g.datamap.people.values())
        if reference.parent != facts.name and (people or (parent is not None and any(p.tied for p in parent.slices))):
            return named(*reference.columns), reference.parent
    return None


def _about_nobody(table: Table) -> bool:
    return all(part.nobody and not part.tied for part in table.slices)
