"""What erasure makes of every cell fits the column, and no cell of an anonymised row is passed over."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from upheld.datamap.categories import KEY
from upheld.datamap.coverage.fitting import misfits
from upheld.datamap.coverage.ground import Ground, Path, cells_of, leavers, own_columns
from upheld.datamap.model import Erase, Slice, Table, Tied
from upheld.datamap.schema import TableSchema, TypeClass
from upheld.datamap.strategies import Keep, Null, Redact, Strategy
from upheld.datamap.ties import Closure
from upheld.spans import Problem, Severity

_ANCHORS = (TypeClass.DATE, TypeClass.INSTANT, TypeClass.TEXT, TypeClass.INTEGER, TypeClass.NUMBER)


class Change(NamedTuple):
    """The cells that one kind of statement sets, with the place that says each."""

    table: str
    sets: Mapping[str, Strategy]
    at: Mapping[str, Path]


def changes(g: Ground) -> Iterator[Change]:
    """Yield every set of cells that an erasure may change together."""
    for table, _, part in g.slices():
        base = g.slice_at(table, part)
        yield Change(table.name, part.set, {c: (*base, "set", c) for c in part.set})
        for tied in leavers(part):
            cells = {c: part.leave[c] for c in cells_of(table, tied) if c in part.leave}
            yield Change(table.name, cells, {c: (*base, "leave", c) for c in cells})
        if part.keep is not None:
            yield _reduction(g, table, part)
    for table, _ in g.tables():
        base = ("tables", table.name)
        yield Change(
            table.name, dict.fromkeys(table.mentions, Redact()), dict.fromkeys(table.mentions, (*base, "mentions"))
        )
        for target, strategy in table.inbound.items():
            child, _, column = target.partition(".")
            yield Change(child, {column: strategy}, {column: (*base, "inbound", target)})


def _reduction(g: Ground, table: Table, part: Slice) -> Change:
    """The cells of a kept row that are emptied: all declared, tied or answered, but the cited ones, anchor and key."""
    assert part.keep is not None
    stays = {*part.keep.columns, *g.key_of(table.name), part.keep.anchor}
    emptied = [c for c in (*table.columns, *part.tied_columns(), *part.keep.reduce) if c not in stays]
    base = (*g.slice_at(table, part), "keep")
    sets = {c: part.keep.reduce.get(c, Null()) for c in emptied}
    at = {c: (*base, "reduce", c) if c in part.keep.reduce else base for c in emptied}
    return Change(table.name, sets, at)


def unfit_strategies(g: Ground) -> Iterator[Problem]:
    """Strategies that the database would refuse, or that would make two people's rows collide."""
    for change in changes(g):
        facts = g.schema.tables.get(change.table)
        for name, strategy in change.sets.items():
            column = facts.column(name) if facts else None
            if facts is None or column is None:
                continue
            for misfit in misfits(facts, column, strategy, change.sets):
                yield g.written.problem(
                    change.at[name],
                    misfit.code,
                    f"{change.table}.{name} {misfit.why}",
                    _by_reduce(change.at[name], name, misfit.advice),
                    key=change.at[name][-1] == "keep",
                    severity=Severity.ERROR if misfit.certain else Severity.WARNING,
                )


def _by_reduce(at: Path, column: str, advice: str) -> str:
    if at[-1] != "keep":
        return advice
    return f"Cite `{column}` under `columns` of `keep`, or say under `reduce` what becomes of it. {advice}"


def unanswered_cells(g: Ground) -> Iterator[Problem]:
    """Cells of anonymised rows that nothing is said about: the row would stay with what it says about the person."""
    for table, facts, part in g.slices():
        if part.erase is not Erase.ANONYMISE:
            continue
        for name in _owners_cells(table, facts, part):
            if name not in part.set and name not in table.mentions:
                yield g.written.problem(
                    (*g.slice_at(table, part), "set"),
                    "unanswered-cell",
                    f"{table.name}.{name} stays as it is in a row that is anonymised",
                    f"Say under `set` what becomes of `{name}` (`keep` if it says nothing about anybody).",
                    key=True,
                )


def _owners_cells(table: Table, facts: TableSchema, part: Slice) -> Iterator[str]:
    """Columns of an anonymised row that are its owner's: what is declared and not another's, structure or counted."""
    viewers = {t.name for t in part.viewers()}
    passed = {c.column for c in table.counters} | set(facts.primary_key) | set(table.key)
    for use in table.columns.values():
        column = facts.column(use.name)
        if use.category != KEY and use.whose not in viewers and use.name not in passed and column and not column.fixed:
            yield use.name


def uncut_ties(g: Ground) -> Iterator[Problem]:
    """Ties of anonymised rows that would still lead to the person who left."""
    for table, _, part in g.slices():
        if part.erase is not Erase.ANONYMISE:
            continue
        for tied in part.owners():
            columns = [c.column for c in own_columns(tied)]
            if isinstance(tied.tie, Closure) or not columns or _led_to_stand_ins(g, table, tied):
                continue
            if (fk := g.reference(table.name, tuple(columns))) and g.deletable(fk.parent):
                continue  # a foreign key into a row that goes has a rule of its own
            if all(isinstance(part.set.get(c, Keep()), Keep) for c in columns):
                yield g.written.problem(
                    g.tie_at(table, part, tied),
                    "tie-not-cut",
                    f"{table.name}.{', '.join(columns)} would still lead from the anonymised row to the person who left",
                    "Say under `set` what becomes of it, for example `{pseudo: each}` or null.",
                )


def _led_to_stand_ins(g: Ground, table: Table, tied: Tied) -> bool:
    """Whether a tie leads to accounts that are anonymised in place, and so to nobody in the end."""
    ends = g.leads_to(table.name, tied)
    return bool(ends) and all(g.only_people(end) and not g.deletable(end) for end in ends)


def keep_anchors(g: Ground) -> Iterator[Problem]:
    """Periods that would count from something that is no date."""
    for table, facts, part in g.slices():
        column = facts.column(part.keep.anchor) if part.keep else None
        if part.keep and column and column.type not in _ANCHORS:
            yield g.written.problem(
                (*g.slice_at(table, part), "keep", "until"),
                "keep-without-date",
                f"{table.name}.{part.keep.anchor} is no date ({column.declared}), so no period counts from it",
                "Name a column that holds a date or an instant.",
            )
