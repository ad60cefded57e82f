"""The reference of kinds is what the code says, and the explanation's commands and links are there."""

from __future__ import annotations

import re
from pathlib import Path

from upheld.formats.promise_reference import promise_reference
from upheld.policy.kinds import KINDS

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_the_page_is_up_to_date() -> None:
    page = (DOCS / "reference" / "promise-kinds.md").read_text("utf-8")
    assert page == promise_reference(), "run python tools/write_promise_reference.py"


def test_every_kind_and_slot_is_on_the_page() -> None:
    page = promise_reference()
    for kind, spec in KINDS.items():
        section = page.split(f"### {kind}\n")[1].split("### ")[0]
        assert spec.slots <= set(re.findall(r"`([a-z_]+)`", section))


def test_the_explanation_links_to_pages_that_exist() -> None:
    page = DOCS / "explanation" / "reading.md"
    for target in re.findall(r"\]\(([^)#]+)", page.read_text("utf-8")):
        assert (page.parent / target).exists(), target
