"""A company that calls itself by its name is read as if it said "we"; what only leans on other words is noted, not guessed."""

from __future__ import annotations

import pytest

from upheld.policy.charter import StatementType
from upheld.policy.reading import read
from upheld.policy.reading.draft import charter_slots
from upheld.policy.reading.flow import Flow
from upheld.policy.reading.speakers import own_names, spoken, subject_pattern
from upheld.policy.reading.unresolved import note_on


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            'Lantern Press Ltd ("Lantern", "we" or "us") prints posters.',
            ("Lantern Press Ltd", "Lantern Press", "Lantern"),
        ),
        ("Bramble collects names. Bramble uses them. Bramble will not keep them.", ("Bramble",)),
        ("Users will sign in. Users may post. Users shall behave.", ()),
        ("Bramble collects names once.", ()),
    ],
)
def test_names_are_taken_from_how_a_page_speaks(text: str, names: tuple[str, ...]) -> None:
    assert own_names(text) == names


def test_a_name_that_is_a_subject_is_read_as_we_and_keeps_its_place() -> None:
    source = "Bramble Tea will not sell names, and letters to Bramble Tea are kept."
    flow = spoken(Flow.of(source, 0, len(source)), subject_pattern(["Bramble Tea"]))
    assert flow.text == "We will not sell names, and letters to Bramble Tea are kept."
    assert len(flow.text) == len(flow.lower) == len(flow.origin)
    assert flow.span(0, 2) == (0, len("Bramble Tea"))


def test_the_quote_of_a_statement_shows_the_name() -> None:
    text = "Privacy\n\nThe Company does not sell your personal data to third parties.\n"
    (found,) = read(text).of_kind("no_sale")
    assert text[found.start : found.end] == "The Company does not sell your personal data to third parties"


@pytest.mark.parametrize(
    ("clause", "noted"),
    [
        ("they last one year", "they"),
        ("this expires after 30 days", "this"),
        ("we delete it as described in section 4", "section 4"),
        ("we answer within one month", ""),
        ("it is necessary to sign in", ""),
    ],
)
def test_what_a_clause_leans_on_is_noted(clause: str, noted: str) -> None:
    note = note_on(clause)
    assert noted in note
    assert bool(note) == bool(noted)


def test_a_statement_carries_its_note() -> None:
    reading = read("Privacy\n\nYour data\n\nWe use persistent cookies; these expire after two years.\n")
    (found,) = reading.of_kind("retention")
    assert "these" in found.note


def test_haste_without_a_number_is_no_period_of_a_charter() -> None:
    assert charter_slots({"period": "promptly", "trigger": "unstated", "vague": True}) == {"vague": True}


def test_effects_of_an_opt_out_are_no_duties() -> None:
    reading = read("Privacy\n\nYour data\n\nIf you opt out, parts of the map stay empty. To opt out, write to us.\n")
    assert [s.type for s in reading.of_kind("optout")] == [StatementType.DISCLOSURE, StatementType.DUTY]


def test_an_entry_of_a_collect_list_is_no_channel() -> None:
    reading = read(
        "Privacy\n\nWe collect the following personal data:\n\n- Your email address\n- Email address.\n- Phone: if given\n"
    )
    assert reading.of_kind("channel") == ()
    assert len(reading.of_kind("collect")) == 3


def test_a_double_spaced_page_is_put_back_together() -> None:
    line = "We keep the invoices that\n\nyou send to us for\n\nthree years after the\n\nend of the contract.\n\n"
    reading = read("Privacy\n\n" + line * 6)
    assert [s.slots["period"] for s in reading.of_kind("retention")] == ["P3Y"] * 6


def test_a_narrowed_circle_holds_for_every_sub_section() -> None:
    text = (
        "# Privacy\n\n## Your rights\n\nIf you live in the UK, you have these rights:\n\n"
        "### Access\n\nYou can request a copy of your data.\n\n### Erasure\n\nYou can ask us to delete your data.\n\n"
        "## Others\n\nYou can update your account information.\n"
    )
    found = [s.slots.get("jurisdiction") for s in read(text).of_kind("right")]
    assert found == ["UK", "UK", None]
