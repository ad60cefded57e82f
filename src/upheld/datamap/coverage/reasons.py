"""Whoever keeps data past an erasure says why: a promise that runs, or a law."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from upheld.datamap.model import Datamap
from upheld.spans import Problem, Written

CITATION = re.compile(
    r"§|(?i:\b(?:art|article|sec|section|s|no)\b\.? *\d)|\b[A-Z][A-Za-z]*[A-Z]\b.*\d|\d.*\b[A-Z][A-Za-z]*[A-Z]\b"
)
"""Looks like the place of a law: a section sign, "Art. 6", or an acronym with a number."""


def check_reasons(datamap: Datamap, statements: Mapping[str, bool], written: Written) -> Iterator[Problem]:
    """Yield each ``keep`` whose reason is neither a statement that runs nor a citation.

    ``statements`` maps the id of every charter statement to whether it runs as a duty to keep.
    """
    for table in datamap.tables.values():
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
