"""What the files on the disk hold, byte by byte, before and after destruction."""

from __future__ import annotations

import base64
import shutil
from pathlib import Path

import pytest
from sqlalchemy import select

from upheld.clock import VirtualClock
from upheld.errors import KeyMissing
from upheld.ids import CaseId
from upheld.store import Store, cases, personal
from upheld.store.key_tables import person_keys
from upheld.store.tables import personal_cells

ANNA = CaseId("C-anna")
IDENTITIES = b'{"email":["anna@example.com","anna.alt@example.org"],"customer":[4711]}'


def test_no_plaintext_and_no_destroyed_cell_is_in_any_file(
    sqlite_url: str, tmp_path: Path, clock: VirtualClock
) -> None:
    """Search the raw bytes of all four files: plaintext at any time, the sealed cell and its key after destruction."""
    keys_url = f"sqlite:///{tmp_path}/keys.db"
    with Store.open(sqlite_url, keys_url, b"m" * 32, clock) as store:
        with store.write() as connection:
            cases.open_case(connection, ANNA, "erasure", "open", clock.now())
            personal.seal(connection, store.keys, ANNA, "identities", IDENTITIES * 300, at=clock.now())
            key_id, cell = connection.execute(select(personal_cells.c.key_id, personal_cells.c.sealed)).one()
        with store.keys.database.read() as connection:
            wrapped = connection.scalars(select(person_keys.c.sealed).where(person_keys.c.id == key_id)).one()
        assert traces(tmp_path, IDENTITIES[:40], b"anna@example.com", base64.b64encode(IDENTITIES[:30])) == []
        assert traces(tmp_path, cell[:60], wrapped) == ["keys.db-wal", "store.db-wal"]
        with store.write() as connection:
            personal.destroy(connection, ANNA, clock.now())
        personal.finish_destructions(store)
        assert traces(tmp_path, cell[:60], cell[-60:], wrapped, key_id.encode() + wrapped[:4]) == []


def test_a_copy_of_the_data_without_the_keys_opens_nothing(
    sqlite_url: str, tmp_path: Path, clock: VirtualClock
) -> None:
    with Store.open(sqlite_url, f"sqlite:///{tmp_path}/keys.db", b"m" * 32, clock) as store:
        with store.write() as connection:
            cases.open_case(connection, ANNA, "erasure", "open", clock.now())
            personal.seal(connection, store.keys, ANNA, "identities", IDENTITIES, at=clock.now())
        store.database.empty_log()
        shutil.copy(tmp_path / "store.db", tmp_path / "stolen.db")
    thief = Store.open(f"sqlite:///{tmp_path}/stolen.db", f"sqlite:///{tmp_path}/new-keys.db", b"m" * 32, clock)
    with thief, thief.read() as connection, pytest.raises(KeyMissing):
        personal.unseal(connection, thief.keys, ANNA, "identities")


def traces(folder: Path, *needles: bytes) -> list[str]:
    return [file.name for file in sorted(folder.iterdir()) if any(needle in file.read_bytes() for needle in needles)]
