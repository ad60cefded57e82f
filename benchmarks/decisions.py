"""Measure ``Snapshot.may`` for many people beside one dict look-up in the same run, and the memory the snapshot holds.

Latency is the median over slices of look-ups of random people and flows; an empty call in the same loop is reported
beside it. Memory is what the process grew by while the people were in a snapshot and nothing else (VmRSS), and what
the columns hold.

Run: ``python -m benchmarks.decisions [people]``
"""

from __future__ import annotations

import gc
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from upheld.duties.consent import Basis, Flow, Role
from upheld.duties.consent.snapshot import Compiled, Snapshot

FLOWS = [
    Flow(f"flow-{n}", f"purpose-{n % 8}", "usage", "shop.example", Role.CONTROLLER, "web", Basis.CONSENT)
    for n in range(24)
]
MINUTE = 30_000_000


def people(count: int, seed: int = 6) -> Iterator[tuple[int, Compiled]]:
    """Yield people with distinct keys and 500 different patterns; half of the permissions end within two years."""
    rng = random.Random(seed)
    patterns = [rng.getrandbits(len(FLOWS)) for _ in range(500)]
    step = 2**64 // count
    for n in range(count):
        permitted = rng.choice(patterns)
        yield (
            n * step + rng.randrange(step),
            Compiled(permitted, permitted & 0xFF, MINUTE + rng.randrange(-500_000, 500_000)),
        )


def resident() -> int:
    """Return the resident bytes of this process (Linux)."""
    status = Path("/proc/self/status").read_text("ascii")
    return int(status.split("VmRSS:")[1].split()[0]) * 1024


def median_ns(act: Callable[[int, str, int], object], asked: list[tuple[int, str]]) -> float:
    """Return the median over slices of the mean time of one call."""
    found = []
    for start in range(0, len(asked), 2_000):
        part = asked[start : start + 2_000]
        before = time.perf_counter_ns()
        for ref, flow in part:
            act(ref, flow, MINUTE)
        found.append((time.perf_counter_ns() - before) / len(part))
    return statistics.median(found)


def main(count: int) -> None:
    """Print one line per figure."""
    gc.collect()
    before = resident()
    began = time.perf_counter()
    snapshot = Snapshot.of(FLOWS, people(count))
    built = time.perf_counter() - began
    gc.collect()
    grown = resident() - before
    rng = random.Random(7)
    keys = [rng.choice(snapshot.keys) for _ in range(100_000)]
    asked = [(snapshot.resolve(key), rng.choice(FLOWS).id) for key in keys]
    plain = dict(asked)
    nothing = median_ns(lambda ref, flow, minute: None, asked)
    look_up = median_ns(lambda ref, flow, minute: plain.get(ref), asked)
    decided = median_ns(snapshot.may, asked)
    began = time.perf_counter()
    for key in keys:
        snapshot.resolve(key)
    resolved = (time.perf_counter() - began) / len(keys) * 1e9
    began = time.perf_counter()
    snapshot.changed({keys[0]: Compiled(0, 0)})
    changed = time.perf_counter() - began
    print(f"people {count}, flows {len(FLOWS)}, patterns {len(snapshot.permitted)}, built in {built:.2f} s")
    print(f"may: {decided:.0f} ns median (empty call {nothing:.0f} ns, one dict look-up {look_up:.0f} ns)")
    print(f"resolve: {resolved:.0f} ns mean; one change: {changed * 1e3:.1f} ms")
    print(f"memory: columns {snapshot.nbytes / 1e6:.1f} MB, process grew by {grown / 1e6:.1f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
