"""Random companies: the planner's SQL against the meaning of the language, row by row."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from sqlalchemy import create_engine, text
from tests.integration.datamap.oracle import Oracle
from tests.integration.datamap.sketches import Company, companies
from tests.integration.datamap.world import Rows, World

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]


def agrees(url: str, company: Company) -> None:
    """Check one company on one empty database: same copy, same rows afterwards, and a verifier that is content."""
    world = World(url, company.ddl, company.rows, company.datamap)
    try:
        identity = world.identify(email=company.subject)
        oracle = Oracle(world.datamap, world.system.schema(), world.rows(), identity)
        declared = {n: set(t.columns) for n, t in world.datamap.tables.items()}
        copied = world.access(email=company.subject)
        assert _only(copied, declared) == oracle.copy()
        expected = oracle.after()
        erased = world.erase(email=company.subject, survivors=True)
        assert world.rows() == expected
        assert {(s.table, s.column) for s in erased.survivors} == _left_in_text(expected, company.subject)
    finally:
        world.close()


def _left_in_text(rows: Rows, address: str) -> set[tuple[str, str]]:
    """Cells that name the person although no tie of theirs leads there: what only the search can find."""
    return {(t, c) for t, rs in rows.items() for row in rs.values() for c, v in row.items() if v == address}


def _only(rows: Rows, declared: dict[str, set[str]]) -> Rows:
    return {
        t: {k: {c: v for c, v in row.items() if c in declared[t]} for k, row in rs.items()} for t, rs in rows.items()
    }


@settings(max_examples=150, deadline=None, suppress_health_check=QUIET)
@given(companies())
def test_sqlite_does_what_the_language_says(company: Company) -> None:
    with tempfile.TemporaryDirectory() as folder:
        agrees(f"sqlite:///{Path(folder) / 'world.db'}", company)


@settings(max_examples=25, deadline=None, suppress_health_check=QUIET)
@given(companies())
def test_postgres_does_what_the_language_says(postgres_url: str, company: Company) -> None:
    _empty(postgres_url)
    agrees(postgres_url, company)


@pytest.mark.slow
@settings(max_examples=1500, deadline=None, suppress_health_check=QUIET)
@given(companies())
def test_sqlite_does_what_the_language_says_at_length(company: Company) -> None:
    with tempfile.TemporaryDirectory() as folder:
        agrees(f"sqlite:///{Path(folder) / 'world.db'}", company)


@pytest.mark.slow
@settings(max_examples=250, deadline=None, suppress_health_check=QUIET)
@given(companies())
def test_postgres_does_what_the_language_says_at_length(postgres_url: str, company: Company) -> None:
    _empty(postgres_url)
    agrees(postgres_url, company)


def _empty(url: str) -> None:
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
