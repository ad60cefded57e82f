"""Evidence logs in memory, so that files can be made, and forged, without a store; and the independent checker."""

from __future__ import annotations

import importlib.util
import io
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

from upheld.evidence.checkpoint import Checkpoint, VerifierKey, sign_head
from upheld.evidence.export_file import CaseLine, Consistency, Header, TreeLine, encode_header, encode_line
from upheld.evidence.leaf import MAIN_TREE, LawReason, Leaf, PromiseReason, TreeId, encode
from upheld.evidence.merkle import Frontier, consistency_path, inclusion_path, leaf_hash
from upheld.evidence.verification import Fault, verify
from upheld.ids import CaseId, PersonRef, StatementId
from upheld.store.evidence_signing import Ed25519Signer, check_signature

SIGNER = Ed25519Signer("evidence.example.com", bytes(range(32)))
STRANGER = Ed25519Signer("evidence.example.com", bytes(range(1, 33)))
BEGINNING = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def case_leaf(number: int, case: str = "C-one", seq: int | None = None, tree: TreeId = MAIN_TREE) -> Leaf:
    """Make a leaf with every member filled."""
    return Leaf(
        event=("case.received", "plan.made", "erasure.verified")[number % 3],
        at=BEGINNING + timedelta(minutes=number),
        tree=tree,
        case=CaseId(case),
        seq=seq or number + 1,
        person=PersonRef(f"p{number % 4}"),
        digests={"plan": f"{number:064x}"},
        counts={"rows": number * 7},
        facts={"outcome": "done"},
        because=(PromiseReason(StatementId("erase-on-request"), "ab" * 32), LawReason("GDPR Art. 17(1)(b)")),
    )


class Log:
    """A tree and everything needed to write its files."""

    def __init__(self, leaves: Sequence[Leaf], tree: TreeId = MAIN_TREE, signer: Ed25519Signer = SIGNER) -> None:
        self.leaves, self.tree, self.signer = list(leaves), tree, signer
        self.bodies = [encode(leaf) for leaf in leaves]
        self.roots: list[bytes] = []
        self.nodes: dict[tuple[int, int], bytes] = {}
        frontier = Frontier()
        for index, body in enumerate(self.bodies):
            self.nodes[0, index] = leaf_hash(body)
            self.nodes |= {(level, at): value for level, at, value in frontier.append(leaf_hash(body))}
            self.roots.append(frontier.root())

    @property
    def key(self) -> VerifierKey:
        return self.signer.key(self.tree)

    def note(self, size: int) -> str:
        return sign_head(self.tree, size, self.roots[size - 1], self.signer)

    def checkpoint(self, size: int) -> Checkpoint:
        return Checkpoint(self.key.name, size, self.roots[size - 1])

    def tree_file(self, size: int | None = None) -> bytes:
        size = size or len(self.leaves)
        lines = [encode_header(Header(self.key, self.note(size), size))]
        lines += [encode_line(TreeLine(i, self.bodies[i], self.roots[i])) for i in range(size)]
        return b"".join(lines)

    def case_file(self, case: str, size: int | None = None, since: int | None = None) -> bytes:
        size = size or len(self.leaves)
        indexes = [i for i in range(size) if self.leaves[i].case == case]
        proof = None
        if since is not None:
            path = consistency_path(since, size, self.node)
            proof = Consistency(since, self.roots[since - 1], tuple(path))
        lines = [encode_header(Header(self.key, self.note(size), len(indexes), CaseId(case), proof))]
        for i in indexes:
            lines.append(encode_line(CaseLine(i, self.bodies[i], tuple(inclusion_path(i, size, self.node)))))
        return b"".join(lines)

    def node(self, level: int, position: int) -> bytes:
        return self.nodes[level, position]


def two_cases(count: int, tree: TreeId = MAIN_TREE, signer: Ed25519Signer = SIGNER, offset: int = 0) -> Log:
    """Make a log in which the events of two cases alternate."""
    return Log(
        [case_leaf(i + offset, f"C-{'one' if i % 2 else 'two'}", i // 2 + 1, tree) for i in range(count)], tree, signer
    )


def _load_checker() -> ModuleType:
    path = Path(__file__).resolve().parents[1] / "tools" / "verify_evidence.py"
    spec = importlib.util.spec_from_file_location("verify_evidence", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


checker = _load_checker()


def lines_of(data: bytes) -> Iterator[bytes]:
    return iter(io.BytesIO(data).readlines())


def fault_line(data: bytes, key: VerifierKey | None = None, older: bytes | None = None) -> int | None:
    """Return the line of the fault that the program's own verifier names; ``None`` when the file holds."""
    verdict = verify(lines_of(data), check_signature, pinned=key, older=older)
    return verdict.line if isinstance(verdict, Fault) else None


def checker_fault_line(data: bytes, key: VerifierKey | None = None, older: bytes | None = None) -> int | None:
    """Return the line of the fault that the independent checker names."""
    verification = checker.Verification(io.BytesIO(data), None if key is None else str(key), older)
    try:
        verification.run()
    except (checker.FaultError, checker.InvalidSignature, ValueError):
        line: int = verification.line
        return line
    return None


def both(data: bytes, key: VerifierKey | None = None, older: bytes | None = None) -> int | None:
    """Return the line of the fault, after holding the two verifiers against each other."""
    ours, independent = fault_line(data, key, older), checker_fault_line(data, key, older)
    assert ours == independent, f"the verifiers disagree: line {ours} and line {independent}"
    return ours
