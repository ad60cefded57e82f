"""Every error this program raises on purpose.

::

    UpheldError
    ├── DeploymentInvalid        the company's files are wrong; carries every problem at once, each with its position
    ├── UsageError               a command was asked for something it cannot mean (unknown case, bad option value)
    ├── Permanent                trying again cannot help: a person has to act
    │   ├── AccessDenied         the target or the store refused our credentials or rights (read-only user, revoked grant)
    │   ├── SchemaChanged        the live schema is no longer the one that was planned for
    │   ├── CountMismatch        a statement touched another number of rows than the same snapshot had counted
    │   ├── IntegrityRefused     the target refused a change (NOT NULL, UNIQUE, CHECK, foreign key, trigger)
    │   ├── IdentityUncertain    more than one account of one kind matches; a person has to choose
    │   ├── EvidenceInvalid      an evidence file or tree does not verify; names the place
    │   ├── KeyMissing           a key epoch needed to read something is not in the key store
    │   ├── SealBroken           a sealed cell does not open: altered, moved, or sealed under another key
    │   └── LetterRefused        the mail server refused this letter or its recipient for good
    └── Transient                the same step may succeed later; the worker retries with back-off
        ├── Unreachable          no connection to a system
        ├── Busy                 locked, serialisation failure, time-out
        ├── Conflict             another writer was first; read again and decide again
        └── OutOfSpace           the disk of the target or of our store is full

A message says what happened, to which thing (ids only, never personal data) and what to do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from upheld.spans import Problem


class UpheldError(Exception):
    """Root of the tree. ``str(error)`` is fit to be shown and logged."""


class DeploymentInvalid(UpheldError):
    """The files of a deployment cannot be used; ``problems`` holds all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__(f"{len(self.problems)} problem(s) in the deployment's files; `upheld check` lists them")


class UsageError(UpheldError):
    """A command was given something it cannot work with."""


class Permanent(UpheldError):
    """Trying again cannot help."""


class AccessDenied(Permanent):
    """A system refused our credentials or rights."""


class SchemaChanged(Permanent):
    """The live schema differs from the one the plan was made for."""


class CountMismatch(Permanent):
    """A statement touched another number of rows than were counted in the same snapshot."""


class IntegrityRefused(Permanent):
    """The target's own constraints refused a change."""


class IdentityUncertain(Permanent):
    """More than one account of one kind matches the identifiers given."""


class EvidenceInvalid(Permanent):
    """Evidence does not verify."""


class KeyMissing(Permanent):
    """A key that is needed is not in the key store."""


class SealBroken(Permanent):
    """A sealed cell does not open."""


class LetterRefused(Permanent):
    """The mail server refused a letter or its recipient for good."""


class Transient(UpheldError):
    """The same step may succeed later."""


class Unreachable(Transient):
    """A system does not answer."""


class Busy(Transient):
    """A system is locked, timed out, or refused to serialise."""


class Conflict(Transient):
    """Another writer was first; what was decided rests on a state that has passed."""


class OutOfSpace(Transient):
    """A disk is full."""
