"""The slots of what fills registers and gives context."""

from __future__ import annotations

import re
from collections.abc import Callable

from upheld.policy.reading import vocabulary as words
from upheld.policy.reading.dates import find_date
from upheld.policy.reading.slots.source import Slots, Source, channel_of, given

_NAMES = re.compile(
    r"\b(?:Amazon Web Services|AWS|Google(?: [A-Z][a-z]+)*|Stripe|Pay[Pp]al|Facebook|Meta|LinkedIn|Twitter"
    r"|Instagram|TikTok|YouTube|Hotjar|Mailchimp|HubSpot|Salesforce|Zendesk|Intercom"
    r"|Cloudflare|Microsoft(?: [A-Z][a-z]+)?|Apple|Shopify|Segment|Mixpanel|Sentry|Twilio|SendGrid"
    r"|Bing(?: Ads)?|Matomo|Adobe(?: [A-Z][a-z]+)?|[A-Z][\w-]*\.(?:io|sh|ai|com))\b"
)


_CHANNEL_WORDS = words.Table(
    {
        "form": r"\bform\b|\bportal\b",
        "post": r"\bby (?:post|mail)\b|\bin writing\b|\bwrite\b",
        "phone": r"\bcall\b|\bphone\b",
        "dpo": r"\bdpo\b|data protection officer",
        "contact": r"\bcontact\b",
    }
)


_DEALS = words.Table(
    {
        "merger": r"\bmergers?\b|\bmerged?\b",
        "asset sale": r"\basset sales?\b",
        "acquisition": r"\bacqui\w+",
        "sale": r"\bsales? of\b|\bsell\b",
        "financing": r"\bfinancing\b",
        "bankruptcy": r"\bbankruptcy\b|\binsolvency\b|\bliquidation\b",
        "reorganisation": r"\breorgani[sz]ation\b|\brestructuring\b",
    }
)


def anonymised(s: Source) -> Slots:
    return {"trigger": "combination"} if re.search(r"\bcombin\w+", s.lower) else {}


def channel(s: Source) -> Slots:
    slots: Slots = {}
    if subject_line := re.search(
        r'"([^"]{4,80})"[^.]{0,20}\bsubject (?:line|heading)|\bsubject (?:line|heading)[^"]{0,20}"([^"]{4,80})"', s.text
    ):
        slots["subject_line"] = subject_line[1] or subject_line[2]
    if re.search(r"\b(?:one|once|two|twice)\b.{0,24}\byear\b", s.lower):
        slots["limit"] = "1/year" if re.search(r"\bon(?:e|ce)\b", s.lower) else "2/year"
    channel = channel_of(s.text) or _CHANNEL_WORDS.first(s.lower)
    return given(slots, channel=channel, **{"for": _for(s.lower, s.context)})


_FOR = words.Table(
    {
        "shine_the_light": r"\bshine the light\b|1798\.83",
        "children_report": r"\bchild\w*|\bunder (?:the age|1\d)",
        "complaint": r"\bcomplain\w*|\bauthorit\w+",
        "dpo": r"\bdata protection officer\b|\bdpo\b",
        "optout_sale": r"\bopt[- ]?out",
        "dsr": r"\bexercise\b|\brights?\b|\brequests?\b|\breview(?:ing)?, |\bdelet\w+",
        "preferences": r"\bpreferences\b",
    }
)


def _for(lower: str, context: str) -> str:
    return _FOR.first(lower) or _FOR.first(context.rsplit("|", 3)[0].rsplit("/", 1)[-1]) or "general"


def named_recipient(s: Source) -> Slots:
    names = ",".join(dict.fromkeys(m[0] for m in _NAMES.finditer(s.text)))
    slots = given(
        {}, recipient=names or words.RECIPIENTS.joined(s.lower) or "unspecified", purpose=words.PURPOSES.joined(s.lower)
    )
    if re.search(r"\bon our behalf\b|\bservice providers?\b|\bprocessors?\b|\bvendors?\b", s.lower + s.context):
        slots["role"] = "processor"
    if re.search(r"\bonly to\b|\bother purpose", s.lower):
        slots["purpose_limit"] = True
    if "acquirer" in str(slots["recipient"]):
        slots["trigger"] = "/".join(_DEALS.all(s.lower))
    elif re.search(r"\bat your request\b|\bat your direction\b|\bif you ask us\b", s.lower):
        slots["trigger"] = "user_request"
    if re.search(r"\badvertis\w+\b", s.lower) and re.search(
        r"\bshare|\bpermit|\bcollect|\bthird party advertis", s.lower
    ):
        slots["sale_share"] = "likely"
    return slots


def collect(s: Source) -> Slots:
    slots = given({}, subject=words.CATEGORIES.joined(s.lower))
    if re.search(r"\bautomatic\w*|\bcookies?\b|\bip address|\bbrowser\b|\bdevice\b", s.lower):
        slots["source"] = "automatic"
    elif re.search(r"\byou (?:\w+ )?(?:provide|submit|give|enter)", s.lower + s.context):
        slots["source"] = "user"
    return slots


_TRANSFER_WORDS = words.Table(
    {
        "SCC": r"\bstandard contractual|\bmodel clauses",
        "BCR": r"\bbinding corporate",
        "adequacy": r"\badequacy|\badequate",
        "DPF": r"\bprivacy shield|\bprivacy framework",
    }
)


def transfer(s: Source) -> Slots:
    safeguard = _TRANSFER_WORDS.joined(s.lower)
    us = re.search(r"\bunited states\b|\bu\.?s\.?\b", s.lower)
    origin = re.search(r"\bfrom the (eea|eu|uk|european)", s.lower)
    return given(
        {},
        destination="US" if us else "unspecified",
        safeguard=safeguard,
        origin={"eea": "EEA", "eu": "EU", "uk": "UK", "european": "EU"}[origin[1]] if origin else None,
    )


def table(slot: str, table: words.Table, *more: tuple[str, words.Table]) -> Callable[[Source], Slots]:
    def filler(s: Source) -> Slots:
        return given({}, **{name: t.joined(s.lower) for name, t in ((slot, table), *more)})

    return filler


def effective_date(s: Source) -> Slots:
    version = re.search(r"\bversion (\d[\w.]*)", s.lower)
    return given({}, date=find_date(s.lower), version=version[1] if version else None)


def definition(s: Source) -> Slots:
    term = re.match(r"[\"'(]?([\w /-]{2,40}?)[\"')]?(?: ?:| means| refers| shall| is | are )", s.text)
    return given({}, term=term[1] if term else None)


def identity(s: Source) -> Slots:
    found = re.search(
        r"\b(?:[A-Z0-9][\w&'.-]*,? ){0,5}(?:LLC|Inc\.?|Ltd\.?|Limited|GmbH|Corp(?:oration)?\.?|PLC|plc"
        r"|B\.?V\.?|S\.A\.|AG|Oy|AB|A/S)(?=\W|$)",
        s.text,
    )
    after = s.text[found.end() :].strip(" ,.") if found else ""
    address = re.search(r"\blocated at (.{8,100})", s.text)
    where = address[1] if address else (after if re.match(r"\d{1,5} \w", after) else None)
    return given({}, controller=found[0].strip() if found else None, address=where)


_COVERED = re.compile(
    r"(?:applies to|apply to|covers|governs|relates to|applicable to) (?:your use of |the use of |visitors of |all )?(?:the |our )?"
    r"([^,.;:()]{3,60}?)(?= operated| when| that| which| and (?:its|our|the|to)\b| provided| offered| collected|[,.;:(]|$)"
)


def scope(s: Source) -> Slots:
    site = re.search(r"\b(?:https?://)?(?:[\w-]+\.)+(?:com|org|net|io|ai|co|eu|de|app|dev|example|uk)\b", s.lower)
    named = _COVERED.search(s.text)
    return given({}, service=site[0] if site else named[1].strip() if named else None)


def governing_law(s: Source) -> Slots:
    return given({}, law=",".join(s.jurisdiction) or None)
