"""A charter is published, and a new version compared with the old one."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.linting.clean_fragments import WHOLE

from upheld.cli.diff import diff
from upheld.cli.publish import publish

HERE = Path(__file__).parents[3]
PRINTWORKS = HERE / "examples" / "printworks" / "charter.yaml"


def run(command, *arguments: object):
    return CliRunner().invoke(command, [str(a) for a in arguments])


def test_a_draft_is_written_and_says_what_is_missing(tmp_path: Path) -> None:
    out = tmp_path / "notice.html"
    result = run(publish, PRINTWORKS, "--draft", "--out", out)
    assert result.exit_code == 0
    assert out.read_text().startswith("<!doctype html>")


def test_an_incomplete_charter_is_not_published(tmp_path: Path) -> None:
    text = PRINTWORKS.read_text().replace("kind: retention", "kind: notice")
    charter = tmp_path / "charter.yaml"
    lines = [line for line in text.splitlines() if not line.startswith(("    period:", "    bound:", "    criteria:"))]
    charter.write_text("\n".join(_without_retention(lines)) + "\n")
    out = tmp_path / "notice.md"
    result = run(publish, charter, "--out", out)
    assert result.exit_code == 1
    assert "retention-missing" in result.output
    assert not out.exists()


def _without_retention(lines: list[str]) -> list[str]:
    kept: list[str] = []
    block: list[str] = []
    for line in [*lines, "- id: end"]:
        if line.startswith("- id:"):
            if not any("kind: notice" in part for part in block):
                kept += block
            block = []
        block.append(line)
    return kept


def test_the_notice_as_json() -> None:
    shown = json.loads(run(publish, PRINTWORKS, "--draft", "--json").stdout)
    assert shown["notice"].startswith("# Privacy notice of Printworks")
    assert all(m["rule"] for m in shown["missing"])


def test_nothing_changes_between_a_version_and_itself() -> None:
    result = run(diff, PRINTWORKS, PRINTWORKS)
    assert result.exit_code == 0
    assert "Nothing changes in operation." in result.output


@pytest.fixture
def longer(tmp_path: Path) -> Path:
    path = tmp_path / "new.yaml"
    text = PRINTWORKS.read_text()
    assert "period: P90D" in text
    path.write_text(text.replace("period: P90D", "period: P2Y"))
    return path


def test_a_longer_retention_is_told_before(longer: Path) -> None:
    result = run(diff, PRINTWORKS, longer)
    assert result.exit_code == 1
    assert "P90D becomes P2Y" in result.output
    assert "Data already held stay under the old promise." in result.output


def test_changes_as_json(longer: Path) -> None:
    (change,) = json.loads(run(diff, PRINTWORKS, longer, "--json").stdout)["changes"]
    assert (change["change"], change["old"], change["new"]) == ("longer", "P90D", "P2Y")
    assert change["tell_before"]
    assert not change["consent_again"]


def test_policies_are_compared_as_they_read(tmp_path: Path) -> None:
    old, new = tmp_path / "old.md", tmp_path / "new.md"
    old.write_text(WHOLE)
    new.write_text(
        WHOLE.replace("We do not sell your personal information.", "").replace("up to 30 days", "up to 90 days")
    )
    changes = json.loads(run(diff, old, new, "--json").stdout)["changes"]
    assert {(c["change"], c["kind"]) for c in changes} == {("removed", "no_sale"), ("longer", "retention")}
    assert [c["consent_again"] for c in changes if c["kind"] == "no_sale"] == [True]
