"""What is collected, from whom, and what is not."""

from __future__ import annotations

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.rule import LeadRule, Rule

_DISCLOSURE, _PROHIBITION = StatementType.DISCLOSURE, StatementType.PROHIBITION
_NOT = (
    r"\b(?:do(?:es)? not|don't|doesn't|never|will not|won't|not (?:knowingly |intentionally )?|neither|no"
    r"|cannot|nor|without)\b"
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="collect.active",
        kind="collect",
        type=_DISCLOSURE,
        needs="collect|gather|obtain|captur|record|log|receiv|ask|acquire|store|track|approximate|determine|infer"
        "|process",
        pattern=r"\b(?:we|us|our (?:\w+ ){0,3}(?:servers?|systems?|websites?|sites?|apps?|services?|partners?"
        r"|providers?|tools?)|servers?|partners|providers|tools|companies|features|cookies|platforms?"
        r"|website|site|app|service)\b(?:,? (?:may|will|also|might|can|could|automatically|only|typically"
        r"|generally|sometimes|often|then|and|directly|use|uses|cookies|to|routinely|have|has|recogni[sz]e"
        r"|you)){0,6},? (?:collect(?:s|ed|ing)?|gather(?:s|ed|ing)?|obtain(?:s|ed|ing)?|captur(?:e|es|ed)"
        r"|record(?:s|ed)?|log(?:s|ged)?|receiv(?:e|es|ed)|ask(?:s|ed)? (?:you )?for|acquire[sd]?|store[sd]?"
        r"|track(?:s|ed)?|approximate|determine|infer|ask you to provide)\b",
        unless=_NOT + r".{0,20}<collect>|\b(?:information|data|categories|details|which|what|how|why)\b(?: that| which"
        r"|,)? (?:we|you) (?:\w+ ){0,2}(?:collect|receive|process|obtain|gather)\w*\b(?! (?:includes?"
        r"|may include|consists?))|\blegal bas[ei]s|\bdepends on\b|\bconsent (?:to|for)\b.{0,20}\bcollect"
        r"|\b(?:before|why) we collect|\bwe receive (?:your|a|any|such|the) (?:\w+ ){0,2}requests?"
        r"|\brequests? you\b|\bwe process (?:your|personal|the|this|any|such) (?:\w+ ){0,3}(?:to|for|only"
        r"|when|if|in order|because|based|on the)\b|\bwe (?:only "
        r"|may )?process (?:your )?(?:personal )?(?:data|information)\b|\bchild(?:ren)?\b.{0,60}\bunder"
        r"|\b(?:laws?|consent|permission)\b.{0,20}\bto collect|\bask (?:you )?for (?:your )?consent"
        r"|\b(?:request|ask) (?:that )?you (?:to )?(?:provide|verify|confirm)|\bwe (?:may |will )?(?:use"
        r"|share) (?:the |your |this )?(?:personal )?(?:data|information)|\bwe(?: may| will)? (?:obtain"
        r"|receive|collect)\b.{0,80}\bfrom (?:\w+ )?(?:third|other|suppliers|public|social|partners)"
        r"|\bretain|\bpurposes? (?:for|of)\b|\brecord(?:s)? of\b|\bwe process (?:payments|orders|requests"
        r"|your (?:request|order|payment))|\bstore(?:d|s)? (?:\w+ ){0,6}(?:servers?|secure|encrypted|in the"
        r"|outside|within)\b|\bwe (?:will |may )?request (?:your )?(?:consent|proof)"
        r"|\bask for your (?:consent|permission)|\bbreach",
        confidence=0.7,
        examples=(
            "Our servers automatically record the address of your device",
            "When you join, we ask for your name and postal address",
            "The app captures crash reports",
        ),
        counter=("We do not collect precise location",),
    ),
    Rule(
        id="collect.passive",
        kind="collect",
        type=_DISCLOSURE,
        needs="collected|include|provide|gathered|recorded|logged",
        pattern=r"\b(?:information|data|details)\b.{0,60}\b(?:is|are|may be|will be|was|were|we|you) (?:also "
        r"|automatically )?(?:collected|gathered|recorded|logged|captured)\b|\b(?:information|data"
        r"|details)\b.{0,40}\b(?:may|can|might|could|will)? ?includes?\b.{0,20}\b(?:your|information|device"
        r"|name|ip|but|the|such|e-?mail)|\byou (?:may )?(?:provide|give|submit"
        r"|supply) (?:us )?(?:with )?.{0,60}\b(?:name|e-?mail|address|phone|information|details)\b",
        unless=_NOT
        + r"|\bused\b.{0,20}\bfor\b|\bcombined with|\b(?:deleted|retained|stored|shared|disclosed|transferred"
        r"|kept)\b|\bwould include|\bright\b|\bif you (?:do not|choose)|\bunder\b.{0,20}\bage|\bmust be\b"
        r"|\bdefin|\bmeans\b|\brequest|\bused to\b|\bbreach|\bresponsib",
        about=r"collect|provide|include",
        confidence=0.6,
        examples=("Device data is collected automatically while the page is open",),
    ),
    Rule(
        id="collect.under-heading",
        kind="collect",
        type=_DISCLOSURE,
        needs="such as|your|information|data|address|name|e.g.|including",
        pattern=r"^(?:your |the |an? |information about |details? (?:of|about) )?(?:\w+[ /-]){0,5}(?:information"
        r"|data|details|name|address(?:es)?|identifiers?|content|credentials|history|numbers?|logs?|type"
        r"|settings)\b(?:.{0,20}(?:such as|including|includes?|like|e\.g\.|\())?",
        under=r"(?:information|data) (?:that )?(?:we|you) (?:\w+ )?(?:collect|provide|give|gather)|(?:we"
        r"|to) (?:may )?(?:automatically )?collect[^|]*$|(?:categor(?:y|ies)"
        r"|types?) of (?:personal )?(?:data|information)[^|]*(?:collect|process)[^|]*$"
        r"|what (?:\w+ ){0,4}(?:information|data) (?:do|does|is|we)|collect[^|]*, such as"
        r"|usage and device information",
        unless=r"\b(?:we|you may|you can|us|is used|are used|right|delete|withdraw|contact|retain|share|disclose"
        r"|please|means|will)\b|\?$",
        confidence=0.55,
    ),
    Rule(
        id="collect.with-cookies",
        kind="collect",
        type=_DISCLOSURE,
        needs="cookie|beacon|pixel|tracking tech",
        pattern=r"\b(?:we|our (?:\w+ ){0,2}(?:website|site|service|services|app|partners)|website|site|shop|page"
        r"|app)\b.{0,60}\b(?:use[sd]?|place|set|employ|utili[sz]e|deploy)\b.{0,60}\b(?:cookies?|web beacons?"
        r"|pixels?|tracking technolog\w+|local storage|similar technolog\w+)",
        unless=_NOT + r"|\byou can\b|\bopt\b|\bconsent\b.{0,20}\buse|\brefuse|\bdisable|\bcookie (?:policy|notice)\b"
        r"|\bhow we use\b",
        confidence=0.65,
        examples=("This shop uses web beacons",),
    ),
    Rule(
        id="source.third",
        kind="source",
        type=_DISCLOSURE,
        needs="from|public|login|log in|sign in|authenticat|third",
        pattern=r"\b(?:collect|receive|obtain|get|acquire|supplement|combine|gather|buy|purchase)(?:s|d"
        r"|ed)?\b.{0,160}\bfrom (?:\w+ ){0,4}(?:third|other (?:sources|users|people|companies)|partners?"
        r"|public|social|suppliers?|data (?:brokers?|providers?)|affiliates?|advertisers?|credit|recruit\w+"
        r"|references|agencies|referr\w+|employers?|resellers?|networks?|service providers|google|facebook"
        r"|linkedin|those|them|external|publicly|providers?|registers?|the social)"
        r"|\bthird[- ]part\w+\b.{0,60}\b(?:provide|send|give|share|supply|pass)\b.{0,60}\b(?:us|information"
        r"|data)\b|\bpublicly available (?:sources?|information|databases?)|\b(?:log"
        r"|sign) ?in (?:to .{0,30})?(?:using|through|via|with) (?:\w+ ){0,4}(?:social|third|facebook|google"
        r"|linkedin|account)|\bprovide you the option to share\b",
        unless=_NOT + r"\b.{0,20}(?:receive|collect|obtain)|\brights?\b|\bopt[- ]?out|\bwe (?:may |will )?(?:share"
        r"|disclose)|\bconfirm(?:ation)? communicated|\btransfer(?:s|red)? from\b|\bcookies from\b"
        r"|\bresponsible\b|\bwe use\b",
        confidence=0.75,
        examples=(
            "Some details reach us from credit agencies and are obtained from public registers",
            "We buy address lists from data brokers",
        ),
    ),
    Rule(
        id="not_collect.denial",
        kind="not_collect",
        type=_PROHIBITION,
        needs="not|never|no|don't",
        pattern=r"\b(?:do(?:es)? not|don't|doesn't|never|will not|won't|cannot|are not able to|is not|are not"
        r"|is never|are never)\b(?: \w+){0,3} (?:collect|gather|store|record|process|receive|request|ask for"
        r"|access|track|obtain|see|read|monitor|include|log|solicit|capture|collected|stored|logged|recorded"
        r"|processed)\b.{0,120}",
        about=r"data|information|details|sensitive|biometric|fingerprint|location|payment|card|password|health"
        r"|address|identifiers?|personally|content|messages|calls",
        unless=r"\bchild|\bminors?\b|\bunder (?:the age|\d)|\bage of \d|\bsell|\bshare|\bdisclos"
        r"|\bfor any (?:other )?purpose|\bif you (?:do not|don't|choose|prefer)|\byou (?:do|may|can)? ?not\b"
        r"|\brespond\b|\b(?:longer|more) than\b|\bunless you\b|\bautomated\b|\bprofiling\b|\bafter\b"
        r"|\bdo not track|\bdnt\b|\bmay not\b|\brequest additional|\bpurposes? (?:other|that)",
        slots={"polarity": "-"},
        confidence=0.75,
        examples=(
            "Card numbers never reach us: we do not store payment details",
            "The thermometer app does not record your location",
        ),
    ),
)

LEADS: tuple[LeadRule, ...] = (
    LeadRule(
        id="collect.list",
        kind="collect",
        type=_DISCLOSURE,
        pattern=r"\b(?:collect|gather|obtain|record|capture|receive|ask (?:you )?for|process|store|log)(?:s|ed"
        r"|ing)?\b[^|]{0,160}(?::|include|including|following|such as)\s*$|(?:data"
        r"|information)\b[^|]{0,80}\b(?:may )?includes?:?\s*$|(?:personal )?(?:data"
        r"|information) (?:that )?(?:we|you) (?:\w+ )?(?:collect|provide|process)[^|]{0,40}$"
        r"|\|[^|]*what (?:\w+ ){0,4}(?:data|information) (?:do )?we (?:\w+ )?collect[^|]*$"
        r"|\bcategories of personal (?:data|information)\b[^|]{0,80}:\s*$",
        unless=r"\b(?:to|for|because|purposes?|in order to|reasons?|when|legal bas[ei]s|so that we (?:can|may)"
        r"|rights?|if)(?: \w+)?:?\s*$|\bfollowing (?:\w+ )?(?:purposes|reasons|ways|legal|bases|situations"
        r"|circumstances|third|parties)|\bwe use\b|why (?:do )?we|\bshare|\bdisclos|\bto exercise"
        r"|\bhow we use|variety of reasons|\brights?\b|\banonymi[sz]ed|\baggregated|opt[- ]?out|withdraw"
        r"|without your consent|\bbecause\b|restrict the|collection of your|sources:|from:?$|by:?$",
        unless_item=r"^(?:we (?:use|share|do not)|opt|contact(?:ing)? us)",
        confidence=0.75,
        examples=(
            ("On the form we ask for the following:", "Shoe size"),
            ("The log files may include:", "time of the visit"),
        ),
    ),
    LeadRule(
        id="source.list",
        kind="source",
        type=_DISCLOSURE,
        pattern=r"\b(?:from|sources?)\b[^|]{0,60}\b(?:following|sources?|third parties|others)\b[^|]{0,30}:?\s*$",
        unless=r"\b(?:to|for|share|disclose|right|protect)\b[^|]{0,40}:?$",
        confidence=0.6,
    ),
)
