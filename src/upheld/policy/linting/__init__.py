"""Say what is wrong with a policy: troubles of its structure, contradictions, gaps, risky, vague and outdated clauses.

Rules compare typed promises and the structure of the text; none knows a company. A finding names conditions and what such a
clause has cost others; it is never a verdict and not legal advice.
"""

from __future__ import annotations

from upheld.policy.linting.from_reading import view_of
from upheld.policy.linting.linter import lint, lint_view
from upheld.policy.linting.model import Evidence, Finding, FindingSeverity, PolicyView
from upheld.policy.linting.rules import RULES, Family, Rule
from upheld.policy.linting.suppressions import Suppressed, Suppression, fingerprint, suppress

__all__ = [
    "RULES",
    "Evidence",
    "Family",
    "Finding",
    "FindingSeverity",
    "PolicyView",
    "Rule",
    "Suppressed",
    "Suppression",
    "fingerprint",
    "lint",
    "lint_view",
    "suppress",
    "view_of",
]
