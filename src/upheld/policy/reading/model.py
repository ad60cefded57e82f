"""What a reading is made of: the block tree of a policy and the statements found in it.

All positions are characters ``[start, end)`` of the text that was given to :func:`upheld.policy.reading.read`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from upheld.policy.charter import StatementType
from upheld.policy.kinds import KINDS, Tier
from upheld.policy.reading.flow import Flow

SlotValue = str | int | bool


class BlockKind(StrEnum):
    """What a stretch of the page is."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    """A bullet or numbered entry; ``lead`` holds the span of the sentence that introduces it."""
    ROW = "row"
    """A table row; ``cells`` holds its cells, ``lead`` the header row."""
    ADDRESS = "address"
    """Consecutive short lines that form a postal address."""


@dataclass(frozen=True, slots=True)
class Block:
    """One block of the page. A heading owns what stands under it, an item its nested items.

    ``section`` is the path of headings as printed, joined by `` / ``; it is empty before the first heading. ``flow`` is
    the unwrapped text with its way back to the source.
    """

    kind: BlockKind
    start: int
    end: int
    section: str
    flow: Flow
    level: int = 0
    lead: tuple[int, int] | None = None
    cells: tuple[Flow, ...] = ()
    children: tuple[Block, ...] = ()

    @property
    def text(self) -> str:
        """The unwrapped text of this block alone."""
        return self.flow.text

    def walk(self) -> Iterator[Block]:
        """Yield this block and everything under it in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """One statement as read: a proposal until a person confirms it.

    ``slots`` holds only slots its kind allows; lists are joined by ``,`` and alternatives by ``|``. ``modality`` is the
    strength of the words (``will``, ``may``, ``strive``). Exactly one of ``runs_as`` and ``cannot`` is set. ``note`` says
    what the words lean on that was not followed (a reference, a pronoun), for a person to look up.
    """

    kind: str
    type: StatementType
    start: int
    end: int
    section: str
    slots: Mapping[str, SlotValue] = field(default_factory=dict)
    confidence: float = 0.5
    rule: str = ""
    runs_as: str | None = None
    cannot: str | None = None
    modality: str = "will"
    anchor_assumed: str | None = None
    note: str = ""

    @property
    def tier(self) -> Tier:
        return KINDS[self.kind].tier


@dataclass(frozen=True, slots=True)
class Unread:
    """A commitment ("we will / do not / only …") that no rule understood."""

    start: int
    end: int
    section: str


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything read from one policy. ``text[s.start:s.end]`` is the wording of a statement."""

    text: str
    blocks: tuple[Block, ...]
    statements: tuple[ReadStatement, ...]
    unread: tuple[Unread, ...]

    def walk(self) -> Iterator[Block]:
        """Yield every block in reading order."""
        for block in self.blocks:
            yield from block.walk()

    def quote(self, found: ReadStatement | Unread | Block) -> str:
        """Return the words of the source that ``found`` stands for."""
        return self.text[found.start : found.end]

    def of_kind(self, *kinds: str) -> tuple[ReadStatement, ...]:
        """Return the statements of the given kinds in reading order."""
        return tuple(s for s in self.statements if s.kind in kinds)
