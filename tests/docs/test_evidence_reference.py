"""The examples in the reference of the evidence file are the ones that both verifiers accept."""

from __future__ import annotations

import re
from pathlib import Path

from tests.evidence_logs import Log, both, case_leaf, checker

from upheld.evidence import leaf as leaves

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "reference" / "evidence.md").read_text(encoding="utf-8")
LOG = Log([case_leaf(0), case_leaf(1)])


def example(name: str) -> str:
    found = re.search(rf"<!-- example: {name} -->\n```\w+\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    return found[1]


def test_the_file_is_the_one_the_program_writes_and_it_holds() -> None:
    data = example("tree").encode()
    assert data == LOG.tree_file()
    assert both(data, LOG.key, example("checkpoint").encode()) is None


def test_the_forms_of_texts_are_those_of_both_verifiers() -> None:
    for pattern in (leaves._WORD.pattern, leaves._ID.pattern, leaves._REFERENCE.pattern, leaves._TREE.pattern):
        assert f"`{pattern}`" in PAGE
        assert pattern in (checker.WORD, checker.ID, checker.REFERENCE, checker.TEXTS["tree"])


def test_every_member_of_a_leaf_is_described() -> None:
    table = PAGE.partition("## A leaf")[2].partition("## A checkpoint")[0]
    described = {
        name for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)
    }
    assert described == leaves._MEMBERS
