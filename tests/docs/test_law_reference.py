"""The reference page of the law is the one the data would write, and the shell examples of its explanation are true."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

from click.testing import CliRunner

from upheld.cli import cli
from upheld.formats.law_files import shipped_law
from upheld.formats.law_reference import ANSWER_MEANINGS, law_page
from upheld.law.cases import ANSWER_FIELDS

ROOT = Path(__file__).parents[2]


def test_the_page_is_up_to_date() -> None:
    page = (ROOT / "docs" / "reference" / "law.md").read_text("utf-8")
    assert page == law_page(shipped_law()), "run python tools/write_law_reference.py"


def test_every_field_of_an_answer_is_explained() -> None:
    assert ANSWER_MEANINGS.keys() == {"due_at", "safe_due_at", "because", "reason", *ANSWER_FIELDS}


def test_the_examples_of_the_explanation_are_true() -> None:
    text = (ROOT / "docs" / "explanation" / "clocks.md").read_text("utf-8")
    blocks = re.findall(r"```console\n\$ upheld (.*?)\n(.*?)```", text, re.DOTALL)
    assert len(blocks) == 2
    for command, shown in blocks:
        result = CliRunner().invoke(cli, [*shlex.split(command), "--charters", str(ROOT / "examples")])
        assert result.exit_code == 0, result.output
        assert not shown or result.stdout == shown


def test_both_pages_say_that_nothing_is_legal_advice() -> None:
    for page in ("reference/law.md", "explanation/clocks.md"):
        assert "legal advice" in (ROOT / "docs" / page).read_text("utf-8")
