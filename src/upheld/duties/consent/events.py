"""The ledger's rows: choices with everything that proves them, and the linking of devices to accounts.

Only changes are rows, never page views. People, accounts and devices are opaque references; nothing here is personal in
clear. The order of rows in the ledger is the order of events: the time of a row is evidence and starts periods, but a
clock that jumps cannot put a withdrawal before the grant it withdraws.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from upheld.duties.consent.flows import Scope


class Act(StrEnum):
    """What happened."""

    ASKED = "asked"
    """A question was shown; says nothing about the answer."""
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    SIGNALLED = "signalled"
    """The browser sent an opt-out preference signal."""
    OBJECTED = "objected"
    OBJECTION_LIFTED = "objection_lifted"
    RESTRICTED = "restricted"
    RESTRICTION_LIFTED = "restriction_lifted"
    RELATED = "related"
    """A customer relation began (a purchase): the ground of a soft opt-in, not a choice."""


STOPS = frozenset({Act.REFUSED, Act.WITHDRAWN, Act.SIGNALLED})
"""Acts that stop until the person grants again."""

TRAVELS = STOPS | {Act.OBJECTED, Act.RESTRICTED}
"""Acts that take effect everywhere: in every regime and over every link."""


class How(StrEnum):
    """By which means the choice reached us."""

    BANNER = "banner"
    PREFERENCE_PAGE = "preference_page"
    MAIL_LINK = "mail_link"
    API = "api"
    SIGNAL = "signal"
    IMPORT = "import"


class Actor(StrEnum):
    """Who chose. An agent may refuse for the person and never grants."""

    SELF = "self"
    PARENT = "parent"
    AGENT = "agent"


class Quality(StrEnum):
    """What the capture of a choice can show for itself; a regime's rule says which of them a grant needs."""

    INFORMED = "informed"
    """Purposes, recipients and the right to withdraw were shown with the question."""
    AFFIRMATIVE = "affirmative"
    """A clear act: no scrolling, no silence, no ticked box."""
    GRANULAR = "granular"
    """Each purpose could be chosen by itself."""
    EQUAL = "equal"
    """Refusing was as easy and as visible as agreeing."""
    SEPARATE = "separate"
    """Not bundled with terms or another matter."""
    CONFIRMED = "confirmed"
    """Confirmed a second time through the channel itself (double opt-in)."""
    TWO_STEP = "two_step"
    """Asked, then asked to confirm, with the standing opt-out or signal shown."""
    OPT_OUT_OFFERED = "opt_out_offered"
    """A free and easy way to refuse stood at the collection and stands in each message."""
    PARENT_VERIFIED = "parent_verified"
    """It was verified that a parent or guardian chose."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Where the choice was made: an account, a device, or an account used on a device. At least one is set."""

    account: str | None = None
    device: str | None = None

    def __post_init__(self) -> None:
        if self.account is None and self.device is None:
            raise ValueError("a choice belongs to an account or a device")


@dataclass(frozen=True, slots=True)
class Capture:
    """The context of a choice.

    ``notice`` is the SHA-256 of what was shown, ``residence`` a place code or None where it was not known, ``regimes``
    the laws that applied at capture (kept as evidence; decisions recompute them), ``signal`` the signal's name.
    """

    how: How
    holder: Holder
    notice: str | None = None
    residence: str | None = None
    regimes: frozenset[str] = frozenset()
    qualities: frozenset[Quality] = frozenset()
    actor: Actor = Actor.SELF
    signal: str | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One row: at the aware instant ``at``, ``act`` on the flows of ``scope``."""

    id: str
    at: datetime
    act: Act
    scope: Scope
    capture: Capture


@dataclass(frozen=True, slots=True)
class Link:
    """A device joined an account (``joined``) or left it.

    ``carry`` is set where the person asked that what they had agreed to on the device shall hold for the account;
    refusals need no asking.
    """

    id: str
    at: datetime
    account: str
    device: str
    joined: bool = True
    carry: bool = False


Row = Choice | Link
