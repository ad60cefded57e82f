"""Law as dated, cited data, and the clocks computed from it. Not legal advice.

The public face: :func:`compute_clock` answers one law, :func:`compute_regimes` a set of laws and promises at once. The
pack comes from :func:`upheld.formats.law_files.shipped_law`.
"""

from upheld.law.cases import Answer, Case, Event, NoDeadline, Step
from upheld.law.clocks import answer_case, compute_clock
from upheld.law.model import LawPack
from upheld.law.promises import TimedPromise
from upheld.law.regimes import Judgement, RegimesAnswer, answer_regimes, compute_regimes

__all__ = [
    "Answer",
    "Case",
    "Event",
    "Judgement",
    "LawPack",
    "NoDeadline",
    "RegimesAnswer",
    "Step",
    "TimedPromise",
    "answer_case",
    "answer_regimes",
    "compute_clock",
    "compute_regimes",
]
