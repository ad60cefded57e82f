"""What people write to each other, and what the machines wrote down."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text, false

from examples.printworks.schema.columns import DOCUMENT, EMAIL, NAME, instant, key, metadata, ref, stamp

messages = Table(
    "messages",
    metadata,
    key(),
    ref("sender_id", "customers.id", nullable=False),
    ref("recipient_id", "customers.id", nullable=False),
    Column("body", Text),
    stamp("sent_at"),
)

rooms = Table(
    "rooms",
    metadata,
    key(),
    Column("name", NAME, nullable=False),
    ref("created_by", "customers.id"),
    stamp("created_at"),
)

room_members = Table(
    "room_members",
    metadata,
    ref("room_id", "rooms.id", primary_key=True),
    ref("customer_id", "customers.id", primary_key=True, index=True),
    Column("nickname", NAME),
    Column("is_admin", Boolean, nullable=False, server_default=false()),
)

posts = Table(
    "posts",
    metadata,
    key(),
    ref("room_id", "rooms.id", nullable=False),
    ref("author_id", "customers.id", nullable=False),
    ref("parent_id", "posts.id"),
    Column("body", Text),
    stamp("posted_at"),
)

post_likes = Table(
    "post_likes",
    metadata,
    ref("post_id", "posts.id", primary_key=True),
    ref("customer_id", "customers.id", primary_key=True, index=True),
)

tickets = Table(
    "tickets",
    metadata,
    key(),
    Column("opener_email", EMAIL, index=True),
    Column("opener_name", NAME),
    Column("cc_email", EMAIL, index=True),
    ref("agent_id", "staff.id"),
    ref("order_id", "orders.id"),
    Column("subject", String(200)),
    Column("body", Text),
    stamp("opened_at"),
    instant("closed_at"),
)

ticket_messages = Table(
    "ticket_messages",
    metadata,
    key(),
    ref("ticket_id", "tickets.id", nullable=False),
    Column("writer_type", String(10)),
    Column("writer_id", Integer, index=True),
    Column("body", Text),
    stamp("written_at"),
)


audit_log = Table(
    "audit_log",
    metadata,
    key(),
    Column("subject_type", String(10)),
    Column("subject_id", Integer),
    Column("actor_type", String(10)),
    Column("actor_id", Integer),
    Column("action", String(40), nullable=False),
    Column("detail", Text),
    Column("ip", String(45)),
    stamp("at"),
    Index(None, "subject_id", "subject_type"),
    Index(None, "actor_id", "actor_type"),
)

events = Table(
    "events",
    metadata,
    key(),
    Column("name", String(40), nullable=False),
    Column("payload", DOCUMENT, nullable=False),
    stamp("received_at"),
)
