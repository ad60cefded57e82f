"""``upheld review``: look at each proposed promise and decide."""

from __future__ import annotations

import json
from pathlib import Path

import click

from upheld.cli.reviewing import Review, first_problem, wording
from upheld.errors import DeploymentInvalid, UsageError
from upheld.formats.policies import load_policy
from upheld.policy.capabilities import CAPABILITIES
from upheld.policy.charter import Statement

_HELP = "c confirm · e edit · w waive · s skip · b back · q leave (everything so far is saved)"


@click.command()
@click.argument("charter", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--policy",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The policy's text, to show each sentence; by default the file the charter names, where it is beside it.",
)
@click.option("--kind", "kinds", multiple=True, help="Only statements of this kind; may be repeated.")
@click.option("--json", "as_json", is_flag=True, help="Print how far the review is, and ask nothing.")
def review(charter: Path, policy: Path | None, kinds: tuple[str, ...], as_json: bool) -> None:
    """Walk through the proposals of CHARTER: confirm, edit, or waive with a reason.

    Each decision is written at once; start again to go on where you left. The file can be edited by hand as well: comments
    in it are kept.
    """
    session = Review.of(charter)
    if as_json:
        click.echo(json.dumps(_progress(session)))
        return
    text = _policy_text(policy, charter, session)
    if text is None:
        click.echo("The policy's text is not at hand: the sentences cannot be shown. Give it with --policy.", err=True)
    queue = [s.id for s in session.open() if not kinds or s.kind in kinds]
    _walk(session, queue, text)
    done = _progress(session)
    click.echo(f"{done['confirmed']} confirmed, {done['waived']} waived, {done['proposed']} still open.")


def _policy_text(policy: Path | None, charter: Path, session: Review) -> str | None:
    path = policy or charter.parent / session.charter.policy_file
    return load_policy(path).text if path.is_file() else None


def _progress(session: Review) -> dict[str, int]:
    counts = {"proposed": 0, "confirmed": 0, "waived": 0}
    for statement in session.charter.statements:
        counts[statement.status.value] += 1
    return counts


def _walk(session: Review, queue: list[str], policy: str | None) -> None:
    at = 0
    while 0 <= at < len(queue):
        statement = session.statement(queue[at])
        _show(statement, policy, at + 1, len(queue))
        answer = click.prompt("Decide", default="s", show_default=False, prompt_suffix=f" [{_HELP}] ").strip().lower()
        if answer == "q":
            return
        at += _decide(session, statement.id, answer)
        at = max(at, 0)


def _decide(session: Review, id_: str, answer: str) -> int:
    """Carry out one answer; return how many statements to move on."""
    try:
        match answer:
            case "c":
                _complete(session, id_)
                session.confirm(id_)
            case "w":
                session.waive(id_, _asked("Why is it set aside"))
            case "e":
                _edit(session, id_)
                return 0
            case "b":
                return -1
            case "s":
                return 1
            case _:
                click.echo(f"  “{answer}” is not one of: {_HELP}")
                return 0
    except DeploymentInvalid as error:
        click.echo(f"  Not yet: {first_problem(error)}")
        return 0
    except UsageError as error:
        click.echo(f"  {error}")
        return 0
    return 1


def _complete(session: Review, id_: str) -> None:
    """Ask for what a confirmed statement needs and this one lacks."""
    statement = session.statement(id_)
    if statement.runs_as is None and statement.cannot is None:
        answer = _asked("Which capability runs it, or why can none (a capability, or a reason)")
        session.edit(id_, "runs_as" if answer in CAPABILITIES else "cannot", answer)
    statement = session.statement(id_)
    timed = statement.kind == "retention" and "period" in statement.slots and "trigger" not in statement.slots
    if timed and statement.runs_as == "retention.sweep" and not statement.anchor_assumed:
        session.edit(id_, "anchor_assumed", _asked("The sentence names no start. From which event do you count"))


def _edit(session: Review, id_: str) -> None:
    name, _, value = _asked("name=value (nothing after = removes it)").partition("=")
    session.edit(id_, name.strip(), value.strip())


def _asked(question: str) -> str:
    while True:
        answer: str = click.prompt(f"  {question}", prompt_suffix=": ").strip()
        if answer:
            return answer


def _show(statement: Statement, policy: str | None, number: int, total: int) -> None:
    click.echo(f"\n── {number} of {total} · {statement.id} · {statement.source.section or 'before the first heading'}")
    words = wording(statement, policy)
    if words is not None:
        click.echo(f"   “{words}”")
    elif policy is not None:
        click.echo("   (the sentence has moved or changed since it was read; read the policy again)")
    click.echo(f"   {statement.kind}, {statement.type.value}")
    for name, value in statement.slots.items():
        click.echo(f"     {name}: {', '.join(value) if isinstance(value, tuple) else value}")
    if statement.runs_as:
        click.echo(f"   runs as {statement.runs_as}: {CAPABILITIES[statement.runs_as]}")
    if statement.cannot:
        click.echo(f"   cannot run: {statement.cannot}")
    if statement.anchor_assumed:
        click.echo(f"   counted from (assumed): {statement.anchor_assumed}")
    if statement.confidence is not None:
        click.echo(f"   confidence {statement.confidence:.2f} by {statement.rule or 'unknown rule'}")
