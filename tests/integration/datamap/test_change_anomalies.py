"""Anomalies of erasing over time: what is anonymised, counted, kept by duty, repeated, broken off or written meanwhile."""

from __future__ import annotations

import threading
import time
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from tests.integration.datamap.cast import DATAMAP, DDL, PEOPLE, ROWS
from tests.integration.datamap.world import GONE, NOW, MakeWorld, make_engine

from upheld.errors import IntegrityRefused

ANONYMISING = (
    PEOPLE
    + """
tables:
  customers:
    is: customer
    erase: anonymise
    set: {email: {pseudo: each}, name: {constant: Former customer}}
    holds: {contact.email: [email], name: [name]}
  staff: {is: staff, holds: {contact.email: [email], name: [name]}}
"""
)

CHATS = """CREATE TABLE chats (id integer PRIMARY KEY, sender integer REFERENCES customers,
                               recipient integer REFERENCES customers, body text);"""


def test_whoever_was_anonymised_owns_nothing_any_more(world: MakeWorld) -> None:
    """Ada's row stays as a pseudo-person; what she shared with Bob is Bob's alone now and goes with him."""
    w = world(
        DDL.replace("email text, name text);\nCREATE TABLE staff", "email text UNIQUE, name text);\nCREATE TABLE staff")
        + CHATS,
        ROWS | {"chats": [(1, 1, 2, "hi Bob"), (2, 2, 3, "hi Cy"), (3, 1, 1, "me")]},
        ANONYMISING + "  chats: {with: [sender, recipient], leave: {}, holds: {communication: [body]}}\n",
    )
    erased = w.erase(email="ada@example.com")
    assert erased.added == {}
    email = erased.changes["customers"][1]["email"]
    assert email.startswith("gone-")
    assert email.endswith("@example.invalid")
    assert "ada" not in email
    assert erased.changes == {
        "customers": {1: {"email": email, "name": "Former customer"}},
        "chats": {3: GONE},
    }
    bob = w.erase(email="bob@example.com")
    assert bob.changes["chats"] == {1: GONE}
    assert bob.changes["customers"][2]["email"] not in (email, "bob@example.com")


def test_erasing_again_finds_nothing_and_changes_nothing(world: MakeWorld) -> None:
    for datamap in (DATAMAP, ANONYMISING):
        w = world(DDL + CHATS, ROWS, datamap + "  chats: {with: [sender, recipient], holds: {communication: [body]}}\n")
        assert w.erase(email="ada@example.com").changes
        again = w.erase(email="ada@example.com")
        assert (again.changes, again.added) == ({}, {})
        assert not any(again.counts.values())
        assert w.access(email="ada@example.com") == {}
        w.run("DROP TABLE chats; DROP TABLE customers; DROP TABLE staff")


def test_the_same_plan_run_twice_changes_nothing_more(world: MakeWorld) -> None:
    """A worker that died after the commit runs its plan again, with the identity that was frozen before."""
    w = world(
        DDL + "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer, contact text)",
        ROWS | {"orders": [(1, 1, None), (2, None, "ada@example.com"), (3, 2, None)]},
        ANONYMISING
        + """
  orders:
    of: [customer_id -> customers, {email: contact}]
    erase: anonymise
    set: {contact: null, customer_id: null}
    holds: {contact.email: [contact]}
""",
    )
    identity = w.identify(email="ada@example.com")
    plan = w.plan(identity)
    w.run_plan(plan, identity)
    once = w.rows()
    w.run_plan(plan, identity)
    assert w.rows() == once


def test_an_unknown_person_is_nothing_found(world: MakeWorld) -> None:
    w = world(DDL, ROWS, DATAMAP)
    identity = w.identify(email="nobody@example.net")
    assert identity.accounts == ()
    assert w.access(email="nobody@example.net") == {}
    erased = w.erase(email="nobody@example.net")
    assert (erased.changes, erased.added) == ({}, {})
    assert not any(erased.counts.values())


COUNTED = """
CREATE TABLE products (id integer PRIMARY KEY, reviews integer, praise integer);
CREATE TABLE reviews (id integer PRIMARY KEY, product_id integer REFERENCES products,
                      author integer REFERENCES customers, stars integer, body text);
"""
COUNTED_ROWS = {
    "products": [(1, 4, 2), (2, 1, 0), (3, 1, 1), (4, 0, 0)],
    "reviews": [
        (1, 1, 1, 5, "a"),
        (2, 1, 1, 1, "b"),
        (3, 1, 2, 5, "c"),
        (4, 1, None, 2, "d"),
        (5, 2, 1, 3, "e"),
        (6, 3, 2, 5, "f"),
        (7, None, 1, 5, "g"),
    ],
}
COUNTED_MAP = """
  products:
    nobody: true
    counters:
      reviews: {counts: reviews.product_id}
      praise: {counts: reviews.product_id, where: "stars = 5"}
  reviews: {of: author, holds: {rating: [stars], content: [body]}}
"""


def test_counters_follow_the_rows_that_go(world: MakeWorld) -> None:
    w = world(DDL + COUNTED, ROWS | COUNTED_ROWS, DATAMAP + COUNTED_MAP)
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "reviews": {1: GONE, 2: GONE, 5: GONE, 7: GONE},
        "products": {1: {"reviews": 2, "praise": 1}, 2: {"reviews": 0}},
    }


def test_counters_stay_where_the_row_stays(world: MakeWorld) -> None:
    w = world(
        DDL + COUNTED,
        ROWS | COUNTED_ROWS,
        DATAMAP
        + COUNTED_MAP.replace(
            "reviews: {of: author,",
            "reviews: {of: author, erase: anonymise, set: {author: null, body: empty, stars: keep},",
        ),
    )
    cells = {"author": None, "body": ""}
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "reviews": {1: cells, 2: cells, 5: cells, 7: cells},
    }


def test_a_pointer_to_a_counted_row_is_unlinked(world: MakeWorld) -> None:
    """``inbound``: the best review of a product is gone, the product is not."""
    w = world(
        DDL
        + COUNTED
        + """CREATE TABLE pins (id integer PRIMARY KEY, review_id integer REFERENCES reviews,
                                 customer_id integer REFERENCES customers)""",
        ROWS | COUNTED_ROWS | {"pins": [(1, 1, 2), (2, 1, None), (3, 3, 1), (4, 3, 2)]},
        DATAMAP
        + COUNTED_MAP.replace("reviews: {of: author,", "reviews: {of: author, inbound: {pins.review_id: unlink},")
        + "  pins: {of: customer_id}\n",
    )
    changes = w.erase(email="ada@example.com").changes
    assert changes["pins"] == {1: {"review_id": None}, 2: {"review_id": None}, 3: GONE}


INVOICES = """
CREATE TABLE invoices (id integer PRIMARY KEY, customer_id integer REFERENCES customers, number text, total integer,
                       ship_to text, note text NOT NULL, paid_at date);
CREATE TABLE lines (id integer PRIMARY KEY, invoice_id integer REFERENCES invoices, what text);
"""
INVOICE_MAP = """
  invoices:
    of: customer_id
    holds: {transaction: [number, total, paid_at], contact.address: [ship_to], text: [note]}
    keep: {until: paid_at + 7y, because: tax, columns: [number, total, paid_at], reduce: {note: empty}}
  lines: {of: invoice_id, holds: {transaction: [what]}}
"""


def test_a_duty_keeps_the_cited_columns_and_nothing_else(world: MakeWorld) -> None:
    """NOW is 2026-03-01: seven years back is 2019-03-01, on which day the duty has ended."""
    w = world(
        DDL + INVOICES,
        ROWS
        | {
            "invoices": [
                (1, 1, "A-1", 10, "High Street 1", "fragile", "2025-05-05"),
                (2, 1, "A-2", 20, "High Street 1", "", "2019-03-02"),
                (3, 1, "A-3", 30, "High Street 1", "x", "2019-03-01"),
                (4, 1, "A-4", 40, "High Street 1", "x", "2018-12-31"),
                (5, 2, "B-1", 50, "Low Street 2", "x", "2025-05-05"),
            ],
            "lines": [(1, 1, "a lamp"), (2, 3, "a chair"), (3, 5, "a desk")],
        },
        DATAMAP + INVOICE_MAP,
    )
    erased = w.erase(email="ada@example.com")
    assert erased.changes == {
        "customers": {1: GONE},
        "invoices": {
            1: {"customer_id": None, "ship_to": None, "note": ""},
            2: {"customer_id": None, "ship_to": None},
            3: GONE,
            4: GONE,
        },
        "lines": {1: GONE, 2: GONE},
    }
    assert erased.kept == {"kept:invoices:tax": 2}


def test_an_invoice_that_is_not_paid_yet_is_kept(world: MakeWorld) -> None:
    """The period has not even begun: a NULL anchor never means that the duty is over."""
    w = world(
        DDL + INVOICES,
        ROWS | {"invoices": [(1, 1, "A-1", 10, "High Street 1", "x", None)]},
        DATAMAP + INVOICE_MAP,
    )
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "invoices": {1: {"customer_id": None, "ship_to": None, "note": ""}},
    }


def test_a_leap_day_ends_a_period_on_the_last_of_february(world: MakeWorld) -> None:
    """Paid on 29 February 2020 plus 7 years: still kept on 28 February 2027, over in March."""
    rows = ROWS | {"invoices": [(1, 1, "A-1", 10, "High Street 1", "", "2020-02-29")]}
    w = world(DDL + INVOICES, rows, DATAMAP + INVOICE_MAP)
    before = NOW.replace(year=2027, month=2, day=27)
    assert w.erase(email="ada@example.com", now=before).changes["invoices"] == {
        1: {"customer_id": None, "ship_to": None}
    }
    w.run("UPDATE invoices SET ship_to = 'x', customer_id = 2")
    assert w.erase(email="bob@example.com", now=before + timedelta(days=3)).changes["invoices"] == {1: GONE}


def test_a_refusal_of_the_database_leaves_everything_as_it_was(world: MakeWorld) -> None:
    """NOT NULL in the last table: every earlier statement is rolled back with it. Fides leaves half a person."""
    w = world(
        DDL
        + """CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers, total integer);
        CREATE TABLE zones (id integer PRIMARY KEY, customer_id integer REFERENCES customers, place text CHECK (place <> 'x'))""",
        ROWS | {"orders": [(1, 1, 5)], "zones": [(1, 1, "here")]},
        DATAMAP
        + """
  orders: {of: customer_id, holds: {transaction: [total]}}
  zones: {of: customer_id, erase: anonymise, set: {place: {constant: x}, customer_id: null}, holds: {location: [place]}}
""",
    )
    before = w.rows()
    with pytest.raises(IntegrityRefused):
        w.erase(email="ada@example.com")
    assert w.rows() == before


def test_a_second_writer_never_makes_a_count_a_lie(world: MakeWorld) -> None:
    """While Ada is erased another connection keeps writing her orders: counted rows are the rows that went."""
    w = world(
        DDL + "CREATE TABLE orders (id {id}, customer_id integer REFERENCES customers, total integer)",
        ROWS | {"orders": [(n, 1, n) for n in range(1, 200)]},
        DATAMAP + "  orders: {of: customer_id, holds: {transaction: [total]}}\n",
    )
    stop, inserted, refused = threading.Event(), [0], [0]
    writer = make_engine(w.url)

    def write() -> None:
        while not stop.is_set():
            try:
                with writer.begin() as connection:
                    connection.execute(text("INSERT INTO orders (customer_id, total) VALUES (1, 0)"))
                inserted[0] += 1
                time.sleep(0.02)
            except DBAPIError:
                refused[0] += 1
                time.sleep(0.001)

    thread = threading.Thread(target=write)
    thread.start()
    try:
        while inserted[0] < 5:
            time.sleep(0.001)
        identity = w.identify(email="ada@example.com")
        observed = w.system.observe(identity, NOW)
        counts = w.run_plan(w.plan(identity), identity).counts
        while refused[0] < 3:
            time.sleep(0.001)
    finally:
        stop.set()
        thread.join()
        writer.dispose()
    assert inserted[0] >= 5
    assert {k: v["customer_id"] for k, v in w.rows()["orders"].items() if v["customer_id"] == 1} == {}
    assert sum(n for name, n in counts.items() if "orders" in name) == 199 + inserted[0]
    assert w.survivors(identity, observed) == ()


def test_rows_written_after_the_commit_are_found_by_the_next_check(world: MakeWorld) -> None:
    """Where the parent survives, a straggler can still be written: the check from the frozen identity finds it."""
    w = world(
        DDL + "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers, contact text)",
        ROWS | {"orders": [(1, 1, "ada@example.com")]},
        ANONYMISING + "  orders: {of: customer_id, holds: {contact.email: [contact]}}\n",
    )
    identity = w.identify(email="ada@example.com")
    observed = w.system.observe(identity, NOW)
    w.run_plan(w.plan(identity), identity)
    assert w.survivors(identity, observed) == ()
    w.run("INSERT INTO orders VALUES (2, 1, NULL)")
    assert [s.table for s in w.survivors(identity, observed)] == ["orders"]
    w.run("DELETE FROM orders; INSERT INTO orders VALUES (3, 2, 'Ada@example.com')")
    assert [(s.table, s.column) for s in w.survivors(identity, observed)] == [("orders", "contact")]
