"""Bring a datamap up to a changed schema by editing its text where it changed: a person's words and comments stay."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml

from upheld.discovery.answering import answer_cell
from upheld.discovery.draft import Draft, TableDraft
from upheld.discovery.drift import Drift, Rename, TableDrift
from upheld.discovery.snapshots import HEADING, Snapshot, snapshot_lines
from upheld.discovery.writing import beside, column_line, flow, nobody_line, table_lines

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_LISTS = frozenset({"holds", "mentions", "shows", "key", "columns"})
_CELLS = frozenset({"set", "leave", "columns", "reduce", "counters"})


@dataclass(slots=True)
class Update:
    """The new text, and what it leaves to a person."""

    text: str
    left: list[str] = field(default_factory=list)


def update_datamap(text: str, drift: Drift, draft: Draft, snapshot: Snapshot) -> Update:
    """Return ``text`` with exactly what ``drift`` says changed; new tables and columns come from ``draft``."""
    update = Update(_without_snapshot(text))
    for rename in drift.renamed:
        update.text = _rename_table(update.text, rename)
    for table in drift.tables:
        for rename in table.renamed:
            update.text = _rename_column(update.text, table.table, rename)
        for column in table.removed:
            _remove_column(update, table.table, column)
        _add_columns(update, table, draft)
    for name in drift.removed:
        update.text = _remove_table(update.text, name)
    for name in drift.added:
        update.text = _add_table(update.text, name, draft)
    update.text = update.text.rstrip("\n") + "\n\n" + "\n".join(snapshot_lines(snapshot)) + "\n"
    return update


def _without_snapshot(text: str) -> str:
    kept = []
    inside = False
    for line in text.splitlines(keepends=True):
        inside = inside or line.rstrip() == HEADING
        if not (inside and line.startswith(("#:", HEADING))):
            kept.append(line)
    return "".join(kept).rstrip("\n") + "\n"


# the tree of nodes


@dataclass(frozen=True, slots=True)
class _Scalar:
    """A scalar of the file with the path of keys that leads to it; ``key`` where it is itself a key."""

    node: yaml.ScalarNode
    path: tuple[str, ...]
    key: bool

    @property
    def text(self) -> str:
        return str(self.node.value)


def _root(text: str) -> yaml.MappingNode:
    node = yaml.compose(text, Loader=_LOADER)
    assert isinstance(node, yaml.MappingNode)
    return node


def _scalars(node: yaml.Node, path: tuple[str, ...] = (), key: bool = False) -> Iterator[_Scalar]:
    if isinstance(node, yaml.ScalarNode):
        yield _Scalar(node, path, key)
    elif isinstance(node, yaml.SequenceNode):
        for item in node.value:
            yield from _scalars(item, path)
    elif isinstance(node, yaml.MappingNode):
        for name, value in node.value:
            yield _Scalar(name, path, True)
            yield from _scalars(value, (*path, str(name.value)))


def _child(node: yaml.Node | None, *path: str) -> yaml.Node | None:
    for step in path:
        if not isinstance(node, yaml.MappingNode):
            return None
        node = next((value for name, value in node.value if name.value == step), None)
    return node


def _end(node: yaml.Node) -> int:
    """Return where the last character of a node stands; block collections end with their last leaf."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _line_start(text: str, at: int) -> int:
    return text.rfind("\n", 0, at) + 1


def _next_line(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found + 1


def _replace(text: str, edits: list[tuple[int, int, str]]) -> str:
    for start, end, new in sorted(edits, reverse=True):
        text = text[:start] + new + text[end:]
    return text


# names


def _rename_table(text: str, rename: Rename) -> str:
    word = re.compile(rf"(?:(?<=->)|(?<=-> )|(?<=<)|^)\b{re.escape(rename.old)}\b(?=$|[\s.(])")
    edits = []
    for scalar in _scalars(_root(text)):
        renamed = scalar.text
        if (scalar.key and scalar.path == ("tables",)) or _names_table(scalar):
            renamed = rename.new if scalar.text == rename.old else scalar.text
        elif "tables" in scalar.path[:1] and _tied(scalar):
            renamed = word.sub(rename.new, scalar.text)
        if renamed != scalar.text:
            edits.append((scalar.node.start_mark.index, scalar.node.end_mark.index, flow(renamed)))
    return _replace(text, edits)


def _names_table(scalar: _Scalar) -> bool:
    people = scalar.path[:1] == ("people",) and scalar.path[-1] == "table"
    return not scalar.key and (scalar.path == ("nobody",) or people)


def _tied(scalar: _Scalar) -> bool:
    """Whether a scalar stands where ties or places of other tables are written."""
    words = scalar.path[2:]
    return bool({"of", "with", "sees", "tie", "counts"} & set(words)) or (scalar.key and words[-1:] == ("inbound",))


def _rename_column(text: str, table: str, rename: Rename) -> str:
    root = _root(text)
    kinds = _kinds_of(root, table)
    inside = re.compile(rf"(?<![\w.]){re.escape(rename.old)}(?![\w(])")
    edits = []
    for scalar in _scalars(root):
        head, where, condition = scalar.text.partition(" where ") if _tied(scalar) else (scalar.text, "", "")
        own = scalar.path[:2] == ("tables", table) or (scalar.path[:1] == ("people",) and set(scalar.path[1:2]) & kinds)
        if where and re.search(rf"(?:<|->)\s*{re.escape(table)}\b", head):
            condition = inside.sub(rename.new, condition)
        if _tied(scalar):
            head = _renamed_elsewhere(head, table, rename)
        if own and _speaks_of_column(scalar):
            head = inside.sub(rename.new, head)
        renamed = head + where + condition
        if renamed != scalar.text:
            edits.append((scalar.node.start_mark.index, scalar.node.end_mark.index, flow(renamed)))
    return _replace(text, edits)


def _renamed_elsewhere(tie: str, table: str, rename: Rename) -> str:
    """Rename a column where a tie of another table names it: ``table.column`` and ``table(column, …)``."""
    old, name = re.escape(rename.old), re.escape(table)
    tie = re.sub(rf"\b{name}\.{old}\b", f"{table}.{rename.new}", tie)
    return re.sub(rf"(?<=\b{name}\()[^)]*", lambda m: re.sub(rf"\b{old}\b", rename.new, m[0]), tie)


def _kinds_of(root: yaml.Node, table: str) -> set[str]:
    people = _child(root, "people")
    pairs = people.value if isinstance(people, yaml.MappingNode) else []
    return {str(k.value) for k, v in pairs if (t := _child(v, "table")) is not None and t.value == table}


def _speaks_of_column(scalar: _Scalar) -> bool:
    words = scalar.path[2:]
    if scalar.path[0] == "people":
        return (
            words[-1:] == ("pseudo_when",)
            or (scalar.key and words[-1:] == ("pseudo",))
            or words[:1] in (("key",), ("proves",), ("hints",))
        )
    if scalar.key:
        return words[-1:] == ("slices",) or (bool(words) and words[-1] in _CELLS)
    return bool(words) and (
        words[0] in _LISTS | {"of", "with", "sees", "proves", "mentions", "keep", "slices"} or words[-1] == "until"
    )


# what is gone


def _remove_table(text: str, name: str) -> str:
    root = _root(text)
    tables = _child(root, "tables")
    if isinstance(tables, yaml.MappingNode):
        for key, value in tables.value:
            if key.value == name:
                return _without_pair(text, root, "tables", tables, key, value)
    nobody = _child(root, "nobody")
    return _without_item(text, root, "nobody", nobody, name) if isinstance(nobody, yaml.SequenceNode) else text


def _without_item(text: str, parent: yaml.MappingNode, word: str, node: yaml.SequenceNode, name: str) -> str:
    """Return ``text`` without one item of the list that stands under ``word`` of ``parent``."""
    items = [item for item in node.value if isinstance(item, yaml.ScalarNode)]
    found = next((item for item in items if item.value == name), None)
    if found is None:
        return text
    if node.flow_style or len(items) == 1:
        return _rewritten(text, parent, word, node, [item.value for item in items if item is not found])
    return text[: _line_start(text, found.start_mark.index)] + text[_next_line(text, found.end_mark.index) :]


def _without_pair(
    text: str, above: yaml.MappingNode, word: str, parent: yaml.MappingNode, key: yaml.Node, value: yaml.Node
) -> str:
    """Return ``text`` without one pair of the mapping that stands under ``word`` of ``above``."""
    if not parent.flow_style and len(parent.value) > 1:
        end = max(_end(value), int(key.end_mark.index))
        return text[: _line_start(text, key.start_mark.index)] + text[_next_line(text, end) :]
    rest = {k.value: yaml.safe_load(yaml.serialize(v)) for k, v in parent.value if k is not key}
    return _rewritten(text, above, word, parent, rest)


def _rewritten(text: str, parent: yaml.MappingNode, word: str, node: yaml.Node, value: object) -> str:
    """Return ``text`` with a value on one line in place of what stands under ``word``."""
    key = next(k for k, _ in parent.value if k.value == word)
    return text[: key.end_mark.index] + ": " + flow(value) + text[_end(node) :]


def _remove_column(update: Update, table: str, column: str) -> None:
    node = _child(_root(update.text), "tables", table)
    while node is not None and (smaller := _without_mention(update.text, node, column)) is not None:
        update.text = smaller
        node = _child(_root(update.text), "tables", table)
    word = re.compile(rf"(?<![\w.]){re.escape(column)}(?!\w)")
    outside = re.compile(rf"\b{re.escape(table)}\.{re.escape(column)}\b")
    for scalar in _scalars(_root(update.text)):
        own = scalar.path[:2] == ("tables", table) and _tied(scalar) and word.search(scalar.text)
        if own or (_tied(scalar) and outside.search(scalar.text)):
            update.left.append(f"{table}.{column} is gone, and line {scalar.node.start_mark.line + 1} still follows it")


def _without_mention(text: str, node: yaml.Node, column: str, under: str = "") -> str | None:
    """Return ``text`` without the first list item or cell below ``node`` that is ``column``; None where there is none."""
    if not isinstance(node, yaml.MappingNode):
        return None
    for key, value in node.value:
        word = under if under == "holds" else str(key.value)
        if isinstance(value, yaml.SequenceNode) and word in _LISTS and column in _items(value):
            if len(value.value) > 1:
                return _without_item(text, node, str(key.value), value, column)
            return (
                _without_line(text, key, value) if _roomy(node) else _without_item(text, node, key.value, value, column)
            )
        if isinstance(value, yaml.MappingNode) and word in _CELLS:
            for cell, told in value.value:
                if cell.value == column:
                    return _without_pair(text, node, str(key.value), value, cell, told)
        if (smaller := _without_mention(text, value, column, word)) is not None:
            return smaller
    return None


def _items(node: yaml.SequenceNode) -> list[str]:
    return [str(item.value) for item in node.value if isinstance(item, yaml.ScalarNode)]


def _roomy(node: yaml.MappingNode) -> bool:
    return not node.flow_style and len(node.value) > 1


def _without_line(text: str, key: yaml.Node, value: yaml.Node) -> str:
    return text[: _line_start(text, key.start_mark.index)] + text[_next_line(text, _end(value)) :]


# what is new


def _add_table(text: str, name: str, draft: Draft) -> str:
    if name in draft.nobody:
        return _add_nobody(text, name, draft.nobody[name])
    lines = "\n".join(table_lines(draft, draft.tables[name])) + "\n"
    tables = _child(_root(text), "tables")
    if isinstance(tables, yaml.MappingNode) and tables.value and not tables.flow_style:
        indent = " " * tables.value[0][0].start_mark.column
        at = _next_line(text, _end(tables))
        return text[:at] + re.sub(r"^ {2}", indent, lines, flags=re.MULTILINE) + text[at:]
    if tables is not None:
        return text[: tables.start_mark.index].rstrip() + "\n" + lines + text[tables.end_mark.index :].lstrip("\n")
    return text.rstrip("\n") + "\n\ntables:\n" + lines


def _add_nobody(text: str, name: str, why: str) -> str:
    nobody = _child(_root(text), "nobody")
    if not isinstance(nobody, yaml.SequenceNode):
        return text.rstrip("\n") + f"\nnobody:\n{nobody_line(name, why)}\n"
    if nobody.flow_style:
        return _appended(text, nobody, name)
    at = _next_line(text, _end(nobody))
    indent = " " * (int(nobody.value[0].start_mark.column) - 2)
    return text[:at] + indent + nobody_line(name, why) + "\n" + text[at:]


def _appended(text: str, node: yaml.SequenceNode, name: str) -> str:
    at = int(node.end_mark.index) - 1
    return text[:at].rstrip() + (", " if node.value else "") + flow(name) + text[at:]


def _add_columns(update: Update, drift: TableDrift, draft: Draft) -> None:
    planned = draft.tables.get(drift.table)
    for column in drift.added:
        node = _child(_root(update.text), "tables", drift.table)
        if isinstance(node, yaml.MappingNode):
            category = _category_of(planned, column)
            note = planned.notes.get(column, "") if planned else ""
            update.text = _add_to_holds(update.text, drift.table, category, column, note)
            _answer_new_cell(update, drift.table, column, category, draft)
        elif planned is not None:
            finding = draft.survey.finding(drift.table, column)
            if finding is not None and finding.direct:
                told = f"looks like {finding.category} ({finding.confidence:.2f})"
                update.left.append(f"{drift.table}.{column} is new and {told}, but {drift.table} stands under `nobody`")


def _category_of(planned: TableDraft | None, column: str) -> str:
    listed = planned.holds.items() if planned else ()
    return next((category for category, names in listed if column in names), "key")


def _add_to_holds(text: str, table: str, category: str, column: str, note: str) -> str:
    node = _child(_root(text), "tables", table)
    holds = _child(node, "holds")
    listed = _child(holds, category)
    if isinstance(listed, yaml.SequenceNode):
        if listed.flow_style:
            return _appended(text, listed, column)
        at = _next_line(text, _end(listed))
        indent = " " * (int(listed.value[0].start_mark.column) - 2)
        return text[:at] + indent + column_line(column, note).lstrip() + "\n" + text[at:]
    if isinstance(holds, yaml.MappingNode) and holds.flow_style:
        at = int(holds.end_mark.index) - 1
        return text[:at].rstrip() + (", " if holds.value else "") + f"{category}: [{flow(column)}]" + text[at:]
    said = beside(note)
    if isinstance(holds, yaml.MappingNode):
        indent, at = " " * holds.value[0][0].start_mark.column, _next_line(text, _end(holds))
        return text[:at] + f"{indent}{category}: [{flow(column)}]{said}\n" + text[at:]
    return _add_word(text, node, f"holds: {{{category}: [{flow(column)}]}}{said}")


def _add_word(text: str, node: yaml.Node | None, words: str) -> str:
    """Add a line of its own at the end of a table."""
    assert isinstance(node, yaml.MappingNode)
    if node.flow_style:
        at = int(node.end_mark.index) - 1
        return text[:at].rstrip() + (", " if node.value else "") + words.partition("  #")[0] + text[at:]
    indent, at = " " * node.value[0][0].start_mark.column, _next_line(text, _end(node))
    return text[:at] + f"{indent}{words}\n" + text[at:]


def _answer_new_cell(update: Update, table: str, column: str, category: str, draft: Draft) -> None:
    """Say what becomes of a new cell where rows are anonymised in place: NULL where it may, else left to a person."""
    node = _child(_root(update.text), "tables", table)
    erase, sets = _child(node, "erase"), _child(node, "set")
    if erase is None or erase.value != "anonymise" or category == "key":
        return
    answer = answer_cell(draft.survey.schema.tables[table], column)
    if isinstance(sets, yaml.MappingNode) and sets.value:
        pair = f"{flow(column)}: {flow(answer)}"
        if sets.flow_style:
            at = int(sets.end_mark.index) - 1
            update.text = update.text[:at].rstrip() + ", " + pair + update.text[at:]
        else:
            indent, at = " " * sets.value[0][0].start_mark.column, _next_line(update.text, _end(sets))
            update.text = update.text[:at] + indent + pair + "\n" + update.text[at:]
        return
    update.text = _add_word(update.text, node, f"set: {{{flow(column)}: {flow(answer)}}}")
