"""A charter is published, and a new version compared with the old one."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from tests.unit.linting.clean_fragments import WHOLE

from upheld.cli.diff import diff
from upheld.cli.publish import publish
from upheld.formats.charter_file import dump_charter
from upheld.policy.charter import Charter, SourceRef, Statement, StatementType, Status

HERE = Path(__file__).parents[3]
PRINTWORKS = HERE / "examples" / "printworks" / "charter.yaml"


def run(command, *arguments: object):
    return CliRunner().invoke(command, [str(a) for a in arguments])


def test_a_draft_is_written_and_says_what_is_missing(tmp_path: Path) -> None:
    out = tmp_path / "notice.html"
    result = run(publish, PRINTWORKS, "--draft", "--out", out)
    assert result.exit_code == 0
    assert out.read_text().startswith("<!doctype html>")


COMPLETE: tuple[tuple[str, dict[str, str]], ...] = (
    ("effective_date", {"date": "2026-10-01"}),
    ("identity", {"controller": "Paperboat BV", "address": "Quay 4, 9000 Ghent, Belgium"}),
    ("scope", {"service": "paperboat.example"}),
    ("collect", {"subject": "name"}),
    ("collect", {"subject": "transaction"}),
    ("notice", {"mandatory_data": "consequence"}),
    ("purpose", {"purpose": "support"}),
    ("legal_basis", {"basis": "contract"}),
    ("recipient", {"recipient": "hosting_provider", "purpose": "hosting", "role": "processor"}),
    ("no_sale", {"scope": "sale"}),
    ("retention", {"subject": "account_data", "period": "P1Y", "trigger": "account_closure"}),
    ("retention", {"subject": "transaction_data", "period": "P7Y", "trigger": "purchase"}),
    ("right", {"right": "access"}),
    ("right", {"right": "rectification"}),
    ("right", {"right": "erasure"}),
    ("right", {"right": "restriction"}),
    ("right", {"right": "objection"}),
    ("right", {"right": "portability"}),
    ("withdrawal", {"right": "withdraw_consent"}),
    ("deadline", {"subject": "dsr_response", "period": "P20D", "trigger": "receipt of request"}),
    ("channel", {"channel": "privacy@paperboat.example", "for": "dsr"}),
    ("complaint", {"authority": "local SA"}),
    ("security", {"measure": "encryption_in_transit"}),
    ("breach", {"action": "notify_authority", "period": "PT72H", "trigger": "awareness"}),
    ("breach", {"action": "notify_users", "period": "P5D", "trigger": "awareness"}),
    ("children", {"age": "16", "action": "not_directed"}),
    ("adm", {"polarity": "-"}),
    ("change_notice", {"action": "notify", "deadline": "P30D"}),
)
"""What a small European shop that does nothing unusual has to disclose."""


def complete(*, without: str | None = None) -> str:
    nowhere = SourceRef("1", 0, 1, "a" * 64)
    statements = tuple(
        Statement(f"s{i}", kind, StatementType.DISCLOSURE, Status.CONFIRMED, nowhere, slots, cannot="a test")
        for i, (kind, slots) in enumerate(COMPLETE)
        if kind != without
    )
    since = datetime(2026, 10, 1, tzinfo=UTC)
    return dump_charter(Charter("Paperboat BV", "shop", "1", since, "policy.md", "a" * 64, statements))


def test_a_complete_charter_is_published_without_a_word(tmp_path: Path) -> None:
    charter, out = tmp_path / "charter.yaml", tmp_path / "notice.md"
    charter.write_text(complete())
    result = run(publish, charter, "--out", out)
    assert (result.exit_code, result.output) == (0, "")
    assert "## 5. How long we keep it" in out.read_text()


@pytest.mark.parametrize(
    ("kind", "rule"),
    [
        ("retention", "retention-missing"),
        ("children", "children-missing"),
        ("recipient", "recipients-missing"),
        ("effective_date", "effective-date-missing"),
        ("deadline", "dsr-deadline-missing"),
        ("breach", "breach-missing"),
    ],
)
def test_an_incomplete_charter_is_not_published(tmp_path: Path, kind: str, rule: str) -> None:
    charter, out = tmp_path / "charter.yaml", tmp_path / "notice.md"
    charter.write_text(complete(without=kind))
    result = run(publish, charter, "--out", out)
    assert result.exit_code == 1
    assert rule in result.output
    assert not out.exists()


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
