"""Who answers for the data, and how to reach them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.model import PolicyView
from upheld.policy.linting.rules import LOW, MEDIUM, Family, Hit, head, para, rule, said

_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_CONSUMER = re.compile(
    r"@(?:gmail|googlemail|yahoo|hotmail|outlook|live|aol|icloud|gmx|proton(?:mail)?|mail)\.(?:com|net|de|me|co\.uk)\b",
    re.IGNORECASE,
)
_CONTACT = re.compile(
    r"\bcontact (?:us|information|details)\b|\bhow to (?:contact|reach)\b|\bcontact\b$", re.IGNORECASE
)
_REACHABLE = re.compile(r"@|https?://|www\.|\+?\d[\d ()-]{7,}|\b\d{4,5}\b")
_COMPANY = re.compile(
    r"\b(?:data )?controller\b|\b(?:Inc|LLC|Ltd|Limited|GmbH|BV|B\.V|NV|AG|SAS|SARL|Corp|PLC|Oy|AB|ApS)\b"
)
_OLD_OFFICE = re.compile(r"Information Commissioner(?:'|’)s? Office|\bICO\b")


@rule(
    "contact-missing",
    Family.GAP,
    MEDIUM,
    "The contact section names no address",
    why="Identity and contact details come first among the things people have to be told; a section that names a team "
    "and no address cannot be used.",
    fix="Add an e-mail address and a postal address.",
    law="GDPR 13(1)(a); 11 CCR 7011(e)(3)(J)",
    bad=(
        head("How to contact us"),
        said("If you have questions, please contact our team.", "channel", channel="team", for_="general"),
    ),
    good=(
        head("How to contact us"),
        said("Write to privacy@example.com.", "channel", channel="privacy@example.com", for_="general"),
    ),
)
def missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a contact section in which no address, number or link stands."""
    headings = policy.headings
    for index, heading in enumerate(headings):
        if not _CONTACT.search(" ".join(heading.text.split())):
            continue
        end = headings[index + 1].start if index + 1 < len(headings) else len(policy.text)
        body = policy.text[heading.end : end]
        if body.strip() and not _REACHABLE.search(body) and len(body) < 900:
            inside = [p.evidence for p in policy.of("channel") if heading.end <= p.start < end]
            within = [p.evidence for p in policy.passages if heading.end <= p.start < end]
            yield Hit("No address stands in the contact section.", tuple((inside or within)[:2]))


@rule(
    "consumer-mailbox",
    Family.RISKY,
    LOW,
    "Requests go to a mailbox of a consumer service",
    why="A free mailbox has no contract for processing, often no second factor, and is lost with the person who "
    "opened it; requests that get lost start their clocks all the same.",
    fix="Use a mailbox on your own domain that several people read.",
    law="GDPR 28, 32",
    bad=(said("Write to example.prints@gmail.com.", "channel", channel="example.prints@gmail.com", for_="general"),),
    good=(said("Write to privacy@example.com.", "channel", channel="privacy@example.com", for_="general"),),
)
def consumer_mailbox(policy: PolicyView) -> Iterator[Hit]:
    """Look for channels on a consumer mail service, where the policy has no other address."""
    matches = list(_EMAIL.finditer(policy.text))
    addresses = {m.group(0).lower() for m in matches}
    if addresses and all(_CONSUMER.search(a) for a in addresses):
        yield Hit("The only address is a consumer mailbox.", tuple(policy.span(*m.span()) for m in matches[:6]))


@rule(
    "controller-missing",
    Family.GAP,
    MEDIUM,
    "Who is responsible is not said",
    why="The identity of the controller is the first thing people have to be told.",
    fix="Name the company, its form and its address.",
    law="GDPR 13(1)(a)",
    absence=True,
    bad=(para("We care about your privacy."),),
    good=(said("Example Prints BV, Ghent, is the controller.", "identity", controller="Example Prints BV"),),
)
def controller_missing(policy: PolicyView) -> Iterator[Hit]:
    """Look for a whole policy that names no controller."""
    if not policy.of("identity") and policy.passages and not any(policy.matching(_COMPANY)):
        yield Hit("No controller is named.", (policy.passages[0].evidence,))


@rule(
    "outdated-authority-name",
    Family.STALE,
    LOW,
    "The UK authority is named as it was before September 2026",
    why="Since 30 September 2026 the regulator is the Information Commission. The old name is not harmful, and shows "
    "that the text was not reviewed since.",
    fix="Write Information Commission; its website is still ico.org.uk.",
    law="SI 2026/1015",
    bad=(said("Complain to the Information Commissioner's Office.", "complaint", authority="ICO", jurisdiction="UK"),),
    good=(
        said(
            "Complain to the Information Commission.",
            "complaint",
            authority="Information Commission",
            jurisdiction="UK",
        ),
    ),
)
def outdated_authority(policy: PolicyView) -> Iterator[Hit]:
    """Look for the former name of the UK regulator in a policy checked after the change."""
    if policy.as_of.isoformat() < "2026-09-30":
        return
    found = [s for s in policy.matching(_OLD_OFFICE) if "Commissioner" in s.quote]
    if found:
        yield Hit("The regulator is now the Information Commission.", tuple(found[:2]))
