"""The law's data: every value cited, no word unknown, and the quick reader gives what the checked one gives."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
import yaml

from upheld.errors import DeploymentInvalid, UsageError
from upheld.formats.law_files import SHIPPED, read_law_folder, shipped_law
from upheld.formats.law_schema import check_law_folder
from upheld.law.law_text import sources_in
from upheld.law.model import LawPack
from upheld.law.redating import changes
from upheld.law.rules import ClockRule, Period, Provenance, Unit


@pytest.fixture(scope="module")
def checked() -> LawPack:
    return check_law_folder(SHIPPED)


def test_the_quick_reader_gives_what_the_checked_one_gives(checked: LawPack) -> None:
    shipped = shipped_law()
    assert checked.instruments == shipped.instruments
    assert list(changes(checked, shipped)) == []
    assert checked.places.keys() == shipped.places.keys()
    for code, place in checked.places.items():
        assert place.authorities == shipped.places[code].authorities
        assert (place.calendar and place.calendar.holidays) == (
            shipped.places[code].calendar and shipped.places[code].calendar.holidays  # type: ignore[union-attr]
        )


def test_every_value_has_a_citation(checked: LawPack) -> None:
    for root in (*checked.instruments.values(), *checked.places.values(), *checked.countings.values()):
        found = list(sources_in(root))
        assert found or root in (checked.places["EEA"],), root
        assert all(source.cite.strip() and isinstance(source.provenance, Provenance) for source in found)
    total = [s for root in (*checked.instruments.values(), *checked.places.values()) for s in sources_in(root)]
    assert len(total) > 900


def test_the_instruments_of_the_reference_are_all_here(shared: Path) -> None:
    data = yaml.safe_load((shared / "reference" / "clocks.yaml").read_text("utf-8"))
    pack = shipped_law()
    acts = {code for law in pack.instruments.values() for code in law.jurisdictions}
    for name in data["laws"]:
        known = name in pack.instruments or name in acts or name in ("NV-603A", "RFC8058")
        assert known, name
    for code in (
        *data["breach_us_states"],
        *(c for c in data["not_yet_in_force"] if c.startswith("US-") and c != "US-AR"),
    ):
        assert code in acts, code
    for code, since in data["signals_from"].items():
        if code != "none":
            signal = pack.places[code].signal
            assert signal is not None
            assert signal.start is not None
            assert str(since).startswith(signal.start.isoformat()[: len(str(since).split(" ")[0])]), code
    assert all((s := pack.places[code].signal) is not None and s.start is None for code in data["signals_from"]["none"])


def test_every_member_state_has_an_authority_and_a_childs_age() -> None:
    members = [place for place in shipped_law().places.values() if "EU" in place.unions]
    assert len(members) == 27
    for place in members:
        assert place.authorities
        [age] = [fact.value for fact in place.facts if fact.topic == "child_age"]
        assert isinstance(age, int)
        assert 13 <= age <= 16


@pytest.mark.parametrize(
    ("file", "old", "new", "code", "says"),
    [
        ("eu/gdpr.yaml", "    cite: GDPR Art. 12(3)\n", "", "missing", "`cite` is missing"),
        ("eu/gdpr.yaml", "    cite: GDPR Art. 12(3)\n", "    cite: ''\n", "wrong-value", "at least 3"),
        ("eu/gdpr.yaml", "n: 72, unit: hour", "n: 72, unit: hours", "wrong-value", "hour"),
        ("eu/gdpr.yaml", "pauses:", "pausen:", "unknown-word", "pausen"),
        ("eu/gdpr.yaml", "asked: identity_requested", "asked: identity_asked", "wrong-value", "no event"),
        ("eu/gdpr.yaml", "counting: eu-1182-71", "counting: eu-1182", "unknown-counting", "eu-1182"),
        ("eu/gdpr.yaml", "jurisdictions: [EU, EEA]", "jurisdictions: [EU, EWR]", "unknown-place", "EWR"),
        ("eu/gdpr.yaml", "src: [EPRIV, MISH]", "src: [EPRIVY, MISH]", "unknown-source", "EPRIVY"),
        ("eu/eprivacy.yaml", "law: ePrivacy", "law: GDPR", "duplicate-law", "stands twice"),
        ("be/place.yaml", "easter: 1}", "easter: 1, fixed: [1, 2]}", "wrong-value", "exactly one of"),
        ("us-ca/breach.yaml", "    note: In the most", "    # In the most", "wrong-value", "note"),
    ],
)  # fmt: skip
def test_a_value_without_what_it_needs_fails_the_build(
    tmp_path: Path, file: str, old: str, new: str, code: str, says: str
) -> None:
    folder = tmp_path / "law"
    shutil.copytree(SHIPPED, folder)
    path = folder / file
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    with pytest.raises(DeploymentInvalid) as caught:
        check_law_folder(folder)
    found = [problem for problem in caught.value.problems if problem.code == code]
    assert found, caught.value.problems
    assert any(says in problem.message for problem in found)
    assert any(problem.span is not None and problem.span.file == file for problem in found)


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no law files"):
        read_law_folder(tmp_path)


def test_the_state_acts_say_what_the_reference_says(shared: Path) -> None:
    data = yaml.safe_load((shared / "reference" / "clocks.yaml").read_text("utf-8"))
    pack, seen = shipped_law(), 0
    for code, act in data["laws"].items():
        if not code.startswith("US-"):
            continue
        [law] = [one for one in pack.instruments.values() if one.jurisdictions == (code,) and one.rules("access")]
        [rule] = law.rules("access")
        assert law.in_force.start is not None
        assert law.in_force.start.isoformat() == act["in_force_from"]
        assert rule.period == Period(act["respond"]["n"], Unit.DAY)
        assert rule.extension is not None
        assert rule.extension.period == Period(act["respond"]["extension"]["n"], Unit.DAY)
        assert rule.frequency is not None
        free = act["free_requests"]
        assert (rule.frequency.count, rule.frequency.window.value) == (free["count"], free["period"])
        assert _appeal(law.rules("appeal")) == _appeal_of(act["appeal"])
        stop = act["consent_revocation_stop"]
        days = int(stop.split()[0]) if stop and stop[0].isdigit() else None
        assert [one.period and one.period.n for one in law.rules("withdraw_consent")] == ([days] if days else [])
        seen += 1
    assert seen == 19


def _appeal(rules: tuple[ClockRule, ...]) -> tuple[int, int | None] | None:
    if not rules or rules[0].period is None:
        return None
    extension = rules[0].extension
    return rules[0].period.n, extension.period.n if extension and extension.period else None


def _appeal_of(raw: dict[str, Any] | None) -> tuple[int, int | None] | None:
    if raw is None:
        return None
    answer = raw["answer"]
    return answer["n"], answer["extension"]["n"] if answer["extension"] else None
