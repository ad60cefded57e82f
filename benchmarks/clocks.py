"""Measure how many clocks one core answers a second: fresh cases, and re-dating the same open cases with another pack.

The baseline in the same run is the least any answer needs: reading the zone's civil day of receipt and adding the days
with the standard library (``datetime``), without law, calendar or derivation.

Run: ``python -m benchmarks.clocks [cases]``
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from upheld.formats.law_files import shipped_law
from upheld.law import Case, Event, answer_case

_KINDS: Sequence[tuple[str, str, str, str]] = (
    ("GDPR", "BE", "access", "Europe/Brussels"),
    ("GDPR", "BE", "breach_authority", "Europe/Brussels"),
    ("UK-GDPR", "UK", "erasure", "Europe/London"),
    ("CCPA", "US-CA", "delete", "America/Los_Angeles"),
    ("CCPA", "US-CA", "opt_out_sale_share", "America/Los_Angeles"),
    ("VCDPA", "US-VA", "access", "America/New_York"),
    ("LGPD", "BR", "access_full", "America/Sao_Paulo"),
    ("PIPEDA", "CA", "access", "America/Toronto"),
)


def make_cases(count: int, seed: int = 4) -> list[Case]:
    """Return random open cases of the years 2024 to 2028; a third with a question and its answer, a third with an extension."""
    rng = random.Random(seed)
    cases = []
    for number in range(count):
        law, place, right, zone = _KINDS[number % len(_KINDS)]
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(seconds=rng.randrange(4 * 365 * 86400))
        events: tuple[Event, ...] = ()
        if number % 3 == 1:
            asked = at + timedelta(days=rng.randrange(6))
            events = (
                Event(asked, "identity_requested", {"basis": "reasonable_doubts"}),
                Event(asked + timedelta(days=rng.randrange(1, 9)), "identity_confirmed"),
            )
        elif number % 3 == 2:
            events = (Event(at + timedelta(days=rng.randrange(20)), "extension_notice", {"reason": "complexity"}),)
        cases.append(Case(law, right, place, at, ZoneInfo(zone), events, str(number)))
    return cases


def bare(case: Case) -> datetime:
    """Answer with the standard library alone: the baseline."""
    day = case.received_at.astimezone(case.zone).date() + timedelta(days=45)
    return datetime(day.year, day.month, day.day, 23, 59, 59, tzinfo=case.zone)


def per_second(act: Callable[[Case], object], cases: Sequence[Case]) -> float:
    """Return how many cases a second ``act`` answers, on the CPU time of this process: the best of ten slices.

    The best, because a shared machine only ever makes a slice slower.
    """
    size = max(1, len(cases) // 10)
    best = 0.0
    for begin in range(0, len(cases) - size + 1, size):
        start = time.process_time()
        for case in cases[begin : begin + size]:
            act(case)
        best = max(best, size / (time.process_time() - start))
    return best


def main(count: int) -> None:
    """Print the figures."""
    pack = shipped_law()
    cases = make_cases(count)
    for case in cases[:2000]:
        answer_case(pack, case)  # computes the calendars once
    baseline = per_second(bare, cases)
    rate = per_second(lambda case: answer_case(pack, case), cases)
    print(f"{count} cases, one core")
    print(f"answered clocks per second        {rate:12,.0f}")
    print(f"bare datetime additions per second{baseline:12,.0f}   ratio {baseline / rate:.1f}")
    print(f"re-dating 100,000 open cases      {100_000 / rate:12.2f} s")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
