"""Decisions of many people compiled into one compact immutable value, for look-ups in the path of every request.

A person takes 16 bytes: a 64-bit key, the number of a pattern and the minute until which it holds. A pattern is the set
of permitted flows as the bits of an integer, beside those of them that no lapse of time ends; a population has few
different ones. Resolve a key once per request, then ask per flow. Past a person's minute only the lasting permissions
are left until the person is compiled anew: time alone never permits.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from upheld.duties.consent.decision import PersonState, may
from upheld.duties.consent.flows import Flow

_FOREVER = 2**32 - 1


@dataclass(frozen=True, slots=True)
class Compiled:
    """The decisions for one person, a bit per flow.

    ``permitted`` holds in every minute (since 1970) before ``until_minute``, ``lasting``, a part of it, also later.
    """

    permitted: int
    lasting: int
    until_minute: int = _FOREVER


NOTHING = Compiled(0, 0)
"""Nothing is permitted: the safe default for people without an entry."""


def compile_person(person: PersonState, flows: Sequence[Flow], now: datetime) -> Compiled:
    """Decide every flow for ``person`` at the aware instant ``now``; bit ``n`` is ``flows[n]``.

    Holds until the first permission ends. A permission that begins by time alone is seen when compiled anew.
    """
    permitted, lasting, until = 0, 0, _FOREVER
    for n, flow in enumerate(flows):
        decision = may(person, flow, now)
        if not decision.permitted:
            continue
        permitted |= 1 << n
        if decision.until is None:
            lasting |= 1 << n
        else:
            until = min(until, int(decision.until.timestamp()) // 60)
    return Compiled(permitted, lasting, until)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An immutable set of compiled people; build with :meth:`of`, replace with :meth:`changed`.

    The columns hold one entry per person and, last, the default for everybody else.
    """

    flows: Mapping[str, int]
    """Flow id → bit mask."""
    keys: array[int]
    """Sorted keys of the people it was built of; ``later`` has the positions of those who came since."""
    patterns: array[int]
    minutes: array[int]
    permitted: tuple[int, ...]
    """Pattern number → flows permitted before the minute."""
    lasting: tuple[int, ...]
    later: Mapping[int, int]

    @classmethod
    def of(cls, flows: Sequence[Flow], people: Iterable[tuple[int, Compiled]], default: Compiled = NOTHING) -> Snapshot:
        """Build from pairs of an unsigned 64-bit key and its decisions. Raises ``ValueError`` for a key given twice."""
        entries = sorted(people, key=lambda entry: entry[0])
        keys = array("Q", (key for key, _ in entries))
        if any(keys[n] == keys[n + 1] for n in range(len(keys) - 1)):
            raise ValueError("a person's key was given twice to one snapshot")
        numbers: dict[tuple[int, int], int] = {}
        rows = [*(c for _, c in entries), default]
        patterns = array("I", (_number(numbers, c) for c in rows))
        minutes = array("I", (c.until_minute for c in rows))
        bits = {flow.id: 1 << n for n, flow in enumerate(flows)}
        return cls(bits, keys, patterns, minutes, tuple(p for p, _ in numbers), tuple(k for _, k in numbers), {})

    def changed(self, people: Mapping[int, Compiled]) -> Snapshot:
        """Return the snapshot after changes; copies two columns, so collect changes rather than apply them singly.

        People it did not know are kept in a mapping beside the sorted keys: build anew when ``later`` grows large.
        """
        numbers = {pair: n for n, pair in enumerate(zip(self.permitted, self.lasting, strict=True))}
        patterns, minutes, later = self.patterns[:], self.minutes[:], dict(self.later)
        default = patterns.pop(), minutes.pop()
        for key, compiled in people.items():
            at = self.resolve(key)
            if at < 0:
                at = later.setdefault(key, len(patterns))
                patterns.append(0)
                minutes.append(0)
            patterns[at], minutes[at] = _number(numbers, compiled), compiled.until_minute
        patterns.append(default[0])
        minutes.append(default[1])
        sets = tuple(p for p, _ in numbers), tuple(k for _, k in numbers)
        return replace(self, patterns=patterns, minutes=minutes, permitted=sets[0], lasting=sets[1], later=later)

    def resolve(self, key: int) -> int:
        """Return the reference of a person, good for this snapshot only; -1 stands for everybody without an entry."""
        at = bisect_left(self.keys, key)
        if at < len(self.keys) and self.keys[at] == key:
            return at
        return self.later.get(key, -1)

    def may(self, ref: int, flow: str, minute: int) -> bool:
        """Return whether ``flow`` is permitted for ``ref`` in the whole minute ``minute`` since 1970.

        Raises ``KeyError`` for a flow the snapshot was not built for.
        """
        sets = self.permitted if minute < self.minutes[ref] else self.lasting
        return sets[self.patterns[ref]] & self.flows[flow] != 0

    @property
    def nbytes(self) -> int:
        """Bytes held by the columns and keys, without the few patterns and later people."""
        return sum(a.itemsize * len(a) for a in (self.keys, self.patterns, self.minutes))


def _number(numbers: dict[tuple[int, int], int], compiled: Compiled) -> int:
    return numbers.setdefault((compiled.permitted, compiled.lasting), len(numbers))
