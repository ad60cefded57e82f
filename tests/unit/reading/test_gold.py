"""The figures the reader has to reach on the three policies that were read by hand."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from pathlib import Path

import pytest
from benchmarks.reading import Score, measure

from upheld.policy.kinds import KINDS, Tier
from upheld.policy.reading import read

POLICIES = ("mysegmenter", "3dpros", "qualified3d")


def _measured(shared: Path, policies: tuple[str, ...]) -> tuple[dict[str, Score], dict[str, Counter[bool]]]:
    kinds: dict[str, Score] = defaultdict(Score)
    slots: dict[str, Counter[bool]] = defaultdict(Counter)
    lines = [json.loads(line) for line in (shared / "reference/gold.jsonl").read_text(encoding="utf-8").splitlines()]
    for policy in policies:
        text = (shared / "policies" / f"{policy}.txt").read_bytes().decode()
        measure(text, [g for g in lines if g["policy"] == policy], kinds, slots, misses=False)
    return kinds, slots


def _total(kinds: dict[str, Score], tier: Tier | None = None) -> Score:
    total = Score()
    for kind, score in kinds.items():
        if tier is None or KINDS[kind].tier is tier:
            total.add(score)
    return total


def test_the_three_policies_are_read_as_people_read_them(shared: Path) -> None:
    kinds, slots = _measured(shared, POLICIES)
    controls, everything = _total(kinds, Tier.CONTROL), _total(kinds)
    assert controls.recall >= 0.92
    assert controls.precision >= 0.85
    assert everything.recall >= 0.85
    assert everything.precision >= 0.75
    right, asked = sum(c[True] for c in slots.values()), sum(c.total() for c in slots.values())
    assert right / asked >= 0.90


@pytest.mark.parametrize("policy", POLICIES)
def test_no_policy_pays_for_the_others(shared: Path, policy: str) -> None:
    kinds, _ = _measured(shared, (policy,))
    controls = _total(kinds, Tier.CONTROL)
    assert controls.recall >= 0.85
    assert controls.precision >= 0.80


@pytest.mark.parametrize("policy", ["mysegmenter", "3dpros", "qualified3d", "3d4medical", "segments-ai"])
def test_no_statement_of_the_five_policies_is_left_over(shared: Path, policy: str) -> None:
    reading = read((shared / "policies" / f"{policy}.txt").read_bytes().decode())
    assert len(reading.statements) > 60
    assert [s for s in reading.statements if (s.runs_as is None) == (s.cannot is None)] == []
    assert [s for s in reading.statements if not s.slots.keys() <= KINDS[s.kind].slots] == []
