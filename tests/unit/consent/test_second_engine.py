"""The decision and an independent replay of the ledger agree, on random histories, at random instants."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from tests.unit.consent.replay import replay
from tests.unit.consent.world import FLOWS, NOTICES, NOW, PLACES, ages, choice_law, random_history

from upheld.duties.consent import Holder, PersonState, may

LAWS = (
    choice_law(),
    choice_law(),
    choice_law("BE"),
    choice_law(honoured=frozenset({"DNT"}), minimum_age=16),
    choice_law(directed_to_children=True),
)
VIEWERS = (Holder(device="phone"), Holder(device="laptop"), Holder(account="ana"), Holder("ana", "phone"))


def disagreements(count: int, seed: int) -> tuple[list[str], int]:
    """Compare ``count`` histories; return what disagreed and how many were permitted (a comparison of only noes says little)."""
    rng = random.Random(seed)
    found, permitted = [], 0
    for n in range(count):
        ledger = random_history(rng)
        law, viewer, lives, born = rng.choice(LAWS), rng.choice(VIEWERS), rng.choice(PLACES), rng.choice(ages())
        flow = rng.choice(FLOWS)
        now = NOW + timedelta(days=rng.choice((0, 0, 1, 50, 300, -300)), hours=rng.randrange(24))
        ours = may(PersonState.of(law, NOTICES, viewer, ledger, lives, born), flow, now)
        theirs = replay(law, NOTICES, viewer, ledger, lives, born, flow, now)
        permitted += ours.permitted
        if ours.permitted != theirs:
            found.append(
                f"history {n} of seed {seed}: {flow.id} in {lives}, born {born}: {ours} against {theirs} {ledger}"
            )
    return found, permitted


def test_twenty_thousand_histories_agree() -> None:
    found, permitted = disagreements(20_000, 6)
    assert not found, found[:2]
    assert 4_000 < permitted < 16_000


@pytest.mark.slow
def test_two_hundred_thousand_histories_agree() -> None:
    found, _ = disagreements(200_000, 7)
    assert not found, found[:2]
