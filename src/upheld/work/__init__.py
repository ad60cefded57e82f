"""Durable tasks: claim, lease, retry, schedule; and the steps that tasks run.

The table of :mod:`upheld.store.tasks` is the truth; a :class:`Worker` only takes from it. A kind of task is a name in a
literal mapping to its handler, which the bootstrap hands to the worker.
"""

from upheld.work.attempt import Attempt, Handler
from upheld.work.backoff import Backoff
from upheld.work.worker import Worker

__all__ = ["Attempt", "Backoff", "Handler", "Worker"]
