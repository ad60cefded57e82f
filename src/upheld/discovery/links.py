"""Find references that were never declared: names and types propose them, the values decide, inside the database."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

from sqlalchemy import Connection, text

from upheld.datamap.schema import Column, Schema, TableSchema, TypeClass
from upheld.discovery.detectors import is_uuid
from upheld.discovery.knowledge import words
from upheld.discovery.naming import Name, concepts_of, is_short_for, read_name, shared_prefix, stem
from upheld.discovery.profiles import Profile
from upheld.discovery.sampling import Sample, quoted

ACCEPTED = 3.0
"""Log-odds from which a reference is taken for one."""

_REFERRING = words("referring")
_ENDS = words("key_words")
_COMPARABLE = frozenset({TypeClass.INTEGER, TypeClass.NUMBER, TypeClass.UUID, TypeClass.TEXT, TypeClass.OTHER})
_WHOLE = frozenset({TypeClass.INTEGER, TypeClass.NUMBER})
_STANDING_FOR_NONE = frozenset({"0", "-1", "", "00000000-0000-0000-0000-000000000000"})
_PEOPLE = ("person", "customer", "user", "staff", "patient", "member", "contact", "relative", "supplier")
_BROAD = words("broad")
"""Concepts that too many different things share for two names to mean the same."""
_GENERIC = words("plain_keys")


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference that rows of ``table`` make to ``parent``. ``declared`` where the database says so itself."""

    table: str
    columns: tuple[str, ...]
    parent: str
    parent_columns: tuple[str, ...]
    declared: bool = True
    score: float = 9.0
    reasons: tuple[str, ...] = ("foreign key",)
    explicit: bool = False
    """Whether the columns it points to are not the key of the parent and must be written."""

    @property
    def confidence(self) -> float:
        return min(0.99, 1.0 / (1.0 + math.exp(-self.score)))


@dataclass(frozen=True, slots=True)
class _Parent:
    """A table whose rows can be pointed to by one column."""

    table: str
    key: Column
    words: tuple[str, ...]
    concepts: frozenset[str]
    heads: frozenset[str]
    primary: bool = True
    borrowed: bool = False
    """Whether the key is named after another table: that of a copy, or of the other half of a row."""


def declared_references(schema: Schema) -> list[Reference]:
    return [
        Reference(t.name, fk.columns, fk.parent, fk.parent_columns)
        for t in schema.tables.values()
        for fk in t.foreign_keys
        if fk.parent in schema.tables
    ]


class LinkFinder:
    """Proposes a parent for every column that could hold a key, and asks the database whether its values are there."""

    def __init__(
        self, connection: Connection, schema: Schema, samples: Mapping[str, Sample], people: Iterable[str]
    ) -> None:
        self._connection = connection
        self._schema = schema
        self._samples = samples
        self._people = frozenset(people)
        self._prefix = shared_prefix(schema.tables)
        self._parents = [p for t in schema.tables.values() if not t.is_view for p in self._keys(t)]
        names = {p.words: p.table for p in self._parents}
        self._parents = [replace(p, borrowed=names.get(_ends(p.key.name), p.table) != p.table) for p in self._parents]
        self._by_word: dict[str, list[_Parent]] = {}
        for parent in self._parents:
            for handle in {h for word in parent.words for h in _handles(word)} | parent.heads:
                self._by_word.setdefault(handle, []).append(parent)
        self._by_key: dict[str, list[_Parent]] = {}
        for parent in self._parents:
            self._by_key.setdefault(parent.key.name.lower(), []).append(parent)
        self._ranges: dict[str, tuple[float, int] | None] = {}

    def find(self) -> list[Reference]:
        """Return every undeclared reference of one column that is likely enough, the best for each column."""
        return [
            best
            for table in self._schema.tables.values()
            for column in ([] if table.is_view else table.columns.values())
            if not any(column.name in fk.columns for fk in table.foreign_keys) and (best := self._best(table, column))
        ]

    def _keys(self, table: TableSchema) -> Iterator[_Parent]:
        """Yield the columns by which rows of a table can be pointed to: its key, and single unique codes."""
        name = read_name(table.name.removeprefix(self._prefix))
        words = tuple(stem(w) for w in name.words)
        singles = [u[0] for u in table.uniques if len(u) == 1]
        if not singles and not table.primary_key and (first := self._unique_in_sample(table)):
            singles = [first]
        for index, key in enumerate(dict.fromkeys(singles)):
            column = table.columns.get(key)
            concepts = read_name(key).concepts
            if column and column.type in _COMPARABLE and (index == 0 or concepts & {"code", "number", "id"}):
                yield _Parent(table.name, column, words, name.concepts, name.heads, index == 0)

    def _unique_in_sample(self, table: TableSchema) -> str | None:
        """Return the column that looks like the key of a table which declares none."""
        sample = self._samples.get(table.name)
        for column in list(table.columns.values())[:3] if sample else ():
            figures = sample.columns.get(column.name) if sample else None
            likely = read_name(column.name).concepts & {"id", "number", "code"}
            if likely and figures and figures.unique and not figures.nulls and column.type in _COMPARABLE:
                return column.name
        return None

    def _best(self, table: TableSchema, column: Column) -> Reference | None:
        if column.type not in _COMPARABLE or not self._may_refer(table, column):
            return None
        figures = self._figures(table.name, column.name)
        proposals = sorted(self._proposed(table, column), key=lambda found: -found[1])[:6]
        best: Reference | None = None
        for parent, score, reason in proposals:
            told = self._of_values(figures, parent)
            total = score + told[0] - 2.0
            if total > (best.score if best else ACCEPTED - 2.0):
                reasons = tuple(r for r in (reason, told[1]) if r)
                best = Reference(
                    table.name,
                    (column.name,),
                    parent.table,
                    (parent.key.name,),
                    False,
                    total,
                    reasons,
                    self._explicit(parent),
                )
        return best

    def _explicit(self, parent: _Parent) -> bool:
        return self._schema.tables[parent.table].primary_key != (parent.key.name,)

    def overlap(self, figures: Profile, table: str) -> float:
        """Return the log-odds that these values are keys of ``table``, on their own."""
        parent = next((p for p in self._parents if p.table == table and p.primary), None)
        return self._of_values(figures, parent)[0] if parent else 0.0

    def _may_refer(self, table: TableSchema, column: Column) -> bool:
        name = read_name(column.name)
        if table.primary_key == (column.name,) and self._own_key(table, name):
            return False
        if name.has("time", "date", "amount", "count", "boolean") and not name.has("id", "by"):
            return False
        if column.type is TypeClass.TEXT and (column.max_length or 0) > 80:
            return name.has("id", "by")
        return True

    def _own_key(self, table: TableSchema, name: Name) -> bool:
        """Whether a key is named after nothing, or after its own table and no other."""
        ends = _ends(name.text)
        own = {stem(w) for w in read_name(table.name.removeprefix(self._prefix)).words}
        other = any(p.words == ends and p.table != table.name for w in ends for p in self._by_word.get(w, ()))
        return not ends or (bool(set(ends) & own) and not other)

    def _figures(self, table: str, column: str) -> Profile | None:
        sample = self._samples.get(table)
        return sample.columns.get(column) if sample else None

    # what names say

    def _proposed(self, table: TableSchema, column: Column) -> Iterator[tuple[_Parent, float, str]]:
        name = read_name(column.name)
        words = tuple(stem(w) for w in name.words)
        ends = tuple(w for w in words if w not in _ENDS) or words
        referring = bool(name.concepts & _REFERRING) or column.type is TypeClass.UUID
        for parent in self._candidates(column, ends, name.concepts):
            own = parent.table == table.name
            if (own and parent.key.name == column.name) or not _alike(column, parent.key):
                continue
            score, reason = self._named(column, ends, name.concepts, parent, own)
            if score and not referring and column.type is TypeClass.TEXT:
                score -= 1.5
            if score:
                yield parent, score if parent.primary else score - 0.5, reason

    def _candidates(self, column: Column, ends: tuple[str, ...], concepts: frozenset[str]) -> list[_Parent]:
        found = {id(p): p for w in ends for h in _handles(w) for p in self._by_word.get(h, ())}
        for concept in concepts:
            found |= {id(p): p for p in self._by_word.get(concept, ())}
        if column.name.lower() not in _GENERIC:
            found |= {id(p): p for p in self._by_key.get(column.name.lower(), ())}
        if concepts & {"actor", "by", *_PEOPLE}:
            found |= {id(p): p for p in self._parents if p.table in self._people}
        if concepts & {"parent"}:
            found |= {id(p): p for p in self._parents}
        return list(found.values())

    def _named(
        self, column: Column, ends: tuple[str, ...], concepts: frozenset[str], parent: _Parent, own: bool
    ) -> tuple[float, str]:
        theirs = parent.key.name.lower()
        if own:
            upward = concepts & {"parent", "actor"} or (theirs in column.name.lower() and theirs not in _GENERIC)
            return (4.5, "it points upward in its own table") if upward else (0.0, "")
        if column.name.lower() == theirs and theirs not in _GENERIC and not parent.borrowed:
            return 5.0, f"named like {parent.table}.{parent.key.name}"
        if theirs not in _GENERIC and len(theirs) > 4 and column.name.lower().endswith(theirs) and not parent.borrowed:
            return 4.5, f"its name ends like {parent.table}.{parent.key.name}"
        if ends == parent.words:
            return 5.0, f"named after {parent.table}"
        if ends[-len(parent.words) :] == parent.words:
            return 4.5, f"its name ends in {parent.table}"
        if parent.words[-len(ends) :] == ends:
            return 4.0, f"named after the end of {parent.table}"
        if len(ends) == len(parent.words) and all(
            a == b or is_short_for(a, b) or is_short_for(b, a) for a, b in zip(ends, parent.words, strict=True)
        ):
            return 3.5, f"short for {parent.table}"
        return self._by_meaning(ends, concepts, parent)

    def _by_meaning(self, ends: tuple[str, ...], concepts: frozenset[str], parent: _Parent) -> tuple[float, str]:
        person = parent.table in self._people
        if person and concepts & {"actor", "by"}:
            return 3.0, "names somebody who did something"
        last = concepts_of(ends[-1])
        if last & parent.heads - _BROAD:
            weight = 3.2 if len(parent.words) == 1 or person else 2.2
            return weight, f"means the same as {parent.table}"
        if person and concepts & frozenset(_PEOPLE):
            return 2.2, "names a person"
        return 0.0, ""

    # what values say

    def _of_values(self, figures: Profile | None, parent: _Parent) -> tuple[float, str]:
        """Return the log-likelihood ratio of finding these values among the parent's keys, and how many there were."""
        values = [v for v in (figures.values if figures else ()) if v not in _STANDING_FOR_NONE]
        size = self._range(parent)
        if not values or size is None:
            return 0.0, "no values to compare" if figures else ""
        found = self._found(values, parent)
        share = found / len(values)
        reason = f"{found} of {len(values)} values are keys of {parent.table}"
        if parent.key.type in _WHOLE:
            if share < 0.7:
                return -6.0, reason
            return self._range_fit(values, size) - 8 * (1 - share), reason
        if share < 0.3:
            return -6.0, reason
        telling = min(1.0, (figures.length if figures else 0) / 8)
        return (6 * share - 1) * telling + min(1.0, len(values) / 5) * (1 - telling), reason

    def _range_fit(self, values: list[str], size: tuple[float, int]) -> float:
        """Judge whole numbers, of which small ones are in every table: do they reach as far as the parent's keys do?"""
        reach = max(float(v) for v in values if _is_number(v))
        share = min(1.0, max(reach, 1.0) / max(size[0], 1.0))
        return 1.0 + max(-3.0, 0.2 * min(len(values), 40) * math.log(share))

    def _range(self, parent: _Parent) -> tuple[float, int] | None:
        """Return the greatest key of a table (0 for keys that are no numbers); None where it has no rows."""
        if parent.table not in self._ranges:
            sample = self._samples.get(parent.table)
            self._ranges[parent.table] = None
            if sample and sample.rows:
                self._ranges[parent.table] = (self._greatest(parent), sample.rows)
        return self._ranges[parent.table]

    def _greatest(self, parent: _Parent) -> float:
        if parent.key.type not in _WHOLE:
            return 0.0
        key, name = self._names(parent)
        found = self._connection.execute(text(f"SELECT max({key}) FROM {name}")).scalar()
        return float(found) if found is not None else 0.0

    def _found(self, values: list[str], parent: _Parent) -> int:
        """Count how many of the values are keys of the parent; the comparison is made by the database."""
        key, name = self._names(parent)
        if self._schema.dialect == "postgresql":
            given = (
                f"unnest(CAST(:given AS text[])) AS g(v)"
                f" WHERE EXISTS (SELECT 1 FROM {name} AS p WHERE p.{key} = CAST(g.v AS {_cast(parent.key)}))"
            )
            fitting = [v for v in values if _fits(v, parent.key)]
            return int(
                self._connection.execute(text(f"SELECT count(*) FROM {given}"), {"given": fitting}).scalar() or 0
            )
        if self._schema.dialect == "sqlite":
            given = f"json_each(:given) AS g WHERE EXISTS (SELECT 1 FROM {name} AS p WHERE p.{key} = g.value)"
            return int(
                self._connection.execute(text(f"SELECT count(*) FROM {given}"), {"given": json.dumps(values)}).scalar()
                or 0
            )
        marks = {f"v{i}": v for i, v in enumerate(values)}
        listed = ", ".join(f":{m}" for m in marks)
        statement = f"SELECT count(DISTINCT {key}) FROM {name} WHERE {key} IN ({listed})"
        return int(self._connection.execute(text(statement), marks).scalar() or 0)

    def _names(self, parent: _Parent) -> tuple[str, str]:
        return quoted(self._schema.dialect, parent.key.name), quoted(self._schema.dialect, parent.table)


def _ends(name: str) -> tuple[str, ...]:
    """Return what the name of a key is made of besides the words for a key."""
    return tuple(stem(w) for w in read_name(name).words if w not in _ENDS)


@lru_cache(maxsize=16_384)
def _handles(word: str) -> frozenset[str]:
    """Return what a word is looked up by: itself, what it means, and its first letters for abbreviations."""
    return frozenset({word, word[:3], *concepts_of(word)}) if len(word) > 1 else frozenset({word})


def _alike(one: Column, other: Column) -> bool:
    kinds = {one.type, other.type}
    return len(kinds) == 1 or kinds <= _WHOLE


def _cast(key: Column) -> str:
    return {TypeClass.INTEGER: "bigint", TypeClass.NUMBER: "numeric", TypeClass.UUID: "uuid"}.get(key.type, "text")


def _fits(value: str, key: Column) -> bool:
    """Tell whether the database can read a value as a key: one that it cannot would end the transaction."""
    match key.type:
        case TypeClass.INTEGER:
            return value.removeprefix("-").isdigit() and value.isascii() and len(value) <= 18
        case TypeClass.NUMBER:
            return _is_number(value)
        case TypeClass.UUID:
            return is_uuid(value)
        case _:
            return True


def _is_number(value: str) -> bool:
    return value.isascii() and value.removeprefix("-").replace(".", "", 1).isdigit()
