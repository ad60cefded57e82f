"""Copies of the Printworks deployment on a database of their own, and ways to break them with the places that must be named.

The replacement of an edit marks with ``«`` where a problem must point; the marks are taken out of the file.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import yaml
from examples.printworks.generate import generate
from examples.printworks.rows import load
from sqlalchemy import Engine, create_engine, text

EXAMPLE = Path(__file__).resolve().parents[3] / "examples" / "printworks"
FILES = ("upheld.yaml", "charter.yaml", "datamap.yaml", "policy.md")


@dataclass(frozen=True)
class Break:
    """Replace ``old`` (once in ``file``) by ``new``; each mark of ``new`` is where one of ``codes`` must point, in order."""

    file: str
    old: str
    new: str
    codes: tuple[str, ...] = ()


class Deployment:
    """One copy of the example in a folder of its own."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder = folder
        self.url = url
        self.environ = {"SHOP_URL": url}
        folder.mkdir(exist_ok=True)
        for name in FILES:
            shutil.copy(EXAMPLE / name, folder / name)
        settings = folder / "upheld.yaml"
        settings.write_text(
            settings.read_text("utf-8").replace('"sqlite:///var/printworks.db"', "env:SHOP_URL"), "utf-8"
        )
        key = folder / "var" / "master.key"
        key.parent.mkdir(exist_ok=True)
        key.write_text("07" * 32, "utf-8")
        key.chmod(0o600)

    def fill(self) -> None:
        """Make and fill the shop's database."""
        with _engine(self.url) as engine:
            load(generate(scale=0.01), engine)

    def run(self, *statements: str) -> None:
        with _engine(self.url) as engine, engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))

    def break_up(self, breaks_file: str) -> list[str]:
        """Apply the edits of a file beside this one; return ``file:line:col code`` of all that must be reported for them."""
        marked: dict[str, str] = {}
        codes: dict[str, list[str]] = {}
        for one in _breaks(breaks_file):
            body = marked.get(one.file) or (self.folder / one.file).read_text("utf-8")
            assert body.count(one.old) == 1, f"{one.old!r} stands {body.count(one.old)} times in {one.file}"
            codes.setdefault(one.file, [])
            at = body.index(one.old)
            before = body[:at].count("«")
            codes[one.file][before:before] = one.codes
            assert one.new.count("«") == len(one.codes)
            marked[one.file] = body[:at] + one.new + body[at + len(one.old) :]
        expected: list[str] = []
        for name in sorted(marked):
            (self.folder / name).write_text(marked[name].replace("«", ""), "utf-8")
            found = iter(codes[name])
            for number, line in enumerate(marked[name].splitlines(), start=1):
                plain = 0
                for sign in line:
                    if sign == "«":
                        expected.append(f"{name}:{number}:{plain + 1} {next(found)}")
                    plain += sign != "«"
        return expected


def _breaks(name: str) -> list[Break]:
    listed = yaml.safe_load(Path(__file__).with_name(name).read_text("utf-8"))
    return [Break(b["file"], b["old"], b["new"], tuple(b.get("codes", ()))) for b in listed]


@contextmanager
def _engine(url: str) -> Iterator[Engine]:
    engine = create_engine(url)
    try:
        yield engine
    finally:
        engine.dispose()
