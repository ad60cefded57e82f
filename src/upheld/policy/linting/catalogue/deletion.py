"""What deletion leaves behind, has to leave behind, or says nothing about."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import addressed, days
from upheld.policy.linting.model import PolicyView
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
