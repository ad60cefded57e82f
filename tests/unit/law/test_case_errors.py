"""Bad cases: each gets its own clear error, and the others are answered."""

from __future__ import annotations

import json
from typing import Any

import pytest
from click.testing import CliRunner

from upheld.cli import cli

GOOD: dict[str, Any] = {
    "id": "good", "law": "GDPR", "jurisdiction": "BE", "right": "access",
    "received_at": "2026-03-05T10:00:00+01:00", "tz": "Europe/Brussels", "events": [],
}  # fmt: skip


def run(*cases: object) -> list[dict[str, Any]]:
    lines = [case if isinstance(case, str) else json.dumps(case) for case in cases]
    result = CliRunner().invoke(cli, ["clock", "--jsonl"], input="\n".join(lines))
    assert result.exit_code == 0, result.output
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"law": "GPDR"}, "unknown law `GPDR`"),
        ({"right": "acess"}, "no right or duty `acess`"),
        ({"jurisdiction": "US-CA"}, "no law of `US-CA`"),
        ({"jurisdiction": "Atlantis"}, "no law of `Atlantis`"),
        ({"tz": "Europe/Bruxelles"}, "unknown zone `Europe/Bruxelles`"),
        ({"tz": "../../etc/passwd"}, "unknown zone"),
        ({"tz": None}, "`tz` is missing"),
        ({"received_at": "2026-03-05T10:00:00"}, "no offset"),
        ({"received_at": "2026-06-30T23:59:60Z"}, "leap second"),
        ({"received_at": "9999-12-31T23:59:59+00:00"}, "year 9999"),
        ({"received_at": "0001-01-01T00:00:00+00:00"}, "year 1"),
        ({"received_at": "2026-02-30T10:00:00+01:00"}, "not an instant"),
        ({"received_at": 17}, "received_at is missing"),
        ({"events": [{"at": "2026-03-06T10:00:00+01:00", "type": "identity_asked"}]}, "unknown event `identity_asked`"),
        ({"events": [{"at": "2026-03-04T10:00:00+01:00", "type": "identity_requested"}]}, "before receipt"),
        ({"events": [{"at": "2026-03-06T10:00:00", "type": "identity_requested"}]}, "no offset"),
        ({"events": [{"type": "identity_requested"}]}, "is missing"),
        ({"events": "none"}, "not a list"),
        ({"events": [3]}, "not an object"),
        ({"received_at": "2199-12-31T10:00:00+01:00"}, "holidays of BE are known for 2018 to 2050"),
        ({"law": "PROMISE:Nobody"}, "no charter of `Nobody`"),
        ({"law": "PROMISE:3DPros"}, "promises no period for `access`"),
        ({"law": "PROMISE:3D4Medical+GPDR"}, "unknown law `GPDR`"),
        ({"laws": []}, "not a list of names"),
        ({"residence": "BE", "covered": 1}, "`covered` says by law"),
        ({"residence": "XX"}, "unknown place `XX`"),
        ({"residence": "BE", "established": "BE"}, "`established` is not a list"),
    ],
)
def test_one_bad_case_does_not_stop_the_others(change: dict[str, Any], says: str) -> None:
    first, bad, last = run(GOOD, {**GOOD, "id": "bad", **change}, GOOD)
    assert bad.keys() == {"id", "error"}
    assert bad["id"] == "bad"
    assert says in bad["error"]
    assert first == last
    assert first["due_at"] == "2026-04-07T23:59:59+02:00"


@pytest.mark.parametrize("line", ["{", "[1]", "null", "17", '"text"', "[" * 100_000])
def test_lines_that_are_no_case(line: str) -> None:
    bad, good = run(line, GOOD)
    assert "line 1" in bad["error"]
    assert good["due_at"] is not None


def test_a_number_that_is_none() -> None:
    event = {"at": "2026-05-04T10:00:00-05:00", "type": "determined", "residents": "many"}
    case = {**GOOD, "law": "TX-521.053", "jurisdiction": "US-TX", "right": "breach_authority", "events": [event]}
    [answer] = run(case)
    assert "`residents` is not a whole number" in answer["error"]
