"""Find the database servers of this machine that tests, benchmarks and the demo run against, or start a throwaway one.

Whoever asks gets a database of their own, which is dropped at the end. Nothing here goes beyond the loopback address.
"""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import psycopg
import pymysql

LOOPBACK = "127.0.0.1"
_numbers = itertools.count(1)


def fresh_name() -> str:
    """Return a database name that no other test process uses."""
    return f"upheld_test_{os.getpid()}_{next(_numbers)}"


class NoServerError(Exception):
    """A database server is neither running here nor can be started; the message says what to do."""


def postgres_user(port: int) -> str | None:
    """Return the user that may create databases on the loopback server at ``port``, or None if there is none."""
    for user in ("root", "postgres"):
        try:
            with psycopg.connect(
                host=LOOPBACK, port=port, user=user, dbname="postgres", connect_timeout=3
            ) as connection:
                row = connection.execute(
                    "SELECT rolcreatedb OR rolsuper FROM pg_roles WHERE rolname = current_user"
                ).fetchone()
        except psycopg.OperationalError:
            continue
        if row and row[0]:
            return user
    return None


@contextmanager
def postgres_server() -> Iterator[tuple[str, int]]:
    """Give user and port of a PostgreSQL that may be used: the one on 5432, else a throwaway cluster."""
    with ExitStack() as stack:
        port = 5432
        user = postgres_user(port)
        if user is None:
            port = stack.enter_context(throwaway_postgres())
            user = postgres_user(port)
        if user is None:
            raise NoServerError(
                f"PostgreSQL at port {port} lets neither root nor postgres make databases; grant CREATEDB"
            )
        yield user, port


@contextmanager
def postgres_database(user: str, port: int) -> Iterator[str]:
    """Make a database, give its SQLAlchemy URL, and drop it."""
    name = fresh_name()
    admin = f"host={LOOPBACK} port={port} user={user} dbname=postgres"
    with psycopg.connect(admin, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE \"{name}\" TEMPLATE template0 ENCODING 'UTF8'")
    try:
        yield f"postgresql+psycopg://{user}@{LOOPBACK}:{port}/{name}"
    finally:
        with psycopg.connect(admin, autocommit=True) as connection:
            connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


@contextmanager
def throwaway_postgres() -> Iterator[int]:
    """Start a private cluster from the installed binaries and give its port; stop and delete it afterwards.

    PostgreSQL refuses to run as root, so under root the cluster belongs to the system user ``postgres``.
    """
    binaries = _postgres_binaries()
    if binaries is None:
        raise NoServerError("PostgreSQL is neither listening on 127.0.0.1:5432 nor installed; install postgresql")
    port = free_port()
    folder = Path(tempfile.mkdtemp(prefix="upheld-postgres-"))
    as_owner: list[str] = []
    if os.geteuid() == 0:
        owner = pwd.getpwnam("postgres")
        os.chown(folder, owner.pw_uid, owner.pw_gid)
        as_owner = ["setpriv", f"--reuid={owner.pw_uid}", f"--regid={owner.pw_gid}", "--clear-groups"]

    def run(*command: str) -> None:
        subprocess.run([*as_owner, *command], check=True, cwd=folder, stdout=subprocess.DEVNULL, timeout=120)

    data = folder / "data"
    options = f"-c listen_addresses={LOOPBACK} -c port={port} -c unix_socket_directories={folder}"
    try:
        run(str(binaries / "initdb"), "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync")
        run(str(binaries / "pg_ctl"), "-D", str(data), "-w", "-l", str(folder / "log"), "-o", options, "start")
        try:
            yield port
        finally:
            run(str(binaries / "pg_ctl"), "-D", str(data), "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def mariadb_database() -> Iterator[str]:
    """Make a database on the loopback MariaDB, give its SQLAlchemy URL, and drop it."""
    name = fresh_name()
    try:
        admin = pymysql.connect(host=LOOPBACK, port=3306, user="root", password="", autocommit=True)
    except pymysql.err.OperationalError:
        raise NoServerError(
            "MariaDB does not listen on 127.0.0.1:3306 for root without a password; start mariadb"
        ) from None
    try:
        with admin.cursor() as cursor:
            cursor.execute(f"CREATE DATABASE `{name}` CHARACTER SET utf8mb4")
        try:
            yield f"mariadb+pymysql://root@{LOOPBACK}:3306/{name}?charset=utf8mb4"
        finally:
            with admin.cursor() as cursor:
                cursor.execute(f"DROP DATABASE IF EXISTS `{name}`")
    finally:
        admin.close()


def _postgres_binaries() -> Path | None:
    on_path = shutil.which("initdb")
    if on_path:
        return Path(on_path).resolve().parent
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3].split(".")[0]))
    return found[-1].parent if found else None


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOOPBACK, 0))
        port: int = listener.getsockname()[1]
        return port
