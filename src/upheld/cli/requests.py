"""``upheld access`` and ``upheld erase``: run a right from receipt to its verified end, on the same path as the web."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import click

from upheld.app import App, open_deployment
from upheld.cli.deployment import echo_json, in_deployment, parse_subject
from upheld.cli.narration import Narration, tell
from upheld.connectors.sql import SqlSystem
from upheld.duties.requests import Phase, Right
from upheld.errors import Permanent
from upheld.ids import CaseId
from upheld.planning import Identity, plan_access, plan_erasure
from upheld.work.requests.identifying import check_request, identify, read_account, unsettled

PATIENCE = timedelta(minutes=1)
"""How long a command waits for a system that is busy before it leaves the case to the worker."""

_SUBJECT = click.option(
    "--subject",
    "subjects",
    multiple=True,
    required=True,
    metavar="KIND=VALUE",
    help="Who, as the datamap proves: email=…",
)
_ACCOUNT = click.option(
    "--account", "accounts", multiple=True, metavar="KIND:KEY", help="Which account is meant, where several match."
)
_DRY = click.option("--dry-run", is_flag=True, help="Print the stages and estimates; change nothing.")
_REPLY = click.option(
    "--reply-to", metavar="ADDRESS", help="Where the outcome is written to [default: the subject's e-mail]."
)


@click.command()
@_SUBJECT
@_ACCOUNT
@_REPLY
@_DRY
@in_deployment
def access(**options: Any) -> None:
    """Answer a request for a copy: a zip with JSON, CSV and one page to read."""
    _run(Right.ACCESS, **options)


@click.command()
@_SUBJECT
@_ACCOUNT
@_REPLY
@_DRY
@in_deployment
def erase(**options: Any) -> None:
    """Erase a person: plan, act, look again, leave evidence."""
    _run(Right.ERASURE, **options)


def _run(
    right: Right,
    subjects: tuple[str, ...],
    accounts: tuple[str, ...],
    reply_to: str | None,
    dry_run: bool,
    folder: str,
    as_json: bool,
) -> None:
    given = parse_subject(subjects)
    with open_deployment(Path(folder)) as app:
        if dry_run:
            _dry_run(app, right, given, accounts, as_json=as_json)
            return
        case_id = app.requests.open(right, given, accounts, reply_to or next(iter(given.get("email", [])), None))
        finish(app, case_id, as_json=as_json)


def finish(app: App, case_id: CaseId, *, as_json: bool) -> None:
    """Work on a case until it waits, ends or time runs out; print how it stands and exit accordingly.

    Exit 0: concluded; 1: failed; 3: a person has to choose an account; 4: not finished, the worker goes on.
    """
    with Narration(app, case_id, quiet=as_json):
        _work(app, case_id)
    app.settle()
    told = tell(app, case_id)
    if as_json:
        echo_json(told)
    elif told["phase"] in _UNFINISHED:
        click.echo("         not finished yet: a system is busy or away; `upheld worker` goes on with it", err=True)
    sys.exit(_EXIT.get(told["phase"], 0))


_UNFINISHED = (Phase.RECEIVED.value, Phase.WORKING.value)
_EXIT = {Phase.FAILED.value: 1, Phase.UNCERTAIN.value: 3, **dict.fromkeys(_UNFINISHED, 4)}


def _work(app: App, case_id: CaseId) -> None:
    """Run due tasks, waiting up to a minute for what is tried again."""
    clock = app.store.clock
    give_up = clock.now() + PATIENCE
    app.worker.run_due()
    while app.deployment.journal.load(case_id).phase.value in _UNFINISHED and clock.now() < give_up:
        clock.sleep(0.5)
        app.worker.run_due()


def _dry_run(app: App, right: Right, given: dict[str, list[str]], accounts: tuple[str, ...], *, as_json: bool) -> None:
    """Print the very stages that would run, with an estimate each; exit 3 where a person would have to choose an account."""
    systems = app.deployment.systems
    check_request(systems, given, accounts)
    chosen = [read_account(text) for text in accounts]
    found = identify(systems, given, chosen)
    unsure = unsettled(found, chosen)
    staged = _estimates if right is Right.ERASURE else _selections
    out = {name: staged(app, systems[name], identity) for name, identity in found.items()}
    if as_json:
        echo_json({"dry_run": True, "right": right.value, "uncertain": unsure, "systems": out})
    else:
        click.echo("Dry run: nothing is changed. Numbers are estimates; another transaction may change them.")
        for name, told in out.items():
            click.echo(f"\n{name}: {told['accounts']} account(s)")
            for line in told["stages"]:
                click.echo(f"  {line}")
        if unsure:
            click.echo(f"\nWhich account is meant is not clear: {', '.join(unsure)}; add --account KIND:KEY.", err=True)
    sys.exit(_EXIT[Phase.UNCERTAIN.value] if unsure else 0)


def _estimates(app: App, system: SqlSystem, identity: Identity) -> dict[str, Any]:
    with _planned(system):
        plan = plan_erasure(system.datamap, system.schema(), identity)
    counts = system.estimate(plan, identity, app.store.clock.now())
    return {"accounts": len(identity.accounts), "stages": list(plan.lines(counts)), "estimates": counts}


def _selections(_: App, system: SqlSystem, identity: Identity) -> dict[str, Any]:
    with _planned(system):
        plan = plan_access(system.datamap, system.schema(), identity)
    return {"accounts": len(identity.accounts), "stages": [f"copy {s.table} as {s.role}" for s in plan.selections]}


@contextmanager
def _planned(system: SqlSystem) -> Iterator[None]:
    try:
        yield
    except ValueError as error:
        raise Permanent(f"{system.name}: {error}; run `upheld check`") from None
