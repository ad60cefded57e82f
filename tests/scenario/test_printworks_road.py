"""The whole road from the command line: Mara asks for her copy, then to be erased."""

from __future__ import annotations

import base64
import html
import json
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from examples.printworks.generate import generate
from examples.printworks.heroine import MARA
from examples.printworks.rows import load
from sqlalchemy import create_engine

from upheld.cli import cli

EXAMPLE = Path(__file__).resolve().parents[2] / "examples" / "printworks"


@pytest.fixture
def deployment(tmp_path: Path) -> Path:
    """Give a copy of the example with a company of a hundred people in it."""
    for name in ("upheld.yaml", "charter.yaml", "datamap.yaml", "policy.md"):
        shutil.copy(EXAMPLE / name, tmp_path)
    (tmp_path / "var").mkdir()
    key = tmp_path / "var" / "master.key"
    key.write_text(base64.b64encode(bytes(range(32))).decode())
    key.chmod(0o600)
    engine = create_engine(f"sqlite:///{tmp_path / 'var' / 'printworks.db'}")
    load(generate(scale=0.02), engine)
    engine.dispose()
    return tmp_path


def run(deployment: Path, *words: str) -> Any:
    result = CliRunner().invoke(cli, [*words, "--dir", str(deployment), "--json"])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout[result.stdout.index("{") :])


def test_her_copy_says_since_when_and_for_how_long(deployment: Path) -> None:
    run(deployment, "access", "--subject", f"email={MARA}")
    (package,) = (deployment / "var" / "packages").glob("*.zip")
    page = html.unescape(zipfile.ZipFile(package).read("index.html").decode())
    said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))
    assert "P90D from the time the line was written (promise retention-logs)" in said
    assert "P2Y from delivery (promise retention-orders)" in said
    assert "account active (promise retention-account)" in said
    assert "Since when 2017-03-04" in said, "the first of her orders"
    born = re.search(r"Account What is held .*?Since when (\S+)", said)
    assert born is not None
    assert born[1] == "2016-09-04", "the day her account began, not the day she was born"


def test_she_is_erased_but_for_what_tax_law_wants(deployment: Path) -> None:
    before = run(deployment, "erase", "--subject", f"email={MARA}")
    assert before["outcome"] == "partly-kept"
    again = run(deployment, "erase", "--subject", f"email={MARA}")
    assert again["outcome"] == "nothing-found"


def test_the_deployment_has_no_errors(deployment: Path) -> None:
    result = CliRunner().invoke(cli, ["check", str(deployment)])
    assert result.exit_code == 0, result.output
    assert "error:" not in result.output
