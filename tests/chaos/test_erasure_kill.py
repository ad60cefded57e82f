"""kill -9 at every boundary of an erasure: a person is whole or gone, a case is resumed, nothing is done or told twice.

Every boundary of a run (statements and COMMITs in the target and in our own store) is a place to die. After each death the
target must be untouched or finished; after the resumption it must be finished, and the case must say what was really done.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from tests.chaos.erasure_world import (
    LATER,
    START,
    case_of,
    dump,
    fill,
    open_or_resume,
    run_and_die,
    write_deployment,
)
from tools import local_servers

from upheld.app import open_deployment
from upheld.clock import VirtualClock
from upheld.duties.requests import Outcome, Phase
from upheld.store import cases

World = Callable[[], tuple[Path, str]]
"""Makes a fresh deployment over a fresh copy of the company; returns its folder and the target's URL."""


@pytest.fixture(params=["sqlite", "postgres"])
def world(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[World]:
    numbers = iter(range(100_000))
    with ExitStack() as stack:
        if request.param == "sqlite":
            fill(f"sqlite:///{tmp_path / 'template.db'}")

            def copy() -> tuple[Path, str]:
                folder = tmp_path / f"w{next(numbers)}"
                folder.mkdir()
                shutil.copy(tmp_path / "template.db", folder / "shop.db")
                write_deployment(folder, "sqlite:///shop.db", "sqlite:///store.db", "sqlite:///keys.db")
                return folder, f"sqlite:///{folder / 'shop.db'}"
        else:
            server = request.getfixturevalue("postgres_server")

            def copy() -> tuple[Path, str]:
                folder = tmp_path / f"w{next(numbers)}"
                folder.mkdir()
                url = stack.enter_context(local_servers.postgres_database(*server))
                fill(url)
                write_deployment(folder, url, "sqlite:///store.db", "sqlite:///keys.db")
                return folder, url

        yield copy


def test_a_sample_of_deaths(world: World) -> None:
    assert campaign(world, every=29) >= 12


@pytest.mark.slow
def test_every_death(world: World) -> None:
    assert campaign(world, every=1) >= 300


def campaign(world: World, every: int) -> int:
    """Die at every ``every``-th boundary; return the number of deaths."""
    folder, url = world()
    untouched = dump(url)
    boundaries = run_and_die(folder, START, -1)
    finished, told = dump(url), told_of(folder)
    assert finished != untouched
    assert told["outcome"] is Outcome.PARTLY_KEPT
    deaths = 0
    for boundary in range(1, boundaries + 1, every):
        folder, url = world()
        assert run_and_die(folder, START, boundary) == -1
        deaths += 1
        assert dump(url) in (untouched, finished), f"half erased after a death at boundary {boundary}"
        open_or_resume(folder, START + LATER)
        assert dump(url) == finished, f"not finished after a death at boundary {boundary}"
        assert told_of(folder) == told, f"the case tells another story after a death at boundary {boundary}"
        shutil.rmtree(folder)
    return deaths


def told_of(folder: Path) -> dict[str, Any]:
    """What the case says was done: outcome, and the counts of the one transaction that happened."""
    with open_deployment(folder, clock=VirtualClock(START + LATER)) as app:
        case_id = case_of(app)
        assert case_id is not None
        state = app.deployment.journal.load(case_id)
        with app.store.read() as connection:
            events = cases.load_events(connection, case_id)
    assert state.phase is Phase.FOLLOWING_UP
    done = [e.payload["counts"] for e in events if e.name == "act.done"]
    assert len(done) == 1
    return {"outcome": state.outcome, "counts": done[0], "kept": state.system("shop").kept}
