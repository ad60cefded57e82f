"""Periods of storage: compared with each other, with deletion on request, and with what is collected."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import BEHAVIOUR, categories, days, overlapping, subject_categories
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, LOW, MEDIUM, Family, Hit, head, pairs, para, rule, said

_HEDGE = re.compile(r"\b(?:typically|usually|generally|normally|approximately|about|in most cases)\b")
_PERMITTED = re.compile(
    r"\bpermitted by (?:\w+ )?law|\ballowed by (?:\w+ )?law|legitimate (?:business )?(?:purposes?|needs?|interests?|reasons?)"
)
_STATISTICS = re.compile(r"\bstatistic|\banalys|\banalytics")
_EVERYTHING = frozenset({"personal_information", "personal_data", "data", "information", ""})


def _general(promise: Promise) -> bool:
    return promise.slot("subject") in _EVERYTHING


def _timed(policy: PolicyView) -> list[Promise]:
    return [p for p in policy.of("retention") if days(p) is not None]


def _same_subject(a: Promise, b: Promise) -> bool:
    if _general(a) or _general(b):
        return False
    if a.slot("subject") == b.slot("subject"):
        return True
    left, right = subject_categories(a), subject_categories(b)
    return bool(left & right) or (bool(left & BEHAVIOUR) and bool(right & BEHAVIOUR) and _same_use(a, b))


def _same_use(a: Promise, b: Promise) -> bool:
    return bool(_STATISTICS.search(a.words + a.slot("purpose")) and _STATISTICS.search(b.words + b.slot("purpose")))


def _hedged(promise: Promise) -> bool:
    return promise.slot("bound") == "typical" or bool(_HEDGE.search(promise.words))


_LOGS_MAX = said(
    "Logs: kept for up to 30 days.", "retention", subject="log_data", period="P30D", bound="max", trigger="creation"
)
_ORDERS = said(
    "Orders: kept for 7 years after the sale.", "retention", subject="transaction_data", period="P7Y", trigger="sale"
)


@rule(
    "retention-max-vs-typical",
    Family.CONTRADICTION,
    MEDIUM,
    "A period is a limit in one place and only typical in another",
    why="“Up to” can be enforced, “typically” cannot. The limit is what a person can hold the company to.",
    fix="Keep the limit.",
    law="GDPR 5(1)(e), 13(2)(a)",
    bad=(
        _LOGS_MAX,
        said("Logs are typically kept 30 days.", "retention", subject="log_data", period="P30D", bound="typical"),
    ),
    good=(_LOGS_MAX, _ORDERS),
)
def max_vs_typical(policy: PolicyView) -> Iterator[Hit]:
    """Compare the bounds of two periods for the same data: a limit against a habit."""
    for a, b in pairs(_timed(policy), _timed(policy)):
        if _same_subject(a, b) and _hedged(a) != _hedged(b):
            yield Hit("One sentence sets a limit, another only what is usual.", evidence_of([a, b]))


@rule(
    "retention-conflict",
    Family.CONTRADICTION,
    HIGH,
    "Two different periods are promised for the same data",
    why="Only the shorter one can be relied on, and a sweep that follows the longer one breaks it every day.",
    fix="Decide on one period per kind of data, or say how the two kinds differ.",
    law="GDPR 5(1)(e), 13(2)(a)",
    bad=(
        _LOGS_MAX,
        said("Logs: deleted after 1 year.", "retention", subject="log_data", period="P1Y", trigger="creation"),
    ),
    good=(_LOGS_MAX, _ORDERS),
)
def conflict(policy: PolicyView) -> Iterator[Hit]:
    """Compare the lengths of two periods for the same data of the same people."""
    for a, b in pairs(_timed(policy), _timed(policy)):
        same_start = a.slot("trigger") == b.slot("trigger") != "unstated" or _without_start(a) or _without_start(b)
        if _same_subject(a, b) and days(a) != days(b) and overlapping(a, b) and same_start:
            yield Hit(
                f"{_length(a)} here, {_length(b)} there, for the same data.",
                evidence_of([a, b]),
            )


def _length(promise: Promise) -> str:
    return "no time at all" if days(promise) == 0 else promise.slot("period").upper()


_KEEP_ACCOUNT = said(
    "Account data: 2 years after closure.", "retention", subject="account_data", period="P2Y", trigger="account_closure"
)
_DELETE_ACCOUNT = said(
    "On your request we delete your account within 30 days.", "deadline", subject="account_deletion", period="P30D"
)


_IDLE = re.compile(r"\binactiv|\bnot been used\b|\bunused\b|\bdormant\b|\blast (?:log-?in|activity|use)\b")
_ENDED = re.compile(
    r"\b(?:accounts?|membership|subscription|contract|relationship)\b.{0,30}\b(?:clos|terminat|cancel|end|delet)"
    r"|\b(?:clos|terminat|cancel|delet|end)\w*\b.{0,20}\b(?:accounts?|membership|subscription|contract|relationship)\b"
)


def _after_the_account(promise: Promise) -> bool:
    named = promise.says("trigger", "account_closure", "contract_end") or bool(_ENDED.search(promise.words))
    return named and not _IDLE.search(promise.words)


@rule(
    "deletion-vs-post-closure-retention",
    Family.CONTRADICTION,
    HIGH,
    "Deletion on request and storage after closure are both promised, without saying which comes first",
    why="A person who asks for deletion expects it in the shorter time; the retention table says otherwise. A request "
    "beats the schedule unless a named legal duty to keep applies.",
    fix="Say that a request for deletion ends the period, and what is kept longer under which law.",
    law="GDPR 17; Cal. Civ. Code 1798.105",
    bad=(_KEEP_ACCOUNT, _DELETE_ACCOUNT),
    good=(_DELETE_ACCOUNT, _ORDERS),
)
def deletion_vs_retention(policy: PolicyView) -> Iterator[Hit]:
    """Compare a clock for deletion on request with a longer period after the account ended."""
    deletions = [
        p
        for p in policy.of("deadline")
        if p.says("subject", "account_deletion", "erasure", "deletion") or p.says("action", "delete")
    ]
    deletions = [p for p in deletions if not p.says("subject", "children_data")]
    after_end = [p for p in _timed(policy) if _after_the_account(p)]
    for deletion in deletions[:1]:
        longer = [p for p in after_end if (days(p) or 0) > (days(deletion) or 0) > 0]
        if longer:
            yield Hit("Which wins when somebody asks for deletion is not said.", evidence_of([*longer, deletion]))


@rule(
    "retention-ceiling-vs-permitted",
    Family.CONTRADICTION,
    MEDIUM,
    "A longest period is promised and swallowed by an open exception",
    why="“Permitted by law” or “legitimate purposes” covers almost anything, so the ceiling promises nothing that "
    "could be checked.",
    fix="Name the duties that may keep data longer, and the data concerned.",
    law="GDPR 5(1)(e)",
    bad=(
        said("Nothing is kept longer than 1 year.", "retention", subject="personal_data", period="P1Y", bound="max"),
        said(
            "We keep data longer where permitted by law.",
            "retention",
            subject="personal_data",
            exception="law",
            vague=True,
        ),
    ),
    good=(
        said("Nothing is kept longer than 1 year.", "retention", subject="personal_data", period="P1Y", bound="max"),
    ),
)
def ceiling_vs_permitted(policy: PolicyView) -> Iterator[Hit]:
    """Compare a ceiling for all data with exceptions for what law merely permits or business wants."""
    ceilings = [p for p in _timed(policy) if _general(p) and p.slot("bound") == "max"]
    open_ended = [
        p for p in policy.of("retention") if days(p) is None and (p.slot("exception") or _PERMITTED.search(p.words))
    ]
    open_ended = [p for p in open_ended if _PERMITTED.search(p.words)]
    if ceilings and open_ended:
        yield Hit(
            "The ceiling does not hold against “permitted” or “legitimate” uses.", evidence_of([*ceilings, *open_ended])
        )


@rule(
    "legit-business-retention",
    Family.VAGUE,
    LOW,
    "Data are kept after deletion for undefined business purposes",
    why="An exception for “legitimate business purposes” has no edge; a deletion under it cannot be told from a "
    "refusal.",
    fix="List what is kept, under which duty, until when.",
    law="GDPR 17(3)",
    bad=(
        _DELETE_ACCOUNT,
        said(
            "We keep some data for legitimate business purposes.",
            "retention",
            criteria="legitimate_business",
            vague=True,
        ),
    ),
    good=(_DELETE_ACCOUNT, _ORDERS),
)
def business_retention(policy: PolicyView) -> Iterator[Hit]:
    """Look for data kept for business purposes in a policy that promises deletion."""
    for promise in policy.of("retention"):
        reason = "legitimate_business" in promise.slot("criteria") or re.search(
            r"legitimate business (?:purpose|interest|reason)", promise.words
        )
        keeps = re.search(r"\bretain|\bkeep|\bstore|\bhold", promise.words)
        deletes = promise.slot("action") in ("delete", "delete|anonymise")
        if reason and keeps and not deletes:
            yield Hit("What is kept, and until when, is not said.", (promise.evidence,))


_EVENT = re.compile(
    r"\b(?:after|from|since|following|once|upon|when|as soon as|if we (?:learn|find|discover))\b"
    r"(?! (?:\d|a (?:day|week|month|year)|one|two|three|four|five|six|seven|eight|nine|ten|twelve|thirty|sixty|ninety)\b)"
    r"|\binactiv|\bnot been used\b|\bunused\b|\bdormant\b"
)


def _without_start(promise: Promise) -> bool:
    """Return whether neither slot nor words name an event; a cookie counts from when it is set."""
    unnamed = promise.slot("trigger") in ("", "unstated") and not _EVENT.search(promise.words)
    return unnamed and "cookie" not in promise.slot("subject") and "cookie" not in promise.words


@rule(
    "retention-trigger-missing",
    Family.GAP,
    MEDIUM,
    "A period has no beginning",
    why="“Seven years” from when? Without the event nobody can say when data have to be gone, and the company may "
    "move the start.",
    fix="Name the event: the purchase, the last log-in, the end of the contract.",
    law="GDPR 13(2)(a); Cal. Civ. Code 1798.100(a)(3)",
    bad=(said("Orders are kept for 7 years.", "retention", subject="transaction_data", period="P7Y"),),
    good=(_ORDERS,),
)
def trigger_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for periods without an event from which they count."""
    open_start = [p for p in _timed(policy) if (days(p) or 0) > 0 and _without_start(p)]
    if open_start:
        yield Hit(f"{len(open_start)} period(s) do not say from when they count.", evidence_of(open_start, 6))


_COVERING = {"device": {"usage", "log", "device"}, "usage": {"usage", "log"}, "ip_address": {"usage", "log"}}


@rule(
    "retention-category-uncovered",
    Family.GAP,
    MEDIUM,
    "Collected data have no period",
    why="Where a table of periods exists, people take it for complete. Data outside it are kept for ever or for "
    "nobody knows how long.",
    fix="Give every collected category a period, or one rule for the rest.",
    law="GDPR 13(2)(a); Cal. Civ. Code 1798.100(a)(3)",
    absence=True,
    bad=(_ORDERS, _LOGS_MAX, said("We collect licence details.", "collect", subject="license,subscription")),
    good=(_ORDERS, _LOGS_MAX, said("We collect your purchases.", "collect", subject="transaction")),
)
def category_uncovered(policy: PolicyView) -> Iterator[Hit]:
    """Compare the categories collected with those of the periods, where periods go by category."""
    specific = [p for p in policy.of("retention") if not _general(p) and subject_categories(p)]
    if len(specific) < 2 or any(_general(p) and p.slot("bound") == "max" for p in _timed(policy)):
        return
    covered = {c for p in specific for c in subject_categories(p)}
    if "account" in covered:
        covered |= {"name", "email", "phone", "postal_address", "credentials"}
    if "transaction" in covered:
        covered.add("payment")
    uncovered = []
    for promise in policy.of("collect"):
        found = subject_categories(promise) if promise.slot("subject") else categories(promise)
        own = found - {"account", "cookie", "log"}
        declared = promise.slot("collected") or promise.slot("subject").startswith("ccpa:") or promise.slot("set")
        if (
            own
            and not declared
            and not own & covered
            and not any(_COVERING.get(c, set()) & covered for c in own - {"device"})
        ):
            uncovered.append(promise)
    if uncovered:
        yield Hit(f"{len(uncovered)} collected categories have no period.", evidence_of(uncovered, 6))


_STORE = re.compile(r"\b(?:store|retain|retention|keep|protect)", re.IGNORECASE)


@rule(
    "retention-missing",
    Family.GAP,
    HIGH,
    "Nothing is said about how long data are kept",
    why="The period, or how it is found, has to be told when data are collected. Storing idle accounts for years "
    "without a rule has been fined under the GDPR (Art. 5(1)(e)).",
    fix="Give each category a period and its start.",
    law="GDPR 13(2)(a); Cal. Civ. Code 1798.100(a)(3)",
    absence=True,
    bad=(head("How we store your data"), para("Your data are stored on servers.")),
    good=(head("How long we keep your data"), _ORDERS),
)
def missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a whole policy without any statement on retention."""
    if not policy.of("retention"):
        near = [h.evidence for h in policy.headings if _STORE.search(h.text)] or [
            p.evidence for p in policy.passages[:1]
        ]
        yield Hit("No period and no rule for one is given.", tuple(near))
