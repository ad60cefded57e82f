"""Bootstrap: the only module that knows all the others.

:func:`open_deployment` turns a folder with ``upheld.yaml`` into an open :class:`App`; tests call it with a virtual clock and
drive the whole program in process.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

import structlog

from upheld.clock import Clock, SystemClock
from upheld.connectors.sql import SqlSystem
from upheld.datamap.model import Datamap
from upheld.errors import DeploymentInvalid
from upheld.formats.charter_file import parse_charter
from upheld.formats.datamap_file import parse_datamap
from upheld.formats.documents import Document
from upheld.formats.law_files import shipped_law
from upheld.formats.secrets import read_master_key
from upheld.formats.settings_file import load_settings
from upheld.mail.smtp import Security, SmtpSender, SmtpSettings
from upheld.policy.charter import Charter, CharterSeries
from upheld.settings import MailSettings, Settings
from upheld.spans import Problem, Span
from upheld.store import Store
from upheld.store.evidence_sequencer import Sequencer
from upheld.store.evidence_signing import Ed25519Signer
from upheld.store.keys import KeyStore, Purpose
from upheld.work import Worker, destructions, housekeeping
from upheld.work.deliveries import Deliveries
from upheld.work.requests import Deployment, Journal, Requests
from upheld.work.requests.handling import Boundary


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a deployment, read: values beside the documents that know where each stands."""

    settings: Settings
    documents: Mapping[str, Document]
    charters: tuple[Charter, ...]
    datamaps: Mapping[str, Datamap]


@dataclass(frozen=True, slots=True)
class App:
    """A deployment, open and ready to work."""

    settings: Settings
    deployment: Deployment
    requests: Requests
    worker: Worker
    sequencer: Sequencer

    @property
    def store(self) -> Store:
        return self.deployment.store

    def settle(self) -> None:
        """Give every leaf written so far its place under a signed head (on SQLite each commit has done so already)."""
        while self.sequencer.run_once():
            pass


def read_files(folder: Path, environ: Mapping[str, str] = os.environ) -> Files:
    """Read ``upheld.yaml`` and all it names; raise :class:`DeploymentInvalid` with the problems of every file at once."""
    settings, document = load_settings(folder, environ)
    documents = {"settings": document}
    problems: list[Problem] = []
    charters: list[Charter] = []
    datamaps: dict[str, Datamap] = {}
    for path in settings.charters:
        try:
            charter, documents[f"charter:{path.name}"] = parse_charter(_read(path), _shown(path))
            charters.append(charter)
        except DeploymentInvalid as error:
            problems += error.problems
    for name, system in settings.systems.items():
        try:
            datamaps[name], documents[f"datamap:{name}"] = parse_datamap(_read(system.datamap), _shown(system.datamap))
        except DeploymentInvalid as error:
            problems += error.problems
    if problems:
        raise DeploymentInvalid(problems)
    return Files(settings, documents, tuple(charters), datamaps)


@contextmanager
def open_deployment(
    folder: Path,
    *,
    clock: Clock | None = None,
    environ: Mapping[str, str] = os.environ,
    boundary: Boundary = lambda _: None,
) -> Iterator[App]:
    """Open the deployment in ``folder`` and close it at the end of the block.

    Raises :class:`DeploymentInvalid` for its files and whatever opening the store and the systems raises.
    """
    _log_to_stderr()
    files = read_files(folder, environ)
    settings = files.settings
    clock = clock or SystemClock()
    with ExitStack() as stack:
        store = stack.enter_context(_open_store(settings, clock, environ))
        signer = _signer(settings, store.keys)
        systems = {
            name: SqlSystem.open(
                name, system.url, files.datamaps[name], store.keys.keyset(Purpose.CELLS).digest("cells")
            )
            for name, system in settings.systems.items()
        }
        for system in systems.values():
            stack.callback(system.close)
        deployment = Deployment(
            controller=settings.controller,
            zone=ZoneInfo(settings.time_zone),
            store=store,
            journal=Journal(store, signer),
            systems=systems,
            series=_series(files.charters),
            law=shipped_law(),
            laws=settings.laws,
            packages=settings.folder / "var" / "packages",
            writes_letters=settings.mail is not None,
        )
        requests = Requests(deployment, boundary)
        housekeeping.schedule(store, clock.now())
        yield App(settings, deployment, requests, _worker(settings, requests), Sequencer(store.database, signer))


def _log_to_stderr() -> None:
    """Keep standard output for answers, which `--json` promises to be nothing but JSON."""
    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))


def _open_store(settings: Settings, clock: Clock, environ: Mapping[str, str]) -> Store:
    for url in (settings.store.url, settings.store.keys_url):
        if url.startswith("sqlite:///"):
            Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return Store.open(
        settings.store.url, settings.store.keys_url, read_master_key(settings.store.master_key, environ), clock
    )


def _signer(settings: Settings, keys: KeyStore) -> Ed25519Signer:
    return Ed25519Signer(settings.evidence_name, keys.keyset(Purpose.EVIDENCE).digest("ed25519"))


def _series(charters: tuple[Charter, ...]) -> tuple[CharterSeries, ...]:
    pairs = sorted({(c.controller, c.service) for c in charters})
    return tuple(CharterSeries.of(c for c in charters if (c.controller, c.service) == pair) for pair in pairs)


def _worker(settings: Settings, requests: Requests) -> Worker:
    handlers = {**requests.handlers, **destructions.HANDLERS, **housekeeping.HANDLERS}
    if settings.mail is not None:
        sender = SmtpSender(_smtp(settings.mail))
        handlers |= Deliveries(sender, settings.mail.sender, requests.note_letter).handlers
    return Worker(requests.store, handlers, on_dead=requests.note_death)


def _smtp(mail: MailSettings) -> SmtpSettings:
    return SmtpSettings(
        mail.host, mail.port, mail.sender, Security(mail.security), mail.username, mail.password, mail.ca_file
    )


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        told = f"{path.name} cannot be read ({type(error).__name__})"
        problem = Problem("unreadable", told, "Check the name in upheld.yaml.", Span(_shown(path), 1, 1))
        raise DeploymentInvalid([problem]) from None


def _shown(path: Path) -> str:
    """Name a file as the user would: relative to where they stand, where that is possible."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(path)
