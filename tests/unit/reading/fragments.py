"""Sentences in the styles of many imaginary companies, with what a careful person reads in them.

Each entry is ``(text, heading, kind, slots)``: the fragment stands under the heading in a page, and a statement of the kind with
these slots has to be found in it. All are written for this test; names are fictional.
"""

from __future__ import annotations

Expected = tuple[str, str, str, dict[str, object]]

RETENTION: tuple[Expected, ...] = (
    ("Invoices stay in our books for ten years; after that they are shredded.", "Storage", "retention", {}),
    (
        "We hold on to booking records for 6 years after the end of the financial year.",
        "How long?",
        "retention",
        {"period": "P6Y", "bound": "exact", "trigger": "fiscal_year_end"},
    ),
    ("CCTV footage is overwritten after 28 days.", "Cameras", "retention", {"period": "P28D"}),
    ("Server logs are automatically purged after fourteen (14) days.", "Logs", "retention", {"period": "P14D"}),
    (
        "Applications of people we do not hire are kept for no longer than six months after the position is filled.",
        "Jobs",
        "retention",
        {"period": "P6M", "bound": "max", "trigger": "recruitment_end"},
    ),
    (
        "Upon termination of the subscription, your workspace will be deleted within 90 days.",
        "Leaving",
        "retention",
        {"period": "P90D", "bound": "max", "trigger": "contract_end"},
    ),
    (
        "Following account closure, profile data is kept for 30 days and then erased.",
        "Accounts",
        "retention",
        {"period": "P30D", "trigger": "account_closure"},
    ),
    (
        "Accounts that have been inactive for 24 months are removed together with all data in them.",
        "Accounts",
        "retention",
        {"period": "P24M", "trigger": "last_activity"},
    ),
    ("Member data is retained for the life of the membership plus 2 years.", "Members", "retention", {"period": "P2Y"}),
    (
        "Your data is stored for up to 18 months from your last login.",
        "Data",
        "retention",
        {"period": "P18M", "bound": "max", "trigger": "last_activity"},
    ),
    ("Call recordings: 90 days.", "Data retention", "retention", {"period": "P90D"}),
    ("Support tickets / messages: 24 months", "Retention schedule", "retention", {"period": "P24M"}),
    (
        "Backup copies are kept on a rolling basis for 35 days.",
        "Backups",
        "retention",
        {"period": "P35D", "bound": "exact"},
    ),
    (
        "We generally keep chat transcripts for about a year.",
        "Chat",
        "retention",
        {"period": "P1Y", "bound": "typical"},
    ),
    (
        "Payment records must be preserved for at least seven years under tax law.",
        "Money",
        "retention",
        {"period": "P7Y", "bound": "min"},
    ),
    (
        "If you cancel your account, everything in it is purged from our systems in full within 60 days.",
        "Leaving",
        "retention",
        {"period": "P60D", "bound": "max", "trigger": "account_closure"},
    ),
    (
        "We do not keep your delivery address any longer than 3 months after your last order.",
        "Orders",
        "retention",
        {"period": "P3M", "bound": "max", "trigger": "last_activity"},
    ),
    (
        "Survey answers are anonymised one year after the survey has ended.",
        "Surveys",
        "retention",
        {"period": "P1Y", "trigger": "event_end", "action": "anonymise"},
    ),
    (
        "The maximum retention period for visitor lists is 4 weeks.",
        "Visitors",
        "retention",
        {"period": "P4W", "bound": "max"},
    ),
    ("The session cookie lasts 30 minutes.", "Cookies", "retention", {"period": "PT30M"}),
    (
        "We keep the photographs only for as long as it takes to print them and for the period required by law.",
        "Photos",
        "retention",
        {},
    ),
    ("Personal data will be erased as soon as the purpose of storage no longer applies.", "Erasure", "retention", {}),
    ("We keep your subscription details until you tell us to stop.", "Letters", "retention", {}),
    (
        "The criteria we use to decide how long we keep records include legal limitation periods.",
        "Storage",
        "retention",
        {},
    ),
    ("When the information is no longer needed, we destroy it securely.", "Storage", "retention", {}),
    ("Usage data is generally held for a shorter time.", "Storage", "retention", {}),
)

CLOCKS: tuple[Expected, ...] = (
    (
        "We will answer your request within one month of receiving it.",
        "Your rights",
        "deadline",
        {"period": "P1M", "trigger": "receipt of request"},
    ),
    (
        "We aim to reply to every request within 14 calendar days.",
        "Contact",
        "deadline",
        {"period": "P14D", "trigger": "request"},
    ),
    (
        "Requests are dealt with and answered within 45 days, which may be extended by a further 45 days"
        " where reasonably necessary.",
        "California",
        "deadline",
        {"period": "P45D", "jurisdiction": "US-CA"},
    ),
    (
        "You will receive a reply from us in no more than 10 working days from the day your enquiry reaches us.",
        "Contact",
        "deadline",
        {"period": "P10BD", "bound": "max"},
    ),
    (
        "We will respond within the legally mandated timeframe (typically 30 days).",
        "Your rights",
        "deadline",
        {"period": "P30D"},
    ),
    ("Response time: we try to get back to you within 48 hours.", "Contact", "deadline", {"period": "PT48H"}),
    (
        "This period may be extended by two further months where requests are complex.",
        "Your rights",
        "deadline",
        {"period": "P2M", "action": "extend"},
    ),
    (
        "We acknowledge complaints within 3 business days.",
        "Complaints",
        "deadline",
        {"period": "P3BD", "trigger": "complaint received", "subject": "complaint_ack"},
    ),
    (
        "Opt-out requests are honoured within fifteen business days.",
        "Do not sell",
        "deadline",
        {"period": "P15BD", "bound": "max"},
    ),
    ("If you ask us to delete your account, it is gone within seven days.", "Accounts", "deadline", {}),
    ("Deletion requests are completed in 30 days.", "Your rights", "deadline", {"period": "P30D"}),
    (
        "Unsubscribe requests take effect within 10 business days.",
        "Newsletter",
        "deadline",
        {"period": "P10BD", "subject": "unsubscribe"},
    ),
    (
        "Should we learn that a child under 13 has registered, the account is deleted within 48 hours.",
        "Children",
        "deadline",
        {"period": "PT48H", "trigger": "awareness", "subject": "children_data"},
    ),
    ("Every request is handled without undue delay.", "Your rights", "deadline", {}),
    (
        "You may appeal a refusal within 60 days of our decision.",
        "Virginia residents",
        "appeal",
        {"period": "P60D", "jurisdiction": "US-VA"},
    ),
    (
        "We will inform you in writing of the outcome of your appeal within 45 days.",
        "Appeals",
        "appeal",
        {"period": "P45D"},
    ),
    (
        "We notify the supervisory authority of a personal data breach no later than 72 hours after"
        " becoming aware of it.",
        "Incidents",
        "breach",
        {"period": "PT72H", "trigger": "awareness"},
    ),
    ("Affected customers are informed of security incidents by e-mail.", "Incidents", "breach", {}),
    (
        "Access is free of charge, though we may charge a reasonable fee for repeated requests.",
        "Your rights",
        "fee",
        {},
    ),
    (
        "You will get an e-mail confirming that the erasure has been carried out: we send a confirmation.",
        "Your rights",
        "confirmation",
        {},
    ),
)

RIGHTS: tuple[Expected, ...] = (
    (
        "You can ask us for a copy of everything we hold about you: your personal data in full.",
        "Your rights",
        "right",
        {"right": "access"},
    ),
    ("Everyone has the right to have wrong entries corrected.", "Rights", "right", {"right": "rectification"}),
    ("You are entitled to have your data erased.", "Rights", "right", {"right": "erasure"}),
    (
        "Right of portability: receive your files in a machine-readable form.",
        "Rights",
        "right",
        {"right": "portability"},
    ),
    (
        "If you live in Colorado, you have the right to opt out of targeted advertising.",
        "State laws",
        "right",
        {"right": "optout_targeted_ads", "jurisdiction": "US-CO"},
    ),
    (
        "We never retaliate against anybody who uses these rights.",
        "California",
        "right",
        {"right": "non_discrimination", "jurisdiction": "US-CA"},
    ),
    ("You may edit your profile at any time in the settings of your account.", "Accounts", "right", {}),
    ("Your consent can be revoked at any moment.", "Consent", "withdrawal", {}),
    ("You are free to withdraw the permission you gave us.", "Consent", "withdrawal", {}),
    ("Before we act we check your identity by asking for two details we already hold.", "Requests", "verification", {}),
    ("We may ask for a scan of an official document as proof of identity.", "Requests", "verification", {}),
    ("An authorised agent has to show us your signed permission.", "California", "agent", {"jurisdiction": "US-CA"}),
    (
        "You can complain to the Information Commissioner's Office if you are unhappy.",
        "Complaints",
        "complaint",
        {"authority": "ICO"},
    ),
    ("You may lodge a complaint with the data protection authority of your country.", "Complaints", "complaint", {}),
    ("Some requests may be refused where the law allows it.", "Your rights", "right", {"limit": True}),
)

CHOICES: tuple[Expected, ...] = (
    ("Click on unsubscribe at the bottom of any newsletter to stop getting it.", "Newsletter", "marketing", {}),
    ("Reply STOP to end text messages.", "Texts", "marketing", {}),
    ("You may opt out of receiving any of these communications from us by writing to us.", "Mail", "marketing", {}),
    ("Even after you unsubscribe we continue to send you service messages.", "Mail", "marketing", {}),
    ("We do not sell your personal information and never have.", "Selling", "no_sale", {}),
    (
        "In the preceding twelve months we have not sold or rented personal data.",
        "California",
        "no_sale",
        {"lookback": "P12M", "jurisdiction": "US-CA"},
    ),
    (
        'We do not "sell" or "share" personal information as those words are defined in the CCPA.',
        "California",
        "no_sale",
        {},
    ),
    ("Personal information is never sold.", "Selling", "no_sale", {}),
    ("We won't pass your e-mail address to third parties.", "Sharing", "no_share", {}),
    ("Our site does not respond to Do Not Track signals.", "DNT", "signal", {"signal": "DNT", "honored": False}),
    (
        "We recognise Global Privacy Control and treat it as an opt-out of sale.",
        "Signals",
        "signal",
        {"signal": "GPC", "honored": True},
    ),
    ("Because there is no standard, DNT headers are ignored.", "DNT", "signal", {"signal": "DNT", "honored": False}),
    ("The site is not meant for children under 16.", "Children", "children", {"age": "16"}),
    ("We do not knowingly collect data from anyone younger than 13 years.", "Children", "children", {"age": "13"}),
    ("You must be at least 18 years old to order.", "Age", "children", {"age": "18"}),
    (
        "If this policy changes we will e-mail you 30 days before the new version takes effect.",
        "Changes",
        "change_notice",
        {"deadline": "P30D"},
    ),
    ("Any amendments will be published on this page.", "Changes to this notice", "change_notice", {}),
    (
        "By continuing to use the app after an update you accept the revised policy.",
        "Changes",
        "change_notice",
        {"effect": "acceptance_by_use"},
    ),
    ("Use the link in the footer to opt out of analytics.", "Choices", "optout", {}),
    ("Visit optout.aboutads.info to turn off personalised ads.", "Choices", "optout", {}),
    ("Analytics cookies show us which pages are read.", "Cookies", "cookie_category", {"category": "analytics"}),
)

REGISTERS: tuple[Expected, ...] = (
    ("When you order, we collect your name, address and telephone number.", "Data", "collect", {}),
    ("Our servers record the IP address and the browser of each visitor.", "Data", "collect", {}),
    ("We use your e-mail address to send you the ticket.", "Use", "purpose", {}),
    ("We share parcels' addresses, that is your personal data, with our couriers.", "Sharing", "recipient", {}),
    ("Our payments are handled with care: we use Stripe as payment processor.", "Sharing", "recipient", {}),
    ("Your data may be transferred to countries outside the EEA.", "Transfers", "transfer", {}),
    ("We rely on standard contractual clauses.", "Transfers", "transfer", {}),
    ("The lawful basis is our legitimate interest.", "Basis", "legal_basis", {"basis": "legitimate_interests"}),
    ("We get information about you from public registers.", "Sources", "source", {}),
    ("We do not store your card number.", "Payments", "not_collect", {}),
    ("No automated decisions are made about you.", "Decisions", "adm", {"polarity": "-"}),
    ("All traffic is encrypted with TLS.", "Security", "security", {}),
    ("No system is completely secure and we cannot guarantee absolute safety.", "Security", "security", {}),
    ("We have appointed a data protection officer.", "Contact", "dpo", {}),
    ("Write to privacy@example.org with questions.", "Contact", "channel", {"channel": "privacy@example.org"}),
    ("Last revised on 4 March 2025", "Top", "effective_date", {"date": "2025-03-04"}),
)

FRAGMENTS = RETENTION + CLOCKS + RIGHTS + CHOICES + REGISTERS

NOTHING_TIER_A: tuple[str, ...] = (
    "The pump runs for 30 minutes after the lamp has gone out.",
    "Press and hold the button for two seconds to delete the program.",
    "Deliveries arrive within five working days.",
    "Our founders have more than 20 years of experience in printing.",
    "You can keep the machine running for as long as you need it.",
    "The warranty lasts two years and covers faults of the motor.",
    "You may return the goods within 14 days for a refund.",
    "We reserve the right to refuse orders.",
    "Save the file, then restart the printer.",
    "The API returns at most 100 records per request.",
    "Payment is due within 30 days of the invoice date.",
    "If the upload fails, delete the temporary file and try again.",
    "Either party may terminate this agreement with one month's notice.",
    "The museum is open to children and adults alike.",
    "Tickets are non-transferable and are not for sale at the door.",
    "The call to delete() removes the row within the transaction.",
    "Set retention to 7 days in the configuration of the log server.",
    "Use the search box to find a product, then review its details.",
    "Our support team answers technical questions on weekdays.",
    "The function requests a token and stores it in memory.",
)
"""Clean prose of manuals, shops and terms of use: nothing here may become a control."""
