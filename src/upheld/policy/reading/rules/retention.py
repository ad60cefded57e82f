"""How long data is kept."""

from __future__ import annotations

from upheld.policy.charter import StatementType
from upheld.policy.reading.rules.rule import LeadRule, Rule

_DUTY, _PERMISSION, _DISCLOSURE = StatementType.DUTY, StatementType.PERMISSION, StatementType.DISCLOSURE
_NOT_KEPT = (
    r"\b(?:respond|reply|answer|acknowledge|appeal|notify|inform you|complaint|refund|warrant|guarantee"
    r"|trial|subscription fee|invoice is|pay)\b|keep (?:you|us|up|in mind)\b|keep (?:your (?:account"
    r"|password|device) (?:secure|safe|confidential))|lookback|in writing within|warranty|configur\w+"
)

DATA = (
    r"\b(?:data|information|details|records?|logs?|recordings?|footage|transcripts?|accounts?|profiles?"
    r"|content|cookies?|identifiers?|backups?|cop(?:y|ies)|photo\w*|pictures?|images?|scans?|files?"
    r"|documents?|invoices?|tickets?|messages?|e-?mails?|addresse?s?|applications?|cvs?|lists?|history"
    r"|names?|answers?|statistics|customers?|users?|members?|personal|privacy|retention|correspondence"
    r"|wish list|submissions?|requests?)\b"
)

RULES: tuple[Rule, ...] = (
    Rule(
        id="retention.kept-for-a-period",
        kind="retention",
        type=_DUTY,
        needs="retain|retention|keep|kept|stor|hold|held|preserv|maintain|archiv|save|stay|remain",
        pattern=r"\b<keep>\b",
        about=DATA,
        unless=_NOT_KEPT + r"|opt-?out|children under|right to know",
        duration="clock",
        confidence=0.9,
        examples=(
            "Invoices are kept for ten years after the end of the financial year",
            "We store CCTV footage for 28 days",
            "Support tickets are archived for a maximum of 18 months once closed",
            "Backup copies may be held for up to 35 days",
        ),
        counter=("We will keep you informed within 30 days", "You may store your documents on your own device"),
    ),
    Rule(
        id="retention.erased-after-a-period",
        kind="retention",
        type=_DUTY,
        needs="delet|eras|purg|remov|destroy|destruct|anonymi|identif|wiped|overwrit|dispos|shred",
        pattern=r"\b<erase>\b",
        unless=_NOT_KEPT + r"|\brequest|\byou ask\b|\bchild|\bminors?\b|\bverif|\bparent",
        duration="clock",
        confidence=0.85,
        examples=(
            "Inactive accounts are deleted after 24 months without a login",
            "Access logs are automatically purged every quarter, at the latest 100 days after they were written",
            "We anonymise location points one week after the trip",
        ),
        counter=("We delete the account within 20 days of your request",),
    ),
    Rule(
        id="retention.collected-for-a-period",
        kind="retention",
        type=_DUTY,
        needs="collected|logged|recorded|saved|cached|available|remembered",
        pattern=r"\b(?:remembered|collected|logged|recorded|saved|cached|available)\b.{0,80}\bfor (?:up to |at most "
        r"|about |a maximum of |a period of )?<period>",
        about=DATA,
        unless=_NOT_KEPT + r"|\bin the (?:past|last|preceding)\b|\bover the (?:past|last)\b",
        duration="clock",
        confidence=0.7,
        examples=("The address of your device is logged for 10 days",),
    ),
    Rule(
        id="retention.labelled",
        kind="retention",
        type=_DUTY,
        needs="day|week|month|year|hour|quarter",
        pattern=r"^[^:.]{3,70}: (?:a |the )?(?:maximum|max\.?|up to|at most|about|approximately|minimum"
        r"|at least)?(?: of)? ?<period>",
        about=DATA,
        unless=_NOT_KEPT
        + r"|^[^:]*\b(?:requests?|complaints?|response|answers?|appeals?|deadline|notice|version|updated|age"
        r"|time limit|step \d)\b",
        duration="clock",
        confidence=0.65,
        examples=("Guest lists: up to 3 weeks",),
    ),
    Rule(
        id="retention.period-in-a-schedule",
        kind="retention",
        type=_DUTY,
        needs="day|week|month|year|hour|quarter",
        pattern=r"\S",
        under=r"\b(?:retention|storage) (?:period|schedule|time)|how long\b|\bretention\b[^|]*\|"
        r"|retain(?:ed)? (?:as follows|for the following)|kept (?:for the following|as follows)|\bkeep it\b",
        unless=r"\b(?:respond|reply|answer|notify|appeal)\b|\brequest",
        duration="clock",
        confidence=0.75,
    ),
    Rule(
        id="retention.lifetime",
        kind="retention",
        type=_DISCLOSURE,
        needs="expire|expiry|last|remain|persist|lifetime|lifespan|valid",
        about=r"\bcookies?\b|\bidentifiers?\b|\blog-?in\b|\bsessions?\b|\bconsent\b|" + DATA,
        pattern=r"\b(?:expires?|expiry|expiration|lasts?|remains?|persists?|lifetime|lifespan|valid)\b",
        unless=_NOT_KEPT + r"|last (?:name|updated|modified)|right|passwords?|token|link",
        duration="clock",
        confidence=0.7,
        examples=("The preference cookie expires after 13 months", "Session identifiers last for 30 minutes"),
    ),
    Rule(
        id="retention.as-long-as-needed",
        kind="retention",
        type=_DUTY,
        needs="long|necessary|needed|required|period|duration|time",
        pattern=r"\b<keep>\b.{0,160}\b(?:(?:as|so) long as|longer than (?:is |we |it is )?(?:necessary|need|needed"
        r"|required)|(?:shorter|longer|limited|reasonable|certain) (?:period|time)|indefinitely"
        r"|(?:only )?while (?:you|your|the|it|we)|(?:no|not) (?:any )?longer (?:than|that)|only (?:as"
        r"|so) long|(?:period|time|duration) (?:of time )?(?:that |which )?(?:is |we )?(?:reasonably "
        r"|strictly )?(?:necessary|needed|required|need)|for the (?:duration|length|term|life|lifetime) of"
        r"|until (?:it is|they are) no longer|(?:necessary|needed|required) (?:period|time)"
        r"|to the extent (?:necessary|required|needed)|(?:as|when"
        r"|where) (?:is )?(?:reasonably )?(?:necessary|needed|required) (?:to|for))",
        unless=r"\b(?:keep you|security|safeguards?|safe and secure|accurate|records? of (?:your )?consent only)\b"
        r"|\bmaintain (?:\w+ ){0,4}(?:security|safeguards|measures|services?)\b"
        r"|store (?:\w+ ){0,6}in (?:your|the) (?:browser|device)",
        about=DATA,
        confidence=0.85,
        examples=(
            "Contact details stay on file and are kept only as long as we need them to run the raffle",
            "Photos are stored for no longer than is required to print them",
            "Your profile is held for the lifetime of your membership",
        ),
    ),
    Rule(
        id="retention.as-long-as-front",
        kind="retention",
        type=_DUTY,
        needs="long as",
        pattern=r"^(?:for )?(?:as|so) long as\b.{0,120}\b<keep>\b",
        confidence=0.75,
    ),
    Rule(
        id="retention.until-an-event",
        kind="retention",
        type=_DUTY,
        needs="until|unless",
        pattern=r"\b<keep>\b.{0,120}\b(?:until|unless and until|unless you (?:ask|request|delete|tell))\b",
        unless=r"\bisolate\b|\bmeasures\b|offline until|right to",
        confidence=0.8,
        examples=("Your wish list is saved until you empty it or close the account",),
    ),
    Rule(
        id="retention.erased-on-an-event",
        kind="retention",
        type=_DUTY,
        needs="delet|eras|purg|remov|destroy|anonymi|identif|dispos",
        pattern=r"(?:\b(?:once|when|after|as soon as|upon|where|at the end of|following"
        r"|if you (?:close|delete|cancel|uninstall|deactivate))\b.{0,200}\b(?:(?:will|shall"
        r"|is|are|be|we|either|then|securely|completely|permanently"
        r"|automatically)\s+)+(?:either )?(?:securely |permanently )?<erase>\b|\b(?:will|shall|is|are|be|we"
        r"|either|securely|completely|permanently|automatically)\s+(?:either )?(?:securely |permanently "
        r"|completely )?<erase>\b.{0,120}\b(?:once|when|after|as soon as|upon|at the end of|no longer"
        r"|following)\b)",
        unless=r"\brequest|\bchild|\bminors?\b|\bparent|\bask us\b|\bunder \d\d\b|\bif we (?:learn|become|discover)"
        r"|\byou (?:may|can|could)\b|\bcookies?\b|\bexercis|\bright to\b",
        confidence=0.75,
        examples=(
            "Once the parcel has arrived, the delivery note is permanently erased",
            "The uploaded scan is automatically deleted as soon as the quote has been sent",
        ),
    ),
    Rule(
        id="retention.no-longer-needed",
        kind="retention",
        type=_DUTY,
        needs="no longer|no ongoing|not needed|not necessary|expiry|expiration|retention period",
        pattern=r"\b(?:no longer|no ongoing|not (?:needed|necessary|required)|(?:expiry|expiration|end) of (?:the"
        r"|this|that|its|our|any) (?:retention )?period|retention periods?)\b.{0,200}\b<erase>\b"
        r"|\b<erase>\b.{0,200}\b(?:no longer (?:needed|required|necessary|has|have|serves?)"
        r"|retention period)",
        unless=r"\brequest|\byou (?:may|can|have)\b|\bright\b",
        confidence=0.8,
        examples=("Data that has no longer any use to the association is destroyed",),
    ),
    Rule(
        id="retention.held-for-a-purpose",
        kind="retention",
        type=_DUTY,
        needs="retain|store|stored|kept",
        pattern=r"\bwe (?:will |shall )?(?:only )?retain\b.{0,120}\b(?:for the purposes? of|in order to|to enable|to ensure"
        r"|so that)\b"
        r"|\b(?:kept|retained|stored) (?:for )?(?:longer|only if|indefinitely)\b"
        r"|\bwe (?:only )?(?:stores?|keeps?|retains?)\b.{0,60}\bonly if\b",
        about=DATA,
        unless=r"\bsecur|\bmay not\b",
        slots={"vague": True},
        confidence=0.7,
        examples=("Class lists are kept for longer", "We retain addresses in order to send the yearbook"),
    ),
    Rule(
        id="retention.on-deletion",
        kind="retention",
        type=_DUTY,
        needs="delet|eras|remov|retained|kept|remain",
        pattern=r"\b(?:accounts?|data|information|content|contributions|posts?|reviews?|profiles?|photos|files)\b"
        r".{0,80}\b(?:will be"
        r"|are|is|be) (?:(?:permanently|also|immediately|automatically|irrevocably|not) )*(?:deleted|erased"
        r"|removed|retained|kept)\b",
        under=r"delet(?:e|es|ing|ion)[^|]{0,30}(?:account|data)|account deletion|clos(?:e|ing) your account",
        unless=r"\brequest|\bwithin\b|\bcookies?\b",
        slots={"trigger": "account_closure"},
        confidence=0.6,
    ),
    Rule(
        id="retention.until-under-heading",
        kind="retention",
        type=_DUTY,
        needs="until you",
        pattern=r"\buntil you (?:ask|request|tell|delete|unsubscribe|close|withdraw|object)\b",
        under=r"how long|retention|retain|storage period|keep[^|]{0,30}(?:data|information)",
        confidence=0.7,
    ),
    Rule(
        id="retention.isolated-backups",
        kind="retention",
        type=_DUTY,
        needs="isolate|backup|back-up",
        pattern=r"\b(?:isolate|backups?|back-ups?)\b.{0,200}\b(?:until|isolate|overwritten|cycle"
        r"|deletion is possible|retained|kept|stored|remain|persist)",
        slots={"action": "isolate"},
        unless=r"regular backups|right|disaster recovery|\bmay not be\b",
        confidence=0.75,
        examples=("Copies in backups are put beyond use and remain there until the next cycle overwrites them",),
    ),
    Rule(
        id="retention.longer-for-law",
        kind="retention",
        type=_PERMISSION,
        needs="retain|retention|keep|kept|stor|preserv|hold",
        pattern=r"\b(?:retain(?:s|ed|ing)?|retention|keep(?:s|ing)?|kept|preserv(?:e|ed|ing)|archiv(?:e|ed|ing)"
        r"|(?:store|hold|held|stored) .{0,40}longer)\b.{0,200}\b(?:(?:by|under|with|comply with"
        r"|for) (?:applicable |our |the |any |relevant |mandatory )?(?:laws?|legal|regulat\w+|tax|accounting"
        r"|statut\w+)|legal (?:obligations?|claims?|requirements?|reasons)|resolve (?:any )?disputes|enforce"
        r"|legitimate (?:business )?(?:interests?|purposes?)|defen[cds]e? (?:of )?(?:legal )?claims"
        r"|litigation|longer (?:retention )?period|bookkeeping|fraud)",
        unless=r"\b(?:safe|secure|security|confidential|up to date|accurate)\b|\bwe (?:may |will )?(?:share"
        r"|disclose)|maintain\b|\bplease\b|\bkeep you\b|\bnot (?:disclose|share)|\brequest (?:erasure"
        r"|deletion)",
        slots={"exception": True},
        confidence=0.7,
        examples=("Some order records must be preserved because tax rules and legal obligations demand it",),
    ),
    Rule(
        id="retention.criteria",
        kind="retention",
        type=_DISCLOSURE,
        needs="criteria|determin|depend|vary|consider",
        pattern=r"\b(?:retention|storage) (?:periods?|time|terms?)\b.{0,160}\b(?:criteria|determin|depend|vary"
        r"|varies|consider|based on|take into account)|\b(?:criteria|determin\w+|depend\w*|consider\w*"
        r"|take into account)\b.{0,120}\b(?:retention|how long (?:we|data)|storage period)",
        unless=r"\bright to\b",
        slots={"vague": True, "criteria": "criteria"},
        confidence=0.75,
        examples=("The retention period depends on the kind of record and why we hold it",),
    ),
)

LEADS: tuple[LeadRule, ...] = (
    LeadRule(
        id="retention.schedule",
        kind="retention",
        type=_DUTY,
        pattern=r"retention (?:periods?|schedule|times?)[^|]*:\s*$|(?:retain|keep|store|hold|kept|retained"
        r"|stored)\b[^|]{0,120}\b(?:as follows|following (?:periods?|time ?frames?|retention|criteria))",
        unless=r"\b(?:determin\w+|consider|tak\w+ into account|criteria|factors)\b",
        slots={},
        confidence=0.7,
    ),
)
