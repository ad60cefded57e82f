"""A second, naive engine for choices, to be compared with the first: it replays the ledger row by row.

It keeps for everybody (each account, each device) one list of marks and copies marks when devices join accounts; it knows
the shipped rules only as facts (:class:`Rule` values) and finds out about places, ages, dates and signals by itself from the law pack.
Nothing of ``upheld.duties.consent.decision``, ``history`` or ``ChoiceLaw.bounds`` is used.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

from upheld.duties.consent import (
    Act,
    Actor,
    Basis,
    Choice,
    ChoiceLaw,
    Flow,
    Holder,
    Link,
    Mode,
    Notice,
    Row,
    Rule,
    Trait,
)
from upheld.formats.law_files import shipped_law
from upheld.law.model import Place

NO = (Act.REFUSED, Act.WITHDRAWN, Act.SIGNALLED, Act.OBJECTED, Act.RESTRICTED)


def replay(
    law: ChoiceLaw, notices: dict[str, Notice], viewer: Holder, ledger: Sequence[Row], lives: str | None,
    born: date | None, flow: Flow, now: datetime,
) -> bool:  # fmt: skip
    who = ("account", viewer.account) if viewer.account else ("device", viewer.device)
    marks = [c for _, c in sorted(_marks(ledger)[who].items()) if _about(c, flow)]
    if _halted(law, marks, flow, born, now):
        return False
    for rule in law.rules:
        for age, starts, ends, signals in _where(law, rule, lives):
            if not (starts <= _late(now) and _early(now) < ends and _concerned(law, rule, flow, born, now)):
                continue
            if not _rule_permits(law, notices, rule, age, signals, marks, flow, born, now):
                return False
    return True


def _marks(ledger: Sequence[Row]) -> dict[tuple[str, str | None], dict[tuple[int, int], Choice]]:
    """Replay who holds which mark; marks sort by (row, part)."""
    held: dict[tuple[str, str | None], dict[tuple[int, int], Choice]] = defaultdict(dict)
    own: dict[tuple[str, str | None], list[tuple[int, Choice]]] = defaultdict(list)
    together: set[tuple[str, str]] = set()
    for n, row in enumerate(ledger):
        if isinstance(row, Link):
            account, device = ("account", row.account), ("device", row.device)
            if not row.joined:
                together.discard((row.account, row.device))
                continue
            together.add((row.account, row.device))
            for i, c in own[device]:
                if row.carry or c.act in NO:
                    held[account].setdefault((i, 0), c)
            signals = [c for _, c in own[device] if c.act is Act.SIGNALLED]
            if signals:
                held[account][n, 0] = signals[-1]
            for i, c in own[account]:
                if c.act in NO:
                    held[device].setdefault((i, 0), c)
            continue
        a, d = row.capture.holder.account, row.capture.holder.device
        home = ("account", a) if a else ("device", d)
        own[home].append((n, row))
        held[home][n, 0] = row
        if a and d and row.act in NO:
            held["device", d][n, 0] = row
        for account, device in together:
            if home == ("device", device):
                held["account", account][n, 0] = row
            if home == ("account", account) and row.act in NO:
                held["device", device][n, 0] = row
    return held


def _about(c: Choice, flow: Flow) -> bool:
    s = c.scope
    for want, have in (
        (s.flow, flow.id), (s.purpose, flow.purpose), (s.category, flow.category), (s.recipient, flow.recipient),
        (s.channel, flow.channel),
    ):  # fmt: skip
        if want and want != have:
            return False
    return not s.traits or any(t in flow.traits for t in s.traits)


def _late(now: datetime) -> date:
    return (now.astimezone(UTC) + timedelta(hours=14)).date()


def _early(now: datetime) -> date:
    return (now.astimezone(UTC) - timedelta(hours=12)).date()


def _years(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _young(law: ChoiceLaw, born: date | None, age: int, at: datetime) -> bool:
    return law.directed_to_children if born is None else _years(born, _early(at)) < age


def _halted(law: ChoiceLaw, marks: list[Choice], flow: Flow, born: date | None, now: datetime) -> bool:
    restricted = objected = False
    for c in marks:
        restricted = c.act is Act.RESTRICTED or (restricted and c.act is not Act.RESTRICTION_LIFTED)
        objected = c.act is Act.OBJECTED or (objected and c.act is not Act.OBJECTION_LIFTED)
    reachable = (
        flow.basis in (Basis.CONSENT, Basis.LEGITIMATE_INTERESTS, Basis.PUBLIC_TASK) or Trait.MARKETING in flow.traits
    )
    too_young = law.minimum_age is not None and _young(law, born, law.minimum_age, now)
    return restricted or (objected and reachable) or (too_young and Trait.NECESSARY not in flow.traits)


def _where(law: ChoiceLaw, rule: Rule, lives: str | None) -> list[tuple[int, date, date, date]]:
    """Return (age, start, end, signal day) for each law and place that makes the rule one for the person."""
    long_ago, never = date.min, date.max
    if rule.places and lives not in (None, *rule.places):
        return []
    first, last = rule.in_force.start or long_ago, rule.in_force.end or never
    if not rule.laws:
        return [(rule.decides_at or 0, first, last, never)]
    found = []
    for name in rule.laws:
        one = law.pack.instruments[name]
        members = _members(name)
        homes = [p for p in members if lives in (None, p.code)]
        if not homes and {"EU", "EEA", "UK", "CH", "BR", "CA"} & set(one.jurisdictions):
            homes = members if any(p.code in law.company.established for p in members) else []
        for p in homes:
            age = rule.decides_at or 0
            if age == "place":
                age = next((f.value for f in p.facts if f.topic == "child_age"), None)
                if age is None and len(homes) > 1:
                    continue
                age = age or 16
            signal = p.signal.start if p.signal and p.signal.start else never
            start, end = max(first, one.in_force.start or long_ago), min(last, one.in_force.end or never)
            found.append((age, start, end, signal))
    return found


@cache
def _members(name: str) -> list[Place]:
    jurisdictions = set(shipped_law().instruments[name].jurisdictions)
    return [p for p in shipped_law().places.values() if {p.code, *p.unions} & jurisdictions]


def _concerned(law: ChoiceLaw, rule: Rule, flow: Flow, born: date | None, now: datetime) -> bool:
    w = rule.when
    if w.under_age and not _young(law, born, w.under_age, now):
        return False
    if w.traits and not any(t in flow.traits for t in w.traits):
        return False
    if any(t not in flow.traits for t in w.needs) or any(t in flow.traits for t in w.without):
        return False
    return (not w.bases or flow.basis in w.bases) and (not w.channels or flow.channel in w.channels)


def _rule_permits(
    law: ChoiceLaw, notices: dict[str, Notice], rule: Rule, age: int, signals: date, marks: list[Choice], flow: Flow,
    born: date | None, now: datetime,
) -> bool:  # fmt: skip
    if rule.mode is Mode.FORBIDDEN:
        return False
    young = _young(law, born, age, now) if age else False
    word: dict[bool, str] = {False: "", True: ""}
    for c in marks:
        by_parent = c.capture.actor is Actor.PARENT
        then_young = _young(law, born, age, c.at) if age else False
        if c.act in (Act.REFUSED, Act.WITHDRAWN) or (c.act is Act.SIGNALLED and _signal(law, signals, c, now)):
            word[by_parent] = "no"
        elif c.act is Act.GRANTED:
            able = {
                Actor.SELF: not then_young or young,
                Actor.PARENT: then_young and "parent_verified" in c.capture.qualities,
                Actor.AGENT: False,
            }[c.capture.actor]
            wanted = set(rule.grant_needs) | (set(rule.after_opt_out) if word[by_parent] == "no" else set())
            fresh = c.at <= now and (rule.lasts_months is None or now < _plus(c.at, rule.lasts_months))
            if able and fresh and wanted <= c.capture.qualities and _shown(notices, c, flow):
                word[by_parent] = "yes"
    together = "no" if "no" in word.values() else word[True]
    verdict = together if young else word[False] or word[True]
    if rule.mode is Mode.OPT_OUT:
        return verdict != "no"
    if rule.mode is Mode.SOFT_OPT_IN and not verdict and not young and rule.relation:
        r = rule.relation
        return any(
            c.act is Act.RELATED and r.needs <= c.capture.qualities and c.at <= now
            and (r.months is None or now < _plus(c.at, r.months)) for c in marks
        )  # fmt: skip
    return verdict == "yes"


def _signal(law: ChoiceLaw, signals: date, c: Choice, now: datetime) -> bool:
    if c.capture.signal in law.honoured:
        return True
    if c.capture.signal != "GPC":
        return False
    there = [p for p in law.pack.places.values() if c.capture.residence in (None, p.code)]
    days = [p.signal.start for p in there if p.signal and p.signal.start]
    return signals <= _late(now) or any(day <= _late(c.at) for day in days)


def _plus(at: datetime, months: int) -> datetime:
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    for day in range(at.day, 0, -1):
        try:
            return at.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise AssertionError("a month has a first day")


def _shown(notices: dict[str, Notice], c: Choice, flow: Flow) -> bool:
    if c.capture.notice not in notices:
        return False
    for s in notices[c.capture.notice].flows:
        same = all(getattr(s, n) == getattr(flow, n) for n in ("purpose", "category", "recipient", "role", "channel"))
        more = [
            t
            for t in flow.traits
            if t not in s.traits and t not in (Trait.NECESSARY, Trait.STATISTICS, Trait.APPEARANCE)
        ]
        if same and not more and all(u in s.uses for u in flow.uses):
            return True
    return False
