"""Rights of people and their limits, and how they are asked for: verification, agents, complaints."""

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
RULES: tuple[Rule, ...] = (
    Rule(
        id="right.right-to",
        kind="right",
        type=_DUTY,
        needs="right",
        pattern=r"\b(?:the |a |your )?rights?,? (?:to|of|not to|(?:up)?on request,? to|under [^,]{3,40} to)\b.{0,60}\b<right_verbs>"
        r"|\bright to\b",
        unless=r"\brespects? (?:\w+ ){0,2}rights\b|\breserves?\b.{0,40}\brights?\b|\bright to a (?:day|jury|trial|refund)\b"
        r"|\brights? to (?:change|modify|amend"
        r"|update) (?:this|our|the) (?:privacy )?(?:policy|notice|statement)|\b(?:lodge|file|make|submit"
        r"|bring) (?:a )?complaint|\bcomplain\b|\bwithdraw (?:your|that|this|any|such|the)? ?consent"
        r"|\bfree speech|property rights?|\bappeal\b|ask(?:ing)? for identification|for (?:more"
        r"|further) information about your rights|\bthird part\w+ (?:has|have) the right",
        confidence=0.85,
        examples=(
            "Members have a right to obtain a copy of what we hold about them",
            "You enjoy the right to be forgotten",
            "Right of rectification of wrong entries",
        ),
        counter=("We reserve the right to modify this statement",),
    ),
    Rule(
        id="right.has-right-that",
        kind="right",
        type=_DUTY,
        needs="right|entitled|entitle",
        pattern=r"\b(?:have|has|enjoy|are granted|afford\w*|grant\w*"
        r"|provide\w*) .{0,60}\brights?\b.{0,40}\b(?:including|similar|such as|that we)\b.{0,200}\b(?:access"
        r"|correct\w*|delet\w+|portab\w+|opt)|\b(?:is|are) (?:\w+ ){0,4}entitled to\b",
        unless=r"complain|\blaw enforcement\b|third party\b.{0,40}is entitled",
        confidence=0.75,
        examples=("Residents of the canton have comparable rights, including access and deletion",),
    ),
    Rule(
        id="right.ask-us",
        kind="right",
        type=_DUTY,
        needs="you access|control over|ask us|tell us|request us|option to|ability to|can object|may object|also object"
        "|opportunity to",
        pattern=r"\b(?:ask|tell|request|contact) us to (?:\w+,? (?:or )?){0,3}(?:access|rectify|correct|delete|erase"
        r"|remove|restrict|limit|stop|provide|transfer|update)\b|\b(?:option|ability|opportunity"
        r"|power) to (?:\w+,? (?:or )?){0,3}(?:access|correct|delete|erase|restrict|limit|download|export"
        r"|object|review)\b|\b(?:offers?|gives?|grants?|provides?) you (?:\w+ )?access to (?:your|the (?:data|information))\b"
        r"|\b(?:full )?control over (?:\w+ ){0,2}(?:delet|eras|correct)\w+ |\b<person> (?:can|may)(?: also| always)? object\b",
        unless=r"\b(?:cookies?|marketing|promotional|newsletter|authori[sz]ed agent|changes|browser|advertis\w+"
        r"|provide you the option)\b|\buntil you\b",
        confidence=0.7,
        examples=("Ask us to erase what is out of date", "You may object where we rely on our own interests"),
    ),
    Rule(
        id="right.you-may",
        kind="right",
        type=_DUTY,
        needs="you can|you may|you are able|you could|can also|may also|may ask|can ask|may request|can request"
        "|at any time|always",
        pattern=r"\b<person>(?: (?:of|in|from|who|located|residing|under) [\w ,]{2,40}?)? (?:can|may|could"
        r"|are able to|are free to)(?: also| always| at any time| choose to| contact us to| write to us to"
        r"| e-?mail us to| ask to| request to)* (?:to )?(?:request|ask|review|access|see|view|update|correct"
        r"|change|modify|edit|amend|rectify|delete|erase|remove|obtain|export|download|object|restrict|limit"
        r"|terminate|close|deactivate|cancel)\b.{0,120}\b<object>\b",
        unless=r"\b(?:cookies?|browser|unsubscribe|marketing|promotional|newsletter|e-?mail preferences"
        r"|authori[sz]ed agent|on your behalf|human (?:review|intervention)|appeal|tracking|advertis\w+"
        r"|complain\w*|(?:withdraw|revoke|give) (?:\w+ ){0,2}consent|questions?|opt(?:ing)? out|subscription|order|payment"
        r"|object to (?:any )?(?:changes|modif)|changes to|further information|more information"
        r"|(?:search|anonymously|visit|access (?:the|our|this) (?:web)?(?:site|service)s?"
        r"|buy|products?|orders?|basket|cart|machine(?!-readable)))\b|\bmay ask (?:that )?you\b",
        confidence=0.75,
        examples=(
            "You may at any time ask to see the details we hold",
            "You can update your account information on the profile page",
            "You can download a copy of your data",
        ),
        counter=("You can change your browser settings to refuse cookies",),
    ),
    Rule(
        id="right.carried-out",
        kind="right",
        type=_DUTY,
        needs="request|ask|exercis|object",
        pattern=r"\bif you (?:\w+ ){0,3}object\w*\b.{0,30}\bwe will (?:no longer|stop|cease)\b"
        r"|\b(?:if|when|where|upon|on|after) (?:you|we receive|receiving|your|request).{0,40}\b(?:ask|request"
        r"|exercis\w+|we)\b.{0,120}\b(?:we )?(?:will|shall)\b.{0,60}\b(?:delete|erase|correct|rectify"
        r"|provide|stop|cease|comply|honou?r|respect|update|remove|act)\b|\bwe (?:will"
        r"|shall) (?:\w+ )?(?:delete|erase|remove|correct|provide)\b.{0,80}\bupon (?:your |receipt of your "
        r"|a )?(?:written )?request|\bwe (?:will|shall) (?:\w+ )?(?:consider|act (?:up)?on|comply with"
        r"|honou?r|respect|respond to|handle|process|fulfil\w*)\b.{0,40}\b(?:any|all|every|your|each|such"
        r"|these|valid) (?:\w+ ){0,4}requests?\b",
        unless=r"\b(?:verify your|identity|law enforcement|legal requests?|child|law enforcement|unsubscribe"
        r"|opt[- ]?out|do not track|gpc|global privacy)\b",
        confidence=0.65,
        examples=("When you ask for it, we will correct the record",),
    ),
    Rule(
        id="right.limit",
        kind="right",
        type=_DISCLOSURE,
        needs="not be able|unable|not obligated|not required|cannot|may deny|may refuse|may reject|may decline"
        "|may not be|not always|not absolute|exceptions|exempt|limit|denied|refuse",
        pattern=r"\bwe (?:(?:may|might|are|will|can|could)(?: also)? )?(?:not (?:always "
        r"|necessarily )?(?:be )?(?:able|obligated|obliged|required|possible)(?: to)?|be unable to|unable to"
        r"|cannot|deny|refuse|reject|decline|have to (?:refuse|deny))\b.{0,80}\b(?:modify|delete|erase"
        r"|provide|comply|remove|fulfil\w*|request|access|honou?r|respond)|\brights? (?:are|is"
        r"|may be) (?:not absolute|subject to|limited|restricted)|\b(?:data|content|information|cop(?:y"
        r"|ies)) may (?:not be|remain)\b.{0,60}\b(?:removed|deleted|erased|backups?|stored|visible)"
        r"|\b(?:requests?|choices|rights?)(?: and \w+)? may be (?:limited|restricted|denied|refused)"
        r"|\bexceptions? (?:apply|to these rights)|\b(?:rights?|requests?) (?:may|can|might"
        r"|could) (?:also )?(?:be (?:denied|refused|rejected|limited|subject)|not (?:apply|be available))",
        unless=r"\b(?:authori[sz]ed agent|(?:cannot|unable to|able to) verify|identity|cookies?|proof"
        r"|provide (?:you|our|the|certain|some|any|all) (?:with )?(?:\w+ )?(?:services?|products?|requested)"
        r"|perform the contract|do not track|dnt)\b",
        slots={"limit": True},
        confidence=0.7,
        examples=("We may be unable to delete entries that are part of a published result",),
    ),
    Rule(
        id="right.non-discrimination",
        kind="right",
        type=_PROHIBITION,
        needs="equal|discriminat|retaliat|penali|less favo|deny you|different",
        pattern=r"\bequal (?:service|price|treatment)|\b(?:cannot|not|never|without|non|nor"
        r"|free from)\b.{0,60}\b(?:charge you a different|different (?:prices?|rates?|discounts?)"
        r"|discriminat\w+|retaliat\w+|penali[sz]\w+|less favou?rabl\w+|deny you (?:goods|services))",
        slots={"right": "non_discrimination"},
        confidence=0.9,
        examples=("Nobody is penalised for using these rights, and we never discriminate",),
    ),
    Rule(
        id="right.shine-the-light",
        kind="right",
        type=_DUTY,
        needs="1798.83|shine|calendar year|direct marketing",
        pattern=r"\b(?:request|obtain|ask)\b.{0,300}\bdirect marketing\b.{0,160}\bcalendar year\b|\b(?:1798\.83"
        r"|shine the light)\b.{0,300}\b(?:request|obtain|ask|entitle\w*|permits?|allows?|right|opt)\b",
        unless=r"\bsubject line\b|\bplease (?:contact|write|e-?mail|send|submit)\b",
        slots={"right": "shine_the_light", "jurisdiction": "US-CA"},
        confidence=0.9,
        examples=(
            "The so-called Shine the Light law allows Californians to obtain one list of marketing partners a year",
        ),
    ),
    Rule(
        id="right.minor-content",
        kind="right",
        type=_DUTY,
        needs="publicly|public|posted|posting",
        pattern=r"\b(?:remov\w+|not (?:be )?publicly (?:displayed|available|visible))\b.{0,80}\b(?:publicly|posted"
        r"|public)|\bnot (?:be )?publicly (?:displayed|visible|available)",
        unless=r"\bbreach\b|\breviews?\b",
        slots={"right": "minor_content_removal"},
        under=r"california|minor|child",
        confidence=0.75,
    ),
    Rule(
        id="verification.check",
        kind="verification",
        type=_DUTY,
        needs="verif|identity|identif|authenticat|prove|proof|check that|confirm|additional information|further information"
        "|more information",
        pattern=r"\b(?:verif(?:y|ies|ied|ication|ying)|authenticat\w+|confirm\w*|prove|proof of|establish|validate"
        r"|evidence of|satisfied (?:of|as to)|check)\b.{0,60}\b(?:identit(?:y|ies)|(?:who|that) you are"
        r"|residency|authority|requester|requestor|you are (?:the|who))|\bverif(?:y|ication"
        r"|ying)\b.{0,80}\b(?:request|you|consumer|method)\b|\b(?:identity|id) (?:verification|check|documents?)\b"
        r"|\bverification (?:methods?|process|procedures?|steps?)\b|\b(?:request|ask|require"
        r"|need) .{0,60}\b(?:information|documents?|copy|proof|identification).{0,80}\b(?:confirm|verif"
        r"|match|identity|establish)|\b(?:require|request|ask (?:you )?for|need)\b.{0,12}\b(?:additional"
        r"|further|more) (?:information|details)\b.{0,40}\b(?:requests?|rights?)\b"
        r"|\bmatch (?:it|the information|your|them)\b.{0,80}\b(?:on file|hold|have"
        r"|provided)",
        unless=r"\bauthori[sz]ed agent\b|\bagents?\b|\bpower of attorney|\bwithout verification of parental"
        r"|\bparent\w*\b|\bcredit card|\bpayment|\bre-identify|\bemail address(?:es)? (?:is|are) verified"
        r"|\bage\b|\bcomplaint|\bverify your account\b|account verification|\bas soon as we finish"
        r"|\bonce (?:we have )?verif|\b(?:log|sign)[- ]?in (?:method|through|via|with|using)\b"
        r"|\bservices will authenticate\b|\bfraud(?:ulent)? (?:transactions|accounts)|\bemployment"
        r"|\bbackground|security of our|\bwe (?:may )?(?:collect|use) .{0,30}(?:to verify|identity)",
        confidence=0.75,
        examples=(
            "Before we hand anything out we check that you are the account holder",
            "We may ask for a copy of a document to confirm your identity",
            "Unverified requests are not answered: verification of your request takes two data points",
        ),
    ),
    Rule(
        id="verification.only-for",
        kind="verification",
        type=_PROHIBITION,
        needs="verif",
        pattern=r"\b(?:only|solely|exclusively)\b.{0,100}\bverif|\bverif\w+.{0,60}\b(?:only|solely)\b"
        r"|\bavoid (?:requesting|asking|collecting)\b.{0,80}\bverif",
        unless=r"\bagent",
        confidence=0.85,
    ),
    Rule(
        id="agent.rules",
        kind="agent",
        type=_DUTY,
        needs="agent|behalf|attorney",
        pattern=r"\bauthori[sz]ed (?:\w+ )?(?:agents?|representatives?)\b|\bpower of attorney\b"
        r"|\bagents?\b.{0,100}\b(?:on your behalf|request|authori[sz]\w+|proof|permission)|\b(?:someone"
        r"|person|representative|third party) (?:else )?(?:authori[sz]ed )?to (?:act|make|submit"
        r"|exercise)\b.{0,60}\b(?:on your behalf|for you)",
        unless=r"\bservice providers?\b|\b(?:our|their|its) (?:\w+ )?(?:agents|representatives)\b|law enforcement"
        r"|user agent|\bdisclose\b",
        confidence=0.85,
        examples=(
            "Somebody may act for you: an authorised agent needs your signed mandate",
            "With a power of attorney no further proof is asked for",
        ),
    ),
    Rule(
        id="complaint.authority",
        kind="complaint",
        type=_DISCLOSURE,
        needs="complain|complaint|grievance|authorit|commissioner|regulator|ombud|ico|cnil",
        pattern=r"\b(?:complain(?:s|ts?)?|grievances?|concerns?|dissatisfied|escalat\w+"
        r"|appeal to)\b.{0,160}\b<authority>|\b<authority>.{0,160}\b(?:complaints?|complain|lodge"
        r"|concerns?)\b|\b(?:contact|write to|reach|turn to|go to|approach|refer .{0,30} to"
        r"|notify)\b.{0,60}\b<authority>",
        unless=r"\bbreach\b|\bwe (?:may|will|must|shall) (?:\w+ )?(?:notify|report|disclose|share|contact|inform"
        r"|cooperate)|\bdisclos",
        confidence=0.85,
        examples=(
            "If our answer leaves you dissatisfied, the supervisory authority of your country takes complaints",
            "Grievances may also be brought to the Information Commissioner",
        ),
    ),
    Rule(
        id="complaint.with-us",
        kind="complaint",
        type=_DUTY,
        needs="complain|grievance|dispute|dissatisf|escalat|not satisfied|unresolved",
        pattern=r"\b(?:complain(?:t|ts|ing)?|grievances?|not satisfied with (?:our|the|how)|dissatisfied|escalate"
        r"|unresolved)\b",
        unless=r"^(?:to )?(?:manag\w+|address\w*|handl\w+) |\bquestions?,?(?: \w+,?){0,3} (?:or|and) complaints\b"
        r"|\b(?:acknowledge|investigate|respond to|records? of"
        r"|handling (?:of )?(?:your )?complaints|respond"
        r"|(?<!we )process(?:ing)?|resolve (?:any )?(?:disputes|complaints)|to (?:handle|address|deal with"
        r"|manage) (?:\w+ )?(?:complaints|enquiries)|quality|we (?:may )?(?:collect|use|share|disclose))\b",
        confidence=0.7,
        examples=("Complaints about our handling of data go to privacy@example.org first",),
    ),
)

LEADS: tuple[LeadRule, ...] = (
    LeadRule(
        id="right.list",
        kind="right",
        type=_DUTY,
        pattern=r"(?:\bright(?:s)?\b[^|]{0,160}|\b(?:you|consumers?|users?|individuals?|residents?) (?:may"
        r"|can) (?:also )?(?:request|ask|exercise|do any|(?:contact|notify|e-?mail"
        r"|write to) us)\b[^|]{0,120})(?::|\bto|\bfollowing|\bright)\s*$|\|[^|]*\brights?\b[^|]*$",
        unless=r"\bwe (?:may|will) (?:collect|use|process|share)|by (?:contacting|e-?mailing|writing|submitting"
        r"|using|following|doing|visiting|calling|sending|one of)|to exercise|lawful|complain|withdraw"
        r"|process your (?:personal )?(?:data|information)|\bcookies?\b[^|]*$|to (?:submit|make) (?:a|your)"
        r"|in the following ways|through any of|\bin (?:certain|some|the following) (?:circumstances|cases)\b",
        unless_item=r"^(?:by |click|call|e-?mail(?:ing)?\b|visit|contact(?:ing)? us|writ(?:e|ing) to|send|post:|phone"
        r"|online)|@|https?://",
        confidence=0.75,
        examples=(
            ("Under the law of your country you have these rights:", "Erasure of what we no longer need"),
            ("You may ask us to:", "hand your files over in a common format"),
        ),
    ),
    LeadRule(
        id="complaint.steps",
        kind="complaint",
        type=_DUTY,
        pattern=r"\bcomplaints?\b[^|]{0,200}:\s*$|\bcomplaints?[^|]*$",
        unless=r"\bwe (?:may|will) (?:collect|use|process|share)",
        confidence=0.6,
    ),
)
