"""Derivations in words: each step with its citation; every message has words, and no words are left over."""

from __future__ import annotations

import random
import re
from pathlib import Path

from tests.unit.law.asking import ask
from tests.unit.law.test_second_engine import all_rules, random_case

import upheld.law
from upheld.formats.law_files import shipped_law
from upheld.law import Case, Event, NoDeadline, answer_case
from upheld.law.explanation import ENGLISH, REASONS, explain, render


def test_the_reason_of_every_step() -> None:
    answer = ask("GDPR", "BE", "erasure", "2026-01-31T12:00:00+01:00", "Europe/Brussels")
    lines = list(explain(answer))
    assert "1 month(s) → Sat 2026-02-28 — GDPR Art. 12(3)" in lines
    assert any(
        line.startswith("that month has no day like Sat 2026-01-31: Sat 2026-02-28 — Reg. (EEC") for line in lines
    )
    assert any(
        "Sat 2026-02-28 is a Saturday → Mon 2026-03-02" in line and "1182/71 Art. 3(4)" in line for line in lines
    )


def test_a_holiday_is_named() -> None:
    answer = ask("GDPR", "BE", "access", "2026-03-06T10:00:00+01:00", "Europe/Brussels")
    assert any("Mon 2026-04-06 is a Easter Monday" in line for line in explain(answer))


def test_what_is_from_memory_is_marked() -> None:
    lines = list(explain(ask("HIPAA", "US", "access", "2026-03-02T10:00:00-05:00", "America/New_York")))
    assert all(line.endswith("[from memory]") for line in lines)


def test_another_language_needs_only_a_table() -> None:
    [first, *_] = ask("GDPR", "BE", "access", "2026-03-06T10:00:00+01:00", "Europe/Brussels").steps
    assert render(first, {"start.receipt": "à compter de la réception, {after}"}).startswith(
        "à compter de la réception, Fri 2026-03-06"
    )


def test_every_message_of_the_engine_has_words() -> None:
    folder = Path(upheld.law.__file__).parent
    sources = "".join(path.read_text("utf-8") for path in folder.glob("*.py") if path.stem != "explanation")
    dotted = r"[a-z_]+(?:\.[a-z_]+)+|not_in_force|no_number|no_such_day|business_days|hours|acknowledge|verify|verify_not|safe|together"
    plain = set(re.findall(rf'(?:say|Step|roll)\([^)]*?"({dotted})"', sources))
    assert len(plain) > 30
    assert plain <= ENGLISH.keys()
    assert REASONS.keys() == set(NoDeadline)


def test_random_derivations_are_told_in_words_with_citations() -> None:
    rng, rules, pack = random.Random(7), all_rules(), shipped_law()
    told: set[str] = set()
    for _ in range(4000):
        law, right, place, at, zone, events = random_case(rng, rules)
        details = tuple(Event(when, kind, {k: v for k, v in extra.items() if v != ""}) for when, kind, extra in events)
        answer = answer_case(pack, Case(law, right, place, at, zone, details))
        lines = list(explain(answer))
        assert lines
        assert answer.because
        assert not any("{" in line or "None" in line for line in lines), lines
        assert all(step.cite in answer.because for step in answer.steps)
        told |= {step.message for step in answer.steps}
    # Too rare to meet by chance; test_clocks.py has a worked example of each, but for an acknowledgement that rolls.
    rare = {"period.year", "signal.must", "signal.need_not", "signal.absent", "roll.ack"}
    rare |= {"linked.authority_due_at", "pause.after_end", "pause.lifted", "extension.once", "together"}
    assert ENGLISH.keys() - told - rare == set()
