"""``upheld publish``: a notice from a charter, checked against what the law wants disclosed."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import click

from upheld.clock import SystemClock
from upheld.formats.charter_file import parse_charter
from upheld.policy.linting import RULES, Family, Finding, lint
from upheld.policy.reading import read
from upheld.policy.writing import notice_of, to_html, to_markdown


@click.command()
@click.argument("charter", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--out", type=click.Path(dir_okay=False, path_type=Path), help="Write here instead of printing; .html for a page."
)
@click.option("--format", "form", type=click.Choice(["md", "html"]), help="By default the ending of --out, else md.")
@click.option("--draft", is_flag=True, help="Write the notice although disclosures are missing.")
@click.option("--json", "as_json", is_flag=True, help="Print the notice and what is missing as JSON.")
def publish(charter: Path, out: Path | None, form: str | None, draft: bool, as_json: bool) -> None:
    """Write CHARTER as a notice in plain English.

    The notice is read back and checked: a disclosure that the law wants and that is missing stops it, unless --draft is
    given. Not legal advice.
    """
    model, _ = parse_charter(charter.read_text("utf-8"), str(charter))
    notice = notice_of(model)
    markdown = to_markdown(notice)
    missing = gaps(markdown, SystemClock().now())
    chosen = form or ("html" if out is not None and out.suffix in (".html", ".htm") else "md")
    text = to_html(notice) if chosen == "html" else markdown
    stopped = bool(missing) and not draft
    if as_json:
        shown = {
            "format": chosen,
            "notice": text,
            "missing": [f.as_json() for f in missing],
            "written": out is not None and not stopped,
        }
        click.echo(json.dumps(shown, ensure_ascii=False))
    else:
        for finding in missing:
            click.echo(f"missing: {RULES[finding.rule].title} ({finding.law}) [{finding.rule}]", err=True)
    if stopped:
        if not as_json:
            click.echo("Nothing was written. Complete the charter, or give --draft.", err=True)
        raise SystemExit(1)
    if out is not None:
        out.write_text(text, "utf-8")
    elif not as_json:
        click.echo(text, nl=False)


def gaps(markdown: str, now: datetime) -> list[Finding]:
    """Return the disclosures that a published notice lacks, found by reading it as anybody would."""
    return [f for f in lint(read(markdown), now.date()) if RULES[f.rule].family is Family.GAP and RULES[f.rule].absence]
