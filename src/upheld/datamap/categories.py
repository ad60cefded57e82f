"""Categories of personal data a datamap may name, with the W3C Data Privacy Vocabulary term where it has one.

Source: W3C DPV 2.x, extension PD (personal data). The right-hand side is a term name in the ``pd`` or ``dpv`` namespace.
"""

from __future__ import annotations

KEY = "key"
"""Surrogate keys and references: structure that is found, not typed."""

CATEGORIES: dict[str, str | None] = {
    KEY: None,
    "account": "pd:AccountIdentifier",
    "account.status": None,
    "age": "pd:Age",
    "behaviour": "pd:Behavioral",
    "biometric": "pd:Biometric",
    "birth": "pd:BirthDate",
    "child": "pd:Child",
    "communication": "pd:Communication",
    "company": "pd:ProfessionalEmployer",
    "contact.address": "pd:PhysicalAddress",
    "contact.email": "pd:EmailAddress",
    "contact.phone": "pd:TelephoneNumber",
    "content": "pd:PersonalDocuments",
    "credential": "pd:Password",
    "demographic": "pd:Demographic",
    "device": "pd:Device",
    "education": "pd:Education",
    "employment": "pd:CurrentEmployment",
    "financial": "pd:Financial",
    "gender": "pd:Gender",
    "genetic": "pd:Genetic",
    "government_id": "pd:OfficialID",
    "health": "pd:Health",
    "inference": "dpv:InferredPersonalData",
    "ip": "pd:IPAddress",
    "language": "pd:Language",
    "licence": "pd:ServiceConsumptionBehavior",
    "location": "pd:Location",
    "marketing": "pd:Preference",
    "membership": "pd:GroupMembership",
    "name": "pd:Name",
    "nationality": "pd:Nationality",
    "opinion": "pd:Opinion",
    "origin": "pd:EthnicOrigin",
    "payment": "pd:PaymentCard",
    "payment.iban": "pd:BankAccount",
    "photo": "pd:Picture",
    "politics": "pd:PoliticalAffiliation",
    "preference": "pd:Preference",
    "profession": "pd:Job",
    "professional": "pd:Professional",
    "rating": "pd:Opinion",
    "relationship": "pd:Relationship",
    "religion": "pd:Religion",
    "sexuality": "pd:Sexual",
    "signature": "pd:Signature",
    "social": "pd:SocialNetwork",
    "support": "pd:Communication",
    "technical": "pd:DeviceSoftware",
    "text": None,
    "time": None,
    "transaction": "pd:Transactional",
    "union": "pd:TradeUnionMembership",
    "usage": "pd:ServiceConsumptionBehavior",
    "username": "pd:Username",
    "voice": "pd:VoiceCommunicationRecording",
}
"""Word → DPV term (None: the vocabulary has no term that fits)."""

SPECIAL = frozenset({"biometric", "genetic", "health", "origin", "politics", "religion", "sexuality", "union"})
"""Special categories (GDPR Art. 9(1))."""
