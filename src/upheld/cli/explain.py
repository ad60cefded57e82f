"""``upheld explain``: the reason of every decision in a case."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from upheld.app import App, open_deployment
from upheld.cli.deployment import echo_json, in_deployment
from upheld.cli.narration import sentence, tell
from upheld.errors import UsageError
from upheld.ids import CaseId
from upheld.policy.charter import Charter
from upheld.store import cases


@click.command()
@click.argument("case", required=False)
@click.option("--latest", is_flag=True, help="The case opened last.")
@in_deployment
def explain(case: str | None, latest: bool, folder: str, as_json: bool) -> None:
    """Show what was decided in CASE and why; without CASE, list all cases."""
    with open_deployment(Path(folder)) as app:
        if latest:
            case = _latest(app)
        if case is None:
            _list(app, as_json=as_json)
            return
        case_id = find_case(app, case)
        told = tell(app, case_id)
        if as_json:
            echo_json(told)
        else:
            _show(app, case_id, told)


def find_case(app: App, beginning: str) -> CaseId:
    """Return the case whose id begins like this; raise :class:`UsageError` when none or several do."""
    with app.store.read() as connection:
        found = [row.id for row in cases.list_cases(connection, limit=100_000) if row.id.startswith(beginning)]
    if len(found) != 1:
        raise UsageError(f"{'no case begins' if not found else f'{len(found)} cases begin'} with `{beginning}`")
    return found[0]


def _latest(app: App) -> str:
    with app.store.read() as connection:
        rows = cases.list_cases(connection, limit=1)
    if not rows:
        raise UsageError("there is no case yet; `upheld access` or `upheld erase` opens one")
    return rows[0].id


def _list(app: App, *, as_json: bool) -> None:
    with app.store.read() as connection:
        rows = cases.list_cases(connection)
    if as_json:
        echo_json(
            [{"case": r.id, "right": r.right, "state": r.state, "opened_at": r.opened_at.isoformat()} for r in rows]
        )
        return
    for r in rows:
        click.echo(f"{r.id}  {r.right:8} {r.state:13} {r.opened_at:%Y-%m-%d %H:%M}")


def _show(app: App, case_id: CaseId, told: dict[str, Any]) -> None:
    click.echo(f"{case_id}: {told['right']}, {told['outcome'] or told['phase']}")
    click.echo(f"\nAsked by the person whose pseudonym is {told['person']}, received {told['received_at']}.")
    click.echo("\nWhy it is answered")
    for because in told["because"]:
        click.echo(f"  {_sourced(app, because)}")
    click.echo("\nBy when")
    for due in told["due"]:
        click.echo(f"  act by {due['safe_due_at']}, latest {due['due_at']}: {due['source']}")
        for because in due["because"]:
            click.echo(f"    because of {_sourced(app, because)}")
    click.echo("\nWhat happened")
    with app.store.read() as connection:
        for event in cases.load_events(connection, case_id):
            click.echo(f"  {event.seq:>3}  {event.at:%Y-%m-%d %H:%M:%S}  {sentence(case_id, event)}")
    if told["kept"]:
        click.echo("\nWhat was kept, and why")
        for name, rows in told["kept"].items():
            _, table, because = name.split(":", 2)
            click.echo(f"  {rows} row(s) of {table}: {_sourced(app, because, bare=True)}")


def _sourced(app: App, because: str, *, bare: bool = False) -> str:
    """Add to a promise where its sentence stands in the published prose."""
    wanted = because if bare else because.removeprefix("promise ") if because.startswith("promise ") else None
    charter, statement = _statement(app, wanted)
    if charter is None or statement is None:
        return because
    source = statement.source
    return f"promise {statement.id} ({charter.policy_file}, section {source.section}, characters {source.start}-{source.end})"


def _statement(app: App, id_: str | None) -> tuple[Charter | None, Any]:
    for series in app.deployment.series:
        for charter in reversed(series.versions):
            statement = charter.statement(id_) if id_ else None
            if statement is not None:
                return charter, statement
    return None, None
