"""The committed snapshot is what the engine computes from the committed law."""

from __future__ import annotations

from tests.unit.law.snapshot import FILE, lines


def test_the_snapshot_is_current() -> None:
    committed = FILE.read_text("utf-8").splitlines()
    computed = list(lines())
    differing = [f"- {old}\n+ {new}" for old, new in zip(committed, computed, strict=False) if old != new]
    assert differing[:10] == [], "run `python -m tests.unit.law.snapshot` and read the difference"
    assert len(committed) == len(computed)
