"""The law's data files: one folder per place under ``law/jurisdictions``, read into a :class:`~upheld.law.model.LawPack`.

The shipped files are validated by a test (:func:`check_law_folder`: positions, every value cited), so
:func:`shipped_law` reads them with libyaml and builds the model without a second look; foreign folders given to
``upheld law diff`` go through :func:`check_law_folder` first.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from upheld.errors import UsageError
from upheld.law import rules as r
from upheld.law.calendars import Calendar, Holiday, HolidayKind, Substitute
from upheld.law.model import Authority, Fact, Instrument, LawPack, Place, Signal

Raw = Mapping[str, Any]

SHIPPED = Path(__file__).resolve().parent.parent / "law" / "jurisdictions"
WEEKDAYS = {"mon": 0, "tue": 1, "wed": 2, "thu": 3, "fri": 4, "sat": 5, "sun": 6}
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=1)
def shipped_law() -> LawPack:
    """Return the law pack that comes with this program, read once per process."""
    return read_law_folder(SHIPPED)


def read_law_folder(folder: Path) -> LawPack:
    """Read a folder of law files without validating them; raise :class:`UsageError` where there are none."""
    files = law_files(folder)
    return build_pack(yaml.load(path.read_text("utf-8"), Loader=_Loader) for path in files)  # noqa: S506 - safe loader


def law_files(folder: Path) -> list[Path]:
    """Return the law files of a folder in a stable order."""
    files = sorted(folder.glob("*.yaml")) + sorted(folder.glob("*/*.yaml"))
    if not files:
        raise UsageError(f"{folder} holds no law files; give a folder like law/jurisdictions")
    return files


def build_pack(documents: Iterable[Raw]) -> LawPack:
    """Build the pack from the plain values of validated files."""
    as_of = date(1970, 1, 1)
    laws: dict[str, Instrument] = {}
    places: dict[str, Place] = {}
    countings: dict[str, r.Counting] = {}
    copies: dict[str, str] = {}
    for raw in documents:
        if "as_of" in raw:
            as_of = _date(raw["as_of"])
            copies = dict(raw.get("sources", {}))
        elif "law" in raw:
            laws[raw["law"]] = _instrument(raw)
        elif "place" in raw:
            places[raw["place"]] = _place(raw)
        else:
            countings.update((c["counting"], _counting(c)) for c in raw["countings"])
    return LawPack(as_of, laws, places, countings, copies)


def _date(value: object) -> date:
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def _day(value: object) -> date | None:
    return None if value is None else _date(value)


def _source(raw: Raw, outer: r.Source | None = None) -> r.Source:
    if outer is not None and "cite" not in raw:
        return outer
    return r.Source(raw["cite"], r.Provenance(raw["provenance"]), tuple(map(str, raw.get("src", ()))))


def _force(raw: Raw) -> r.InForce:
    force = raw.get("in_force")
    if force is None:
        return r.ALWAYS
    return r.InForce(_day(force.get("from")), _day(force.get("until")))


def _words(raw: Raw, name: str) -> tuple[str, ...]:
    return tuple(raw.get(name, ()))


def _period(raw: Raw | None) -> r.Period | None:
    return None if raw is None else _some_period(raw)


def _some_period(raw: Raw) -> r.Period:
    return r.Period(raw["n"], r.Unit(raw["unit"]))


def _start(raw: Raw | None) -> r.Start:
    if raw is None:
        return r.Start()
    return r.Start(
        events=_words(raw, "events"),
        otherwise=r.StartAt(raw.get("otherwise", "receipt")),
        waits_for=dict(raw.get("waits_for", {})),
        safe_receipt=raw.get("safe_receipt", False),
        safe_events=_words(raw, "safe_events"),
        year_end=raw.get("year_end", False),
    )


def _threshold(raw: Raw | None) -> r.Threshold | None:
    if raw is None:
        return None
    return r.Threshold(raw["field"], raw["at_least"], _source(raw), raw.get("below_year_end", False))


def _pause(raw: Raw) -> r.Pause:
    return r.Pause(
        kind=r.PauseKind(raw["kind"]),
        asked=raw["asked"],
        answered=raw["answered"],
        source=_source(raw),
        bases=_words(raw, "bases"),
        within_days=raw.get("within_days"),
        outcome=raw.get("outcome"),
        in_force=_force(raw),
    )


def _extension(raw: Raw | None) -> r.Extension | None:
    if raw is None:
        return None
    return r.Extension(
        period=_period(raw.get("period")),
        counted_from=r.ExtendFrom(raw["counted_from"]),
        source=_source(raw),
        must_state=_words(raw, "must_state"),
        grounds=_words(raw, "grounds"),
        notice_from=raw.get("notice_from"),
    )


def _channel(raw: Raw | None) -> r.Channel | None:
    if raw is None:
        return None
    return r.Channel(
        designated_only=raw["designated_only"],
        otherwise=_period(raw.get("otherwise")),
        source=_source(raw),
        runs_anyway=raw.get("runs_anyway", False),
        outcome=raw.get("outcome"),
    )


def _frequency(raw: Raw | None) -> r.Frequency | None:
    if raw is None:
        return None
    return r.Frequency(
        raw["count"], r.Window(raw["window"]), r.Excess(raw["beyond"]), _words(raw, "events"), _source(raw)
    )


def _reflection(raw: Raw | None) -> r.Reflection | None:
    if raw is None:
        return None
    return r.Reflection(
        announced=raw["announced"],
        confirmed=raw["confirmed"],
        days=raw["days"],
        source=_source(raw),
        bases=_words(raw, "bases"),
        max_field=raw.get("max_field"),
        max_amount=raw.get("max_amount"),
    )


def _linked(raw: Raw) -> r.Linked:
    return r.Linked(
        field=raw["field"],
        period=_some_period(raw["period"]),
        start=_start(raw["start"]),
        source=_source(raw),
        safe_field=raw.get("safe_field"),
        threshold=_threshold(raw.get("threshold")),
    )


def _clock(raw: Raw) -> r.ClockRule:
    ack, check = raw.get("acknowledge"), raw.get("verification")
    return r.ClockRule(
        id=raw["id"],
        rights=_words(raw, "rights"),
        period=_period(raw.get("period")),
        start=_start(raw.get("start")),
        source=_source(raw),
        in_force=_force(raw),
        outcome=r.Outcome(raw.get("outcome", "due")),
        note=raw.get("note"),
        safe_less_days=raw.get("safe_less_days", 0),
        together_with=raw.get("together_with"),
        takes_effect_at_once=raw.get("takes_effect_at_once", False),
        signal_needed=raw.get("signal_needed", False),
        display_status_from=_day(raw.get("display_status_from")),
        extension=_extension(raw.get("extension")),
        acknowledgement=None if ack is None else r.Acknowledgement(_some_period(ack["period"]), _source(ack)),
        pauses=tuple(_pause(p) for p in raw.get("pauses", ())),
        channel=_channel(raw.get("channel")),
        frequency=_frequency(raw.get("frequency")),
        threshold=_threshold(raw.get("threshold")),
        reflection=_reflection(raw.get("reflection")),
        linked=tuple(_linked(x) for x in raw.get("linked", ())),
        verification=None if check is None else r.Verification(check["required"], _source(check)),
        on_refusal=_words(raw, "on_refusal"),
    )


def _fact(raw: Raw) -> Fact:
    value = raw["value"]
    return Fact(raw["topic"], tuple(value) if isinstance(value, list) else value, _source(raw), _force(raw))


def _instrument(raw: Raw) -> Instrument:
    return Instrument(
        id=raw["law"],
        name=raw["name"],
        jurisdictions=_words(raw, "jurisdictions"),
        counting=raw["counting"],
        source=_source(raw),
        in_force=_force(raw),
        clocks=tuple(_clock(c) for c in raw.get("clocks", ())),
        facts=tuple(_fact(f) for f in raw.get("facts", ())),
        sector=raw.get("sector"),
    )


def _place(raw: Raw) -> Place:
    signal = raw.get("signal")
    calendar = raw.get("calendar")
    return Place(
        code=raw["place"],
        name=raw["name"],
        zone=raw.get("zone"),
        unions=_words(raw, "unions"),
        calendar=None if calendar is None else _calendar(raw["place"], calendar),
        authorities=tuple(
            Authority(a["name"], a["web"], a["role"], _source(a), _force(a)) for a in raw.get("authorities", ())
        ),
        signal=None if signal is None else Signal(_day(signal.get("from")), _source(signal)),
        facts=tuple(_fact(f) for f in raw.get("facts", ())),
    )


def _calendar(place: str, raw: Raw) -> Calendar:
    outer = _source(raw)
    first, last = raw["years"]
    return Calendar(place, first, last, tuple(_holiday(h, outer) for h in raw["holidays"]))


def _holiday(raw: Raw, outer: r.Source) -> Holiday:
    kind = next(kind for kind in HolidayKind if kind.value in raw)
    given = raw[kind.value]
    listed = kind is HolidayKind.DATES
    parts = [] if listed else given if isinstance(given, list) else [given]
    numbers = tuple(WEEKDAYS[n] if isinstance(n, str) else int(n) for n in parts)
    return Holiday(
        name=raw["name"],
        kind=kind,
        numbers=numbers,
        source=_source(raw, outer),
        in_force=_force(raw),
        substitute=Substitute(raw.get("substitute", "none")),
        except_years=frozenset(raw.get("except_years", ())),
        dates=tuple(_date(d) for d in given) if listed else (),
    )


def _counting(raw: Raw) -> r.Counting:
    roll, days = raw["roll"], raw["business_days"]
    return r.Counting(
        id=raw["counting"],
        name=raw["name"],
        source=_source(roll),
        roll_weekdays=frozenset(WEEKDAYS[w] for w in roll["weekdays"]),
        roll_holidays=roll["holidays"],
        calendar=raw.get("calendar"),
        month_end=r.MonthEnd(raw["month_end"]["ends_on"]),
        month_end_source=_source(raw["month_end"]),
        hours=r.HourRule(raw["hours"]["counted"]),
        hours_source=_source(raw["hours"]),
        business_days=_business(days),
        safe_business_days=_business(days["safe"]),
        business_source=_source(days),
    )


def _business(raw: Raw) -> r.BusinessDays:
    return r.BusinessDays(frozenset(WEEKDAYS[w] for w in raw["not"]), raw["holidays"])
