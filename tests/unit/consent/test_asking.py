"""When a person is asked, asked again, and left alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from tests.unit.consent import world as w

from upheld.duties.consent import Act, Notice, PersonState, Trait, may
from upheld.duties.consent.asking import Question, outgrown, question

G = Act.GRANTED


def test_silence_is_asked_and_a_yes_is_not_asked_again() -> None:
    assert question(w.person(), w.MEASURE, w.NOW) is Question.ASK
    assert question(w.person(w.chose(Act.ASKED)), w.MEASURE, w.NOW) is Question.ASK
    assert question(w.person(w.chose(G)), w.MEASURE, w.NOW) is Question.NONE
    assert question(w.person(lives="US-CA"), w.ADVERTISE, w.NOW) is Question.NONE


def test_what_a_signal_or_an_objection_answered_is_not_asked() -> None:
    for place in ("US-CA", "BE", None):
        assert question(w.person(w.gpc(residence=place), lives=place), w.ADVERTISE, w.NOW) is Question.LEAVE
        assert question(w.person(w.gpc(residence=place), lives="BE"), w.MEASURE, w.NOW) is Question.ASK
    assert question(w.person(w.gpc(signal="DNT")), w.ADVERTISE, w.NOW) is Question.ASK
    assert question(w.person(w.chose(Act.OBJECTED)), w.MAIL, w.NOW) is Question.LEAVE


def test_a_refusal_is_left_alone_for_its_time() -> None:
    refused = w.chose(Act.REFUSED, at=w.NOW)
    for place, months in (("BE", 6), ("US-CA", 12), ("US-OR", 6), ("US-WA", 6)):
        person = w.person(refused, lives=place)
        assert question(person, w.ADVERTISE, w.NOW + timedelta(days=30 * months)) is Question.LEAVE
        assert question(person, w.ADVERTISE, w.NOW + timedelta(days=31 * months)) is Question.ASK


def test_an_expired_yes_is_asked_again() -> None:
    old = w.chose(G, at=w.NOW - timedelta(days=400))
    assert question(w.person(old), w.MEASURE, w.NOW) is Question.ASK_AGAIN


def test_substance_asks_again_and_a_typo_does_not() -> None:
    old = Notice("typo", w.FLOWS)
    corrected = Notice("corrected", w.FLOWS)
    notices = {n.sha256: n for n in (old, corrected)}
    rows = [w.chose(G, notice="typo")]
    person = PersonState.of(w.LAW, notices, w.PHONE, rows, "BE")
    assert question(person, w.MEASURE, w.NOW) is Question.NONE
    for grown in (
        replace(w.MEASURE, recipient="newcomer.example"),
        replace(w.MEASURE, category="location"),
        replace(w.MEASURE, role=w.Role.THIRD_PARTY),
        replace(w.MEASURE, uses=frozenset({"count", "profile"})),
        replace(w.MEASURE, traits=w.MEASURE.traits | {Trait.SALE}),
    ):
        assert not may(person, grown, w.NOW).permitted
        assert question(person, grown, w.NOW) is Question.ASK_AGAIN, grown
    shrunk = replace(w.MEASURE, uses=frozenset())
    assert may(person, shrunk, w.NOW).permitted
    assert not outgrown(person, shrunk)


def test_a_question_never_opens_what_is_forbidden() -> None:
    assert question(w.person(w.chose(G), lives="US-MD"), w.HEALTH, w.NOW) is Question.LEAVE
