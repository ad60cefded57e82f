"""What a linting rule is, and the register of all of them.

A rule is a function from a :class:`~upheld.policy.linting.model.PolicyView` to :class:`Hit`, wrapped by :func:`rule` with
everything a person needs to judge and to mend what it finds. Importing a module of rules registers them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from upheld.policy.linting.model import (
    Evidence,
    FindingSeverity,
    Passage,
    PassageKind,
    PolicyView,
    Promise,
    SlotValue,
)

HIGH, MEDIUM, LOW = FindingSeverity.HIGH, FindingSeverity.MEDIUM, FindingSeverity.LOW


class Family(StrEnum):
    """What sort of trouble a rule looks for."""

    STRUCTURAL = "structural"
    CONTRADICTION = "contradiction"
    GAP = "gap"
    MISSTATEMENT = "legal_misstatement"
    RISKY = "risky"
    VAGUE = "vague"
    STALE = "stale"
    UNKEEPABLE = "unkeepable"


@dataclass(frozen=True, slots=True)
class Hit:
    """One place where a rule applies: what is wrong there, and the words it rests on."""

    message: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a rule's example: a block of text with the promise read from it, if any."""

    text: str
    passage: PassageKind = PassageKind.PARAGRAPH
    kind: str | None = None
    slots: tuple[tuple[str, SlotValue], ...] = ()


def head(text: str) -> Line:
    """Return a heading of an example."""
    return Line(text, PassageKind.HEADING)


def para(text: str) -> Line:
    """Return a paragraph of an example that makes no promise."""
    return Line(text)


def item(text: str, kind: str | None = None, /, **slots: SlotValue) -> Line:
    """Return a list item of an example; it hangs on the paragraph before it."""
    return Line(text, PassageKind.ITEM, kind, tuple(slots.items()))


def said(text: str, kind: str, /, **slots: SlotValue) -> Line:
    """Return a paragraph of an example with the promise it makes. A trailing underscore of a slot's name is dropped."""
    return Line(text, PassageKind.PARAGRAPH, kind, tuple((name.rstrip("_"), v) for name, v in slots.items()))


Check = Callable[[PolicyView], Iterable[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """A documented unit of the linter.

    ``absence`` marks rules about something that is missing: they only look at whole policies. ``bad`` triggers the rule,
    ``good`` does not. ``law`` names the provision or the case behind it, None where the trouble is the text's own.
    """

    id: str
    family: Family
    severity: FindingSeverity
    title: str
    why: str
    fix: str
    law: str | None
    bad: tuple[Line, ...]
    good: tuple[Line, ...]
    check: Check
    absence: bool = False

    @property
    def what(self) -> str:
        """Return what the rule looks for: the docstring of its function."""
        return " ".join((self.check.__doc__ or "").split())


RULES: dict[str, Rule] = {}
"""Every rule by id, in the order of registration."""


def rule(
    id_: str,
    family: Family,
    severity: FindingSeverity,
    title: str,
    *,
    why: str,
    fix: str,
    bad: tuple[Line, ...],
    good: tuple[Line, ...],
    law: str | None = None,
    absence: bool = False,
) -> Callable[[Check], Check]:
    """Register the decorated function as a rule; raise ``ValueError`` where the id is taken."""

    def register(check: Check) -> Check:
        if id_ in RULES:
            raise ValueError(f"the rule {id_} is defined twice")
        RULES[id_] = Rule(id_, family, severity, title, why, fix, law, bad, good, check, absence)
        return check

    return register


def compose(lines: Iterable[Line], as_of: date) -> PolicyView:
    """Build a policy from the lines of an example."""
    text, passages, promises = "", [], []
    lead: Evidence | None = None
    for line in lines:
        start = len(text)
        text += line.text + "\n\n"
        is_item = line.passage is PassageKind.ITEM
        end = start + len(line.text)
        passages.append(Passage(line.passage, start, end, line.text, printed_number(line), lead if is_item else None))
        if not is_item:
            lead = passages[-1].evidence
        if line.kind is not None:
            promises.append(Promise(line.kind, start, end, line.text, dict(line.slots)))
    return PolicyView(text, tuple(passages), tuple(promises), as_of)


def printed_number(line: Line) -> str | None:
    """Return the number a heading starts with."""
    if line.passage is not PassageKind.HEADING:
        return None
    first = line.text.split(" ", 1)[0]
    return first if first.rstrip(".)").isdigit() else None


def pairs(left: Iterable[Promise], right: Iterable[Promise]) -> Iterator[tuple[Promise, Promise]]:
    """Yield every pair of two different promises, each unordered pair once."""
    ours, theirs = tuple(left), tuple(right)
    seen: set[tuple[int, int]] = set()
    for a in ours:
        for b in theirs:
            key = (min(id(a), id(b)), max(id(a), id(b)))
            if a is not b and key not in seen:
                seen.add(key)
                yield a, b
