"""Clock cases as JSON objects (the words of ``upheld clock --jsonl``) read into :class:`upheld.law.Case`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from upheld.errors import UsageError
from upheld.law.cases import Case, Event
from upheld.law.events import EVENTS

MAX_EVENTS = 1000
_LEAP = re.compile(r":\d\d:60")


def parse_case(raw: Mapping[str, Any], *, law: str | None = None) -> Case:
    """Read one case; raise :class:`UsageError` that names the first thing wrong and how to write it.

    ``law`` replaces the case's own ``law``, for cases that name several.
    """
    name = law if law is not None else _text(raw, "law")
    zone = read_zone(_text(raw, "tz"))
    received = read_instant(raw.get("received_at"), "received_at")
    given = raw.get("events", [])
    if not isinstance(given, list) or len(given) > MAX_EVENTS:
        raise UsageError(f'`events` is not a list of at most {MAX_EVENTS}; write [{{"at": …, "type": …}}]')
    events = tuple(_event(item) for item in given)
    case = Case(name, _text(raw, "right"), _text(raw, "jurisdiction"), received, zone, events, str(raw.get("id", "")))
    case.check()
    return case


def _text(raw: Mapping[str, Any], name: str) -> str:
    value = raw.get(name)
    if not isinstance(value, str) or not value:
        raise UsageError(f"`{name}` is missing; a case has law, jurisdiction, right, received_at and tz")
    return value


@lru_cache(maxsize=256)
def read_zone(name: str) -> ZoneInfo:
    """Return the IANA zone of this name."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise UsageError(f"unknown zone `{name}`; write an IANA name like Europe/Brussels") from None


def read_instant(value: object, name: str) -> datetime:
    """Read an ISO 8601 instant with offset."""
    if not isinstance(value, str):
        raise UsageError(f"{name} is missing; write it as 2026-01-31T12:00:00+01:00")
    if _LEAP.search(value):
        raise UsageError(f"{name} `{value}` is a leap second, which civil clocks here do not have; write second 59")
    try:
        at = datetime.fromisoformat(value)
    except ValueError:
        raise UsageError(f"{name} `{value}` is not an instant; write it as 2026-01-31T12:00:00+01:00") from None
    if at.tzinfo is None:
        raise UsageError(f"{name} `{value}` has no offset from UTC; write it as 2026-01-31T12:00:00+01:00")
    return at


def _event(item: object) -> Event:
    if not isinstance(item, Mapping):
        raise UsageError('an event is not an object; write {"at": …, "type": …}')
    kind = item.get("type")
    if not isinstance(kind, str) or kind not in EVENTS:
        raise UsageError(f"unknown event `{kind}`; known are {', '.join(sorted(EVENTS))}")
    at = read_instant(item.get("at"), f"event `{kind}`")
    details = {name: item[name] for name in EVENTS[kind].fields if item.get(name) is not None}
    for name, value in details.items():
        if not isinstance(value, str | int | bool):
            raise UsageError(f"event `{kind}`: `{name}` is not a word or whole number")
    return Event(at, kind, details)
