"""What a statement leans on that is not read: a reference to another place, a pronoun whose noun stands elsewhere.

Neither is guessed; the statement carries a note, and a person looks it up.
"""

from __future__ import annotations

import re

_REFERENCE = re.compile(
    r"\b(?:(?:described|set out|explained|listed|specified|defined|stated|mentioned|provided|outlined|detailed|discussed|see|as per"
    r"|refer to|accordance with|subject to)\b[^.;]{0,30}?(?:\b(?:section|clause|paragraph|article|part|schedule|annex|appendix)"
    r"s? [\divx]+[\w.]*|\b(?:above|below|elsewhere)\b|\"[^\"]{3,60}\"))"
)
_PRONOUN = re.compile(
    r"(?:(?:if|when|once|after|where) )?(they|these|those|it|this|such)(?= (?:will|shall|may|is|are|was|were|can|must|have|has"
    r"|do|does"
    r"|last|lasts|expires?|remains?|stays?|ends?|happens?|appl(?:y|ies)|takes?|contains?|includes?|period|deadline|time)\b)"
)
_IMPERSONAL = re.compile(
    r"\bit (?:is|may be|will be) (?:necessary|possible|required|important|our)\b|\bthis (?:privacy|policy|notice)\b"
)


def note_on(lower: str) -> str:
    """Return what a person has to look up before the clause can be relied on, or an empty text."""
    notes = []
    if (pronoun := _PRONOUN.match(lower)) and not _IMPERSONAL.match(lower):
        notes.append(f'"{pronoun[1]}" stands for something said before this sentence')
    if reference := _REFERENCE.search(lower):
        notes.append(f'refers to another place ("{reference[0]}"), which was not followed')
    return "; ".join(notes)
