"""A small fictional world of choices: one vendor that measures and advertises, a shop, and people of several places."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from upheld.duties.consent import (
    Act,
    Actor,
    Basis,
    Capture,
    Choice,
    ChoiceLaw,
    Flow,
    Holder,
    How,
    Link,
    Notice,
    PersonState,
    Quality,
    Role,
    Row,
    Scope,
    Trait,
)
from upheld.formats.choice_rules import shipped_choice_rules
from upheld.formats.law_files import shipped_law
from upheld.law import Company

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
T = Trait
MEASURE = Flow("measure", "analytics", "usage", "adfinitum.example", Role.PROCESSOR, "web", Basis.CONSENT,
               frozenset({T.DEVICE, T.STATISTICS}), frozenset({"count"}))  # fmt: skip
ADVERTISE = Flow("advertise", "advertising", "usage", "adfinitum.example", Role.THIRD_PARTY, "web", Basis.CONSENT,
                 frozenset({T.DEVICE, T.SALE, T.TARGETED}), frozenset({"target"}))  # fmt: skip
MAIL = Flow("mail", "newsletter", "contact.email", "shop.example", Role.CONTROLLER, "email", Basis.CONSENT,
            frozenset({T.MARKETING}), frozenset({"write"}))  # fmt: skip
IMPROVE = Flow("improve", "improvement", "usage", "shop.example", Role.CONTROLLER, "server",
               Basis.LEGITIMATE_INTERESTS, frozenset(), frozenset({"study"}))  # fmt: skip
DELIVER = Flow("deliver", "service", "contact.address", "post.example", Role.PROCESSOR, "server", Basis.CONTRACT,
               frozenset({T.NECESSARY}), frozenset({"deliver"}))  # fmt: skip
HEALTH = Flow("health", "advice", "health", "broker.example", Role.THIRD_PARTY, "server", Basis.CONSENT,
              frozenset({T.SENSITIVE, T.SALE}), frozenset({"sell"}))  # fmt: skip
FLOWS = (MEASURE, ADVERTISE, MAIL, IMPROVE, DELIVER, HEALTH)
NOTICES = {"n1": Notice("n1", FLOWS), "n0": Notice("n0", (MEASURE, MAIL))}
FULL = frozenset(Quality) - {Quality.PARENT_VERIFIED}
CALIFORNIAN = frozenset({Quality.AFFIRMATIVE, Quality.TWO_STEP})
EVERYTHING = Scope()
GPC_SCOPE = Scope(traits=frozenset({T.SALE, T.TARGETED}))
PHONE, LAPTOP = Holder(device="phone"), Holder(device="laptop")
ANA = Holder(account="ana")
ANA_AT_LAPTOP = Holder("ana", "laptop")
_number = iter(range(10**9))


def choice_law(established: str = "US", **more: object) -> ChoiceLaw:
    return ChoiceLaw(shipped_choice_rules(), shipped_law(), Company(frozenset({established})), **more)


LAW = choice_law()


def chose(
    act: Act,
    scope: Scope = EVERYTHING,
    *,
    at: datetime = NOW - timedelta(days=10),
    holder: Holder = PHONE,
    qualities: frozenset[Quality] = FULL,
    notice: str | None = "n1",
    residence: str | None = None,
    actor: Actor = Actor.SELF,
    signal: str | None = None,
) -> Choice:
    how = How.SIGNAL if act is Act.SIGNALLED else How.BANNER
    capture = Capture(how, holder, notice, residence, frozenset(), qualities, actor, signal)
    return Choice(f"r{next(_number)}", at, act, scope, capture)


def gpc(**more: object) -> Choice:
    return chose(Act.SIGNALLED, GPC_SCOPE, **{"signal": "GPC", "notice": None, "qualities": frozenset(), **more})


def person(
    *rows: Row, lives: str | None = "BE", viewer: Holder = PHONE, born: date | None = None, law: ChoiceLaw = LAW
) -> PersonState:
    return PersonState.of(law, NOTICES, viewer, rows, lives, born)


_SCOPES = (
    EVERYTHING,
    GPC_SCOPE,
    Scope(purpose="analytics"),
    Scope(purpose="advertising"),
    Scope(flow="mail"),
    Scope(channel="email"),
    Scope(recipient="adfinitum.example"),
    Scope(category="health"),
)
_HOLDERS = (PHONE, LAPTOP, ANA, ANA_AT_LAPTOP, Holder("ben", "phone"), Holder("ana", "phone"))
_QUALITIES = (FULL, FULL - {Quality.CONFIRMED}, frozenset(Quality), CALIFORNIAN, frozenset())
_ACTS = (*Act, Act.GRANTED, Act.GRANTED, Act.GRANTED, Act.REFUSED, Act.SIGNALLED)
PLACES = (None, "BE", "DE", "UK", "CH", "US", "US-CA", "US-VA", "US-OR", "US-MD", "CA", "BR")


def random_history(rng: random.Random, longest: int = 9) -> list[Row]:
    """Return a ledger of up to ``longest`` rows, mostly in the order of time."""
    rows: list[Row] = []
    at = NOW - timedelta(days=rng.choice((30, 400, 900)))
    for n in range(rng.randrange(longest + 1)):
        at += timedelta(days=rng.choice((0, 1, 20, 200, -5)))
        if rng.random() < 0.2:
            device = rng.choice(("phone", "laptop"))
            rows.append(
                Link(f"l{n}", at, rng.choice(("ana", "ana", "ben")), device, rng.random() < 0.7, rng.random() < 0.3)
            )
            continue
        act = rng.choice(_ACTS)
        capture = Capture(
            How.BANNER,
            rng.choice(_HOLDERS),
            rng.choice(("n1", "n1", "n1", "n0", "nowhere", None)),
            rng.choice(PLACES),
            frozenset(),
            rng.choice(_QUALITIES),
            rng.choice((Actor.SELF, Actor.SELF, Actor.SELF, Actor.PARENT, Actor.AGENT)),
            rng.choice(("GPC", "GPC", "DNT", "XYZ", None)) if act is Act.SIGNALLED else None,
        )
        rows.append(Choice(f"c{n}", at, act, rng.choice(_SCOPES), capture))
    return rows


def ages() -> Sequence[date | None]:
    """Return birth dates: not known, grown up, and children who turn 13, 16 or 18 about now."""
    return (None, None, date(1980, 2, 29), date(2018, 5, 1), date(2013, 11, 24), date(2013, 11, 20), date(2010, 11, 23),
            date(2010, 1, 1), date(2008, 12, 1))  # fmt: skip
