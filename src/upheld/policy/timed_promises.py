"""The timed promises of a charter, as clocks: which right or duty each concerns and what its period runs from.

Read are running statements of the kinds ``deadline``, ``retention``, ``breach``, ``children`` and ``marketing`` that carry
a period. The words of their slots are those of docs/reference/promise-kinds.md; docs/reference/law.md lists the rights.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.law.promises import TimedPromise, read_period
from upheld.law.rules import Provenance, Source
from upheld.policy.charter import Charter, Statement

_ALL_RIGHTS = ("access", "rectification", "erasure", "restriction", "portability", "object")
_SUBJECTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"account_(deletion|removal)|delete_account", ("delete_account",)),
    (r"complaint_ack\w*", ("complaint_acknowledge",)),
    (r"complaint_(response|respond|answer|outcome)", ("complaint_respond",)),
    (r"child\w*", ("child_data_removal",)),
    (r"opt_?out\w*", ("opt_out_sale_share",)),
    (r"unsubscribe\w*", ("unsubscribe",)),
    (r"(dsr|request)s?_(ack|extension|extended)\w*", ()),
    (r"(dsr|request)s?_(erasure|deletion)", ("erasure",)),
    (r"(dsr|request)s?_access", ("access",)),
    (r"(dsr|request)s?(_\w+)?", _ALL_RIGHTS),
    (r"access\w*|information_request", ("access",)),
    (r"change\w*|correct\w*|rectif\w*|edit\w*|update\w*", ("rectification",)),
    (r"remov\w*|delet\w*|eras\w*", ("erasure",)),
)
"""What the subject of a deadline says about the right; the first pattern that fits a word counts."""

_ANY_DATA = frozenset({"any", "all", "everything", "personal_information", "personal_data", "all_data"})
_ANCHORS: dict[str, str] = {
    "account_closure": "account_closed",
    "account_closed": "account_closed",
    "agreement_end": "account_closed",
    "purpose_end": "purpose_ended",
    "purpose_ended": "purpose_ended",
}

_PLACES: dict[str, str] = {"GDPR": "EEA", "EU": "EEA", "Canada": "CA"}


def timed_promises(charter: Charter, company: str) -> tuple[TimedPromise, ...]:
    """Return the charter's promises that set a clock, in reading order; ``company`` names them in answers."""
    return tuple(promise for statement in charter.running() for promise in _promises(statement, company))


def _promises(statement: Statement, company: str) -> Iterator[TimedPromise]:
    text = statement.text_slot("period") or statement.text_slot("deadline")
    period = read_period(text) if text else None
    if period is None or statement.text_slot("bound") == "min":
        return
    rights, events = _meaning(statement)
    if rights:
        at = statement.source
        cite = f"{company} charter `{statement.id}` (section {at.section}, characters {at.start}-{at.end})"
        source = Source(cite, Provenance.SOURCE)
        yield TimedPromise(statement.id, company, rights, period, events, source, _places(statement))


def _places(statement: Statement) -> tuple[str, ...]:
    """Return the codes of the places a promise names; the GDPR stands for the union that has it."""
    value = statement.slots.get("jurisdiction")
    named = value if isinstance(value, tuple) else re.split(r"[|,;]", str(value or ""))
    return tuple(_PLACES.get(name.strip(), name.strip()) for name in named if name.strip())


def _meaning(statement: Statement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the rights a statement sets a clock for, and the events it runs from (none: receipt)."""
    match statement.kind:
        case "breach":
            words = f"{statement.text_slot('recipient')} {statement.text_slot('action')}"
            right = "breach_authority" if "authority" in words else "breach_subjects"
            return (right,), ("aware", "discovered")
        case "children":
            return ("child_data_removal",), ("became_aware_child_without_consent",)
        case "retention":
            return _retention(statement)
        case "deadline" | "marketing":
            rights = _deadline_rights(statement)
            aware = "child_data_removal" in rights
            return rights, ("became_aware_child_without_consent",) if aware else ()
        case _:
            return (), ()


def _words(statement: Statement, slot: str) -> list[str]:
    value = statement.slots.get(slot)
    parts = value if isinstance(value, tuple) else re.split(r"[|,;+]|\band\b", str(value or ""))
    return [re.sub(r"\W+", "_", part.strip().lower()) for part in parts if part.strip()]


def _deadline_rights(statement: Statement) -> tuple[str, ...]:
    rights: dict[str, None] = {}
    for word in _words(statement, "subject") or _words(statement, "optout"):
        found = next((names for pattern, names in _SUBJECTS if re.fullmatch(pattern, word)), ())
        rights.update(dict.fromkeys(found))
    return tuple(rights)


def _retention(statement: Statement) -> tuple[tuple[str, ...], tuple[str, ...]]:
    rights: dict[str, None] = {}
    for word in _words(statement, "subject"):
        rights.update(
            dict.fromkeys(("retention_any", "retention_all") if word in _ANY_DATA else (f"retention_{word}",))
        )
    named = [*_words(statement, "trigger"), (statement.anchor_assumed or "").lower()]
    events = {_ANCHORS[word]: None for word in named if word in _ANCHORS}
    return tuple(rights), tuple(events) or ("purpose_ended", "account_closed")
