"""Secrets come by reference, from files that only their owner reads."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from upheld.errors import AccessDenied, UsageError
from upheld.formats.secrets import read_master_key, read_secret

KEY = bytes(range(32))


def test_a_secret_is_read_from_the_environment_and_from_a_file(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_text(" word \n")
    file.chmod(0o640)
    assert read_secret("env:SECRET", {"SECRET": " word\n"}) == "word"
    assert read_secret(f"file:{file}", {}) == "word"


@pytest.mark.parametrize("mode", [0o644, 0o604, 0o602, 0o601])
def test_a_file_open_to_everyone_is_refused(tmp_path: Path, mode: int) -> None:
    file = tmp_path / "secret"
    file.write_text("word")
    file.chmod(mode)
    with pytest.raises(AccessDenied, match="chmod o="):
        read_secret(f"file:{file}", {})


@pytest.mark.parametrize("reference", ["env:ABSENT", "file:/absent/secret", "word", "vault:word"])
def test_an_absent_or_literal_secret_is_refused_without_being_quoted(reference: str) -> None:
    with pytest.raises(UsageError) as refusal:
        read_secret(reference, {})
    assert reference.startswith(("env:", "file:")) or "word" not in str(refusal.value)


def test_an_empty_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.touch(0o600)
    with pytest.raises(UsageError, match="is empty"):
        read_secret(f"file:{file}", {})


@pytest.mark.parametrize(
    "text", [base64.b64encode(KEY).decode(), base64.urlsafe_b64encode(KEY).decode(), KEY.hex(), KEY.hex().upper()]
)
def test_a_master_key_is_base64_or_hexadecimal(text: str) -> None:
    assert read_master_key("env:KEY", {"KEY": text}) == KEY


@pytest.mark.parametrize("text", ["hunter2", base64.b64encode(KEY[:31]).decode(), KEY.hex()[:-2], "ü" * 44])
def test_anything_else_is_no_master_key_and_is_not_quoted(text: str) -> None:
    with pytest.raises(UsageError, match="openssl rand -base64 32") as refusal:
        read_master_key("env:KEY", {"KEY": text})
    assert text not in str(refusal.value)
