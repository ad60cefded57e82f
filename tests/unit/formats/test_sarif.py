"""Problems as SARIF 2.1.0."""

from __future__ import annotations

import json

import jsonschema
from hypothesis import given
from hypothesis import strategies as st

from upheld.formats.sarif import to_sarif
from upheld.spans import Problem, Severity, Span

_MESSAGE = {"type": "object", "required": ["text"], "properties": {"text": {"type": "string", "minLength": 1}}}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_REGION = {
    "type": "object",
    "required": ["startLine", "startColumn", "endColumn"],
    "additionalProperties": False,
    "properties": {
        "startLine": {"type": "integer", "minimum": 1},
        "startColumn": {"type": "integer", "minimum": 1},
        "endColumn": {"type": "integer", "minimum": 1},
        "snippet": {"type": "object", "required": ["text"]},
    },
}
STRUCTURE = {
    "type": "object",
    "required": ["version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "uniqueItems": True,
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "properties": {
                                                "shortDescription": _MESSAGE,
                                                "help": _MESSAGE,
                                                "defaultConfiguration": {"properties": {"level": _LEVEL}},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": _LEVEL,
                                "message": _MESSAGE,
                                "locations": {
                                    "type": "array",
                                    "items": {
                                        "type": "object",
                                        "required": ["physicalLocation"],
                                        "properties": {
                                            "physicalLocation": {
                                                "type": "object",
                                                "required": ["artifactLocation", "region"],
                                                "properties": {
                                                    "artifactLocation": {
                                                        "required": ["uri"],
                                                        "properties": {
                                                            "uri": {"type": "string", "pattern": r"^[!-~]*$"}
                                                        },
                                                    },
                                                    "region": _REGION,
                                                },
                                            }
                                        },
                                    },
                                },
                            },
                        },
                    },
                },
            },
        },
    },
}
"""The parts of the SARIF 2.1.0 schema that a static analyser without code flows uses, closed against other properties."""

_TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\r\n"), min_size=1, max_size=30)
_SPANS = st.builds(Span, _TEXT, st.integers(1, 9999), st.integers(1, 500), st.integers(0, 80))
_CODES = st.from_regex(r"[a-z]+(-[a-z]+){0,3}", fullmatch=True)
PROBLEMS = st.lists(
    st.builds(Problem, _CODES, _TEXT, _TEXT, st.none() | _SPANS, st.none() | _TEXT, st.sampled_from(Severity)),
    max_size=8,
)


@given(PROBLEMS)
def test_follows_the_structure_of_sarif(problems: list[Problem]) -> None:
    document = json.loads(json.dumps(to_sarif(problems)))
    jsonschema.validate(document, STRUCTURE)
    results = document["runs"][0]["results"]
    rules = document["runs"][0]["tool"]["driver"]["rules"]
    assert [r["ruleId"] for r in results] == [p.code for p in problems]
    assert all(rules[r["ruleIndex"]]["id"] == r["ruleId"] for r in results)


def test_places_a_problem_at_its_characters() -> None:
    problem = Problem("empty-toc", "It is empty.", "Fill it.", Span("./pol icy.md", 3, 5, 8), "the line", Severity.NOTE)
    result = to_sarif([problem])["runs"][0]["results"][0]
    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"] == {"uri": "pol%20icy.md"}
    assert place["region"] == {"startLine": 3, "startColumn": 5, "endColumn": 13, "snippet": {"text": "the line"}}
    assert result["level"] == "note"
    assert result["message"]["text"] == "It is empty. Fill it."


def test_a_problem_without_a_place_has_no_location() -> None:
    assert "locations" not in to_sarif([Problem("x", "m", "")])["runs"][0]["results"][0]
