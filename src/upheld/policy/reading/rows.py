"""Table rows: each cell says what its column's heading announces, about what stands in the first cell."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.charter import StatementType
from upheld.policy.reading.durations import DurationRole, find_durations
from upheld.policy.reading.flow import Flow
from upheld.policy.reading.model import Block

_COLUMNS = (
    (
        "retention",
        StatementType.DUTY,
        r"\bretention\b|\bhow long\b|\bstorage (?:period|time)|\bkept for\b|\bduration\b|\bexpir",
    ),
    ("legal_basis", StatementType.DISCLOSURE, r"\b(?:legal|lawful) (?:bas[ei]s|ground)"),
    ("purpose", StatementType.DISCLOSURE, r"\bpurposes?\b|\bwhy\b|\bhow we use\b|\breason\b|\buse of\b"),
    (
        "recipient",
        StatementType.DISCLOSURE,
        r"\bshared?\b|\bdisclos\w*|\brecipients?\b|\bthird part(?:y|ies)\b|\bwho (?:we|has|gets)|\bprocessor\b"
        r"|\bprovider\b|\bvendor\b",
    ),
    ("source", StatementType.DISCLOSURE, r"\bsources?\b"),
)
_CATEGORY = re.compile(r"\bcategor|\bdata\b|\binformation\b|\btypes?\b")
_COLLECTED = re.compile(r"\bcollect")
_YES_NO = re.compile(r"(?:yes|no|x|\u2713|\u2714|n/a)\b", re.IGNORECASE)
_NOTHING = re.compile(r"[-\u2013\u2014\s]*$|n/?a$|none$", re.IGNORECASE)


class Cell:
    """One reading of a row: its kind, type, the flows it stands on and constant slots."""

    __slots__ = ("context", "flow", "kind", "slots", "start_flow", "type")

    def __init__(
        self, kind: str, type_: StatementType, flow: Flow, start_flow: Flow, slots: dict[str, str], context: str
    ) -> None:
        self.kind, self.type, self.flow, self.start_flow = kind, type_, flow, start_flow
        self.slots, self.context = slots, context


def read_row(block: Block, header: tuple[Flow, ...]) -> Iterator[Cell]:
    """Yield what a row says; a row wider or narrower than its header is read as far as both go."""
    cells = block.cells
    if len(cells) < 2:
        return
    answer = cells[-1].text
    if _YES_NO.fullmatch(answer.strip()) and (_COLLECTED.search(header[-1].lower) or len(cells) == len(header)):
        slots = {"collected": "YES" if answer.strip().lower() not in ("no", "n/a") else "NO"}
        yield Cell("collect", StatementType.DISCLOSURE, cells[-1], cells[0], slots, cells[0].lower)
        return
    seen_kind = False
    for head, cell in zip(header[1:], cells[1:], strict=False):
        kind = _kind_of(head.lower)
        if kind and not _NOTHING.match(cell.text) and (kind[0] != "retention" or _is_period(cell)):
            seen_kind = True
            yield Cell(kind[0], kind[1], cell, cell if kind[0] != "retention" else cells[0], {}, cells[0].lower)
    if seen_kind and _CATEGORY.search(header[0].lower):
        yield Cell("collect", StatementType.DISCLOSURE, cells[0], cells[0], {}, "")


def _kind_of(head: str) -> tuple[str, StatementType] | None:
    return next(((kind, type_) for kind, type_, pattern in _COLUMNS if re.search(pattern, head)), None)


def _is_period(cell: Flow) -> bool:
    return any(d.role is DurationRole.CLOCK for d in find_durations(cell.lower)) or bool(
        re.search(
            r"\bas long as\b|\buntil\b|\bnecessary\b|\bduration\b|\bindefinite|\bsession\b|\brequired\b|\bneeded\b",
            cell.lower,
        )
    )
