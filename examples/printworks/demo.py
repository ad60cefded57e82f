"""A whole company in one command: make it, check it, answer a person, erase a person, and let a stranger check the proof.

``python -m examples.printworks.demo [--db sqlite|postgres] [--folder DIR]``. Every step is a command a user could type; the
demo prints it before running it. Letters go to a mail catcher on this machine and are printed.
"""

from __future__ import annotations

import argparse
import base64
import os
import secrets
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from rich.console import Console
from tools import local_servers

from examples.printworks.heroine import MARA

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
EXECUTABLES = Path(sys.executable).parent
console = Console(highlight=False, soft_wrap=True)


@dataclass(frozen=True, slots=True)
class Stage:
    """Where the demo plays: a folder, the company's database, and a mail catcher."""

    folder: Path
    database: str
    letters: list[bytes]
    smtp_port: int


def main() -> int:
    """Play the demo; return the first exit status that is not 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--db", choices=("sqlite", "postgres"), default="sqlite")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "demo")
    given = parser.parse_args()
    began = time.perf_counter()
    with ExitStack() as stack:
        stage = stack.enter_context(_stage(given.folder.resolve(), given.db))
        status = _play(stage)
    console.print(f"\n[dim]{time.perf_counter() - began:.0f} s in all[/dim]")
    return status


def _play(stage: Stage) -> int:
    _say("1. A fictional company: Printworks prints in 3D and segments scans for surgeons")
    _run(stage, sys.executable, "-m", "examples.printworks.generate", stage.database, cwd=ROOT)
    steps: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("2. Does the deployment fit the law, its own policy and the live database?", ("check",)),
        ("3. Mara asks what Printworks knows about her", ("access", "--subject", f"email={MARA}")),
        (
            "4. What would an erasure do? (the very stages that run)",
            ("erase", "--dry-run", "--subject", f"email={MARA}"),
        ),
        ("5. Mara asks to be erased", ("erase", "--subject", f"email={MARA}")),
        ("6. Why was it done so?", ("explain", "--latest")),
        ("7. The proof leaves the house", ("evidence", "export", "evidence.jsonl")),
    )
    for title, arguments in steps:
        _say(title)
        status = _run(stage, "upheld", *arguments)
        if status:
            return status
    _say("8. A stranger checks it, with a program that shares no code with ours")
    status = _run(stage, sys.executable, str(ROOT / "tools" / "verify_evidence.py"), "evidence.jsonl")
    _letters(stage)
    _where(stage)
    return status


@contextmanager
def _stage(folder: Path, db: str) -> Iterator[Stage]:
    """Set up an empty folder, a database and a mail catcher; the folder stays, the rest goes."""
    if folder.exists():
        shutil.rmtree(folder)
    (folder / "var").mkdir(parents=True)
    for name in ("policy.md", "charter.yaml", "datamap.yaml"):
        shutil.copy(HERE / name, folder / name)
    key = folder / "var" / "master.key"
    key.write_text(base64.b64encode(secrets.token_bytes(32)).decode() + "\n", encoding="ascii")
    key.chmod(0o600)
    letters: list[bytes] = []
    with ExitStack() as stack:
        port = stack.enter_context(_mail_catcher(letters))
        database = (
            f"sqlite:///{folder / 'var' / 'printworks.db'}" if db == "sqlite" else stack.enter_context(_postgres())
        )
        settings = (HERE / "upheld.yaml").read_text(encoding="utf-8").replace("127.0.0.1:2525", f"127.0.0.1:{port}")
        (folder / "upheld.yaml").write_text(settings.replace("sqlite:///var/printworks.db", database), encoding="utf-8")
        yield Stage(folder, database, letters, port)


@contextmanager
def _postgres() -> Iterator[str]:
    """Give a fresh database on the PostgreSQL of this machine, or on a throwaway cluster."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(local_servers.postgres_server())
        except local_servers.NoServerError as error:
            sys.exit(str(error))
        yield stack.enter_context(local_servers.postgres_database(*server))


@contextmanager
def _mail_catcher(letters: list[bytes]) -> Iterator[int]:
    class Catch:
        async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
            letters.append(envelope.content)
            return "250 taken"

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(Catch(), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield port
    finally:
        controller.stop()


def _say(title: str) -> None:
    console.print(f"\n[bold]{title}[/bold]")


def _run(stage: Stage, program: str, *arguments: str, cwd: Path | None = None) -> int:
    shown = " ".join([Path(program).name, *(a.replace(str(ROOT) + "/", "") for a in arguments)])
    console.print(f"[dim]$ {shown}[/dim]")
    found = program if Path(program).is_absolute() else str(EXECUTABLES / program)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run([found, *arguments], cwd=cwd or stage.folder, env=environment, check=False).returncode  # noqa: S603


def _letters(stage: Stage) -> None:
    _say("9. What Mara was told")
    for raw in stage.letters:
        letter = message_from_bytes(raw, policy=default)
        body = letter.get_body()
        console.print(f"[dim]To: {letter['To']}  Subject: {letter['Subject']}[/dim]")
        console.print(str(body.get_content()).strip() if body else "", markup=False)
        console.print()


def _where(stage: Stage) -> None:
    shown = stage.folder.relative_to(ROOT) if stage.folder.is_relative_to(ROOT) else stage.folder
    console.print("[bold]Where things are[/bold]")
    for name, what in (
        ("var/packages/", "the copy Mara got (a zip; open index.html in it)"),
        ("evidence.jsonl", "the evidence"),
        ("charter.yaml", "the promises, each with its sentence's place in policy.md"),
        ("datamap.yaml", "whose row each row is"),
    ):
        console.print(f"  {shown}/{name:16} {what}")


if __name__ == "__main__":
    sys.exit(main())
