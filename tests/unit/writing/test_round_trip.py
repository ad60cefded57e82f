"""A notice says what the charter says: reading it again gives the same promises."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from upheld.policy.charter import Charter, SourceRef, Statement, StatementType, Status
from upheld.policy.reading import read
from upheld.policy.writing import notice_of, to_markdown

Slots = Mapping[str, str | int | bool]
WHERE = SourceRef("1", 0, 1, "0" * 64)


def one_of(**options: tuple[str | bool | None, ...]) -> st.SearchStrategy[dict[str, str | bool]]:
    """Return slots with one of the options each; None leaves the slot out."""
    drawn = st.fixed_dictionaries({name.rstrip("_"): st.sampled_from(values) for name, values in options.items()})
    return drawn.map(lambda slots: {name: value for name, value in slots.items() if value is not None})


EVERYWHERE = (None, "EEA", "US-CA", "EEA,UK")
PROMISES: dict[str, st.SearchStrategy[dict[str, str | bool]]] = {
    "retention": one_of(
        subject=("account_data", "log_data", "usage_data", "support_data", "transaction_data"),
        period=("P30D", "P90D", "P1Y", "P7Y", "P18M"),
        bound=("max", "exact"),
        trigger=("account_closure", "last_activity", "contract_end", "issue_resolved", "purchase"),
    ),
    "deadline": one_of(
        subject=("dsr_response", "complaint_ack", "complaint_response"), period=("P5BD", "P20D", "P30D", "P1M", "P45D")
    ),
    "right": one_of(
        right=(
            "access",
            "erasure",
            "rectification",
            "restriction",
            "objection",
            "portability",
            "know",
            "optout_sale",
            "limit_sensitive",
        ),
        jurisdiction=EVERYWHERE,
    ),
    "no_sale": one_of(scope=("sale",)),
    "no_share": one_of(scope=("share",), purpose=("third_party_marketing",)),
    "breach": one_of(
        action=("notify_authority", "notify_users"), period=("PT72H", "PT48H", "P5D"), trigger=("awareness",)
    ),
    "signal": one_of(signal=("GPC", "DNT"), honored=(True, False)),
    "withdrawal": one_of(right=("withdraw_consent",), when=("any time",)),
    "marketing": one_of(optout=("unsubscribe_link",)),
    "children": one_of(age=("13", "16", "18"), action=("not_directed", "no_knowing_collection")),
    "cookie_category": one_of(category=("essential", "analytics", "functional", "marketing")),
    "appeal": one_of(period=("P45D", "P60D"), actor=("controller",)),
    "fee": one_of(fee=("free",)),
    "collect": one_of(subject=("name", "email", "phone", "ip_address", "payment", "location", "preferences", "health")),
    "recipient": one_of(recipient=("payment_processors", "email_providers", "affiliates", "professional_advisers")),
    "transfer": one_of(destination=("US",), safeguard=("SCC",)),
    "legal_basis": one_of(basis=("consent", "contract", "legitimate_interests", "legal_obligation")),
    "purpose": one_of(purpose=("marketing", "support", "fraud_prevention", "debugging")),
    "dpo": one_of(appointed=("true",)),
    "change_notice": one_of(action=("notify",), deadline=("P30D", "P14D")),
    "agent": one_of(),
    "complaint": one_of(authority=("local SA",)),
    "optout": one_of(subject=("interest_based_ads",)),
    "verification": one_of(when=("before_processing",)),
    "confirmation": one_of(channel=("email",), trigger=("deletion_complete",)),
    "content": one_of(right=("access",), fields=("purposes,recipients",)),
    "identity": one_of(controller=("Example Prints BV",), address=(None, "Quay 4, 9000 Ghent, Belgium")),
    "effective_date": one_of(date=("2026-03-01", "2025-11-30"), version=(None, "3")),
    "scope": one_of(service=("example.com",)),
    "security": one_of(measure=("encryption_in_transit", "mfa", "training", "access_control", "disclaimer")),
    "adm": one_of(polarity=("-",)),
    "not_collect": one_of(subject=("health", "biometrics", "sensitive")),
    "source": one_of(source=("social_media", "business_partners")),
    "channel": one_of(channel=("privacy@example.com",), for_=("general", "dsr")),
    "cookie_control": one_of(mechanism=("browser_settings",)),
}
COMPARED: dict[str, tuple[str, ...]] = {
    "retention": ("subject", "period", "bound", "trigger"),
    "deadline": ("subject", "period"),
    "right": ("right", "jurisdiction"),
    "no_sale": ("scope",),
    "no_share": (),
    "breach": ("action", "period"),
    "signal": ("signal", "honored"),
    "withdrawal": (),
    "marketing": ("optout",),
    "children": ("age", "action"),
    "cookie_category": ("category",),
    "appeal": ("period",),
    "fee": ("fee",),
    "collect": ("subject",),
    "recipient": ("recipient",),
    "transfer": ("destination", "safeguard"),
    "legal_basis": ("basis",),
    "purpose": ("purpose",),
    "dpo": (),
    "change_notice": (),
    "agent": (),
    "complaint": (),
    "optout": (),
    "verification": (),
    "confirmation": (),
    "content": (),
    "identity": ("controller",),
    "effective_date": ("date", "version"),
    "scope": (),
    "security": (),
    "adm": ("polarity",),
    "not_collect": ("subject",),
    "source": (),
    "channel": ("channel",),
    "cookie_control": (),
}
"""The slots that have to come back; the rest of a promise is words."""

Promise = tuple[str, tuple[tuple[str, str], ...]]


def essence(kind: str, slots: Slots) -> Promise:
    return kind, tuple((name, str(slots.get(name, "")).lower()) for name in COMPARED.get(kind, ()))


def charter(promises: list[tuple[str, dict[str, str | bool]]]) -> Charter:
    statements = tuple(
        Statement(f"s{i}", kind, StatementType.DUTY, Status.CONFIRMED, WHERE, slots)
        for i, (kind, slots) in enumerate(promises)
    )
    return Charter(
        "Example Prints BV", "shop", "1", datetime(2026, 1, 1, tzinfo=UTC), "policy.md", "0" * 64, statements
    )


def read_back(published: Charter) -> set[Promise]:
    return {essence(s.kind, s.slots) for s in read(to_markdown(notice_of(published))).statements}


def written(published: Charter) -> set[Promise]:
    return {essence(s.kind, s.slots) for s in published.statements}


ANY_PROMISE = st.sampled_from(sorted(PROMISES)).flatmap(lambda kind: PROMISES[kind].map(lambda slots: (kind, slots)))


@pytest.mark.parametrize("kind", sorted(PROMISES))
def test_each_kind_alone(kind: str) -> None:
    @settings(max_examples=40, deadline=None)
    @given(PROMISES[kind])
    def comes_back(slots: dict[str, str | bool]) -> None:
        published = charter([(kind, slots)])
        assert read_back(published) == written(published)

    comes_back()


@settings(max_examples=60, deadline=None)
@given(st.lists(ANY_PROMISE, min_size=1, max_size=14))
def test_any_charter_comes_back_whole(promises: list[tuple[str, dict[str, str | bool]]]) -> None:
    published = charter(promises)
    assert read_back(published) == written(published)
