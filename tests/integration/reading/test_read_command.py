"""``upheld read``: a newcomer's first five minutes."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.integration.reading.pages import COOKIE_PAGE, POLICY_PAGE

from upheld.cli.read import read_policy
from upheld.errors import UsageError
from upheld.formats.charter_file import parse_charter
from upheld.policy.charter import Status
from upheld.policy.kinds import KINDS

POLICY = """Privacy policy of Example Foods Ltd

Last updated: 4 March 2025

1. Retention

We keep order data for 6 years. Photos are deleted as soon as the album has been printed.

2. Requests

We will answer each of your requests within one month. We will also feed the cat.
"""


@pytest.fixture
def policy(tmp_path: Path) -> Path:
    path = tmp_path / "policy.txt"
    path.write_text(POLICY, encoding="utf-8")
    return path


def _run(*arguments: object) -> str:
    result = CliRunner().invoke(read_policy, [str(a) for a in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.output


def test_several_policies_are_read_in_one_call(policy: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(POLICY.replace("6 years", "8 years"), encoding="utf-8")
    answers = [json.loads(line) for line in _run(policy, other, "--json").splitlines()]
    assert [a["source"]["file"] for a in answers] == ["policy.txt", "other.txt"]
    assert [
        next(p["period"] for p in a["promises"] if p["kind"] == "retention" and p["period"] != "P0D") for a in answers
    ] == ["P6Y", "P8Y"]


def test_one_file_is_not_written_for_several_policies(policy: Path, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="give one POLICY"):
        _run(policy, policy, "--out", tmp_path / "charter.yaml")
    assert not (tmp_path / "charter.yaml").exists()


def test_json_has_every_promise_with_its_words(policy: Path) -> None:
    answer = json.loads(_run(policy, "--json"))
    assert answer["source"]["file"] == "policy.txt"
    assert [p["kind"] for p in answer["promises"] if p["tier"] == "A"] == ["retention", "retention", "deadline"]
    for promise in answer["promises"]:
        assert POLICY[promise["start"] : promise["end"]] == promise["quote"]
        assert promise.keys() >= {"kind", "quote", "start", "end", "section", "type", "confidence", "rule", "tier"}
        assert KINDS[promise["kind"]].tier == promise["tier"]
    deadline = answer["promises"][-1]
    assert (deadline["period"], deadline["trigger"], deadline["section"]) == ("P1M", "request", "2. Requests")
    assert [u["quote"] for u in answer["unread"]] == ["We will also feed the cat"]
    assert isinstance(answer["findings"], list)


def test_the_draft_is_a_charter_of_proposals_that_run_nothing(policy: Path, tmp_path: Path) -> None:
    out = tmp_path / "charter.yaml"
    said = _run(policy, "--out", out)
    assert "Wrote the charter draft" in said
    charter, _ = parse_charter(out.read_text(encoding="utf-8"), "charter.yaml")
    assert {s.status for s in charter.statements} == {Status.PROPOSED}
    assert list(charter.running()) == []
    assert charter.policy_sha256 == hashlib.sha256(POLICY.encode()).hexdigest()
    assert charter.effective_from.date().isoformat() == "2025-03-04"
    (orders, photos) = [s for s in charter.statements if s.kind == "retention"]
    assert orders.id == "retention.order-data" or orders.id.startswith("retention.")
    words = POLICY[photos.source.start : photos.source.end]
    assert photos.source.sha256 == hashlib.sha256(words.encode()).hexdigest()
    assert "trigger" not in orders.slots
    assert POLICY.splitlines()[6] not in out.read_text(encoding="utf-8")


def test_reading_twice_gives_the_same_draft(policy: Path, tmp_path: Path) -> None:
    _run(policy, "--out", tmp_path / "one.yaml")
    _run(policy, "--out", tmp_path / "two.yaml")
    assert (tmp_path / "one.yaml").read_bytes() == (tmp_path / "two.yaml").read_bytes()


@pytest.mark.parametrize("name", ["mysegmenter", "3dpros", "qualified3d", "3d4medical", "segments-ai"])
def test_the_drafts_of_the_five_policies_are_valid_charters(shared: Path, tmp_path: Path, name: str) -> None:
    out = tmp_path / "charter.yaml"
    _run(shared / "policies" / f"{name}.txt", "--out", out)
    charter, _ = parse_charter(out.read_text(encoding="utf-8"), "charter.yaml")
    assert len({s.id for s in charter.statements}) == len(charter.statements) > 60
    assert all((s.runs_as is None) != (s.cannot is None) for s in charter.statements)


def test_a_draft_is_not_overwritten_without_force(policy: Path, tmp_path: Path) -> None:
    out = tmp_path / "charter.yaml"
    out.write_text("mine", encoding="utf-8")
    with pytest.raises(UsageError, match="give --force"):
        _run(policy, "--out", out)
    assert out.read_text(encoding="utf-8") == "mine"
    _run(policy, "--out", out, "--force")
    assert out.read_text(encoding="utf-8") != "mine"


def test_a_file_that_cannot_be_written_is_named_and_leaves_the_old_one(policy: Path, tmp_path: Path) -> None:
    out = tmp_path / "charter.yaml"
    out.write_text("mine", encoding="utf-8")
    (tmp_path / "charter.yaml.part").mkdir()
    with pytest.raises(UsageError, match="cannot be written"):
        _run(policy, "--out", out, "--force")
    assert out.read_text(encoding="utf-8") == "mine"


def test_offsets_of_a_page_count_in_the_canonical_text_that_is_written(tmp_path: Path) -> None:
    page = tmp_path / "policy.html"
    page.write_text(POLICY_PAGE, encoding="utf-8")
    out = tmp_path / "policy.canonical.txt"
    answer = json.loads(_run(page, "--json", "--text-out", out))
    text = out.read_bytes().decode()
    assert answer["promises"]
    assert [text[p["start"] : p["end"]] for p in answer["promises"]] == [p["quote"] for p in answer["promises"]]


def test_people_see_controls_registers_unread_and_findings(policy: Path) -> None:
    said = _run(policy)
    assert "We keep order data for 6 years" in said
    assert "line 7" in said
    assert "Unread" in said
    assert "We will also feed the cat" in said
    assert "Not legal advice" in said


def test_bad_input_is_one_clear_line_and_writes_nothing(tmp_path: Path) -> None:
    page = tmp_path / "cookies.txt"
    page.write_text(COOKIE_PAGE, encoding="utf-8")
    out = tmp_path / "charter.yaml"
    command = [sys.executable, "-c", "from upheld.cli import main; main()", "read", str(page), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "speaks of cookies only" in done.stderr
    assert not out.exists()
