"""Write docs/reference/linter-rules.md: ``python tools/write_linter_reference.py``."""

from __future__ import annotations

from pathlib import Path

from upheld.formats.linter_reference import linter_rules_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "linter-rules.md"


def main() -> None:
    """Write the page, over what stands there."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(linter_rules_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
