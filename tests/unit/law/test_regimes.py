"""Several laws and promises at once: the earliest cautious date binds, and breaches are judged apart."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner

from upheld.cli import cli
from upheld.errors import UsageError
from upheld.formats.charter_file import parse_charter
from upheld.formats.charter_folder import CharterPromises, folder_name
from upheld.formats.law_files import shipped_law
from upheld.law import RegimesAnswer, compute_regimes
from upheld.law.promises import TimedPromise, read_period
from upheld.law.rules import Period, Provenance, Source, Unit

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
PROMISES = CharterPromises(EXAMPLES)


def both(received: str, right: str = "access", *laws: str, company: str = "3D4Medical") -> RegimesAnswer:
    at = datetime.fromisoformat(received)
    return compute_regimes(
        shipped_law(), laws or ("GDPR",), right, at, ZoneInfo("Europe/Brussels"),
        jurisdiction="BE", promises=PROMISES, companies=(company,),
    )  # fmt: skip


def test_law_beats_a_looser_promise_and_a_stricter_promise_beats_law() -> None:
    january = both("2026-01-30T12:00:00+01:00")
    assert (january.binding, _day(january.safe_due_at)) == ("GDPR", "2026-02-28")
    assert (_day(january.promise_due_at), _day(january.law_due_at), _day(january.due_at)) == (
        "2026-03-01",
        "2026-03-02",
        "2026-03-01",
    )
    march = both("2026-03-05T12:00:00+01:00")
    assert (march.binding, _day(march.safe_due_at), _day(march.law_due_at)) == (
        "PROMISE:3D4Medical",
        "2026-04-04",
        "2026-04-07",
    )


def test_breach_of_law_and_of_promise_are_judged_apart() -> None:
    march = both("2026-03-05T12:00:00+01:00")
    acted = datetime(2026, 4, 6, 12, tzinfo=UTC)
    judged = march.judge(acted, acted)
    assert (judged.law_broken, judged.promise_broken) == (False, True)
    missing = march.judge(None, datetime(2026, 4, 8, tzinfo=UTC))
    assert (missing.law_broken, missing.promise_broken) == (True, True)


def test_each_law_is_asked_by_its_own_word() -> None:
    answer = both("2026-03-05T12:00:00+01:00", "access", "GDPR", "CCPA", "VCDPA", "LGPD")
    assert [(one.law, one.right) for one in answer.clocks] == [
        ("PROMISE:3D4Medical", "access"), ("GDPR", "access"), ("CCPA", "know"), ("VCDPA", "access"), ("LGPD", "access_full"),
    ]  # fmt: skip
    assert answer.binding == "LGPD"
    assert set(answer.because) == {cite for one in answer.clocks for cite in one.because}


def test_a_regime_that_cannot_answer_is_named_and_the_others_answer() -> None:
    answer = both("2026-03-05T12:00:00+01:00", "access", "GDPR", "GPDR")
    assert answer.errors.keys() == {"GPDR"}
    assert answer.law_due_at is not None
    with pytest.raises(UsageError, match="unknown law"):
        compute_regimes(
            shipped_law(), ["GPDR"], "access", datetime(2026, 3, 5, tzinfo=UTC), ZoneInfo("UTC"), jurisdiction="BE"
        )


def test_promises_stand_in_the_published_prose(shared: Path) -> None:
    """Every span of the small charters holds what its hash says, in the policy they were read from."""
    seen = 0
    for folder in ("mysegmenter", "3d4medical", "3dpros", "segments-ai", "qualified3d"):
        path = EXAMPLES / folder / "charter.yaml"
        charter, _ = parse_charter(path.read_text("utf-8"), str(path))
        text = (shared / "policies" / f"{folder}.txt").read_text("utf-8")
        for statement in charter.statements:
            at = statement.source
            assert hashlib.sha256(text[at.start : at.end].encode()).hexdigest() == at.sha256, statement.id
            seen += 1
    assert seen >= 10


@pytest.mark.parametrize(
    ("company", "right", "period"),
    [
        ("MySegmenter", "delete_account", Period(30, Unit.DAY)),
        ("MySegmenter", "complaint_acknowledge", Period(5, Unit.BUSINESS_DAY)),
        ("MySegmenter", "breach_subjects", Period(72, Unit.HOUR)),
        ("MySegmenter", "retention_account_data", Period(36, Unit.MONTH)),
        ("3DPros", "retention_any", Period(24, Unit.MONTH)),
        ("3DPros", "opt_out_sale_share", Period(15, Unit.DAY)),
        ("Segments.ai", "retention_all", Period(120, Unit.MONTH)),
        ("3D4Medical", "erasure", Period(30, Unit.DAY)),
    ],
)
def test_timed_promises_of_the_charters(company: str, right: str, period: Period) -> None:
    assert period in [promise.period for promise in PROMISES[company] if right in promise.rights]


@pytest.mark.parametrize(("text", "period"), [
    ("P3Y", Period(36, Unit.MONTH)), ("P1Y6M", Period(18, Unit.MONTH)), ("P2W", Period(14, Unit.DAY)),
    ("P5BD", Period(5, Unit.BUSINESS_DAY)),
    ("PT72H", Period(72, Unit.HOUR)), ("P0D", Period(0, Unit.DAY)), ("P1M2D", None), ("P", None), ("PT", None), ("soon", None),
])  # fmt: skip
def test_periods(text: str, period: Period | None) -> None:
    assert read_period(text) == period


def test_folder_names() -> None:
    assert [folder_name(name) for name in ("Segments.ai", "3D4Medical", "MySegmenter")] == [
        "segments-ai",
        "3d4medical",
        "mysegmenter",
    ]
    assert "Nobody" not in PROMISES


def test_the_set_on_the_command_line() -> None:
    result = CliRunner().invoke(cli, [
        "clock", "--law", "ccpa", "--company", "MySegmenter", "--right", "delete_account", "--where", "US-CA",
        "--received", "2026-03-02T09:00-08:00", "--acted", "2026-04-10T10:00-07:00", "--charters", str(EXAMPLES), "--json",
    ])  # fmt: skip
    answer = json.loads(result.stdout)
    assert (answer["binding"], answer["law_broken"], answer["promise_broken"]) == ("PROMISE:MySegmenter", False, True)
    assert [one["law"] for one in answer["clocks"]] == ["PROMISE:MySegmenter", "CCPA"]


def _day(at: datetime | None) -> str | None:
    return at and at.date().isoformat()


def test_residence_and_establishment_choose_the_laws_on_the_command_line() -> None:
    result = CliRunner().invoke(cli, [
        "clock", "--residence", "BE", "--established", "US-DE", "--company", "3D4Medical", "--right", "erasure",
        "--received", "2026-01-30T12:00+01:00", "--charters", str(EXAMPLES), "--json",
    ])  # fmt: skip
    answer = json.loads(result.stdout)
    assert [one["law"] for one in answer["clocks"]] == ["PROMISE:3D4Medical", "GDPR"]
    assert (answer["binding"], answer["safe_due_at"]) == ("GDPR", "2026-02-28T23:59:59+01:00")
    judged = {one["law"]: (one["binds"], one["ground"]) for one in answer["applies"]}
    assert judged["GDPR"] == (True, "residence")
    assert judged["CCPA"] == (False, "elsewhere")


def test_residence_in_a_case_file() -> None:
    raw = {"id": "r", "residence": "US-VA", "established": ["BE"], "right": "access", "jurisdiction": "US-VA",
           "received_at": "2026-03-05T10:00:00-05:00", "tz": "America/New_York", "covered": {"VCDPA": False}}  # fmt: skip
    result = CliRunner().invoke(cli, ["clock", "--jsonl"], input=json.dumps(raw))
    assert [one["law"] for one in json.loads(result.stdout)["clocks"]] == ["GDPR"]


def test_a_promise_to_people_of_one_place_binds_there_only() -> None:
    source = Source("charter", Provenance.SOURCE)
    rights = ("access", "erasure")
    month = TimedPromise("answer-month", "Fiction", rights, Period(1, Unit.MONTH), (), source, ("EEA",))
    days = TimedPromise("account", "Fiction", ("delete_account",), Period(30, Unit.DAY), (), source)

    def ids(place: str, right: str) -> list[str]:
        answer = compute_regimes(
            shipped_law(), [], right, datetime(2026, 3, 5, tzinfo=UTC), ZoneInfo("UTC"),
            jurisdiction=place, promises={"Fiction": [month, days]}, companies=["Fiction"],
        )  # fmt: skip
        return [one.rule for one in answer.clocks]

    assert ids("BE", "access") == ["answer-month"]
    assert ids("*", "access") == ["answer-month"]
    # the very word comes before another word for the same right
    assert ids("US-CA", "delete_account") == ["account"]
    assert ids("US-CA", "erasure") == ["account"]
    with pytest.raises(UsageError, match="no period for `access`"):
        ids("US-CA", "access")
