"""Every strategy on every kind of column it fits, with the exact value it leaves."""

from __future__ import annotations

import hashlib
import hmac
from typing import Any

import pytest
from tests.integration.datamap.cast import DATAMAP, DDL, ROWS
from tests.integration.datamap.world import MakeWorld

CELLS: list[tuple[str, Any, str, Any]] = [
    ("text", "Ada", "null", None),
    ("text NOT NULL", "Ada", "empty", ""),
    ("{json}", {"a": 1}, "empty", {}),
    ("{bytes}", b"\x00\x01", "empty", b""),
    ("text", "Ada", "{constant: Former}", "Former"),
    ("integer", 7, "{constant: 0}", 0),
    ("text", "Ada", "keep", "Ada"),
    ("date", "1990-05-06", "{date: year}", "1990-01-01"),
    ("date", "1990-05-06", "{date: month}", "1990-05-01"),
    ("{instant}", "2020-02-29 13:14:15", "{date: day}", "2020-02-29 00:00:00"),
    ("{instant}", "2020-02-29 13:14:15", "{date: year}", "2020-01-01 00:00:00"),
    ("date", None, "{date: year}", None),
    ("text", "+49 30 123-456 x9", "mask", "+00 00 000-000 x0"),
    ("text", "DE89 3704 0044", "{mask: 4}", "xx00 0000 0044"),
    ("text", "abc", "{mask: 8}", "abc"),
    ("text", None, "mask", None),
    ("text", "Zoë 7", "mask", "xxx 0"),
    ("text", "see ada@example.com, please", "redact", "see [erased], please"),
    ("text", "ADA@example.com/x", "redact", "[erased]/x"),
    ("text", "nothing", "redact", "nothing"),
    ("{json}", {"u": {"e": "x", "k": 1}, "l": [1]}, "{remove: [$.u.e]}", {"u": {"k": 1}, "l": [1]}),
    ("{json}", {"u": 1}, "{remove: [$.missing.deep]}", {"u": 1}),
    ("{json}", [1, 2], "{remove: [$.u]}", [1, 2]),
]


@pytest.mark.parametrize(("kind", "before", "strategy", "after"), CELLS)
def test_a_cell_becomes_exactly_this(world: MakeWorld, kind: str, before: Any, strategy: str, after: Any) -> None:
    w = world(
        DDL + f"CREATE TABLE things (id integer PRIMARY KEY, customer_id integer, cell {kind})",
        ROWS | {"things": [(1, 1, before), (2, 2, before)]},
        DATAMAP
        + f"""
  things:
    of: customer_id -> customers
    erase: anonymise
    set: {{customer_id: null, cell: {strategy}}}
    holds: {{text: [cell]}}
""",
    )
    untouched = w.rows()["things"][2]
    w.erase(email="ada@example.com", survivors=strategy in ("{mask: 8}", "redact"))
    rows = w.rows()["things"]
    assert rows[1]["customer_id"] is None
    found = rows[1]["cell"]
    assert (found[:19] if isinstance(after, str) and kind == "{instant}" else found) in (after, str(after)[:10])
    assert rows[2] == untouched


def test_a_keyed_hash_is_stable_and_depends_on_the_key(world: MakeWorld) -> None:
    """It pseudonymises: equal values stay equal, and nobody without the deployment's key can make the hash again."""
    w = world(
        DDL + "CREATE TABLE visits (id integer PRIMARY KEY, customer_id integer, device text)",
        ROWS | {"visits": [(1, 1, "d-1"), (2, 1, "d-1"), (3, 1, "d-2"), (4, 1, None), (5, 2, "d-1")]},
        DATAMAP
        + """
  visits:
    of: customer_id -> customers
    erase: anonymise
    set: {customer_id: null, device: hash}
    holds: {device: [device]}
""",
    )
    w.erase(email="ada@example.com")
    devices = {k: row["device"] for k, row in w.rows()["visits"].items()}
    assert devices[1] == devices[2] != devices[3]
    assert devices[4] is None
    assert devices[5] == "d-1"
    plain = {hashlib.sha256(b"d-1").hexdigest(), hmac.new(b"", b"d-1", hashlib.sha256).hexdigest()}
    assert devices[1] not in plain
    assert len(devices[1]) == 64


@pytest.mark.parametrize("erase", ["unpublish", "isolate"])
def test_a_row_taken_out_of_sight_keeps_the_rest(world: MakeWorld, erase: str) -> None:
    w = world(
        DDL + "CREATE TABLE posts (id integer PRIMARY KEY, customer_id integer, state text, body text)",
        ROWS | {"posts": [(1, 1, "public", "mine"), (2, 2, "public", "Bob's")]},
        DATAMAP
        + f"""
  posts:
    of: customer_id -> customers
    erase: {erase}
    set: {{state: {{constant: hidden}}, customer_id: null}}
    holds: {{account.status: [state], content: [body]}}
""",
    )
    assert w.erase(email="ada@example.com").changes["posts"] == {1: {"state": "hidden", "customer_id": None}}
