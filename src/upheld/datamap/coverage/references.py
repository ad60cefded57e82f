"""Every foreign key from a row that may stay into a row that may go has an answer.

The answers: the child goes with that same parent (``of``, ``closure``); the leaver's own cell is set (``leave``); the
parent says what becomes of it (``inbound``); a kept or anonymised child gives the cell up itself (``keep``, ``set``).
What the database would do by itself (ON DELETE CASCADE, SET NULL) is no answer: no plan counts it and no person sees it.
"""

from __future__ import annotations

from collections.abc import Iterator

from upheld.datamap.coverage.domains import implied
from upheld.datamap.coverage.ground import Ground, named
from upheld.datamap.model import Erase, Role, Slice, Table, Tied
from upheld.datamap.schema import ForeignKey
from upheld.datamap.strategies import Keep, Strategy
from upheld.datamap.ties import BackHop, Closure, Hop
from upheld.spans import Problem, Severity

_BY_ITSELF = {"cascade": "delete", "set null": "empty", "set default": "reset"}


def unanswered_references(g: Ground) -> Iterator[Problem]:
    """Foreign keys that would be violated, or answered by the database behind the plan's back."""
    for child, reference in g.foreign_keys():
        parent = g.datamap.tables.get(reference.parent)
        if parent is None or not g.deletable(parent.name) or _inbound(parent, reference):
            continue
        for part in child.slices:
            staying = _stays_when_owner_leaves(g, child, part, reference)
            if staying or not _goes_or_is_cut(g, child, part, parent, reference):
                yield _problem(g, child, part, reference, kept=staying)
                break


def _problem(g: Ground, child: Table, part: Slice, reference: ForeignKey, *, kept: bool) -> Problem:
    columns = named(*reference.columns)
    first = f"{child.name}.{reference.columns[0]}"
    advice = f"Add `inbound: {{{first}: unlink}}` to `{reference.parent}`"
    if kept:
        advice += f", or let {'`keep`' if part.keep else '`set`'} of `{child.name}` give up `{columns}`"
    if reference.on_delete in _BY_ITSELF:
        verb = _BY_ITSELF[reference.on_delete]
        return g.written.problem(
            ("tables", child.name),
            "silent-cascade",
            f"when a row of `{reference.parent}` goes, the database would {verb} {child.name}.{columns} by itself"
            f" (ON DELETE {reference.on_delete.upper()}), which no plan counts",
            advice + ", or tie the row to it.",
            key=True,
        )
    row = "a row that erasure keeps" if kept else "a row that stays"
    return g.written.problem(
        ("tables", child.name),
        "unanswered-reference",
        f"{child.name}.{columns} of {row} may point to a row of `{reference.parent}` that goes",
        advice + ("." if kept else ", or a tie or `leave` that follows it."),
        key=True,
    )


def _inbound(parent: Table, reference: ForeignKey) -> bool:
    return any(_answers(parent.inbound.get(f"{reference.table}.{c}")) for c in reference.columns)


def _answers(strategy: Strategy | None) -> bool:
    return strategy is not None and not isinstance(strategy, Keep)


def _stays_when_owner_leaves(g: Ground, child: Table, part: Slice, reference: ForeignKey) -> bool:
    """Whether erasure keeps the leaver's own rows of a slice with the reference in them."""
    if not part.owners():
        return False
    if part.keep is not None:
        keep = part.keep
        stays = {*keep.columns, *g.key_of(child.name), keep.anchor}
        emptied = {c for c in (*child.columns, *part.tied_columns(), *keep.reduce) if c not in stays}
        emptied -= {c for c, strategy in keep.reduce.items() if isinstance(strategy, Keep)}
        if not emptied & set(reference.columns):
            return True
    if part.erase is Erase.DELETE:
        return False
    return not any(_answers(part.set.get(c)) for c in reference.columns)


def _goes_or_is_cut(g: Ground, child: Table, part: Slice, parent: Table, reference: ForeignKey) -> bool:
    """Whether rows of a slice that are not the leaver's own never point to a row that goes."""
    for tied in part.tied:
        if _follows(g, child, tied, parent, reference):
            if tied.role is Role.OWNER and not part.shared:
                return True
            if any(_answers(part.leave.get(c)) for c in reference.columns) and tied.role is not Role.OWNER:
                return True
    return _holds_parent(g, child, parent, reference)


def _follows(g: Ground, child: Table, tied: Tied, parent: Table, reference: ForeignKey) -> bool:
    """Whether a tie goes from every row of the child along this very reference."""
    match tied.tie:
        case Closure(column=column):
            return child is parent and reference.columns == (column,) and tied.role is not Role.VIEWER
        case Hop() as hop if tied.role is not Role.IS:
            along = tuple(map(str, hop.columns)) == reference.columns
            target = g.target(child.name, hop)
            if not along or target is None or target[0] != parent.name:
                return False
            return hop.where is None or all(_covers(g, hop, parent, p) for p in parent.slices if _goes(p))
        case _:
            return False


def _goes(part: Slice) -> bool:
    return part.erase is Erase.DELETE and bool(part.owners())


def _covers(g: Ground, hop: Hop, parent: Table, part: Slice) -> bool:
    """Whether the condition of a hop holds of all rows of a slice of the parent."""
    assert hop.where is not None
    column = g.column(parent.name, next(iter(sorted(hop.where.columns))))
    if part.when is not None:
        return implied([part.when], hop.where, column, rest=False)
    return implied([p.when for p in parent.slices if p.when is not None], hop.where, column, rest=True)


def _holds_parent(g: Ground, child: Table, parent: Table, reference: ForeignKey) -> bool:
    """Whether an account that points to a shared row is itself a living owner, so that the row does not go."""
    if not g.only_people(child.name):
        return False
    return all(any(_held_back(t, reference) for t in part.owners()) for part in parent.slices if _goes(part))


def _held_back(tied: Tied, reference: ForeignKey) -> bool:
    return (
        tied.role is Role.CO_OWNER
        and isinstance(tied.tie, BackHop)
        and (tied.tie.child, tied.tie.child_columns) == (reference.table, reference.columns)
        and tied.tie.where is None
    )


def inbound_places(g: Ground) -> Iterator[Problem]:
    """Answers of ``inbound`` that never come to act, or that follow only one of several columns of a reference."""
    for table, _ in g.tables():
        for target in table.inbound:
            child, _, column = target.partition(".")
            facts = g.schema.tables.get(child)
            references = [fk for fk in facts.foreign_keys if fk.parent == table.name] if facts else []
            if not g.deletable(table.name):
                yield g.written.problem(
                    ("tables", table.name, "inbound", target),
                    "inbound-without-effect",
                    f"no row of `{table.name}` is ever deleted, so nothing happens to {target}",
                    "Remove it.",
                    key=True,
                    severity=Severity.WARNING,
                )
            elif any(column in fk.columns and len(fk.columns) > 1 for fk in references):
                yield g.written.problem(
                    ("tables", table.name, "inbound", target),
                    "inbound-composite",
                    f"{target} is part of a reference over several columns, which `inbound` cannot follow",
                    f"Tie `{child}` to `{table.name}` by all of them instead.",
                    key=True,
                )


def reference_circles(g: Ground) -> Iterator[Problem]:
    """Tables whose rows go and that refer to each other in a circle: no order of deletion satisfies the keys."""
    edges: dict[str, dict[str, ForeignKey]] = {}
    for child, reference in g.foreign_keys():
        if reference.parent != child.name and g.deletable(child.name) and g.deletable(reference.parent):
            edges.setdefault(child.name, {})[reference.parent] = reference
    seen: set[frozenset[str]] = set()
    for start in edges:
        path = _way_back(start, edges)
        members = frozenset(path)
        if not path or members in seen:
            continue
        seen.add(members)
        around = [edges[a][b] for a, b in zip(path, [*path[1:], path[0]], strict=True)]
        if any(_inbound(g.datamap.tables[fk.parent], fk) and _nullable(g, fk) for fk in around):
            continue
        loose = next((fk for fk in around if _nullable(g, fk)), None)
        yield g.written.problem(
            ("tables", start),
            "reference-circle",
            f"foreign keys form a circle: {' -> '.join([*path, path[0]])}"
            + ("" if loose else ", and none of their columns may be NULL"),
            f"Break it: `inbound: {{{loose.table}.{loose.columns[0]}: unlink}}` under `{loose.parent}`."
            if loose
            else "Let one of the columns be NULL, or keep one of the tables from deletion (`erase: anonymise`).",
            key=True,
        )


def _nullable(g: Ground, reference: ForeignKey) -> bool:
    columns = [g.column(reference.table, c) for c in reference.columns]
    return any(c is not None and c.nullable for c in columns)


def _way_back(start: str, edges: dict[str, dict[str, ForeignKey]]) -> list[str]:
    """Return the shortest circle through ``start``, without its end; empty where there is none."""
    came: dict[str, str] = {}
    todo = [start]
    for at in todo:
        for to in edges.get(at, {}):
            if to == start:
                path = [at]
                while path[-1] != start:
                    path.append(came[path[-1]])
                return path[::-1]
            if to not in came:
                came[to] = at
                todo.append(to)
    return []
