"""Pages of docs/reference that are written from the code say what the code says; no code is undocumented or unused."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from upheld.cli import cli
from upheld.codes import CODES, GROUPS
from upheld.formats.reference import pages, schemas

ROOT = Path(__file__).resolve().parents[2]
SOURCES = [
    *(
        ROOT / f"src/upheld/formats/{name}.py"
        for name in ("documents", "settings_file", "charter_file", "datamap_file")
    ),
    *(ROOT / "src/upheld/datamap/coverage").glob("*.py"),
    ROOT / "src/upheld/connectors/sql/live_checks.py",
    ROOT / "src/upheld/connectors/sql/json_texts.py",
    ROOT / "src/upheld/connectors/sql/neighbours.py",
    ROOT / "src/upheld/connectors/sql/trials.py",
    ROOT / "src/upheld/policy/coverage.py",
    ROOT / "src/upheld/checking.py",
]
_MAKERS = ("Problem", "problem", "_complain", "_at", "Misfit", "Fault")


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_page_says_what_the_code_says(name: str) -> None:
    assert (ROOT / "docs/reference" / name).read_text("utf-8") == pages()[name], "run: python tools/write_reference.py"


def _used() -> set[str]:
    """Every literal code that a problem is made with, at once or from the parts that a generator yields."""
    found: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            words: list[str] = []
            if isinstance(node, ast.Call) and _callee(node) in _MAKERS:
                words = _texts(node.args)[:1]
            elif isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple):
                words = _texts(node.value.elts)[:1]
            found |= {w for w in words if re.fullmatch(r"[a-z]+(-[a-z]+)*", w)}
    return found


def _callee(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def _texts(nodes: list[ast.expr]) -> list[str]:
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str)]


def test_every_code_is_documented_and_used() -> None:
    assert _used() == CODES.keys()
    assert sum(map(len, GROUPS.values())) == len(CODES), "a code stands in two groups"


@pytest.mark.parametrize("name", ["upheld", "charter", "datamap"])
def test_the_example_satisfies_the_schemas(name: str) -> None:
    """Dates stay text, as our own reader takes them."""

    class Plain(yaml.SafeLoader):
        """Without time stamps."""

    Plain.yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in found if not tag.endswith(":timestamp")]
        for first, found in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }
    with (ROOT / "examples/printworks" / f"{name}.yaml").open(encoding="utf-8") as file:
        value = yaml.load(file, Plain)
    schema = yaml.safe_load(schemas()[f"{name}.schema.json"])
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(value, schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(value | {"unheard_of": 1}, schema)


def test_the_command_writes_the_schemas(tmp_path: Path) -> None:
    result = CliRunner().invoke(cli, ["schemas", str(tmp_path / "new")])
    assert result.exit_code == 0
    assert {p.name: p.read_text("utf-8") for p in (tmp_path / "new").iterdir()} == schemas()
