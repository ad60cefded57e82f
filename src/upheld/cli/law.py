"""``upheld law``: what is known about the law of a place, from when, from which source, and what only from memory."""

from __future__ import annotations

import click


@click.group()
def law() -> None:
    """List, show and compare what is known about the law. Not legal advice."""
