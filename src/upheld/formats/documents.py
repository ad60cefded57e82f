"""Load a YAML file so that every later complaint can point at the line and column it is about.

The YAML is composed to nodes (never constructed into objects), turned into plain values beside an index of positions,
and validated by a pydantic model. All problems of a file are reported together, as :class:`upheld.spans.Problem`.
"""

from __future__ import annotations

import difflib
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from upheld.errors import DeploymentInvalid
from upheld.spans import Problem, Severity, Span

Path = tuple[str | int, ...]
M = TypeVar("M", bound=BaseModel)

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 40
_PASSWORD = re.compile(r"(?<=://)([^\s:/@]*:)([^\s@/]+)(?=@)")
"""The password inside a URL."""


@dataclass(slots=True)
class Document:
    """The plain values of one YAML file with the position of every key and value.

    ``lines`` are its lines as a problem may show them: a password inside a URL is starred out.
    """

    file: str
    lines: list[str]
    value: Any
    _values: dict[Path, Span] = field(default_factory=dict)
    _keys: dict[Path, Span] = field(default_factory=dict)

    def span(self, path: Sequence[str | int], *, key: bool = False) -> Span:
        """Return where ``path`` stands; of a path that does not exist, where its nearest existing parent does."""
        at = tuple(path)
        while True:
            found = (
                (self._keys.get(at) or self._values.get(at)) if key else (self._values.get(at) or self._keys.get(at))
            )
            if found is not None:
                return found
            if not at:
                return Span(self.file, 1, 1)
            at = at[:-1]

    def problem(
        self,
        path: Sequence[str | int],
        code: str,
        message: str,
        advice: str,
        *,
        key: bool = False,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """Make a problem that points at ``path`` (at its key, or at its value)."""
        span = self.span(path, key=key)
        text = self.lines[span.line - 1] if 0 < span.line <= len(self.lines) else ""
        return Problem(code, message, advice, span, text, severity)


def compose(text: str, file: str) -> Document:
    """Parse YAML ``text`` into a :class:`Document`.

    Raises :class:`DeploymentInvalid` for text that is not YAML, for duplicate keys, aliases and tags (a deployment file
    says each thing once, in the open), and for nesting beyond 40 levels.
    """
    document = Document(file, [_PASSWORD.sub(_stars, line) for line in text.splitlines()], None)
    if len(text) > MAX_BYTES:
        raise DeploymentInvalid(
            [Problem("file-too-large", f"{file} is larger than 16 MiB", "Split it.", Span(file, 1, 1))]
        )
    problems: list[Problem] = []
    try:
        deep = _too_deep(text)
        if deep is not None:
            raise DeploymentInvalid(
                [_at(document, deep, "too-deep", f"nested deeper than {MAX_DEPTH} levels", "Flatten it.")]
            )
        node = _compose_node(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
        said = getattr(error, "problem", None) or str(error).splitlines()[0]
        raise DeploymentInvalid(
            [_at(document, _place(mark), "not-yaml", f"not YAML: {said}", "Mend the syntax at this place.")]
        ) from None
    document.value = {} if node is None else _Builder(document, problems).build(node, ())
    if problems:
        raise DeploymentInvalid(problems)
    return document


def validate(document: Document, model: type[M]) -> M:
    """Validate a document against a pydantic ``model``; raise :class:`DeploymentInvalid` with every problem."""
    try:
        return model.model_validate(document.value)
    except ValidationError as error:
        raise DeploymentInvalid([_from_pydantic(document, model, detail) for detail in error.errors()]) from None


def _stars(found: re.Match[str]) -> str:
    return found[1] + "*" * len(found[2])


def _place(mark: Any) -> tuple[int, int]:
    """Return line and column of a mark, which is of another class in each parser; of None, the beginning."""
    return (mark.line, mark.column) if mark is not None else (0, 0)


def _at(document: Document, place: tuple[int, int], code: str, message: str, advice: str) -> Problem:
    span = Span(document.file, place[0] + 1, place[1] + 1)
    line = document.lines[span.line - 1] if span.line <= len(document.lines) else ""
    return Problem(code, message, advice, span, line)


_Loader: type[yaml.SafeLoader | yaml.CSafeLoader] = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
"""The parser in C, eight times as fast on a long datamap, where PyYAML was built with it."""


def _too_deep(text: str) -> tuple[int, int] | None:
    """Return where nesting passes its limit. Events cost no recursion; composing nodes does, and in C it has no guard."""
    depth = 0
    for event in yaml.parse(text, Loader=_Loader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return _place(event.start_mark)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return None


def _compose_node(text: str) -> yaml.Node | None:
    loader = _Loader(text)
    try:
        node: yaml.Node | None = loader.get_single_node()
        return node
    finally:
        loader.dispose()


class _Builder:
    def __init__(self, document: Document, problems: list[Problem]) -> None:
        self.document = document
        self.problems = problems
        self.resolver = yaml.SafeLoader("")
        self.seen: set[int] = set()

    def build(self, node: yaml.Node, path: Path) -> Any:
        self.document._values[path] = self._span(node)
        if id(node) in self.seen and not isinstance(node, yaml.ScalarNode):
            self._complain(
                node, "yaml-alias", "an alias (*name) repeats another part", "Write the part out where it is used."
            )
            return None
        self.seen.add(id(node))
        if isinstance(node, yaml.MappingNode):
            return self._mapping(node, path)
        if isinstance(node, yaml.SequenceNode):
            return [self.build(child, (*path, index)) for index, child in enumerate(node.value)]
        return self._scalar(node)

    def _mapping(self, node: yaml.MappingNode, path: Path) -> dict[str, Any]:
        out: dict[str, Any] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._complain(key_node, "key-not-text", "a key is not a word", "Use plain words as keys.")
                continue
            name = str(key_node.value)
            at = (*path, name)
            if name in out:
                self._complain(key_node, "duplicate-key", f"`{name}` stands twice", "Keep one of the two.")
                continue
            self.document._keys[at] = self._span(key_node)
            out[name] = self.build(value_node, at)
        return out

    def _scalar(self, node: yaml.Node) -> Any:
        if node.tag not in _PLAIN_TAGS:
            self._complain(node, "yaml-tag", f"the tag {node.tag} is not used here", "Write a plain value.")
            return None
        if node.tag in ("tag:yaml.org,2002:timestamp", "tag:yaml.org,2002:str"):
            return node.value  # dates stay text: the models read them, with the position of what is wrong
        if node.tag == "tag:yaml.org,2002:bool" and node.value.lower() not in ("true", "false"):
            return node.value  # `no` and `on` are names of columns and countries, not truth values
        try:
            value = self.resolver.construct_object(node)
        except (ValueError, yaml.YAMLError):
            self._complain(node, "not-a-value", f"{node.value!r} cannot be read as a value", "Quote it if it is text.")
            return None
        if isinstance(value, float) and not math.isfinite(value):
            self._complain(node, "not-a-number", f"{node.value} is not a usable number", "Write a finite number.")
            return None
        return value

    def _span(self, node: yaml.Node) -> Span:
        start, end = node.start_mark, node.end_mark
        line = self.document.lines[start.line] if start.line < len(self.document.lines) else ""
        stop = end.column if end.line == start.line else len(line.rstrip())
        return Span(self.document.file, start.line + 1, start.column + 1, max(1, stop - start.column))

    def _complain(self, node: yaml.Node, code: str, message: str, advice: str) -> None:
        span = self._span(node)
        text = self.document.lines[span.line - 1] if span.line <= len(self.document.lines) else ""
        self.problems.append(Problem(code, message, advice, span, text))


_PLAIN_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "int", "float", "bool", "null", "timestamp"))


def _from_pydantic(document: Document, model: type[BaseModel], detail: ErrorDetails) -> Problem:
    path = _longest_real(document, detail["loc"])
    kind = detail["type"]
    if kind == "extra_forbidden":
        word = str(detail["loc"][-1])
        return document.problem(
            path, "unknown-word", f"`{word}` is not a word known here", _suggest(word, model), key=True
        )
    if kind == "missing":
        word = str(detail["loc"][-1])
        return document.problem(path, "missing", f"`{word}` is missing here", f"Add `{word}:`.", key=True)
    if kind in ("model_type", "dict_type"):
        return document.problem(
            path, "wrong-value", "words with values are expected here", "Write `word: value` lines, or leave it out."
        )
    message = str(detail["msg"]).removeprefix("Value error, ")
    return document.problem(
        path, "wrong-value", message[:1].lower() + message[1:], "See the file's JSON Schema or docs/reference."
    )


def _longest_real(document: Document, loc: Sequence[str | int]) -> Path:
    """Follow ``loc`` into the document, skipping the names pydantic gives to arms of a union."""
    at: list[str | int] = []
    value = document.value
    for part in loc:
        if isinstance(value, Mapping) and part in value:
            value = value[str(part)]
        elif isinstance(value, list) and isinstance(part, int) and part < len(value):
            value = value[part]
        else:
            continue
        at.append(part)
    return tuple(at)


def _suggest(word: str, model: type[BaseModel]) -> str:
    near = difflib.get_close_matches(word, sorted(_words(model)), n=2, cutoff=0.6)
    if near:
        return "Did you mean " + " or ".join(f"`{n}`" for n in near) + "?"
    return "Remove it, or see docs/reference for the words of this file."


def _words(model: type[BaseModel]) -> set[str]:
    words: set[str] = set()

    def walk(schema: Any) -> None:
        if isinstance(schema, dict):
            words.update(str(k) for k in schema.get("properties", {}))
            for value in schema.values():
                walk(value)
        elif isinstance(schema, list):
            for value in schema:
                walk(value)

    walk(model.model_json_schema(by_alias=True))
    return words
