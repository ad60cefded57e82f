"""Write a schema in a few lines: ``orders: id int, customer_id int -> customers index, number text(20)! unique``.

Marks after a column's type: ``!`` NOT NULL, ``pk`` part of the key (else the first column is the key), ``unique``, ``index``,
``sometimes`` (unique for some rows), ``lower`` (an index over lower()), ``fixed`` (computed), ``default``, ``fold`` (ignores
case), ``-> parent`` (to its first column), ``on cascade``. A line may end in ``; unique a b`` or ``; index a b`` for several
columns, in ``; refers a b -> table a b``, or in ``; no key``.
"""

from __future__ import annotations

import re

from upheld.datamap.schema import Column, ForeignKey, Index, Schema, TableSchema, TypeClass

_TYPES = {
    "int": TypeClass.INTEGER,
    "num": TypeClass.NUMBER,
    "text": TypeClass.TEXT,
    "bool": TypeClass.BOOLEAN,
    "date": TypeClass.DATE,
    "instant": TypeClass.INSTANT,
    "uuid": TypeClass.UUID,
    "json": TypeClass.JSON,
    "bytes": TypeClass.BYTES,
    "other": TypeClass.OTHER,
}
_COLUMN = re.compile(r"(?P<name>\w+) (?P<type>[a-z]+)(?:\((?P<length>\d+)\))?(?P<filled>!?)(?P<marks>.*)")


def schema(text: str, dialect: str = "postgresql") -> Schema:
    """Read one table a line."""
    tables = [_table(line.strip()) for line in text.strip().splitlines()]
    first = {t.name: next(iter(t.columns)) for t in tables}
    pointed = [
        TableSchema(
            t.name,
            t.columns,
            t.primary_key,
            tuple(
                ForeignKey(fk.table, fk.columns, fk.parent, (first[fk.parent],), fk.on_delete)
                if len(fk.columns) == 1
                else fk
                for fk in t.foreign_keys
            ),
            t.indexes,
        )
        for t in tables
    ]
    return Schema(dialect, {t.name: t for t in pointed})


def _table(line: str) -> TableSchema:
    head, *tail = [part.strip() for part in line.split(";")]
    name, _, listed = head.partition(":")
    columns: dict[str, Column] = {}
    key: list[str] = []
    references: list[ForeignKey] = []
    indexes: list[Index] = []
    for part in listed.split(","):
        match = _COLUMN.fullmatch(part.strip())
        assert match, part
        column, marks = match["name"], match["marks"].split()
        if "pk" in marks:
            key.append(column)
        indexes += [Index((column,), unique=word == "unique") for word in marks if word in ("unique", "index")]
        indexes += [Index((column,), unique=True, partial=True) for word in marks if word == "sometimes"]
        indexes += [Index((), folded=column) for word in marks if word == "lower"]
        if "->" in marks:
            action = marks[marks.index("on") + 1].replace("_", " ") if "on" in marks else "no action"
            references.append(ForeignKey(name, (column,), marks[marks.index("->") + 1], (), action))
        columns[column] = Column(
            column,
            _TYPES[match["type"]],
            match["type"],
            nullable=not match["filled"] and "pk" not in marks,
            has_default="default" in marks,
            max_length=int(match["length"]) if match["length"] else None,
            fixed="fixed" in marks,
            folds_case="fold" in marks,
        )
    primary = tuple(key) or (next(iter(columns)),)
    for words in (t.split() for t in tail):
        if words == ["no", "key"]:
            primary = ()
        elif words[0] == "refers":
            at = words.index("->")
            references.append(ForeignKey(name, tuple(words[1:at]), words[at + 1], tuple(words[at + 2 :])))
        else:
            indexes.append(Index(tuple(words[1:]), unique=words[0] == "unique"))
    return TableSchema(name, columns, primary, tuple(references), tuple(indexes))
