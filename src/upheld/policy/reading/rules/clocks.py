"""Clocks of answers: response deadlines, appeals, confirmations, fees, what an answer contains, breach handling."""

from __future__ import annotations

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.rule import LeadRule, Rule

_DUTY, _PERMISSION, _DISCLOSURE, _EXTERNAL = (
    StatementType.DUTY,
    StatementType.PERMISSION,
    StatementType.DISCLOSURE,
    StatementType.EXTERNAL,
)
ASKED = (
    r"\b(?:requests?|requested|inquir\w+|enquir\w+|complaints?|grievances?|appeals?|questions?|exercis\w+"
    r"|opt(?:ing|ed)?[- ]?outs?|unsubscrib\w+|withdraw\w*|objections?|your (?:message|letter|e-?mail"
    r"|concerns?|rights?)|hear from (?:you|us)|response time|we (?:\w+ ){0,3}(?:respond|reply|answer"
    r"|get back))\b"
)
"""What shows that a clause is about a request, a complaint or an opt-out."""

RULES: tuple[Rule, ...] = (
    Rule(
        id="deadline.answer",
        kind="deadline",
        type=_DUTY,
        needs="day|month|week|hour|year",
        pattern=r"\b<answer>\b",
        about=ASKED,
        unless=r"\b(?:refund|shipping|delivery of (?:goods|your order)|appeal (?:within|our decision by)|breach"
        r"|in the (?:past|preceding|previous)|changes? (?:to|take)|new (?:policy|version)|retain|kept"
        r"|retention)\b",
        duration="clock",
        confidence=0.55,
        examples=(
            "You will get our answer to your request within four weeks; we respond sooner when we can",
            "Complaints are acknowledged within two working days",
            "We aim to reply to all access requests no later than 20 days after we got them",
        ),
    ),
    Rule(
        id="deadline.labelled",
        kind="deadline",
        type=_DUTY,
        needs="day|week|month|hour",
        pattern=r"^[^:.]{0,50}\b(?:requests?|complaints?|response time|answers?)\b[^:.]{0,20}: (?:within |up to "
        r"|at most |about )?(?:a |an )?<period>",
        duration="clock",
        confidence=0.7,
        examples=("Complaints: 10 days",),
    ),
    Rule(
        id="deadline.carry-out",
        kind="deadline",
        type=_DUTY,
        needs="day|month|week|hour",
        pattern=r"\b(?:<erase>|stop(?:ped)?|cease|removed|unsubscribed|correct(?:ed)?|rectif\w+|take(?:s)? effect"
        r"|give effect|appl(?:y|ied))\b",
        unless=r"\bchanges? to (?:this|our)\b|\b(?:logs?|backups?) (?:are|is)\b",
        under=r"\brequest|\bdelet(?:e|ion) (?:of )?(?:your )?(?:account|data)|erasure|account deletion|unsubscribe"
        r"|opt[- ]out",
        duration="clock",
        confidence=0.95,
    ),
    Rule(
        id="deadline.carry-out-request",
        kind="deadline",
        type=_DUTY,
        needs="day|month|week|hour",
        pattern=r"\b(?:<erase>|stop|cease)\b.{0,160}\b(?:requests?|you ask|ask(?:ed)? us|opt[- ]?outs?|unsubscribe"
        r"|withdraw\w*)\b|\b(?:requests?|ask us|unsubscribe|opt[- ]outs?|withdraw\w*)\b.{0,160}\b(?:<erase>"
        r"|gone|stop|cease|removed|effect|appl(?:y|ied)|honou?r\w*|reflected)\b",
        duration="clock",
        confidence=0.95,
        examples=(
            "If you request it, your photos are removed within two days",
            "Opt-out choices take effect within ten business days",
        ),
    ),
    Rule(
        id="deadline.child-data",
        kind="deadline",
        type=_DUTY,
        needs="child|minor|under 1|parent|age of",
        pattern=r"\b<erase>\b",
        duration="clock",
        slots={"subject": "children_data"},
        confidence=0.85,
        examples=("Data of a child that reached us by mistake is erased within one week",),
    ),
    Rule(
        id="deadline.child-data-list",
        kind="deadline",
        type=_DUTY,
        needs="day|month|week|hour",
        pattern=r"\b<erase>\b",
        under=r"\bchild|\bminors?\b",
        unless=r"\b(?:retain|kept)\b",
        duration="clock",
        slots={"subject": "children_data"},
        confidence=0.75,
    ),
    Rule(
        id="deadline.extension",
        kind="deadline",
        type=_PERMISSION,
        needs="exten|additional|further|longer|more time",
        pattern=r"\b(?:exten(?:d|ded|sion)|(?:additional|further|another|more) (?:time|period"
        r"|\w+ (?:\(\d+\) )?(?:days|months|weeks))|take (?:us )?longer)\b",
        unless=r"\b(?:retention|retain|to the extent|storage)\b",
        duration="clock",
        slots={"action": "extend"},
        confidence=0.75,
        examples=("Where requests are complex this period may be extended by two further months",),
    ),
    Rule(
        id="deadline.longer",
        kind="deadline",
        type=_DISCLOSURE,
        needs="longer",
        pattern=r"\b(?:take(?:s)?|need) (?:us )?(?:\w+ )?longer\b.{0,60}\b(?:complex|number of requests|month|days"
        r"|request)|\brequest is (?:particularly )?complex\b",
        unless=r"\bno longer\b|\bretain|\bretention\b|\bload\b",
        slots={"vague": True, "action": "extend"},
        confidence=0.65,
    ),
    Rule(
        id="deadline.no-number",
        kind="deadline",
        type=_DUTY,
        needs="undue delay|promptly|as soon as|timely|without delay|reasonable time|prompt|immediately",
        pattern=r"\b(?:without (?:undue |unreasonable )?delay|promptly"
        r"|as soon as (?:is )?(?:reasonably )?(?:possible|practicable|feasible)|in a timely (?:manner"
        r"|fashion)|within a reasonable (?:time|period)\w*|(?:time)?frames? (?:required"
        r"|prescribed) by (?:applicable )?law|immediately)\b",
        unless=r"\b(?:breach|incident|chang|updat|notify us|contact us|tell us|inform us|you (?:must|should|agree)"
        r"|child|retain|of which you will|payment|fraud)",
        about=ASKED,
        slots={"vague": True},
        confidence=0.55,
        examples=("Every unsubscribe request is processed without undue delay",),
    ),
    Rule(
        id="deadline.told-of-extension",
        kind="deadline",
        type=_DUTY,
        needs="exten|delay|postpone",
        pattern=r"\b(?:inform|notif|tell|told|let you know|explain)\w*\b.{0,40}\b(?:extensions?|delay|postponement)\b",
        about=ASKED + r"|\brights\b",
        unless=r"\bwithout (?:undue )?delay\b",
        slots={"action": "extend", "vague": True},
        confidence=0.5,
        examples=("You are told of any delay and of its reasons",),
    ),
    Rule(
        id="deadline.by-law",
        kind="deadline",
        type=_DUTY,
        needs="time|period",
        pattern=r"\b<answer>\b.{0,120}\bwithin (?:the |a |any )?(?:\w+ )?(?:time ?(?:frames?|limits?|scales?|periods?"
        r"|lines?)|periods?|deadlines?)\b",
        unless=r"retention|retain",
        slots={"vague": True},
        confidence=0.65,
        examples=("We answer each request within the statutory time limit",),
    ),
    Rule(
        id="appeal.open",
        kind="appeal",
        type=_DUTY,
        needs="appeal",
        pattern=r"\b(?:appeal(?:s|ed|ing)?)\b",
        unless=r"\b(?:appealing|appeals to|more appealing|court of appeals?|not to appeal|judicial appeal)\b",
        confidence=0.85,
        examples=(
            "You have a right to appeal our refusal within 60 days by writing to appeals@example.com",
            "Should we decline, an appeal may be filed with our privacy team",
        ),
    ),
    Rule(
        id="confirmation.done",
        kind="confirmation",
        type=_DUTY,
        needs="confirm",
        pattern=r"\b(?:confirm (?:\w+ )?(?:deletion|erasure|completion|removal|the (?:deletion|change|correction)"
        r"|receipt|that (?:we have|your|the))|confirmation (?:e-?mail|message|of)|(?:send|receive"
        r"|get) (?:you )?(?:a |an )?(?:\w+ )?confirmation)\b",
        unless=r"\b(?:order|purchase|whether we|payment|you (?:to )?confirm|right to|booking|shipping|please)\b",
        confidence=0.7,
        examples=("We send you a confirmation when the erasure is done",),
    ),
    Rule(
        id="fee.may",
        kind="fee",
        type=_PERMISSION,
        needs="fee|charge",
        pattern=r"\b(?:may|can|reserve the right to|will|could|might) (?:also |only )?(?:\w+ )?(?:charge|require"
        r"|levy|impose|ask for)\b(?! you a different).{0,60}\b(?:fee|cost|amount|this)\b"
        r"|\breasonable (?:administrative )?(?:fee|charge)\b|\bsmall fee\b|\b(?:advise|inform"
        r"|tell) you of any fee",
        unless=r"\b(?:subscription|service fees?|late fee|shipping|refund)\b",
        slots={"fee": "may"},
        confidence=0.8,
        examples=("For further copies we may charge a reasonable fee",),
    ),
    Rule(
        id="fee.none",
        kind="fee",
        type=_DUTY,
        needs="free of charge|free|fee|charge|cost",
        pattern=r"\b(?:free of charge|at no (?:extra |additional )?(?:cost|charge)|without (?:any )?(?:charge|cost"
        r"|fee)|no (?:fee|charge)|(?:not|never) (?:have to )?(?:charge|pay)\b.{0,20}|for free)",
        under=r"right|request|access|choice",
        unless=r"\btrial|credit card|shipping|call",
        slots={"fee": "free"},
        confidence=0.65,
        examples=(),
    ),
    Rule(
        id="fee.none-request",
        kind="fee",
        type=_DUTY,
        needs="free|fee|charge|cost",
        pattern=r"\b(?:requests?|cop(?:y|ies)|rights?|access|information)\b.{0,80}\b(?:free of charge"
        r"|at no (?:extra |additional )?(?:cost|charge)|without (?:any )?(?:charge|cost|fee)"
        r"|not (?:have to )?pay a fee|(?:do|will) not charge|for free)|\b(?:do"
        r"|will) not charge\b.{0,60}\b(?:requests?|exercis)|\b(?:free of charge"
        r"|not have to pay a fee)\b.{0,80}\b(?:requests?|rights?|access)",
        unless=r"\btrial|credit card|shipping|once a year and free",
        slots={"fee": "free"},
        confidence=0.75,
        examples=("Your first copy in any year is free of charge",),
    ),
    Rule(
        id="content.answer",
        kind="content",
        type=_DUTY,
        needs="includ|contain|cover|provide",
        pattern=r"\b(?:this|the|our|such) (?:information|response|answer|list|disclosure|report|package"
        r"|copy)\b.{0,30}\b(?:will|would|shall|must|may) (?:also )?(?:include|contain|cover|list|set out"
        r"|identify)\b",
        under=r"shine|right|request|access|california",
        unless=r"\bcollect",
        confidence=0.7,
        examples=(),
    ),
    Rule(
        id="breach.notify",
        kind="breach",
        type=_DUTY,
        needs="breach|incident|unauthori|compromis|leak",
        pattern=r"\b<breach>\b.{0,260}\b<tell>\b|\b<tell>\b.{0,200}\b<breach>\b",
        unless=r"\b(?:breach of (?:this|these|our|the) (?:terms|agreement|contract|policy)"
        r"|investigat\w+ (?:of )?(?:a )?breach of an agreement|if you (?:believe|suspect|become|think|know)"
        r"|please|complain|we will not\b|protect(?:s|ed|ing)?\b.{0,40}\bunauthori[sz]ed)",
        confidence=0.85,
        examples=(
            "Should a security incident touch your account, we tell you by e-mail within three days",
            "If there is a leak or breach, we will notify those who are affected within two days",
            "The regulator is informed of any breach within 72 hours after we learn of it",
        ),
        counter=("We use firewalls that protect records against unauthorised access or disclosure",),
    ),
    Rule(
        id="breach.under-heading",
        kind="breach",
        type=_DUTY,
        needs="notif|inform|report|alert|provide|describe|offer|investigat|contain|document|assess|tell|explain"
        "|mitigat|advise|contact|remed|keep|send",
        pattern=r"^(?:when we do, )?(?:we (?:will|shall|must|may) )?(?:also )?(?:promptly |immediately "
        r"|where \w+, )?(?:notify|inform"
        r"|report|alert|provide|describe|offer|investigate|contain|document|assess|tell|explain|mitigate"
        r"|advise|contact|remediate|keep|take|cooperate|publish|send you)\b",
        under=r"\b(?:data|security|personal data) breach|breach (?:notification|response)|security incident"
        r"|incident (?:response|notification)|\bdata breach|event of a[^|]{0,30} (?:breach|incident)",
        unless=r"\bif you (?:believe|suspect)",
        confidence=0.7,
    ),
)

LEADS: tuple[LeadRule, ...] = (
    LeadRule(
        id="content.list",
        kind="content",
        type=_DUTY,
        pattern=r"\b(?:receive|include|contain|tell you|disclose to you|provide you with)\b[^|]{0,40}\bfollowing (?:information"
        r"|details|items)[^|]*$",
        unless=r"\bwe (?:may )?(?:collect|receive)|\bright to (?:know|request)\b",
        confidence=0.85,
        examples=(
            (
                "Our answer to an access request will contain the following details:",
                "the people to whom we gave your personal data",
            ),
        ),
    ),
    LeadRule(
        id="breach.steps",
        kind="breach",
        type=_DUTY,
        pattern=r"\b(?:in the (?:event|case) of|if (?:there is|we (?:suffer|detect|discover|experience)|a)|following"
        r"|when)\b[^|]{0,60}\b(?:breach|incident)\b[^|]{0,120}:?\s*$",
        confidence=0.8,
    ),
)
