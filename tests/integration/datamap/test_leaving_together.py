"""Two people who share a room leave at the same time: whoever commits second must take the room along."""

from __future__ import annotations

import pytest
from tests.integration.datamap.cast import DATAMAP, DDL, ROWS
from tests.integration.datamap.world import NOW, MakeWorld

from upheld.connectors.sql import Receipt, SqlSystem
from upheld.errors import Busy

ROOMS = """
CREATE TABLE rooms (id {id}, title text);
CREATE TABLE members (room integer REFERENCES rooms, customer integer REFERENCES customers,
                      PRIMARY KEY (room, customer));
"""
SHARED = "  rooms: {with: <members.room, holds: {content: [title]}}\n  members: {of: [customer, room]}\n"


def test_the_last_two_members_leave_at_once(world: MakeWorld) -> None:
    """Between Ada's statements and her COMMIT Bob's erasure runs to its end, each having seen the other as a member."""
    rows = ROWS | {"rooms": [(1, "Ada and Bob"), (2, "Bob and Cy")], "members": [(1, 1), (1, 2), (2, 2), (2, 3)]}
    w = world(DDL + ROOMS, rows, DATAMAP + SHARED)
    ada, bob = w.identify(email="ada@example.com"), w.identify(email="bob@example.com")
    beside = SqlSystem.open("world", w.url, w.datamap, b"a key of the deployment")

    def bob_leaves(_: Receipt) -> None:
        beside.erase(w.plan(bob), bob, NOW, "bob")

    try:
        with pytest.raises(Busy):
            w.system.erase(w.plan(ada), ada, NOW, "ada", bob_leaves)
    finally:
        beside.close()
    for person in (ada, bob):
        w.run_plan(w.plan(person), person)
    assert sorted(w.rows()["customers"]) == [3]
    assert sorted(w.rows()["rooms"]) == [2]
    assert sorted(w.rows()["members"]) == [(2, 3)]
