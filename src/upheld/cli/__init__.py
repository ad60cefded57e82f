"""The command line. Each command is a module of its own, imported only when it is called."""

from __future__ import annotations

import importlib
import sys

import click

import upheld
from upheld.errors import DeploymentInvalid, UpheldError

COMMANDS: dict[str, tuple[str, str]] = {
    # name: (module:attribute, one line of help, so that `upheld --help` imports nothing else)
    "read": ("upheld.cli.read:read_policy", "Read the promises of a published policy."),
    "check": ("upheld.cli.check:check", "Say everything that is wrong with a deployment."),
    "map": ("upheld.cli.map:map_database", "Draft the datamap of a live database, or update one."),
    "schemas": ("upheld.cli.schemas:schemas", "Write JSON Schemas for editors."),
    "clock": ("upheld.cli.clock:clock", "Say what is due when, and why."),
    "diff": ("upheld.cli.diff:diff", "Say what a new version of a policy changes in operation."),
    "publish": ("upheld.cli.publish:publish", "Write a charter as a notice."),
    "review": ("upheld.cli.review:review", "Look at each proposed promise and decide."),
    "law": ("upheld.cli.law:law", "List, show and compare what is known about the law."),
    "access": ("upheld.cli.requests:access", "Answer a request for a copy."),
    "erase": ("upheld.cli.requests:erase", "Erase a person, and look again."),
    "explain": ("upheld.cli.explain:explain", "Say what was decided in a case, and why."),
    "choose": ("upheld.cli.cases:choose", "Say which account a case means."),
    "retry": ("upheld.cli.cases:retry", "Take a failed case up again."),
    "evidence": ("upheld.cli.evidence:evidence", "Write the evidence to a file."),
    "verify": ("upheld.cli.verify:verify", "Check an evidence file."),
    "worker": ("upheld.cli.cases:worker", "Run due tasks."),
}


class _Lazy(click.Group):
    """List commands from the table; import one only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, attribute = COMMANDS[cmd_name][0].partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, COMMANDS[name][1]) for name in self.list_commands(ctx)])


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(upheld.__version__, prog_name="upheld")
def cli() -> None:
    """Run the privacy policy you publish, and prove it. Nothing here is legal advice."""


def main() -> None:
    """Run the command line; print our own errors without a traceback.

    Exit 1 for what is wrong with a deployment's files (every problem at its place), 2 for everything else.
    """
    try:
        cli(standalone_mode=True)
    except DeploymentInvalid as error:
        for problem in error.problems:
            click.echo(problem.render(), err=True)
        click.echo(f"{len(error.problems)} problem(s)", err=True)
        sys.exit(1)
    except UpheldError as error:
        click.echo(f"upheld: {error}", err=True)
        sys.exit(2)
