"""Who a request is about, over all systems of a deployment: what one system proves leads on in the others."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping, Sequence

from upheld.connectors.sql import SqlSystem
from upheld.errors import UsageError
from upheld.planning import Account, Identity, SubjectIdentifiers
from upheld.planning.identity import normalise

Identifiers = Mapping[str, Sequence[str]]

_UNSEEN = frozenset({"Cc", "Cf", "Cs"})
"""Unicode categories of control, format and surrogate signs: with one of them a text looks like another and is not."""


def read_account(text: str) -> Account:
    """Read ``kind:key``; raise :class:`UsageError` for anything else."""
    kind, colon, key = text.partition(":")
    if not colon or not key:
        raise UsageError("an account is written kind:key, such as customer:4711")
    return Account(kind, key)


def check_request(systems: Mapping[str, SqlSystem], given: Identifiers, accounts: Sequence[str]) -> None:
    """Raise :class:`UsageError` for a request by which nobody could be found, which must not end as "nothing found"."""
    if not any(given.values()):
        raise UsageError("a request needs an identifier of the person, such as --subject email=name@example.com")
    known = frozenset[str]().union(*(s.datamap.identifier_kinds for s in systems.values()))
    people = frozenset[str]().union(*(s.datamap.people for s in systems.values()))
    for kind in given:
        if kind not in known:
            raise UsageError(f"no datamap finds people by `{kind}`; they are found by {_listed(known)}")
    for kind, values in given.items():
        if any(unicodedata.category(sign) in _UNSEEN for value in values for sign in value):
            raise UsageError(f"the {kind} has a sign in it that cannot be seen or sent; type it anew")
    for account in map(read_account, accounts):
        if account.kind not in people:
            raise UsageError(f"no datamap has a kind of person `{account.kind}`; there is {_listed(people)}")


def _listed(words: Collection[str]) -> str:
    return ", ".join(sorted(words)) or "nothing"


def identify(systems: Mapping[str, SqlSystem], given: Identifiers, chosen: Collection[Account]) -> dict[str, Identity]:
    """Return who the person is in every system; of a kind with ``chosen`` accounts no other is followed."""
    known = {kind: tuple(values) for kind, values in given.items()}
    while True:
        found = {name: system.resolve(SubjectIdentifiers(known), chosen) for name, system in systems.items()}
        merged = _merge(known, found.values())
        if merged == known:
            return found
        known = merged


def unsettled(found: Mapping[str, Identity], chosen: Collection[Account]) -> list[str]:
    """Say of which kinds a person has to choose the account: several match, or none of those that were chosen."""
    settled = {account.kind for account in chosen}
    reached = {(a.kind, str(a.key)) for identity in found.values() for a in identity.accounts}
    several = [f"{n}.{kind}" for n, i in found.items() for kind in i.ambiguous() if kind not in settled]
    missed = sorted({a.kind for a in chosen if (a.kind, str(a.key)) not in reached})
    return several + [f"{kind} (one that was named is not the person's)" for kind in missed]


def _merge(known: Mapping[str, tuple[str, ...]], identities: Iterable[Identity]) -> dict[str, tuple[str, ...]]:
    """Join identifiers of every system, one spelling each."""
    merged: dict[str, dict[str, str]] = {}
    for source in (known, *(i.identifiers for i in identities)):
        for kind, values in source.items():
            for value in values:
                merged.setdefault(kind, {}).setdefault(normalise(kind, value), value)
    return {kind: tuple(values.values()) for kind, values in merged.items()}
