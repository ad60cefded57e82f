"""Mara leaves Printworks: what must go, stay and change is said here in SQL of its own, and compared cell by cell."""

from __future__ import annotations

import itertools
import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from examples.printworks.generate import generate
from examples.printworks.heroine import MARA, MARA_STUDIO
from examples.printworks.rows import load
from examples.printworks.schema import metadata
from sqlalchemy import Engine, create_engine, select, text

from upheld.connectors.sql import Outcome, SqlSystem
from upheld.formats.datamap_file import parse_datamap
from upheld.planning.access import plan_access
from upheld.planning.erasure import plan_erasure
from upheld.planning.identity import Identity, SubjectIdentifiers

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "printworks"
NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
OLD = date(2019, 11, 21)
"""What was issued or paid on this day or before is older than seven years."""

_attempts = itertools.count(1)

Cells = dict[str, Any]
Table = dict[tuple[Any, ...], Cells]
Database = dict[str, Table]


class Shop:
    """A generated company in a database of its own, and the product that looks after it."""

    def __init__(self, url: str, scale: float) -> None:
        self.engine: Engine = create_engine(url)
        load(generate(scale=scale), self.engine)
        file = FOLDER / "datamap.yaml"
        datamap, _ = parse_datamap(file.read_text(encoding="utf-8"), file.name)
        self.system = SqlSystem.open("shop", url, datamap, b"a key of this test only, 32 bytes")

    def close(self) -> None:
        self.system.close()
        self.engine.dispose()

    def everything(self) -> Database:
        """Return every cell of every table, by primary key."""
        out: Database = {}
        with self.engine.connect() as connection:
            for name, table in metadata.tables.items():
                keys = [column.name for column in table.primary_key]
                rows = connection.execute(select(table)).mappings().all()
                out[name] = {tuple(row[k] for k in keys): dict(row) for row in rows}
        return out

    def keys(self, sql: str, **given: object) -> list[tuple[Any, ...]]:
        with self.engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(sql), given)]

    def identify(self, email: str) -> Identity:
        return self.system.resolve(SubjectIdentifiers({"email": (email,)}))

    def erase(self, email: str) -> Outcome:
        """Erase, and let the product look again by its other path: nothing may be left."""
        identity = self.identify(email)
        plan = plan_erasure(self.system.datamap, self.system.schema(), identity)
        seen = self.system.observe(identity, NOW)
        outcome = self.system.erase(plan, identity, NOW, f"attempt {next(_attempts)}")
        assert self.system.recheck(identity, seen, NOW) == []
        assert self.system.search(identity) == []
        return outcome


@pytest.fixture
def shop(store_url: str) -> Iterator[Shop]:
    """Give a company of about a hundred people on SQLite, then on PostgreSQL."""
    made = Shop(store_url, scale=0.02)
    yield made
    made.close()


# What must become of Mara's rows, in SQL of the database's own words.

SUBJECT = """
WITH me AS (SELECT * FROM customers WHERE email = :mara),
mine AS (SELECT id FROM orders WHERE customer_id = (SELECT id FROM me) OR guest_email IN (:mara, :studio)),
bills AS (SELECT * FROM invoices WHERE customer_id = (SELECT id FROM me) OR bill_email IN (:mara, :studio)),
living AS (SELECT id FROM customers WHERE status <> 'gone' AND id NOT IN (SELECT id FROM me)),
alone AS (
  SELECT project_id AS id FROM project_members GROUP BY project_id
  HAVING sum(CASE WHEN role <> 'viewer' AND customer_id IN (SELECT id FROM me) THEN 1 ELSE 0 END) > 0
     AND sum(CASE WHEN role <> 'viewer' AND customer_id IN (SELECT id FROM living) THEN 1 ELSE 0 END) = 0
),
scans AS (SELECT id FROM project_files WHERE project_id IN (SELECT id FROM alone)),
passes AS (SELECT id FROM segmentations WHERE file_id IN (SELECT id FROM scans)),
silent AS (
  SELECT room_id AS id FROM room_members GROUP BY room_id
  HAVING sum(CASE WHEN is_admin AND customer_id IN (SELECT id FROM me) THEN 1 ELSE 0 END) > 0
     AND sum(CASE WHEN is_admin AND customer_id IN (SELECT id FROM living) THEN 1 ELSE 0 END) = 0
),
words AS (SELECT id FROM posts WHERE author_id IN (SELECT id FROM me) OR room_id IN (SELECT id FROM silent)),
drafts AS (SELECT id FROM reviews WHERE author_id IN (SELECT id FROM me) AND NOT published),
asked AS (SELECT id FROM tickets WHERE opener_email IN (:mara, :studio)),
letters AS (
  SELECT id FROM messages WHERE (sender_id IN (SELECT id FROM me) OR recipient_id IN (SELECT id FROM me))
  AND sender_id NOT IN (SELECT id FROM living) AND recipient_id NOT IN (SELECT id FROM living)
)
"""

DELETED = {
    "addresses": "SELECT billing_address_id FROM me"
    " UNION SELECT ship_address_id FROM orders WHERE id IN (SELECT id FROM mine)"
    " AND ship_address_id NOT IN (SELECT home_address_id FROM customers WHERE home_address_id IS NOT NULL)",
    "attributes": "SELECT id FROM attributes WHERE entity_type = 'customer' AND entity_id IN (SELECT id FROM me)",
    "audit_log": "SELECT id FROM audit_log WHERE subject_type = 'customer' AND subject_id IN (SELECT id FROM me)",
    "contacts": "SELECT id FROM contacts WHERE kind = 'person' AND email IN (:mara, :studio)",
    "credit_checks": "SELECT id FROM credit_checks WHERE customer_id IN (SELECT id FROM me)",
    "crm_notes": "SELECT id FROM crm_notes WHERE customer_id IN (SELECT id FROM me)",
    "customer_directory": "SELECT customer_id FROM customer_directory WHERE email = :mara",
    "customer_emails": "SELECT id FROM customer_emails WHERE email = :studio",
    "customers": "SELECT id FROM me",
    "favourites": "SELECT customer_id, product_id FROM favourites WHERE customer_id IN (SELECT id FROM me)",
    "invitations": "SELECT id FROM invitations WHERE project_id IN (SELECT id FROM alone)",
    "invoices": "SELECT id FROM bills WHERE issued_on <= :old",
    "login_attempts": "SELECT id FROM login_attempts WHERE email IN (:mara, :studio)",
    "messages": "SELECT id FROM letters",
    "newsletter_subscriptions": "SELECT id FROM newsletter_subscriptions WHERE lower(email) IN (:mara, :studio)",
    "order_files": "SELECT id FROM order_files WHERE order_id IN (SELECT id FROM mine)",
    "order_items": "SELECT order_id, line_no FROM order_items WHERE order_id IN (SELECT id FROM mine)",
    "orders": "SELECT id FROM mine",
    "payments": "SELECT id FROM payments WHERE invoice_id IN (SELECT id FROM bills) AND paid_on <= :old",
    "post_likes": "SELECT post_id, customer_id FROM post_likes"
    " WHERE customer_id IN (SELECT id FROM me) OR post_id IN (SELECT id FROM words)",
    "posts": "SELECT id FROM words",
    "print_jobs": "SELECT id FROM print_jobs WHERE order_id IN (SELECT id FROM mine)",
    "project_files": "SELECT id FROM scans",
    "project_members": "SELECT project_id, customer_id FROM project_members"
    " WHERE customer_id IN (SELECT id FROM me) OR project_id IN (SELECT id FROM alone)",
    "projects": "SELECT id FROM alone",
    "quotes": "SELECT id FROM quotes WHERE lower(email) IN (:mara, :studio)",
    "review_votes": "SELECT review_id, voter_id FROM review_votes"
    " WHERE voter_id IN (SELECT id FROM me) OR review_id IN (SELECT id FROM drafts)",
    "reviews": "SELECT id FROM drafts",
    "room_members": "SELECT room_id, customer_id FROM room_members"
    " WHERE customer_id IN (SELECT id FROM me) OR room_id IN (SELECT id FROM silent)",
    "rooms": "SELECT id FROM silent",
    "segmentation_layers": "SELECT id FROM segmentation_layers WHERE segmentation_id IN (SELECT id FROM passes)",
    "segmentations": "SELECT id FROM passes",
    "sessions": "SELECT token_hash FROM sessions WHERE customer_id IN (SELECT id FROM me)",
    "shipments": "SELECT id FROM shipments WHERE order_id IN (SELECT id FROM mine)",
    "ticket_messages": "SELECT id FROM ticket_messages WHERE ticket_id IN (SELECT id FROM asked)",
    "tickets": "SELECT id FROM asked",
}
"""Rows that go, by table; events are told apart in Python, since the two engines read JSON differently."""

IN_ME = "IN (SELECT id FROM me)"
PSEUDO = object()
"""Stands for the key of the pseudo-person that takes Mara's place."""


def erased(body: str) -> str:
    """Return a text without Mara's addresses, in whatever case they are written."""
    return re.sub(f"{re.escape(MARA)}|{re.escape(MARA_STUDIO)}", "[erased]", body, flags=re.IGNORECASE)


CHANGED: list[tuple[str, str, Cells]] = [
    ("audit_log", f"actor_type = 'customer' AND actor_id {IN_ME}", {"actor_id": None, "ip": None}),
    (
        "invoices",
        "id IN (SELECT id FROM bills)",
        {"customer_id": None, "order_id": None, "bill_email": None, "reminder_note": None},
    ),
    ("invitations", f"inviter_id {IN_ME}", {"inviter_id": None}),
    ("invitations", "invitee_email IN (:mara, :studio)", {"invitee_email": None, "invitee_name": None}),
    ("messages", f"sender_id {IN_ME}", {"sender_id": PSEUDO, "body": erased}),
    ("messages", f"recipient_id {IN_ME}", {"recipient_id": PSEUDO}),
    ("order_files", "project_file_id IN (SELECT id FROM scans)", {"project_file_id": None}),
    ("payments", "invoice_id IN (SELECT id FROM bills)", {"card_mask": None, "payer_name": None}),
    ("payments", "invoice_id IN (SELECT id FROM bills WHERE issued_on <= :old)", {"invoice_id": None}),
    ("posts", "parent_id IN (SELECT id FROM words)", {"parent_id": None}),
    ("posts", "lower(body) LIKE '%' || :mara || '%'", {"body": erased}),
    ("project_files", f"uploaded_by {IN_ME}", {"uploaded_by": None}),
    ("project_members", f"added_by {IN_ME}", {"added_by": None}),
    ("projects", f"created_by {IN_ME}", {"created_by": None}),
    (
        "reviews",
        f"author_id {IN_ME}",
        {
            "author_id": PSEUDO,
            "shown_name": "Former customer",
            "written_at": lambda at: at.replace(day=1, hour=0, minute=0, second=0, microsecond=0),
        },
    ),
    ("rooms", f"created_by {IN_ME}", {"created_by": None}),
    ("segmentations", f"requested_by {IN_ME}", {"requested_by": None}),
    ("ticket_messages", f"writer_type = 'customer' AND writer_id {IN_ME}", {"writer_id": None, "body": "[removed]"}),
    ("tickets", "cc_email IN (:mara, :studio)", {"cc_email": None}),
    ("tickets", "lower(body) LIKE '%' || :studio || '%'", {"body": erased}),
    ("tickets", "order_id IN (SELECT id FROM mine)", {"order_id": None}),
]
"""Cells of rows that stay, where the row is not deleted by the list above."""


def expected_after(shop: Shop, before: Database) -> Callable[[int], Database]:
    """Return, for the key of the new pseudo-person, the database that hand-written SQL says must result."""
    given: dict[str, object] = {"mara": MARA, "studio": MARA_STUDIO, "old": OLD}

    def find(sql: str) -> list[tuple[Any, ...]]:
        used = {name: value for name, value in given.items() if f":{name}" in SUBJECT + sql}
        return shop.keys(SUBJECT + sql, **used)

    gone = {table: set(find(sql)) for table, sql in DELETED.items()}
    me = next(iter(gone["customers"]))[0]
    gone["events"] = {k for k, row in before["events"].items() if row["payload"].get("user", {}).get("id") == me}
    changes = [
        (table, find(f"SELECT {_key(table)} FROM {table} WHERE {where}"), cells) for table, where, cells in CHANGED
    ]
    voted = find(
        f"SELECT review_id FROM review_votes WHERE voter_id {IN_ME} AND review_id NOT IN (SELECT id FROM drafts)"
    )
    reviewed = find("SELECT product_id FROM reviews WHERE id IN (SELECT id FROM drafts)")

    assert [table for table, keys in gone.items() if not keys] == [], "nothing of Mara's to delete there"
    idle = [(table, list(cells)) for table, keys, cells in changes if not set(keys) - gone.get(table, set())]
    assert idle == [], "no row of hers that stays, to be changed there"

    def build(pseudo: int) -> Database:
        after = {
            name: {k: dict(r) for k, r in rows.items() if k not in gone.get(name, ())} for name, rows in before.items()
        }
        for table, keys, cells in changes:
            for row in (after[table][key] for key in keys if key in after[table]):
                for column, value in cells.items():
                    fresh = pseudo if value is PSEUDO else value(row[column]) if callable(value) else value
                    row[column] = fresh
        for review in voted:
            after["reviews"][review]["vote_count"] -= 1
        for product in reviewed:
            after["products"][product]["review_count"] -= 1
        for row in after["events"].values():
            if row["payload"].get("invited") == MARA:
                row["payload"] = {k: v for k, v in row["payload"].items() if k != "invited"}
        return after

    return build


def _key(table: str) -> str:
    return ", ".join(column.name for column in metadata.tables[table].primary_key)


def assert_mara_left_as_written(shop: Shop) -> None:
    before = shop.everything()
    expected = expected_after(shop, before)
    outcome = shop.erase(MARA)
    after = shop.everything()
    (pseudo,) = after["customers"].keys() - before["customers"].keys()
    stand_in = after["customers"].pop(pseudo)
    wanted = expected(pseudo[0])
    for table in metadata.tables:
        assert after[table].keys() == wanted[table].keys(), table
        for key, row in wanted[table].items():
            assert after[table][key] == row, f"{table} {key}"
    assert stand_in["status"] == "gone"
    assert {c for c, value in stand_in.items() if value} == {"id", "email", "name", "locale", "status", "created_at"}
    assert outcome.kept == {"kept:invoices:tax-records": 7, "kept:payments:tax-records": 8}


def test_exactly_what_the_policy_says_becomes_of_maras_rows_and_nothing_else(shop: Shop) -> None:
    assert_mara_left_as_written(shop)


@pytest.mark.slow
def test_the_same_among_five_thousand_people(store_url: str) -> None:
    shop = Shop(store_url, scale=1)
    assert_mara_left_as_written(shop)
    shop.close()


def test_her_copy_holds_her_rows_and_no_stranger(shop: Shop) -> None:
    identity = shop.identify("MARA.Lindqvist@example.com")
    plan = plan_access(shop.system.datamap, shop.system.schema(), identity)
    with shop.system.copies(plan, identity, NOW) as copies:
        held = {(c.table, c.role): [dict(zip(c.columns, row, strict=True)) for row in c.rows] for c in copies}
    given: dict[str, object] = {"mara": MARA, "studio": MARA_STUDIO}
    for table, alias in {"orders": "mine", "invoices": "bills", "tickets": "asked"}.items():
        assert {row["id"] for row in held[table, "owner"]} == {
            k for (k,) in shop.keys(SUBJECT + f"SELECT id FROM {alias}", **given)
        }
    (me,) = held["customers", "owner"]
    assert me["email"] == MARA
    assert me["password_hash"] is None
    said = json.dumps(list(held.values()), default=str)
    assert set(re.findall(r"[\w.+-]+@[\w.-]+\w", said.lower())) == {MARA, MARA_STUDIO}
    for stranger in ("Bo Akkerman", "Ines", "Jonas", "Stranger", "Half a bottle", "Family prints"):
        assert stranger not in said
    for own in (
        "Who has clear resin left?",
        "Did you get the file?",
        "Bo is right.",
        "Prefers letters",
        "203.0.113.77",
    ):
        assert own in said


def test_a_shared_home_goes_with_the_last_who_lives_there(shop: Shop) -> None:
    home = shop.keys("SELECT home_address_id FROM customers WHERE email = :mara", mara=MARA)[0]
    shop.erase(MARA)
    assert home in shop.everything()["addresses"]
    shop.erase("jonas.lindqvist@example.com")
    assert home not in shop.everything()["addresses"]


def test_a_shared_project_goes_with_its_last_owner(shop: Shop) -> None:
    shared = {
        k
        for k, row in shop.everything()["projects"].items()
        if _members(shop, k[0]) == {MARA, "bo.akkerman@example.org", "ines.vidal@example.net"}
    }
    assert len(shared) == 1
    shop.erase(MARA)
    assert shared <= shop.everything()["projects"].keys()
    shop.erase("bo.akkerman@example.org")
    assert not shared & shop.everything()["projects"].keys()
    assert shop.identify("ines.vidal@example.net").accounts


def _members(shop: Shop, project: int) -> set[str]:
    sql = "SELECT email FROM customers JOIN project_members ON customer_id = customers.id WHERE project_id = :project"
    return {email for (email,) in shop.keys(sql, project=project)}


def test_a_second_erasure_finds_nothing(shop: Shop) -> None:
    shop.erase(MARA)
    before = shop.everything()
    identity = shop.identify(MARA)
    assert identity.accounts == ()
    outcome = shop.erase(MARA)
    assert not any(outcome.counts.values())
    assert shop.everything() == before


def test_a_colleague_who_leaves_keeps_the_work_and_loses_the_name(shop: Shop) -> None:
    before = shop.everything()
    key, colleague = next(iter(before["staff"].items()))
    shop.erase(colleague["email"])
    after = shop.everything()
    assert after["staff"][key]["name"] == "Former colleague"
    assert after["staff"][key]["phone"] is None
    assert after["staff"][key]["email"].endswith("@printworks.invalid")
    assert (colleague["address_id"],) not in after["addresses"]
    untouched = metadata.tables.keys() - {"staff", "addresses", "attributes", "audit_log", "ticket_messages"}
    assert {t for t in untouched if after[t] != before[t]} == set()
