"""Write a draft as ``datamap.yaml``: every line with why it is there and how sure that is, as comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import yaml

from upheld.discovery.draft import Draft, TableDraft, TieDraft, Written
from upheld.discovery.profiles import seen_at_least
from upheld.discovery.sampling import Sample
from upheld.discovery.snapshots import snapshot_lines, take_snapshot

_WIDE = 100_000


def write_datamap(draft: Draft, system: str) -> str:
    """Return the text of a drafted datamap, with the snapshot of the schema at its end."""
    lines = [*_head(draft, system), "", *_people(draft), "tables:" if draft.tables else "tables: {}"]
    for table in draft.tables.values():
        lines += table_lines(draft, table)
    lines += ["", *snapshot_lines(take_snapshot(draft.survey.schema, draft.survey.samples))]
    return "\n".join(lines) + "\n"


def _head(draft: Draft, system: str) -> Iterator[str]:
    rows = max((s.rows for s in draft.survey.samples.values()), default=0)
    yield "# Drafted by `upheld map` from the names, types, keys and a sample of the values. A person reviews it: every"
    yield "# `decide:` is a question, numbers are confidences. Language: docs/reference/datamap.md."
    if rows:
        yield f"# At most {rows} rows of a table were looked at; {_power(rows)}."
    views = sorted(n for n, kind in draft.survey.kinds.items() if kind in ("view", "copy"))
    if views:
        yield f"# Views, which hold nothing of their own: {', '.join(views)}."
    yield "datamap: 1"
    yield f"system: {flow(system)}"
    yield "# decide: purpose, legal basis and source of what no line below says otherwise of."
    yield "defaults: {purpose: undecided, basis: undecided, source: the person, origin: provided}"
    yield "nobody:" if draft.nobody else "nobody: []"
    for name, why in draft.nobody.items():
        yield nobody_line(name, why)


def nobody_line(name: str, why: str) -> str:
    return f"- {flow(name)}{beside(why)}"


def _power(rows: int) -> str:
    return f"what is in less than {seen_at_least(rows):.1%} of the rows may have been missed (probability 5 %)"


def _people(draft: Draft) -> Iterator[str]:
    people = [p for p in draft.survey.people.values() if p.table in draft.tables]
    yield "people:" if people else "people: {}"
    for person in people:
        yield beside(f"{person.confidence:.2f} {'; '.join(person.reasons)}")
        yield f"  {flow(person.kind)}:"
        yield f"    table: {flow(person.table)}"
        yield f"    key: {flow(person.key)}"
        if person.proves:
            yield "    # decide: whether this address is confirmed; it finds further rows of the person."
            yield f"    proves: {flow(person.proves)}"
        if person.hints:
            yield f"    hints: {flow(person.hints)}"
        lower = [k for k, c in person.proves.items() if (person.table, c) in draft.survey.lower]
        if lower:
            yield f"    stored: {flow(dict.fromkeys(lower, 'lower'))}  # so it is in every row today"
        if person.kind in draft.pseudo:
            yield f"    pseudo: {flow(draft.pseudo[person.kind])}"
            yield f"    pseudo_when: {flow(draft.pseudo_when[person.kind])}"
    yield ""


def table_lines(draft: Draft, table: TableDraft) -> Iterator[str]:
    """Yield the lines of one table, indented to stand under ``tables:``."""
    body = list(_body(table))
    yield f"  {flow(table.name)}:" + ("" if body else " {}")
    sample = draft.survey.samples.get(table.name)
    for line in [*_looked_at(sample), *table.why, *_attributes(draft, table)]:
        yield f"  {beside(line)}"
    for question in dict.fromkeys(table.decide):
        yield f"  {beside('decide: ' + question)}"
    yield from body


def _looked_at(sample: Sample | None) -> Iterator[str]:
    if sample is None or sample.why:
        yield f"undetermined: {sample.why}" if sample and sample.why else "not looked at"
    elif not sample.rows:
        yield "empty: judged by names and types alone"
    elif sample.whole:
        yield f"all {sample.rows} rows looked at"
    else:
        about = f" of about {sample.estimated}" if sample.estimated else ""
        yield f"{sample.rows}{about} rows looked at; {_power(sample.rows)}"


def _attributes(draft: Draft, table: TableDraft) -> Iterator[str]:
    told = draft.survey.attributes.get(table.name)
    if told is not None:
        known = ", ".join(f"{a} {c}" for a, c in told.known) or "none whose name is known here"
        yield f"attributes: {told.name_column} names them, {told.value_column} holds them; personal ones: {known}"


def _body(table: TableDraft) -> Iterator[str]:
    if table.kind:
        yield f"    is: {flow(table.kind)}"
    if table.key:
        yield f"    key: {flow(table.key[0] if len(table.key) == 1 else list(table.key))}"
    yield from _ties("of", table.of)
    yield from _ties("with", table.shared)
    if table.sees:
        yield "    sees:"
        for role, tie in table.sees.items():
            yield f"      {flow(role)}: {flow(tie.written)}{beside(tie.why)}"
    if table.erase != "delete":
        yield f"    erase: {table.erase}"
    for word, cells in (
        ("set", table.sets),
        ("leave", table.leave),
        ("inbound", table.inbound),
        ("proves", table.proves),
    ):
        yield from _cells(word, cells)
    if table.mentions:
        yield f"    mentions: {flow(table.mentions)}"
    yield from _holds(table)


def _holds(table: TableDraft) -> Iterator[str]:
    if table.holds:
        yield "    holds:"
    for category, columns in table.holds.items():
        yield f"      {category}:"
        for column in columns:
            yield column_line(column, table.notes.get(column, ""))


def column_line(column: str, note: str) -> str:
    """Return the line of one column in a list of ``holds``."""
    return f"      - {flow(column)}{beside(note)}"


def beside(note: str) -> str:
    """Return a comment for the end of a line; names may hold anything, a comment no line break."""
    told = " ".join(note.split())
    return f"  # {told}" if told else ""


def _ties(word: str, ties: Iterable[TieDraft]) -> Iterator[str]:
    listed = list(ties)
    if listed:
        yield f"    {word}:"
    for tie in listed:
        yield f"    - {flow(tie.written)}{beside(tie.why)}"


def _cells(word: str, cells: Mapping[str, Written]) -> Iterator[str]:
    if cells:
        yield f"    {word}:"
        for name, value in cells.items():
            yield f"      {flow(name)}: {flow(value)}"


def flow(value: object) -> str:
    """Write a value on one line of YAML."""
    written = yaml.safe_dump(value, default_flow_style=True, width=_WIDE, allow_unicode=True, sort_keys=False)
    return str(written).strip().removesuffix("...").strip()
