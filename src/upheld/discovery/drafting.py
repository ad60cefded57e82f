"""Draft what a datamap should say: whose the rows are, and what their columns hold."""

from __future__ import annotations

from upheld.datamap.categories import KEY
from upheld.datamap.schema import Column, TableSchema, TypeClass
from upheld.discovery.answering import add_answers
from upheld.discovery.draft import Draft, Survey, TableDraft
from upheld.discovery.judging import Finding, Verdict
from upheld.discovery.links import Reference
from upheld.discovery.naming import read_name
from upheld.discovery.ownership import IDENTIFYING, Ownership

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


def draft_datamap(survey: Survey) -> Draft:
    """Draft the datamap of a surveyed database; the order of tables is that of the schema."""
    draft = Draft(survey, {}, {})
    for name, table in Ownership(survey).work_out().items():
        if table.tied or _worth_declaring(survey, table):
            draft.tables[name] = table
        else:
            draft.nobody[name] = _why_nobody(survey, name)
    draft.tables |= {name: TableDraft(name) for name, kind in survey.kinds.items() if kind == "foreign"}
    for table in draft.tables.values():
        _add_columns(survey, table)
    add_answers(draft)
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
