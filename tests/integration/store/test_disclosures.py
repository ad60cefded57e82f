"""Who received what is known from what was written down, once per act."""

from __future__ import annotations

from datetime import timedelta

from upheld.ids import PersonRef
from upheld.store import Store, disclosures
from upheld.store.disclosures import Disclosure

ANNA, ANNA_BEFORE, BOB = PersonRef("p2-anna"), PersonRef("p1-anna"), PersonRef("p2-bob")


def entry(store: Store, person: PersonRef, category: str, witness: str, hours: int = 0) -> Disclosure:
    return Disclosure(
        person, category, "parcel service", "contract", "connector shop", witness,
        store.clock.now() + timedelta(hours=hours),
    )  # fmt: skip


def test_a_repeated_act_is_recorded_once(store: Store) -> None:
    act = [entry(store, ANNA, "address", "T-1"), entry(store, ANNA, "name", "T-1")]
    with store.write() as connection:
        assert disclosures.record(connection, act) == 2
    with store.write() as connection:
        assert disclosures.record(connection, [*act, entry(store, ANNA, "name", "T-2", hours=1)]) == 1


def test_an_answer_holds_every_epoch_of_the_person_in_order_and_nobody_else(store: Store) -> None:
    early, late = entry(store, ANNA_BEFORE, "name", "T-1", hours=-5), entry(store, ANNA, "name", "T-2")
    with store.write() as connection:
        disclosures.record(connection, [late, entry(store, BOB, "name", "T-2"), early])
    with store.read() as connection:
        assert disclosures.of_person(connection, [ANNA, ANNA_BEFORE]) == (early, late)
        assert disclosures.of_person(connection, [PersonRef("p1-x")]) == ()
