"""Slices of a table exclude each other, as far as that can be said without the data."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from upheld.datamap.coverage.domains import may_overlap
from upheld.datamap.coverage.ground import Ground
from upheld.spans import Problem


def overlapping_slices(g: Ground) -> Iterator[Problem]:
    """Two slices that claim the same rows."""
    for table, _ in g.tables():
        named = [(p, p.when) for p in table.slices if p.when is not None]
        for (_, first), (part, second) in combinations(named, 2):
            if may_overlap(first, second):
                yield g.written.problem(
                    g.slice_at(table, part),
                    "slices-overlap",
                    f"a row of `{table.name}` may satisfy both `{first.text}` and `{second.text}`",
                    "Make the conditions exclude each other.",
                    key=True,
                )
