"""Setting findings aside, each with a reason.

A suppression names a rule and may name the words it is about by their hash; when the sentence is reworded, the finding comes
back. A suppression that no longer matches anything is reported, so that the list does not outlive its reasons.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from upheld.policy.linting.model import Finding


@dataclass(frozen=True, slots=True)
class Suppression:
    """One finding, or all of a rule, set aside. ``sha256`` is :func:`fingerprint` of the finding; None means every one."""

    rule: str
    because: str
    sha256: str | None = None

    def covers(self, finding: Finding) -> bool:
        return self.rule == finding.rule and self.sha256 in (None, fingerprint(finding))


@dataclass(frozen=True, slots=True)
class Suppressed:
    """What is left after suppressions: findings to show, findings set aside with the reason, suppressions without a use."""

    shown: tuple[Finding, ...]
    aside: tuple[tuple[Finding, Suppression], ...]
    unused: tuple[Suppression, ...]


def fingerprint(finding: Finding) -> str:
    """Return the SHA-256 (hex) of the words a finding rests on; it does not change when the text around them does."""
    words = "\n".join(" ".join(e.quote.split()) for e in sorted(finding.evidence))
    return hashlib.sha256(words.encode()).hexdigest()


def suppress(findings: Iterable[Finding], suppressions: Sequence[Suppression]) -> Suppressed:
    """Split findings by the suppressions that cover them; the first that covers one counts."""
    shown: list[Finding] = []
    aside: list[tuple[Finding, Suppression]] = []
    for finding in findings:
        covering = next((s for s in suppressions if s.covers(finding)), None)
        if covering is None:
            shown.append(finding)
        else:
            aside.append((finding, covering))
    used = {id(s) for _, s in aside}
    return Suppressed(tuple(shown), tuple(aside), tuple(s for s in suppressions if id(s) not in used))
