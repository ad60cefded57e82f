"""How long the store's own transaction of an erasure takes, against hand-written SQL that reaches the same end state.

    python benchmarks/erasure.py [--rows 1200000] [--rounds 7] [--wide]

One PostgreSQL database with 10 tables around a customer, declared foreign keys and indexes on both sides. Two people: one
with 10,002 rows, one with 15. Each is erased by Upheld and by hand, once by UPDATE (anonymise every row) and once by
DELETE, interleaved, each followed by ROLLBACK or by restoring the rows, so that both sides meet the same database.
Prints medians and the ratios; ``--wide`` adds ten times the other people's rows, to show that a case stays flat.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import psycopg
from sqlalchemy import create_engine, text
from tools import local_servers

from upheld.connectors.sql import SqlSystem
from upheld.connectors.sql.erasing import erase
from upheld.formats.datamap_file import parse_datamap
from upheld.planning import Identity, SubjectIdentifiers, plan_erasure

NOW = datetime(2026, 11, 21, tzinfo=UTC)
CHILDREN = ("orders", "payments", "shipments", "sessions", "events", "messages", "reviews")
GRANDCHILDREN = {"items": "orders", "files": "orders"}
HEAVY, LIGHT = 1, 2
HEAVY_ROWS, LIGHT_ROWS = 10_002, 15


def schema_sql() -> list[str]:
    """Ten tables with declared keys."""
    own = "name text, phone text, address text"
    customers = f"CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL UNIQUE, {own})"
    child = "(id bigint PRIMARY KEY, customer_id bigint REFERENCES customers(id), note text, ip text, at timestamptz NOT NULL)"
    grandchild = "(id bigint PRIMARY KEY, {0}_id bigint REFERENCES {0}(id), label text, ip text)"
    return [
        customers,
        *(f"CREATE TABLE {name} {child}" for name in CHILDREN),
        *(f"CREATE TABLE {name} {grandchild.format(parent)}" for name, parent in GRANDCHILDREN.items()),
    ]


def fill_sql(rows: int) -> Iterator[str]:
    """Spread ``rows`` over other people; 10,002 and 15 rows for the two subjects."""
    people, tables = max(1000, rows // 100), len(CHILDREN) + len(GRANDCHILDREN)
    each = rows // tables
    heavy, rest = divmod(HEAVY_ROWS - 1, tables)
    yield (
        "INSERT INTO customers SELECT i, 'person' || i || '@example.com', 'Name ' || i, '+32 555 ' || i, 'Street ' || i "
        f"FROM generate_series(1, {people}) i"
    )
    for index, name in enumerate(CHILDREN):
        mine, light = heavy + (rest if index == 0 else 0), 2 if index < 5 else 1
        owner = (
            f"CASE WHEN i <= {mine} THEN {HEAVY} WHEN i <= {mine + light} THEN {LIGHT} ELSE 3 + i % {people - 2} END"
        )
        cells = "'note ' || md5(i::text), '10.0.' || i % 250 || '.7', '2026-01-01'::timestamptz + i * interval '1 s'"
        yield f"INSERT INTO {name} SELECT i, {owner}, {cells} FROM generate_series(1, {each}) i"
        yield f"CREATE INDEX ON {name} (customer_id)"
    first = heavy + rest + 1
    for name, parent in GRANDCHILDREN.items():
        link = f"CASE WHEN i <= {heavy} THEN i WHEN i <= {heavy + 1} THEN {first} ELSE {first + 2} + i % {each - first - 2} END"
        cells = "'label ' || md5(i::text), '10.0.0.' || i % 250"
        yield f"INSERT INTO {name} SELECT i, {link}, {cells} FROM generate_series(1, {each}) i"
        yield f"CREATE INDEX ON {name} ({parent}_id)"


def datamap(how: str) -> str:
    """The same people and ties twice: every row deleted, or every row anonymised in place."""
    anonymise = how == "update"
    own = (
        ", erase: anonymise, set: {name: null, phone: null, address: null, email: {pseudo: each}}" if anonymise else ""
    )
    child = ", erase: anonymise, set: {note: null, ip: null, at: keep}" if anonymise else ""
    grandchild = ", erase: anonymise, set: {label: null, ip: null}" if anonymise else ""
    held = "name: [name], contact.email: [email], contact.phone: [phone], contact.address: [address]"
    lines = [
        "datamap: 1",
        "system: shop",
        "people:",
        "  customer:",
        "    {table: customers, key: id, proves: {email: email}, stored: {email: lower},",
        "    pseudo: {email: 'gone-{n}@example.invalid'}}",
        "tables:",
        f"  customers: {{is: customer, holds: {{{held}}}{own}}}",
        *(f"  {name}: {{of: customer_id, holds: {{text: [note], ip: [ip], time: [at]}}{child}}}" for name in CHILDREN),
        *(f"  {n}: {{of: {p}_id, holds: {{text: [label], ip: [ip]}}{grandchild}}}" for n, p in GRANDCHILDREN.items()),
    ]
    return "\n".join(lines) + "\n"


def by_hand(how: str, person: int) -> Iterator[tuple[str, tuple[object, ...]]]:
    """What a careful developer writes for one person: one statement per table, children first."""
    delete = how == "delete"
    for name, parent in GRANDCHILDREN.items():
        what = f"DELETE FROM {name}" if delete else f"UPDATE {name} SET label = NULL, ip = NULL"
        yield f"{what} WHERE {parent}_id IN (SELECT id FROM {parent} WHERE customer_id = %s)", (person,)
    for name in CHILDREN:
        what = f"DELETE FROM {name}" if delete else f"UPDATE {name} SET note = NULL, ip = NULL"
        yield f"{what} WHERE customer_id = %s", (person,)
    gone = "name = NULL, phone = NULL, address = NULL, email = 'gone-' || id || '@example.invalid'"
    yield ("DELETE FROM customers" if delete else f"UPDATE customers SET {gone}") + " WHERE id = %s", (person,)


class _Rollback(Exception):
    """Undo the measured transaction right before its COMMIT."""


def measure_ours(system: SqlSystem, identity: Identity) -> float:
    """Time the target's transaction as a case runs it, up to the point of COMMIT, then undo it."""
    plan = plan_erasure(system.datamap, system.schema(), identity)
    renderer = system._renderer(identity, NOW)  # the measured thing is the transaction alone
    began = time.perf_counter()
    ended = began

    def stop(_: object) -> None:
        nonlocal ended
        ended = time.perf_counter()
        raise _Rollback

    with suppress(_Rollback):
        erase(system.target, plan, renderer, "bench", stop)
    return ended - began


def measure_hand(url: str, how: str, person: int) -> float:
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        connection.execute("SELECT 1")
        connection.rollback()
        began = time.perf_counter()
        for sql, values in by_hand(how, person):
            connection.execute(sql, values)
        ended = time.perf_counter()
        connection.rollback()
    return ended - began


def whole_case(system: SqlSystem, email: str) -> dict[str, float]:
    """Time resolve, plan, observe and the indexed re-check of one person (reads only)."""
    out: dict[str, float] = {}

    def timed(name: str, call: Callable[[], Any]) -> Any:
        began = time.perf_counter()
        found = call()
        out[name] = time.perf_counter() - began
        return found

    identity = timed("resolve", lambda: system.resolve(SubjectIdentifiers({"email": (email,)})))
    timed("plan", lambda: plan_erasure(system.datamap, system.schema(), identity))
    seen = timed("observe", lambda: system.observe(identity, NOW))
    timed("re-check", lambda: system.recheck(identity, seen, NOW))
    return out


@contextmanager
def database(rows: int) -> Iterator[str]:
    with local_servers.postgres_server() as server, local_servers.postgres_database(*server) as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            for statement in (*schema_sql(), *fill_sql(rows)):
                connection.execute(text(statement))
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("VACUUM ANALYZE"))
        engine.dispose()
        yield url


def run(rows: int, rounds: int) -> None:
    with database(rows) as url:
        print(f"{rows:,} rows")
        print(f"{'':28}{'hand ms':>10}{'ours ms':>10}{'ratio':>8}")
        for how in ("update", "delete"):
            parsed, _ = parse_datamap(datamap(how), "datamap.yaml")
            system = SqlSystem.open("shop", url, parsed)
            for label, person, limit in (("10,002 rows", HEAVY, 2.0), ("15 rows", LIGHT, 3.0)):
                identity = system.resolve(SubjectIdentifiers({"email": (f"person{person}@example.com",)}))
                hand, ours = [], []
                for turn in range(rounds + 1):
                    h, o = measure_hand(url, how, person), measure_ours(system, identity)
                    if turn:
                        hand.append(h)
                        ours.append(o)
                h, o = statistics.median(hand), statistics.median(ours)
                verdict = "" if o / h <= limit else f"  over {limit}"
                print(f"{label + ', ' + how.upper():28}{h * 1e3:>10.2f}{o * 1e3:>10.2f}{o / h:>8.2f}{verdict}")
            for label, person in (("10,002 rows", HEAVY), ("15 rows", LIGHT)):
                parts = whole_case(system, f"person{person}@example.com")
                told = ", ".join(f"{k} {v * 1e3:.1f}" for k, v in parts.items())
                print(f"  whole case beside it, {label}, {how.upper()}: {sum(parts.values()) * 1e3:.1f} ms ({told})")
            system.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--wide", action="store_true", help="also with ten times the rows of other people")
    given = parser.parse_args()
    run(given.rows, given.rounds)
    if given.wide:
        run(given.rows * 10, given.rounds)


if __name__ == "__main__":
    main()
