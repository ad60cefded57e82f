"""Anomalies of who owns a row: each with the exact copy a person gets and the exact rows an erasure changes."""

from __future__ import annotations

from tests.integration.datamap.cast import ADA, BOB, DATAMAP, DDL, ROWS, SUE
from tests.integration.datamap.world import GONE, MakeWorld


def test_orphans_stay_and_none_are_made(world: MakeWorld) -> None:
    """Rows whose parent is NULL were orphans before; rows below Ada's go with hers, so that none become orphans."""
    w = world(
        DDL
        + """CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers, total integer);
        CREATE TABLE items (id integer PRIMARY KEY, order_id integer REFERENCES orders, sku text)""",
        ROWS
        | {
            "orders": [(1, 1, 50), (2, None, 60), (3, 2, 70)],
            "items": [(1, 1, "a"), (2, None, "b"), (3, 3, "c"), (4, 2, "d")],
        },
        DATAMAP
        + """
  orders: {of: customer_id, holds: {transaction: [total]}}
  items: {of: order_id, holds: {transaction: [sku]}}
""",
    )
    assert w.access(email="ada@example.com") == {
        "customers": {1: ADA},
        "orders": {1: {"id": 1, "customer_id": 1, "total": 50}},
        "items": {1: {"id": 1, "order_id": 1, "sku": "a"}},
    }
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "orders": {1: GONE},
        "items": {1: GONE},
    }


def test_dangling_keys_are_nobody_and_no_co_owner(world: MakeWorld) -> None:
    """Undeclared references may point nowhere: such a row is not Ada's, and such a co-owner keeps no row alive."""
    w = world(
        DDL
        + """CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer);
        CREATE TABLE chats (id integer PRIMARY KEY, a integer, b integer, body text)""",
        ROWS
        | {
            "orders": [(1, 1), (2, 99), (3, None)],
            "chats": [(1, 1, 99, "to nobody"), (2, 99, 1, "from nobody"), (3, 99, 98, "nobody's"), (4, 1, 2, "to Bob")],
        },
        DATAMAP
        + """
  orders: {of: customer_id -> customers}
  chats: {with: [a -> customers, b -> customers], leave: {a: null, b: null}, holds: {communication: [body]}}
""",
    )
    assert w.access(email="ada@example.com") == {
        "customers": {1: ADA},
        "orders": {1: {"id": 1, "customer_id": 1}},
        "chats": {
            1: {"id": 1, "a": 1, "body": "to nobody"},
            2: {"id": 2, "b": 1, "body": "from nobody"},
            4: {"id": 4, "a": 1, "body": "to Bob"},
        },
    }
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "orders": {1: GONE},
        "chats": {1: GONE, 2: GONE, 4: {"a": None}},
    }


CHATS = """
CREATE TABLE chats (id integer PRIMARY KEY, sender integer REFERENCES customers, recipient integer REFERENCES customers,
                    body text);
"""
CHAT_ROWS = [
    (1, 1, 2, "hi Bob"),
    (2, 2, 1, "hi Ada"),
    (3, 1, 1, "note to self"),
    (4, 1, None, "draft"),
    (5, 2, 3, "hi Cy"),
]
CHAT_MAP = """
  chats: {with: [sender, recipient], leave: {sender: null, recipient: null}, holds: {communication: [body]}}
"""


def test_co_owned_rows_survive_the_first_and_go_with_the_last(world: MakeWorld) -> None:
    w = world(DDL + CHATS, ROWS | {"chats": CHAT_ROWS}, DATAMAP + CHAT_MAP)
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "chats": {1: {"sender": None}, 2: {"recipient": None}, 3: GONE, 4: GONE},
    }
    assert w.access(email="bob@example.com") == {
        "customers": {2: BOB},
        "chats": {
            1: {"id": 1, "recipient": 2, "body": "hi Bob"},
            2: {"id": 2, "sender": 2, "body": "hi Ada"},
            5: {"id": 5, "sender": 2, "body": "hi Cy"},
        },
    }
    assert w.erase(email="bob@example.com").changes == {
        "customers": {2: GONE},
        "chats": {1: GONE, 2: GONE, 5: {"sender": None}},
    }


def test_a_leaver_can_be_replaced_by_a_pseudo_person_that_owns_nothing(world: MakeWorld) -> None:
    """Bob's row with a pseudo-person in Ada's place is Bob's alone, and goes with him."""
    w = world(
        DDL + CHATS.replace("sender integer", "sender integer NOT NULL"),
        ROWS | {"chats": [(1, 1, 2, "hi Bob"), (2, 3, 2, "Cy to Bob")]},
        DATAMAP + CHAT_MAP.replace("sender: null", "sender: {pseudo: one}"),
    )
    erased = w.erase(email="ada@example.com")
    ((pseudo, cells),) = erased.added["customers"].items()
    assert cells["name"] == "Former customer"
    assert cells["email"].startswith("gone-")
    assert erased.changes == {"customers": {1: GONE}, "chats": {1: {"sender": pseudo}}}
    again = w.erase(email="cy@example.com")
    assert again.added == {}
    assert again.changes == {"customers": {3: GONE}, "chats": {2: {"sender": pseudo}}}
    assert w.erase(email="bob@example.com").changes == {"customers": {2: GONE}, "chats": {1: GONE, 2: GONE}}


def test_each_leaver_gets_a_pseudo_person_of_their_own_where_a_constraint_asks_for_it(world: MakeWorld) -> None:
    w = world(
        DDL
        + """CREATE TABLE votes (id integer PRIMARY KEY, poll integer NOT NULL, voter integer NOT NULL REFERENCES customers,
                                  choice text, UNIQUE (poll, voter))""",
        ROWS | {"votes": [(1, 7, 1, "yes"), (2, 7, 2, "no"), (3, 8, 1, "no")]},
        DATAMAP
        + "  votes: {of: voter, erase: anonymise, set: {voter: {pseudo: each}, choice: keep}, holds: {opinion: [choice]}}\n",
    )
    first = w.erase(email="ada@example.com")
    second = w.erase(email="bob@example.com")
    (one,) = first.added["customers"]
    (two,) = second.added["customers"]
    assert one != two
    assert first.changes == {"customers": {1: GONE}, "votes": {1: {"voter": one}, 3: {"voter": one}}}
    assert second.changes == {"customers": {2: GONE}, "votes": {2: {"voter": two}}}
    emails = {w.rows()["customers"][k]["email"] for k in (one, two)}
    assert len(emails) == 2


def test_whoever_handles_a_row_does_not_own_it(world: MakeWorld) -> None:
    """Fides exported a customer's e-mail to the employee and blanked the customer's address with the employee's."""
    w = world(
        DDL
        + """CREATE TABLE tickets (id integer PRIMARY KEY, customer_id integer REFERENCES customers, contact text,
                                    subject text, body text, agent_id integer REFERENCES staff, agent_note text)""",
        ROWS
        | {
            "tickets": [
                (1, 1, "ada@example.com", "Lost", "where is it", 1, "looks lost"),
                (2, 2, None, "Late", "x", 2, None),
            ]
        },
        DATAMAP
        + """
  tickets:
    of: customer_id
    sees: {agent: {tie: agent_id, shows: [subject]}}
    leave: {agent_id: null, agent_note: null}
    holds: {support: [subject, body], contact.email: [contact], opinion: [agent_note]}
    columns: {agent_note: {whose: agent}}
""",
    )
    assert w.access(email="sue@example.org") == {
        "staff": {1: SUE},
        "tickets": {1: {"id": 1, "agent_id": 1, "subject": "Lost", "agent_note": "looks lost"}},
    }
    assert w.access(email="ada@example.com")["tickets"] == {
        1: {"id": 1, "customer_id": 1, "contact": "ada@example.com", "subject": "Lost", "body": "where is it"}
    }
    assert w.erase(email="sue@example.org").changes == {
        "staff": {1: GONE},
        "tickets": {1: {"agent_id": None, "agent_note": None}},
    }
    assert w.erase(email="ada@example.com").changes == {"customers": {1: GONE}, "tickets": {1: GONE}}


GROUPS = """
CREATE TABLE groups_ (id integer PRIMARY KEY, title text, admin_id integer REFERENCES staff);
CREATE TABLE members (id integer PRIMARY KEY, group_id integer REFERENCES groups_,
                      customer_id integer REFERENCES customers, role text);
CREATE TABLE files (id integer PRIMARY KEY, group_id integer REFERENCES groups_,
                    creator_id integer REFERENCES customers, title text);
CREATE TABLE versions (id integer PRIMARY KEY, file_id integer REFERENCES files, size integer);
"""
GROUP_ROWS = {
    "groups_": [(1, "both", 1), (2, "Ada's", None), (3, "Ada's, run by Tom", 2), (4, "empty", 1)],
    "members": [(1, 1, 1, "owner"), (2, 1, 2, "guest"), (3, 2, 1, "owner"), (4, 3, 1, "owner"), (5, None, 2, "guest")],
    "files": [(1, 1, 1, "plan"), (2, 1, 2, "sketch"), (3, 2, 1, "diary"), (4, 3, 1, "list"), (5, None, 1, "loose")],
    "versions": [(1, 1, 10), (2, 2, 20), (3, 3, 30), (4, 4, 40), (5, 5, 50)],
}
GROUP_MAP = """
  groups_:
    with: ["<members.group_id", admin_id]
    leave: {admin_id: null}
    inbound: {members.group_id: null}
    holds: {content: [title]}
  members: {of: customer_id, holds: {membership: [group_id, role]}}
  files: {with: [creator_id, group_id], leave: {creator_id: null}, holds: {content: [title]}}
  versions: {of: file_id, holds: {technical: [size]}}
"""


def test_a_creator_leaves_a_group(world: MakeWorld) -> None:
    """Group 1 and its files live on with Bob, group 3 with Tom who runs it; group 2 and the loose file were Ada's alone."""
    w = world(DDL + GROUPS, ROWS | GROUP_ROWS, DATAMAP + GROUP_MAP)
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "groups_": {2: GONE},
        "members": {1: GONE, 3: GONE, 4: GONE},
        "files": {1: {"creator_id": None}, 3: GONE, 4: {"creator_id": None}, 5: GONE},
        "versions": {3: GONE, 5: GONE},
    }


def test_an_admin_leaves_a_group(world: MakeWorld) -> None:
    """Sue ran group 1, which has members, and group 4, which has none."""
    w = world(DDL + GROUPS, ROWS | GROUP_ROWS, DATAMAP + GROUP_MAP)
    assert w.erase(email="sue@example.org").changes == {
        "staff": {1: GONE},
        "groups_": {1: {"admin_id": None}, 4: GONE},
    }


def test_the_copy_of_a_member_shows_the_group_but_no_other_member(world: MakeWorld) -> None:
    w = world(DDL + GROUPS, ROWS | GROUP_ROWS, DATAMAP + GROUP_MAP)
    assert w.access(email="bob@example.com") == {
        "customers": {2: BOB},
        "groups_": {1: {"id": 1, "title": "both"}},
        "members": {
            2: {"id": 2, "group_id": 1, "customer_id": 2, "role": "guest"},
            5: {"id": 5, "customer_id": 2, "role": "guest"},
        },
        "files": {
            1: {"id": 1, "group_id": 1, "title": "plan"},
            2: {"id": 2, "group_id": 1, "creator_id": 2, "title": "sketch"},
        },
        "versions": {1: {"id": 1, "file_id": 1, "size": 10}, 2: {"id": 2, "file_id": 2, "size": 20}},
    }


def test_only_owners_of_a_group_keep_it_alive(world: MakeWorld) -> None:
    """With ``where role = 'owner'`` a guest is no owner: the group goes, the guest's own membership stays, unlinked."""
    w = world(
        DDL + GROUPS,
        ROWS | GROUP_ROWS | {"groups_": [(1, "both", None), (2, "Ada's", None), (3, "Ada's too", None)]},
        DATAMAP
        + GROUP_MAP.replace('["<members.group_id", admin_id]', "\"<members.group_id where role = 'owner'\"")
        .replace("leave: {admin_id: null}\n", "leave: {}\n")
        .replace("inbound: {members.group_id: null}", "inbound: {members.group_id: null, files.group_id: null}"),
    )
    assert w.access(email="bob@example.com")["files"] == {
        2: {"id": 2, "group_id": 1, "creator_id": 2, "title": "sketch"}
    }
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "groups_": {1: GONE, 2: GONE, 3: GONE},
        "members": {1: GONE, 2: {"group_id": None}, 3: GONE, 4: GONE},
        "files": {1: GONE, 2: {"group_id": None}, 3: GONE, 4: GONE, 5: GONE},
        "versions": {1: GONE, 3: GONE, 4: GONE, 5: GONE},
    }


def test_deep_paths_are_followed_to_their_end(world: MakeWorld) -> None:
    depth = 9
    ddl, rows, datamap = DDL, dict(ROWS), DATAMAP
    above = "customers"
    for level in range(depth):
        name = f"level{level}"
        ddl += f"CREATE TABLE {name} (id integer PRIMARY KEY, up integer REFERENCES {above}, word text);"
        rows[name] = [(1, 1, f"a{level}"), (2, 2, f"b{level}"), (3, None, "nobody's")]
        datamap += f"  {name}: {{of: up, holds: {{text: [word]}}}}\n"
        above = name
    w = world(ddl, rows, datamap)
    copy = w.access(email="ada@example.com")
    assert copy == {"customers": {1: ADA}} | {
        f"level{i}": {1: {"id": 1, "up": 1, "word": f"a{i}"}} for i in range(depth)
    }
    assert w.erase(email="ada@example.com").changes == {"customers": {1: GONE}} | {
        f"level{i}": {1: GONE} for i in range(depth)
    }


COMMENTS = """
CREATE TABLE comments (id integer PRIMARY KEY, author_id integer REFERENCES customers,
                       parent_id integer REFERENCES comments, body text);
"""
COMMENT_ROWS = [
    (1, 1, None, "Ada asks"),
    (2, 2, 1, "Bob answers Ada"),
    (3, 1, 2, "Ada answers Bob"),
    (4, 3, 3, "Cy answers Ada"),
    (5, 2, None, "Bob alone"),
    (6, 1, 5, "Ada answers Bob again"),
    (7, 1, 7, "Ada answers herself, by mistake the same row"),
    (8, None, 1, "a guest answers Ada"),
]


def test_a_thread_keeps_what_others_wrote(world: MakeWorld) -> None:
    w = world(
        DDL + COMMENTS,
        ROWS | {"comments": COMMENT_ROWS},
        DATAMAP
        + """
  comments:
    of: author_id
    sees: {thread: {tie: {closure: parent_id}, shows: [body]}}
    inbound: {comments.parent_id: unlink}
    holds: {content: [body]}
""",
    )
    copy = w.access(email="ada@example.com")["comments"]
    assert {k: c["body"] for k, c in copy.items()} == {k: b for k, _, _, b in COMMENT_ROWS if k != 5}
    assert all("author_id" not in copy[k] for k in (2, 4, 8))
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "comments": {
            1: GONE,
            2: {"parent_id": None},
            3: GONE,
            4: {"parent_id": None},
            6: GONE,
            7: GONE,
            8: {"parent_id": None},
        },
    }


def test_a_thread_can_go_with_whoever_began_it_even_in_a_circle(world: MakeWorld) -> None:
    """``of: [author, closure]``: everything below Ada's rows goes, to any depth; circles end."""
    circle = [
        (10, 1, 11, "x"),
        (11, 2, 12, "y"),
        (12, 3, 10, "z"),
        (13, 2, None, "Bob's own"),
        (14, 3, 13, "below Bob"),
    ]
    w = world(
        DDL + COMMENTS.replace("REFERENCES comments", ""),
        ROWS | {"comments": [*COMMENT_ROWS, *circle]},
        DATAMAP + "  comments: {of: [author_id, {closure: parent_id}], holds: {content: [body]}}\n",
    )
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "comments": dict.fromkeys((1, 2, 3, 4, 6, 7, 8, 10, 11, 12), GONE),
    }


def test_two_people_of_two_kinds_share_a_row(world: MakeWorld) -> None:
    """Ada (customer 1) and Sue (staff 1) have the same key number and are not the same person."""
    w = world(
        DDL
        + """CREATE TABLE visits (id integer PRIMARY KEY, customer_id integer REFERENCES customers,
                                   staff_id integer REFERENCES staff, wish text, remark text)""",
        ROWS
        | {
            "visits": [
                (1, 1, 1, "tea", "kind"),
                (2, 2, 1, "coffee", "late"),
                (3, 1, None, "water", None),
                (4, 3, 2, "x", "y"),
            ]
        },
        DATAMAP
        + """
  visits:
    with: [customer_id, staff_id]
    leave: {customer_id: null, wish: null, staff_id: null, remark: null}
    holds: {preference: [wish], opinion: [remark]}
    columns: {wish: {whose: customer_id}, remark: {whose: staff_id}}
""",
    )
    assert w.access(email="ada@example.com")["visits"] == {
        1: {"id": 1, "customer_id": 1, "wish": "tea"},
        3: {"id": 3, "customer_id": 1, "wish": "water"},
    }
    assert w.access(email="sue@example.org")["visits"] == {
        1: {"id": 1, "staff_id": 1, "remark": "kind"},
        2: {"id": 2, "staff_id": 1, "remark": "late"},
    }
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "visits": {1: {"customer_id": None, "wish": None}, 3: GONE},
    }
    assert w.erase(email="sue@example.org").changes == {
        "staff": {1: GONE},
        "visits": {1: GONE, 2: {"staff_id": None, "remark": None}},
    }


def test_ownerless_rows_are_shown_to_nobody_and_left_alone(world: MakeWorld) -> None:
    w = world(
        DDL + CHATS + "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers)",
        ROWS | {"orders": [(1, None)], "chats": [(1, None, None, "nobody's"), (2, None, 1, "Ada's")]},
        DATAMAP + CHAT_MAP + "  orders: {of: customer_id}\n",
    )
    assert w.access(email="ada@example.com")["chats"] == {2: {"id": 2, "recipient": 1, "body": "Ada's"}}
    assert "orders" not in w.access(email="ada@example.com")
    assert w.erase(email="ada@example.com").changes == {"customers": {1: GONE}, "chats": {2: GONE}}


def test_the_kind_of_owner_is_decided_by_a_column(world: MakeWorld) -> None:
    w = world(
        DDL + "CREATE TABLE audit (id integer PRIMARY KEY, subject_type text, subject_id integer, did text)",
        ROWS
        | {
            "audit": [
                (1, "User", 1, "login"),
                (2, "Staff", 1, "login"),
                (3, "Robot", 1, "ping"),
                (4, None, 1, "?"),
                (5, "User", None, "?"),
                (6, "user", 1, "another spelling is another value"),
            ]
        },
        DATAMAP
        + """
  audit:
    of: {type: subject_type, id: subject_id, User: customers, Staff: staff}
    holds: {usage: [did, subject_type]}
""",
    )
    assert w.access(email="ada@example.com") == {
        "customers": {1: ADA},
        "audit": {1: {"id": 1, "subject_type": "User", "subject_id": 1, "did": "login"}},
    }
    assert w.erase(email="sue@example.org").changes == {"staff": {1: GONE}, "audit": {2: GONE}}
    assert w.erase(email="ada@example.com").changes == {"customers": {1: GONE}, "audit": {1: GONE}}
