"""Write docs/reference/law.md: ``python tools/write_law_reference.py``."""

from __future__ import annotations

from pathlib import Path

from upheld.formats.law_files import shipped_law
from upheld.formats.law_reference import law_page

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "law.md"


def main() -> None:
    """Write the page, over what stands there."""
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(law_page(shipped_law()), encoding="utf-8")


if __name__ == "__main__":
    main()
