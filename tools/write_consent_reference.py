"""Write docs/reference/consent-rules.md from the shipped rules on choices: ``python tools/write_consent_reference.py``."""

from pathlib import Path

from upheld.formats.choice_rules import shipped_choice_rules
from upheld.formats.choice_rules_reference import choice_rules_page

PAGE = Path(__file__).parents[1] / "docs" / "reference" / "consent-rules.md"

if __name__ == "__main__":
    PAGE.write_text(choice_rules_page(shipped_choice_rules()), "utf-8")
