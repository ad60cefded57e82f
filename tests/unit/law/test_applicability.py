"""Which laws bind, on which ground, and which authorities hear of a breach."""

from __future__ import annotations

import pytest

from upheld.errors import UsageError
from upheld.formats.law_files import shipped_law
from upheld.law.applicability import Applicability, Company, Ground, Role, applicable_laws, breach_authorities

PACK = shipped_law()
DELAWARE = Company(established=frozenset({"US-DE"}))


def judged(residence: str, company: Company) -> dict[str, Applicability]:
    return {one.law: one for one in applicable_laws(PACK, residence, company)}


def test_residence_decides_for_a_company_from_elsewhere() -> None:
    belgian = judged("BE", DELAWARE)
    assert belgian["GDPR"] == Applicability("GDPR", True, Ground.RESIDENCE, assumed=True)
    assert belgian["CCPA"] == Applicability("CCPA", False, Ground.ELSEWHERE)
    assert {law for law, one in judged("US-CA", DELAWARE).items() if one.binds} >= {"CCPA", "CA-1798.83", "CAN-SPAM"}


def test_an_establishment_in_the_union_binds_for_people_anywhere() -> None:
    company = Company(established=frozenset({"BE"}))
    assert judged("US-CA", company)["GDPR"].ground is Ground.ESTABLISHMENT
    assert judged("US-CA", company)["CCPA"].binds
    assert not judged("US-CA", Company(established=frozenset({"US-VA"})))["VCDPA"].binds


def test_thresholds_are_inputs_and_a_law_not_named_is_taken_to_bind() -> None:
    company = Company(frozenset({"US-DE"}), covered={"CCPA": False, "CA-1798.83": True})
    california = judged("US-CA", company)
    assert california["CCPA"] == Applicability("CCPA", False, Ground.BELOW_THRESHOLD)
    assert (california["CA-1798.83"].binds, california["CA-1798.83"].assumed) == (True, False)


def test_sectors_and_roles() -> None:
    assert judged("US-CA", DELAWARE)["HIPAA"].ground is Ground.OTHER_SECTOR
    clinic = Company(frozenset({"US-DE"}), sectors=frozenset({"health"}))
    assert judged("US-CA", clinic)["HIPAA"].binds
    processor = Company(frozenset({"BE"}), role=Role.PROCESSOR)
    assert judged("BE", processor)["GDPR"] == Applicability("GDPR", False, Ground.PROCESSOR)


def test_without_an_establishment_there_is_no_one_stop_shop() -> None:
    affected = frozenset({"BE", "FR", "US-CA"})
    assert [code for code, _ in breach_authorities(PACK, affected, DELAWARE)] == ["BE", "FR"]
    [(code, authority)] = breach_authorities(PACK, affected, Company(established=frozenset({"BE"})))
    assert (code, authority.web) == ("BE", "gegevensbeschermingsautoriteit.be")


def test_unknown_places_are_refused() -> None:
    with pytest.raises(UsageError, match="unknown place `XX`"):
        applicable_laws(PACK, "XX", DELAWARE)
    with pytest.raises(UsageError, match="establishment: YY"):
        applicable_laws(PACK, "BE", Company(frozenset({"YY"})))
