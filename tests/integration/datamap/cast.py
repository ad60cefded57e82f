"""The people these worlds are about. Customers and staff share key numbers on purpose: 1 is Ada and 1 is Sue."""

from __future__ import annotations

from typing import Any

DDL = """
CREATE TABLE customers (id {id}, email text, name text);
CREATE TABLE staff (id {id}, email text, name text);
"""

ROWS: dict[str, list[tuple[Any, ...]]] = {
    "customers": [(1, "ada@example.com", "Ada"), (2, "bob@example.com", "Bob"), (3, "cy@example.com", "Cy")],
    "staff": [(1, "sue@example.org", "Sue"), (2, "tom@example.org", "Tom")],
}

PEOPLE = """
datamap: 1
system: world
people:
  customer:
    table: customers
    key: id
    proves: {email: email}
    pseudo: {email: "gone-{n}@example.invalid", name: Former customer}
    pseudo_when: "email like 'gone-%'"
  staff: {table: staff, key: id, proves: {email: email}, pseudo_when: "email like 'gone-%'"}
"""

DATAMAP = (
    PEOPLE
    + """
tables:
  customers: {is: customer, holds: {contact.email: [email], name: [name]}}
  staff: {is: staff, holds: {contact.email: [email], name: [name]}}
"""
)

ADA = {"id": 1, "email": "ada@example.com", "name": "Ada"}
BOB = {"id": 2, "email": "bob@example.com", "name": "Bob"}
SUE = {"id": 1, "email": "sue@example.org", "name": "Sue"}
