"""``upheld evidence``: hand the evidence out."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from upheld.app import open_deployment
from upheld.cli.deployment import echo_json, in_deployment
from upheld.cli.explain import find_case
from upheld.errors import UsageError
from upheld.evidence.checkpoint import Checkpoint, open_checkpoint
from upheld.evidence.export_file import MAX_LINE_BYTES
from upheld.evidence.verification import read_older
from upheld.store.evidence_export import export as write_export
from upheld.store.evidence_log import head
from upheld.store.evidence_signing import check_signature


@click.group()
def evidence() -> None:
    """Hand out what was recorded, in a form that a stranger can check."""


@evidence.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--case", metavar="CASE", help="Only this case, each leaf with its proof.")
@click.option(
    "--since",
    metavar="OLDER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="With --case: an evidence file or checkpoint the reader has; adds the proof that the log still begins with it.",
)
@in_deployment
def export(file: Path, case: str | None, since: Path | None, folder: str, as_json: bool) -> None:
    """Write the evidence of this deployment to FILE; `upheld verify FILE` checks it."""
    if since is not None and case is None:
        raise UsageError("--since goes with --case: a file of the whole tree can be held against any older one already")
    with open_deployment(Path(folder)) as app:
        app.settle()
        case_id = None if case is None else find_case(app, case)
        older = None if since is None else _older_checkpoint(since)
        with app.store.read() as connection, replacing(file) as opened:
            leaves = write_export(connection, opened, case=case_id, since=older)
            current = head(connection)
    assert current is not None
    if as_json:
        echo_json({"file": str(file), "leaves": leaves, "size": current.size, "key": str(current.key)})
    else:
        click.echo(f"{leaves} leaves written to {file}; the tree holds {current.size}")
        click.echo(f"key: {current.key}")


@contextmanager
def replacing(file: Path) -> Iterator[BinaryIO]:
    """Give a file that takes the place of ``file`` when the block ends well, and goes when it does not."""
    try:
        handle, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    except OSError as error:
        raise UsageError(f"{file} cannot be written ({type(error).__name__}); check the path") from None
    try:
        with os.fdopen(handle, "wb") as opened:
            yield opened
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def _older_checkpoint(since: Path) -> Checkpoint:
    try:
        with since.open("rb") as opened:
            older = read_older(opened.read(MAX_LINE_BYTES))
    except OSError as error:
        raise UsageError(f"{since} cannot be read ({type(error).__name__}); check the path") from None
    if older.key is not None:
        return open_checkpoint(older.note, older.key, check_signature)
    return Checkpoint.parse(older.note.partition("\n\n")[0] + "\n")
