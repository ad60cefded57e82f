"""Plain words for the codes of a charter: periods, data, purposes, events, places, rights."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

_SMALL = ("", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNITS = {
    "Y": "year",
    "M": "month",
    "W": "week",
    "D": "day",
    "BD": "business day",
    "H": "hour",
    "MIN": "minute",
    "S": "second",
}
_DATES = re.compile(r"(\d+)(BD|[YMWD])")
_CLOCK = re.compile(r"(\d+)([HMS])")

PLACES = {
    "EEA": "the European Economic Area",
    "EU": "the European Union",
    "UK": "the United Kingdom",
    "CH": "Switzerland",
    "BE": "Belgium",
    "GDPR": "a country where the GDPR applies",
    "CANADA": "Canada",
    "US": "the United States",
    "BR": "Brazil",
    "AU": "Australia",
    "NZ": "New Zealand",
    "US-CA": "California",
    "US-VA": "Virginia",
    "US-CO": "Colorado",
    "US-CT": "Connecticut",
    "US-NV": "Nevada",
    "US-UT": "Utah",
    "US-TX": "Texas",
    "US-OR": "Oregon",
    "US-MT": "Montana",
    "US-FL": "Florida",
    "US-DE": "Delaware",
    "US-NJ": "New Jersey",
    "US-NH": "New Hampshire",
    "US-IA": "Iowa",
    "US-TN": "Tennessee",
    "US-MN": "Minnesota",
    "US-MD": "Maryland",
    "US-IN": "Indiana",
    "US-KY": "Kentucky",
    "US-RI": "Rhode Island",
    "US-NE": "Nebraska",
    "US-WA": "Washington State",
    "US-VT": "Vermont",
}
DATA = {
    "ip_address": "IP address",
    "email": "email",
    "name": "name",
    "phone": "phone number",
    "address": "postal address",
    "contact": "contact details",
    "credentials": "username and password",
    "payment": "payment details",
    "transaction": "purchases and orders",
    "precise_location": "precise location",
    "location": "location",
    "device_id": "device identifiers",
    "device": "device type",
    "browser": "browser version",
    "os": "operating system",
    "cookies": "cookies",
    "usage": "usage of our pages",
    "usage_data": "usage data",
    "log": "log files",
    "log_data": "log data",
    "account_data": "account data",
    "transaction_data": "transaction data",
    "support_data": "support data",
    "marketing_data": "marketing data",
    "cookie_data": "cookie data",
    "backups": "backups",
    "verification_data": "verification data",
    "behavioural_profile": "profile of your online behaviour",
    "preferences": "preferences",
    "biometrics": "biometric data",
    "health": "health data",
    "sensitive": "sensitive data",
    "personal_data": "your personal data",
    "personal_information": "your personal information",
}
PURPOSES = {
    "marketing": "for marketing",
    "targeted_advertising": "to show you targeted advertising",
    "advertising": "to show advertisements",
    "analytics": "to understand how our pages are used",
    "personalisation": "to personalise what you see",
    "support": "to answer your questions",
    "security": "to keep our systems secure",
    "fraud_prevention": "to prevent fraud",
    "debugging": "to fix technical problems",
    "tax": "to meet tax duties",
    "accounting": "to keep our accounting",
    "payments": "to handle payments",
    "transactions": "to fulfil your orders",
    "account_management": "to manage your account",
    "improvement": "to improve what we offer",
    "communication": "to communicate with you",
    "market_research": "to run market research",
    "hosting": "for hosting",
    "legal": "to comply with the law",
    "service": "to provide our services",
    "research": "for research",
    "recruitment": "to handle job applications",
}
RIGHTS = {
    "access": "to access your personal data and get a copy",
    "know": "to know what personal information we collect, use and disclose about you",
    "confirm": "to get confirmation whether we process your data",
    "erasure": "to have your personal data erased",
    "rectification": "to have inaccurate data corrected",
    "restriction": "to restrict the processing of your data",
    "objection": "to object to the processing of your data",
    "portability": "to data portability",
    "optout_sale": "to opt out of the sale of your personal information",
    "optout_targeted_ads": "to opt out of targeted advertising",
    "optout_profiling": "to opt out of profiling",
    "limit_sensitive": "to limit the use of your sensitive personal information",
    "non_discrimination": "to non-discrimination for using your rights",
    "account_deletion": "to delete your account",
    "human_review": "to human review of automated decisions",
    "withdraw_consent": "to withdraw your consent",
    "minor_content_removal": "to have removed what you publicly posted as a minor",
    "shine_the_light": "to ask once a year about disclosures for direct marketing purposes (Civil Code 1798.83)",
}
EVENTS = {
    "account_closure": "your account is closed",
    "last_activity": "your last activity",
    "contract_end": "the contract ends",
    "fiscal_year_end": "the end of the financial year",
    "issue_resolved": "the issue is resolved",
    "verification_complete": "we finish verifying you",
    "recruitment_end": "the application process ends",
    "unsubscribe": "you unsubscribe",
    "consent_withdrawal": "you withdraw your consent",
    "deletion_request": "you request deletion",
    "no_business_need": "we no longer need them",
    "purchase": "the purchase",
    "event_end": "the end of the event",
    "collection": "they were collected",
    "purpose_fulfilled": "the purpose is fulfilled",
    "request": "your request",
    "receipt of request": "receiving your request",
    "request submission": "the date of the request submission",
    "complaint received": "receiving your complaint",
    "awareness": "becoming aware of it",
    "decision": "our decision",
    "verification": "verifying your identity",
}
BASES = {
    "consent": "Consent",
    "contract": "Performance of a contract",
    "legitimate_interests": "Legitimate interests",
    "legal_obligation": "Legal obligation",
    "vital_interests": "Vital interests",
    "public_interest": "Public interest",
}
RECIPIENTS = {
    "acquirer": "the buyer in a merger or acquisition",
    "law_enforcement": "law enforcement",
    "public_authorities": "public authorities",
    "affiliates": "our affiliates",
    "payment_processors": "payment processors",
    "email_providers": "email providers",
    "ad_networks": "advertising networks",
    "ad_partners": "advertising partners",
    "analytics_providers": "analytics providers",
    "social_media": "social media companies",
    "hosting_provider": "hosting providers",
    "professional_advisers": "professional advisers",
    "service_providers": "service providers",
    "business_partners": "business partners",
}
_PARTICIPLES = frozenset({"sent", "written", "met", "paid", "given", "taken", "done", "made"})
_PROPER = re.compile(r"^[A-Z0-9]")


def period(iso: str) -> str:
    """Return ``P3Y`` as ``3 years``, ``P5BD`` as ``5 business days``, ``P0D`` as ``at once``; other text as it is."""
    text = iso.strip().upper()
    if not re.match(r"^P[\dT]", text):
        return code(iso)
    dates, _, clock = text[1:].partition("T")
    parts = [(int(n), _UNITS[u]) for n, u in _DATES.findall(dates)]
    parts += [(int(n), _UNITS["MIN" if u == "M" else u]) for n, u in _CLOCK.findall(clock)]
    shown = [_counted(n, unit) for n, unit in parts if n]
    return " and ".join(shown) or "at once"


def _counted(number: int, unit: str) -> str:
    count = _SMALL[number] if number == 1 else str(number)
    return f"{count} {unit}{'' if number == 1 else 's'}"


def code(text: str) -> str:
    """Return a code as words: ``issue_resolved`` becomes ``issue resolved``."""
    return text.replace("_", " ").replace("|", " or ").strip()


def phrase(text: str, table: Mapping[str, str]) -> str:
    """Return the words for one code; a name is left as it is."""
    bare = text.strip()
    return table.get(bare) or table.get(bare.lower()) or (bare if _PROPER.match(bare) else code(bare))


def purpose(text: str) -> str:
    """Return a purpose as it follows a verb: ``to prevent fraud``, ``for delivery``."""
    known = phrase(text, PURPOSES)
    return known if known.startswith(("to ", "for ")) else f"for {known}"


def purposes(values: Iterable[str]) -> str:
    """Return several purposes as one enumeration."""
    return enumeration([purpose(v) for v in values])


def event(text: str) -> str:
    """Return the event a period counts from as it follows ``after``: ``the delivery``, ``the claim is settled``."""
    known = phrase(text, EVENTS)
    if text.strip().lower() in EVENTS:
        return known
    *noun, last = known.split()
    if last.endswith("ed") or last in _PARTICIPLES:
        return f"the {' '.join(noun)} is {last}" if noun else f"they were {last}"
    return f"the {known}"


def phrases(values: Iterable[str], table: Mapping[str, str]) -> str:
    """Return several codes as one enumeration."""
    return enumeration([phrase(v, table) for v in values])


def enumeration(words: list[str], last: str = "and") -> str:
    """Join words as ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} {last} {words[-1]}" if words else ""


def place(jurisdiction: str) -> str:
    """Return the name of a jurisdiction as it follows "in"."""
    return PLACES.get(jurisdiction.upper(), jurisdiction)


def written_date(iso: str) -> str:
    """Return ``2026-03-01`` as ``1 March 2026``; a partial date stays as it is."""
    try:
        day = date.fromisoformat(iso)
    except ValueError:
        return iso
    return f"{day.day} {day:%B %Y}"


def sentence(text: str) -> str:
    """Return words as a sentence: a capital first, a full stop last."""
    return text if not text else text[0].upper() + text[1:] + ("" if text[-1] in ".!?:" else ".")
