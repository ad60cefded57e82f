"""What a database's own lower case holds for the same is judged again: nobody gets another's account by it."""

from __future__ import annotations

from tests.integration.datamap.world import World, worlds

DDL = "CREATE TABLE people (id integer PRIMARY KEY, email text); CREATE INDEX ON people (lower(email));"
ROWS = {"people": [(1, "\u0130pek@example.com"), (2, "Ipek@example.com"), (3, "Jose\u0301@example.com")]}
DATAMAP = """
datamap: 1
system: world
people: {person: {table: people, key: id, proves: {email: email}}}
tables: {people: {is: person, holds: {contact.email: [email]}}}
"""


def found(world: World, email: str) -> list[int]:
    return [int(a.key) for a in world.identify(email=email).accounts]


def test_a_dotted_capital_i_is_not_an_i(empty_postgres: str) -> None:
    with worlds(empty_postgres) as make:
        world = make(DDL, ROWS, DATAMAP)
        assert found(world, "ipek@example.com") == [2]
        assert found(world, "jos\u00e9@example.com") == [3]
