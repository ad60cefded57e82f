"""The files of the Printworks example: they load, agree with each other, and the generator repeats itself."""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from pathlib import Path

import pytest
from examples.printworks.fiction import AS_OF
from examples.printworks.generate import generate
from examples.printworks.schema import metadata

from upheld.datamap.model import Datamap, Table, tie_columns
from upheld.formats.charter_file import parse_charter
from upheld.formats.datamap_file import parse_datamap
from upheld.policy.charter import Charter, Statement, Status

FOLDER = Path(__file__).resolve().parents[3] / "examples" / "printworks"
POLICY = (FOLDER / "policy.md").read_text(encoding="utf-8")
DOMAIN = re.compile(r"@([a-z0-9.-]+)", re.IGNORECASE)
RESERVED = re.compile(r"(?:.+\.)?(?:example|invalid|example\.(?:com|net|org))")


@pytest.fixture(scope="module")
def charter() -> Charter:
    return parse_charter((FOLDER / "charter.yaml").read_text(encoding="utf-8"), "charter.yaml")[0]


@pytest.fixture(scope="module")
def datamap() -> Datamap:
    return parse_datamap((FOLDER / "datamap.yaml").read_text(encoding="utf-8"), "datamap.yaml")[0]


def _section_at(position: int) -> str:
    headings = [m for m in re.finditer(r"^#{1,2} (.+)$", POLICY, re.MULTILINE) if m.start() < position]
    return headings[-1][1]


def _sentence(statement: Statement) -> str:
    return POLICY[statement.source.start : statement.source.end]


def test_every_statement_stands_where_it_says(charter: Charter) -> None:
    wrong = [
        s.id
        for s in charter.statements
        if hashlib.sha256(_sentence(s).encode()).hexdigest() != s.source.sha256
        or _section_at(s.source.start) != s.source.section
    ]
    assert wrong == []
    assert charter.policy_sha256 == hashlib.sha256(POLICY.encode()).hexdigest()


def test_spans_are_words_in_order_and_never_overlap(charter: Charter) -> None:
    ends = [(s.source.start, s.source.end) for s in charter.statements]
    assert all(one[1] <= other[0] for one, other in itertools.pairwise(ends))
    assert [s.id for s in charter.statements if _sentence(s) != _sentence(s).strip()] == []


def test_no_sentence_of_the_policy_is_left_unread(charter: Charter) -> None:
    """Headings and the opening paragraph promise nothing; everything else belongs to a statement."""
    left = list(POLICY)
    for s in charter.statements:
        left[s.source.start : s.source.end] = "\n" * (s.source.end - s.source.start)
    rest = [line.strip() for line in "".join(left).splitlines() if line.strip() and not line.startswith("#")]
    assert [
        line for line in rest if line != "and" and not line.startswith("This policy says what Printworks does")
    ] == []


def test_every_statement_runs_or_says_why_it_cannot(charter: Charter) -> None:
    assert [s.id for s in charter.statements if s.status is not Status.CONFIRMED] == []
    assert [s.id for s in charter.statements if (s.runs_as is None) == (s.cannot is None)] == []


@pytest.mark.parametrize(
    "capability",
    [
        "requests.access",
        "requests.erase",
        "requests.deadline",
        "requests.confirm",
        "requests.content",
        "retention.keep",
    ],
)
def test_the_road_of_a_request_is_promised(charter: Charter, capability: str) -> None:
    assert [s for s in charter.running() if s.runs_as == capability]


def test_every_reason_to_keep_is_a_promise(charter: Charter, datamap: Datamap) -> None:
    reasons = {part.keep.because for table in datamap.tables.values() for part in table.slices if part.keep}
    assert reasons
    assert [r for r in reasons if (s := charter.statement(r)) is None or s.runs_as != "retention.keep"] == []


def test_every_promised_period_is_a_promise_and_every_promise_has_rows(charter: Charter, datamap: Datamap) -> None:
    """What no table names is about no table: backups, claims, and how a row is reduced."""
    named = {one for table in datamap.tables.values() for one in table.promised}
    retention = {s.id for s in charter.running("retention")}
    assert named <= retention
    assert retention - named == {"retention-claims", "tax-columns"}


def test_the_datamap_answers_for_every_table_and_column(datamap: Datamap) -> None:
    assert metadata.tables.keys() == datamap.tables.keys() | datamap.nobody
    undeclared = {
        f"{name}.{column.name}"
        for name, table in datamap.tables.items()
        if not _about_nobody(table)
        for column in metadata.tables[name].columns
        if column.name not in _answered(table) and not column.primary_key
    }
    assert undeclared == set()


def _about_nobody(table: Table) -> bool:
    return all(part.nobody for part in table.slices)


def _answered(table: Table) -> set[str]:
    return set(table.columns) | {path.column for tied in table.ties() for path in tie_columns(tied.tie)}


def test_the_same_seed_makes_the_same_rows() -> None:
    first, again, other = generate(scale=0.02), generate(scale=0.02), generate(seed=7, scale=0.02)
    assert first.tables == again.tables
    assert first.tables != other.tables


def test_the_size_follows_the_scale_and_the_heroine_does_not() -> None:
    small, larger = generate(scale=0.02), generate(scale=0.04)
    assert 1.5 < len(larger) / len(small) < 2.5
    assert [row[1:3] for row in small.tables["customers"][-5:]] == [row[1:3] for row in larger.tables["customers"][-5:]]


def test_everybody_is_made_up() -> None:
    """Addresses end in reserved domains (RFC 2606, RFC 6761), in the files as in the rows."""
    texts = [json.dumps(generate(scale=0.02).tables, default=str)]
    texts += [path.read_text(encoding="utf-8") for path in FOLDER.rglob("*") if path.suffix in (".md", ".yaml")]
    domains = {d.lower().rstrip(".") for text in texts for d in DOMAIN.findall(text)}
    assert [d for d in domains if not RESERVED.fullmatch(d)] == []


def test_counters_agree_and_nothing_is_younger_than_the_company() -> None:
    tables = {
        name: [dict(zip(metadata.tables[name].c.keys(), r, strict=True)) for r in rows]
        for name, rows in generate(scale=0.02).tables.items()
    }
    reviews = [row["product_id"] for row in tables["reviews"]]
    votes = [row["review_id"] for row in tables["review_votes"]]
    assert all(p["review_count"] == reviews.count(p["id"]) for p in tables["products"])
    assert all(r["vote_count"] == votes.count(r["id"]) for r in tables["reviews"])
    assert max(row["placed_at"] for row in tables["orders"]) <= AS_OF
