"""`upheld read` writes a report page, and sets findings aside where told to."""

from __future__ import annotations

import json
from pathlib import Path

from click.testing import CliRunner
from tests.unit.linting.clean_fragments import WHOLE

from upheld.cli.read import read_policy

FEE = WHOLE + "\n## 11. Copies\n\nWe may charge you a fee for a copy of your data.\n"


def test_writes_a_page_that_stands_alone(tmp_path: Path) -> None:
    policy, page = tmp_path / "policy.md", tmp_path / "report.html"
    policy.write_text(FEE)
    result = CliRunner().invoke(read_policy, [str(policy), "--html", str(page)])
    assert result.exit_code == 0, result.output
    html = page.read_text()
    assert "A fee is announced for a copy" in html
    assert "default-src" in html
    assert "http://" not in html.replace("http-equiv", "")


def test_a_page_that_exists_is_not_replaced(tmp_path: Path) -> None:
    policy, page = tmp_path / "policy.md", tmp_path / "report.html"
    policy.write_text(FEE)
    page.write_text("mine")
    assert CliRunner().invoke(read_policy, [str(policy), "--html", str(page)]).exit_code != 0
    assert page.read_text() == "mine"


def test_a_finding_set_aside_is_not_printed_and_a_useless_reason_is_named(tmp_path: Path) -> None:
    policy, aside = tmp_path / "policy.md", tmp_path / "lint.yaml"
    policy.write_text(FEE)
    aside.write_text(
        "suppressions:\n- {rule: access-fee, because: only for further copies}\n- {rule: own-risk, because: looked at in May}\n"
    )
    bare = json.loads(CliRunner().invoke(read_policy, [str(policy), "--json"]).stdout)
    result = CliRunner().invoke(read_policy, [str(policy), "--json", "--suppressions", str(aside)])
    assert "access-fee" in {f["rule"] for f in bare["findings"]}
    assert "access-fee" not in {f["rule"] for f in json.loads(result.stdout)["findings"]}
    assert "own-risk" in result.stderr
