"""Render the planner's predicates and strategies as SQL of one dialect, with every value bound by name."""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from upheld.connectors.sql.dialects import PREFIX, Dialect, months_before, years_before
from upheld.datamap.conditions import Test
from upheld.datamap.model import Datamap, PeriodUnit
from upheld.datamap.schema import Column, Schema, TypeClass
from upheld.datamap.ties import ColumnPath
from upheld.errors import SchemaChanged
from upheld.planning.identity import Identity
from upheld.planning.predicates import (
    Always,
    And,
    Below,
    Filled,
    HasIdentifier,
    InKeySet,
    InPeople,
    Links,
    Mentions,
    Never,
    Not,
    Or,
    Predicate,
    Satisfies,
    Union,
    Younger,
)


class Renderer:
    """Render for one identity at one moment. ``parameters`` collects what the texts bind.

    ``key_sets`` maps the name of a captured set to the temporary table that holds it.
    """

    def __init__(
        self,
        dialect: Dialect,
        datamap: Datamap,
        schema: Schema,
        identity: Identity,
        now: datetime,
        hash_key: bytes = b"",
    ) -> None:
        self.dialect = dialect
        self.datamap = datamap
        self.schema = schema
        self.identity = identity
        self.now = now
        self.parameters: dict[str, object] = {}
        self.key_sets: dict[str, str] = {}
        self._aliases = 0
        self.token = secrets.token_hex(6)
        self.pseudo_keys: dict[tuple[str, bool], object] = {}
        self._bind_secrets(hash_key)

    # statements

    def select(self, table: str, expressions: str, where: Predicate, order: Sequence[str] = ()) -> str:
        alias = self.alias()
        by = f" ORDER BY {', '.join(f'{alias}.{self.q(c)}' for c in order)}" if order else ""
        chosen = expressions.replace("{row}", alias)
        return f"SELECT {chosen} FROM {self.q(table)} AS {alias} WHERE {self.predicate(where, table, alias)}{by}"

    def delete(self, table: str, where: Predicate) -> str:
        alias = self.alias()
        return f"DELETE FROM {self.q(table)} AS {alias} WHERE {self.predicate(where, table, alias)}"

    def update(self, table: str, sets: Sequence[tuple[str, str]], where: Predicate) -> str:
        alias = self.alias()
        listed = ", ".join(f"{self.q(name)} = {value.replace('{row}', alias)}" for name, value in sets)
        return f"UPDATE {self.q(table)} AS {alias} SET {listed} WHERE {self.predicate(where, table, alias)}"

    # predicates

    def predicate(self, p: Predicate, table: str, alias: str) -> str:  # noqa: C901, PLR0912 - one arm per class of a closed union
        match p:
            case Never():
                return "1 = 0"
            case Always():
                return "1 = 1"
            case InPeople(column=column, kind=kind):
                return self._in_people(table, alias, column, kind)
            case HasIdentifier(column=column, kind=kind):
                return self._has_identifier(table, alias, column, kind)
            case Mentions(columns=columns):
                texts = [self.dialect.as_text(f"{alias}.{self.q(c)}", self.column(table, c)) for c in columns]
                return self.dialect.mentions(texts)
            case Links():
                return self._links(p, table, alias)
            case Satisfies(condition=condition):
                return " AND ".join(self._test(t, table, alias) for t in condition.tests)
            case Filled(column=column):
                return self._filled(table, alias, column)
            case Younger():
                return self._younger(p, table, alias)
            case Below():
                return self._below(p, table, alias)
            case InKeySet(name=name, key=key):
                mine = self._row(alias, key)
                return f"{mine} IN (SELECT {', '.join(self.q(k) for k in key)} FROM {self.key_sets[name]})"
            case Union(arms=arms):
                key = self._key(table)
                return f"{self._row(alias, key)} IN ({self._union(arms, table, key)})"
            case Or(parts=parts):
                return "(" + " OR ".join(self.predicate(part, table, alias) for part in parts) + ")"
            case And(parts=parts):
                return "(" + " AND ".join(self.predicate(part, table, alias) for part in parts) + ")"
            case Not(part=part):
                return f"({self.predicate(part, table, alias)}) IS NOT TRUE"

    def _union(self, arms: Sequence[Predicate], table: str, columns: Sequence[str]) -> str:
        chosen = ", ".join("{row}." + self.q(c) for c in columns)
        return " UNION ".join(self.select(table, chosen, arm) for arm in arms)

    def _links(self, p: Links, table: str, alias: str) -> str:
        mine = [self._path(alias, c) for c in p.columns]
        as_text = [bool(c.path) for c in p.columns]
        if p.correlated:
            inner = self.alias()
            joined = [
                f"{self._their(p.table, inner, their, text)} = {own}"
                for own, their, text in zip(mine, p.their, as_text, strict=True)
            ]
            where = " AND ".join([*joined, self.predicate(p.where, p.table, inner)])
            return f"EXISTS (SELECT 1 FROM {self.q(p.table)} AS {inner} WHERE {where})"
        left = mine[0] if len(mine) == 1 else f"({', '.join(mine)})"
        arms = p.where.arms if isinstance(p.where, Union) else (p.where,)
        chosen = ", ".join(
            self._their(p.table, "{row}", their, text) for their, text in zip(p.their, as_text, strict=True)
        )
        return f"{left} IN ({' UNION '.join(self.select(p.table, chosen, arm) for arm in arms)})"

    def _their(self, table: str, alias: str, name: str, as_text: bool) -> str:
        plain = f"{alias}.{self.q(name)}"
        if not as_text or self.dialect.name == "sqlite":
            return plain
        return self.dialect.as_text(plain, self.column(table, name))

    def _below(self, p: Below, table: str, alias: str) -> str:
        tree, inner = f"{PREFIX}tree", self.alias()
        key, link = self.q(p.key), self.q(p.link)
        base = self.select(table, "{row}." + key, p.base)
        step = f"SELECT {inner}.{key} FROM {self.q(table)} AS {inner} JOIN {tree} ON {inner}.{link} = {tree}.{key}"
        return f"{alias}.{key} IN (WITH RECURSIVE {tree}({key}) AS ({base} UNION {step}) SELECT {key} FROM {tree})"

    def _in_people(self, table: str, alias: str, column: ColumnPath, kind: str) -> str:
        keys: Sequence[object] = self.identity.keys(kind)
        parameter = f"{PREFIX}people_{kind}" + ("_text" if column.path else "")
        declared = None if column.path else self.column(table, column.column).declared
        if column.path:
            keys = [*map(str, keys), *(keys if self.dialect.name == "sqlite" else ())]
        self.parameters.update(self.dialect.expand(parameter, keys))
        return self.dialect.in_list(self._path(alias, column), parameter, len(keys), declared)

    def _has_identifier(self, table: str, alias: str, column: ColumnPath, kind: str) -> str:
        forms: Sequence[object] = self.identity.forms(kind)
        expression, parameter, declared = self._path(alias, column), f"{PREFIX}id_{kind}", None
        if not column.path:
            described, facts = self.column(table, column.column), self.schema.tables[table]
            if described.type is TypeClass.TEXT and not described.folds_case and facts.folded_index(column.column):
                expression = f"lower({expression})"
            if described.type is TypeClass.INTEGER:
                forms = sorted({int(f) for f in self.identity.forms(kind) if re.fullmatch(r"-?\d{1,18}", f)}) or [-1]
                parameter += "_number"
            declared = described.declared if described.type is not TypeClass.TEXT or described.folds_case else None
        self.parameters.update(self.dialect.expand(parameter, forms))
        return self.dialect.in_list(expression, parameter, len(forms), declared)

    def _test(self, t: Test, table: str, alias: str) -> str:
        column = f"{alias}.{self.q(t.column)}"
        if t.op == "null":
            return f"{column} IS NULL"
        if t.op == "not-null":
            return f"{column} IS NOT NULL"
        bound = [self.bind(self.literal(v, table, t.column)) for v in t.values]
        if t.op == "in":
            return f"{column} IN ({', '.join(bound)})"
        return f"{column} {'<>' if t.op == '!=' else t.op.upper()} {bound[0]}"

    def literal(self, value: object, table: str, column: str) -> object:
        described = self.column(table, column)
        if isinstance(value, bool) and described.type is not TypeClass.BOOLEAN:
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool) and described.type is TypeClass.BOOLEAN:
            return bool(value)
        return value

    def _filled(self, table: str, alias: str, column: ColumnPath) -> str:
        expression = self._path(alias, column)
        textual = bool(column.path) or self.column(table, column.column).type is TypeClass.TEXT
        return f"({expression} IS NOT NULL{f' AND {expression} <> {chr(39) * 2}' if textual else ''})"

    def _younger(self, p: Younger, table: str, alias: str) -> str:
        column = self.column(table, p.column)
        match p.unit:
            case PeriodUnit.YEARS:
                since = years_before(self.now, p.count)
            case PeriodUnit.MONTHS:
                since = months_before(self.now, p.count)
            case PeriodUnit.DAYS:
                since = self.now - timedelta(days=p.count)
        parameter = f"{PREFIX}since_{len(self.parameters)}"
        self.parameters[parameter] = self.dialect.cutoff(column, since)
        expression = f"{alias}.{self.q(p.column)}"
        return f"({expression} IS NULL OR {self.dialect.after(expression, column, parameter)})"

    # names and parameters

    def q(self, name: str) -> str:
        return self.dialect.quote(name)

    def column(self, table: str, name: str) -> Column:
        facts = self.schema.tables.get(table)
        found = facts.column(name) if facts else None
        if found is None:
            raise SchemaChanged(
                f"{table}.{name} is not in the database any more; run `upheld check` and mend the datamap"
            )
        return found

    def _path(self, alias: str, column: ColumnPath) -> str:
        plain = f"{alias}.{self.q(column.column)}"
        return self.dialect.member(plain, column.path) if column.path else plain

    def _key(self, table: str) -> tuple[str, ...]:
        declared = self.datamap.tables[table].key if table in self.datamap.tables else ()
        found = declared or self.schema.tables[table].primary_key
        if not found:
            raise SchemaChanged(f"{table} has no primary key and the datamap gives it no `key`; run `upheld check`")
        return found

    def _row(self, alias: str, key: Sequence[str]) -> str:
        listed = [f"{alias}.{self.q(k)}" for k in key]
        return listed[0] if len(listed) == 1 else f"({', '.join(listed)})"

    def alias(self) -> str:
        self._aliases += 1
        return f"t{self._aliases}"

    def bind(self, value: object) -> str:
        name = f"{PREFIX}v{len(self.parameters)}"
        self.parameters[name] = value
        return self.dialect.placeholder.format(name)

    def _bind_secrets(self, key: bytes) -> None:
        """Bind the two pads of HMAC-SHA-256 (RFC 2104) and the pattern that finds identifiers in text."""
        block = (hashlib.sha256(key).digest() if len(key) > 64 else key).ljust(64, b"\0")
        self.parameters[f"{PREFIX}ipad"] = bytes(b ^ 0x36 for b in block)
        self.parameters[f"{PREFIX}opad"] = bytes(b ^ 0x5C for b in block)
        self.parameters[f"{PREFIX}needles"] = needles(self.identity)
        self.parameters[f"{PREFIX}likes"] = likes(_searched(self.identity))


def needles(identity: Identity) -> str:
    """Return one regular expression for every identifier, longest first so that a part never hides the whole.

    An e-mail or a name inside a longer word is another's: the pattern demands that no word character adjoins it.
    """
    listed = "|".join(re.escape(f).replace("\\ ", " ").replace("\\-", "-") for f in _searched(identity))
    return rf"(?<![A-Za-z0-9_.+-])({listed})(?![A-Za-z0-9_-])" if listed else r"(?!)"


def likes(forms: Iterable[str]) -> list[str]:
    """Return LIKE patterns that let through every lower-cased text in which a form may occur: a cheap sieve before the regex.

    Lower case is not the same everywhere beyond ASCII, so one form with other letters opens the sieve.
    """
    lowered = sorted({f.lower() for f in forms})
    if not all(f.isascii() for f in lowered):
        return ["%"]
    return ["%" + re.sub(r"([\\%_])", r"\\\1", f) + "%" for f in lowered]


def _searched(identity: Identity) -> list[str]:
    forms = {f for kind in identity.identifiers for f in identity.forms(kind) if len(f) >= 4}
    return sorted(forms, key=len, reverse=True)
