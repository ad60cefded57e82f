"""The pages on choices are what the rules and the code say. The table of precedence is tested beside the decision."""

from __future__ import annotations

import re
from pathlib import Path

from upheld.duties.consent import Act, Quality, Trait
from upheld.formats.choice_rules import shipped_choice_rules
from upheld.formats.choice_rules_reference import choice_rules_page

DOCS = Path(__file__).parents[2] / "docs"


def test_the_page_of_rules_is_up_to_date() -> None:
    page = (DOCS / "reference" / "consent-rules.md").read_text("utf-8")
    assert page == choice_rules_page(shipped_choice_rules()), "run python tools/write_consent_reference.py"


def test_the_example_of_the_explanation_runs() -> None:
    (block,) = re.findall(r"```python\n(.*?)```", (DOCS / "explanation" / "choices.md").read_text("utf-8"), re.DOTALL)
    exec(block, {})


def test_every_word_of_an_event_is_explained() -> None:
    page = (DOCS / "reference" / "consent.md").read_text("utf-8")
    missing = {
        word.value for words in (Act, Quality, Trait) for word in words if word.value.replace("_", " ") not in page
    }
    assert not missing - {"opt_out_offered"}
    assert "opt-out offered" in page


def test_the_pages_say_that_nothing_is_legal_advice() -> None:
    for page in ("reference/consent.md", "reference/consent-rules.md", "explanation/choices.md"):
        assert "legal advice" in (DOCS / page).read_text("utf-8")
