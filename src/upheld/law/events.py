"""The events a clock may depend on: a closed vocabulary shared by case files, the case log and the rules."""

from __future__ import annotations

from typing import NamedTuple


class EventSpec(NamedTuple):
    """The extra fields an event may carry, and whether it can happen before the message that opened the case."""

    fields: frozenset[str]
    may_precede: bool


def _anchor(*fields: str) -> EventSpec:
    return EventSpec(frozenset(fields), may_precede=True)


def _reply(*fields: str) -> EventSpec:
    return EventSpec(frozenset(fields), may_precede=False)


EVENTS: dict[str, EventSpec] = {
    # what a period runs from, or what happened before this request: may lie before receipt
    "account_closed": _anchor(),
    "aware": _anchor(),
    "aware_personal_data_affected": _anchor(),
    "became_aware_child_without_consent": _anchor(),
    "communicated": _anchor(),
    "determined": _anchor("residents"),
    "discovered": _anchor(),
    "discovered_by_business_associate": _anchor(),
    "discovered_by_covered_entity": _anchor("individuals"),
    "individuals_notified": _anchor(),
    "message_sent": _anchor(),
    "opted_out": _anchor(),
    "prior_answered_request": _anchor(),
    "prior_know_request": _anchor(),
    "processor_aware": _anchor(),
    "processor_notified_controller": _anchor(),
    "purpose_ended": _anchor(),
    "request_dated": _anchor(),
    "residents_notified": _anchor("count"),
    # what follows receipt
    "arrived_via": _reply("channel", "published_by_controller"),
    "clarification_received": _reply(),
    "clarification_requested": _reply("basis"),
    "extension_notice": _reply("new_date", "reason"),
    "fee_announced": _reply("amount_chf", "basis"),
    "fee_paid": _reply(),
    "fee_requested": _reply("basis"),
    "gpc_header": _reply("value"),
    "identity_confirmed": _reply(),
    "identity_requested": _reply("basis"),
    "request_closed": _reply(),
    "requester_confirms": _reply(),
    "routed_to_privacy_team": _reply(),
}
"""Every event by its word."""
