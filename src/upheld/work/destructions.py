"""Finish what closing a case began: the key store forgets the keys of the person's cells."""

from __future__ import annotations

from collections.abc import Mapping

from upheld.store import personal
from upheld.work.attempt import Attempt, Handler


def destroy_keys(attempt: Attempt) -> None:
    """Destroy every key whose destruction is noted, this task's among them."""
    personal.finish_destructions(attempt.store)


HANDLERS: Mapping[str, Handler] = {personal.DESTROY_KEY: destroy_keys}
