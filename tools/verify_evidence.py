#!/usr/bin/env python3
"""Check an evidence file offline, without the program that wrote it.

    python verify_evidence.py FILE [--key KEY] [--since OLDER]

KEY is the tree's public key, got by another way than the file (without it only the file's agreement with itself is
checked). OLDER is an evidence file or checkpoint kept from an earlier look: it shows up a log rolled back or rewritten.
Exit 0: all holds; 1: the place of the first fault is printed. Format: docs/reference/evidence.md.
"""

import argparse
import base64
import hashlib
import json
import re
import sys
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

MAX_LINE, MAX_LEAF, MAX_INT = 1 << 20, 1 << 16, 2**53 - 1
ORIGIN, ID = r"[A-Za-z0-9][A-Za-z0-9._/-]{0,199}", r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}"
WORD, SHA256 = r"[a-z0-9][a-z0-9._:-]{0,63}", r"[0-9a-f]{64}"
REFERENCE = r"[A-Za-z0-9§][A-Za-z0-9 §.,:;()/#_-]{0,199}"
INSTANT = r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z"
TEXTS = {"at": INSTANT, "case": ID, "event": WORD, "person": ID, "tree": r"[a-z0-9][a-z0-9-]{0,62}"}
Json = dict[str, Any]
Key = tuple[str, bytes, bytes]  # name, key id, public key
MAPS = {"counts": "", "digests": SHA256, "facts": WORD}


class FaultError(Exception): ...


class Checkpoint(NamedTuple):
    origin: str
    size: int
    root: bytes


def need(holds: object, reason: str) -> None:
    if not holds:
        raise FaultError(reason)


def canonical(value: object) -> bytes:
    """Write JSON as RFC 8785 does, for the part of it that occurs: ASCII keys, texts, integers."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def distinct(pairs: list[tuple[str, Any]]) -> Json:
    need(len(dict(pairs)) == len(pairs) and all(key.isascii() for key, _ in pairs), "a key is there twice or not ASCII")
    return dict(pairs)


def integer(digits: str) -> int:
    need(len(digits) <= 17 and abs(int(digits)) <= MAX_INT, "a number is not an integer up to 2**53 - 1")
    return int(digits)


DECODER = json.JSONDecoder(object_pairs_hook=distinct, parse_int=integer, parse_float=integer, parse_constant=integer)


def parse_line(line: bytes) -> Json:
    need(
        line.endswith(b"\n") and len(line) <= MAX_LINE, "the line is too long" if line[MAX_LINE:] else "truncated here"
    )
    try:
        value = DECODER.decode(line[:-1].decode())
        need(isinstance(value, dict) and canonical(value) == line[:-1], "not an object in canonical form (RFC 8785)")
    except (ValueError, RecursionError) as error:
        raise FaultError(f"not JSON in UTF-8 ({type(error).__name__})") from None
    return dict(value)


def number(value: Any, name: str, least: int = 0) -> int:
    need(type(value) is int and least <= value <= MAX_INT, f"`{name}` is not a whole number from {least} to 2**53 - 1")
    return int(value)


def text(value: Any, name: str, pattern: str = r"(?s:.*)") -> str:
    need(isinstance(value, str) and re.fullmatch(pattern, value), f"`{name}` is missing or has a form not taken here")
    return str(value)


def unbase64(value: object, name: str, length: int) -> bytes:
    encoded = text(value, name, r"(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?")
    data = base64.b64decode(encoded)
    need(base64.b64encode(data).decode() == encoded, f"`{name}` is not base64 in its canonical spelling")
    need(len(data) == length or not length, f"`{name}` is not {length} bytes")
    return data


def hashes(value: Any) -> list[bytes]:
    need(isinstance(value, list) and len(value) <= 64, "`path` is not a list of at most 64 hashes")
    return [unbase64(item, "path", 32) for item in value]


def parse_key(written: object) -> Key:
    name, _, rest = text(written, "key").partition("+")
    key_id, _, encoded = rest.partition("+")
    public = unbase64(encoded, "key", 33)
    need(re.fullmatch(ORIGIN, name) and public[0] == 1, "`key` is not an Ed25519 key with a name")
    expected = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    need(key_id == expected.hex(), "`key` has a key id that does not belong to it")
    return name, expected, public[1:]


def open_note(note: str, key: Key, most: int) -> Checkpoint:
    """Return the checkpoint of a C2SP note signed by `key`; other keys' signatures (witnesses) are passed over."""
    body, gap, tail = note.rpartition("\n\n")
    lines, signed = tail.split("\n"), False
    need(gap and not re.search(r"[\x00-\x09\x0b-\x1f]", note), "checkpoint: not a signed note")
    need(not lines.pop() and 1 <= len(lines) <= most, f"checkpoint: not 1 to {most} signature lines")
    for line in lines:
        name, _, encoded = text(line, "signature line", r"— [^\s+]+ [A-Za-z0-9+/=]+")[2:].partition(" ")
        signature = unbase64(encoded, "signature", 0)
        if (name, signature[:4]) == key[:2]:
            Ed25519PublicKey.from_public_bytes(key[2]).verify(signature[4:], (body + "\n").encode())
            signed = True
    need(signed, "checkpoint: no signature by the key")
    parts = body.split("\n")
    whole = len(parts) == 3 and parts[0] == key[0] and re.fullmatch("0|[1-9][0-9]{0,15}", parts[1])
    need(whole, "checkpoint: not origin (the key's name), size and root")
    return Checkpoint(parts[0], number(int(parts[1]), "size"), unbase64(parts[2], "checkpoint root", 32))


def node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def replay(position: int, last: int, path: list[bytes]) -> tuple[bytes, bytes] | None:
    """Follow a path from its first hash (RFC 9162 §2.1.3.2, §2.1.4.2); return the root and that of the left part."""
    new = old = path[0]
    for sibling in path[1:]:
        if last == 0:
            return None
        if position & 1 or position == last:
            new, old = node(sibling, new), node(sibling, old)
            while position and not position & 1:
                position, last = position >> 1, last >> 1
        else:
            new = node(new, sibling)
        position, last = position >> 1, last >> 1
    return (new, old) if last == 0 else None


def check_consistency(old: Checkpoint, head: Checkpoint, path: list[bytes]) -> None:
    if old.size in (0, head.size):
        good: object = not path and old.root == (head.root if old.size else hashlib.sha256().digest())
    else:
        steps = path if old.size & (old.size - 1) else [old.root, *path]
        position, last = old.size - 1, head.size - 1
        while position & 1:
            position, last = position >> 1, last >> 1
        good = old.size < head.size and path and replay(position, last, steps) == (head.root, old.root)
    need(good, "the signed tree does not begin with the older one (a case needs a proof: export it with --since)")


def check_leaf(leaf: Any, head: Checkpoint) -> bytes:
    """Check what a leaf may hold; return its hash (RFC 6962)."""
    need(isinstance(leaf, dict) and len(canonical(leaf)) <= MAX_LEAF, "`leaf` is not an object, or too large")
    known = leaf.keys() <= TEXTS.keys() | MAPS.keys() | {"because", "seq", "v"}
    need(known and all(value not in (None, {}, []) for value in leaf.values()), "`leaf` has an unknown or empty member")
    need(number(leaf.get("v"), "v") == 1 and datetime.fromisoformat(text(leaf.get("at"), "at", INSTANT)), "`v`")
    for name in leaf.keys() & TEXTS.keys() | {"at", "event", "tree"}:
        text(leaf.get(name), name, TEXTS[name])
    need(leaf["tree"] == head.origin.rpartition("/")[2], "the leaf names another tree")
    need(("case" in leaf) == ("seq" in leaf) and number(leaf.get("seq", 1), "seq", 1), "`case` and `seq` go together")
    for name in leaf.keys() & MAPS.keys():
        need(isinstance(leaf[name], dict), f"`{name}` is not an object")
        for key, value in leaf[name].items():
            need(re.fullmatch(WORD, key), f"`{name}` has a form that evidence does not take")
            text(value, name, MAPS[name]) if MAPS[name] else number(value, name)
    need(isinstance(leaf.get("because", []), list), "`because` is not a list")
    for reason in leaf.get("because", []):
        need(isinstance(reason, dict) and reason.keys() in ({"promise", "sha256"}, {"law"}), "`because`")
        for name, value in reason.items():
            text(value, name, SHA256 if name == "sha256" else REFERENCE)
    return hashlib.sha256(b"\x00" + canonical(leaf)).digest()


def check_header(header: Json, pinned: str | None) -> tuple[Key, Checkpoint, Checkpoint | None]:
    need((header.get("format"), header.get("version")) == ("upheld-evidence", 1), "not an evidence file of version 1")
    number(header["version"], "version")
    kind = text(header.get("kind"), "kind", "tree|case")
    members = {"checkpoint", "format", "key", "kind", "leaves", "version"}
    extra = {"case"} | (header.keys() & {"consistency"}) if kind == "case" else set()
    need(header.keys() == members | extra, "the header's members are not those of its kind")
    need(header.get("consistency", 1) and isinstance(header.get("case", ""), str), "`case` or `consistency`")
    key = parse_key(header["key"])
    need(pinned is None or key == parse_key(pinned), "the file is signed with another key than the pinned one")
    head = open_note(text(header["checkpoint"], "checkpoint"), key, most=1)
    leaves = number(header["leaves"], "leaves", 1)
    need(leaves == head.size or (kind == "case" and leaves < head.size), "`leaves` does not fit the signed size")
    seen = None
    if proof := header.get("consistency"):
        need(isinstance(proof, dict) and proof.keys() == {"from", "path", "root"}, "`consistency`")
        seen = Checkpoint(head.origin, number(proof["from"], "from"), unbase64(proof["root"], "root", 32))
        check_consistency(seen, head, hashes(proof["path"]))
    return key, head, seen


class Verification:  # one pass over a file; `line` is where it stands, 0 is the older checkpoint
    def __init__(self, file: BinaryIO, pinned: str | None, older: bytes | None) -> None:
        self.lines = iter(lambda: file.readline(MAX_LINE + 1), b"")
        self.pinned, self.older, self.line = pinned, older, 0

    def next_line(self, *members: str) -> Json:
        self.line += 1
        line = parse_line(next(self.lines, b""))
        need(not members or line.keys() == set(members), f"the members are not {', '.join(members)}")
        return line

    def run(self) -> list[str]:
        """Check everything; return what was checked."""
        header, older = self.next_line(), None
        key, head, seen = check_header(header, self.pinned)
        if self.older is not None:
            self.line = 0
            note, old_key = self.older.decode(), key
            if self.older.startswith(b"{"):
                old_header = parse_line(self.older.partition(b"\n")[0] + b"\n")
                note, old_key = text(old_header.get("checkpoint"), "checkpoint"), parse_key(old_header.get("key"))
            need(old_key == key or self.pinned, "signed with another key; pin the new key to accept the change")
            older = open_note(note, old_key, most=16)
            need(older.origin == head.origin, "it belongs to another tree")
            self.line = 1
            need(older.size <= head.size, f"rolled back: {older.size} leaves were signed earlier, {head.size} are now")
            if header["kind"] == "case" and seen != older:
                check_consistency(older, head, [])  # holds only where no proof is needed
        of_tree, count = header["kind"] == "tree", header["leaves"]
        root = self.check_tree(head, older) if of_tree else self.check_case(header, head)
        self.line += 1
        need(next(self.lines, b"") == b"", "the file goes on after its last leaf")
        self.line = 1
        need(root == head.root, "checkpoint: the signed root is not the root of these leaves")
        return [
            f"tree: {head.origin}, {head.size} leaves signed, root {base64.b64encode(head.root).decode()}",
            f"key: {'the pinned one' if self.pinned else 'NOT PINNED, taken from the file: ' + header['key']}",
            f"history: {f'begins with the {older.size} leaves of the older checkpoint' if older else 'NOT COMPARED'}",
            f"leaves: {'all of the tree' if of_tree else f'events 1 to {count} of one case; later ones may exist'}",
        ]

    def check_tree(self, head: Checkpoint, older: Checkpoint | None) -> bytes:
        peaks: list[bytes] = []  # one per set bit of the number of leaves so far
        root = b""
        for index in range(head.size):
            line = self.next_line("index", "leaf", "root")
            need(number(line["index"], "index") == index, f"leaf {index} belongs here")
            root = check_leaf(line["leaf"], head)
            for _ in range((~index & (index + 1)).bit_length() - 1):
                root = node(peaks.pop(), root)
            peaks.append(root)
            for peak in reversed(peaks[:-1]):
                root = node(peak, root)
            need(unbase64(line["root"], "root", 32) == root, f"leaf {index} or its `root` was changed")
            if older is not None and older.size == index + 1:
                need(older.root == root, f"leaves 0 to {index} are not those signed in the older checkpoint")
        return root

    def check_case(self, header: Json, head: Checkpoint) -> bytes:
        previous = -1
        for seq in range(1, header["leaves"] + 1):
            line = self.next_line("index", "leaf", "path")
            index, path = number(line["index"], "index"), hashes(line["path"])
            need(previous < index < head.size, "`index` is not between its neighbours")
            leaf_hash, previous = check_leaf(line["leaf"], head), index
            need(line["leaf"].get("case") == header["case"], f"leaf {index} belongs to another case")
            need(line["leaf"]["seq"] == seq, f"event {seq} of the case belongs here")
            found = replay(index, head.size - 1, [leaf_hash, *path])
            need(found and found[0] == head.root, f"leaf {index} is not in the signed tree, or its `path` was changed")
        return head.root


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("file", type=Path)
    parser.add_argument("--key")
    parser.add_argument("--since", type=Path)
    options = parser.parse_args(arguments)
    try:
        older = options.since.read_bytes() if options.since else None
        with options.file.open("rb") as file:
            verification = Verification(file, options.key, older)
            print("\n".join([f"OK: {options.file}", *verification.run()]))
        return 0
    except OSError as error:
        print(f"FAULT: {error.filename}: {error.strerror}")
    except (FaultError, InvalidSignature, ValueError) as error:
        place = f"line {verification.line}" if verification.line else "older checkpoint"
        print(f"FAULT at {place}: {str(error) or 'checkpoint: the signature does not hold'}")
    return 1


if __name__ == "__main__":
    sys.exit(main())
