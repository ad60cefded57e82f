"""A person goes through the proposals of a charter, leaves, and comes back."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from upheld.cli.review import review
from upheld.formats.charter_file import parse_charter
from upheld.policy.charter import Charter, Status

POLICY = "We keep orders for 7 years. You may ask for a copy of your data. We love paper."


def source(words: str) -> str:
    start = POLICY.index(words)
    return f"{{section: '1', start: {start}, end: {start + len(words)}, sha256: '{hashlib.sha256(words.encode()).hexdigest()}'}}"


@pytest.fixture
def charter(tmp_path: Path) -> Path:
    (tmp_path / "policy.md").write_text(POLICY)
    path = tmp_path / "charter.yaml"
    path.write_text(f"""# reviewed by Alice
charter: 1
controller: Example Prints BV
service: shop
version: '1'
effective: '2026-01-01'
policy: {{file: policy.md, sha256: '{"0" * 64}'}}
statements:
- id: orders
  kind: retention
  type: duty
  status: proposed   # ask Bob
  source: {source("We keep orders for 7 years")}
  slots: {{subject: orders, period: P7Y}}
  runs_as: retention.sweep
- id: copy
  kind: right
  type: duty
  status: proposed
  source: {source("You may ask for a copy of your data")}
  slots:
    right: access
- id: paper
  kind: notice
  type: disclosure
  status: proposed
  source: {source("We love paper")}
  cannot: it is not a promise
# the end
""")
    return path


def go(charter: Path, *answers: str) -> Result:
    result = CliRunner().invoke(review, [str(charter)], input="\n".join(answers) + "\n")
    assert result.exit_code == 0, result.output
    return result


def loaded(charter: Path) -> Charter:
    return parse_charter(charter.read_text(), "charter.yaml")[0]


def statuses(charter: Path) -> list[Status]:
    return [s.status for s in loaded(charter).statements]


def test_shows_the_sentence_and_confirms_it(charter: Path) -> None:
    result = go(charter, "c", "the delivery of the order", "q")
    assert "“We keep orders for 7 years”" in result.output
    first = loaded(charter).statements[0]
    assert (first.status, first.anchor_assumed) == (Status.CONFIRMED, "the delivery of the order")


def test_a_statement_that_nothing_runs_is_asked_about(charter: Path) -> None:
    go(charter, "s", "c", "requests.access", "q")
    assert loaded(charter).statements[1].runs_as == "requests.access"
    assert statuses(charter)[1] is Status.CONFIRMED


def test_a_reason_instead_of_a_capability_becomes_cannot(charter: Path) -> None:
    go(charter, "s", "c", "people answer these by letter", "q")
    assert loaded(charter).statements[1].cannot == "people answer these by letter"


def test_waiving_needs_a_reason(charter: Path) -> None:
    go(charter, "s", "s", "w", "", "not a promise")
    paper = loaded(charter).statements[2]
    assert (paper.status, paper.waived_because) == (Status.WAIVED, "not a promise")


def test_an_edit_changes_a_slot_and_removes_one(charter: Path) -> None:
    go(charter, "e", "period=P5Y", "e", "trigger=purchase", "e", "subject=", "q")
    assert dict(loaded(charter).statements[0].slots) == {"period": "P5Y", "trigger": "purchase"}


@pytest.mark.parametrize("wrong", ["period=soon", "colour=red", "runs_as=fly"])
def test_a_wrong_edit_is_explained_and_not_written(charter: Path, wrong: str) -> None:
    before = charter.read_text()
    result = go(charter, "e", wrong, "q")
    assert charter.read_text() == before
    assert "  " in result.output


def test_a_review_goes_on_where_it_was_left(charter: Path) -> None:
    go(charter, "c", "the delivery", "q")
    result = go(charter, "q")
    assert "1 of 2 · copy" in result.output
    assert "1 confirmed, 0 waived, 2 still open." in result.output


def test_one_can_go_back(charter: Path) -> None:
    result = go(charter, "s", "b", "q")
    assert result.output.count("1 of 3 · orders") == 2


def test_comments_and_hand_edits_stay(charter: Path) -> None:
    go(charter, "c", "the delivery", "c", "requests.access", "w", "no promise")
    text = charter.read_text()
    assert text.startswith("# reviewed by Alice\n")
    assert "# ask Bob" in text
    assert text.endswith("# the end\n")
    charter.write_text(text.replace("P7Y", "P9Y"))
    assert "0 still open" in go(charter).output
    assert "P9Y" in charter.read_text()


def test_a_sentence_that_moved_is_not_shown_as_if_it_were_there(charter: Path) -> None:
    (charter.parent / "policy.md").write_text("Oh. " + POLICY)
    assert "moved or changed" in go(charter, "q").output


def test_tells_its_progress_to_programs(charter: Path) -> None:
    result = CliRunner().invoke(review, [str(charter), "--json"])
    assert json.loads(result.output) == {"proposed": 3, "confirmed": 0, "waived": 0}
