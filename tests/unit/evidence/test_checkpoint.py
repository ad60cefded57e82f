"""Signed heads as C2SP writes them: key ids, notes, and what is not one."""

from __future__ import annotations

import base64

import pytest
from tests.evidence_logs import SIGNER, STRANGER, Log, case_leaf

from upheld.errors import EvidenceInvalid
from upheld.evidence.checkpoint import Checkpoint, VerifierKey, open_checkpoint, sign_head, signature_count
from upheld.evidence.leaf import MAIN_TREE, TreeId
from upheld.store.evidence_signing import check_signature

KEY = SIGNER.key(MAIN_TREE)
NOTE = Log([case_leaf(0)]).note(1)
TEXT, _, SIGNATURES = NOTE.rpartition("\n\n")


def test_the_key_id_is_that_of_the_specification() -> None:
    """A key of the Go note package's published example."""
    written = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
    assert str(VerifierKey.parse(written)) == written


def test_a_note_is_text_empty_line_signature() -> None:
    lines = NOTE.split("\n")
    assert lines[:4] == ["evidence.example.com/main", "1", base64.b64encode(Log([case_leaf(0)]).roots[0]).decode(), ""]
    assert lines[4].startswith("— evidence.example.com/main ")
    assert base64.b64decode(lines[4].split(" ")[2])[:4] == KEY.key_id
    assert lines[5:] == [""]


def test_a_signed_head_opens() -> None:
    assert open_checkpoint(NOTE, KEY, check_signature) == Log([case_leaf(0)]).checkpoint(1)


def test_signatures_of_witnesses_are_passed_over() -> None:
    witness = "— witness.example.org " + base64.b64encode(b"\x01\x02\x03\x04" + b"w" * 64).decode() + "\n"
    cosigned = NOTE + witness
    assert open_checkpoint(cosigned, KEY, check_signature).size == 1
    assert signature_count(cosigned) == 2
    with pytest.raises(EvidenceInvalid, match="no signature by the key"):
        open_checkpoint(f"{TEXT}\n\n{witness}", KEY, check_signature)


@pytest.mark.parametrize("key", [STRANGER.key(MAIN_TREE), SIGNER.key(TreeId("other"))])
def test_another_key_does_not_open_it(key: VerifierKey) -> None:
    with pytest.raises(EvidenceInvalid, match="no signature by the key"):
        open_checkpoint(NOTE, key, check_signature)


def test_the_origin_is_the_name_of_the_key() -> None:
    class Misnamed:
        sign = staticmethod(SIGNER.sign)

        @staticmethod
        def key(tree: TreeId) -> VerifierKey:
            return SIGNER.key(TreeId("other"))

    text = Checkpoint(KEY.name, 1, b"r" * 32).text()
    other = SIGNER.key(TreeId("other"))
    signature = base64.b64encode(other.key_id + SIGNER.sign(text.encode())).decode()
    with pytest.raises(EvidenceInvalid, match="origin is not the name"):
        open_checkpoint(f"{text}\n— {other.name} {signature}\n", other, check_signature)
    assert sign_head(MAIN_TREE, 1, b"r" * 32, Misnamed()).startswith("evidence.example.com/other\n")


@pytest.mark.parametrize(
    ("note", "reason"),
    [
        ("", "not a signed note"),
        (TEXT + "\n", "not a signed note"),
        (f"{TEXT}\n\n", "not a signed note"),
        (NOTE.rstrip("\n"), "not a signed note"),
        (NOTE + SIGNATURES * 16, "not a signed note"),
        (NOTE.replace("—", "-"), "signature line"),
        (NOTE.replace("\n1\n", "\n1\r\n"), "control characters"),
        (NOTE.replace("\n1\n", "\n2\n"), "signature does not hold"),
    ],
)
def test_what_is_no_signed_note_is_refused(note: str, reason: str) -> None:
    with pytest.raises(EvidenceInvalid, match=reason):
        open_checkpoint(note, KEY, check_signature)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("evidence.example.com/main\n01\n" + "A" * 43 + "=\n", "size"),
        ("evidence.example.com/main\n9007199254740992\n" + "A" * 43 + "=\n", "size"),
        ("evidence.example.com/main\n-1\n" + "A" * 43 + "=\n", "size"),
        ("evidence.example.com/main\n1\n" + "A" * 42 + "B=\n", "canonical spelling"),
        ("evidence.example.com/main\n1\nAAAA\n", "32 bytes"),
        ("evidence.example.com/main\n1\n" + "A" * 43 + "=\nextension\n", "exactly the lines"),
        ("two words\n1\n" + "A" * 43 + "=\n", "origin"),
    ],
)
def test_what_is_no_checkpoint_is_refused(text: str, reason: str) -> None:
    with pytest.raises(EvidenceInvalid, match=reason):
        Checkpoint.parse(text)


@pytest.mark.parametrize(
    "written",
    ["", "name", "name+00000000+AAAA", str(KEY).replace("+", "+0", 1), str(KEY).replace("evidence", "Evidence"),
     str(KEY)[:-4], str(KEY) + "=", "+" + str(KEY).partition("+")[2]],
)  # fmt: skip
def test_what_is_no_key_is_refused(written: str) -> None:
    with pytest.raises(EvidenceInvalid, match="key"):
        VerifierKey.parse(written)
