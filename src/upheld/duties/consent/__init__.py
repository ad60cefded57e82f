"""Choices: what people agreed to, refused or signalled, and whether a flow of their data may happen. Not legal advice.

The public face is :func:`may` on a :class:`PersonState`. How choices meet is written down in docs/explanation/choices.md
and, as a table, in docs/reference/consent.md.
"""

from upheld.duties.consent.decision import Because, Decision, PersonState, State, may
from upheld.duties.consent.events import Act, Actor, Capture, Choice, Holder, How, Link, Quality, Row
from upheld.duties.consent.flows import Basis, Flow, Notice, Role, Scope, Trait
from upheld.duties.consent.regimes import ChoiceLaw, Mode, Rule

__all__ = [
    "Act",
    "Actor",
    "Basis",
    "Because",
    "Capture",
    "Choice",
    "ChoiceLaw",
    "Decision",
    "Flow",
    "Holder",
    "How",
    "Link",
    "Mode",
    "Notice",
    "PersonState",
    "Quality",
    "Role",
    "Row",
    "Rule",
    "Scope",
    "State",
    "Trait",
    "may",
]
