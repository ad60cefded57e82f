"""Advertising: identifiers, places and address books that reach advertisers, and the way out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from upheld.policy.linting.catalogue.requests import rights_of
from upheld.policy.linting.facts import addressed, categories, targets_ads
from upheld.policy.linting.model import PolicyView, evidence_of
from upheld.policy.linting.rules import HIGH, MEDIUM, Family, Hit, para, rule, said

_MARKETING = re.compile(r"(?:direct )?marketing|\badvertis")
_NO_SALE = said("We do not sell your personal information.", "no_sale", scope="sale")
_HOST = said("Our hosting provider stores your data.", "recipient", recipient="service_providers", role="processor")


@rule(
    "no-sale-vs-ad-cookies",
    Family.CONTRADICTION,
    MEDIUM,
    "Nothing is sold, yet there are advertising cookies or partners",
    why="Letting an advertising network read identifiers is normally “sharing”, often a “sale”, under California law, "
    "money or not (People v. Sephora, 2022). It depends on the contract and on whether the network may use the "
    "data for others.",
    fix="Say whether data are shared for cross-context behavioural advertising; if so, offer the opt-out and its link.",
    law="Cal. Civ. Code 1798.140(ad), (ah), 1798.135",
    bad=(_NO_SALE, said("Marketing cookies deliver relevant advertisements.", "cookie_category", category="marketing")),
    good=(_NO_SALE, said("Essential cookies keep you logged in.", "cookie_category", category="essential")),
)
def no_sale_vs_ads(policy: PolicyView) -> Iterator[Hit]:
    """Compare promises not to sell with marketing cookies and recipients for targeted advertising."""
    promised = [p for p in policy.of("no_sale") if "sale" in p.slot("scope") or "sell" in p.words]
    ads = [p for p in policy.of("cookie_category") if p.says("category", "marketing", "advertising", "targeting")]
    ads += [p for p in policy.of("recipient", "cookie_category", "purpose") if targets_ads(p) and p not in ads]
    if promised and ads:
        yield Hit(
            "Advertising of this kind is normally a sharing or sale under California law.",
            evidence_of([promised[-1], *ads]),
        )


_HASHED = said(
    "We share a hashed email address with ad partners.",
    "recipient",
    recipient="ad_partners",
    subject="hashed_email",
    purpose="custom_audience",
)


@rule(
    "hashed-email-sharing",
    Family.RISKY,
    HIGH,
    "Identifiers go to advertising platforms",
    why="A hashed address is still an identifier (FTC, 2024: “hashing is not anonymous”), and matching it to a "
    "platform's users is sharing for cross-context advertising. It matters whether an opt-out is offered and "
    "carried out before the upload.",
    fix="Offer the opt-out, honour browser signals, and leave opted-out people out of every upload.",
    law="Cal. Civ. Code 1798.140(ah); GDPR 6, 21",
    bad=(_HASHED,),
    good=(_HOST,),
)
def hashed_identifiers(policy: PolicyView) -> Iterator[Hit]:
    """Look for identifiers given to recipients who advertise, match audiences or link devices."""
    ids = re.compile(r"\bhashed\b|\bunique identifier|\baccount identifier|\buser id\b")
    found = [
        p
        for p in policy.of("recipient")
        if (p.tokens("subject") & {"hashed_email", "user_id", "email", "device_id"} or ids.search(p.words))
        and (targets_ads(p) or p.says("purpose", "analytics") or ids.search(p.words))
    ]
    if found:
        yield Hit("Identifiers are given to platforms that match people.", evidence_of(found, 6))


@rule(
    "precise-location-ads",
    Family.RISKY,
    HIGH,
    "Precise location serves advertising",
    why="Precise location is sensitive; its use for advertising needs a right to limit in California and consent in "
    "the EU. Sale of such data has led to orders against data brokers (FTC, 2024). It matters how precise the "
    "location is and whether people opted in.",
    fix="Coarsen the location for advertising, or ask for consent to that use alone.",
    law="Cal. Civ. Code 1798.121; GDPR 6(1)(a)",
    bad=(
        said("We find your position by GPS.", "collect", subject="precise_location"),
        said("We use your location for personalised ads.", "purpose", subject="location", purpose="advertising"),
    ),
    good=(
        said("We find your position by GPS.", "collect", subject="precise_location"),
        said("We use your location to show the route.", "purpose", subject="location", purpose="service"),
    ),
)
def precise_location_ads(policy: PolicyView) -> Iterator[Hit]:
    """Compare collection of precise location with purposes that use location for marketing or advertising."""
    exact = [p for p in policy.of("collect") if "precise_location" in categories(p) and p.slot("collected") == ""]
    uses = [
        p
        for p in policy.of("purpose")
        if "location" in p.tokens("subject") | categories(p)
        and (
            p.says("purpose", "advertising", "marketing", "targeted_advertising", "personalisation")
            or _MARKETING.search(p.words)
        )
    ]
    if exact and uses:
        yield Hit("Precise location is collected and location serves advertising.", evidence_of([exact[0], *uses]))


@rule(
    "address-book-marketing",
    Family.RISKY,
    HIGH,
    "Other people's contact details serve marketing",
    why="The people in an address book never dealt with the company; using their details for marketing has no basis "
    "and was fined (for example Bundesgerichtshof I ZR 65/14, friend finder). It matters whether the contacts are "
    "stored or only matched.",
    fix="Do not use contacts for marketing; delete them after the function they were given for.",
    law="GDPR 6, 14",
    bad=(
        said(
            "You can let us see your address book.", "source", source="authentication_services", subject="address_book"
        ),
        said("We use this for advertising and marketing.", "purpose", subject="address_book", purpose="marketing"),
    ),
    good=(
        said(
            "You can let us see your address book.", "source", source="authentication_services", subject="address_book"
        ),
    ),
)
def address_book_marketing(policy: PolicyView) -> Iterator[Hit]:
    """Compare access to contacts with a marketing purpose for them, named or standing right after."""
    for found in policy.of("source", "collect"):
        if "contacts" not in categories(found):
            continue
        uses = [
            p
            for p in policy.of("purpose")
            if (p.says("purpose", "marketing", "advertising") or _MARKETING.search(p.words))
            and ("address_book" in p.tokens("subject") or 0 < p.start - found.start < 700)
        ]
        if uses:
            yield Hit("Contacts of other people are used for marketing.", evidence_of([found, *uses[:2]]))


@rule(
    "dangling-optout",
    Family.CONTRADICTION,
    HIGH,
    "An opt-out is announced and not found where it is said to be",
    why="An opt-out that exists only on paper has been fined several times (for example where it stayed broken for 40 "
    "days). Who follows the reference finds no way to say no.",
    fix="Describe the opt-out at the place referred to, and test it.",
    law="Cal. Civ. Code 1798.120, 1798.135",
    bad=(
        said(
            "To opt out of sharing with partners, see “Your Choices” below.", "optout", subject="third_party_marketing"
        ),
        para("Your Choices"),
        said("You can leave our newsletter.", "marketing", optout="unsubscribe_link"),
    ),
    good=(
        said(
            "To opt out of sharing with partners, see “Your Choices” below.", "optout", subject="third_party_marketing"
        ),
        para("Your Choices"),
        said(
            "Stop the sharing with partners at example.com/optout.",
            "optout",
            subject="third_party_marketing",
            mechanism="example.com/optout",
        ),
    ),
)
def dangling_optout(policy: PolicyView) -> Iterator[Hit]:
    """Look for an opt-out of sharing that refers elsewhere while no other opt-out of sharing has a way to use it."""
    sharing = re.compile(r"opt[- ]?(?:ing )?out\b.{0,40}\b(?:shar|disclos|sell|sale)")
    refers = re.compile(r"\b(?:see|refer to|described in|section|below|above)\b")
    announced = [
        p
        for p in policy.of("optout", "right")
        if sharing.search(p.words) or p.slot("subject") == "third_party_marketing"
    ]
    usable = [p for p in announced if p.slot("mechanism") and not refers.search(p.words)]
    usable += [p for p in policy.of("channel") if p.says("for", "optout_sale", "optout", "optout_sharing")]
    for promise in announced:
        if refers.search(promise.words) and not usable:
            yield Hit("The place referred to offers no such opt-out.", (promise.evidence,))


@rule(
    "sale-optout-missing",
    Family.GAP,
    HIGH,
    "Data go to advertisers, and no opt-out of sale or sharing is offered",
    why="Where identifiers reach advertising partners, Californians have to be offered “Do Not Sell or Share My "
    "Personal Information”. Opt-outs that were missing or broken were fined (People v. Sephora, 2022; CPPA v. "
    "Honda, 2025). It matters whether the partner may use the data for itself.",
    fix="Offer the opt-out and honour browser signals.",
    law="Cal. Civ. Code 1798.120, 1798.135",
    absence=True,
    bad=(
        said("Californians may ask about marketing.", "right", right="shine_the_light", jurisdiction="US-CA"),
        said(
            "We share ids with advertising partners.",
            "recipient",
            recipient="ad_partners",
            purpose="targeted_advertising",
            sale_share="likely",
        ),
    ),
    good=(
        said("Californians may opt out of sale and sharing.", "right", right="optout_sale", jurisdiction="US-CA"),
        said(
            "We share ids with advertising partners.",
            "recipient",
            recipient="ad_partners",
            purpose="targeted_advertising",
            sale_share="likely",
        ),
    ),
)
def sale_optout_missing(policy: PolicyView) -> Iterator[Hit]:
    """Compare recipients for targeted advertising, where California is addressed, with rights to opt out of sale or sharing."""
    ads = [p for p in policy.of("recipient") if targets_ads(p)]
    offered = rights_of(policy, "optout_sale", "optout_sharing", "optout_targeted_ads")
    if ads and addressed(policy, "US-CA") and not offered:
        yield Hit("No opt-out of sale or sharing is offered.", evidence_of(ads, 3))
