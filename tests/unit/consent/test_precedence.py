"""How choices meet: the named cases, and the two-event table of docs/reference/consent.md cell by cell."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from tests.unit.consent import world as w
from tests.unit.consent.replay import replay

from upheld.duties.consent import Act, Actor, Choice, Flow, Holder, Link, PersonState, Quality, Row, Scope, State, may

DOCS = Path(__file__).resolve().parents[3] / "docs" / "reference" / "consent.md"
G, R = Act.GRANTED, Act.REFUSED
DAY = timedelta(days=1)
PARENT = {"actor": Actor.PARENT, "qualities": frozenset(Quality)}


def permitted(flow: Flow, *rows: Row, at: datetime = w.NOW, **more: object) -> bool:
    return may(w.person(*rows, **more), flow, at).permitted


def test_one_vendor_may_measure_and_is_refused_to_advertise() -> None:
    rows = w.chose(G, Scope(purpose="analytics")), w.chose(R, Scope(purpose="advertising"))
    assert permitted(w.MEASURE, *rows)
    assert not permitted(w.ADVERTISE, *rows)
    assert w.MEASURE.recipient == w.ADVERTISE.recipient


def test_silence_is_no_consent_in_europe_and_no_opt_out_in_california() -> None:
    assert not permitted(w.ADVERTISE, lives="BE")
    assert permitted(w.ADVERTISE, lives="US-CA")
    assert not permitted(w.ADVERTISE, lives=None)


def test_a_californian_yes_never_overwrites_a_european_answer() -> None:
    californian = w.chose(G, qualities=w.CALIFORNIAN, residence="US-CA")
    assert permitted(w.ADVERTISE, w.chose(R), californian, lives="US-CA")
    assert not permitted(w.ADVERTISE, w.chose(R), californian, lives="BE")
    assert not permitted(w.ADVERTISE, californian, lives="BE")
    old = w.chose(G, at=w.NOW - 300 * DAY)
    decision = may(w.person(old, californian, lives="BE"), w.ADVERTISE, w.NOW)
    assert decision.permitted
    assert {b.row for b in decision.because if b.rule == "gdpr.consent"} == {old.id}


def test_a_refusal_travels_everywhere_even_where_no_law_is() -> None:
    for place in w.PLACES:
        assert not permitted(w.ADVERTISE, w.chose(G), w.chose(R, residence="US-CA"), lives=place), place
        assert not permitted(w.IMPROVE, w.chose(R), lives=place), place


def test_what_is_necessary_for_a_contract_is_no_matter_of_choice() -> None:
    assert permitted(w.DELIVER, w.chose(R), w.gpc(), w.chose(Act.OBJECTED), lives=None)
    assert not permitted(w.DELIVER, w.chose(Act.RESTRICTED), lives=None)


def test_a_signal_beats_the_earlier_yes_and_yields_to_a_later_one_that_saw_it() -> None:
    for place in ("US-CA", None):
        assert not permitted(w.ADVERTISE, w.chose(G), w.gpc(residence=place), lives=place)
        assert permitted(w.ADVERTISE, w.gpc(residence=place), w.chose(G), lives=place)
    unaware = w.chose(G, qualities=w.FULL - {Quality.TWO_STEP})
    assert not permitted(w.ADVERTISE, w.gpc(), unaware, lives="US-CA")


def test_a_signal_obliges_by_place_and_date() -> None:
    sent = datetime(2025, 12, 1, tzinfo=UTC)
    signal = w.gpc(residence="US-OR", at=sent)
    assert permitted(w.ADVERTISE, signal, lives="US-OR", at=sent)
    assert not permitted(w.ADVERTISE, signal, lives="US-OR", at=datetime(2026, 1, 1, tzinfo=UTC))
    first = may(w.person(signal, lives="US-OR"), w.ADVERTISE, sent)
    assert first.until == datetime(2025, 12, 31, 10, tzinfo=UTC)
    assert permitted(w.ADVERTISE, w.gpc(residence="US-VA"), lives="US-VA")
    assert not permitted(w.ADVERTISE, w.gpc(residence="US-CA"), lives="US-VA"), "made where it bound, it travels"


def test_an_unknown_signal_is_ignored_and_a_promised_one_honoured() -> None:
    for name in ("DNT", "X-Whatever", None):
        assert permitted(w.ADVERTISE, w.gpc(signal=name), lives="US-CA")
    promised = w.choice_law(honoured=frozenset({"DNT"}))
    assert not permitted(w.ADVERTISE, w.gpc(signal="DNT"), lives="US-CA", law=promised)


def test_objection_and_restriction_stop_whatever_was_agreed_until_lifted() -> None:
    for begin, lift in ((Act.OBJECTED, Act.OBJECTION_LIFTED), (Act.RESTRICTED, Act.RESTRICTION_LIFTED)):
        assert not permitted(w.MAIL, w.chose(begin), w.chose(G))
        assert permitted(w.MAIL, w.chose(G), w.chose(begin), w.chose(lift))


def test_an_objection_reaches_marketing_whatever_it_rests_on_and_spares_the_contract() -> None:
    offers = replace(w.MAIL, basis=w.DELIVER.basis, channel="post")
    assert permitted(offers)
    assert not permitted(offers, w.chose(Act.OBJECTED))
    assert permitted(replace(offers, traits=frozenset()), w.chose(Act.OBJECTED))


def test_stops_travel_over_links_and_grants_do_not() -> None:
    joined = Link("j", w.NOW, "ana", "phone")
    assert not permitted(w.MAIL, w.chose(G), joined, viewer=w.ANA)
    assert permitted(w.MAIL, w.chose(G), Link("j", w.NOW, "ana", "phone", carry=True), viewer=w.ANA)
    assert not permitted(w.MAIL, w.chose(G, holder=w.ANA), w.chose(R), joined, viewer=w.ANA)
    assert permitted(w.MAIL, w.chose(R), w.chose(G, holder=w.ANA), joined, viewer=w.ANA), "the later word of the two"
    assert permitted(w.MAIL, joined, w.chose(G), viewer=w.ANA), "a joined device speaks for the account"
    assert not permitted(w.MAIL, w.chose(G, holder=w.ANA), viewer=w.PHONE)
    assert not permitted(w.MAIL, joined, w.chose(G, holder=Holder("ana", "phone")), viewer=w.PHONE)
    assert not permitted(w.MAIL, w.chose(G), joined, w.chose(R, holder=w.ANA_AT_LAPTOP), viewer=w.PHONE)
    assert permitted(w.MAIL, w.chose(G), w.chose(R, holder=w.ANA_AT_LAPTOP), viewer=w.PHONE), "not linked: no news"


def test_a_signal_of_a_browser_binds_the_account_that_logs_in_with_it() -> None:
    rows = w.gpc(residence="US-CA"), w.chose(G, holder=w.ANA)
    assert permitted(w.ADVERTISE, *rows, viewer=w.ANA, lives="US-CA")
    joined = Link("j", w.NOW, "ana", "phone")
    assert not permitted(w.ADVERTISE, *rows, joined, viewer=w.ANA, lives="US-CA")


def test_leaving_a_link_takes_no_stop_away_and_brings_no_more() -> None:
    joined, left = Link("j", w.NOW, "ana", "phone"), Link("l", w.NOW, "ana", "phone", joined=False)
    assert not permitted(w.MAIL, w.chose(G, holder=w.ANA), w.chose(R), joined, left, viewer=w.ANA)
    assert permitted(w.MAIL, w.chose(G, holder=w.ANA), joined, left, w.chose(R), viewer=w.ANA)


def test_a_child_needs_a_parent_and_keeps_its_own_no() -> None:
    born = date(2013, 1, 1)
    for lives, answer in (("BE", True), ("DE", False)):
        assert permitted(w.MEASURE, w.chose(G), lives=lives, born=born) is answer
        assert permitted(w.MEASURE, w.chose(G, **PARENT), lives=lives, born=born) is not answer
    young = date(2018, 1, 1)
    yes = w.chose(G, **PARENT)
    assert permitted(w.MEASURE, yes, lives="BE", born=young)
    assert not permitted(w.MEASURE, w.chose(G, actor=Actor.PARENT), lives="BE", born=young), "not verified"
    assert not permitted(w.MEASURE, w.chose(R), yes, lives="BE", born=young)
    assert permitted(w.MEASURE, w.chose(R), yes, w.chose(G), lives="BE", born=young), "took its own no back"
    assert not permitted(w.MEASURE, w.chose(R, actor=Actor.PARENT), w.chose(G), lives="BE", born=young)


def test_grown_up_the_own_word_decides_and_the_parents_stands_while_there_is_none() -> None:
    born, then = date(2013, 11, 1), datetime(2026, 10, 1, tzinfo=UTC)
    yes, no = w.chose(G, at=then, **PARENT), w.chose(R, at=then, actor=Actor.PARENT)
    assert permitted(w.MEASURE, yes, lives="BE", born=born)
    assert not permitted(w.MEASURE, yes, w.chose(R), lives="BE", born=born)
    assert permitted(w.MEASURE, no, w.chose(G), lives="BE", born=born)
    late = w.chose(G, **PARENT)
    assert not permitted(w.MEASURE, late, lives="BE", born=born), "a parent no longer signs for a grown-up"
    assert not permitted(w.MEASURE, w.chose(G, at=then), lives="BE", born=born), "a child's yes does not grow up"


def test_an_agent_refuses_and_never_grants() -> None:
    assert not permitted(w.MAIL, w.chose(G, actor=Actor.AGENT))
    assert not permitted(w.MAIL, w.chose(G), w.chose(R, actor=Actor.AGENT))


def test_minors_in_the_united_states() -> None:
    assert not permitted(w.ADVERTISE, lives="US-CA", born=date(2011, 6, 1)), "15: opt-in"
    assert permitted(w.ADVERTISE, w.chose(G), lives="US-CA", born=date(2011, 6, 1))
    assert not permitted(w.ADVERTISE, w.chose(G), lives="US-MD", born=date(2009, 6, 1)), "17 in Maryland: never"
    assert not permitted(w.IMPROVE, lives="US-TX", born=date(2015, 6, 1)), "COPPA"
    assert not permitted(w.IMPROVE, lives="US-TX", law=w.choice_law(directed_to_children=True))


def test_the_charters_age_limit_closes_all_but_the_necessary() -> None:
    law = w.choice_law(minimum_age=16)
    for flow, answer in ((w.MEASURE, False), (w.DELIVER, True)):
        assert permitted(flow, w.chose(G), born=date(2011, 6, 1), law=law) is answer
    assert permitted(w.MEASURE, w.chose(G), law=law), "an age that is not known opens; the gate asks"


def test_a_grant_expires_and_says_when() -> None:
    given = datetime(2026, 2, 28, 9, tzinfo=UTC)
    decision = may(w.person(w.chose(G, at=given)), w.MEASURE, w.NOW)
    assert decision.permitted
    assert decision.until == datetime(2027, 2, 28, 9, tzinfo=UTC)
    over = may(w.person(w.chose(G, at=given)), w.MEASURE, decision.until)
    assert {b.state for b in over.because} == {State.EXPIRED}
    assert (
        may(w.person(w.chose(R, at=given), w.chose(G, at=given)), w.MEASURE, decision.until).because[0].state
        is State.REFUSED
    )


def test_a_grant_from_a_clock_that_jumped_ahead_waits_and_hurts_no_older_one() -> None:
    ahead = w.chose(G, at=w.NOW + 3 * DAY)
    waiting = may(w.person(ahead), w.MEASURE, w.NOW)
    assert (waiting.permitted, waiting.until) == (False, w.NOW + 3 * DAY)
    assert permitted(w.MEASURE, w.chose(G), ahead)
    assert not permitted(w.MEASURE, ahead, w.chose(Act.WITHDRAWN, at=w.NOW), at=w.NOW + 4 * DAY), (
        "the ledger's order counts"
    )


def test_soft_opt_in_for_customers_ends_with_a_no_and_in_canada_after_two_years() -> None:
    bought = w.chose(Act.RELATED, qualities=frozenset({Quality.OPT_OUT_OFFERED}))
    assert permitted(w.MAIL, bought, lives="US-TX")
    legit = Flow(
        "offers", "newsletter", "contact.email", "shop.example", w.MAIL.role, "email", w.IMPROVE.basis, w.MAIL.traits
    )
    assert permitted(legit, bought, lives="BE")
    assert not permitted(legit, lives="BE")
    assert not permitted(legit, w.chose(R), bought, lives="BE"), "buying again takes no refusal back"
    assert may(w.person(bought, lives="CA"), legit, w.NOW).until == datetime(2028, 11, 12, 12, tzinfo=UTC)


def test_double_opt_in_where_the_place_wants_it() -> None:
    once, twice = w.chose(G, qualities=w.FULL - {Quality.CONFIRMED}), w.chose(G)
    assert permitted(w.MAIL, once, lives="BE")
    assert not permitted(w.MAIL, once, lives="DE")
    assert not permitted(w.MAIL, once, lives=None)
    assert permitted(w.MAIL, twice, lives="DE")
    assert permitted(w.MEASURE, once, lives="DE"), "only mail is confirmed by mail"


def test_statistics_in_the_united_kingdom_changed_from_opt_in_to_objection() -> None:
    counts = Flow(
        "count", "statistics", "usage", "shop.example", w.Role.CONTROLLER, "web", w.IMPROVE.basis, w.MEASURE.traits
    )
    before = may(w.person(lives="UK"), counts, datetime(2026, 2, 1, tzinfo=UTC))
    assert (before.permitted, before.until) == (False, datetime(2026, 2, 5, 12, tzinfo=UTC))
    assert permitted(counts, lives="UK")
    assert not permitted(counts, w.chose(Act.OBJECTED), lives="UK")
    assert not permitted(counts, lives="BE")


TABLE: dict[str, tuple[Act, dict[str, object]]] = {
    "asked": (Act.ASKED, {}),
    "granted": (G, {}),
    "granted, US capture": (G, {"qualities": w.CALIFORNIAN}),
    "refused": (R, {}),
    "withdrawn": (Act.WITHDRAWN, {}),
    "GPC": (Act.SIGNALLED, {"signal": "GPC", "scope": w.GPC_SCOPE}),
    "unknown signal": (Act.SIGNALLED, {"signal": "XYZ", "scope": w.GPC_SCOPE}),
    "objected": (Act.OBJECTED, {}),
    "objection lifted": (Act.OBJECTION_LIFTED, {}),
    "restricted": (Act.RESTRICTED, {}),
    "restriction lifted": (Act.RESTRICTION_LIFTED, {}),
    "bought": (Act.RELATED, {}),
}


def event(word: str, **more: object) -> Choice:
    act, details = TABLE[word]
    return w.chose(act, **{"residence": "US-CA", **details, **more})


def documented() -> Iterator[tuple[str, str, str, bool]]:
    """Yield (place, earlier, later, permitted) of each cell of the tables of the reference."""
    for place, body in re.findall(r"### (BE|US-CA)\n\n(.*?)\n\n", DOCS.read_text("utf-8"), re.DOTALL):
        head, _, *lines = [[c.strip() for c in line.strip("|").split("|")] for line in body.splitlines()]
        for earlier, *cells in lines:
            for later, cell in zip(head[1:], cells, strict=True):
                yield place, earlier, later, {"yes": True, "–": False}[cell]


def test_the_table_of_the_reference_has_every_pair() -> None:
    cells = {(place, a, b) for place, a, b, _ in documented()}
    words = {"nothing", *TABLE}
    assert cells == set(itertools.product(("BE", "US-CA"), words, words - {"nothing"}))


def test_every_cell_of_the_reference_is_what_is_decided() -> None:
    for place, earlier, later, expected in documented():
        rows = [event(word) for word in (earlier, later) if word != "nothing"]
        assert permitted(w.ADVERTISE, *rows, lives=place) is expected, (place, earlier, later)


def _alphabet() -> list[Row]:
    out: list[Row] = [event(word, holder=h) for word in TABLE for h in (w.PHONE, w.ANA)]
    out += [event(word, actor=Actor.PARENT, qualities=frozenset(Quality)) for word in ("granted", "refused")]
    out += [event("granted", notice="n0"), event("granted", scope=Scope(purpose="analytics"))]
    joins = ((True, False), (True, True), (False, False))
    return out + [Link("k", w.NOW, "ana", "phone", joined, carry) for joined, carry in joins]


def agree(length: int) -> int:
    """Compare the decision with the replay on every history of ``length`` rows; return how many were compared."""
    compared = 0
    for rows in itertools.product(_alphabet(), repeat=length):
        for lives, born in (("BE", None), ("US-CA", None), (None, None), ("BE", date(2018, 1, 1))):
            for viewer in (w.PHONE, w.ANA):
                state = PersonState.of(w.LAW, w.NOTICES, viewer, rows, lives, born)
                for flow in (w.ADVERTISE, w.MEASURE):
                    compared += 1
                    theirs = replay(w.LAW, w.NOTICES, viewer, rows, lives, born, flow, w.NOW)
                    assert may(state, flow, w.NOW).permitted is theirs, (rows, lives, born, viewer, flow.id)
    return compared


def test_every_history_of_two_rows_agrees_with_the_replay() -> None:
    assert agree(0) + agree(1) + agree(2) == 16 * (1 + 31 + 31**2)


@pytest.mark.slow
def test_every_history_of_three_rows_agrees_with_the_replay() -> None:
    assert agree(3) == 16 * 31**3
