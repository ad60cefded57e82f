"""``datamap.yaml``: the datamap of one system as a company writes it. See docs/reference/datamap.md."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, Tag

from upheld.datamap.categories import CATEGORIES
from upheld.datamap.conditions import Condition, parse_condition
from upheld.datamap.model import (
    ColumnUse,
    Counter,
    Datamap,
    Erase,
    Keep,
    Origin,
    PeriodUnit,
    PersonKind,
    Role,
    Slice,
    Table,
    Tied,
    tie_columns,
)
from upheld.datamap.strategies import Strategy, parse_strategy
from upheld.datamap.ties import parse_tie
from upheld.errors import DeploymentInvalid
from upheld.formats.documents import Document, Path, compose, validate
from upheld.spans import Problem

TieText = str | dict[str, Any]
StrategyText = str | dict[str, Any] | None


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class PersonModel(_Strict):
    """A kind of person with an account."""

    table: str
    key: str
    proves: dict[str, str] = Field(
        default_factory=dict, description="identifier kind → column; only these find further rows"
    )
    hints: dict[str, str] = Field(default_factory=dict, description="identifier kind → column; shown, never followed")
    stored: dict[str, Literal["lower"]] = Field(default_factory=dict)
    pseudo: dict[str, str | int | bool | None] = Field(default_factory=dict)
    pseudo_when: str | None = Field(default=None, description="condition that marks a pseudo-person")


class ViewerModel(_Strict):
    """A person who sees a row: the tie, and the columns their copy may show."""

    tie: TieText
    shows: list[str] = Field(default_factory=list)


def _viewer_arm(value: Any) -> str:
    return "a viewer" if isinstance(value, ViewerModel) or (isinstance(value, dict) and "tie" in value) else "a tie"


ViewerText = Annotated[
    Annotated[ViewerModel, Tag("a viewer")] | Annotated[TieText, Tag("a tie")], Discriminator(_viewer_arm)
]


class KeepModel(_Strict):
    """A duty to keep a cited list of columns."""

    until: str = Field(description="anchor column and period, as `paid_at + 7y`")
    because: str
    columns: list[str]
    reduce: dict[str, StrategyText] = Field(default_factory=dict)


class SliceModel(_Strict):
    """How rows are tied to people and what erasure does with them."""

    is_: str | None = Field(default=None, alias="is")
    of: TieText | list[TieText] | None = None
    with_: TieText | list[TieText] | None = Field(default=None, alias="with")
    sees: dict[str, ViewerText] = Field(default_factory=dict)
    erase: Erase = Erase.DELETE
    set_: dict[str, StrategyText] = Field(default_factory=dict, alias="set")
    leave: dict[str, StrategyText] = Field(default_factory=dict)
    keep: KeepModel | None = None
    nobody: bool = False


class ColumnModel(_Strict):
    """What a column holds, where its table's defaults do not say it."""

    category: str | None = None
    whose: str | None = None
    purpose: str | None = None
    basis: str | None = None
    source: str | None = None
    origin: Origin | None = None
    withhold: str | None = None


class CounterModel(_Strict):
    """A column that counts rows of another table."""

    counts: str = Field(description="child.column that points here")
    where: str | None = None


class TableModel(SliceModel):
    """One table."""

    title: str | None = None
    key: str | list[str] | None = None
    slices: dict[str, SliceModel] = Field(default_factory=dict)
    holds: dict[str, list[str]] = Field(default_factory=dict, description="category → columns")
    columns: dict[str, ColumnModel] = Field(default_factory=dict)
    mentions: list[str] = Field(default_factory=list)
    inbound: dict[str, StrategyText] = Field(default_factory=dict)
    counters: dict[str, CounterModel] = Field(default_factory=dict)
    proves: dict[str, str] = Field(default_factory=dict)
    promised: str | list[str] = Field(
        default_factory=list, description="ids of the charter statements that say how long these rows stay"
    )
    purpose: str | None = None
    basis: str | None = None
    source: str | None = None
    origin: Origin | None = None


class DefaultsModel(_Strict):
    """What holds for every column that does not say otherwise."""

    purpose: str | None = None
    basis: str | None = None
    source: str | None = None
    origin: Origin = Origin.PROVIDED


class DatamapFile(_Strict):
    """The datamap of one system."""

    datamap: Literal[1] = Field(description="version of this file format")
    system: str
    defaults: DefaultsModel = Field(default_factory=DefaultsModel)
    people: dict[str, PersonModel] = Field(default_factory=dict)
    tables: dict[str, TableModel] = Field(default_factory=dict)
    nobody: list[str] = Field(default_factory=list, description="tables that hold nothing about anybody")


def parse_datamap(text: str, file: str) -> tuple[Datamap, Document]:
    """Read ``datamap.yaml``; raise :class:`DeploymentInvalid` with every problem of form."""
    document = compose(text, file)
    model = validate(document, DatamapFile)
    reader = _Reader(document, model.defaults)
    people = {kind: reader.person(kind, person) for kind, person in model.people.items()}
    tables = {name: reader.table(name, table) for name, table in model.tables.items()}
    if reader.problems:
        raise DeploymentInvalid(reader.problems)
    return Datamap(model.system, people, tables, frozenset(model.nobody)), document


class _Reader:
    """Turn the validated file into the model, collecting what does not parse at the place it stands."""

    def __init__(self, document: Document, defaults: DefaultsModel) -> None:
        self.document = document
        self.defaults = defaults
        self.problems: list[Problem] = []

    def person(self, kind: str, model: PersonModel) -> PersonKind:
        at: Path = ("people", kind)
        return PersonKind(
            kind,
            model.table,
            model.key,
            dict(model.proves),
            dict(model.hints),
            dict(model.pseudo),
            self._condition(model.pseudo_when, (*at, "pseudo_when")),
            dict(model.stored),
        )

    def table(self, name: str, model: TableModel) -> Table:
        at: Path = ("tables", name)
        slices = tuple(self._slice(text, part, (*at, "slices", text)) for text, part in model.slices.items())
        whole = self._slice(None, model, at)
        for word in sorted(SliceModel.model_fields.keys() & model.model_fields_set) if slices else ():
            self._complain(
                (*at, word.rstrip("_")),
                "slices-and-ties",
                f"`{name}` has slices, so `{word.rstrip('_')}` of the whole table means nothing",
                "Move it into the slices.",
                key=True,
            )
        for place in model.inbound:
            if not re.fullmatch(r"\w+\.\w+", place):
                self._complain(
                    (*at, "inbound", place),
                    "not-a-column",
                    f"`{place}` is not table.column",
                    "Write the foreign key that points here, as comments.parent_id.",
                    key=True,
                )
        key = (model.key,) if isinstance(model.key, str) else tuple(model.key or ())
        return Table(
            name,
            slices or (whole,),
            self._columns(model, at),
            key,
            tuple(model.mentions),
            self._strategies(model.inbound, (*at, "inbound")),
            tuple(self._counter(column, c, (*at, "counters", column)) for column, c in model.counters.items()),
            dict(model.proves),
            model.title,
            (model.promised,) if isinstance(model.promised, str) else tuple(model.promised),
        )

    def _slice(self, when: str | None, model: SliceModel, at: Path) -> Slice:
        rest = when in (None, "else")
        if model.of is not None and model.with_ is not None:
            self._complain(
                (*at, "with"),
                "of-and-with",
                "rows are either one person's (of) or shared (with)",
                "Keep one, or slice the table.",
            )
        return Slice(
            when=None if rest else self._condition(when, at),
            tied=self._tied(model, at),
            erase=model.erase,
            set=self._strategies(model.set_, (*at, "set")),
            leave=self._strategies(model.leave, (*at, "leave")),
            keep=self._keep(model.keep, (*at, "keep")) if model.keep else None,
            nobody=model.nobody,
            label=when or "",
        )

    def _tied(self, model: SliceModel, at: Path) -> tuple[Tied, ...]:
        out: list[Tied] = []
        if model.is_ is not None:
            out += self._one_tie(Role.IS, model.is_, model.is_, (), (*at, "is"))
        for role, word, given in ((Role.OWNER, "of", model.of), (Role.CO_OWNER, "with", model.with_)):
            listed = given if isinstance(given, list) else [] if given is None else [given]
            for index, text in enumerate(listed):
                place = (*at, word, index) if isinstance(given, list) else (*at, word)
                out += self._one_tie(role, None, text, (), place)
        for name, viewer in model.sees.items():
            text, shows = (viewer.tie, tuple(viewer.shows)) if isinstance(viewer, ViewerModel) else (viewer, ())
            out += self._one_tie(Role.VIEWER, name, text, shows, (*at, "sees", name))
        return tuple(out)

    def _one_tie(self, role: Role, name: str | None, text: TieText, shows: tuple[str, ...], at: Path) -> list[Tied]:
        try:
            tie = parse_tie(text)
        except ValueError as error:
            self._complain(at, "not-a-tie", str(error), "See the table of ties in docs/reference/datamap.md.")
            return []
        columns = tie_columns(tie)
        return [Tied(role, name or (columns[-1].column if columns else str(text)), tie, shows)]

    def _columns(self, model: TableModel, at: Path) -> dict[str, ColumnUse]:
        uses: dict[str, ColumnUse] = {}
        for category, names in model.holds.items():
            if category not in CATEGORIES:
                self._complain(
                    (*at, "holds", category),
                    "unknown-category",
                    f"`{category}` is not a category of data",
                    "See docs/reference/categories.md.",
                    key=True,
                )
            for index, name in enumerate(names):
                if name in uses:
                    self._complain(
                        (*at, "holds", category, index),
                        "column-twice",
                        f"`{name}` is listed twice",
                        "Keep it under one category.",
                    )
                uses[name] = self._use(name, category, model, ColumnModel())
        for name, column in model.columns.items():
            declared = uses[name].category if name in uses else None
            category = column.category or declared or ""
            if category not in CATEGORIES:
                self._complain(
                    (*at, "columns", name),
                    "unknown-category",
                    f"`{name}` needs a category known here",
                    "List it under holds, or give category: …",
                    key=True,
                )
            uses[name] = self._use(name, category, model, column)
        return uses

    def _use(self, name: str, category: str, table: TableModel, column: ColumnModel) -> ColumnUse:
        return ColumnUse(
            name,
            category,
            column.whose,
            column.purpose or table.purpose or self.defaults.purpose,
            column.basis or table.basis or self.defaults.basis,
            column.source or table.source or self.defaults.source,
            column.origin or table.origin or self.defaults.origin,
            column.withhold,
        )

    def _counter(self, column: str, model: CounterModel, at: Path) -> Counter:
        child, _, child_column = model.counts.partition(".")
        if not re.fullmatch(r"\w+\.\w+", model.counts):
            self._complain(
                (*at, "counts"),
                "not-a-column",
                f"`{model.counts}` is not table.column",
                "Write counts: reviews.product_id.",
            )
        return Counter(column, child, child_column, self._condition(model.where, (*at, "where")))

    def _keep(self, model: KeepModel, at: Path) -> Keep | None:
        match = re.fullmatch(r"\s*([A-Za-z_]\w*)\s*\+\s*(\d{1,4})\s*([ymd])\s*", model.until)
        if not match:
            self._complain(
                (*at, "until"),
                "not-an-anchor",
                f"`{model.until}` is not a column plus a period",
                "Write until: paid_at + 7y.",
            )
            return None
        reduce = self._strategies(model.reduce, (*at, "reduce"))
        return Keep(match[1], int(match[2]), PeriodUnit(match[3]), model.because, tuple(model.columns), reduce)

    def _strategies(self, given: Mapping[str, StrategyText], at: Path) -> dict[str, Strategy]:
        out: dict[str, Strategy] = {}
        for name, value in given.items():
            try:
                out[name] = parse_strategy(value)
            except ValueError as error:
                self._complain(
                    (*at, name), "not-a-strategy", str(error), "See the strategies in docs/reference/datamap.md."
                )
        return out

    def _condition(self, text: str | None, at: Path) -> Condition | None:
        if text is None:
            return None
        try:
            return parse_condition(text)
        except ValueError as error:
            self._complain(at, "not-a-condition", str(error), "See conditions in docs/reference/datamap.md.", key=True)
            return None

    def _complain(self, at: Path, code: str, message: str, advice: str, *, key: bool = False) -> None:
        self.problems.append(self.document.problem(at, code, message, advice, key=key))
