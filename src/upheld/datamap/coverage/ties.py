"""Every tie leads, by columns that can be compared and without going round in a circle, to somebody."""

from __future__ import annotations

from collections.abc import Iterator

from upheld.datamap.coverage.ground import Ground, named, own_columns
from upheld.datamap.model import Role, Slice, Table, Tied
from upheld.datamap.schema import TypeClass
from upheld.datamap.ties import BackHop, Closure, Hop, TypedHop
from upheld.spans import Problem

_Node = tuple[str, tuple[str, ...]]
"""A table, and the columns by which a backward hop came to it (the tie along them is not followed back)."""

_ALIKE = {TypeClass.NUMBER: TypeClass.INTEGER, TypeClass.DATE: TypeClass.INSTANT}


def unled_hops(g: Ground) -> Iterator[Problem]:
    """Forward hops without an arrow where the database declares no foreign key."""
    for table, part, tied in g.ties():
        if isinstance(tied.tie, Hop) and g.target(table.name, tied.tie) is None:
            columns = named(*map(str, tied.tie.columns))
            yield g.written.problem(
                g.tie_at(table, part, tied),
                "hop-without-reference",
                f"{table.name}.{columns} has no foreign key to follow",
                f"Say where it leads: `{columns} -> table`.",
            )


def undeclared_ends(g: Ground) -> Iterator[Problem]:
    """Ties that lead to a table of which the datamap does not say whose its rows are."""
    for table, part, tied in g.ties():
        for name in g.leads_to(table.name, tied):
            end = g.datamap.tables.get(name)
            if end is None:
                hint = " under `tables` instead of `nobody`" if name in g.datamap.nobody else " under `tables`"
                message = f"a tie of `{table.name}` leads to `{name}`, which is not declared"
                yield g.written.problem(
                    g.tie_at(table, part, tied), "tie-to-undeclared", message, f"Declare `{name}`{hint}."
                )
            elif not any(p.owners() for p in end.slices):
                yield g.written.problem(
                    g.tie_at(table, part, tied),
                    "tie-to-nobody",
                    f"a tie of `{table.name}` leads to `{name}`, whose rows belong to nobody",
                    f"Give `{name}` an owner (`is`, `of` or `with`), or remove the tie.",
                )


def circles(g: Ground) -> Iterator[Problem]:
    """Ties that lead back to where they began: nobody owns such rows, and no query could say who does."""
    done: set[_Node] = set()
    reported: set[frozenset[str]] = set()
    for table, _ in g.tables():
        for path in _walk(g, (table.name, ()), done):
            members = frozenset(name for name, _ in path)
            if members in reported:
                continue
            reported.add(members)
            start = g.datamap.tables[path[0][0]]
            part, tied = next(
                (p, t) for p in start.slices for t in p.owners() if path[1][0] in g.leads_to(start.name, t)
            )
            drawn = " -> ".join(name for name, _ in path)
            yield g.written.problem(
                g.tie_at(start, part, tied),
                "tie-circle",
                f"the ties form a circle: {drawn}",
                "Follow a self-reference with `{closure: column}`; else cut the circle at one of these tables.",
            )


def _walk(g: Ground, start: _Node, done: set[_Node]) -> Iterator[list[_Node]]:
    """Yield every circle that a depth-first walk from ``start`` closes; depth costs no recursion."""
    path: list[_Node] = []
    todo: list[tuple[_Node, bool]] = [(start, False)]
    while todo:
        node, leaving = todo.pop()
        if leaving:
            path.pop()
            done.add(node)
        elif node in path:
            yield [*path[path.index(node) :], node]
        elif node not in done:
            path.append(node)
            todo.append((node, True))
            todo += [(n, False) for n in _next(g, node)]


def _next(g: Ground, node: _Node) -> Iterator[_Node]:
    name, via = node
    table = g.datamap.tables.get(name)
    for tied in (t for p in table.slices for t in p.owners()) if table else ():
        match tied.tie:
            case _ if tied.role is Role.IS:
                continue
            case Hop() as hop if via and tuple(map(str, hop.columns)) == via:
                continue
            case BackHop(child=child, child_columns=columns):
                yield child, columns
            case _:
                yield from ((end, ()) for end in g.leads_to(name, tied))


def closures(g: Ground) -> Iterator[Problem]:
    """Closures over a column that does not point to the row above, or that have no row to begin at."""
    for table, part, tied in g.ties():
        if not isinstance(tied.tie, Closure):
            continue
        at, column = g.tie_at(table, part, tied), tied.tie.column
        if wrong := _not_self(g, table, column):
            yield g.written.problem(
                at,
                "closure-not-self",
                f"{table.name}.{column} {wrong}, so no row stands above another by it",
                "Name the column that points to the key of the same table.",
            )
        base = part.owners() if tied.role is not Role.VIEWER else (*part.owners(), *part.viewers())
        if all(isinstance(t.tie, Closure) and t.role is not Role.IS for t in base):
            yield g.written.problem(
                at,
                "closure-alone",
                f"the closure of `{table.name}` has no tie beside it from which it could begin",
                "Add the tie that says whose the first row is.",
            )


def _not_self(g: Ground, table: Table, column: str) -> str | None:
    key = g.key_of(table.name)
    if len(key) != 1:
        return "cannot hold a key of several columns"
    reference = g.reference(table.name, (column,))
    if reference is not None and reference.parent != table.name:
        return f"points to `{reference.parent}`"
    if reference is None and _unlike(g, (table.name, column), (table.name, key[0])):
        return "is of another type than the key"
    return None


def unlike_ends(g: Ground) -> Iterator[Problem]:
    """Hops whose columns cannot be compared with what they point to: another number of them, or another type."""
    for table, part, tied in g.ties():
        if isinstance(tied.tie, Hop):
            target = g.target(table.name, tied.tie)
            yield from _compared(g, table, part, tied, target) if target else ()
        elif isinstance(tied.tie, TypedHop):
            for _, end in tied.tie.arms:
                yield from _compared(g, table, part, tied, (end, g.key_of(end)))
        elif isinstance(tied.tie, BackHop):
            yield from _compared_back(g, table, part, tied, tied.tie)


def _compared(
    g: Ground, table: Table, part: Slice, tied: Tied, target: tuple[str, tuple[str, ...]]
) -> Iterator[Problem]:
    end, theirs = target
    mine = own_columns(tied)[-1:] if isinstance(tied.tie, TypedHop) else own_columns(tied)
    at = g.tie_at(table, part, tied)
    if end in g.schema.tables and len(mine) != len(theirs):
        yield _width(g, at, f"{table.name}.{named(*map(str, mine))}", f"{end}({named(*theirs)})")
        return
    for own, their in zip(mine, theirs, strict=False):
        if not own.path and _unlike(g, (table.name, own.column), (end, their)):
            yield _types(g, at, f"{table.name}.{own.column}", f"{end}.{their}")


def _compared_back(g: Ground, table: Table, part: Slice, tied: Tied, back: BackHop) -> Iterator[Problem]:
    mine = g.pointed(table.name, back)
    at = g.tie_at(table, part, tied)
    if back.child in g.schema.tables and len(mine) != len(back.child_columns):
        yield _width(g, at, f"{back.child}.{named(*back.child_columns)}", f"{table.name}({named(*mine)})")
        return
    for own, their in zip(mine, back.child_columns, strict=False):
        if _unlike(g, (table.name, own), (back.child, their)):
            yield _types(g, at, f"{back.child}.{their}", f"{table.name}.{own}")


def _width(g: Ground, at: tuple[str | int, ...], columns: str, end: str) -> Problem:
    return g.written.problem(
        at,
        "tie-width",
        f"{columns} and {end} are not the same number of columns",
        "Name as many columns as the key it points to has.",
    )


def _types(g: Ground, at: tuple[str | int, ...], column: str, end: str) -> Problem:
    return g.written.problem(
        at,
        "tie-type",
        f"{column} and {end} are of types that the database does not compare",
        "Tie columns of the same type.",
    )


def _unlike(g: Ground, one: tuple[str, str], other: tuple[str, str]) -> bool:
    """Tell whether two columns are surely of types that cannot be compared. SQLite compares them all."""
    a, b = g.column(*one), g.column(*other)
    if a is None or b is None or g.schema.dialect == "sqlite":
        return False
    kinds = {_ALIKE.get(c.type, c.type) for c in (a, b)}
    return len(kinds) == 2 and TypeClass.OTHER not in kinds
