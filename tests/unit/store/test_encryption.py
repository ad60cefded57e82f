"""Sealed cells open where they were sealed, under a key that is still there, unaltered; and nowhere else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.errors import KeyMissing, SealBroken
from upheld.store.encryption import Keyset, Place, epoch_of

KEYS = Keyset("outbox", {1: b"1" * 32, 2: b"2" * 32})
HERE = Place("outbox", "L-1", "sealed")


@given(st.binary(max_size=2000))
def test_what_is_sealed_opens_again(plaintext: bytes) -> None:
    assert KEYS.open(KEYS.seal(plaintext, HERE), HERE) == plaintext


@given(st.binary(min_size=1, max_size=200))
def test_no_two_envelopes_are_alike_and_none_shows_its_content(plaintext: bytes) -> None:
    one, other = KEYS.seal(plaintext, HERE), KEYS.seal(plaintext, HERE)
    assert one[5:] != other[5:]
    assert len(plaintext) < 4 or plaintext not in one


@given(st.data())
def test_an_envelope_with_any_bit_changed_does_not_open(data: st.DataObject) -> None:
    envelope = bytearray(KEYS.seal(b"anna@example.com", HERE))
    at = data.draw(st.integers(0, len(envelope) * 8 - 1))
    envelope[at // 8] ^= 1 << at % 8
    with pytest.raises((SealBroken, KeyMissing)):
        KEYS.open(bytes(envelope), HERE)


@given(st.integers(0, 60))
def test_an_envelope_cut_short_does_not_open(length: int) -> None:
    envelope = KEYS.seal(b"anna@example.com", HERE)
    with pytest.raises(SealBroken):
        KEYS.open(envelope[: min(length, len(envelope) - 1)], HERE)


@pytest.mark.parametrize(
    "elsewhere",
    [
        Place("outbox", "L-2", "sealed"),
        Place("outbox", "L-1", "key"),
        Place("cases", "L-1", "sealed"),
        Place("outboxL", "-1", "sealed"),
    ],
)
def test_a_cell_that_was_moved_does_not_open(elsewhere: Place) -> None:
    with pytest.raises(SealBroken, match="altered or moved"):
        KEYS.open(KEYS.seal(b"x", HERE), elsewhere)


def test_a_cell_does_not_open_with_the_same_key_of_another_purpose() -> None:
    with pytest.raises(SealBroken):
        Keyset("wrapping", KEYS.keys).open(KEYS.seal(b"x", HERE), HERE)


def test_the_highest_epoch_seals_and_every_one_opens() -> None:
    old = Keyset("outbox", {1: b"1" * 32}).seal(b"old", HERE)
    assert KEYS.open(old, HERE) == b"old"
    assert epoch_of(old) == 1
    assert epoch_of(KEYS.seal(b"new", HERE)) == 2


def test_a_missing_epoch_is_named() -> None:
    sealed = Keyset("outbox", {3: b"3" * 32}).seal(b"x", HERE)
    with pytest.raises(KeyMissing, match="'outbox' epoch 3 is not in the key store"):
        KEYS.open(sealed, HERE)


def test_a_hash_is_different_per_epoch_purpose_and_split_of_its_parts() -> None:
    digests = {
        KEYS.digest("email", "a"),
        KEYS.digests("email", "a")[1],
        Keyset("blind-index", KEYS.keys).digest("email", "a"),
        KEYS.digest("emaila", ""),
        KEYS.digest("emai", "la"),
        KEYS.digest("email", "a", ""),
    }
    assert len(digests) == 6
    assert KEYS.digest("email", "a") == KEYS.digests("email", "a")[2]


def test_a_keyset_never_prints_its_keys() -> None:
    assert "1111" not in repr(KEYS)
