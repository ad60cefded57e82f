"""The schema of the law's data files: every value carries ``cite`` and ``provenance``, every word is a known one.

:func:`check_law_folder` validates a whole folder with positions; a value without a citation fails the build.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from upheld.errors import DeploymentInvalid
from upheld.formats.documents import Document, compose, validate
from upheld.formats.law_files import build_pack, law_files
from upheld.law.cases import ANSWER_FIELDS
from upheld.law.events import EVENTS
from upheld.law.model import LawPack
from upheld.spans import Problem

Word = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_.-]*$")]
Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]


def _known_event(word: str) -> str:
    if word not in EVENTS:
        raise ValueError(f"`{word}` is no event; see upheld.law.events")
    return word


def _known_field(word: str) -> str:
    if word not in ANSWER_FIELDS:
        raise ValueError(f"`{word}` is no field of an answer")
    return word


EventWord = Annotated[str, AfterValidator(_known_event)]
AnswerField = Annotated[str, AfterValidator(_known_field)]
Cite = Annotated[str, StringConstraints(min_length=3, strip_whitespace=True)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Cited(_Strict):
    """What every value says of itself: where it stands, and whether that was seen."""

    cite: Cite
    provenance: Literal["source", "mixed", "memory", "design"]
    src: list[str] = Field(default_factory=list, description="keys of the copies it was seen in; M is memory")


class Force(_Strict):
    """Civil days from ``from`` (included) to ``until`` (not included)."""

    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    from_: date | None = Field(default=None, alias="from")
    until: date | None = None


class PeriodModel(_Strict):
    n: int = Field(ge=0)
    unit: Literal["hour", "calendar_day", "business_day", "month", "year", "immediate"]


class StartModel(_Strict):
    events: list[EventWord] = Field(default_factory=list)
    otherwise: Literal["receipt", "none"] = "receipt"
    waits_for: dict[EventWord, EventWord] = Field(default_factory=dict)
    safe_receipt: bool = False
    safe_events: list[EventWord] = Field(default_factory=list)
    year_end: bool = False


class ThresholdModel(Cited):
    field: str
    at_least: int = Field(gt=0)
    below_year_end: bool = False


class PauseModel(Cited):
    kind: Literal["suspend", "restart", "exclude_days", "lift", "deny"]
    asked: EventWord
    answered: EventWord
    bases: list[str] = Field(default_factory=list)
    within_days: int | None = Field(default=None, gt=0)
    outcome: Word | None = None
    in_force: Force | None = None


class ExtensionModel(Cited):
    period: PeriodModel | None = None
    counted_from: Literal["receipt", "first_period", "stated_date"]
    must_state: list[Literal["reason", "new_date"]] = Field(default_factory=list)
    grounds: list[str] = Field(default_factory=list)
    notice_from: EventWord | None = None

    @model_validator(mode="after")
    def _ends_somewhere(self) -> ExtensionModel:
        if self.period is None and (self.counted_from != "stated_date" or "new_date" not in self.must_state):
            raise ValueError("an extension without a period ends on a date its notice must state")
        return self


class AckModel(Cited):
    period: PeriodModel


class ChannelModel(Cited):
    designated_only: bool
    otherwise: PeriodModel | None = None
    runs_anyway: bool = False
    outcome: Word | None = None


class FrequencyModel(Cited):
    count: int = Field(gt=0)
    window: Literal["12_months", "year", "calendar_year"]
    beyond: Literal["refuse", "charge_fee"]
    events: list[EventWord]


class ReflectionModel(Cited):
    announced: EventWord
    confirmed: EventWord
    days: int = Field(gt=0)
    bases: list[str] = Field(default_factory=list)
    max_field: str | None = None
    max_amount: int | None = None


class LinkedModel(Cited):
    field: AnswerField
    safe_field: AnswerField | None = None
    period: PeriodModel
    start: StartModel
    threshold: ThresholdModel | None = None


class VerificationModel(Cited):
    required: bool


class ClockModel(Cited):
    """One dated rule. Without ``period`` the duty has no number and ``note`` says what the law says instead."""

    id: Word
    rights: list[Word] = Field(min_length=1)
    in_force: Force | None = None
    period: PeriodModel | None = None
    start: StartModel | None = None
    outcome: Literal["due", "keep_until", "earliest_allowed", "must_honour"] = "due"
    note: str | None = None
    safe_less_days: int = Field(default=0, ge=0)
    together_with: EventWord | None = None
    takes_effect_at_once: bool = False
    signal_needed: bool = False
    display_status_from: date | None = None
    extension: ExtensionModel | None = None
    acknowledge: AckModel | None = None
    pauses: list[PauseModel] = Field(default_factory=list)
    channel: ChannelModel | None = None
    frequency: FrequencyModel | None = None
    threshold: ThresholdModel | None = None
    reflection: ReflectionModel | None = None
    linked: list[LinkedModel] = Field(default_factory=list)
    verification: VerificationModel | None = None
    on_refusal: list[Word] = Field(default_factory=list)

    @model_validator(mode="after")
    def _says_something(self) -> ClockModel:
        if self.period is None and self.outcome == "due" and not self.note:
            raise ValueError("a duty without a period says in `note` what the law asks instead")
        return self


class FactModel(Cited):
    topic: Word
    value: str | int | bool | list[str]
    in_force: Force | None = None


class InstrumentFile(Cited):
    """One law: the duties it sets a clock for, and other cited facts."""

    law: str
    name: str
    jurisdictions: list[str] = Field(min_length=1)
    counting: Word
    sector: Word | None = None
    in_force: Force | None = None
    clocks: list[ClockModel] = Field(min_length=1)
    facts: list[FactModel] = Field(default_factory=list)


class HolidayModel(_Strict):
    """One holiday: exactly one way to find its date. Cites the calendar's source unless it names its own."""

    name: str
    fixed: list[int] | None = Field(default=None, min_length=2, max_length=2)
    easter: int | None = None
    orthodox_easter: int | None = None
    nth: list[int | Weekday] | None = Field(default=None, min_length=3, max_length=3)
    last: list[int | Weekday] | None = Field(default=None, min_length=2, max_length=2)
    on_or_after: list[int | Weekday] | None = Field(default=None, min_length=3, max_length=3)
    on_or_before: list[int | Weekday] | None = Field(default=None, min_length=3, max_length=3)
    dates: list[date] | None = Field(default=None, min_length=1)
    substitute: Literal["none", "sunday_to_monday", "nearest_weekday", "next_free_weekday"] = "none"
    except_years: list[int] = Field(default_factory=list)
    in_force: Force | None = None
    cite: Cite | None = None
    provenance: Literal["source", "mixed", "memory", "design"] | None = None
    src: list[str] = Field(default_factory=list)

    @model_validator(mode="after")
    def _one_rule(self) -> HolidayModel:
        ways = ("fixed", "easter", "orthodox_easter", "nth", "last", "on_or_after", "on_or_before", "dates")
        if sum(getattr(self, way) is not None for way in ways) != 1:
            raise ValueError(f"a holiday has exactly one of {', '.join(ways)}")
        if (self.cite is None) != (self.provenance is None):
            raise ValueError("a citation and its provenance come together")
        return self


class CalendarModel(Cited):
    years: Annotated[list[int], Field(min_length=2, max_length=2)]
    holidays: list[HolidayModel] = Field(min_length=1)


class AuthorityModel(Cited):
    name: str
    web: Annotated[str, StringConstraints(pattern=r"^[a-z0-9.-]+\.[a-z]{2,}(/[a-z0-9/_-]*)?$")]
    role: Word
    in_force: Force | None = None


class SignalModel(Cited):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)
    from_: date | None = Field(alias="from")


class PlaceFile(_Strict):
    """A country, state or union: zone, holidays, authorities, signal duty and facts."""

    place: Annotated[str, StringConstraints(pattern=r"^[A-Z]{2,3}(-[A-Z]{2})?$")]
    name: str
    zone: str | None
    unions: list[str] = Field(default_factory=list)
    calendar: CalendarModel | None = None
    authorities: list[AuthorityModel] = Field(default_factory=list)
    signal: SignalModel | None = None
    facts: list[FactModel] = Field(default_factory=list)


class RollModel(Cited):
    weekdays: list[Weekday]
    holidays: bool


class MonthEndModel(Cited):
    ends_on: Literal["last_day", "next_day"]


class HoursModel(Cited):
    counted: Literal["exact", "next_full_hour"]


class SafeDaysModel(_Strict):
    not_: list[Weekday] = Field(alias="not")
    holidays: bool


class BusinessDaysModel(Cited):
    not_: list[Weekday] = Field(alias="not")
    holidays: bool
    safe: SafeDaysModel


class CountingModel(_Strict):
    """How one legal order computes periods."""

    counting: Word
    name: str
    calendar: str | None = None
    roll: RollModel
    month_end: MonthEndModel
    hours: HoursModel
    business_days: BusinessDaysModel


class CountingsFile(_Strict):
    countings: list[CountingModel]


class PackFile(_Strict):
    """The day of knowledge, and the copies that ``src`` names."""

    as_of: date
    sources: dict[str, str] = Field(default_factory=dict)


def check_law_folder(folder: Path) -> LawPack:
    """Validate every file of a law folder and return its pack; raise :class:`DeploymentInvalid` with every problem."""
    problems: list[Problem] = []
    documents: list[Document] = []
    for path in law_files(folder):
        try:
            document = compose(path.read_text("utf-8"), str(path.relative_to(folder)))
            validate(document, _model_of(document))
            documents.append(document)
        except DeploymentInvalid as error:
            problems += error.problems
    if problems:
        raise DeploymentInvalid(problems)
    copies = {key for document in documents for key in document.value.get("sources", {})}
    problems = [problem for document in documents for problem in _cross_check(document, documents)]
    problems += [problem for document in documents for problem in _unknown_copies(document, document.value, (), copies)]
    if problems:
        raise DeploymentInvalid(problems)
    return build_pack(document.value for document in documents)


def _model_of(document: Document) -> type[BaseModel]:
    value: Any = document.value
    kinds: dict[str, type[BaseModel]] = {
        "law": InstrumentFile,
        "place": PlaceFile,
        "countings": CountingsFile,
        "as_of": PackFile,
    }
    return next((model for key, model in kinds.items() if isinstance(value, dict) and key in value), InstrumentFile)


def _cross_check(document: Document, documents: list[Document]) -> list[Problem]:
    """Check what one file says about others: countings, places, ids that stand twice."""
    value = document.value
    if "law" not in value:
        return []
    problems = []
    countings = {c["counting"] for d in documents for c in d.value.get("countings", [])}
    places = {d.value["place"] for d in documents if "place" in d.value}
    if value["counting"] not in countings:
        problems.append(
            document.problem(
                ("counting",), "unknown-counting", f"`{value['counting']}` is no way of counting", "See countings.yaml."
            )
        )
    for index, code in enumerate(value["jurisdictions"]):
        if code not in places:
            problems.append(
                document.problem(
                    ("jurisdictions", index), "unknown-place", f"`{code}` is no place", "Add its place.yaml."
                )
            )
    if sum(d.value.get("law") == value["law"] for d in documents) > 1:
        problems.append(document.problem(("law",), "duplicate-law", f"`{value['law']}` stands twice", "Keep one file."))
    return problems


def _unknown_copies(document: Document, value: Any, at: tuple[str | int, ...], copies: set[str]) -> Iterator[Problem]:
    """Yield each ``src`` key that pack.yaml does not explain."""
    if isinstance(value, dict):
        for index, key in enumerate(value.get("src", ())):
            if str(key) not in copies:
                yield document.problem(
                    (*at, "src", index), "unknown-source", f"`{key}` is no copy of pack.yaml", "Add it under `sources`."
                )
        for name, child in value.items():
            yield from _unknown_copies(document, child, (*at, name), copies)
    elif isinstance(value, list):
        for index, child in enumerate(value):
            yield from _unknown_copies(document, child, (*at, index), copies)
