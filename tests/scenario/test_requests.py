"""A request from its receipt to its end, in process, under a virtual clock, with letters to a real mail server.

Ann is a customer; Bob shares rows with her; Cleo is a stranger whose rows nobody may touch.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from sqlalchemy import create_engine, text
from tests.chaos.erasure_world import ANN, dump, fill, write_deployment
from tools import local_servers

from upheld.app import App, open_deployment
from upheld.clock import VirtualClock
from upheld.duties.requests import Outcome, Phase, Right
from upheld.errors import SchemaChanged, UsageError
from upheld.ids import CaseId
from upheld.store import cases, pseudonyms
from upheld.work.requests.package import file_stem, free_stem

START = datetime(2026, 11, 21, 12, tzinfo=UTC)


class Postbox:
    """A mail server on this machine that keeps what it gets."""

    def __init__(self) -> None:
        self.letters: list[Any] = []

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        self.letters.append(message_from_bytes(envelope.content, policy=default))
        return "250 taken"


@pytest.fixture
def postbox() -> Iterator[tuple[Postbox, int]]:
    box, port = Postbox(), local_servers.free_port()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    yield box, port
    controller.stop()


@pytest.fixture
def company(tmp_path: Path, postbox: tuple[Postbox, int]) -> Path:
    """The small company with mail, on SQLite throughout."""
    fill(f"sqlite:///{tmp_path / 'shop.db'}")
    write_deployment(tmp_path, "sqlite:///shop.db", "sqlite:///store.db", "sqlite:///keys.db")
    with (tmp_path / "upheld.yaml").open("a") as file:
        file.write(f'mail: {{smtp: "smtp://127.0.0.1:{postbox[1]}", from: "privacy@shop.example"}}\n')
    return tmp_path


@contextmanager
def opened(folder: Path, clock: VirtualClock | None = None) -> Iterator[App]:
    with open_deployment(folder, clock=clock or VirtualClock(START)) as app:
        yield app


def names(app: App, case_id: CaseId) -> list[str]:
    with app.store.read() as connection:
        return [e.name for e in cases.load_events(connection, case_id)]


def sql(folder: Path, statement: str) -> None:
    engine = create_engine(f"sqlite:///{folder / 'shop.db'}")
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_an_erasure_is_confirmed_after_it_was_checked_and_forgotten_after_the_last_look(
    company: Path, postbox: tuple[Postbox, int]
) -> None:
    clock = VirtualClock(START)
    with opened(company, clock) as app:
        case_id = app.requests.open(Right.ERASURE, {"email": [ANN]}, reply_to=ANN)
        app.worker.run_due()
        state = app.deployment.journal.load(case_id)
        assert (state.outcome, state.phase) == (Outcome.PARTLY_KEPT, Phase.FOLLOWING_UP)
        story = names(app, case_id)
        assert story.index("check.passed") < story.index("case.concluded") < story.index("letter.queued")
        app.worker.run_until(START + timedelta(days=2))
        assert names(app, case_id)[-3:] == ["follow-up.passed", "identity.destroyed", "case.closed"]
        assert "letter.settled" in names(app, case_id)
    (letter,) = postbox[0].letters
    assert letter["To"] == ANN
    assert "orders" in letter.get_body().get_content()
    for file in ("store.db", "store.db-wal", "keys.db", "keys.db-wal"):
        path = company / file
        assert not path.exists() or ANN.encode() not in path.read_bytes()


def test_rows_that_arrive_behind_an_erasure_are_taken_up_again(company: Path, postbox: tuple[Postbox, int]) -> None:
    clock = VirtualClock(START)
    with opened(company, clock) as app:
        sql(company, "INSERT INTO customers VALUES (3, 'cleo@example.com', 'Cleo', 0)")
        case_id = app.requests.open(Right.ERASURE, {"email": [ANN]}, reply_to=ANN)
        app.worker.run_due()
        sql(company, "INSERT INTO customers VALUES (1, 'ann@example.com', 'Ann again', 0)")
        app.worker.run_until(START + timedelta(days=3))
        assert "case.reopened" in names(app, case_id)
        assert app.deployment.journal.load(case_id).phase is Phase.CLOSED
    assert len(postbox[0].letters) == 1
    left = dump(f"sqlite:///{company / 'shop.db'}")
    assert [row[1] for row in left["customers"]] == ["bob@example.com", "cleo@example.com", "former@example.invalid"]


def test_nobody_found_is_said_as_it_is(company: Path, postbox: tuple[Postbox, int]) -> None:
    before = dump(f"sqlite:///{company / 'shop.db'}")
    with opened(company) as app:
        case_id = app.requests.open(Right.ERASURE, {"email": ["nobody@example.com"]}, reply_to="nobody@example.com")
        app.worker.run_due()
        assert app.deployment.journal.load(case_id).outcome is Outcome.NOTHING_FOUND
    assert dump(f"sqlite:///{company / 'shop.db'}") == before
    assert "found nothing" in postbox[0].letters[0].get_body().get_content()


def test_two_accounts_wait_for_a_person_to_choose(company: Path) -> None:
    sql(company, "DROP TABLE members")
    sql(company, "DROP TABLE projects")
    datamap = (
        (company / "datamap.yaml").read_text().replace("email: email}, stored", "email: email, name: name}, stored")
    )
    lines = [line for line in datamap.splitlines() if not line.startswith(("  projects", "  members"))]
    (company / "datamap.yaml").write_text("\n".join(lines) + "\n")
    sql(company, "INSERT INTO customers VALUES (4, 'ann@second.example', 'Ann', 0)")
    with opened(company) as app:
        case_id = app.requests.open(Right.ERASURE, {"email": [ANN]})
        app.worker.run_due()
        assert app.deployment.journal.load(case_id).phase is Phase.UNCERTAIN
        app.requests.choose(case_id, ["customer:1"])
        app.worker.run_due()
        assert app.deployment.journal.load(case_id).phase is Phase.FOLLOWING_UP
    assert ["4", "ann@second.example", "Ann", "0"] in [list(r) for r in _customers(company)]


def _customers(company: Path) -> list[tuple[Any, ...]]:
    engine = create_engine(f"sqlite:///{company / 'shop.db'}")
    with engine.connect() as connection:
        rows = [tuple(map(str, r)) for r in connection.execute(text("SELECT * FROM customers"))]
    engine.dispose()
    return rows


def test_a_column_dropped_between_plan_and_run_fails_the_case_and_a_retry_ends_it(company: Path) -> None:
    with opened(company) as app:
        case_id = app.requests.open(Right.ERASURE, {"email": [ANN]})
        sql(company, "ALTER TABLE messages DROP COLUMN body")
        app.worker.run_due()
        state = app.deployment.journal.load(case_id)
        assert state.phase is Phase.FAILED
        assert dump_customers(company) == 3
        sql(company, "ALTER TABLE messages ADD COLUMN body varchar(200)")
        app.requests.retry(case_id)
        app.worker.run_due()
        assert app.deployment.journal.load(case_id).outcome is Outcome.PARTLY_KEPT


def dump_customers(company: Path) -> int:
    return len(_customers(company))


def test_a_copy_holds_ann_and_nobody_else(company: Path) -> None:
    with opened(company) as app:
        case_id = app.requests.open(Right.ACCESS, {"email": [ANN]})
        app.worker.run_due()
        package = app.deployment.packages / f"{case_id}.zip"
        assert app.deployment.journal.load(case_id).phase is Phase.CLOSED
        assert package.stat().st_mode & 0o077 == 0
        with zipfile.ZipFile(package) as archive:
            page = archive.read("index.html").decode()
            orders = json.loads(archive.read("shop/orders.json"))
            everything = b"".join(archive.read(n) for n in archive.namelist())
            receipt = json.loads(archive.read("receipt.json"))
        assert pseudonyms.opens(receipt["pseudonym"], bytes.fromhex(receipt["opening"]), receipt["subject"])
        assert [o["id"] for o in orders] == [1, 2]
        assert b"bob@example.com" not in everything
        assert "<script" not in page
        assert "not recorded" in page


def test_hostile_values_stay_values_in_page_and_spreadsheet(company: Path) -> None:
    sql(company, "UPDATE orders SET ship = '<script>alert(1)</script>' WHERE id = 1")
    sql(company, "UPDATE orders SET ship = '=cmd|calc!A1' WHERE id = 2")
    with opened(company) as app:
        case_id = app.requests.open(Right.ACCESS, {"email": [ANN]})
        app.worker.run_due()
        with zipfile.ZipFile(app.deployment.packages / f"{case_id}.zip") as archive:
            page, lines = archive.read("index.html").decode(), archive.read("shop/orders.csv").decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "'=cmd" in lines


@pytest.mark.parametrize("right", list(Right))
def test_our_own_store_may_be_postgresql(
    tmp_path: Path, right: Right, postgres_server: tuple[str, int], postgres_url: str
) -> None:
    fill(postgres_url)
    with (
        local_servers.postgres_database(*postgres_server) as store,
        local_servers.postgres_database(*postgres_server) as keys,
    ):
        write_deployment(tmp_path, postgres_url, store, keys)
        with opened(tmp_path) as app:
            case_id = app.requests.open(right, {"email": [ANN]})
            app.worker.run_due()
            app.settle()
            outcome = app.deployment.journal.load(case_id).outcome
            assert outcome is (Outcome.DONE if right is Right.ACCESS else Outcome.PARTLY_KEPT)
            with app.store.read() as connection, closing(connection):
                leaves = connection.execute(text("SELECT count(*) FROM evidence_leaves")).scalar_one()
            assert leaves == app.deployment.journal.load(case_id).version


@pytest.mark.parametrize(
    ("given", "accounts", "told"),
    [
        ({"emial": [ANN]}, [], "no datamap finds people by `emial`; they are found by email"),
        ({"email": [ANN]}, ["guest:1"], "no datamap has a kind of person `guest`"),
        ({"email": [ANN]}, ["1"], "kind:key"),
        ({"email": [" "]}, [], "needs an identifier"),
        ({"email": [ANN + "\u200b"]}, [], "has a sign in it that cannot be seen"),
        ({"email": ["\x00" + ANN]}, [], "has a sign in it that cannot be seen"),
    ],
)
def test_a_request_that_could_find_nobody_is_refused_and_not_answered(
    company: Path, given: dict[str, list[str]], accounts: list[str], told: str
) -> None:
    """A misspelt word must not end as "nothing found"."""
    with opened(company) as app, pytest.raises(UsageError, match=re.escape(told)):
        app.requests.open(Right.ERASURE, given, accounts)


def test_a_chosen_account_that_is_not_the_persons_waits_for_a_better_choice(company: Path) -> None:
    with opened(company) as app:
        case_id = app.requests.open(Right.ERASURE, {"email": [ANN]}, ["customer:2"])
        app.worker.run_due()
        assert app.deployment.journal.load(case_id).phase is Phase.UNCERTAIN
        app.requests.choose(case_id, ["customer:1"])
        app.worker.run_due()
        assert app.deployment.journal.load(case_id).outcome is Outcome.PARTLY_KEPT


def test_of_two_requests_at_once_the_second_does_not_say_that_nothing_was_found(company: Path) -> None:
    """Both had found Ann before the first took her away."""

    class Interrupted(Exception):
        pass

    def stop(at: str) -> None:
        if at == "before plan":
            raise Interrupted

    with open_deployment(company, clock=VirtualClock(START), boundary=stop) as app:
        first = app.requests.open(Right.ERASURE, {"email": [ANN]})
        second = app.requests.open(Right.ERASURE, {"email": [ANN]})
        app.worker.run_due()
    with opened(company, VirtualClock(START + timedelta(minutes=10))) as app:
        for case_id in (first, second):
            assert app.deployment.journal.load(case_id).phase is Phase.FAILED
            app.requests.retry(case_id)
        app.worker.run_due()
        outcomes = {app.deployment.journal.load(case_id).outcome for case_id in (first, second)}
    assert outcomes == {Outcome.PARTLY_KEPT, Outcome.UNCOUNTED}


def test_two_tables_whose_names_look_alike_do_not_share_a_file() -> None:
    taken: set[str] = set()
    stems = [free_stem(file_stem("shop", table, "owner"), taken) for table in ("my notes", "my-notes", "My Notes")]
    assert stems == ["shop/my-notes", "shop/my-notes-2", "shop/My-Notes-3"]


def test_a_case_that_fails_before_any_system_is_asked_is_recorded_too(company: Path) -> None:
    """Its event names no system, and a leaf takes no empty fact."""

    def stop(at: str) -> None:
        if at == "before resolve":
            raise SchemaChanged("the shop is not what it was")

    with open_deployment(company, clock=VirtualClock(START), boundary=stop) as app:
        case_id = app.requests.open(Right.ERASURE, {"email": [ANN]})
        app.worker.run_due()
        assert app.deployment.journal.load(case_id).phase is Phase.FAILED
