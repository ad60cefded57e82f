"""Identifiers that stand for things in our own store. None of them says anything about a person."""

from __future__ import annotations

from typing import NewType

CaseId = NewType("CaseId", str)
"""A request, incident or sweep; ``C-`` and 20 characters of a time-ordered random id."""

PersonRef = NewType("PersonRef", str)
"""The keyed pseudonym of a person in events and evidence; its opening is the person's receipt."""

SystemName = NewType("SystemName", str)
"""A system of the deployment, as named in ``upheld.yaml``."""

StatementId = NewType("StatementId", str)
"""A statement of a charter, unique within its series."""

TaskId = NewType("TaskId", int)
