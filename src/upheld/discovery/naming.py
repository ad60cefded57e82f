"""What the names of tables and columns say: words, and the concepts they stand for in several languages."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from upheld.discovery.knowledge import table

_PART = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_ENDINGS = ("", "s", "es", "en", "n", "e", "er", "nen")
_JOINTS = ("", "s", "n", "en", "es", "e")
_LONGEST = 40


@dataclass(frozen=True, slots=True)
class Name:
    """A name taken apart. ``words`` are its parts in order, ``concepts`` what they stand for, ``heads`` the last part's."""

    text: str
    words: tuple[str, ...]
    concepts: frozenset[str]
    heads: frozenset[str]

    def has(self, *concepts: str) -> bool:
        return any(c in self.concepts for c in concepts)


@lru_cache(maxsize=65_536)
def read_name(text: str) -> Name:
    """Take a name apart at underscores, capitals and, where its words are known, inside compounds."""
    plain = unicodedata.normalize("NFKD", text.translate(_UMLAUTS)).encode("ascii", "ignore").decode()
    words = tuple(w.lower() for w in _PART.findall(plain))
    words = tuple(part for word in words for part in _parts(word))
    concepts = [concepts_of(w) for w in words]
    whole = _known().get("".join(words), frozenset()) | _known().get("_".join(words), frozenset())
    found = frozenset().union(*concepts, whole)
    last = next((c for c, w in zip(reversed(concepts), reversed(words), strict=True) if not w.isdigit()), frozenset())
    return Name(text, words, found, last)


@lru_cache(maxsize=65_536)
def concepts_of(word: str) -> frozenset[str]:
    """Return the concepts a word stands for, in the singular or a plural; none where it is not known."""
    known = _known()
    for ending in _ENDINGS:
        if word.endswith(ending) and (found := known.get(word[: len(word) - len(ending)])):
            return found
    return known.get(word[:-3] + "y", frozenset()) if word.endswith("ies") else frozenset()


def stem(word: str) -> str:
    """Cut the plural of a word off, so that ``customers`` and ``customer`` are one."""
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 4 and word.endswith(("sses", "xes", "ches", "shes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    if len(word) > 5 and word.endswith("en"):
        return word[:-2]
    return word[:-1] if len(word) > 4 and word.endswith(("n", "e")) else word


def is_short_for(short: str, long: str) -> bool:
    """Tell whether ``short`` abbreviates ``long``: its first letters, or its letters in order with the same first two."""
    if len(short) < 2 or len(short) >= len(long):
        return False
    if long.startswith(short):
        return True
    letters = iter(long)
    return len(short) >= 3 and short[0] == long[0] and all(c in letters for c in short)


def shared_prefix(names: Iterable[str]) -> str:
    """Return the prefix (as ``tbl_`` or ``app_``) that most of the names begin with, or nothing."""
    listed = list(names)
    counts: dict[str, int] = {}
    for name in listed:
        head, line, rest = name.partition("_")
        if line and rest:
            counts[head + "_"] = counts.get(head + "_", 0) + 1
    best = max(counts, key=lambda p: counts[p], default="")
    return best if counts.get(best, 0) > max(3, 0.6 * len(listed)) else ""


@lru_cache(maxsize=1)
def _known() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    for concept, words in table("words").items():
        for word in str(words).split():
            found.setdefault(word, set()).add(concept)
    return {word: frozenset(concepts) for word, concepts in found.items()}


def _parts(word: str) -> Iterator[str]:
    """Cut a compound into known words of three letters or more; a word that is known, or cannot be cut, stays whole."""
    if concepts_of(word) or len(word) < 6 or len(word) > _LONGEST:
        yield word
        return
    yield from _cut(word) or _ending(word) or (word,)


def _ending(word: str) -> tuple[str, ...]:
    """Split a known word of four letters or more off the end: what a compound is about stands last."""
    known = _known()
    cut = next((at for at in range(3, len(word) - 3) if word[at:] in known), None)
    return (word[:cut], word[cut:]) if cut is not None and len(word) >= 7 else ()


@lru_cache(maxsize=65_536)
def _cut(word: str) -> tuple[str, ...]:
    if not word or concepts_of(word):
        return (word,) if word else ()
    known = _known()
    for end in range(len(word) - 2, 2, -1):
        head = word[:end]
        if len(head) < 3 or head not in known:
            continue
        for joint in _JOINTS:
            rest = word[end:]
            if not rest.startswith(joint):
                continue
            tail = rest[len(joint) :]
            if len(tail) >= 2 and (cut := _cut(tail)):
                return (head, *cut)
    return ()
