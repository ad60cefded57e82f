"""Fill the slots of a statement from its clause. One function per kind that has more than plain words to say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from upheld.policy.kinds import KINDS
from upheld.policy.reading import vocabulary as words
from upheld.policy.reading.dates import find_date
from upheld.policy.reading.durations import Duration, DurationRole
from upheld.policy.reading.model import SlotValue
from upheld.policy.reading.triggers import UNSTATED, request_trigger, retention_trigger, slug, until_events

Slots = dict[str, SlotValue]


@dataclass(frozen=True, slots=True)
class Source:
    """What slots are filled from: the clause in print and in lower case, its context, durations, jurisdiction, modality."""

    text: str
    lower: str
    context: str
    label: str
    durations: Sequence[Duration]
    jurisdiction: tuple[str, ...]
    modality: str

    def clock(self) -> Duration | None:
        """Return the first duration that is the company's own clock."""
        return next((d for d in self.durations if d.role is DurationRole.CLOCK), None)


_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_URL = re.compile(r"(?:https?://|\bwww\.)[^\s)>\]\"']*[^\s)>\]\"'.,;:]")
_PHONE = re.compile(r"(?<![\w@])\+?\(?\d[\d ().-]{7,}\d")
_NEGATED = re.compile(r"\b(?:not|never|no|unable|cannot|don't|doesn't|ignore[sd]?)\b")
_VAGUE_TIME = re.compile(
    r"\b(?:promptly|without undue delay|as soon as (?:\w+ )?(?:possible|practicable|feasible)|timely|immediately|reasonable time)\b"
)
_AT_ONCE = re.compile(r"\b(?:until|as soon as|immediately|once)\b|\bafter\b(?!.{0,20}\bthen\b)")
_VAGUE_KEEP = re.compile(
    r"\bnecessary\b|\bneeded\b|\bas long as\b|\bno (?:ongoing|longer)\b|\btypically\b|\breasonabl\w+|\blegitimate (?:business )?(?:purposes?|need)"
)
_NAMES = re.compile(
    r"\b(?:Amazon Web Services|AWS|Google(?: [A-Z][a-z]+)*|Stripe|Pay[Pp]al|Facebook|Meta|LinkedIn|Twitter|Instagram|TikTok|YouTube|Hotjar|Mailchimp|HubSpot|Salesforce|Zendesk|Intercom"
    r"|Cloudflare|Microsoft(?: [A-Z][a-z]+)?|Apple|Shopify|Segment|Mixpanel|Sentry|Twilio|SendGrid|Bing(?: Ads)?|Matomo|Adobe(?: [A-Z][a-z]+)?|[A-Z][\w-]*\.(?:io|sh|ai|com))\b"
)


def fill(kind: str, source: Source) -> Slots:
    """Return the slots of ``kind`` for a clause; only slots the kind allows."""
    filler = _FILLERS.get(kind)
    slots = filler(source) if filler else {}
    if source.jurisdiction:
        slots.setdefault("jurisdiction", ",".join(source.jurisdiction))
    if source.modality != "will":
        slots.setdefault("modality", source.modality)
    if source.label:
        slots.setdefault("subject", source.label)
    allowed = KINDS[kind].slots
    return {name: value for name, value in slots.items() if name in allowed}


def _with(slots: Slots, **values: SlotValue | None) -> Slots:
    slots.update({name: value for name, value in values.items() if value is not None and value is not False})
    return slots


def _retention(s: Source) -> Slots:
    slots: Slots = {}
    clock = s.clock()
    if clock:
        slots |= {"period": clock.period, "bound": clock.bound, "trigger": retention_trigger(s.lower, clock.end)}
        _with(slots, vague=clock.bound == "typical")
    else:
        trigger = until_events(s.lower)
        _with(slots, trigger=trigger, vague=bool(_VAGUE_KEEP.search(s.lower)))
        if trigger and trigger not in ("no_business_need", "deletion_impossible") and _AT_ONCE.search(s.lower):
            slots["period"] = "P0D"
        if re.search(r"\bnecessary\b|\bneed(?:ed)?\b|\brequired\b|\bas long as\b", s.lower):
            slots["criteria"] = "necessity"
    if re.search(r"\b(?:delet|eras|destroy|purg|remov)\w*", s.lower):
        slots["action"] = "delete|anonymise" if re.search(r"anonymi|de-?identif", s.lower) else "delete"
    elif re.search(r"\banonymi|\bde-?identif", s.lower):
        slots["action"] = "anonymise"
    if slots.get("action") and re.search(r"\bisolate\b", s.lower):
        slots["action"] = "isolate"
    if purpose := re.search(r"\bfor ([^,;.]{3,60}?) purposes\b", s.lower):
        _with(slots, purpose=words.PURPOSES.joined(purpose[1]))
    return _with(slots, subject=s.label or _retained(s.lower))


def _retained(lower: str) -> str | None:
    found = re.search(
        r"\b((?:\w+ ){0,1}(?:logs?|log data|backups?|cookies?|recordings?|footage|invoices|cvs?|applications?|messages|tickets|records))\b",
        lower,
    )
    if found:
        return slug(re.sub(r"^(?:the|your|our|all|any|these|such|of|and|in|for|up|if|a|to) ", "", found[1]))
    return words.CATEGORIES.first(lower)


def _deadline(s: Source) -> Slots:
    slots: Slots = {}
    clock = s.clock()
    if clock:
        bound = "max" if clock.bound == "exact" and _before(s.lower, clock, "within") else clock.bound
        slots |= {"period": clock.period, "bound": bound}
    else:
        _with(slots, vague=bool(_VAGUE_TIME.search(s.lower)) or None)
    if step := re.match(r"(?:step )?(\d)\b[:.]", s.lower):
        slots["step"] = step[1]
    if re.search(r"\bdelet\w*|\beras\w*|\bremov\w*", s.lower):
        slots["action"] = "delete|anonymise" if "anonymi" in s.lower else "delete"
    subject = _deadline_subject(s)
    trigger = "awareness" if subject == "children_data" else request_trigger(s.lower, s.context)
    return _with(slots, subject=subject, trigger=trigger)


def _before(lower: str, duration: Duration, word: str) -> bool:
    return word in lower[max(0, duration.start - 24) : duration.start]


def _deadline_subject(s: Source) -> str:
    near = s.lower + " | " + s.context.rsplit("|", 1)[-1]
    if re.search(r"\bchild|\bminors?\b|\bunder \d\d|\bparental", s.lower):
        return "children_data"
    if re.search(r"\bcomplain|\bgrievance", near):
        return "complaint_ack" if re.search(r"\backnowledg|\bconfirm receipt", s.lower) else "complaint_response"
    if re.search(r"\bappeal", near):
        return "appeal_response"
    if re.search(r"\bunsubscrib|\bmarketing", near):
        return "unsubscribe"
    if re.search(r"\bopt(?:ing|ed)?[- ]?out", near):
        return "optout_sale"
    if re.search(r"\bdelet|\beras", s.lower) and re.search(r"\baccount", near + s.context):
        return "account_deletion"
    if re.search(r"\backnowledg|\bconfirm receipt", s.lower):
        return "dsr_ack"
    return "dsr_erasure" if re.search(r"\bdelet|\beras", s.lower) else "dsr_response"


def _right(s: Source) -> Slots:
    slots: Slots = {}
    label = s.text.split(":", 1)[0].lower() if ":" in s.text[:70] else ""
    _with(
        slots,
        right=words.RIGHTS.joined(label)
        or words.RIGHTS.joined(s.lower)
        or words.RIGHTS.joined(s.context.rsplit("|", 1)[-1])
        or "any",
    )
    if condition := re.search(
        r"\b(?:certain (?:conditions|circumstances|exceptions)|some circumstances|subject to [\w ]{4,40}|if applicable|where applicable)",
        s.lower,
    ):
        slots["condition"] = condition[0].removeprefix("subject to ")
    if limit := re.search(r"\b(?:once|one|twice|two)\b[\w ()]{0,20}\b(?:calendar )?(?:year|12|twelve)", s.lower):
        slots["limit"] = (
            f"{2 if limit[0].startswith(('tw',)) else 1}/{'calendar_year' if 'calendar' in limit[0] else 'year'}"
        )
    if re.search(r"\bat any time\b", s.lower):
        slots["when"] = "any time"
    if re.search(r"\bsimilar to those\b|\bsame rights as\b", s.lower):
        slots["by_reference"] = True
    return _with(slots, channel=_channel_of(s.text))


def _channel_of(text: str) -> str | None:
    for pattern in (_EMAIL, _URL, _PHONE):
        if found := pattern.search(text):
            return found[0]
    return None


def _channel(s: Source) -> Slots:
    slots: Slots = {}
    if subject_line := re.search(
        r'"([^"]{4,80})"[^.]{0,20}\bsubject (?:line|heading)|\bsubject (?:line|heading)[^"]{0,20}"([^"]{4,80})"', s.text
    ):
        slots["subject_line"] = subject_line[1] or subject_line[2]
    if re.search(r"\b(?:one|once|two|twice)\b.{0,24}\byear\b", s.lower):
        slots["limit"] = "1/year" if re.search(r"\bon(?:e|ce)\b", s.lower) else "2/year"
    channel = _channel_of(s.text) or words.Table(
        {
            "form": r"\bform\b|\bportal\b",
            "post": r"\bby (?:post|mail)\b|\bin writing\b|\bwrite\b",
            "phone": r"\bcall\b|\bphone\b",
            "dpo": r"\bdpo\b|data protection officer",
            "contact": r"\bcontact\b",
        }
    ).first(s.lower)
    return _with(slots, channel=channel, **{"for": _for(s.lower, s.context)})


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


def _breach(s: Source) -> Slots:
    slots: Slots = {}
    clock = s.clock()
    if clock:
        slots["period"] = clock.period
        slots["trigger"] = request_trigger(s.lower, "") or "awareness"
    authority = re.search(r"\bauthorit\w+|\bregulators?\b|\bcommissioner|\battorneys? general", s.lower)
    told = re.search(r"\bnotif\w+|\binform\w*|\btell\b|\breport\w*|\balert\w*|\bcontact\b|\bcommunicat\w+", s.lower)
    if told:
        slots["action"] = "notify_authority" if authority else "notify_users"
        slots["recipient"] = "authority" if authority else "data_subjects"
    elif re.match(r"(?:provide|describe|offer|explain|advise)", s.lower):
        slots["action"] = "content"
    if re.search(r"\brequired by (?:applicable )?law|\bin accordance with .{0,30}laws?", s.lower) and not clock:
        slots["deadline"] = "as required by law"
    return slots


def _signal(s: Source) -> Slots:
    found = words.Table(
        {
            "GPC": r"\bgpc\b|\bglobal privacy control|\b(?:opt-?out )?preference signals?|\buniversal opt-?out|\bbrowser signals?\b",
            "DNT": r"\bdnt\b|\bdo[- ]not[- ]track\b|\bonline tracking\b",
            "any": r"\bany other (?:mechanism|signal)",
        }
    ).all(s.lower)
    signals = ("DNT", "GPC", "any") if "any" in found and "DNT" in found else found
    slots: Slots = {"signal": ",".join(signals)} if signals else {}
    if re.search(r"\bif a standard\b|\bin the future\b|\bwhen a standard", s.lower):
        return slots | {"conditional": "future_standard", "action": "update_notice"}
    negated = _NEGATED.search(re.sub(r"\bdo[- ]not[- ]track\b|\bnot to be tracked\b|\bdo not sell\b", "", s.lower))
    slots["honored"] = not negated
    if not negated and re.search(r"\bopt(?:ing)?[- ]?out\b", s.lower):
        slots["effect"] = "optout_sale,optout_sharing" if re.search(r"\bshar", s.lower) else "optout_sale"
    return slots


def _children(s: Source) -> Slots:
    slots: Slots = {}
    age = re.search(
        r"\b(?:under|below|age (?:of )?|aged|younger than|least|over)\s*(?:the age of |age |of )?(\d\d)\b|\b(\d\d)(?: years| or older)",
        s.lower,
    )
    if age:
        slots["age"] = age[1] or age[2]
    if re.search(r"\bdelet\w*|\bremov\w*|\beras\w*", s.lower):
        clock = s.clock()
        return slots | {"action": "delete", "deadline": clock.period if clock else "none"}
    if re.search(r"\bknowingly\b|\bcollect\b|\bsolicit\b", s.lower):
        return slots | {"action": "no_knowing_collection"}
    return slots | {"action": "not_directed"}


def _change_notice(s: Source) -> Slots:
    slots: Slots = {}
    if re.search(r"\bnotif\w+|\binform\b|\blet you know\b|\be-?mail you\b|\balert\b|\btell\b|\bnotice\b", s.lower):
        slots["action"] = "notify"
    elif re.search(r"\bpost(?:ed|ing)?\b|\bpublish\w*", s.lower):
        slots["action"] = "post"
    found = next((d for d in s.durations if d.role in (DurationRole.CLOCK, DurationRole.EFFECTIVE_AFTER)), None)
    if found:
        slots["deadline"] = found.period
    elif re.search(r"\b(?:before|prior to|in advance)\b", s.lower):
        slots["deadline"] = "before effective"
    elif "promptly" in s.lower:
        slots |= {"deadline": "promptly", "vague": True}
    if re.search(r"\beffective\b|\btakes? effect\b", s.lower) and re.search(
        r"\bpost\w*|\bpublish\w*|\baccessible\b", s.lower
    ):
        slots["effective"] = "on_posting"
    if re.search(r"\bmaterial\b|\bsignificant\b|\bsubstantial\b", s.lower):
        slots["trigger"] = "material_change"
    if re.search(r"\bcontinu\w+\b.{0,40}\b(?:us|access)\w*\b", s.lower):
        slots |= {"effect": "acceptance_by_use", "risky": True}
    channel = words.Table(
        {
            "email": r"\be-?mail\b",
            "service_notice": r"\bnotice on\b|\bprominent\b|\bbanner\b|\bin-app\b",
            "post": r"\bpost(?:ing|ed)?\b",
        }
    ).all(s.lower)
    return _with(slots, channel="|".join(channel) or None)


def _no_sale(s: Source) -> Slots:
    scope = words.Table(
        {
            "sale": r"\bs(?:ell|old|elling|ale)\b",
            "rent": r"\brent\w*",
            "lease": r"\bleas\w+",
            "trade": r"\btrad\w+",
            "share": r"\bshar\w+",
            "disclosure": r"\bdisclos\w+",
            "distribute": r"\bdistribut\w+",
        }
    ).joined(s.lower)
    slots = _with({}, scope=scope)
    lookback = next((d for d in s.durations if d.role is DurationRole.LOOKBACK), None)
    if lookback:
        slots["lookback"] = lookback.period
    elif re.search(r"\bcurrently\b", s.lower):
        slots["temporal"] = "currently"
    elif re.search(r"\bfuture\b", s.lower):
        slots["temporal"] = "future"
    if re.search(r"\bunless\b.{0,40}\b(?:permission|consent)|\bwithout your\b.{0,20}\b(?:permission|consent)", s.lower):
        slots["exception"] = "permission"
    if re.search(r"\bmarketing purposes\b", s.lower):
        slots["purpose"] = "third_party_marketing"
    return slots


def _optout(s: Source) -> Slots:
    subject = words.Table(
        {
            "interest_based_ads": r"\binterest-?based\b|\btargeted\b|\bpersonali[sz]ed ads|\badvertis\w+|\baboutads|\bad\b",
            "location": r"\blocation\b|\bgps\b",
            "sale": r"\bsale\b|\bsell\b|\bdo not sell",
            "third_party_marketing": r"\bsharing your\b",
            "analytics": r"\banalytics\b",
        }
    ).first(s.lower)
    return _with({}, subject=subject, mechanism=_channel_of(s.text) or ("settings" if "settings" in s.lower else None))


def _marketing(s: Source) -> Slots:
    slots: Slots = {}
    if re.search(r"\bunsubscrib\w+", s.lower):
        slots["optout"] = "unsubscribe_link"
    elif re.search(r"\bopt(?:ing)?[- ]?out\b|\bstop\b|\bsettings\b", s.lower):
        slots["optout"] = (
            "any time" if "any time" in s.lower else ("account_settings" if "settings" in s.lower else "generic")
        )
    return _with(slots, channel=_channel_of(s.text), when="any time" if "at any time" in s.lower else None)


def _withdrawal(s: Source) -> Slots:
    slots: Slots = {}
    if re.search(r"\baffect\b.{0,60}\b(?:lawful|legal|valid)", s.lower):
        return {"effect": "not_retroactive"}
    if re.search(r"\bright to withdraw\b|\b(?:can|may) (?:\w+ )?(?:withdraw|revoke)", s.lower):
        slots["right"] = "withdraw_consent"
    elif re.search(r"\baffect\b|\bnot be able\b", s.lower):
        slots["effect"] = "service_limitation"
    return _with(slots, when="any time" if "any time" in s.lower else None, channel=_channel_of(s.text))


def _complaint(s: Source) -> Slots:
    slots: Slots = {}
    if step := re.match(r"(?:step )?(\d)\b[:.]", s.lower):
        slots["step"] = step[1]
    if re.search(r"\bright to\b", s.lower):
        slots["right"] = "lodge_complaint"
    authority = words.Table(
        {
            "ICO": r"\bico\b|\binformation commissioner",
            "CNIL": r"\bcnil\b",
            "DPC": r"\bdpc\b|\birish data protection",
            "local SA": r"\bsupervisory\b|\bdata protection authorit\w+",
        }
    ).first(s.lower)
    return _with(slots, authority=authority, channel=_channel_of(s.text))


def _appeal(s: Source) -> Slots:
    found = next((d for d in s.durations if d.role in (DurationRole.CLOCK, DurationRole.OWN_WINDOW)), None)
    slots: Slots = {"actor": "consumer"}
    if found:
        slots |= {
            "period": found.period,
            "trigger": "appeal" if re.search(r"\bwe (?:will|shall)\b.{0,40}\brespond", s.lower) else "decision",
        }
        if found.role is DurationRole.CLOCK and re.search(r"\bwe\b", s.lower):
            slots["actor"] = "company"
    return slots


def _verification(s: Source) -> Slots:
    slots: Slots = {}
    if re.search(r"\bbefore\b|\bprior to\b", s.lower):
        slots["when"] = "before_processing"
    elif re.search(r"\b(?:upon|on|after) rece", s.lower + s.context):
        slots["when"] = "on_receipt"
    if re.search(r"\bonly use\b|\bsolely\b", s.lower):
        slots["purpose_limit"] = "verification"
    if re.search(r"\bavoid requesting\b", s.lower):
        slots["minimisation"] = "true"
    method = words.Table(
        {
            "match_on_file": r"\bmatch\b|\bon file\b",
            "contact_back": r"\bcontact you\b",
            "additional_info": r"\badditional information\b",
            "government_id": r"\bpassport\b|\bgovernment|\bid card",
        }
    ).joined(s.lower)
    return _with(slots, method=method)


def _named_recipient(s: Source) -> Slots:
    names = ",".join(dict.fromkeys(m[0] for m in _NAMES.finditer(s.text)))
    slots = _with(
        {}, recipient=names or words.RECIPIENTS.joined(s.lower) or "unspecified", purpose=words.PURPOSES.joined(s.lower)
    )
    if re.search(r"\bon our behalf\b|\bservice providers?\b|\bprocessors?\b|\bvendors?\b", s.lower + s.context):
        slots["role"] = "processor"
    if re.search(r"\bonly to\b|\bother purpose", s.lower):
        slots["purpose_limit"] = True
    if re.search(r"\badvertis\w+\b", s.lower) and re.search(
        r"\bshare|\bpermit|\bcollect|\bthird party advertis", s.lower
    ):
        slots["sale_share"] = "likely"
    return slots


def _collect(s: Source) -> Slots:
    slots = _with({}, subject=words.CATEGORIES.joined(s.lower))
    if re.search(r"\bautomatic\w*|\bcookies?\b|\bip address|\bbrowser\b|\bdevice\b", s.lower):
        slots["source"] = "automatic"
    elif re.search(r"\byou (?:\w+ )?(?:provide|submit|give|enter)", s.lower + s.context):
        slots["source"] = "user"
    return slots


def _transfer(s: Source) -> Slots:
    safeguard = words.Table(
        {
            "SCC": r"\bstandard contractual|\bmodel clauses",
            "BCR": r"\bbinding corporate",
            "adequacy": r"\badequacy|\badequate",
            "DPF": r"\bprivacy shield|\bprivacy framework",
        }
    ).joined(s.lower)
    us = re.search(r"\bunited states\b|\bu\.?s\.?\b", s.lower)
    origin = re.search(r"\bfrom the (eea|eu|uk|european)", s.lower)
    return _with(
        {},
        destination="US" if us else "unspecified",
        safeguard=safeguard,
        origin={"eea": "EEA", "eu": "EU", "uk": "UK", "european": "EU"}[origin[1]] if origin else None,
    )


def _table(slot: str, table: words.Table, *more: tuple[str, words.Table]) -> Callable[[Source], Slots]:
    def filler(s: Source) -> Slots:
        return _with({}, **{name: t.joined(s.lower) for name, t in ((slot, table), *more)})

    return filler


def _effective_date(s: Source) -> Slots:
    version = re.search(r"\bversion (\d[\w.]*)", s.lower)
    return _with({}, date=find_date(s.lower), version=version[1] if version else None)


def _fee(s: Source) -> Slots:
    return _with({}, right=words.RIGHTS.joined(s.lower) or words.RIGHTS.joined(s.context.rsplit("|", 1)[-1]))


def _definition(s: Source) -> Slots:
    term = re.match(r"[\"'(]?([\w /-]{2,40}?)[\"')]?(?: ?:| means| refers| shall| is | are )", s.text)
    return _with({}, term=term[1] if term else None)


def _identity(s: Source) -> Slots:
    found = re.search(
        r"\b(?:[A-Z0-9][\w&'.-]*,? ){0,5}(?:LLC|Inc\.?|Ltd\.?|Limited|GmbH|Corp(?:oration)?\.?|PLC|plc|B\.?V\.?|S\.A\.|AG|Oy|AB|A/S)(?=\W|$)",
        s.text,
    )
    return _with({}, controller=found[0].strip() if found else None)


def _governing_law(s: Source) -> Slots:
    return _with({}, law=",".join(s.jurisdiction) or None)


_FILLERS: dict[str, Callable[[Source], Slots]] = {
    "retention": _retention,
    "deadline": _deadline,
    "right": _right,
    "channel": _channel,
    "breach": _breach,
    "signal": _signal,
    "children": _children,
    "change_notice": _change_notice,
    "no_sale": _no_sale,
    "no_share": _no_sale,
    "optout": _optout,
    "marketing": _marketing,
    "withdrawal": _withdrawal,
    "complaint": _complaint,
    "appeal": _appeal,
    "verification": _verification,
    "recipient": _named_recipient,
    "collect": _collect,
    "transfer": _transfer,
    "purpose": _table("purpose", words.PURPOSES),
    "legal_basis": _table("basis", words.BASES, ("purpose", words.PURPOSES)),
    "security": _table("measure", words.MEASURES),
    "source": _table("subject", words.CATEGORIES, ("source", words.RECIPIENTS)),
    "not_collect": _table("subject", words.CATEGORIES),
    "cookie_category": _table("category", words.COOKIES),
    "disclosure_public": _table("subject", words.CATEGORIES),
    "effective_date": _effective_date,
    "fee": _fee,
    "definition": _definition,
    "identity": _identity,
    "governing_law": _governing_law,
}

__all__ = ["UNSTATED", "Slots", "Source", "fill"]
