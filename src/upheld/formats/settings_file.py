"""``upheld.yaml``: which systems, which charters, which store. Secrets and addresses with passwords by reference only."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field

from upheld.errors import DeploymentInvalid, UpheldError
from upheld.formats.documents import Document, compose, validate
from upheld.formats.documents import Path as At
from upheld.formats.secrets import read_secret
from upheld.settings import MailSettings, Settings, StoreSettings, SystemSettings
from upheld.spans import Problem, Span

FILE_NAME = "upheld.yaml"

EU_EEA = frozenset(
    [
        "AT",
        "BE",
        "BG",
        "CY",
        "CZ",
        "DE",
        "DK",
        "EE",
        "ES",
        "FI",
        "FR",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "SE",
        "SI",
        "SK",
    ]
)


_SYSTEM_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
"""What evidence, file names and messages can take as they are."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, populate_by_name=True)


class StoreModel(_Strict):
    """Our own tables. SQLite by default; PostgreSQL in production. The keys live in a database of their own."""

    url: str
    keys: str
    master_key: str = Field(pattern="^(env|file):.+", description="reference to 32 secret bytes in base64 or hex")


class SystemModel(_Strict):
    """A database that holds people's data."""

    url: str = Field(description="SQLAlchemy URL, or a reference env:NAME / file:PATH to one")
    datamap: str


class MailModel(_Strict):
    """How letters leave."""

    smtp: str = Field(description="smtp://host:port (STARTTLS; plain on this machine only) or smtps://host:port")
    from_: str = Field(alias="from")
    username: str | None = None
    password: str | None = Field(default=None, pattern="^(env|file):.+")
    ca_file: str | None = Field(default=None, description="certificate authority of one's own, beside the system's")


class SettingsFile(_Strict):
    """One deployment."""

    upheld: Literal[1] = Field(description="version of this file format")
    controller: str
    time_zone: str = "UTC"
    establishment: str | None = Field(default=None, description="ISO 3166 code of the main establishment")
    public_url: str | None = None
    store: StoreModel
    systems: dict[str, SystemModel] = Field(default_factory=dict)
    charters: list[str] = Field(default_factory=list)
    laws: dict[str, str] = Field(
        default_factory=dict, description="law → jurisdiction, as `upheld law list` names them"
    )
    mail: MailModel | None = None


def parse_settings(text: str, file: str, folder: Path, environ: Mapping[str, str]) -> tuple[Settings, Document]:
    """Read ``upheld.yaml`` of ``folder``; raise :class:`DeploymentInvalid` with every problem."""
    document = compose(text, file)
    model = validate(document, SettingsFile)
    reader = _Reader(document, folder, environ)
    settings = reader.settings(model)
    if reader.problems:
        raise DeploymentInvalid(reader.problems)
    return settings, document


def load_settings(folder: Path, environ: Mapping[str, str]) -> tuple[Settings, Document]:
    """Read ``upheld.yaml`` from a folder (or the file itself); say so plainly when there is none."""
    file = folder if folder.is_file() else folder / FILE_NAME
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        problem = Problem(
            "no-deployment",
            f"{file} cannot be read ({type(error).__name__})",
            "Run the command in the folder of a deployment, or name it with --dir.",
            Span(str(file), 1, 1),
        )
        raise DeploymentInvalid([problem]) from None
    return parse_settings(text, _shown(file), file.parent.resolve(), environ)


def _shown(file: Path) -> str:
    """Name a file as the user would: relative to where they stand, where that is possible."""
    try:
        return str(file.resolve().relative_to(Path.cwd()))
    except ValueError:
        return str(file)


class _Reader:
    def __init__(self, document: Document, folder: Path, environ: Mapping[str, str]) -> None:
        self.document = document
        self.folder = folder
        self.environ = environ
        self.problems: list[Problem] = []

    def settings(self, model: SettingsFile) -> Settings:
        if model.time_zone not in zoneinfo.available_timezones():
            self._complain(
                ("time_zone",),
                "unknown-zone",
                f"`{model.time_zone}` is not a time zone",
                "Write an IANA name such as Europe/Brussels.",
            )
        return Settings(
            folder=self.folder,
            controller=model.controller,
            time_zone=model.time_zone,
            establishment=model.establishment,
            public_url=model.public_url,
            store=StoreSettings(
                self._url(model.store.url, ("store", "url")),
                self._url(model.store.keys, ("store", "keys")),
                self._reference(model.store.master_key),
            ),
            systems={name: self._system(name, system) for name, system in model.systems.items()},
            charters=tuple(self.folder / name for name in model.charters),
            laws=model.laws or self._laws(model),
            mail=self._mail(model.mail) if model.mail else None,
        )

    @staticmethod
    def _laws(model: SettingsFile) -> dict[str, str]:
        """Take the law of the establishment where the file names none."""
        place = (model.establishment or "").upper()
        if place in EU_EEA:
            return {"GDPR": place}
        return {"UK-GDPR": "UK"} if place in ("UK", "GB") else {}

    def _system(self, name: str, model: SystemModel) -> SystemSettings:
        if not _SYSTEM_NAME.fullmatch(name):
            self._complain(
                ("systems", name),
                "not-a-name",
                f"`{name}` is not a plain name",
                "Use small letters, digits, - and _, beginning with a letter or digit.",
            )
        return SystemSettings(self._url(model.url, ("systems", name, "url")), self.folder / model.datamap)

    def _url(self, given: str, at: At) -> str:
        """Resolve a reference, make a SQLite path absolute, and refuse a password written into the file."""
        url = given
        if given.startswith(("env:", "file:")):
            try:
                url = read_secret(self._reference(given), self.environ)
            except UpheldError as error:
                self._complain(at, "unresolved-reference", str(error), "Set it, or mend the reference.")
                return ""
        else:
            try:
                written = urlsplit(url).password
            except ValueError:
                written = None
            if written:
                self._complain(
                    at,
                    "secret-in-file",
                    "a password stands in this file",
                    "Write env:NAME and put the URL into that variable.",
                )
        head, slashes, rest = url.partition(":///")
        if head.startswith("sqlite") and slashes and not rest.startswith("/") and rest not in ("", ":memory:"):
            return f"{head}:///{self.folder / rest}"
        return url

    def _reference(self, reference: str) -> str:
        kind, _, name = reference.partition(":")
        return f"file:{self.folder / name}" if kind == "file" else reference

    def _mail(self, model: MailModel) -> MailSettings | None:
        parts = urlsplit(model.smtp)
        try:
            port = parts.port
        except ValueError:
            port = None
        if parts.scheme not in ("smtp", "smtps") or not parts.hostname:
            self._complain(
                ("mail", "smtp"),
                "not-a-mail-server",
                f"`{model.smtp}` is not a mail server",
                "Write smtp://host:587 or smtps://host:465.",
            )
            return None
        security = (
            "tls"
            if parts.scheme == "smtps"
            else "plain"
            if parts.hostname in ("localhost", "127.0.0.1", "::1")
            else "starttls"
        )
        try:
            password = read_secret(self._reference(model.password), self.environ) if model.password else None
        except UpheldError as error:
            self._complain(("mail", "password"), "unresolved-reference", str(error), "Set it, or mend the reference.")
            password = None
        ca_file = str(self.folder / model.ca_file) if model.ca_file else None
        default = {"tls": 465, "starttls": 587, "plain": 25}[security]
        return MailSettings(parts.hostname, port or default, security, model.from_, model.username, password, ca_file)

    def _complain(self, at: At, code: str, message: str, advice: str) -> None:
        self.problems.append(self.document.problem(at, code, message, advice))
