"""``upheld verify`` and the independent checker, as a stranger runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.evidence_logs import STRANGER, Log, two_cases

from upheld.cli import cli
from upheld.errors import UsageError

CHECKER = Path(__file__).resolve().parents[3] / "tools" / "verify_evidence.py"
LOG = two_cases(12)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "evidence.jsonl"
    path.write_bytes(LOG.tree_file())
    return path


def upheld(*arguments: object) -> Result:
    return CliRunner().invoke(cli, ["verify", *map(str, arguments)])


def checker(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run the script as a stranger would: from elsewhere, without our package on the path."""
    return subprocess.run(
        [sys.executable, "-P", str(CHECKER), *map(str, arguments)],
        cwd="/",
        env={"PATH": os.environ["PATH"], "PYTHONIOENCODING": "utf-8"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_a_file_that_holds(file: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.txt"
    older.write_text(LOG.note(5), encoding="utf-8")
    for run in (checker(file, "--key", LOG.key, "--since", older), upheld(file, "--key", LOG.key, "--since", older)):
        code = run.returncode if isinstance(run, subprocess.CompletedProcess) else run.exit_code
        out = run.stdout
        assert code == 0
        assert "12 leaves signed" in out
        assert "key: the pinned one" in out
        assert "begins with the 5 leaves" in out


def test_what_was_not_checked_is_said(file: Path) -> None:
    for out in (checker(file).stdout, upheld(file).stdout):
        assert f"NOT PINNED, taken from the file: {LOG.key}" in out
        assert "history: NOT COMPARED" in out


def test_a_file_that_does_not_hold(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace(b'"rows":28', b'"rows":29'))
    ours, theirs = upheld(file), checker(file)
    assert (ours.exit_code, theirs.returncode) == (1, 1)
    assert ours.stderr == "FAULT at line 6: leaf 4 or its `root` was changed\n"
    assert theirs.stdout == "FAULT at line 6: leaf 4 or its `root` was changed\n"
    assert theirs.stderr == ""


def test_another_key_and_a_rolled_back_log(file: Path, tmp_path: Path) -> None:
    older = tmp_path / "older.jsonl"
    older.write_bytes(LOG.tree_file())
    file.write_bytes(LOG.tree_file(7))
    stranger = Log(LOG.leaves, signer=STRANGER).key
    for arguments, told in (
        ((file, "--since", older), "line 1: rolled back: 12 leaves"),
        ((file, "--key", stranger), "line 1: the file is signed with another key"),
    ):
        ours, theirs = upheld(*arguments), checker(*arguments)
        assert (ours.exit_code, theirs.returncode) == (1, 1)
        assert told in ours.stderr
        assert told in theirs.stdout


def test_json_for_machines(file: Path) -> None:
    told = json.loads(upheld(file, "--json", "--key", LOG.key).stdout)
    assert (told["valid"], told["size"], told["leaves"], told["case"]) == (True, 12, 12, None)
    file.write_bytes(file.read_bytes()[:-1])
    fault = upheld(file, "--json")
    assert fault.exit_code == 1
    assert json.loads(fault.stdout) == {
        "valid": False,
        "line": 13,
        "reason": "the file ends within this line (it was truncated)",
    }


def test_a_file_or_key_that_cannot_be_used(file: Path, tmp_path: Path) -> None:
    for arguments in ((tmp_path / "absent",), (file, "--key", "nonsense"), (file, "--since", tmp_path / "absent")):
        assert isinstance(upheld(*arguments).exception, UsageError)
    absent = checker(tmp_path / "absent")
    assert absent.returncode == 1
    assert "No such file" in absent.stdout
    assert absent.stderr == ""
    assert checker(file, "--key", "nonsense").returncode == 1
