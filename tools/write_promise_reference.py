"""Write docs/reference/promise-kinds.md: ``python tools/write_promise_reference.py``."""

from __future__ import annotations

from pathlib import Path

from upheld.formats.promise_reference import promise_reference

PAGE = Path(__file__).resolve().parents[1] / "docs" / "reference" / "promise-kinds.md"

if __name__ == "__main__":
    PAGE.write_text(promise_reference(), encoding="utf-8")
