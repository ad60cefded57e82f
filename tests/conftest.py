"""Fixtures shared by every kind of test: the reference folder and fresh databases."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import settings
from tools import local_servers

from upheld.clock import VirtualClock
from upheld.store import Store

settings.register_profile("upheld", deadline=None, print_blob=True)
settings.register_profile("ci", deadline=None, print_blob=True, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") == "true" else "upheld")
"""No deadlines: a test must not fail because the machine is busy. CI plays the same examples every time."""


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


def missing(what: str) -> NoReturn:
    """Skip the test with the reason, or fail it in CI: what is missing is never passed over in silence."""
    if os.environ.get("CI") == "true":
        pytest.fail(what, pytrace=False)
    pytest.skip(what)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[tuple[str, int]]:
    """Give user and port of a PostgreSQL that may be used: the one on 5432, else a throwaway cluster."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(local_servers.postgres_server())
        except local_servers.NoServerError as error:
            missing(str(error))
        yield server


@pytest.fixture
def postgres_url(postgres_server: tuple[str, int]) -> Iterator[str]:
    """Give the URL of a fresh PostgreSQL database, dropped after the test."""
    with local_servers.postgres_database(*postgres_server) as url:
        yield url


@pytest.fixture
def mariadb_url() -> Iterator[str]:
    """Give the URL of a fresh MariaDB database, dropped after the test."""
    with ExitStack() as stack:
        try:
            url = stack.enter_context(local_servers.mariadb_database())
        except local_servers.NoServerError as error:
            missing(str(error))
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
    with local_servers.postgres_database(*request.getfixturevalue("postgres_server")) as url:
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
