"""``upheld verify``: check an evidence file, without a deployment and without a network."""

from __future__ import annotations

import base64
import json
import sys
from functools import partial
from pathlib import Path

import click

from upheld.errors import EvidenceInvalid, UsageError
from upheld.evidence.checkpoint import VerifierKey
from upheld.evidence.export_file import MAX_LINE_BYTES
from upheld.evidence.verification import Fault, Verified
from upheld.evidence.verification import verify as verify_lines
from upheld.store.evidence_signing import check_signature


@click.command()
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--key", metavar="KEY", help="The tree's public key, got by another way than the file.")
@click.option(
    "--since",
    metavar="OLDER",
    type=click.Path(path_type=Path, dir_okay=False),
    help="An evidence file or checkpoint kept from an earlier look.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def verify(file: Path, key: str | None, since: Path | None, as_json: bool) -> None:
    """Check the evidence FILE; exit 1 and name the place where something does not hold."""
    verdict = judge(file, key, since)
    if as_json:
        click.echo(json.dumps(_as_object(verdict)))
    elif isinstance(verdict, Fault):
        click.echo(f"FAULT at {verdict}", err=True)
    else:
        _show(file, verdict)
    if isinstance(verdict, Fault):
        sys.exit(1)


def judge(file: Path, key: str | None = None, since: Path | None = None) -> Verified | Fault:
    """Check a file; raises :class:`UsageError` for a file that cannot be read or a key that is none."""
    try:
        pinned = VerifierKey.parse(key) if key is not None else None
    except EvidenceInvalid as error:
        raise UsageError(f"--key: {error}") from None
    try:
        older = _read_beginning(since) if since is not None else None
        with file.open("rb") as opened:
            lines = iter(partial(opened.readline, MAX_LINE_BYTES + 1), b"")
            return verify_lines(lines, check_signature, pinned=pinned, older=older)
    except OSError as error:
        raise UsageError(f"{error.filename} cannot be read ({type(error).__name__}); check the path") from None


def _read_beginning(since: Path) -> bytes:
    with since.open("rb") as opened:
        return opened.read(MAX_LINE_BYTES)


def _show(file: Path, verdict: Verified) -> None:
    click.echo(f"OK: {file}")
    click.echo(f"tree: {verdict.checkpoint.origin}, {verdict.checkpoint.size} leaves signed, root {_root(verdict)}")
    click.echo(
        f"key: {'the pinned one' if verdict.key_was_pinned else f'NOT PINNED, taken from the file: {verdict.key}'}"
    )
    history = "NOT COMPARED; keep this file and bring it next time with --since"
    if verdict.since is not None:
        history = f"begins with the {verdict.since} leaves of the older checkpoint"
    click.echo(f"history: {history}")
    if verdict.case is None:
        click.echo(f"leaves: all {verdict.leaves} of the tree, each in its place")
    else:
        click.echo(
            f"leaves: events 1 to {verdict.leaves} of case {verdict.case}, each in the tree; later ones may exist"
        )


def _as_object(verdict: Verified | Fault) -> dict[str, object]:
    if isinstance(verdict, Fault):
        return {"valid": False, "line": verdict.line, "reason": verdict.reason}
    return {
        "valid": True,
        "origin": verdict.checkpoint.origin,
        "size": verdict.checkpoint.size,
        "root": _root(verdict),
        "key": str(verdict.key),
        "key_was_pinned": verdict.key_was_pinned,
        "leaves": verdict.leaves,
        "case": verdict.case,
        "since": verdict.since,
    }


def _root(verdict: Verified) -> str:
    return base64.b64encode(verdict.checkpoint.root).decode()
