"""The words of the field as tables: what a phrase is called in a charter. Order matters only for reading the tables."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cached_property


class Table:
    """Turn words into the codes of a vocabulary. Given as ``{code: pattern}``; every pattern begins at a word's beginning."""

    def __init__(self, entries: Mapping[str, str]) -> None:
        self._codes = tuple(entries)
        self._entries = tuple(entries.values())

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile(r"\b(?=\w)(?:" + "|".join(f"(?P<c{i}>{p})" for i, p in enumerate(self._entries)) + ")")

    def all(self, lower: str) -> tuple[str, ...]:
        """Return every code found, each once, in order of appearance."""
        found: dict[str, None] = {}
        for match in self._pattern.finditer(lower):
            found.setdefault(self._codes[int((match.lastgroup or "c0")[1:])])
        return tuple(found)

    def joined(self, lower: str) -> str | None:
        """Return all codes joined by commas, None if there are none."""
        return ",".join(self.all(lower)) or None

    def first(self, lower: str) -> str | None:
        """Return the first code found."""
        return next(iter(self.all(lower)), None)


RIGHTS = Table(
    {
        "optout_targeted_ads": r"\bopt(?:ing)?[- ]?out\b.{0,60}\btargeted advertising|\btargeted advertising\b",
        "optout_profiling": r"\bprofiling\b",
        "optout_sale": r"\bopt(?:ing)?[- ]?out\b.{0,60}\b(?:sale|sell\w*|sold|sharing)\b|\b(?:sale|selling) of\b|\bsale\b"
        r"|\bdo not sell",
        "limit_sensitive": r"\blimit\b.{0,40}\bsensitive\b",
        "non_discrimination": r"\bnon-?discriminat\w+|\bdiscriminat\w+|\bretaliat\w+|\bpenali[sz]e",
        "minor_content_removal": r"\bremov\w+\b.{0,40}\b(?:publicly|posted|unwanted)",
        "shine_the_light": r"\b1798\.83\b|\bshine the light\b|\bdirect marketing purposes\b.{0,80}\bcalendar year"
        r"|\bcalendar year\b.{0,200}\bdirect marketing purposes",
        "account_deletion": r"\b(?:delet\w+|close|terminate|deactivate|cancel)\b.{0,24}\baccount\b|\baccount deletion\b",
        "restriction": r"\brestrict\w*\b|\bblock\b|\blimit our (?:use|processing)|\bsuspend\w*\b.{0,20}\bprocessing",
        "objection": r"\bobject(?:ion)?\b|\bnot to (?:process|use)\b|\bstop (?:processing|using)\b",
        "portability": r"\bportab\w+|\bport\b|\bmachine[- ]readable|\bexport\b|\bdownload\b|\btransfer (?:the data"
        r"|your data|your (?:personal )?(?:data|information)|it)\b|\banother (?:organi[sz]ation|controller"
        r"|company|provider)\b",
        "rectification": r"\bcorrect(?:ion|ed|ing)?\b|\brectif\w+|\bupdat(?:e|ing)\b|\bamend\w*|\bchang(?:e|ing)\b"
        r"|\bmodify(?:ing)?\b|\bedit\b|\binaccura\w+|\bcomplete(?:d)? (?:incomplete|any)",
        "erasure": r"\bdelet\w+|\beras\w+|\bremov(?:e|al)\b|\bforgotten\b",
        "withdraw_consent": r"\bwithdraw\w*",
        "know": r"\bto know\b|\bright to know|\bbe informed\b|\bcategories of\b|\bwhat personal (?:information"
        r"|data)\b|\bwhether we (?:collect|sell|share|disclose)\b|\bpurposes? for\b|\bto information\b"
        r"|\bspecific pieces",
        "confirm": r"\bconfirm\b.{0,30}\bwhether\b|\bconfirmation\b.{0,30}\bwhether",
        "access": r"\baccess\b|\bcop(?:y|ies)\b|\breview(?:ing)?\b|\bview\b|\bsee\b|\bobtain\b.{0,20}\b(?:information"
        r"|data)\b|\bsubject access",
        "human_review": r"\bautomated\b|\bhuman (?:review|intervention)",
        "preferences": r"\bpreferences\b",
        "optout": r"\bopt(?:ing)?[- ]?out\b",
    }
)
PURPOSES = Table(
    {
        "marketing": r"\bmarketing\b|\bpromotion\w*|\bnewsletters?\b|\bspecial offers\b|\boffers\b|\bmay be of interest",
        "targeted_advertising": r"\btargeted\b.{0,30}\badvert\w*|\binterest-?based\b",
        "advertising": r"\badvert\w*|\bads\b|\bremarketing\b",
        "market_research": r"\bmarket research\b|\bsurveys?\b",
        "cross_device_tracking": r"\bacross (?:\w+ )?devices\b|\bcross-device\b|\blink your\b",
        "analytics": r"\banaly\w+|\bstatistic\w*|\bunderstand\b|\bmeasure\w*|\busage (?:patterns|trends)|\btrends\b"
        r"|\bdemographics\b",
        "personalisation": r"\bpersonali[sz]\w+|\bcustomi[sz]\w+|\btailor\w*",
        "support": r"\bsupport\b|\binquir\w+|\benquir\w+|\bquestions\b|\bcustomer (?:service|care)",
        "security": r"\bsecur\w+|\bprotect\b.{0,20}\b(?:service|systems?|site)\b|\bsafety\b",
        "fraud_prevention": r"\bfraud\w*|\babuse\b|\bmisuse\b",
        "debugging": r"\bdebug\w*|\btechnical (?:issues|problems)|\btroubleshoot\w*|\bdiagnos\w+|\btechnology problems"
        r"|\bfix\b",
        "tax": r"\btax\w*",
        "accounting": r"\baccounting\b|\bbookkeeping\b|\baudit\w*",
        "payments": r"\bpayments?\b|\bbilling\b|\binvoic\w+",
        "transactions": r"\btransactions?\b|\borders?\b|\bpurchases?\b|\bfulfil\w*|\bdeliver\w*|\bshipping\b",
        "authentication": r"\bauthenticat\w+|\blog ?in\b|\bsign ?in\b",
        "account_management": r"\baccounts?\b",
        "hosting": r"\bhosting\b|\bdata storage\b|\bstorage\b",
        "recruitment": r"\brecruit\w*|\bjob appl\w+|\bhiring\b",
        "research": r"\bresearch\b",
        "improvement": r"\bimprov\w+|\benhanc\w+|\boptimi[sz]\w+|\bdevelop\w*",
        "communication": r"\bcommunicat\w+|\bcontact you\b|\bnotify you\b|\bsend you\b",
        "enforcement": r"\benforc\w+",
        "vital_interest": r"\bvital interests?\b",
        "legal": r"\blegal\b|\blaws?\b|\bcourt\b|\bsubpoena\b|\bcomply\b|\bregulat\w+",
        "service": r"\bprovid\w+|\boperat\w+|\bmaintain\w*|\bservices?\b|\badminister\w*",
    }
)
CATEGORIES = Table(
    {
        "ip_address": r"\bip[ -]address\w*|\binternet protocol\b|\bip addresses\b",
        "email": r"\be-?mail\b(?: address\w*)?",
        "name": r"\b(?:first |last |full |real |user ?)?names?\b",
        "phone": r"\b(?:tele)?phone\b(?: numbers?)?|\bmobile number",
        "address": r"\b(?:postal|mailing|home|billing|shipping|street|physical)? ?address(?:es)?\b",
        "contact": r"\bcontact (?:information|details|data)",
        "credentials": r"\bcredentials\b|\bpasswords?\b|\busernames?\b",
        "payment": r"\bpayments?\b|\bcredit card|\bcard (?:number|details)|\bbank\b|\bfinancial\b",
        "billing": r"\bbilling\b",
        "transaction": r"\btransactions?\b|\bpurchas\w+|\border\w*\b",
        "precise_location": r"\bprecise\b.{0,20}\blocation|\bgps\b|\bprecise geo\w+",
        "location": r"\b(?:geo)?location\b",
        "device_id": r"\bdevice (?:\w+ )?(?:identif\w+|ids?)\b|\bunique (?:device )?identif\w+|\badvertising ids?\b",
        "device": r"\bdevices?\b|\bhardware\b",
        "browser": r"\bbrowser\b",
        "os": r"\boperating system",
        "cookies": r"\bcookies?\b|\bbeacons?\b|\bpixels?\b|\btracking technolog\w+",
        "log": r"\blogs?\b|\bdiagnostic\w*|\bcrash\b|\berror reports?",
        "usage": r"\busage\b|\bpages?\b|\bclick\w*|\bfeatures used|\btime spent|\bactivit\w+|\bbrowsing\b"
        r"|\bsearch(?:es)?\b|\breferr\w+",
        "behavioural_profile": r"\bbehaviou?r\w*|\binferences?\b",
        "preferences": r"\bpreferences\b|\binterests\b",
        "demographics": r"\bgender\b|\bage\b|\bdate of birth|\bbirth ?date|\bdemographic\w*",
        "biometrics": r"\bbiometric\w*|\bfingerprints?\b|\bface (?:id|geometry)|\bvoiceprints?",
        "health": r"\bhealth\b|\bmedical\b",
        "professional": r"\bemployment\b|\bprofessional\b|\bjob\b|\bwork history|\bcv\b|\bresume",
        "education": r"\beducation\w*|\bstudent\b",
        "organization": r"\bcompany\b|\borgani[sz]ation\b|\bbusiness information",
        "communications": r"\bcommunications?\b|\bmessages?\b|\bfeedback\b|\bsupport tickets?|\bcomments?\b|\bopinions?\b"
        r"|\bchats?\b|\brecordings?\b",
        "profile": r"\bprofiles?\b|\bprofile (?:picture|photo)",
        "children_data": r"\bchildren\b|\bminors?\b",
        "sensitive": r"\bsensitive\b|\bspecial categor\w+",
        "personal_data": r"\bpersonal data\b",
        "personal_information": r"\bpersonal(?:ly identifiable)? information\b|\byour information\b|\byour data\b",
    }
)
RECIPIENTS = Table(
    {
        "acquirer": r"\bmergers?\b|\bacqui\w+|\bsale of\b|\bsuccessor\b|\bbankruptcy\b|\breorgani[sz]ation"
        r"|\bbusiness transfers?",
        "law_enforcement": r"\blaw enforcement\b|\bpolice\b",
        "public_authorities": r"\bpublic authorit\w+|\bgovernment\w*|\bregulators?\b|\bcourts?\b|\bauthorit(?:y|ies)\b",
        "affiliates": r"\baffiliat\w+|\bsubsidiar\w+|\bparent company|\bgroup (?:of )?compan\w+"
        r"|\bcompanies in the same group",
        "payment_processors": r"\bpayment (?:\w+ )?process\w*|\bpayment providers?",
        "email_providers": r"\be-?mail (?:service )?providers?|\be-?mail services?",
        "ad_networks": r"\badvertis\w+|\bad networks?\b",
        "analytics_providers": r"\banalytics\b",
        "social_media": r"\bsocial (?:media|networks?)\w*",
        "hosting_provider": r"\bhosting\b|\bcloud\b|\bdata cent(?:er|re)s?",
        "professional_advisers": r"\badvis[eo]rs?\b|\blawyers?\b|\battorneys?\b|\bauditors?\b|\baccountants?\b|\binsurers?\b",
        "service_providers": r"\bservice providers?\b|\bvendors?\b|\bcontractors?\b|\bprocessors?\b|\bthird[- ]party (?:providers"
        r"|vendors|tools)\b|\bsuppliers?\b",
        "business_partners": r"\bpartners?\b",
        "public": r"\bpublic\b|\banyone\b|\bother users\b",
        "third_parties": r"\bthird[- ]part\w+",
    }
)
BASES = Table(
    {
        "consent": r"\bconsents?\b|\bpermission\b",
        "contract": r"\bcontract\w*",
        "legitimate_interests": r"\blegitimate (?:business )?interests?",
        "legal_obligation": r"\blegal obligations?|\bcomply with (?:the |a )?laws?|\bcompliance with\b",
        "vital_interests": r"\bvital interests?",
        "public_interest": r"\bpublic (?:interest|task)",
    }
)
MEASURES = Table(
    {
        "encryption_in_transit": r"\b(?:ssl|tls|https|in transit)\b",
        "encryption_at_rest": r"\bat rest\b|\bencrypted storage|\baes\b",
        "encryption": r"\bencrypt\w*",
        "mfa": r"\bmulti-?factor|\btwo-?factor|\b[m2]fa\b",
        "access_control": r"\baccess controls?|\brestrict\w* access|\baccess\b.{0,30}\b(?:limited|restricted)|\bneed to know",
        "security_testing": r"\bpenetration|\btesting\b|\bassessments?\b|\baudits?\b",
        "training": r"\btraining\b|\btrained\b",
        "physical_security": r"\bphysical\w*|\bdata cent(?:er|re)s?",
        "backup_dr": r"\bback-?ups?\b|\bdisaster recovery",
        "ids_ips": r"\bintrusion\b",
        "firewall": r"\bfirewalls?\b",
        "monitoring": r"\bmonitor\w*",
        "TOM": r"\btechnical\b.{0,24}\borgani[sz]ational|\borgani[sz]ational\b.{0,24}\btechnical",
        "reasonable_steps": r"\breasonabl\w+",
        "safeguards": r"\bsafeguards?\b|\bmeasures\b",
    }
)
COOKIES = Table(
    {
        "essential": r"\bessential\b|\bstrictly necessary\b|\bnecessary\b|\brequired\b",
        "analytics": r"\banalytic\w*|\bstatistic\w*|\bperformance\b",
        "functional": r"\bfunctional\w*|\bpreferences?\b|\bpersonali[sz]ation\b",
        "marketing": r"\bmarketing\b|\badvertis\w+|\btargeting\b",
        "social_media": r"\bsocial\b",
        "session": r"\bsession\b",
        "persistent": r"\bpersistent\b",
        "third_party": r"\bthird[- ]party\b",
        "security": r"\bsecurity\b",
    }
)
