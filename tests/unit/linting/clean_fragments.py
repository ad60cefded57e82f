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
