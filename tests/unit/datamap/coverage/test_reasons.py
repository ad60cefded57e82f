"""Whoever keeps data past an erasure says why; whoever promises a period says where."""

from __future__ import annotations

import pytest
from tests.unit.datamap.coverage.shop import DATAMAP, bent, pointed

from upheld.datamap.coverage import check_reasons
from upheld.formats.datamap_file import parse_datamap

STATEMENTS = {"tax": True, "cookies": False}


@pytest.mark.parametrize(
    ("because", "code"),
    [
        ("tax", None),
        ("cookies", "keep-without-duty"),
        ("we like to", "keep-without-reason"),
        ("taxes", "keep-without-reason"),
        ("for 7 years", "keep-without-reason"),
        ("§ 257 HGB", None),
        ("Art. 6(1)(c) GDPR", None),
        ("26 U.S.C. section 6001", None),
        ("HGB 257", None),
        ("BDSG and more", "keep-without-reason"),
    ],
)
def test_a_reason_is_a_duty_or_a_citation(because: str, code: str | None) -> None:
    text = bent(DATAMAP, ("because: tax", f'because: "{because}"'))
    datamap, document = parse_datamap(text, "datamap.yaml")
    problems = list(check_reasons(datamap, STATEMENTS, document))
    assert [p.code for p in problems] == ([code] if code else [])
    assert [pointed(p, text.splitlines()) for p in problems] == ([f'"{because}"'] if code else [])


def test_what_is_promised_is_in_a_charter() -> None:
    text = bent(DATAMAP, ("    of: order_id\n    holds", "    promised: [tax, cokies]\n    of: order_id\n    holds"))
    datamap, document = parse_datamap(text, "datamap.yaml")
    problems = list(check_reasons(datamap, STATEMENTS, document))
    assert [(p.code, pointed(p, text.splitlines()), p.advice) for p in problems] == [
        ("unknown-statement", "cokies", "Did you mean `cookies`?")
    ]
