"""The reference page of the law: what is known, as tables with the source and trust of each value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from upheld.law.cases import NoDeadline
from upheld.law.events import EVENTS
from upheld.law.law_text import provenance_counts, sources_in
from upheld.law.model import Instrument, LawPack, Place
from upheld.law.promises import PREFIX
from upheld.law.rules import ClockRule, Counting, ExtendFrom, InForce, Outcome, Period, Provenance, Source

_HEAD = """# The law, as data

Generated from `src/upheld/law/jurisdictions` by `tools/write_law_reference.py`; a test compares. Law as of {as_of}.
**Nothing here is legal advice.** Each value carries a citation and how far it was checked:
`source` (seen in the text of the law or its authority), `mixed` (partly), `memory` (not checked), `design` (our own
cautious choice). Sections and sub-sections of a citation may be from memory even where the value itself was seen; check them
before you rely on them.

`upheld law show PLACE` prints everything about one place, this page the tables. Values here: {counts}.
"""

_FILES = """## The files

One folder per place. `place.yaml` holds zone, holidays, authorities, the duty to honour a signal and other facts; every
other file is one law; `countings.yaml` holds the ways of counting; `pack.yaml` the day of knowledge.
`upheld.formats.law_schema` is the schema: a value without `cite` and `provenance`, an unknown word, event or place fails the
build. A changed value is a new entry with `in_force: {from: …}` beside the old one with `until`; the version is chosen by the
day of receipt.
`upheld law diff OLD NEW --cases open.jsonl` says which open cases move.
"""

_PROMISES = f"""## Promises

A law written `{PREFIX}<company>` asks the timed promises of `<charters>/<company>/charter.yaml` (folder in lower case, other
signs as hyphens; `--charters`, by default `examples/`). `{PREFIX}<company>+<law>` asks both. Business days of a promise are Monday
to Friday without looking at holidays, days end at midnight and never roll over, hours are elapsed hours. Read are running
statements with a `period` (for children, `deadline`):

"""

_PROMISE_ROWS = (
    ("deadline", "subject `account_deletion`", "`delete_account`"),
    ("deadline", "subject `complaint_ack`, `complaint_response`", "`complaint_acknowledge`, `complaint_respond`"),
    ("deadline", "subject `children_data`", "`child_data_removal`, from `became_aware_child_without_consent`"),
    ("deadline", "subject `optout_…`, `unsubscribe`", "`opt_out_sale_share`, `unsubscribe`"),
    ("deadline", "subject `access`, `rectification`, `erasure` (a list for several)", "the right itself"),
    ("deadline", "subject `dsr_…`", "every right of a data subject"),
    (
        "breach",
        "recipient, action",
        "`breach_subjects`, or `breach_authority` where the authority is meant; from `aware`",
    ),
    ("children", "deadline", "`child_data_removal`"),
    (
        "retention",
        "subject, trigger or `anchor_assumed`",
        "`retention_<subject>`; for all data `retention_any`, `retention_all`",
    ),
    ("marketing", "optout", "`unsubscribe`"),
)


_CASES = """## Cases and answers

`upheld clock --jsonl` reads one JSON object a line and answers in the same order; a case that cannot be answered gets
`{"id": …, "error": …}` and the run goes on. A case has `law`, `jurisdiction`, `right`, `received_at` (ISO 8601 with offset), `tz`
(IANA) and `events` (`{"at": …, "type": …}` with the fields below), and may have `id`. Instead of `law`: `laws` (a list of laws and
`PROMISE:<company>`), or `residence` (and `established`, `covered`), which asks every law that binds. `acted_at` has the breach of
law and of promise judged apart. Days end at 23:59:59 in the zone of the case. Beside the fields below, an answer for a set has
`binding` (whose cautious date is the earliest), `clocks` (each regime's own answer) and `unanswered`.

"""

ANSWER_MEANINGS: dict[str, str] = {
    "due_at": "the latest the rule allows; null with a `reason`",
    "safe_due_at": "the date to act on: no roll-over, no pause, the earliest defensible reading",
    "because": "citations and promises the dates rest on",
    "reason": "why `due_at` is null: " + ", ".join(f"`{one.value}`" for one in NoDeadline),
    "ack_due_at": "acknowledge by",
    "ack_safe_due_at": "acknowledge by, cautiously",
    "allowed_outcome": "what the law lets the controller do: `deny`, `refuse`, `charge_fee`, `withdrawn`, …",
    "authority_due_at": "tell the authority by",
    "display_status_required": "whether the status of the signal has to be shown",
    "earliest_allowed_at": "not before: the waiting time is over from this instant",
    "effect_at": "from when the choice has effect",
    "extension_notice_due_at": "an extension has to be told by",
    "extension_notice_safe_due_at": "an extension has to be told by, cautiously",
    "keep_until_at": "keep at least until",
    "law_due_at": "of a set: the earliest `due_at` of the laws; breach of law is judged by it",
    "mailbox_provider_due_at": "what mailbox providers expect of an unsubscribe",
    "must_honour": "whether the signal has to be honoured",
    "promise_due_at": "of a set: the earliest `due_at` of the promises; breach of promise is judged by it",
    "subjects_due_at": "tell the people by",
    "subjects_safe_due_at": "tell the people by, cautiously",
    "verification_required": "whether the requester has to be verified (false: must not be)",
}
"""Every field of an answer, in words."""

_COUNTING_HEAD = ("counting", "rolls over on", "month without the day", "hours", "no business days", "cited")
_PLACE_HEAD = ("place", "name", "authorities", "signal since", "child's age", "holidays known")


def law_page(pack: LawPack) -> str:
    """Return the page as Markdown."""
    roots = (*pack.instruments.values(), *pack.places.values(), *pack.countings.values())
    known = [source.provenance for root in roots for source in sources_in(root)]
    counts = ", ".join(f"{known.count(one)} {one.value}" for one in Provenance)
    parts = [
        _HEAD.format(as_of=pack.as_of, counts=counts),
        _FILES,
        "## Laws\n\n"
        + _table(("law", "places", "in force", "counted by", "name", "trust"), map(_law_row, _laws(pack))),
        "## Duties with a clock\n\n"
        + _table(("law", "rights and duties", "in force", "period", "extension", "cited", "trust"), _duty_rows(pack)),
        "## Who is asked to prove their identity\n\n"
        + _table(("law", "rights", "verification", "cited", "trust"), _verification_rows(pack)),
        "## How often\n\n" + _table(("law", "rights", "free", "beyond", "cited", "trust"), _frequency_rows(pack)),
        "## Ways of counting\n\n" + _table(_COUNTING_HEAD, map(_counting_row, pack.countings.values())),
        "## Places\n\n" + _table(_PLACE_HEAD, map(_place_row, pack.places.values())),
        _PROMISES + _table(("kind", "slots that decide", "right"), _PROMISE_ROWS),
        _CASES + _table(("field", "meaning"), ANSWER_MEANINGS.items()),
        "## Events\n\n" + _table(("event", "fields", "may lie before receipt"), map(_event_row, EVENTS)),
        "## Copies seen\n\n" + _table(("key", "copy"), sorted(pack.copies.items())),
        "## Trust by law\n\n" + _table(("law", "values"), ((law.id, _counted(pack, law.id)) for law in _laws(pack))),
    ]
    return "\n".join(part.rstrip() + "\n" for part in parts)


def _laws(pack: LawPack) -> list[Instrument]:
    return sorted(pack.instruments.values(), key=lambda law: law.id)


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    lines += ["| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in rows]
    return "\n".join(lines) + "\n"


def _law_row(law: Instrument) -> tuple[str, ...]:
    places = ", ".join(law.jurisdictions[:4]) + (" …" if len(law.jurisdictions) > 4 else "")
    return law.id, places, _force(law.in_force), law.counting, law.name, law.source.provenance.value


def _duty_rows(pack: LawPack) -> Iterator[tuple[str, ...]]:
    for law in _laws(pack):
        for rule in law.clocks:
            force = _force(rule.in_force) or _force(law.in_force)
            yield (
                law.id,
                ", ".join(rule.rights),
                force,
                _duty(rule),
                _extension(rule),
                rule.source.cite,
                rule.source.provenance.value,
            )


def _duty(rule: ClockRule) -> str:
    if rule.period is None:
        return "honoured where the place says so" if rule.outcome is Outcome.HONOUR else rule.note or ""
    start = " / ".join(rule.start.events) or "receipt"
    verb = {Outcome.KEEP_UNTIL: "kept ", Outcome.EARLIEST: "not before "}.get(rule.outcome, "")
    return f"{verb}{_period(rule.period)} from {start}"


def _extension(rule: ClockRule) -> str:
    if rule.extension is None:
        return ""
    more = _period(rule.extension.period) if rule.extension.period is not None else "to the date told"
    return more + (" (counted from receipt)" if rule.extension.counted_from is ExtendFrom.RECEIPT else "")


def _verification_rows(pack: LawPack) -> Iterator[tuple[str, ...]]:
    for law in _laws(pack):
        for rule in law.clocks:
            if rule.verification is not None:
                needed = "required" if rule.verification.required else "must not be asked"
                yield law.id, ", ".join(rule.rights), needed, *_cells(rule.verification.source)


def _frequency_rows(pack: LawPack) -> Iterator[tuple[str, ...]]:
    for law in _laws(pack):
        for rule in law.clocks:
            if rule.frequency is not None:
                free = f"{rule.frequency.count} per {rule.frequency.window.value.replace('_', ' ')}"
                beyond = rule.frequency.beyond.value.replace("_", " ")
                yield law.id, ", ".join(rule.rights), free, beyond, *_cells(rule.frequency.source)


def _cells(source: Source) -> tuple[str, str]:
    return source.cite, source.provenance.value


def _counting_row(counting: Counting) -> tuple[str, ...]:
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    rolls = [names[day] for day in sorted(counting.roll_weekdays)] + (["holidays"] if counting.roll_holidays else [])
    closed = [names[day] for day in sorted(counting.business_days.weekend)]
    closed += ["holidays"] if counting.business_days.holidays else []
    hours = counting.hours.value.replace("_", " ")
    end = counting.month_end.value.replace("_", " ")
    return counting.id, ", ".join(rolls) or "never", end, hours, ", ".join(closed), counting.source.cite


def _place_row(place: Place) -> tuple[str, ...]:
    ages = [str(fact.value) for fact in place.facts if fact.topic == "child_age"]
    signal = "" if place.signal is None else place.signal.start.isoformat() if place.signal.start else "no duty"
    known = "" if place.calendar is None else f"{place.calendar.first_year}-{place.calendar.last_year}"
    authorities = "; ".join(f"{one.name} ({one.web})" for one in place.authorities)
    return place.code, place.name, authorities, signal, ", ".join(ages), known


def _event_row(name: str) -> tuple[str, ...]:
    spec = EVENTS[name]
    return name, ", ".join(sorted(spec.fields)), "yes" if spec.may_precede else "no"


def _counted(pack: LawPack, law: str) -> str:
    return ", ".join(f"{count} {name}" for name, count in provenance_counts(pack, law).items())


def _period(period: Period) -> str:
    if not period.n:
        return "at once"
    return f"{period.n} {period.unit.value.replace('_', ' ')}{'s' if period.n != 1 else ''}"


def _force(force: InForce) -> str:
    start = f"from {force.start}" if force.start else ""
    end = f"until {force.end}" if force.end else ""
    return f"{start} {end}".strip()
