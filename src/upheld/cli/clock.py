"""``upheld clock``: what is due when, and why. One case from options, or many as JSON lines on standard input."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TextIO

import click

import upheld
from upheld.errors import UpheldError, UsageError
from upheld.formats.charter_folder import CharterPromises
from upheld.formats.clock_cases import parse_case, read_instant
from upheld.formats.law_files import shipped_law
from upheld.law.applicability import Applicability, Company, laws_for
from upheld.law.cases import Answer
from upheld.law.clocks import answer_case
from upheld.law.explanation import REASONS, explain
from upheld.law.model import LawPack
from upheld.law.promises import PREFIX
from upheld.law.regimes import Promises, RegimesAnswer, answer_regimes

_NOT_ADVICE = "This is a computation from cited data, not legal advice."


@click.command()
@click.option("--law", "laws", multiple=True, help="A law (gdpr, ccpa, …; see `upheld law list`); may be repeated.")
@click.option("--company", "companies", multiple=True, help="Ask the promises of this company's charter too.")
@click.option("--right", help="The right or duty, e.g. access, delete, breach_authority.")
@click.option("--received", help="When the message arrived: 2026-01-31T12:00+01:00.")
@click.option("--where", help="The place whose law and holidays count, e.g. BE, US-CA.")
@click.option("--tz", help="IANA zone; by default the place's own.")
@click.option("--event", "events", multiple=True, help="TYPE@INSTANT[,field=value…]; may be repeated.")
@click.option("--residence", help="Where the person lives: ask every law that binds there and knows the right.")
@click.option("--established", multiple=True, help="Where the company is established; may be repeated.")
@click.option("--acted", help="When it was done: judge law and promise apart.")
@click.option("--charters", type=click.Path(file_okay=False, path_type=Path), help="Folder of <company>/charter.yaml.")
@click.option("--jsonl", is_flag=True, help="Read cases as JSON lines from standard input, answer in the same order.")
@click.option("--json", "as_json", is_flag=True, help="Answer the one case as JSON.")
def clock(
    laws: tuple[str, ...],
    companies: tuple[str, ...],
    right: str | None,
    received: str | None,
    where: str | None,
    tz: str | None,
    events: tuple[str, ...],
    residence: str | None,
    established: tuple[str, ...],
    acted: str | None,
    charters: Path | None,
    jsonl: bool,
    as_json: bool,
) -> None:
    """Say what is due when, and why.

    Give --law (or --company, or --residence), --right, --received and --where for one case; or --jsonl for many. Not
    legal advice.
    """
    pack = shipped_law()
    promises = CharterPromises(charters or _charters())
    if jsonl:
        for line in answer_lines(sys.stdin, pack, promises):
            click.echo(line)
        return
    where = where or residence
    if not (right and received and where and (laws or companies or residence)):
        raise click.UsageError("give --law (or --company, or --residence), --right, --received and --where, or --jsonl")
    raw: dict[str, Any] = {
        "laws": [*(_law_id(pack, law) for law in laws), *(PREFIX + company for company in companies)],
        "residence": residence,
        "established": list(established),
        "right": right,
        "received_at": received,
        "jurisdiction": where,
        "tz": tz or _zone_of(pack, where),
        "events": [_event(text) for text in events],
    }
    if acted:
        raw["acted_at"] = acted
    answer = _answer(raw, pack, promises)
    if as_json:
        applies = [_applies(one) for one in _judged(raw, pack)]
        words = _words(answer, raw) | ({"applies": applies} if applies else {})
        click.echo(json.dumps(words, ensure_ascii=False, indent=2))
        return
    for one in _judged(raw, pack):
        if one.binds:
            click.echo(f"{one.law} binds: {one.ground.value}" + (", threshold not told" if one.assumed else ""))
    click.echo("\n".join(_text(answer, raw)))


def answer_lines(lines: TextIO, pack: LawPack, promises: Promises) -> Iterator[str]:
    """Yield one JSON line per case; a case that cannot be answered yields its error, and the run goes on."""
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield json.dumps(_answer_line(line, number, pack, promises), ensure_ascii=False)


def _answer_line(line: str, number: int, pack: LawPack, promises: Promises) -> dict[str, Any]:
    try:
        raw = json.loads(line)
    except (ValueError, RecursionError):
        return {"id": None, "error": f"line {number} is not JSON; write one object a line"}
    if not isinstance(raw, dict):
        return {"id": None, "error": f'line {number} is not an object; write {{"id": …, "law": …}}'}
    case_id = raw.get("id")
    try:
        return {"id": case_id, **_words(_answer(raw, pack, promises), raw)}
    except UpheldError as error:
        return {"id": case_id, "error": str(error)}


def _answer(raw: Mapping[str, Any], pack: LawPack, promises: Promises) -> Answer | RegimesAnswer:
    """Answer a case: one law, or a set (``laws``, or ``law`` with promises and laws joined by ``+``)."""
    if "laws" in raw or raw.get("residence"):
        named = _regimes(raw, pack)
        return answer_regimes(pack, parse_case(raw, law="+".join(named)), named, promises)
    law = raw.get("law")
    if isinstance(law, str) and (law.startswith(PREFIX) or ("+" in law and law not in pack.instruments)):
        found = answer_regimes(pack, parse_case(raw), law.split("+"), promises)
        if found.errors:
            raise UsageError("; ".join(found.errors.values()))
        return found.merged()
    return answer_case(pack, parse_case(raw))


def _regimes(raw: Mapping[str, Any], pack: LawPack) -> list[str]:
    """Return the regimes a case names, and those that bind where its person lives and know the right."""
    named = [*_names(raw, "laws"), *(one.law for one in _judged(raw, pack) if one.binds)]
    if not named:
        raise UsageError('`laws` is not a list of names; write ["GDPR", "PROMISE:<company>"], or give a residence')
    return list(dict.fromkeys(named))


def _judged(raw: Mapping[str, Any], pack: LawPack) -> tuple[Applicability, ...]:
    residence = raw.get("residence")
    if not residence:
        return ()
    covered = raw.get("covered", {})
    if not isinstance(covered, dict) or not all(isinstance(met, bool) for met in covered.values()):
        raise UsageError('`covered` says by law whether its threshold is met; write {"CCPA": false}')
    company = Company(frozenset(_names(raw, "established")), covered=covered)
    return laws_for(pack, str(residence), company, str(raw.get("right")))


def _names(raw: Mapping[str, Any], field: str) -> list[str]:
    value = raw.get(field, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        raise UsageError(f'`{field}` is not a list of names; write ["GDPR", "PROMISE:<company>"]')
    return value


def _words(answer: Answer | RegimesAnswer, raw: Mapping[str, Any]) -> dict[str, Any]:
    if isinstance(answer, Answer):
        return dict(answer.words())
    out: dict[str, Any] = dict(answer.merged().words())
    out["binding"] = answer.binding
    out["clocks"] = [{"law": one.law, "right": one.right, **one.words()} for one in answer.clocks]
    if answer.errors:
        out["unanswered"] = dict(answer.errors)
    if raw.get("acted_at") is not None:
        acted = read_instant(raw["acted_at"], "acted_at")
        judged = answer.judge(acted, acted)
        out |= {"law_broken": judged.law_broken, "promise_broken": judged.promise_broken}
    return out


def _text(answer: Answer | RegimesAnswer, raw: Mapping[str, Any]) -> Iterator[str]:
    assert isinstance(answer, RegimesAnswer)
    for one in answer.clocks:
        yield f"{one.law} · {one.right}"
        yield f"  due   {_moment(one.due_at)}" + (f"   ({REASONS[one.reason]})" if one.reason else "")
        yield f"  safe  {_moment(one.safe_due_at)}"
        for name, value in one.words().items():
            if name not in ("due_at", "safe_due_at", "because", "reason"):
                yield f"  {name.replace('_', ' ')}: {'none' if value is None else value}"
        yield "  why"
        yield from (f"    {line}" for line in explain(one))
    if len(answer.clocks) > 1:
        yield f"act by {_moment(answer.safe_due_at)} ({answer.binding} binds)"
    for regime, error in answer.errors.items():
        yield f"{regime}: {error}"
    if raw.get("acted_at"):
        acted = read_instant(raw["acted_at"], "acted_at")
        judged = answer.judge(acted, acted)
        yield f"law broken: {_yes(judged.law_broken)} · promise broken: {_yes(judged.promise_broken)}"
    yield _NOT_ADVICE


def _applies(one: Applicability) -> dict[str, Any]:
    return {"law": one.law, "binds": one.binds, "ground": one.ground.value, "assumed": one.assumed}


def _moment(at: datetime | None) -> str:
    return "none" if at is None else f"{at:%a %Y-%m-%d %H:%M:%S %z} ({at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ})"


def _yes(value: bool | None) -> str:
    return "no clock ran" if value is None else "yes" if value else "no"


def _law_id(pack: LawPack, name: str) -> str:
    return next((known for known in pack.instruments if known.lower() == name.lower()), name)


def _zone_of(pack: LawPack, place: str) -> str:
    known = pack.places.get(place)
    if known is None or known.zone is None:
        raise UsageError(f"the zone of `{place}` is not known; give --tz")
    return known.zone


def _event(text: str) -> dict[str, Any]:
    head, *details = text.split(",")
    kind, _, at = head.partition("@")
    event: dict[str, Any] = {"type": kind, "at": at}
    for detail in details:
        name, _, value = detail.partition("=")
        event[name] = {"true": True, "false": False}.get(value, value)
    return event


def _charters() -> Path:
    here = Path("examples")
    return here if here.is_dir() else Path(upheld.__file__).resolve().parents[2] / "examples"
