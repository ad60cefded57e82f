"""The page of a package: what is held, why, since when, for how long, who received it, what was withheld and on which ground."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from upheld.datamap.model import Table
from upheld.duties.requests import RequestState
from upheld.ids import CaseId, PersonRef
from upheld.planning import Identity
from upheld.planning.identity import normalise
from upheld.policy.charter import Charter, Statement
from upheld.store import disclosures, pseudonyms
from upheld.store.disclosures import Disclosure
from upheld.work.requests.deployment import Deployment

NOT_RECORDED = "not recorded"


@dataclass(frozen=True, slots=True)
class Shown:
    """One table of the page: facts of its copy, and the datamap's words about it."""

    system: str
    table: Table
    role: str
    columns: Sequence[str]
    rows: int
    cells: Sequence[Sequence[str]]
    since: str | None
    withheld: Mapping[str, str]
    files: str

    @property
    def title(self) -> str:
        return self.table.title or self.table.name.replace("_", " ").capitalize()

    @property
    def heading(self) -> str:
        """The title, with the slice of the table and the person's part in it where they say something."""
        part = self.role.removesuffix("owner").removesuffix(": ").strip()
        return f"{self.title} ({part})" if part else self.title

    @property
    def categories(self) -> list[str]:
        return sorted({u.category for n, u in self.table.columns.items() if not self.columns or n in self.columns})

    def _words(self, name: str) -> str:
        found = sorted({str(v) for u in self.table.columns.values() if (v := getattr(u, name)) is not None})
        return ", ".join(found) or NOT_RECORDED

    @property
    def purposes(self) -> str:
        return self._words("purpose")

    @property
    def bases(self) -> str:
        return self._words("basis")

    @property
    def sources(self) -> str:
        return self._words("source")


def render_page(
    deployment: Deployment,
    case_id: CaseId,
    state: RequestState,
    shown: Sequence[Shown],
    identities: Mapping[str, Identity],
) -> str:
    """Return the page as HTML."""
    now = deployment.store.clock.now()
    charters = deployment.charters(now)
    received = _received(deployment, state, identities)
    return (
        _templates()
        .get_template("package.html")
        .render(
            controller=deployment.controller,
            case=case_id,
            written=now.astimezone(deployment.zone).strftime("%-d %B %Y, %H:%M %Z"),
            tables=[(s, _kept_for(s, charters), _recipients(s, received)) for s in shown],
            total=sum(s.rows for s in shown),
            pseudonym=state.person,
            policies=[(c.service, c.version, c.policy_file) for c in charters],
            not_recorded=NOT_RECORDED,
        )
    )


def _received(
    deployment: Deployment, state: RequestState, identities: Mapping[str, Identity]
) -> tuple[Disclosure, ...]:
    """Everything the ledger knows under any pseudonym this person may have been written down by."""
    subjects = {f"{a.kind}:{a.key}" for i in identities.values() for a in i.accounts}
    subjects |= {f"{k}:{normalise(k, v)}" for i in identities.values() for k, vs in i.identifiers.items() for v in vs}
    refs = {state.person, *(r for s in subjects for r in pseudonyms.person_refs(deployment.store.keys, s))}
    with deployment.store.read() as connection:
        return disclosures.of_person(connection, [PersonRef(r) for r in refs])


def _recipients(shown: Shown, received: Sequence[Disclosure]) -> list[str]:
    """Name recipients from the ledger, never from the policy's list."""
    lines = [
        f"{d.recipient}: {d.category} on {d.at.date().isoformat()} ({d.ground})"
        for d in received
        if d.category in shown.categories
    ]
    return lines or [NOT_RECORDED]


def _kept_for(shown: Shown, charters: Sequence[Charter]) -> str:
    """Say how long the rows are kept: what the datamap keeps by duty, what the policy promises for this subject."""
    lines = []
    for part in shown.table.slices:
        if part.keep is not None:
            kept = ", ".join(part.keep.columns)
            lines.append(
                f"{kept}: until {part.keep.anchor.replace('_', ' ')} + {part.keep.period} ({part.keep.because})"
            )
    names = {shown.table.name, shown.title.lower(), *shown.categories}
    promised = (s for charter in charters for s in charter.running("retention"))
    lines += [_promised(s) for s in promised if s.id in shown.table.promised or s.text_slot("subject") in names]
    return "; ".join(lines) or "no period is promised for it"


def _promised(s: Statement) -> str:
    start = s.text_slot("trigger") or s.anchor_assumed or "collection"
    period = s.text_slot("period")
    term = f"{period} from {start}" if period else s.text_slot("criteria") or start
    return f"{term.replace('_', ' ')} (promise {s.id})"


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("upheld.work.requests"),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
