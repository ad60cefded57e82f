"""What goes wrong with a live system: a clear error or outcome, nothing half done, nothing lost."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sqlalchemy import event, text
from tests.integration.datamap.cast import DATAMAP, DDL, ROWS
from tests.integration.datamap.world import GONE, NOW, MakeWorld, World, make_engine

from upheld.connectors.sql import Fate, Receipt, SqlSystem
from upheld.errors import AccessDenied, Busy, OutOfSpace, SchemaChanged, Unreachable, UpheldError, UsageError
from upheld.formats.datamap_file import parse_datamap
from upheld.planning import Account, SubjectIdentifiers

ORDERS = (
    "CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers, contact text, note text);"
)
ORDER_MAP = """
  orders: {of: [customer_id, {email: contact}], holds: {contact.email: [contact], text: [note]}}
"""
ORDER_ROWS = {"orders": [(1, 1, None, "mine"), (2, None, "ada@example.com", "guest"), (3, 2, None, "Bob's")]}


def shop(world: MakeWorld) -> World:
    return world(DDL + ORDERS, ROWS | ORDER_ROWS, DATAMAP + ORDER_MAP)


def test_a_database_that_does_not_answer(tmp_path: Path) -> None:
    datamap = parse_datamap(DATAMAP, "datamap.yaml")[0]
    for url in (f"sqlite:///{tmp_path / 'missing.db'}", "postgresql+psycopg://nobody:s3cret@127.0.0.1:1/none"):
        with pytest.raises(Unreachable) as refused:
            SqlSystem.open("crm", url, datamap).schema()
        assert "crm" in str(refused.value)
        assert "s3cret" not in str(refused.value)
    assert not (tmp_path / "missing.db").exists()


@pytest.mark.parametrize(
    "url", ["", "nonsense", "oracle://x/y", "mongodb://x", "sqlite://", "http://example.com:s3cret/"]
)
def test_a_url_that_no_connector_fits(url: str) -> None:
    with pytest.raises(UpheldError) as refused:
        SqlSystem.open("crm", url, parse_datamap(DATAMAP, "datamap.yaml")[0]).schema()
    assert isinstance(refused.value, (UsageError, Unreachable))
    assert "s3cret" not in str(refused.value)


@pytest.mark.parametrize("change", ["ALTER TABLE orders DROP COLUMN contact", "DROP TABLE orders"])
def test_a_schema_that_changed_between_plan_and_run(world: MakeWorld, change: str) -> None:
    w = shop(world)
    identity = w.identify(email="ada@example.com")
    plan = w.plan(identity)
    w.run(change)
    before = w.rows()
    with pytest.raises(SchemaChanged):
        w.run_plan(plan, identity)
    assert w.rows() == before


def test_a_person_who_matches_two_accounts_is_a_question(world: MakeWorld) -> None:
    w = world(
        DDL + ORDERS,
        ROWS
        | {
            "customers": [*ROWS["customers"], (4, "ada@example.com", "Another Ada")],
            "orders": [(1, 1, None, ""), (2, 4, None, "")],
        },
        DATAMAP + ORDER_MAP,
    )
    identity = w.identify(email="ada@example.com")
    assert identity.accounts == (Account("customer", 1), Account("customer", 4))
    assert identity.ambiguous() == ("customer",)
    given = SubjectIdentifiers({"email": ("ada@example.com",)})
    chosen = w.system.resolve(given, [Account("customer", 4)])
    assert chosen.accounts == (Account("customer", 4),)


def test_hints_join_nobody(world: MakeWorld) -> None:
    """Two accounts share a phone: a request by phone finds neither, a request by address finds one."""
    w = world(
        DDL.replace("name text", "name text, phone text"),
        {
            "customers": [(1, "ada@example.com", "Ada", "+49 30 1"), (2, "bob@example.com", "Bob", "+49 30 1")],
            "staff": [],
        },
        DATAMAP.replace("proves: {email: email}\n", "proves: {email: email}\n    hints: {phone: phone}\n"),
    )
    assert w.identify(phone="+49 30 1").accounts == ()
    assert w.identify(email="ada@example.com").accounts == (Account("customer", 1),)


@pytest.mark.parametrize(
    "given", [{}, {"email": ()}, {"email": ("",)}, {"email": ("   ",)}, {"shoe": ("44",)}, {"email": ("%",)}]
)
def test_identifiers_that_say_nothing_find_nobody(world: MakeWorld, given: dict[str, tuple[str, ...]]) -> None:
    """An empty address must not match the rows whose address is empty."""
    w = shop(world)
    w.run("INSERT INTO orders VALUES (9, NULL, '', 'nobody knows'); INSERT INTO customers (id, email) VALUES (9, '')")
    identity = w.system.resolve(SubjectIdentifiers(given))
    assert identity.accounts == ()
    before = w.rows()
    counts = w.run_plan(w.plan(identity), identity).counts
    assert not any(counts.values())
    assert w.rows() == before


@pytest.mark.parametrize(
    "hostile", ["' OR '1'='1", 'ada@example.com"; DROP TABLE orders; --', "\\", "ada@example.com\x00", "😀" * 2000]
)
def test_a_hostile_identifier_is_a_value_and_nothing_else(world: MakeWorld, hostile: str) -> None:
    w = shop(world)
    before = w.rows()
    try:
        assert w.access(email=hostile) == {}
        w.erase(email=hostile)
    except UpheldError:
        pass
    assert w.rows() == before


def test_a_cell_of_ten_megabytes(world: MakeWorld) -> None:
    w = world(
        DDL + ORDERS,
        ROWS | {"orders": [(1, 1, None, "x" * 10_000_000), (2, 2, None, "y " * 5_000_000 + "ada@example.com")]},
        DATAMAP + ORDER_MAP.replace("orders: {", "orders: {mentions: [note], "),
    )
    assert len(w.access(email="ada@example.com")["orders"][1]["note"]) == 10_000_000
    started = time.process_time()
    erased = w.erase(email="ada@example.com")
    assert time.process_time() - started < 30
    assert erased.changes["orders"][1] == GONE
    assert erased.changes["orders"][2]["note"].endswith("y [erased]")


def test_a_table_without_a_primary_key(world: MakeWorld) -> None:
    """Rows can be equal in every column: both go. Without ``key`` the datamap is refused before anything is read."""
    ddl = DDL + "CREATE TABLE visits (customer_id integer, page text)"
    rows = ROWS | {"visits": [(1, "/a"), (1, "/a"), (1, "/b"), (2, "/a")]}
    visits = "  visits: {of: customer_id -> customers, holds: {usage: [page]}%s}\n"
    w = world(ddl, rows, DATAMAP + visits % ", key: [customer_id, page]")
    identity = w.identify(email="ada@example.com")
    outcome = w.run_plan(w.plan(identity), identity)
    assert sum(n for name, n in outcome.counts.items() if "visits" in name) == 3
    assert w.select("SELECT customer_id, page FROM visits") == [(2, "/a")]


def test_a_user_who_may_only_read(world: MakeWorld, request: pytest.FixtureRequest) -> None:
    w = shop(world)
    if not w.url.startswith("postgresql"):
        pytest.skip("SQLite has no users")
    role = f"reader_{w.url.rsplit('_', 1)[1]}_{w.url.rsplit('_', 2)[1]}"
    with w.engine.begin() as connection:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))
        connection.execute(text(f"GRANT SELECT ON ALL TABLES IN SCHEMA public TO {role}"))
    reader = SqlSystem.open("world", str(w.engine.url.set(username=role)), w.datamap)
    try:
        identity = reader.resolve(SubjectIdentifiers({"email": ("ada@example.com",)}))
        assert identity.accounts
        before = w.rows()
        with pytest.raises(AccessDenied):
            reader.erase(w.plan(identity), identity, NOW, "attempt-reader")
        assert w.rows() == before
    finally:
        reader.close()
        w.run(f"DROP OWNED BY {role}; DROP ROLE {role}")


def test_a_busy_database_is_left_alone_until_later(world: MakeWorld) -> None:
    w = shop(world)
    identity = w.identify(email="ada@example.com")
    plan = w.plan(identity)
    before = w.rows()
    holder = make_engine(w.url)
    lock = "BEGIN EXCLUSIVE" if holder.dialect.name == "sqlite" else "LOCK TABLE orders IN ACCESS EXCLUSIVE MODE"
    with holder.connect() as connection:
        connection.exec_driver_sql(lock)
        started = time.monotonic()
        with pytest.raises(Busy):
            w.system.erase(plan, identity, NOW, "attempt-busy")
        assert time.monotonic() - started < 60
        connection.rollback()
    holder.dispose()
    assert w.rows() == before
    assert w.erase(email="ada@example.com").changes["orders"] == {1: GONE, 2: GONE}


def test_a_full_disk(world: MakeWorld) -> None:
    """SQLite at its last page: the receipt cannot be written, so nothing is."""
    w = shop(world)
    if w.engine.dialect.name != "sqlite":
        pytest.skip("SQLite can be told that the disk ends here")
    identity = w.identify(email="ada@example.com")
    plan = w.plan(identity)
    before = w.rows()
    pages = w.select("PRAGMA page_count")[0][0]
    engine = w.system.target.engine
    engine.dispose()

    def full(raw: object, _record: object) -> None:
        raw.execute(f"PRAGMA max_page_count = {pages}")  # type: ignore[attr-defined]  # the driver's own connection

    event.listen(engine, "connect", full)
    with pytest.raises(OutOfSpace):
        w.system.erase(plan, identity, NOW, "attempt-full")
    assert w.rows() == before


class PulledPlugError(Exception):
    """What stands for a crash."""


def test_a_crash_before_the_commit_leaves_nothing_and_says_so(world: MakeWorld) -> None:
    w = shop(world)
    journal: list[Receipt] = []
    identity = w.identify(email="ada@example.com")
    plan = w.plan(identity)
    before = w.rows()

    def crash(receipt: Receipt) -> None:
        journal.append(receipt)
        raise PulledPlugError

    with pytest.raises(PulledPlugError):
        w.system.erase(plan, identity, NOW, "attempt-crash", crash)
    assert w.rows() == before
    assert w.system.fate(journal[0]) is Fate.ABSENT
    done = w.system.erase(plan, identity, NOW, "attempt-again", journal.append)
    assert w.system.fate(done.receipt) is Fate.COMMITTED
    assert sum(done.counts.values()) == 3


def test_an_address_stored_in_capitals_is_found_where_the_index_allows(world: MakeWorld) -> None:
    w = world(
        DDL + "CREATE INDEX by_lower_email ON customers (lower(email))",
        ROWS | {"customers": [(1, "Ada@Example.COM", "Ada"), (2, "bob@example.com", "Bob")]},
        DATAMAP,
    )
    assert w.identify(email="ada@example.com").accounts == (Account("customer", 1),)
    assert w.erase(email="ADA@example.com").changes == {"customers": {1: GONE}}


def test_two_foreign_keys_of_a_child_are_answered_each(world: MakeWorld) -> None:
    """Composite references are joined on all their columns: nobody else's are unlinked."""
    w = world(
        DDL
        + """CREATE TABLE orders (org integer, no integer, customer_id integer REFERENCES customers, PRIMARY KEY (org, no));
        CREATE TABLE hints (id integer PRIMARY KEY, org integer, no integer, word text,
                            FOREIGN KEY (org, no) REFERENCES orders (org, no))""",
        ROWS
        | {
            "orders": [(1, 1, 1), (1, 2, 2), (2, 1, 2)],
            "hints": [(1, 1, 1, "Ada's"), (2, 1, 2, "Bob's"), (3, 2, 1, "Bob's too")],
        },
        DATAMAP.replace("system: world", "system: world\nnobody: [hints]")
        + "  orders: {of: customer_id, inbound: {hints.no: null}}\n",
    )
    assert w.erase(email="ada@example.com").changes == {
        "customers": {1: GONE},
        "orders": {(1, 1): GONE},
        "hints": {1: {"no": None}},
    }
