"""The tables of the key store, a database of its own with a backup of its own."""

from __future__ import annotations

from sqlalchemy import Column, Index, LargeBinary, MetaData, PrimaryKeyConstraint, Table, Text

from upheld.store.tables import NAMING
from upheld.store.types import Instant, Whole

key_metadata = MetaData(naming_convention=NAMING)

key_epochs = Table(
    "key_epochs",
    key_metadata,
    Column("purpose", Text, nullable=False),
    Column("epoch", Whole, nullable=False),
    Column("sealed", LargeBinary, nullable=False, comment="the key, under the master key"),
    Column("created_at", Instant, nullable=False),
    PrimaryKeyConstraint("purpose", "epoch"),
    sqlite_strict=True,
)

person_keys = Table(
    "person_keys",
    key_metadata,
    Column("id", Text, primary_key=True),
    Column("sealed", LargeBinary, nullable=False, comment="the key, under the wrapping key"),
    Column("key_epoch", Whole, nullable=False, comment="epoch of the wrapping key in `sealed`"),
    Column("created_at", Instant, nullable=False),
    Index(None, "key_epoch", "id"),
    sqlite_strict=True,
)
