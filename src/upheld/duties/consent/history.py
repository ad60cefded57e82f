"""Whose choices count for whom: the rows of a ledger as one account, or one device without a login, sees them.

Two rules, the same in both directions. What stops (a refusal, a withdrawal, a signal, an objection, a restriction)
travels over a link and stays when the link ends. What permits counts only for the holder it was given by: a shared
computer never signs for an account, nor an account for whoever sits at the computer next. The one exception is asked
for by the person: a link that carries.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from upheld.duties.consent.events import TRAVELS, Act, Choice, Holder, Link, Row


@dataclass(frozen=True, slots=True)
class Seen:
    """A choice and the place in the ledger from which it has effect for the viewer."""

    order: int
    choice: Choice


def seen_by(viewer: Holder, ledger: Iterable[Row]) -> tuple[Seen, ...]:
    """Return the choices that count for ``viewer`` in their order of effect.

    A viewer with an account is that account, on whatever device; one without is the device logged out.
    """
    view = _AccountView(viewer.account) if viewer.account is not None else _DeviceView(viewer.device or "")
    for order, row in enumerate(ledger):
        if isinstance(row, Link):
            view.link(order, row)
        else:
            view.choice(order, row)
    return tuple(sorted(view.seen, key=lambda s: s.order))


class _View:
    def __init__(self) -> None:
        self.seen: list[Seen] = []
        self._waiting: dict[str, dict[int, Choice]] = {}
        """Choices of holders not linked now, by holder: what a link would bring."""
        self._linked: set[str] = set()

    def _join(self, other: str, *, carry: bool) -> None:
        self._linked.add(other)
        brought = self._waiting.get(other, {})
        for at in [at for at, c in brought.items() if carry or c.act in TRAVELS]:
            self.seen.append(Seen(at, brought.pop(at)))

    def _from_other(self, other: str, order: int, row: Choice, *, whole: bool) -> None:
        if other in self._linked and (whole or row.act in TRAVELS):
            self.seen.append(Seen(order, row))
        elif other not in self._linked:
            self._waiting.setdefault(other, {})[order] = row


class _AccountView(_View):
    def __init__(self, account: str) -> None:
        super().__init__()
        self._account = account
        self._signals: dict[str, Choice] = {}
        """The last signal each device sent logged out: it is still being sent when the device joins."""

    def link(self, order: int, row: Link) -> None:
        if row.account != self._account:
            return
        if not row.joined:
            self._linked.discard(row.device)
            return
        self._join(row.device, carry=row.carry)
        if row.device in self._signals:
            self.seen.append(Seen(order, self._signals[row.device]))

    def choice(self, order: int, row: Choice) -> None:
        holder = row.capture.holder
        if holder.account == self._account:
            self.seen.append(Seen(order, row))
        elif holder.account is None and holder.device is not None:
            if row.act is Act.SIGNALLED:
                self._signals[holder.device] = row
            self._from_other(holder.device, order, row, whole=True)


class _DeviceView(_View):
    def __init__(self, device: str) -> None:
        super().__init__()
        self._device = device

    def link(self, order: int, row: Link) -> None:
        if row.device != self._device:
            return
        if row.joined:
            self._join(row.account, carry=False)
        else:
            self._linked.discard(row.account)

    def choice(self, order: int, row: Choice) -> None:
        holder = row.capture.holder
        if holder.account is None:
            if holder.device == self._device:
                self.seen.append(Seen(order, row))
        elif holder.device == self._device:
            if row.act in TRAVELS:
                self.seen.append(Seen(order, row))
        else:
            self._from_other(holder.account, order, row, whole=False)
