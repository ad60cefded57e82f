"""When two identifiers are one person's: lower case, composition and the script of a domain; nothing that merges mailboxes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.planning.identity import candidate_forms, normalise

DECOMPOSED = unicodedata.normalize("NFD", "josé@example.com")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mara@Example.COM", " mara@example.com "),
        ("josé@example.com", DECOMPOSED),
        ("a@münchen.example", "a@xn--mnchen-3ya.example"),
        ("a@MÜNCHEN.example", "A@XN--MNCHEN-3YA.EXAMPLE"),
    ],
)
def test_one_mailbox(one: str, other: str) -> None:
    assert normalise("email", one) == normalise("email", other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a@straße.example", "a@strasse.example"),
        ("straße@example.com", "strasse@example.com"),
        ("mara@example.com", "mara+x@example.com"),
        ("mara@example.com", "m.ara@example.com"),
        ("o\ufb03ce@example.com", "office@example.com"),
        ("mara@example.com", "mara\uff20example.com"),
        ("a@xn--mnchen-3ya.example", "a@munchen.example"),
        ("a@xn--mnchen-3YAA.example", "a@münchen.example"),
        ("i\u0307pek@example.com", "ipek@example.com"),
    ],
)
def test_two_mailboxes(one: str, other: str) -> None:
    """Whoever proves the one must never be handed what is the other's."""
    assert normalise("email", one) != normalise("email", other)
    assert not {normalise("email", f) for f in candidate_forms("email", one)} & {normalise("email", other)}


def test_both_compositions_and_both_scripts_are_tried() -> None:
    assert DECOMPOSED in candidate_forms("email", "josé@example.com")
    assert "a@xn--mnchen-3ya.example" in candidate_forms("email", "A@münchen.example")
    assert "a@münchen.example" in candidate_forms("email", "A@xn--mnchen-3ya.example")


@given(st.sampled_from(["email", "name"]), st.text(max_size=12), st.text(max_size=12))
def test_every_form_is_the_same_identifier(kind: str, local: str, domain: str) -> None:
    value = f"{local}@{domain}"
    assert {normalise(kind, form) for form in candidate_forms(kind, value)} == {normalise(kind, value)}
