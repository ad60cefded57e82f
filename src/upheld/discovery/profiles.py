"""What a sample says about a column, in figures. The values themselves stay in memory for the length of one run."""

from __future__ import annotations

import json
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from upheld.datamap.schema import Column, TypeClass
from upheld.discovery.detectors import DETECTORS, is_uuid

LOOKED_AT = 60
"""So many distinct values are put to the detectors; it bounds the work of a column."""
KEPT = 60
"""So many distinct values stay in memory to be looked up in other tables."""
FEW = 15
"""A column of so few distinct values may be a type or a status."""

_NUMERIC = frozenset({TypeClass.INTEGER, TypeClass.NUMBER})
_ON_NUMBERS = ("card", "bsn", "belgian", "steuerid", "nir")
_ON_DAYS = ("past_day",)
_NO_DETECTORS = frozenset({TypeClass.BOOLEAN, TypeClass.UUID, TypeClass.INSTANT, TypeClass.BYTES})


@dataclass(frozen=True, slots=True)
class Profile:
    """Figures of one column.

    ``rows`` were sampled, ``nulls`` of them NULL or empty, ``distinct`` values among the rest; ``passed`` says how many of
    ``tested`` distinct values each detector passed. ``values`` and ``few`` are held back from ``repr``.
    """

    rows: int
    nulls: int
    distinct: int
    tested: int = 0
    passed: Mapping[str, int] = field(default_factory=dict)
    length: float = 0.0
    entropy: float = 0.0
    uuids: bool = False
    values: tuple[str, ...] = field(default=(), repr=False)
    few: tuple[str, ...] = field(default=(), repr=False)
    documents: tuple[str, ...] = field(default=(), repr=False)

    @property
    def filled(self) -> int:
        return self.rows - self.nulls

    @property
    def unique(self) -> bool:
        return self.filled > 1 and self.distinct == self.filled

    def share(self, detector: str) -> float:
        return self.passed.get(detector, 0) / self.tested if self.tested else 0.0


def profile(column: Column, values: Sequence[str | None]) -> Profile:
    """Make the figures of one column from its sampled values, given as text."""
    filled = [v.strip() for v in values if v is not None]
    filled = [v for v in filled if v]
    counts = Counter(filled)
    distinct = list(counts)
    looked = _spread(distinct, LOOKED_AT)
    documents = tuple(v for v in looked if v[0] in "{[") if _may_be_json(column) else ()
    if len(documents) * 2 < len(looked):
        documents = ()
    return Profile(
        rows=len(values),
        nulls=len(values) - len(filled),
        distinct=len(distinct),
        tested=len(looked),
        passed={} if documents else _passed(column, looked),
        length=sum(map(len, looked)) / len(looked) if looked else 0.0,
        entropy=_entropy(looked[:KEPT]),
        uuids=bool(looked) and all(map(is_uuid, looked[:20])),
        values=tuple(v for v in _spread(distinct, KEPT) if len(v) <= 64),
        few=tuple(distinct) if len(distinct) <= FEW else (),
        documents=documents,
    )


def _spread(values: list[str], count: int) -> list[str]:
    """Take at most ``count`` values at equal distances: the first rows of a table are its oldest."""
    if len(values) <= count:
        return values
    return [values[i * (len(values) - 1) // (count - 1)] for i in range(count)]


def _may_be_json(column: Column) -> bool:
    return column.type in (TypeClass.JSON, TypeClass.TEXT, TypeClass.OTHER)


def _passed(column: Column, values: Sequence[str]) -> dict[str, int]:
    if column.type in _NO_DETECTORS or not values:
        return {}
    names: Sequence[str] = tuple(DETECTORS)
    if column.type in _NUMERIC:
        if max(map(len, values)) < 8:
            return {}
        names = _ON_NUMBERS
    elif column.type is TypeClass.DATE:
        names = _ON_DAYS
    found = {}
    for name in names:
        count = sum(map(DETECTORS[name], values))
        if count:
            found[name] = count
    return found


def _entropy(values: Sequence[str]) -> float:
    """Return the entropy of the characters in bits: 4 for random hexadecimal digits, about 4 for prose, 0 for one sign."""
    counts = Counter("".join(values))
    total = counts.total()
    return -sum(n / total * math.log2(n / total) for n in counts.values()) if total else 0.0


def members(documents: Sequence[str]) -> dict[tuple[str, ...], list[str]]:
    """Return the scalar members of JSON documents by their path, with their values as text.

    Only names that are plain identifiers are followed: a key that is itself a value (an address, a number) is passed over.
    """
    found: dict[tuple[str, ...], list[str]] = {}
    for text in documents:
        try:
            value = json.loads(text)
        except ValueError:
            continue
        _walk(value, (), found)
    return found


def _walk(value: object, path: tuple[str, ...], found: dict[tuple[str, ...], list[str]]) -> None:
    if isinstance(value, dict) and len(path) < 6:
        for name, inner in value.items():
            if isinstance(name, str) and name.isidentifier() and name.isascii() and len(name) <= 40:
                _walk(inner, (*path, name), found)
    elif isinstance(value, str | int | float) and path and not isinstance(value, bool):
        found.setdefault(path, []).append(str(value))


def seen_at_least(rows: int, surely: float = 0.95) -> float:
    """Return the rarest share of rows that a sample of so many rows would have shown with probability ``surely``."""
    return 1.0 - (1.0 - surely) ** (1.0 / rows) if rows else 1.0
