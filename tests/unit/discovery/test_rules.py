"""Names, check digits and the adding up of likelihoods: what discovery judges a column by."""

from __future__ import annotations

import random
import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.datamap.categories import CATEGORIES
from upheld.datamap.schema import Column, TypeClass
from upheld.discovery import checksums
from upheld.discovery.detectors import DETECTORS
from upheld.discovery.judging import evidence, judge
from upheld.discovery.knowledge import table
from upheld.discovery.naming import read_name, shared_prefix
from upheld.discovery.profiles import members, profile, seen_at_least


def _column(name: str, kind: TypeClass = TypeClass.TEXT) -> Column:
    return Column(name, kind, kind.value, True)


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("GEBDAT", "birth"),
        ("kundennummer", "customer"),
        ("userAgent", "agent_string"),
        ("fecha_nacimiento", "birth"),
        ("wachtwoord", "password"),
        ("adresse_facturation", "address"),
        ("krankenversicherungsnummer", "health"),
        ("straße", "street"),
        ("CUST_ADR1", "address"),
        ("hausarzt", "staff"),
    ],
)
def test_a_name_in_any_of_the_languages_says_what_it_stands_for(name: str, concept: str) -> None:
    assert concept in read_name(name).concepts


@given(st.text(max_size=60))
def test_any_text_can_be_a_name(text: str) -> None:
    assert read_name(text).text == text


def test_a_prefix_is_one_that_most_tables_have() -> None:
    assert shared_prefix(["app_a", "app_b", "app_c", "app_d", "other"]) == "app_"
    assert shared_prefix(["user_roles", "user_groups", "orders", "items", "products"]) == ""


def test_check_digits_accept_published_examples_and_refuse_a_changed_digit() -> None:
    cases = [
        (checksums.luhn, "4111 1111 1111 1111", "4111 1111 1111 1112"),
        (checksums.iban, "DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 01"),
        (checksums.bsn, "111222333", "111222334"),
        (checksums.dni, "12345678Z", "12345678A"),
        (checksums.steuerid, "86095742719", "86095742718"),
    ]
    for check, right, wrong in cases:
        assert check(right), check
        assert not check(wrong), check


@pytest.mark.parametrize("detector", ["card", "bsn", "belgian", "dni", "iban", "steuerid", "nir"])
def test_chance_alone_passes_no_more_often_than_the_table_says(detector: str) -> None:
    """Random values of the right form: the share that passes must not be above what is taken for chance."""
    draw = random.Random(7)
    forms = {
        "card": lambda: "4" + _digits(draw, 15),
        "bsn": lambda: _digits(draw, 9),
        "belgian": lambda: _digits(draw, 11),
        "dni": lambda: _digits(draw, 8) + draw.choice(string.ascii_uppercase),
        "iban": lambda: "DE" + _digits(draw, 20),
        "steuerid": lambda: _digits(draw, 11),
        "nir": lambda: "1" + _digits(draw, 14),
    }
    passed = sum(DETECTORS[detector](forms[detector]()) for _ in range(4000))
    assert passed / 4000 <= table("likelihoods")["values"][detector]["chance"] * 1.25


def _digits(draw: random.Random, count: int) -> str:
    return "".join(draw.choice(string.digits) for _ in range(count))


def test_random_digits_are_no_card_numbers_but_card_numbers_are() -> None:
    draw = random.Random(3)
    noise = [draw.choice("3456") + _digits(draw, 15) for _ in range(60)]
    cards = [v for v in ("4" + _digits(draw, 15) for _ in range(900)) if checksums.luhn(v)][:60]
    assert not judge(_column("ref_a"), read_name("t"), profile(_column("ref_a"), noise)).direct
    found = judge(_column("ref_a"), read_name("t"), profile(_column("ref_a"), cards))
    assert (found.category, found.direct) == ("payment", True)


@given(st.integers(1, 200), st.floats(0.001, 0.5))
def test_evidence_is_nothing_at_chance_and_grows_with_what_passes(tested: int, chance: float) -> None:
    assert evidence(int(tested * chance), tested, chance) == 0
    values = [evidence(k, tested, chance) for k in range(tested + 1)]
    assert values == sorted(values)


def test_a_column_named_email_without_one_address_is_not_taken_for_one() -> None:
    column = _column("email")
    numbers = [str(n) for n in range(1000, 1060)]
    assert judge(column, read_name("t"), profile(column, [])).category == "contact.email"
    assert judge(column, read_name("t"), profile(column, numbers)).category != "contact.email"


def test_a_date_is_a_birth_by_name_or_by_its_days_but_not_by_being_a_date() -> None:
    born = [f"19{y}-03-17" for y in range(40, 99)]
    due = [f"2026-{m:02d}-{d:02d}" for m in range(1, 7) for d in range(1, 11)]
    column = _column("datum", TypeClass.DATE)
    assert judge(_column("dob", TypeClass.DATE), read_name("t"), None).category == "birth"
    assert judge(column, read_name("t"), profile(column, due)).category == "time"
    assert judge(_column("x", TypeClass.DATE), read_name("t"), profile(column, born)).category in ("birth", "time")


def test_every_category_and_detector_of_the_tables_exists() -> None:
    told = table("likelihoods")
    named = {rule["category"] for rule in told["names"]} | {v["category"] for v in told["values"].values()}
    named |= {*told["direct"], *told["own_row"]} | {c for kinds in told["types"].values() for c in kinds}
    assert named <= CATEGORIES.keys()
    assert told["values"].keys() == DETECTORS.keys()
    concepts = set(table("words"))
    used = {c for rule in told["names"] for key in ("has", "unless", "table", "not_table") for c in rule.get(key, ())}
    assert used - concepts <= {"at", "page", "preference", "file"}


def test_members_of_documents_are_named_but_not_keys_that_are_values() -> None:
    found = members(['{"user": {"email": "a@example.com"}, "a@example.com": 1}', "not json"])
    assert set(found) == {("user", "email")}


def test_the_power_of_a_sample_is_what_would_have_been_seen() -> None:
    rare = seen_at_least(300)
    assert 0.009 < rare < 0.011
    assert abs(1 - (1 - rare) ** 300 - 0.95) < 1e-9
    assert seen_at_least(0) == 1.0
