"""What a datamap says about promises: why data is kept past an erasure, and which statement says how long rows stay."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator, Mapping

from upheld.datamap.model import Datamap
from upheld.spans import Problem, Written

CITATION = re.compile(
    r"§|(?i:\b(?:art|article|sec|section|s|no)\b\.? *\d)|\b[A-Z][A-Za-z]*[A-Z]\b.*\d|\d.*\b[A-Z][A-Za-z]*[A-Z]\b"
)
"""Looks like the place of a law: a section sign, "Art. 6", or an acronym with a number."""


def check_reasons(datamap: Datamap, statements: Mapping[str, bool], written: Written) -> Iterator[Problem]:
    """Yield each ``keep`` without a duty or a citation, and each ``promised`` that no charter holds.

    ``statements`` maps the id of every charter statement to whether it runs as a duty to keep.
    """
    for table in datamap.tables.values():
        for index, promise in enumerate(table.promised):
            if promise not in statements:
                yield written.problem(
                    ("tables", table.name, "promised", index),
                    "unknown-statement",
                    f"`{promise}` is not a statement of the charter",
                    _nearest(promise, statements),
                )
        for part in table.slices:
            if part.keep is None:
                continue
            base = ("tables", table.name, *(("slices", part.label) if part.label else ()))
            because = part.keep.because
            if because in statements:
                if not statements[because]:
                    yield written.problem(
                        (*base, "keep", "because"),
                        "keep-without-duty",
                        f"`{table.name}` is kept because of `{because}`, which does not run as a duty to keep",
                        "Confirm that statement with `runs_as: retention.keep`, or name another.",
                    )
            elif not CITATION.search(because):
                yield written.problem(
                    (*base, "keep", "because"),
                    "keep-without-reason",
                    f"`{table.name}` is kept because of `{because}`, which is neither a statement of the charter nor a citation",
                    "Name the id of a statement, or cite the law (`§ 257 HGB`, `Art. 6(1)(c) GDPR`).",
                )


def _nearest(word: str, known: Iterable[str]) -> str:
    near = difflib.get_close_matches(word, sorted(known), n=1, cutoff=0.6)
    return f"Did you mean `{near[0]}`?" if near else "Name the id of a statement that says how long these rows stay."
