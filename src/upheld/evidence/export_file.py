"""The evidence file: canonical JSON lines that a stranger checks without us (``docs/reference/evidence.md``).

Line 1 is the header. In a file of a whole tree every further line is one leaf with the root of the tree up to and
including it, so that the first line that was touched is known; in a file of one case it is one leaf with its audit path.
"""

from __future__ import annotations

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from upheld.errors import EvidenceInvalid
from upheld.evidence import canonical_json
from upheld.evidence.canonical_json import MAX_INTEGER
from upheld.evidence.checkpoint import VerifierKey, decode_hash
from upheld.ids import CaseId

FORMAT: Final = "upheld-evidence"
VERSION: Final = 1
MAX_LINE_BYTES: Final = 1 << 20
_MAX_PATH: Final = 64

_TREE_MEMBERS: Final = frozenset({"checkpoint", "format", "key", "kind", "leaves", "version"})
_CASE_MEMBERS: Final = _TREE_MEMBERS | {"case"}


@dataclass(frozen=True, slots=True)
class Consistency:
    """The proof that the tree still begins with the ``size`` leaves under ``root`` that somebody saw earlier."""

    size: int
    root: bytes
    path: tuple[bytes, ...]


@dataclass(frozen=True, slots=True)
class Header:
    """What the file claims to be. ``case`` is ``None`` for a file of the whole tree."""

    key: VerifierKey
    checkpoint: str
    leaves: int
    case: CaseId | None = None
    consistency: Consistency | None = None


@dataclass(frozen=True, slots=True)
class TreeLine:
    """A leaf (canonical bytes) and the root of the tree that ends with it."""

    index: int
    leaf: bytes
    root: bytes


@dataclass(frozen=True, slots=True)
class CaseLine:
    """A leaf (canonical bytes) and its audit path in the tree of the header's checkpoint."""

    index: int
    leaf: bytes
    path: tuple[bytes, ...]


def encode_header(header: Header) -> bytes:
    members: dict[str, object] = {
        "checkpoint": header.checkpoint,
        "format": FORMAT,
        "key": str(header.key),
        "kind": "tree" if header.case is None else "case",
        "leaves": header.leaves,
        "version": VERSION,
    }
    if header.case is not None:
        members["case"] = header.case
    if header.consistency is not None:
        members["consistency"] = _consistency_object(header.consistency)
    return canonical_json.encode(members) + b"\n"


def encode_line(line: TreeLine | CaseLine) -> bytes:
    """Return the line; the leaf's bytes go in as they are, they are canonical already."""
    if isinstance(line, TreeLine):
        proof = b'"root":"' + base64.b64encode(line.root) + b'"'
    else:
        proof = b'"path":' + json.dumps(_texts(line.path), separators=(",", ":")).encode()
    return b'{"index":%d,"leaf":%b,%b}\n' % (line.index, line.leaf, proof)


def decode_header(data: bytes) -> Header:
    """Read line 1; raises :class:`EvidenceInvalid`."""
    members = _object(data)
    if members.get("format") != FORMAT:
        raise EvidenceInvalid("not an evidence file (`format`)")
    if members.get("version") != VERSION or isinstance(members["version"], bool):
        raise EvidenceInvalid(f"this program reads version {VERSION} of the format (`version`)")
    kind = members.get("kind")
    if kind not in ("tree", "case"):
        raise EvidenceInvalid("`kind` is neither `tree` nor `case`")
    expected = _TREE_MEMBERS if kind == "tree" else _CASE_MEMBERS | (members.keys() & {"consistency"})
    if members.keys() != expected:
        raise EvidenceInvalid("the header's members are not those of its kind")
    leaves = _number(members["leaves"], "leaves")
    if leaves == 0:
        raise EvidenceInvalid("`leaves` is 0: there is nothing to show")
    return Header(
        key=VerifierKey.parse(_text(members["key"], "key")),
        checkpoint=_text(members["checkpoint"], "checkpoint"),
        leaves=leaves,
        case=CaseId(_text(members["case"], "case")) if kind == "case" else None,
        consistency=_consistency(members["consistency"]) if "consistency" in members else None,
    )


def decode_line(data: bytes, *, of_case: bool) -> TreeLine | CaseLine:
    """Read one further line; raises :class:`EvidenceInvalid`."""
    members = _object(data)
    if members.keys() != {"index", "leaf", "path" if of_case else "root"}:
        raise EvidenceInvalid(f"the members are not `index`, `leaf` and `{'path' if of_case else 'root'}`")
    index = _number(members["index"], "index")
    if not isinstance(members["leaf"], dict):
        raise EvidenceInvalid("`leaf` is not an object")
    leaf = canonical_json.encode(members["leaf"])
    if of_case:
        return CaseLine(index, leaf, _path(members["path"]))
    return TreeLine(index, leaf, decode_hash(_text(members["root"], "root"), "`root`"))


def _object(data: bytes) -> Mapping[str, object]:
    if len(data) > MAX_LINE_BYTES:
        raise EvidenceInvalid(f"the line is longer than {MAX_LINE_BYTES} bytes")
    if not data.endswith(b"\n"):
        raise EvidenceInvalid("the file ends within this line (it was truncated)")
    try:
        return canonical_json.decode(data[:-1])
    except canonical_json.NonCanonicalError as error:
        raise EvidenceInvalid(f"the line {error}") from None


def _consistency(value: object) -> Consistency:
    if not isinstance(value, dict) or value.keys() != {"from", "path", "root"}:
        raise EvidenceInvalid("`consistency` is not an object of `from`, `path` and `root`")
    root = decode_hash(_text(value["root"], "root"), "`consistency`")
    return Consistency(_number(value["from"], "from"), root, _path(value["path"]))


def _consistency_object(consistency: Consistency) -> dict[str, object]:
    root = base64.b64encode(consistency.root).decode()
    return {"from": consistency.size, "path": _texts(consistency.path), "root": root}


def _path(value: object) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > _MAX_PATH:
        raise EvidenceInvalid(f"`path` is not a list of at most {_MAX_PATH} hashes")
    return tuple(decode_hash(_text(item, "path"), "`path`") for item in value)


def _texts(hashes: Sequence[bytes]) -> list[str]:
    return [base64.b64encode(item).decode() for item in hashes]


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise EvidenceInvalid(f"`{name}` is not a text")
    return value


def _number(value: object, name: str) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 <= value <= MAX_INTEGER:
        raise EvidenceInvalid(f"`{name}` is not a whole number from 0 to 2**53 - 1")
    return value
