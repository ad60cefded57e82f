"""What must hold for every clock, whatever is asked."""

from __future__ import annotations

import random
from datetime import UTC

from tests.unit.law.test_second_engine import all_rules, random_case

from upheld.formats.law_files import shipped_law
from upheld.law import Answer, Case, Event, answer_case
from upheld.law.cases import ANSWER_FIELDS

PAIRS = (
    ("due_at", "safe_due_at"),
    ("ack_due_at", "ack_safe_due_at"),
    ("extension_notice_due_at", "extension_notice_safe_due_at"),
    ("subjects_due_at", "subjects_safe_due_at"),
)


def _answers(count: int) -> list[Answer]:
    rng, rules, pack = random.Random(11), all_rules(), shipped_law()
    found = []
    for _ in range(count):
        law, right, place, at, zone, events = random_case(rng, rules)
        told = tuple(Event(when, kind, {k: v for k, v in extra.items() if v != ""}) for when, kind, extra in events)
        found.append(answer_case(pack, Case(law, right, place, at, zone, told)))
    return found


def test_the_cautious_date_is_never_the_later_and_no_null_is_without_a_reason() -> None:
    for answer in _answers(3000):
        assert (answer.due_at is None) == (answer.reason is not None), answer
        for late, early in PAIRS:
            one, other = getattr(answer, late), getattr(answer, early)
            if one is not None and other is not None:
                assert other.astimezone(UTC) <= one.astimezone(UTC), answer


def test_the_words_of_an_answer_are_those_of_the_vocabulary() -> None:
    known = {*ANSWER_FIELDS, "due_at", "safe_due_at", "because", "reason"}
    for answer in _answers(300):
        assert answer.words().keys() <= known
