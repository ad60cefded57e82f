"""Check a whole deployment: its files, against each other, against the policy, and against the live databases.

Whatever can be read is checked; what cannot be read is a problem of its own and hides nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from upheld.connectors.sql.connecting import Target
from upheld.connectors.sql.live_checks import check_live
from upheld.connectors.sql.schema import read_schema
from upheld.datamap.coverage import check_coverage, check_reasons
from upheld.datamap.coverage.ground import Ground
from upheld.datamap.model import Datamap
from upheld.errors import DeploymentInvalid, UpheldError
from upheld.formats.charter_file import parse_charter
from upheld.formats.datamap_file import parse_datamap
from upheld.formats.documents import Document
from upheld.formats.law_files import shipped_law
from upheld.formats.policies import load_policy
from upheld.formats.secrets import read_master_key
from upheld.formats.settings_file import load_settings
from upheld.planning.rehearsal import rehearse
from upheld.policy.charter import Charter
from upheld.policy.coverage import Behind, check_charter, check_source
from upheld.settings import Settings, SystemSettings
from upheld.spans import Problem, Severity, Span

T = TypeVar("T")
_Parse = Callable[[str, str], tuple[T, Document]]


def check_deployment(folder: Path, environ: Mapping[str, str], *, offline: bool = False) -> tuple[Problem, ...]:
    """Return every problem of the deployment in ``folder``, sorted by file and line.

    ``offline`` leaves out what needs a secret or a database.
    """
    checker = _Checker(folder if folder.is_dir() else folder.parent, environ, offline)
    checker.run(folder)
    return tuple(sorted(set(checker.problems), key=_place))


def _place(problem: Problem) -> tuple[str, int, int, str, str]:
    span = problem.span or Span("", 0, 0)
    return span.file, span.line, span.col, problem.code, problem.message


@dataclass(slots=True)
class _Checker:
    folder: Path
    environ: Mapping[str, str]
    offline: bool
    problems: list[Problem] = field(default_factory=list)

    def run(self, given: Path) -> None:
        try:
            settings, document = load_settings(given, self.environ)
        except DeploymentInvalid as error:
            self.problems += error.problems
            self._beside()
            return
        charters = [(path, self._load(path, parse_charter)) for path in settings.charters]
        systems = [(name, s, self._load(s.datamap, parse_datamap)) for name, s in settings.systems.items()]
        behind = _behind(settings, [loaded and loaded[0] for _, _, loaded in systems])
        for path, read in charters:
            if read is not None:
                self.problems += check_charter(read[0], behind, read[1])
                self.problems += _source(path.parent, *read)
        promised = _promised([read[0] for _, read in charters if read])
        for name, system, loaded in systems:
            if loaded is not None:
                if all(read for _, read in charters):
                    self.problems += check_reasons(loaded[0], promised, loaded[1])
                self._system(name, system, loaded[0], loaded[1], document)
        self.problems += _laws(settings, document)
        if not self.offline:
            self._master_key(settings, document)

    def _beside(self) -> None:
        """Read the files by their usual names, where the file that would name them is broken."""
        for name, parse in (("charter.yaml", parse_charter), ("datamap.yaml", parse_datamap)):
            if (self.folder / name).is_file():
                self._load(self.folder / name, parse)

    def _load(self, path: Path, parse: _Parse[T]) -> tuple[T, Document] | None:
        shown = _shown(path)
        try:
            return parse(path.read_text(encoding="utf-8"), shown)
        except DeploymentInvalid as error:
            self.problems += error.problems
        except (OSError, UnicodeDecodeError) as error:
            told = f"{shown} cannot be read ({type(error).__name__})"
            self.problems.append(Problem("unreadable", told, "Check its name in upheld.yaml.", Span(shown, 1, 1)))
        return None

    def _system(
        self, name: str, system: SystemSettings, datamap: Datamap, written: Document, settings: Document
    ) -> None:
        if datamap.system != name:
            self.problems.append(
                written.problem(
                    ("system",),
                    "other-system",
                    f"this is the datamap of `{datamap.system}`, but upheld.yaml names it for `{name}`",
                    "Make the two names agree.",
                )
            )
        if self.offline or not system.url:
            return
        try:
            self.problems += _live(Target(name, system.url), datamap, written)
        except UpheldError as error:
            place = ("systems", name, "url")
            self.problems.append(
                settings.problem(place, "unreachable", str(error), "Or leave the databases out: `--offline`.")
            )

    def _master_key(self, settings: Settings, document: Document) -> None:
        try:
            read_master_key(settings.store.master_key, self.environ)
        except UpheldError as error:
            self.problems.append(
                document.problem(
                    ("store", "master_key"), "unresolved-reference", str(error), "Set it, or mend the reference."
                )
            )


def _live(target: Target, datamap: Datamap, written: Document) -> list[Problem]:
    """Compare one datamap with its database, and plan for nobody once the two fit."""
    try:
        with target.read() as connection:
            schema = read_schema(connection)
        found = list(check_coverage(datamap, schema, written))
        found += check_live(target, Ground(datamap, schema, written))
    finally:
        target.close()
    if not any(p.severity is Severity.ERROR for p in found) and (why := rehearse(datamap, schema)):
        found.append(
            written.problem(
                ("tables",), "no-plan", f"no erasure can be planned: {why}", "Mend the ties it names.", key=True
            )
        )
    return found


def _behind(settings: Settings, datamaps: list[Datamap | None]) -> Behind:
    """What the deployment has; a datamap that cannot be read (None) is given the benefit of the doubt."""
    return Behind(
        people=any(d is None or d.people for d in datamaps),
        mail=settings.mail is not None,
        public=settings.public_url is not None,
        keeps=any(d is None or any(p.keep for t in d.tables.values() for p in t.slices) for d in datamaps),
    )


def _promised(charters: list[Charter]) -> dict[str, bool]:
    """Every statement, and whether it runs as a duty to keep."""
    return {s.id: s.runs and s.runs_as == "retention.keep" for charter in charters for s in charter.statements}


def _source(folder: Path, charter: Charter, written: Document) -> Iterator[Problem]:
    path = folder / charter.policy_file
    if not path.exists():
        yield written.problem(
            ("policy", "file"),
            "no-policy",
            f"there is no {charter.policy_file} to compare this charter with",
            "Put the published text beside the charter.",
            severity=Severity.WARNING,
        )
        return
    try:
        text = load_policy(path).text
    except UpheldError as error:
        yield written.problem(("policy", "file"), "no-policy", str(error), "Name the published text.")
        return
    yield from check_source(charter, text, written)


def _laws(settings: Settings, document: Document) -> Iterator[Problem]:
    """Laws and places that nothing is known about."""
    known = shipped_law()
    for law, place in settings.laws.items():
        found = known.instruments.get(law)
        if found is None or not known.binds(found, place):
            told = f"`{law}` is not a law known here" if found is None else f"`{law}` is not a law of `{place}`"
            advice = "`upheld law list` names the laws and their places."
            yield document.problem(("laws", law), "unknown-law", told, advice, key=True)


def _shown(path: Path) -> str:
    """Name a file as the user would: relative to where they stand, where that is possible."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
