"""Whether a deployment can keep the promises of a charter, and whether the charter still is what the policy says."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum

from upheld.policy.charter import Charter, Statement, Status
from upheld.spans import Problem, Severity, Written


class Need(Enum):
    """What must stand behind a capability for it to be more than a word; the value says what is missing."""

    NOTHING = ("", "")
    PEOPLE = ("no system holds a kind of person", "Give upheld.yaml a system whose datamap has `people`.")
    MAIL = ("no letter can be sent", "Give upheld.yaml a `mail:` server.")
    PUBLIC = ("nobody can reach us", "Give upheld.yaml a `public_url`.")
    KEPT = ("no datamap keeps anything", "Name it as `because` of a `keep` in a datamap, or say `cannot`.")


NEEDS: dict[str, Need] = {
    "requests.access": Need.PEOPLE,
    "requests.erase": Need.PEOPLE,
    "requests.rectify": Need.PEOPLE,
    "requests.restrict": Need.PEOPLE,
    "requests.object": Need.PEOPLE,
    "requests.port": Need.PEOPLE,
    "requests.deadline": Need.NOTHING,
    "requests.confirm": Need.MAIL,
    "requests.verify_identity": Need.PEOPLE,
    "requests.agent": Need.PEOPLE,
    "requests.appeal": Need.NOTHING,
    "requests.complaint": Need.NOTHING,
    "requests.fee": Need.NOTHING,
    "requests.content": Need.PEOPLE,
    "requests.forward": Need.MAIL,
    "retention.sweep": Need.PEOPLE,
    "retention.keep": Need.KEPT,
    "breach.notify": Need.MAIL,
    "consent.purpose": Need.PUBLIC,
    "consent.withdraw": Need.PUBLIC,
    "consent.optout": Need.PUBLIC,
    "consent.signal": Need.PUBLIC,
    "consent.cookies": Need.PUBLIC,
    "marketing.suppress": Need.PEOPLE,
    "flows.forbid": Need.NOTHING,
    "flows.register": Need.NOTHING,
    "residency.route": Need.PEOPLE,
    "notice.publish": Need.NOTHING,
    "notice.change": Need.MAIL,
    "children.remove": Need.PEOPLE,
    "adm.review": Need.NOTHING,
    "security.control": Need.NOTHING,
}
"""What each capability needs of a deployment. A test demands that none is missing."""


@dataclass(frozen=True, slots=True)
class Behind:
    """What a deployment has: kinds of person, a mail server, a public address, tables that keep something for a duty."""

    people: bool
    mail: bool
    public: bool
    keeps: bool

    def meets(self, statement: Statement) -> bool:
        """Tell whether what the capability of ``statement`` needs is there."""
        match NEEDS[statement.runs_as or ""]:
            case Need.PEOPLE:
                return self.people
            case Need.MAIL:
                return self.mail
            case Need.PUBLIC:
                return self.public
            case Need.KEPT:
                return self.keeps
            case Need.NOTHING:
                return True


def check_charter(charter: Charter, behind: Behind, written: Written) -> Iterator[Problem]:
    """Yield the running statements that nothing can carry, and one warning for those that nobody has looked at."""
    for index, statement in enumerate(charter.statements):
        if statement.runs and not behind.meets(statement):
            missing, advice = NEEDS[statement.runs_as or ""].value
            yield written.problem(
                ("statements", index, "runs_as"),
                "nothing-behind",
                f"`{statement.id}` runs as `{statement.runs_as}`, but {missing}",
                advice,
            )
    proposed = [index for index, s in enumerate(charter.statements) if s.status is Status.PROPOSED]
    if proposed:
        yield written.problem(
            ("statements", proposed[0], "status"),
            "unreviewed",
            f"{len(proposed)} statement(s) are only proposed, the first here; proposed statements do not run",
            "Look at each with `upheld review`.",
            severity=Severity.WARNING,
        )


def check_source(charter: Charter, text: str, written: Written) -> Iterator[Problem]:
    """Yield where ``text``, the canonical text of the policy, is no longer what the charter was read from."""
    if hashlib.sha256(text.encode()).hexdigest() == charter.policy_sha256:
        told = "the place of `{}` is not what was read there"
    else:
        told = "the sentence of `{}` does not stand there any more"
        yield written.problem(
            ("policy", "sha256"),
            "policy-changed",
            f"{charter.policy_file} is not the text that this charter was read from",
            "Restore that text, or read the new version into a charter of its own (`upheld read`, `upheld diff`).",
        )
    for index, statement in enumerate(charter.statements):
        source = statement.source
        if hashlib.sha256(text[source.start : source.end].encode()).hexdigest() != source.sha256:
            yield written.problem(
                ("statements", index, "source"),
                "statement-moved",
                told.format(statement.id),
                "Read the policy again, or mend `start`, `end` and `sha256`.",
                key=True,
            )
