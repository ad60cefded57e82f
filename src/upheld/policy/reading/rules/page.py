"""The policy about itself: who speaks, about what, since when, how it changes, where to write, children, law, security."""

from __future__ import annotations

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.rule import LeadRule, Rule

_DISCLOSURE, _PROHIBITION, _DUTY, _PERMISSION, _DISCLAIMER, _EXTERNAL = (
    StatementType.DISCLOSURE,
    StatementType.PROHIBITION,
    StatementType.DUTY,
    StatementType.PERMISSION,
    StatementType.DISCLAIMER,
    StatementType.EXTERNAL,
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="change_notice.told",
        kind="change_notice",
        type=_DUTY,
        needs="chang|updat|amend|modif|revis|notice",
        pattern=r"\b(?:(?:notif\w+|inform|let you know|alert|tell|advise|e-?mail|announce|place|post(?:ed|ing)?"
        r"|publish\w*|(?:give|provide|send|receive|prominent|advance|prior|written) (?:\w+ ){0,3}notice"
        r"|highlight|indicate[ds]?|updated promptly|promptly updated|communicate[d]?"
        r"|made aware)\b.{0,160}\b<change>\b|\b<change>\b.{0,200}\b(?:notif\w+|inform(?:ed)?|let you know"
        r"|alert|tell you|advise|e-?mail|announce\w*|post(?:ed|ing)?|publish\w*|(?:give|provide|send|receive"
        r"|prominent|advance|prior|written) (?:\w+ ){0,3}notice|indicated|communicated)\b)",
        about=r"<policy>|\bnotice\b|\b(?:these|material|any|such|significant|the) changes?\b|chang(?:es|ing) (?:to"
        r"|of|in) (?:this|our|the)|updates? (?:to|of) (?:this|our)",
        unless=r"^(?:(?:to )?notify(?:ing)?\b|(?:to )?inform(?:ing)?\b|if you want|we (?:advise|encourage|recommend)"
        r"|please (?:check|review|visit)|you (?:should"
        r"|are advised|are encouraged))|\b(?:breach|incident|your (?:preferences|details|information|account"
        r"|profile)\b.{0,40}\b(?:change|update|correct)|notify us|inform us|tell us|you must|delete"
        r"|your browser|rectif\w*|cookies?|changes? (?:to|in) (?:our|the) (?:services?|products?|features?"
        r"|software|terms of (?:use|service))|changes?/updates? to features|service-related|do not track|dnt"
        r"|standard for online|opt out|opt-out|under \d\d|security notices|legal bas|recipients?|list if)\b"
        r"|\bmerger\b|\bcorrect(?:ion|ed)?\b",
        confidence=0.8,
        examples=(
            "Should this notice be amended, we inform members by letter three weeks ahead",
            "Revised versions of the policy are posted here with a new date",
        ),
    ),
    Rule(
        id="change_notice.may-change",
        kind="change_notice",
        type=_PERMISSION,
        needs="chang|updat|amend|modif|revis",
        pattern=r"\b(?:we|[a-z0-9]+)\b.{0,20}\b(?:may|might|can|could|will|reserves? the right to"
        r"|from time to time)\b.{0,60}\b<change>\b.{0,60}\b<policy>.{0,60}\b(?:reflect"
        r"|any (?:given )?(?:time|reason)|discretion|without (?:\w+ )?notice|because|as (?:needed|required))"
        r"|\breserves? the right to\b.{0,30}\b<change>\b.{0,40}\b<policy>",
        unless=r"\b(?:delete|your (?:information|data|account|preferences))\b.{0,20}\b(?:change|update)"
        r"|\bcookie (?:settings)\b|\bupdate (?:your|you)\b|\brights?\b.{0,40}\byour data|\bpartners change"
        r"|\bwe will notify\b|\bstay compliant|\bsubject to a different\b",
        confidence=0.65,
        examples=("We may revise this statement at our sole discretion",),
    ),
    Rule(
        id="change_notice.effective",
        kind="change_notice",
        type=_DISCLOSURE,
        needs="effective|effect|in force|accept|continu|consent|agree|object|bound|binding",
        pattern=r"\b(?:<change>|version|revisions?)\b.{0,100}\b(?:(?:be|are|is|become[s]?|will be|takes?"
        r"|come into) (?:\w+ )?(?:effective|effect|force|binding)|effective (?:when|upon|as soon|immediately"
        r"|on|from|after|\d))|\b(?:continu\w+|your) (?:to )?(?:use|using|access\w*)\b.{0,160}\b(?:<change>"
        r"|posting|new version|revised)\b|\b(?:object to|disagree with|do not (?:agree"
        r"|accept))\b.{0,40}\b<change>\b",
        unless=r"\b(?:opt[- ]out|consent withdraw|request\w*|withdraw\w*|preferences|privacy settings)\b",
        confidence=0.8,
        examples=(
            "Amendments take effect ten days after they are put on this page",
            "Continuing to use the library after a change counts as agreement to the new version",
        ),
    ),
    Rule(
        id="change_notice.kept-here",
        kind="change_notice",
        type=_DUTY,
        needs="available|posted|found",
        pattern=r"\b(?:current|latest|updated|new|recent) (?:version|policy|notice)\b.{0,60}\b(?:available|posted|found"
        r"|published)\b"
        r".{0,20}\b(?:here|on (?:this|our))\b",
        confidence=0.7,
        examples=("The latest version is always available here",),
    ),
    Rule(
        id="change_notice.because",
        kind="change_notice",
        type=_PERMISSION,
        needs="due to",
        pattern=r"^due to (?:\w+ )?changes\b.{0,200}\b(?:need to|may|might|have to)\b.{0,60}\b<change>\b.{0,40}\b<policy>",
        confidence=0.65,
        examples=("Due to changes in our services we may have to amend this notice",),
    ),
    Rule(
        id="change_notice.under-heading",
        kind="change_notice",
        type=_DUTY,
        needs="send you|notif|provide notice|inform you|email you|e-mail you|tell you",
        pattern=r"^(?:(?:when|if|where) (?:we do|this happens|that happens)(?: so)?, )?we (?:will|may"
        r"|shall) (?:also )?(?:send you|notify"
        r"|provide notice|inform you|e-?mail you|tell you)\b",
        under=r"\b(?:change|amendment|update|revision)s?\b[^|]*\|",
        unless=r"\bbreach|\brequest|\bmarketing|\boffers",
        confidence=0.6,
    ),
    Rule(
        id="change_notice.transfer",
        kind="change_notice",
        type=_DUTY,
        needs="notice|notif|inform|tell",
        pattern=r"\b(?:provide|give|send)\b.{0,20}\bnotice\b.{0,40}\bbefore\b|\b(?:notif\w+|inform\w*"
        r"|tell) you\b.{0,60}\b(?:before|prior to|of any (?:such )?(?:change|transfer|deal|sale|transaction|merger))\b"
        r".{0,80}\b(?:transfer"
        r"|different|ownership|control|new (?:owner|controller)|becomes?|choices|event)",
        unless=r"\bbreach|\bmay contact",
        confidence=0.8,
        slots={"trigger": "business transfer", "action": "notify_users"},
        examples=("You are notified: we inform you before any change of ownership",),
    ),
    Rule(
        id="change_notice.date",
        kind="change_notice",
        type=_DUTY,
        needs="date",
        pattern=r"\b(?:updat\w+|revis\w+|chang\w+|amend\w*)\b.{0,40}[\"'(]?(?:effective|last[- ](?:updated|modified"
        r"|revised)|revised|updated|revision|modified)[\"']?\s?[\"']? ?date\b",
        unless=r"^(?:last|effective|date|you)\b",
        slots={"action": "update_date"},
        confidence=0.8,
        examples=('With each edition we change the "last revised" date',),
    ),
    Rule(
        id="effective_date.line",
        kind="effective_date",
        type=_DISCLOSURE,
        needs="updat|effective|version|revis|modified|date|in force|as of",
        pattern=r"^(?:this (?:privacy )?(?:policy|notice|statement) (?:was|is|has been) )?(?:(?:last|policy|date"
        r"|effective|most recent(?:ly)?|privacy \w+) )*(?:updated?|revised|revision|modified|modification"
        r"|effective|version|date|amended|reviewed|in force|valid)\b.{0,60}(?:(?:19|20)\d\d"
        r"|\d{1,2}[/.]\d{1,2}[/.]\d{2,4})|\b(?:was|were|is|are) (?:last )?(?:updated|revised|modified"
        r"|amended) (?:on |in )?.{0,16}(?:19|20)\d\d",
        unless=r"\bcollect|\byou\b|\bwe (?:will|may)\b",
        confidence=0.9,
        examples=("Version 3.2, in force since 4 May 2025", "Last revised: 2024-11-02"),
    ),
    Rule(
        id="identity.named",
        kind="identity",
        type=_DISCLOSURE,
        needs="inc|llc|ltd|gmbh|limited|corp|company|we|us|our|controller|operated by|plc|b.v|association|foundation",
        pattern=r"\b(?:[\w.&'-]+,? ){1,6}\([^)]{0,100}[\"'](?:we|us),?[\"'][^)]{0,60}\)?(?: is committed to"
        r" .{0,40})?|\b(?:data )?controller (?:is|of (?:your|the) (?:personal )?(?:data|information) is|:"
        r"|for).{0,120}|\b(?:is|are) the (?:data )?controllers?\b|\bresponsible for (?:the processing"
        r"|processing|your (?:personal )?data)\b.{0,20}\bis\b|^company: .*|\b(?:this|the) (?:website|site"
        r"|app|service) is (?:operated|owned|run|provided) by\b.{0,80}",
        unless=r"\b(?:entity that determines|processor on behalf|where we are the|we may|in relation to which"
        r"|third[- ]part\w+ (?:is|are))\b",
        span="match",
        confidence=0.75,
        examples=(
            'Lakeside Rowing Club ("we", "our") runs this page',
            "The data controller is Example Foods Ltd, 1 Mill Lane",
        ),
    ),
    Rule(
        id="identity.address",
        kind="identity",
        type=_DISCLOSURE,
        needs="inc|llc|ltd|limited|gmbh|corp|plc|b.v",
        pattern=r"^(?:[\w.&'-]+,? ){1,8}?(?:inc|llc|ltd|limited|gmbh|corp|plc|b\.v)\b\.?,? .{0,60}\d",
        unless=r"\b(?:is|are|will|may|we|you|has|have|can|does|collects?|uses?|data protection officer)\b|[:@]",
        confidence=0.65,
        examples=("Example Foods Ltd, 1 Mill Lane, Dover",),
    ),
    Rule(
        id="scope.applies",
        kind="scope",
        type=_DISCLOSURE,
        needs="applies|apply|covers|cover|visit|govern",
        pattern=r"\b(?:this|our|the) (?:privacy )?(?:policy|notice|statement)\b.{0,30}\b(?:applies to|apply to"
        r"|covers|governs|relates to|is applicable)\b.*|\bwhen you (?:visit|use|access)(?:,? (?:and"
        r"|or) use)? (?:\w+ )?(?:our )?[\w-]+\.(?:com|org|net|io|ai|co|example|eu|de)\b"
        r"|^visit our (?:website|mobile)\b.*",
        unless=r"\bdoes not apply\b|\bwe (?:may )?(?:automatically )?(?:collect|receive)"
        r"|\bresidents?\b.{0,20}(?:only)?$|\bcookies?\b|\blocated in\b|\byou are in\b|\bthis section applies",
        span="match",
        confidence=0.65,
        examples=("This statement covers the museum shop and its ticket office",),
    ),
    Rule(
        id="acceptance.by-use",
        kind="acceptance",
        type=_DISCLAIMER,
        needs="agree|accept|consent|signify|acknowledge|accurate|must be|do not use|obligat",
        pattern=r"\b(?:by|if you|your) (?:\w+ ){0,4}(?:access\w*|us(?:e|ing)|visit\w*|continu\w+|submit\w*|provid\w+"
        r"|register\w*|consent|agree|disagree|do not agree)\b.{0,120}\b(?:agree|accept|consent|signify"
        r"|acknowledge|agreement|do not use|not use|represents?)\b|\byou (?:must|agree to"
        r"|are responsible for|shall|undertake to)\b.{0,60}\b(?:accurate|complete|true|notify us|keep"
        r"|confidential|up[- ]to[- ]date)\b|\binformation\b.{0,40}\bmust be (?:true|accurate|complete"
        r"|correct)",
        unless=r"\b(?:<change>|changes|cookies? (?:on|by)|right to|withdraw|marketing|revis\w+|appeal"
        r"|authori[sz]ed agent|you (?:can|may) )\b.{0,20}",
        slots={},
        confidence=0.7,
        examples=(
            "By using the sauna you accept these rules",
            "You must keep the details in your profile accurate and complete",
        ),
    ),
    Rule(
        id="definition.term",
        kind="definition",
        type=_DISCLOSURE,
        needs=":|means|refers to|defin|is any|- ",
        pattern=r"^(?:[\"'(]?(?:\w+[ /-]?){1,5}[\"')]? ?(?::|means|refers to|shall mean|is defined as) )",
        under=r"definitions?|defined terms|interpretation|for the purposes of this|glossary|defines a",
        unless=r"^company:|^(?:e-?mail|phone|address)",
        confidence=0.8,
    ),
    Rule(
        id="definition.means",
        kind="definition",
        type=_DISCLOSURE,
        needs="means|defin|refers to|cookie|personal|controller|processor",
        pattern=r"^(?:the )?[\w ()/-]{3,60} (?:means|shall mean)\b|^(?:the term "
        r"|in this \w+,? )?[\"'][^\"']{2,40}[\"'] (?:means|refers to|shall mean|is defined)|\bdefines? (?:a "
        r"|an |the )?[\"']|\bis defined as\b|^(?:a |an )?(?:cookie|personal (?:data|information)|controller"
        r"|processor)s? (?:is|are|means?)(?: a| an| any)? (?:small|any|text|information|the entity|data)",
        confidence=0.75,
        examples=('"Ticket holder" means whoever bought the ticket', "Cookies are small text files"),
    ),
    Rule(
        id="children.not-for",
        kind="children",
        type=_DISCLOSURE,
        needs="child|minor|under the age|under 1|years of age|years old|parent|younger",
        pattern=r"\b(?:child(?:ren)?|minors|(?:under|below|younger than) (?:the age of )?\d\d)\b.{0,80}\b(?:should"
        r"|may|must|can|do|are) not\b(?! be able)|\b(?:not|never|no one|nobody|only)\b.{0,80}\b(?:directed"
        r"|intended|aimed|address\w*|designed|target\w*|offer\w*|meant|available|marketed|permitted|allowed"
        r"|for use|suitable)\b.{0,80}\b<child>|\b(?:not|never|don't)\b.{0,40}\b(?:collect|solicit|process"
        r"|request|gather|store|market|sell|use|maintain|allow|share)\b.{0,140}\b<child>|\b(?:must|have to"
        r"|need to) be (?:at least )?(?:\d\d|of legal age|over)\b|\bat least \d\d years (?:old|of age)"
        r"|\b\d\d years of age or older\b|\b(?:have|has) no (?:actual )?knowledge\b.{0,80}\b(?:sell|share"
        r"|under|minors?|child)",
        unless=r"\bright to request removal\b|\bresides? in california, and|\bif you are under\b.{0,40}\b(?:reside"
        r"|registered)",
        confidence=0.9,
        examples=(
            "The quiz is not meant for anyone below 14; no data of children is wanted",
            "We do not knowingly gather anything from minors",
            "Players must be at least 16 years old",
        ),
    ),
    Rule(
        id="children.remove",
        kind="children",
        type=_DUTY,
        needs="child|minor|under the age|under 1|years of age|parent|younger",
        pattern=r"\b<erase>\b.{0,160}\b<child>|\b<child>\b.{0,260}\b<erase>\b",
        unless=r"\bright to request removal\b|\bresides? in california\b",
        confidence=0.8,
        examples=("Once we learn that a minor signed up, the account is removed",),
    ),
    Rule(
        id="children.remove-under-heading",
        kind="children",
        type=_DUTY,
        needs="aware|learn|discover|find out|realize|realise|informed",
        pattern=r"\b(?:aware|learn|discover|find out|reali[sz]e|informed)\b.{0,160}\b<erase>\b",
        under=r"\bchild|\bminors?\b|\bage\b",
        confidence=0.75,
    ),
    Rule(
        id="children.parents",
        kind="children",
        type=_DUTY,
        needs="parent|guardian",
        pattern=r"\b(?:parent(?:s|al)?|guardians?)\b.{0,120}\b(?:consent|permission|supervis\w+|monitor|instruct\w*|review|request"
        r"|contact|approval)\b|\b(?:consent|permission|approval) of (?:\w+ ){0,3}(?:parents?|guardians?)\b",
        unless=r"\bwithout (?:verification of )?parental consent\b.{0,120}\b(?:remove|delete)",
        confidence=0.6,
        examples=("Younger players need the consent of a parent",),
    ),
    Rule(
        id="governing_law.clause",
        kind="governing_law",
        type=_DISCLOSURE,
        needs="governed|laws of|jurisdiction|courts|choice of law|arbitrat",
        pattern=r"\b(?:in accordance with|governed by|subject to|under) (?:and construed .{0,30})?the (?:\w+ )?laws?"
        r" of (?:[\w. ]+,? ?){1,3}|\b(?:governed by|construed (?:in accordance )?with)\b.{0,60}\blaws?\b"
        r"|\bgoverned by\b.{0,30}\b(?:english|german|french|dutch|irish|swiss|belgian|state|california"
        r"|delaware|new york) law|\b(?:exclusive|non-exclusive) jurisdiction\b.*|\bcourts (?:located|of"
        r"|in)\b.*|\bchoice of law\b.*",
        unless=r"\bcollect|\bdisclos|\bproduction of records|\bprivacy polic(?:y|ies) of\b|\bcourt order",
        span="match",
        confidence=0.85,
        examples=("Swiss substantive law applies: this notice is governed by the laws of Zurich",),
    ),
    Rule(
        id="dpo.appointed",
        kind="dpo",
        type=_DISCLOSURE,
        needs="data protection officer|dpo|privacy officer|representative|grievance officer",
        pattern=r"\b(?:appointed|designated|have|has|named|not required to (?:appoint|have)"
        r"|our)\b.{0,40}\b(?:data protection officer|dpo|privacy officer|grievance officer|(?:eu|uk"
        r"|gdpr) representative|representative in the (?:eu|european|uk))\b",
        unless=r"\b(?:escalate|complain|please contact|you (?:can|may)|contact our|e-?mail|contact:)\b",
        confidence=0.75,
        examples=("The university has named a data protection officer",),
    ),
    Rule(
        id="reference.document",
        kind="reference",
        type=_DISCLOSURE,
        needs="cookie|terms|see our|set out|refer to|described in|policy|addendum",
        pattern=r"\b(?:see|read|refer to|set out in|described in|found in|available in|consult|review|explained in"
        r"|governed by|incorporated)\b.{0,30}\b(?:our|the) (?:separate )?(?:cookies? (?:policy|notice"
        r"|statement)|terms(?: of (?:service|use))?|terms and conditions|data processing (?:agreement"
        r"|addendum)|acceptable use policy|subprocessor list|list of (?:sub-?processors|partners))\b",
        unless=r"\bsignify\b|\bagree to\b",
        confidence=0.7,
        examples=("Details are set out in our cookie notice",),
    ),
    Rule(
        id="notice.mandatory-data",
        kind="notice",
        type=_DISCLOSURE,
        needs="not provide|do not|don't|refuse|fail|mandatory|required to provide|choose not|voluntary",
        pattern=r"\b(?:if you|where you|should you)\b.{0,30}\b(?:not|refuse|fail|decline)\b.{0,40}\b(?:provide"
        r"|supply|give|share|submit)\b.{0,160}\b(?:not be able|unable|cannot|may not|won't|will not)"
        r"|\b(?:providing|provision of)\b.{0,60}\b(?:is (?:mandatory|voluntary|required|optional"
        r"|a (?:statutory|contractual)))",
        unless=r"\bcookies?\b|\bverif",
        slots={"mandatory_data": "consequence"},
        confidence=0.8,
        examples=("If you refuse to give a delivery address, we are unable to send the parcel",),
    ),
    Rule(
        id="notice.other",
        kind="notice",
        type=_DUTY,
        needs="list|notify|inform|tell|explain|notice",
        pattern=r"\bwe (?:will|shall|aim to|strive to|try to|always)\b.{0,20}\b(?:notify|inform|tell|explain"
        r"|give you notice|keep you informed|update (?:this|the|our) list)\b|\bwill (?:strive|aim"
        r"|try) to update\b",
        unless=r"\b(?:breach|incident|chang\w*|policy|notice of (?:such )?changes|request\w*|complaint\w*|effective"
        r"|days|months?|transfer|deletion|new (?:policy|version)|revised)\b",
        confidence=0.55,
        examples=("We will tell you whenever a field on the form is optional",),
    ),
)

LEADS: tuple[LeadRule, ...] = (
    LeadRule(
        id="definition.list",
        kind="definition",
        type=_DISCLOSURE,
        pattern=r"\bdefinitions?\b[^|]*\|[^|]*$|\bfollowing (?:terms|definitions)\b[^|]*$|\bdefines a\b[^|]*:\s*$",
        confidence=0.75,
    ),
    LeadRule(
        id="change_notice.ways",
        kind="change_notice",
        type=_DUTY,
        pattern=r"\bchang\w*\b[^|]{0,60}\b(?:policy|notice|statement)\b[^|]{0,80}\b(?:by|will|notify)[^|]{0,40}:\s*$",
        confidence=0.7,
    ),
    LeadRule(
        id="children.list",
        kind="children",
        type=_DUTY,
        pattern=r"\b(?:child(?:ren)?|minors?)\b[^|]{0,80}\bwe (?:will|do not|never|shall)[^|]{0,20}:?\s*$",
        confidence=0.6,
    ),
)
