"""``upheld map`` on live databases: what it drafts, what it follows when a schema changes, and what it never shows."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import Engine, create_engine, text
from tests.benchmarks.discovery.scoring import measure
from tests.benchmarks.discovery.shop import shop
from tests.benchmarks.discovery.worlds import KEPT_ASIDE, SEEN

from upheld.cli import cli
from upheld.connectors.sql.connecting import Target
from upheld.connectors.sql.schema import read_schema
from upheld.datamap.coverage import check_coverage
from upheld.discovery.surveying import survey
from upheld.errors import UpheldError
from upheld.formats.datamap_file import parse_datamap
from upheld.planning.rehearsal import rehearse
from upheld.spans import Severity

CLUB = """
CREATE TABLE members (id integer primary key, full_name varchar(80) not null, email varchar(120) not null unique, city varchar(60), joined date);
CREATE TABLE sections (id integer primary key, title varchar(60) not null);
CREATE TABLE fees (id integer primary key, member_id integer not null REFERENCES members(id), section_id integer REFERENCES sections(id), amount integer not null);
CREATE TABLE letters (id integer primary key, sender_id integer REFERENCES members(id), recipient_id integer REFERENCES members(id), body text);
CREATE INDEX fees_member ON fees (member_id);
CREATE INDEX fees_section ON fees (section_id);
CREATE INDEX letters_sender ON letters (sender_id);
CREATE INDEX letters_recipient ON letters (recipient_id)
"""


@pytest.fixture
def club(store_url: str) -> Iterator[tuple[str, Engine]]:
    """Give a small database of a club, on each engine, with an e-mail address that must never be seen."""
    engine = create_engine(store_url)
    run(engine, CLUB)
    with engine.begin() as connection:
        for i in range(1, 61):
            cells = {
                "i": i,
                "n": f"Secretname{i} Quorrel",
                "e": f"secretmail{i}@example.com",
                "b": f"secretword{i} was said to them all",
            }
            connection.execute(text("INSERT INTO members VALUES (:i, :n, :e, 'Secretville', '2024-05-01')"), cells)
            connection.execute(text("INSERT INTO fees VALUES (:i, :i, NULL, 1200)"), cells)
            connection.execute(text("INSERT INTO letters VALUES (:i, :i, 1, :b)"), cells)
    yield store_url, engine
    engine.dispose()


def run(engine: Engine, statements: str) -> None:
    with engine.begin() as connection:
        for statement in filter(None, map(str.strip, statements.split(";"))):
            connection.exec_driver_sql(statement)


def upheld_map(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, ["map", *words])
    assert result.exit_code == code, (result.output, result.exception)
    return result


def errors_of(url: str, path: Path) -> list[str]:
    datamap, written = parse_datamap(path.read_text("utf-8"), path.name)
    target = Target("club", url)
    with target.read() as connection:
        schema = read_schema(connection)
    target.close()
    found = [p.code for p in check_coverage(datamap, schema, written) if p.severity is Severity.ERROR]
    return found or [why for why in [rehearse(datamap, schema)] if why]


@pytest.mark.parametrize("make", [*SEEN, *KEPT_ASIDE], ids=lambda m: m.__name__.lower())
def test_what_is_found_without_declared_keys_is_what_is_true(make: type, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'world.db'}"
    make().load(url)
    score = measure(make(), url)
    assert score.own.f1 >= 0.80, score.wrong
    assert score.reachable.f1 >= 0.90, score.wrong
    assert (score.ties.precision >= 0.85, score.ties.recall >= 0.85) == (True, True), score.wrong
    assert {e.partition(":")[0] for e in score.errors} <= {"missing-index", "email-case"}, score.errors


def test_postgresql_is_read_as_sqlite_is(postgres_url: str) -> None:
    shop().load(postgres_url)
    score = measure(shop(), postgres_url)
    assert score.own.f1 >= 0.95
    assert (score.ties.precision, score.ties.recall) == (1.0, 1.0)


def test_a_draft_passes_the_check_and_can_be_planned_with(club: tuple[str, Engine], tmp_path: Path) -> None:
    out = tmp_path / "datamap.yaml"
    upheld_map(club[0], "--out", str(out), "--system", "club")
    assert errors_of(club[0], out) == []
    datamap, _ = parse_datamap(out.read_text("utf-8"), "datamap.yaml")
    assert datamap.system == "club"
    assert datamap.people["member"].proves == {"email": "email"}
    assert datamap.tables["letters"].slices[0].shared
    assert datamap.nobody == {"sections"}
    assert datamap.tables["fees"].slices[0].tied[0].tie.columns[0].column == "member_id"  # type: ignore[union-attr]  # a hop


def test_no_value_is_ever_shown(club: tuple[str, Engine], tmp_path: Path) -> None:
    out = tmp_path / "datamap.yaml"
    shown = upheld_map(club[0]).output + upheld_map(club[0], "--out", str(out)).output
    shown += upheld_map(club[0], "--json").output + out.read_text("utf-8")
    target = Target("club", club[0])
    with target.read() as connection:
        shown += repr(survey(connection, read_schema(connection)))
    target.close()
    assert "secret" not in shown.lower()
    assert "Quorrel" not in shown


def test_an_unchanged_schema_leaves_the_file_alone(club: tuple[str, Engine], tmp_path: Path) -> None:
    out = tmp_path / "datamap.yaml"
    upheld_map(club[0], "--out", str(out))
    before = out.read_text("utf-8")
    assert "has not changed" in upheld_map(club[0], "--out", str(out)).output
    assert out.read_text("utf-8") == before


def test_drift_is_shown_and_only_what_changed_is_edited(club: tuple[str, Engine], tmp_path: Path) -> None:
    url, engine = club
    out = tmp_path / "datamap.yaml"
    upheld_map(url, "--out", str(out))
    own = (
        out.read_text("utf-8")
        .replace("  fees:\n", "  fees:  # Bo: seen by the board in May\n")
        .replace("purpose: undecided", "purpose: membership")
    )
    out.write_text(own, "utf-8")
    run(
        engine,
        "ALTER TABLE members ADD COLUMN phone varchar(30); ALTER TABLE members RENAME COLUMN city TO town;"
        " ALTER TABLE letters RENAME TO notes_sent; CREATE TABLE trophies (id integer primary key, member_id integer REFERENCES members(id), title varchar(40))",
    )

    told = upheld_map(url, "--out", str(out), "--dry-run", code=1).output
    assert out.read_text("utf-8") == own, "a dry run changes nothing"
    for line in (
        "table renamed: letters -> notes_sent",
        "table added: trophies",
        "column added: members.phone",
        "column renamed: members.city -> town",
    ):
        assert line in told
    assert upheld_map(url, "--out", str(out)).output == told

    after = out.read_text("utf-8")
    assert "  fees:  # Bo: seen by the board in May\n" in after
    assert "purpose: membership" in after
    datamap, _ = parse_datamap(after, "datamap.yaml")
    assert datamap.tables["members"].columns["phone"].category == "contact.phone"
    assert datamap.tables["members"].columns["town"].category == "contact.address"
    assert {"notes_sent", "trophies"} <= datamap.tables.keys()
    assert "letters" not in datamap.tables
    assert [e for e in errors_of(url, out) if e != "missing-index"] == []
    kept = [line for line in own.splitlines() if not line.startswith("#:")]
    new = set(after.splitlines())
    lost = [line for line in kept if line not in new]
    assert all(w in line for line in lost for w in [next((w for w in ("city", "letters") if w in line), "?")]), lost
    assert "has not changed" in upheld_map(url, "--out", str(out)).output


def test_what_is_gone_goes_from_the_file(club: tuple[str, Engine], tmp_path: Path) -> None:
    url, engine = club
    out = tmp_path / "datamap.yaml"
    upheld_map(url, "--out", str(out))
    run(engine, "ALTER TABLE members DROP COLUMN joined; DROP TABLE letters")
    told = upheld_map(url, "--out", str(out)).output
    assert "column removed: members.joined" in told
    assert "table removed: letters" in told
    datamap, _ = parse_datamap(out.read_text("utf-8"), "datamap.yaml")
    assert "joined" not in datamap.tables["members"].columns
    assert "letters" not in datamap.tables
    assert errors_of(url, out) == []


def test_a_retyped_column_is_told(club: tuple[str, Engine], tmp_path: Path) -> None:
    url, engine = club
    if engine.dialect.name == "sqlite":
        pytest.skip("SQLite cannot change the type of a column")
    out = tmp_path / "datamap.yaml"
    upheld_map(url, "--out", str(out))
    run(engine, "ALTER TABLE fees ALTER COLUMN amount TYPE numeric(10, 2)")
    assert (
        "column retyped: fees.amount: integer NOT NULL -> number NOT NULL" in upheld_map(url, "--out", str(out)).output
    )


def test_a_datamap_written_by_hand_keeps_every_line(club: tuple[str, Engine], tmp_path: Path) -> None:
    url, _ = club
    out = tmp_path / "datamap.yaml"
    hand = (
        "# ours\ndatamap: 1\nsystem: club\nnobody: [sections]  # nothing there\npeople:\n  member: {table: members, key: id, proves: {email: email}}\n"
        "tables:\n  members:\n    is: member\n    holds: {name: [full_name], contact.email: [email], contact.address: [city]}  # Ada\n"
        "  fees: {of: member_id, holds: {transaction: [amount]}}\n"
    )
    out.write_text(hand, "utf-8")
    told = upheld_map(url, "--out", str(out)).output
    assert told.splitlines() == [
        "table added: letters",
        "column added: fees.section_id",
        "column added: members.joined",
    ]
    after = out.read_text("utf-8")
    assert "{name: [full_name], contact.email: [email], contact.address: [city], time: [joined]}  # Ada" in after
    assert "fees: {of: member_id, holds: {transaction: [amount], key: [section_id]}}" in after
    assert "nobody: [sections]  # nothing there" in after


def test_empty_tables_and_views_are_answered_clearly(store_url: str) -> None:
    engine = create_engine(store_url)
    run(
        engine,
        "CREATE TABLE customers (id integer primary key, email varchar(80), name varchar(80));"
        " CREATE TABLE things (id integer primary key, colour varchar(20)); CREATE VIEW who AS SELECT name FROM customers",
    )
    engine.dispose()
    out = upheld_map(store_url).output
    assert "# empty: judged by names and types alone" in out
    assert "- things  # empty: judged by its names alone" in out
    assert "# Views, which hold nothing of their own: who." in out


def test_no_rows_are_looked_at_when_none_are_asked_for(club: tuple[str, Engine]) -> None:
    assert "is: member" in upheld_map(club[0], "--rows", "0").output


def test_a_foreign_table_is_another_systems(postgres_url: str) -> None:
    engine = create_engine(postgres_url)
    run(
        engine,
        "CREATE EXTENSION file_fdw; CREATE SERVER files FOREIGN DATA WRAPPER file_fdw;"
        " CREATE FOREIGN TABLE elsewhere (email text, name text) SERVER files OPTIONS (filename '/nonexistent')",
    )
    engine.dispose()
    out = upheld_map(postgres_url).output
    assert "elsewhere:" in out
    assert "a foreign table: its rows are in another system, which needs a datamap of its own" in out


@pytest.mark.parametrize("name", ["Straße & Söhne", "order items", "a:b", 'quo"te', "per%cent", "naïve", "select"])
def test_names_of_any_signs_are_read_and_written(store_url: str, name: str, tmp_path: Path) -> None:
    engine = create_engine(store_url)
    quoted = '"' + name.replace('"', '""') + '"'
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE users (id integer primary key, email varchar(80) not null unique)"))
        made = f"CREATE TABLE {quoted} (id integer primary key, user_id integer REFERENCES users(id), {quoted} varchar(20))"
        connection.exec_driver_sql(made.replace("%", "%%") if engine.dialect.name == "postgresql" else made)
    engine.dispose()
    out = tmp_path / "datamap.yaml"
    upheld_map(store_url, "--out", str(out))
    datamap, _ = parse_datamap(out.read_text("utf-8"), "datamap.yaml")
    assert name in datamap.tables
    assert "has not changed" in upheld_map(store_url, "--out", str(out)).output


def test_errors_say_what_to_do_and_no_address(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["map", f"sqlite:///{tmp_path / 'none.db'}"])
    assert isinstance(result.exception, UpheldError)
    assert "does not exist" in str(result.exception)
    result = CliRunner().invoke(cli, ["map", "env:UPHELD_NO_SUCH_URL"])
    assert "set it" in str(result.exception)
    result = CliRunner().invoke(cli, ["map", "postgresql://u:secretword@127.0.0.1:1/x"])
    assert isinstance(result.exception, UpheldError)
    assert "secretword" not in str(result.exception)


def test_json_tells_people_tables_and_ties(club: tuple[str, Engine]) -> None:
    told = json.loads(upheld_map(club[0], "--json").output)
    assert told["people"]["member"]["table"] == "members"
    assert told["tables"]["fees"]["ties"] == ["member_id"]


@pytest.mark.slow
def test_a_schema_of_two_thousand_tables(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'wide.db'}"
    engine = create_engine(url)
    run(
        engine,
        ";".join(
            f"CREATE TABLE t_{i} (id integer primary key, t_{max(i - 1, 0)}_id integer, email text, note text)"
            for i in range(2000)
        ),
    )
    engine.dispose()
    out = tmp_path / "datamap.yaml"
    upheld_map(url, "--out", str(out))
    parse_datamap(out.read_text("utf-8"), "datamap.yaml")
