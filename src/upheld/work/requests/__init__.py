"""Handle access and erasure requests: the steps, the journal, the letters, the package."""

from upheld.work.requests.deployment import Deployment
from upheld.work.requests.handling import Requests
from upheld.work.requests.journal import Journal

__all__ = ["Deployment", "Journal", "Requests"]
