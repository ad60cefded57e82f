"""How changes of the policy are told, when they take effect, and how old the policy is."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from upheld.policy.linting.model import PolicyView, Promise, evidence_of
from upheld.policy.linting.rules import HIGH, MEDIUM, Family, Hit, para, rule, said

_DATE = re.compile(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?")
_PRIOR = re.compile(r"\b(?:prior to|before|in advance|at least \w+(?: \(\d+\))? days)\b")
_PROMPT = re.compile(r"\bprompt(?:ly)?\b|\bas soon as\b|\bwithout delay\b")
_AT_ONCE = re.compile(
    r"effective (?:\w+ ){0,3}(?:when|upon|once|as soon as|immediately|on (?:the date of )?)(?: (?:it|they|we|is|are))*"
)


def takes_effect_at_once(promise: Promise) -> bool:
    """Return whether a change holds from the moment it is posted."""
    return promise.says("effective", "on_posting", "immediately") or _AT_ONCE.search(promise.words) is not None


def _told_before(promise: Promise) -> bool:
    return promise.slot("trigger") != "business transfer" and (
        "before" in promise.slot("deadline")
        or (promise.says("action", "notify") and bool(_PRIOR.search(promise.words)))
    )


_EFFECTIVE_ON_POSTING = said(
    "Changes are effective when they are posted on this page.", "change_notice", effective="on_posting"
)
_PRIOR_NOTICE = said(
    "We will e-mail you before a change takes effect.", "change_notice", action="notify", deadline="before effective"
)


@rule(
    "change-prior-notice-vs-effective-on-posting",
    Family.CONTRADICTION,
    HIGH,
    "Prior notice is promised, yet changes hold as soon as they are posted",
    why="Both cannot be kept. A regulator or court reads the sentence that favours the person: the notice before.",
    fix="Name the day from which a change holds, some time after the notice.",
    law="GDPR 5(1)(a), 13(3); Cal. Bus. & Prof. Code 22575(b)(3)",
    bad=(_PRIOR_NOTICE, _EFFECTIVE_ON_POSTING),
    good=(_PRIOR_NOTICE, said("Changes hold 30 days after we post them.", "change_notice", effective="after_30_days")),
)
def prior_notice_vs_posting(policy: PolicyView) -> Iterator[Hit]:
    """Compare a promise to tell people before a change takes effect with one that it takes effect on posting."""
    changes = policy.of("change_notice")
    prior = [p for p in changes if _told_before(p)]
    at_once = [p for p in changes if takes_effect_at_once(p)]
    if prior and at_once:
        yield Hit(
            "People are to be told before a change takes effect, and it takes effect on posting.",
            evidence_of([*prior[:2], *at_once[:2]]),
        )


@rule(
    "change-prompt-vs-prior",
    Family.CONTRADICTION,
    MEDIUM,
    "Changes are told promptly in one place and beforehand in another",
    why="“Promptly” allows telling people afterwards; “before it takes effect” does not. The stricter one binds.",
    fix="Keep one sentence about when people are told.",
    bad=(
        said("You will be promptly updated of any change.", "change_notice", action="notify", deadline="promptly"),
        _PRIOR_NOTICE,
    ),
    good=(_PRIOR_NOTICE,),
)
def prompt_vs_prior(policy: PolicyView) -> Iterator[Hit]:
    """Compare when notice of a change is promised: promptly, or before it takes effect."""
    changes = [p for p in policy.of("change_notice") if p.slot("trigger") != "business transfer"]
    prompt = [
        p
        for p in changes
        if p.slot("deadline") == "promptly" or (_PROMPT.search(p.words) and not takes_effect_at_once(p))
    ]
    prior = [p for p in changes if _told_before(p)]
    if prompt and prior:
        yield Hit("Notice is promised promptly and, elsewhere, beforehand.", evidence_of([prompt[0], prior[0]]))


@rule(
    "effective-on-access",
    Family.RISKY,
    MEDIUM,
    "Changes take effect without any notice before",
    why="A material change of a promise under which data were already collected, applied without telling people, has "
    "been treated as an unfair practice (FTC, In re Gateway Learning, 2004) and lacks fairness under the GDPR. It "
    "matters when the change is material and the data were collected before it.",
    fix="Tell people of material changes some weeks ahead and say from which day the change holds.",
    law="GDPR 5(1)(a), 13(3); FTC Act 5; Minn. Stat. 325M",
    bad=(
        _EFFECTIVE_ON_POSTING,
        said("We may notify you of material changes.", "change_notice", action="notify", modality="may"),
    ),
    good=(_PRIOR_NOTICE,),
)
def effective_on_access(policy: PolicyView) -> Iterator[Hit]:
    """Look for changes that hold on posting where no notice beforehand is promised."""
    changes = policy.of("change_notice")
    at_once = [p for p in changes if takes_effect_at_once(p)]
    firm = [p for p in changes if _told_before(p) and not p.tentative]
    if at_once and not firm:
        weak = [p for p in changes if p.tentative and p.says("action", "notify", "notify_users")]
        yield Hit("Changes hold as soon as they are posted and nobody is told before.", evidence_of([*at_once, *weak]))


_BY_USE = re.compile(r"continu(?:ed|ing)\b.{0,40}\b(?:use|using|access)|by (?:continuing|using|accessing)")


@rule(
    "change-by-continued-use",
    Family.RISKY,
    MEDIUM,
    "Using the service is taken as agreement to changes",
    why="Silence or use is not consent (GDPR Art. 4(11), recital 32; CJEU C-673/17 Planet49), so no purpose that "
    "needs consent can rest on it. It matters when the change brings a new purpose or recipient.",
    fix="Ask again where consent is needed; otherwise say that the change is notified, not agreed.",
    law="GDPR 4(11), 7",
    bad=(
        said(
            "Continuing to use the site after changes means you are consenting to them.",
            "change_notice",
            effect="acceptance_by_use",
        ),
    ),
    good=(_PRIOR_NOTICE,),
)
def change_by_continued_use(policy: PolicyView) -> Iterator[Hit]:
    """Look for changes that count as accepted because the service is used."""
    for promise in policy.of("change_notice"):
        accepted = re.search(r"consent|accept|agree", promise.words)
        if promise.says("effect", "acceptance_by_use") or (accepted and _BY_USE.search(promise.words)):
            yield Hit("Use of the service is taken as agreement to a change.", (promise.evidence,))


@rule(
    "policy-older-than-12-months",
    Family.STALE,
    MEDIUM,
    "The policy has not been updated for more than twelve months",
    why="California demands an update at least every twelve months. An old date also shows that later law (for "
    "example the CPRA of 2023, or the UK Act of 2025) was not worked in.",
    fix="Review the policy, change what is outdated, and publish it with the full new date.",
    law="Cal. Civ. Code 1798.130(a)(5)",
    bad=(said("Last updated 1 March 2021", "effective_date", date="2021-03-01"),),
    good=(said("Last updated 1 November 2026", "effective_date", date="2026-11-01"),),
)
def older_than_twelve_months(policy: PolicyView) -> Iterator[Hit]:
    """Compare the latest date a policy carries with the day of the check."""
    dated = [(parsed, p) for p in policy.of("effective_date") if (parsed := _parsed(p.slot("date")))]
    if dated:
        latest, promise = max(dated, key=lambda pair: pair[0])
        if (policy.as_of - latest).days > 366:
            months = (policy.as_of - latest).days // 30
            yield Hit(f"The policy is dated {promise.slot('date')}, about {months} months ago.", (promise.evidence,))


def _parsed(text: str) -> date | None:
    match = _DATE.search(text)
    if not match:
        return None
    year, month, day = (int(g) if g else 1 for g in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


@rule(
    "effective-date-missing",
    Family.GAP,
    MEDIUM,
    "The policy carries no date",
    why="Without a date nobody can tell which version held when data were collected, nor prove that the yearly update "
    "was made.",
    fix="Write the date from which the policy holds at its head.",
    law="Cal. Bus. & Prof. Code 22575(b)(4); 11 CCR 7011(e)(4)",
    absence=True,
    bad=(para("This notice explains how we handle personal data."),),
    good=(said("Effective 1 May 2026", "effective_date", date="2026-05-01"),),
)
def effective_date_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a whole policy without any date or version."""
    if not policy.of("effective_date") and policy.passages:
        yield Hit("No effective date or version is given.", (policy.passages[0].evidence,))
