"""Every rule of coverage: a bend that makes it speak, at which place, and one like it that leaves it silent."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.unit.datamap.coverage.schemas import schema
from tests.unit.datamap.coverage.shop import DATAMAP, SCHEMA, Edit, bent, checked, pointed

from upheld.datamap.coverage import check_coverage
from upheld.formats.datamap_file import parse_datamap
from upheld.spans import Severity

BENDS: dict[str, list[dict[str, Any]]] = yaml.safe_load(Path(__file__).with_name("rules.yaml").read_text("utf-8"))
ANONYMISED: Edit = (
    "    is: customer\n",
    "    is: customer\n    erase: anonymise\n"
    "    set: {email: {pseudo: each}, status: {constant: gone}, name: null, home_id: null, born: null}\n",
)


def _edits(bend: dict[str, Any], of: str) -> tuple[Edit, ...]:
    return tuple((edit["old"], edit["new"]) for edit in bend.get(of, ()))


@pytest.mark.parametrize("bend", BENDS["speaking"], ids=lambda bend: bend["code"])
def test_each_rule_speaks_alone_and_at_its_place(bend: dict[str, Any]) -> None:
    problems, lines = checked(*_edits(bend, "datamap"), schema_edits=_edits(bend, "schema"))
    found = [(p.code, pointed(p, lines)) for p in problems]
    assert found == [(bend["code"], bend["above"])], "\n".join(p.render() for p in problems)
    assert problems[0].advice


@pytest.mark.parametrize("bend", BENDS["silent"], ids=lambda bend: bend["why"])
def test_what_is_allowed_is_silent(bend: dict[str, Any]) -> None:
    silent(*_edits(bend, "datamap"), schema_edits=_edits(bend, "schema"))


def silent(*edits: Edit, schema_edits: tuple[Edit, ...] = (), dialect: str = "postgresql") -> None:
    problems, _ = checked(*edits, schema_edits=schema_edits, dialect=dialect)
    assert problems == [], "\n".join(p.render() for p in problems)


def test_a_datamap_that_fits_is_silent() -> None:
    silent()


def test_sqlite_compares_any_two_types() -> None:
    bend: Edit = ("about text(254) lower", "about text(254) lower, owner text index")
    tie: Edit = ("    of: {email: about}", "    of: [{email: about}, owner -> customers]")
    assert [p.code for p in checked(tie, schema_edits=(bend,))[0]] == ["tie-type"]
    silent(tie, schema_edits=(bend,), dialect="sqlite")


def test_a_name_that_is_nearly_right_is_suggested() -> None:
    problems, _ = checked(("text: [body]}\n", "text: [bdy]}\n"))
    assert {p.code: p.advice for p in problems}["unknown-column"] == "Did you mean `body`?"


def test_a_view_holds_nothing_of_its_own() -> None:
    text = bent(DATAMAP)
    datamap, document = parse_datamap(text, "datamap.yaml")
    known = schema(SCHEMA)
    view = replace(known.tables["notes"], name="latest_notes", is_view=True)
    assert check_coverage(datamap, replace(known, tables={**known.tables, "latest_notes": view}), document) == ()


def test_a_redacted_cell_is_an_answered_cell() -> None:
    problems, _ = checked(("stars: keep, ", ""), ("username: [shown]", "username: [shown]"))
    assert [p.code for p in problems] == ["unanswered-cell"]
    problems, _ = checked(
        ("shown: {constant: Former customer}, ", ""),
        ("      else: {of: author}", "      else: {of: author}\n    mentions: [shown]"),
    )
    assert [p.code for p in problems] == ["full-scan"]


@pytest.mark.parametrize(
    ("other", "overlap"),
    [
        ("published = false", False),
        ("published != true", False),
        ("published is null", False),
        ("published is not null", True),
        ("published in (true)", True),
        ("published in (false) and stars = 1", False),
        ("published in (true) and stars = 1", True),
        ("shown like 'A%'", False),
    ],
)
def test_two_slices_are_told_apart_by_their_conditions(other: str, overlap: bool) -> None:
    """A slice on other columns, or with ``like``, is left to the live check."""
    problems, _ = checked(
        ("      else: {of: author}", f'      "{other}": {{of: author}}\n      else: {{of: author}}'),
        ("review -> reviews where published = false", "review"),
    )
    assert ("slices-overlap" in [p.code for p in problems]) is overlap


def test_a_partial_unique_index_only_warns() -> None:
    """It may not hold for the rows of those who left; whether it does only the data could say."""
    status = "status text(10)!, home_id"
    for mark, severity in (("unique", Severity.ERROR), ("sometimes", Severity.WARNING)):
        problems, _ = checked(ANONYMISED, schema_edits=((status, f"status text(10)! {mark}, home_id"),))
        assert [p.severity for p in problems if p.code == "not-unique"] == [severity]


def test_a_kind_of_person_and_its_table_name_each_other() -> None:
    problems, lines = checked(("    is: staff\n", "    is: customer\n"))
    found = {p.code: pointed(p, lines) for p in problems}
    assert found["unknown-person"] == "customer"
    assert found["person-without-table"] == "staff"


def test_a_document_is_more_than_the_member_that_a_tie_reads() -> None:
    subject = "{type: subject_type, id: subject_id, customer: customers, staff: staff}"
    problems, _ = checked(
        (f"    of: {subject}", f"    of: [{subject}, payload$.user.id -> customers]"), (", behaviour: [payload]", "")
    )
    assert [p.code for p in problems] == ["undeclared-column", "full-scan"]
