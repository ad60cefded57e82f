"""Draft what a datamap should say: categories of columns, what erasure does, and the answers that the keys demand."""

from __future__ import annotations

from collections.abc import Iterator

from upheld.datamap.categories import KEY
from upheld.datamap.schema import Column, TableSchema, TypeClass
from upheld.discovery.draft import Draft, Survey, TableDraft, TieDraft, Written
from upheld.discovery.judging import Finding, Verdict
from upheld.discovery.links import Reference
from upheld.discovery.naming import read_name
from upheld.discovery.ownership import IDENTIFYING, Ownership
from upheld.discovery.people import PeopleTable

_SURROGATE = (TypeClass.INTEGER, TypeClass.UUID)
_WRITTEN_TEXT = ("text", "communication", "support", "opinion")
_FALLBACK = {
    TypeClass.INSTANT: "time",
    TypeClass.DATE: "time",
    TypeClass.BOOLEAN: "account.status",
    TypeClass.BYTES: "content",
    TypeClass.JSON: "behaviour",
    TypeClass.UUID: KEY,
    TypeClass.TEXT: "text",
    TypeClass.NUMBER: "transaction",
}
_PSEUDO_TEXT = "gone-{n}"
_PSEUDO_MAIL = "gone-{n}@example.invalid"
_SAYS_LITTLE = 4.0


def draft_datamap(survey: Survey) -> Draft:
    """Draft the datamap of a surveyed database; the order of tables is that of the schema."""
    tables = Ownership(survey).work_out()
    draft = Draft(survey, {}, {})
    for name, table in tables.items():
        if table.tied or _worth_declaring(survey, table):
            draft.tables[name] = table
        else:
            draft.nobody[name] = _why_nobody(survey, name)
    for name, kind in survey.kinds.items():
        if kind == "foreign":
            draft.tables[name] = TableDraft(name)
    for person in survey.people.values():
        if person.table in draft.tables:
            _add_stand_in(draft, person)
    for table in draft.tables.values():
        _add_columns(survey, table)
    for table in draft.tables.values():
        _answer_leavers(draft, table)
    for table in draft.tables.values():
        _answer_references(draft, table)
    for table in draft.tables.values():
        if table.erase == "anonymise":
            _add_sets(draft, table)
    return draft


def verdict(survey: Survey, table: TableDraft | None, name: str, column: str, finding: Finding) -> Verdict:
    """Say whether a column holds personal data, with ``empty`` and ``undetermined`` where the sample does not tell.

    ``table`` is the draft of the table ``name``, or None where that holds nothing about anybody.
    """
    if is_structure(survey, name, column):
        return Verdict.STRUCTURE
    tied = table is not None and table.tied
    attributes = survey.attributes.get(name)
    if tied and attributes is not None and column in (attributes.name_column, attributes.value_column):
        return Verdict.PERSONAL
    if table is not None and (finding.direct or (tied and finding.in_own_row and finding.score > 0)):
        return Verdict.PERSONAL
    if tied:
        return Verdict.ROW
    sample = survey.samples.get(name)
    figures = sample.columns.get(column) if sample else None
    if figures is not None and not figures.filled:
        return Verdict.EMPTY
    return Verdict.UNDETERMINED if _unclear(finding) else Verdict.NOT


def _unclear(finding: Finding) -> bool:
    return any(-1.0 < s <= 0 for c, s in finding.scores.items() if Finding(c, 1.0).direct)


def is_structure(survey: Survey, table: str, column: str) -> bool:
    """Whether a column is a key or a reference rather than a fact; a country's code is both, and counts as a fact."""
    facts = survey.schema.tables[table]
    referring = {c for r in survey.references.get(table, ()) for c in r.columns}
    generic = {c for t in survey.typed.get(table, ()) for c in (t.type_column, t.id_column)}
    if column in generic:
        return True
    if column in referring:
        finding = survey.finding(table, column)
        return finding is None or not finding.direct or facts.columns[column].type is not TypeClass.TEXT
    surrogate = column in facts.primary_key and facts.columns[column].type in _SURROGATE
    drawn = facts.columns[column].type is TypeClass.UUID
    return surrogate or drawn or (column in facts.primary_key and read_name(column).has("id"))


def _worth_declaring(survey: Survey, table: TableDraft) -> bool:
    """Whether an untied table holds what is personal by itself; then a person has to say whose it is."""
    told = survey.findings.get(table.name, {})
    direct = sorted(c for c, f in told.items() if f.direct and not is_structure(survey, table.name, c))
    if not direct or read_name(table.name).heads & {
        "product",
        "category",
        "country",
        "department",
        "currency",
        "system",
    }:
        return False
    sample = survey.samples.get(table.name)
    seen = any(f.direct and any("values pass" in r for r in f.reasons) for f in told.values())
    telling = any(told[c].category in IDENTIFYING or told[c].category == "ip" for c in direct)
    if (len(direct) < 2 and not seen) or not telling:
        return False
    table.decide.append(f"whose rows these are: {', '.join(direct)} look personal, and nothing leads to anybody")
    if sample is not None and not sample.rows:
        table.why.append("empty: judged by names alone")
    return True


def _why_nobody(survey: Survey, table: str) -> str:
    sample = survey.samples.get(table)
    if sample is not None and sample.why:
        return f"undetermined: {sample.why}"
    if sample is None or not sample.rows:
        return "empty: judged by its names alone"
    unclear = sorted(c for c, f in survey.findings.get(table, {}).items() if _unclear(f))
    if unclear:
        return f"undetermined: {', '.join(unclear)} could be personal; nothing leads to anybody"
    return "nothing leads to anybody, and no column looks personal"


# columns


def _add_columns(survey: Survey, table: TableDraft) -> None:
    facts = survey.schema.tables[table.name]
    if not facts.primary_key and table.tied:
        _choose_key(table, facts)
    tied = table.tie_columns()
    for column in facts.columns.values():
        if column.name in tied and not _both(survey, table, column.name):
            continue
        if column.name in facts.primary_key and column.type in _SURROGATE:
            continue
        category, note = _category(survey, table, column)
        table.holds.setdefault(category, []).append(column.name)
        table.notes[column.name] = note
        if category in _WRITTEN_TEXT and _is_prose(survey, table, column) and table.tied:
            table.mentions.append(column.name)


def _choose_key(table: TableDraft, facts: TableSchema) -> None:
    """Name the shortest unique columns as key of a table that declares none."""
    uniques = sorted(facts.uniques, key=len)
    if uniques:
        table.key = uniques[0]
    else:
        table.decide.append("how rows are told apart: there is no primary key and nothing unique")


def _both(survey: Survey, table: TableDraft, column: str) -> bool:
    """Whether a column by which a row is tied also says something: an address, as opposed to a key."""
    finding = survey.finding(table.name, column)
    return finding is not None and finding.direct and not is_structure(survey, table.name, column)


def _category(survey: Survey, table: TableDraft, column: Column) -> tuple[str, str]:
    finding = survey.finding(table.name, column.name)
    reference = next((r for r in survey.references.get(table.name, ()) if column.name in r.columns), None)
    if reference is not None and is_structure(survey, table.name, column.name):
        return KEY, f"points to {reference.parent}" + _sureness(reference)
    if is_structure(survey, table.name, column.name):
        return KEY, "key" if column.name in survey.schema.tables[table.name].primary_key else "structure"
    attributes = survey.attributes.get(table.name)
    if attributes is not None and column.name in (attributes.name_column, attributes.value_column):
        return "preference", "0.60 attribute of whoever the row belongs to"
    sample = survey.samples.get(table.name)
    figures = sample.columns.get(column.name) if sample else None
    empty = "; empty" if figures is not None and not figures.filled else ""
    if finding is None or finding.score <= 0:
        guess = _FALLBACK.get(column.type, "usage")
        if guess == "text" and (figures is None or not figures.share("sentence")):
            guess = "usage"
        return guess, f"undetermined: taken for {guess} by its type{empty}"
    special = (
        "; special category"
        if finding.category in ("health", "religion", "origin", "politics", "union", "sexuality", "biometric")
        else ""
    )
    member = _members_of(survey, table.name, column.name)
    return finding.category, f"{finding.confidence:.2f} {'; '.join(finding.reasons)}{special}{empty}{member}"


def _sureness(reference: Reference) -> str:
    return "" if reference.declared else f" ({reference.confidence:.2f} {'; '.join(reference.reasons)})"


def _members_of(survey: Survey, table: str, column: str) -> str:
    told = [
        f"$.{'.'.join(m.path)} {m.finding.category if m.finding.direct else m.points_to}"
        for m in survey.members.get(table, ())
        if m.column == column
    ]
    return f"; holds {', '.join(told)}" if told else ""


def _is_prose(survey: Survey, table: TableDraft, column: Column) -> bool:
    sample = survey.samples.get(table.name)
    figures = sample.columns.get(column.name) if sample else None
    if (
        column.type is not TypeClass.TEXT
        or column.fixed
        or any(column.name in u for u in survey.schema.tables[table.name].uniques)
    ):
        return False
    return figures is None or not figures.tested or figures.share("sentence") > 0.2


# what erasure does


def _add_stand_in(draft: Draft, person: PeopleTable) -> None:
    """Say what a stand-in of somebody who left holds, where an address or another unique text can mark it."""
    facts = draft.survey.schema.tables[person.table]
    mark = person.proves.get("email") or _unique_text(facts, person.key)
    if mark is None or not _room(facts.columns[mark], _PSEUDO_MAIL):
        return
    mail = mark == person.proves.get("email")
    cells: dict[str, Written] = {mark: _PSEUDO_MAIL if mail else _PSEUDO_TEXT}
    for column in facts.columns.values():
        if column.name in cells or column.nullable or column.has_default or column.fixed:
            continue
        if column.name == person.key and column.type in (TypeClass.UUID, TypeClass.TEXT, TypeClass.INTEGER):
            continue
        unique = any(column.name in u for u in facts.uniques)
        value = _stand_in_cell(column, unique)
        if value is None:
            return
        cells[column.name] = value
    draft.pseudo[person.kind] = cells
    draft.pseudo_when[person.kind] = f"{mark} like 'gone-%{'@example.invalid' if mail else ''}'"


def _unique_text(facts: TableSchema, key: str) -> str | None:
    texts = [u[0] for u in facts.uniques if len(u) == 1 and u[0] != key]
    return next((c for c in texts if facts.columns[c].type is TypeClass.TEXT), None)


def _room(column: Column, text: str) -> bool:
    return column.type is TypeClass.TEXT and (column.max_length or 999) >= len(text) + 10


def _stand_in_cell(column: Column, unique: bool) -> Written:
    match column.type:
        case TypeClass.TEXT:
            if unique:
                return _PSEUDO_TEXT if _room(column, _PSEUDO_TEXT) else None
            return "gone" if (column.max_length or 99) >= 4 else "-"
        case TypeClass.BOOLEAN:
            return False
        case TypeClass.INTEGER | TypeClass.NUMBER if not unique:
            return 0
        case TypeClass.DATE | TypeClass.INSTANT if not unique:
            return "1900-01-01"
        case _:
            return None


def _answer_leavers(draft: Draft, table: TableDraft) -> None:
    """Say what becomes of the cells of people who share or see a row that stays."""
    for tie in [*table.shared, *table.sees.values()]:
        for column in tie.columns:
            if isinstance(tie.written, dict) and tie.written.get("type") == column:
                continue
            if _ends_stay(draft, tie) or column in table.leave:
                continue
            facts = draft.survey.schema.tables[table.name]
            if facts.columns[column].nullable and column not in facts.primary_key:
                table.leave[column] = "unlink" if tie.reference else None
            elif tie.reference and _has_stand_in(draft, tie.reference.parent):
                table.leave[column] = {"pseudo": "each" if any(column in u for u in facts.uniques) else "one"}
            elif isinstance(tie.written, dict) and facts.columns[column].type is TypeClass.TEXT:
                table.leave[column] = {"constant": "[removed]"}
            else:
                table.decide.append(f"what becomes of {column} when its person leaves (`leave`): it may not be NULL")


def _ends_stay(draft: Draft, tie: TieDraft) -> bool:
    ends = [draft.tables[e] for e in tie.leads_to if e in draft.tables]
    return bool(ends) and all(e.kind and not e.deletable for e in ends)


def _has_stand_in(draft: Draft, table: str) -> bool:
    person = draft.survey.people.get(table)
    return person is not None and person.kind in draft.pseudo


def _answer_references(draft: Draft, child: TableDraft) -> None:
    """Answer every reference of a row that stays into a row that may go."""
    for reference in draft.survey.references.get(child.name, ()):
        parent = draft.tables.get(reference.parent)
        if parent is None or not parent.deletable or _follows(child, reference) or _held(parent, child, reference):
            continue
        place = f"{child.name}.{reference.columns[0]}"
        if len(reference.columns) > 1:
            child.decide.append(f"what becomes of ({', '.join(reference.columns)}) when the row of {parent.name} goes")
        elif draft.survey.nullable(child.name, reference.columns):
            parent.inbound[place] = "unlink"
        elif _has_stand_in(draft, parent.name):
            facts = draft.survey.schema.tables[child.name]
            alone = not any(reference.columns[0] in u for u in facts.uniques)
            parent.inbound[place] = {"pseudo": "one" if alone else "each"}
        else:
            child.decide.append(
                f"what becomes of {reference.columns[0]} when the row of {parent.name} goes: it may not be NULL"
            )


def _follows(child: TableDraft, reference: Reference) -> bool:
    if child.erase == "delete" and any(t.reference == reference for t in child.of):
        return True
    led = [t for t in (*child.shared, *child.sees.values()) if t.reference == reference]
    return bool(led) and all(c in child.leave for c in reference.columns)


def _held(parent: TableDraft, child: TableDraft, reference: Reference) -> bool:
    """Whether an account that points to a shared row is itself one of its owners, so that the row stays."""
    return bool(child.kind) and any(t.reference == reference and not t.columns for t in parent.shared)


def _add_sets(draft: Draft, table: TableDraft) -> None:
    """Say what becomes of each cell of people whose rows are anonymised in place."""
    facts = draft.survey.schema.tables[table.name]
    cells = draft.pseudo.get(table.kind or "", {})
    for category, columns in table.holds.items():
        for name in columns if category != KEY else ():
            if not facts.columns[name].fixed and name not in facts.primary_key:
                table.sets[name] = _set_to(facts, facts.columns[name], cells)
    for name in _optional_keys(table, facts):
        table.sets[name] = None


def _optional_keys(table: TableDraft, facts: TableSchema) -> Iterator[str]:
    for name in table.holds.get(KEY, ()):
        if facts.columns[name].nullable and name not in facts.primary_key and not facts.columns[name].fixed:
            yield name


def _set_to(facts: TableSchema, column: Column, cells: dict[str, Written]) -> Written:
    if isinstance(cells.get(column.name), str):
        return {"pseudo": "each"}
    if column.nullable:
        return None
    match column.type:
        case TypeClass.TEXT:
            return {"constant": "gone"} if (column.max_length or 99) >= 4 else "empty"
        case TypeClass.DATE | TypeClass.INSTANT:
            return {"date": "year"}
        case TypeClass.JSON:
            return "empty"
        case _:
            return "keep"


def answer_cell(facts: TableSchema, column: str) -> Written:
    """Return what becomes of a cell of a row that is anonymised in place."""
    return _set_to(facts, facts.columns[column], {})
