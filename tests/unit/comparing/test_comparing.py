"""What a new version changes in operation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.policy.charter import SourceRef, Statement, StatementType, Status
from upheld.policy.comparing import ChangeKind, Direction, compare, consequence_of, terms_of
from upheld.policy.comparing.changes import _NAMES
from upheld.policy.comparing.terms import ABOUT, Term
from upheld.policy.kinds import KINDS

WHERE = SourceRef("1", 0, 1, "0" * 64)


def said(id_: str, kind: str, **slots: str | bool) -> tuple[str, Statement]:
    names = {name.rstrip("_"): value for name, value in slots.items()}
    return id_, Statement(id_, kind, StatementType.DUTY, Status.CONFIRMED, WHERE, names)


def one(old: tuple[str, Statement] | None, new: tuple[str, Statement] | None):
    changes = compare(terms_of([old] if old else []), terms_of([new] if new else []))
    assert len(changes) == 1
    return changes[0]


@pytest.mark.parametrize(
    ("before", "after", "kind", "direction"),
    [("P2Y", "P3Y", ChangeKind.LONGER, Direction.WORSE), ("P1Y", "P90D", ChangeKind.SHORTER, Direction.BETTER)],
)
def test_retention_that_changes_its_length(before: str, after: str, kind: ChangeKind, direction: Direction) -> None:
    change = one(
        said("a", "retention", subject="logs", period=before), said("b", "retention", subject="logs", period=after)
    )
    assert (change.kind, change.direction) == (kind, direction)
    assert (change.old_value, change.new_value, change.old_id, change.new_id) == (before, after, "a", "b")


def test_a_longer_period_holds_for_new_data_only() -> None:
    change = one(
        said("a", "retention", subject="logs", period="P2Y"), said("b", "retention", subject="logs", period="P3Y")
    )
    consequence = consequence_of(change)
    assert consequence.tell
    assert consequence.only_new_data
    assert not consequence.consent
    assert "13(3)" in consequence.because


def test_a_dropped_promise_not_to_sell_needs_consent_again() -> None:
    change = one(said("a", "no_sale", scope="sale", jurisdiction="US-CA"), None)
    consequence = consequence_of(change)
    assert change.direction is Direction.WORSE
    assert consequence.consent
    assert consequence.whom == "people in US-CA"


def test_a_new_recipient_is_told_and_for_advertising_agreed() -> None:
    host = consequence_of(one(None, said("b", "recipient", recipient="Cloud Example", purpose="hosting")))
    ads = consequence_of(one(None, said("b", "recipient", recipient="ad_partners", purpose="targeted_advertising")))
    assert (host.tell, host.consent) == (True, False)
    assert (ads.tell, ads.consent) == (True, True)


def test_one_right_of_several_is_missed() -> None:
    old = said("a", "right", right="access,erasure", jurisdiction="EEA,UK")
    new = said("b", "right", right="access", jurisdiction="EEA,UK")
    changes = compare(terms_of([old]), terms_of([new]))
    assert {(c.kind, c.term.about, c.term.jurisdiction) for c in changes} == {
        (ChangeKind.REMOVED, "erasure", "eea"),
        (ChangeKind.REMOVED, "erasure", "uk"),
    }


def test_what_is_better_asks_for_nothing() -> None:
    change = one(
        said("a", "deadline", subject="dsr_response", period="P30D"),
        said("b", "deadline", subject="dsr_response", period="P10D"),
    )
    assert change.direction is Direction.BETTER
    assert not consequence_of(change).tell


def test_a_lost_safeguard_is_worse() -> None:
    change = one(said("a", "transfer", destination="US", safeguard="SCC"), said("b", "transfer", destination="US"))
    assert (change.kind, change.slot, change.direction) == (ChangeKind.REWORDED, "safeguard", Direction.WORSE)


def test_a_signal_no_longer_honoured_is_worse() -> None:
    change = one(said("a", "signal", signal="GPC", honored=True), said("b", "signal", signal="GPC", honored=False))
    assert change.direction is Direction.WORSE


def test_the_shorter_of_two_periods_is_what_was_promised() -> None:
    old = [said("a", "retention", subject="logs", period="P1Y"), said("b", "retention", subject="logs", period="P30D")]
    new = [said("c", "retention", subject="logs", period="P1Y")]
    (change,) = compare(terms_of(old), terms_of(new))
    assert (change.kind, change.old_value) == (ChangeKind.LONGER, "P30D")


def test_every_compared_kind_is_known_and_named() -> None:
    assert set(ABOUT) <= set(KINDS)
    assert set(ABOUT) == set(_NAMES)
    assert all(slot in KINDS[kind].slots for kind, slot in ABOUT.items())


_STATEMENTS = st.lists(
    st.sampled_from(sorted(ABOUT)).flatmap(
        lambda kind: st.dictionaries(
            st.sampled_from(sorted(KINDS[kind].slots)),
            st.sampled_from(["P1Y", "P30D", "PT72H", "a", "b,c", "EEA"]),
            max_size=4,
        ).map(lambda slots: said("x", kind, **slots))
    ),
    max_size=8,
)


@given(_STATEMENTS)
def test_nothing_changes_between_a_version_and_itself(statements: list[tuple[str, Statement]]) -> None:
    assert compare(terms_of(statements), terms_of(statements)) == ()


@given(_STATEMENTS, _STATEMENTS)
def test_what_is_added_one_way_is_removed_the_other(
    left: list[tuple[str, Statement]], right: list[tuple[str, Statement]]
) -> None:
    def keys(old: tuple[Term, ...], new: tuple[Term, ...], kind: ChangeKind) -> set[tuple[str, str, str]]:
        return {c.term.key for c in compare(old, new) if c.kind is kind}

    a, b = terms_of(left), terms_of(right)
    assert keys(a, b, ChangeKind.ADDED) == keys(b, a, ChangeKind.REMOVED)
    assert keys(a, b, ChangeKind.LONGER) == keys(b, a, ChangeKind.SHORTER)
