"""Whose law a clause speaks of: jurisdiction as a tree of headings, scope-setting sentences and the clause's own words.

The nearest wins: the clause's own mention, then the last sentence in the same section that narrowed the circle of readers
("If you live in …, you have these rights"), then the headings from the inside out.
"""

from __future__ import annotations

import re

_STATES = {
    "virginia|vcdpa": "US-VA",
    "colorado": "US-CO",
    "connecticut|ctdpa": "US-CT",
    "nevada": "US-NV",
    "utah|ucpa": "US-UT",
    "texas|tdpsa": "US-TX",
    "oregon|ocpa": "US-OR",
    "montana": "US-MT",
    "florida": "US-FL",
    "delaware": "US-DE",
    "new jersey": "US-NJ",
    "new hampshire": "US-NH",
    "iowa": "US-IA",
    "tennessee": "US-TN",
    "minnesota": "US-MN",
    "maryland": "US-MD",
    "indiana": "US-IN",
    "kentucky": "US-KY",
    "rhode island": "US-RI",
    "nebraska": "US-NE",
    "washington state|state of washington": "US-WA",
    "vermont": "US-VT",
}
_PLACES = {
    "european economic area|eea": "EEA",
    "european union|eu": "EU",
    "united kingdom|uk|great britain|england": "UK",
    "switzerland|swiss": "CH",
    "canada|canadians?|pipeda|quebec": "Canada",
    "california|californians?|ccpa|cpra|1798": "US-CA",
    **_STATES,
    "brazil|brazilians?|lgpd": "BR",
    "australian?s?": "AU",
    "new zealand": "NZ",
    "belgium|belgian": "BE",
    "gdpr|general data protection regulation": "GDPR",
}
_PLACE = re.compile(r"\b(?=\w)(?:" + "|".join(rf"(?P<p{i}>{words})\b" for i, words in enumerate(_PLACES)) + ")")
_HINT = re.compile(
    r"europ|eea|\beu\b|kingdom|\buk\b|brit|england|switz|swiss|canad|pipeda|quebec|california|ccpa|cpra|1798"
    r"|virginia|vcdpa|colorado"
    r"|connecticut|ctdpa|nevada|utah|ucpa|texas|tdpsa|oregon|ocpa|montana|florida|delaware|new |iowa"
    r"|tennessee|minnesota|maryland|indiana"
    r"|kentucky|rhode|nebraska|washington|vermont|brazil|lgpd|austral|belgi|gdpr|general data"
)
"""Pieces of words without which no place is named: most clauses are passed over by this alone."""
_CODES = tuple(_PLACES.values())
_ADDRESS = re.compile(r"\b\d{5}\b|,\s*[a-z]{2} \d|\b(?:suite|street|avenue|road|inc)\b")
_SETS = re.compile(
    r"\b(?:if|where|when|for|to|as) (?:you(?:'re| are|r)?|users?|residents?|individuals?|people|persons"
    r"|visitors|customers|consumers|data subjects|those)\b.{0,60}?\b(?:in|of|from|a|an|within|under)\b"
    r"|\bin (?:some|certain|other) regions\b|\b(?:residents?|individuals|users|consumers|people|persons"
    r"|data subjects)\b(?: (?:who are|that are|who|located|residing|living|based))* (?:of|in|from)\b"
    r"|\bresidents?\b|\bcalifornians\b"
    r"|\b(?:section|notice|paragraph) applies\b"
)
_LASTS = re.compile(
    r"\brights?\b|\bsection applies\b|\bapplies (?:only )?to\b|\bentitle[ds]?\b|\bgranted\b|\bfollowing\b"
    r"|\blegal bas[ei]s\b|\bpermits?\b|\bcomplain\w*\b|\bauthorit\w+\b|:\s*$"
)
_BY_REFERENCE = re.compile(r"\b(?:similar to|the same as|like|comparable to) (?:those|the rights|rights)\b")
"""Whose rights others' rights are likened to is no part of the scope."""
_UNDER = re.compile(
    r"\b(?:under|pursuant to|required by|defined (?:in|by|under)|purposes of|accordance with|exercise your|your)\b"
)
_NOT_SCOPE = re.compile(
    r"\boutside (?:of )?(?:the )?|\b(?:transfer\w*|processed|stored|servers?) (?:\w+ ){0,3}(?:to|in|from)\b"
    r"|\bgoverned by\b|\blaws of\b|\bcourts\b"
)


def places(lower: str) -> tuple[str, ...]:
    """Return the codes of the places and place-bound laws named, in order; EEA, EU and UK outrank a bare GDPR."""
    if not _HINT.search(lower):
        return ()
    found: dict[str, None] = {}
    for match in _PLACE.finditer(lower):
        found.setdefault(_CODES[int((match.lastgroup or "p0")[1:])])
    if "EEA" in found:
        found.pop("EU", None)
    if len(found) > 1 and found.keys() & {"EEA", "EU", "UK", "BE", "CH"}:
        found.pop("GDPR", None)
    return tuple(found)


class Scope:
    """The jurisdiction in force while a page is read from top to bottom."""

    def __init__(self) -> None:
        self._section = ""
        self._heading: tuple[str, ...] = ()
        self._narrowed: tuple[str, ...] = ()
        self._narrowed_in = ""

    def enter(self, section: str) -> None:
        """Move to a section given as its path of headings."""
        if section == self._section:
            return
        parts = section.split(" / ")
        if not (self._narrowed_in and section.startswith(self._narrowed_in + " / ")):
            self._narrowed = ()
        self._section = section
        self._heading = next((found for part in reversed(parts) if (found := places(part.lower()))), ())
        if any(places(part.lower()) for part in parts[-1:]):
            self._narrowed = ()

    def leave_list(self) -> None:
        """Forget a narrowing: a new topic begins inside the section."""
        self._narrowed = ()

    def of_clause(self, lower: str) -> tuple[str, ...]:
        """Return the jurisdiction of a clause, and remember it where the clause narrows what follows."""
        named = () if _ADDRESS.search(lower) else places(_BY_REFERENCE.split(lower)[0])
        if named and not _NOT_SCOPE.search(lower):
            if _SETS.search(lower):
                if _LASTS.search(lower):
                    self._narrowed, self._narrowed_in = named, self._section
                return named
            if _UNDER.search(lower):
                return named
        return self._narrowed or self._heading
