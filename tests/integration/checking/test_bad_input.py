"""What ``upheld check`` says of files and databases that cannot be used: every problem, at its place, and no traceback."""

from __future__ import annotations

import hashlib
import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest
from click.testing import CliRunner, Result
from sqlalchemy import make_url
from tests.integration.checking.deployments import Deployment
from tests.integration.checking.test_printworks import reported

from upheld.checking import check_deployment
from upheld.cli import cli
from upheld.connectors.sql.connecting import Target
from upheld.datamap.coverage import check_coverage
from upheld.datamap.schema import Column, ForeignKey, Index, Schema, TableSchema, TypeClass
from upheld.errors import AccessDenied
from upheld.formats.datamap_file import parse_datamap
from upheld.spans import Severity


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Deployment:
    """Give the example's files, with a database that does not exist."""
    made = Deployment(tmp_path / "shop", f"sqlite:///{tmp_path / 'none.db'}")
    monkeypatch.chdir(made.folder)
    return made


def run(files: Deployment, *options: str) -> Result:
    result = CliRunner().invoke(cli, ["check", *options], env=files.environ)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result


def test_the_words_of_all_files_are_judged_together(files: Deployment) -> None:
    """A settings file that cannot be used hides nothing that is wrong with the files it would have named."""
    expected = files.break_up("forms.yaml")
    result = run(files)
    assert result.exit_code == 1
    assert sorted(reported(result.output)) == sorted(expected)
    for form in ("text", "json", "sarif"):
        assert "us:secret" not in run(files, "--format", form).output


@pytest.mark.parametrize(
    ("file", "old", "new", "place", "said"),
    [
        ("datamap.yaml", "    title: Account", "    titel: Account", ":29:5", "Did you mean `title` or `tie`?"),
        ("datamap.yaml", "system: shop", "sistem: shop", ":3:1", "Did you mean `system`?"),
        ("charter.yaml", "controller: Printworks\n", "controler: Printworks\n", ":4:1", "Did you mean `controller`?"),
        ("upheld.yaml", "public_url:", "public_ulr:", ":6:1", "Did you mean `public_url`?"),
    ],
)
def test_an_unknown_word_names_the_nearest(
    files: Deployment, file: str, old: str, new: str, place: str, said: str
) -> None:
    path = files.folder / file
    text = path.read_text("utf-8")
    path.write_text(text.replace(old, new, 1), "utf-8")
    result = run(files, "--offline")
    assert result.exit_code == 1
    line = next(i for i, text in enumerate(path.read_text("utf-8").splitlines(), 1) if new.strip() in text)
    place = f":{line}:{place.rpartition(':')[2]}"
    assert (
        f"{file}{place}: error: `{new.partition(':')[0].strip()}` is not a word known here [unknown-word]"
        in result.output
    )
    assert said in result.output


@pytest.mark.parametrize("file", ["upheld.yaml", "charter.yaml", "datamap.yaml"])
@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "missing"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", None),
        (b"- just\n- a list\n", "wrong-value"),
        (b"just words\n", "wrong-value"),
        (b"a: [1, 2\n", "not-yaml"),
        (b"\xff\xfe\x00\x01", None),
        (b"[" * 100_000, "too-deep"),
        ("café: 1\n".encode("latin-1"), None),
    ],
    ids=["empty", "a picture", "a list", "a sentence", "not YAML", "bytes", "a tower", "Latin-1"],
)
def test_a_wrong_file_is_a_problem_and_not_a_crash(
    files: Deployment, file: str, content: bytes, code: str | None
) -> None:
    (files.folder / file).write_bytes(content)
    result = run(files, "--offline")
    assert result.exit_code == 1
    found = [line.rpartition("[")[2].rstrip("]") for line in result.output.splitlines() if line.startswith(f"{file}:")]
    assert found
    assert set(found) <= {code or ("no-deployment" if file == "upheld.yaml" else "unreadable")}


@pytest.mark.parametrize("file", ["upheld.yaml", "charter.yaml", "datamap.yaml"])
def test_a_missing_file_is_named(files: Deployment, file: str) -> None:
    (files.folder / file).unlink()
    result = run(files, "--offline")
    assert result.exit_code == 1
    assert f"{file}:1:1: error: {file} cannot be read (FileNotFoundError)" in result.output


def test_a_policy_that_is_not_there_only_warns(files: Deployment) -> None:
    (files.folder / "policy.md").unlink()
    result = run(files, "--offline")
    assert result.exit_code == 0
    assert reported(result.output) == ["charter.yaml:9:9 no-policy"]
    assert result.output.splitlines()[-1] == "1 warning"


def test_a_policy_that_is_a_picture_is_an_error(files: Deployment) -> None:
    (files.folder / "policy.md").write_bytes(b"\x89PNG\r\n\x1a\n")
    result = run(files, "--offline")
    assert result.exit_code == 1
    assert reported(result.output) == ["charter.yaml:9:9 no-policy"]


def test_without_a_mail_server_no_letter_is_promised(files: Deployment) -> None:
    settings = files.folder / "upheld.yaml"
    kept = [line for line in settings.read_text("utf-8").splitlines() if not line.startswith(("mail:", "public_url:"))]
    settings.write_text("\n".join(kept) + "\n", "utf-8")
    lines = (files.folder / "charter.yaml").read_text("utf-8").splitlines()
    needy = ("requests.confirm", "requests.forward", "breach.notify", "notice.change", "consent.")
    expected = [
        f"charter.yaml:{number}:{line.index(':') + 3} nothing-behind"
        for number, line in enumerate(lines, 1)
        if line.startswith("  runs_as: ") and line.partition(": ")[2].startswith(needy)
    ]
    assert len(expected) > 3
    assert reported(run(files, "--offline").output) == expected


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (None, "shop: the database file does not exist"),
        ("postgresql://nobody@127.0.0.1:1/none", "shop does not answer"),
        ("oracle://127.0.0.1/x", "shop: no connector for oracle"),
        ("not a url", "shop: the URL is not one"),
    ],
)
def test_a_database_that_cannot_be_reached_is_named_by_its_line(files: Deployment, url: str | None, said: str) -> None:
    files.environ["SHOP_URL"] = url or files.url
    result = run(files)
    assert result.exit_code == 1
    assert reported(result.output) == ["upheld.yaml:9:15 unreachable"]
    assert said in result.output
    assert "nobody@" not in result.output
    assert run(files, "--offline").exit_code == 0


def test_a_file_that_is_no_database(files: Deployment, tmp_path: Path) -> None:
    (tmp_path / "none.db").write_bytes(b"not a database, but long enough to be read as one" * 40)
    assert reported(run(files).output) == ["upheld.yaml:9:15 unreachable"]


def test_offline_needs_no_secret(files: Deployment) -> None:
    (files.folder / "var" / "master.key").unlink()
    assert run(files, "--offline").exit_code == 0
    assert "upheld.yaml:7:91 unresolved-reference" in reported(run(files).output)


def test_nothing_is_changed(files: Deployment, tmp_path: Path) -> None:
    files.fill()
    before = hashlib.sha256((tmp_path / "none.db").read_bytes()).hexdigest()
    assert run(files).exit_code == 0
    assert hashlib.sha256((tmp_path / "none.db").read_bytes()).hexdigest() == before


def test_json_and_sarif_say_the_same_as_text(files: Deployment) -> None:
    files.break_up("forms.yaml")
    text = reported(run(files).output)
    told = json.loads(run(files, "--format", "json").output)
    assert [f"{p['file']}:{p['line']}:{p['column']} {p['code']}" for p in told["problems"]] == text
    assert (told["errors"], told["warnings"]) == (len(text), 0)
    result = run(files, "--format", "sarif")
    assert result.exit_code == 1
    found = json.loads(result.output)["runs"][0]["results"]
    places = [(r["locations"][0]["physicalLocation"], r["ruleId"]) for r in found]
    assert [
        f"{p['artifactLocation']['uri']}:{p['region']['startLine']}:{p['region']['startColumn']} {code}"
        for p, code in places
    ] == text


def test_a_file_that_may_not_be_written(files: Deployment, monkeypatch: pytest.MonkeyPatch) -> None:
    files.fill()

    @contextmanager
    def refused(_: Target) -> Iterator[None]:
        raise AccessDenied("shop cannot be written")
        yield

    monkeypatch.setattr(Target, "write", refused)
    assert reported(run(files).output) == ["datamap.yaml:3:9 read-only"]


class _Role:
    """A user of the server who may read everything and change nothing, until told otherwise."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self.name = f"{parsed.database}_user"
        self.admin = f"host={parsed.host} port={parsed.port} user={parsed.username} dbname={parsed.database}"
        self.url = parsed.set(username=self.name).render_as_string(hide_password=False)

    def run(self, *statements: str) -> None:
        with psycopg.connect(self.admin, autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.replace("ROLE", self.name))


@pytest.fixture
def role(postgres_url: str, files: Deployment) -> Iterator[_Role]:
    files.url = postgres_url
    files.fill()
    made = _Role(postgres_url)
    made.run("CREATE USER ROLE", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO ROLE")
    files.environ["SHOP_URL"] = made.url
    try:
        yield made
    finally:
        made.run("DROP OWNED BY ROLE", "DROP USER ROLE")


def test_a_user_who_may_only_read_is_refused_table_by_table(role: _Role, files: Deployment) -> None:
    output = run(files).output
    assert {code for _, code in map(str.split, reported(output))} == {"missing-right"}
    assert "our user may not DELETE, INSERT on `customers`" in output
    assert "our user may not UPDATE on `products`" in output
    assert "our user may not DELETE on `sessions`" in output
    assert "`countries`" not in output


def test_a_user_with_exactly_the_rights_that_are_asked_for_is_enough(role: _Role, files: Deployment) -> None:
    problems = check_deployment(files.folder, files.environ)
    role.run(*(p.advice.replace("our user.", "ROLE") for p in problems if p.code == "missing-right"))
    assert run(files).exit_code == 0


def test_a_table_that_may_not_be_read_is_told_and_the_rest_is_still_checked(role: _Role, files: Deployment) -> None:
    role.run("GRANT ALL ON ALL TABLES IN SCHEMA public TO ROLE", "REVOKE SELECT ON contacts, login_attempts FROM ROLE")
    role.run("UPDATE customer_emails SET email = upper(email)")
    output = run(files).output
    assert sorted(code for _, code in map(str.split, reported(output))) == [
        "missing-right",
        "missing-right",
        "not-lower",
    ]
    assert "our user may not SELECT on `contacts`" in output


def test_rows_that_a_policy_hides_are_told(role: _Role, files: Deployment) -> None:
    role.run("GRANT ALL ON ALL TABLES IN SCHEMA public TO ROLE", "ALTER TABLE quotes ENABLE ROW LEVEL SECURITY")
    assert [code for _, code in map(str.split, reported(run(files).output))] == ["row-security"]


def test_a_database_that_only_reads_is_told(role: _Role, files: Deployment) -> None:
    role.run(
        "GRANT ALL ON ALL TABLES IN SCHEMA public TO ROLE", "ALTER USER ROLE SET default_transaction_read_only = on"
    )
    assert reported(run(files).output) == ["datamap.yaml:3:9 read-only"]


def _big(tables: int) -> tuple[str, Schema]:
    """A datamap of nine lines for each table, and the schema that fits it."""
    kinds = ("name", "contact.phone", "text", "time", "opinion", "usage")
    columns = [f"{k.replace('.', '_')}_{n}" for k in kinds for n in (1, 2)]
    held = [f"      {k}: [{k.replace('.', '_')}_1, {k.replace('.', '_')}_2]" for k in kinds]
    lines = ["datamap: 1", "system: big", "people:", "  c: {table: t0, key: id, proves: {email: email}}", "tables:"]
    lines += ["  t0: {is: c, holds: {contact.email: [email]}}"]
    key = Column("id", TypeClass.INTEGER, "integer", nullable=False)
    email = Column("email", TypeClass.TEXT, "citext", nullable=False, folds_case=True)
    found = {"t0": TableSchema("t0", {"id": key, "email": email}, ("id",), (), (Index(("email",), unique=True),))}
    for number in range(1, tables):
        name, parent = f"t{number}", f"t{number // 3}"
        lines += [f"  {name}:", "    of: up", "    holds:", *held]
        told = {c: Column(c, TypeClass.TEXT, "text", nullable=True) for c in columns}
        up = Column("up", TypeClass.INTEGER, "integer", nullable=True)
        reference = ForeignKey(name, ("up",), parent, ("id",))
        found[name] = TableSchema(name, {"id": key, "up": up, **told}, ("id",), (reference,), (Index(("up",)),))
    return "\n".join(lines) + "\n", Schema("postgresql", found)


def test_ten_thousand_lines_take_less_than_two_seconds() -> None:
    text, schema = _big(1_112)
    assert text.count("\n") > 10_000
    began = time.process_time()
    datamap, document = parse_datamap(text, "datamap.yaml")
    assert [p for p in check_coverage(datamap, schema, document) if p.severity is Severity.ERROR] == []
    assert time.process_time() - began < 2
