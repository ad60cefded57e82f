"""Statements as terms that can be matched between two versions: what each is about, and what it says about that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol

from upheld.policy.charter import StatementType

SlotValue = str | int | bool | tuple[str, ...]


class Comparable(Protocol):
    """A statement of a charter or of a reading."""

    @property
    def kind(self) -> str: ...
    @property
    def type(self) -> StatementType: ...
    @property
    def slots(self) -> Mapping[str, SlotValue] | Mapping[str, str | int | bool]: ...


ABOUT: dict[str, str] = {
    "collect": "subject",
    "not_collect": "subject",
    "source": "source",
    "purpose": "purpose",
    "recipient": "recipient",
    "retention": "subject",
    "right": "right",
    "deadline": "subject",
    "breach": "action",
    "transfer": "destination",
    "signal": "signal",
    "no_sale": "scope",
    "no_share": "scope",
    "optout": "subject",
    "marketing": "optout",
    "cookie_category": "category",
    "legal_basis": "basis",
    "children": "action",
    "appeal": "actor",
    "fee": "right",
    "security": "measure",
    "adm": "polarity",
    "withdrawal": "subject",
    "verification": "for",
    "complaint": "authority",
    "agent": "action",
}
"""Which slot says what a statement of a kind is about. Other kinds are context and not compared."""

_SEVERAL = frozenset({"collect", "not_collect", "source", "purpose", "recipient", "right", "no_sale", "no_share"})


@dataclass(frozen=True, slots=True)
class Term:
    """One matter a version speaks about. ``about`` and ``jurisdiction`` are lower-case; ``id`` points at the statement."""

    kind: str
    about: str
    jurisdiction: str
    type: StatementType
    slots: Mapping[str, str]
    id: str

    @property
    def key(self) -> tuple[str, str, str]:
        return self.kind, self.about, self.jurisdiction


def terms_of(statements: Iterable[tuple[str, Comparable]]) -> tuple[Term, ...]:
    """Return the terms of statements given as ``(id, statement)``; a statement about several matters gives several."""
    return tuple(term for id_, statement in statements for term in _terms(id_, statement))


def _terms(id_: str, statement: Comparable) -> Iterator[Term]:
    slot = ABOUT.get(statement.kind)
    if slot is None:
        return
    slots = {name: _text(value) for name, value in statement.slots.items()}
    about = slots.get(slot, "")
    matters = _split(about) if statement.kind in _SEVERAL else [about]
    for matter in matters or [""]:
        for jurisdiction in _split(slots.get("jurisdiction", "")) or [""]:
            yield Term(statement.kind, matter, jurisdiction, statement.type, slots, id_)


def _text(value: object) -> str:
    if isinstance(value, tuple):
        return ",".join(map(str, value))
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def _split(value: str) -> list[str]:
    return [part.strip().lower() for part in value.split(",") if part.strip()]
