"""Write the pages of docs/reference that come from the code: ``python tools/write_reference.py``."""

from __future__ import annotations

from pathlib import Path

from upheld.cli.reference import command_line_page
from upheld.formats.reference import pages

FOLDER = Path(__file__).resolve().parents[1] / "docs" / "reference"


def main() -> None:
    """Write every page, over what stands there."""
    for name, text in {**pages(), "cli.md": command_line_page()}.items():
        path = FOLDER / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(FOLDER.parents[1]))


if __name__ == "__main__":
    main()
