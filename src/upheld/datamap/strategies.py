"""What erasure does to one cell when its row stays.

Only a strategy that leaves nothing to link back by may be called anonymising; a keyed hash pseudonymises (GDPR Art. 4(5)).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


@dataclass(frozen=True, slots=True)
class Null:
    """Set to NULL."""


@dataclass(frozen=True, slots=True)
class Empty:
    """Set to the empty text, JSON object or zero bytes: for NOT NULL columns."""


@dataclass(frozen=True, slots=True)
class Keep:
    """Leave as it is: the cell says nothing about the person once the others are gone."""


@dataclass(frozen=True, slots=True)
class Constant:
    """Set to one value for everybody."""

    value: str | int | bool


@dataclass(frozen=True, slots=True)
class KeyedHash:
    """Replace by HMAC-SHA-256 under a key of the deployment. Pseudonymises: equal values stay equal."""


class DateUnit(StrEnum):
    YEAR = "year"
    MONTH = "month"
    DAY = "day"


@dataclass(frozen=True, slots=True)
class TruncateDate:
    """Cut a date or instant down to the start of its year, month or day."""

    unit: DateUnit


@dataclass(frozen=True, slots=True)
class Mask:
    """Keep the format and the last ``keep`` characters: digits become 0, letters x."""

    keep: int = 0


@dataclass(frozen=True, slots=True)
class Pseudo:
    """Point to a pseudo-person: ``one`` shared by all who left, or one for ``each`` erased person.

    ``each`` is needed where a UNIQUE constraint contains the column: two who left would collide on the shared one.
    """

    each: bool = False


@dataclass(frozen=True, slots=True)
class RemovePaths:
    """Remove members of a JSON document."""

    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Redact:
    """Replace every form of the person's identifiers inside a text by ``[erased]``."""


Strategy = Null | Empty | Keep | Constant | KeyedHash | TruncateDate | Mask | Pseudo | RemovePaths | Redact

WORDS: dict[str, Strategy] = {
    "null": Null(),
    "unlink": Null(),
    "empty": Empty(),
    "keep": Keep(),
    "hash": KeyedHash(),
    "mask": Mask(),
    "redact": Redact(),
}


_JSON_PATH = re.compile(r"\$(?:\.[A-Za-z_][A-Za-z0-9_]*)+")


def parse_strategy(value: Any) -> Strategy:
    """Read a strategy as written in a datamap; raise ``ValueError`` that lists the words for anything else."""
    if value is None:
        return Null()
    if isinstance(value, str):
        if value not in WORDS:
            raise ValueError(
                f"`{value}` is not a strategy; use {', '.join(WORDS)}, or {{constant|date|mask|pseudo|remove: …}}"
            )
        return WORDS[value]
    if isinstance(value, Mapping) and len(value) == 1:
        ((word, argument),) = value.items()
        return _with_argument(str(word), argument)
    raise ValueError("a strategy is a word such as null, or one pair such as {date: year}")


def _with_argument(word: str, argument: Any) -> Strategy:
    match word:
        case "constant" if isinstance(argument, (str, int, bool)):
            return Constant(argument)
        case "date" if argument in tuple(DateUnit):
            return TruncateDate(DateUnit(argument))
        case "mask" if type(argument) is int and 0 <= argument <= 8:
            return Mask(argument)
        case "pseudo" if argument in ("one", "each"):
            return Pseudo(each=argument == "each")
        case "remove":
            paths = tuple(argument) if isinstance(argument, list) else (argument,)
            if paths and all(isinstance(p, str) and _JSON_PATH.fullmatch(p) for p in paths):
                return RemovePaths(paths)
    raise ValueError(f"{{{word}: {argument}}} is not a strategy; see docs/reference/datamap.md")
