"""The fixtures themselves: fresh databases, dropped afterwards, and the throwaway cluster."""

from __future__ import annotations

import psycopg
import pytest
from sqlalchemy import create_engine, text
from tests.conftest import missing
from tools import local_servers as servers


def test_each_engine_gives_an_empty_database(store_url: str) -> None:
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE only_here (id integer)"))
        assert connection.execute(text("SELECT count(*) FROM only_here")).scalar_one() == 0
    engine.dispose()


def test_mariadb_gives_an_empty_database(mariadb_url: str) -> None:
    engine = create_engine(mariadb_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE only_here (id integer)"))
        assert connection.execute(text("SELECT count(*) FROM only_here")).scalar_one() == 0
    engine.dispose()


def test_a_database_is_dropped_after_its_test(postgres_server: tuple[str, int]) -> None:
    user, port = postgres_server
    with servers.postgres_database(user, port) as url:
        name = url.rsplit("/", 1)[1]
    with psycopg.connect(host=servers.LOOPBACK, port=port, user=user, dbname="postgres") as connection:
        rows = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchall()
    assert rows == []


@pytest.mark.slow
def test_a_throwaway_cluster_starts_answers_and_goes() -> None:
    with servers.throwaway_postgres() as port:
        user = servers.postgres_user(port)
        assert user == "postgres"
        with servers.postgres_database(user, port) as url:
            assert f":{port}/" in url
    assert servers.postgres_user(port) is None


def test_a_missing_server_is_an_error_in_ci_and_a_named_skip_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="no server"):
        missing("no server; start it")
    monkeypatch.delenv("CI")
    with pytest.raises(pytest.skip.Exception, match="start it"):
        missing("no server; start it")
