"""Reference pages written from the code: JSON Schemas for editors, the categories of data, the codes of ``upheld check``.

``tools/write_reference.py`` writes them into docs/reference; a test compares them with what stands there.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from pydantic import BaseModel

from upheld.codes import GROUPS
from upheld.datamap.categories import CATEGORIES, SPECIAL
from upheld.formats.charter_file import CharterFile
from upheld.formats.datamap_file import DatamapFile
from upheld.formats.settings_file import SettingsFile

MODELS: dict[str, type[BaseModel]] = {"upheld": SettingsFile, "charter": CharterFile, "datamap": DatamapFile}
_NOTICE = "<!-- Written by tools/write_reference.py; do not edit. -->"


def schemas() -> dict[str, str]:
    """Return file name → JSON Schema (draft 2020-12) of each file of a deployment."""
    return {f"{name}.schema.json": _schema(name, model) for name, model in MODELS.items()}


def _schema(name: str, model: type[BaseModel]) -> str:
    body = {"$schema": "https://json-schema.org/draft/2020-12/schema", **model.model_json_schema(by_alias=True)}
    return json.dumps(_any_of(body) | {"title": f"{name}.yaml"}, indent=2, ensure_ascii=False) + "\n"


def _any_of(schema: Any) -> Any:
    """Say ``anyOf`` for ``oneOf``: pydantic tells the arms of such a union apart by a function, which a schema cannot."""
    if isinstance(schema, dict):
        return {"anyOf" if word == "oneOf" else word: _any_of(value) for word, value in schema.items()}
    return [_any_of(value) for value in schema] if isinstance(schema, list) else schema


def pages() -> dict[str, str]:
    """Return path below docs/reference → text of every page that is written from the code."""
    written = {f"schemas/{name}": text for name, text in schemas().items()}
    return written | {"categories.md": "\n".join(_categories()) + "\n", "check.md": "\n".join(_codes()) + "\n"}


def _categories() -> Iterator[str]:
    yield _NOTICE
    yield "# Categories of data"
    yield ""
    yield "The words that `holds` and `category` of a datamap may use, each with its term of the W3C Data Privacy Vocabulary"
    yield "where that has one that fits. Special categories (GDPR Art. 9) are marked."
    yield ""
    yield "| category | term | special |"
    yield "|---|---|---|"
    for word, term in CATEGORIES.items():
        yield f"| `{word}` | {f'`{term}`' if term else '—'} | {'yes' if word in SPECIAL else ''} |"


def _codes() -> Iterator[str]:
    yield _NOTICE
    yield "# What `upheld check` reports"
    yield ""
    yield "Every problem has a stable code. Errors make `upheld check` exit 1; warnings and notes do not. Nothing is changed, in"
    yield "no file and in no database. `--offline` leaves out whatever needs a database or a secret."
    for heading, group in GROUPS.items():
        yield ""
        yield f"## {heading}"
        yield ""
        yield "| code | | what it means | what to do |"
        yield "|---|---|---|---|"
        for code, told in group.items():
            yield f"| `{code}` | {told.severity} | {told.meaning} | {told.mend} |"
