"""What deletion leaves behind, has to leave behind, or says nothing about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import addressed, days
from upheld.policy.linting.model import PolicyView, evidence_of
from upheld.policy.linting.rules import LOW, MEDIUM, Family, Hit, rule, said


@rule(
    "verification-deletion-vs-recordkeeping",
    Family.CONTRADICTION,
    MEDIUM,
    "Proof of identity is deleted at once while records of requests have to be kept",
    why="California wants the record of a request (date, kind, answer, ground of a refusal) kept for 24 months. "
    "Deleting the documents is right; deleting the record with them is not.",
    fix="Say that the outcome of the check is kept for 24 months and the documents are deleted.",
    law="11 CCR 7101",
    bad=(
        said(
            "California residents: we delete verification data at once.",
            "retention",
            subject="verification_data",
            period="P0D",
        ),
    ),
    good=(
        said(
            "California residents: we delete ID copies at once.",
            "retention",
            subject="verification_data",
            period="P0D",
        ),
        said("Request records: 24 months.", "retention", subject="request_records", period="P24M", trigger="answer"),
    ),
)
def verification_records(policy: PolicyView) -> Iterator[Hit]:
    """Compare immediate deletion of verification data with the duty to keep request records, where California is addressed."""
    if not addressed(policy, "US-CA") or any("request" in p.slot("subject") for p in policy.of("retention")):
        return
    for promise in policy.of("retention"):
        about = "verification" in promise.slot("subject") or re.search(r"\bverif", promise.words)
        if about and (days(promise) == 0 or re.search(r"\bdelete\b.*as soon as", promise.words)):
            yield Hit("Keep the outcome of the check; only the documents may go.", (promise.evidence,))


@rule(
    "marketing-suppression",
    Family.UNKEEPABLE,
    LOW,
    "Deleting everything on unsubscribing would undo the unsubscribing",
    why="Read literally, the address goes entirely, and the next import mails it again. A keyed hash of it has to "
    "stay to honour the choice.",
    fix="Say that a suppression entry is kept.",
    law="GDPR 21(3); 16 CFR 316",
    bad=(
        said(
            "Marketing data: kept until you unsubscribe.",
            "retention",
            subject="marketing_data",
            trigger="unsubscribe",
            period="P0D",
        ),
    ),
    good=(
        said(
            "Marketing data: kept for 1 year.",
            "retention",
            subject="marketing_data",
            trigger="last_contact",
            period="P1Y",
        ),
    ),
)
def marketing_suppression(policy: PolicyView) -> Iterator[Hit]:
    """Look for data on marketing that end with unsubscribing, without a word on the suppression list."""
    if next(policy.matching(re.compile(r"suppression|do-not-(?:contact|mail)|opt-out list", re.IGNORECASE)), None):
        return
    for promise in policy.of("retention"):
        ends = "unsubscribe" in promise.slot("trigger") or re.search(
            r"until you (?:unsubscribe|opt[- ]out)", promise.words
        )
        if ends:
            yield Hit("The choice itself has to survive: a suppression entry must stay.", (promise.evidence,))


_INCOMPLETE = re.compile(
    r"\b(?:may|might|can) not (?:be )?(?:\w+ ){0,3}(?:completely|comprehensively|fully"
    r"|entirely)?.{0,30}\b(?:removed|deleted|erased)\b"
)


@rule(
    "removal-incomplete",
    Family.VAGUE,
    LOW,
    "Removal is said to be incomplete, with no rule for what stays",
    why="Backups may wait, but not for ever: what stays, why, and until when has to be said, or the promise to remove "
    "is empty.",
    fix="Give the rule for backups (for example: overwritten after 60 days, deletions replayed on restore).",
    law="GDPR 17; 11 CCR 7022(d)",
    bad=(said("Data may not be completely removed from our backups.", "right", right="erasure", limit="backups"),),
    good=(
        said("Backups are overwritten after 60 days.", "retention", subject="backups", period="P60D", trigger="backup"),
    ),
)
def removal_incomplete(policy: PolicyView) -> Iterator[Hit]:
    """Look for limits of a right to removal that name backups or incompleteness but no period."""
    if any("backup" in p.slot("subject") and days(p) for p in policy.of("retention")):
        return
    for promise in policy.of("right"):
        if "backups" in promise.slot("limit") or _INCOMPLETE.search(promise.words):
            yield Hit("What stays after removal, and until when, is not said.", (promise.evidence,))


_ALL_DATA = re.compile(r"\b(?:all|any|every|your|the) (?:of your )?(?:personal )?(?:data|information)\b")


@rule(
    "retention-blanket",
    Family.RISKY,
    MEDIUM,
    "One long period covers everything",
    why="Data may be kept no longer than each purpose needs, so one period of many years for all of them is too long "
    "for most. It works as an outer bound at best; requests to erase are still due. It matters which claims or "
    "duties really last so long, and for which data.",
    fix="Give each category its own period, and keep the long one for the data a named duty is about.",
    law="GDPR 5(1)(e), 25(2)",
    bad=(
        said(
            "We keep your personal data for 9 years after the contract ends.",
            "retention",
            subject="personal_data",
            period="P9Y",
            trigger="contract_end",
        ),
    ),
    good=(
        said(
            "We keep invoices for 9 years after the sale.",
            "retention",
            subject="invoices",
            period="P9Y",
            trigger="sale",
        ),
        said("Nothing of your data is kept longer than 2 years.", "retention", subject="personal_data", period="P2Y"),
    ),
)
def blanket(policy: PolicyView) -> Iterator[Hit]:
    """Look for a period of six years or more over personal data in general, where no category has a shorter one."""
    timed = [p for p in policy.of("retention") if (days(p) or 0) > 0]
    general = [
        p
        for p in timed
        if p.slot("subject") in ("personal_data", "personal_information", "") and _ALL_DATA.search(p.words)
    ]
    long = [p for p in general if (days(p) or 0) >= 6 * 365]
    if long and len(timed) == len(general):
        yield Hit(f"{long[0].slot('period').upper()} for all data.", evidence_of(long, 2))


@rule(
    "retention-without-period",
    Family.GAP,
    MEDIUM,
    "Storage is described without a single period",
    why="“As long as necessary” repeats the law. Where no period can be given, the criteria have to let a person work "
    "out when their data go; a sweep needs a number.",
    fix="Give a period, or an event after which data go, for each category.",
    law="GDPR 13(2)(a); Cal. Civ. Code 1798.100(a)(3)",
    absence=True,
    bad=(
        said(
            "We keep data as long as necessary.", "retention", subject="personal_data", criteria="necessity", vague=True
        ),
    ),
    good=(
        said(
            "We keep data as long as necessary.", "retention", subject="personal_data", criteria="necessity", vague=True
        ),
        said(
            "Orders are kept for 7 years after the sale.", "retention", subject="orders", period="P7Y", trigger="sale"
        ),
    ),
)
def without_period(policy: PolicyView) -> Iterator[Hit]:
    """Look for a whole policy whose statements on retention name neither a period nor an event that ends it."""
    found = policy.of("retention")
    ended = [p for p in found if days(p) is not None or p.slot("trigger") not in ("", "unstated", "no_business_need")]
    if found and not ended:
        yield Hit("Nothing here can be turned into a date.", evidence_of(found, 3))
