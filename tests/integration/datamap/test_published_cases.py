"""The published GET and FORGET cases of K9db (OSDI'23), restated for an allotment society of our own.

Their words and ours: OWNED_BY a single owner → ``of``, several → ``with``; OWNS → a backward hop; ACCESSED_BY and ACCESSES
→ ``sees``; ON GET ANON → ``whose`` and ``withhold``; ON DEL ANON → ``leave``; ON DEL DELETE_ROW → ``of`` with several
ties. Which of their 50 cases each test stands for is said in its docstring; what the language cannot say of them is in
docs/explanation/what-ties-cannot-say.md.
"""

from __future__ import annotations

from typing import Any

from tests.integration.datamap.world import GONE, MakeWorld, World

DDL = """
CREATE TABLE growers (id {id}, email text, name text);
CREATE TABLE wardens (id {id}, email text, name text);
"""
ROWS: dict[str, list[tuple[Any, ...]]] = {
    "growers": [(1, "ida@example.com", "Ida"), (2, "jon@example.com", "Jon"), (3, "kay@example.com", "Kay")],
    "wardens": [(1, "lou@example.org", "Lou"), (2, "mae@example.org", "Mae")],
}
DATAMAP = """
datamap: 1
system: allotment
nobody: [seeds]
people:
  grower: {table: growers, key: id, proves: {email: email}}
  warden: {table: wardens, key: id, proves: {email: email}}
tables:
  growers: {is: grower, holds: {contact.email: [email], name: [name]}}
  wardens: {is: warden, holds: {contact.email: [email], name: [name]}}
"""
IDA, JON, KAY, LOU, MAE = "ida@example.com", "jon@example.com", "kay@example.com", "lou@example.org", "mae@example.org"


def seen(w: World, email: str, table: str) -> dict[Any, dict[str, Any]]:
    return w.access(email=email).get(table, {})


def gone(*keys: Any) -> dict[Any, str]:
    return dict.fromkeys(keys, GONE)


CHAIN = """
CREATE TABLE seeds (id integer PRIMARY KEY, name text);
CREATE TABLE plots (id integer PRIMARY KEY, grower integer REFERENCES growers);
CREATE TABLE beds (id integer PRIMARY KEY, plot integer REFERENCES plots);
CREATE TABLE sowings (id integer PRIMARY KEY, bed integer REFERENCES beds, seed integer REFERENCES seeds);
"""
CHAIN_ROWS = {
    "seeds": [(1, "Ida's namesake bean"), (2, "pea")],
    "plots": [(1, 1), (2, 1), (3, 2)],
    "beds": [(1, 3), (2, 2), (3, 1), (4, 1)],
    "sowings": [(1, 3, 1), (2, 3, 2), (3, 1, 1), (4, 2, 1), (5, 4, None)],
}
CHAIN_MAP = "  plots: {of: grower}\n  beds: {of: plot}\n  sowings: {of: bed, holds: {usage: [seed]}}\n"


def test_owned_directly_and_through_deep_chains(world: MakeWorld) -> None:
    """GET and FORGET: Datasubject, DirectTable, UnshardedTable, TransitiveTable, DeepTransitiveTable."""
    w = world(DDL + CHAIN, ROWS | CHAIN_ROWS, DATAMAP + CHAIN_MAP)
    copy = w.access(email=IDA)
    assert {t: sorted(rows) for t, rows in copy.items()} == {
        "growers": [1],
        "plots": [1, 2],
        "beds": [2, 3, 4],
        "sowings": [1, 2, 4, 5],
    }
    assert {t: sorted(rows) for t, rows in w.access(email=KAY).items()} == {"growers": [3]}
    assert w.erase(email=IDA).changes == {
        "growers": gone(1),
        "plots": gone(1, 2),
        "beds": gone(2, 3, 4),
        "sowings": gone(1, 2, 4, 5),
    }
    assert w.erase(email=KAY).changes == {"growers": gone(3)}


SWAPS = (
    "CREATE TABLE swaps (id integer PRIMARY KEY, giver integer REFERENCES growers, taker integer REFERENCES growers);"
)
SWAP_ROWS = {"swaps": [(1, 1, 3), (2, 1, 1), (3, 2, 3), (4, 2, 1)]}
SWAP_MAP = "  swaps: {with: [giver, taker], leave: {giver: null, taker: null}}\n"


def test_two_owners_of_one_kind(world: MakeWorld) -> None:
    """GET: TwoOwners, and with masks TwoOwnersAnon. FORGET: TwoOwners twice over, TwoOwnersAnon; and through a view
    (TwoOwnersDataflowUpdate)."""
    w = world(
        DDL + SWAPS + "CREATE VIEW swap_list AS SELECT id, giver FROM swaps", ROWS | SWAP_ROWS, DATAMAP + SWAP_MAP
    )
    assert seen(w, IDA, "swaps") == {
        1: {"id": 1, "giver": 1},
        2: {"id": 2, "giver": 1, "taker": 1},
        4: {"id": 4, "taker": 1},
    }
    assert seen(w, JON, "swaps") == {3: {"id": 3, "giver": 2}, 4: {"id": 4, "giver": 2}}
    assert seen(w, KAY, "swaps") == {1: {"id": 1, "taker": 3}, 3: {"id": 3, "taker": 3}}
    assert w.erase(email=IDA).changes == {
        "growers": gone(1),
        "swaps": {1: {"giver": None}, 2: GONE, 4: {"taker": None}},
    }
    assert w.select("SELECT id, giver FROM swap_list ORDER BY id") == [(1, None), (3, 2), (4, 2)]
    assert w.erase(email=KAY).changes == {"growers": gone(3), "swaps": {1: GONE, 3: {"taker": None}}}
    assert w.select("SELECT id, giver FROM swap_list ORDER BY id") == [(3, 2), (4, 2)]


def test_an_owner_and_one_who_only_sees(world: MakeWorld) -> None:
    """GET: OwnerAccessor, OwnerAccessorAnon. FORGET: OwnerAccessor, OwnerAccessorAnon."""
    w = world(
        DDL + SWAPS,
        ROWS | SWAP_ROWS,
        DATAMAP + "  swaps: {of: giver, sees: {reader: taker}, leave: {taker: null}}\n",
    )
    assert seen(w, IDA, "swaps") == {
        1: {"id": 1, "giver": 1},
        2: {"id": 2, "giver": 1, "taker": 1},
        4: {"id": 4, "taker": 1},
    }
    assert seen(w, JON, "swaps") == {3: {"id": 3, "giver": 2}, 4: {"id": 4, "giver": 2}}
    assert w.erase(email=IDA).changes == {"growers": gone(1), "swaps": {1: GONE, 2: GONE, 4: {"taker": None}}}
    assert w.erase(email=KAY).changes == {"growers": gone(3), "swaps": {3: {"taker": None}}}


def test_one_leaver_can_take_the_row_from_all(world: MakeWorld) -> None:
    """FORGET: TwoDistinctOwnersDelRow. ``of`` with two ties: the row goes with the first."""
    w = world(
        DDL
        + "CREATE TABLE advice (id integer PRIMARY KEY, warden integer REFERENCES wardens, grower integer REFERENCES growers)",
        ROWS | {"advice": [(1, 1, 1), (2, 1, 2), (3, 2, 1)]},
        DATAMAP + "  advice: {of: [warden, grower]}\n",
    )
    assert seen(w, LOU, "advice") == {1: {"id": 1, "warden": 1}, 2: {"id": 2, "warden": 1}}
    assert w.erase(email=IDA).changes == {"growers": gone(1), "advice": gone(1, 3)}
    assert w.erase(email=MAE).changes == {"wardens": gone(2)}
    assert w.erase(email=LOU).changes == {"wardens": gone(1), "advice": gone(2)}


def test_two_owners_of_two_kinds(world: MakeWorld) -> None:
    """GET: TwoDistinctOwnersAnon, TwoDistinctOwnerAccessorAnon. FORGET: TwoDistinctOwnersAnon."""
    w = world(
        DDL
        + "CREATE TABLE advice (id integer PRIMARY KEY, warden integer REFERENCES wardens, grower integer REFERENCES growers)",
        ROWS | {"advice": [(1, 1, 1), (2, 1, 2), (3, 2, 1)]},
        DATAMAP + "  advice: {with: [warden, grower], leave: {warden: null, grower: null}}\n",
    )
    assert seen(w, IDA, "advice") == {1: {"id": 1, "grower": 1}, 3: {"id": 3, "grower": 1}}
    assert seen(w, LOU, "advice") == {1: {"id": 1, "warden": 1}, 2: {"id": 2, "warden": 1}}
    assert w.erase(email=IDA).changes == {"growers": gone(1), "advice": {1: {"grower": None}, 3: {"grower": None}}}
    assert w.erase(email=MAE).changes == {"wardens": gone(2), "advice": gone(3)}


def test_columns_masked_for_each_reader(world: MakeWorld) -> None:
    """GET: SimpleAnon, MultipleColumnsAnon, MultipleColumnsAnonAdmin. FORGET: MultipleColumnsAnon.

    Whoever is on both sides of a row sees both sides: nothing in it is about anybody else.
    """
    w = world(
        DDL
        + """CREATE TABLE letters (id integer PRIMARY KEY, clerk integer REFERENCES wardens, writer integer REFERENCES growers,
                 reader integer REFERENCES growers, writer_word text, reader_word text, stamp text)""",
        ROWS | {"letters": [(1, 1, 1, 3, "w", "r", "s"), (2, 1, 1, 1, "w", "r", "s"), (3, 1, 2, 3, "w", "r", "s")]},
        DATAMAP
        + """
  letters:
    of: clerk
    sees: {writer: writer, reader: reader}
    leave: {writer: null, writer_word: null, reader: null, reader_word: null}
    holds: {text: [writer_word, reader_word], technical: [stamp]}
    columns: {writer_word: {whose: writer}, reader_word: {whose: reader}, stamp: {withhold: internal}}
""",
    )
    assert seen(w, IDA, "letters") == {
        1: {"id": 1, "writer": 1, "writer_word": "w"},
        2: {"id": 2, "writer": 1, "reader": 1, "writer_word": "w", "reader_word": "r"},
    }
    assert seen(w, KAY, "letters") == {
        1: {"id": 1, "reader": 3, "reader_word": "r"},
        3: {"id": 3, "reader": 3, "reader_word": "r"},
    }
    assert seen(w, LOU, "letters") == {k: {"id": k, "clerk": 1} for k in (1, 2, 3)}
    assert w.erase(email=KAY).changes == {
        "growers": gone(3),
        "letters": {1: {"reader": None, "reader_word": None}, 3: {"reader": None, "reader_word": None}},
    }


PROFILES = """
CREATE TABLE sheds (id integer PRIMARY KEY, grower integer REFERENCES growers);
CREATE TABLE loans (id integer PRIMARY KEY, lender integer REFERENCES sheds, borrower integer REFERENCES sheds);
"""
PROFILE_ROWS = {
    "sheds": [(1, 1), (2, 1), (3, 2)],
    "loans": [(1, 1, 3), (2, 1, 1), (3, 2, 3), (4, 3, 1), (5, 1, 2), (6, 2, 1)],
}


def test_owners_behind_another_table(world: MakeWorld) -> None:
    """GET and FORGET: TransitiveOwnershipAnon. Two sheds of one grower make no second owner."""
    w = world(
        DDL + PROFILES,
        ROWS | PROFILE_ROWS,
        DATAMAP + "  sheds: {of: grower}\n  loans: {with: [lender, borrower], leave: {lender: null, borrower: null}}\n",
    )
    assert sorted(seen(w, IDA, "loans")) == [1, 2, 3, 4, 5, 6]
    assert sorted(seen(w, JON, "loans")) == [1, 3, 4]
    assert w.erase(email=IDA).changes == {
        "growers": gone(1),
        "sheds": gone(1, 2),
        "loans": {1: {"lender": None}, 2: GONE, 3: {"lender": None}, 4: {"borrower": None}, 5: GONE, 6: GONE},
    }


def test_one_who_sees_through_another_table(world: MakeWorld) -> None:
    """FORGET: TransitiveAccessorshipAnon."""
    w = world(
        DDL + PROFILES,
        ROWS | PROFILE_ROWS,
        DATAMAP + "  sheds: {of: grower}\n  loans: {of: lender, sees: {borrower: borrower}, leave: {borrower: null}}\n",
    )
    assert sorted(seen(w, JON, "loans")) == [1, 3, 4]
    assert w.erase(email=IDA).changes == {
        "growers": gone(1),
        "sheds": gone(1, 2),
        "loans": {1: GONE, 2: GONE, 3: GONE, 4: {"borrower": None}, 5: GONE, 6: GONE},
    }


def test_a_person_who_hangs_on_another_person(world: MakeWorld) -> None:
    """GET and FORGET: ShardedDataSubject. Who was invited stays when the inviter leaves, and goes when they leave."""
    w = world(
        DDL + "CREATE TABLE guests (id integer PRIMARY KEY, email text, name text, host integer REFERENCES growers)",
        ROWS
        | {
            "guests": [
                (1, "ned@example.net", "Ned", 2),
                (2, "ola@example.net", "Ola", 1),
                (3, "pam@example.net", "Pam", 1),
            ]
        },
        DATAMAP.replace("tables:\n", "  guest: {table: guests, key: id, proves: {email: email}}\ntables:\n")
        + """
  guests:
    is: guest
    sees: {host: {tie: host, shows: [name]}}
    leave: {host: null}
    holds: {contact.email: [email], name: [name]}
""",
    )
    assert w.access(email="ola@example.net") == {"guests": {2: {"id": 2, "email": "ola@example.net", "name": "Ola"}}}
    assert seen(w, IDA, "guests") == {2: {"id": 2, "name": "Ola", "host": 1}, 3: {"id": 3, "name": "Pam", "host": 1}}
    assert w.erase(email=IDA).changes == {"growers": gone(1), "guests": {2: {"host": None}, 3: {"host": None}}}
    assert w.erase(email="ola@example.net").changes == {"guests": gone(2)}
    assert w.erase(email=JON).changes == {"growers": gone(2), "guests": {1: {"host": None}}}


CIRCLES = """
CREATE TABLE circles (id integer PRIMARY KEY, warden integer REFERENCES wardens, word text);
CREATE TABLE joins (id integer PRIMARY KEY, circle integer REFERENCES circles, grower integer REFERENCES growers);
CREATE TABLE files (id integer PRIMARY KEY, maker integer REFERENCES growers, circle_word text);
CREATE TABLE shares (id integer PRIMARY KEY, file integer REFERENCES files, circle integer REFERENCES circles);
"""
CIRCLE_ROWS = {
    "circles": [(1, 1, "a"), (2, 1, "b"), (3, None, "c")],
    "joins": [(1, 2, 2), (2, 2, 1), (3, 3, 2), (4, 3, 2)],
    "files": [(1, 1, "x"), (2, 1, "y"), (3, 1, "z"), (4, 2, "unshared")],
    "shares": [(1, 1, 2), (2, 2, 2), (3, 3, 3)],
}
CIRCLE_MAP = """
  circles:
    with: [warden, <joins.circle]
    leave: {warden: null}
    inbound: {joins.circle: null, shares.circle: null}
    holds: {content: [word]}
  joins: {of: grower, holds: {membership: [circle]}}
  files:
    with: [maker, <shares.file]
    leave: {maker: null}
    inbound: {shares.file: null}
    holds: {content: [circle_word]}
  shares: {of: circle, holds: {relationship: [file]}}
"""


def test_owners_by_membership(world: MakeWorld) -> None:
    """GET and FORGET: VariableOwnership. Joining twice makes no second owner."""
    w = world(DDL + CIRCLES, ROWS | CIRCLE_ROWS, DATAMAP + CIRCLE_MAP)
    assert sorted(seen(w, JON, "circles")) == [2, 3]
    assert sorted(seen(w, IDA, "circles")) == [2]
    assert sorted(seen(w, LOU, "circles")) == [1, 2]
    assert seen(w, KAY, "circles") == {}
    assert w.erase(email=JON).changes == {
        "growers": gone(2),
        "joins": gone(1, 3, 4),
        "circles": gone(3),
        "files": gone(4),
        "shares": gone(3),
    }


def test_owners_by_membership_of_what_is_shared_with_a_group(world: MakeWorld) -> None:
    """GET: ComplexVariableOwnership. FORGET: ComplexVariableOwnership, ComplexVariableOwnershipAnon."""
    w = world(DDL + CIRCLES, ROWS | CIRCLE_ROWS, DATAMAP + CIRCLE_MAP)
    assert sorted(seen(w, JON, "files")) == [1, 2, 3, 4]
    assert sorted(seen(w, IDA, "files")) == [1, 2, 3]
    assert sorted(seen(w, LOU, "files")) == [1, 2]
    assert seen(w, JON, "files")[1] == {"id": 1, "circle_word": "x"}
    assert w.erase(email=IDA).changes == {
        "growers": gone(1),
        "joins": gone(2),
        "files": {1: {"maker": None}, 2: {"maker": None}, 3: {"maker": None}},
    }
    assert w.erase(email=JON).changes == {
        "growers": gone(2),
        "joins": gone(1, 3, 4),
        "circles": gone(3),
        "files": gone(3, 4),
        "shares": gone(3),
    }


def test_the_group_and_all_in_it_go_when_its_warden_is_the_last(world: MakeWorld) -> None:
    """FORGET: ComplexVariableOwnershipAdminDelete."""
    w = world(DDL + CIRCLES, ROWS | CIRCLE_ROWS, DATAMAP + CIRCLE_MAP)
    for email in (IDA, JON):
        w.erase(email=email)
    assert w.erase(email=LOU).changes == {
        "wardens": gone(1),
        "circles": gone(1, 2),
        "shares": gone(1, 2),
        "files": gone(1, 2),
    }


def test_members_who_only_see_the_group(world: MakeWorld) -> None:
    """GET: VariableAccessorship, SimpleMixedAccessorship. What hangs below the group is its owner's alone."""
    w = world(
        DDL + CIRCLES + "CREATE TABLE posts (id integer PRIMARY KEY, circle integer REFERENCES circles, body text)",
        ROWS | CIRCLE_ROWS | {"posts": [(1, 2, "b"), (2, 1, "a")]},
        DATAMAP
        + """
  circles:
    of: warden
    sees: {member: {tie: <joins.circle, shows: [word]}}
    inbound: {joins.circle: null, shares.circle: null}
    holds: {content: [word]}
  joins: {of: grower, holds: {membership: [circle]}}
  posts: {of: circle, holds: {content: [body]}}
  files: {of: maker, inbound: {shares.file: null}}
""",
    )
    assert seen(w, JON, "circles") == {2: {"id": 2, "word": "b"}, 3: {"id": 3, "word": "c"}}
    assert sorted(seen(w, JON, "joins")) == [1, 3, 4]
    assert seen(w, JON, "posts") == {}
    assert sorted(seen(w, LOU, "posts")) == [1, 2]
    assert w.erase(email=JON).changes == {"growers": gone(2), "joins": gone(1, 3, 4), "files": gone(4)}
    assert w.erase(email=LOU).changes == {
        "wardens": gone(1),
        "circles": gone(1, 2),
        "posts": gone(1, 2),
        "joins": {2: {"circle": None}},
        "shares": {1: {"circle": None}, 2: {"circle": None}},
    }


def test_a_group_that_only_sees_a_file(world: MakeWorld) -> None:
    """GET: ComplexVariableAccessorship, twice. FORGET: ComplexVariableAccessorshipAnon.

    Members own the circle, the circle owns the share, the share lets them see the file; whoever leaves empties the cell
    that is the circle's, but only when the share is theirs.
    """
    w = world(
        DDL + CIRCLES,
        ROWS | CIRCLE_ROWS,
        DATAMAP
        + CIRCLE_MAP.replace(
            "    with: [maker, <shares.file]\n    leave: {maker: null}\n",
            "    of: maker\n    sees: {circle: {tie: <shares.file, shows: []}}\n    leave: {circle_word: null}\n"
            "    columns: {circle_word: {whose: circle}}\n",
        ),
    )
    assert seen(w, JON, "files") == {
        1: {"id": 1, "circle_word": "x"},
        2: {"id": 2, "circle_word": "y"},
        3: {"id": 3, "circle_word": "z"},
        4: {"id": 4, "maker": 2},
    }
    assert seen(w, LOU, "files") == {1: {"id": 1, "circle_word": "x"}, 2: {"id": 2, "circle_word": "y"}}
    erased = w.erase(email=JON)
    assert erased.changes == {
        "growers": gone(2),
        "joins": gone(1, 3, 4),
        "circles": gone(3),
        "files": {1: {"circle_word": None}, 2: {"circle_word": None}, 3: {"circle_word": None}, 4: GONE},
        "shares": gone(3),
    }


TALK = "CREATE TABLE talk (id text PRIMARY KEY, grower text REFERENCES members, above text REFERENCES talk, body text);"
TALK_ROWS = {
    "members": [("a", "ida@example.com"), ("b", "jon@example.com"), ("c", "kay@example.com")],
    "talk": [
        ("0", "a", None, "0"),
        ("1", "a", "0", "1"),
        ("2", "b", "1", "2"),
        ("3", "c", "2", "3"),
        ("4", "a", "3", "4"),
        ("5", "b", "3", "5"),
        ("6", "b", None, "6"),
    ],
}
TALK_MAP = """
datamap: 1
system: allotment
people:
  member: {table: members, key: id, proves: {email: email}}
tables:
  members: {is: member, holds: {contact.email: [email]}}
"""


def test_a_table_that_points_to_itself(world: MakeWorld) -> None:
    """GET: SelfFKTable, plain and with masks. FORGET: SelfFKTable with DELETE_ROW. Keys are texts."""
    ddl = "CREATE TABLE members (id text PRIMARY KEY, email text);" + TALK
    seeing = "of: grower\n    sees: {thread: {tie: {closure: above}, shows: [body]}}"
    for tie, row_goes in ((seeing, False), ("of: [grower, {closure: above}]", True)):
        words = f"{tie}\n    inbound: {{talk.above: null}}\n    holds: {{content: [body]}}\n"
        w = world(ddl, TALK_ROWS, f"{TALK_MAP}  talk:\n    {words}")
        copy = seen(w, IDA, "talk")
        assert sorted(copy) == ["0", "1", "2", "3", "4", "5"]
        assert {k: c["body"] for k, c in copy.items()} == {k: k for k in copy}
        assert {k for k, c in copy.items() if "grower" in c} == {"0", "1", "4"}
        below = {"2": GONE, "3": GONE, "5": GONE} if row_goes else {"2": {"above": None}}
        assert w.erase(email=IDA).changes == {"members": gone("a"), "talk": gone("0", "1", "4") | below}
        w.run("DROP TABLE talk; DROP TABLE members")
