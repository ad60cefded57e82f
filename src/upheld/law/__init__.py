"""Law as dated, cited data, and the clocks computed from it. Not legal advice.

The public face: :func:`compute_clock` answers one law, :func:`compute_regimes` a set of laws and promises at once.
"""

from upheld.law.cases import Answer, Case, Event, NoDeadline, Step
from upheld.law.clocks import answer_case, compute_clock
from upheld.law.model import LawPack

__all__ = ["Answer", "Case", "Event", "LawPack", "NoDeadline", "Step", "answer_case", "compute_clock"]
