"""The worked cases of the reference, through the very function behind ``upheld clock --jsonl``: every field, every case."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from upheld.cli.clock import answer_lines
from upheld.formats.charter_folder import CharterPromises
from upheld.formats.law_files import shipped_law
from upheld.law.events import EVENTS

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
QUESTION = {"law", "jurisdiction", "right", "received_at", "tz", "events", "cite", "provenance", "confidence", "note"}


def answers(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in answer_lines(io.StringIO(text), shipped_law(), CharterPromises(EXAMPLES))]


def test_every_field_of_the_given_cases(shared: Path) -> None:
    text = (shared / "reference" / "clock-cases.jsonl").read_text("utf-8")
    cases = [json.loads(line) for line in text.splitlines()]
    wrong = [
        (case["id"], field, case[field], answer.get(field))
        for case, answer in zip(cases, answers(text), strict=True)
        for field in case.keys() - QUESTION
        if answer.get(field) != case[field]
    ]
    assert wrong == []
    assert len(cases) == 24


def _table(shared: Path) -> list[tuple[str, list[str], list[str]]]:
    rows = []
    for line in (shared / "reference" / "clock-vocabulary.md").read_text("utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if line.startswith("| ") and len(cells) == 3 and cells[0] != "law":
            rows.append((cells[0], cells[1].split(", "), cells[2].split(", ")))
    return rows


def test_every_row_of_the_vocabulary_is_answered(shared: Path) -> None:
    zones = {"BE": "Europe/Brussels", "UK": "Europe/London", "CH": "Europe/Zurich", "BR": "America/Sao_Paulo"}
    lines = [
        json.dumps({
            "id": f"{law} {place} {right}", "law": law, "jurisdiction": place, "right": right,
            "received_at": "2027-02-26T10:00:00+00:00", "tz": zones.get(place, "America/New_York"), "events": [],
        })
        for law, places, rights in _table(shared)
        for place in places
        for right in rights
    ]  # fmt: skip
    assert len(lines) > 70
    failed = [answer for answer in answers("\n".join(lines)) if "error" in answer]
    assert failed == []


def test_the_event_words_are_those_of_the_vocabulary(shared: Path) -> None:
    text = (shared / "reference" / "clock-vocabulary.md").read_text("utf-8")
    listed: dict[str, frozenset[str]] = {}
    for line in text.split("| event type | extra fields |")[1].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if len(cells) == 2 and not cells[0].startswith("-"):
            listed[cells[0]] = frozenset(filter(None, cells[1].split(", ")))
    assert listed == {name: spec.fields for name, spec in EVENTS.items()}


@pytest.mark.parametrize("line", ["", "   "])
def test_blank_lines_are_passed_over(line: str) -> None:
    assert answers(line + "\n") == []
