"""The file of findings set aside: each names a rule and a reason, and may name the words by their hash."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from upheld.errors import DeploymentInvalid
from upheld.formats.documents import compose, validate
from upheld.policy.linting import RULES, Suppression

Reason = Annotated[str, StringConstraints(strip_whitespace=True, min_length=8)]


class SuppressionModel(BaseModel):
    """One finding set aside. Without ``sha256`` every finding of the rule is."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    rule: str
    because: Reason
    sha256: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")] | None = None


class SuppressionsFile(BaseModel):
    """Findings that a person looked at and set aside."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    suppressions: list[SuppressionModel] = Field(default_factory=list)


def parse_suppressions(text: str, file: str) -> tuple[Suppression, ...]:
    """Read the file; raise :class:`DeploymentInvalid` with every problem, unknown rules included."""
    document = compose(text, file)
    model = validate(document, SuppressionsFile)
    problems = [
        document.problem(
            ("suppressions", index, "rule"),
            "unknown-rule",
            f"`{s.rule}` is not a rule of the linter",
            "See docs/reference/linter-rules.md.",
        )
        for index, s in enumerate(model.suppressions)
        if s.rule not in RULES
    ]
    if problems:
        raise DeploymentInvalid(problems)
    return tuple(Suppression(s.rule, s.because, s.sha256) for s in model.suppressions)
