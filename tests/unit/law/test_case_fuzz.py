"""Whatever stands in a case file, every line gets its answer or its error, and nothing else happens."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from upheld.cli.clock import answer_lines
from upheld.formats.charter_folder import CharterPromises
from upheld.formats.law_files import shipped_law
from upheld.law.events import EVENTS

EXAMPLES = CharterPromises(Path(__file__).resolve().parents[3] / "examples")
PACK = shipped_law()

junk: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2),
    max_leaves=4,
)
instants = st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat()) | st.sampled_from(
    [
        "2026-06-30T23:59:60Z",
        "9999-12-31T23:59:59+00:00",
        "2026-02-28T24:00:00+01:00",
        "2026-W05-1T10:00+01:00",
        "20260131T1200Z",
    ]
)
laws = sorted(PACK.instruments)
rights = sorted({right for law in PACK.instruments.values() for right in law.rights()})
places = st.sampled_from(sorted(PACK.places))
fields = sorted({name for spec in EVENTS.values() for name in spec.fields})


def mostly(good: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.integers(0, 9).flatmap(lambda n: junk if n == 0 else good)


events = st.lists(
    st.fixed_dictionaries(
        {"at": mostly(instants), "type": mostly(st.sampled_from(sorted(EVENTS)))},
        optional=dict.fromkeys(fields, junk),
    ),
    max_size=4,
)
cases = st.fixed_dictionaries(
    {
        "id": junk,
        "law": mostly(st.sampled_from([*laws, "PROMISE:MySegmenter", "PROMISE:3DPros+CCPA", "+", "PROMISE:"])),
        "jurisdiction": mostly(st.sampled_from(sorted(PACK.places))),
        "right": mostly(st.sampled_from(rights)),
        "received_at": mostly(instants),
        "tz": mostly(
            st.sampled_from(
                ["Europe/Brussels", "UTC", "America/Sao_Paulo", "Pacific/Apia", "", "/", "posixrules", "\0"]
            )
        ),
        "events": mostly(events),
    },
    optional={
        "laws": junk,
        "residence": mostly(places),
        "established": mostly(st.lists(places, max_size=2)),
        "covered": junk,
        "acted_at": junk,
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(cases, min_size=1, max_size=3))
def test_every_line_is_answered(batch: list[dict[str, Any]]) -> None:
    text = "\n".join(json.dumps(case) for case in batch)
    answers = [json.loads(line) for line in answer_lines(io.StringIO(text), PACK, EXAMPLES)]
    assert len(answers) == len(batch)
    for answer in answers:
        assert ("error" in answer) != ("due_at" in answer)
        if answer.get("error"):
            assert len(answer["error"]) > 10
