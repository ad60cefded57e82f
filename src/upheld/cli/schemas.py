"""``upheld schemas``: JSON Schemas of the files of a deployment, for editors."""

from __future__ import annotations

from pathlib import Path

import click

from upheld.errors import UsageError
from upheld.formats.reference import schemas as written


@click.command()
@click.argument("folder", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
def schemas(folder: Path) -> None:
    """Write the JSON Schemas of upheld.yaml, charter.yaml and datamap.yaml into DIR.

    Begin a file with `# yaml-language-server: $schema=DIR/datamap.schema.json` and an editor completes and checks it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in written().items():
            (folder / name).write_text(text, encoding="utf-8")
            click.echo(folder / name)
    except OSError as error:
        raise UsageError(f"{folder} cannot be written ({type(error).__name__}); name another folder") from None
