"""``upheld check`` on the example: sound as it is, and broken in as many ways as it knows, each named at its place."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tests.integration.checking.deployments import Deployment

from upheld.checking import check_deployment
from upheld.cli import cli


@pytest.fixture
def deployment(store_url: str, tmp_path: Path) -> Deployment:
    made = Deployment(tmp_path / "shop", store_url)
    made.fill()
    return made


def run_check(deployment: Deployment, monkeypatch: pytest.MonkeyPatch, *options: str) -> Result:
    monkeypatch.chdir(deployment.folder)
    return CliRunner().invoke(cli, ["check", *options], env=deployment.environ)


def test_the_example_has_no_errors(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_check(deployment, monkeypatch)
    assert result.exit_code == 0, result.output
    assert " error: " not in result.output
    assert re.fullmatch(r"\d+ warnings", result.output.splitlines()[-1])
    assert {p.code for p in check_deployment(deployment.folder, deployment.environ)} == {"full-scan"}


SQL = (
    "CREATE TABLE visits (id integer PRIMARY KEY, who text)",
    "CREATE TABLE stamps (customer_id integer REFERENCES customers, label text)",
    "CREATE INDEX ix_stamps_customer_id ON stamps (customer_id)",
    "CREATE TABLE badges (id integer PRIMARY KEY, holder integer REFERENCES customers ON DELETE CASCADE, label text)",
    "CREATE INDEX ix_badges_holder ON badges (holder)",
    "ALTER TABLE quotes ADD COLUMN mood varchar(10)",
    "CREATE INDEX ix_quotes_name ON quotes (name)",
    "ALTER TABLE staff ADD COLUMN nick varchar(10) CHECK (nick <> '')",
    "DROP INDEX ix_tickets_opener_email",
    "UPDATE login_attempts SET email = 'Mixed@Example.com' WHERE id = 1",
    "UPDATE contacts SET kind = 'ghost' WHERE id = 1",
)


def reported(output: str) -> list[str]:
    """Return ``file:line:col code`` of every problem that is not a mere cost."""
    found = re.findall(r"^(\S+:\d+:\d+): \w+: .* \[([a-z-]+)\]$", output, re.MULTILINE)
    return [f"{place} {code}" for place, code in found if code != "full-scan"]


def test_every_break_is_named_at_its_place(deployment: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    deployment.run(*SQL)
    policy = deployment.folder / "policy.md"
    policy.write_text(policy.read_text("utf-8") + "One more sentence.\n", "utf-8")
    expected = deployment.break_up("misfits.yaml")
    result = run_check(deployment, monkeypatch)
    assert result.exit_code == 1
    assert sorted(reported(result.output)) == sorted(expected)
    places = [(file, int(line)) for file, line in re.findall(r"^(\S+?):(\d+):\d+: ", result.output, re.MULTILINE)]
    assert places == sorted(places)
    errors, warnings, notes = (int(n) for n in re.findall(r"\d+", result.output.splitlines()[-1]))
    assert (errors, warnings >= 10, notes) == (len(expected) - 2, True, 1)
