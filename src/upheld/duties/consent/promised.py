"""What a charter says about choices: the basis of each purpose, the signals honoured, the age below which it serves nobody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from upheld.duties.consent.flows import Basis
from upheld.policy.charter import Charter, Statement

_BASES = {
    "consent": Basis.CONSENT,
    "express_consent": Basis.CONSENT,
    "implied_consent": Basis.CONSENT,
    "legitimate_interests": Basis.LEGITIMATE_INTERESTS,
    "public_task": Basis.PUBLIC_TASK,
    "contract": Basis.CONTRACT,
    "required": Basis.CONTRACT,
    "legal_obligation": Basis.LEGAL_OBLIGATION,
    "vital_interests": Basis.VITAL_INTERESTS,
}
_MOST_CHOICE = tuple(Basis)
"""From the basis that leaves a person the most to decide to the one that leaves least."""


def legal_bases(charter: Charter) -> Mapping[str, Basis]:
    """Return the basis of each purpose and cookie category the charter names one for.

    Where it names several, the one that leaves the person the most choice. A purpose it names none for is not in the
    mapping: treat it as resting on consent.
    """
    found: dict[str, Basis] = {}
    for kind, slot in (("legal_basis", "purpose"), ("purpose", "purpose"), ("cookie_category", "category")):
        for statement in charter.running(kind):
            named = [_BASES[word] for word in _words(statement, "basis") if word in _BASES]
            for purpose in _words(statement, slot) if named else ():
                found[purpose] = min([*named, found.get(purpose, named[0])], key=_MOST_CHOICE.index)
    return found


def honoured_signals(charter: Charter) -> frozenset[str]:
    """Return the names of the browser signals the charter promises to honour and does not take back elsewhere."""
    said = list(charter.running("signal"))
    honoured = {name for s in said if s.slots.get("honored") is True for name in _words(s, "signal")}
    refused = {name for s in said if s.slots.get("honored") is False for name in _words(s, "signal")}
    return frozenset(honoured - refused)


def minimum_age(charter: Charter) -> int | None:
    """Return the highest age below which the charter says the service is not for somebody."""
    said = [s.slots.get("age") for s in charter.running("children")]
    return max((age for age in said if isinstance(age, int)), default=None)


def _words(statement: Statement, slot: str) -> Iterator[str]:
    value = statement.slots.get(slot, ())
    yield from (str(v) for v in value) if isinstance(value, tuple) else (str(value),)
