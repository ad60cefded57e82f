"""Orders and what follows from them."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    Column,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from examples.printworks.schema.columns import EMAIL, NAME, cents, instant, key, lower_email_index, metadata, ref, stamp

orders = Table(
    "orders",
    metadata,
    key(),
    Column("number", String(20), nullable=False, unique=True),
    ref("customer_id", "customers.id"),
    Column("guest_email", EMAIL, index=True),
    Column("guest_name", NAME),
    ref("ship_address_id", "addresses.id"),
    Column("ship_to", String(400)),
    Column("contact_phone", String(40)),
    Column("note", Text),
    Column("status", String(12), nullable=False),
    cents("total_cents"),
    ref("handled_by", "staff.id"),
    stamp("placed_at"),
)

order_items = Table(
    "order_items",
    metadata,
    ref("order_id", "orders.id", primary_key=True),
    Column("line_no", Integer, primary_key=True, autoincrement=False),
    ref("product_id", "products.id", nullable=False),
    Column("quantity", Integer, nullable=False),
    cents("price_cents"),
    Column("engraving", String(80)),
)

print_jobs = Table(
    "print_jobs",
    metadata,
    key(),
    Column("order_id", Integer, nullable=False),
    Column("line_no", Integer, nullable=False),
    ref("machine_id", "machines.id", nullable=False),
    ref("operator_id", "staff.id"),
    Column("outcome", String(12)),
    Column("remark", Text),
    instant("started_at"),
    instant("finished_at"),
    ForeignKeyConstraint(["order_id", "line_no"], ["order_items.order_id", "order_items.line_no"]),
    Index(None, "order_id", "line_no"),
)

shipments = Table(
    "shipments",
    metadata,
    key(),
    ref("order_id", "orders.id", nullable=False),
    Column("carrier", NAME),
    Column("tracking", String(40)),
    Column("recipient", NAME),
    Column("recipient_phone", String(40)),
    Column("signed_by", NAME),
    instant("shipped_at"),
)

invoices = Table(
    "invoices",
    metadata,
    key(),
    Column("number", String(20), nullable=False, unique=True),
    ref("customer_id", "customers.id"),
    ref("order_id", "orders.id"),
    Column("issued_on", Date, nullable=False),
    Column("bill_name", NAME),
    Column("bill_address", String(400)),
    Column("bill_email", EMAIL, index=True),
    Column("vat_number", String(20)),
    cents("net_cents"),
    cents("vat_cents"),
    Column("reminder_note", Text),
)

payments = Table(
    "payments",
    metadata,
    key(),
    ref("invoice_id", "invoices.id"),
    Column("method", String(12), nullable=False),
    Column("card_mask", String(19)),
    Column("payer_name", NAME),
    cents("amount_cents"),
    Column("paid_on", Date, nullable=False),
)

quotes = Table(  # asked for by e-mail, without an account
    "quotes",
    metadata,
    key(),
    Column("email", EMAIL, nullable=False),
    Column("name", NAME),
    Column("question", Text),
    ref("order_id", "orders.id"),
    stamp("asked_at"),
)

favourites = Table(
    "favourites",
    metadata,
    ref("customer_id", "customers.id", primary_key=True),
    ref("product_id", "products.id", primary_key=True, index=True),
    stamp("added_at"),
)

reviews = Table(
    "reviews",
    metadata,
    key(),
    ref("product_id", "products.id", nullable=False),
    ref("author_id", "customers.id", nullable=False),
    Column("shown_name", NAME),
    Column("stars", Integer, nullable=False),
    Column("body", Text),
    Column("published", Boolean, nullable=False),
    Column("vote_count", Integer, nullable=False, server_default=text("0")),
    stamp("written_at"),
    UniqueConstraint("product_id", "author_id"),
)

review_votes = Table(
    "review_votes",
    metadata,
    ref("review_id", "reviews.id", primary_key=True),
    ref("voter_id", "customers.id", primary_key=True, index=True),
)


lower_email_index(quotes)
