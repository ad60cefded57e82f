"""Law as dated, cited data, and the clocks computed from it. Not legal advice.

The public face: :func:`compute_clock` answers one law, :func:`compute_regimes` a set of laws and promises at once. The
pack comes from :func:`upheld.formats.law_files.shipped_law`.
"""

from upheld.law.applicability import Applicability, Company, Role, applicable_laws, breach_authorities, laws_for
from upheld.law.cases import Answer, Case, Event, NoDeadline, Step
from upheld.law.clocks import answer_case, compute_clock
from upheld.law.model import LawPack
from upheld.law.promises import TimedPromise
from upheld.law.regimes import Judgement, RegimesAnswer, answer_regimes, compute_regimes
from upheld.law.remedies import Remedies, after_refusal

__all__ = [
    "Answer",
    "Applicability",
    "Case",
    "Company",
    "Event",
    "Judgement",
    "LawPack",
    "NoDeadline",
    "RegimesAnswer",
    "Remedies",
    "Role",
    "Step",
    "TimedPromise",
    "after_refusal",
    "answer_case",
    "answer_regimes",
    "applicable_laws",
    "breach_authorities",
    "compute_clock",
    "compute_regimes",
    "laws_for",
]
