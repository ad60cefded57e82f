"""What a choice is about: a flow, and the selection of flows that one choice covers.

A flow is one purpose, one category of data, one recipient in its role and one channel, so that a vendor may be allowed
to measure and refused to advertise. Being a sale is a trait of a flow, never of a recipient.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Trait(StrEnum):
    """What the law looks at in a flow, beside its legal basis."""

    SALE = "sale"
    """Data for money or other valuable consideration."""
    TARGETED = "targeted"
    """Advertising built on behaviour across contexts: "sharing" in California."""
    MARKETING = "marketing"
    """Direct marketing to the person."""
    PROFILING = "profiling"
    """Profiling for decisions with legal or similarly significant effects."""
    SENSITIVE = "sensitive"
    """A special category or what a state law calls sensitive."""
    DEVICE = "device"
    """Stores or reads something on the person's device."""
    STATISTICS = "statistics"
    """First-party audience measurement to improve the service."""
    APPEARANCE = "appearance"
    """Remembers how the person wants the service to look."""
    NECESSARY = "necessary"
    """Strictly necessary for what the person asked for."""


class Basis(StrEnum):
    """The legal basis of a purpose (GDPR Art. 6(1))."""

    CONSENT = "consent"
    LEGITIMATE_INTERESTS = "legitimate_interests"
    PUBLIC_TASK = "public_task"
    CONTRACT = "contract"
    LEGAL_OBLIGATION = "legal_obligation"
    VITAL_INTERESTS = "vital_interests"


NOT_A_CHOICE = frozenset({Basis.CONTRACT, Basis.LEGAL_OBLIGATION, Basis.VITAL_INTERESTS})
"""Bases that neither an objection (GDPR Art. 21(1)) nor a refusal reaches."""


class Role(StrEnum):
    """What the recipient is in this flow; the same company may be one thing in one flow and another in the next."""

    CONTROLLER = "controller"
    """The company itself."""
    PROCESSOR = "processor"
    THIRD_PARTY = "third_party"


@dataclass(frozen=True, slots=True)
class Flow:
    """One use or disclosure of data that is decided as a whole.

    ``uses`` are controlled words for what is done with the data, the substance of the purpose; no prose, so that a
    corrected spelling in a notice changes nothing here.
    """

    id: str
    purpose: str
    category: str
    recipient: str
    role: Role
    channel: str
    basis: Basis
    traits: frozenset[Trait] = frozenset()
    uses: frozenset[str] = frozenset()

    def asks_no_more_than(self, shown: Flow) -> bool:
        """Return whether agreement to ``shown`` covers this flow: same parts, no new use and no new trait."""
        return (
            (self.purpose, self.category, self.recipient, self.role, self.channel)
            == (shown.purpose, shown.category, shown.recipient, shown.role, shown.channel)
            and self.uses <= shown.uses
            and self.traits - _HARMLESS <= shown.traits
        )


_HARMLESS = frozenset({Trait.NECESSARY, Trait.STATISTICS, Trait.APPEARANCE})


@dataclass(frozen=True, slots=True)
class Scope:
    """The flows one choice is about: every part that is set has to match; nothing set means all flows.

    ``traits`` selects flows with at least one of them: an opt-out of sale is ``Scope(traits={SALE})``.
    """

    flow: str | None = None
    purpose: str | None = None
    category: str | None = None
    recipient: str | None = None
    channel: str | None = None
    traits: frozenset[Trait] = frozenset()

    def selects(self, flow: Flow) -> bool:
        """Return whether ``flow`` is meant."""
        wanted = (self.flow, self.purpose, self.category, self.recipient, self.channel)
        given = (flow.id, flow.purpose, flow.category, flow.recipient, flow.channel)
        if any(want is not None and want != have for want, have in zip(wanted, given, strict=True)):
            return False
        return not self.traits or bool(self.traits & flow.traits)

    @property
    def granular(self) -> bool:
        """Whether the choice names one purpose or one flow."""
        return self.flow is not None or self.purpose is not None


@dataclass(frozen=True, slots=True)
class Notice:
    """One version of what people were shown, by the SHA-256 of its rendering, and the flows it told them of."""

    sha256: str
    flows: tuple[Flow, ...]

    def showed(self, flow: Flow) -> bool:
        """Return whether somebody who agreed to this notice agreed to ``flow`` as it is now."""
        return any(flow.asks_no_more_than(shown) for shown in self.flows)
