"""The slots of what runs: clocks, actions, refusals."""

from __future__ import annotations

import re

from upheld.policy.reading import vocabulary as words
from upheld.policy.reading.durations import Duration, DurationRole
from upheld.policy.reading.slots.source import Slots, Source, channel_of, given
from upheld.policy.reading.triggers import PROMPTLY, request_trigger, retention_trigger, slug, until_events

_NOT_HONOURED = re.compile(
    r"\bignor\w+|\bunable to\b|\b(?:not|never|no)\b.{0,60}\b(?:respond|honou?r|recogni[sz]e|support|comply"
    r"|react|act|process|alter|change|take|respect|follow"
    r"|capability|effect|obey|able)\b"
)
_VAGUE_TIME = re.compile(
    r"\b(?:promptly|without undue delay|as soon as (?:\w+ )?(?:possible|practicable|feasible)|timely"
    r"|immediately|reasonable time)\b"
)
_AT_ONCE = re.compile(r"\b(?:until|as soon as|immediately|once)\b|\bafter\b(?!.{0,20}\bthen\b)")
_VAGUE_KEEP = re.compile(
    r"\bnecessary\b|\bneeded\b|\bas long as\b|\bno (?:ongoing|longer)\b|\btypically\b|\breasonabl\w+"
    r"|\blegitimate (?:business )?(?:purposes?|need)"
)


def retention(s: Source) -> Slots:
    slots: Slots = {}
    clock = s.clock()
    if clock:
        slots |= {"period": clock.period, "bound": clock.bound, "trigger": retention_trigger(s.lower, clock.end)}
        given(slots, vague=clock.bound == "typical")
    else:
        trigger = until_events(s.lower)
        given(slots, trigger=trigger, vague=bool(_VAGUE_KEEP.search(s.lower)))
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
    if slots.get("action") == "isolate" or re.search(r"\bnot possible\b", s.lower):
        slots["trigger"] = "deletion_impossible"
    if during := re.search(
        r"\b(?:for the (?:duration|lifetime|life) of|as long as) (?:your|the|you have an) (?:user )?(account"
        r"|contract|subscription|membership)\b",
        s.lower,
    ):
        slots["during"] = f"{during[1]}_active"
    if purpose := re.search(r"\bfor ([^,;.]{3,60}?) purposes\b", s.lower):
        given(slots, purpose=words.PURPOSES.joined(purpose[1]))
    return given(slots, subject=s.label or _retained(s.lower))


def _retained(lower: str) -> str | None:
    found = re.search(
        r"\b((?:\w+ ){0,1}(?:log data|logs?|backups?|cookies?|recordings?|footage|invoices|cvs?"
        r"|applications?|messages|tickets|records))\b",
        lower,
    )
    if found:
        return slug(
            re.sub(
                r"^(?:the|your|our|all|any|these|such|of|and|in|for|up|if|a|to|that|keep|keeps|retain|retains|store|stores|hold|holds"
                r"|delete|deletes|erase|purge|archive|remove|log(?= log)) ",
                "",
                found[1],
            )
        )
    return words.CATEGORIES.first(lower)


def deadline(s: Source) -> Slots:
    slots: Slots = {}
    clock = s.clock()
    if clock:
        bound = "max" if clock.bound == "exact" and _before(s.lower, clock, "within") else clock.bound
        slots |= {"period": clock.period, "bound": bound}
    else:
        given(slots, vague=bool(_VAGUE_TIME.search(s.lower)) or None)
        if re.search(r"\bpromptly\b", s.lower):
            slots["period"] = PROMPTLY
    if step := re.match(r"(?:step )?(\d)\b[:.]", s.lower):
        slots["step"] = step[1]
    if re.search(r"\bdelet\w*|\beras\w*|\bremov\w*", s.lower):
        slots["action"] = "delete|anonymise" if "anonymi" in s.lower else "delete"
    subject = _deadline_subject(s)
    trigger = "awareness" if subject == "children_data" else request_trigger(s.lower, s.context)
    return given(slots, subject=subject, trigger=trigger)


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


def right(s: Source) -> Slots:
    slots: Slots = {}
    label = s.text.split(":", 1)[0].lower() if ":" in s.text[:70] else ""
    given(
        slots,
        right=words.RIGHTS.joined(label)
        or words.RIGHTS.joined(s.lower)
        or words.RIGHTS.joined(s.context.rsplit("|", 1)[-1])
        or "any",
    )
    if condition := re.search(
        r"\b(?:certain (?:conditions|circumstances|exceptions)|some circumstances|subject to [\w ]{4,40}"
        r"|if applicable|where applicable)",
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
    return given(slots, channel=channel_of(s.text))


def breach(s: Source) -> Slots:
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


_SIGNAL_WORDS = words.Table(
    {
        "GPC": r"\bgpc\b|\bglobal privacy control|\b(?:opt-?out )?preference signals?|\buniversal opt-?out"
        r"|\bbrowser signals?\b",
        "DNT": r"\bdnt\b|\bdo[- ]not[- ]track\b|\bonline tracking\b",
        "any": r"\bany other (?:mechanism|signal)",
    }
)


def signal(s: Source) -> Slots:
    found = _SIGNAL_WORDS.all(s.lower)
    signals = ("DNT", "GPC", "any") if "any" in found and "DNT" in found else found
    slots: Slots = {"signal": ",".join(signals)} if signals else {}
    if re.search(r"\bif a standard\b|\bin the future\b|\bwhen a standard", s.lower):
        return slots | {"conditional": "future_standard", "action": "update_notice"}
    negated = _NOT_HONOURED.search(re.sub(r"\bdo[- ]not[- ]track\b", "dnt", s.lower))
    slots["honored"] = not negated
    if not negated and re.search(r"\bopt(?:ing)?[- ]?out\b", s.lower):
        slots["effect"] = "optout_sale,optout_sharing" if re.search(r"\bshar", s.lower) else "optout_sale"
    return slots


def children(s: Source) -> Slots:
    slots: Slots = {}
    age = re.search(
        r"\b(?:under|below|age (?:of )?|aged|younger than|least|over)\s*(?:the age of |age |of )?(\d\d)\b"
        r"|\b(\d\d)(?: years| or older)",
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


_CHANGE_NOTICE_WORDS = words.Table(
    {
        "email": r"\be-?mail\b",
        "service_notice": r"\bnotice on\b|\bprominent\b|\bbanner\b|\bin-app\b",
        "post": r"\bpost(?:ing|ed)?\b",
    }
)


def change_notice(s: Source) -> Slots:
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
    channel = _CHANGE_NOTICE_WORDS.all(s.lower)
    return given(slots, channel="|".join(channel) or None)


_NO_SALE_WORDS = words.Table(
    {
        "sale": r"\bs(?:ell|old|elling|ale)\b",
        "rent": r"\brent\w*",
        "lease": r"\bleas\w+",
        "trade": r"\btrad\w+",
        "share": r"\bshar\w+",
        "disclosure": r"\bdisclos\w+",
        "distribute": r"\bdistribut\w+",
    }
)


def no_sale(s: Source) -> Slots:
    scope = _NO_SALE_WORDS.joined(s.lower)
    slots = given({}, scope=scope)
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


_OPTOUT_WORDS = words.Table(
    {
        "interest_based_ads": r"\binterest-?based\b|\btargeted\b|\bpersonali[sz]ed ads|\badvertis\w+|\baboutads|\bad\b",
        "location": r"\blocation\b|\bgps\b",
        "sale": r"\bsale\b|\bsell\b|\bdo not sell",
        "third_party_marketing": r"\bsharing your\b",
        "analytics": r"\banalytics\b",
    }
)


def optout(s: Source) -> Slots:
    subject = _OPTOUT_WORDS.first(s.lower)
    return given({}, subject=subject, mechanism=channel_of(s.text) or ("settings" if "settings" in s.lower else None))


def marketing(s: Source) -> Slots:
    slots: Slots = {}
    if re.search(r"\bunsubscrib\w+", s.lower):
        slots["optout"] = "unsubscribe_link"
    elif re.search(r"\bopt(?:ing)?[- ]?out\b|\bstop\b|\bsettings\b", s.lower):
        slots["optout"] = (
            "any time" if "any time" in s.lower else ("account_settings" if "settings" in s.lower else "generic")
        )
    return given(slots, channel=channel_of(s.text), when="any time" if "at any time" in s.lower else None)


def withdrawal(s: Source) -> Slots:
    slots: Slots = {}
    if re.search(r"\baffect\b.{0,60}\b(?:lawful|legal|valid)", s.lower):
        return {"effect": "not_retroactive"}
    if re.search(r"\bright to withdraw\b|\b(?:can|may) (?:\w+ )?(?:withdraw|revoke)", s.lower):
        slots["right"] = "withdraw_consent"
    elif re.search(r"\baffect\b|\bnot be able\b", s.lower):
        slots["effect"] = "service_limitation"
    return given(slots, when="any time" if "any time" in s.lower else None, channel=channel_of(s.text))


_COMPLAINT_WORDS = words.Table(
    {
        "ICO": r"\bico\b|\binformation commissioner",
        "CNIL": r"\bcnil\b",
        "DPC": r"\bdpc\b|\birish data protection",
        "local SA": r"\bsupervisory\b|\bdata protection authorit\w+",
    }
)


def complaint(s: Source) -> Slots:
    slots: Slots = {}
    if step := re.match(r"(?:step )?(\d)\b[:.]", s.lower):
        slots["step"] = step[1]
    if re.search(r"\bright to\b", s.lower):
        slots["right"] = "lodge_complaint"
    authority = _COMPLAINT_WORDS.first(s.lower)
    return given(slots, authority=authority, channel=channel_of(s.text))


def appeal(s: Source) -> Slots:
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


_VERIFICATION_WORDS = words.Table(
    {
        "match_on_file": r"\bmatch\b|\bon file\b",
        "contact_back": r"\bcontact you\b",
        "additional_info": r"\badditional information\b",
        "government_id": r"\bpassport\b|\bgovernment|\bid card",
    }
)


def verification(s: Source) -> Slots:
    slots: Slots = {}
    if re.search(r"\bbefore\b|\bprior to\b", s.lower):
        slots["when"] = "before_processing"
    elif re.search(r"\b(?:upon|on|after) rece", s.lower + s.context):
        slots["when"] = "on_receipt"
    if re.search(r"\bonly use\b|\bsolely\b", s.lower):
        slots["purpose_limit"] = "verification"
    if re.search(r"\bavoid requesting\b", s.lower):
        slots["minimisation"] = "true"
    method = _VERIFICATION_WORDS.joined(s.lower)
    return given(slots, method=method)


def confirmation(s: Source) -> Slots:
    done = "deletion_complete" if re.search(r"\bdelet\w+|\beras\w+|\bremov\w+", s.lower) else "request_complete"
    return {"trigger": done, "channel": "email"} if re.search(r"\be-?mail\b", s.lower) else {"trigger": done}


def fee(s: Source) -> Slots:
    return given({}, right=words.RIGHTS.joined(s.lower) or words.RIGHTS.joined(s.context.rsplit("|", 1)[-1]))
