"""Where a mailer or a converter broke the lines makes no difference to what is promised."""

from __future__ import annotations

import textwrap

import pytest
from tests.unit.reading.fragments import CHOICES, CLOCKS, MORE_CLOCKS, RETENTION, RIGHTS

from upheld.policy.reading import read

PARAGRAPHS = [text for text, *_ in (*RETENTION, *CLOCKS, *RIGHTS, *CHOICES, *MORE_CLOCKS) if text.endswith(".")]


def _page(width: int | None) -> str:
    wrapped = [textwrap.fill(p, width, break_on_hyphens=False) if width else p for p in PARAGRAPHS]
    return "Privacy notice\n\n1. YOUR PERSONAL DATA\n\n" + "\n\n".join(wrapped) + "\n"


@pytest.mark.parametrize("width", [80, 60, 45, 30])
def test_hard_wrapped_promises_are_the_same_promises(width: int) -> None:
    plain, wrapped = read(_page(None)), read(_page(width))
    assert [(s.kind, dict(s.slots)) for s in wrapped.statements] == [(s.kind, dict(s.slots)) for s in plain.statements]
    assert [" ".join(wrapped.quote(s).split()) for s in wrapped.statements] == [
        plain.quote(s) for s in plain.statements
    ]
