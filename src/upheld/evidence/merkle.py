"""The Merkle tree over the leaves: hashes, growth, proofs and their verification (RFC 6962 §2.1, RFC 9162 §2.1).

A complete subtree of ``2**level`` leaves that starts at leaf ``position << level`` is the node ``(level, position)``. Proofs
are computed from a :data:`NodeReader`, so the caller decides which nodes are stored and which are recomputed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from hashlib import sha256
from typing import Final, NamedTuple

HASH_BYTES: Final = 32
EMPTY_ROOT: Final = sha256(b"").digest()

NodeReader = Callable[[int, int], bytes]
"""Return the hash of the complete subtree ``(level, position)``."""


class Node(NamedTuple):
    """The hash of a complete subtree."""

    level: int
    position: int
    hash: bytes


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf; the prefix keeps a leaf from being passed off as a node."""
    return sha256(b"\x00" + data).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Return the hash of an interior node."""
    return sha256(b"\x01" + left + right).digest()


class Frontier:
    """The right edge of a tree: all that is needed to append and to know the root.

    It holds one hash per set bit of ``size``, the largest subtree first.
    """

    __slots__ = ("_peaks", "size")

    def __init__(self, size: int = 0, peaks: Iterable[bytes] = ()) -> None:
        self.size = size
        self._peaks = list(peaks)
        if len(self._peaks) != size.bit_count() or any(len(peak) != HASH_BYTES for peak in self._peaks):
            raise ValueError(f"a frontier of size {size} has {size.bit_count()} hashes of {HASH_BYTES} bytes")

    @classmethod
    def from_bytes(cls, size: int, data: bytes) -> Frontier:
        """Return the frontier that :meth:`to_bytes` wrote for a tree of ``size`` leaves."""
        return cls(size, (data[at : at + HASH_BYTES] for at in range(0, len(data), HASH_BYTES)))

    def to_bytes(self) -> bytes:
        return b"".join(self._peaks)

    def append(self, hash_of_leaf: bytes) -> list[Node]:
        """Add a leaf by its hash; return the interior nodes this completes, lowest first."""
        completed = []
        current, position, level = hash_of_leaf, self.size, 0
        while position & 1:
            current = node_hash(self._peaks.pop(), current)
            position >>= 1
            level += 1
            completed.append(Node(level, position, current))
        self._peaks.append(current)
        self.size += 1
        return completed

    def root(self) -> bytes:
        if not self._peaks:
            return EMPTY_ROOT
        root = self._peaks[-1]
        for peak in reversed(self._peaks[:-1]):
            root = node_hash(peak, root)
        return root


def subtree_root(start: int, end: int, node: NodeReader) -> bytes:
    """Return the root over leaves ``[start, end)``, a range that occurs in the recursion of RFC 6962 §2.1."""
    width = end - start
    split = _split(width)
    if split == width:
        level = width.bit_length() - 1
        return node(level, start >> level)
    return node_hash(subtree_root(start, start + split, node), subtree_root(start + split, end, node))


def inclusion_path(index: int, size: int, node: NodeReader) -> list[bytes]:
    """Return the audit path of leaf ``index`` in the tree of ``size`` leaves (RFC 6962 §2.1.1)."""
    if not 0 <= index < size:
        raise ValueError(f"leaf {index} is not in a tree of {size} leaves")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _half(end - start)
        if index < middle:
            path.append(subtree_root(middle, end, node))
            end = middle
        else:
            path.append(subtree_root(start, middle, node))
            start = middle
    return path[::-1]


def consistency_path(old_size: int, size: int, node: NodeReader) -> list[bytes]:
    """Return the proof that the first ``old_size`` leaves of a tree are still what they were (RFC 6962 §2.1.2)."""
    if not 0 < old_size <= size:
        raise ValueError(f"no consistency proof leads from {old_size} to {size} leaves")
    path: list[bytes] = []
    start, end = 0, size
    while end != old_size:
        middle = start + _half(end - start)
        if old_size <= middle:
            path.append(subtree_root(middle, end, node))
            end = middle
        else:
            path.append(subtree_root(start, middle, node))
            start = middle
    if start:
        path.append(subtree_root(start, end, node))
    return path[::-1]


def root_from_inclusion(index: int, size: int, hash_of_leaf: bytes, path: Sequence[bytes]) -> bytes | None:
    """Return the root an audit path leads to, or ``None`` if its length does not fit (RFC 9162 §2.1.3.2)."""
    if not 0 <= index < size:
        return None
    position, last, root = index, size - 1, hash_of_leaf
    for sibling in path:
        if last == 0:
            return None
        if position & 1 or position == last:
            root = node_hash(sibling, root)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            root = node_hash(root, sibling)
        position >>= 1
        last >>= 1
    return root if last == 0 else None


def is_consistent(old_size: int, size: int, old_root: bytes, root: bytes, path: Sequence[bytes]) -> bool:
    """Tell whether ``path`` proves that the tree under ``root`` begins with the one under ``old_root``.

    RFC 9162 §2.1.4.2; every tree begins with the empty one, which needs no proof.
    """
    if old_size == 0:
        return not path and old_root == EMPTY_ROOT
    if old_size == size:
        return not path and old_root == root
    if not 0 < old_size < size or not path:
        return False
    hashes = list(path)
    if old_size & (old_size - 1) == 0:
        hashes.insert(0, old_root)
    position, last = old_size - 1, size - 1
    while position & 1:
        position >>= 1
        last >>= 1
    seen_old = seen_new = hashes[0]
    for sibling in hashes[1:]:
        if last == 0:
            return False
        if position & 1 or position == last:
            seen_old = node_hash(sibling, seen_old)
            seen_new = node_hash(sibling, seen_new)
            while not position & 1 and position:
                position >>= 1
                last >>= 1
        else:
            seen_new = node_hash(seen_new, sibling)
        position >>= 1
        last >>= 1
    return last == 0 and seen_old == old_root and seen_new == root


def _split(width: int) -> int:
    """Return the largest power of two that is at most ``width``."""
    return 1 << (width.bit_length() - 1)


def _half(width: int) -> int:
    """Return the largest power of two smaller than ``width`` (which is at least 2)."""
    return 1 << ((width - 1).bit_length() - 1)
