"""Random small companies: tables, ties and rows, written as DDL and as the text of a datamap."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from tests.integration.datamap.cast import DDL, PEOPLE, ROWS

_KINDS = ("customers", "staff")


@dataclass
class Reference:
    """A column that leads to people; undeclared ones may point nowhere."""

    column: str
    target: str
    declared: bool
    role: str
    """``own`` (an ``of`` or ``with`` tie), ``sees``, or ``none``: structure that is nobody's tie."""
    how: str = "hop"
    """``hop``, ``match`` (an address), ``typed`` (a second column chooses the table), ``closure`` (of its own table)."""
    shows: bool = False
    required: bool = False

    @property
    def columns(self) -> list[str]:
        """The columns with their types."""
        match self.how:
            case "match":
                return [f"{self.column} text"]
            case "typed":
                return [f"{self.column} integer", f"{self.column}_type text"]
            case _:
                required = " NOT NULL" if self.required else ""
                return [f"{self.column} integer{required}" + (f" REFERENCES {self.target}" if self.declared else "")]

    @property
    def tie(self) -> str:
        match self.how:
            case "match":
                return f"{{email: {self.column}}}"
            case "typed":
                return f"{{type: {self.column}_type, id: {self.column}, C: customers, S: staff}}"
            case "closure":
                return f"{{closure: {self.column}}}"
            case _:
                return self.column if self.declared else f'"{self.column} -> {self.target}"'

    @property
    def name(self) -> str:
        return f"v_{self.column}" if self.role == "sees" else self.column


@dataclass
class Sketch:
    """One table."""

    name: str
    shared: bool
    erase: str
    references: list[Reference]
    back: list[str] = field(default_factory=list)
    """Backward ties, as ``<child.column``."""
    rest: str | None = None
    """How rows of another ``kind`` than ``'a'`` are erased, ``nobody``, or None where the table has no slices."""
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    @property
    def cells(self) -> list[str]:
        return [f"{r.column}_word" for r in self.references] + ["word"]

    def ddl(self) -> str:
        columns = [c for r in self.references for c in r.columns] + [f"{c} text" for c in self.cells]
        return f"CREATE TABLE {self.name} (id integer PRIMARY KEY, {', '.join(columns)}, kind text);\n"

    def text(self, inbound: dict[str, list[str]], forgotten: frozenset[str]) -> str:
        lines = [f"  {self.name}:"]
        if self.rest is None:
            lines += [f"    {line}" for line in self._words(self.erase, forgotten)]
        else:
            lines += [
                "    slices:",
                "      \"kind = 'a'\":",
                *(f"        {line}" for line in self._words(self.erase, forgotten)),
            ]
            rest = ["nobody: true"] if self.rest == "nobody" else self._words(self.rest, forgotten)
            lines += ["      else:", *(f"        {line}" for line in rest)]
        told = [r.column for r in self.references if r.how == "match" or (r.role == "none" and not r.declared)]
        told += [f"{r.column}_type" for r in self.references if r.how == "typed"]
        lines.append(f"    holds: {{text: [{', '.join([*self.cells, 'kind', *told])}]}}")
        whose = {f"{r.column}_word": r.name for r in self.references if self._whose(r)}
        lines.append("    columns: {" + ", ".join(f"{c}: {{whose: {w}}}" for c, w in whose.items()) + "}")
        lines.append("    inbound: {" + ", ".join(f"{c}: null" for c in inbound.get(self.name, [])) + "}")
        return "\n".join(lines) + "\n"

    def _words(self, erase: str, forgotten: frozenset[str]) -> list[str]:
        lines = [f"erase: {erase}"]
        own = [r.tie for r in self.references if r.role == "own"] + [f'"{b}"' for b in self.back]
        if own:
            lines.append(f"{'with' if self.shared else 'of'}: [{', '.join(own)}]")
        seen = {
            r.name: f"{{tie: {r.tie}, shows: [{'word' if r.shows else ''}]}}"
            for r in self.references
            if r.role == "sees"
        }
        if seen:
            lines.append("sees: {" + ", ".join(f"{c}: {t}" for c, t in seen.items()) + "}")
        known = [r for r in self.references if r.column not in forgotten]
        leave = [c for r in known if self._whose(r) for c in (r.column, f"{r.column}_word")]
        lines.append("leave: {" + ", ".join(f"{c}: null" for c in leave) + "}")
        if erase == "anonymise":
            emptied = [r.column for r in known] + self.cells[:-1]
            emptied += [f"{r.column}_type" for r in known if r.how == "typed"]
            lines.append("set: {" + ", ".join([f"{c}: null" for c in emptied] + ["word: empty", "kind: keep"]) + "}")
        return lines

    def _whose(self, reference: Reference) -> bool:
        """A word beside a reference is about the person there, where several people may own or see the row."""
        if reference.how == "closure":
            return False
        return reference.role == "sees" or (reference.role == "own" and self.shared)


@dataclass
class Company:
    """All of it, ready for a :class:`World`."""

    sketches: list[Sketch]
    people_erased: str
    subject: str
    forgotten: frozenset[str] = frozenset()
    """References that the datamap gives no answer for: neither ``inbound`` nor ``leave`` nor ``set``."""

    @property
    def ddl(self) -> str:
        return DDL + "".join(s.ddl() for s in self.sketches)

    @property
    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        return ROWS | {s.name: s.rows for s in self.sketches}

    @property
    def datamap(self) -> str:
        inbound: dict[str, list[str]] = {}
        for sketch in self.sketches:
            for r in (r for r in sketch.references if r.how in ("hop", "closure") and r.column not in self.forgotten):
                inbound.setdefault(r.target, []).append(f"{sketch.name}.{r.column}")
        text = PEOPLE + "tables:\n"
        for table, kind in (("customers", "customer"), ("staff", "staff")):
            text += f"  {table}:\n    is: {kind}\n    erase: {self.people_erased}\n"
            text += "    holds: {contact.email: [email], name: [name]}\n"
            if self.people_erased == "anonymise":
                text += "    set: {email: {constant: gone-0@example.invalid}, name: null}\n"
            text += "    inbound: {" + ", ".join(f"{c}: null" for c in inbound.get(table, [])) + "}\n"
        return text + "".join(s.text(inbound, self.forgotten) for s in self.sketches)

    def __repr__(self) -> str:
        rows = "\n".join(f"{s.name}: {s.rows}" for s in self.sketches)
        return f"Company of {self.subject}\n{self.ddl}\n{rows}\n{self.datamap}"


@st.composite
def companies(draw: st.DrawFn, *, careless: bool = False) -> Company:
    """Draw one to four tables, their ties, and four rows each.

    ``careless`` companies forget answers and have columns that cannot be emptied: `upheld check` should refuse most.
    """
    sketches: list[Sketch] = []
    for index in range(draw(st.integers(1, 4))):
        name = f"t{index}"
        above = [*_KINDS, *(s.name for s in sketches)]
        references = [_draw_reference(draw, f"r{index}{number}", above) for number in range(draw(st.integers(1, 3)))]
        references[0].role = "own" if careless else references[0].role
        sketch = Sketch(name, draw(st.booleans()), draw(_ERASE), references)
        sketch.rest = draw(st.sampled_from([None, None, "nobody", "delete", "anonymise"]))
        if not sketch.shared and any(r.role == "own" for r in references) and draw(st.integers(0, 3)) == 3:
            references.append(_draw_closure(draw, f"r{index}9", name))
        _draw_back(draw, sketch, sketches)
        sketches.append(sketch)
    forgotten = {r.column for s in sketches for r in s.references if careless and draw(st.integers(0, 5)) == 5}
    for reference in (r for s in sketches for r in s.references if r.how == "hop" and careless):
        reference.required = draw(st.integers(0, 5)) == 5
    for sketch in sketches:
        _draw_rows(draw, sketch, {s.name: 4 for s in sketches} | {"customers": 3, "staff": 2})
    people_erased = draw(st.sampled_from(["delete", "anonymise"]))
    subject = draw(st.sampled_from(["ada@example.com", "sue@example.org"]))
    return Company(sketches, people_erased, subject, frozenset(forgotten))


_ERASE = st.sampled_from(["delete", "delete", "anonymise"])
_ROLE = st.sampled_from(["own", "own", "sees", "none"])


def _draw_reference(draw: st.DrawFn, column: str, above: list[str]) -> Reference:
    how = draw(st.sampled_from(["hop", "hop", "hop", "match", "typed"]))
    declared = how == "hop" and draw(st.booleans())
    target = draw(st.sampled_from(above)) if how == "hop" else "customers"
    return Reference(column, target, declared, draw(_ROLE), how, draw(st.booleans()))


def _draw_closure(draw: st.DrawFn, column: str, table: str) -> Reference:
    return Reference(
        column, table, draw(st.booleans()), draw(st.sampled_from(["own", "sees"])), "closure", draw(st.booleans())
    )


def _draw_back(draw: st.DrawFn, sketch: Sketch, above: list[Sketch]) -> None:
    """Let a table above become its members': ``<members.group``, when this table is tied to people only (no circles)."""
    owned = [r.target for r in sketch.references if r.role == "own"]
    members = owned and not sketch.back and all(target in _KINDS for target in owned) and sketch.rest is None
    for reference in (r for r in sketch.references if r.how == "hop"):
        target = next((s for s in above if s.name == reference.target), None)
        if target is not None and members and reference.role == "none" and draw(st.booleans()):
            target.back.append(f"<{sketch.name}.{reference.column}")


def _draw_rows(draw: st.DrawFn, sketch: Sketch, sizes: dict[str, int]) -> None:
    for key in range(1, 5):
        values: list[Any] = []
        for r in sketch.references:
            values += _draw_values(draw, r, key, sizes)
        words = [f"{sketch.name}-{key}-{r.column}" for r in sketch.references]
        kind = draw(st.sampled_from(["a", "a", "b", None])) if sketch.rest else "a"
        sketch.rows.append((key, *values, *words, f"{sketch.name}-{key}", kind))


def _draw_values(draw: st.DrawFn, reference: Reference, key: int, sizes: dict[str, int]) -> list[Any]:
    match reference.how:
        case "match":
            return [draw(st.sampled_from([None, "", "ada@example.com", "sue@example.org", "guest@example.net"]))]
        case "typed":
            return [draw(st.sampled_from([None, 1, 2, 99])), draw(st.sampled_from(["C", "S", "X", None]))]
        case "closure":
            there = range(1, key + 1) if reference.declared else range(1, 5)
            return [draw(st.sampled_from([None, *there]))]
        case _:
            nowhere = [] if reference.declared else [99]
            empty = [] if reference.required else [None]
            return [draw(st.sampled_from([*empty, *range(1, sizes[reference.target] + 1), *nowhere]))]
