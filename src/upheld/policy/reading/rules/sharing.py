"""Who gets data: recipients, transfers, what is never sold or shared, publication, sites of others."""

from __future__ import annotations

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.rule import LeadRule, Rule

_DISCLOSURE, _PROHIBITION, _PERMISSION, _EXTERNAL, _DISCLAIMER = (
    StatementType.DISCLOSURE,
    StatementType.PROHIBITION,
    StatementType.PERMISSION,
    StatementType.EXTERNAL,
    StatementType.DISCLAIMER,
)
_NEVER = (
    r"(?:do(?:es)? not|don't|doesn't|never|will not|won't|have not|has not|haven't|hasn't|shall not|are not"
    r"|is not|neither|nor do we|did not|no longer|under no circumstances|in no (?:event|case)|at no time"
    r"|not)"
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="no_sale.denial",
        kind="no_sale",
        type=_PROHIBITION,
        needs="sell|sold|sale|rent|lease|trade|monetiz|monetis",
        about=r"\b(?:data|information|details|address\w*|lists?|numbers?|pii|identit\w+|what you tell|privacy|selling)\b",
        pattern=r"\b"
        + _NEVER
        + r"\b(?: [\w\"']+,?){0,8} [\"']?(?:sell(?:ing)?|sold|rent(?:ed|ing)?|leas(?:e|ed|ing)|traded?"
        r"|monetiz\w+|monetis\w+|for sale)\b|\bnot (?:considered (?:to be )?)?(?:a )?[\"']?(?:sale"
        r"|selling)[\"']?|\bno (?:personal )?(?:data|information) (?:is|was|has been"
        r"|will be) (?:ever )?(?:sold|rented)|\b(?:is|are|was|were) (?:not|never) (?:\w+ )?(?:sold|rented)",
        unless=r"\bopt[- ]?out of\b|\bdo not sell(?: or share)? my\b|\bright\b|\bwhether (?:we|or not)\b"
        r"|\bif you do not\b|\bthis is not considered|\bsell (?:products|goods|tickets|services)"
        r"|\bupon (?:a )?sale\b|\byou (?:do|may|will|must) not\b"
        r"|\bnot (?:be )?(?:able to )?sell or transfer (?:your )?account",
        confidence=0.9,
        examples=(
            "Your address is never sold or rented",
            "In the last year the cooperative has not sold members' data",
            "We don't monetise what you tell us",
        ),
        counter=("You have the right to tell us not to sell your data",),
    ),
    Rule(
        id="no_share.denial",
        kind="no_share",
        type=_PROHIBITION,
        needs="not|never|n't|no ",
        pattern=r"\b"
        + _NEVER
        + r"\b(?: \w+,?){0,4} (?:shared?|disclosed?|transfer(?:red)?|provided?|given?|gave|pass(?:ed)?(?: on)?"
        r"|use or disclose|permit|allow|make available|release[d]?|publish|distribute[d]?|hand(?:ed)? over"
        r"|sharing)\b.{0,160}\b(?:<third>|shared with|advertis\w+|marketing|anyone|outside"
        r"|without your (?:\w+ )?(?:consent|permission)|purposes)|\b(?:is|are|was|were) (?:never"
        r"|not) (?:shared|disclosed|passed on|transferred|given)\b|\bnever (?:\w+ )?publish\b|\bno (?:\w+ ){0,4}(?:information|data"
        r"|details) (?:is|are|will be|has been|have been) (?:\w+ )?(?:shared|disclosed|passed|transferred)\b"
        r"|\b(?:do|does|will) (?:not|never) (?:share|disclose|transfer|pass on)(?: or \w+)? (?:your|any|the"
        r"|this|these|such)\b.{0,40}\b(?:data|information|address|details|messages|numbers?|content|pii)\b"
        r"|\b(?:is|are|be) (?:not|never) (?:\w+, (?:or )?){1,3}(?:or )?(?:shared|disclosed|transferred)\b",
        unless=r"\b(?:sell|sold|rent(?:ed)?|lease)\b|\bright\b|\bwhether\b|\bcookies? (?:may|will) not"
        r"|\bif you do not\b|\b(?:they|these|providers|vendors|processors) are (?:\w+ )*(?:not|obligated"
        r"|contractually)|\b(?:obligated|agreed|required|promised?) not to\b|\byou (?:should|must|may|do|can) not\b|\bchild"
        r"|\bwe are not (?:responsible|liable)|\bsensitive (?:personal )?information\b.{0,20}collect"
        r"|\bservices?\b.{0,10}\bto you\b|\bshared with us\b|\bdo not (?:want|wish)|\bwarrant|\bresponsib",
        confidence=0.75,
        examples=(
            "Phone numbers are not shared with third parties",
            "We never give your data to advertisers",
        ),
    ),
    Rule(
        id="recipient.shared-with",
        kind="recipient",
        type=_DISCLOSURE,
        needs="share|disclos|transfer|provide|give|pass|send|transmit|releas|available|access|communicat|entrust",
        pattern=r"\b(?:(?:we|company|controller|they|us|[a-z0-9]+ (?:llc|inc|ltd|gmbh))\b(?:,? (?:may|will|might|can"
        r"|could|also|only|sometimes|need to|have to|be required to|then|currently|typically|and|use|uses"
        r"|our)){0,5} ?<share>|<personal> (?:may|will|might|can|could|is|are)(?: also"
        r"| only)? (?:be )?(?:shared|disclosed|transferred|provided|transmitted|passed|sent|released|given"
        r"|made available|accessible))\b.{0,160}\b(?:with|to|by|if|when|where|in|as|for|between|among)\b",
        unless=r"\b"
        + _NEVER
        + r" (?:\w+ ){0,3}(?:share|disclose|sell|transfer|provide|give)|\b(?:provide|give|send|providing|offer"
        r"|deliver)s? (?:to )?you\b|\bwe (?:\w+ )?(?:provide|send|give)\b(?! (?:\w+ ){0,3}(?:data"
        r"|information|details))|\b(?:outside|across borders|other countr|internationally|united states"
        r"|another country|countries|overseas|abroad|european economic)\b|\baggregat\w+|\banonymi[sz]ed"
        r"|\bde-?identified|\brequests?\b.{0,20}\bwe (?:will|shall)|\bcopy of\b|\bright to\b|\bresponse\b"
        r"|\bnotice\b.{0,10}\bto\b|\bbreach\b|\bwhen you (?:share|provide|give)\b.{0,20}$"
        r"|\bauthorities? (?:of|about) (?:a|any|the) (?:\w+ )?(?:breach|incident)|\bnotify\b"
        r"|\bus (?:with )?(?:personal|your|information)|\bshare(?:d)? .{0,60}\bwith us\b|\bfor (?:more"
        r"|further) information\b|\bstored (?:and|or) processed in\b|\bin a revised\b|\bpublicly\b"
        r"|\bdescribed\b.{0,30}\bbelow\.?$|\bservices to you\b",
        confidence=0.7,
        examples=(
            "Your information is passed on to our couriers",
            "We disclose member lists to auditors when the statutes demand it",
            "Your data will be transmitted to the payment provider you choose",
        ),
    ),
    Rule(
        id="recipient.uses-processors",
        kind="recipient",
        type=_DISCLOSURE,
        needs="provider|vendor|processor|contractor|partner|google|analytics|third part|third-part|stripe|paypal"
        "|tool|networks|advertis",
        pattern=r"\b(?:we|us|our (?:site|website|service|services|app|platform)|website|services?)\b(?:,? (?:may"
        r"|will|also|can|might|currently|or|engage|work with|participate in [\w -]{3,40} and)){0,4} (?:use"
        r"|uses|employ|engage|rely on|work(?:s)? with|partner(?:s)? with|contract with|outsource|utili[sz]e"
        r"|permit|allow|hire|appoint|integrate|display|include)\b.{0,100}\b(?:third[- ]part(?:y|ies)"
        r"|service providers?|providers?|vendors?|processors?|(?:sub)?contractors?|partners?|google"
        r"|analytics|stripe|paypal|aws|amazon|facebook|meta|hotjar|mailchimp|hubspot|salesforce|cloudflare"
        r"|microsoft|linkedin|twitter|instagram|advertising (?:companies|networks|partners)|social media"
        r"|widgets|plugins|plug-ins|processing partners)\b",
        unless=r"\b"
        + _NEVER
        + r"\b.{0,20}(?:use|engage|work with|permit|allow)|\bopt[- ]?out\b|\bmarketing purposes\b.{0,10}$"
        r"|\bright\b|\bto (?:verify|confirm) your identity\b|\bauthori[sz]ed agent\b"
        r"|\bstandard contractual\b|\bcollect (?:your )?(?:data|information) from|\bwe use (?:this|your"
        r"|the) (?:information|data)|\bcookies and similar",
        confidence=0.7,
        examples=(
            "For mailing we rely on an outside provider",
            "We use Matomo and Google Analytics",
            "A contractor hosts it: we work with Acme Hosting as processor",
        ),
    ),
    Rule(
        id="recipient.role",
        kind="recipient",
        type=_EXTERNAL,
        needs="provider|parties|companies|processor|vendor|partners|affiliate|contractor|they ",
        pattern=r"\b(?:these|such|our|those|each|all|any|they|the)\b ?(?:\w+ ){0,3}(?:service providers?|providers?"
        r"|third[- ]part(?:y|ies)|companies|processors?|vendors?|partners?|affiliates?|contractors?"
        r"|recipients?|platforms?)?\b.{0,60}\b(?:only|obligated|obliged|bound|required|contractually"
        r"|on our behalf|under our instructions|access to (?:your )?(?:personal )?(?:data|information)"
        r"|may use your|prohibited|process(?:es)? (?:the |your )?(?:personal )?(?:data|information)"
        r"|interest-based advertising programs)\b",
        unless=r"\b(?:we (?:will|may|are|do|have)|your (?:interactions?|use)|responsib\w+|liab\w+|rights?|cookies?"
        r"|retain|governed|policies|keep|notif)\b|\bus to\b",
        about=r"provider|third|compan|partner|vendor|processor|affiliate|contractor|recipient|platform",
        confidence=0.65,
        examples=("Such vendors may touch the data only under our instructions",),
    ),
    Rule(
        id="recipient.item",
        kind="recipient",
        type=_DISCLOSURE,
        needs="provider|partner|authorit|affiliate|law|advis|processor|subsidiar|acqui|merger|vendor|analytics"
        "|host|payment|compan|transfer",
        pattern=r"^(?:(?:our|other|select|professional|third[- ]party|trusted|business|promotional|product|legal|law"
        r"|public|payment|government\w*|competent|corporate|group|marketing|advertising|analytics|cloud"
        r"|hosting|it|e-?mail|external|tax|credit) )*(?:service providers?|providers?|partners?|authorit(?:y"
        r"|ies)|affiliates?|law enforcement|advisors?|advisers?|processors?|subsidiaries|vendors?|companies"
        r"|acquirers?|suppliers?|contractors?|courts?|regulators?|agencies|insurers?|auditors?|banks?"
        r"|couriers?|carriers?|parties|hosting|analytics|processing|purchasers?|successors?)\b",
        under=r"(?:shar|disclos|recipient|third[- ]part|who (?:we|do|has|gets)|with whom|processors|providers"
        r"|transfer)",
        unless=r"\bnot responsible|\bopt\b|\bcollect(?:s|ed)? (?:your|information) from|\bgoverned\b|\bdo not\b"
        r"|\bright\b|\bcomplain",
        confidence=0.6,
    ),
    Rule(
        id="recipient.legal",
        kind="recipient",
        type=_PERMISSION,
        needs="law|legal|court|subpoena|authorit|force|comply",
        pattern=r"\b(?:disclose[ds]?|share[ds]?|releas\w+|do so|transfer"
        r"|reveal)\b.{0,200}\b(?:required (?:to do so )?by (?:applicable )?law|law forces|by law|subpoena"
        r"|court order|legal (?:process|obligation|request)|law enforcement|public authorit"
        r"|government(?:al)? (?:authorit|agenc|request)|comply with)",
        unless=r"\b(?:retain|keep|breach|right to|notify|inform you|delete|security measures|not obligated)\b|\b"
        + _NEVER
        + r" (?:sell|share)",
        confidence=0.7,
        examples=("The guest list is released where a court order obliges us",),
    ),
    Rule(
        id="recipient.business-transfer",
        kind="recipient",
        type=_PERMISSION,
        needs="merger|acqui|bankrupt|reorgani|sale of|successor|assets|restructur|insolven|divest|purchaser|buyer",
        pattern=r"\b(?:merge[rsd]?|acqui(?:re[sd]?|sition|rer)|bankruptcy|reorgani[sz]ation"
        r"|sale of (?:\w+ ){0,5}(?:assets|business|company|shares)|insolvency|restructuring|divestiture"
        r"|successor|(?:buyer|purchaser)|change (?:of|in) control|liquidation)\b",
        unless=r"\bnotice\b.{0,30}\bbefore\b|\bwe will (?:notify|provide notice|inform)|\bright\b"
        r"|\bproduct(?:s)? (?:you|purchaser)",
        slots={"recipient": "acquirer"},
        about=r"data|information|transfer|disclos|shar|records",
        confidence=0.75,
        examples=("Should the firm be bought, the customer file goes to the buyer with all data in it",),
    ),
    Rule(
        id="transfer.abroad",
        kind="transfer",
        type=_DISCLOSURE,
        needs="united states|countr|outside|eea|international|transfer|u.s.|us|border|overseas|abroad|located in"
        "|adequa|standard contractual|binding corporate|privacy shield|data privacy framework|scc",
        pattern=r"\b(?:transfer(?:s|red|ring)?|stor(?:e|ed|age)|process(?:ed|ing)?|hosted?|maintained|held|sent"
        r"|moved|accessed)\b.{0,200}\b(?:united states|u\.?s\.?a?\b|outside (?:of )?(?:the "
        r"|your )?(?:european|eea|eu|uk|united|country|state|switzerland|canada|australia|your)"
        r"|other (?:countries|jurisdictions)|another country|countries (?:other|outside|that|where|which"
        r"|around)|to a country|any (?:other )?country|countries|abroad|overseas|internationally"
        r"|across borders)\b|\b(?:standard contractual clauses|binding corporate rules|privacy shield"
        r"|data privacy framework|adequacy decisions?|model clauses|international data transfer (?:agreement"
        r"|addendum)|adequate (?:level of )?protection)\b|\bservers?\b.{0,40}\b(?:located|based|hosted) in\b",
        unless=r"\b(?:governed|courts?|complain|authority|right|consent to (?:this|the) privacy|business transfer"
        r"|merger|no (?:data|information) (?:is|leaves)|resident)\b|\bagreement to that transfer"
        r"|may differ\b.{0,10}$|\bpayment\b|\bretain",
        confidence=0.75,
        examples=(
            "Tickets are processed on servers located in Norway and in other countries",
            "Where data leaves the Union, we rely on adequacy decisions",
        ),
    ),
    Rule(
        id="transfer.consent",
        kind="transfer",
        type=_DISCLOSURE,
        needs="consent to|agree to|understand",
        pattern=r"\b(?:consent|agree|acknowledge|understand)\w*\b.{0,60}\b(?:transfer"
        r"|processing)\b.{0,80}\b(?:united states|countr|outside|u\.s\.)",
        confidence=0.55,
    ),
    Rule(
        id="disclosure_public.posts",
        kind="disclosure_public",
        type=_DISCLOSURE,
        needs="public|displayed|visible|post|review|forum|everyone|anyone",
        pattern=r"\b(?:post(?:ed|s|ing)?|reviews?|comments?|forums?|public (?:areas?|profile)|community"
        r"|share publicly|content)\b.{0,200}\b(?:public(?:ly)?|displayed|visible (?:to|by)|seen by|read by"
        r"|anyone|everyone|other users (?:may|can|will))\b",
        unless=r"\bremov\w+|\bnot publicly displayed|\bpublicly available (?:sources?|information)|\bright\b"
        r"|\bposting (?:the|a|any|an updated)\b|\bprivacy policy on\b|\bwe (?:may )?collect\b|\bdelete\b",
        confidence=0.7,
        examples=("Comments in the forum can be read by anyone",),
    ),
    Rule(
        id="third_party_site.disclaimer",
        kind="third_party_site",
        type=_DISCLAIMER,
        needs="responsib|governed|link|liab|their own|control over|not apply|endors|third party|third-party|subject to",
        pattern=r"\b(?:not|no|without)\b.{0,40}\b(?:responsib\w+|liab\w+|accountable|control"
        r"|endorse)\b.{0,160}\b(?:sites?|websites?|third[- ]part\w+|links?|policies|practices|services"
        r"|companies|protection)\b|\b(?:interactions?|use of|features?|information you (?:provide|give"
        r"|share)|data|advertisements?)\b.{0,60}\b(?:governed by|subject to)\b.{0,80}\b(?:polic\w+|terms"
        r"|those|their)\b|\bclick on (?:these|those|a|any|the) links?\b.{0,100}|\b(?:third[- ]party|other"
        r"|those|these|linked) (?:\w+ )?(?:sites?|websites?|services)\b.{0,60}\b(?:own privacy"
        r"|not (?:governed|covered|subject)|different privacy)|\b(?:policy|notice"
        r"|statement) does not (?:apply|cover|extend)\b.{0,80}\b(?:third|other|links?|sites?)",
        unless=r"\bthis (?:privacy )?(?:policy|notice) (?:shall be|is) governed|\bguarantee\b|\bsecur(?:e|ity)\b"
        r"|\bthese advertisements are governed|\bopt[- ]?out|\bunsubscribe|\bjurisdiction\b|\bpasswords?\b"
        r"|\bresponsible for (?:processing|overseeing|the processing|maintaining)|\bdata controller\b"
        r"|\bclick on (?:a|the|any) (?:\w+ )?(?:unsubscribe|opt)|\badvertising\b.{0,20}\bclick|\bpermits?\b"
        r"|\bexceptions\b",
        confidence=0.7,
        examples=(
            "We are not accountable for what linked websites do",
            "What you tell a partner shop is governed by its own privacy terms; information you share there"
            " is subject to their policy",
        ),
    ),
)

LEADS: tuple[LeadRule, ...] = (
    LeadRule(
        id="recipient.list",
        kind="recipient",
        type=_DISCLOSURE,
        pattern=r"\b(?:shar(?:e|ed|ing)|disclos(?:e|ed|ing|ures?)|transfer(?:red)?|provide|give|pass(?:ed)?|release"
        r"|made available|recipients?|access(?:ed|ible)?)\b[^|]{0,160}(?::|following|parties|situations|to"
        r"|with|if|when|circumstances|necessary)\s*:?$|\bthese include:?\s*$|(?:processors|service providers"
        r"|vendors|third[- ]part(?:y|ies)|partners)\b[^|]{0,60}(?::|include|are)\s*:?$"
        r"|\|[^|]*\b(?:who (?:do )?we share|with whom|sharing of|how we (?:share|disclose)|recipients)[^|]*$",
        unless=r"\b(?:right|request|you (?:provide|give|share) (?:us|to us)|we (?:may |will )?collect|provide you"
        r"|international|not share|not disclose|never|opt[- ]out|complain\w*|aggregated|you may)\b"
        r"|\b(?:breach|erasure|delet\w+)\b|information (?:that )?you (?:\w+ )?(?:share|provide|give)"
        r"|we (?:will )?provide\b",
        unless_item=r"^(?:you |we do not|opt)",
        confidence=0.7,
        examples=(
            ("Your information is shared with the following:", "couriers"),
            ("We may disclose records where it is necessary to:", "defend a claim in court"),
        ),
    ),
    LeadRule(
        id="transfer.list",
        kind="transfer",
        type=_DISCLOSURE,
        pattern=r"\btransfer[^|]{0,120}\b(?:safeguards|mechanisms|countries|rely on)\b[^|]*:\s*$",
        confidence=0.7,
    ),
)
