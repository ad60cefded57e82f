"""The rule files: cited, tied to known laws, strict about words; and what charters say about choices."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from upheld.duties.consent import Basis
from upheld.duties.consent.promised import honoured_signals, legal_bases, minimum_age
from upheld.errors import UsageError
from upheld.formats.choice_rules import read_choice_rules, shipped_choice_rules
from upheld.formats.law_files import shipped_law
from upheld.law.rules import Provenance
from upheld.policy.charter import Charter, SourceRef, Statement, StatementType, Status


def test_every_rule_is_cited_and_names_known_laws() -> None:
    for rule in shipped_choice_rules():
        assert rule.source.cite
        assert set(rule.laws) <= shipped_law().instruments.keys(), rule.id
        assert rule.places <= shipped_law().places.keys(), rule.id
        assert rule.lasts_months is None or rule.lasts_source is not None
        assert rule.source.provenance is not Provenance.DESIGN or not rule.laws, "a law is not our design"


RULE = "rules: [{id: a.b, laws: [], mode: opt_in, when: {}, cite: c, provenance: memory%s}]"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (", colour: red", "a.b has unknown keys: colour"),
        (", grant_needs: [charming]", "a.b cannot be read"),
        (", lasts: {months: 3}", "a.b cannot be read: KeyError 'cite'"),
        ("}, {id: a.b, laws: [], mode: opt_in, when: {}, cite: c, provenance: memory", "named twice"),
    ],
)
def test_a_wrong_rule_is_named(tmp_path: Path, more: str, said: str) -> None:
    (tmp_path / "x.yaml").write_text(RULE % more)
    with pytest.raises(UsageError, match=said):
        read_choice_rules(tmp_path)


def test_a_folder_without_rules_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="holds no rules"):
        read_choice_rules(tmp_path)


def _statement(kind: str, status: Status = Status.CONFIRMED, **slots: object) -> Statement:
    return Statement(
        str(slots), kind, StatementType.DUTY, status, SourceRef("1", 0, 1, "0" * 64), slots, "consent.purpose"
    )


def test_a_charter_says_on_what_a_purpose_rests() -> None:
    charter = Charter(
        "Shop", "shop.example", "1", datetime(2026, 1, 1, tzinfo=UTC), "p.txt", "0" * 64,
        (
            _statement("legal_basis", basis="contract", purpose=("service", "billing")),
            _statement("legal_basis", basis="legitimate_interests", purpose="billing"),
            _statement("purpose", basis="consent", purpose="newsletter"),
            _statement("purpose", purpose="research"),
            _statement("legal_basis", Status.PROPOSED, basis="contract", purpose="newsletter"),
            _statement("cookie_category", basis="consent", category="analytics"),
            _statement("signal", signal=("GPC", "DNT"), honored=True),
            _statement("signal", signal="DNT", honored=False),
            _statement("children", age=13, action="delete"),
            _statement("children", age=16, action="no_knowing_collection"),
        ),
    )  # fmt: skip
    assert legal_bases(charter) == {
        "service": Basis.CONTRACT,
        "billing": Basis.LEGITIMATE_INTERESTS,
        "newsletter": Basis.CONSENT,
        "analytics": Basis.CONSENT,
    }
    assert honoured_signals(charter) == {"GPC"}
    assert minimum_age(charter) == 16
