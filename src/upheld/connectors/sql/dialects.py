"""What differs between the databases: one class each, chosen by the scheme of the URL."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from upheld.datamap.schema import Column, TypeClass
from upheld.datamap.strategies import DateUnit

PREFIX = "upheld_"
"""Names of our own tables and functions inside a target begin with this."""


class Dialect(Protocol):
    """The SQL of one database, as text. Values are always bound, never written into the text."""

    name: str
    placeholder: str
    """How a named parameter is written, with ``{}`` for its name."""

    def quote(self, name: str) -> str: ...
    def member(self, column: str, path: Sequence[str]) -> str: ...
    def in_list(self, expression: str, parameter: str, values: int, declared: str | None) -> str: ...
    def expand(self, parameter: str, values: Sequence[object]) -> dict[str, object]: ...
    def after(self, expression: str, column: Column, parameter: str) -> str: ...
    def cutoff(self, column: Column, instant: datetime) -> object: ...
    def as_text(self, expression: str, column: Column) -> str: ...
    def hashed(self, expression: str, column: Column) -> str: ...
    def masked(self, expression: str, keep: int) -> str: ...
    def truncated(self, expression: str, column: Column, unit: DateUnit) -> str: ...
    def without(self, expression: str, column: Column, paths: Sequence[str]) -> str: ...
    def redacted(self, expression: str) -> str: ...
    def mentions(self, expressions: Sequence[str]) -> str: ...


class SqliteDialect:
    """SQLite. Hashing, masking, redaction and search are functions that the connector registers on the connection."""

    name = "sqlite"
    placeholder = ":{}"

    def quote(self, name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    def member(self, column: str, path: Sequence[str]) -> str:
        return f"CASE WHEN json_valid({column}) THEN json_extract({column}, '$.{'.'.join(path)}') END"

    def in_list(self, expression: str, parameter: str, values: int, declared: str | None) -> str:
        return f"{expression} IN ({', '.join(f':{parameter}_{i}' for i in range(values))})"

    def expand(self, parameter: str, values: Sequence[object]) -> dict[str, object]:
        return {f"{parameter}_{i}": v for i, v in enumerate(values)}

    def after(self, expression: str, column: Column, parameter: str) -> str:
        if column.type in (TypeClass.INTEGER, TypeClass.NUMBER):
            seconds = f"CASE WHEN {expression} > 100000000000 THEN {expression} / 1000 ELSE {expression} END"
            return f"{seconds} > :{parameter}"
        return f"julianday({expression}) > julianday(:{parameter})"

    def cutoff(self, column: Column, instant: datetime) -> object:
        if column.type in (TypeClass.INTEGER, TypeClass.NUMBER):
            return instant.timestamp()
        return instant.date().isoformat() if column.type is TypeClass.DATE else instant.isoformat(" ", "seconds")

    def as_text(self, expression: str, column: Column) -> str:
        return f"CAST({expression} AS TEXT)"

    def hashed(self, expression: str, column: Column) -> str:
        return f"{PREFIX}hash({expression})"

    def masked(self, expression: str, keep: int) -> str:
        return f"{PREFIX}mask({expression}, {keep:d})"

    def truncated(self, expression: str, column: Column, unit: DateUnit) -> str:
        width, rest = {DateUnit.YEAR: (4, "-01-01"), DateUnit.MONTH: (7, "-01"), DateUnit.DAY: (10, "")}[unit]
        time = "" if column.type is TypeClass.DATE else " || ' 00:00:00'"
        return f"substr({expression}, 1, {width}) || '{rest}'{time}"

    def without(self, expression: str, column: Column, paths: Sequence[str]) -> str:
        listed = ", ".join("'" + p.replace("'", "''") + "'" for p in paths)
        return f"CASE WHEN json_valid({expression}) THEN json_remove({expression}, {listed}) END"

    def redacted(self, expression: str) -> str:
        return f"{PREFIX}redact({expression})"

    def mentions(self, expressions: Sequence[str]) -> str:
        return f"{PREFIX}mentions({', '.join(expressions)})"


class PostgresDialect:
    """PostgreSQL 12 and later, through psycopg."""

    name = "postgresql"
    placeholder = "%({})s"

    def quote(self, name: str) -> str:
        return '"' + name.replace('"', '""').replace("%", "%%") + '"'

    def member(self, column: str, path: Sequence[str]) -> str:
        return f"(({column})::jsonb #>> '{{{','.join(path)}}}')"

    def in_list(self, expression: str, parameter: str, values: int, declared: str | None) -> str:
        return f"{expression} = ANY(%({parameter})s{f'::{declared}[]' if declared else '::text[]'})"

    def expand(self, parameter: str, values: Sequence[object]) -> dict[str, object]:
        return {parameter: list(values)}

    def after(self, expression: str, column: Column, parameter: str) -> str:
        if column.type is TypeClass.TEXT:
            return f"left({expression}, 10) > left(%({parameter})s, 10)"
        if column.type in (TypeClass.INTEGER, TypeClass.NUMBER):
            return f"CASE WHEN {expression} > 100000000000 THEN {expression} / 1000 ELSE {expression} END > %({parameter})s"
        return f"{expression} > %({parameter})s::{column.declared}"

    def cutoff(self, column: Column, instant: datetime) -> object:
        if column.type in (TypeClass.INTEGER, TypeClass.NUMBER):
            return instant.timestamp()
        return instant.date().isoformat() if column.type is TypeClass.DATE else instant.isoformat()

    def as_text(self, expression: str, column: Column) -> str:
        if column.type is TypeClass.BYTES:
            return f"encode({expression}, 'escape')"
        return f"({expression})::text"

    def hashed(self, expression: str, column: Column) -> str:
        inner = f"sha256(%({PREFIX}ipad)s::bytea || convert_to(({expression})::text, 'UTF8'))"
        return f"encode(sha256(%({PREFIX}opad)s::bytea || {inner}), 'hex')"

    def masked(self, expression: str, keep: int) -> str:
        text = f"({expression})::text"
        head = f"left({text}, greatest(length({text}) - {keep:d}, 0))"
        tail = f" || right({text}, {keep:d})" if keep else ""
        return f"regexp_replace(regexp_replace({head}, '[0-9]', '0', 'g'), '[[:alpha:]]', 'x', 'g'){tail}"

    def truncated(self, expression: str, column: Column, unit: DateUnit) -> str:
        if column.type is TypeClass.TEXT:
            width, rest = {DateUnit.YEAR: (4, "-01-01"), DateUnit.MONTH: (7, "-01"), DateUnit.DAY: (10, "")}[unit]
            return f"left({expression}, {width}) || '{rest}'"
        return f"date_trunc('{unit.value}', {expression})::{column.declared}"

    def without(self, expression: str, column: Column, paths: Sequence[str]) -> str:
        value = f"({expression})::jsonb"
        for path in paths:
            *above, member = path.removeprefix("$.").split(".")
            holder = f"{value} #> '{{{','.join(above)}}}'"  # an array has no members: `#-` would refuse it
            shorter = f"{value} #- '{{{','.join([*above, member])}}}'"
            value = f"(CASE WHEN jsonb_typeof({holder}) = 'object' THEN {shorter} ELSE {value} END)"
        return f"({value})::{column.declared}"

    def redacted(self, expression: str) -> str:
        return f"regexp_replace({expression}, %({PREFIX}needles)s, '[erased]', 'gi')"

    def mentions(self, expressions: Sequence[str]) -> str:
        joined = f"concat_ws(chr(31), {', '.join(expressions)})"
        return f"(lower({joined}) LIKE ANY(%({PREFIX}likes)s) AND {joined} ~* %({PREFIX}needles)s)"


def years_before(instant: datetime, years: int) -> datetime:
    """Go back whole calendar years; 29 February becomes 28 February."""
    try:
        return instant.replace(year=instant.year - years)
    except ValueError:
        return instant.replace(year=instant.year - years, day=28)


def months_before(instant: datetime, months: int) -> datetime:
    """Go back whole calendar months; a day that does not exist becomes the month's last."""
    index = instant.year * 12 + instant.month - 1 - months
    year, month = divmod(index, 12)
    first_of_next = date(year + (month == 11), month % 12 + 2 if month < 11 else 1, 1)
    last = (first_of_next - date.resolution).day
    return instant.replace(year=year, month=month + 1, day=min(instant.day, last))


DIALECTS: dict[str, Dialect] = {"sqlite": SqliteDialect(), "postgresql": PostgresDialect()}
