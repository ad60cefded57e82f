"""The findings known beforehand are found: a floor, so that a change of a rule or of the reader is noticed.

The rules were written with these findings at hand; the floor guards against loss, it does not measure skill.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from benchmarks.findings import find, load_known, run

AS_OF = date(2026, 11, 21)
FLOOR = 0.70


@pytest.mark.parametrize("promises", ["as read", "as in gold"])
def test_at_least_seven_of_ten_are_found_in_place(shared: Path, promises: str) -> None:
    known = load_known(shared / "reference" / "findings.jsonl")
    gold = shared / "reference" / "gold.jsonl" if promises == "as in gold" else None
    texts = {name: (shared / "policies" / f"{name}.txt").read_text("utf-8") for name in {k.policy for k in known}}
    printed = {name: run(text, name, AS_OF, gold) for name, text in texts.items()}
    found = [k.id for k in known if find(k, printed[k.policy]) == "strict"]
    assert len(found) >= FLOOR * len(known)
