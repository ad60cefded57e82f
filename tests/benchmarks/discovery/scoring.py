"""Compare what discovery says of an evaluation database with what is true."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.benchmarks.discovery.printworks import Printworks
from tests.benchmarks.discovery.world import World
from upheld.connectors.sql.connecting import Target
from upheld.connectors.sql.schema import read_schema
from upheld.datamap.coverage import check_coverage
from upheld.discovery.draft import Draft
from upheld.discovery.drafting import draft_datamap, verdict
from upheld.discovery.judging import Verdict
from upheld.discovery.surveying import survey
from upheld.discovery.writing import write_datamap
from upheld.formats.datamap_file import parse_datamap
from upheld.spans import Severity


@dataclass(frozen=True, slots=True)
class Hits:
    """Found and true things, and how many are both."""

    found: int
    true: int
    both: int

    @property
    def precision(self) -> float:
        return self.both / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        return self.both / self.true if self.true else 1.0

    @property
    def f1(self) -> float:
        return 2 * self.both / (self.found + self.true) if self.found + self.true else 1.0

    def __add__(self, other: Hits) -> Hits:
        return Hits(self.found + other.found, self.true + other.true, self.both + other.both)


@dataclass(frozen=True, slots=True)
class Score:
    """Figures of one database. ``wrong`` lists what was missed or made up, for whoever mends the rules."""

    own: Hits
    reachable: Hits
    ties: Hits
    columns: int
    seconds: float
    cpu: float
    errors: tuple[str, ...]
    wrong: tuple[str, ...]


def measure(world: World | Printworks, url: str) -> Score:
    """Map a loaded database and compare; ``seconds`` is CPU and waiting of the survey and the draft, schema included."""
    target = Target(world.name, url)
    try:
        began, spent = time.perf_counter(), time.process_time()
        with target.read() as connection:
            schema = read_schema(connection)
            draft = draft_datamap(survey(connection, schema))
        seconds, cpu = time.perf_counter() - began, time.process_time() - spent
    finally:
        target.close()
    own, reachable = found_columns(draft)
    ties = found_ties(draft)
    datamap, written = parse_datamap(write_datamap(draft, world.name), "datamap.yaml")
    errors = [
        p.code + ": " + p.message for p in check_coverage(datamap, schema, written) if p.severity is Severity.ERROR
    ]
    true_own, true_reachable = world.own_columns(), world.own_columns() | world.row_columns()
    return Score(
        _hits(own, true_own),
        _hits(reachable, true_reachable),
        _hits(ties, world.true_ties()),
        sum(len(t.columns) for t in schema.tables.values()),
        seconds,
        cpu,
        tuple(errors),
        tuple(
            [
                f"{word} {what}: {'.'.join(x)}"
                for what, a, b in (
                    ("own", own, true_own),
                    ("reachable", reachable, true_reachable),
                    ("tie", ties, world.true_ties()),
                )
                for word, xs in (("missed", b - a), ("made up", a - b))
                for x in sorted(xs)
            ]
        ),
    )


def _hits(found: set, true: set) -> Hits:  # type: ignore[type-arg]
    return Hits(len(found), len(true), len(found & true))


def found_columns(draft: Draft) -> tuple[set[tuple[str, str]], set[tuple[str, str]]]:
    """Return the columns judged personal by themselves, and those beside them that describe whoever the row belongs to."""
    own, row = set(), set()
    for name, told in draft.survey.findings.items():
        table = draft.tables.get(name)
        for column, finding in told.items():
            match verdict(draft.survey, table, name, column, finding):
                case Verdict.PERSONAL:
                    own.add((name, column))
                case Verdict.ROW:
                    row.add((name, column))
    return own, own | row


def found_ties(draft: Draft) -> set[tuple[str, str, str]]:
    """Return every reference without a foreign key, the arms of generic references each for itself."""
    found = {
        (r.table, c, r.parent)
        for rs in draft.survey.references.values()
        for r in rs
        if not r.declared
        for c in r.columns
    }
    found |= {(t.table, t.id_column, end) for ts in draft.survey.typed.values() for t in ts for _, end in t.arms}
    return found
