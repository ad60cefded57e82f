"""Say what a new version of a policy changes in operation, whom that concerns, and what has to happen first."""

from __future__ import annotations

from upheld.policy.comparing.changes import Change, ChangeKind, Direction, compare
from upheld.policy.comparing.consequences import Consequence, consequence_of
from upheld.policy.comparing.terms import Term, terms_of

__all__ = ["Change", "ChangeKind", "Consequence", "Direction", "Term", "compare", "consequence_of", "terms_of"]
