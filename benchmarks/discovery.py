"""How right and how fast discovery is, on databases whose truth is known and whose foreign keys are not declared.

    python -m benchmarks.discovery [--postgres] [--wrong] [--tables 2000] [WORLD ...]

Prints for each database: F1 of "personal by itself" and of "about somebody at all" per column, precision and recall of ties,
errors that `upheld check` finds in the draft, columns per second of this process's CPU and of the clock; then the sums for
the databases that were looked at while the rules were written, and for those that were not. docs/explanation/discovery.md
says what the figures mean.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import create_engine
from tests.benchmarks.discovery.printworks import Printworks
from tests.benchmarks.discovery.scoring import Hits, Score, measure
from tests.benchmarks.discovery.world import World
from tests.benchmarks.discovery.worlds import KEPT_ASIDE, SEEN
from tools import local_servers

from upheld.connectors.sql.connecting import Target
from upheld.connectors.sql.schema import read_schema
from upheld.discovery.drafting import draft_datamap
from upheld.discovery.surveying import survey
from upheld.discovery.writing import write_datamap


@contextmanager
def database(postgres: bool) -> Iterator[str]:
    if postgres:
        with local_servers.postgres_server() as server, local_servers.postgres_database(*server) as url:
            yield url
        return
    with tempfile.TemporaryDirectory() as folder:
        yield f"sqlite:///{Path(folder) / 'world.db'}"


def line(name: str, score: Score) -> str:
    return (
        f"{name:10}{score.columns:>8}{score.own.f1:>9.3f}{score.reachable.f1:>9.3f}{score.ties.precision:>9.3f}{score.ties.recall:>9.3f}"
        f"{len(score.errors):>8}{score.columns / score.cpu:>9.0f}{score.columns / score.seconds:>9.0f}"
    )


def together(scores: list[Score]) -> str:
    own = sum((s.own for s in scores), Hits(0, 0, 0))
    reachable = sum((s.reachable for s in scores), Hits(0, 0, 0))
    ties = sum((s.ties for s in scores), Hits(0, 0, 0))
    return (
        f"own F1 {own.f1:.3f} (P {own.precision:.3f} R {own.recall:.3f}), reachable F1 {reachable.f1:.3f},"
        f" ties P {ties.precision:.3f} R {ties.recall:.3f}"
    )


def run(worlds: list[World | Printworks], label: str, postgres: bool, wrong: bool) -> None:
    scores = []
    for world in worlds:
        with database(postgres) as url:
            world.load(url)
            scores.append(measure(world, url))
        print(line(world.name, scores[-1]))
        for told in (*scores[-1].wrong, *scores[-1].errors) if wrong else ():
            print("   ", told)
    if scores:
        print(f"{label}: {together(scores)}")


def many_tables(count: int) -> None:
    """Time a schema of many tables, ten columns and fifty rows each."""
    with database(False) as url:
        engine = create_engine(url)
        with engine.begin() as connection:
            for i in range(count):
                connection.exec_driver_sql(
                    f"CREATE TABLE t_{i} (id integer primary key, t_{max(i - 1, 0)}_id integer, name text, email text, phone text,"
                    " created_at datetime, amount integer, note text, status text, code text)"
                )
                connection.exec_driver_sql(
                    f"WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < 50) INSERT INTO t_{i} SELECT v, v,"
                    " 'name ' || v, 'p' || v || '@example.com', '+49 30 1234' || v, '2024-01-01', v, 'some words',"
                    " 'new', 'c' || v FROM n"
                )
        engine.dispose()
        target = Target("many", url)
        began, spent = time.perf_counter(), time.process_time()
        with target.read() as connection:
            text = write_datamap(draft_datamap(survey(connection, read_schema(connection))), "many")
        took, spent = time.perf_counter() - began, time.process_time() - spent
        target.close()
        print(
            f"{count} tables, {count * 10} columns: {took:.1f} s, {count * 10 / took:.0f} columns/s, {len(text):,} characters"
        )


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("worlds", nargs="*")
    parser.add_argument("--postgres", action="store_true")
    parser.add_argument("--wrong", action="store_true", help="list what was missed and made up")
    parser.add_argument("--tables", type=int, default=0, help="also time a schema of so many tables")
    given = parser.parse_args()
    print(
        f"{'':10}{'columns':>8}{'own F1':>9}{'all F1':>9}{'ties P':>9}{'ties R':>9}{'errors':>8}{'col/cpu s':>10}{'col/s':>8}"
    )
    chosen = [
        [make() for make in group if not given.worlds or make.__name__ in given.worlds] for group in (SEEN, KEPT_ASIDE)
    ]
    run(chosen[0], "looked at while writing the rules", given.postgres, given.wrong)
    run(chosen[1], "kept aside", given.postgres, given.wrong)
    if given.tables:
        many_tables(given.tables)


if __name__ == "__main__":
    main()
