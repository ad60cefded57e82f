"""One event as evidence: what happened in which case, by which plan and why, and nothing about the person.

Every text in a leaf is drawn from an alphabet without ``@``, quotes or line breaks, and short, so that an address or a
sentence cannot get in by accident; people appear as keyed pseudonyms only.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, NewType

from upheld.evidence import canonical_json
from upheld.evidence.canonical_json import MAX_INTEGER
from upheld.ids import CaseId, PersonRef, StatementId

TreeId = NewType("TreeId", str)
"""The tree of one tenant: lower-case letters, digits and hyphens, at most 63."""

MAIN_TREE: Final = TreeId("main")
LEAF_VERSION: Final = 1
MAX_LEAF_BYTES: Final = 1 << 16

_TREE: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,62}")
_WORD: Final = re.compile(r"[a-z0-9][a-z0-9._:-]{0,63}")
_ID: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_REFERENCE: Final = re.compile(r"[A-Za-z0-9§][A-Za-z0-9 §.,:;()/#_-]{0,199}")
_INSTANT: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z")


@dataclass(frozen=True, slots=True)
class PromiseReason:
    """A statement of the charter, with the SHA-256 of its sentence in the published prose."""

    statement: StatementId
    sha256: str


@dataclass(frozen=True, slots=True)
class LawReason:
    """A provision, as cited in the law files (``GDPR Art. 17(1)(b)``)."""

    citation: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One event of the log.

    ``seq`` is the event's number in its case, from 1, and is there exactly when ``case`` is: a gap in a case's
    evidence shows. ``digests`` are lower-case hex SHA-256 of things kept elsewhere (a plan, a package), ``counts`` are
    numbers of rows or cells, ``facts`` are words from closed lists (an outcome, a grade, a system's name).

    Raises ``ValueError`` where a field could carry more than it may; the message names the field, never its value.
    """

    event: str
    at: datetime
    tree: TreeId = MAIN_TREE
    case: CaseId | None = None
    seq: int | None = None
    person: PersonRef | None = None
    digests: Mapping[str, str] = field(default_factory=dict)
    counts: Mapping[str, int] = field(default_factory=dict)
    facts: Mapping[str, str] = field(default_factory=dict)
    because: tuple[PromiseReason | LawReason, ...] = ()

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a leaf's `at` is an aware instant; give it a tzinfo")
        _require(_WORD, self.event, "event")
        _require(_TREE, self.tree, "tree")
        if (self.case is None) != (self.seq is None):
            raise ValueError("a leaf has `case` and `seq` together or neither")
        if self.case is not None:
            _require(_ID, self.case, "case")
        if self.seq is not None:
            _require_count(self.seq, "seq", least=1)
        if self.person is not None:
            _require(_ID, self.person, "person")
        self._check_members()

    def _check_members(self) -> None:
        for name, value in (self.digests or {}).items():
            _require(_WORD, name, "digests")
            _require(_SHA256, value, "digests")
        for name, number in (self.counts or {}).items():
            _require(_WORD, name, "counts")
            _require_count(number, "counts")
        for name, value in (self.facts or {}).items():
            _require(_WORD, name, "facts")
            _require(_WORD, value, "facts")
        for reason in self.because:
            if isinstance(reason, PromiseReason):
                _require(_REFERENCE, reason.statement, "because")
                _require(_SHA256, reason.sha256, "because")
            else:
                _require(_REFERENCE, reason.citation, "because")


def as_object(leaf: Leaf) -> dict[str, object]:
    """Return the leaf as the JSON object that is recorded; a member without content is left out."""
    at = leaf.at.astimezone(UTC)
    members: dict[str, object] = {
        "at": at.replace(tzinfo=None).isoformat(timespec="microseconds") + "Z",
        "because": [_reason_object(reason) for reason in leaf.because],
        "case": leaf.case,
        "counts": dict(leaf.counts),
        "digests": dict(leaf.digests),
        "event": leaf.event,
        "facts": dict(leaf.facts),
        "person": leaf.person,
        "seq": leaf.seq,
        "tree": leaf.tree,
        "v": LEAF_VERSION,
    }
    return {name: value for name, value in members.items() if value not in (None, {}, [])}


def encode(leaf: Leaf) -> bytes:
    """Return the canonical bytes that the tree hashes (RFC 8785), at most :data:`MAX_LEAF_BYTES`."""
    data = canonical_json.encode(as_object(leaf))
    if len(data) > MAX_LEAF_BYTES:
        raise ValueError(f"leaf: larger than {MAX_LEAF_BYTES} bytes; record a digest instead")
    return data


def decode(data: bytes) -> Leaf:
    """Return the leaf whose canonical bytes are ``data``; ``ValueError`` says what is wrong with them."""
    if len(data) > MAX_LEAF_BYTES:
        raise ValueError(f"leaf: larger than {MAX_LEAF_BYTES} bytes")
    return from_object(canonical_json.decode(data))


def from_object(members: Mapping[str, object]) -> Leaf:
    """Return the leaf that a JSON object describes; ``ValueError`` names the member that does not fit."""
    if members.get("v") != LEAF_VERSION or isinstance(members["v"], bool):
        raise ValueError("leaf: `v` is not a version this program knows")
    unknown = sorted(set(members) - _MEMBERS)
    if unknown:
        raise ValueError(f"leaf: unknown member (number {sorted(members).index(unknown[0]) + 1} in order)")
    if any(value in (None, {}, []) for value in members.values()):
        raise ValueError("leaf: an empty member is left out, not written")
    case, seq, person = members.get("case"), members.get("seq"), members.get("person")
    return Leaf(
        event=_text(members.get("event"), "event"),
        at=_instant(members.get("at")),
        tree=TreeId(_text(members.get("tree"), "tree")),
        case=None if case is None else CaseId(_text(case, "case")),
        seq=None if seq is None else _require_count(seq, "seq", least=1),
        person=None if person is None else PersonRef(_text(person, "person")),
        digests={name: _text(value, "digests") for name, value in _members(members, "digests").items()},
        counts={name: _require_count(value, "counts") for name, value in _members(members, "counts").items()},
        facts={name: _text(value, "facts") for name, value in _members(members, "facts").items()},
        because=tuple(_reason(item) for item in _list(members.get("because", []))),
    )


_MEMBERS: Final = frozenset(
    {"at", "because", "case", "counts", "digests", "event", "facts", "person", "seq", "tree", "v"}
)


def _reason_object(reason: PromiseReason | LawReason) -> dict[str, object]:
    if isinstance(reason, PromiseReason):
        return {"promise": reason.statement, "sha256": reason.sha256}
    return {"law": reason.citation}


def _reason(item: object) -> PromiseReason | LawReason:
    match item:
        case {"promise": str(statement), "sha256": str(sha256), **rest} if not rest:
            return PromiseReason(StatementId(statement), sha256)
        case {"law": str(citation), **rest} if not rest:
            return LawReason(citation)
        case _:
            raise ValueError("leaf: `because` holds neither a promise with its sha256 nor a law")


def _instant(value: object) -> datetime:
    text = _text(value, "at")
    if not _INSTANT.fullmatch(text):
        raise ValueError("leaf: `at` is not an instant in UTC with six decimals")
    return datetime.fromisoformat(text)


def _members(members: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = members.get(name, {})
    if not isinstance(value, dict):
        raise ValueError(f"leaf: `{name}` is not an object")
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise ValueError("leaf: `because` is not a list")
    return value


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise ValueError(f"leaf: `{name}` is missing or not a text")
    return value


def _require(pattern: re.Pattern[str], value: str, name: str) -> None:
    if not pattern.fullmatch(value):
        raise ValueError(f"leaf: `{name}` has a form that evidence does not take (expected {pattern.pattern})")


def _require_count(value: object, name: str, least: int = 0) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= MAX_INTEGER:
        raise ValueError(f"leaf: `{name}` is not a whole number from {least} to 2**53 - 1")
    return value
