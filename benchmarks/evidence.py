"""Measure the evidence log: single-event transactions per second, beside a head that every writer locks.

    python benchmarks/evidence.py [--seconds 8]

A private PostgreSQL cluster with its default settings (``fsync`` and ``synchronous_commit`` on) is started and thrown away.
Eight writer processes make leaves and insert a ledger row and its leaf; every event is one transaction with its own Sync
and its own durable commit, several of them under way on a connection (pipeline mode). The sequencer is the program's own
and runs beside them in a process of its own; at the end the tree is exported and verified, and every event has to be in it
once.

The baseline does what a log without a sequencer does: it takes the next index from one head row inside the writer's
transaction. It computes no tree, so it is faster than an honest one. Both are measured as the disk is, and with every
commit slowed to one millisecond (``commit_delay=1000``, ``commit_siblings=0``), the price of a durable write on many cloud
disks. Beside the rates stands the processor time per event, which a busy machine does not change much.
"""

from __future__ import annotations

import argparse
import io
import multiprocessing
import os
import statistics
import sys
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
from psycopg import pq

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # run as a script, the checkout is not on the path

from tools import local_servers

from upheld.evidence.leaf import Leaf, encode
from upheld.evidence.merkle import leaf_hash
from upheld.evidence.verification import Verified, verify
from upheld.ids import PersonRef
from upheld.store import evidence_log
from upheld.store.engine import Database
from upheld.store.evidence_export import export
from upheld.store.evidence_sequencer import Sequencer
from upheld.store.evidence_signing import Ed25519Signer, check_signature
from upheld.store.migrations import Line, migrate

WRITERS = 8
SIGNER = Ed25519Signer("evidence.example.com", b"\x07" * 32)
ROUND_SECONDS = 0.003
"""How often a writer looks for answers; between two looks it leaves the processor to the others."""

TABLES = """
CREATE TABLE ledger (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, person text NOT NULL, purpose text NOT NULL,
                     choice text NOT NULL, at timestamptz NOT NULL);
CREATE TABLE locked_head (tree_id text PRIMARY KEY, size bigint NOT NULL);
CREATE TABLE locked_leaves (tree_id text, leaf_index bigint, leaf_hash bytea NOT NULL, body bytea NOT NULL,
                            PRIMARY KEY (tree_id, leaf_index));
INSERT INTO locked_head VALUES ('main', 0);
"""
_LEDGER = (
    b"WITH event AS (INSERT INTO ledger (person, purpose, choice, at) VALUES ($1, 'newsletter', 'refused', now()))"
)
STATEMENTS = {
    "log": _LEDGER + b" INSERT INTO evidence_pending (tree_id, leaf_hash, body) VALUES ('main', $2::bytea, $3::bytea)",
    "locked head": _LEDGER
    + b", head AS (UPDATE locked_head SET size = size + 1 WHERE tree_id = 'main' RETURNING size)"
    + b" INSERT INTO locked_leaves SELECT 'main', size - 1, $2::bytea, $3::bytea FROM head",
}


@dataclass(frozen=True)
class Plan:
    """What one measurement does."""

    what: str
    slow: bool
    in_flight: int
    connections: int = 1
    seconds: float = 8
    events: int = 1

    def __str__(self) -> str:
        shape = f"{WRITERS} writers"
        if self.connections > 1:
            shape += f" with {self.connections} connections each"
        if self.events > 1:
            shape += f", {self.events} events per transaction"
        return f"{self.what}, {shape}, {'commit 1 ms' if self.slow else 'disk as it is'}"


@dataclass
class Run:
    """What one measurement gave; processor times are microseconds per event."""

    plan: Plan
    events: int
    seconds: float
    ack_ms: float
    cpu: dict[str, float] = field(default_factory=dict)
    merge_ms: tuple[float, float] | None = None
    drained_ms: float | None = None
    leaves: int | None = None

    @property
    def rate(self) -> float:
        return self.events / self.seconds

    def show(self) -> None:
        cpu = " + ".join(f"{name} {value:.0f}" for name, value in self.cpu.items())
        print(f"{self.plan}\n    {self.rate:,.0f} events/s ({self.events:,} in {self.seconds:.1f} s), ", end="")
        print(f"commit acknowledged after {self.ack_ms:.0f} ms (median)")
        print(f"    processor per event: {cpu} = {sum(self.cpu.values()):.0f} µs")
        if self.merge_ms is not None:
            print(f"    included after {self.merge_ms[0]:.0f} ms (median), {self.merge_ms[1]:.0f} ms (worst); ", end="")
            print(f"nothing pending {self.drained_ms:.0f} ms after the last commit")
            print(f"    tree verified: {self.leaves:,} leaves, none lost, none doubled", flush=True)


def event(writer: int, number: int) -> Leaf:
    return Leaf(
        event="choice.recorded",
        at=datetime.now(UTC),
        person=PersonRef(f"w{writer}n{number}"),
        facts={"purpose": "newsletter", "choice": "refused", "signal": "form"},
        digests={"notice": "0f" * 32},
    )


class Pipe:
    """A connection in pipeline mode: sends transactions of one statement, counts those the server has made durable."""

    def __init__(self, dsn: str, statement: bytes, events: int) -> None:
        self.connection = psycopg.connect(dsn, autocommit=True)
        self.pg = self.connection.pgconn
        self.pg.prepare(b"event", statement)
        self.pg.enter_pipeline_mode()
        self.pg.nonblocking = 1
        self.events = events
        self.sent: deque[float] = deque()
        self.acknowledged = 0
        self.latencies: list[float] = []

    def send(self, writer: int, number: int) -> None:
        for offset in range(self.events):
            entry = event(writer, number + offset)
            body = encode(entry)
            self.pg.send_query_prepared(b"event", [str(entry.person).encode(), leaf_hash(body), body], [0, 1, 1])
        self.pg.pipeline_sync()
        self.sent.append(time.perf_counter())

    def receive(self) -> None:
        """Take in what the server has answered; a transaction counts when its Sync is answered."""
        self.pg.consume_input()
        while self.sent and not self.pg.is_busy():
            result = self.pg.get_result()
            if result is None:
                continue
            if result.status == pq.ExecStatus.PIPELINE_SYNC:
                self.acknowledged += self.events
                self.latencies.append(time.perf_counter() - self.sent.popleft())
            elif result.status != pq.ExecStatus.COMMAND_OK:
                raise RuntimeError(result.error_message.decode())


def write(writer: int, dsn: str, plan: Plan, gate: Any, stop: Any, out: Any) -> None:
    """Be one writer: keep ``plan.in_flight`` transactions under way on each connection until told to stop."""
    pipes = [Pipe(dsn, STATEMENTS[plan.what], plan.events) for _ in range(plan.connections)]
    gate.wait()
    number, began = 0, time.process_time()
    while not stop.is_set():
        for pipe in pipes:
            while len(pipe.sent) < plan.in_flight:
                pipe.send(writer, number)
                number += plan.events
            pipe.pg.flush()
        time.sleep(ROUND_SECONDS)
        for pipe in pipes:
            pipe.receive()
    while any(pipe.sent for pipe in pipes):
        for pipe in pipes:
            pipe.pg.flush()
            pipe.receive()
        time.sleep(ROUND_SECONDS)
    at_end, used = time.perf_counter(), time.process_time() - began
    latencies = [latency for pipe in pipes for latency in pipe.latencies]
    out.put((sum(pipe.acknowledged for pipe in pipes), at_end, used, latencies[:: max(1, len(latencies) // 1000)]))


def sequence(url: str, ready: Any, stop: Any, out: Any) -> None:
    """Be the sequencer."""
    with Sequencer(Database(url, "the store"), SIGNER).running():
        ready.set()
        began = time.process_time()
        stop.wait()
    out.put(time.process_time() - began)


class Probe(threading.Thread):
    """Commit an event now and then and see how long it stays without an index."""

    def __init__(self, database: Database, stop: Any) -> None:
        super().__init__()
        self.database, self.stop = database, stop
        self.delays: list[float] = []

    def run(self) -> None:
        while not self.stop.wait(0.2):
            with self.database.write() as connection:
                [hash_of_leaf] = evidence_log.append(connection, [event(WRITERS, len(self.delays))])
            committed = time.perf_counter()
            with self.database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
                while evidence_log.included(connection, hash_of_leaf) is None:
                    time.sleep(0.001)
            self.delays.append(1000 * (time.perf_counter() - committed))


@contextmanager
def fresh_database(port: int, *, slow: bool) -> Iterator[tuple[Database, str]]:
    with local_servers.postgres_database("postgres", port) as url:
        database = Database(url, "the store")
        migrate(database, Line.STORE)
        with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as admin:
            admin.execute(TABLES.encode())
            info = admin.info
            [sockets] = admin.execute("SHOW unix_socket_directories").fetchone() or [""]
            if slow:
                for setting in ("commit_delay = 1000", "commit_siblings = 0"):
                    admin.execute(f'ALTER DATABASE "{info.dbname}" SET {setting}'.encode())
            dsn = f"host={sockets} port={info.port} user={info.user} dbname={info.dbname}"
        try:
            yield database, dsn
        finally:
            database.close()


def measure(port: int, plan: Plan) -> Run:
    processes = multiprocessing.get_context("spawn")
    with fresh_database(port, slow=plan.slow) as (database, dsn):
        gate, stop, results = processes.Barrier(WRITERS + 1), processes.Event(), processes.Queue()
        ready, stop_sequencer, sequencer_used = processes.Event(), processes.Event(), processes.Queue()
        url = database.engine.url.render_as_string(hide_password=False)
        sequencer = processes.Process(target=sequence, args=(url, ready, stop_sequencer, sequencer_used))
        writers = [processes.Process(target=write, args=(n, dsn, plan, gate, stop, results)) for n in range(WRITERS)]
        probe = Probe(database, stop)
        of_log = plan.what == "log"
        if of_log:
            sequencer.start()
            ready.wait()
        for writer in writers:
            writer.start()
        gate.wait()
        began, server_before = time.perf_counter(), server_seconds(port)
        if of_log:
            probe.start()
        time.sleep(plan.seconds)
        stop.set()
        counts = [results.get() for _ in writers]
        server_used = server_seconds(port) - server_before
        ended = max(at_end for _, at_end, _, _ in counts)
        events = sum(count for count, _, _, _ in counts)
        latencies = [latency for *_, some in counts for latency in some]
        run = Run(plan, events, ended - began, 1000 * statistics.median(latencies))
        run.cpu = {"writers": sum(used for _, _, used, _ in counts), "server": server_used}
        if of_log:
            probe.join()
            run.merge_ms = (statistics.median(probe.delays), max(probe.delays))
            run.drained_ms, run.leaves = settle(database, ended, events + len(probe.delays))
            stop_sequencer.set()
            run.cpu["sequencer"] = sequencer_used.get()
            sequencer.join()
        for writer in writers:
            writer.join()
    run.cpu = {name: 1e6 * used / events for name, used in run.cpu.items()}
    return run


def settle(database: Database, ended: float, expected: int) -> tuple[float, int]:
    """Wait until nothing is pending, then export the tree and check it: every event once, under one signed head."""
    with database.engine.connect() as connection:
        while connection.exec_driver_sql("SELECT EXISTS (SELECT FROM evidence_pending)").scalar():
            time.sleep(0.001)
        drained = 1000 * (time.perf_counter() - ended)
        people = connection.exec_driver_sql(
            "SELECT count(DISTINCT convert_from(body, 'UTF8')::json->>'person') FROM evidence_leaves"
        ).scalar()
    file = io.BytesIO()
    with database.read() as connection:
        export(connection, file)
    file.seek(0)
    verdict = verify(file, check_signature)
    if not isinstance(verdict, Verified) or not verdict.leaves == people == expected:
        raise SystemExit(f"the tree is not what was written: {verdict}, {people} distinct events, {expected} expected")
    return drained, verdict.leaves


def server_seconds(port: int) -> float:
    """Return the processor time of the cluster on ``port``: its first process, its children, and those that have ended."""
    with psycopg.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres") as connection:
        [folder] = connection.execute("SHOW data_directory").fetchone() or [""]
    first = int(Path(folder, "postmaster.pid").read_text(encoding="ascii").split("\n")[0])
    ticks = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(status.parent.name) == first:
            ticks += sum(map(int, fields[11:15]))
        elif int(fields[1]) == first:
            ticks += sum(map(int, fields[11:13]))
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=float, default=8)
    parser.add_argument("--only", type=int, help="number of one measurement, from 0")
    options = parser.parse_args()
    plans = [
        Plan("log", slow=False, in_flight=256, seconds=options.seconds),
        Plan("locked head", slow=False, in_flight=256, seconds=options.seconds),
        Plan("log", slow=True, in_flight=64, seconds=options.seconds),
        Plan("locked head", slow=True, in_flight=16, seconds=options.seconds),
        Plan("log", slow=True, in_flight=64, connections=4, seconds=options.seconds),
        Plan("log", slow=False, in_flight=4, events=100, seconds=options.seconds),
    ]
    load = os.getloadavg()[0]
    print(f"{os.cpu_count()} processors, load {load:.1f} before; PostgreSQL with fsync and synchronous_commit on\n")
    runs = {}
    with local_servers.throwaway_postgres() as port:
        for number, plan in enumerate(plans):
            if options.only in (None, number):
                runs[number] = measure(port, plan)
                runs[number].show()
    for disk, ours, baseline in (("disk as it is", 0, 1), ("commit 1 ms", 2, 3)):
        if ours in runs and baseline in runs:
            print(f"\n{disk}: {runs[ours].rate / runs[baseline].rate:.1f} times the locked head")


if __name__ == "__main__":
    main()
