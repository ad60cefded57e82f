"""What the company offers: tables about nobody."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, text

from examples.printworks.schema.columns import NAME, cents, key, metadata, ref

countries = Table(
    "countries", metadata, Column("code", String(2), primary_key=True), Column("name", NAME, nullable=False)
)

materials = Table(
    "materials",
    metadata,
    key(),
    Column("name", NAME, nullable=False, unique=True),
    Column("colour", String(30), nullable=False),
    Column("grams_in_stock", Integer, nullable=False),
)

products = Table(
    "products",
    metadata,
    key(),
    Column("sku", String(20), nullable=False, unique=True),
    Column("name", NAME, nullable=False),
    ref("material_id", "materials.id", nullable=False),
    cents("price_cents"),
    Column("review_count", Integer, nullable=False, server_default=text("0")),
)

machines = Table(
    "machines",
    metadata,
    key(),
    Column("serial", String(30), nullable=False, unique=True),
    Column("model", NAME, nullable=False),
    Column("site", NAME, nullable=False),
)
