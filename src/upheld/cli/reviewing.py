"""The state of a review: which statements are open, what may be done with one, and the file after each decision."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from upheld.errors import DeploymentInvalid, UsageError
from upheld.formats.charter_edits import Scalar, remove_value, set_value
from upheld.formats.charter_file import parse_charter
from upheld.policy.charter import Charter, Statement, Status
from upheld.policy.kinds import KINDS


@dataclass(slots=True)
class Review:
    """A charter file under review. Every decision is written at once, so that a review can be left at any time."""

    path: Path
    text: str
    charter: Charter

    @classmethod
    def of(cls, path: Path) -> Review:
        """Load the file; raise :class:`DeploymentInvalid` where it is not a charter."""
        text = path.read_text("utf-8")
        charter, _ = parse_charter(text, str(path))
        return cls(path, text, charter)

    def open(self) -> list[Statement]:
        """Return the statements nobody has looked at."""
        return [s for s in self.charter.statements if s.status is Status.PROPOSED]

    def decided(self) -> int:
        return len(self.charter.statements) - len(self.open())

    def statement(self, id_: str) -> Statement:
        found = self.charter.statement(id_)
        if found is None:
            raise UsageError(f"no statement `{id_}` in {self.path}")
        return found

    def confirm(self, id_: str) -> None:
        """Confirm a statement; raise :class:`DeploymentInvalid` where something is still missing."""
        text = remove_value(self.text, (*self._at(id_), "waived_because"))
        self._keep(set_value(text, (*self._at(id_), "status"), Status.CONFIRMED.value))

    def waive(self, id_: str, because: str) -> None:
        """Set a statement aside with a reason."""
        text = set_value(self.text, (*self._at(id_), "waived_because"), because)
        self._keep(set_value(text, (*self._at(id_), "status"), Status.WAIVED.value))

    def edit(self, id_: str, name: str, value: str) -> None:
        """Set a slot of the statement's kind, or one of its own fields; an empty value removes it.

        Raises :class:`UsageError` for a name that is neither.
        """
        fields = ("runs_as", "cannot", "anchor_assumed", "type", "kind")
        slots = KINDS[self.statement(id_).kind].slots
        if name in fields:
            path = (*self._at(id_), name)
        elif name in slots:
            path = (*self._at(id_), "slots", name)
        else:
            raise UsageError(
                f"`{name}` is neither a slot of this kind ({', '.join(sorted(slots))}) nor {', '.join(fields)}"
            )
        if value:
            self._keep(set_value(self._cleared(id_, name), path, _typed(value)))
        else:
            self._keep(self._removed(path))

    def _cleared(self, id_: str, name: str) -> str:
        """Drop the opposite of what is being set: a statement either runs or cannot."""
        opposite = {"runs_as": "cannot", "cannot": "runs_as"}.get(name)
        return remove_value(self.text, (*self._at(id_), opposite)) if opposite else self.text

    def _removed(self, path: tuple[str | int, ...]) -> str:
        try:
            return remove_value(self.text, path)
        except KeyError:
            slots = path[:-1]
            return remove_value(self.text, slots) if len(self._slots_at(slots)) == 1 else set_value(self.text, path, "")

    def _slots_at(self, path: tuple[str | int, ...]) -> dict[str, object]:
        index = next(step for step in path if isinstance(step, int))
        return dict(self.charter.statements[index].slots)

    def _at(self, id_: str) -> tuple[str | int, ...]:
        index = next(i for i, s in enumerate(self.charter.statements) if s.id == id_)
        return ("statements", index)

    def _keep(self, text: str) -> None:
        charter, _ = parse_charter(text, str(self.path))
        whole = self.path.with_name(self.path.name + ".part")
        whole.write_text(text, "utf-8")
        whole.replace(self.path)
        self.text, self.charter = text, charter


def _typed(value: str) -> Scalar:
    lowered = value.lower()
    if lowered in ("true", "false"):
        return lowered == "true"
    return value


def wording(statement: Statement, policy: str | None) -> str | None:
    """Return the sentence a statement was read from; None where the policy at hand no longer has it there."""
    if policy is None:
        return None
    words = policy[statement.source.start : statement.source.end]
    same = hashlib.sha256(words.encode()).hexdigest() == statement.source.sha256
    return " ".join(words.split()) if same else None


def first_problem(error: DeploymentInvalid) -> str:
    """Return what stands in the way, in one line."""
    problem = error.problems[0]
    return f"{problem.message}. {problem.advice}"
