"""A datamap that cannot be planned for is found with nobody's request at hand."""

from __future__ import annotations

from tests.unit.datamap.coverage.schemas import schema
from tests.unit.datamap.coverage.shop import DATAMAP, SCHEMA, bent

from upheld.formats.datamap_file import parse_datamap
from upheld.planning.rehearsal import rehearse


def test_a_sound_datamap_can_be_planned_for() -> None:
    assert rehearse(parse_datamap(DATAMAP, "datamap.yaml")[0], schema(SCHEMA)) is None


def test_the_planner_says_why_not() -> None:
    text = bent(DATAMAP, ("    of: author\n    inbound", "    of: [author, parent]\n    inbound"))
    why = rehearse(parse_datamap(text, "datamap.yaml")[0], schema(SCHEMA))
    assert why is not None
    assert "posts -> posts" in why
