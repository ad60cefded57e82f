"""A reading for people, in the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape

from upheld.formats.policies import PolicyText
from upheld.policy.kinds import Tier
from upheld.policy.reading import Reading, ReadStatement

if TYPE_CHECKING:
    from upheld.policy.linting import Finding

_SHOWN = ("period", "bound", "trigger", "right", "signal", "honored", "subject", "action", "channel", "jurisdiction")
_QUOTE = 160


def print_summary(reading: Reading, loaded: PolicyText, findings: Sequence[Finding]) -> None:
    """Print the promises that would run, how much else there is, what was not understood and what is wrong."""
    console = Console(highlight=False)
    controls = [s for s in reading.statements if s.tier is Tier.CONTROL]
    console.print(
        f"[bold]{escape(loaded.file)}[/]: {len(reading.statements)} statements read, {len(controls)} of them would run as controls;"
        f" {len(reading.unread)} commitment(s) not understood; {len(findings)} finding(s)."
    )
    for control in controls:
        _control(console, reading, loaded, control)
    others = Counter(s.kind for s in reading.statements if s.tier is not Tier.CONTROL)
    if others:
        console.print(
            "For registers and context: " + ", ".join(f"{n} {kind}" for kind, n in sorted(others.items())) + "."
        )
    _unread(console, reading, loaded)
    _findings(console, findings)
    console.print("Nothing runs before a person confirms it. Not legal advice.", style="dim")


def _control(console: Console, reading: Reading, loaded: PolicyText, s: ReadStatement) -> None:
    place = f"{loaded.place(s.start)}, {s.section}" if s.section else loaded.place(s.start)
    slots = ", ".join(f"{name} {s.slots[name]}" for name in _SHOWN if name in s.slots)
    console.print(f"\n[bold]{s.kind}[/] ({s.type.value}) {escape(place)}")
    if slots:
        console.print(f"  {escape(slots)}", style="cyan")
    console.print(f"  “{escape(_shortened(reading.quote(s)))}”")


def _unread(console: Console, reading: Reading, loaded: PolicyText) -> None:
    if not reading.unread:
        return
    console.print("[bold]Unread[/]: these sound like commitments, and no rule understood them:")
    for found in reading.unread:
        console.print(f"  {loaded.place(found.start)}: {escape(_shortened(reading.quote(found)))}")


def _findings(console: Console, findings: Sequence[Finding]) -> None:
    if not findings:
        return
    console.print("[bold]Findings[/]:")
    order = {"high": 0, "med": 1, "low": 2}
    for finding in sorted(findings, key=lambda f: order.get(str(f.severity), 3)):
        console.print(f"  {finding.severity}: {escape(finding.message)} [dim]\\[{finding.rule}][/]")


def _shortened(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _QUOTE else flat[: _QUOTE - 1] + "…"
