"""One sentence per statement, by kind. Sentences that belong under one lead-in say so.

Every kind has a function; a test demands that none is missing. The wording is fixed so that reading it again gives the same
promise.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from upheld.policy.charter import Statement, StatementType
from upheld.policy.writing import words


@dataclass(frozen=True, slots=True)
class Said:
    """The words of one statement; ``lead`` is the sentence with a colon that introduces it, where it is a list item."""

    text: str
    lead: str | None = None


Writer = Callable[["Slots"], Said]


class Slots:
    """The slots of a statement as text."""

    def __init__(self, statement: Statement) -> None:
        self.statement = statement

    def __getitem__(self, name: str) -> str:
        value = self.statement.slots.get(name)
        if value is None:
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        return ", ".join(value) if isinstance(value, tuple) else str(value)

    def all(self, name: str) -> list[str]:
        return [part.strip() for part in self[name].replace("|", ",").split(",") if part.strip()]

    def true(self, name: str) -> bool:
        return self[name].lower() in ("true", "yes")

    @property
    def verb(self) -> str:
        """Return ``may `` where the statement is only a permission."""
        return "may " if self["modality"] in ("may", "might", "could") else ""

    @property
    def forbids(self) -> bool:
        return self.statement.type is StatementType.PROHIBITION


WRITERS: dict[str, Writer] = {}


def writes(kind: str) -> Callable[[Writer], Writer]:
    """Register the function that words a kind."""

    def register(writer: Writer) -> Writer:
        WRITERS[kind] = writer
        return writer

    return register


def say(statement: Statement) -> Said:
    """Return the words of a statement."""
    return WRITERS[statement.kind](Slots(statement))


@writes("effective_date")
def _effective_date(s: Slots) -> Said:
    since = f"effective {words.written_date(s['date'])}" if s["date"] else ""
    version = f"version {s['version']}" if s["version"] else ""
    return Said(words.sentence(", ".join(part for part in (since, version) if part)) or "This version is in force.")


@writes("identity")
def _identity(s: Slots) -> Said:
    name = s["controller"] or s["brand"]
    address = f", {s['address']}," if s["address"] else ""
    return Said(f"{name}{address} is the controller of your personal data.")


@writes("dpo")
def _dpo(s: Slots) -> Said:
    appointed = s["appointed"].lower() not in ("false", "no")
    return Said(
        "We have appointed a data protection officer."
        if appointed
        else "We have not appointed a data protection officer."
    )


@writes("scope")
def _scope(s: Slots) -> Said:
    return Said(f"This notice applies to {words.enumeration(s.all('service')) or 'our services'}.")


@writes("definition")
def _definition(s: Slots) -> Said:
    return Said(f"“{s['term']}” is a defined term of this notice.")


@writes("reference")
def _reference(s: Slots) -> Said:
    return Said(f"More is said in our {s['document']}.")


@writes("collect")
def _collect(s: Slots) -> Said:
    named = [f"your {words.phrase(v, words.DATA)}".replace("your your", "your") for v in s.all("subject")]
    what = words.sentence(words.enumeration(named) or words.code(s["context"]) or "personal information")
    if s["collected"].upper() == "NO":
        return Said(what, "We have not collected the following categories:")
    if s["source"] == "automatic":
        return Said(what, f"We {s.verb}collect the following data automatically:")
    if s["source"] == "user":
        return Said(what, f"We {s.verb}collect the following data that you provide to us:")
    return Said(what, f"We {s.verb}collect the following data:")


@writes("not_collect")
def _not_collect(s: Slots) -> Said:
    if s["source"]:
        return Said(f"We do not receive personal information from {words.phrases(s.all('source'), words.RECIPIENTS)}.")
    return Said(
        f"We do not collect {words.enumeration([words.phrase(v, words.DATA) for v in s.all('subject')], 'or')}."
    )


@writes("source")
def _source(s: Slots) -> Said:
    what = words.phrases(s.all("subject"), words.DATA) or "information about you"
    return Said(
        f"We {s.verb}receive your {what} from {words.phrases(s.all('source'), words.RECIPIENTS)}.".replace(
            "your information about you", "information about you"
        )
    )


@writes("purpose")
def _purpose(s: Slots) -> Said:
    why = words.purposes(s.all("purpose")) or "to " + words.code(s["action"] or "provide our services")
    basis = f", with your {s['basis']}" if s["basis"] == "consent" else ""
    about = words.phrases(s.all("subject"), words.DATA)
    if about:
        return Said(f"We {s.verb}use {about} {why}{basis}.")
    return Said(words.sentence(why + basis), f"We {s.verb}use your personal data for these purposes:")


@writes("legal_basis")
def _legal_basis(s: Slots) -> Said:
    text = words.phrases(s.all("basis"), words.BASES) or "A basis that the law allows"
    why = words.purposes(s.all("purpose"))
    return Said(words.sentence(text + (f", {why}" if why else "")), "We rely on these legal bases:")


@writes("recipient")
def _recipient(s: Slots) -> Said:
    who = words.phrases(s.all("recipient"), words.RECIPIENTS) or "third parties"
    why = words.purposes(s.all("purpose"))
    what = words.phrases(s.all("subject"), words.DATA) or "your personal data"
    role = ", who process them on our behalf" if s["role"] == "processor" else ""
    when = f" in the event of {words.code(s['trigger'])}" if s["trigger"] else ""
    return Said(f"We {s.verb}share {what} with {who}{' ' + why if why else ''}{role}{when}.")


@writes("disclosure_public")
def _disclosure_public(s: Slots) -> Said:
    return Said(
        f"Your {words.phrases(s.all('subject'), words.DATA) or 'posts'} {s.verb or 'will '}be displayed to the public."
    )


@writes("transfer")
def _transfer(s: Slots) -> Said:
    where = words.enumeration([words.place(d) for d in s.all("destination")]) or "other countries"
    where = "other countries" if where == "unspecified" else where
    origin = f" from {words.enumeration([words.place(o) for o in s.all('origin')])}" if s["origin"] else ""
    guard = {"SCC": "standard contractual clauses", "none": ""}.get(s["safeguard"], words.code(s["safeguard"]))
    return Said(f"We {s.verb}transfer personal data{origin} to {where}{f' under {guard}' if guard else ''}.")


@writes("no_sale")
def _no_sale(s: Slots) -> Said:
    if s["lookback"]:
        return Said(f"We have not sold personal information in the preceding {words.period(s['lookback'])}.")
    if s["temporal"] == "future":
        return Said("We will not sell your personal information in the future.")
    verbs = [words.code(v).replace("sale", "sell").replace("selling", "sell") for v in s.all("scope")] or ["sell"]
    unless = " unless you give us permission" if s["exception"] else ""
    return Said(f"We do not {words.enumeration(verbs, 'or')} your personal information{unless}.")


@writes("no_share")
def _no_share(s: Slots) -> Said:
    about = words.phrases(s.all("subject"), words.DATA) or "your personal information"
    why = (
        " for their direct marketing purposes"
        if "marketing" in s["purpose"]
        else f" for {words.code(s['purpose'])}"
        if s["purpose"]
        else ""
    )
    return Said(f"We do not share {about} with third parties{why}.")


@writes("third_party_site")
def _third_party_site(s: Slots) -> Said:
    who = words.phrases(s.all("recipient"), words.RECIPIENTS) or "third parties"
    return Said(f"We are not responsible for the privacy practices of the websites of {who}.")


@writes("anonymised")
def _anonymised(s: Slots) -> Said:
    why = " for any purpose" if s["purpose"] == "any" else f" {words.purpose(s['purpose'])}" if s["purpose"] else ""
    return Said(f"We {s.verb or 'may '}share aggregated or anonymised data{why}.")


@writes("security")
def _security(s: Slots) -> Said:
    if s["measure"] == "disclaimer" or s["polarity"] == "-" or s.true("disclaimer"):
        return Said(
            "No method of transmission or storage is fully secure, so we cannot guarantee the security of your data."
        )
    known = {
        "encryption_in_transit": "We encrypt data in transit with TLS.",
        "encryption_at_rest": "We use encrypted storage for data at rest.",
        "mfa": "We use access controls with multi-factor authentication.",
        "access_control": "We use access controls for personal data.",
        "training": "We train our employees in data protection and security.",
        "TOM": "We use technical and organisational measures to protect your personal data.",
    }
    return Said(
        known.get(
            s["measure"],
            f"We protect your personal data with security measures: {words.phrases(s.all('measure'), {})}.",
        )
    )


@writes("adm")
def _adm(s: Slots) -> Said:
    if s["polarity"] in ("-", "false"):
        return Said("We do not use automated decision-making that produces legal effects for you.")
    if s["right"]:
        return Said(f"You can ask for {words.phrases(s.all('right'), {})} of an automated decision.")
    return Said("We use automated decision-making.")
