"""The tables that discovery judges by, as data: words in several languages, and what names and values make likely."""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Any

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@lru_cache(maxsize=8)
def table(name: str) -> Any:
    """Return one of the YAML tables beside this module (``words``, ``likelihoods``, ``given_names``, ``sets``), read once."""
    text = (files(__name__) / f"{name}.yaml").read_text("utf-8")
    return yaml.load(text, Loader=_Loader)  # noqa: S506 - safe loader


@lru_cache(maxsize=64)
def words(name: str) -> frozenset[str]:
    """Return one of the sets of ``sets.yaml``."""
    return frozenset(str(table("sets")[name]).split())
