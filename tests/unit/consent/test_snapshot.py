"""The compiled decisions: keys, expiry, changes, size."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from tests.unit.consent import world as w

from upheld.duties.consent import Act, may
from upheld.duties.consent.snapshot import NOTHING, Compiled, Snapshot, compile_person

MINUTE = int(w.NOW.timestamp()) // 60


def test_a_person_is_found_by_key_and_everybody_else_gets_the_default() -> None:
    snapshot = Snapshot.of(
        w.FLOWS, [(2**64 - 1, Compiled(0b11, 0b11)), (0, NOTHING)], default=Compiled(0b10000, 0b10000)
    )
    last, first, nobody = (snapshot.resolve(key) for key in (2**64 - 1, 0, 77))
    assert [snapshot.may(ref, "measure", MINUTE) for ref in (last, first, nobody)] == [True, False, False]
    assert [snapshot.may(ref, "deliver", MINUTE) for ref in (last, first, nobody)] == [False, False, True]
    assert Snapshot.of(w.FLOWS, []).resolve(5) == -1


def test_an_unknown_flow_and_a_key_given_twice_are_errors() -> None:
    with pytest.raises(KeyError, match="teleport"):
        Snapshot.of(w.FLOWS, []).may(-1, "teleport", MINUTE)
    with pytest.raises(ValueError, match="twice"):
        Snapshot.of(w.FLOWS, [(4, NOTHING), (4, NOTHING)])


def test_expiry_ends_the_consent_and_leaves_what_lasts() -> None:
    person = w.person(w.chose(Act.GRANTED))
    until = may(person, w.MEASURE, w.NOW).until
    assert until is not None
    snapshot = Snapshot.of(w.FLOWS, [(9, compile_person(person, w.FLOWS, w.NOW))])
    end = int(until.timestamp()) // 60
    assert [snapshot.may(snapshot.resolve(9), "measure", minute) for minute in (MINUTE, end - 1, end)] == [
        True,
        True,
        False,
    ]
    assert snapshot.may(snapshot.resolve(9), "deliver", end)


def test_a_consent_that_ends_within_a_minute_is_over_for_that_minute() -> None:
    person = w.person(w.chose(Act.GRANTED, at=w.NOW + timedelta(seconds=-30)))
    compiled = compile_person(person, [w.MEASURE], w.NOW)
    until = may(person, w.MEASURE, w.NOW).until
    assert until is not None
    assert compiled.until_minute * 60 <= until.timestamp() < (compiled.until_minute + 1) * 60
    assert not Snapshot.of([w.MEASURE], [(1, compiled)]).may(0, "measure", compiled.until_minute)


def test_changes_make_a_new_snapshot_that_equals_one_built_anew() -> None:
    rng = random.Random(3)
    people = {rng.getrandbits(64): Compiled(rng.getrandbits(6), 0, MINUTE + rng.randrange(-5, 5)) for _ in range(300)}
    old = Snapshot.of(w.FLOWS, people.items(), default=Compiled(1, 1))
    told = {flow.id: [old.may(old.resolve(key), flow.id, MINUTE) for key in people] for flow in w.FLOWS}
    news = {
        key: Compiled(rng.getrandbits(6), 0)
        for key in [*rng.sample(list(people), 50), *map(rng.getrandbits, [64] * 40)]
    }
    some = dict(list(news.items())[:45])
    step = old.changed(some).changed({**news, **some})
    fresh = Snapshot.of(w.FLOWS, {**people, **news}.items(), default=Compiled(1, 1))
    for key in [*people, *news, 12345]:
        for flow in w.FLOWS:
            assert step.may(step.resolve(key), flow.id, MINUTE) == fresh.may(fresh.resolve(key), flow.id, MINUTE)
    for flow in w.FLOWS:
        assert [old.may(old.resolve(key), flow.id, MINUTE) for key in people] == told[flow.id], (
            "a snapshot never changes"
        )


def test_a_person_takes_sixteen_bytes() -> None:
    snapshot = Snapshot.of(w.FLOWS, ((n, Compiled(n % 64, 0)) for n in range(10_000)))
    assert snapshot.nbytes <= 16 * 10_000 + 8
    assert len(snapshot.permitted) <= 65
