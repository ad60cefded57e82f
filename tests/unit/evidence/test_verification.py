"""Hostile and honest files before both verifiers: they agree, name the line, and never fall over."""

from __future__ import annotations

import ast
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.evidence_logs import SIGNER, STRANGER, Log, both, case_leaf, lines_of, two_cases

from upheld.evidence import canonical_json
from upheld.evidence.checkpoint import sign_head
from upheld.evidence.export_file import MAX_LINE_BYTES
from upheld.evidence.leaf import MAIN_TREE, TreeId
from upheld.evidence.merkle import EMPTY_ROOT, leaf_hash
from upheld.evidence.verification import Verified, verify
from upheld.store.evidence_signing import check_signature

CHECKER = Path(__file__).resolve().parents[3] / "tools" / "verify_evidence.py"
LOG = two_cases(20)
TREE_FILE, CASE_FILE = LOG.tree_file(), LOG.case_file("C-one", since=7)


def test_what_was_checked_is_said() -> None:
    verdict = verify(lines_of(CASE_FILE), check_signature, pinned=LOG.key)
    assert isinstance(verdict, Verified)
    assert (verdict.leaves, verdict.case, verdict.checkpoint, verdict.since) == (10, "C-one", LOG.checkpoint(20), None)
    assert verdict.key_was_pinned


@given(st.integers(1, 40), st.data())
def test_every_genuine_file_holds(size: int, draw: st.DataObject) -> None:
    log = two_cases(size)
    seen = draw.draw(st.integers(1, size))
    assert both(log.tree_file(), log.key, log.note(seen).encode()) is None
    assert both(log.tree_file(), log.key, log.tree_file(seen)) is None
    assert both(log.case_file("C-two", since=seen), log.key, log.note(seen).encode()) is None


def test_the_empty_tree_is_the_beginning_of_every_tree() -> None:
    empty = sign_head(MAIN_TREE, 0, EMPTY_ROOT, SIGNER).encode()
    assert both(TREE_FILE, LOG.key, empty) is None
    assert both(CASE_FILE, LOG.key, empty) is None
    assert both(CASE_FILE, LOG.key, sign_head(MAIN_TREE, 0, leaf_hash(b""), SIGNER).encode()) == 1


@pytest.mark.parametrize(
    "older",
    [b"", b"\xff\xff", b"{}", b"{}\n", b"checkpoint\n", CASE_FILE[:50], Log(LOG.leaves, signer=STRANGER).note(7).encode(),
     two_cases(9, TreeId("other")).note(7).encode()],
)  # fmt: skip
def test_an_older_checkpoint_that_is_none_is_refused(older: bytes) -> None:
    assert both(TREE_FILE, LOG.key, older) == 0


def test_a_new_key_is_accepted_only_when_pinned() -> None:
    rekeyed = Log(LOG.leaves, signer=STRANGER)
    assert both(rekeyed.tree_file(), None, LOG.tree_file(9)) == 0
    assert both(rekeyed.tree_file(), rekeyed.key, LOG.tree_file(9)) is None


def test_a_case_without_proof_is_not_held_against_an_older_checkpoint() -> None:
    assert both(LOG.case_file("C-one"), LOG.key, LOG.note(7).encode()) == 1
    assert both(LOG.case_file("C-one", since=8), LOG.key, LOG.note(7).encode()) == 1
    assert both(LOG.case_file("C-one"), LOG.key, LOG.note(20).encode()) is None


def edited(data: bytes, line: int, edit: Callable[[dict[str, Any]], object]) -> bytes:
    lines = data.splitlines(True)
    members = json.loads(lines[line - 1])
    edit(members)
    lines[line - 1] = canonical_json.encode(members) + b"\n"
    return b"".join(lines)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2}, {"version": True}, {"version": "1"}, {"version": None}, {"format": "other"}, {"kind": "half"},
        {"kind": None}, {"kind": []}, {"leaves": 0}, {"leaves": 21}, {"leaves": "20"}, {"leaves": None}, {"surplus": 1},
        {"key": None}, {"key": ""}, {"key": "a+b"}, {"checkpoint": None}, {"checkpoint": ""}, {"checkpoint": 7},
        {"checkpoint": LOG.note(20) + LOG.note(20).splitlines(True)[-1]}, {"checkpoint": LOG.note(19)},
    ],
)  # fmt: skip
@pytest.mark.parametrize("data", [TREE_FILE, CASE_FILE], ids=["tree", "case"])
def test_a_header_that_is_none_is_refused(data: bytes, change: dict[str, object]) -> None:
    if data is CASE_FILE and change == {"checkpoint": LOG.note(19)}:
        assert both(edited(data, 1, lambda header: header.update(change))) == 1
        return
    assert both(edited(data, 1, lambda header: header.update(change))) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"case": None}, {"case": 1}, {"consistency": None}, {"consistency": {}}, {"consistency": []},
        {"consistency": {"from": 7, "path": []}}, {"consistency": {"from": 7, "path": [], "root": "A" * 43 + "="}},
        {"consistency": {"from": 99, "path": [], "root": "A" * 43 + "="}},
        {"consistency": {"from": 0, "path": ["A" * 43 + "="], "root": "A" * 43 + "="}},
        {"consistency": {"from": 7, "path": "A", "root": "A"}},
    ],
)  # fmt: skip
def test_a_header_of_a_case_that_is_none_is_refused(change: dict[str, object]) -> None:
    assert both(edited(CASE_FILE, 1, lambda header: header.update(change))) == 1


@pytest.mark.parametrize("member", ["checkpoint", "format", "key", "kind", "leaves", "version"])
def test_every_member_of_the_header_is_needed(member: str) -> None:
    assert both(edited(TREE_FILE, 1, lambda header: header.pop(member))) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"index": "3"}, {"index": True}, {"index": -1}, {"index": 2**53 - 1}, {"leaf": None}, {"leaf": []}, {"leaf": {}},
        {"surplus": 1}, {"root": None}, {"root": "A"}, {"root": "A" * 43}, {"path": None}, {"path": ["A"]}, {"path": [1]},
        {"path": ["A" * 43 + "="] * 65}, {"path": []},
    ],
)  # fmt: skip
@pytest.mark.parametrize("data", [TREE_FILE, CASE_FILE], ids=["tree", "case"])
def test_a_line_that_is_none_is_refused(data: bytes, change: dict[str, object]) -> None:
    assert both(edited(data, 4, lambda line: line.update(change))) == 4


@pytest.mark.parametrize(
    "change",
    [{"v": 2}, {"v": True}, {"surplus": "x"}, {"event": "a b"}, {"at": "yesterday"}, {"tree": "other"}, {"seq": 0},
     {"at": "2026-02-30T00:00:00.000000Z"}, {"person": "ann@example.com"}, {"facts": {"name": "Ann Example"}},
     {"counts": {"rows": -1}}, {"counts": {"a b": 1}}, {"digests": {"plan": "x"}}, {"because": []}, {"because": [{}]},
     {"because": [{"law": "see ann@example.com"}]}, {"person": None}, {"case": "C-three"}, {"seq": 9}],
)  # fmt: skip
def test_a_signed_leaf_still_has_to_be_one(change: dict[str, object], monkeypatch: pytest.MonkeyPatch) -> None:
    """A controller with the true key signs a tree over leaves that say more than a leaf may."""
    forged = two_cases(20)
    members = json.loads(forged.bodies[3]) | change
    forged.bodies[3] = canonical_json.encode(members)
    rebuilt = two_cases(1)
    monkeypatch.setattr("tests.evidence_logs.encode", lambda leaf: forged.bodies[forged.leaves.index(leaf)])
    rebuilt = Log(forged.leaves)
    of_tree = {"case", "seq"} & change.keys() and change != {"seq": 0}
    assert both(rebuilt.tree_file(), rebuilt.key) == (None if of_tree else 5)
    assert both(rebuilt.case_file("C-one"), rebuilt.key) == 3


@given(st.binary(max_size=200), st.booleans(), st.binary(max_size=60) | st.none())
def test_any_bytes_are_judged(data: bytes, after_header: bool, older: bytes | None) -> None:
    assert both((TREE_FILE[: TREE_FILE.index(b"\n") + 1] if after_header else b"") + data, None, older) is not None


@pytest.mark.parametrize("bomb", [b"[" * 100_000, b"9" * 100_000, b" " * (MAX_LINE_BYTES + 5), b'{"a":' * 50_000])
@pytest.mark.parametrize("line", [1, 3])
def test_bombs_do_not_go_off(bomb: bytes, line: int) -> None:
    lines = TREE_FILE.splitlines(True)
    lines[line - 1] = bomb + b"\n"
    assert both(b"".join(lines)) == line


def test_a_huge_count_is_not_counted_out() -> None:
    huge = sign_head(MAIN_TREE, 2**53 - 1, b"r" * 32, SIGNER)
    claim = edited(TREE_FILE, 1, lambda header: header.update(checkpoint=huge, leaves=2**53 - 1))
    assert both(claim) == 22


def test_a_single_leaf_is_a_tree() -> None:
    log = Log([case_leaf(0)])
    assert both(log.tree_file(), log.key) is None
    assert both(log.case_file("C-one"), log.key) is None


def test_the_checker_is_small_and_stands_alone() -> None:
    source = CHECKER.read_text(encoding="utf-8")
    assert len(source.splitlines()) <= 300
    imported = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            imported |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            imported.add(str(node.module).partition(".")[0])
    assert imported <= set(sys.stdlib_module_names) | {"cryptography"}
    assert "importlib" not in imported
