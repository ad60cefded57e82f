"""The way from text to statements."""

from __future__ import annotations

from upheld.policy.reading.blocks import parse_blocks
from upheld.policy.reading.model import Reading


def read(text: str) -> Reading:
    """Read the canonical text of a policy. Never raises for any text; linear in its length."""
    return Reading(text, parse_blocks(text), (), ())
