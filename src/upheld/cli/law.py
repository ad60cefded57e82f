"""``upheld law``: what is known about the law of a place, from when, from which source, and what only from memory."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import click

from upheld.errors import UsageError
from upheld.formats.clock_cases import parse_case
from upheld.formats.law_files import SHIPPED, shipped_law
from upheld.law.cases import Case
from upheld.law.law_text import as_data, describe_place, list_lines, provenance_counts
from upheld.law.redating import Move, changes, redate


@click.group()
def law() -> None:
    """List, show and compare what is known about the law. Not legal advice."""


@law.command("list")
@click.option("--json", "as_json", is_flag=True)
def list_laws(as_json: bool) -> None:
    """List the laws, the places they bind in, and from when."""
    pack = shipped_law()
    if as_json:
        rows = [
            {"law": one.id, "name": one.name, "jurisdictions": list(one.jurisdictions), "rights": list(one.rights())}
            for one in pack.instruments.values()
        ]
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(list_lines(pack)))


@law.command()
@click.argument("jurisdiction")
@click.option("--json", "as_json", is_flag=True)
def show(jurisdiction: str, as_json: bool) -> None:
    """Show what is known about JURISDICTION (a place like BE or US-CA, or a law like GDPR)."""
    pack = shipped_law()
    lines = list(describe_place(pack, jurisdiction))
    counts = provenance_counts(pack, jurisdiction)
    if as_json:
        laws = (
            [pack.instruments[jurisdiction]]
            if jurisdiction in pack.instruments
            else list(pack.instruments_of(jurisdiction))
        )
        shown = {
            "place": as_data(pack.places.get(jurisdiction)),
            "laws": [as_data(one) for one in laws],
            "values": counts,
        }
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
        return
    click.echo("\n".join(lines))
    click.echo("values by provenance: " + ", ".join(f"{n} {name}" for name, n in counts.items()))
    click.echo("Computed from cited data; not legal advice.")


@law.command()
@click.argument("old", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, file_okay=False, path_type=Path), required=False)
@click.option(
    "--cases", type=click.File(encoding="utf-8"), help="Open cases as JSON lines: say which move, and how far."
)
@click.option("--json", "as_json", is_flag=True)
def diff(old: Path, new: Path | None, cases: TextIO | None, as_json: bool) -> None:
    """Compare the law folders OLD and NEW (by default the shipped one): changed values, and moved cases."""
    from upheld.formats.law_schema import check_law_folder  # noqa: PLC0415 - only this command needs the schema

    before, after = check_law_folder(old), check_law_folder(new or SHIPPED)
    found = list(changes(before, after))
    moves = list(redate(before, after, _read_cases(cases))) if cases else []
    if as_json:
        click.echo(
            json.dumps(
                {
                    "changes": [{"where": c.where, "old": c.old, "new": c.new} for c in found],
                    "moves": [_move_words(m) for m in moves],
                },
                ensure_ascii=False,
                indent=2,
            )
        )
        return
    for change in found:
        click.echo(f"{change.where}: {change.old or '(absent)'} → {change.new or '(absent)'}")
    for move in moves:
        click.echo(_move_line(move))
    tally = Counter("moved" if move.by else "changed" for move in moves)
    click.echo(
        f"{len(found)} value(s) differ; " + (", ".join(f"{n} case(s) {k}" for k, n in tally.items()) or "no case moves")
    )


def _read_cases(lines: TextIO) -> Iterator[Case]:
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            raw = json.loads(line)
        except ValueError:
            raise UsageError(f"{lines.name}:{number}: not JSON; write one case a line") from None
        yield parse_case(raw)


def _move_words(move: Move) -> dict[str, str | int | None]:
    return {
        "id": move.case,
        "law": move.law,
        "right": move.right,
        "old_due_at": move.old_due_at.isoformat() if move.old_due_at else None,
        "new_due_at": move.new_due_at.isoformat() if move.new_due_at else None,
        "days": move.by.days if move.by is not None else None,
        "error": move.error,
    }


def _move_line(move: Move) -> str:
    old = move.old_safe_due_at.isoformat() if move.old_safe_due_at else "none"
    new = move.new_safe_due_at.isoformat() if move.new_safe_due_at else "none"
    by = f" ({move.by.days:+d} days)" if move.by else ""
    failed = f" — {move.error}" if move.error else ""
    return f"{move.case} {move.law} {move.right}: act by {old} → {new}{by}{failed}"
