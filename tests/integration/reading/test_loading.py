"""Files become canonical text, or are named for what they are."""

from __future__ import annotations

import io
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.integration.reading.pages import BROKEN_PAGE, COOKIE_PAGE, GERMAN_PAGE, LOGIN_PAGE, POLICY_PAGE, pdf_of

from upheld.errors import UsageError
from upheld.formats.policies import MAX_CHARACTERS, load_policy
from upheld.policy.reading import read


def _file(tmp_path: Path, name: str, content: str | bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def test_text_is_taken_as_it_is(tmp_path: Path) -> None:
    content = "\ufeffPrivacy policy\r\n\r\nWe don’t sell your data.\r\n"
    loaded = load_policy(_file(tmp_path, "policy.txt", content))
    assert loaded.text == content
    assert loaded.place(content.index("sell")) == "line 3"


def test_a_saved_page_loses_menus_banners_footers_and_scripts(tmp_path: Path) -> None:
    loaded = load_policy(_file(tmp_path, "policy.html", POLICY_PAGE))
    for gone in ("Home", "never sell boats", "Accept all", "for 3 years", "Imprint", "sell everything", "color: red"):
        assert gone not in loaded.text
    assert "## How long we keep data\n" in loaded.text
    assert "- Membership data: retained for two years after the membership ends\n" in loaded.text
    assert "  - recordings of accidents are kept for 5 years\n" in loaded.text
    assert "our secretary (club@example.org)" in loaded.text
    assert "Logs | Security | 30 days" in loaded.text
    assert loaded.place(loaded.text.index("Membership data")) == "line 13"


def test_the_promises_of_a_saved_page_are_read(tmp_path: Path) -> None:
    reading = read(load_policy(_file(tmp_path, "policy.html", POLICY_PAGE)).text)
    assert [s.slots["period"] for s in reading.of_kind("retention")] == ["P2Y", "P28D", "P5Y", "P30D"]
    assert [s.slots["period"] for s in reading.of_kind("deadline")] == ["P1M"]
    assert (
        reading.of_kind("right")[0].section == "Privacy policy / Your rights"
        or "Your rights" in reading.of_kind("right")[0].section
    )
    assert reading.of_kind("effective_date")[0].slots["date"] == "2025-03-04"


def test_broken_html_is_read_as_a_browser_reads_it(tmp_path: Path) -> None:
    reading = read(load_policy(_file(tmp_path, "policy.html", BROKEN_PAGE)).text)
    assert {s.kind for s in reading.statements} >= {"retention", "no_sale", "signal"}


def test_a_pdf_is_read_page_by_page_without_running_heads(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    pages = [
        f"Lakeside privacy policy\nWe keep the personal data of file {n} for {n} years.\nPage {n} of 4"
        for n in (1, 2, 3, 4)
    ]
    loaded = load_policy(_file(tmp_path, "policy.pdf", pdf_of(*pages)))
    assert "Page 2 of 4" not in loaded.text
    assert loaded.place(loaded.text.index("file 3")) == "page 3"
    assert [s.slots["period"] for s in read(loaded.text).of_kind("retention")] == ["P1Y", "P2Y", "P3Y", "P4Y"]


def test_a_pdf_of_a_hundred_pages_is_read_within_ten_seconds(tmp_path: Path) -> None:
    pytest.importorskip("pypdf")
    page = "\n".join(
        f"We retain your personal data of kind {n} for up to {n + 1} years after the contract ends." for n in range(45)
    )
    path = _file(tmp_path, "policy.pdf", pdf_of(*[page] * 100))
    started = time.process_time()
    reading = read(load_policy(path).text)
    assert time.process_time() - started < 10
    assert len(reading.of_kind("retention")) > 4000


def _encrypted() -> bytes:
    pypdf = pytest.importorskip("pypdf")
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(pdf_of("We sell nothing.")))
    writer.encrypt("secret", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.txt", b"", "is empty"),
        ("blank.txt", b" \n\n\t ", "is empty"),
        ("page.html", b"<html><body><script>load()</script></body></html>", "holds no text"),
        ("cookies.txt", COOKIE_PAGE, "speaks of cookies only"),
        ("datenschutz.txt", GERMAN_PAGE, "is written in German"),
        ("russian.txt", "Мы храним ваши персональные данные два года. " * 5, "is written in Cyrillic script"),
        ("login.html", LOGIN_PAGE, "is a log-in page"),
        ("policy.docx", b"PK\x03\x04" + b"\x00" * 500, "is a ZIP archive"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "is a PNG picture"),
        ("noise.txt", bytes(range(256)) * 40, "is binary"),
        ("long.txt", "We keep your personal data. " * (MAX_CHARACTERS // 28 + 1), "characters"),
        ("damaged.pdf", b"%PDF-1.7\n1 0 obj << /Type", "is a damaged PDF"),
        ("scan.pdf", pdf_of("", ""), "PDF without text"),
    ],
)
def test_what_is_no_policy_is_named(tmp_path: Path, name: str, content: str | bytes, says: str) -> None:
    if name.endswith(".pdf"):
        pytest.importorskip("pypdf")
    with pytest.raises(UsageError, match=says):
        load_policy(_file(tmp_path, name, content))


def test_an_encrypted_pdf_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="is an encrypted PDF"):
        load_policy(_file(tmp_path, "secret.pdf", _encrypted()))


def test_a_file_of_fifty_megabytes_is_refused_without_being_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(50 * 1024 * 1024)
    started = time.perf_counter()
    with pytest.raises(UsageError, match="50 MB"):
        load_policy(path)
    assert time.perf_counter() - started < 1


def test_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="there is no file"):
        load_policy(tmp_path / "none.txt")
    with pytest.raises(UsageError, match="is a folder"):
        load_policy(tmp_path)


def test_a_short_policy_that_speaks_of_cookies_is_still_a_policy(tmp_path: Path) -> None:
    content = (
        "We use cookies to keep you signed in. We delete your personal data after 30 days. You have the right"
        " to access your data. Cookies expire after one day."
    )
    assert load_policy(_file(tmp_path, "policy.txt", content)).media == "text"


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.binary(max_size=400),
    suffix=st.sampled_from((".txt", ".html", ".md", ".pdf")),
    start=st.sampled_from((b"", b"<html>", b"%PDF-1.4")),
)
def test_any_bytes_are_a_policy_or_named(tmp_path: Path, content: bytes, suffix: str, start: bytes) -> None:
    path = _file(tmp_path, f"file{suffix}", start + content)
    said = ""
    try:
        read(load_policy(path).text)
    except UsageError as error:
        said = str(error)
    assert "\n" not in said


@pytest.mark.parametrize("nest", ["<div>", "<ul><li>", "<b>", "<table><tr><td>", "<h2>"])
def test_deep_pages_are_read(tmp_path: Path, nest: str) -> None:
    page = "<html><body>" + nest * 3000 + "<p>We do not sell your personal data.</p>" + "</div>" * 10
    loaded = load_policy(
        _file(tmp_path, "deep.html", page.replace("<html>", "<html><p>We keep your personal data for one year.</p>"))
    )
    assert "one year" in loaded.text


def test_other_encodings_are_read(tmp_path: Path) -> None:
    words = "Privacy: we don’t sell your personal data – ever, and we keep the records of your visits for ten days."
    for encoding in ("utf-16", "cp1252", "utf-8-sig"):
        assert words in load_policy(_file(tmp_path, "policy.txt", words.encode(encoding))).text
