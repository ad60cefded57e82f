"""The charters of the five published policies: whole, in order, and still what the policies say.

The policies themselves are not in the repository. What needs them is skipped where the shared reference folder is absent.
"""

from __future__ import annotations

import hashlib
import itertools
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from upheld.formats.charter_file import parse_charter
from upheld.formats.documents import Document
from upheld.policy.capabilities import CAPABILITIES
from upheld.policy.charter import Charter, Statement, StatementType, Status
from upheld.policy.coverage import check_source
from upheld.policy.kinds import KINDS, Tier
from upheld.policy.reading import read

ROOT = Path(__file__).resolve().parents[3]
EXAMPLES = ROOT / "examples"
PAGE = ROOT / "docs" / "explanation" / "five-policies.md"
COMPANIES = ("mysegmenter", "3d4medical", "3dpros", "segments-ai", "qualified3d")
GOLD = ("mysegmenter", "3dpros", "qualified3d")
KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+){0,5}")
NAMED = re.compile(r"`([^`]+)`")
HEADINGS = {"3dpros": {22866}, "segments-ai": {9527}}
"""Where a heading looks like a sentence. It says nothing, so the charters leave it out."""
LONGEST_ECHO = 5
"""So many successive words of a policy may stand in our own files by chance; one more is a quotation."""


@dataclass(frozen=True)
class Reviewed:
    """A charter with the file it was read from."""

    charter: Charter
    document: Document
    raw: str

    @property
    def statements(self) -> tuple[Statement, ...]:
        return self.charter.statements


def load(company: str) -> Reviewed:
    path = EXAMPLES / company / "charter.yaml"
    raw = path.read_text(encoding="utf-8")
    return Reviewed(*parse_charter(raw, str(path)), raw)


@pytest.fixture(scope="module", params=COMPANIES)
def company(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def reviewed(company: str) -> Reviewed:
    return load(company)


@pytest.fixture
def policy(shared: Path, company: str) -> str:
    return policy_of(shared, company)


def policy_of(shared: Path, company: str) -> str:
    with (shared / "policies" / f"{company}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def gold_of(shared: Path, company: str) -> list[dict[str, Any]]:
    lines = (shared / "reference" / "gold.jsonl").read_text(encoding="utf-8").splitlines()
    return [line for line in map(json.loads, lines) if line["policy"] == company]


def common(statement: Statement, start: int, end: int) -> int:
    """Count the characters that a statement shares with ``[start, end)``."""
    return max(0, min(statement.source.end, end) - max(statement.source.start, start))


def whole_words(text: str, statement: Statement) -> bool:
    """Tell whether a statement begins and ends with a word, and cuts none."""
    at = statement.source
    span, before, after = text[at.start : at.end], text[: at.start][-1:], text[at.end :][:1]
    cut = (before.isalnum() and span[0].isalnum()) or (span[-1].isalnum() and after.isalnum())
    return span == span.strip() and not cut


def words(text: str) -> list[str]:
    stripped = (re.sub(r"^\W+|\W+$", "", word).lower() for word in text.split())
    return [word for word in stripped if word]


def runs_of_words(text: str) -> set[tuple[str, ...]]:
    """Return every run of one word more than may be an accident."""
    all_words = words(text)
    return set(zip(*(all_words[i:] for i in range(LONGEST_ECHO + 1)), strict=False))


def test_nothing_is_left_over(reviewed: Reviewed) -> None:
    assert len(reviewed.statements) > 100
    assert [s.id for s in reviewed.statements if s.status is not Status.CONFIRMED] == []
    assert [s.id for s in reviewed.statements if (s.runs_as is None) == (s.cannot is None)] == []


def test_words_of_the_vocabulary_only(reviewed: Reviewed) -> None:
    assert {s.kind for s in reviewed.statements} <= KINDS.keys()
    assert {s.runs_as for s in reviewed.statements if s.runs_as} <= CAPABILITIES.keys()


def test_a_permission_or_disclaimer_makes_nothing_happen(reviewed: Reviewed) -> None:
    """What only may happen never runs as a sweep or an answer to a person."""
    acts = {"retention.sweep", "requests.deadline", "requests.confirm", "breach.notify", "children.remove"}
    idle = (StatementType.PERMISSION, StatementType.DISCLAIMER)
    assert [s.id for s in reviewed.statements if s.type in idle and s.runs_as in acts] == []


def test_ids_are_short_words_in_order_of_the_text(reviewed: Reviewed) -> None:
    assert [s.id for s in reviewed.statements if not KEBAB.fullmatch(s.id) or len(s.id) > 36] == []
    assert len({s.id for s in reviewed.statements}) == len(reviewed.statements)
    spans = [(s.source.start, s.source.end) for s in reviewed.statements]
    assert all(one <= other for one, other in itertools.pairwise(spans))


def test_every_period_says_when_it_starts(reviewed: Reviewed) -> None:
    timed = [s for s in reviewed.statements if s.kind in ("retention", "deadline") and "period" in s.slots]
    assert [s.id for s in timed if ("trigger" in s.slots) == (s.anchor_assumed is not None)] == []


def test_the_head_counts_right(reviewed: Reviewed) -> None:
    head = " ".join(line.lstrip("# ") for line in itertools.takewhile(lambda x: x[0] == "#", reviewed.raw.splitlines()))
    by_type = Counter(s.type.value for s in reviewed.statements)
    counted = ", ".join(f"{by_type[t.value]} {t.value}" for t in StatementType if by_type[t.value])
    run = sum(s.runs for s in reviewed.statements)
    assert f"{len(reviewed.statements)} statements: {counted}." in head
    assert f"{run} run, {len(reviewed.statements) - run} say why they cannot." in head
    assert "Not legal advice." in head


def test_what_is_said_to_govern_runs(reviewed: Reviewed) -> None:
    """A reason that points to another statement points to one of this charter that is kept."""
    referred = {s.id: NAMED.findall(s.cannot) for s in reviewed.statements if s.cannot}
    kept = {s.id for s in reviewed.charter.running()}
    assert {id_: names for id_, names in referred.items() if not kept.issuperset(names)} == {}
    comments = " ".join(line for line in reviewed.raw.splitlines() if line.startswith("#"))
    assert set(NAMED.findall(comments)) <= {s.id for s in reviewed.statements}


def test_the_readme_speaks_of_statements_there_are(company: str, reviewed: Reviewed) -> None:
    readme = (EXAMPLES / company / "README.md").read_text(encoding="utf-8")
    ids = {name for name in NAMED.findall(readme) if KEBAB.fullmatch(name)}
    assert len(ids) > 4
    assert ids <= {s.id for s in reviewed.statements}


def test_the_page_counts_right(company: str, reviewed: Reviewed) -> None:
    row = re.search(rf"\(\S+/{company}/README\.md\)[^|]*\| (\d+) \| (\d+) \| (\d+) \|", PAGE.read_text("utf-8"))
    assert row is not None
    run = sum(s.runs for s in reviewed.statements)
    assert [int(cell) for cell in row.groups()] == [len(reviewed.statements), run, len(reviewed.statements) - run]


def test_contradictions_name_what_governs() -> None:
    """The verdicts on promises that cannot both be kept."""
    governs = {
        ("mysegmenter", "change-on-posting"): "change-prior-notice",
        ("mysegmenter", "cookies-by-browser"): "withdraw-cookies",
        ("mysegmenter", "breach-may-notify"): "breach-notify-users",
        ("mysegmenter", "retention-logs-typical"): "retention-logs",
        ("mysegmenter", "acceptance-transfer"): "transfer-scc",
        ("3dpros", "ca-identifiers"): "collect-email",
        ("3dpros", "no-sale-past-year"): "recipient-providers",
        ("segments-ai", "withdraw-by-browser"): "withdraw-cookies",
        ("3d4medical", "retention-in-spite-of-request"): "erase-on-request",
    }
    for (company, loser), winner in governs.items():
        statement = load(company).charter.statement(loser)
        assert statement is not None
        assert winner in NAMED.findall(statement.cannot or ""), (company, loser)


def test_positions_hold_what_was_read(reviewed: Reviewed, policy: str) -> None:
    assert list(check_source(reviewed.charter, policy, reviewed.document)) == []
    assert [s.id for s in reviewed.statements if not whole_words(policy, s)] == []


def test_a_reworded_sentence_is_named(reviewed: Reviewed, policy: str) -> None:
    """A policy that changed in one place is reported with the statements that stood there, and no others."""
    place = reviewed.statements[len(reviewed.statements) // 2].source.start
    changed = policy[:place] + chr(ord(policy[place]) + 1) + policy[place + 1 :]
    problems = list(check_source(reviewed.charter, changed, reviewed.document))
    there = [s.id for s in reviewed.statements if s.source.start <= place < s.source.end]
    assert [p.code for p in problems] == ["policy-changed", *["statement-moved"] * len(there)]
    assert [NAMED.findall(p.message)[0] for p in problems[1:]] == there


def test_a_second_reading_finds_no_control_elsewhere(company: str, reviewed: Reviewed, policy: str) -> None:
    """What the reader takes for a clock, an action or a refusal stands in words that were reviewed."""
    assert hashlib.sha256(policy.encode()).hexdigest() == reviewed.charter.policy_sha256
    found = [s for s in read(policy).statements if s.tier is Tier.CONTROL]
    assert len(found) > 20
    elsewhere = {s.start for s in found if not any(common(mine, s.start, s.end) for mine in reviewed.statements)}
    assert elsewhere <= HEADINGS.get(company, set())


@pytest.mark.parametrize("company", GOLD, scope="module")
def test_gold_is_covered_line_by_line(shared: Path, reviewed: Reviewed, company: str) -> None:
    gold = gold_of(shared, company)
    assert len(gold) > 100
    by_kind: dict[str, list[Statement]] = {}
    for statement in reviewed.statements:
        by_kind.setdefault(statement.kind, []).append(statement)
    missed = [
        (line["id"], line["kind"])
        for line in gold
        if not any(
            2 * common(s, line["start"], line["end"]) >= line["end"] - line["start"] for s in by_kind[line["kind"]]
        )
    ]
    assert missed == []


@pytest.mark.parametrize("company", GOLD, scope="module")
def test_periods_and_places_are_those_of_gold(shared: Path, reviewed: Reviewed, company: str) -> None:
    wrong = []
    for line in gold_of(shared, company):
        here = [s for s in reviewed.statements if s.kind == line["kind"]]
        here = [s for s in here if (s.source.start, s.source.end) == (line["start"], line["end"])]
        for slot in ("period", "jurisdiction"):
            said = line.get(slot)
            if said and said != "promptly" and not any(said == _joined(s.slots.get(slot)) for s in here):
                wrong.append((line["id"], slot, said))
    assert wrong == []


def _joined(value: object) -> str:
    return ",".join(value) if isinstance(value, tuple) else str(value)


def test_no_sentence_of_a_policy_is_in_the_repository(shared: Path) -> None:
    said = set().union(*(runs_of_words(policy_of(shared, company)) for company in COMPANIES))
    assert len(said) > 10_000
    files = list(_our_files())
    assert len(files) >= 2 * len(COMPANIES) + 2
    echoes = {
        str(path.relative_to(ROOT)): sorted(" ".join(run) for run in both)
        for path in files
        if (both := runs_of_words(path.read_text(encoding="utf-8")) & said)
    }
    assert echoes == {}


def _our_files() -> Iterable[Path]:
    yield from EXAMPLES.glob("*/charter.yaml")
    for company in COMPANIES:
        yield from (EXAMPLES / company).glob("*.md")
    yield PAGE
