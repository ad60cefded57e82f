"""Snapshots and what changed between two of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from upheld.discovery.drift import compare
from upheld.discovery.snapshots import ColumnState, Snapshot, read_snapshot, snapshot_lines

_NAMES = st.text("ab1: %;ä\t?=", min_size=1, max_size=8)
_STATES = st.builds(
    ColumnState,
    _NAMES,
    st.sampled_from(["integer", "text", "date", "uuid"]),
    st.booleans(),
    st.sampled_from(["", "10.9.4.email", "3.0.1.-"]),
)
_SNAPSHOTS = st.builds(
    Snapshot,
    st.dictionaries(
        _NAMES, st.lists(_STATES, min_size=1, max_size=5, unique_by=lambda c: c.name).map(tuple), max_size=4
    ),
)


def _columns(*told: str) -> tuple[ColumnState, ...]:
    parts = (t.split(":") for t in told)
    return tuple(ColumnState(p[0], p[1], True, p[2] if len(p) > 2 else "") for p in parts)


BEFORE = Snapshot(
    {
        "users": _columns("id:integer", "email:text:10.10.5.email", "tel:text:8.9.4.phone", "city:text:9.1.4.-"),
        "orders": _columns("id:integer", "user_id:integer", "total:integer", "placed_at:instant"),
    }
)


@given(_SNAPSHOTS)
def test_a_snapshot_is_read_back_as_it_was_written(snapshot: Snapshot) -> None:
    assert read_snapshot(["datamap: 1", *snapshot_lines(snapshot)]) == snapshot


@given(_SNAPSHOTS)
def test_what_did_not_change_has_no_drift(snapshot: Snapshot) -> None:
    assert not compare(snapshot, snapshot)


@given(_SNAPSHOTS, _SNAPSHOTS)
def test_every_change_is_told_once(old: Snapshot, new: Snapshot) -> None:
    drift = compare(old, new)
    renamed = {r.old for r in drift.renamed}, {r.new for r in drift.renamed}
    assert set(drift.removed) | renamed[0] == old.tables.keys() - new.tables.keys()
    assert set(drift.added) | renamed[1] == new.tables.keys() - old.tables.keys()
    assert not set(drift.removed) & renamed[0]
    assert not set(drift.added) & renamed[1]


def test_the_digest_is_of_names_types_and_nulls() -> None:
    other = Snapshot({**BEFORE.tables, "users": _columns("id:integer", "email:text", "tel:text", "city:text")})
    assert other.digest == BEFORE.digest, "the shape of values is no part of it"
    assert Snapshot({"users": BEFORE.tables["users"]}).digest != BEFORE.digest


def test_a_column_of_the_same_type_place_and_values_was_renamed() -> None:
    users = _columns("id:integer", "email:text:10.10.5.email", "phone_number:text:8.9.4.phone", "city:text:9.1.4.-")
    (drift,) = compare(BEFORE, Snapshot({**BEFORE.tables, "users": users})).tables
    assert [(r.old, r.new) for r in drift.renamed] == [("tel", "phone_number")]
    assert drift.renamed[0].why == "type text, the same place, values of the same shape"


def test_a_column_of_another_type_or_with_other_values_is_new() -> None:
    for told in ("score:integer:8.9.4.-", "notes:text:1.9.8.sentence"):
        users = _columns("id:integer", "email:text:10.10.5.email", "city:text:9.1.4.-", told)
        (drift,) = compare(BEFORE, Snapshot({**BEFORE.tables, "users": users})).tables
        assert (drift.renamed, drift.removed, drift.added) == ((), ("tel",), (told.split(":")[0],))


def test_two_columns_that_fit_as_well_are_not_guessed_between() -> None:
    old = Snapshot({"t": _columns("id:integer", "name:text:9.9.4.-")})
    new = Snapshot({"t": _columns("name1:text:9.9.4.-", "name2:text:9.9.4.-", "id:integer")})
    (drift,) = compare(old, new).tables
    assert drift.renamed == ()


def test_a_table_with_the_same_columns_was_renamed_and_its_own_changes_are_told() -> None:
    purchases = _columns("id:integer", "user_id:integer", "total:number", "placed_at:instant", "note:text")
    drift = compare(BEFORE, Snapshot({"users": BEFORE.tables["users"], "purchases": purchases}))
    assert drift.renamed == (), "three of six columns are too few"
    drift = compare(
        BEFORE,
        Snapshot({"users": BEFORE.tables["users"], "purchases": BEFORE.tables["orders"] + _columns("note:text")}),
    )
    assert [(r.old, r.new) for r in drift.renamed] == [("orders", "purchases")]
    assert [t.added for t in drift.tables] == [("note",)]
