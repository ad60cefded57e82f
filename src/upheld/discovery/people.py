"""Which tables are lists of people, and by which columns a person in them is known."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from upheld.datamap.schema import Column, Schema, TableSchema, TypeClass
from upheld.discovery.judging import Finding
from upheld.discovery.knowledge import words
from upheld.discovery.naming import Name, read_name, stem
from upheld.discovery.sampling import Sample

_ROLES = ("person", "customer", "user", "staff", "patient", "member", "contact", "relative")
_COLLEAGUES = "staff"
_NOT_PEOPLE = words("not_people")
_SIGNS = {
    "contact.email": 2.0,
    "credential": 2.0,
    "name": 2.0,
    "birth": 2.0,
    "contact.phone": 1.0,
    "username": 1.5,
    "government_id": 1.0,
    "gender": 1.0,
}
_NEEDED = 3.0


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """A table whose rows are people."""

    table: str
    kind: str
    key: str
    proves: Mapping[str, str]
    hints: Mapping[str, str]
    colleagues: bool
    score: float
    reasons: tuple[str, ...]
    loose: bool = False
    """Whether these are correspondents rather than accounts: found by their addresses unless something points to them."""

    @property
    def confidence(self) -> float:
        return min(0.99, 1.0 / (1.0 + math.exp(_NEEDED - 1.0 - self.score)))


def find_people(
    schema: Schema, findings: Mapping[str, Mapping[str, Finding]], samples: Mapping[str, Sample], prefix: str
) -> list[PeopleTable]:
    """Return the tables whose rows are people, the surest first; kinds are named after them and are distinct."""
    found: list[PeopleTable] = []
    for table in schema.tables.values():
        if table.is_view:
            continue
        judged = _judged(
            table, read_name(table.name.removeprefix(prefix)), findings.get(table.name, {}), samples, prefix
        )
        if judged is not None:
            found.append(judged)
    names = {_plain(p.table.removeprefix(prefix)): p.table for p in found}
    found = [p for p in found if names.get(_named_by(p.key), p.table) == p.table]
    taken: set[str] = set()
    out = []
    for person in sorted(found, key=lambda p: (-p.score, p.table)):
        kind = person.kind if person.kind not in taken else _plain(person.table)
        taken.add(kind)
        out.append(_renamed(person, kind))
    return out


def _named_by(key: str) -> str:
    """Return the kind of person a key is named after: the copy of a list has the key of the list."""
    words = [w for w in read_name(key).words if w not in ("id", "uuid", "no", "nr", "key", "fk", "number", "nummer")]
    return "_".join((*words[:-1], stem(words[-1]))) if words else ""


def _renamed(person: PeopleTable, kind: str) -> PeopleTable:
    return replace(person, kind=kind)


def _judged(
    table: TableSchema, name: Name, findings: Mapping[str, Finding], samples: Mapping[str, Sample], prefix: str
) -> PeopleTable | None:
    key = key_of(table, samples.get(table.name))
    role = next((r for r in _ROLES if r in name.concepts), None)
    if key is None or (role and _NOT_PEOPLE & name.concepts):
        return None
    score = 3.0 if role else 0.0
    reasons = [f"named like {role}s"] if role else []
    signs = {f.category for f in findings.values() if f.score > 0} & _SIGNS.keys()
    score += sum(_SIGNS[s] for s in signs)
    if signs:
        reasons.append("it has " + ", ".join(sorted(signs)))
    others = _points_to_people(table, key)
    if others:
        score -= 2.5 * len(others)
        reasons.append("but it points to people: " + ", ".join(others))
    identified = signs & {"contact.email", "name", "username", "contact.phone"}
    enough = _NEEDED + (1.0 if role else 4.0)
    if (
        not identified
        or score < enough
        or (not role and not {"contact.email", "credential"} <= signs and "birth" not in signs)
    ):
        return None
    kind = _plain(table.name.removeprefix(prefix))
    proves = _identifiers(table, findings)
    hints = _hints(table, findings)
    return PeopleTable(
        table.name, kind, key, proves, hints, role == _COLLEAGUES, score, tuple(reasons), role == "contact"
    )


def key_of(table: TableSchema, sample: Sample | None) -> str | None:
    """Return the single column that tells the rows of a table apart; of a table without keys, one that does in a sample."""
    if len(table.primary_key) == 1:
        return table.primary_key[0]
    singles = [u[0] for u in table.uniques if len(u) == 1]
    if singles:
        return singles[0]
    for column in list(table.columns.values())[:2] if sample and not table.primary_key else ():
        figures = sample.columns.get(column.name) if sample else None
        if figures and figures.unique and not figures.nulls and read_name(column.name).has("id", "number"):
            return column.name
    return None


def _points_to_people(table: TableSchema, key: str) -> list[str]:
    """Return columns that look like references to other people: such a table is about them, not of them."""
    out = []
    for column in table.columns.values():
        name = read_name(column.name)
        if (
            column.name == key
            or not name.has("id", "number")
            or name.has(*_NOT_PEOPLE - {"visit"}, "parent", "actor", "by")
        ):
            continue
        if name.has("person", "customer", "user", "patient", "member", "contact"):
            own = set(map(stem, read_name(table.name).words)) & set(map(stem, name.words))
            if not own and column.type in (TypeClass.INTEGER, TypeClass.UUID, TypeClass.NUMBER):
                out.append(column.name)
    return out


def _identifiers(table: TableSchema, findings: Mapping[str, Finding]) -> dict[str, str]:
    """Return the column of each kind that finds further rows: one address, unique or indexed where there is a choice."""
    addresses = _of_category(table, findings, "contact.email")
    return {"email": addresses[0].name} if addresses else {}


def _hints(table: TableSchema, findings: Mapping[str, Finding]) -> dict[str, str]:
    phones = _of_category(table, findings, "contact.phone")
    return {"phone": phones[0].name} if phones else {}


def _of_category(table: TableSchema, findings: Mapping[str, Finding], category: str) -> Sequence[Column]:
    def rank(column: Column) -> tuple[bool, bool, int]:
        unique = (column.name,) in table.uniques
        return (not unique, not table.indexed((column.name,)), len(column.name))

    listed = [c for c in table.columns.values() if c.name in findings and findings[c.name].category == category]
    return sorted((c for c in listed if findings[c.name].score > 0 and c.type is not TypeClass.BOOLEAN), key=rank)


def _plain(text: str) -> str:
    """Return a name as the datamap wants it: lower case, letters, digits and underscores, in the singular."""
    words = read_name(text).words
    name = "_".join((*words[:-1], stem(words[-1]))) if words else "person"
    return name if name[:1].isalpha() else f"p_{name}"
