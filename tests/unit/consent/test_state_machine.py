"""Whatever people do in whatever order: laws of the decision that hold after each step, and both engines agree."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from tests.unit.consent import world as w
from tests.unit.consent.replay import replay

from upheld.duties.consent import Act, Actor, Capture, Choice, Holder, How, Link, PersonState, Row, Scope, may
from upheld.duties.consent.snapshot import Snapshot, compile_person

VIEWERS = (w.PHONE, w.LAPTOP, w.ANA)
STOPPING = (Act.REFUSED, Act.WITHDRAWN, Act.OBJECTED, Act.RESTRICTED)
scopes = st.sampled_from([w.EVERYTHING, Scope(purpose="analytics"), Scope(flow="mail"), w.GPC_SCOPE])
holders = st.sampled_from([*VIEWERS, w.ANA_AT_LAPTOP])
actors = st.sampled_from([Actor.SELF, Actor.SELF, Actor.PARENT, Actor.AGENT])


class Choosing(RuleBasedStateMachine):
    @initialize(
        lives=st.sampled_from(w.PLACES),
        born=st.sampled_from([None, date(1980, 2, 29), date(2013, 11, 24), date(2018, 5, 1)]),
    )
    def begin(self, lives: str | None, born: date | None) -> None:
        self.ledger: list[Row] = []
        self.now: datetime = w.NOW
        self.lives, self.born = lives, born

    def state(self, viewer: Holder, lives: str | None = "as is") -> PersonState:
        lives = self.lives if lives == "as is" else lives
        return PersonState.of(w.LAW, w.NOTICES, viewer, self.ledger, lives, self.born)

    def allowed(self) -> set[tuple[Holder, str]]:
        return {(v, f.id) for v in VIEWERS for f in w.FLOWS if may(self.state(v), f, self.now).permitted}

    def write(self, act: Act, scope: Scope, holder: Holder, **more: object) -> None:
        qualities = frozenset(more.get("qualities", w.FULL))
        capture = Capture(
            How.PREFERENCE_PAGE, holder, more.get("notice", "n1"), self.lives, frozenset(), qualities,
            more.get("actor", Actor.SELF), more.get("signal"),
        )  # fmt: skip
        self.ledger.append(Choice(f"r{len(self.ledger)}", self.now, act, scope, capture))

    @rule(
        scope=scopes,
        holder=holders,
        actor=actors,
        how=st.sampled_from(w._QUALITIES),
        notice=st.sampled_from(["n1", "n0", "?"]),
    )
    def grant(self, scope: Scope, holder: Holder, actor: Actor, how: frozenset, notice: str) -> None:
        self.write(Act.GRANTED, scope, holder, actor=actor, qualities=how, notice=notice)

    @rule(act=st.sampled_from(STOPPING), scope=scopes, holder=holders, actor=actors)
    def stop(self, act: Act, scope: Scope, holder: Holder, actor: Actor) -> None:
        before = self.allowed()
        self.write(act, scope, holder, actor=actor)
        after = self.allowed()
        assert after <= before, "a no opens nothing"
        viewer = Holder(account=holder.account) if holder.account else holder
        for flow in w.FLOWS:
            reached = flow is not w.DELIVER or act is Act.RESTRICTED
            if scope.selects(flow) and reached:
                assert (viewer, flow.id) not in after, "a no closes what it names"

    @rule(holder=holders, signal=st.sampled_from(["GPC", "DNT"]))
    def signal(self, holder: Holder, signal: str) -> None:
        before = self.allowed()
        self.write(Act.SIGNALLED, w.GPC_SCOPE, holder, signal=signal, qualities=frozenset(), notice=None)
        assert self.allowed() <= before
        if signal == "DNT":
            assert self.allowed() == before

    @rule(
        act=st.sampled_from([Act.ASKED, Act.RELATED, Act.OBJECTION_LIFTED, Act.RESTRICTION_LIFTED]),
        scope=scopes,
        holder=holders,
    )
    def other(self, act: Act, scope: Scope, holder: Holder) -> None:
        before = self.allowed()
        self.write(act, scope, holder)
        assert before <= self.allowed()

    @rule(device=st.sampled_from(["phone", "laptop"]), account=st.sampled_from(["ana", "ben"]))
    def join(self, device: str, account: str) -> None:
        before = self.allowed()
        self.ledger.append(Link(f"r{len(self.ledger)}", self.now, account, device))
        assert self.allowed() <= before, "without the person's asking, a link brings stops alone"

    @rule(device=st.sampled_from(["phone", "laptop"]))
    def leave(self, device: str) -> None:
        before = self.allowed()
        self.ledger.append(Link(f"r{len(self.ledger)}", self.now, "ana", device, joined=False))
        assert self.allowed() == before, "leaving changes nothing that was said"

    @rule(days=st.sampled_from([1, 40, 170, 366, -3]))
    def wait(self, days: int) -> None:
        self.now += timedelta(days=days)

    @rule(lives=st.sampled_from(w.PLACES))
    def move(self, lives: str | None) -> None:
        self.lives = lives

    @invariant()
    def both_engines_agree(self) -> None:
        for viewer in VIEWERS:
            for flow in w.FLOWS:
                theirs = replay(w.LAW, w.NOTICES, viewer, self.ledger, self.lives, self.born, flow, self.now)
                assert may(self.state(viewer), flow, self.now).permitted is theirs, (viewer, flow.id)

    @invariant()
    def not_knowing_the_residence_permits_nothing_that_a_place_forbids(self) -> None:
        for flow in w.FLOWS:
            if may(self.state(w.ANA, None), flow, self.now).permitted:
                for place in w.PLACES:
                    assert may(self.state(w.ANA, place), flow, self.now).permitted, (flow.id, place)

    @invariant()
    def a_decision_holds_until_it_says_and_then_turns(self) -> None:
        state = self.state(w.ANA)
        for flow in w.FLOWS:
            decision = may(state, flow, self.now)
            end = decision.until or self.now + timedelta(days=9000)
            for part in (0.3, 0.99999):
                assert may(state, flow, self.now + (end - self.now) * part).permitted is decision.permitted
            if decision.until is not None:
                assert may(state, flow, decision.until).permitted is not decision.permitted

    @invariant()
    def a_snapshot_permits_nothing_else(self) -> None:
        state = self.state(w.ANA)
        snapshot = Snapshot.of(w.FLOWS, [(7, compile_person(state, w.FLOWS, self.now))])
        for ahead in (0, 30, 400, 4000):
            at = self.now + timedelta(days=ahead)
            for flow in w.FLOWS:
                fast = snapshot.may(snapshot.resolve(7), flow.id, int(at.timestamp()) // 60)
                slow = may(state, flow, at).permitted
                assert slow or not fast
                assert ahead or fast is slow


TestChoosing = Choosing.TestCase
TestChoosing.settings = settings(
    max_examples=25, stateful_step_count=10, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
