"""``upheld map``: draft the datamap of a live database, or bring one up to a schema that changed."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import click
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from upheld.cli.deployment import echo_json
from upheld.connectors.sql.connecting import Target
from upheld.connectors.sql.schema import read_schema
from upheld.discovery.draft import Draft
from upheld.discovery.drafting import draft_datamap
from upheld.discovery.drift import Drift, assumed_snapshot, compare
from upheld.discovery.snapshots import read_snapshot, take_snapshot
from upheld.discovery.surveying import DEFAULT_ROWS, survey
from upheld.discovery.updating import Update, update_datamap
from upheld.discovery.writing import write_datamap
from upheld.errors import UsageError
from upheld.formats.datamap_file import parse_datamap
from upheld.formats.secrets import read_secret


@click.command("map")
@click.argument("url", metavar="URL")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write the datamap here, or update it.")
@click.option("--system", help="Name of the system; the name of the database by default.")
@click.option(
    "--rows",
    type=click.IntRange(0, 10_000),
    default=DEFAULT_ROWS,
    show_default=True,
    help="Rows looked at of each table; 0 for none.",
)
@click.option("--dry-run", is_flag=True, help="Say what changed since, and change nothing. Exit 1 if anything did.")
@click.option("--json", "as_json", is_flag=True, help="Print what was found as JSON.")
def map_database(url: str, out: Path | None, system: str | None, rows: int, dry_run: bool, as_json: bool) -> None:
    """Draft the datamap of the database at URL, which may also be env:NAME or file:PATH.

    Reads the schema and a sample of each table, and changes nothing in the database. With --out and a datamap that is there
    already, says what changed in the schema since, and edits only that: what people wrote stays. No value is printed.
    """
    address = read_secret(url, os.environ) if url.startswith(("env:", "file:")) else url
    draft = _look(address, system or _name_of(address), rows)
    if out is None or not out.exists():
        if dry_run:
            raise UsageError("--dry-run compares with a datamap: name one that exists as --out")
        text = write_datamap(draft, system or _name_of(address))
        parse_datamap(text, str(out or "datamap.yaml"))
        _deliver(draft, text, out, as_json)
        return
    _bring_up(draft, out, dry_run, as_json)


def _look(address: str, name: str, rows: int) -> Draft:
    target = Target(name, address)
    try:
        with target.read() as connection:
            return draft_datamap(survey(connection, read_schema(connection), rows=rows))
    finally:
        target.close()


def _name_of(address: str) -> str:
    """Name a system after its database, with the signs that a name may have."""
    try:
        database = make_url(address).database or ""
    except (ArgumentError, ValueError):
        database = ""
    return re.sub(r"[^A-Za-z0-9_-]+", "_", Path(database).stem).strip("_") or "database"


def _deliver(draft: Draft, text: str, out: Path | None, as_json: bool) -> None:
    if out is not None:
        out.write_text(text, encoding="utf-8")
    if as_json:
        echo_json(_figures(draft))
    elif out is None:
        click.echo(text, nl=False)
    else:
        questions = sum(len(t.decide) for t in draft.tables.values())
        click.echo(
            f"{len(draft.tables)} tables with people's rows, {len(draft.nobody)} about nobody, {len(draft.survey.people)} kinds of"
            f" person: {out}. {questions} question(s) marked `decide:`; then run `upheld check`."
        )


def _figures(draft: Draft) -> dict[str, object]:
    return {
        "people": {
            p.kind: {"table": p.table, "confidence": round(p.confidence, 2)} for p in draft.survey.people.values()
        },
        "tables": {
            name: {
                "holds": table.holds,
                "ties": [t.written for t in table.owner_ties()],
                "sees": {role: t.written for role, t in table.sees.items()},
                "decide": table.decide,
            }
            for name, table in draft.tables.items()
        },
        "nobody": draft.nobody,
    }


def _bring_up(draft: Draft, out: Path, dry_run: bool, as_json: bool) -> None:
    text = out.read_text(encoding="utf-8")
    datamap, _ = parse_datamap(text, str(out))
    now = take_snapshot(draft.survey.schema, draft.survey.samples)
    before = read_snapshot(text.splitlines())
    drift = compare(before or assumed_snapshot(datamap, draft.survey.schema, now), now)
    update = update_datamap(text, drift, draft, now) if drift or before is None else Update(text)
    parse_datamap(update.text, str(out))
    if not dry_run and update.text != text:
        out.write_text(update.text, encoding="utf-8")
    _tell(drift, update, now.digest, as_json)
    if dry_run and drift:
        sys.exit(1)


def _tell(drift: Drift, update: Update, digest: str, as_json: bool) -> None:
    if as_json:
        echo_json({"digest": digest, "changes": list(drift.told()), "left": update.left})
        return
    for line in drift.told():
        click.echo(line)
    for line in update.left:
        click.echo(f"decide: {line}")
    if not drift:
        click.echo(f"The schema has not changed (sha256 {digest[:12]}…).")
