"""The evaluation databases, and which of them the rules were written with."""

from __future__ import annotations

from collections.abc import Callable

from tests.benchmarks.discovery.clinic import clinic
from tests.benchmarks.discovery.forum import forum
from tests.benchmarks.discovery.legacy import legacy
from tests.benchmarks.discovery.printworks import Printworks
from tests.benchmarks.discovery.saas import saas
from tests.benchmarks.discovery.school import school
from tests.benchmarks.discovery.shop import shop
from tests.benchmarks.discovery.world import World

SEEN: tuple[Callable[[], World | Printworks], ...] = (shop, clinic, saas, Printworks)
KEPT_ASIDE: tuple[Callable[[], World | Printworks], ...] = (forum, legacy, school)
