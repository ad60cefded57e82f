"""All rules, as data. The order of the tables does not matter; of two readings of one clause the more confident wins.

A rule speaks the language of privacy policies in general: it never quotes a company's phrase (a test holds that).
"""

from __future__ import annotations

from upheld.policy.reading.rules import (
    choices,
    clocks,
    collection,
    contact,
    page,
    retention,
    rights,
    security,
    sharing,
    uses,
)
from upheld.policy.reading.rules.rule import LeadRule, Rule

_TABLES = (retention, clocks, rights, choices, collection, sharing, uses, security, contact, page)

RULES: tuple[Rule, ...] = tuple(rule for table in _TABLES for rule in table.RULES)
LEADS: tuple[LeadRule, ...] = tuple(lead for table in _TABLES for lead in table.LEADS)

__all__ = ["LEADS", "RULES", "LeadRule", "Rule"]
