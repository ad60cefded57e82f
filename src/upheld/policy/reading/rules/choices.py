"""Choices: withdrawal of consent, marketing, opt-outs, browser signals, cookies."""

from __future__ import annotations

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.rule import LeadRule, Rule

_DUTY, _PERMISSION, _DISCLOSURE, _EXTERNAL, _PROHIBITION = (
    StatementType.DUTY,
    StatementType.PERMISSION,
    StatementType.DISCLOSURE,
    StatementType.EXTERNAL,
    StatementType.PROHIBITION,
)
_ADS = (
    r"(?:interest-?based|targeted|personali[sz]ed|behaviou?ral(?:ly)?|tailored|cross-context"
    r"|online)[\s-](?:\w+ )?(?:ad(?:s|verts?|vertising|vertisements?)?)\b|\b(?:ad"
    r"|advertising) (?:personali[sz]ation|preferences|settings|tracking|choices)\b|\b(?:targeted"
    r"|personali[sz]ed|relevant|tailored|these|such) ads?\b"
)
_INDUSTRY = (
    r"(?:aboutads|networkadvertising|youradchoices|optout\.|youronlinechoices|adchoices|\bnai\b|\bdaa\b"
    r"|\bedaa\b|network advertising initiative|digital advertising alliance|gaoptout|ads ?settings"
    r"|adssettings|opt-?out browser add-?on|ads preferences)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="withdrawal.consent",
        kind="withdrawal",
        type=_DUTY,
        needs="withdraw|revoke|revok|rescind|change your mind|retract",
        pattern=r"\b(?:withdraw(?:al|ing|n|s)?|revok(?:e|ed|ing|ation)|rescind(?:ing)?"
        r"|retract(?:ing)?)\b.{0,60}\b(?:consents?|permissions?|authori[sz]ations?|it|them|agreement"
        r"|opt-?in)\b|\bconsent\b.{0,80}\b(?:withdraw(?:n|al|ing)?|revoke[dn]?|be revoked|retracted)\b"
        r"|\bchange your mind\b",
        unless=r"\byou have withdrawn\b|^(?:where|if|once|when|until) you (?:have )?withdraw\w* (?:your )?consent(?:,| and)"
        r"|\b(?:delet"
        r"|eras|keep|retain|stor)\w*\b.{0,80}\buntil\b|\bright to (?:erasure|object)\b|\bstop\b.{0,40}\bmarketing\b"
        r"|\b(?:request|ask)\b.{0,60}\b(?:erased?|deleted?)\b",
        confidence=0.9,
        examples=(
            "Consent can be revoked with one click in the account menu",
            "Withdrawing your permission does not make earlier processing unlawful",
        ),
    ),
    Rule(
        id="withdrawal.not-retroactive",
        kind="withdrawal",
        type=_DISCLOSURE,
        needs="lawful|withdraw|legality|validity",
        pattern=r"\b(?:not|without|nor)\b.{0,40}\baffect\w*\b.{0,60}\b(?:lawful|legal|valid)\w*\b",
        slots={"effect": "not_retroactive"},
        confidence=0.85,
        examples=("This does not affect the lawfulness of what was done before",),
    ),
    Rule(
        id="withdrawal.under-heading",
        kind="withdrawal",
        type=_DUTY,
        needs="click|contact|adjust|update|use|email|e-mail|write|change|turn|toggle",
        pattern=r"^(?:for [^:]{3,40}: )?(?:click|contact|adjust|update|use|e-?mail|write|change|turn|toggle)\b",
        under=r"withdraw[^|]{0,60}consent[^|]*$",
        confidence=0.8,
    ),
    Rule(
        id="marketing.leave",
        kind="marketing",
        type=_DUTY,
        needs="unsubscrib|opt|stop|marketing|newsletter|promotion|no longer|prefer not",
        pattern=r"\b(?:opt(?:ing|ed)?[- ]?out|unsubscribe) (?:of|from) (?:receiving )?.{0,40}\b(?:communications"
        r"|messages|e-?mails|mailings)\b|\b(?:unsubscribe|opt(?:ing|ed)?[- ]?out|stop (?:receiv\w+|sending"
        r"|getting)|no longer (?:wish|want)|(?:do|would) (?:not|prefer not)(?: want)? to receive|cancel"
        r"|object|decline|say no)\b.{0,140}\b<marketing>|\b<marketing>\b.{0,160}\b(?:unsubscrib\w+"
        r"|opt(?:ing)?[- ]?out|stop|decline|withdraw)\b|\bunsubscribe\b.{0,40}\b(?:link|button|feature"
        r"|option|function|instructions|at any time)\b|\bunsubscribe (?:from|by)\b"
        r"|\breply(?:ing)? (?:with )?[\"']?stop\b|\bclick(?:ing)?(?: on)?\b.{0,20}\bunsubscribe\b",
        unless=r"\b(?:within \d+|within (?:ten|two|five)|request(?:s)? (?:is|are|will be)"
        r"|third[- ]part\w+ for their|vendors|a [\"\']?sale|effort to promptly process"
        r"|process all unsubscribe)\b|\bwithdraw(?:al|ing)? (?:your |of )?consent|right to (?:access|know"
        r"|delete|erasure)",
        confidence=0.85,
        examples=(
            "Every newsletter has an unsubscribe link at its end",
            "To stop receiving text messages, reply STOP",
            "You can decline promotional letters by writing to us",
        ),
    ),
    Rule(
        id="marketing.still-service-mail",
        kind="marketing",
        type=_PERMISSION,
        needs="transactional|service|continue|administrative|non-promotional|account|important|still|not opt"
        "|non-marketing|essential",
        pattern=r"\b(?:even )?if you (?:unsubscribe|opt[- ]out)\b.{0,80}\b(?:still|continue)\b|\b(?:still"
        r"|continue(?:s)? to|keep (?:sending|on)|may not opt|cannot opt|can not opt|not be able to opt"
        r"|unable to opt|not possible to opt|will not affect|does not (?:affect"
        r"|apply))\b.{0,140}\b(?:transactional|service|services|administrative|account|non-?(?:promotional"
        r"|marketing)|important|order|security|operational|relationship|essential|messages|notices"
        r"|communications|e-?mails)\b",
        unless=r"\b(?:ads|advertis\w+|cookies?|lawful\w*|consent)\b|\buse the services\b",
        about=r"opt|unsubscrib|marketing|promotional|e-?mail|communicat|messages",
        slots={"exception": "transactional"},
        confidence=0.8,
        examples=("Even so we continue to send you important messages about your orders",),
    ),
    Rule(
        id="marketing.sent-with",
        kind="marketing",
        type=_PERMISSION,
        needs="marketing|promotion|newsletter|offers|advertis|news about|products|interest",
        pattern=r"\b(?:consent|permission|opt(?:ed)?[- ]?in|agreed|subscribe[ds]?|sign(?:ed)? up|preferences"
        r"|existing customer|soft opt)\b.{0,200}\b(?:send|receive|contact|marketing|promotional"
        r"|newsletter)\b.{0,80}|\b(?:send|contact|e-?mail|call)\b.{0,80}\b(?:<marketing>|news"
        r"|offers)\b.{0,140}\b(?:consent|permission|opt(?:ed)?[- ]?in|agreed|preferences|subscribed"
        r"|signed up)\b",
        about=r"<marketing>",
        unless=r"^[^:]{3,50} data:|\bcookies?\b|\bwithdraw|\bthird[- ]part\w+ (?:for|to)|\bwhen you\b.{0,60}(?:register|sign up)"
        r"|\byou (?:\w+ ){0,3}provide\b(?! us (?:with )?your consent)|legal basis|we (?:may )?collect"
        r"|\byou have given (?:us )?permission\b|\bsatisfy|\bunsubscribe|\bopt(?:ing)?[- ]out\b",
        slots={"consent": "opt_in"},
        confidence=0.7,
        examples=("Only with your permission do we send you offers and other promotional letters",),
    ),
    Rule(
        id="marketing.may-send",
        kind="marketing",
        type=_PERMISSION,
        needs="send you|e-mail you|email you|contact you|subscribed",
        pattern=r"\bwe (?:may|might|would like to)\b.{0,30}\b(?:send|e-?mail|contact) you\b.{0,140}\b(?:<marketing>|offers"
        r"|(?:similar|other|new) (?:products|services))\b|\b(?:are|is) (?:not )?(?:automatically )?subscribed\b",
        unless=r"\b(?:unsubscrib|opt(?:ing)?[- ]?out|third part)",
        confidence=0.6,
        examples=("From time to time we may write: we might e-mail you about new products",),
    ),
    Rule(
        id="marketing.list-of-ways",
        kind="marketing",
        type=_DUTY,
        needs="click|contact|updat|opt|chang|reply|visit|call|unsubscrib|log",
        pattern=r"^(?:by )?(?:click\w*|contact\w*|updat\w+|opting|chang\w+|reply\w*|visit\w*|call\w*|logging"
        r"|following)\b",
        under=r"(?:opt[- ]?out|unsubscribe|stop)[^|]{0,60}(?:marketing|promotional|e-?mails?|newsletters?)[^|]*$",
        confidence=0.8,
    ),
    Rule(
        id="marketing.generic",
        kind="marketing",
        type=_DUTY,
        needs="opting out of|opt out of|opt-out of|unsubscribing",
        pattern=r"^(?:opting|opt)[- ]out of (?:\w+ )?<marketing>|^unsubscribing\b",
        confidence=0.7,
    ),
    Rule(
        id="optout.way",
        kind="optout",
        type=_DUTY,
        needs="opt",
        pattern=r"\bopt(?:ing|ed|s)?[- ]?outs?\b",
        unless=r"\bright to (?:request to )?opt|\brights? of\b|\b(?:may|can) request to opt|\b(?:marketing"
        r"|promotional|newsletters?|unsubscribe|e-?mail communications|service-related|text messages)\b"
        r"|\bauthori[sz]ed agent|\bcookies? (?:preference|settings|banner)|\bno longer\b.{0,20}\bshare"
        r"|\bgpc\b|\bglobal privacy control|\bdo not track|\bdnt\b|\bsignals?\b|\bverif\w+|\bpreceding"
        r"|\bwithin (?:\d|ten|fifteen)|\b(?:optimi|option|optical|adopt)\w*$|\bfrom future sell"
        r"|\bright\b.{0,40}\bopt|\bin the opt-out|\bretain\b|\bopt-?out list|\blegal bas|\brely\b",
        confidence=0.7,
        examples=("Use the switch in the footer to opt out of analytics",),
    ),
    Rule(
        id="optout.effect",
        kind="optout",
        type=_DISCLOSURE,
        needs="opt",
        pattern=r"^(?:please note that )?(?:if|when|where|once|after) you (?:choose to |decide to )?opt(?:ed)?[- ]?out\b(?!.{0,120}"
        r"\bwe (?:will|shall)\b)|\bopt(?:ing)?[- ]?outs?\b.{0,80}\b(?:may not|will not|only|might not|cannot|does not|do not"
        r"|each|every|another)\b|\bmust (?:perform|repeat|renew)\b.{0,20}\bopt[- ]?outs?\b",
        unless=r"\b(?:you|users?|consumers?) (?:may|can)\b.{0,20}\bopt[- ]?out\b|\bto opt[- ]?out\b.{0,60}\b(?:click|visit|use"
        r"|write"
        r"|contact|send)\b|\bright to\b|\b(?:marketing|promotional|newsletters?|unsubscribe|e-mail communications|service-related"
        r"|text messages)\b|\bauthori[sz]ed agent|\bgpc\b|\bglobal privacy control|\bdo not track|\bsignals?\b|\bwithin \d",
        confidence=0.75,
        examples=(
            "If you opt out, parts of the map no longer work",
            "An opt-out holds only for the browser in which it was made",
        ),
    ),
    Rule(
        id="optout.advertising",
        kind="optout",
        type=_EXTERNAL,
        needs="advert|ads|ad tracking|ad settings|aboutads|networkadvertising|adchoices|nai|daa|optout"
        "|youronlinechoices",
        pattern=r"\b(?:opt(?:ing)?[- ]?out|control|adjust|limit|manage|turn(?:ed)? off|disable|stop)\b.{0,160}(?:"
        + _ADS
        + r"|"
        + _INDUSTRY
        + r")|"
        + _INDUSTRY
        + r"",
        unless=r"\bcookies? (?:for|to) \b|\bright to opt|\bour (?:marketing|promotional) e-?mails"
        r"|\bfor more information\b.{0,60}\bprivacy polic|\bwe (?:may )?(?:use|share|work|permit|participate"
        r"|display|collect)\b|\bparticipates?\b|\bmore information\b.{0,60}\b(?:visit|practice)|\bserve\b"
        r"|\bto learn more about (?!.*opt)|\bright to\b",
        confidence=0.7,
        examples=("You can turn off tailored ads in the settings of your phone",),
    ),
    Rule(
        id="optout.sale-link",
        kind="optout",
        type=_DUTY,
        needs="do not sell|opt",
        pattern=r"[\"']?do not sell(?: or share)?(?: my| your)? (?:personal )?(?:information|data"
        r"|info)[\"']?\s*(?:link|page|button|form)|\bclick(?:ing)?\b.{0,60}\bdo not sell",
        slots={"subject": "sale"},
        confidence=0.8,
        examples=('Follow the "Do Not Sell My Personal Information" link in the footer',),
    ),
    Rule(
        id="optout.device",
        kind="optout",
        type=_DUTY,
        needs="location|gps|geolocation|push notif|camera|microphone|contacts|tracking",
        pattern=r"\b(?:disabl\w+|turn(?:ing)? off|switch(?:ing)? off|refus\w+|deny\w*|revok\w+|opt[- ]out|prevent"
        r"|stop)\b.{0,80}\b(?:location|gps|geolocation|push notifications?|camera|microphone)\b"
        r"|\b(?:location|gps|geolocation|push notifications?)\b.{0,80}\b(?:disabl\w+|turn(?:ed)? off"
        r"|switch(?:ed)? off|opt[- ]out|deactivat\w+)\b",
        unless=r"\bcookies?\b|\bwe (?:may )?collect\b",
        confidence=0.75,
        examples=("Geolocation can be switched off in the settings of your phone",),
    ),
    Rule(
        id="signal.dnt",
        kind="signal",
        type=_DISCLOSURE,
        needs="do not track|do-not-track|dnt|tracking",
        pattern=r"\b(?:(?:do(?:es)?|will|are|is|can|currently|at this time|may)\b.{0,20}\b(?:not|unable)\b.{0,40}"
        r"|respond\w*|respect\w*|honou?r\w*|recogni[sz]\w*|support\w*|comply|complies|ignore\w*|process\w*"
        r"|react\w*|take action|treat|acts? on|alter|change)\b.{0,80}\b(?:do[- ]not[- ]track|dnt)\b"
        r"|\b(?:do[- ]not[- ]track|dnt)\b.{0,120}\b(?:not|respond\w*|honou?r\w*|recogni[sz]\w*|support\w*"
        r"|ignore\w*|respect\w*|comply|effect)\b|\bstandard for online tracking\b.{0,120}\b(?:inform|update"
        r"|describe|respond)",
        unless=r"^(?:most|some|many|certain) (?:\w+ )?(?:web )?browsers|\bis a (?:\w+ )?(?:preference|setting"
        r"|feature|standard)\b|\b(?:include|have|has|offer|allow)s? (?:you )?(?:\w+ )?(?:a|an) (?:[\"'(]|do)"
        r"|\bhas been finali[sz]ed|uniform",
        confidence=0.85,
        examples=(
            "Our pages take no notice of DNT: they do not respond to Do Not Track headers",
            "We honour the Do-Not-Track header of your browser",
        ),
    ),
    Rule(
        id="signal.gpc",
        kind="signal",
        type=_DUTY,
        needs="gpc|global privacy control|opt-out preference|universal opt|privacy signal|preference signal"
        "|browser signal|user-enabled",
        pattern=r"\b(?:gpc|global privacy controls?|opt-?out (?:preference )?signals?|universal opt-?out\w*"
        r"|preference signals?|browser signals?|user-enabled global)\b",
        unless=r"^(?:some|most|certain) browsers|\bto learn more about\b|\bis a (?:technical )?(?:specification"
        r"|setting|proposal)\b|\bto (?:download|learn|find out)\b",
        confidence=0.9,
        examples=(
            "A Global Privacy Control header counts as an opt-out for that browser",
            "We detect and obey opt-out preference signals",
        ),
    ),
    Rule(
        id="cookie_category.item",
        kind="cookie_category",
        type=_DISCLOSURE,
        needs="cookie",
        pattern=r"^(?:\d+\. |we (?:also )?use )?[\"']?(?:strictly |absolutely )?(?:essential|necessary|required"
        r"|analytics?|analytical|statistics?|statistical|functional(?:ity)?|preferences?|performance"
        r"|marketing|advertising|targeting|advertisement|social(?: media)?|session|persistent|security"
        r"|third[- ]party|first[- ]party|tracking|technical|personali[sz]ation|unclassified)(?:(?:,| and| or"
        r"|/| &)+ ?(?:strictly )?(?:necessary|performance|analytics?|functional(?:ity)?|marketing"
        r"|advertising|targeting|preferences?|statistics?|tracking))*(?: (?:and"
        r"|&) \w+)? (?:web )?cookies?\b(?:[\"']?(?::| -|\.|,| \()| (?:are|is|help|show|tell|allow|enable"
        r"|keep|remember|let|make|stay|remain|record|track|collect|used|store|include|we use|these|cannot"
        r"|may|to|for)\b)",
        unless=r"\bcookie (?:policy|notice|banner)\b|\bif you (?:disable|delete|reject)",
        confidence=0.85,
        examples=(
            "Strictly necessary cookies keep you signed in",
            "Statistics cookies: count visits",
            "Marketing cookies are only set after you agree",
        ),
    ),
    Rule(
        id="cookie_control.browser",
        kind="cookie_control",
        type=_EXTERNAL,
        needs="cookie|tracking|browser|local storage|flash|pixel|image",
        pattern=r"\b(?:disable|disabling|block(?:ing)?|reject(?:ing)?|refus(?:e|ing)|delet(?:e|ing)|remov(?:e|ing)"
        r"|clear(?:ing)?|restrict(?:ing)?|turn(?:ing)? off|switch(?:ing)? off|accept(?:ing)?|manag(?:e|ing)"
        r"|control(?:ling)?|set(?:ting)?|chang(?:e|ing)|adjust(?:ing)?|configur(?:e|ing)|prevent(?:ing)?"
        r"|opt[- ]out of|limit|notif(?:y|ies)|stop)\b.{0,120}\b(?:cookies?|tracking technolog\w+"
        r"|local (?:shared |storage )?(?:objects?|storage)|tracking pixels?|web beacons?|images that)\b"
        r"|\b(?:cookies?|trackers?)\b.{0,100}\b(?:disabled?|blocked?|rejected?|refused?|deleted?|removed?"
        r"|cleared|turned off|switched off|opt[- ]out)\b|\bbrowser (?:settings?|extensions?|controls?"
        r"|options)\b",
        unless=r"\b(?:gpc|global privacy|do not track|dnt|withdraw\w*|retain(?:ed)?|kept for|expire)\b"
        r"|\bopt-outs?\b|\bright to\b|\bwe (?:may |also |will )?(?:use|set|place|collect"
        r"|delete)\b(?!.{0,40}\byou can)|\bspecific information about how\b|\bcookies? (?:that )?(?:are"
        r"|is) used\b|\bset to accept cookies by default",
        confidence=0.75,
        examples=(
            "Cookies can be blocked in the menu of your browser",
            "If you refuse cookies, the basket does not work",
        ),
    ),
    Rule(
        id="cookie_control.banner",
        kind="cookie_control",
        type=_DUTY,
        needs="cookie",
        pattern=r"\bcookies? (?:\w+ )?(?:banner|consent (?:manager|tool|banner|platform)|settings|preferences?"
        r"|preference (?:center|centre|tool)|control (?:panel|tool)|choices)\b",
        unless=r"\bwithdraw|\bretain|\bwe (?:may )?collect",
        confidence=0.65,
        examples=("Use the cookie settings in the footer to change your mind about a class",),
    ),
    Rule(
        id="cookie_control.list-of-ways",
        kind="cookie_control",
        type=_EXTERNAL,
        needs="browser|cookie|extension",
        pattern=r"^(?:adjusting|using|changing|setting|disable|delete|change|set|notify|installing|blocking"
        r"|you can)\b.{0,60}\b(?:browser|cookies?|extensions?)",
        confidence=0.8,
    ),
)

LEADS: tuple[LeadRule, ...] = (
    LeadRule(
        id="marketing.ways",
        kind="marketing",
        type=_DUTY,
        pattern=r"\b(?:opt[- ]?out|unsubscribe|stop receiving)\b[^|]{0,100}\b(?:marketing|promotional|newsletters?"
        r"|e-?mails?|communications)\b[^|]*$",
        confidence=0.8,
    ),
    LeadRule(
        id="withdrawal.ways",
        kind="withdrawal",
        type=_DUTY,
        pattern=r"\bwithdraw\b[^|]{0,60}\bconsent\b[^|]*$",
        confidence=0.8,
    ),
    LeadRule(
        id="cookie_category.list",
        kind="cookie_category",
        type=_DISCLOSURE,
        pattern=r"\b(?:types?|kinds?|categor(?:y|ies)|classes) of (?:\w+ )?cookies\b[^|]*$"
        r"|\bfollowing (?:\w+ )?(?:types of )?cookies\b|\bcookies (?:we use|used)\b[^|]*:\s*$",
        confidence=0.75,
    ),
    LeadRule(
        id="cookie_control.ways",
        kind="cookie_control",
        type=_EXTERNAL,
        pattern=r"\bbrowsers?\b[^|]{0,60}\b(?:allow|let|enable|settings)\b[^|]{0,60}(?:to|:)\s*$",
        confidence=0.75,
    ),
    LeadRule(
        id="optout.ways",
        kind="optout",
        type=_DUTY,
        pattern=r"\bopt[- ]?out\b[^|]{0,100}(?:by|:|following|ways)[^|]*$",
        unless=r"marketing|promotional|right",
        confidence=0.6,
    ),
)
