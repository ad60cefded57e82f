"""A small company whose erasure needs most kinds of statement, and a process that dies where it is told to."""

from __future__ import annotations

import base64
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text

import upheld.connectors.sql.connecting as target
import upheld.store.engine as own
from upheld.app import App, open_deployment
from upheld.clock import VirtualClock
from upheld.duties.requests import Right
from upheld.ids import CaseId
from upheld.store import cases

START = datetime(2026, 11, 21, 12, tzinfo=UTC)
ANN = "ann@example.com"

DDL = """
CREATE TABLE customers (id integer PRIMARY KEY, email varchar(200) NOT NULL UNIQUE, name varchar(100), former integer NOT NULL);
CREATE TABLE products (id integer PRIMARY KEY, title varchar(100) NOT NULL, review_count integer NOT NULL);
CREATE TABLE orders (id integer PRIMARY KEY, customer_id integer REFERENCES customers(id), total integer, ship varchar(100), paid_on date);
CREATE TABLE items (id integer PRIMARY KEY, order_id integer NOT NULL REFERENCES orders(id), what varchar(100));
CREATE TABLE messages (id integer PRIMARY KEY, sender integer REFERENCES customers(id), recipient integer REFERENCES customers(id), body varchar(200));
CREATE TABLE reviews (id integer PRIMARY KEY, product_id integer NOT NULL REFERENCES products(id), author integer NOT NULL REFERENCES customers(id), body varchar(200));
CREATE TABLE projects (id integer PRIMARY KEY, title varchar(100));
CREATE TABLE members (project_id integer NOT NULL REFERENCES projects(id), customer_id integer NOT NULL REFERENCES customers(id), PRIMARY KEY (project_id, customer_id));
CREATE INDEX o1 ON orders (customer_id); CREATE INDEX i1 ON items (order_id); CREATE INDEX m1 ON messages (sender);
CREATE INDEX m2 ON messages (recipient); CREATE INDEX r1 ON reviews (author); CREATE INDEX p1 ON members (customer_id);
INSERT INTO customers VALUES (1, 'ann@example.com', 'Ann', 0), (2, 'bob@example.com', 'Bob', 0), (9, 'former@example.invalid', 'Former', 1);
INSERT INTO products VALUES (1, 'Vase', 2);
INSERT INTO orders VALUES (1, 1, 10, 'Ann Street', '2015-05-05'), (2, 1, 20, 'Ann Street', '2026-05-05'), (3, 2, 5, 'Bob Street', '2026-05-05');
INSERT INTO items VALUES (1, 1, 'x'), (2, 2, 'y'), (3, 3, 'z');
INSERT INTO messages VALUES (1, 1, 2, 'hello'), (2, 1, 1, 'note'), (3, 2, 2, 'ask ann@example.com');
INSERT INTO reviews VALUES (1, 1, 1, 'good'), (2, 1, 2, 'fine');
INSERT INTO projects VALUES (1, 'shared'), (2, 'alone');
INSERT INTO members VALUES (1, 1), (1, 2), (2, 1)
"""

DATAMAP = """
datamap: 1
system: shop
people:
  customer: {table: customers, key: id, proves: {email: email}, stored: {email: lower}, pseudo: {id: 9, email: former@example.invalid, name: Former, former: 1}, pseudo_when: former = 1}
tables:
  customers: {is: customer, holds: {contact.email: [email], name: [name], account.status: [former]}}
  products: {counters: {review_count: {counts: reviews.product_id}}, holds: {content: [title]}}
  orders: {of: customer_id, holds: {transaction: [total, paid_on], contact.address: [ship]}, keep: {until: paid_on + 7y, because: tax, columns: [total], reduce: {customer_id: null, ship: null}}}
  items: {of: order_id, holds: {transaction: [what]}}
  messages: {with: [sender, recipient], leave: {sender: {pseudo: one}, recipient: {pseudo: one}}, holds: {communication: [body]}, mentions: [body]}
  reviews: {of: author, holds: {opinion: [body]}}
  projects: {with: "<members.project_id", holds: {content: [title]}}
  members: {of: customer_id}
"""

TABLES = ("customers", "products", "orders", "items", "messages", "reviews", "projects", "members")


def fill(url: str) -> None:
    """Make the company's tables and rows in an empty database."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in DDL.split(";"):
            connection.execute(text(statement))
    engine.dispose()


def dump(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """Read every row of the company."""
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {t: sorted(tuple(map(str, r)) for r in connection.execute(text(f"SELECT * FROM {t}"))) for t in TABLES}
    engine.dispose()
    return found


def write_deployment(folder: Path, target: str, store: str, keys: str) -> None:
    """Write a deployment over three databases into ``folder``."""
    (folder / "master.key").write_text(base64.b64encode(b"k" * 32).decode())
    (folder / "master.key").chmod(0o600)
    (folder / "datamap.yaml").write_text(DATAMAP)
    (folder / "upheld.yaml").write_text(
        f"upheld: 1\ncontroller: Small Shop\nestablishment: BE\n"
        f'store: {{url: "{store}", keys: "{keys}", master_key: "file:master.key"}}\n'
        f'systems: {{shop: {{url: "{target}", datamap: datamap.yaml}}}}\n'
    )


def open_or_resume(folder: Path, at: datetime) -> None:
    """Erase Ann, or go on with her case where an earlier process left it."""
    with open_deployment(folder, clock=VirtualClock(at)) as app:
        if not case_of(app):
            app.requests.open(Right.ERASURE, {"email": [ANN]})
        app.worker.run_due()


def case_of(app: App) -> CaseId | None:
    with app.store.read() as connection:
        rows = cases.list_cases(connection)
    return rows[0].id if rows else None


def run_and_die(folder: Path, at: datetime, boundary: int) -> int:
    """Run in a forked process that kills itself with SIGKILL at database boundary number ``boundary``.

    Boundaries are counted before and after every statement and before and after every COMMIT, in the target and in our own
    store. Returns the number of boundaries passed when the process lived to its end, else -1.
    """
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        _child(folder, at, boundary, writer)
    os.close(writer)
    with os.fdopen(reader) as told:
        said = told.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return -1
    assert os.WEXITSTATUS(status) == 0, said
    return int(said)


def _child(folder: Path, at: datetime, boundary: int, writer: int) -> None:
    passed = 0

    def pass_one(*_: Any, **__: Any) -> None:
        nonlocal passed
        passed += 1
        if passed == boundary:
            os.kill(os.getpid(), signal.SIGKILL)

    def fresh(engine: Engine) -> None:
        for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
            event.listen(engine, name, pass_one)

    try:
        with _every_engine(fresh):
            open_or_resume(folder, at)
        os.write(writer, str(passed).encode())
        os._exit(0)
    except BaseException as error:  # noqa: BLE001 - a forked child must not return into the test runner
        os.write(writer, f"{type(error).__name__}: {error}".encode())
        os._exit(1)


@contextmanager
def _every_engine(prepare: Any) -> Iterator[None]:
    """Let ``prepare`` see every engine made inside the block, whoever makes it."""
    originals = (target.create_engine, own.create_engine)

    def making(*arguments: Any, **options: Any) -> Engine:
        engine = create_engine(*arguments, **options)
        prepare(engine)
        return engine

    target.create_engine = own.create_engine = making  # type: ignore[assignment]
    try:
        yield
    finally:
        target.create_engine, own.create_engine = originals


LATER = timedelta(hours=1, minutes=-1)
"""Behind every lease, before the first follow-up."""
