"""``upheld evidence export`` on a deployment: the whole log and one case, taken out, checked, and checked again later."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.chaos.erasure_world import ANN, fill, write_deployment
from tests.evidence_logs import both

from upheld.app import open_deployment
from upheld.cli import cli
from upheld.duties.requests import Right
from upheld.errors import EvidenceInvalid, UsageError
from upheld.evidence.checkpoint import VerifierKey


@pytest.fixture
def company(tmp_path: Path) -> Path:
    fill(f"sqlite:///{tmp_path / 'shop.db'}")
    write_deployment(tmp_path, "sqlite:///shop.db", "sqlite:///store.db", "sqlite:///keys.db")
    return tmp_path


def ask(folder: Path, right: Right) -> str:
    with open_deployment(folder) as app:
        case = app.requests.open(right, {"email": [ANN]})
        app.worker.run_due()
    return str(case)


def export(folder: Path, *arguments: object) -> Result:
    command = ["evidence", "export", *map(str, arguments), "--dir", str(folder), "--json"]
    return CliRunner().invoke(cli, command, catch_exceptions=True)


def test_what_was_done_leaves_the_house_and_can_be_checked(company: Path, tmp_path: Path) -> None:
    first, second = tmp_path / "first.jsonl", tmp_path / "second.jsonl"
    access = ask(company, Right.ACCESS)
    told = json.loads(export(company, first).stdout)
    key = VerifierKey.parse(told["key"])
    assert both(first.read_bytes(), key) is None
    assert ANN.encode() not in first.read_bytes()

    erasure = ask(company, Right.ERASURE)
    assert json.loads(export(company, second).stdout)["size"] > told["size"]
    assert both(second.read_bytes(), key, first.read_bytes()) is None
    assert both(first.read_bytes(), key, second.read_bytes()) == 1  # the other way round it was rolled back

    for case in (access, erasure):
        of_case = tmp_path / f"{case}.jsonl"
        assert export(company, of_case, "--case", case, "--since", first).exit_code == 0
        assert both(of_case.read_bytes(), key, first.read_bytes()) is None
        assert {json.loads(line)["leaf"]["case"] for line in of_case.read_bytes().splitlines()[1:]} == {case}


def test_a_failed_export_leaves_the_old_file(company: Path, tmp_path: Path) -> None:
    file = tmp_path / "kept.jsonl"
    file.write_text("kept", encoding="utf-8")
    assert isinstance(export(company, file).exception, UsageError)  # nothing has happened yet
    ask(company, Right.ACCESS)
    assert isinstance(export(company, file, "--case", "C-none").exception, UsageError)
    assert isinstance(export(company, file, "--since", file).exception, UsageError)
    assert isinstance(export(company, file, "--case", "C-", "--since", tmp_path / "absent").exception, UsageError)
    assert isinstance(export(company, file, "--case", "C-", "--since", file).exception, EvidenceInvalid)
    assert isinstance(export(company, tmp_path / "absent" / "file").exception, UsageError)
    assert file.read_text(encoding="utf-8") == "kept"
    assert not list(tmp_path.glob(".kept*"))
