"""Forty passages of policies with nothing wrong in them, of a made-up company. No rule should say anything about them."""

from __future__ import annotations

CLEAN: tuple[str, ...] = (
    "We keep invoices for seven years after the end of the financial year in which they were issued.",
    "Chat messages are deleted 60 days after the conversation ends.",
    "Log files are kept for up to 14 days after they were written, and then deleted.",
    "We delete your account within 20 days of receiving your request.",
    "We respond to your request within 25 days of receiving it.",
    "We acknowledge every complaint within 3 business days and answer it within 20 days.",
    "You have the right to access your personal data and to receive a copy of it.",
    "You may ask us to correct data that is wrong or incomplete.",
    "You can object to direct marketing at any time, and we stop at once.",
    "You have the right to data portability and to restrict the processing of your data.",
    "Requests are free of charge. We may charge a reasonable fee only for manifestly excessive requests.",
    "We do not sell your personal information.",
    "We do not share your email address with anyone for their own marketing.",
    "Paperboat Hosting BV stores our databases on our behalf.",
    "Letterbird Ltd sends our newsletters on our behalf and may not use your address for itself.",
    "We give data to the police only when a court orders us to.",
    "We encrypt data in transit with TLS and at rest with AES-256.",
    "Passwords are stored as salted hashes.",
    "Employees are trained in data protection every year.",
    "We collect your name, your email address and your delivery address when you place an order.",
    "Our servers record your IP address and the pages you visit.",
    "We ask for your phone number so that the courier can reach you.",
    "We use your delivery address to ship your order, because the contract with you requires it.",
    "We use your email address to send the newsletter only after you have agreed to it.",
    "Each newsletter has a link with which you can unsubscribe; it takes effect at once.",
    "You can withdraw your consent at any time in your account or by writing to privacy@paperboat.example.",
    "Analytics cookies are set only after you agree, and are removed after six months.",
    "Essential cookies keep you signed in and remember your basket.",
    "You can change your cookie choice through the link at the foot of every page.",
    "We honour Global Privacy Control as an opt-out for this browser and, when you are signed in, for your account.",
    "Our service is not intended for children under 16. If we learn that we hold data of a child under 16, "
    "we delete it within 7 days.",
    "If a breach puts your data at risk, we notify the supervisory authority within 72 hours of becoming aware of it.",
    "We tell the people affected by a breach within 5 days of becoming aware of it.",
    "For transfers outside the EEA we use standard contractual clauses; write to us and we send you a copy.",
    "We make no decisions about you by automated means alone.",
    "We will email you at least 30 days before a change to this policy takes effect.",
    "You may complain to the supervisory authority of the country where you live.",
    "Paperboat BV, Quay 4, 9000 Ghent, Belgium, is the controller of your personal data.",
    "California residents may use an authorized agent, who needs your signed permission.",
    "If you appeal our decision, we answer within 40 days.",
)

LATER: tuple[str, ...] = (
    "You can download everything you uploaded as a ZIP file from your profile.",
    "Video recordings of our entrance are overwritten after 72 hours, counted from the recording.",
    "We will correct your address within one week after you tell us that it is wrong.",
    "Our accountants receive invoices so that they can prepare our tax return.",
    "When you call us, we note your question and delete the note 90 days after it was answered.",
    "We do not use your photos to train models.",
    "If you win a prize, we publish your first name with your agreement.",
    "Applicants' documents are destroyed six months after the position is filled.",
    "We ask for a copy of your licence plate only when you park on our grounds.",
    "You do not need an account to buy from us.",
    "Payment is handled by Coinpurse BV under its own privacy notice; we never see your card number.",
    "The help desk can see your ticket, nobody else can.",
    "Should our company be sold, we tell you a month before your data is handed over.",
    "Two-factor authentication protects every employee account.",
    "We review this policy each January.",
    "We hash passwords with Argon2id.",
    "The person responsible for data protection answers at dpo@kite.example.",
    "Parents may ask us to show or delete the account of their child.",
    "We count visits without cookies and without storing IP addresses.",
    "Our newsletter is sent on Fridays to those who subscribed to it.",
    "If you object, we stop using your data for that purpose at once.",
    "We keep a record of your request for 24 months, because the law wants us to.",
    "The map is shown only after you click on it; until then nothing is loaded from its maker.",
    "Residents of Virginia may appeal a refusal; we answer appeals within 50 days.",
    "We pass your address to the locksmith you ordered.",
    "Backups are encrypted and overwritten after 30 days.",
    "We notify our customers of an incident within 24 hours after we discovered it.",
    "Data is processed in Ireland and does not leave the European Union.",
    "We use standard contractual clauses with our support team in India; ask privacy@kite.example for a copy.",
    "You decide in the cookie banner which cookies we set, and can change it at any time.",
    "Our app asks for your location only while you search for a shop nearby.",
    "Location data is not stored.",
    "If you are unhappy with us, write to complaints@kite.example; you hear from us within 4 days.",
    "Signing up for the newsletter is voluntary.",
    "We tell you by letter six weeks before a new version of this notice applies.",
    "Aggregated sales figures contain groups of at least fifty customers.",
    "We do not knowingly sell or share personal information of people under 16.",
    "Your right to know covers everything since January 2022.",
    "We treat Global Privacy Control as a valid opt-out for your browser and your account.",
    "Dormant accounts are closed two years after the last sign-in, after a warning by e-mail.",
)
"""Forty more, written after the rules and not looked at while they were."""

WHOLE = """# Privacy policy of Paperboat

Effective 1 October 2026

Paperboat BV, Quay 4, 9000 Ghent, Belgium, is the controller of your personal data. This policy applies to
paperboat.example. You can reach us at privacy@paperboat.example.

## 1. What we collect

We collect your name, your email address and your delivery address when you place an order. Our servers record
your IP address and the pages you visit. If you do not provide your address, we cannot deliver your order.

## 2. Why we use it

We use your name and delivery address to ship your order; our legal basis is the contract with you. We use your
email address to send the newsletter; our legal basis is your consent. We use server records to keep our systems
secure; our legal basis is our legitimate interest in security.

## 3. Who receives it

Parcelfox NV delivers your order and receives your name and delivery address. Cloudwharf BV stores our databases
on our behalf in Belgium. We do not sell your personal information.

## 4. How long we keep it

We keep account data for one year after your last order. We keep order data for seven years after the end of the
financial year in which you ordered. We keep log data for up to 30 days after it was written. Nothing is kept
for longer than that: no personal data is kept longer than 8 years after it was collected.

## 5. Your rights

You have the right to access your personal data, to have it corrected, to have it erased, to restrict its
processing, to object to its processing, and to data portability. You can withdraw your consent at any time by
writing to privacy@paperboat.example. We respond to your request within 25 days of receiving it. Requests are
free of charge. You may complain to the Belgian Data Protection Authority or to the supervisory authority of the
country where you live.

## 6. Cookies

Essential cookies keep you signed in. Analytics cookies are set only after you agree. You can change your choice
through the link at the foot of every page.

## 7. Security and breaches

We encrypt data in transit with TLS. If there is a personal data breach, we notify the supervisory authority
within 72 hours of becoming aware of it, and we notify affected users within 5 days of becoming aware of it.

## 8. Children

Our service is not intended for children under 16. If we learn that we hold data of a child under 16, we delete
it within 7 days.

## 9. Automated decisions

We do not use automated decision-making that produces legal effects for you.

## 10. Changes

We will email you at least 30 days before a change to this policy takes effect.
"""
"""A short policy with everything in it that the GDPR wants disclosed."""
