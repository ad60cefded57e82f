"""``charter.yaml``: the promises of one version of one policy.

Written by ``upheld read``, reviewed by a person, loaded here into :class:`upheld.policy.charter.Charter`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Literal, NamedTuple

import yaml
from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from upheld.errors import DeploymentInvalid
from upheld.formats.documents import Document, Path, compose, validate
from upheld.policy.capabilities import CAPABILITIES
from upheld.policy.charter import Charter, SourceRef, Statement, StatementType, Status
from upheld.policy.kinds import KINDS, KindSpec
from upheld.spans import Problem

PERIOD = re.compile(r"^P(?=.)(\d+Y)?(\d+M)?(\d+W)?(\d+D|\d+BD)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?$")
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class PolicyRef(_Strict):
    """The published prose this charter was read from."""

    file: str
    sha256: Sha256


class SourceModel(_Strict):
    """Where the statement stands in the canonical text of the policy."""

    section: str
    start: int = Field(ge=0)
    end: int = Field(gt=0)
    sha256: Sha256


class StatementModel(_Strict):
    """One atomic statement. ``slots`` hold what its kind allows (see docs/reference/promise-kinds.md)."""

    id: Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9.-]{0,79}$")]
    kind: str
    type: StatementType
    status: Status = Status.PROPOSED
    source: SourceModel
    slots: dict[str, str | int | bool | list[str]] = Field(default_factory=dict)
    runs_as: str | None = None
    cannot: str | None = None
    waived_because: str | None = None
    anchor_assumed: str | None = None
    confidence: float | None = Field(default=None, ge=0, le=1)
    rule: str | None = None


class CharterFile(_Strict):
    """One version of one policy of one (controller, service)."""

    charter: Literal[1] = Field(description="version of this file format")
    controller: str
    service: str
    version: str
    effective: str = Field(description="date (midnight UTC) or instant with offset from which this version holds")
    policy: PolicyRef
    statements: list[StatementModel] = Field(default_factory=list)


def parse_charter(text: str, file: str) -> tuple[Charter, Document]:
    """Read ``charter.yaml``; raise :class:`DeploymentInvalid` with every problem found."""
    document = compose(text, file)
    model = validate(document, CharterFile)
    problems = [*_check_date(model, document)]
    seen: set[str] = set()
    for index, statement in enumerate(model.statements):
        problems += _check_statement(statement, ("statements", index), document)
        if statement.id in seen:
            problems.append(
                document.problem(
                    ("statements", index, "id"),
                    "duplicate-id",
                    f"the id `{statement.id}` stands twice",
                    "Give each statement its own id.",
                )
            )
        seen.add(statement.id)
    if problems:
        raise DeploymentInvalid(problems)
    return _to_charter(model), document


def dump_charter(charter: Charter, *, heading: str = "") -> str:
    """Write a charter as YAML that :func:`parse_charter` reads back to an equal charter."""
    data: dict[str, Any] = {
        "charter": 1,
        "controller": charter.controller,
        "service": charter.service,
        "version": charter.version,
        "effective": charter.effective_from.isoformat(),
        "policy": {"file": charter.policy_file, "sha256": charter.policy_sha256},
        "statements": [_statement_data(s) for s in charter.statements],
    }
    comment = "".join(f"# {line}\n" if line else "#\n" for line in heading.splitlines())
    body: str = yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
    return comment + body


def _statement_data(s: Statement) -> dict[str, Any]:
    data: dict[str, Any] = {"id": s.id, "kind": s.kind, "type": s.type.value, "status": s.status.value}
    data["source"] = {
        "section": s.source.section,
        "start": s.source.start,
        "end": s.source.end,
        "sha256": s.source.sha256,
    }
    if s.slots:
        data["slots"] = {k: list(v) if isinstance(v, tuple) else v for k, v in s.slots.items()}
    for name in ("runs_as", "cannot", "waived_because", "anchor_assumed", "confidence", "rule"):
        value = getattr(s, name)
        if value is not None:
            data[name] = value
    return data


def _check_date(model: CharterFile, document: Document) -> list[Problem]:
    try:
        _instant(model.effective)
    except ValueError:
        return [
            document.problem(
                ("effective",),
                "not-a-date",
                f"`{model.effective}` is not a date",
                "Write 2026-01-31 or 2026-01-31T00:00:00+01:00.",
            )
        ]
    return []


def _check_statement(s: StatementModel, at: Path, document: Document) -> list[Problem]:
    spec = KINDS.get(s.kind)
    if spec is None:
        told = f"`{s.kind}` is not a kind of statement"
        advice = "Use a kind of docs/reference/promise-kinds.md."
        return [document.problem((*at, "kind"), "unknown-kind", told, advice)]
    found = [*_slot_faults(s, spec), *_force_faults(s)]
    return [document.problem((*at, *place), c, told, advice, key=c in _ABOUT_KEYS) for place, c, told, advice in found]


_ABOUT_KEYS = frozenset({"unknown-slot", "runs-and-cannot"})
"""Codes that point at a word, not at what it says."""


class Fault(NamedTuple):
    """One thing wrong with a statement; ``place`` is where within it."""

    place: Path
    code: str
    message: str
    advice: str


def _slot_faults(s: StatementModel, spec: KindSpec) -> Iterator[Fault]:
    for name, value in s.slots.items():
        if name not in spec.slots:
            words = ", ".join(sorted(spec.slots))
            yield Fault(("slots", name), "unknown-slot", f"a `{s.kind}` has no slot `{name}`", f"It has: {words}.")
        elif name == "period" and not (isinstance(value, str) and PERIOD.match(value)):
            yield Fault(
                ("slots", name), "not-a-period", f"`{value}` is not a period", "Write P3Y, P30D, P5BD or PT72H."
            )
    if s.source.end <= s.source.start:
        yield Fault(("source", "end"), "empty-span", "the span ends before it starts", "Read the policy again.")


def _force_faults(s: StatementModel) -> Iterator[Fault]:
    """What is wrong with whether and how the statement runs."""
    if s.runs_as is not None and s.runs_as not in CAPABILITIES:
        advice = "See docs/reference/promise-kinds.md."
        yield Fault(("runs_as",), "unknown-capability", f"`{s.runs_as}` is not a capability", advice)
    if s.runs_as is not None and s.cannot is not None:
        yield Fault(("cannot",), "runs-and-cannot", "a statement either runs or cannot", "Keep `runs_as` or `cannot`.")
    if s.status is Status.CONFIRMED and s.runs_as is None and s.cannot is None:
        advice = "Add `runs_as: <capability>` or `cannot: <reason>`."
        yield Fault(("status",), "left-over", f"`{s.id}` is confirmed but nothing runs it", advice)
    if s.status is Status.WAIVED and not s.waived_because:
        yield Fault(
            ("status",), "waived-without-reason", f"`{s.id}` is waived without a reason", "Add `waived_because:`."
        )
    swept = s.kind == "retention" and s.runs_as == "retention.sweep" and "period" in s.slots
    if swept and s.status is Status.CONFIRMED and "trigger" not in s.slots and not s.anchor_assumed:
        advice = "Add `anchor_assumed:` with the start you take."
        yield Fault((), "no-anchor", f"`{s.id}` names a period but not from when it counts", advice)


def _instant(text: str) -> datetime:
    if len(text) == 10:
        return datetime.combine(date.fromisoformat(text), time.min, tzinfo=UTC)
    at = datetime.fromisoformat(text)
    if at.tzinfo is None:
        raise ValueError("an instant needs an offset")
    return at


def _to_charter(model: CharterFile) -> Charter:
    return Charter(
        controller=model.controller,
        service=model.service,
        version=model.version,
        effective_from=_instant(model.effective),
        policy_file=model.policy.file,
        policy_sha256=model.policy.sha256,
        statements=tuple(_to_statement(s) for s in model.statements),
    )


def _to_statement(s: StatementModel) -> Statement:
    return Statement(
        id=s.id,
        kind=s.kind,
        type=s.type,
        status=s.status,
        source=SourceRef(s.source.section, s.source.start, s.source.end, s.source.sha256),
        slots={k: tuple(v) if isinstance(v, list) else v for k, v in s.slots.items()},
        runs_as=s.runs_as,
        cannot=s.cannot,
        waived_because=s.waived_because,
        anchor_assumed=s.anchor_assumed,
        confidence=s.confidence,
        rule=s.rule,
    )
