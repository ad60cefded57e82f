"""Random small companies: tables, ties and rows, written as DDL and as the text of a datamap."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from tests.integration.datamap.cast import DDL, PEOPLE, ROWS

_KINDS = ("customers", "staff")


@dataclass
class Reference:
    """A column that points to another table; undeclared ones may point nowhere."""

    column: str
    target: str
    declared: bool
    role: str
    """``own`` (an ``of`` or ``with`` tie), ``sees``, or ``none``: structure that is nobody's tie."""


@dataclass
class Sketch:
    """One table."""

    name: str
    shared: bool
    erase: str
    references: list[Reference]
    back: list[str] = field(default_factory=list)
    """Backward ties, as ``<child.column``."""
    rows: list[tuple[Any, ...]] = field(default_factory=list)

    def ddl(self) -> str:
        columns = "".join(
            f", {r.column} integer" + (f" REFERENCES {r.target}" if r.declared else "") for r in self.references
        )
        cells = "".join(f", {r.column}_word text" for r in self.references)
        return f"CREATE TABLE {self.name} (id integer PRIMARY KEY{columns}{cells}, word text);\n"

    def text(self, inbound: dict[str, list[str]]) -> str:
        own = [_tie(r) for r in self.references if r.role == "own"] + [f'"{b}"' for b in self.back]
        seen = {r.column: _tie(r) for r in self.references if r.role == "sees"}
        lines = [f"  {self.name}:", f"    erase: {self.erase}"]
        if own:
            lines.append(f"    {'with' if self.shared else 'of'}: [{', '.join(own)}]")
        if seen:
            lines.append("    sees: {" + ", ".join(f"v_{c}: {t}" for c, t in seen.items()) + "}")
        cells = [f"{r.column}_word" for r in self.references] + ["word"]
        lines.append(f"    holds: {{text: [{', '.join(cells)}]}}")
        whose = {
            f"{r.column}_word": ("v_" if r.role == "sees" else "") + r.column for r in self.references if self._whose(r)
        }
        lines.append("    columns: {" + ", ".join(f"{c}: {{whose: {w}}}" for c, w in whose.items()) + "}")
        leave = [c for r in self.references if self._whose(r) for c in (r.column, f"{r.column}_word")]
        lines.append("    leave: {" + ", ".join(f"{c}: null" for c in leave) + "}")
        if self.erase == "anonymise":
            references = [r.column for r in self.references]
            lines.append(
                "    set: {" + ", ".join([f"{c}: null" for c in references + cells[:-1]] + ["word: empty"]) + "}"
            )
        lines.append("    inbound: {" + ", ".join(f"{c}: null" for c in inbound.get(self.name, [])) + "}")
        return "\n".join(lines) + "\n"

    def _whose(self, reference: Reference) -> bool:
        """A word beside a reference is about the person there, where several people may own or see the row."""
        return reference.role == "sees" or (reference.role == "own" and self.shared)


@dataclass
class Company:
    """All of it, ready for a :class:`World`."""

    sketches: list[Sketch]
    people_erased: str
    subject: str

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
            for r in sketch.references:
                inbound.setdefault(r.target, []).append(f"{sketch.name}.{r.column}")
        text = PEOPLE + "tables:\n"
        for table, kind in (("customers", "customer"), ("staff", "staff")):
            text += f"  {table}:\n    is: {kind}\n    erase: {self.people_erased}\n"
            text += "    holds: {contact.email: [email], name: [name]}\n"
            if self.people_erased == "anonymise":
                text += "    set: {email: {constant: gone-0@example.invalid}, name: null}\n"
            text += "    inbound: {" + ", ".join(f"{c}: null" for c in inbound.get(table, [])) + "}\n"
        return text + "".join(s.text(inbound) for s in self.sketches)

    def __repr__(self) -> str:
        rows = "\n".join(f"{s.name}: {s.rows}" for s in self.sketches)
        return f"Company of {self.subject}\n{self.ddl}\n{rows}\n{self.datamap}"


def _tie(reference: Reference) -> str:
    return reference.column if reference.declared else f'"{reference.column} -> {reference.target}"'


@st.composite
def companies(draw: st.DrawFn) -> Company:
    """Draw two to four tables, their ties, and up to four rows each."""
    sketches: list[Sketch] = []
    for index in range(draw(st.integers(1, 4))):
        name = f"t{index}"
        above = [*_KINDS, *(s.name for s in sketches)]
        references = [
            Reference(
                f"r{index}{number}",
                draw(st.sampled_from(above)),
                draw(st.booleans()),
                draw(st.sampled_from(["own", "own", "sees", "none"])),
            )
            for number in range(draw(st.integers(1, 3)))
        ]
        sketch = Sketch(name, draw(st.booleans()), draw(st.sampled_from(["delete", "delete", "anonymise"])), references)
        _draw_back(draw, sketch, sketches)
        sketches.append(sketch)
    for sketch in sketches:
        _draw_rows(draw, sketch, {s.name: 4 for s in sketches} | {"customers": 3, "staff": 2})
    people_erased = draw(st.sampled_from(["delete", "anonymise"]))
    return Company(sketches, people_erased, draw(st.sampled_from(["ada@example.com", "sue@example.org"])))


def _draw_back(draw: st.DrawFn, sketch: Sketch, above: list[Sketch]) -> None:
    """Let a table above become its members': ``<members.group``, when this table is tied to people only (no circles)."""
    owned = [r.target for r in sketch.references if r.role == "own"]
    members = owned and not sketch.back and all(target in _KINDS for target in owned)
    for reference in sketch.references:
        target = next((s for s in above if s.name == reference.target), None)
        if target is not None and members and reference.role == "none" and draw(st.booleans()):
            target.back.append(f"<{sketch.name}.{reference.column}")


def _draw_rows(draw: st.DrawFn, sketch: Sketch, sizes: dict[str, int]) -> None:
    for key in range(1, 5):
        values: list[Any] = []
        for r in sketch.references:
            there = [None, *range(1, sizes[r.target] + 1)] + ([] if r.declared else [99])
            values.append(draw(st.sampled_from(there)))
        words = [f"{sketch.name}-{key}-{r.column}" for r in sketch.references]
        sketch.rows.append((key, *values, *words, f"{sketch.name}-{key}"))
