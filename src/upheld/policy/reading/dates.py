"""Dates as policies print them."""

from __future__ import annotations

import re

_MONTHS = {
    m: i
    for i, m in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], start=1)
}
_MONTH = r"(?P<{}>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_FORMS = (
    re.compile(r"\b(?P<y>(?:19|20)\d\d)-(?P<m>\d\d?)-(?P<d>\d\d?)\b"),
    re.compile(r"\b" + _MONTH.format("name") + r" (?P<d>\d\d?)(?:st|nd|rd|th)?(?:, ?| )(?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<d>\d\d?)(?:st|nd|rd|th)?(?: of)? " + _MONTH.format("name") + r",? (?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"\b" + _MONTH.format("name") + r",? (?P<y>(?:19|20)\d\d)\b"),
    re.compile(r"\b(?P<d>\d\d?)[./](?P<m>\d\d?)[./](?P<y>(?:19|20)\d\d)\b"),
)


def find_date(lower: str) -> str | None:
    """Return the first date of a lower-case text as ``2024-04-16`` or ``2019-09``; None if there is none.

    Of ``3/4/2024`` nobody can say which number is the month: only the year is returned.
    """
    for form in _FORMS:
        if found := form.search(lower):
            return _iso(found.groupdict())
    return None


def _iso(parts: dict[str, str | None]) -> str:
    year, day = parts["y"], parts.get("d")
    name = parts.get("name")
    month = _MONTHS[name] if name else int(parts.get("m") or 0)
    numeric = name is None and day is not None and "m" in parts
    if numeric and month > 12:
        month, day = int(day or 0), str(month)
    elif numeric and int(day or 0) <= 12 and len(parts["m"] or "") <= 2 and month <= 12 and month != int(day or 0):
        return f"{year}" if _ambiguous(parts) else f"{year}-{month:02}-{int(day or 0):02}"
    return f"{year}-{month:02}-{int(day):02}" if day else f"{year}-{month:02}"


def _ambiguous(parts: dict[str, str | None]) -> bool:
    return next(iter(parts)) == "d"
