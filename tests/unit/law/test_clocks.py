"""Each rule of the law files by a worked example: what the statute says, counted by hand."""

from __future__ import annotations

import pytest
from tests.unit.law.asking import Told, ask, day

from upheld.law import NoDeadline

BRUSSELS, LONDON, ZURICH = "Europe/Brussels", "Europe/London", "Europe/Zurich"
PACIFIC, EASTERN, SAO_PAULO = "America/Los_Angeles", "America/New_York", "America/Sao_Paulo"
COMPLEX = {"reason": "complexity"}


@pytest.mark.parametrize(
    ("law", "place", "right", "received", "zone", "due", "safe"),
    [
        ("GDPR", "BE", "portability", "2024-01-31T23:59:59+01:00", BRUSSELS, "2024-02-29", "2024-02-29"),
        ("GDPR", "BE", "rectification", "2026-07-01T00:00:00+02:00", BRUSSELS, "2026-08-03", "2026-08-01"),
        ("GDPR", "BE", "refusal_notice", "2026-11-25T09:00:00+01:00", BRUSSELS, "2026-12-28", "2026-12-25"),
        ("UK-GDPR", "UK", "erasure", "2025-11-25T09:00:00+00:00", LONDON, "2025-12-29", "2025-12-25"),
        ("UK-DPA2018-s164A", "UK", "complaint_acknowledge", "2026-06-25T09:00:00+01:00", LONDON, "2026-07-27", "2026-07-24"),
        ("CH-FADP", "CH", "access", "2026-07-02T09:00:00+02:00", ZURICH, "2026-08-03", "2026-08-01"),
        ("CCPA", "US-CA", "limit_sensitive", "2026-02-05T09:00:00-08:00", PACIFIC, "2026-03-03", "2026-02-26"),
        ("CCPA-ADMT", "US-CA", "opt_out_admt", "2027-01-04T10:00:00-08:00", PACIFIC, "2027-01-26", "2027-01-22"),
        ("CPA", "US-CO", "delete", "2026-07-24T10:00:00-06:00", "America/Denver", "2026-09-08", "2026-09-07"),
        ("CPA", "US-CO", "appeal", "2026-03-02T10:00:00-07:00", "America/Denver", "2026-04-16", "2026-04-16"),
        ("CTDPA", "US-CT", "appeal", "2026-03-02T10:00:00-05:00", EASTERN, "2026-05-01", "2026-05-01"),
        ("CTDPA", "US-CT", "withdraw_consent", "2026-03-06T10:00:00-05:00", EASTERN, "2026-03-21", "2026-03-21"),
        ("MODPA", "US-MD", "withdraw_consent", "2026-03-06T10:00:00-05:00", EASTERN, "2026-04-05", "2026-04-05"),
        ("MTCDPA", "US-MT", "withdraw_consent", "2026-03-06T10:00:00-07:00", "America/Denver", "2026-04-20", "2026-04-20"),
        ("OCPA", "US-OR", "appeal", "2026-03-02T10:00:00-08:00", PACIFIC, "2026-04-16", "2026-04-16"),
        ("ICDPA", "US-IA", "access", "2026-03-02T10:00:00-06:00", "America/Chicago", "2026-06-01", "2026-05-31"),
        ("ICDPA", "US-IA", "access", "2026-03-01T10:00:00-06:00", "America/Chicago", "2026-05-30", "2026-05-30"),
        ("TDPSA", "US-TX", "delete", "2026-03-07T10:00:00-06:00", "America/Chicago", "2026-04-22", "2026-04-21"),
        ("VCDPA", "US-VA", "appeal", "2026-09-04T10:00:00-04:00", EASTERN, "2026-11-04", "2026-11-03"),
        ("UCPA", "US-UT", "correct", "2026-07-01T10:00:00-06:00", "America/Denver", "2026-08-15", "2026-08-15"),
        ("HIPAA", "US", "access", "2026-03-02T10:00:00-05:00", EASTERN, "2026-04-01", "2026-04-01"),
        ("CAN-SPAM", "US", "unsubscribe", "2026-06-30T10:00:00-04:00", EASTERN, "2026-07-15", "2026-07-14"),
        ("CASL", "CA", "unsubscribe", "2026-06-26T10:00:00-04:00", "America/Toronto", "2026-07-13", "2026-07-10"),
        ("PIPEDA", "CA", "access", "2026-06-25T10:00:00-04:00", "America/Toronto", "2026-07-25", "2026-07-25"),
        ("PIPEDA", "CA", "access", "2026-06-01T10:00:00-04:00", "America/Toronto", "2026-07-02", "2026-07-01"),
        ("LGPD", "BR", "access_full", "2026-04-06T10:00:00-03:00", SAO_PAULO, "2026-04-22", "2026-04-21"),
        ("BR-CodigoCivil", "BR", "generic_month_period", "2026-01-31T10:00:00-03:00", SAO_PAULO, "2026-03-02", "2026-03-01"),
        ("BR-CodigoCivil", "BR", "generic_month_period", "2026-03-31T10:00:00-03:00", SAO_PAULO, "2026-05-04", "2026-05-01"),
        ("NJDPA", "US-NJ", "access", "2026-03-02T10:00:00-05:00", EASTERN, "2026-04-16", "2026-04-16"),
        ("RIDTPPA", "US-RI", "access", "2026-03-02T10:00:00-05:00", EASTERN, "2026-04-16", "2026-04-16"),
        ("OCDPA", "US-OK", "access", "2027-01-04T10:00:00-06:00", "America/Chicago", "2027-02-18", "2027-02-18"),
    ],
)  # fmt: skip
def test_plain_periods(law: str, place: str, right: str, received: str, zone: str, due: str, safe: str) -> None:
    answer = ask(law, place, right, received, zone)
    assert (day(answer.due_at), day(answer.safe_due_at)) == (due, safe)
    assert answer.because


@pytest.mark.parametrize(
    ("law", "place", "right", "received"),
    [
        ("GDPR", "BE", "access", "2018-05-24T12:00:00+02:00"),
        ("UK-DPA2018-s164A", "UK", "complaint_acknowledge", "2026-06-18T12:00:00+01:00"),
        ("CCPA-ADMT", "US-CA", "opt_out_admt", "2026-12-31T12:00:00-08:00"),
        ("OCDPA", "US-OK", "access", "2026-12-31T12:00:00-06:00"),
        ("MODPA", "US-MD", "withdraw_consent", "2025-09-30T12:00:00-04:00"),
        ("NV-603A.510", "US-NV", "consumer_health_access", "2024-03-30T12:00:00-07:00"),
    ],
)
def test_nothing_is_due_before_a_law_is_in_force(law: str, place: str, right: str, received: str) -> None:
    answer = ask(law, place, right, received, "UTC")
    assert (answer.due_at, answer.safe_due_at, answer.reason) == (None, None, NoDeadline.NOT_IN_FORCE)
    assert answer.because


EXTENSIONS: list[tuple[str, str, str, str, str, tuple[Told, ...], str, str]] = [
    # chained from 28 February the cautious date is two days earlier than three months from receipt
    ("GDPR", "BE", "access", "2026-01-31T12:00:00+01:00", BRUSSELS,
     (("extension_notice", "2026-02-10T09:00:00+01:00", COMPLEX),), "2026-04-30", "2026-04-28"),
    # the last lawful day of the notice is the rolled one
    ("GDPR", "BE", "access", "2026-01-31T12:00:00+01:00", BRUSSELS,
     (("extension_notice", "2026-03-02T23:59:59+01:00", COMPLEX),), "2026-04-30", "2026-04-28"),
    # a day too late, without reasons, or for a reason the law does not know: no extension
    ("GDPR", "BE", "access", "2026-01-31T12:00:00+01:00", BRUSSELS,
     (("extension_notice", "2026-03-03T00:00:00+01:00", COMPLEX),), "2026-03-02", "2026-02-28"),
    ("GDPR", "BE", "access", "2026-01-31T12:00:00+01:00", BRUSSELS,
     (("extension_notice", "2026-02-10T09:00:00+01:00"),), "2026-03-02", "2026-02-28"),
    ("GDPR", "BE", "access", "2026-01-31T12:00:00+01:00", BRUSSELS,
     (("extension_notice", "2026-02-10T09:00:00+01:00", {"reason": "staff_on_leave"}),), "2026-03-02", "2026-02-28"),
    # once only
    ("FDBR", "US-FL", "access", "2026-06-01T10:00:00-04:00", EASTERN,
     (("extension_notice", "2026-07-01T10:00:00-04:00", COMPLEX), ("extension_notice", "2026-07-10T10:00:00-04:00", COMPLEX)),
     "2026-07-31", "2026-07-31"),
    ("MCDPA-MN", "US-MN", "appeal", "2026-05-01T10:00:00-05:00", "America/Chicago",
     (("extension_notice", "2026-06-01T10:00:00-05:00", COMPLEX),), "2026-08-14", "2026-08-14"),
    ("NV-603A.345", "US-NV", "opt_out_sale", "2026-03-02T10:00:00-08:00", PACIFIC,
     (("extension_notice", "2026-04-01T10:00:00-07:00"),), "2026-05-31", "2026-05-31"),
    ("CH-FADP", "CH", "access", "2026-06-10T10:00:00+02:00", ZURICH,
     (("extension_notice", "2026-06-30T10:00:00+02:00", {"new_date": "2026-12-24"}),), "2026-12-24", "2026-12-24"),
    ("PIPEDA", "CA", "access", "2026-06-05T10:00:00-04:00", "America/Toronto",
     (("extension_notice", "2026-06-25T10:00:00-04:00", {"reason": "consultations", "new_date": "2026-07-15"}),),
     "2026-07-15", "2026-07-15"),
    ("PIPEDA", "CA", "access", "2026-06-05T10:00:00-04:00", "America/Toronto",
     (("extension_notice", "2026-06-25T10:00:00-04:00", {"reason": "consultations", "new_date": "2026-12-15"}),),
     "2026-08-04", "2026-08-04"),
]  # fmt: skip


@pytest.mark.parametrize(("law", "place", "right", "received", "zone", "events", "due", "safe"), EXTENSIONS)
def test_extensions(
    law: str, place: str, right: str, received: str, zone: str, events: tuple[Told, ...], due: str, safe: str
) -> None:
    answer = ask(law, place, right, received, zone, *events)
    assert (day(answer.due_at), day(answer.safe_due_at)) == (due, safe)


def asked(at: str, basis: str = "reasonable_doubts") -> Told:
    return "identity_requested", at, {"basis": basis}


PAUSES: list[tuple[str, str, str, str, str, tuple[Told, ...], str | None, str]] = [
    # EU: days of suspension, not for a blanket demand, not when asked late, not while open
    ("GDPR", "BE", "access", "2026-05-04T10:00:00+02:00", BRUSSELS, (asked("2026-05-06T09:00:00+02:00"),), None, "2026-06-04"),
    ("GDPR", "BE", "access", "2026-05-04T10:00:00+02:00", BRUSSELS,
     (asked("2026-05-25T09:00:00+02:00"), ("identity_confirmed", "2026-05-27T09:00:00+02:00")), "2026-06-04", "2026-06-04"),
    ("UK-GDPR", "UK", "access", "2026-03-02T10:00:00+00:00", LONDON,
     (asked("2026-04-03T10:00:00+01:00"), ("identity_confirmed", "2026-04-10T10:00:00+01:00")), "2026-04-02", "2026-04-02"),
    # UK: restart; restart and excluded days together, only those after the restart
    ("UK-GDPR", "UK", "access", "2026-03-02T10:00:00+00:00", LONDON,
     (asked("2026-03-03T10:00:00+00:00"), ("identity_confirmed", "2026-03-10T10:00:00+00:00"),
      ("clarification_requested", "2026-03-08T10:00:00+00:00", {"basis": "large_amount_of_information"}),
      ("clarification_received", "2026-03-12T10:00:00+00:00")), "2026-04-13", "2026-04-02"),
    ("UK-GDPR", "UK", "access", "2026-03-02T10:00:00+00:00", LONDON,
     (("fee_requested", "2026-03-03T10:00:00+00:00", {"basis": "manifestly_excessive"}),
      ("fee_paid", "2026-03-20T10:00:00+00:00")), "2026-04-20", "2026-04-02"),
    # California: never; Oregon: suspended; Utah: lifted while fraud is suspected
    ("CCPA", "US-CA", "delete", "2026-04-01T10:00:00-07:00", PACIFIC,
     (asked("2026-04-03T10:00:00-07:00"),), "2026-05-18", "2026-05-16"),
    ("OCPA", "US-OR", "access", "2026-04-01T10:00:00-07:00", PACIFIC,
     (asked("2026-04-03T10:00:00-07:00"), ("identity_confirmed", "2026-04-13T10:00:00-07:00")), "2026-05-26", "2026-05-16"),
    ("UCPA", "US-UT", "access", "2026-07-01T10:00:00-06:00", "America/Denver",
     (asked("2026-07-03T10:00:00-06:00", "fraud_suspected"),), None, "2026-08-15"),
    ("UCPA", "US-UT", "access", "2026-07-01T10:00:00-06:00", "America/Denver",
     (asked("2026-07-03T10:00:00-06:00", "fraud_suspected"), ("identity_confirmed", "2026-08-15T23:00:00-06:00")),
     "2026-08-15", "2026-08-15"),
    # Nevada's health data: from authentication
    ("NV-603A.510", "US-NV", "consumer_health_access", "2026-04-01T10:00:00-07:00", PACIFIC, (), None, "2026-05-16"),
    # Switzerland: an announced fee above the cap changes nothing
    ("CH-FADP", "CH", "access", "2026-06-10T10:00:00+02:00", ZURICH,
     (("fee_announced", "2026-06-10T15:00:00+02:00", {"amount_chf": 301, "basis": "disproportionate_effort"}),),
     "2026-07-10", "2026-07-10"),
]  # fmt: skip


@pytest.mark.parametrize(("law", "place", "right", "received", "zone", "events", "due", "safe"), PAUSES)
def test_pauses(
    law: str, place: str, right: str, received: str, zone: str, events: tuple[Told, ...], due: str | None, safe: str
) -> None:
    answer = ask(law, place, right, received, zone, *events)
    assert (day(answer.due_at), day(answer.safe_due_at)) == (due, safe)


def test_silence_on_an_announced_fee_withdraws_the_request() -> None:
    fee: Told = ("fee_announced", "2026-06-10T15:00:00+02:00", {"amount_chf": 200, "basis": "disproportionate_effort"})
    answer = ask("CH-FADP", "CH", "access", "2026-06-10T10:00:00+02:00", ZURICH, fee)
    assert (answer.due_at, answer.safe_due_at, answer.reason) == (None, None, NoDeadline.WITHDRAWN)
    late: Told = ("requester_confirms", "2026-06-21T09:00:00+02:00")
    assert ask("CH-FADP", "CH", "access", "2026-06-10T10:00:00+02:00", ZURICH, fee, late).reason is NoDeadline.WITHDRAWN


@pytest.mark.parametrize(
    ("aware", "due", "safe"),
    [
        ("2026-10-23T10:15:00+02:00", "2026-10-26T10:00:00+01:00", "2026-10-26T09:15:00+01:00"),
        ("2026-03-28T10:15:00+01:00", "2026-03-31T12:00:00+02:00", "2026-03-31T11:15:00+02:00"),
        ("2026-06-01T14:00:00+02:00", "2026-06-04T15:00:00+02:00", "2026-06-04T14:00:00+02:00"),
        ("2026-12-24T23:59:59+01:00", "2026-12-28T00:00:00+01:00", "2026-12-27T23:59:59+01:00"),
    ],
)
def test_72_hours_are_elapsed_hours_and_never_roll(aware: str, due: str, safe: str) -> None:
    answer = ask("GDPR", "BE", "breach_authority", aware, BRUSSELS, ("aware", aware))
    assert answer.due_at is not None
    assert answer.safe_due_at is not None
    assert (answer.due_at.isoformat(), answer.safe_due_at.isoformat()) == (due, safe)


def test_a_controller_is_aware_when_its_processor_tells_it() -> None:
    knew: Told = ("processor_aware", "2026-06-01T08:00:00+02:00")
    waiting = ask("GDPR", "BE", "breach_authority", "2026-06-01T08:00:00+02:00", BRUSSELS, knew)
    assert (waiting.due_at, waiting.safe_due_at, waiting.reason) == (None, None, NoDeadline.NOT_STARTED)
    told: Told = ("processor_notified_controller", "2026-06-02T09:30:00+02:00")
    answer = ask("GDPR", "BE", "breach_authority", "2026-06-01T08:00:00+02:00", BRUSSELS, knew, told)
    assert answer.due_at is not None
    assert answer.due_at.isoformat() == "2026-06-05T10:00:00+02:00"


def test_acknowledgement_and_verification_in_california() -> None:
    answer = ask("CCPA", "US-CA", "know", "2026-06-30T12:00:00-07:00", PACIFIC)
    assert (day(answer.ack_due_at), day(answer.ack_safe_due_at)) == ("2026-07-14", "2026-07-13")
    assert answer.verification_required is True
    assert (
        ask("CCPA", "US-CA", "opt_out_sale_share", "2026-06-30T12:00:00-07:00", PACIFIC).verification_required is False
    )
    unverified = ask(
        "CCPA",
        "US-CA",
        "know",
        "2026-06-30T12:00:00-07:00",
        PACIFIC,
        ("identity_requested", "2026-07-01T12:00:00-07:00"),
    )
    assert unverified.allowed_outcome == "deny"


@pytest.mark.parametrize(
    ("received", "display"), [("2025-12-31T12:00:00-08:00", False), ("2026-01-01T12:00:00-08:00", True)]
)
def test_a_signal_takes_effect_at_once(received: str, display: bool) -> None:
    answer = ask(
        "CCPA",
        "US-CA",
        "opt_out_preference_signal",
        received,
        PACIFIC,
        ("gpc_header", received, {"value": "Sec-GPC: 1"}),
    )
    assert answer.effect_at is not None
    assert answer.effect_at.isoformat() == received
    assert answer.display_status_required is display
    none = ask(
        "CCPA",
        "US-CA",
        "opt_out_preference_signal",
        received,
        PACIFIC,
        ("gpc_header", received, {"value": "Sec-GPC: 0"}),
    )
    assert (none.due_at, none.reason) == (None, NoDeadline.NO_DUTY)


@pytest.mark.parametrize(
    ("place", "received", "must"),
    [
        ("US-OR", "2025-12-31T23:00:00-08:00", False),
        ("US-OR", "2026-01-01T00:00:00-08:00", True),
        ("US-NJ", "2025-07-14T12:00:00-04:00", False),
        ("US-NJ", "2025-07-15T12:00:00-04:00", True),
        ("US-VA", "2026-11-01T12:00:00-04:00", False),
        ("US-UT", "2026-11-01T12:00:00-06:00", False),
        ("US-CO", "2024-07-01T12:00:00-06:00", True),
    ],
)
def test_which_states_oblige_to_honour_a_signal(place: str, received: str, must: bool) -> None:
    zone = PACIFIC if place == "US-OR" else EASTERN
    answer = ask("OOPS/GPC", place, "must_honour_gpc", received, zone)
    assert answer.must_honour is must
    assert answer.due_at is None


def test_request_frequency() -> None:
    prior: tuple[Told, Told] = (
        ("prior_know_request", "2025-06-01T12:00:00-07:00"),
        ("prior_know_request", "2026-01-05T12:00:00-08:00"),
    )
    third = ask("CCPA", "US-CA", "know", "2026-05-31T12:00:00-07:00", PACIFIC, *prior)
    assert (third.due_at, third.reason, third.allowed_outcome) == (None, NoDeadline.REFUSAL_ALLOWED, "refuse")
    assert ask("CCPA", "US-CA", "know", "2026-06-01T12:00:00-07:00", PACIFIC, *prior).due_at is not None
    december: Told = ("prior_answered_request", "2025-12-31T12:00:00-08:00")
    assert (
        ask("CA-1798.83", "US-CA", "shine_the_light", "2026-01-02T12:00:00-08:00", PACIFIC, december).due_at is not None
    )
    january: Told = ("prior_answered_request", "2026-01-01T12:00:00-08:00")
    assert ask("CA-1798.83", "US-CA", "shine_the_light", "2026-12-30T12:00:00-08:00", PACIFIC, january).due_at is None
    charged = ask("CPA", "US-CO", "delete", "2026-12-30T12:00:00-07:00", "America/Denver", january)
    assert (charged.allowed_outcome, day(charged.due_at)) == ("charge_fee", "2027-02-16")


def test_channels() -> None:
    other: Told = (
        "arrived_via",
        "2026-05-01T10:00:00-07:00",
        {"channel": "support_mailbox", "published_by_controller": True},
    )
    right: Told = ("arrived_via", "2026-05-01T10:00:00-07:00", {"channel": "designated_address"})
    assert ask("NV-603A.345", "US-NV", "opt_out_sale", "2026-05-01T10:00:00-07:00", PACIFIC, other).due_at is None
    assert (
        day(ask("NV-603A.345", "US-NV", "opt_out_sale", "2026-05-01T10:00:00-07:00", PACIFIC, right).due_at)
        == "2026-06-30"
    )
    assert (
        day(ask("CA-1798.83", "US-CA", "shine_the_light", "2026-05-01T10:00:00-07:00", PACIFIC, right).due_at)
        == "2026-06-01"
    )
    routed: Told = ("routed_to_privacy_team", "2026-05-20T10:00:00+02:00")
    published: Told = (
        "arrived_via",
        "2026-05-04T10:00:00+02:00",
        {"channel": "support_mailbox", "published_by_controller": True},
    )
    answer = ask("GDPR", "BE", "access", "2026-05-04T10:00:00+02:00", BRUSSELS, published, routed)
    assert day(answer.due_at) == "2026-06-04"


def test_the_wrong_channel_does_not_hide_the_number_of_requests() -> None:
    other: Told = ("arrived_via", "2026-05-01T10:00:00-07:00", {"channel": "other_address"})
    prior: Told = ("prior_answered_request", "2026-02-01T10:00:00-08:00")
    answer = ask("CA-1798.83", "US-CA", "shine_the_light", "2026-05-01T10:00:00-07:00", PACIFIC, other, prior)
    assert (answer.due_at, answer.reason) == (None, NoDeadline.REFUSAL_ALLOWED)


def test_breach_clocks_that_start_from_another_act() -> None:
    found: Told = ("discovered", "2026-02-10T10:00:00-08:00")
    told: Told = ("residents_notified", "2026-03-05T09:00:00-08:00", {"count": 501})
    answer = ask("CA-1798.82", "US-CA", "breach_authority", "2026-02-10T10:00:00-08:00", PACIFIC, found, told)
    assert (day(answer.due_at), day(answer.subjects_due_at)) == ("2026-03-20", "2026-03-12")
    few: Told = ("residents_notified", "2026-03-05T09:00:00-08:00", {"count": 500})
    assert (
        ask("CA-1798.82", "US-CA", "breach_authority", "2026-02-10T10:00:00-08:00", PACIFIC, found, few).reason
        is NoDeadline.NO_DUTY
    )
    assert (
        ask("CA-1798.82", "US-CA", "breach_authority", "2026-02-10T10:00:00-08:00", PACIFIC, found).reason
        is NoDeadline.NOT_STARTED
    )
    assert (
        ask("CA-1798.82", "US-CA", "breach_subjects", "2025-12-31T10:00:00-08:00", PACIFIC, found).reason
        is NoDeadline.NO_NUMBER
    )
    texas: Told = ("determined", "2026-05-05T10:00:00-05:00", {"residents": 250})
    answer = ask("TX-521.053", "US-TX", "breach_authority", "2026-05-05T10:00:00-05:00", "America/Chicago", texas)
    assert (day(answer.due_at), day(answer.subjects_due_at), day(answer.subjects_safe_due_at)) == (
        "2026-06-04",
        "2026-07-06",
        "2026-07-04",
    )


def test_hipaa_breach() -> None:
    big: Told = ("discovered_by_covered_entity", "2026-03-01T10:00:00-05:00", {"individuals": 500})
    associate: Told = ("discovered_by_business_associate", "2026-02-20T10:00:00-05:00")
    answer = ask("HIPAA", "US", "breach_hhs", "2026-03-01T10:00:00-05:00", EASTERN, big, associate)
    assert (day(answer.due_at), day(answer.safe_due_at)) == ("2026-04-30", "2026-04-21")
    told: Told = ("individuals_notified", "2026-04-01T10:00:00-04:00")
    assert day(ask("HIPAA", "US", "breach_hhs", "2026-03-01T10:00:00-05:00", EASTERN, big, told).due_at) == "2026-04-01"
    small: Told = ("discovered_by_covered_entity", "2027-03-01T10:00:00-05:00", {"individuals": 499})
    assert day(ask("HIPAA", "US", "breach_hhs", "2027-03-01T10:00:00-05:00", EASTERN, small).due_at) == "2028-02-29"
    assert (
        day(ask("HIPAA", "US", "breach_ba_to_ce", "2026-02-20T10:00:00-05:00", EASTERN, associate).due_at)
        == "2026-04-21"
    )


def test_dates_that_are_no_deadlines() -> None:
    out: Told = ("opted_out", "2026-03-01T10:00:00-08:00")
    again = ask("CCPA", "US-CA", "ask_to_opt_back_in", "2026-06-10T10:00:00-07:00", PACIFIC, out)
    assert again.earliest_allowed_at is not None
    assert again.earliest_allowed_at.isoformat() == "2027-03-02T00:00:00-08:00"
    closed: Told = ("request_closed", "2026-03-01T10:00:00-08:00")
    assert (
        day(
            ask("CCPA", "US-CA", "request_record_retention", "2026-01-10T10:00:00-08:00", PACIFIC, closed).keep_until_at
        )
        == "2028-03-01"
    )
    sent: Told = ("message_sent", "2026-06-30T10:00:00-04:00")
    answer = ask("CASL", "CA", "unsubscribe_mechanism_validity", "2026-06-30T10:00:00-04:00", "America/Toronto", sent)
    assert (day(answer.keep_until_at), answer.due_at, answer.reason) == ("2026-08-29", None, NoDeadline.NOT_A_DEADLINE)
    mail = ask("CAN-SPAM", "US", "unsubscribe", "2026-10-31T10:00:00-04:00", EASTERN)
    assert mail.mailbox_provider_due_at is not None
    assert mail.mailbox_provider_due_at.isoformat() == "2026-11-02T09:00:00-05:00"


def test_withdrawing_and_objecting_take_effect_at_once() -> None:
    withdrawn = ask("GDPR", "BE", "withdraw_consent", "2026-05-04T12:00:00+02:00", BRUSSELS)
    assert withdrawn.due_at == withdrawn.safe_due_at == withdrawn.effect_at
    objected = ask("GDPR", "BE", "object_direct_marketing", "2026-05-04T12:00:00+02:00", BRUSSELS)
    assert objected.effect_at is not None
    assert objected.effect_at.isoformat() == "2026-05-04T12:00:00+02:00"
    assert (day(objected.due_at), objected.verification_required) == ("2026-06-04", False)
