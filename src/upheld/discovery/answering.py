"""Answer what erasure asks of a datamap: stand-ins, cells of people who leave, references into rows that go."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.datamap.categories import KEY
from upheld.datamap.schema import Column, TableSchema, TypeClass
from upheld.discovery.draft import Draft, TableDraft, TieDraft, Written
from upheld.discovery.links import Reference
from upheld.discovery.people import PeopleTable

_PSEUDO_TEXT = "gone-{n}"
_PSEUDO_MAIL = "gone-{n}@example.invalid"


def add_answers(draft: Draft) -> None:
    """Add to every table what erasure does with the cells and references that outlive a person."""
    for person in draft.survey.people.values():
        if person.table in draft.tables:
            _add_stand_in(draft, person)
    for table in draft.tables.values():
        _answer_leavers(draft, table)
    for table in draft.tables.values():
        _answer_references(draft, table)
        if table.erase == "anonymise":
            _add_sets(draft, table)


def _add_stand_in(draft: Draft, person: PeopleTable) -> None:
    """Say what a stand-in of somebody who left holds, where an address or another unique text can mark it."""
    facts = draft.survey.schema.tables[person.table]
    mark = person.proves.get("email") or _unique_text(facts, person.key)
    if (
        mark is None
        or not re.fullmatch(r"[A-Za-z_]\w*", mark, re.ASCII)
        or not _room(facts.columns[mark], _PSEUDO_MAIL)
    ):
        return
    mail = mark == person.proves.get("email")
    cells: dict[str, Written] = {mark: _PSEUDO_MAIL if mail else _PSEUDO_TEXT}
    for column in facts.columns.values():
        if column.name in cells or column.nullable or column.has_default or column.fixed:
            continue
        if column.name == person.key and column.type in (TypeClass.UUID, TypeClass.TEXT):
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
        elif not re.fullmatch(r"\w+\.\w+", place):
            child.decide.append(f"what becomes of {reference.columns[0]} when the row of {parent.name} goes")
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
