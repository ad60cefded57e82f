"""Who receives data, against what is promised not to happen."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import overlapping
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, MEDIUM, Family, Hit, para, rule, said

_MARKETING_ONLY = re.compile(r"(?:direct )?marketing|\badvertis")
_DISCLOSE = re.compile(r"\bdisclos|\bdistribut|\bshar|\btransfer|\bprovide")
_PERMISSION = re.compile(r"\b(?:unless|except|without)\b.{0,60}\b(?:permission|consent|approval|authori[sz])")
_OWN_PURPOSES = re.compile(r"\bfor (?:their|its) own\b")
_ASKED_OF_US = re.compile(r"\byou (?:may|can|could|have the right to)\b.{0,40}\b(?:tell|ask|direct|instruct|opt)")
_RECEIVED = re.compile(
    r"\bon our behalf\b|\breceives? (?:your|their|the|an?|personal)\b|\bshare\b|\bdisclose|\bproviders?\b|\bprocessors?\b",
    re.IGNORECASE,
)
_TOOLS = re.compile(r"\bthird[- ]party (?:\w+ )?(?:tools?|providers?|services?|companies|partners?|vendors?|trackers?)")


def _forbidden(policy: PolicyView) -> list[Promise]:
    return list(policy.of("no_sale", "no_share"))


def _limited(promise: Promise) -> bool:
    marketing = "marketing" in promise.slot("purpose") or _MARKETING_ONLY.search(promise.words)
    return bool(marketing or _OWN_PURPOSES.search(promise.words))


def _gives_away(promise: Promise) -> bool:
    wide = promise.tokens("scope") & {"disclosure", "distribute", "share", "transfer", "trade"}
    ours = not _ASKED_OF_US.search(promise.words)
    return ours and bool(wide or _DISCLOSE.search(promise.words)) and not _limited(promise)


def _passed_on(policy: PolicyView) -> list[Promise]:
    return [
        p for p in policy.of("recipient") if not p.says("recipient", "public") and p.slot("trigger") != "user_request"
    ]


_NOBODY = said("We do not share your data with any third party.", "no_share", scope="share")
_HOST = said("Our hosting provider stores your data.", "recipient", recipient="service_providers", role="processor")
_NO_SALE = said("We do not sell your personal information.", "no_sale", scope="sale")


@rule(
    "no-distribution-vs-processors",
    Family.CONTRADICTION,
    HIGH,
    "Nothing goes to third parties, yet recipients are named",
    why="An unlimited “we do not share” is false as soon as a processor or buyer receives data, and false statements "
    "of that kind are what consumer authorities act on first (FTC Act 5).",
    fix="Limit the promise to what you mean (“except to those who process it for us”).",
    law="FTC Act 5; GDPR 5(1)(a)",
    bad=(_NOBODY, _HOST),
    good=(
        said(
            "We do not share your data for others' marketing.",
            "no_share",
            scope="share",
            purpose="third_party_marketing",
        ),
        _HOST,
    ),
)
def no_distribution(policy: PolicyView) -> Iterator[Hit]:
    """Compare unlimited promises not to share or distribute with the recipients disclosed."""
    recipients = _passed_on(policy)
    for promise in _forbidden(policy):
        about = promise.slot("subject") not in ("", "personal_information", "personal_data")
        if not _gives_away(promise) or about or promise.slot("lookback") or "in the preceding" in promise.words:
            continue
        against = [p for p in recipients if overlapping(p, promise) and p.start != promise.start]
        if against:
            yield Hit(
                "No third party is to receive anything, and recipients are named.", evidence_of([promise, *against], 6)
            )


@rule(
    "not-disclosed-vs-service-providers",
    Family.CONTRADICTION,
    HIGH,
    "No disclosure in the last twelve months, yet disclosure to service providers",
    why="Handing data to a service provider is a disclosure for a business purpose under California law and has to be "
    "listed.",
    fix="List the categories disclosed to service providers; keep “not sold”.",
    law="Cal. Civ. Code 1798.130(a)(5)(C)",
    bad=(
        said(
            "In the preceding 12 months we have not disclosed personal information.",
            "no_sale",
            scope="sale,disclosure",
            lookback="P12M",
        ),
        _HOST,
    ),
    good=(
        said(
            "In the preceding 12 months we have not sold personal information.",
            "no_sale",
            scope="sale",
            lookback="P12M",
        ),
        _HOST,
    ),
)
def not_disclosed(policy: PolicyView) -> Iterator[Hit]:
    """Compare a statement that nothing was disclosed in a past period with the recipients disclosed."""
    for promise in _forbidden(policy):
        past = promise.slot("lookback") or re.search(
            r"\b(?:preceding|past|last|previous)\b.{0,30}\bmonths", promise.words
        )
        disclosed = "disclosure" in promise.tokens("scope") or re.search(
            r"\bnot\b.{0,30}\b(?:disclos|shar)ed", promise.words
        )
        if past and disclosed:
            against = [p for p in _passed_on(policy) if overlapping(p, promise)]
            if against:
                yield Hit(
                    "Disclosure is denied for the past period and described elsewhere.",
                    evidence_of([promise, *against], 6),
                )


@rule(
    "no-third-party-use",
    Family.CONTRADICTION,
    MEDIUM,
    "Data collected by others' tools are said not to reach others",
    why="A tool of another company that collects data on the page receives them. Whether it may use them for itself "
    "is a matter of the contract, which the text should name.",
    fix="Say that the tool's maker processes the data for you and may not use them for itself, if that is what the "
    "contract says.",
    bad=(
        said("We use third party tools to record visits.", "recipient", recipient="ux_tools", purpose="session_replay"),
        said("This information is not shared with third parties.", "no_share", subject="ux_data", scope="share"),
    ),
    good=(said("This information is not shared with third parties.", "no_share", subject="ux_data", scope="share"),),
)
def no_third_party_use(policy: PolicyView) -> Iterator[Hit]:
    """Compare a promise that certain data are not shared with a third-party tool that collects them in the same section."""
    for promise in policy.of("no_share"):
        about = (
            promise.slot("subject") not in ("", "personal_information", "personal_data")
            or "this information" in promise.words
        )
        if not about:
            continue
        section = policy.heading_of(promise.start)
        tools = [
            p for p in policy.of("recipient", "collect") if _TOOLS.search(p.words) or "tool" in p.slot("recipient")
        ]
        near = [p for p in tools if policy.heading_of(p.start) == section and abs(p.start - promise.start) < 1500]
        if near:
            yield Hit("A third party's tool collects what is said not to be shared.", evidence_of([promise, *near]))


@rule(
    "no-sale-unconditional-vs-permission",
    Family.CONTRADICTION,
    MEDIUM,
    "“We do not sell” stands beside a sale with permission",
    why="The first is unconditional, the second is not; an opt-out right and its link depend on which is true.",
    fix="Keep the unconditional promise, or describe the sale and its opt-in.",
    law="Cal. Civ. Code 1798.120",
    bad=(
        _NO_SALE,
        said("We do not sell data unless you give permission.", "no_sale", scope="sale", exception="permission"),
    ),
    good=(_NO_SALE,),
)
def no_sale_conditions(policy: PolicyView) -> Iterator[Hit]:
    """Compare unconditional and conditional promises not to sell."""
    sales = [
        p for p in policy.of("no_sale") if "sale" in p.slot("scope") or "sell" in p.slot("scope") or "sell" in p.words
    ]
    conditional = [p for p in sales if "permission" in p.slot("exception") or _PERMISSION.search(p.words)]
    firm = [p for p in sales if p not in conditional and not p.slot("temporal") and not p.slot("lookback")]
    if conditional and firm:
        yield Hit("One sentence never sells, another sells with permission.", evidence_of([firm[0], *conditional]))


_FIRM = re.compile(
    r"\b(?:[A-Z][\w&.-]*(?: [A-Z][\w&.-]*)* )?(?:Inc|LLC|Ltd|GmbH|Corp|plc|B\.?V|S\.?A)\b|\.(?:com|io|sh|net|ai)\b"
)
_GENERIC = re.compile(
    r"unnamed|unspecified|provider|processor|partner|vendor|help-?desk|select|affiliate|supplier|compan|network|tool|third",
    re.IGNORECASE,
)


def _unnamed(promise: Promise) -> bool:
    return bool(_GENERIC.search(promise.slot("recipient"))) and not _FIRM.search(promise.quote)


@rule(
    "recipients-unnamed",
    Family.GAP,
    MEDIUM,
    "Recipients are described, not named",
    why="Categories may be enough in the notice, but an answer to an access request has to name them (CJEU C-154/21), "
    "and no register can be filled from “e-mail providers”.",
    fix="Name the companies, or link a kept list of them.",
    law="GDPR 13(1)(e), 15(1)(c)",
    absence=True,
    bad=(
        said(
            "Email: service providers for newsletters.",
            "recipient",
            recipient="email_providers",
            role="processor",
            purpose="marketing",
        ),
        said(
            "Payments: secure payment processors.",
            "recipient",
            recipient="payment_processors",
            role="processor",
            purpose="payments",
        ),
    ),
    good=(
        said("Email: Letterbird Inc sends our newsletters.", "recipient", recipient="Letterbird Inc", role="processor"),
    ),
)
def recipients_unnamed(policy: PolicyView) -> Iterator[Hit]:
    """Look for two or more processors or partners that are only described."""
    unnamed = [
        p
        for p in policy.of("recipient")
        if p.slot("role") in ("processor", "third_party") and _unnamed(p) and p.slot("purpose")
    ]
    if len(unnamed) >= 2:
        yield Hit(f"{len(unnamed)} recipients are only described.", evidence_of(unnamed, 6))


_FOR_US = re.compile(
    r"\bon our behalf\b|\breceives? (?:your|their|the|an?) |\b(?:process|store|host|deliver"
    r"|send)\w*\b.{0,40}\bfor us\b|\bstores? our\b"
)


def _named_in_words(policy: PolicyView) -> bool:
    """Return whether a sentence for everybody tells of somebody who works for the company."""
    scoped = [(p.start, p.end) for p in policy.promises if p.slot("jurisdiction")]
    told = policy.matching(_FOR_US)
    return any(not any(a < s.end and s.start < b for a, b in scoped) for s in told)


@rule(
    "recipients-missing",
    Family.GAP,
    MEDIUM,
    "Only exceptional recipients are disclosed",
    why="A policy that tells of mergers and courts but of no host, mailer or analytics leaves out those who receive "
    "data every day.",
    fix="Disclose the categories, better the names, of everyday recipients.",
    law="GDPR 13(1)(e)",
    absence=True,
    bad=(
        para("We may share data in these situations:"),
        said("In a merger.", "recipient", recipient="acquirer", trigger="merger"),
    ),
    good=(_HOST, said("In a merger.", "recipient", recipient="acquirer", trigger="merger")),
)
def recipients_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a whole policy whose general recipients are only acquirers or authorities."""
    recipients = [p for p in policy.of("recipient") if not p.slot("jurisdiction")]
    everyday = [
        p
        for p in recipients
        if p.slot("recipient") not in ("acquirer", "public_authorities", "unspecified", "any") and not p.slot("trigger")
    ]
    everyday = [p for p in everyday if not re.search(r"merger|acquisition|court|law enforcement", p.words)]
    if recipients and not everyday and not _named_in_words(policy):
        leads = [lead for p in recipients if (lead := policy.lead_in(p))]
        yield Hit("Nobody who receives data from day to day is disclosed.", (*leads[:1], *evidence_of(recipients, 3)))
    elif not policy.of("recipient") and policy.passages and not any(policy.matching(_RECEIVED)):
        yield Hit("No recipient is disclosed.", (policy.passages[0].evidence,))


_SAMPLE = re.compile(
    r"\b(?:may|might|will|does|do) not (?:always |necessarily )?(?:reflect|include|list|contain)\b"
    r"|\bnot (?:an )?exhaustive\b|\ba sample of\b"
    r"|\blist (?:is|may be) (?:likely to|subject to|not complete)"
)
_PARTNERS = re.compile(r"\bpartners?\b|\bproviders?\b|\bvendors?\b|\brecipients?\b|third[- ]part")


@rule(
    "partner-list-incomplete",
    Family.GAP,
    MEDIUM,
    "The list of recipients is said to be incomplete",
    why="A list that may leave out recipients tells nobody who has the data.",
    fix="Keep the list complete (from the register of flows) and date it.",
    law="GDPR 13(1)(e)",
    bad=(para("This list of partners may not always reflect our current partners."),),
    good=(para("This list of partners was complete on 1 May 2026."),),
)
def partner_list_incomplete(policy: PolicyView) -> Iterator[Hit]:
    """Look for sentences that call a list of partners a sample, or admit that it may be outdated."""
    found = [s for s in policy.sentences if _SAMPLE.search(_flat(s.quote)) and _PARTNERS.search(_flat(s.quote))]
    found = [s for s in found if "list" in s.quote.lower() or "sample" in s.quote.lower()]
    if found:
        yield Hit("The list of recipients is not meant to be complete.", tuple(found))


def _flat(text: str) -> str:
    return " ".join(text.split()).lower()
