"""Whose is each row: roles of references by their names, join tables of groups, what hangs below what."""

from __future__ import annotations

from collections.abc import Iterator

from upheld.datamap.ties import parse_tie
from upheld.discovery.draft import Survey, TableDraft, TieDraft
from upheld.discovery.generic import TypedReference
from upheld.discovery.knowledge import words
from upheld.discovery.links import Reference
from upheld.discovery.naming import Name, read_name

_SEEN = words("doers")
_MAKERS = words("makers")
_CATALOGUE = words("catalogue")
_SAID = words("said")
IDENTIFYING = words("identifying")
"""Categories that tell who somebody is or reach them: rows that hold them are about somebody even with no tie."""
_BETWEEN = words("between")


class Ownership:
    """Works out the ties of every table, in steps that each look at what the steps before have tied."""

    def __init__(self, survey: Survey) -> None:
        self.survey = survey
        self.tables = {n: TableDraft(n) for n, t in survey.schema.tables.items() if not survey.kinds.get(n)}
        self.names: dict[str, Name] = {n: read_name(n) for n in self.tables}

    def work_out(self) -> dict[str, TableDraft]:
        for table, person in self.survey.people.items():
            if table in self.tables:
                self.tables[table].kind = person.kind
                self.tables[table].erase = "anonymise" if person.colleagues else "delete"
                self.tables[table].why.append(f"people ({person.confidence:.2f}): {'; '.join(person.reasons)}")
        self._own_by_person()
        self._group_by_members()
        self._inherit()
        self._own_by_type()
        self._inherit()
        self._own_by_match()
        self._own_by_document()
        self._inherit()
        self._share_backwards()
        self._inherit()
        self._see()
        for draft in self._unowned():
            self._promote(draft)
        for draft in self.tables.values():
            _leave_out_unwritable(draft)
        return self.tables

    # references to people

    def _own_by_person(self) -> None:
        for draft in self._unowned():
            owners = [r for r in self._to_people(draft.name) if not self._seen(draft.name, r)]
            if not owners:
                owners = [r for r in self._to_people(draft.name) if self._made(draft.name, r)]
            if not owners or self._catalogue(draft.name):
                continue
            if len(owners) > 1 and self._between(draft.name):
                draft.shared += [_hop(r) for r in owners]
                draft.why.append("several people have these rows in common")
            else:
                draft.of += [_hop(r) for r in owners]

    def _to_people(self, table: str) -> Iterator[Reference]:
        for reference in self.survey.references.get(table, ()):
            if reference.parent in self.survey.people and reference.parent != table:
                yield reference

    def _seen(self, table: str, reference: Reference) -> bool:
        """Whether a reference names somebody who did something with a row that is not theirs."""
        words = set(read_name(reference.columns[-1]).words)
        if words & _SEEN or "by" in read_name(reference.columns[-1]).concepts:
            return True
        colleague = self.survey.people[reference.parent].colleagues
        others = [r for r in self.survey.references.get(table, ()) if r is not reference and r.parent != table]
        return colleague and any(
            r.parent not in self.survey.people or not self.survey.people[r.parent].colleagues for r in others
        )

    def _made(self, table: str, reference: Reference) -> bool:
        """Whether somebody made the row, there being nobody else whose it could be."""
        made = set(read_name(reference.columns[-1]).words) & _MAKERS
        elsewhere = [
            r for r in self.survey.references.get(table, ()) if r.parent not in self.survey.people and r.parent != table
        ]
        joined = any(
            r.parent == table for rs in self.survey.references.values() for r in rs if self._membership(r.table)
        )
        held = any(not self._catalogue(r.parent) for r in elsewhere if not self.survey.nullable(table, r.columns))
        return bool(made) and not joined and not held and not self.survey.people[reference.parent].colleagues

    def _between(self, table: str) -> bool:
        """Whether rows between two people are something they said or did together, not the tie between them itself."""
        told = self.survey.findings.get(table, {})
        return bool(self.names[table].concepts & _BETWEEN) or any(
            f.category in ("communication", "text", "opinion", "transaction") and f.score > 0 for f in told.values()
        )

    # groups and what they have

    def _group_by_members(self) -> None:
        for draft in list(self.tables.values()):
            mine = [t for t in draft.of if t.reference and t.reference.parent in self.survey.people]
            if len(mine) != 1 or not self._membership(draft.name):
                continue
            for reference in self.survey.references.get(draft.name, ()):
                group = self.tables.get(reference.parent)
                if group is None or group.kind or group.name == draft.name or self._catalogue(group.name):
                    continue
                if group.of or not self._grouplike(draft.name, group.name):
                    continue
                tie = f"<{draft.name}.{_columns(reference.columns)}"
                group.shared.append(TieDraft(tie, (), (draft.name,), f"{draft.name} lists its people", reference))
                group.decide.append(f"whether every row of {draft.name} makes an owner, or only some (`{tie} where …`)")
                draft.of.append(_hop(reference))

    def _membership(self, table: str) -> bool:
        """Whether a table joins people with something and says little else."""
        references = self.survey.references.get(table, ())
        people = [r for r in references if r.parent in self.survey.people and not self._seen(table, r)]
        if not people or len(references) < 2:
            return False
        if self.names[table].has("membership", "member"):
            return True
        told = self.survey.findings.get(table, {}).values()
        facts = self.survey.schema.tables[table]
        keys = {c for r in references for c in r.columns} | set(facts.primary_key)
        said = any(f.score > 0 and f.category in _SAID for f in told)
        return not said and len(facts.columns) - len(keys) <= 3

    def _grouplike(self, join: str, group: str) -> bool:
        return self.names[join].has("membership", "member") or self.names[group].has("group")

    # generic references

    def _own_by_type(self) -> None:
        for table, pairs in self.survey.typed.items():
            draft = self.tables.get(table)
            for typed in pairs if draft else ():
                assert draft is not None
                arms = {value: end for value, end in typed.arms if end in self.tables and self.tables[end].tied}
                if not arms:
                    continue
                why = f"{typed.type_column} names the table that {typed.id_column} points into"
                written = {"type": typed.type_column, "id": typed.id_column, **arms}
                tie = TieDraft(written, (typed.type_column, typed.id_column), tuple(arms.values()), why)
                if self._acting(typed, len(pairs)):
                    draft.sees[_role(typed.id_column)] = tie
                elif not any(self._leads_to(end, table) for end in tie.leads_to):
                    draft.of.append(tie)

    def _acting(self, typed: TypedReference, pairs: int) -> bool:
        """Whether a generic reference names who did something with a row that is somebody else's."""
        name = read_name(typed.id_column)
        acting = name.has("actor") or "causer" in name.words
        owned = any(t.reference for t in self.tables[typed.table].of)
        to_people = any(end in self.survey.people for _, end in typed.arms)
        return to_people and (owned or (acting and (pairs > 1 or self._contained(typed.table))))

    def _contained(self, table: str) -> bool:
        """Whether rows must point to something else than people, below which they hang."""
        references = self.survey.references.get(table, ())
        return any(
            not self.survey.nullable(table, r.columns) and not self._catalogue(r.parent) and r.parent != table
            for r in references
            if r.parent not in self.survey.people
        )

    def _own_by_document(self) -> None:
        for table, members in self.survey.members.items():
            draft = self.tables.get(table)
            if draft is None or draft.owned:
                continue
            for member in members:
                path = f"{member.column}$.{'.'.join(member.path)}"
                if member.points_to:
                    why = f"values of {path} are keys of {member.points_to}"
                    draft.of.append(TieDraft(f"{path} -> {member.points_to}", (), (member.points_to,), why))
                    break
                if member.finding.category == "contact.email" and member.finding.direct and self._proved():
                    draft.of.append(TieDraft({"email": path}, (), (), f"{path} holds addresses"))
                    break

    # addresses

    def _own_by_match(self) -> None:
        if not self._proved():
            return
        for draft in self.tables.values():
            if draft.kind or draft.shared or self._catalogue(draft.name):
                continue
            told = self.survey.findings.get(draft.name, {})
            addresses = [c for c, f in told.items() if f.category == "contact.email" and f.direct]
            for column in addresses:
                self._match(draft, column)
            if draft.of and draft.of[0].reference:
                self._prove(draft, addresses)

    def _match(self, draft: TableDraft, column: str) -> None:
        name = read_name(column)
        tie = TieDraft({"email": column}, (column,), (), "it holds addresses that accounts prove")
        sure = any(t.reference is None or not self.survey.nullable(draft.name, t.reference.columns) for t in draft.of)
        if {"cc", "bcc"} & set(name.words) or (sure and name.has("actor", "relative", "contact")):
            if draft.of:
                draft.sees[_role(column)] = tie
            return
        if sure:
            return
        if not self.survey.nullable(draft.name, (column,)) or self._always_there(draft.name, column):
            draft.of = [t for t in draft.of if t.leads_to[0] in self.survey.people]
        draft.of.append(tie)

    def _always_there(self, table: str, column: str) -> bool:
        sample = self.survey.samples.get(table)
        figures = sample.columns.get(column) if sample else None
        return figures is not None and figures.rows > 0 and figures.nulls == 0

    def _prove(self, draft: TableDraft, addresses: list[str]) -> None:
        """A small table of one person's addresses, each of which is there once, adds identifiers to their owner."""
        facts = self.survey.schema.tables[draft.name]
        if len(addresses) == 1 and (addresses[0],) in facts.uniques and self.names[draft.name].has("email"):
            draft.proves["email"] = addresses[0]

    def _proved(self) -> bool:
        return any("email" in p.proves for p in self.survey.people.values())

    # what hangs below

    def _inherit(self) -> None:
        """Let rows that must point to an owned row go with it; again, until nothing changes."""
        changed = True
        while changed:
            changed = False
            for draft in self.tables.values():
                for reference in self._upward(draft):
                    draft.of.append(_hop(reference))
                    changed = True

    def _upward(self, draft: TableDraft) -> Iterator[Reference]:
        if draft.kind or draft.shared:
            return
        led = [t.reference for t in draft.of if t.reference]
        for reference in self.survey.references.get(draft.name, ()):
            parent = self.tables.get(reference.parent)
            if parent is None or not parent.owned or parent.kind or parent is draft or reference in led:
                continue
            optional = self.survey.nullable(draft.name, reference.columns)
            if (optional and (draft.of or self._catalogue(draft.name))) or self._leads_to(parent.name, draft.name):
                continue
            if (optional and self.names[draft.name].has("country", "product")) or self._within(reference, led):
                continue
            yield reference
            return

    def _within(self, reference: Reference, led: list[Reference]) -> bool:
        """Whether a composite reference that is followed already says as much."""
        return any(set(reference.columns) < set(r.columns) for r in led)

    def _leads_to(self, start: str, end: str) -> bool:
        todo, seen = [start], set()
        while todo:
            at = todo.pop()
            if at == end:
                return True
            if at in seen or at not in self.tables:
                continue
            seen.add(at)
            todo += [n for t in self.tables[at].owner_ties() for n in t.leads_to if n not in self.survey.people]
        return False

    def _share_backwards(self) -> None:
        """Give rows with personal data that only others point to, as addresses are, to everybody who points to them."""
        for draft in list(self._unowned()):
            told = self.survey.findings.get(draft.name, {})
            if (
                self._catalogue(draft.name)
                or self.names[draft.name].has("group")
                or not any(f.direct and f.category in IDENTIFYING for f in told.values())
            ):
                continue
            for table, references in self.survey.references.items():
                child = self.tables.get(table)
                for reference in references if child and child.owned and child is not draft else ():
                    if reference.parent != draft.name or self._leads_to(table, draft.name):
                        continue
                    tie = f"<{table}.{_columns(reference.columns)}"
                    draft.shared.append(TieDraft(tie, (), (table,), f"{table} points here", reference))

    # who else sees a row

    def _see(self) -> None:
        for draft in self.tables.values():
            used = {t.reference.columns for t in draft.owner_ties() if t.reference and t.columns}
            for reference in self._to_people(draft.name) if not draft.kind else ():
                if reference.columns in used:
                    continue
                draft.sees[_role(reference.columns[-1])] = _hop(reference)

    def _promote(self, draft: TableDraft) -> None:
        """Make whoever a generic reference names the owner of rows that turned out to be nobody else's."""
        generic = [role for role, tie in draft.sees.items() if isinstance(tie.written, dict) and "type" in tie.written]
        if generic:
            draft.of.append(draft.sees.pop(generic[0]))

    def _unowned(self) -> Iterator[TableDraft]:
        return (d for d in list(self.tables.values()) if not d.owned)

    def _catalogue(self, table: str) -> bool:
        name = read_name(table)
        return bool(name.heads & _CATALOGUE) and not name.concepts & words("personal_catalogue")


def _leave_out_unwritable(draft: TableDraft) -> None:
    """Leave the ties to a person that the language of the datamap has no way to write (names with other signs)."""
    for ties in (draft.of, draft.shared):
        for tie in [t for t in ties if not _writable(t)]:
            ties.remove(tie)
            draft.decide.append(
                f"a tie over names that the datamap cannot write: {', '.join(map(str, tie.leads_to))} ({tie.why})"
            )
    for role in [r for r, tie in draft.sees.items() if not _writable(tie)]:
        del draft.sees[role]


def _writable(tie: TieDraft) -> bool:
    try:
        parse_tie(tie.written)
    except ValueError:
        return False
    return True


def _hop(reference: Reference) -> TieDraft:
    columns = _columns(reference.columns)
    why = "; ".join(reference.reasons)
    if reference.declared:
        return TieDraft(columns, reference.columns, (reference.parent,), why, reference)
    why = f"{reference.confidence:.2f} {why}"
    theirs = f"({', '.join(reference.parent_columns)})" if reference.explicit else ""
    return TieDraft(f"{columns} -> {reference.parent}{theirs}", reference.columns, (reference.parent,), why, reference)


def _columns(columns: tuple[str, ...]) -> str:
    return columns[0] if len(columns) == 1 else f"({', '.join(columns)})"


def _role(column: str) -> str:
    words = [w for w in read_name(column).words if w not in ("id", "fk", "uuid", "nr", "no", "by")]
    return "_".join(words) or column.lower()
