"""What every evaluation database is made of: tables as text, rows from a seed, and the truth."""

from __future__ import annotations

import json
import random
import re
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, create_engine, text

_FIRST = [
    "Aino",
    "Bastian",
    "Cosima",
    "Dunja",
    "Edvin",
    "Fenna",
    "Gundula",
    "Hjalmar",
    "Ilse",
    "Jorik",
    "Katinka",
    "Lorenz",
    "Mirthe",
    "Nadine",
    "Oskar",
    "Pauline",
    "Quirin",
    "Rosalie",
    "Sander",
    "Tilda",
    "Ulrich",
    "Valerie",
    "Wiebke",
    "Xaver",
    "Yvonne",
    "Zeno",
    "Anna",
    "Thomas",
    "Maria",
    "Peter",
    "Julia",
    "Michael",
    "Laura",
    "Daniel",
    "Sofia",
    "Lucas",
]
_LAST = [
    "Abendroth",
    "Birkholz",
    "Castellan",
    "Dorninger",
    "Eelkema",
    "Fahrenkamp",
    "Grootveld",
    "Hasselbring",
    "Iversen",
    "Jagersma",
    "Kleinhans",
    "Lindqvist",
    "Marchetti",
    "Nieuwland",
    "Oudekerk",
    "Pfannstiel",
    "Quistorp",
    "Rosendahl",
    "Steenwijk",
    "Terbrugge",
    "Uhlmann",
    "Vandermeer",
    "Westerkamp",
    "Zonneveld",
]
_CITIES = ["Aldenhoven", "Brackwede", "Charlesville", "Dornburg", "Eastmere", "Fontenelle", "Grubbenvorst", "Hollerath"]
_WORDS = [
    "the",
    "order",
    "arrived",
    "late",
    "and",
    "one",
    "part",
    "was",
    "missing",
    "please",
    "call",
    "back",
    "before",
    "noon",
    "because",
    "nobody",
    "is",
    "at",
    "home",
    "in",
    "the",
    "afternoon",
    "thanks",
    "for",
    "the",
    "quick",
    "answer",
    "everything",
    "works",
    "again",
    "after",
    "the",
    "second",
    "attempt",
    "we",
    "will",
    "come",
    "back",
    "to",
    "this",
    "next",
    "week",
]


class Fiction:
    """Made-up values from a seed; domains are reserved ones."""

    def __init__(self, seed: int) -> None:
        self.draw = random.Random(seed)

    def first(self) -> str:
        return self.draw.choice(_FIRST)

    def last(self) -> str:
        return self.draw.choice(_LAST)

    def name(self) -> str:
        return f"{self.first()} {self.last()}"

    def email(self, number: int) -> str:
        return f"{self.first()}.{self.last()}{number}@{self.draw.choice(('example.com', 'example.org', 'mail.example'))}".lower()

    def phone(self) -> str:
        return f"+49 {self.draw.randint(30, 999)} {self.draw.randint(100000, 9999999)}"

    def street(self, ending: str = "straße") -> str:
        return f"{self.last()}{ending} {self.draw.randint(1, 190)}"

    def city(self) -> str:
        return self.draw.choice(_CITIES)

    def digits(self, count: int) -> str:
        return "".join(self.draw.choice("0123456789") for _ in range(count))

    def hexadecimal(self, count: int) -> str:
        return f"{self.draw.getrandbits(4 * count):0{count}x}"

    def uuid(self) -> str:
        return str(uuid.UUID(int=self.draw.getrandbits(128), version=4))

    def sentence(self, words: int = 12) -> str:
        return " ".join(self.draw.choice(_WORDS) for _ in range(words)).capitalize() + "."

    def day(self, first: int = 2018, last: int = 2025) -> str:
        return str(date(first, 1, 1) + timedelta(days=self.draw.randint(0, 365 * (last - first + 1) - 1)))

    def moment(self) -> str:
        return (
            f"{datetime.fromisoformat(self.day()) + timedelta(seconds=self.draw.randint(0, 86399)):%Y-%m-%d %H:%M:%S}"
        )

    def ip(self) -> str:
        return f"198.51.100.{self.draw.randint(1, 254)}"

    def iban(self) -> str:
        body = self.digits(18)
        return f"DE{98 - int(body + '131400') % 97:02d}{body}"

    def card(self) -> str:
        body = "4" + self.digits(14)
        total = sum(int(d) * (2 - i % 2) - 9 * (int(d) * (2 - i % 2) > 9) for i, d in enumerate(body))
        return body + str(-total % 10)

    def agent(self) -> str:
        return f"Mozilla/5.0 (X11; Linux x86_64; rv:{self.draw.randint(90, 130)}.0) Gecko/20100101 Firefox/{self.draw.randint(90, 130)}.0"

    def password(self) -> str:
        return "$2b$12$" + "".join(self.draw.choice("abcdefghijkABCDEFGHIJ0123456789./") for _ in range(53))

    def pick(self, *values: Any) -> Any:
        return self.draw.choice(values)

    def number(self, low: int, high: int) -> int:
        return self.draw.randint(low, high)

    def sometimes(self, value: Any, share: float = 0.5) -> Any:
        return value if self.draw.random() < share else None


@dataclass(frozen=True, slots=True)
class World:
    """One evaluation database.

    ``tables`` is the definition in one dialect-free text: ``table: column type, column type`` with ``uuid``, ``json`` and
    so on; ``own`` are columns that are personal by themselves, ``row`` those that only describe whoever the row belongs
    to; all others are not personal. ``ties`` are references that the database does not declare, as ``table.column > table``.
    """

    name: str
    tables: str
    own: str
    row: str
    ties: str
    rows: Mapping[str, Sequence[Sequence[Any]]] = field(repr=False)

    def definitions(self) -> Iterator[tuple[str, list[tuple[str, str]], str]]:
        """Yield name, columns with types, and constraints of each table."""
        for line in filter(None, map(str.strip, self.tables.splitlines())):
            name, _, body = line.partition(":")
            parts = [p.strip() for p in re.split(r",(?![^(]*\))", body)]
            columns = [
                (p.split(" ", 1)[0], p.split(" ", 1)[1])
                for p in parts
                if not p.startswith(("primary key (", "unique ("))
            ]
            constraints = [p for p in parts if p.startswith(("primary key (", "unique ("))]
            yield name, columns, ", ".join(re.sub(r"(\w+)(?=[,)])", r'"\1"', p) for p in constraints)

    def own_columns(self) -> set[tuple[str, str]]:
        return set(_columns(self.own))

    def row_columns(self) -> set[tuple[str, str]]:
        return set(_columns(self.row))

    def true_ties(self) -> set[tuple[str, str, str]]:
        found = set()
        for line in filter(None, map(str.strip, self.ties.splitlines())):
            child, _, parent = line.partition(">")
            table, _, column = child.strip().partition(".")
            found |= {(table, c.strip(), parent.strip()) for c in column.split("|")}
        return found

    def load(self, url: str) -> None:
        """Make the tables and fill them, without any foreign key."""
        engine = create_engine(url)
        with engine.begin() as connection:
            for name, columns, constraints in self.definitions():
                body = ", ".join(f'"{c}" {_typed(t, engine)}' for c, t in columns) + (
                    f", {constraints}" if constraints else ""
                )
                connection.exec_driver_sql(f'CREATE TABLE "{name}" ({body})')
                names = ", ".join(f'"{c}"' for c, _ in columns)
                marks = ", ".join(f":c{i}" for i in range(len(columns)))
                rows = [{f"c{i}": _stored(v) for i, v in enumerate(row)} for row in self.rows.get(name, ())]
                if rows:
                    connection.execute(text(f'INSERT INTO "{name}" ({names}) VALUES ({marks})'), rows)
        if engine.dialect.name == "postgresql":
            with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                connection.exec_driver_sql("ANALYZE")
        engine.dispose()


def _columns(listed: str) -> Iterator[tuple[str, str]]:
    for line in filter(None, map(str.strip, listed.splitlines())):
        table, _, columns = line.partition(":")
        yield from ((table, c) for c in columns.split())


def _typed(kind: str, engine: Engine) -> str:
    if engine.dialect.name == "postgresql":
        return kind.replace("datetime", "timestamp").replace("json", "jsonb").replace("blob", "bytea")
    return kind


def _stored(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, dict | list) else value
