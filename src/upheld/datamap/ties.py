"""Ties: how a row belongs to a person. Four primitives — match, hop, slice, closure — and the short form they are written in.

===========================================  =====================================================================
written                                      meaning
===========================================  =====================================================================
``customer_id``                              hop along the declared foreign key of that column
``customer_id -> customers``                 hop to the key of a table without a declared foreign key
``(org, no) -> orders(org, no)``             hop over several columns
``payload$.user.id -> customers``            hop from a member of a JSON column
``<customers.address_id``                    hop backwards: rows that a row of ``customers`` points to
``<members.project_id where role = 'owner'`` the same, only through rows that satisfy a condition
``{email: contact_email}``                   match: the column holds an identifier of that kind
``{type: t, id: i, User: customers, …}``     hop chosen by the value of another column
``{closure: parent_id}``                     rows below an owned row, followed to any depth
===========================================  =====================================================================

A hop inherits the role its target has for the person: files of a co-owned project are co-owned.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from upheld.datamap.conditions import Condition, parse_condition


@dataclass(frozen=True, slots=True)
class ColumnPath:
    """A column, or a member of a JSON column (``path`` holds the member names below it)."""

    column: str
    path: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.column + ("$." + ".".join(self.path) if self.path else "")


@dataclass(frozen=True, slots=True)
class Match:
    """``column`` holds an identifier of ``kind``."""

    kind: str
    column: ColumnPath


@dataclass(frozen=True, slots=True)
class Hop:
    """``columns`` point to ``parent(parent_columns)``; both None until resolved against the schema's foreign keys."""

    columns: tuple[ColumnPath, ...]
    parent: str | None = None
    parent_columns: tuple[str, ...] | None = None
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class BackHop:
    """Rows of ``child`` (those that satisfy ``where``) point here through ``child_columns``."""

    child: str
    child_columns: tuple[str, ...]
    columns: tuple[str, ...] | None = None
    where: Condition | None = None


@dataclass(frozen=True, slots=True)
class TypedHop:
    """A generic reference: ``type_column`` names, by its value, the table that ``id_column`` points into."""

    type_column: str
    id_column: ColumnPath
    arms: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Closure:
    """Rows below owned rows of the same table, through ``column`` that points to the row above."""

    column: str


Tie = Match | Hop | BackHop | TypedHop | Closure

_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_PATH = rf"{_NAME}(?:\$(?:\.{_NAME})+)?"
_COLUMNS = rf"{_PATH}|\(\s*{_PATH}(?:\s*,\s*{_PATH})*\s*\)"
_FORWARD = re.compile(
    rf"^(?P<cols>{_COLUMNS})(?:\s*->\s*(?P<table>{_NAME})(?:\s*\(\s*(?P<theirs>{_NAME}(?:\s*,\s*{_NAME})*)\s*\))?)?$"
)
_BACKWARD = re.compile(rf"^<\s*(?P<table>{_NAME})\.(?P<cols>{_NAME}|\(\s*{_NAME}(?:\s*,\s*{_NAME})*\s*\))$")
_WHERE = re.compile(r"\s+where\s+", re.IGNORECASE)


def parse_column_path(text: str) -> ColumnPath:
    """Read ``column`` or ``column$.a.b``; raise ``ValueError`` otherwise."""
    if not re.fullmatch(_PATH, text):
        raise ValueError(f"`{text}` is not a column, nor a member of one such as payload$.user.id")
    column, _, rest = text.partition("$.")
    return ColumnPath(column, tuple(rest.split(".")) if rest else ())


def parse_tie(value: Any) -> Tie:
    """Read one tie as written in a datamap; raise ``ValueError`` saying what is not understood."""
    if isinstance(value, str):
        return _parse_text(value.strip())
    if isinstance(value, Mapping):
        return _parse_mapping({str(k): v for k, v in value.items()})
    raise ValueError("a tie is a column, an arrow, or a pair such as {email: column}")


def _parse_text(text: str) -> Tie:
    body, *rest = _WHERE.split(text, maxsplit=1)
    where = parse_condition(rest[0]) if rest else None
    if back := _BACKWARD.match(body):
        return BackHop(back["table"], _names(back["cols"]), where=where)
    if forward := _FORWARD.match(body):
        columns = tuple(parse_column_path(c) for c in _names(forward["cols"]))
        theirs = _names(forward["theirs"]) if forward["theirs"] else None
        if theirs is not None and len(theirs) != len(columns):
            raise ValueError(f"`{text}` joins {len(columns)} column(s) to {len(theirs)}")
        return Hop(columns, forward["table"], theirs, where)
    raise ValueError(f"`{text}` is not a tie; see docs/reference/datamap.md")


def _parse_mapping(value: dict[str, Any]) -> Tie:
    if "type" in value and "id" in value:
        arms = tuple((k, v) for k, v in value.items() if k not in ("type", "id"))
        names = (value["type"], *(table for _, table in arms))
        if not arms or not all(isinstance(n, str) and re.fullmatch(_NAME, n) for n in names):
            raise ValueError(
                "a typed reference names a column and at least one value with its table, as"
                " {type: t, id: i, User: customers}"
            )
        return TypedHop(value["type"], parse_column_path(str(value["id"])), arms)
    if len(value) != 1:
        raise ValueError(
            "a tie written as a mapping is one pair, such as {email: contact_email} or {closure: parent_id}"
        )
    ((word, column),) = value.items()
    if not isinstance(column, str):
        raise ValueError(f"`{word}` needs a column")
    path = parse_column_path(column)
    if word != "closure":
        return Match(word, path)
    if path.path:
        raise ValueError(f"`{column}` is a member of a JSON column; a closure follows a column of the table itself")
    return Closure(column)


def _names(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.strip("() ").split(","))
