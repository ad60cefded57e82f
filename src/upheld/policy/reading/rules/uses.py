"""Why data is used: purposes, legal bases, anonymised data, automated decisions."""

from __future__ import annotations

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.rule import LeadRule, Rule

_DISCLOSURE, _PROHIBITION, _DUTY, _PERMISSION = (
    StatementType.DISCLOSURE,
    StatementType.PROHIBITION,
    StatementType.DUTY,
    StatementType.PERMISSION,
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="purpose.used-to",
        kind="purpose",
        type=_DISCLOSURE,
        needs="use|process|combine|link|need|purpose|analy",
        pattern=r"\b(?:we|us|our|company|and our partners|partners),?(?: and our (?:\w+ ){0,3}partners,?)?(?: (?:may"
        r"|will|also|can|might|only|primarily|mainly|then|otherwise|need to)){0,3} (?:use|process|analy[sz]e"
        r"|combine|link|need|utili[sz]e)\b.{0,120}\b(?:to|for|in order|so that|with|because|as)\b|\b(?:is"
        r"|are|will be|may be|can be)(?: also| only| primarily| mainly| then)? (?:used|needed|processed"
        r"|required|combined|analy[sz]ed)(?: \w+)? (?:to|for|in order|by us|with|solely|only|primarily)\b"
        r"|\b(?:we|you) do this (?:to|by|for|because)\b|\bpurposes? (?:of (?:the )?(?:processing|collecting"
        r"|using)|is|are)\b",
        unless=r"\b(?:cookies? and similar|third[- ]party (?:service|tools|advertising|analytics)|service providers"
        r"|google|encrypt\w*|ssl|tls|firewalls?|safeguards?|security measures|reasonable (?:efforts"
        r"|measures)|retain|kept|stored for|standard contractual|gpc|do not track|automated decision"
        r"|please use|you (?:can|may) use|your use|when you use|do not use|not (?:use|be used)"
        r"|to verify your identity|provided in your request|right to|cookies? to|tracking technologies to)\b"
        r"|\bwe use (?:cookies|third)|\bwe may process your (?:personal )?(?:information|data) (?:if|when"
        r"|where|because)\b|\blegal bas[ei]s\b|\boutside\b.{0,40}\bcountr|\bprocess it there"
        r"|\bused to (?:remember|identify) .{0,20}cookie|^(?:\w+ )?cookies? (?:are|is) used"
        r"|\bwe (?:will )?need to (?:verify|confirm)|\buse of (?:your|the) data by|\b(?:use"
        r"|process) your (?:personal )?(?:data|information) (?:if|where) you have given|\bretain and use",
        confidence=0.7,
        examples=(
            "Your shoe size is used to pick the right skates",
            "We analyse visits in order to improve the timetable",
        ),
        counter=("We use cookies and similar technologies to store information",),
    ),
    Rule(
        id="purpose.verb-first",
        kind="purpose",
        type=_DISCLOSURE,
        needs="to |for ",
        pattern=r"^(?:in order )?(?:to|for) (?:\w+,? ){0,3}(?:provid\w+|improv\w+|send\w*|communicat\w+|process\w*"
        r"|administer\w*|respond\w*|analy[sz]\w+|personali[sz]\w+|customi[sz]\w+|deliver\w*|prevent\w*"
        r"|detect\w*|comply\w*|manag\w+|operat\w+|maintain\w*|develop\w*|market\w*|contact\w*|enforc\w+"
        r"|protect\w*|research\w*|fulfil\w*|monitor\w*|understand\w*|verify|billing|statistic\w+|security"
        r"|fraud)\b",
        under=r"(?:how|why) (?:do )?(?:we|is|will we) (?:\w+ )?(?:use|process|collect)|purposes?"
        r"|use of (?:your )?(?:personal )?(?:data|information)|we (?:may |will )?(?:use|process"
        r"|collect)[^|]{0,140}$|used for",
        unless=r"\b(?:exercise|opt[- ]?out|withdraw|unsubscribe|you can|please|contact us at|appeal)\b|\blearn more\b",
        confidence=0.7,
    ),
    Rule(
        id="legal_basis.named",
        kind="legal_basis",
        type=_DISCLOSURE,
        needs="legal bas|legitimate interest|lawful bas|legal ground|article 6|art. 6|permission|vital interest"
        "|contractual|legal obligation|legal reason|necessary|performance of|public interest|consent",
        pattern=r"\b(?:legal|lawful) (?:bas[ei]s|grounds?|reasons?)\b|\b(?:article|art\.?) ?6\b|\b(?:our|their|the"
        r"|based on) (?:\w+ )?legitimate (?:business )?interests?\b|\b(?:process|use|rely|processing"
        r"|collect)\w*\b.{0,120}\b(?:if you have given|with your (?:explicit |express )?consent"
        r"|based on (?:your )?consent|perform(?:ance of)? (?:a |the |our |your )?(?:\w+ )?contract"
        r"|legal obligations?|vital interests?|public interest|consent)\b|^(?:contract|consent"
        r"|legitimate interests?|legal obligations?|vital interests?|public (?:interest|task)"
        r"|performance of a contract|contractual necessity)\b ?[:.(-]",
        unless=r"\bwithdraw|\bright\b|\bmarketing\b.{0,30}\bconsent|\bobject\b"
        r"|\bdisclos\w+ .{0,60}\blegal obligation|\bretain|\bretention|\bchild|\bpurposes? (?:for|of) which"
        r"|\bdelete|\bshare|\bdisclose|\bwithout your consent\b.{0,10}\bsell|\bpromotional|\bcookies?\b"
        r"|\bto send\b|\bfor other purposes with your consent|\bno ongoing legitimate"
        r"|\blegitimate business or legal interest|\bkeep\b|\brequire us to explain|\brely on the following",
        confidence=0.7,
        examples=(
            "The legal basis is Article 6(1)(f): our legitimate interest in a safe building",
            "Processing rests on the performance of a contract with you",
        ),
    ),
    Rule(
        id="legal_basis.given-permission",
        kind="legal_basis",
        type=_DISCLOSURE,
        needs="consent|permission|legal reason|permitted",
        pattern=r"\b(?:process|use|collect)\b.{0,80}\b(?:if|where|when|only (?:if|when|with)) (?:you have (?:given"
        r"|provided|granted)|we have|you (?:consent|agree)|we believe it is (?:reasonably )?necessary"
        r"|(?:we are )?(?:legally )?permitted)\b|\blegally permitted\b.{0,80}\bwithout your consent",
        unless=r"\bmarketing\b.{0,60}\bpreferences|\bdisclos|\bshare|\bretain|\bvital interest, such as",
        confidence=0.75,
    ),
    Rule(
        id="anonymised.use",
        kind="anonymised",
        type=_PERMISSION,
        needs="aggregat|anonymi|de-identif|deidentif|pseudonym",
        pattern=r"\b(?:aggregat\w+|anonymi[sz]ed|anonymous(?:ly)?|de-?identified|deidentified|pseudonymi[sz]\w+)\b",
        unless=r"\b(?:delete[d]?|erase[d]?|destroy(?:ed)?|deleting|remove|deletion|erasure"
        r"|delet\w+) or (?:de-?identif|anonymi)|\banonymi[sz]e(?:s|d)? (?:or|and) delete|\bnot obligated"
        r"|\bright\b|\bwill (?:then )?(?:be )?(?:delete|anonymi[sz]e)d?\b|\bkept|\bretain|\bip anonymi"
        r"|\bconsumer request\b|\bdoes not include\b|\beither\b",
        confidence=0.75,
        examples=("Counts are published only as aggregated figures", "De-identified samples may go to universities"),
    ),
    Rule(
        id="adm.none",
        kind="adm",
        type=_PROHIBITION,
        needs="automated|profiling|algorithm",
        pattern=r"\b(?:do(?:es)? not|don't|never|no|will not|not|neither)\b.{0,80}\b<adm>"
        r"|\b<adm>\b.{0,60}\b(?:does not|do not|not|never) (?:take|occur|happen|used|place)",
        slots={"polarity": "-"},
        unless=r"\bright (?:not )?to\b|\bopt[- ]?out",
        confidence=0.85,
        examples=("No automated decisions are taken about applicants",),
    ),
    Rule(
        id="adm.use",
        kind="adm",
        type=_DISCLOSURE,
        needs="automated|profiling|algorithm|human",
        pattern=r"\b<adm>\b|\bhuman (?:review|intervention|involvement|oversight)\b",
        unless=r"\bautomated (?:means|technolog\w+|tools|systems)\b.{0,40}\bcollect"
        r"|\bcollect\w*\b.{0,60}\bautomated|\bopt[- ]?out of\b|\bright to opt|\bright not to|\bportab"
        r"|\bautomatically\b.{0,10}\bcollect|\bright to object|\bright to\b.{0,60}\bautomated"
        r"|\btargeted advertising\b",
        confidence=0.65,
        examples=("Creditworthiness is checked by automated decision-making",),
    ),
    Rule(
        id="adm.safeguards",
        kind="adm",
        type=_DUTY,
        needs="inform|provide|give|allow|explain|offer|let",
        pattern=r"^(?:inform|provide|give|allow|explain|offer|let|tell|ensure)\b",
        under=r"automated[- ](?:decision|individual|processing)|profiling",
        confidence=0.75,
    ),
)

_NOT_WHY = (
    r"\b(?:rights?|share|disclos\w+|cookies? (?:we use|used)|collect (?:the following|information"
    r"|data) (?:from|that)|opt[- ]?out|breach|retain|keep|recipients|(?:personal )?(?:data"
    r"|information) (?:that )?we collect (?:may )?includes?)\b[^|]*$|\bwithout your consent"
    r"|\bfollowing (?:categor|types|information|data|personal|legal)|\blegal bas[ei]s|\bbecause:?\s*$"
    r"|\b(?:collect|gather|record|receive|obtain|log|store)(?:s|ed)?\b(?![^|]*\b(?:to|for|purposes?|reasons?"
    r"|because)\b)[^|]*$"
)

LEADS: tuple[LeadRule, ...] = (
    LeadRule(
        id="legal_basis.list",
        kind="legal_basis",
        type=_DISCLOSURE,
        pattern=r"\b(?:legal|lawful) (?:bas[ei]s|grounds?)\b[^|]*(?::|$)|\b(?:process"
        r"|use)\b[^|]{0,80}\bbecause:?\s*$|\bwithout your consent\b[^|]*$",
        unless=r"\bpurposes described\b[^|]*$|in order to:?\s*$",
        confidence=0.8,
        examples=(("We have these lawful bases for our processing:", "Contract"),),
    ),
    LeadRule(
        id="purpose.list",
        kind="purpose",
        type=_DISCLOSURE,
        pattern=r"\b(?:us(?:e|es|ed|ing)|process(?:es|ed|ing)?|need|purposes?|reasons?)\b[^|]{0,200}(?::|\bto|\bfor"
        r"|following|including|in order to|purposes?|reasons?|ways)\s*:?$|\bcollect\w*\b[^|]{0,200}\b(?:to"
        r"|for|purposes?|reasons?|in order to)(?: \w+)?\s*:?$|\|[^|]*(?:how"
        r"|why) (?:do )?we (?:\w+ ){0,2}(?:use|process|collect)[^|]*$|\|[^|]*purposes? of [^|]*$",
        unless=_NOT_WHY,
        unless_item=r"^(?:your |name|e-?mail address|ip address)",
        confidence=0.75,
        examples=(
            ("The club uses members' data for these purposes:", "Printing the yearbook"),
            ("We process your details in order to:", "run the raffle"),
        ),
    ),
    LeadRule(
        id="anonymised.list",
        kind="anonymised",
        type=_PERMISSION,
        pattern=r"\b(?:aggregated?|anonymi[sz]ed|de-identified)\b[^|]*(?::|include)\s*$",
        confidence=0.8,
    ),
    LeadRule(
        id="adm.list",
        kind="adm",
        type=_DUTY,
        pattern=r"\bautomated[- ](?:decision|individual)[^|]*:\s*$",
        confidence=0.8,
    ),
)
