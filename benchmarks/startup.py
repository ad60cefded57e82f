"""What it costs to start: CPU seconds of ``upheld --help``, and how many distributions a core install brings.

    python benchmarks/startup.py [--rounds 9]

CPU time (user and system) of the whole process, the median of several runs; wall time depends on who else is at work. The
baseline is the same interpreter doing nothing. Distributions are counted from the locked requirements of the core.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, requires
from pathlib import Path

from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parent.parent
LIMIT_SECONDS, LIMIT_DISTRIBUTIONS = 0.15, 50


def cpu_seconds(command: list[str]) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def core_distributions() -> set[str]:
    """Follow the declared dependencies of the core, extras left out, through what is installed."""
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["dependencies"]
    todo, found = [Requirement(d) for d in declared], set[str]()
    while todo:
        requirement = todo.pop()
        name = requirement.name.lower().replace("_", "-")
        if name in found or (requirement.marker and not requirement.marker.evaluate({"extra": ""})):
            continue
        found.add(name)
        try:
            todo += [Requirement(r) for r in requires(name) or ()]
        except PackageNotFoundError:
            found.discard(name)
    return found


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    rounds = parser.parse_args().rounds
    help_, nothing = [], []
    for _ in range(rounds):
        help_.append(cpu_seconds([str(Path(sys.executable).parent / "upheld"), "--help"]))
        nothing.append(cpu_seconds([sys.executable, "-c", "pass"]))
    ours, idle = statistics.median(help_), statistics.median(nothing)
    print(
        f"upheld --help: {ours:.3f} s CPU (limit {LIMIT_SECONDS}), {ours / idle:.1f} x an interpreter that does nothing"
    )
    print(f"core install: {len(core_distributions())} distributions (limit {LIMIT_DISTRIBUTIONS})")


if __name__ == "__main__":
    main()
