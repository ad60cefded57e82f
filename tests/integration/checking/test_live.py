"""What only the database can say of a value before it is ever written: CHECK and enumerated types."""

from __future__ import annotations

import pytest
from sqlalchemy import create_engine, text

from upheld.connectors.sql.connecting import Target
from upheld.connectors.sql.live_checks import check_live
from upheld.connectors.sql.schema import read_schema
from upheld.datamap.coverage.ground import Ground
from upheld.formats.datamap_file import parse_datamap

DATAMAP = """\
datamap: 1
system: shop
people: {member: {table: members, key: id, proves: {email: email}}}
tables:
  members:
    is: member
    erase: anonymise
    set: {email: null, state: %s, note: %s}
    holds: {contact.email: [email], account.status: [state], text: [note, age]}
"""


def live(url: str, ddl: tuple[str, ...], state: str, note: str) -> list[tuple[str, str]]:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in ddl:
            connection.execute(text(statement))
    engine.dispose()
    body = DATAMAP % (state, note)
    datamap, document = parse_datamap(body, "datamap.yaml")
    target = Target("shop", url)
    try:
        with target.read() as connection:
            schema = read_schema(connection)
        problems = check_live(target, Ground(datamap, schema, document))
    finally:
        target.close()
    lines = body.splitlines()
    return [(p.code, lines[p.span.line - 1][p.span.col - 1 :][: p.span.width]) for p in problems if p.span]


@pytest.mark.parametrize(
    ("state", "note", "found"),
    [
        ("{constant: gone}", "null", []),
        ("{constant: lost}", "null", [("check-refuses", "{constant: lost}")]),
        ("null", "null", []),
        ("{constant: gone}", "{constant: x}", [("check-refuses", "{constant: gone}")]),
        ("{constant: open}", "{constant: x}", []),
        ("{constant: gone}", "mask", []),
    ],
)
def test_a_check_is_tried_with_the_very_cells(
    store_url: str, state: str, note: str, found: list[tuple[str, str]]
) -> None:
    """NULL passes a CHECK that does not name it; one that needs an unknown cell is passed over."""
    ddl = """CREATE TABLE members (id integer PRIMARY KEY, email text, age integer,
        state text CHECK (state IN ('gone', 'open')), note text,
        CHECK (state <> 'gone' OR note IS NULL), CHECK (age > 10 OR state = 'open'))"""
    assert live(store_url, (ddl,), state, note) == found


@pytest.mark.parametrize(("state", "found"), [("gone", []), ("lost", [("wrong-type", "{constant: lost}")])])
def test_an_enumerated_type_knows_its_values(postgres_url: str, state: str, found: list[tuple[str, str]]) -> None:
    ddl = (
        "CREATE TYPE state AS ENUM ('open', 'gone')",
        "CREATE TABLE members (id integer PRIMARY KEY, email text, age integer, state state, note text)",
    )
    assert live(postgres_url, ddl, f"{{constant: {state}}}", "null") == found


@pytest.mark.parametrize(("row", "found"), [('{"u": 1}', []), ("not json", [("not-json", "events")])])
def test_a_text_that_is_read_as_json_is_tried_on_every_row(
    postgres_url: str, row: str, found: list[tuple[str, str]]
) -> None:
    engine = create_engine(postgres_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE members (id integer PRIMARY KEY, email text UNIQUE)"))
        connection.execute(text("CREATE TABLE events (id integer PRIMARY KEY, body text)"))
        connection.execute(text("INSERT INTO events VALUES (1, '{\"u\": 2}'), (2, :row)"), {"row": row})
    engine.dispose()
    body = (
        "datamap: 1\nsystem: shop\n"
        "people: {member: {table: members, key: id, proves: {email: email}, stored: {email: lower}}}\n"
        "tables:\n  members: {is: member, holds: {contact.email: [email]}}\n"
        "  events:\n    of: body$.u -> members\n    holds: {usage: [body]}\n"
    )
    datamap, document = parse_datamap(body, "datamap.yaml")
    target = Target("shop", postgres_url)
    try:
        with target.read() as connection:
            schema = read_schema(connection)
        problems = check_live(target, Ground(datamap, schema, document))
    finally:
        target.close()
    lines = body.splitlines()
    assert [(p.code, lines[p.span.line - 1][p.span.col - 1 :][: p.span.width]) for p in problems if p.span] == found
