"""Measure the linter: which of the findings known beforehand does it find?

    python benchmarks/findings.py FINDINGS.jsonl POLICY_DIR [--gold GOLD.jsonl] [--as-of 2026-11-21] [--misses]

With ``--gold`` the promises are taken from there (blocks still from the reader), without it the reader's own are used.

A known finding counts as found if the linter printed a finding of the same family of rules whose evidence overlaps the
evidence of the known one by at least one character. A finding that names many places overlaps easily, so the number of places
per finding is printed too. The three policies and the list were open while the rules were written: what this prints for
them is how well the rules fit, not how they do on a text nobody has looked at. ``FAMILIES`` names the families where
rule ids differ; every other rule
is its own family. A gap that concerns the whole document (type ``gap``, the rule asks for something that stands nowhere)
has no place of its own: its evidence is only an anchor. The table gives both counts: strictly by overlap, and with such
whole-document gaps taken as found when the rule fired on that policy.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from upheld.policy.linting import RULES, Finding, PolicyView, lint, lint_view
from upheld.policy.linting.from_reading import passages_of
from upheld.policy.linting.model import Promise
from upheld.policy.reading import read

FAMILIES: dict[str, tuple[str, ...]] = {
    "missing-section-heading": ("missing-section-number",),
    "policy-2019": ("policy-older-than-12-months",),
    "ccpa-table-identifiers-no": ("declared-not-collected-but-collected",),
    "ccpa-table-internet-activity-no": ("declared-not-collected-but-collected",),
    "ccpa-table-customer-records-yes": ("category-mismatch",),
    "retention-conflict-usage-cookie": ("retention-conflict",),
    "retention-2y-vs-permitted": ("retention-ceiling-vs-permitted",),
    "sensitive-vs-precise-location": ("sensitive-denied-but-collected",),
    "form-keystrokes-vs-no-sensitive": ("sensitive-denied-but-collected",),
    "legal-basis-contract-missing": ("legal-basis-list-mismatch",),
    "revised-vs-last-updated": ("date-label-mismatch",),
    "date-time": ("likely-typo",),
    "gmail-privacy-contact": ("consumer-mailbox",),
    "rights-scope-uk-ch": ("rights-scope",),
    "lost-links": ("lost-links",),
}
"""Known rule -> rules of the linter that are the same family."""


@dataclass(frozen=True)
class Known:
    """One finding of the list."""

    id: str
    policy: str
    type: str
    rule: str
    spans: tuple[tuple[int, int], ...]
    explanation: str


def load_known(path: Path) -> list[Known]:
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [
        Known(
            r["id"],
            r["policy"],
            r["type"],
            r["rule"],
            tuple((e["start"], e["end"]) for e in r["evidence"]),
            r["explanation"],
        )
        for r in rows
    ]


def gold_promises(path: Path, policy: str) -> tuple[Promise, ...]:
    """Return the promises of one policy in a gold file."""
    common = {"id", "policy", "section", "kind", "quote", "start", "end", "occurrences", "tier"}
    rows: list[dict[str, Any]] = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    found = [
        Promise(r["kind"], r["start"], r["end"], r["quote"], {k: v for k, v in r.items() if k not in common})
        for r in rows
        if r["policy"] == policy
    ]
    return tuple(sorted(found, key=lambda p: p.start))


def overlaps(known: Known, finding: Finding) -> bool:
    return any(e.start < end and start < e.end for start, end in known.spans for e in finding.evidence)


def find(known: Known, findings: list[Finding]) -> str | None:
    """Return ``strict``, ``anchor`` (a gap of the whole document, found without its anchor) or None."""
    same = [f for f in findings if f.rule in FAMILIES.get(known.rule, (known.rule,))]
    if any(overlaps(known, f) for f in same):
        return "strict"
    return "anchor" if same and known.type == "gap" else None


def run(text: str, policy: str, as_of: date, gold: Path | None) -> list[Finding]:
    reading = read(text)
    if gold is None:
        return list(lint(reading, as_of))
    return list(lint_view(PolicyView(text, passages_of(reading), gold_promises(gold, policy), as_of)))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("findings", type=Path)
    parser.add_argument("policies", type=Path)
    parser.add_argument("--gold", type=Path)
    parser.add_argument("--as-of", type=date.fromisoformat, default=date(2026, 11, 21))
    parser.add_argument("--misses", action="store_true")
    arguments = parser.parse_args()
    known = load_known(arguments.findings)
    printed = {
        name: run((arguments.policies / f"{name}.txt").read_text("utf-8"), name, arguments.as_of, arguments.gold)
        for name in sorted({k.policy for k in known})
    }
    outcome = {k.id: find(k, printed[k.policy]) for k in known}
    table("type", {k.id: k.type for k in known}, outcome)
    table("policy", {k.id: k.policy for k in known}, outcome)
    total = sum(len(p) for p in printed.values())
    widths = sorted(len(f.evidence) for found in printed.values() for f in found)
    print(f"\nplaces of evidence per finding: median {widths[len(widths) // 2]}, most {widths[-1]}")
    unknown = [
        f for name, found in printed.items() for f in found if not any(find(k, [f]) for k in known if k.policy == name)
    ]
    print(
        f"\n{len(RULES)} rules; {total} findings printed, {len(unknown)} of them not in the list (neither right nor wrong by it)"
    )
    if arguments.misses:
        for k in known:
            if outcome[k.id] != "strict":
                print(f"{outcome[k.id] or 'MISSED':7} {k.id} {k.policy} {k.rule}: {k.explanation}")
        for f in unknown:
            print("extra  ", f.rule, [" ".join(e.quote.split())[:70] for e in f.evidence][:2])


def table(title: str, group: dict[str, str], outcome: dict[str, str | None]) -> None:
    counts: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for id_, name in group.items():
        for row in (counts[name], counts["all"]):
            row[0] += 1
            row[1] += outcome[id_] == "strict"
            row[2] += outcome[id_] is not None
    print(f"\n{title:22}{'known':>7}{'found':>7}{'recall':>8}{'with whole-document gaps':>27}")
    for name in sorted(counts, key=lambda n: (n == "all", n)):
        n, strict, loose = counts[name]
        print(f"{name:22}{n:>7}{strict:>7}{strict / n:>8.2f}{loose:>20}{loose / n:>7.2f}")


if __name__ == "__main__":
    main()
