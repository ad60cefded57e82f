"""Whether to put a question to a person: never for what is settled, left alone or answered by a signal.

A changed purpose is asked about again when its substance grew (a new recipient, category, use or trait), because a grant
covers only the flows of the notice it was given on; a corrected spelling makes a new notice with the same flows.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from upheld.duties.consent.decision import Because, PersonState, State, may, months_after
from upheld.duties.consent.events import Act
from upheld.duties.consent.flows import Flow
from upheld.duties.consent.regimes import GPC


class Question(StrEnum):
    """What to do about one flow before a person."""

    NONE = "none"
    """It is permitted."""
    ASK = "ask"
    ASK_AGAIN = "ask_again"
    """A grant has expired, or covers less than the flow has become."""
    LEAVE = "leave"
    """The person has answered, a signal has, or no answer could help."""


def question(person: PersonState, flow: Flow, now: datetime) -> Question:
    """Say whether the person may be asked about ``flow`` at the aware instant ``now``."""
    decision = may(person, flow, now)
    if decision.permitted:
        return Question.NONE
    if _signalled(person, flow) or any(_settled(person, because, now) for because in decision.because):
        return Question.LEAVE
    expired = any(because.state is State.EXPIRED for because in decision.because)
    return Question.ASK_AGAIN if expired or outgrown(person, flow) else Question.ASK


def outgrown(person: PersonState, flow: Flow) -> bool:
    """Return whether the person agreed to the flow's purpose on a known notice that did not show this flow."""
    agreed = (s.choice for s in person.seen if s.choice.act is Act.GRANTED and s.choice.scope.selects(flow))
    shown = (person.notices.get(c.capture.notice or "") for c in agreed)
    known = [notice for notice in shown if notice is not None]
    return bool(known) and not any(notice.showed(flow) for notice in known)


def _signalled(person: PersonState, flow: Flow) -> bool:
    """Return whether the browser's last word on the flow is the known signal, obliging there or not."""
    words = [s.choice for s in person.seen if s.choice.act in _WORDS and s.choice.scope.selects(flow)]
    return bool(words) and words[-1].capture.signal == GPC


_WORDS = frozenset({Act.SIGNALLED, Act.GRANTED})
_ANSWERED = frozenset({State.REFUSED, State.WITHDRAWN})
_OPEN = frozenset({State.SILENT, State.ASKED, State.EXPIRED})


def _settled(person: PersonState, because: Because, now: datetime) -> bool:
    if because.state in _OPEN:
        return False
    if because.state not in _ANSWERED:
        return True
    answered = next(s.choice.at for s in person.seen if s.choice.id == because.row)
    pauses = [b.rule.ask_again_months or 0 for b in person.bounds if b.rule.id == because.rule]
    return now < months_after(answered, max(pauses))
