"""An empty database of each engine for a datamap to be tried on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.integration.datamap.world import MakeWorld, empty, worlds
from tools import local_servers


@pytest.fixture(scope="session")
def one_postgres(postgres_server: tuple[str, int]) -> Iterator[str]:
    """Give one PostgreSQL database for all of these tests: emptying a schema is ten times as fast as making a database."""
    with local_servers.postgres_database(*postgres_server) as url:
        yield url


@pytest.fixture
def empty_postgres(one_postgres: str) -> str:
    empty(one_postgres)
    return one_postgres


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeWorld]:
    """Give a maker of worlds on a fresh SQLite file, then on an empty PostgreSQL database."""
    url = f"sqlite:///{tmp_path / 'world.db'}"
    if request.param == "postgres":
        url = request.getfixturevalue("empty_postgres")
    with worlds(url) as make:
        yield make
