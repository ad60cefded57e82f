"""The copy a person gets: a zip with JSON and CSV per table and one page to read, streamed from one snapshot per system.

GDPR Art. 15(1), (3), 20(1); CCPA § 1798.110. The page has no script; every value in it is escaped; cells that a
spreadsheet would run as a formula are quoted in the CSV.
"""

from __future__ import annotations

import base64
import csv
import hashlib
import io
import json
import os
import re
import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import chain, count, islice
from pathlib import Path
from types import NoneType
from typing import IO

from upheld.connectors.sql import SqlSystem, TableCopy
from upheld.duties.requests import RequestState
from upheld.ids import CaseId, PersonRef
from upheld.planning import AccessPlan, Identity
from upheld.store import pseudonyms
from upheld.work.requests.deployment import Deployment
from upheld.work.requests.reading_page import Shown, render_page

PACKAGE_KEPT_FOR = timedelta(days=30)
"""How long a copy waits in the private folder before it is deleted."""
SHOWN_ROWS = 25
"""Rows of each table on the page; all of them are in the files."""
BATCH = 500
_SPOOL_BYTES = 4 * 1024 * 1024
_ENCODER = json.JSONEncoder(ensure_ascii=False)
_AS_THEY_ARE = frozenset({NoneType, bool, int, float, str, dict, list})


@dataclass(frozen=True, slots=True)
class Written:
    """A finished package: where, its digest, and how many rows each system gave."""

    path: Path
    sha256: str
    rows: Mapping[str, int]
    tables: int


@dataclass(slots=True)
class _Table:
    """What the page says of one table, gathered while its rows stream by."""

    system: str
    copy: TableCopy
    files: str
    """The name of its files, without their endings."""
    dated: frozenset[int] = frozenset()
    """Positions of the columns that say when something was recorded (category ``time``)."""
    rows: int = 0
    shown: list[list[str]] = field(default_factory=list)
    oldest: str | None = None


def write_package(
    deployment: Deployment,
    case_id: CaseId,
    state: RequestState,
    plans: Mapping[str, AccessPlan],
    identities: Mapping[str, Identity],
    subject: str,
) -> Written:
    """Write the package of a case into the deployment's private folder and return what was written.

    ``subject`` is what the person's pseudonym was made of; the package holds the opening with which the person can show
    that it is theirs.

    Rows pass through one at a time; the file is complete or absent (written beside, then renamed).
    """
    deployment.packages.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = deployment.packages / f"{case_id}.zip"
    unfinished = path.with_suffix(".part")
    shown: list[Shown] = []
    rows: dict[str, int] = {}
    taken: set[str] = set()
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with (
        os.fdopen(descriptor, "wb") as file,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
    ):
        for name, system in deployment.systems.items():
            found = list(_system(archive, deployment, system, plans[name], identities[name], taken))
            rows[name] = sum(t.rows for t in found)
            shown += [_shown(deployment, system, t) for t in found if t.rows]
            shown += _mentions(deployment, system, plans[name], identities[name])
        page = render_page(deployment, case_id, state, shown, identities)
        archive.writestr("index.html", page)
        archive.writestr("receipt.json", _receipt(deployment, state, subject))
    unfinished.replace(path)
    return Written(path, _sha256(path), rows, sum(1 for s in shown if s.rows))


def _system(
    archive: zipfile.ZipFile,
    deployment: Deployment,
    system: SqlSystem,
    plan: AccessPlan,
    identity: Identity,
    taken: set[str],
) -> Iterator[_Table]:
    with system.copies(plan, identity, deployment.store.clock.now()) as copies:
        for copy in copies:
            uses = system.datamap.tables[copy.table].columns
            dated = frozenset(i for i, c in enumerate(copy.columns) if c in uses and uses[c].category == "time")
            table = _Table(system.name, copy, free_stem(file_stem(system.name, copy.table, copy.role), taken), dated)
            _write_table(archive, table)
            yield table


def _write_table(archive: zipfile.ZipFile, table: _Table) -> None:
    """Write one table as JSON straight into the archive, and as CSV through a spooled file behind it, batch by batch."""
    batches = _batches(table.copy.rows)
    first = next(batches, None)
    if first is None:
        return
    with tempfile.SpooledTemporaryFile(_SPOOL_BYTES, "w+b") as spool:
        with archive.open(f"{table.files}.json", "w") as out:
            spool.write(_csv_lines([table.copy.columns]))
            out.write(b"[\n")
            _write_batch(out, spool, table, first, b"")
            for batch in batches:
                _write_batch(out, spool, table, batch, b",\n")
            out.write(b"\n]\n")
        spool.seek(0)
        with archive.open(f"{table.files}.csv", "w") as out:
            while block := spool.read(1 << 16):
                out.write(block)


def _batches(rows: Iterator[Sequence[object]]) -> Iterator[list[Sequence[object]]]:
    while batch := list(islice(rows, BATCH)):
        yield batch


def _write_batch(
    out: IO[bytes],
    spool: tempfile.SpooledTemporaryFile[bytes],
    table: _Table,
    rows: list[Sequence[object]],
    before: bytes,
) -> None:
    plain = [[v if type(v) in _AS_THEY_ARE else _plain(v) for v in row] for row in rows]
    shown = [(i, c) for i, c in enumerate(table.copy.columns) if c not in table.copy.withheld]
    records = (_ENCODER.encode({name: row[i] for i, name in shown}) for row in plain)
    out.write(before + ",\n".join(records).encode("utf-8", "surrogatepass"))
    spool.write(_csv_lines([[_csv_cell(v) for v in row] for row in plain]))
    table.rows += len(rows)
    for row in plain[: SHOWN_ROWS - len(table.shown)]:
        table.shown.append(["" if v is None else v if isinstance(v, str) else _ENCODER.encode(v) for v in row])
    days = [day for position in table.dated for row in rows if (day := _day(row[position])) is not None]
    table.oldest = min([*days, *([table.oldest] if table.oldest else [])], default=None)


def _csv_lines(rows: Iterable[Sequence[object]]) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(rows)
    return text.getvalue().encode("utf-8", "surrogatepass")


def _day(value: object) -> str | None:
    """Return the day of a date or instant, also of one an engine without such types keeps as text."""
    if isinstance(value, (date, datetime)):
        return value.isoformat()[:10]
    try:
        return date.fromisoformat(value[:10]).isoformat() if isinstance(value, str) else None
    except ValueError:
        return None


def _plain(value: object) -> object:
    """Return a JSON value that keeps what the cell says: dates as ISO 8601, bytes as base64."""
    match value:
        case None | bool() | int() | float() | str() | dict() | list():
            return value
        case datetime() | date():
            return value.isoformat()
        case Decimal():
            return str(value)
        case bytes() | memoryview():
            return base64.b64encode(bytes(value)).decode()
        case _:
            return str(value)


def _csv_cell(value: object) -> object:
    """Quote a text that a spreadsheet would take for a formula (OWASP: CSV injection)."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (dict, list)) else value


def file_stem(system: str, table: str, role: str) -> str:
    """Name the files of one table; only letters, digits, ``-``, ``_`` and ``/`` come into a name."""
    name = f"{table}.{role}".removesuffix(".owner").replace(": owner", "")
    clean = re.sub(r"-+", "-", "".join(c if c.isalnum() or c == "_" else "-" for c in name))
    return f"{system}/{clean.strip('-')}"


def free_stem(stem: str, taken: set[str]) -> str:
    """Number a name that another table has already, also where a file system does not tell letter case apart."""
    free = next(s for s in chain([stem], (f"{stem}-{n}" for n in count(2))) if s.casefold() not in taken)
    taken.add(free.casefold())
    return free


def _shown(deployment: Deployment, system: SqlSystem, table: _Table) -> Shown:
    copy = table.copy
    return Shown(
        system=system.name,
        table=system.datamap.tables[copy.table],
        role=copy.role,
        columns=copy.columns,
        rows=table.rows,
        cells=table.shown,
        since=table.oldest,
        withheld={**copy.withheld, **copy.partly},
        files=table.files,
    )


def _mentions(deployment: Deployment, system: SqlSystem, plan: AccessPlan, identity: Identity) -> list[Shown]:
    found = system.mentions(plan, identity, deployment.store.clock.now())
    return [
        Shown(system.name, system.datamap.tables[t], "mentioned in others' text", (), n, [], None, {}, "")
        for t, n in found.items()
        if n
    ]


def _receipt(deployment: Deployment, state: RequestState, subject: str) -> str:
    person = PersonRef(state.person)
    opening = pseudonyms.opening(deployment.store.keys, subject, person)
    return json.dumps({"pseudonym": person, "subject": subject, "opening": opening.hex()}, indent=2) + "\n"


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
