"""kill -9 between any two steps of writing and sequencing: every leaf stays pending or is in the tree, once, signed."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import select
from tests.chaos.evidence.killed_process import own_leaves
from tests.evidence_logs import SIGNER, Log, both, case_leaf

from upheld.evidence.leaf import MAIN_TREE
from upheld.store import evidence_log
from upheld.store.engine import Database
from upheld.store.evidence_export import export
from upheld.store.evidence_sequencer import Sequencer
from upheld.store.migrations import Line, migrate
from upheld.store.tables_evidence import evidence_leaves, evidence_pending

ROOT = Path(__file__).resolve().parents[3]
SCRIPT = Path(__file__).with_name("killed_process.py")


def start(*arguments: object) -> subprocess.Popen[bytes]:
    command = [sys.executable, str(SCRIPT), *map(str, arguments)]
    return subprocess.Popen(command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)})


def bodies(database: Database) -> tuple[list[bytes], list[bytes]]:
    """Return what is pending and what is in the tree."""
    with database.read() as connection:
        pending = connection.scalars(select(evidence_pending.c.body).order_by(evidence_pending.c.id)).all()
        sequenced = connection.scalars(select(evidence_leaves.c.body).order_by(evidence_leaves.c.leaf_index)).all()
        head = evidence_log.head(connection)
        assert (head.size if head else 0) == len(sequenced)
        if head:
            file = io.BytesIO()
            export(connection, file)
            assert both(file.getvalue(), SIGNER.key(MAIN_TREE)) is None
    return list(pending), list(sequenced)


@pytest.mark.parametrize("role", ["write", "sequence"])
def test_killed_at_every_boundary(store_url: str, role: str) -> None:
    database = Database(store_url, "the store")
    migrate(database, Line.STORE)
    written: list[bytes] = []
    kills = 0
    for fatal in range(60):
        fresh = [case_leaf(3 * fatal + n) for n in range(3)]
        with database.write() as connection:
            evidence_log.append(connection, fresh)
        written += Log(fresh).bodies
        ended = start(store_url, role, fatal).wait(timeout=60)
        assert ended in (0, -signal.SIGKILL)
        kills += ended != 0
        wait_for_rollback(database)
        pending, sequenced = bodies(database)
        new = [body for body in Log(own_leaves(fatal)).bodies if body in pending + sequenced]
        assert len(new) in (0, 2)  # the transaction of the killed writer is whole or not there
        Sequencer(database, SIGNER).run_once()
        pending, sequenced = bodies(database)
        assert pending == []
        written += [body for body in sequenced[len(written) :] if body in new]
        assert sequenced == written  # each once, in the order of their commits
        if ended == 0:
            break
    else:
        pytest.fail("the process was killed sixty times; it has no end")
    assert kills >= 4
    database.close()


def wait_for_rollback(database: Database) -> None:
    """Wait until PostgreSQL has noticed that the killed client is gone; it rolls back then."""
    if database.is_sqlite:
        return
    deadline = time.monotonic() + 10
    others = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"
    with database.engine.connect() as connection:
        while connection.exec_driver_sql(others + " AND backend_type = 'client backend'").scalar():
            assert time.monotonic() < deadline
            connection.rollback()
            time.sleep(0.02)
