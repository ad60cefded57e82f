"""Survey a database: sample every table, judge every column, find people, links and generic references."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TypeVar

from sqlalchemy import Connection, text

from upheld.datamap.schema import Schema, TypeClass
from upheld.discovery.draft import Survey
from upheld.discovery.generic import Member, TypedReference, attribute_tables, json_members, typed_references
from upheld.discovery.judging import Finding, judge
from upheld.discovery.links import LinkFinder, Reference, declared_references
from upheld.discovery.naming import read_name, shared_prefix
from upheld.discovery.people import PeopleTable, find_people
from upheld.discovery.sampling import Sample, Sampler, quoted

DEFAULT_ROWS = 300
_Of = TypeVar("_Of", Reference, TypedReference)


def survey(connection: Connection, schema: Schema, *, rows: int = DEFAULT_ROWS, seed: int = 1) -> Survey:
    """Look at every table of ``schema`` over a read-only ``connection``; ``seed`` decides which rows are sampled.

    Values are read for the length of this call. Nothing that is returned shows one, save the names of tables that a type
    column spells out and attribute names that are words of ours.
    """
    sampler = Sampler(connection, schema, rows, seed)
    kinds = sampler.kinds()
    samples = {name: sampler.sample(table) for name, table in schema.tables.items()}
    findings = judge_all(schema, samples)
    people = _people(schema, findings, samples, kinds)
    typed = _by_table(typed_references(schema, samples))
    finder = LinkFinder(connection, schema, samples, people)
    generic = {(t.table, t.id_column) for pairs in typed.values() for t in pairs}
    found = [r for r in finder.find() if (r.table, r.columns[0]) not in generic] + declared_references(schema)
    people = _accounts(people, {r.parent for r in found})
    members = {t: _linked(json_members(schema.tables[t], s), people, finder) for t, s in samples.items() if s.rows}
    return Survey(
        schema,
        samples,
        kinds,
        findings,
        people,
        _by_table(r for r in found if not kinds.get(r.table)),
        typed,
        {a.table: a for a in attribute_tables(schema, samples)},
        {t: m for t, m in members.items() if m},
        frozenset(_lower(connection, schema, people)),
    )


def judge_all(schema: Schema, samples: Mapping[str, Sample]) -> dict[str, dict[str, Finding]]:
    """Judge every column; what the columns of its neighbours make of a table counts as the table's own name does."""
    prefix = shared_prefix(schema.tables)
    found = {}
    for name, table in schema.tables.items():
        if table.is_view:
            continue
        place = read_name(name.removeprefix(prefix))
        figures = samples[name].columns if name in samples else {}
        found[name] = {c.name: judge(c, place, figures.get(c.name)) for c in table.columns.values()}
    return found


def _people(
    schema: Schema,
    findings: Mapping[str, Mapping[str, Finding]],
    samples: Mapping[str, Sample],
    kinds: Mapping[str, str],
) -> dict[str, PeopleTable]:
    found = find_people(schema, findings, samples, shared_prefix(schema.tables))
    return {p.table: p for p in found if not kinds.get(p.table)}


def _accounts(people: Mapping[str, PeopleTable], pointed: set[str]) -> dict[str, PeopleTable]:
    """Leave out correspondents that nothing points to, where accounts exist that prove addresses to find them by."""
    sure = any("email" in p.proves and not p.loose for p in people.values())
    return {t: p for t, p in people.items() if not (p.loose and sure and t not in pointed)}


def _linked(members: list[Member], people: Mapping[str, PeopleTable], finder: LinkFinder) -> tuple[Member, ...]:
    """Keep the members that are personal, and tell the ones that are keys of people apart."""
    out = []
    for member in members:
        end = _end(member, people, finder)
        if end or member.finding.direct:
            out.append(replace(member, points_to=end))
    return tuple(out)


def _end(member: Member, people: Mapping[str, PeopleTable], finder: LinkFinder) -> str | None:
    name = read_name("_".join(member.path))
    if not name.has("id", "number") or not name.has(
        "user", "customer", "person", "patient", "member", "contact", "actor", "staff"
    ):
        return None
    ranked = sorted(people, key=lambda t: (-len(name.concepts & read_name(t).concepts), t))
    return next((t for t in ranked if finder.overlap(member.figures, t) > 0.5), None)


def _lower(connection: Connection, schema: Schema, people: Mapping[str, PeopleTable]) -> Iterable[tuple[str, str]]:
    """Yield the address columns of people that hold lower case only; this looks at every row."""
    for table, person in people.items():
        for column in person.proves.values():
            if schema.tables[table].columns[column].type is not TypeClass.TEXT:
                continue
            name, cell = quoted(schema.dialect, table), quoted(schema.dialect, column)
            mixed = text(f"SELECT 1 FROM {name} WHERE {cell} <> lower({cell}) LIMIT 1")
            if connection.execute(mixed).first() is None:
                yield table, column


def _by_table(found: Iterable[_Of]) -> dict[str, tuple[_Of, ...]]:
    grouped: dict[str, list[_Of]] = {}
    for one in found:
        grouped.setdefault(one.table, []).append(one)
    return {table: tuple(several) for table, several in grouped.items()}
