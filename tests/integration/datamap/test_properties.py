"""Random companies: the planner's SQL against the meaning of the language, row by row."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from tests.integration.datamap.oracle import Oracle
from tests.integration.datamap.sketches import Company, companies
from tests.integration.datamap.world import NOW, Rows, World, empty

from upheld.datamap.coverage import check_coverage
from upheld.spans import Severity

QUIET = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]

SPEED = frozenset({"missing-index", "email-case"})
"""What makes finding people slow or dependent on letter case; here all addresses are written alike."""


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


@settings(max_examples=80, deadline=None, suppress_health_check=QUIET)
@given(companies())
def test_sqlite_does_what_the_language_says(company: Company) -> None:
    with tempfile.TemporaryDirectory() as folder:
        agrees(f"sqlite:///{Path(folder) / 'world.db'}", company)


@settings(max_examples=25, deadline=None, suppress_health_check=QUIET)
@given(companies())
def test_postgres_does_what_the_language_says(empty_postgres: str, company: Company) -> None:
    empty(empty_postgres)
    agrees(empty_postgres, company)


def test_what_check_accepts_can_be_erased() -> None:
    """A datamap without errors never meets a refusal of the database, nor a verifier that finds its work undone."""
    judged = Counter[str]()

    @settings(max_examples=80, deadline=None, suppress_health_check=QUIET)
    @given(companies(careless=True))
    def accepted_or_refused(company: Company) -> None:
        with tempfile.TemporaryDirectory() as folder:
            judged[_judge(f"sqlite:///{Path(folder) / 'world.db'}", company)] += 1

    accepted_or_refused()
    assert min(judged["accepted"], judged["refused"]) > 5


def _judge(url: str, company: Company) -> str:
    world = World(url, company.ddl, company.rows, company.datamap)
    try:
        problems = check_coverage(world.datamap, world.system.schema(), world.document)
        if any(p.severity is Severity.ERROR and p.code not in SPEED for p in problems):
            return "refused"
        identity = world.identify(email=company.subject)
        observed = world.system.observe(identity, NOW)
        world.run_plan(world.plan(identity), identity)
        assert world.system.recheck(identity, observed, NOW) == []
        return "accepted"
    finally:
        world.close()


@pytest.mark.slow
@settings(max_examples=800, deadline=None, suppress_health_check=QUIET)
@given(companies())
def test_sqlite_does_what_the_language_says_at_length(company: Company) -> None:
    with tempfile.TemporaryDirectory() as folder:
        agrees(f"sqlite:///{Path(folder) / 'world.db'}", company)


@pytest.mark.slow
@settings(max_examples=250, deadline=None, suppress_health_check=QUIET)
@given(companies())
def test_postgres_does_what_the_language_says_at_length(empty_postgres: str, company: Company) -> None:
    empty(empty_postgres)
    agrees(empty_postgres, company)
