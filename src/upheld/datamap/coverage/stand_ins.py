"""Pseudo-people: rows that stand in for those who left can be made, told apart from each other and from the living."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from upheld.datamap.conditions import Condition, Literal
from upheld.datamap.coverage.erasing import Change, changes
from upheld.datamap.coverage.fitting import unique_sets
from upheld.datamap.coverage.ground import Ground, Path
from upheld.datamap.model import Erase, PersonKind, Role
from upheld.datamap.schema import Column, TypeClass
from upheld.datamap.strategies import Constant, Null, Pseudo, Strategy
from upheld.datamap.ties import Hop
from upheld.spans import Problem

TOKEN = "0" * 12
"""As long as what ``{n}`` becomes; a person's own cell also gets a hyphen and their key."""
_DRAWN_KEYS = (TypeClass.UUID, TypeClass.TEXT, TypeClass.OTHER)


def unmade_stand_ins(g: Ground) -> Iterator[Problem]:
    """``pseudo`` strategies that point to nobody who could be made."""
    for change in changes(g):
        for column, strategy in change.sets.items():
            if isinstance(strategy, Pseudo):
                yield from _unmade(g, change, column)


def _unmade(g: Ground, change: Change, column: str) -> Iterator[Problem]:
    at, own = change.at[column], g.datamap.person_of_table(change.table)
    person = pointed_person(g, change.table, column)
    if person is None and own is None:
        yield g.written.problem(
            at,
            "pseudo-of-nobody",
            f"{change.table}.{column} points to no kind of person, so no pseudo-person can take the place",
            "Use null or a constant, or write the tie (`column -> table`).",
            key=True,
        )
    elif person is None and own is not None and not isinstance(own.pseudo.get(column), str):
        yield g.written.problem(
            at,
            "no-pseudo-cell",
            f"`pseudo` of `{own.kind}` has no text for `{column}`",
            f"Add `{column}:` to `people.{own.kind}.pseudo`, with `{{n}}` where each needs its own.",
            key=True,
        )
    elif person is not None and not person.pseudo:
        yield g.written.problem(
            at,
            "no-pseudo-cell",
            f"{change.table}.{column} is to point to a pseudo-person, but `{person.kind}` has no `pseudo` cells",
            f"Say under `people.{person.kind}.pseudo` what its row holds.",
            key=True,
        )


def pointed_person(g: Ground, table: str, column: str) -> PersonKind | None:
    """Return the kind of person whose key a column holds, by a tie or a foreign key."""
    declared = g.datamap.tables.get(table)
    for tied in declared.ties() if declared else ():
        if isinstance(tied.tie, Hop) and tuple(c.column for c in tied.tie.columns) == (column,):
            target = g.target(table, tied.tie) if tied.role is not Role.IS else None
            if target and (person := g.datamap.person_of_table(target[0])):
                return person
    reference = g.reference(table, (column,))
    return g.datamap.person_of_table(reference.parent) if reference else None


def unfit_stand_ins(g: Ground) -> Iterator[Problem]:
    """``pseudo`` cells that do not make a row: NOT NULL columns without a value, values that do not fit or collide."""
    for person in g.datamap.people.values():
        facts = g.schema.tables.get(person.table)
        if facts is None or not person.pseudo:
            continue
        at: Path = ("people", person.kind, "pseudo")
        for column in facts.columns.values():
            if column.name not in person.pseudo and _needs_value(column, person):
                yield g.written.problem(
                    at,
                    "pseudo-incomplete",
                    f"a pseudo-person cannot be made without {person.table}.{column.name}, which is NOT NULL",
                    f"Add `{column.name}:` to the cells.",
                    key=True,
                )
        for name, value in person.pseudo.items():
            described = facts.column(name)
            if described is not None and (why := _unfit(described, value)):
                yield g.written.problem((*at, name), "pseudo-unfit", f"{person.table}.{name} {why}", "Change the cell.")
        for columns, _ in unique_sets(facts):
            yield from _alike(g, person, columns)


def _needs_value(column: Column, person: PersonKind) -> bool:
    drawn = column.name == person.key and column.type in _DRAWN_KEYS
    return not (column.nullable or column.has_default or column.fixed or drawn)


def _unfit(column: Column, value: Literal | None) -> str | None:
    if column.fixed:
        return "is computed by the database"
    if value is None:
        return None if column.nullable else "is NOT NULL"
    if isinstance(value, str):
        if column.type in (TypeClass.INTEGER, TypeClass.NUMBER, TypeClass.BOOLEAN):
            return f"cannot hold text ({column.declared})"
        longest = len(value.replace("{n}", TOKEN))
        return f"holds {column.max_length} characters, fewer than the cell has" if _longer(longest, column) else None
    return None


def _longer(length: int, column: Column) -> bool:
    return column.max_length is not None and length > column.max_length


def _alike(g: Ground, person: PersonKind, columns: tuple[str, ...]) -> Iterator[Problem]:
    """Cells that would be the same in two pseudo-people although they must be unique."""
    if person.key in columns or not _several(g, person):
        return
    values = [person.pseudo.get(c) for c in columns]
    if None in values or any(isinstance(v, str) and "{n}" in v for v in values):
        return
    yield g.written.problem(
        ("people", person.kind, "pseudo", columns[0]),
        "pseudo-not-unique",
        f"{person.table}.{', '.join(columns)} is UNIQUE, but every pseudo-person would get the same",
        "Put `{n}` into the cell; it becomes a fresh number.",
    )


def _several(g: Ground, person: PersonKind) -> bool:
    """Whether more than one pseudo-person of a kind may come to be."""
    return any(
        isinstance(strategy, Pseudo)
        and (change.table == person.table or (strategy.each and pointed_person(g, change.table, column) is person))
        for change in changes(g)
        for column, strategy in change.sets.items()
    )


def unmarked_stand_ins(g: Ground) -> Iterator[Problem]:
    """People who left and would still count as living owners of what they shared."""
    if not any(part.shared for _, _, part in g.slices()):
        return
    for person in g.datamap.people.values():
        made = _made_of(g, person)
        anonymised = _anonymised(g, person)
        known = all(g.column(person.table, c) for c in (person.pseudo_when.columns if person.pseudo_when else ()))
        if (not made and anonymised is None) or not known:
            continue
        at: Path = ("people", person.kind)
        if person.pseudo_when is None:
            yield g.written.problem(
                at,
                "pseudo-unmarked",
                f"nothing tells a pseudo-person of kind `{person.kind}` from a living one, so shared rows would never go",
                "Add `pseudo_when:`, a condition that only pseudo-people satisfy.",
                key=True,
            )
            continue
        if made and not satisfies(person.pseudo_when, person.pseudo):
            yield _unmarked(g, (*at, "pseudo_when"), "the cells under `pseudo`")
        if anonymised is not None and not satisfies(person.pseudo_when, _cells(person, anonymised)):
            yield _unmarked(
                g, (*at, "pseudo_when"), f"the cells that `set` gives an anonymised row of `{person.table}`"
            )


def _unmarked(g: Ground, at: Path, cells: str) -> Problem:
    return g.written.problem(
        at,
        "pseudo-unmarked",
        f"{cells} do not satisfy `pseudo_when`, so whoever left would count as a living owner",
        "Make the condition and the cells agree.",
    )


def _made_of(g: Ground, person: PersonKind) -> bool:
    return bool(person.pseudo) and any(
        isinstance(strategy, Pseudo) and pointed_person(g, change.table, column) is person
        for change in changes(g)
        for column, strategy in change.sets.items()
    )


def _anonymised(g: Ground, person: PersonKind) -> Mapping[str, Strategy] | None:
    table = g.datamap.tables.get(person.table)
    slices = [p for p in table.slices if p.erase is Erase.ANONYMISE and p.owners()] if table else []
    return next((p.set for p in slices if any(t.role is Role.IS for t in p.owners())), None)


def _cells(person: PersonKind, sets: Mapping[str, Strategy]) -> dict[str, Literal | None]:
    """The cells an anonymised account is known to end up with."""
    found: dict[str, Literal | None] = {}
    for column, strategy in sets.items():
        match strategy:
            case Constant(value=value):
                found[column] = value
            case Null():
                found[column] = None
            case Pseudo() if column in person.pseudo:
                found[column] = person.pseudo[column]
    return found


def satisfies(condition: Condition, cells: Mapping[str, Literal | None]) -> bool:
    """Tell whether a row with these cells surely satisfies ``condition``; a cell that is not told satisfies nothing."""
    for test in condition.tests:
        if test.column not in cells:
            return False
        value = cells[test.column]
        match test.op:
            case "null" | "not-null":
                holds = (value is None) is (test.op == "null")
            case "like":
                holds = isinstance(value, str) and _like(str(test.values[0]), value.replace("{n}", TOKEN))
            case "!=":
                holds = value is not None and value != test.values[0]
            case _:
                holds = value is not None and value in test.values
        if not holds:
            return False
    return True


def _like(pattern: str, value: str) -> bool:
    """Match as SQL LIKE does, without its differences over case."""
    parts = (".*" if c == "%" else "." if c == "_" else re.escape(c) for c in pattern)
    return re.fullmatch("".join(parts), value, re.DOTALL) is not None
