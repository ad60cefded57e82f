"""``upheld diff``: what a new version of a policy changes in operation."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from upheld.formats.charter_file import parse_charter
from upheld.formats.policies import load_policy
from upheld.policy.charter import Status
from upheld.policy.comparing import Change, Direction, Term, compare, consequence_of, terms_of
from upheld.policy.reading import read

_MARKS = {Direction.WORSE: "−", Direction.BETTER: "+", Direction.NEUTRAL: "·"}


@click.command()
@click.argument("old", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("new", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print the changes as JSON.")
def diff(old: Path, new: Path, as_json: bool) -> None:
    """Say what NEW changes against OLD: charters (.yaml) or the policies themselves.

    For each change it says who must be told before it takes effect, and whether consent is needed again. Exits with 0 where
    nothing has to happen first, with 1 where something has. Not legal advice.
    """
    changes = compare(load_terms(old), load_terms(new))
    if as_json:
        click.echo(
            json.dumps({"old": str(old), "new": str(new), "changes": [as_data(c) for c in changes]}, ensure_ascii=False)
        )
    else:
        _print(changes)
    if any(consequence_of(c).tell for c in changes):
        raise SystemExit(1)


def load_terms(path: Path) -> tuple[Term, ...]:
    """Return the terms of a charter, or of a policy read now; waived statements are left out."""
    if path.suffix in (".yaml", ".yml"):
        charter, _ = parse_charter(path.read_text("utf-8"), str(path))
        return terms_of((s.id, s) for s in charter.statements if s.status is not Status.WAIVED)
    reading = read(load_policy(path).text)
    return terms_of((f"{s.start}-{s.end}", s) for s in reading.statements)


def as_data(change: Change) -> dict[str, Any]:
    """Return a change with its consequence as plain data."""
    consequence = consequence_of(change)
    return {
        "change": change.kind.value,
        "kind": change.term.kind,
        "about": change.term.about,
        "jurisdiction": change.term.jurisdiction or None,
        "slot": change.slot,
        "old": change.old_value,
        "new": change.new_value,
        "old_id": change.old_id,
        "new_id": change.new_id,
        "direction": change.direction.value,
        "message": change.message,
        "tell_before": consequence.tell,
        "whom": consequence.whom or None,
        "consent_again": consequence.consent,
        "only_new_data": consequence.only_new_data,
        "because": consequence.because or None,
    }


def _print(changes: tuple[Change, ...]) -> None:
    if not changes:
        click.echo("Nothing changes in operation.")
        return
    for change in changes:
        click.echo(f"{_MARKS[change.direction]} {change.message}")
        consequence = consequence_of(change)
        if consequence.tell:
            again = "; ask for consent again" if consequence.consent else ""
            click.echo(f"    Tell {consequence.whom} before it takes effect{again}.")
            if consequence.only_new_data:
                click.echo("    Data already held stay under the old promise.")
            click.echo(f"    {consequence.because}")
    worse = sum(c.direction is Direction.WORSE for c in changes)
    click.echo(f"{len(changes)} change(s), {worse} to the disadvantage of the people concerned.")
