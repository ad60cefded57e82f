"""A changed law, or a late event, moves open cases: which, and by how much."""

from __future__ import annotations

import json
import shutil
from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from upheld.cli import cli
from upheld.formats.law_files import SHIPPED, read_law_folder, shipped_law
from upheld.law import Case, Event, answer_case
from upheld.law.redating import Change, changes, redate, with_event

BRUSSELS = ZoneInfo("Europe/Brussels")


def at(text: str) -> datetime:
    return datetime.fromisoformat(text)


CASES = [
    Case("GDPR", "breach_authority", "BE", at("2026-06-01T14:20:00+02:00"), BRUSSELS, (), "incident"),
    Case("GDPR", "access", "BE", at("2026-03-05T10:00:00+01:00"), BRUSSELS, (), "request"),
    Case("GDPR", "erasure", "BE", at("2026-05-04T10:00:00+02:00"), BRUSSELS, (), "easy"),
]


@pytest.fixture
def older(tmp_path: Path) -> Path:
    """A folder in which the GDPR gave 96 hours and Easter Monday was no holiday of Belgium."""
    folder = tmp_path / "older"
    shutil.copytree(SHIPPED, folder)
    law, place = folder / "eu" / "gdpr.yaml", folder / "be" / "place.yaml"
    law.write_text(law.read_text("utf-8").replace("n: 72, unit: hour", "n: 96, unit: hour"), "utf-8")
    lines = [line for line in place.read_text("utf-8").splitlines() if "Easter Monday" not in line]
    place.write_text("\n".join(lines) + "\n", "utf-8")
    return folder


def test_which_cases_move_and_how_far(older: Path) -> None:
    moves = {move.case: move for move in redate(read_law_folder(older), shipped_law(), CASES)}
    assert moves.keys() == {"incident", "request"}
    assert moves["incident"].by == timedelta(days=-1)
    assert moves["request"].by == timedelta(0)
    due = moves["request"].old_due_at, moves["request"].new_due_at
    assert [one and one.date().isoformat() for one in due] == ["2026-04-06", "2026-04-07"]


def test_the_values_that_differ(older: Path) -> None:
    found = list(changes(read_law_folder(older), shipped_law()))
    assert found[0] == Change("GDPR.gdpr.breach-authority.period.n", "96", "72")
    assert all(change.where.startswith("BE.calendar.Easter Monday") for change in found[1:])
    assert list(changes(shipped_law(), shipped_law())) == []


def test_a_case_that_cannot_be_answered_is_told_and_does_not_stop_the_rest() -> None:
    broken = Case("GPDR", "access", "BE", at("2026-03-05T10:00:00+01:00"), BRUSSELS, (), "broken")
    assert list(redate(shipped_law(), shipped_law(), [broken, *CASES])) == []


def test_a_late_event_redates() -> None:
    [case] = [case for case in CASES if case.id == "easy"]
    before = answer_case(shipped_law(), case)
    late = Event(at("2026-05-20T10:00:00+02:00"), "extension_notice", {"reason": "complexity"})
    after = answer_case(shipped_law(), with_event(case, late))
    assert before.due_at is not None
    assert after.due_at is not None
    assert (before.due_at.date().isoformat(), after.due_at.date().isoformat()) == ("2026-06-04", "2026-08-04")


def test_diff_on_the_command_line(older: Path, tmp_path: Path) -> None:
    cases = tmp_path / "open.jsonl"
    rows = [
        {"id": c.id, "law": c.law, "jurisdiction": c.jurisdiction, "right": c.right, "tz": c.zone.key,
         "received_at": c.received_at.isoformat(), "events": []}
        for c in CASES
    ]  # fmt: skip
    cases.write_text("\n".join(json.dumps(row) for row in rows) + "\n", "utf-8")
    result = CliRunner().invoke(cli, ["law", "diff", str(older), "--cases", str(cases)])
    assert result.exit_code == 0, result.output
    assert "GDPR.gdpr.breach-authority.period.n: 96 → 72" in result.output
    assert "incident GDPR breach_authority" in result.output
    assert "(-1 days)" in result.output
    asjson = json.loads(CliRunner().invoke(cli, ["law", "diff", str(older), "--cases", str(cases), "--json"]).stdout)
    assert [move["id"] for move in asjson["moves"]] == ["incident", "request"]


def test_list_and_show() -> None:
    listed = CliRunner().invoke(cli, ["law", "list"]).output
    assert all(law in listed for law in shipped_law().instruments)
    shown = CliRunner().invoke(cli, ["law", "show", "BE"]).output
    assert "GDPR Art. 12(3) [source]" in shown
    assert "[memory]" in shown
    data = json.loads(CliRunner().invoke(cli, ["law", "show", "BE", "--json"]).stdout)
    [gdpr] = [law for law in data["laws"] if law["id"] == "GDPR"]
    request = gdpr["clocks"][0]
    assert (request["period"], request["source"]["cite"]) == ({"n": 1, "unit": "month"}, "GDPR Art. 12(3)")
    assert data["place"]["calendar"]["holidays"][0]["name"] == "New Year"
    unknown = CliRunner().invoke(cli, ["law", "show", "Atlantis"])
    assert unknown.exit_code != 0
