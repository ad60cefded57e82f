"""Read a policy: prose to blocks, clauses and typed statements, each with the exact place it stands.

A reader of rules kept as data (:mod:`upheld.policy.reading.rules`): no model, no network. It proposes; a person
confirms. See ``docs/explanation/reading.md``.
"""

from __future__ import annotations

from upheld.policy.reading.model import Block, BlockKind, Reading, ReadStatement, Unread
from upheld.policy.reading.reader import read

__all__ = ["Block", "BlockKind", "ReadStatement", "Reading", "Unread", "read"]
