"""Find the charters of a folder of deployments by company name: ``<folder>/<company>/charter.yaml``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from upheld.law.promises import TimedPromise


def folder_name(company: str) -> str:
    """Return the folder a company's deployment stands in: lower case, other signs as hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", company.lower()).strip("-")


class CharterPromises(Mapping[str, Sequence[TimedPromise]]):
    """The timed promises of each company, read from its charter when first asked for.

    A company without a charter is missing from the mapping; a broken charter raises
    :class:`~upheld.errors.DeploymentInvalid`.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._read: dict[str, Sequence[TimedPromise]] = {}

    def __getitem__(self, company: str) -> Sequence[TimedPromise]:
        if company not in self._read:
            path = self.folder / folder_name(company) / "charter.yaml"
            if not path.is_file():
                raise KeyError(company)
            # Only cases about promises pay for pydantic, which the charter's reader needs.
            from upheld.formats.charter_file import parse_charter  # noqa: PLC0415 - see above
            from upheld.policy.timed_promises import timed_promises  # noqa: PLC0415

            charter, _ = parse_charter(path.read_text("utf-8"), str(path))
            self._read[company] = timed_promises(charter, company)
        return self._read[company]

    def __iter__(self) -> Iterator[str]:
        return (path.parent.name for path in sorted(self.folder.glob("*/charter.yaml")))

    def __len__(self) -> int:
        return sum(1 for _ in self)
