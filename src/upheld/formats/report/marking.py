"""Cut a block of text at the borders of the promises in it, so that overlapping ones can all be marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Protocol


class Placed(Protocol):
    """Something that stands at characters ``[start, end)``."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Piece:
    """Characters ``[start, end)`` covered by the same places, given by their index; the narrowest comes first."""

    start: int
    end: int
    inside: tuple[int, ...]


def pieces(start: int, end: int, places: Sequence[Placed]) -> list[Piece]:
    """Cut ``[start, end)`` wherever a place begins or ends. The pieces join without a gap and cover it."""
    near = [(i, p) for i, p in enumerate(places) if p.start < end and start < p.end]
    borders = sorted({start, end, *(b for _, p in near for b in (p.start, p.end) if start < b < end)})
    return [
        Piece(
            low,
            high,
            tuple(
                i
                for i, p in sorted(near, key=lambda pair: pair[1].end - pair[1].start)
                if p.start <= low and high <= p.end
            ),
        )
        for low, high in pairwise(borders)
    ]
