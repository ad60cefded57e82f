"""Anomalies of what a cell is about: masks, guests, slices, attributes, JSON, text and third parties."""

from __future__ import annotations

from tests.integration.datamap.cast import ADA, DATAMAP, DDL, ROWS
from tests.integration.datamap.world import GONE, MakeWorld


def test_a_copy_masks_what_is_about_the_other_person(world: MakeWorld) -> None:
    """Each reads their own side of a shared row, both sides of a note to oneself, and never what is withheld."""
    w = world(
        DDL
        + """CREATE TABLE chats (id integer PRIMARY KEY, sender integer REFERENCES customers,
                 recipient integer REFERENCES customers, body text, sender_ip text, read_from text, risk integer)""",
        ROWS
        | {
            "chats": [
                (1, 1, 2, "hi Bob", "192.0.2.1", "192.0.2.2", 5),
                (2, 2, 1, "hi Ada", "192.0.2.2", None, 6),
                (3, 1, 1, "me", "192.0.2.1", "192.0.2.3", 7),
            ]
        },
        DATAMAP
        + """
  chats:
    with: [sender, recipient]
    leave: {sender: null, sender_ip: null, recipient: null, read_from: {constant: left}}
    holds: {communication: [body], ip: [sender_ip, read_from], inference: [risk]}
    columns:
      sender_ip: {whose: sender}
      read_from: {whose: recipient}
      risk: {withhold: trade secret}
""",
    )
    assert w.access(email="ada@example.com")["chats"] == {
        1: {"id": 1, "sender": 1, "body": "hi Bob", "sender_ip": "192.0.2.1"},
        2: {"id": 2, "recipient": 1, "body": "hi Ada"},
        3: {"id": 3, "sender": 1, "recipient": 1, "body": "me", "sender_ip": "192.0.2.1", "read_from": "192.0.2.3"},
    }
    assert w.erase(email="bob@example.com").changes == {
        "customers": {2: GONE},
        "chats": {1: {"recipient": None, "read_from": "left"}, 2: {"sender": None, "sender_ip": None}},
    }


def test_what_is_withheld_is_named_with_its_reason(world: MakeWorld) -> None:
    w = world(
        DDL
        + "CREATE TABLE cards (id integer PRIMARY KEY, customer_id integer REFERENCES customers, brand text, token text)",
        ROWS | {"cards": [(1, 1, "Visible", "tok-1")]},
        DATAMAP
        + """
  cards:
    of: customer_id
    holds: {payment: [brand, token]}
    columns: {token: {withhold: a credential}}
""",
    )
    assert w.withheld(email="ada@example.com")["cards"] == {"token": "a credential"}
    assert w.access(email="ada@example.com")["cards"] == {1: {"id": 1, "customer_id": 1, "brand": "Visible"}}


GUEST_ORDERS = """
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers, contact_email text, total integer);
CREATE TABLE parcels (id integer PRIMARY KEY, order_id integer REFERENCES orders, address text);
"""
GUEST_ROWS = {
    "orders": [
        (1, 1, None, 10),
        (2, None, "ada@example.com", 20),
        (3, None, "guest@example.net", 30),
        (4, None, "other@example.net", 40),
        (5, 2, "bob@example.com", 50),
        (6, None, None, 60),
    ],
    "parcels": [(n, n, f"{n} High Street") for n in range(1, 7)],
}
GUEST_MAP = """
  orders:
    of: [customer_id, {email: contact_email}]
    holds: {transaction: [total]}
  parcels: {of: order_id, holds: {contact.address: [address]}}
"""


def test_a_guest_without_account_has_rights_too(world: MakeWorld) -> None:
    w = world(DDL + GUEST_ORDERS, ROWS | GUEST_ROWS, DATAMAP + GUEST_MAP)
    assert w.access(email="guest@example.net") == {
        "orders": {3: {"id": 3, "contact_email": "guest@example.net", "total": 30}},
        "parcels": {3: {"id": 3, "order_id": 3, "address": "3 High Street"}},
    }
    assert w.erase(email="guest@example.net").changes == {"orders": {3: GONE}, "parcels": {3: GONE}}


def test_what_a_customer_ordered_as_a_guest_is_theirs(world: MakeWorld) -> None:
    """The account goes in the same erasure; the rows matched by its address are found all the same."""
    w = world(DDL + GUEST_ORDERS, ROWS | GUEST_ROWS, DATAMAP + GUEST_MAP)
    assert sorted(w.access(email="ada@example.com")["orders"]) == [1, 2]
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "orders": {1: GONE, 2: GONE},
        "parcels": {1: GONE, 2: GONE},
    }


def test_an_address_is_found_however_it_is_written_in_the_request(world: MakeWorld) -> None:
    """Fides finds nothing for ``CUSTOMER-1@…`` and calls that complete."""
    w = world(DDL + GUEST_ORDERS, ROWS | GUEST_ROWS, DATAMAP + GUEST_MAP)
    for written in ("ADA@EXAMPLE.COM", " Ada@Example.com ", "ada@EXAMPLE.com"):
        assert sorted(w.access(email=written)["orders"]) == [1, 2]
    assert w.erase(email="ADA@Example.COM").changes["customers"] == {1: GONE}


def test_further_addresses_of_an_account_lead_to_further_rows(world: MakeWorld) -> None:
    """``proves`` on a table of addresses extends the identity; the phone is a hint and does not."""
    w = world(
        DDL.replace("name text", "name text, phone text")
        + "CREATE TABLE addresses (id integer PRIMARY KEY, customer_id integer REFERENCES customers, address text);"
        + GUEST_ORDERS,
        {
            "customers": [(1, "ada@example.com", "Ada", "+49 1"), (2, "bob@example.com", "Bob", "+49 1")],
            "addresses": [(1, 1, "ada.work@example.com"), (2, 2, "bob.work@example.com")],
            "orders": [(1, None, "ada.work@example.com", 1), (2, None, "bob.work@example.com", 2), (3, 1, None, 3)],
        },
        DATAMAP.replace("proves: {email: email}\n", "proves: {email: email}\n    hints: {phone: phone}\n").replace(
            "name: [name]}}", "name: [name], contact.phone: [phone]}}"
        )
        + "  addresses: {of: customer_id, proves: {email: address}, holds: {contact.email: [address]}}\n"
        + GUEST_MAP,
    )
    for known in ("ada@example.com", "ada.work@example.com"):
        assert sorted(w.access(email=known)["orders"]) == [1, 3]
        assert sorted(w.access(email=known)["customers"]) == [1]
    assert w.erase(email="ada.work@example.com").changes == {
        "customers": {1: GONE},
        "addresses": {1: GONE},
        "orders": {1: GONE, 3: GONE},
    }


def test_a_company_in_the_table_of_contacts_is_nobody(world: MakeWorld) -> None:
    w = world(
        DDL
        + """CREATE TABLE contacts (id integer PRIMARY KEY, kind text, email text, label text,
                                     keeper integer REFERENCES customers)""",
        ROWS
        | {
            "contacts": [
                (1, "person", "ada@example.com", "Ada's card", None),
                (2, "company", "info@example.org", "Example Ltd", 1),
                (3, "person", "bob@example.com", "Bob's card", None),
                (4, "shared", "desk@example.org", "A desk", 1),
                (5, None, "what@example.org", "?", 1),
            ]
        },
        DATAMAP
        + """
  contacts:
    slices:
      "kind = 'person'": {of: {email: email}}
      "kind = 'company'": {nobody: true}
      else: {of: keeper}
    holds: {contact.email: [email], text: [label]}
""",
    )
    assert w.access(email="ada@example.com") == {
        "customers": {1: ADA},
        "contacts": {
            1: {"id": 1, "email": "ada@example.com", "label": "Ada's card"},
            4: {"id": 4, "email": "desk@example.org", "label": "A desk", "keeper": 1},
            5: {"id": 5, "email": "what@example.org", "label": "?", "keeper": 1},
        },
    }


def test_slices_are_erased_each_in_its_own_way(world: MakeWorld) -> None:
    """NULL in the deciding column belongs to ``else``, not to nowhere."""
    w = world(
        DDL + "CREATE TABLE meta (id integer PRIMARY KEY, entity integer, key text, value text)",
        ROWS
        | {
            "meta": [
                (1, 1, "phone", "+49 30 1"),
                (2, 1, "city", "Berlin"),
                (3, 1, "colour", "red"),
                (4, 1, None, "loose"),
                (5, 2, "phone", "+49 30 2"),
                (6, 99, "phone", "+49 30 9"),
            ]
        },
        DATAMAP
        + """
  meta:
    slices:
      "key = 'phone'": {of: entity -> customers}
      "key in ('city', 'street')": {of: entity -> customers, erase: anonymise, set: {key: keep, value: null, entity: null}}
      else: {of: entity -> customers, erase: anonymise, set: {key: keep, value: {constant: "?"}, entity: null}}
    holds: {text: [key, value]}
""",
    )
    assert sorted(w.access(email="ada@example.com")["meta"]) == [1, 2, 3, 4]
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "meta": {
            1: GONE,
            2: {"value": None, "entity": None},
            3: {"value": "?", "entity": None},
            4: {"value": "?", "entity": None},
        },
    }


EVENTS = "CREATE TABLE events (id integer PRIMARY KEY, payload {json})"


def test_json_members_tie_rows_to_people(world: MakeWorld) -> None:
    """Numbers and texts name the same key; missing members, other shapes and other people do not match."""
    w = world(
        DDL + EVENTS,
        ROWS
        | {
            "events": [
                (1, {"user": {"id": 1}, "kind": "login"}),
                (2, {"user": {"id": "1"}}),
                (3, {"user": {"id": 2}}),
                (4, {"user": {"id": None}}),
                (5, {"user": 1}),
                (6, {}),
                (7, [1]),
                (8, {"user": {"id": {"deep": 1}}}),
                (9, {"from": "ada@example.com"}),
                (10, None),
                (11, {"user": {"id": 11}}),
                (12, {"user": {"id": "one"}}),
            ]
        },
        DATAMAP
        + '  events: {of: ["payload$.user.id -> customers", {email: payload$.from}], holds: {usage: [payload]}}\n',
    )
    assert sorted(w.access(email="ada@example.com")["events"]) == [1, 2, 9]
    assert w.erase(email="ada@example.com").changes == {"customers": {1: GONE}, "events": {1: GONE, 2: GONE, 9: GONE}}


def test_json_members_can_be_removed_from_a_row_that_stays(world: MakeWorld) -> None:
    w = world(
        DDL + EVENTS,
        ROWS
        | {
            "events": [
                (1, {"user": {"id": 1, "email": "ada@example.com", "plan": "pro"}, "ip": "192.0.2.1", "kind": "login"}),
                (2, {"user": {"id": 1}, "kind": "logout"}),
                (3, {"user": {"id": 2, "email": "bob@example.com"}, "ip": "192.0.2.2"}),
            ]
        },
        DATAMAP
        + """
  events:
    of: payload$.user.id -> customers
    erase: anonymise
    set: {payload: {remove: [$.user.id, $.user.email, $.ip]}}
    holds: {usage: [payload]}
""",
    )
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "events": {
            1: {"payload": {"user": {"plan": "pro"}, "kind": "login"}},
            2: {"payload": {"user": {}, "kind": "logout"}},
        },
    }


def test_copies_of_an_address_in_anybodys_text_are_redacted(world: MakeWorld) -> None:
    """Text of Bob's that names Ada is not hers: it is not copied to her, and only her address in it goes."""
    w = world(
        DDL
        + "CREATE TABLE notes (id integer PRIMARY KEY, customer_id integer REFERENCES customers, body text, title text)",
        ROWS
        | {
            "notes": [
                (1, 1, "mine, ada@example.com", "a"),
                (2, 2, "write to ada@example.com, ADA@example.com or bob@example.com", "to Ada@Example.com"),
                (3, 2, "nothing here", "b"),
                (4, None, "nobody's: ada@example.com!", "c"),
                (5, 2, "not her: canada@example.com, ada@example.community", "d"),
                (6, 2, None, "e"),
            ]
        },
        DATAMAP + "  notes: {of: customer_id, mentions: [body, title], holds: {content: [body, title]}}\n",
    )
    assert sorted(w.access(email="ada@example.com")["notes"]) == [1]
    assert w.mentioned(email="ada@example.com")["notes"] >= 2
    erased = w.erase(email="ada@example.com")
    assert erased.changes["notes"] == {
        1: GONE,
        2: {"body": "write to [erased], [erased] or bob@example.com", "title": "to [erased]"},
        4: {"body": "nobody's: [erased]!"},
    }


def test_an_invitation_holds_a_third_persons_address(world: MakeWorld) -> None:
    """The invited person, who has no account, sees and empties the one cell that is theirs."""
    w = world(
        DDL
        + """CREATE TABLE invitations (id integer PRIMARY KEY, inviter_id integer REFERENCES customers,
                                        invitee text, greeting text, accepted integer)""",
        ROWS
        | {
            "invitations": [
                (1, 1, "dee@example.net", "join us", 0),
                (2, 1, "eve@example.net", "you too", 1),
                (3, 2, "dee@example.net", "or us", 0),
                (4, 2, "ada@example.com", "come over", 0),
            ]
        },
        DATAMAP
        + """
  invitations:
    of: inviter_id
    sees: {invitee: {tie: {email: invitee}, shows: [greeting]}}
    leave: {invitee: null}
    holds: {contact.email: [invitee], communication: [greeting], account.status: [accepted]}
    columns: {invitee: {whose: invitee}}
""",
    )
    assert w.access(email="dee@example.net") == {
        "invitations": {
            1: {"id": 1, "invitee": "dee@example.net", "greeting": "join us"},
            3: {"id": 3, "invitee": "dee@example.net", "greeting": "or us"},
        }
    }
    assert w.access(email="ada@example.com")["invitations"] == {
        1: {"id": 1, "inviter_id": 1, "greeting": "join us", "accepted": 0},
        2: {"id": 2, "inviter_id": 1, "greeting": "you too", "accepted": 1},
        4: {"id": 4, "invitee": "ada@example.com", "greeting": "come over"},
    }
    assert w.erase(email="dee@example.net").changes == {"invitations": {1: {"invitee": None}, 3: {"invitee": None}}}
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "invitations": {1: GONE, 2: GONE, 4: {"invitee": None}},
    }


def test_composite_keys_are_joined_on_every_column(world: MakeWorld) -> None:
    w = world(
        DDL
        + """CREATE TABLE orders (org integer, no integer, customer_id integer REFERENCES customers, PRIMARY KEY (org, no));
        CREATE TABLE items (id integer PRIMARY KEY, org integer, no integer, sku text,
                            FOREIGN KEY (org, no) REFERENCES orders (org, no));
        CREATE TABLE notes (id integer PRIMARY KEY, org integer, no integer, body text)""",
        ROWS
        | {
            "orders": [(1, 1, 1), (1, 2, 2), (2, 1, 2)],
            "items": [(1, 1, 1, "a"), (2, 1, 2, "b"), (3, 2, 1, "c"), (4, 1, None, "d")],
            "notes": [(1, 1, 1, "a"), (2, 1, 2, "b"), (3, 2, 1, "c"), (4, None, 1, "d")],
        },
        DATAMAP
        + """
  orders: {of: customer_id}
  items: {of: "(org, no)", holds: {transaction: [sku]}}
  notes: {of: "(org, no) -> orders(org, no)", holds: {content: [body]}}
""",
    )
    assert w.access(email="ada@example.com") == {
        "customers": {1: ADA},
        "orders": {(1, 1): {"org": 1, "no": 1, "customer_id": 1}},
        "items": {1: {"id": 1, "org": 1, "no": 1, "sku": "a"}},
        "notes": {1: {"id": 1, "org": 1, "no": 1, "body": "a"}},
    }
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "orders": {(1, 1): GONE},
        "items": {1: GONE},
        "notes": {1: GONE},
    }


def test_an_address_used_by_several_people_goes_with_the_last(world: MakeWorld) -> None:
    """Backward hops: the row has no column that says whose it is; those who point to it do."""
    w = world(
        """CREATE TABLE places (id integer PRIMARY KEY, street text);
        CREATE TABLE customers (id {id}, email text, name text, place_id integer REFERENCES places);
        CREATE TABLE staff (id {id}, email text, name text, place_id integer REFERENCES places);""",
        {
            "places": [(1, "Ada and Bob"), (2, "Ada and Sue"), (3, "Cy"), (4, "nobody"), (5, "Tom")],
            "customers": [
                (1, "ada@example.com", "Ada", 1),
                (2, "bob@example.com", "Bob", 1),
                (3, "cy@example.com", "Cy", 3),
            ],
            "staff": [(1, "sue@example.org", "Sue", 1), (2, "tom@example.org", "Tom", 5)],
        },
        DATAMAP + "  places: {with: [<customers.place_id, <staff.place_id], holds: {contact.address: [street]}}\n",
    )
    assert w.access(email="ada@example.com")["places"] == {1: {"id": 1, "street": "Ada and Bob"}}
    assert w.erase(email="ada@example.com").changes == {"customers": {1: GONE}}
    assert w.erase(email="bob@example.com").changes == {"customers": {2: GONE}}
    assert w.erase(email="sue@example.org").changes == {"staff": {1: GONE}, "places": {1: GONE}}
    assert w.erase(email="cy@example.com").changes == {"customers": {3: GONE}, "places": {3: GONE}}
