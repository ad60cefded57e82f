"""The short form of a tie: every form of the language document, and everything that is not one of them."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.datamap.conditions import Condition
from upheld.datamap.conditions import Test as Comparison
from upheld.datamap.ties import BackHop, Closure, ColumnPath, Hop, Match, Tie, TypedHop, parse_tie

OWNER = Condition("role = 'owner'", (Comparison("role", "=", ("owner",)),))


@pytest.mark.parametrize(
    ("written", "tie"),
    [
        ("customer_id", Hop((ColumnPath("customer_id"),))),
        ("  customer_id  ", Hop((ColumnPath("customer_id"),))),
        ("customer_id -> customers", Hop((ColumnPath("customer_id"),), "customers")),
        ("customer_id->customers", Hop((ColumnPath("customer_id"),), "customers")),
        ("customer_no -> customers(no)", Hop((ColumnPath("customer_no"),), "customers", ("no",))),
        (
            "(org, no) -> orders(org, number)",
            Hop((ColumnPath("org"), ColumnPath("no")), "orders", ("org", "number")),
        ),
        ("(org, no)", Hop((ColumnPath("org"), ColumnPath("no")))),
        ("payload$.user.id -> customers", Hop((ColumnPath("payload", ("user", "id")),), "customers")),
        ("customer_id where role = 'owner'", Hop((ColumnPath("customer_id"),), where=OWNER)),
        ("<customers.address_id", BackHop("customers", ("address_id",))),
        ("< customers.(org, no)", BackHop("customers", ("org", "no"))),
        ("<members.project_id where role = 'owner'", BackHop("members", ("project_id",), where=OWNER)),
        ({"email": "contact_email"}, Match("email", ColumnPath("contact_email"))),
        ({"email": "payload$.from"}, Match("email", ColumnPath("payload", ("from",)))),
        (
            {"type": "subject_type", "id": "subject_id", "User": "customers", "Staff": "staff"},
            TypedHop("subject_type", ColumnPath("subject_id"), (("User", "customers"), ("Staff", "staff"))),
        ),
        ({"closure": "parent_id"}, Closure("parent_id")),
    ],
)
def test_each_form_of_the_language_is_read(written: Any, tie: Tie) -> None:
    assert parse_tie(written) == tie


@pytest.mark.parametrize(
    "written",
    [
        "",
        " ",
        "1st",
        "a b",
        "a ->",
        "-> customers",
        "a -> b c",
        "a -> b.c",
        "(a, b) -> c(d)",
        "a -> c(d, e)",
        "(a -> c",
        "a, b -> c",
        "()",
        "payload$",
        "payload$.",
        "payload$user",
        "payload$.a..b",
        "payload$.a[0]",
        "<customers",
        "<customers.",
        "<.address_id",
        "<a.b -> c",
        "customer_id where",
        "customer_id where role = owner",
        "customer_id where role = 'owner' or 1 = 1",
        "customer_id; drop table customers",
        'customer_id" or ""="',
        "customer_id -- comment",
        "Ünïcode -> kunden",
        "a\nb",
        {},
        {"email": None},
        {"email": 5},
        {"email": ["a", "b"]},
        {"email": "a b"},
        {"email": "a", "phone": "b"},
        {"closure": None},
        {"closure": "a b"},
        {"closure": "payload$.parent"},
        {"type": "t", "id": "i"},
        {"type": "t", "id": "i", "User": None},
        {"type": "t", "id": "i", "User": {"table": "x"}},
        {"type": "t", "id": "i", "User": "a b"},
        {"type": 5, "id": "i", "User": "a"},
        {"type": "t", "id": "i j", "User": "a"},
        None,
        5,
        True,
        ["customer_id"],
    ],
)
def test_anything_else_is_refused_with_words(written: Any) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        parse_tie(written)


@given(st.recursive(st.none() | st.booleans() | st.integers() | st.text(), lambda s: st.dictionaries(st.text(), s)))
def test_whatever_stands_in_the_file_is_a_tie_or_a_value_error(written: Any) -> None:
    with suppress(ValueError):
        parse_tie(written)


@given(st.text(alphabet="ab_ ()<>-,.$'=12\n", max_size=60))
def test_no_text_makes_a_tie_whose_names_are_not_names(written: str) -> None:
    try:
        tie = parse_tie(written)
    except ValueError:
        return
    names: list[str] = []
    match tie:
        case Hop(columns=columns, parent=parent, parent_columns=theirs):
            names = [part for c in columns for part in (c.column, *c.path)]
            names += [n for n in (parent, *(theirs or ())) if n is not None]
        case BackHop(child=child, child_columns=theirs):
            names = [child, *theirs]
    assert names
    assert all(name.isidentifier() for name in names)


def test_a_very_long_text_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="not a tie"):
        parse_tie("(" + "a, " * 200_000)
