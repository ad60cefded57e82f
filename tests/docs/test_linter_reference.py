"""The reference page of the rules is the one the rules would write, and its explanation names real things."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

from upheld.formats.linter_reference import linter_rules_page
from upheld.formats.suppressions_file import parse_suppressions
from upheld.policy.linting import RULES

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_is_up_to_date() -> None:
    page = (DOCS / "reference" / "linter-rules.md").read_text("utf-8")
    assert page == linter_rules_page(), "run python tools/write_linter_reference.py"


def test_every_rule_is_on_the_page() -> None:
    assert set(re.findall(r"^### (\S+)$", linter_rules_page(), re.MULTILINE)) == set(RULES)


def test_the_example_of_a_suppression_is_valid() -> None:
    text = (DOCS / "explanation" / "findings.md").read_text("utf-8")
    (block,) = re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)
    assert yaml.safe_load(block)
    assert parse_suppressions(block, "findings.md")[0].rule in RULES
