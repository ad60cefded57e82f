"""Measure the reader against a gold file: recall and precision per kind and tier, and how many slots are right.

    python benchmarks/reading.py GOLD.jsonl [--policies DIR] [--misses] [--policy NAME]

A line of gold is found when a statement of the same kind shares with it at least half of the gold's words *and* at least
half of its own (so neither a whole paragraph nor one word of it counts); each statement answers one line only. A
statement that answers no line is false, unless it is a second reading of words that were also read as gold has them:
those count neither way. Slots are compared in what was found, without regard to case, order or joiner.
"""

from __future__ import annotations

import argparse
import json
import re
import resource
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from upheld.policy.kinds import KINDS
from upheld.policy.reading import ReadStatement, read

SLOTS = ("period", "trigger", "bound", "jurisdiction")
Gold = dict[str, Any]


@dataclass
class Score:
    """Counts of one kind or tier."""

    gold: int = 0
    found: int = 0
    false: int = 0
    neutral: int = 0
    missed: list[Gold] = field(default_factory=list)

    @property
    def recall(self) -> float:
        return self.found / self.gold if self.gold else 1.0

    @property
    def precision(self) -> float:
        return self.found / (self.found + self.false) if self.found + self.false else 1.0

    def add(self, other: Score) -> None:
        self.gold += other.gold
        self.found += other.found
        self.false += other.false
        self.neutral += other.neutral


def shared(a: tuple[int, int], b: tuple[int, int]) -> int:
    return max(0, min(a[1], b[1]) - max(a[0], b[0]))


def match(
    gold: Sequence[Gold], read_: Sequence[ReadStatement]
) -> tuple[list[tuple[Gold, ReadStatement]], list[ReadStatement], int]:
    """Return the pairs, the false statements and how many second readings there were."""
    options = []
    for g in gold:
        for index, s in enumerate(read_):
            if s.kind == g["kind"]:
                both = shared((g["start"], g["end"]), (s.start, s.end))
                if 2 * both >= g["end"] - g["start"] and 2 * both >= s.end - s.start:
                    union = g["end"] - g["start"] + s.end - s.start - both
                    options.append((both / union, g["id"], index))
    by_id = {g["id"]: g for g in gold}
    taken: set[int] = set()
    pairs: dict[str, int] = {}
    for _, id_, index in sorted(options, key=lambda o: -o[0]):
        if id_ not in pairs and index not in taken:
            pairs[id_] = index
            taken.add(index)
    known = [(by_id[i]["start"], by_id[i]["end"]) for i in pairs]
    false, neutral = [], 0
    for index, s in enumerate(read_):
        if index in taken:
            continue
        span = (s.start, s.end)
        if any(2 * shared(span, k) >= min(s.end - s.start, k[1] - k[0]) for k in known):
            neutral += 1
        else:
            false.append(s)
    return [(by_id[i], read_[n]) for i, n in pairs.items()], false, neutral


def same(gold: Any, read_: Any) -> bool:
    def plain(value: Any) -> set[str]:
        return {part.replace("_", " ").strip() for part in re.split(r"[,|/]", str(value).lower())}

    return plain(gold) == plain(read_)


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--policies", type=Path)
    parser.add_argument("--policy", action="append", help="measure this policy only")
    parser.add_argument("--misses", action="store_true", help="print what was missed, false or wrong")
    args = parser.parse_args(argv)
    folder = args.policies or args.gold.parent.parent / "policies"
    lines: dict[str, list[Gold]] = defaultdict(list)
    for line in args.gold.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        if not args.policy or record["policy"] in args.policy:
            lines[record["policy"]].append(record)
    kinds: dict[str, Score] = defaultdict(Score)
    slots: dict[str, Counter[bool]] = defaultdict(Counter)
    started = time.perf_counter()
    for policy, gold in lines.items():
        text = (folder / f"{policy}.txt").read_bytes().decode("utf-8")
        measure(text, gold, kinds, slots, misses=args.misses)
    report(kinds, slots, time.perf_counter() - started)
    return 0


def measure(
    text: str, gold: Sequence[Gold], kinds: dict[str, Score], slots: dict[str, Counter[bool]], *, misses: bool
) -> None:
    pairs, false, neutral = match(gold, statements := read(text).statements)
    del neutral
    hit = {g["id"] for g, _ in pairs}
    for g in gold:
        kinds[g["kind"]].gold += 1
        if g["id"] in hit:
            kinds[g["kind"]].found += 1
        elif misses:
            got = [s.kind for s in statements if shared((g["start"], g["end"]), (s.start, s.end))]
            print(f"MISS  {g['id']:18} {g['kind']:14} {KINDS[g['kind']].tier} read as {got} {g['quote'][:110]!r}")
    for s in false:
        kinds[s.kind].false += 1
        if misses:
            print(f"FALSE {s.rule:34} {KINDS[s.kind].tier} {text[s.start : s.end][:130]!r}")
    for g, s in pairs:
        for slot in SLOTS:
            if slot in g and slot in KINDS[g["kind"]].slots:
                right = same(g[slot], s.slots.get(slot, ""))
                slots[slot][right] += 1
                if misses and not right:
                    print(f"SLOT  {g['id']:18} {slot:12} gold {g[slot]!r} read {s.slots.get(slot)!r}")


def report(kinds: dict[str, Score], slots: dict[str, Counter[bool]], seconds: float) -> None:
    print(f"{'kind':18} tier  gold found false  recall precision")
    tiers: dict[str, Score] = defaultdict(Score)
    for kind in sorted(kinds, key=lambda k: (KINDS[k].tier, k)):
        score = kinds[kind]
        tiers[KINDS[kind].tier].add(score)
        tiers["all"].add(score)
        print(
            f"{kind:18} {KINDS[kind].tier:4} {score.gold:5} {score.found:5} {score.false:5}"
            f"  {score.recall:6.3f} {score.precision:9.3f}"
        )
    print()
    for tier in (*sorted(t for t in tiers if t != "all"), "all"):
        score = tiers[tier]
        print(
            f"{'tier ' + tier:18}      {score.gold:5} {score.found:5} {score.false:5}  {score.recall:6.3f} {score.precision:9.3f}"
        )
    print()
    right = sum(c[True] for c in slots.values())
    total = sum(sum(c.values()) for c in slots.values())
    for slot, counts in slots.items():
        print(
            f"slot {slot:13} {counts[True]:5} of {sum(counts.values()):5} right  {counts[True] / sum(counts.values()):6.3f}"
        )
    if total:
        print(f"slots all          {right:5} of {total:5} right  {right / total:6.3f}")
    cpu = resource.getrusage(resource.RUSAGE_SELF)
    print(f"reading {seconds:.2f} s; the whole process {cpu.ru_utime + cpu.ru_stime:.2f} s of processor time")


if __name__ == "__main__":
    sys.exit(main())
