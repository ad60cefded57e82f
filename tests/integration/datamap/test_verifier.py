"""The verifier against planted bugs: whatever a broken plan leaves behind, an independent look must find."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import quote

import pytest
from tests.integration.datamap.cast import PEOPLE, ROWS
from tests.integration.datamap.world import NOW, MakeWorld, World

from upheld.datamap.conditions import parse_condition
from upheld.datamap.strategies import Constant, Keep, KeyedHash, Mask, Null
from upheld.errors import Busy, UpheldError
from upheld.planning import ErasurePlan
from upheld.planning.operations import Act, Operation
from upheld.planning.predicates import Always, Never, Satisfies, both

DDL = """
CREATE TABLE customers (id {id}, email text, name text);
CREATE TABLE staff (id {id}, email text, name text);
CREATE TABLE products (id integer PRIMARY KEY, reviews integer);
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer, contact text);
CREATE TABLE parcels (id integer PRIMARY KEY, order_id integer, street text);
CREATE TABLE profiles (id integer PRIMARY KEY, customer_id integer, bio text, phone text, born date);
CREATE TABLE chats (id integer PRIMARY KEY, sender integer, recipient integer, body text, sender_ip text);
CREATE TABLE tickets (id integer PRIMARY KEY, customer_id integer, agent_id integer, agent_note text);
CREATE TABLE invitations (id integer PRIMARY KEY, inviter integer, invitee text);
CREATE TABLE invoices (id integer PRIMARY KEY, customer_id integer, number text, ship_to text, paid_at date);
CREATE TABLE events (id integer PRIMARY KEY, payload {json});
CREATE TABLE comments (id integer PRIMARY KEY, author integer, parent integer, body text);
CREATE TABLE notes (id integer PRIMARY KEY, customer_id integer, body text);
"""

DATAMAP = (
    PEOPLE
    + """
tables:
  customers: {is: customer, holds: {contact.email: [email], name: [name]}}
  staff: {is: staff, holds: {contact.email: [email], name: [name]}}
  orders: {of: [customer_id -> customers, {email: contact}], holds: {contact.email: [contact]}}
  parcels: {of: order_id -> orders, holds: {contact.address: [street]}}
  profiles:
    of: customer_id -> customers
    erase: anonymise
    set: {customer_id: null, bio: {constant: gone}, phone: mask, born: {date: year}}
    holds: {content: [bio], contact.phone: [phone], birth: [born]}
  chats:
    with: [sender -> customers, recipient -> customers]
    leave: {sender: null, recipient: null, sender_ip: null}
    holds: {communication: [body], ip: [sender_ip]}
    columns: {sender_ip: {whose: sender}}
  tickets:
    of: customer_id -> customers
    sees: {agent: agent_id -> customers}
    leave: {agent_id: null, agent_note: null}
    holds: {opinion: [agent_note]}
    columns: {agent_note: {whose: agent}}
  invitations:
    of: inviter -> customers
    sees: {invitee: {email: invitee}}
    leave: {invitee: null}
    holds: {contact.email: [invitee]}
    columns: {invitee: {whose: invitee}}
  invoices:
    of: customer_id -> customers
    holds: {transaction: [number], contact.address: [ship_to]}
    keep: {until: paid_at + 7y, because: tax, columns: [number], reduce: {customer_id: null}}
  events: {of: payload$.user -> customers, erase: anonymise, set: {payload: {remove: [$.user, $.ip]}}, holds: {usage: [payload]}}
  comments: {of: [author -> customers, {closure: parent}], holds: {content: [body]}}
  notes: {of: customer_id -> customers, mentions: [body], holds: {content: [body]}}
nobody: [products]
"""
)

DATA = {
    "products": [(1, 3)],
    "orders": [(1, 1, None), (2, None, "ada@example.com"), (3, 2, "bob@example.com")],
    "parcels": [(1, 1, "High Street"), (2, 2, "High Street"), (3, 3, "Low Street")],
    "profiles": [(1, 1, "about Ada", "+49 30 1234", "1990-05-06"), (2, 2, "about Bob", "+49 30 9999", "1980-01-02")],
    "chats": [(1, 1, 2, "hi Bob", "192.0.2.1"), (2, 2, 1, "hi Ada", "192.0.2.2"), (3, 1, 1, "me", "192.0.2.1")],
    "tickets": [(1, 1, 2, "ok"), (2, 2, 1, "Ada's remark"), (3, 2, 3, "Cy's remark")],
    "invitations": [(1, 1, "dee@example.net"), (2, 2, "ada@example.com"), (3, 2, "dee@example.net")],
    "invoices": [(1, 1, "A-1", "High Street", "2025-01-01"), (2, 1, "A-2", "High Street", "2001-01-01")],
    "events": [(1, {"user": 1, "ip": "192.0.2.1", "kind": "x"}), (2, {"user": 2})],
    "comments": [(1, 1, None, "Ada"), (2, 2, 1, "below Ada"), (3, 2, None, "Bob"), (4, 3, 2, "below below Ada")],
    "notes": [(1, 1, "mine"), (2, 2, "call ada@example.com"), (3, 2, "nothing")],
}


def make(world: MakeWorld) -> World:
    return world(DDL, ROWS | DATA, DATAMAP)


def findings(w: World, sabotage: Callable[[ErasurePlan], ErasurePlan]) -> list[str]:
    """Erase Ada by a sabotaged plan and return what the verifier says; a refusal to run is as good as a finding."""
    identity = w.identify(email="ada@example.com")
    observed = w.system.observe(identity, NOW)
    try:
        w.run_plan(sabotage(w.plan(identity)), identity)
    except UpheldError as refused:
        return [type(refused).__name__]
    return [str(s) for s in w.survivors(identity, observed)]


def test_an_honest_plan_leaves_nothing_to_find(world: MakeWorld) -> None:
    w = make(world)
    acts = {op.act for op in w.plan(w.identify(email="ada@example.com")).operations}
    assert acts >= {Act.DELETE, Act.ANONYMISE, Act.LEAVE, Act.REDUCE, Act.REDACT}
    assert findings(w, lambda plan: plan) == []


def _working(w: World) -> list[int]:
    """Stages of the plan that touch at least one row of Ada's: leaving out one of the others changes nothing."""
    identity = w.identify(email="ada@example.com")
    plan = w.plan(identity)
    estimate = w.system.estimate(plan, identity, NOW)
    return [i for i, op in enumerate(plan.operations) if estimate[op.name]]


def _each_stage(world: MakeWorld, sabotage: Callable[[Operation], Operation | None]) -> list[str]:
    """Sabotage each working stage in turn, on data of its own; return the stages whose sabotage went unnoticed."""
    w = make(world)
    unnoticed = []
    stages = _working(w)
    assert len(stages) > 12
    for index in stages:
        for table in ["customers", "staff", *DATA]:
            w.run(f"DELETE FROM {table}")
        w.load(ROWS | DATA)
        plan = w.plan(w.identify(email="ada@example.com"))
        broken = sabotage(plan.operations[index])
        if broken == plan.operations[index]:
            continue
        kept = [broken if i == index else op for i, op in enumerate(plan.operations)]
        mutant = replace(plan, operations=tuple(op for op in kept if op is not None))
        if not findings(w, lambda _, mutant=mutant: mutant):
            unnoticed.append(plan.operations[index].name)
    return unnoticed


def test_every_stage_that_is_dropped_is_noticed(world: MakeWorld) -> None:
    assert _each_stage(world, lambda _: None) == []


def test_every_predicate_that_finds_nothing_is_noticed(world: MakeWorld) -> None:
    assert _each_stage(world, lambda op: replace(op, rows=Never())) == []


def test_a_strategy_that_leaves_the_cell_is_noticed(world: MakeWorld) -> None:
    def leave_one(op: Operation) -> Operation:
        column = sorted(op.sets)[0] if op.sets else None
        return replace(op, sets={**op.sets, column: Keep()}) if column else op

    assert _each_stage(world, leave_one) == []


@pytest.mark.parametrize("weaker", [KeyedHash(), Mask(4), Constant("somebody")])
def test_a_weaker_strategy_than_the_one_asked_for_is_noticed(
    world: MakeWorld, weaker: KeyedHash | Mask | Constant
) -> None:
    """NULL was promised: a hash or the last four characters is not that."""
    w = make(world)

    def weaken(plan: ErasurePlan) -> ErasurePlan:
        changed = tuple(
            replace(op, sets={c: weaker if c == "sender_ip" and isinstance(s, Null) else s for c, s in op.sets.items()})
            for op in plan.operations
        )
        assert changed != plan.operations
        return replace(plan, operations=changed)

    assert any("chats.sender_ip" in f for f in findings(w, weaken))


@pytest.mark.parametrize("table", sorted(set(DATA) - {"products"}))
def test_a_table_that_is_skipped_is_noticed(world: MakeWorld, table: str) -> None:
    w = make(world)
    found = findings(w, lambda p: replace(p, operations=tuple(op for op in p.operations if op.table != table)))
    assert found
    assert all(f.startswith((table, "IntegrityRefused")) for f in found)


def test_a_predicate_that_is_too_narrow_is_noticed(world: MakeWorld) -> None:
    """The guest's order, matched by address, is forgotten: only orders with an account are deleted."""
    w = make(world)
    narrow = Satisfies(parse_condition("customer_id = 1"))

    def weaken(plan: ErasurePlan) -> ErasurePlan:
        return replace(
            plan,
            operations=tuple(
                replace(op, rows=both(op.rows, narrow)) if op.table == "orders" else op for op in plan.operations
            ),
        )

    found = findings(w, weaken)
    assert any(f.startswith("orders:") for f in found)
    assert any(f.startswith("orders.contact:") for f in found)


def test_a_predicate_that_is_too_wide_is_stopped_before_it_takes_a_row(world: MakeWorld) -> None:
    """Bob's order would go with Ada's: the verifier's walk had not found it to be hers."""
    w = make(world)
    identity = w.identify(email="ada@example.com")
    plan, before = w.plan(identity), w.rows()
    orders = tuple(replace(op, rows=Always()) if op.table == "orders" else op for op in plan.operations)
    seen = w.system.observe(identity, NOW)
    with pytest.raises(Busy, match="more rows of orders"):
        w.system.erase(replace(plan, operations=orders), identity, NOW, "too-wide", seen=seen)
    assert w.rows() == before
    w.system.erase(plan, identity, NOW, "as-it-is", seen=seen)


def _hidden() -> dict[str, str]:
    address = "ada@example.com"
    raw = address.encode()
    return {
        "as it is": f"x {address} y",
        "in capitals": "ADA@EXAMPLE.COM",
        "with a name": "Ada <ada@example.com>",
        "at the end of a sentence": "write to ada@example.com.",
        "in a link": f"https://example.org/?to={quote(address, safe='')}&x=1",
        "in a link, small letters": "https://example.org/?to=ada%40example.com",
        "md5": hashlib.md5(raw).hexdigest(),
        "md5 in a link": f"https://example.org/avatar/{hashlib.md5(raw).hexdigest()}?s=80",
        "sha1": hashlib.sha1(raw).hexdigest().upper(),
        "sha256": hashlib.sha256(raw).hexdigest(),
    }


HIDING = """
CREATE TABLE scraps (id integer PRIMARY KEY, words text, document {json}, raw {bytes}, short varchar(400));
"""


@pytest.mark.parametrize("form", sorted(_hidden()))
@pytest.mark.parametrize("column", ["words", "document", "raw", "short"])
def test_an_address_is_found_in_every_disguise_and_kind_of_column(world: MakeWorld, form: str, column: str) -> None:
    """The table is not in the datamap at all: the search looks at the raw schema."""
    text = _hidden()[form]
    value = {"words": text, "document": {"deep": [{"er": text}]}, "raw": text.encode(), "short": text}[column]
    row = {"words": None, "document": None, "raw": None, "short": None} | {column: value}
    w = world(DDL + HIDING, ROWS | {"scraps": [(1, *row.values())]}, DATAMAP)
    found = findings(w, lambda plan: plan)
    assert [f.split(":")[0] for f in found] == [f"scraps.{column}"]


@pytest.mark.parametrize(
    "innocent",
    [
        "canada@example.com",
        "ada@example.community",
        "bob@example.com",
        hashlib.sha256(b"bob@example.com").hexdigest(),
        "ada at example.com",
        "",
    ],
)
def test_other_peoples_addresses_are_not_taken_for_hers(world: MakeWorld, innocent: str) -> None:
    w = world(DDL + HIDING, ROWS | {"scraps": [(1, innocent, {"a": innocent}, innocent.encode(), innocent)]}, DATAMAP)
    assert findings(w, lambda plan: plan) == []


def test_a_survivor_says_where_and_never_what(world: MakeWorld) -> None:
    w = world(DDL + HIDING, ROWS | {"scraps": [(1, "ada@example.com", None, None, None)] * 1}, DATAMAP)
    (finding,) = findings(w, lambda plan: plan)
    assert "ada" not in finding
    assert "scraps.words" in finding


def test_a_key_that_is_given_to_another_row_is_no_survivor_later(world: MakeWorld) -> None:
    """SQLite hands out the highest key again: Bob's new order is not Ada's old one. Ada's own old row, put back, is."""
    w = make(world)
    identity = w.identify(email="ada@example.com")
    observed = w.system.observe(identity, NOW)
    w.run_plan(w.plan(identity), identity)
    assert w.survivors(identity, observed) == ()
    w.run("INSERT INTO orders VALUES (1, 2, 'bob@example.com'); UPDATE chats SET sender = 3 WHERE id = 1")
    assert w.survivors(identity, observed, at_once=False) == ()
    w.run("UPDATE orders SET customer_id = 1, contact = NULL WHERE id = 1")
    assert [s.table for s in w.survivors(identity, observed, at_once=False)] == ["orders"]


def test_a_new_row_of_hers_under_an_old_key_is_noticed_later(world: MakeWorld) -> None:
    w = make(world)
    identity = w.identify(email="ada@example.com")
    observed = w.system.observe(identity, NOW)
    w.run_plan(w.plan(identity), identity)
    w.run("INSERT INTO orders VALUES (1, NULL, 'ada@example.com')")
    found = w.survivors(identity, observed, at_once=False)
    assert {(s.table, s.column) for s in found} == {("orders", None), ("orders", "contact")}


def test_a_column_kept_in_one_row_is_not_kept_in_another(world: MakeWorld) -> None:
    """The invoice that tax law keeps may name her; the copy of it in a stranger's row may not."""
    ddl = (
        "CREATE TABLE customers (id integer PRIMARY KEY, email varchar(100) NOT NULL UNIQUE);"
        "CREATE TABLE invoices (id integer PRIMARY KEY, customer_id integer REFERENCES customers(id), billed varchar(200), paid_on date)"
    )
    rows = {
        "customers": [(1, "ada@example.com"), (2, "bob@example.com")],
        "invoices": [(1, 1, "ada@example.com", "2026-01-01"), (2, 2, "for ada@example.com", "2026-01-01")],
    }
    datamap = """
datamap: 1
system: world
people: {customer: {table: customers, key: id, proves: {email: email}, stored: {email: lower}}}
tables:
  customers: {is: customer, holds: {contact.email: [email]}}
  invoices:
    of: customer_id
    holds: {transaction: [paid_on], contact.email: [billed]}
    keep: {until: paid_on + 7y, because: tax, columns: [billed, paid_on], reduce: {customer_id: null}}
"""
    w = world(ddl, rows, datamap)
    identity = w.identify(email="ada@example.com")
    seen = w.system.observe(identity, NOW)
    w.system.erase(w.plan(identity), identity, NOW, "kept", seen=seen)
    assert [(s.table, s.column, s.rows) for s in w.system.search(identity, seen)] == [("invoices", "billed", 1)]
