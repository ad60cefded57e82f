"""How requests are made and answered: channels, clocks, fees, identity, agents, appeals."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.facts import PERSONAL_CLOCK, days, jurisdictions
from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, LOW, MEDIUM, Family, Hit, rule, said

_RIGHTS = frozenset(
    {"access", "know", "erasure", "rectification", "portability", "restriction", "objection", "any", "account_deletion"}
)
_ADDRESS = re.compile(r"@")


def rights_of(policy: PolicyView, *names: str) -> list[Promise]:
    """Return the rights promised, of these names or of those that are answered with data or an act."""
    wanted = frozenset(names) or _RIGHTS
    return [p for p in policy.of("right") if p.tokens("right") & wanted]


def answer_clocks(policy: PolicyView) -> list[Promise]:
    """Return the deadlines that say by when a request is answered."""
    return [
        p
        for p in policy.of("deadline")
        if days(p) is not None
        and (
            p.tokens("subject") & PERSONAL_CLOCK
            or re.search(
                r"\b(?:respond|answer|reply|comply|act)\b.{0,60}\b(?:request|you\b)|\brequests?\b.{0,60}\b(?:respond|answer|reply)",
                p.words,
            )
        )
        and not re.search(r"\bcomplaint|unsubscri|\bopt", p.slot("subject"))
    ]


_ACCESS = said("You may ask for a copy of your data.", "right", right="access", jurisdiction="EEA")
_MONTH = said("We answer within one month.", "deadline", subject="dsr_response", period="P1M", trigger="request")
_CA_RIGHT = said("Californians may ask to know.", "right", right="know", jurisdiction="US-CA")
_CA_CHANNEL = said(
    "Californians: write to privacy@example.com.",
    "channel",
    channel="privacy@example.com",
    for_="ccpa_requests",
    jurisdiction="US-CA",
)
_CA_CLOCK = said(
    "Californians are answered in 45 days.",
    "deadline",
    subject="dsr_response",
    period="P45D",
    trigger="request",
    jurisdiction="US-CA",
)


@rule(
    "dsr-deadline-missing",
    Family.GAP,
    MEDIUM,
    "Rights are named without a time for the answer",
    why="The law's clock runs anyway: one month in the EU and UK, 45 days in most US states, 30 days in Canada and "
    "Switzerland. Without a number neither the person nor the staff knows it.",
    fix="Promise a time you keep, no longer than the shortest law that applies.",
    law="GDPR 12(3); Cal. Civ. Code 1798.130(a)(2)",
    absence=True,
    bad=(_ACCESS,),
    good=(_ACCESS, _MONTH),
)
def deadline_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for rights that are answered with data or an act where no deadline of an answer is promised at all."""
    rights = rights_of(policy)
    if rights and not answer_clocks(policy):
        telling = [p for p in policy.of("right") if p.slot("limit") or p.slot("law") or p.says("right", "any")]
        yield Hit("No time for the answer is promised.", evidence_of([*telling[:4], *rights[:3]], 7))


@rule(
    "deadline-missing-us",
    Family.GAP,
    MEDIUM,
    "US residents get rights without a clock, others have one",
    why="US state laws want an answer in 45 days, and California a confirmation within 10 business days. A clock that "
    "is only promised to Europeans leaves Americans without one in the text.",
    fix="Promise the shorter clock to everybody.",
    law="Cal. Civ. Code 1798.130(a)(2); 11 CCR 7021; Va. Code 59.1-577(B)",
    absence=True,
    bad=(
        said(
            "Europeans are answered within a month.",
            "deadline",
            subject="dsr_response",
            period="P1M",
            jurisdiction="EEA",
        ),
        _CA_RIGHT,
        _CA_CHANNEL,
    ),
    good=(_CA_RIGHT, _CA_CHANNEL, _CA_CLOCK),
)
def us_deadline_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for rights of US residents where every answer clock belongs to another jurisdiction."""
    clocks = answer_clocks(policy)
    rights = [p for p in rights_of(policy) if any(j.startswith("US-") for j in jurisdictions(p))]
    covered = [p for p in clocks if not jurisdictions(p) or any(j.startswith("US-") for j in jurisdictions(p))]
    if clocks and rights and not covered:
        ways = [p for p in policy.of("channel") if any(j.startswith("US-") for j in jurisdictions(p))]
        yield Hit("No clock is promised to US residents.", evidence_of([*ways[:3], rights[0]]))


@rule(
    "answer-later-than-law",
    Family.MISSTATEMENT,
    HIGH,
    "The promised answer comes later than the law allows",
    why="A promise cannot stretch the law: one month in the EU and UK (two more only with notice and reasons), 45 "
    "days in the US states.",
    fix="Shorten the promise.",
    law="GDPR 12(3); Cal. Civ. Code 1798.130(a)(2)",
    bad=(
        said(
            "People in the EEA are answered within 60 days.",
            "deadline",
            subject="dsr_response",
            period="P60D",
            jurisdiction="EEA",
        ),
    ),
    good=(_MONTH,),
)
def later_than_law(policy: PolicyView) -> Iterator[Hit]:
    """Compare each promised answer with the longest first answer of the laws it is promised under."""
    for clock in answer_clocks(policy):
        regimes = jurisdictions(clock)
        limit = 31.0 if regimes & {"EU", "UK"} else 45.0 if any(j.startswith("US-") for j in regimes) else None
        if limit and (days(clock) or 0) > limit:
            yield Hit(f"{clock.slot('period').upper()} is longer than the law's first answer.", (clock.evidence,))


@rule(
    "access-fee",
    Family.MISSTATEMENT,
    HIGH,
    "A fee is announced for a copy",
    why="The first copy is free (GDPR Art. 12(5), 15(3); CJEU C-307/22); a fee is only possible for requests that are "
    "manifestly unfounded or excessive, and for further copies.",
    fix="Drop the sentence, or limit it to excessive requests.",
    law="GDPR 12(5), 15(3)",
    bad=(said("We may charge you for a copy.", "fee", right="access", fee="may", jurisdiction="EEA"),),
    good=(said("We may charge only for manifestly excessive requests.", "fee", right="access", fee="excessive_only"),),
)
def access_fee(policy: PolicyView) -> Iterator[Hit]:
    """Look for a fee on requests that is not limited to excessive ones."""
    for promise in policy.of("fee"):
        limited = re.search(r"excessive|unfounded|repetitive|additional cop|further cop|second cop", promise.words)
        free = promise.slot("fee") in ("free", "none", "no", "false") or re.search(
            r"\bfree\b|\bno (?:fee|charge)|without charge|not charge", promise.words
        )
        if not limited and not free and "excessive" not in promise.slot("fee"):
            yield Hit("Copies are free unless a request is manifestly unfounded or excessive.", (promise.evidence,))


@rule(
    "dsr-channel-mismatch",
    Family.CONTRADICTION,
    LOW,
    "Requests are sent to different places",
    why="A request starts its clock at every channel that was published. Two addresses for one thing mean that one of "
    "them is read less.",
    fix="Name one channel for requests, or say what each is for.",
    law="GDPR 12(2)",
    bad=(
        said(
            "To use your rights, write to privacy@example.com.",
            "channel",
            channel="privacy@example.com",
            for_="gdpr_requests",
        ),
        said("For your legal rights, contact our DPO.", "channel", channel="dpo", for_="dsr"),
    ),
    good=(
        said(
            "To use your rights, write to privacy@example.com.",
            "channel",
            channel="privacy@example.com",
            for_="gdpr_requests",
        ),
    ),
)
def channel_mismatch(policy: PolicyView) -> Iterator[Hit]:
    """Compare the channels named for rights requests of the same people."""
    asks = [
        p
        for p in policy.of("channel")
        if p.tokens("for") & {"dsr", "gdpr_requests", "rights", "access", "erasure", "requests", "rights_requests"}
        or re.search(r"\b(?:exercise|use|make)\b.{0,30}\b(?:rights?|request)", p.words)
    ]
    named = [
        p for p in asks if not re.search(r"link lost|see section|contact_below|unspecified|writing", p.slot("channel"))
    ]
    for index, first in enumerate(named):
        for second in named[index + 1 :]:
            here, there = _address_of(first), _address_of(second)
            regions = jurisdictions(first), jurisdictions(second)
            if here and there and here != there and (not all(regions) or regions[0] & regions[1]):
                yield Hit(f"Requests go to {here} and to {there}.", evidence_of([first, second]))
                return


def _address_of(promise: Promise) -> str:
    channel = promise.slot("channel")
    if _ADDRESS.search(channel):
        return channel.split("|")[0]
    return (
        "the data protection officer"
        if "dpo" in channel or re.search(r"\bdpo\b|protection officer", promise.words)
        else ""
    )


@rule(
    "verification-of-optout",
    Family.MISSTATEMENT,
    MEDIUM,
    "Every Californian request is verified, opt-outs too",
    why="An opt-out of sale or sharing and a limit of sensitive data may not depend on verification.",
    fix="Verify requests to know, correct and delete; take opt-outs as they come.",
    law="11 CCR 7026(d), 7027(e), 7060(b)",
    bad=(
        said("Californians may opt out of sale.", "right", right="optout_sale", jurisdiction="US-CA"),
        said(
            "We verify your identity before processing any request.",
            "verification",
            when="before_processing",
            jurisdiction="US-CA",
        ),
    ),
    good=(
        said("Californians may opt out of sale.", "right", right="optout_sale", jurisdiction="US-CA"),
        said("We verify requests for deletion.", "verification", for_="erasure", jurisdiction="US-CA"),
    ),
)
def verification_of_optout(policy: PolicyView) -> Iterator[Hit]:
    """Compare verification of all requests with Californian opt-outs."""
    optouts = [
        p for p in rights_of(policy, "optout_sale", "limit_sensitive", "optout_sharing") if "US-CA" in jurisdictions(p)
    ]
    blanket = [
        p
        for p in policy.of("verification")
        if not p.slot("for")
        and p.says("when", "before_processing", "on_receipt")
        and (not jurisdictions(p) or "US-CA" in jurisdictions(p))
    ]
    exempt = next(
        policy.matching(
            re.compile(
                r"(?:not|without).{0,40}verif\w+.{0,60}opt[- ]?out|opt[- ]?out.{0,60}(?:not|without).{0,30}verif", re.I
            )
        ),
        None,
    )
    if optouts and blanket and not exempt:
        yield Hit("Opt-outs are not exempt from verification.", evidence_of([blanket[0], optouts[0]]))


@rule(
    "optout-15-calendar-days",
    Family.GAP,
    LOW,
    "The opt-out is promised in 15 days where the law has 15 business days",
    why="Not a mistake: the promise is stricter than the rule and is the one people can rely on. The clock has to "
    "count calendar days.",
    fix="Keep it, and let the clock count calendar days.",
    law="11 CCR 7026(f)",
    bad=(
        said(
            "We act on opt-outs within 15 days.", "deadline", subject="optout_sale", period="P15D", jurisdiction="US-CA"
        ),
    ),
    good=(
        said(
            "We act on opt-outs within 15 business days.",
            "deadline",
            subject="optout_sale",
            period="P15BD",
            jurisdiction="US-CA",
        ),
    ),
)
def calendar_days(policy: PolicyView) -> Iterator[Hit]:
    """Look for opt-out clocks in calendar days that are shorter than the 15 business days of California."""
    for promise in policy.of("deadline"):
        calendar = promise.slot("period").upper().endswith("D") and not promise.slot("period").upper().endswith("BD")
        about = "optout" in promise.slot("subject") or re.search(r"opt[- ]?out", promise.words)
        if about and calendar and 10 <= (days(promise) or 0) <= 20:
            yield Hit("Calendar days were promised; the law counts business days.", (promise.evidence,))


@rule(
    "authorized-agent-missing",
    Family.GAP,
    MEDIUM,
    "How an agent can ask is not said",
    why="A Californian may have somebody else make the request; the policy has to say how.",
    fix="Say what an agent has to show (signed permission) and where to send it.",
    law="11 CCR 7011(e)(3)(H), 7063",
    absence=True,
    bad=(_CA_RIGHT, _CA_CHANNEL),
    good=(_CA_RIGHT, _CA_CHANNEL, said("An agent may ask with your signed permission.", "agent", jurisdiction="US-CA")),
)
def agent_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for Californian rights to know, delete or correct without a word on agents."""
    rights = [
        p for p in rights_of(policy, "know", "erasure", "rectification", "optout_sale") if "US-CA" in jurisdictions(p)
    ]
    if rights and not policy.of("agent") and not next(policy.matching(re.compile(r"\bagents?\b", re.IGNORECASE)), None):
        ways = [p for p in policy.of("channel") if "US-CA" in jurisdictions(p)]
        yield Hit("Nothing is said about agents.", evidence_of([*ways[:3], rights[0]]))


_APPEAL_STATES = frozenset(
    {
        "US-VA",
        "US-CO",
        "US-CT",
        "US-TX",
        "US-OR",
        "US-MT",
        "US-DE",
        "US-NJ",
        "US-MN",
        "US-MD",
        "US-IN",
        "US-TN",
        "US-KY",
    }
)


@rule(
    "appeal-missing",
    Family.GAP,
    LOW,
    "Residents of some states get rights but no appeal",
    why="Virginia, Colorado, Connecticut and most states that followed want a way to appeal a refusal, answered in 45 "
    "or 60 days.",
    fix="Describe one appeal for all states.",
    law="C.R.S. 6-1-1306(3); Conn. Gen. Stat. 42-518(d); Va. Code 59.1-577(C)",
    absence=True,
    bad=(said("Colorado residents may ask for deletion.", "right", right="erasure", jurisdiction="US-CO"),),
    good=(
        said("Colorado residents may ask for deletion.", "right", right="erasure", jurisdiction="US-CO"),
        said("You may appeal a refusal.", "appeal", period="P45D", actor="controller"),
    ),
)
def appeal_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for states with a statutory appeal whose residents get rights in the policy but no appeal."""
    offered = policy.of("appeal")
    if any(not jurisdictions(p) for p in offered):
        return
    covered = {j for p in offered for j in jurisdictions(p)}
    without = sorted({j for p in policy.of("right") for j in jurisdictions(p) & _APPEAL_STATES} - covered)
    if without:
        found = [next(p for p in policy.of("right") if j in jurisdictions(p)) for j in without]
        yield Hit(f"No appeal is described for {', '.join(without)}.", evidence_of(found, 8))


@rule(
    "appeal-45-days-subject",
    Family.VAGUE,
    HIGH,
    "The appeal clock binds the person instead of the company",
    why="State laws give the company a time to answer an appeal (60 days in Virginia, 45 in Colorado) and the person "
    "a reasonable time to make it. As worded, the days limit the person and no answer is promised.",
    fix="Say by when you answer an appeal; give the person a generous window.",
    law="Va. Code 59.1-577(C); C.R.S. 6-1-1306(3)",
    bad=(said("You may appeal within 45 days.", "appeal", period="P45D", actor="consumer", jurisdiction="US-VA"),),
    good=(
        said("We answer appeals within 45 days.", "appeal", period="P45D", actor="controller", jurisdiction="US-VA"),
    ),
)
def appeal_subject(policy: PolicyView) -> Iterator[Hit]:
    """Look for appeal periods that run against the person while no answer to an appeal has a time."""
    appeals = [p for p in policy.of("appeal") if days(p)]
    ours = re.compile(r"\bwe (?:will |shall )?(?:\w+ )?(?:respond|answer|decide|inform|reply)")
    theirs = [
        p
        for p in appeals
        if p.slot("actor") in ("consumer", "person", "data_subject") or re.search(r"\byou (?:may|can|must)\b", p.words)
    ]
    answered = [p for p in appeals if p not in theirs or ours.search(p.words)]
    if theirs and not answered:
        yield Hit("The days limit the person; no time is promised for the answer.", evidence_of(theirs))
