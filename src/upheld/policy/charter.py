"""The charter: the statements a company published, as data, each with the place it stands in the prose.

A charter is one dated version of one policy of one (controller, service). Charters of the same pair form a
:class:`CharterSeries`; a row of data falls under the version in force when it was collected, and a later version never
lengthens a retention period backwards (GDPR Art. 13(3), 5(1)(b)).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from upheld.policy.kinds import KINDS, Tier


class StatementType(StrEnum):
    """The force of a statement."""

    DUTY = "duty"
    """Must happen."""
    PROHIBITION = "prohibition"
    """Must never happen ("we do not sell")."""
    PERMISSION = "permission"
    """The company may; never triggers an action."""
    DISCLOSURE = "disclosure"
    """A fact for people and registers."""
    EXTERNAL = "external"
    """Somebody else does it."""
    DISCLAIMER = "disclaimer"
    """Limits what the company answers for."""


class Status(StrEnum):
    """Whether a person has looked at what was read. Only ``confirmed`` statements run."""

    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    WAIVED = "waived"


@dataclass(frozen=True, slots=True)
class SourceRef:
    """Where a statement stands: section as printed, and characters ``[start, end)`` of the canonical policy text.

    ``sha256`` is the lower-case hex digest of those characters in UTF-8, so that a moved or reworded sentence is noticed
    without storing the sentence.
    """

    section: str
    start: int
    end: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Statement:
    """One atomic statement of a policy.

    Exactly one of ``runs_as`` (a capability of this program) and ``cannot`` (the reason why no system can keep it) is set
    once the statement is confirmed. ``anchor_assumed`` names the start of a period where the prose names none.
    """

    id: str
    kind: str
    type: StatementType
    status: Status
    source: SourceRef
    slots: Mapping[str, str | int | bool | tuple[str, ...]] = field(default_factory=dict)
    runs_as: str | None = None
    cannot: str | None = None
    waived_because: str | None = None
    anchor_assumed: str | None = None
    confidence: float | None = None
    rule: str | None = None

    @property
    def tier(self) -> Tier:
        return KINDS[self.kind].tier

    @property
    def runs(self) -> bool:
        """Whether this statement may cause or forbid anything."""
        return self.status is Status.CONFIRMED and self.runs_as is not None

    def text_slot(self, name: str) -> str | None:
        """Return a slot as text, or None where it is not set."""
        value = self.slots.get(name)
        return None if value is None else str(value)


@dataclass(frozen=True, slots=True)
class Charter:
    """One version of one policy. ``effective_from`` is aware; ``policy_sha256`` is over the canonical text in UTF-8."""

    controller: str
    service: str
    version: str
    effective_from: datetime
    policy_file: str
    policy_sha256: str
    statements: tuple[Statement, ...]

    def running(self, kind: str | None = None) -> Iterator[Statement]:
        """Yield the statements that run, of one ``kind`` where given, in reading order."""
        return (s for s in self.statements if s.runs and (kind is None or s.kind == kind))

    def statement(self, id_: str) -> Statement | None:
        return next((s for s in self.statements if s.id == id_), None)


@dataclass(frozen=True, slots=True)
class CharterSeries:
    """All versions of one policy, oldest first."""

    controller: str
    service: str
    versions: tuple[Charter, ...]

    @classmethod
    def of(cls, charters: Iterable[Charter]) -> CharterSeries:
        """Order charters of one (controller, service) by date; raise ``ValueError`` for none, for two pairs or two equal dates."""
        ordered = tuple(sorted(charters, key=lambda c: c.effective_from))
        if not ordered:
            raise ValueError("a series needs at least one charter")
        if len({(c.controller, c.service) for c in ordered}) != 1:
            raise ValueError("charters of different controllers or services cannot form one series")
        if len({c.effective_from for c in ordered}) != len(ordered):
            raise ValueError("two versions of a charter take effect at the same instant")
        return cls(ordered[0].controller, ordered[0].service, ordered)

    def in_force(self, at: datetime) -> Charter | None:
        """Return the version in force at the aware instant ``at``; None before the first."""
        current = None
        for charter in self.versions:
            if charter.effective_from <= at:
                current = charter
        return current
