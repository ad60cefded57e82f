"""Find the accounts and further identifiers of a person, before anything is written."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from upheld.connectors.sql.dialects import DIALECTS
from upheld.connectors.sql.rendering import Renderer
from upheld.datamap.model import Datamap, PersonKind
from upheld.datamap.schema import Schema
from upheld.datamap.ties import ColumnPath, Hop
from upheld.errors import IdentityUncertain
from upheld.planning.identity import MAX_IDENTIFIERS, MAX_ROUNDS, Account, Identity, SubjectIdentifiers, normalise
from upheld.planning.predicates import HasIdentifier, InPeople, Never
from upheld.planning.relations import Relations

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(slots=True)
class _Growing:
    accounts: set[Account]
    identifiers: dict[str, dict[str, str]]
    chosen: frozenset[Account]

    def admits(self, account: Account) -> bool:
        """Whether an account may be the person's: of a kind for which some were chosen, only those."""
        of_kind = {str(c.key) for c in self.chosen if c.kind == account.kind}
        return not of_kind or str(account.key) in of_kind

    def identity(self) -> Identity:
        found = {kind: tuple(values.values()) for kind, values in sorted(self.identifiers.items()) if values}
        return Identity(tuple(sorted(self.accounts, key=lambda a: (a.kind, str(a.key)))), found)

    def learn(self, kind: str, value: object) -> None:
        if value is None or not str(value).strip():
            return
        self.identifiers.setdefault(kind, {}).setdefault(normalise(kind, str(value)), str(value))

    @property
    def size(self) -> tuple[int, int]:
        return len(self.accounts), sum(len(v) for v in self.identifiers.values())


def resolve(
    connection: Connection,
    datamap: Datamap,
    schema: Schema,
    given: SubjectIdentifiers,
    chosen: Collection[Account] = (),
) -> Identity:
    """Return the closure of ``given`` over everything the datamap declares as proof.

    Of a kind for which accounts were ``chosen`` by a person, no other is followed, and nothing is learnt from it.

    Raises :class:`IdentityUncertain` when the closure does not end within its bounds: identities that run together are
    for a person to take apart. More than one account of a kind is not an error here; see ``Identity.ambiguous``.
    """
    growing = _Growing(set(), {}, frozenset(chosen))
    for kind, values in given.values.items():
        for value in values:
            growing.learn(kind, value)
    for _ in range(MAX_ROUNDS):
        before = growing.size
        identity = growing.identity()
        for person in datamap.people.values():
            _by_proof(connection, datamap, schema, identity, person, growing)
        _by_tables(connection, datamap, schema, growing)
        if growing.size == before:
            return growing.identity()
        if growing.size[1] > MAX_IDENTIFIERS:
            break
    raise IdentityUncertain(
        f"{datamap.system}: identifiers lead on to ever more accounts; look at what the datamap declares under `proves`"
    )


def _by_proof(
    connection: Connection, datamap: Datamap, schema: Schema, identity: Identity, person: PersonKind, growing: _Growing
) -> None:
    """Accounts of one kind whose proving columns hold a known identifier, and what else those rows prove."""
    columns = dict(person.proves)
    rows: list[Mapping[str, object]] = []
    for kind, column in columns.items():
        if identity.identifiers.get(kind):
            matched = _select(connection, datamap, schema, identity, person, HasIdentifier(ColumnPath(column), kind))
            rows += [row for row in matched if _is_known(identity, kind, row[column])]
    if identity.keys(person.kind):
        rows += _select(connection, datamap, schema, identity, person, InPeople(ColumnPath(person.key), person.kind))
    for row in rows:
        key = row[person.key]
        account = Account(person.kind, key if isinstance(key, int) else str(key))
        if not growing.admits(account):
            continue
        growing.accounts.add(account)
        for kind, column in columns.items():
            growing.learn(kind, row[column])


def _is_known(identity: Identity, kind: str, value: object) -> bool:
    """Judge a match again on our side: a database's own lower case or collation may hold two people's for one."""
    return normalise(kind, str(value)) in {normalise(kind, known) for known in identity.identifiers[kind]}


def _select(
    connection: Connection,
    datamap: Datamap,
    schema: Schema,
    identity: Identity,
    person: PersonKind,
    where: HasIdentifier | InPeople,
) -> list[Mapping[str, object]]:
    renderer = Renderer(DIALECTS[connection.dialect.name], datamap, schema, identity, _EPOCH)
    names = [person.key, *dict.fromkeys(person.proves.values())]
    sql = renderer.select(person.table, ", ".join("{row}." + renderer.q(n) for n in names), where)
    return [dict(zip(names, row, strict=True)) for row in connection.exec_driver_sql(sql, renderer.parameters)]


def _by_tables(connection: Connection, datamap: Datamap, schema: Schema, growing: _Growing) -> None:
    """Identifiers that other tables prove: rows owned by a known account, and accounts behind a known identifier."""
    for table, kind, column in _proving_tables(datamap):
        identity = growing.identity()
        relations = Relations(datamap, schema, identity)
        renderer = Renderer(DIALECTS[connection.dialect.name], datamap, schema, identity, _EPOCH)
        held = relations.held(table)
        if not isinstance(held, Never):
            sql = renderer.select(table, "{row}." + renderer.q(column), held)
            for (value,) in connection.exec_driver_sql(sql, renderer.parameters).all():
                growing.learn(kind, value)
        if identity.identifiers.get(kind):
            _owners_behind(connection, datamap, schema, identity, (table, kind, column), growing)


def _owners_behind(
    connection: Connection,
    datamap: Datamap,
    schema: Schema,
    identity: Identity,
    proving: tuple[str, str, str],
    growing: _Growing,
) -> None:

    table, kind, column = proving
    relations = Relations(datamap, schema, identity)
    renderer = Renderer(DIALECTS[connection.dialect.name], datamap, schema, identity, _EPOCH)
    for tied in (t for part in datamap.tables[table].slices for t in part.owners()):
        if not isinstance(tied.tie, Hop) or len(tied.tie.columns) != 1:
            continue
        person = datamap.person_of_table(relations.resolve(table, tied.tie)[0])
        if person is None:
            continue
        chosen = ", ".join("{row}." + renderer.q(c) for c in (tied.tie.columns[0].column, column))
        sql = renderer.select(table, chosen, HasIdentifier(ColumnPath(column), kind))
        for key, value in connection.exec_driver_sql(sql, renderer.parameters).all():
            account = Account(person.kind, key if isinstance(key, int) else str(key))
            if key is not None and _is_known(identity, kind, value) and growing.admits(account):
                growing.accounts.add(account)


def _proving_tables(datamap: Datamap) -> Iterator[tuple[str, str, str]]:
    for table in datamap.tables.values():
        for kind, column in table.proves.items():
            yield table.name, kind, column
