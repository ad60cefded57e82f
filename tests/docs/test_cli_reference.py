"""The page of the command line says what the commands say, and every command is on it."""

from __future__ import annotations

import re
from pathlib import Path

from click.testing import CliRunner

from upheld.cli import COMMANDS, cli
from upheld.cli.reference import command_line_page

ROOT = Path(__file__).resolve().parents[2]


def test_the_page_says_what_the_commands_say() -> None:
    assert (ROOT / "docs/reference/cli.md").read_text("utf-8") == command_line_page(), (
        "run: python tools/write_reference.py"
    )


def test_every_command_answers_help_and_is_on_the_page() -> None:
    page = command_line_page()
    for name in COMMANDS:
        assert CliRunner().invoke(cli, [name, "--help"]).exit_code == 0
        assert f"## `upheld {name}`" in page


def test_what_the_documents_call_exists() -> None:
    """Every `upheld <command>` in README, tutorials and explanations is a command there is."""
    texts = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]
    called = {
        m for path in texts for m in re.findall(r"(?:^\$ |`)upheld ([a-z-]+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert called <= set(COMMANDS), f"unknown commands in the documents: {sorted(called - set(COMMANDS))}"
