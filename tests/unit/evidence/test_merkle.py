"""The tree against RFC 6962: vectors of the RFC's own test tree, and a naive implementation of its definitions."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.evidence.merkle import (
    EMPTY_ROOT,
    Frontier,
    consistency_path,
    inclusion_path,
    is_consistent,
    leaf_hash,
    root_from_inclusion,
    subtree_root,
)

LEAVES = [bytes.fromhex(text) for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657",
                                           "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
ROOTS = (
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
)
"""Roots of the first n of ``LEAVES``, as the certificate-transparency code bases test them."""


def naive_root(data: Sequence[bytes]) -> bytes:
    """MTH of RFC 6962 §2.1, word by word."""
    if not data:
        return hashlib.sha256().digest()
    if len(data) == 1:
        return hashlib.sha256(b"\x00" + data[0]).digest()
    k = 1
    while k * 2 < len(data):
        k *= 2
    return hashlib.sha256(b"\x01" + naive_root(data[:k]) + naive_root(data[k:])).digest()


def naive_path(m: int, data: Sequence[bytes]) -> list[bytes]:
    """PATH of RFC 6962 §2.1.1."""
    if len(data) == 1:
        return []
    k = 1
    while k * 2 < len(data):
        k *= 2
    if m < k:
        return [*naive_path(m, data[:k]), naive_root(data[k:])]
    return [*naive_path(m - k, data[k:]), naive_root(data[:k])]


def naive_proof(m: int, data: Sequence[bytes], whole: bool = True) -> list[bytes]:
    """SUBPROOF of RFC 6962 §2.1.2."""
    if m == len(data):
        return [] if whole else [naive_root(data)]
    k = 1
    while k * 2 < len(data):
        k *= 2
    if m <= k:
        return [*naive_proof(m, data[:k], whole), naive_root(data[k:])]
    return [*naive_proof(m - k, data[k:], False), naive_root(data[:k])]


class Tree:
    """Grow by the frontier, keeping every node it completes."""

    def __init__(self, data: Sequence[bytes]) -> None:
        self.frontier = Frontier()
        self.nodes: dict[tuple[int, int], bytes] = {}
        for index, item in enumerate(data):
            self.nodes[0, index] = leaf_hash(item)
            self.nodes.update({(level, at): value for level, at, value in self.frontier.append(leaf_hash(item))})

    def node(self, level: int, position: int) -> bytes:
        return self.nodes[level, position]


def numbered(count: int) -> list[bytes]:
    return [b"%d" % number for number in range(count)]


@pytest.mark.parametrize("size", range(1, 9))
def test_roots_of_the_known_tree(size: int) -> None:
    assert Tree(LEAVES[:size]).frontier.root().hex() == ROOTS[size - 1]


def test_known_proofs() -> None:
    tree = Tree(LEAVES)
    assert [item.hex() for item in inclusion_path(5, 8, tree.node)] == [
        "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]
    assert [item.hex() for item in consistency_path(6, 8, tree.node)] == [
        "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
        "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]


def test_the_empty_tree() -> None:
    assert Frontier().root() == EMPTY_ROOT == hashlib.sha256().digest()


@given(st.lists(st.binary(max_size=5), max_size=70))
def test_the_frontier_grows_to_the_root_of_the_definition(data: list[bytes]) -> None:
    frontier = Frontier()
    for count, item in enumerate(data, 1):
        frontier.append(leaf_hash(item))
        frontier = Frontier.from_bytes(count, frontier.to_bytes())
        assert frontier.root() == naive_root(data[:count])


@given(st.integers(1, 300), st.data())
def test_proofs_are_those_of_the_definition_and_verify(size: int, draw: st.DataObject) -> None:
    data = numbered(size)
    tree = Tree(data)
    index, old = draw.draw(st.integers(0, size - 1)), draw.draw(st.integers(1, size))
    path, proof = inclusion_path(index, size, tree.node), consistency_path(old, size, tree.node)
    assert path == naive_path(index, data)
    assert proof == naive_proof(old, data)
    assert subtree_root(0, old, tree.node) == naive_root(data[:old])
    assert root_from_inclusion(index, size, leaf_hash(data[index]), path) == naive_root(data)
    assert is_consistent(old, size, naive_root(data[:old]), naive_root(data), proof)


@given(st.integers(2, 80), st.data())
def test_a_wrong_inclusion_proof_never_leads_to_the_root(size: int, draw: st.DataObject) -> None:
    data = numbered(size)
    tree = Tree(data)
    index = draw.draw(st.integers(0, size - 1))
    path = inclusion_path(index, size, tree.node)
    wrong_index = draw.draw(st.integers(-1, size).filter(lambda other: other != index))
    assert root_from_inclusion(wrong_index, size, leaf_hash(data[index]), path) != naive_root(data)
    assert root_from_inclusion(index, size, leaf_hash(b"other"), path) != naive_root(data)
    cut = draw.draw(st.integers(0, len(path) - 1))
    assert root_from_inclusion(index, size, leaf_hash(data[index]), path[:cut] + path[cut + 1 :]) != naive_root(data)
    assert root_from_inclusion(index, size, leaf_hash(data[index]), [*path, path[cut]]) != naive_root(data)


@given(st.integers(1, 80), st.data())
def test_a_rewritten_history_is_never_consistent(size: int, draw: st.DataObject) -> None:
    data = numbered(size)
    old = draw.draw(st.integers(1, size))
    forged = list(data)
    forged[draw.draw(st.integers(0, old - 1))] = b"forged"
    for proof in (consistency_path(old, size, Tree(forged).node), consistency_path(old, size, Tree(data).node)):
        assert not is_consistent(old, size, naive_root(data[:old]), naive_root(forged), proof)
        if proof:
            assert not is_consistent(old, size, naive_root(data[:old]), naive_root(data), proof[:-1])


@pytest.mark.parametrize(("old", "size"), [(0, 5), (6, 5), (-1, 5)])
def test_no_consistency_proof_outside_the_tree(old: int, size: int) -> None:
    with pytest.raises(ValueError, match="no consistency proof"):
        consistency_path(old, size, Tree(numbered(5)).node)
    assert not is_consistent(old, size, b"x", b"y", [b"z" * 32])


def test_no_inclusion_proof_outside_the_tree() -> None:
    with pytest.raises(ValueError, match="not in a tree"):
        inclusion_path(5, 5, Tree(numbered(5)).node)


def test_every_tree_begins_with_the_empty_one() -> None:
    assert is_consistent(0, 3, EMPTY_ROOT, naive_root(numbered(3)), [])
    assert not is_consistent(0, 3, naive_root(numbered(1)), naive_root(numbered(3)), [])


@pytest.mark.parametrize(("size", "peaks"), [(3, b"a" * 32), (0, b"a" * 32), (1, b"short")])
def test_a_frontier_has_one_hash_per_set_bit(size: int, peaks: bytes) -> None:
    with pytest.raises(ValueError, match=f"frontier of size {size}"):
        Frontier.from_bytes(size, peaks)
