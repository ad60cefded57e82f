"""Touch evidence files in every way we can think of; both verifiers have to notice each, and name the line."""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from tests.evidence_logs import SIGNER, STRANGER, Log, both, case_leaf, two_cases

from upheld.evidence.leaf import TreeId

LOG = two_cases(23)
OTHER_TREE = two_cases(23, TreeId("other"))
OTHER_LOG = two_cases(23, offset=100)
SEEN = 16
"""Size of the tree when the auditor last looked; the checkpoint of then is brought along."""
OLDER = LOG.note(SEEN).encode()


@dataclass(frozen=True)
class Forgery:
    """A touched file; ``line`` is the one that has to be named."""

    data: bytes
    line: int


Mutation = Callable[[bytes, random.Random], Forgery | None]


def first_difference(original: bytes, touched: bytes) -> int:
    for number, (before, after) in enumerate(
        zip(original.splitlines(True), touched.splitlines(True), strict=False), start=1
    ):
        if before != after:
            return number
    return min(original.count(b"\n"), touched.count(b"\n")) + 1


def compared(original: bytes, touched: bytes) -> Forgery | None:
    return None if touched == original else Forgery(touched, first_difference(original, touched))


def flip_bit(data: bytes, rng: random.Random) -> Forgery | None:
    at = rng.randrange(len(data))
    return compared(data, data[:at] + bytes([data[at] ^ 1 << rng.randrange(8)]) + data[at + 1 :])


def drop_byte(data: bytes, rng: random.Random) -> Forgery | None:
    at = rng.randrange(len(data))
    return compared(data, data[:at] + data[at + 1 :])


def insert_byte(data: bytes, rng: random.Random) -> Forgery | None:
    at = rng.randrange(len(data) + 1)
    return compared(data, data[:at] + bytes([rng.choice(b' \n\r\t0aA"{}[],:\x00\xff')]) + data[at:])


def truncate(data: bytes, rng: random.Random) -> Forgery | None:
    return compared(data, data[: rng.randrange(len(data))])


def append_bytes(data: bytes, rng: random.Random) -> Forgery | None:
    return compared(data, data + rng.choice([b"\n", b" ", b"{}\n", data.splitlines(True)[-1]]))


def drop_line(data: bytes, rng: random.Random) -> Forgery | None:
    lines = data.splitlines(True)
    del lines[rng.randrange(len(lines))]
    return compared(data, b"".join(lines))


def repeat_line(data: bytes, rng: random.Random) -> Forgery | None:
    lines = data.splitlines(True)
    at = rng.randrange(len(lines))
    lines.insert(at, lines[at])
    return compared(data, b"".join(lines))


def reorder_lines(data: bytes, rng: random.Random) -> Forgery | None:
    lines = data.splitlines(True)
    one, two = rng.sample(range(len(lines)), 2)
    lines[one], lines[two] = lines[two], lines[one]
    return compared(data, b"".join(lines))


def splice(data: bytes, rng: random.Random) -> Forgery | None:
    """Put lines of another genuine file (another tree, or another history of this one) into this one."""
    log = rng.choice([OTHER_TREE, OTHER_LOG])
    donor = log.case_file("C-one") if b'"kind":"case"' in data else log.tree_file()
    lines, others = data.splitlines(True), donor.splitlines(True)
    start = rng.randrange(min(len(lines), len(others)))
    end = rng.randrange(start, min(len(lines), len(others))) + 1
    lines[start:end] = others[start:end]
    touched = b"".join(lines)
    if start <= 1 and log is OTHER_LOG and b'"kind":"tree"' in data:
        # A beginning that agrees with itself: the first line behind it is named, or what the auditor saw.
        return Forgery(touched, min(end, SEEN) + 1)
    return compared(data, touched)


def exchange(data: bytes, rng: random.Random, member: str) -> Forgery | None:
    lines = data.splitlines(True)
    one, two = rng.sample(range(1, len(lines)), 2)
    first, second = json.loads(lines[one]), json.loads(lines[two])
    if member not in first:
        return None
    first[member], second[member] = second[member], first[member]
    lines[one], lines[two] = written(first), written(second)
    return compared(data, b"".join(lines))


def swap_leaves(data: bytes, rng: random.Random) -> Forgery | None:
    return exchange(data, rng, "leaf")


def swap_proofs(data: bytes, rng: random.Random) -> Forgery | None:
    return exchange(data, rng, "path" if b'"kind":"case"' in data else "root")


def swap_indexes(data: bytes, rng: random.Random) -> Forgery | None:
    return exchange(data, rng, "index")


def edit_leaf(data: bytes, rng: random.Random) -> Forgery | None:
    """Change what a leaf says, in perfect form."""
    lines = data.splitlines(True)
    at = rng.randrange(1, len(lines))
    line = json.loads(lines[at])
    leaf = line["leaf"]
    edits: list[Callable[[], object]] = [
        lambda: leaf.update(event="case.closed"),
        lambda: leaf.update(at="2026-03-01T09:00:00.000001Z"),
        lambda: leaf["counts"].update(rows=leaf["counts"]["rows"] + 1),
        lambda: leaf["digests"].update(plan="f" * 64),
        lambda: leaf.update(person="p9"),
        lambda: leaf.pop("because"),
        lambda: leaf["facts"].update(grade="observed"),
    ]
    rng.choice(edits)()
    lines[at] = written(line)
    return compared(data, b"".join(lines))


def rebuild_without_key(data: bytes, rng: random.Random) -> Forgery | None:
    """Change a leaf and make every following root and proof fit; only the signed head cannot be made to."""
    forged = list(LOG.leaves)
    at = rng.randrange(len(forged))
    forged[at] = case_leaf(at + 500, str(forged[at].case), forged[at].seq)
    of_case = b'"kind":"case"' in data
    rebuilt = Log(forged).case_file("C-one") if of_case else Log(forged).tree_file()
    touched = b"".join([data.splitlines(True)[0], *rebuilt.splitlines(True)[1:]])
    seen_first = at < SEEN and not of_case
    return None if touched == data else Forgery(touched, SEEN + 1 if seen_first else 2 if of_case else 1)


def sign_with_another_key(data: bytes, rng: random.Random) -> Forgery | None:
    log = Log(LOG.leaves, LOG.tree, STRANGER)
    return Forgery(log.case_file("C-one", since=SEEN) if b'"kind":"case"' in data else log.tree_file(), 1)


def roll_back(data: bytes, rng: random.Random) -> Forgery | None:
    """Show a genuine file from before the auditor's last look."""
    size = rng.randrange(2, SEEN)
    return Forgery(LOG.case_file("C-one", size) if b'"kind":"case"' in data else LOG.tree_file(size), 1)


def rewrite_history(data: bytes, rng: random.Random) -> Forgery | None:
    """Be the controller: change a leaf that was seen, and sign everything anew with the true key."""
    forged = list(LOG.leaves)
    at = rng.randrange(SEEN)
    forged[at] = case_leaf(at + 500, str(forged[at].case), forged[at].seq)
    log = Log(forged, LOG.tree, SIGNER)
    if b'"kind":"case"' in data:
        return Forgery(log.case_file("C-one", since=rng.choice([None, SEEN])), 1)
    return Forgery(log.tree_file(), SEEN + 1)


MUTATIONS: tuple[Mutation, ...] = (
    flip_bit, drop_byte, insert_byte, truncate, append_bytes, drop_line, repeat_line, reorder_lines, splice, swap_leaves,
    swap_proofs, swap_indexes, edit_leaf, rebuild_without_key, sign_with_another_key, roll_back, rewrite_history,
)  # fmt: skip
FILES = {"tree": LOG.tree_file(), "case": LOG.case_file("C-one", since=SEEN)}


def written(line: dict[str, object]) -> bytes:
    return json.dumps(line, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode() + b"\n"


def campaign(count: int, seed: int) -> dict[str, int]:
    """Make ``count`` forgeries and demand that each is found out at its line; return how many of each kind."""
    rng = random.Random(seed)
    made = {mutation.__name__: 0 for mutation in MUTATIONS}
    while sum(made.values()) < count:
        mutation, data = rng.choice(MUTATIONS), rng.choice(list(FILES.values()))
        forgery = mutation(data, rng)
        if forgery is None:
            continue
        found = both(forgery.data, LOG.key, OLDER)
        assert found == forgery.line, f"{mutation.__name__}: line {found} named, line {forgery.line} was touched"
        made[mutation.__name__] += 1
    return made


@pytest.mark.parametrize("kind", FILES)
def test_the_untouched_file_holds(kind: str) -> None:
    assert both(FILES[kind], LOG.key, OLDER) is None


def test_a_thousand_forgeries_are_found_at_their_line() -> None:
    assert all(campaign(1000, seed=6962).values())


@pytest.mark.slow
def test_twelve_thousand_forgeries_are_found_at_their_line() -> None:
    made = campaign(12_000, seed=9162)
    print(made)
    assert min(made.values()) >= 200
