"""What slots are filled from, and what every kind shares."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from upheld.policy.reading.durations import Duration, DurationRole
from upheld.policy.reading.model import SlotValue

Slots = dict[str, SlotValue]
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|\bwww\.)[^\s)>\]\"']*[^\s)>\]\"'.,;:]")
_PHONE = re.compile(r"(?<![\w@])\+?\(?\d[\d ().-]{7,}\d")


@dataclass(frozen=True, slots=True)
class Source:
    """What slots are filled from: the clause in print and in lower case, its context, durations, jurisdiction, modality."""

    text: str
    lower: str
    context: str
    label: str
    durations: Sequence[Duration]
    jurisdiction: tuple[str, ...]
    modality: str

    def clock(self) -> Duration | None:
        """Return the first duration that is the company's own clock."""
        return next((d for d in self.durations if d.role is DurationRole.CLOCK), None)


def given(slots: Slots, **values: SlotValue | None) -> Slots:
    """Add the values that are there to ``slots`` and return them."""
    slots.update({name: value for name, value in values.items() if value is not None and value is not False})
    return slots


def channel_of(text: str) -> str | None:
    """Return the first e-mail address, link or telephone number of a text as printed."""
    for pattern in (_EMAIL, _URL, _PHONE):
        if found := pattern.search(text):
            return found[0]
    return None
