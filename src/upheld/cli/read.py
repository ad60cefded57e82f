"""``upheld read``: the promises of a published policy, each with the words it came from."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time
from pathlib import Path

import click

from upheld.clock import SystemClock
from upheld.errors import UsageError
from upheld.formats.policies import PolicyText, load_policy
from upheld.policy.kinds import Tier
from upheld.policy.linting import Finding, lint, suppress
from upheld.policy.reading import Reading, ReadStatement, read
from upheld.policy.reading.draft import DraftHead, draft_charter

_HEADING = """\
A draft: what `{command}` proposes. Nothing here runs before a person has confirmed it:
read each statement beside its sentence, correct its slots, then set `status: confirmed`.
{unread} sentence(s) that sound like a commitment were not understood; the command lists them.
Not legal advice."""


@click.command("read")
@click.argument("policies", metavar="POLICY...", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Write a charter draft here.")
@click.option("--text-out", type=click.Path(dir_okay=False, path_type=Path), help="Write the canonical text here.")
@click.option("--html", "html", type=click.Path(dir_okay=False, path_type=Path), help="Write a report page here.")
@click.option(
    "--suppressions", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Findings set aside."
)
@click.option("--json", "as_json", is_flag=True, help="Print promises, findings and unread commitments as JSON.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@click.option("--controller", help="Who speaks in the policy, where the reader cannot tell.")
@click.option("--service", help="What the policy covers, where the reader cannot tell.")
def read_policy(
    policies: tuple[Path, ...],
    out: Path | None,
    text_out: Path | None,
    html: Path | None,
    suppressions: Path | None,
    as_json: bool,
    force: bool,
    controller: str | None,
    service: str | None,
) -> None:
    """Read the promises of a privacy POLICY (text, Markdown, HTML or PDF), or of several.

    Every promise comes with the exact words it was read from; commitments that were not understood are listed, never dropped.
    Nothing runs before a person confirms it. Not legal advice.
    """
    outputs = _Outputs(out, text_out, html, suppressions, as_json, controller, service)
    if len(policies) > 1 and any((out, text_out, html)):
        raise UsageError("--out, --text-out and --html write one file: give one POLICY with them")
    _refuse_existing((out, text_out, html), force=force)
    for policy in policies:
        _read_one(policy, outputs)


@dataclass(frozen=True, slots=True)
class _Outputs:
    """What is to be made of a reading, and what to read it with."""

    out: Path | None
    text_out: Path | None
    html: Path | None
    suppressions: Path | None
    as_json: bool
    controller: str | None
    service: str | None


def _read_one(policy: Path, to: _Outputs) -> None:
    loaded = load_policy(policy)
    reading = read(loaded.text)
    now = SystemClock().now()
    findings = _findings(reading, now, to.suppressions)
    files: list[tuple[Path, str, str]] = []
    if to.text_out:
        files.append((to.text_out, "canonical text", loaded.text))
    if to.out:
        files.append((to.out, "charter draft", _draft(reading, loaded, now, to.controller, to.service)))
    if to.html:
        from upheld.formats.report import report_page  # noqa: PLC0415 - most readings write no page

        files.append((to.html, "report page", report_page(reading, findings, loaded.file)))
    for path, _, text in files:
        _write(path, text)
    if to.as_json:
        click.echo(json.dumps(_as_json(reading, loaded, findings), ensure_ascii=False))
    else:
        from upheld.cli.reading_summary import print_summary  # noqa: PLC0415 - JSON needs no terminal library

        print_summary(reading, loaded, findings)
        for path, what, _ in files:
            click.echo(f"Wrote the {what} to {path}.")


def _refuse_existing(paths: Sequence[Path | None], *, force: bool) -> None:
    for path in paths:
        if path is None:
            continue
        if path.exists() and not force:
            raise UsageError(f"{path} exists; give --force to replace it, or another name")
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent} to write {path.name} into")


def _findings(reading: Reading, now: datetime, suppressions: Path | None) -> tuple[Finding, ...]:
    found = lint(reading, now.date())
    if suppressions is None:
        return found
    from upheld.formats.suppressions_file import parse_suppressions  # noqa: PLC0415 - YAML and models cost a start

    split = suppress(found, parse_suppressions(suppressions.read_text("utf-8"), str(suppressions)))
    for unused in split.unused:
        click.echo(f"{suppressions}: nothing is set aside by `{unused.rule}` any more; take it out.", err=True)
    return split.shown


def _write(path: Path, text: str) -> None:
    """Write whole files only: a broken write leaves what was there."""
    part = path.with_name(path.name + ".part")
    try:
        part.write_bytes(text.encode())
        part.replace(path)
    except OSError as error:
        with contextlib.suppress(OSError):
            part.unlink()
        raise UsageError(f"{path} cannot be written: {error.strerror}") from None


def _draft(reading: Reading, loaded: PolicyText, now: datetime, controller: str | None, service: str | None) -> str:
    from upheld.formats.charter_file import dump_charter  # noqa: PLC0415 - YAML and models cost a start

    dated = _slot(reading, "effective_date", "date")
    head = DraftHead(
        controller or _slot(reading, "identity", "controller") or "(not found: write the controller's name)",
        service or _slot(reading, "scope", "service") or "main",
        _slot(reading, "effective_date", "version") or dated or "1",
        _midnight(dated) or datetime.combine(now.date(), time.min, tzinfo=UTC),
        loaded.file,
    )
    heading = _HEADING.format(command=f"upheld read {loaded.file}", unread=len(reading.unread))
    if not _midnight(dated):
        heading += "\nThe policy names no day from which it holds: `effective` is the day of this draft. Correct it."
    return dump_charter(draft_charter(reading, head), heading=heading)


def _slot(reading: Reading, kind: str, slot: str) -> str | None:
    return next((str(s.slots[slot]) for s in reading.of_kind(kind) if slot in s.slots), None)


def _midnight(date: str | None) -> datetime | None:
    """Return midnight UTC of ``2024-04-16`` or of the first of ``2024-04``."""
    if date is None or len(date) < 7:
        return None
    try:
        return datetime.fromisoformat(date if len(date) == 10 else f"{date}-01").replace(tzinfo=UTC)
    except ValueError:
        return None


def _as_json(reading: Reading, loaded: PolicyText, findings: Sequence[Finding]) -> dict[str, object]:
    return {
        "source": {"file": loaded.file, "media": loaded.media, "characters": len(loaded.text)},
        "promises": [promise_json(reading, s) for s in reading.statements],
        "findings": [finding.as_json() for finding in findings],
        "unread": [
            {"quote": reading.quote(u), "start": u.start, "end": u.end, "section": u.section} for u in reading.unread
        ],
    }


def promise_json(reading: Reading, s: ReadStatement) -> dict[str, object]:
    """Return a statement as ``--json`` prints it: its place, then what it is, then its slots."""
    return {
        "kind": s.kind,
        "quote": reading.quote(s),
        "start": s.start,
        "end": s.end,
        "section": s.section,
        "tier": Tier(s.tier).value,
        "type": s.type.value,
        "confidence": s.confidence,
        "rule": s.rule,
        "runs_as": s.runs_as,
        "cannot": s.cannot,
        **({"note": s.note} if s.note else {}),
        **s.slots,
    }
