"""Several laws and promises at once: each has its own clock, the earliest cautious date binds, breaches are judged apart."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from upheld.errors import UsageError
from upheld.law.cases import ANSWER_FIELDS, Answer, Case, Event
from upheld.law.clocks import answer_case, run_rule
from upheld.law.derivation import earliest
from upheld.law.model import LawPack
from upheld.law.promises import PREFIX, TimedPromise, as_instrument, word_of

Promises = Mapping[str, Sequence[TimedPromise]]
"""The timed promises of each company, by the name used after ``PROMISE:``."""

_LATEST_WINS = ("keep_until_at", "earliest_allowed_at")


@dataclass(frozen=True, slots=True)
class Judgement:
    """Whether an act (or the lack of one) broke a law or a promise, each by its own clock. None: no clock of that kind ran."""

    law_broken: bool | None
    promise_broken: bool | None


@dataclass(frozen=True, slots=True)
class RegimesAnswer:
    """The clocks of a set of regimes. ``binding`` is the regime whose cautious date is the earliest.

    ``errors`` holds, by regime, why one could not be answered; the others are answered all the same. ``both_asked`` says
    that law and promise were asked, so that the date one of them lacks is told as missing.
    """

    clocks: tuple[Answer, ...]
    due_at: datetime | None
    safe_due_at: datetime | None
    law_due_at: datetime | None
    promise_due_at: datetime | None
    binding: str | None
    because: tuple[str, ...]
    errors: Mapping[str, str]
    both_asked: bool = False

    def merged(self) -> Answer:
        """Return one answer with the dates to act on and each optional field once (the stricter value)."""
        first = self.clocks[0]
        extra: dict[str, Any] = {
            name: value for name in ANSWER_FIELDS if (value := _strictest(self.clocks, name)) is not None
        }
        extra |= {"law_due_at": self.law_due_at, "promise_due_at": self.promise_due_at}
        asked = ("law_due_at", "promise_due_at") if self.both_asked else ()
        undated = (*asked, *(name for clock in self.clocks for name in clock.undated))
        reason = first.reason if self.due_at is None else None
        told = tuple(step for clock in self.clocks for step in clock.told)
        return first._replace(
            due_at=self.due_at, safe_due_at=self.safe_due_at, because=self.because, told=told, reason=reason,
            undated=tuple(dict.fromkeys(undated)), law="+".join(dict.fromkeys(clock.law for clock in self.clocks)), **extra,
        )  # fmt: skip

    def judge(self, acted_at: datetime | None, now: datetime) -> Judgement:
        """Judge an act at ``acted_at``, or its absence at ``now``: law by ``law_due_at``, promise by ``promise_due_at``."""
        return Judgement(_broken(self.law_due_at, acted_at, now), _broken(self.promise_due_at, acted_at, now))


def compute_regimes(
    pack: LawPack,
    regimes: Iterable[str],
    right: str,
    received_at: datetime,
    tz: ZoneInfo,
    events: Iterable[Event] = (),
    *,
    jurisdiction: str,
    promises: Promises | None = None,
    companies: Iterable[str] = (),
) -> RegimesAnswer:
    """Answer ``right`` under every law of ``regimes`` and every promise of ``companies`` at once.

    Each law is asked by its own word for the right (access is "know" in California). Raises :class:`UsageError` when no
    regime at all can answer.
    """
    names = [*regimes, *(PREFIX + company for company in companies)]
    case = Case("+".join(names), right, jurisdiction, received_at, tz, tuple(events))
    return answer_regimes(pack, case, names, promises or {})


def answer_regimes(pack: LawPack, case: Case, regimes: Iterable[str], promises: Promises) -> RegimesAnswer:
    """Answer one case under each regime: a law's id, a place's code (its law that knows the right) or ``PROMISE:<company>``."""
    laws: list[Answer] = []
    kept: list[Answer] = []
    errors: dict[str, str] = {}
    case.check()
    for regime in regimes:
        try:
            if regime.startswith(PREFIX):
                kept += _promised(pack, case, regime.removeprefix(PREFIX), promises)
            else:
                laws.append(_by_law(pack, case, regime))
        except UsageError as error:
            errors[regime] = str(error)
    if not laws and not kept:
        raise UsageError("; ".join(errors.values()) or "no regime was named; name a law or PROMISE:<company>")
    return _gather(laws, kept, errors)


def _by_law(pack: LawPack, case: Case, regime: str) -> Answer:
    law = pack.instruments.get(regime)
    if law is None and regime in pack.places:
        law = next((known for known in pack.instruments_of(regime) if word_of(known, case.right)), None)
    if law is None:
        raise UsageError(f"unknown law `{regime}`; `upheld law list` names the known ones")
    word = word_of(law, case.right) or case.right
    place = case.jurisdiction if pack.binds(law, case.jurisdiction) else law.jurisdictions[0]
    return answer_case(pack, replace(case, law=law.id, right=word, jurisdiction=place))


def _promised(pack: LawPack, case: Case, company: str, promises: Promises) -> list[Answer]:
    found = promises.get(company)
    if found is None:
        raise UsageError(
            f"no charter of `{company}` was found; put it at examples/<company>/charter.yaml or use --charters"
        )
    here = [promise for promise in found if _made_to(pack, promise, case.jurisdiction)]
    answers = [
        run_rule(pack, case, instrument := as_instrument(promise), instrument.clocks[0])
        for promise in _said(here, case.right)
    ]
    if not answers:
        rights = sorted({right for promise in found for right in promise.rights})
        raise UsageError(f"`{company}` promises no period for `{case.right}`; it does for {', '.join(rights)}")
    return answers


def _made_to(pack: LawPack, promise: TimedPromise, place: str) -> bool:
    """Return whether a promise was made to people of ``place``; a case about no place in particular takes them all."""
    known = pack.places.get(place)
    return not promise.places or known is None or bool({place, *known.unions}.intersection(promise.places))


def _said(promises: Sequence[TimedPromise], right: str) -> list[TimedPromise]:
    """Return the promises about ``right``: those that use its very word, else those that mean the same right.

    Asked about all data, every retention promise answers where none speaks of all data.
    """
    found = [promise for promise in promises if right in promise.rights]
    if not found:
        found = [promise for promise in promises if word_of(as_instrument(promise), right) is not None]
    if not found and right in ("retention_all", "retention_any"):
        found = [promise for promise in promises if any(name.startswith("retention_") for name in promise.rights)]
    return found


def _gather(laws: list[Answer], kept: list[Answer], errors: dict[str, str]) -> RegimesAnswer:
    clocks = (*kept, *laws)
    dated = [clock for clock in clocks if clock.safe_due_at is not None]
    binding = min(dated, key=_safe_utc).law if dated else None
    law_due, promise_due = (earliest(*(clock.due_at for clock in some)) for some in (laws, kept))
    return RegimesAnswer(
        clocks=clocks,
        due_at=earliest(law_due, promise_due),
        safe_due_at=earliest(*(clock.safe_due_at for clock in clocks)),
        law_due_at=law_due,
        promise_due_at=promise_due,
        binding=binding,
        because=tuple(dict.fromkeys(cite for clock in clocks for cite in clock.because)),
        errors=errors,
        both_asked=bool(laws and kept),
    )


def _safe_utc(clock: Answer) -> datetime:
    assert clock.safe_due_at is not None
    return clock.safe_due_at.astimezone(UTC)


def _strictest(clocks: Sequence[Answer], name: str) -> Any:
    values: list[Any] = [value for clock in clocks if (value := getattr(clock, name)) is not None]
    if not values:
        return None
    if isinstance(values[0], datetime):
        ordered = sorted(values, key=lambda at: at.astimezone(UTC))
        return ordered[-1] if name in _LATEST_WINS else ordered[0]
    if isinstance(values[0], bool):
        return all(values) if name == "verification_required" else any(values)
    return values[0]


def _broken(due: datetime | None, acted_at: datetime | None, now: datetime) -> bool | None:
    if due is None:
        return None
    return (acted_at or now).astimezone(UTC) > due.astimezone(UTC)
