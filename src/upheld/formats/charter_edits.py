"""Change single values of a YAML file in place, so that the comments and the layout a person chose stay."""

from __future__ import annotations

from collections.abc import Sequence

import yaml

Scalar = str | int | bool
Path = Sequence[str | int]


def set_value(text: str, path: Path, value: Scalar) -> str:
    """Return ``text`` with ``value`` at ``path``; keys that are missing are added at the end of their mapping.

    Raises ``KeyError`` where an index does not exist or a parent is not a mapping.
    """
    node = _root(text)
    for depth, step in enumerate(path):
        parent = node
        found = _child(parent, step)
        if found is None:
            if not isinstance(parent, yaml.MappingNode):
                raise KeyError(path)
            return _added(text, parent, [str(s) for s in path[depth:]], value)
        node = found
    key = _key(parent, path[-1])
    return _replaced(text, key, node, value)


def remove_value(text: str, path: Path) -> str:
    """Return ``text`` without the key at ``path`` and its value; ``text`` itself where there is no such key.

    Raises ``KeyError`` for the first key of a mapping, which carries the mark of its list item.
    """
    parent = _root(text)
    for step in path[:-1]:
        found = _child(parent, step)
        if found is None:
            return text
        parent = found
    node = _child(parent, path[-1])
    key = _key(parent, path[-1])
    if node is None or key is None or not isinstance(parent, yaml.MappingNode):
        return text
    if parent.flow_style:
        rest = {k: v for k, v in _plain(parent).items() if k != path[-1]}
        return text[: parent.start_mark.index] + _flow(rest) + text[parent.end_mark.index :]
    if parent.value[0][0] is key:
        raise KeyError(path)
    begin = text.rfind("\n", 0, key.start_mark.index) + 1
    return text[:begin] + text[_line_end(text, _end(node)) + 1 :]


def _root(text: str) -> yaml.Node:
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    if node is None:
        raise KeyError("the file is empty")
    return node


def _child(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        item: yaml.Node = node.value[step]
        return item
    if isinstance(node, yaml.MappingNode):
        return next((value for key, value in node.value if key.value == step), None)
    return None


def _key(node: yaml.Node, step: str | int) -> yaml.Node | None:
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((key for key, _ in node.value if key.value == step), None)


def _end(node: yaml.Node) -> int:
    """Return where the last character of a node stands; block collections end with their last leaf."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(last[1] if isinstance(last, tuple) else last)
    return int(node.end_mark.index)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at if at == 0 or text[at - 1] != "\n" else at - 1)
    return len(text) if end < 0 else end


def _replaced(text: str, key: yaml.Node | None, node: yaml.Node, value: Scalar) -> str:
    if isinstance(node, yaml.ScalarNode) and node.style in ("|", ">"):
        return text[: node.start_mark.index] + _scalar(value) + "\n" + text[node.end_mark.index :]
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and key is not None:
        return text[: key.end_mark.index] + ": " + _scalar(value) + text[_end(node) :]
    gap = "" if node.start_mark.index == 0 or text[node.start_mark.index - 1].isspace() else " "
    return text[: node.start_mark.index] + gap + _scalar(value) + text[node.end_mark.index :]


def _added(text: str, parent: yaml.MappingNode, keys: list[str], value: Scalar) -> str:
    if parent.flow_style or not parent.value:
        data = _plain(parent)
        inner: dict[str, object] = data
        for key in keys[:-1]:
            inner = {}
            data[key] = inner
        inner[keys[-1]] = value
        return text[: parent.start_mark.index] + _flow(data) + text[parent.end_mark.index :]
    indent = parent.value[0][0].start_mark.column
    lines = [f"{' ' * (indent + 2 * depth)}{_scalar(key)}:" for depth, key in enumerate(keys)]
    at = _line_end(text, _end(parent))
    head = text[:at]
    return head + ("" if head.endswith("\n") else "\n") + "\n".join(lines) + " " + _scalar(value) + (text[at:] or "\n")


def _plain(node: yaml.MappingNode) -> dict[str, object]:
    data = yaml.safe_load(yaml.serialize(node))
    return data if isinstance(data, dict) else {}


def _flow(data: dict[str, object]) -> str:
    return yaml.safe_dump(data, default_flow_style=True, width=10_000, allow_unicode=True, sort_keys=False).rstrip("\n")


def _scalar(value: Scalar) -> str:
    """Write a scalar so that it reads back in block and in flow style alike: as the only item of a flow list."""
    listed: str = yaml.safe_dump([value], default_flow_style=True, width=10_000, allow_unicode=True)
    return listed.rstrip("\n")[1:-1]
