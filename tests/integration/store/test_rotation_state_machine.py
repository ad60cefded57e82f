"""Whatever is rotated, resealed, retired and destroyed, in two processes and with crashes: what lives can be read."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import delete

from upheld.clock import VirtualClock
from upheld.errors import KeyMissing, UsageError
from upheld.ids import CaseId, PersonRef
from upheld.store import Store, blind_index, cases, key_tables, outbox, personal, rotation, tables
from upheld.store.encryption import Keyset, Place
from upheld.store.keys import Purpose
from upheld.store.outbox import LetterState

ROTATED = (Purpose.WRAPPING, Purpose.OUTBOX, Purpose.BLIND_INDEX)
NUMBERS = st.integers(1, 4)


class RotationMachine(RuleBasedStateMachine):
    processes: tuple[Store, Store]
    clock: VirtualClock
    monkeypatch: pytest.MonkeyPatch

    @initialize()
    def start_empty(self) -> None:
        one, other = self.processes
        with one.write() as connection:
            for table in (
                tables.personal_cells,
                tables.outbox,
                tables.tasks,
                tables.blind_index,
                tables.key_destructions,
                tables.cases,
            ):
                connection.execute(delete(table))
            for number in range(1, 5):
                cases.open_case(connection, CaseId(f"C-{number}"), "erasure", "open", one.clock.now())
        with one.keys.database.write() as connection:
            connection.execute(delete(key_tables.person_keys))
            connection.execute(delete(key_tables.key_epochs))
        one.keys.begin_epochs()
        other.keys.reload()
        self.cells: dict[int, bytes] = {}
        self.letters: dict[str, bool] = {}
        self.indexed: dict[int, set[PersonRef]] = {}

    @rule(process=st.sampled_from([0, 1]), number=NUMBERS, content=st.binary(max_size=20))
    def seal(self, process: int, number: int, content: bytes) -> None:
        store = self.processes[process]
        with store.write() as connection:
            personal.seal(connection, store.keys, CaseId(f"C-{number}"), "identities", content, at=store.clock.now())
        self.cells[number] = content

    @rule(number=NUMBERS)
    def destroy(self, number: int) -> None:
        store = self.processes[0]
        with store.write() as connection:
            personal.destroy(connection, CaseId(f"C-{number}"), store.clock.now())
        personal.finish_destructions(store)
        self.cells.pop(number, None)

    @rule(process=st.sampled_from([0, 1]))
    def write_letter(self, process: int) -> None:
        store, letter_id = self.processes[process], f"L-{len(self.letters)}"
        with store.write() as connection:
            outbox.put(
                connection, store.keys, letter_id, template="x", to=f"{letter_id}@example.com", fields={},
                at=store.clock.now(),
            )  # fmt: skip
        self.letters[letter_id] = True

    @rule(number=st.integers(0, 10))
    def settle(self, number: int) -> None:
        if (letter_id := f"L-{number}") in self.letters:
            with self.processes[1].write() as connection:
                outbox.settle(connection, letter_id, LetterState.DELIVERED, self.clock.now())
            self.letters[letter_id] = False

    @rule(process=st.sampled_from([0, 1]), number=NUMBERS, person=st.sampled_from(["p1-a", "p1-b"]))
    def index(self, process: int, number: int, person: str) -> None:
        store = self.processes[process]
        with store.write() as connection:
            blind_index.add(
                connection, store.keys, "email", f"{number}@example.com", PersonRef(person), at=store.clock.now()
            )
        self.indexed.setdefault(number, set()).add(PersonRef(person))

    @rule(process=st.sampled_from([0, 1]), purpose=st.sampled_from(ROTATED))
    def rotate(self, process: int, purpose: Purpose) -> None:
        self.processes[process].keys.rotate(purpose)

    @rule(process=st.sampled_from([0, 1]), batch=st.integers(1, 3))
    def reseal(self, process: int, batch: int) -> None:
        rotation.reseal(self.processes[process], batch)

    @rule(process=st.sampled_from([0, 1]), survives=st.integers(0, 2))
    def die_while_resealing(self, process: int, survives: int) -> None:
        """Be killed after ``survives`` cells of a batch."""
        really, left = Keyset.seal, [survives]

        def seal(keyset: Keyset, plaintext: bytes, place: Place) -> bytes:
            if left[0] == 0:
                raise KeyboardInterrupt
            left[0] -= 1
            return really(keyset, plaintext, place)

        with self.monkeypatch.context() as dying:
            dying.setattr(Keyset, "seal", seal)
            with suppress(KeyboardInterrupt):
                rotation.reseal(self.processes[process])

    @rule(process=st.sampled_from([0, 1]), purpose=st.sampled_from(ROTATED), epoch=st.integers(1, 3))
    def retire(self, process: int, purpose: Purpose, epoch: int) -> None:
        """Rotate, let an hour pass, and retire an earlier epoch, which must fail while anything needs it."""
        store = self.processes[process]
        store.keys.rotate(purpose)
        self.clock.advance(timedelta(hours=1))
        if epoch not in store.keys.keyset(purpose):
            return
        try:
            rotation.retire(store, purpose, epoch)
        except UsageError:
            return
        assert epoch not in store.keys.keyset(purpose)

    @rule(seconds=st.sampled_from([30, 61, 120, 3601]))
    def wait(self, seconds: int) -> None:
        self.clock.advance(timedelta(seconds=seconds))

    @invariant()
    def what_lives_can_be_read_by_every_process(self) -> None:
        for store in self.processes:
            with store.read() as connection:
                for number in range(1, 5):
                    found = personal.unseal(connection, store.keys, CaseId(f"C-{number}"), "identities")
                    assert found == self.cells.get(number)
                for letter_id, waits in self.letters.items():
                    letter = outbox.waiting(connection, store.keys, letter_id)
                    assert (letter.to if letter else None) == (f"{letter_id}@example.com" if waits else None)

    @invariant()
    def whoever_was_indexed_is_found_by_every_process_at_once(self) -> None:
        for store in self.processes:
            with store.read() as connection:
                for number, people in self.indexed.items():
                    assert blind_index.find(connection, store.keys, [("email", f"{number}@example.com")]) == people


def run_machine(store: Store, other: Store, monkeypatch: pytest.MonkeyPatch, examples: int) -> None:
    attributes = {"processes": (store, other), "clock": store.clock, "monkeypatch": monkeypatch}
    run_state_machine_as_test(
        type("Machine", (RotationMachine,), attributes),
        settings=settings(
            max_examples=examples, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )


def test_rotation_never_loses_what_lives(
    store: Store, store_url: str, keys_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(store_url, keys_url, b"m" * 32, store.clock) as other:
        run_machine(store, other, monkeypatch, examples=10)


@pytest.mark.slow
def test_rotation_never_loses_what_lives_at_length(
    store: Store, store_url: str, keys_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store.open(store_url, keys_url, b"m" * 32, store.clock) as other:
        run_machine(store, other, monkeypatch, examples=60)


def test_a_destroyed_key_is_missing_in_every_process(store: Store, store_url: str, keys_url: str) -> None:
    with Store.open(store_url, keys_url, b"m" * 32, store.clock) as other:
        key_id = store.keys.create_person_key()
        other.keys.person_keyset(key_id)
        store.keys.destroy_person_keys([key_id])
        with pytest.raises(KeyMissing):
            other.keys.person_keyset(key_id)
