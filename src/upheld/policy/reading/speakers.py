"""Who speaks: a policy may call its company by name where another says "we"; the rules know only "we".

A name is taken from how the page introduces itself ("Example Foods Ltd ("we")", "hereinafter "Example"") or from being the
subject of what only the company of a policy says of itself. Where such a name is the subject of a verb, the clause is
matched as if it said "we"; positions stay those of the name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from upheld.policy.reading.flow import Flow, lowered

_NAME = r"(?<![\w'&.-])[A-Z0-9][\w&'.-]{0,40}(?: [A-Z0-9&][\w&'.-]{0,40}){0,4}"
_BRACKET = re.compile(
    rf"({_NAME})?,? ?\(([^()]{{0,160}}[\"'](?:[Ww]e|WE|[Uu]s|[Oo]ur|[Tt]he [Cc]ompany),?[\"'][^()]{{0,80}})\)"
)
_QUOTED = re.compile(rf"[\"']({_NAME}),?[\"']")
_SUFFIX = re.compile(
    r"(?:,? (?:inc|llc|ltd|limited|gmbh|corp(?:oration)?|plc|b\.?v|ag|s\.?a\.?s?|pty|co|cio|cic|companies|group)\b\.?)+$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    r"(?<![\w'&-])([A-Z][\w&'.-]{0,40}(?: [A-Z][\w&'-]{0,40}){0,2}) (?:will|does|may|shall|collects|retains|stores|shares|uses"
    r"|takes|reserves|respects|processes|has|is committed|ensures|guarantees|maintains)\b"
)
_NOT_NAMES = re.compile(
    r"(?:We|You|They|It|I|He|She|Who|This|That|These|Those|Our|Your|Their|The|A|An|Any|All|Some|Each|Most|No|If|When"
    r"|Third|In|To|For|And|Or|But|As|By|On|At|We|Us|Our|Company|Inc|Group|Users?|Visitors?|Customers?|Members?|Parents?|Children|Services?|Websites?|Sites?|Apps?|Applications?|Software"
    r"|Polic(?:y|ies)|Privacy|Personal|Data|Information|Cookies?|Google|Facebook|Apple|Stripe|PayPal|Amazon|Microsoft"
    r"|Providers?|Partners?|Companies|Organi[sz]ations?|Law|California|However|Please|Also|Browsers?|Terms|Section|Law|European|United|Federal|State|Team|Use|Site|Platform|Data|GDPR|CCPA|CPRA)\b"
)
_VERB = (
    r"(?=(?:(?:also|never|always|only|currently|therefore|further|generally|typically|and its \w+) )*"
    r"(?:will|shall|may|might|can|cannot|must|does|do|collects?|gathers?|retains?|keeps?|stores?|holds?|maintains?|shares?"
    r"|sells?|rents?|discloses?|transfers?|uses?|processes|provides?|offers?|reserves?|deletes?|erases?|removes?|responds?"
    r"|notifies|informs|takes|respects|honou?rs|recognizes|recognises|is (?:not|committed|required|obliged|able|unable)"
    r"|has (?:not|no|never)|needs?|sends?|asks?|requires?|complies|permits?|allows?|stays?|wants?)\b)"
)
_GENERIC = r"(?:the|our) (?:company|controller|data controller|university|foundation|association)"
_LEAST = 3
_MOST = 6


def own_names(text: str) -> tuple[str, ...]:
    """Return the names by which the company of a policy speaks of itself, longest first."""
    flat = " ".join(_MARKUP.sub(" ", text[:400_000].translate(_QUOTES)).split())
    found: list[str] = []
    for bracket in _BRACKET.finditer(flat):
        found += [*_QUOTED.findall(bracket[2]), bracket[1] or ""]
    subjects = Counter(m[1] for m in _SUBJECT.finditer(flat))
    found += [name for name, times in subjects.most_common(_MOST) if times >= _LEAST]
    names = {_SUFFIX.sub("", name.rpartition(". ")[2].strip(" ,'")) for name in found} | set(found)
    return tuple(sorted((n for n in names if len(n) > 2 and not _NOT_NAMES.match(n)), key=len, reverse=True))


_MARKUP = re.compile(r"\*+|(?<!\w)_|_(?!\w)|[#|]")
_QUOTES = str.maketrans({"\u201c": '"', "\u201d": '"', "\u2018": "'", "\u2019": "'"})


def subject_pattern(names: Iterable[str]) -> re.Pattern[str]:
    """Return what finds a name, or a word for the company, where it is the subject of a verb."""
    own = "|".join([*(re.escape(name.lower()) for name in names), _GENERIC])
    return re.compile(
        rf"(?:^|(?<=[.!?;:,)] )|(?<=\bif )|(?<=\band )|(?<=\bbut )|(?<=\bthat )|(?<=\bwhen ))(?:{own}),? {_VERB}"
    )


def spoken(flow: Flow, pattern: re.Pattern[str]) -> Flow:
    """Return the flow with the company's name as ``we`` where it is the subject; the places stay those of the name."""
    found = list(pattern.finditer(flow.lower))
    if not found:
        return flow
    text: list[str] = []
    origin: list[int] = []
    at = 0
    for name in found:
        end = name.end() - 1
        first, last = flow.origin[name.start()], flow.origin[end - 1]
        text += flow.text[at : name.start()], "We" if not flow.text[name.start()].islower() else "we"
        origin += [*flow.origin[at : name.start()], first, last]
        at = end
    plain = "".join([*text, flow.text[at:]])
    return Flow(plain, (*origin, *flow.origin[at:]), lowered(plain))
