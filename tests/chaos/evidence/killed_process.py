"""A process that writes and sequences evidence and kills itself with SIGKILL at the n-th boundary.

A boundary is before and after every statement, every COMMIT and every signature. Arguments: URL, role (``write`` or
``sequence``), number of the boundary. It prints nothing, and ends with 0 where the work has fewer boundaries.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any

from sqlalchemy import event
from tests.evidence_logs import SIGNER, case_leaf

from upheld.evidence.checkpoint import VerifierKey
from upheld.evidence.leaf import Leaf, TreeId
from upheld.store import evidence_log
from upheld.store.engine import Database
from upheld.store.evidence_sequencer import Sequencer, sequence_at_commit


def own_leaves(fatal: int) -> list[Leaf]:
    """Return the two leaves the process writes in one transaction."""
    return [case_leaf(5000 + 2 * fatal), case_leaf(5001 + 2 * fatal)]


class Boundaries:
    def __init__(self, fatal: int) -> None:
        self.left = fatal

    def cross(self, *_: object, **__: object) -> None:
        self.left -= 1
        if self.left < 0:
            os.kill(os.getpid(), signal.SIGKILL)


class KillingSigner:
    def __init__(self, boundaries: Boundaries) -> None:
        self.boundaries = boundaries

    def key(self, tree: TreeId) -> VerifierKey:
        return SIGNER.key(tree)

    def sign(self, message: bytes) -> bytes:
        self.boundaries.cross()
        signature = SIGNER.sign(message)
        self.boundaries.cross()
        return signature


def watch(database: Database, boundaries: Boundaries) -> None:
    for name in ("before_cursor_execute", "after_cursor_execute", "commit"):
        event.listen(database.engine, name, boundaries.cross)

    commit = database.engine.dialect.do_commit

    def commit_then_cross(connection: Any) -> None:
        commit(connection)
        boundaries.cross()

    database.engine.dialect.do_commit = commit_then_cross  # no event tells that a COMMIT has come back


def main(url: str, role: str, fatal: int) -> None:
    database = Database(url, "the store")
    with database.read() as connection:
        evidence_log.head(connection)
    boundaries = Boundaries(fatal)
    watch(database, boundaries)
    signer = KillingSigner(boundaries)
    if role == "write":
        with database.write() as connection:
            evidence_log.append(connection, own_leaves(fatal))
            if database.is_sqlite:
                sequence_at_commit(connection, signer)
    else:
        Sequencer(database, signer).run_once()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
