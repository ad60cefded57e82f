"""How long the copy for one person takes, against hand-written SQL, and how much memory a large one needs.

    python benchmarks/export.py [--rows 1200000] [--large 200000] [--rounds 5]

PostgreSQL, the database of ``benchmarks/erasure.py``. Three sides in one run: bare SELECTs fetched and thrown away; a script
of the kind people write, which puts the same rows as JSON and CSV into a zip; and Upheld's package (streamed, masked, with
its page and its files hashed). Then a person with ``--large`` rows: peak memory of the process that writes the package.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

import psycopg
from sqlalchemy import create_engine, text

from benchmarks.erasure import CHILDREN, GRANDCHILDREN, HEAVY, database, datamap
from upheld.app import open_deployment
from upheld.duties.requests import Right
from upheld.planning import SubjectIdentifiers, plan_access
from upheld.work.requests.package import write_package

LIMIT_RATIO, LIMIT_MEGABYTES = 5.0, 150


def selects() -> list[tuple[str, str]]:
    out = [("customers", "SELECT * FROM customers WHERE id = %s")]
    out += [(t, f"SELECT * FROM {t} WHERE customer_id = %s ORDER BY id") for t in CHILDREN]
    out += [
        (t, f"SELECT * FROM {t} WHERE {p}_id IN (SELECT id FROM {p} WHERE customer_id = %s) ORDER BY id")
        for t, p in GRANDCHILDREN.items()
    ]
    return out


def bare(url: str) -> float:
    began = time.perf_counter()
    with psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection:
        for _, sql in selects():
            connection.execute(sql, (HEAVY,)).fetchall()
    return time.perf_counter() - began


def by_script(url: str, file: Path) -> float:
    began = time.perf_counter()
    with (
        psycopg.connect(url.replace("postgresql+psycopg", "postgresql")) as connection,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as out,
    ):
        for table, sql in selects():
            cursor = connection.execute(sql, (HEAVY,))
            names = [d.name for d in cursor.description or ()]
            rows = cursor.fetchall()
            out.writestr(f"{table}.json", json.dumps([dict(zip(names, r, strict=True)) for r in rows], default=str))
            lines = io.StringIO()
            writer = csv.writer(lines)
            writer.writerow(names)
            writer.writerows(rows)
            out.writestr(f"{table}.csv", lines.getvalue())
    return time.perf_counter() - began


def deployment(folder: Path, url: str) -> Path:
    (folder / "datamap.yaml").write_text(datamap("delete"))
    (folder / "master.key").write_text("6b" * 32)
    (folder / "master.key").chmod(0o600)
    (folder / "upheld.yaml").write_text(
        "upheld: 1\ncontroller: Bench\nestablishment: BE\n"
        'store: {url: "sqlite:///store.db", keys: "sqlite:///keys.db", master_key: "file:master.key"}\n'
        f'systems: {{shop: {{url: "{url}", datamap: datamap.yaml}}}}\n'
    )
    return folder


def ours(folder: Path, person: int) -> float:
    """Time plan and package of one person (the case's own bookkeeping apart)."""
    with open_deployment(folder) as app:
        system = app.deployment.systems["shop"]
        identity = system.resolve(SubjectIdentifiers({"email": (f"person{person}@example.com",)}))
        case_id = app.requests.open(Right.ACCESS, {"email": [f"person{person}@example.com"]})
        state = app.deployment.journal.load(case_id)
        began = time.perf_counter()
        plans = {"shop": plan_access(system.datamap, system.schema(), identity)}
        write_package(app.deployment, case_id, state, plans, {"shop": identity}, f"email:person{person}@example.com")
        return time.perf_counter() - began


def large(url: str, folder: Path, rows: int) -> tuple[float, float]:
    """Give person 3 ``rows`` rows and write the package in a process of its own; return seconds and peak megabytes."""
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("ALTER TABLE events DROP CONSTRAINT events_pkey"))
        connection.execute(
            text(
                "INSERT INTO events SELECT 100000000 + i, 3, 'note ' || md5(i::text), '10.0.0.1', now() "
                f"FROM generate_series(1, {rows}) i"
            )
        )
        connection.execute(text("ALTER TABLE events ADD PRIMARY KEY (id)"))
    engine.dispose()
    command = [sys.executable, "-m", "benchmarks.export", "--child", str(folder)]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    seconds, megabytes = told.split()[-2:]
    return float(seconds), float(megabytes)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rows", type=int, default=1_200_000)
    parser.add_argument("--large", type=int, default=200_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--child", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.child is not None:
        seconds = ours(given.child, 3)
        print(seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        return
    with database(given.rows) as url, tempfile.TemporaryDirectory() as name:
        folder = deployment(Path(name), url)
        sides: dict[str, list[float]] = {"bare SELECT": [], "script with zip": [], "Upheld": []}
        for turn in range(given.rounds + 1):
            found = bare(url), by_script(url, folder / "hand.zip"), ours(folder, HEAVY)
            if turn:
                for side, seconds in zip(sides.values(), found, strict=True):
                    side.append(seconds)
        medians = {k: statistics.median(v) for k, v in sides.items()}
        for side, seconds in medians.items():
            print(f"10,002 rows, {side:16}{seconds * 1e3:9.1f} ms")
        by_script_, by_select = (medians["Upheld"] / medians[side] for side in ("script with zip", "bare SELECT"))
        print(f"Upheld / script {by_script_:.2f} (limit {LIMIT_RATIO}); Upheld / bare SELECT {by_select:.1f}")
        seconds, megabytes = large(url, folder, given.large)
        print(f"{given.large:,} rows: {seconds:.1f} s, peak memory {megabytes:.0f} MB (limit {LIMIT_MEGABYTES})")


if __name__ == "__main__":
    main()
