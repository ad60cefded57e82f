"""Which laws bind for a person and a company, and whom the company answers: as data, every conclusion with its reason.

Thresholds are inputs, never guesses: a law whose threshold is not told is treated as binding, because the policy itself
promises the rights. A processor answers nobody itself (GDPR Art. 28(3)(e)); its clocks are its controller's.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from upheld.errors import UsageError
from upheld.law.model import Authority, Instrument, LawPack
from upheld.law.promises import word_of


class Role(StrEnum):
    CONTROLLER = "controller"
    PROCESSOR = "processor"


class Ground(StrEnum):
    """Why a law binds or does not."""

    RESIDENCE = "residence"
    """The person lives where the law protects them."""
    ESTABLISHMENT = "establishment"
    """The company is established where the law binds it, wherever the person lives."""
    ELSEWHERE = "elsewhere"
    BELOW_THRESHOLD = "below_threshold"
    OTHER_SECTOR = "other_sector"
    PROCESSOR = "processor"
    """The duty towards people is the controller's; a processor forwards."""


@dataclass(frozen=True, slots=True)
class Company:
    """What decides which laws bind a company.

    ``established`` holds codes of places. ``covered`` says, by law id, whether its threshold is met; a law that is not
    named is taken to bind. ``sectors`` are those of sectoral laws ("health").
    """

    established: frozenset[str]
    role: Role = Role.CONTROLLER
    covered: Mapping[str, bool] = field(default_factory=dict)
    sectors: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Applicability:
    """Whether one law binds, on which ground; ``assumed`` when its threshold was not told."""

    law: str
    binds: bool
    ground: Ground
    assumed: bool = False


_BY_ESTABLISHMENT = frozenset({"EU", "EEA", "UK", "CH", "BR", "CA"})
"""Orders whose laws bind a company established there for people elsewhere too (GDPR Art. 3(1) and the like)."""


def applicable_laws(pack: LawPack, residence: str, company: Company) -> tuple[Applicability, ...]:
    """Judge every instrument for a person living in ``residence``. Raises :class:`UsageError` for an unknown place."""
    if residence not in pack.places:
        raise UsageError(f"unknown place `{residence}`; `upheld law list` names the known ones")
    unknown = sorted(company.established - pack.places.keys())
    if unknown:
        raise UsageError(f"unknown place(s) of establishment: {', '.join(unknown)}")
    return tuple(_judge(pack, law, residence, company) for law in pack.instruments.values())


def laws_for(pack: LawPack, residence: str, company: Company, right: str) -> tuple[Applicability, ...]:
    """Judge the instruments that know ``right`` under whatever word, binding or not."""
    known = {law.id for law in pack.instruments.values() if word_of(law, right) is not None}
    return tuple(one for one in applicable_laws(pack, residence, company) if one.law in known)


def _judge(pack: LawPack, law: Instrument, residence: str, company: Company) -> Applicability:
    ground = _ground(pack, law, residence, company)
    if ground is Ground.ELSEWHERE:
        return Applicability(law.id, False, ground)
    if law.sector is not None and law.sector not in company.sectors:
        return Applicability(law.id, False, Ground.OTHER_SECTOR)
    covered = company.covered.get(law.id)
    if covered is False:
        return Applicability(law.id, False, Ground.BELOW_THRESHOLD)
    if company.role is Role.PROCESSOR:
        return Applicability(law.id, False, Ground.PROCESSOR)
    return Applicability(law.id, True, ground, assumed=covered is None)


def _ground(pack: LawPack, law: Instrument, residence: str, company: Company) -> Ground:
    if pack.binds(law, residence):
        return Ground.RESIDENCE
    if _BY_ESTABLISHMENT.intersection(law.jurisdictions) and any(pack.binds(law, at) for at in company.established):
        return Ground.ESTABLISHMENT
    return Ground.ELSEWHERE


def breach_authorities(pack: LawPack, affected: frozenset[str], company: Company) -> tuple[tuple[str, Authority], ...]:
    """Return the authorities to notify of a breach under the GDPR for the ``affected`` places, each with its place.

    A controller established in the Union notifies the authority of its establishment; one without has no one-stop shop
    and notifies the authority of every affected member state (EDPB Guidelines 9/2022 para 73).
    """
    members = {code for code, place in pack.places.items() if {"EU", "EEA"}.intersection(place.unions)}
    home = sorted(company.established & members)
    places = home[:1] if len(home) == 1 else home or sorted(affected & members)
    return tuple((code, pack.places[code].authorities[0]) for code in places if pack.places[code].authorities)
