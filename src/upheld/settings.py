"""What a deployment is made of, as values. ``formats/settings_file.py`` reads them from ``upheld.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class StoreSettings:
    """Where our own tables and keys are. ``master_key`` is a reference (``env:`` or ``file:``), never the key."""

    url: str = field(repr=False)
    keys_url: str = field(repr=False)
    master_key: str


@dataclass(frozen=True, slots=True)
class SystemSettings:
    """A system that holds people's data, and the datamap that says how."""

    url: str = field(repr=False)
    datamap: Path


@dataclass(frozen=True, slots=True)
class MailSettings:
    """The mail server; ``security`` is ``tls``, ``starttls`` or, on this machine only, ``plain``."""

    host: str
    port: int
    security: str
    sender: str
    username: str | None = None
    password: str | None = field(default=None, repr=False)
    ca_file: str | None = None


@dataclass(frozen=True, slots=True)
class Settings:
    """One deployment. Paths are absolute, URLs resolved; ``laws`` maps each law that applies to its jurisdiction."""

    folder: Path
    controller: str
    time_zone: str
    establishment: str | None
    public_url: str | None
    store: StoreSettings
    systems: Mapping[str, SystemSettings]
    charters: tuple[Path, ...]
    laws: Mapping[str, str]
    mail: MailSettings | None = None

    @property
    def evidence_name(self) -> str:
        """The name under which evidence is signed: the host of the public address, else a fixed one."""
        host = (self.public_url or "").partition("://")[2].partition("/")[0].partition(":")[0]
        return host or "upheld.invalid"
