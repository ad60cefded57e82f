"""What differs in operation between two versions of a policy."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from upheld.policy.comparing.terms import ABOUT, Term
from upheld.policy.periods import length_in_days


class ChangeKind(StrEnum):
    """What happens to a matter from one version to the next."""

    ADDED = "added"
    REMOVED = "removed"
    LONGER = "longer"
    SHORTER = "shorter"
    UNBOUNDED = "period-removed"
    BOUNDED = "period-added"
    REWORDED = "changed"


class Direction(StrEnum):
    """For whom a change is better."""

    WORSE = "worse-for-people"
    BETTER = "better-for-people"
    NEUTRAL = "neutral"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference. ``slot`` is what differs within a matter both versions speak about; ids are those of the statements."""

    kind: ChangeKind
    term: Term
    direction: Direction
    message: str
    slot: str | None = None
    old_id: str | None = None
    new_id: str | None = None
    old_value: str | None = None
    new_value: str | None = None


_LESS_IS_BETTER = frozenset({"collect", "source", "purpose", "recipient", "transfer", "fee"})
_MORE_IS_BETTER = frozenset(
    {"right", "no_sale", "no_share", "not_collect", "optout", "marketing", "appeal", "withdrawal", "breach", "deadline",
     "security", "agent", "children", "complaint"}
)  # fmt: skip
_WORTH_COMPARING: dict[str, tuple[str, ...]] = {
    "retention": ("trigger", "action", "bound", "criteria"),
    "recipient": ("purpose", "role", "sale_share"),
    "transfer": ("safeguard",),
    "signal": ("honored", "effect"),
    "right": ("limit", "condition", "channel"),
    "deadline": ("trigger", "bound"),
    "breach": ("modality", "recipient", "trigger"),
    "cookie_category": ("basis", "recipient"),
    "no_sale": ("exception",),
    "no_share": ("purpose",),
    "marketing": ("consent",),
    "children": ("age",),
    "purpose": ("basis",),
    "adm": ("polarity", "right"),
    "verification": ("when", "method"),
    "fee": ("fee",),
}
_NAMES = {
    "collect": "data collected",
    "not_collect": "data not collected",
    "source": "source of data",
    "purpose": "purpose",
    "recipient": "recipient",
    "retention": "retention",
    "right": "right",
    "deadline": "time for an answer",
    "breach": "breach handling",
    "transfer": "transfer",
    "signal": "browser signal",
    "no_sale": "promise not to sell",
    "no_share": "promise not to share",
    "optout": "opt-out",
    "marketing": "marketing choice",
    "cookie_category": "class of cookies",
    "legal_basis": "legal basis",
    "children": "children",
    "appeal": "appeal",
    "fee": "fee",
    "security": "security measure",
    "adm": "automated decisions",
    "withdrawal": "withdrawal of consent",
    "verification": "identity check",
    "complaint": "complaint",
    "agent": "authorized agent",
}


def compare(old: Iterable[Term], new: Iterable[Term]) -> tuple[Change, ...]:
    """Return what differs, in the order of the new version; what was removed comes last.

    Terms are matched by what they are about and for whom. Comparing a version with itself gives nothing.
    """
    before, after = _grouped(old), _grouped(new)
    changes: list[Change] = []
    for key, terms in after.items():
        if key not in before:
            changes.append(_appeared(terms[0]))
        else:
            changes.extend(_differences(before[key], terms))
    changes.extend(_vanished(terms[0]) for key, terms in before.items() if key not in after)
    return tuple(changes)


def _grouped(terms: Iterable[Term]) -> dict[tuple[str, str, str], list[Term]]:
    groups: dict[tuple[str, str, str], list[Term]] = {}
    for term in terms:
        groups.setdefault(term.key, []).append(term)
    return groups


def _describe(term: Term) -> str:
    matter = term.about.replace("_", " ")
    where = f" ({term.jurisdiction.upper()})" if term.jurisdiction else ""
    return f"{_NAMES[term.kind]}{': ' + matter if matter else ''}{where}"


def _appeared(term: Term) -> Change:
    return Change(ChangeKind.ADDED, term, _direction(term, appears=True), f"New {_describe(term)}.", new_id=term.id)


def _vanished(term: Term) -> Change:
    return Change(
        ChangeKind.REMOVED,
        term,
        _direction(term, appears=False),
        f"No longer there: {_describe(term)}.",
        old_id=term.id,
    )


def _direction(term: Term, *, appears: bool) -> Direction:
    if term.kind == "retention":
        return (
            Direction.BETTER
            if appears and length_in_days(term.slots.get("period", "")) is not None
            else (Direction.NEUTRAL if appears else Direction.WORSE)
        )
    if term.kind == "signal":
        honoured = term.slots.get("honored") == "true"
        return Direction.NEUTRAL if not honoured else Direction.BETTER if appears else Direction.WORSE
    if term.kind in _LESS_IS_BETTER:
        return Direction.WORSE if appears else Direction.BETTER
    if term.kind in _MORE_IS_BETTER:
        return Direction.BETTER if appears else Direction.WORSE
    return Direction.NEUTRAL


def _differences(old: list[Term], new: list[Term]) -> Iterator[Change]:
    yield from _periods(old, new)
    for slot in _WORTH_COMPARING.get(new[0].kind, ()):
        if slot == ABOUT[new[0].kind]:
            continue
        before = sorted({t.slots[slot] for t in old if t.slots.get(slot)})
        after = sorted({t.slots[slot] for t in new if t.slots.get(slot)})
        if before != after:
            yield _reworded(old[0], new[0], slot, ", ".join(before), ", ".join(after))


def _periods(old: list[Term], new: list[Term]) -> Iterator[Change]:
    before, after = _shortest(old), _shortest(new)
    if before == after:
        return
    term = new[0]
    ids = {"old_id": old[0].id, "new_id": term.id}
    if before is None or after is None:
        kind = ChangeKind.BOUNDED if before is None else ChangeKind.UNBOUNDED
        direction = Direction.BETTER if before is None else Direction.WORSE
        word = "now has a period" if before is None else "no longer has a period"
        message = f"{_describe(term).capitalize()} {word}: {after or before}."
        yield Change(kind, term, direction, message, "period", old_value=before, new_value=after, **ids)
        return
    longer = (length_in_days(after) or 0) > (length_in_days(before) or 0)
    own_window = term.kind == "appeal" and term.about in ("consumer", "person", "data_subject")
    worse = longer != own_window
    yield Change(
        ChangeKind.LONGER if longer else ChangeKind.SHORTER,
        term,
        Direction.WORSE if worse else Direction.BETTER,
        f"{_describe(term).capitalize()}: {before} becomes {after}.",
        "period",
        old_value=before,
        new_value=after,
        **ids,
    )


def _shortest(terms: list[Term]) -> str | None:
    timed = [
        (days, t.slots["period"]) for t in terms if (days := length_in_days(t.slots.get("period", ""))) is not None
    ]
    return min(timed)[1] if timed else None


_WEAKER: dict[tuple[str, str], str] = {
    ("no_sale", "exception"): "added",
    ("no_share", "purpose"): "added",
    ("right", "limit"): "added",
    ("right", "condition"): "added",
    ("transfer", "safeguard"): "removed",
    ("cookie_category", "recipient"): "added",
    ("recipient", "sale_share"): "added",
    ("fee", "fee"): "added",
}


def _reworded(old: Term, new: Term, slot: str, before: str, after: str) -> Change:
    what = f"{_describe(new).capitalize()}: {slot.replace('_', ' ')}"
    return Change(
        ChangeKind.REWORDED,
        new,
        _slot_direction(new, slot, before, after),
        f"{what} was “{before or 'not stated'}”, becomes “{after or 'not stated'}”.",
        slot,
        old.id,
        new.id,
        before or None,
        after or None,
    )


def _slot_direction(term: Term, slot: str, before: str, after: str) -> Direction:
    if (term.kind, slot) == ("signal", "honored"):
        return Direction.BETTER if after == "true" else Direction.WORSE
    if (term.kind, slot) == ("breach", "modality"):
        return Direction.WORSE if after == "may" else Direction.BETTER
    if slot == "bound":
        return Direction.WORSE if after == "typical" else Direction.BETTER if before == "typical" else Direction.NEUTRAL
    weaker = _WEAKER.get((term.kind, slot))
    if weaker is None or (before and after):
        return Direction.NEUTRAL
    return Direction.WORSE if (weaker == "added") == bool(after) else Direction.BETTER
