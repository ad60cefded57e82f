"""Canonical text to a tree of blocks: headings, paragraphs, items with their lead-in, table rows, addresses."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from upheld.policy.reading.flow import Flow
from upheld.policy.reading.headings import heading_level
from upheld.policy.reading.lines import Line, Mark, split_lines
from upheld.policy.reading.model import Block, BlockKind
from upheld.policy.reading.tables import Row, find_tables
from upheld.policy.reading.unwrapping import is_caps, join_lines

_MARKUP = re.compile(
    r"\*\*|__|(?<!\w)_(?=\w)|(?<=[\w.!?:])_(?!\w)|(?<!\w)\*(?=\w)|(?<=[\w.:?!])\*(?!\w)"
    r"|!?\[(?=[^\]\n]{1,200}\]\()|\]\([^)\s]{1,400}\)"
)
_POSTCODE = re.compile(
    r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b|\b[A-Z]{1,2}\d[A-Z\d]?\s+\d[A-Z]{2}\b|\b[A-Z]\d[A-Z]\s?\d[A-Z]\d\b"
    r"|^(?:[A-Z]{1,2}-)?\d{4,5}\s+[A-Z]"
)
_STREET = re.compile(r"^\d{1,5}[A-Za-z]?[ ,]+\w|\w\s+\d{1,4}[A-Za-z]?$|^P\.?\s?O\.? Box", re.IGNORECASE)
_NOT_ADDRESS = re.compile(r"@|^\d{1,2}\.|://|^(?:e-?mail|phone|tel|fax)", re.IGNORECASE)
_LEAD_END = re.compile(
    r":[\"')]*$|\b(?:the following|as follows|following \w+(?: \w+)?|including|such as|includes?|if you"
    r"|we will|we may|to|we"
    r"|you can|you may)$"
)
_LAST_SENTENCE = re.compile(r"(?:^|(?<=[.!?])\s)(?=[^\s])")
_MAX_NESTING = 12
_TITLED = re.compile(r"[A-Z][\w' /,&-]{2,60}[.:] ")
_TITLE_ONLY = re.compile(r"[A-Z][^.:;?!]{2,50}[.:]$")


@dataclass(slots=True)
class _Node:
    kind: BlockKind
    start: int
    end: int
    flow: Flow
    level: int = 0
    indent: int = 0
    lead: tuple[int, int] | None = None
    cells: tuple[Flow, ...] = ()
    children: list[_Node] = field(default_factory=list)

    def frozen(self, path: tuple[str, ...]) -> Block:
        if self.kind is BlockKind.HEADING and self.level > 0:
            path = (*path, self.flow.text)
        children = tuple(child.frozen(path) for child in self.children)
        section = " / ".join(path)
        return Block(self.kind, self.start, self.end, section, self.flow, self.level, self.lead, self.cells, children)


def parse_blocks(text: str) -> tuple[Block, ...]:
    """Return the blocks of ``text`` as a tree, in reading order."""
    lines = split_lines(text)
    nodes: list[_Node] = []
    at = 0
    for table in find_tables(text, lines):
        nodes += _prose(text, lines[at : table.first])
        nodes += _rows(text, table.rows)
        at = table.last + 1
    nodes += _prose(text, lines[at:])
    _introduce(nodes)
    return tuple(node.frozen(()) for node in _nest(nodes))


def _rows(text: str, rows: Sequence[Row]) -> list[_Node]:
    found = []
    for index, row in enumerate(rows):
        cells = tuple(Flow.of(text, low, high) for low, high in row.cells)
        lead = None if index == 0 else (rows[0].start, rows[0].end)
        found.append(
            _Node(BlockKind.ROW, row.start, row.end, Flow.of(text, row.start, row.end), lead=lead, cells=cells)
        )
    return found


def _prose(text: str, lines: Sequence[Line]) -> list[_Node]:
    groups = _with_addresses(join_lines(lines))
    nodes: list[_Node] = []
    for index, group in enumerate(groups):
        after = groups[index + 1] if index + 1 < len(groups) else None
        nodes.append(_node(text, group, after, nodes))
    return nodes


def _node(text: str, group: list[Line], after: list[Line] | None, before: Sequence[_Node]) -> _Node:
    first, end = group[0], group[-1].end
    flow = _flow(text, first.body, end)
    if not flow.text:
        flow = _flow(text, first.start, end)
    if len(group) > 1 and _is_address(group):
        return _Node(BlockKind.ADDRESS, first.start, end, _flow(text, first.start, end), indent=first.indent)
    whole = _flow(text, first.start, end)
    after_lead = bool(before) and _is_lead(before[-1].flow.text) and before[-1].kind is not BlockKind.HEADING
    in_list = bool(before) and before[-1].kind is BlockKind.ITEM and first.mark in (Mark.NUMBER, Mark.LETTER)
    level = heading_level(
        flow.text,
        first.mark,
        first.number,
        prose_follows=after is not None and _is_prose(first, flow.text, after),
        after_lead=after_lead or (in_list and not is_caps(flow.text) and _same_list(first, before[-1])),
    )
    if level is not None:
        if first.mark is Mark.HASHES:
            whole = flow
        elif not before and first.mark is Mark.TEXT and len(flow.text) < 80:
            level = 0
        return _Node(BlockKind.HEADING, first.start, end, whole, level=level, indent=first.indent)
    if first.mark in (Mark.BULLET, Mark.NUMBER, Mark.LETTER):
        return _Node(BlockKind.ITEM, first.body, end, flow, indent=first.indent)
    return _Node(BlockKind.PARAGRAPH, first.start, end, whole, indent=first.indent)


def _same_list(line: Line, before: _Node) -> bool:
    return line.indent == before.indent


def _flow(text: str, start: int, end: int) -> Flow:
    source = text[start:end]
    if "*" in source or "_" in source or "](" in source:
        skip = [(start + m.start(), start + m.end()) for m in _MARKUP.finditer(source)]
        return Flow.of(text, start, end, skip=skip)
    return Flow.of(text, start, end)


def _is_prose(line: Line, text: str, after: list[Line]) -> bool:
    """Whether what stands after a possible heading is something a heading can stand over."""
    follower = after[0]
    if follower.mark in (Mark.BULLET, Mark.HASHES):
        return True
    if follower.mark is Mark.LETTER:
        return True
    if line.mark is Mark.NUMBER and follower.mark is Mark.NUMBER:
        return follower.number.startswith(line.number + ".") or (len(after) == 1 and follower.width > 80)
    length = sum(part.width for part in after)
    return after[-1].terminal or length > 80 or line.mark is Mark.NUMBER or is_caps(text) or length < 60


def _is_lead(text: str) -> bool:
    return bool(_LEAD_END.search(text[-60:].lower()))


def _with_addresses(groups: list[list[Line]]) -> list[list[Line]]:
    """Join consecutive short lines around a postcode into one group."""
    joined: list[list[Line]] = []
    at = 0
    while at < len(groups):
        size = _address_size(groups, at)
        joined.append([line for group in groups[at : at + size] for line in group])
        at += size
    return joined


def _address_size(groups: Sequence[list[Line]], at: int) -> int:
    size = 0
    for group in groups[at : at + 7]:
        line = group[0]
        if len(group) > 1 or not _address_line(line):
            break
        if size and line.start - groups[at + size - 1][-1].end > 3:
            break
        size += 1
    return size if size > 1 and _is_address([groups[at + i][0] for i in range(size)]) else 1


def _address_line(line: Line) -> bool:
    return (
        line.mark in (Mark.TEXT, Mark.NUMBER)
        and line.width <= 60
        and not line.text.endswith((":", "?", ";"))
        and not _NOT_ADDRESS.search(line.text)
    )


def _is_address(lines: Sequence[Line]) -> bool:
    return (
        len(lines) <= 7
        and all(line.width <= 60 for line in lines)
        and any(_POSTCODE.search(line.text) for line in lines)
        and any(_STREET.search(line.text) for line in lines)
    )


def _introduce(nodes: Sequence[_Node]) -> None:
    """Give each item the span of the sentence that introduces its list."""
    lead: tuple[int, int] | None = None
    item_lead: tuple[int, int] | None = None
    opener: _Node | None = None
    for index, node in enumerate(nodes):
        if node.kind is BlockKind.ITEM:
            nested = opener is not None and item_lead is not None and _under(node, opener)
            node.lead = item_lead if nested else lead
            if _is_lead(node.flow.text) and not _TITLE_ONLY.match(node.flow.text):
                item_lead, opener = _last_sentence(node.flow), node
            elif not nested:
                item_lead = opener = None
        elif node.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING):
            follows = index + 1 < len(nodes) and nodes[index + 1].kind is BlockKind.ITEM
            lead = (
                _last_sentence(node.flow)
                if follows and (_is_lead(node.flow.text) or node.kind is BlockKind.HEADING)
                else None
            )
            item_lead = opener = None


def _under(node: _Node, opener: _Node) -> bool:
    """Whether an item continues the list that a previous item opened, in a text that may have lost its indentation."""
    if node.indent != opener.indent:
        return node.indent > opener.indent
    return not (_TITLED.match(opener.flow.text) and _TITLED.match(node.flow.text + " "))


def _last_sentence(flow: Flow) -> tuple[int, int]:
    starts = [m.end() for m in _LAST_SENTENCE.finditer(flow.text[:-1])] or [0]
    return flow.span(starts[-1], len(flow.text))


def _nest(nodes: Sequence[_Node]) -> list[_Node]:
    roots: list[_Node] = []
    headings: list[_Node] = []
    items: list[_Node] = []
    for node in nodes:
        if node.kind is BlockKind.HEADING:
            items.clear()
            while headings and headings[-1].level >= node.level:
                headings.pop()
            (headings[-1].children if headings else roots).append(node)
            headings.append(node)
            continue
        if node.kind is BlockKind.ITEM:
            while items and (items[-1].indent >= node.indent or len(items) >= _MAX_NESTING):
                items.pop()
            node.level = len(items)
            parent = items[-1].children if items else (headings[-1].children if headings else roots)
            items.append(node)
        else:
            items.clear()
            parent = headings[-1].children if headings else roots
        parent.append(node)
    return roots
