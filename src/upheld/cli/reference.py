"""``docs/reference/cli.md``, written from the commands themselves."""

from __future__ import annotations

from collections.abc import Iterator

import click

from upheld.cli import COMMANDS, cli

NOTICE = "<!-- Written by tools/write_reference.py; do not edit. -->"

EXIT_CODES = """
| exit | meaning |
|---|---|
| 0 | done; of a request: concluded |
| 1 | something does not hold: a deployment's files, evidence, a case; `diff`: people have to be told first |
| 2 | the command could not do what it was asked; one line says why |
| 3 | `access`, `erase`: several accounts match, a person has to choose |
| 4 | `access`, `erase`: not finished, a system is busy or away; `upheld worker` goes on with it |
"""


def command_line_page() -> str:
    """Return the page: every command with its arguments and options, as ``--help`` tells them."""
    return "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield NOTICE
    yield "# The command line"
    yield EXIT_CODES
    context = click.Context(cli, info_name="upheld")
    for name in sorted(COMMANDS):
        command = cli.get_command(context, name)
        assert command is not None
        yield from _command(command, f"upheld {name}", 2)


def _command(command: click.Command, called: str, level: int) -> Iterator[str]:
    context = click.Context(command, info_name=called)
    yield f"{'#' * level} `{called}`\n"
    yield f"{(command.help or '').strip()}\n"
    usage = " ".join(command.collect_usage_pieces(context))
    yield f"```\n{called} {usage}\n```\n"
    options = [o for o in command.params if isinstance(o, click.Option) and not o.hidden]
    if options:
        yield "| option | meaning |"
        yield "|---|---|"
        yield from (_option(o) for o in options)
        yield ""
    if isinstance(command, click.Group):
        for name in sorted(command.commands):
            yield from _command(command.commands[name], f"{called} {name}", level + 1)


def _option(option: click.Option) -> str:
    names = ", ".join(f"`{n}`" for n in option.opts)
    value = "" if option.is_flag else f" {option.metavar or option.name}".replace("|", "\\|")
    return f"| {names}{value} | {(option.help or '').replace('|', chr(92) + '|')} |"
