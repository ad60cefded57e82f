"""What the leading open product was measured to get wrong (anchors.md), as one shop on which none of it may happen."""

from __future__ import annotations

import pytest
from tests.integration.datamap.world import GONE, NOW, MakeWorld, World

from upheld.datamap.coverage import check_coverage
from upheld.errors import IntegrityRefused
from upheld.formats.datamap_file import parse_datamap

DDL = """
CREATE TABLE addresses (id integer PRIMARY KEY, street text NOT NULL, city text);
CREATE TABLE customers (id {id}, email text UNIQUE, name text NOT NULL, home integer REFERENCES addresses);
CREATE TABLE employees (id {id}, email text UNIQUE, name text, home integer REFERENCES addresses);
CREATE TABLE cards (id integer PRIMARY KEY, customer integer NOT NULL REFERENCES customers, number text, billing integer
                    REFERENCES addresses);
CREATE TABLE requests (id integer PRIMARY KEY, customer integer REFERENCES customers, contact text, employee integer
                       REFERENCES employees, word text);
"""
ROWS = {
    "addresses": [(1, "1 Ash Road", "Ayton"), (2, "2 Beech Road", "Beeford"), (3, "3 Cedar Road", "Cowes")],
    "customers": [(1, "customer-1@example.com", "One", 1), (2, "customer-2@example.com", "Two", 2)],
    "employees": [(1, "employee-1@example.org", "Three", 2)],
    "cards": [(1, 1, "4111 1111 1111 1111", 2), (2, 1, "4222 2222 2222 2222", 3), (3, 2, "4333 3333 3333 3333", 2)],
    "requests": [(1, 1, "customer-1@example.com", 1, "please"), (2, 2, "customer-2@example.com", 1, "thanks")],
}
DATAMAP = """
datamap: 1
system: shop
people:
  customer: {table: customers, key: id, proves: {email: email}}
  employee: {table: employees, key: id, proves: {email: email}}
tables:
  customers: {is: customer, holds: {contact.email: [email], name: [name], key: [home]}}
  employees: {is: employee, holds: {contact.email: [email], name: [name], key: [home]}}
  addresses:
    with: [<customers.home, <employees.home, <cards.billing]
    holds: {contact.address: [street, city]}
  cards: {of: customer, holds: {payment: [number], key: [billing]}}
  requests:
    of: customer
    sees: {employee: employee}
    leave: {employee: null}
    holds: {contact.email: [contact], support: [word]}
"""


def shop(world: MakeWorld, datamap: str = DATAMAP) -> World:
    return world(DDL, ROWS, datamap)


def test_no_column_is_skipped_in_silence(world: MakeWorld) -> None:
    """There: ``complete``, while the street and the card number stay. Here the datamap is refused, with the place."""
    w = shop(world)
    careless = DATAMAP.replace(", city]", "]").replace(
        "cards: {of: customer, holds: {payment: [number], key: [billing]}}",
        "cards: {of: customer, holds: {key: [billing]}}",
    )
    datamap, document = parse_datamap(careless, "datamap.yaml")
    undeclared = [p for p in check_coverage(datamap, w.system.schema(), document) if p.code == "undeclared-column"]
    assert sorted(p.message.split(" ")[0] for p in undeclared) == ["addresses.city", "cards.number"]
    assert all(p.span is not None and p.span.file == "datamap.yaml" for p in undeclared)
    whole = check_coverage(w.datamap, w.system.schema(), w.document)
    assert "undeclared-column" not in {p.code for p in whole}


def test_one_persons_erasure_leaves_another_persons_address(world: MakeWorld) -> None:
    """There: a link was taken for ownership, and customer 2 lost their home. Here a place goes with the last who uses it."""
    w = shop(world)
    assert w.erase(email="customer-1@example.com").changes == {
        "customers": {1: GONE},
        "cards": {1: GONE, 2: GONE},
        "addresses": {1: GONE, 3: GONE},
        "requests": {1: GONE},
    }


def test_an_employees_copy_holds_no_customers_address(world: MakeWorld) -> None:
    copy = shop(world).access(email="employee-1@example.org")
    assert "customer-" not in str(copy)
    assert copy["requests"] == {1: {"id": 1, "employee": 1}, 2: {"id": 2, "employee": 1}}


def test_a_violation_leaves_nobody_half_erased(world: MakeWorld) -> None:
    """There: every row is an UPDATE of its own, and NOT NULL or UNIQUE stops it midway."""
    for broken in ("{name: null, email: null}", "{name: keep, email: {constant: customer-2@example.com}}"):
        w = shop(world, DATAMAP.replace("is: customer,", f"is: customer, erase: anonymise, set: {broken},"))
        before = w.rows()
        identity = w.identify(email="customer-1@example.com")
        with pytest.raises(IntegrityRefused):
            w.system.erase(w.plan(identity), identity, NOW, "attempt-violation")
        assert w.rows() == before
        w.run("DROP TABLE requests; DROP TABLE cards; DROP TABLE employees; DROP TABLE customers; DROP TABLE addresses")


def test_capitals_find_the_same_person(world: MakeWorld) -> None:
    w = shop(world)
    assert w.erase(email="CUSTOMER-1@EXAMPLE.COM").changes["customers"] == {1: GONE}


def test_an_unknown_person_is_nothing_found_and_not_done(world: MakeWorld) -> None:
    w = shop(world)
    assert w.identify(email="customer-9@example.com").accounts == ()
    erased = w.erase(email="customer-9@example.com")
    assert (erased.changes, sum(erased.counts.values()), erased.kept) == ({}, 0, {})
