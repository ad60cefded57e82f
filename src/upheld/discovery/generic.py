"""References and facts that no foreign key can say: type and id, attribute tables, members of JSON documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from upheld.datamap.schema import Column, Schema, TableSchema, TypeClass
from upheld.discovery.judging import Finding, judge
from upheld.discovery.knowledge import words
from upheld.discovery.naming import Name, read_name, shared_prefix, stem
from upheld.discovery.profiles import Profile, members, profile
from upheld.discovery.sampling import Sample

_TYPES = (TypeClass.TEXT, TypeClass.OTHER, TypeClass.INTEGER)
_KEYS = (TypeClass.INTEGER, TypeClass.UUID, TypeClass.TEXT, TypeClass.NUMBER)
_COMMON_MEMBER = 0.05
_TYPE_WORDS = words("type_words")
_ID_WORDS = words("id_words")


@dataclass(frozen=True, slots=True)
class TypedReference:
    """A pair of columns of which one names, by its values, the table the other points into."""

    table: str
    type_column: str
    id_column: str
    arms: tuple[tuple[str, str], ...]
    """Value of the type column → table. Only values that are names of tables are told."""


@dataclass(frozen=True, slots=True)
class AttributeTable:
    """A table of attributes: whose, which, and the value. ``known`` are attributes whose name says what they hold."""

    table: str
    name_column: str
    value_column: str
    known: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Member:
    """A member of a JSON column that holds personal data, or the key of a person."""

    table: str
    column: str
    path: tuple[str, ...]
    finding: Finding
    figures: Profile
    points_to: str | None = None
    """The table of people whose keys its values are."""


def typed_references(schema: Schema, samples: Mapping[str, Sample]) -> list[TypedReference]:
    """Return the pairs ``x_type`` and ``x_id`` whose types are names of tables."""
    prefix = shared_prefix(schema.tables)
    tables = {_singular(t.removeprefix(prefix)): t for t in schema.tables if not schema.tables[t].is_view}
    found = []
    for table in schema.tables.values():
        sample = samples.get(table.name)
        for kind, key in _pairs(table) if sample else ():
            few = sample.columns[kind].few if sample and kind in sample.columns else ()
            arms = tuple((v, tables[_class(v)]) for v in sorted(few) if _class(v) in tables)
            if arms:
                found.append(TypedReference(table.name, kind, key, arms))
    return found


def _pairs(table: TableSchema) -> Iterator[tuple[str, str]]:
    names = {c: read_name(c) for c in table.columns}
    for kind, name in names.items():
        if not set(name.words) & _TYPE_WORDS or table.columns[kind].type not in _TYPES:
            continue
        about = _without(name, _TYPE_WORDS)
        for key, other in names.items():
            fits = set(other.words) & _ID_WORDS and about == _without(other, _ID_WORDS)
            if fits and key != kind and key not in table.primary_key[:1] and table.columns[key].type in _KEYS:
                yield kind, key


def _without(name: Name, words: frozenset[str]) -> tuple[str, ...]:
    return tuple(w for w in name.words if w not in words)


def _class(value: str) -> str:
    """Return the table's name in the singular that a class or type stands for (``App\\Models\\User``, ``blog.Post``)."""
    return _singular(value.replace("::", ".").replace("\\", ".").replace("/", ".").rsplit(".", 1)[-1])


def _singular(name: str) -> str:
    return "_".join(stem(w) for w in read_name(name).words)


def attribute_tables(schema: Schema, samples: Mapping[str, Sample]) -> list[AttributeTable]:
    """Return the tables of name and value, with the attributes whose names say that they are personal."""
    found = []
    for table in schema.tables.values():
        sample = samples.get(table.name)
        names = {c.name: read_name(c.name) for c in table.columns.values()}
        values = [c for c, n in names.items() if "value" in n.concepts and table.columns[c].type is TypeClass.TEXT]
        if len(table.columns) > 8 or len(values) != 1 or sample is None:
            continue
        label = _label(table, names, sample, values[0])
        if label is not None:
            found.append(AttributeTable(table.name, label, values[0], tuple(_known(sample.columns[label].few))))
    return found


def _label(table: TableSchema, names: Mapping[str, Name], sample: Sample, value: str) -> str | None:
    for column, name in names.items():
        plain = name.has("name", "attribute", "code") or name.text.lower() in ("key", "meta_key", "schluessel")
        if (
            column == value
            or not plain
            or table.columns[column].type is not TypeClass.TEXT
            or name.text.lower() == "id"
        ):
            continue
        figures = sample.columns.get(column)
        if figures and figures.few and figures.distinct * 2 <= figures.filled:
            return column
    return None


def _known(attributes: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the attributes whose name is a word known here. Others stay in the database: they could be anything."""
    for attribute in sorted(attributes):
        judged = judge(Column(attribute, TypeClass.TEXT, "text", True), read_name("person"), None)
        if attribute.isidentifier() and read_name(attribute).concepts and judged.direct:
            yield attribute, judged.category


def json_members(table: TableSchema, sample: Sample) -> list[Member]:
    """Return the members of JSON columns that hold personal data or keys, wherever several documents have them."""
    found = []
    for column, figures in sample.columns.items():
        if not figures.documents:
            continue
        for path, values in members(figures.documents).items():
            if len(values) < max(2, _COMMON_MEMBER * len(figures.documents)):
                continue
            numeric = all(v.lstrip("-").isdigit() for v in values)
            described = Column(path[-1], TypeClass.INTEGER if numeric else TypeClass.TEXT, "json", True)
            seen = profile(described, values)
            above = read_name("_".join(path[:-1])) if path[:-1] else read_name(table.name)
            found.append(Member(table.name, column, path, judge(described, above, seen), seen))
    return found
