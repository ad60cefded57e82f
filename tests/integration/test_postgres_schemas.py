"""PostgreSQL beyond the plain table: schemas of any name, several of them, and tables in partitions."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import quote

import pytest
from sqlalchemy import create_engine, text

from upheld.connectors.sql.connecting import Target
from upheld.connectors.sql.live_checks import check_live
from upheld.connectors.sql.schema import read_schema
from upheld.datamap.coverage import check_coverage
from upheld.datamap.coverage.ground import Ground
from upheld.datamap.schema import Schema
from upheld.formats.datamap_file import parse_datamap
from upheld.spans import Problem, Severity

DDL = """
CREATE SCHEMA "Practice One";
CREATE SCHEMA billing;
SET search_path TO "Practice One";
CREATE TABLE people (id integer PRIMARY KEY, email text NOT NULL UNIQUE);
CREATE TABLE readings (id integer, taken date, person integer NOT NULL REFERENCES people, PRIMARY KEY (id, taken))
    PARTITION BY RANGE (taken);
CREATE TABLE readings_2025 PARTITION OF readings FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
CREATE INDEX ON readings (person);
CREATE TABLE billing.people (id integer PRIMARY KEY);
"""
DATAMAP = """\
datamap: 1
system: practice
defaults: {purpose: contract, basis: contract, source: the person, origin: provided}
people: {person: {table: people, key: id, proves: {email: email}, stored: {email: lower}}}
tables:
  people: {is: person, holds: {contact.email: [email]}}
  readings: {of: person, holds: {time: [taken]}}
"""


@pytest.fixture
def practice(postgres_url: str) -> Iterator[Target]:
    """Give a target whose URL says in which schema its tables are."""
    prepare(postgres_url, DDL)
    options = quote('-csearch_path="Practice\\ One"')
    target = Target("practice", f"{postgres_url}?options={options}")
    yield target
    target.close()


def prepare(url: str, ddl: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in filter(str.strip, ddl.split(";")):
            connection.execute(text(statement))
    engine.dispose()


def problems(target: Target) -> list[Problem]:
    datamap, document = parse_datamap(DATAMAP, "datamap.yaml")
    schema = read(target)
    return [*check_coverage(datamap, schema, document), *check_live(target, Ground(datamap, schema, document))]


def read(target: Target) -> Schema:
    with target.read() as connection:
        return read_schema(connection)


def test_the_url_says_which_schema_is_meant(practice: Target) -> None:
    """Its options join ours, and a name of two words does not break the reading."""
    assert set(read(practice).tables) == {"people", "readings"}
    assert [p.code for p in problems(practice)] == ["other-schema"]
    with practice.read() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar_one() == "10s"


def test_a_partition_is_not_a_table_of_its_own(practice: Target) -> None:
    assert read(practice).tables["readings"].primary_key == ("id", "taken")
    assert "readings_2025" not in read(practice).tables


@pytest.mark.parametrize(
    ("action", "severity"),
    [("", Severity.WARNING), ("ON DELETE CASCADE", Severity.ERROR), ("ON DELETE SET NULL", Severity.ERROR)],
)
def test_a_foreign_key_of_another_schema_is_named(
    practice: Target, postgres_url: str, action: str, severity: Severity
) -> None:
    """Its table is not taken for one of ours of the same name; what the database would do there unseen is an error."""
    prepare(
        postgres_url,
        f"""CREATE TABLE billing.bills (id integer PRIMARY KEY, person integer REFERENCES "Practice One".people {action});
        CREATE TABLE "Practice One".debts (id integer PRIMARY KEY, payer integer REFERENCES billing.people)""",
    )
    found = {p.code: p for p in problems(practice)}
    assert set(found) == {"other-schema", "reference-from-other-schema", "undeclared-table"}
    assert found["reference-from-other-schema"].severity is severity
    assert "billing.bills" in found["reference-from-other-schema"].message
    assert read(practice).tables["debts"].foreign_keys == ()
