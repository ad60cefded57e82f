"""Run Alembic on a connection we hold. Imported only when there is something to migrate."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.util import CommandError
from sqlalchemy import Connection


def upgrade(connection: Connection, line: str) -> None:
    """Apply the migrations of ``line`` that are missing; raise ``KeyError`` when the present revision is none of ours."""
    folder = Path(__file__).parent
    config = Config()
    config.set_main_option("script_location", _literally(folder))
    config.set_main_option("path_separator", "newline")
    config.set_main_option("version_locations", _literally(folder / line))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise KeyError(line) from error


def _literally(path: Path) -> str:
    return str(path).replace("%", "%%")
