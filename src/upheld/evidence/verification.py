"""The judgement of an evidence file: what was checked, or the place of the first fault.

Nothing is taken from the file on trust except what its signature covers. What a file cannot show is said in
``docs/explanation/evidence.md``: that the key is the right one (pin it), that the tree was not rolled back (bring an
older checkpoint), and, for a file of one case, that the case has no later event.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from upheld.errors import EvidenceInvalid
from upheld.evidence import leaf as leaves
from upheld.evidence import merkle
from upheld.evidence.checkpoint import Checkpoint, CheckSignature, VerifierKey, open_checkpoint, signature_count
from upheld.evidence.export_file import CaseLine, Header, TreeLine, decode_header, decode_line
from upheld.ids import CaseId


@dataclass(frozen=True, slots=True)
class Verified:
    """The file holds. ``since`` is the size of the older checkpoint it was held against."""

    checkpoint: Checkpoint
    key: VerifierKey
    key_was_pinned: bool
    leaves: int
    case: CaseId | None
    since: int | None


@dataclass(frozen=True, slots=True)
class Fault:
    """The first thing wrong: ``line`` counts from 1; 0 is the older checkpoint that was brought along."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"{f'line {self.line}' if self.line else 'older checkpoint'}: {self.reason}"


@dataclass(frozen=True, slots=True)
class Older:
    """What somebody kept from an earlier look: a signed note, and the key, if it came in an evidence file."""

    note: str
    key: VerifierKey | None = None


def read_older(data: bytes) -> Older:
    """Read an earlier evidence file (its first line is enough) or a bare signed checkpoint.

    Raises :class:`EvidenceInvalid` for what is neither; the signature is not checked here.
    """
    if data.startswith(b"{"):
        header = decode_header(data.partition(b"\n")[0] + b"\n")
        return Older(header.checkpoint, header.key)
    try:
        return Older(data.decode())
    except UnicodeError:
        raise EvidenceInvalid("neither an evidence file nor a checkpoint") from None


def verify(
    lines: Iterable[bytes],
    check_signature: CheckSignature,
    *,
    pinned: VerifierKey | None = None,
    older: bytes | None = None,
) -> Verified | Fault:
    """Check an evidence file, given as its lines with their line breaks.

    ``older`` is an earlier evidence file (its first line is enough) or a bare signed checkpoint.
    """
    return _Verification(iter(lines), check_signature, pinned, older).run()


class _Verification:
    def __init__(
        self, lines: Iterator[bytes], check_signature: CheckSignature, pinned: VerifierKey | None, older: bytes | None
    ) -> None:
        self._lines = lines
        self._check_signature = check_signature
        self._pinned = pinned
        self._older = older
        self._line = 1

    def run(self) -> Verified | Fault:
        try:
            header = decode_header(self._next_line())
            head = self._check_head(header)
            older = self._check_older(header, head)
            if header.case is None:
                self._check_tree(header, head, older)
            else:
                self._check_case(header, head, header.case)
        except (EvidenceInvalid, ValueError) as error:
            return Fault(self._line, str(error))
        return Verified(
            checkpoint=head,
            key=header.key,
            key_was_pinned=self._pinned is not None,
            leaves=header.leaves,
            case=header.case,
            since=older.size if older else None,
        )

    def _next_line(self) -> bytes:
        line = next(self._lines, b"")
        if not line:
            raise EvidenceInvalid("the file ends before this line (it was truncated)")
        return line

    def _check_head(self, header: Header) -> Checkpoint:
        if self._pinned is not None and header.key != self._pinned:
            raise EvidenceInvalid("the file is signed with another key than the pinned one")
        if signature_count(header.checkpoint) != 1:
            raise EvidenceInvalid("checkpoint: an evidence file carries exactly one signature")
        head = open_checkpoint(header.checkpoint, header.key, self._check_signature)
        if header.case is None and header.leaves != head.size:
            raise EvidenceInvalid("`leaves` is not the size in the checkpoint")
        if header.leaves > head.size:
            raise EvidenceInvalid("`leaves` is more than the size in the checkpoint")
        seen = header.consistency
        if seen and not merkle.is_consistent(seen.size, head.size, seen.root, head.root, seen.path):
            raise EvidenceInvalid("`consistency` does not prove that the tree begins with the one of `from` and `root`")
        return head

    def _check_older(self, header: Header, head: Checkpoint) -> Checkpoint | None:
        if self._older is None:
            return None
        self._line = 0
        kept = read_older(self._older)
        old_key = kept.key or header.key
        if old_key != header.key and self._pinned is None:
            raise EvidenceInvalid("it was signed with another key; pin the new key to accept the change")
        older = open_checkpoint(kept.note, old_key, self._check_signature)
        if older.origin != head.origin:
            raise EvidenceInvalid("it belongs to another tree")
        self._line = 1
        if older.size > head.size:
            raise EvidenceInvalid(f"rolled back: {older.size} leaves were signed earlier, {head.size} are signed now")
        if header.case is not None:
            _check_consistency(header, older, head)
        return older

    def _check_tree(self, header: Header, head: Checkpoint, older: Checkpoint | None) -> None:
        frontier = merkle.Frontier()
        for index in range(header.leaves):
            self._line += 1
            line = decode_line(self._next_line(), of_case=False)
            assert isinstance(line, TreeLine)
            if line.index != index:
                raise EvidenceInvalid(f"leaf {index} belongs here, but `index` says {line.index}")
            _check_leaf(line.leaf, head)
            frontier.append(merkle.leaf_hash(line.leaf))
            root = frontier.root()
            if line.root != root:
                raise EvidenceInvalid(f"leaf {index} or its `root` was changed")
            if older is not None and older.size == frontier.size and older.root != root:
                raise EvidenceInvalid(f"leaves 0 to {index} are not those signed in the older checkpoint")
        self._expect_end()
        if frontier.root() != head.root:
            self._line = 1
            raise EvidenceInvalid("checkpoint: the signed root is not the root of these leaves")

    def _check_case(self, header: Header, head: Checkpoint, case: CaseId) -> None:
        previous = -1
        for seq in range(1, header.leaves + 1):
            self._line += 1
            line = decode_line(self._next_line(), of_case=True)
            assert isinstance(line, CaseLine)
            if line.index <= previous:
                raise EvidenceInvalid(f"leaf {line.index} stands after leaf {previous}")
            previous = line.index
            entry = _check_leaf(line.leaf, head)
            if entry.case != case:
                raise EvidenceInvalid(f"leaf {line.index} belongs to another case")
            if entry.seq != seq:
                raise EvidenceInvalid(f"event {seq} of the case belongs here, but `seq` says {entry.seq}")
            hash_of_leaf = merkle.leaf_hash(line.leaf)
            if merkle.root_from_inclusion(line.index, head.size, hash_of_leaf, line.path) != head.root:
                raise EvidenceInvalid(f"leaf {line.index} is not in the signed tree, or its `path` was changed")
        self._expect_end()

    def _expect_end(self) -> None:
        self._line += 1
        if next(self._lines, b""):
            raise EvidenceInvalid("the file goes on after its last leaf")


def _check_leaf(data: bytes, head: Checkpoint) -> leaves.Leaf:
    entry = leaves.decode(data)
    if head.origin.rpartition("/")[2] != entry.tree:
        raise EvidenceInvalid("the leaf names another tree than the checkpoint's origin")
    return entry


def _check_consistency(header: Header, older: Checkpoint, head: Checkpoint) -> None:
    seen = header.consistency
    if older.size in (0, head.size):
        same = merkle.is_consistent(older.size, head.size, older.root, head.root, ())
    elif seen is None or seen.size != older.size:
        raise EvidenceInvalid(f"no consistency proof from {older.size} leaves; export the case again with --since")
    else:
        same = seen.root == older.root
    if not same:
        raise EvidenceInvalid("the signed tree does not begin with the one of the older checkpoint")
