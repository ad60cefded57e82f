"""Made-up names, addresses and sentences, drawn from one seeded source."""

from __future__ import annotations

import hashlib
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import TypeVar

T = TypeVar("T")

AS_OF = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
"""The day the data is from: nothing in it is younger."""


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


FIRST = _words(
    "Ada Amin Anouk Bram Chiara Dario Elif Emre Fatou Femke Goran Hanne Ilse Imani Jarek Joost Kaisa Kwame "
    "Lotte Luca Maja Malik Nadia Niko Noor Olga Oskar Petra Priya Rasmus Rosa Samir Sanne Silvia Tariq Thea "
    "Tomas Wout Yara Zoe"
)
LAST = _words(
    "Aerts Bakker Baran Castell Claes Dahl Demir Dubois Eriksen Farkas Fontaine Goossens Haas Hendriks Ivanov "
    "Jansen Kaplan Keller Kowal Lambert Leclerc Maes Mertens Moreau Nilsen Novak Okafor Peeters Petrov Quist "
    "Rahman Rossi Sant Schulz Silva Smet Torres Ulrich Vidal Willems Yilmaz Zeman"
)
STREETS = _words("Alder Birch Canal Dyer Elm Foundry Garden Harbour Ivy Joiner Kiln Linden Mill Noon Orchard Potter")
CITIES = _words("Ambervoort Brugfeld Castelmar Dunholm Eastwick Fjordby Grenzau Hollenbeek")
NOUNS = _words("bracket gear housing jaw knob lamp mould nozzle pulley rib sensor skull splint tile valve vertebra")
PHRASES = (
    "the surface came out smooth",
    "could you check the wall thickness",
    "the second layer looks shifted",
    "please use the grey resin",
    "we need it before the fair",
    "the scan has a gap near the edge",
    "thanks for the quick answer",
    "the colour is darker than the sample",
    "I added a chamfer to the base",
    "support marks are visible on one side",
)
DOMAINS = ("example.com", "example.org", "example.net", "studio.example", "atelier.example")


class Fiction:
    """Draws everything that is made up; the same seed draws the same company."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)

    def pick(self, choices: list[T] | tuple[T, ...]) -> T:
        return choices[int(self.random.random() * len(choices))]

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def below(self, limit: int) -> int:
        return int(self.random.random() * limit)

    def name(self) -> str:
        return f"{self.pick(FIRST)} {self.pick(LAST)}"

    def phone(self) -> str:
        return f"+32 555 {self.below(100):02d} {self.below(100):02d} {self.below(100):02d}"

    def street(self) -> str:
        return f"{self.pick(STREETS)} Street {1 + self.below(180)}"

    def words(self, sentences: int = 1) -> str:
        """Return that many sentences of small talk about parts."""
        said = (f"About the {self.pick(NOUNS)}: {self.pick(PHRASES)}." for _ in range(sentences))
        return " ".join(said)

    def ip(self) -> str:
        """Return an address of a block reserved for documentation (RFC 5737)."""
        return f"203.0.113.{1 + self.below(254)}"

    def before(self, days: float, end: datetime = AS_OF) -> datetime:
        """Return an instant within the last ``days`` before ``end``, whole seconds."""
        return end - timedelta(seconds=int(self.random.random() * days * 86_400))

    def after(self, start: datetime, days: float) -> datetime:
        """Return an instant within ``days`` after ``start``, not later than the day the data is from."""
        return min(AS_OF, start + timedelta(seconds=60 + int(self.random.random() * days * 86_400)))

    def birth(self) -> date:
        return date(1945 + self.below(60), 1 + self.below(12), 1 + self.below(28))


def mailbox(name: str, number: int, domain: str) -> str:
    """Return the address of the ``number``-th person; the number keeps it unique."""
    return f"{name.lower().replace(' ', '.')}.{number}@{domain}"


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
