"""Fixtures shared by every kind of test: the reference folder and fresh databases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests import servers
from upheld.clock import VirtualClock
from upheld.store import Store


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the shared reference folder: ``UPHELD_SHARED``, or ``../shared`` beside the checkout."""
    named = os.environ.get("UPHELD_SHARED")
    folder = Path(named) if named else Path(__file__).resolve().parents[1].parent / "shared"
    if not folder.is_dir():
        pytest.skip(f"no shared reference folder at {folder}; set UPHELD_SHARED to the folder that holds reference/")
    return folder


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    """Return the URL of an SQLite file that does not exist yet."""
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[tuple[str, int]]:
    """Give user and port of a PostgreSQL that may be used: the one on 5432, else a throwaway cluster."""
    with ExitStack() as stack:
        port = 5432
        user = servers.postgres_user(port)
        if user is None:
            port = stack.enter_context(servers.throwaway_postgres())
            user = servers.postgres_user(port)
        if user is None:
            servers.missing(
                f"PostgreSQL at port {port} lets neither root nor postgres make databases", "grant CREATEDB"
            )
        yield user, port


@pytest.fixture
def postgres_url(postgres_server: tuple[str, int]) -> Iterator[str]:
    """Give the URL of a fresh PostgreSQL database, dropped after the test."""
    with servers.postgres_database(*postgres_server) as url:
        yield url


@pytest.fixture
def mariadb_url() -> Iterator[str]:
    """Give the URL of a fresh MariaDB database, dropped after the test."""
    with servers.mariadb_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgres"])
def store_url(request: pytest.FixtureRequest) -> str:
    """Give the URL of a fresh database of each engine our own store runs on."""
    url: str = request.getfixturevalue(f"{request.param}_url")
    return url


@pytest.fixture
def keys_url(store_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Give the URL of a second fresh database on the same engine as ``store_url``, for the key store."""
    if store_url.startswith("sqlite"):
        yield f"sqlite:///{tmp_path / 'keys.db'}"
        return
    with servers.postgres_database(*request.getfixturevalue("postgres_server")) as url:
        yield url


@pytest.fixture
def clock() -> VirtualClock:
    """Return a clock that stands at noon on 2 March 2026 until it is moved."""
    return VirtualClock(datetime(2026, 3, 2, 12, tzinfo=UTC))


@pytest.fixture
def store(store_url: str, keys_url: str, clock: VirtualClock) -> Iterator[Store]:
    """Give our own store, open and empty, once on SQLite and once on PostgreSQL."""
    with Store.open(store_url, keys_url, b"m" * 32, clock) as opened:
        yield opened
