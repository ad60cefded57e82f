"""A fresh database of each engine for a datamap to be tried on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.integration.datamap.world import MakeWorld, worlds


@pytest.fixture
def world(store_url: str) -> Iterator[MakeWorld]:
    """Give a maker of worlds on a fresh SQLite file, then on a fresh PostgreSQL database."""
    with worlds(store_url) as make:
        yield make
