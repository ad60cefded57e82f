"""No rule of coverage may fall silent unnoticed: each is the only one to say at least one thing that the bends provoke."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from tests.unit.datamap.coverage.schemas import schema
from tests.unit.datamap.coverage.shop import DATAMAP, SCHEMA, bent

from upheld.datamap.coverage import RULES
from upheld.datamap.coverage.ground import Ground
from upheld.formats.datamap_file import parse_datamap
from upheld.spans import Problem


def _grounds() -> Iterator[Ground]:
    for bend in yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text("utf-8"))["speaking"]:
        edits, schema_edits = (tuple((e["old"], e["new"]) for e in bend.get(of, ())) for of in ("datamap", "schema"))
        datamap, document = parse_datamap(bent(DATAMAP, *edits), "datamap.yaml")
        yield Ground(datamap, schema(bent(SCHEMA, *schema_edits)), document)
    unnamed, document = parse_datamap(bent(DATAMAP, ("    is: staff\n", "    is: customer\n")), "datamap.yaml")
    yield Ground(unnamed, schema(SCHEMA), document)


GROUNDS = list(_grounds())


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: f"{rule.__module__.rpartition('.')[2]}.{rule.__name__}")
def test_each_rule_speaks(rule: Callable[[Ground], Iterator[Problem]]) -> None:
    assert any(list(rule(ground)) for ground in GROUNDS)
