"""From when a period counts: the event a sentence names, as a charter calls it."""

from __future__ import annotations

import re

from upheld.policy.reading.vocabulary import Table

UNSTATED = "unstated"
"""The sentence names no event: a person has to say which one is meant before the promise can run."""

PROMPTLY = "promptly"
"""The sentence names haste and no number: no clock can run on it until a person has given it one."""

_EVENTS = Table(
    {
        "account_closure": r"\baccounts?\b.{0,40}\b(?:clos\w+|delet\w+|terminat\w+|deactivat\w+|cancel\w*|ends?)\b|\b(?:clos\w+"
        r"|delet\w+|terminat\w+|deactivat\w+|cancel\w*)\b.{0,30}\baccounts?\b|\bclosure\b",
        "last_activity": r"\binactiv\w+|\bdormant\b|\bwithout (?:a |any )?(?:login|activity|log-?in|use|contact|interaction)"
        r"|\b(?:last|latest|most recent)\b.{0,20}\b(?:login|log-?in|activity|contact|interaction|visit|use"
        r"|purchase|order|access|communication|session)\b",
        "contract_end": r"\b(?:contract|agreement|relationship|subscription|membership|engagement|employment|tenancy"
        r"|services?)\b.{0,40}\b(?:end\w*|terminat\w+|expir\w+|conclu\w+|ceas\w+|over|lapse\w*)|\b(?:end"
        r"|termination|expiry|expiration|conclusion)\b.{0,20}\b(?:contract|agreement|relationship"
        r"|subscription|membership|engagement|employment|tenancy|service)",
        "fiscal_year_end": r"\b(?:end|close|conclusion) of (?:the |that |each )?(?:relevant |respective )?(?:financial|fiscal"
        r"|tax|calendar|accounting|business) year|\b(?:financial|fiscal|tax|calendar) year\b",
        "issue_resolved": r"\b(?:issue|ticket|case|matter|complaint|dispute|inquiry|enquiry|query)\b.{0,30}\b(?:resol\w+"
        r"|clos\w+|settl\w+|solved)|\b(?:resolution|closure)\b.{0,20}\b(?:issue|ticket|case|matter|dispute)",
        "verification_complete": r"\bverif\w+\b",
        "recruitment_end": r"\b(?:recruitment|hiring|application|selection)\b.{0,40}\b(?:end\w*|clos\w+|complet\w+|process"
        r"|decision|rejected|unsuccessful)|\bposition\b.{0,20}\bfilled|\brejection\b",
        "unsubscribe": r"\bunsubscri\w+|\bopt(?:ed|s|ing)?[- ]?out",
        "consent_withdrawal": r"\bwithdr\w+|\brevok\w+",
        "deletion_request": r"\b(?:request|ask)\w*\b.{0,30}\b(?:delet\w+|eras\w+|remov\w+)|\b(?:deletion|erasure) request",
        "no_business_need": r"\bno (?:ongoing|longer)\b.{0,40}\b(?:business |legitimate )*(?:need|necessary|needed|required"
        r"|purpose|reason)|\bnot (?:needed|required|necessary)",
        "deletion_impossible": r"\bnot possible\b",
        "after_statistical_analysis": r"\bstatistical analysis\b",
        "purchase": r"\b(?:purchase|order|transaction|sale|payment|invoice|delivery|shipment)s?\b",
        "event_end": r"\b(?:event|trip|booking|stay|course|visit|campaign|competition|contest|survey|project|job"
        r"|print)s?\b.{0,30}\b(?:end\w*|complet\w+|over|finish\w*|conclu\w+|taken place)|\b(?:end|completion"
        r"|conclusion) of (?:the |your |that )?(?:\w+ )?(?:event|trip|booking|stay|course|campaign"
        r"|competition|contest|survey|project|job)",
        "collection": r"\b(?:collect\w+|receiv\w+|receipt|creat\w+|record\w+|submi\w+|obtain\w+|upload\w*|generat\w+"
        r"|captur\w+|written|sent)\b",
        "purpose_fulfilled": r"\bpurposes?\b.{0,40}\b(?:fulfil\w*|achiev\w+|met|served)|\bno longer\b",
    }
)
_AFTER = re.compile(
    r"\b(?:after|from|following|since|once|when|upon|as soon as|of (?=(?:inactivity|your last|the last|last"
    r"|receiv|receipt|collection|becoming|account|termination))|until|post-|past|beyond|without|starting"
    r"|beginning|counted from|(?=inactivity))\b"
)
_INACTIVE = re.compile(r"\b(?:inactiv\w+|dormant)\b")
_SLUG = re.compile(r"[a-z]+")


def retention_trigger(lower: str, end: int | None) -> str:
    """Return the event from which a retention period counts; ``end`` is where the period ends in the clause."""
    tail = lower[end:] if end is not None else lower
    found = _AFTER.search(tail)
    if found and (event := _EVENTS.first(tail[found.start() :][:160])):
        return event
    if _INACTIVE.search(lower):
        return "last_activity"
    front = re.search(r"\b(?:after|once|when|upon|following|as soon as|if)\b(.{0,120}?),", lower[: end or len(lower)])
    if front and (event := _EVENTS.first(front[1])):
        return event
    return UNSTATED


def until_events(lower: str) -> str | None:
    """Return the events that end a retention with no period, alternatives joined by ``|``."""
    found = re.search(r"\b(?:until|as soon as|once|after|when|upon)\b(.*)", lower)
    if not found:
        return None
    events = _EVENTS.all(found[1][:200])
    specific = [e for e in events if e not in ("collection", "purchase")] or list(events)
    return "|".join(specific) or None


REQUEST = Table(
    {
        "complaint received": r"\bcomplaints?\b|\bgrievances?\b",
        "request submission": r"\b(?:date of )?(?:the )?request submission|\bsubmi\w+\b.{0,30}\brequest"
        r"|\brequest\b.{0,20}\bsubmi\w+",
        "receipt of request": r"\b(?:receiv\w+|receipt)\b.{0,60}\brequests?\b|\brequests?\b.{0,30}\b(?:receiv\w+|receipt)"
        r"|\breceipt\b|\bof receiving\b|\breceiving (?:it|them|your|any|the)",
        "awareness": r"\bbecom\w+ aware|\baware\b|\blearn\w*\b|\bdiscover\w*\b|\bdetect\w*\b|\bknowledge of\b",
        "decision": r"\bdecisions?\b|\bdenial\b|\brefusal\b",
        "verification": r"\bverif\w+",
        "request": r"\brequests?\b|\bask(?:ed)? us\b|\binquir\w+|\benquir\w+|\bunsubscri\w+|\bopt(?:ing|ed)?[- ]?out"
        r"|\bquestions?\b",
    }
)
"""From when an answer is counted. The first entry that is found wins, in the order of this table."""
_REQUEST_ORDER = (
    "complaint received",
    "request submission",
    "receipt of request",
    "awareness",
    "decision",
    "verification",
    "request",
)


def request_trigger(clause: str, context: str) -> str | None:
    """Return the event from which a deadline counts: from the clause, else from what introduces it."""
    for text in (clause, context):
        found = REQUEST.all(text)
        for code in _REQUEST_ORDER:
            if code in found:
                return code
    return None


def slug(words: str, limit: int = 4) -> str:
    """Return words as one code: ``account data`` becomes ``account_data``."""
    return "_".join(_SLUG.findall(words)[:limit])
