"""The small, portable language of conditions on a row: slices, ``where`` of a tie, what marks a pseudo-person.

``key = 'phone'`` · ``kind in ('a', 'b')`` · ``deleted_at is null`` · ``active = true`` · ``a = 1 and b != 'x'`` ·
``email like 'erased-%'``. It is parsed here and bound as parameters by the connector, so a datamap can never smuggle SQL.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

Literal = str | int | bool


@dataclass(frozen=True, slots=True)
class Test:
    """One comparison of a column. ``op`` is one of ``= != in like null not-null``."""

    column: str
    op: str
    values: tuple[Literal, ...] = ()


@dataclass(frozen=True, slots=True)
class Condition:
    """Tests joined by *and*; ``text`` is the source."""

    text: str
    tests: tuple[Test, ...]

    @property
    def columns(self) -> frozenset[str]:
        return frozenset(t.column for t in self.tests)


_NAME = r"[A-Za-z_][A-Za-z0-9_]*"
_VALUE = r"'(?:[^']|'')*'|-?[0-9]{1,18}\b|true\b|false\b"
_TEST = re.compile(
    rf"\s*(?P<col>{_NAME})\s*(?:"
    rf"(?P<null>is\s+null)|(?P<notnull>is\s+not\s+null)|"
    rf"(?P<op>=|!=|<>|like)\s*(?P<val>{_VALUE})|"
    rf"in\s*\(\s*(?P<list>(?:{_VALUE})(?:\s*,\s*(?:{_VALUE}))*)\s*\))\s*",
    re.IGNORECASE,
)


def parse_condition(text: str) -> Condition:
    """Parse a condition; raise ``ValueError`` that names the part not understood."""
    tests: list[Test] = []
    at = 0
    while True:
        match = _TEST.match(text, at)
        if not match:
            raise ValueError(
                f"cannot read the condition at `{text[at : at + 30].strip() or 'its end'}`; write column = 'value' [and …]"
            )
        tests.append(_test(match))
        at = match.end()
        if at == len(text):
            return Condition(text, tuple(tests))
        joined = re.compile(r"and\b", re.IGNORECASE).match(text, at)
        if not joined:
            raise ValueError(f"`{text[at : at + 30].strip()}` follows a test; only `and` may")
        at = joined.end()


def _test(match: re.Match[str]) -> Test:
    column = match["col"]
    if match["null"]:
        return Test(column, "null")
    if match["notnull"]:
        return Test(column, "not-null")
    if match["list"]:
        return Test(column, "in", tuple(_literal(v) for v in re.findall(_VALUE, match["list"], re.IGNORECASE)))
    op = {"<>": "!="}.get(match["op"], match["op"].lower())
    value = _literal(match["val"])
    if op == "like" and not isinstance(value, str):
        raise ValueError(f"`{match[0].strip()}` compares with `like`, which needs a text in quotes")
    return Test(column, op, (value,))


def _literal(text: str) -> Literal:
    if text.startswith("'"):
        return text[1:-1].replace("''", "'")
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    return int(text)
