"""Commands that move a waiting or failed case on: ``upheld choose``, ``upheld retry`` and the worker itself."""

from __future__ import annotations

import signal
import threading
from pathlib import Path

import click

from upheld.app import open_deployment
from upheld.cli.deployment import in_deployment
from upheld.cli.explain import find_case
from upheld.cli.requests import finish


@click.command()
@click.argument("case")
@click.option("--account", "accounts", multiple=True, required=True, metavar="KIND:KEY", help="Which account is meant.")
@in_deployment
def choose(case: str, accounts: tuple[str, ...], folder: str, as_json: bool) -> None:
    """Say which accounts a case with several matches means."""
    _move(case, folder, as_json=as_json, accounts=accounts)


@click.command()
@click.argument("case")
@in_deployment
def retry(case: str, folder: str, as_json: bool) -> None:
    """Take a failed case up again once its cause is removed."""
    _move(case, folder, as_json=as_json, accounts=None)


def _move(case: str, folder: str, *, as_json: bool, accounts: tuple[str, ...] | None) -> None:
    with open_deployment(Path(folder)) as app:
        case_id = find_case(app, case)
        if accounts is None:
            app.requests.retry(case_id)
        else:
            app.requests.choose(case_id, accounts)
        finish(app, case_id, as_json=as_json)


@click.command()
@click.option("--once", is_flag=True, help="Run what is due now and end.")
@click.option("--dir", "folder", default=".", show_default=True, help="Folder with upheld.yaml.")
def worker(once: bool, folder: str) -> None:
    """Run due tasks: re-checks, letters, retries. Ends gracefully on SIGTERM and SIGINT."""
    with open_deployment(Path(folder)) as app:
        if once:
            click.echo(f"{app.worker.run_due()} task(s) run")
            app.settle()
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        with app.sequencer.running():
            app.worker.run_forever(stop)
