"""Find durations and say what each one is: typing a duration matters more than finding it.

Most durations in a policy are no clock of the company: they are ages, look-back windows, frequencies, the person's own
time to act, or when a change takes effect.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class DurationRole(StrEnum):
    """What a duration is for."""

    CLOCK = "clock"
    """The company's own time: an answer, a retention, a notice."""
    LOOKBACK = "lookback"
    FREQUENCY = "frequency"
    AGE = "age"
    STATISTIC = "statistic"
    OWN_WINDOW = "own_window"
    """The time the person has."""
    EFFECTIVE_AFTER = "effective_after"


@dataclass(frozen=True, slots=True)
class Duration:
    """One duration at ``[start, end)`` of a clause. ``period`` is ISO 8601, business days as ``P5BD``.

    ``bound`` is ``max``, ``min``, ``exact`` or ``typical``. Of a range ("30 to 60 days") the longer end is taken as a maximum.
    """

    start: int
    end: int
    period: str
    bound: str
    role: DurationRole


_ONES = {
    "a": 1,
    "an": 1,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "eighteen": 18,
    "twenty": 20,
    "twenty-one": 21,
    "twenty-four": 24,
    "twenty-five": 25,
    "twenty-eight": 28,
    "thirty": 30,
    "thirty-six": 36,
    "forty": 40,
    "forty-five": 45,
    "forty-eight": 48,
    "fifty": 50,
    "sixty": 60,
    "seventy-two": 72,
    "ninety": 90,
    "hundred": 100,
    "one hundred eighty": 180,
}
_COUNT = r"(?:\d{1,4}|" + "|".join(sorted((re.escape(w) for w in _ONES), key=len, reverse=True)) + r")"
_QUALIFIER = r"(?:full|calendar|consecutive|business|working|banking|additional|further|more|extra)"
_DURATION = re.compile(
    rf"(?<![\w.$])(?P<low>{_COUNT})(?:\s?\((?P<low2>\d{{1,4}})\))?"
    rf"(?:\s?(?:-|to|or|and)\s?(?P<high>{_COUNT})(?:\s?\((?P<high2>\d{{1,4}})\))?)?"
    rf"[\s-]+(?:(?P<qualifier>{_QUALIFIER})[\s-]+){{0,2}}(?P<unit>minute|hour|day|week|fortnight|month"
    rf"|quarter|year)(?:s|\(s\))?(?:'|\b)"
)
_UNITS = {"minute": "PT{}M", "hour": "PT{}H", "day": "P{}D", "week": "P{}W", "month": "P{}M", "year": "P{}Y"}

_MAX = re.compile(
    r"(?:\b(?:up to|within|no (?:later|longer|more) than|not (?:later|longer|more) than|never (?:longer"
    r"|more) than|(?:at the )?at most"
    r"|(?:not|never) exceed(?:ing)?|(?:not|never|no|any) (?:\w+ ){0,6}(?:longer|later) than"
    r"|maximum(?: period)? of|limited to|longer than|later than|more than|less than|under|before|inside of"
    r"|in less than|maximum)\s+(?:a |an |the )?(?:maximum |total )?(?:period |term |time |of )*)$"
)
_MIN = re.compile(
    r"\b(?:at least|(?:a )?minimum(?: period)? of|not less than|no less than|no fewer than"
    r"|at minimum)\s+(?:a period of )?$"
)
_TYPICAL = re.compile(
    r"\b(?:typically|generally|usually|normally|ordinarily|approximately|about|around|roughly|on average"
    r"|in most cases|as a rule)\b"
)
_LOOKBACK = re.compile(r"(?:\b(?:past|last|preceding|previous|prior|immediately preceding|trailing)\s+(?:\w+\s)?)$")
_LOOKBACK_AFTER = re.compile(
    r"(?:\s?period)? (?:preceding|prior to|before) (?:the date of |the |your |our |receipt"
    r"|this)(?:\w+ ){0,2}(?:request|receipt|receiv|collect|date)|\s?look-?back"
)
_FREQUENCY = re.compile(
    r"\b(?:every|each|per|once(?: every| each| per| a| in a| in any| within a| during a)?|twice(?: in"
    r"| within| per| every| during)?(?: a| any| each)?"
    r"|times (?:in|per|within|during|every)(?: a| any| each)?|requests? (?:in|per|within|during) (?:a|any"
    r"|each))\s+(?:rolling |given )?$"
)
_CLEARED = re.compile(r"\b(?:delet|eras|purg|wip|overwrit|clear|remov|rotat)\w+(?: \w+){0,3} every $")
"""What is cleared every week is kept for a week at most."""
_AGE = re.compile(
    r"\b(?:age[sd]?(?: of)?|under(?: the age of)?|younger than|older than|over|at least|below(?: the age of)?)\s+$"
)
_AGE_AFTER = re.compile(r"s? (?:of age|old)\b|-old\b|s? or (?:older|younger)\b")
_STATISTIC = re.compile(r"\b(?:founded|been (?:in|a|an|doing|working)|experience|for (?:over|more than))\b")
_STATISTIC_AFTER = re.compile(r"s? (?:ago|of experience|in business|later)\b")
_EFFECT = re.compile(
    r"\b(?:effective|take[s]? effect|in force|come[s]? into (?:effect|force)|deemed (?:accepted|effective)"
    r"|becomes? binding)\b"
)
_CHANGES = re.compile(r"\b(?:chang\w+|updat\w+|amend\w+|modif\w+|revis\w+|version|polic\w+|terms|notice|post\w*)\b")
_EFFECT_AFTER = re.compile(
    r"s? (?:after|from|following) (?:\w+ ){0,4}?(?:post|publi|notice|notif|change|announc|the date (?:we"
    r"|of) (?:post|publi|notic))"
)
_OWN = re.compile(
    r"\b(?:you (?:may|can|must|should|will|need to|have(?: the right)?|shall|are required to)(?! (?:receive"
    r"|get|be |hear|expect|see))|(?:may|can|must) be (?:submitted|filed|lodged|made|appealed)"
    r"|(?:the |your )?(?:consumer|individual|customer|user)s? (?:may|can|must|has|have)"
    r"|you do not (?:respond|reply|object)|if you (?:respond|reply|object)"
    r"|unless you|(?:fail(?:ure)? to|do not) (?:respond|reply|confirm|provide|verify))\b"
)
_COMPANY = re.compile(
    r"\b(?:we(?:'ll| will| shall| aim| try| strive| must| respond| have| endeavou?r| may| retain| keep"
    r"| store| delete| can|'ve)?"
    r"|will be (?:\w+ )?(?:deleted|removed|erased|answered|processed|retained|kept|purged|stored|handled)"
    r"|is (?:deleted|removed|erased|retained|kept|stored)"
    r"|are (?:deleted|removed|erased|retained|kept|stored))\b"
)


def find_durations(lower: str) -> Iterator[Duration]:
    """Yield the durations of a clause given in lower case."""
    for match in _DURATION.finditer(lower):
        count = match["high2"] or match["high"] or match["low2"] or match["low"]
        number = int(count) if count.isdigit() else _ONES[count]
        before, after = lower[max(0, match.start() - 60) : match.start()], lower[match.end() :][:60]
        period = _period(number, match["unit"], match["qualifier"] or "")
        ranged = match["high"] is not None
        role = _role(lower, match, before)
        yield Duration(match.start(), match.end(), period, "max" if ranged else _bound(before, after), role)


def _period(number: int, unit: str, qualifier: str) -> str:
    if unit == "day" and qualifier in ("business", "working", "banking"):
        return f"P{number}BD"
    if unit == "quarter":
        return f"P{3 * number}M"
    if unit == "fortnight":
        return f"P{2 * number}W"
    return _UNITS[unit].format(number)


def _bound(before: str, after: str) -> str:
    if _TYPICAL.search(before[-45:]):
        return "typical"
    if _CLEARED.search(before):
        return "max"
    if _MIN.search(before):
        return "min"
    if (
        _MAX.search(before)
        or re.search(r"\bmaximum\b|\bno more than\b", before[-50:])
        or re.match(r"s? or less|s? at (?:the )?(?:most|latest)|s? maximum|s? \(maximum", after)
    ):
        return "max"
    return "exact"


def _role(lower: str, match: re.Match[str], before: str) -> DurationRole:
    start, end = match.span()
    rest = lower[end : end + 60]
    tail = lower[end - 1 : end + 60] if lower[end - 1] == "s" else "s" + rest
    if match["unit"] == "year" and (
        _AGE_AFTER.match(tail) or (_AGE.search(before) and "age" in lower[start - 20 : end + 20])
    ):
        return DurationRole.AGE
    if _LOOKBACK.search(before) or _LOOKBACK_AFTER.match(rest):
        return DurationRole.LOOKBACK
    if _FREQUENCY.search(before):
        return DurationRole.CLOCK if _CLEARED.search(before) else DurationRole.FREQUENCY
    if _STATISTIC_AFTER.match(tail) or (
        match["unit"] == "year" and re.search(r"\bfor over $|\bmore than $", before) and "experience" in rest
    ):
        return DurationRole.STATISTIC
    if (
        _EFFECT.search(lower)
        and _CHANGES.search(lower)
        and (_EFFECT_AFTER.match(tail) or _EFFECT.search(lower[max(0, start - 80) : start]))
    ):
        return DurationRole.EFFECTIVE_AFTER
    return _whose(lower, start)


_IDLE = re.compile(r"\b(?:inactiv\w+|dormant|not (?:been )?(?:used|logged in))\b")


def _whose(lower: str, at: int) -> DurationRole:
    """Decide by the subject nearest before the duration whether it is the person's own time."""
    if _IDLE.search(lower, 0, at):
        return DurationRole.CLOCK
    own = [m.end() for m in _OWN.finditer(lower, 0, at)]
    company = [m.end() for m in _COMPANY.finditer(lower, 0, at)]
    if own and (not company or own[-1] > company[-1]):
        return DurationRole.OWN_WINDOW
    return DurationRole.CLOCK
