"""What people work on together."""

from __future__ import annotations

from sqlalchemy import Column, Integer, String, Table, Text, text

from examples.printworks.schema.columns import EMAIL, NAME, instant, key, metadata, ref, stamp

projects = Table(
    "projects",
    metadata,
    key(),
    Column("title", NAME, nullable=False),
    Column("description", Text),
    ref("created_by", "customers.id"),
    stamp("created_at"),
)

project_members = Table(
    "project_members",
    metadata,
    ref("project_id", "projects.id", primary_key=True),
    ref("customer_id", "customers.id", primary_key=True, index=True),
    Column("role", String(10), nullable=False),
    ref("added_by", "customers.id"),
    stamp("since"),
)

project_files = Table(
    "project_files",
    metadata,
    key(),
    ref("project_id", "projects.id", nullable=False),
    ref("uploaded_by", "customers.id"),
    Column("file_name", String(200)),
    Column("sha256", String(64)),
    Column("size_bytes", Integer, nullable=False, server_default=text("0")),
    stamp("uploaded_at"),
)

segmentations = Table(
    "segmentations",
    metadata,
    key(),
    ref("file_id", "project_files.id", nullable=False),
    ref("requested_by", "customers.id"),
    Column("model", NAME, nullable=False),
    Column("status", String(12), nullable=False),
    stamp("requested_at"),
)

segmentation_layers = Table(
    "segmentation_layers",
    metadata,
    key(),
    ref("segmentation_id", "segmentations.id", nullable=False),
    Column("label", NAME, nullable=False),
    Column("volume_mm3", Integer),
    Column("remark", Text),
)

order_files = Table(
    "order_files",
    metadata,
    key(),
    ref("order_id", "orders.id", nullable=False),
    ref("project_file_id", "project_files.id"),
    Column("file_name", String(200)),
    Column("storage_path", String(200)),
    stamp("uploaded_at"),
)

invitations = Table(
    "invitations",
    metadata,
    key(),
    ref("project_id", "projects.id", nullable=False),
    ref("inviter_id", "customers.id"),
    Column("invitee_email", EMAIL, index=True),
    Column("invitee_name", NAME),
    Column("greeting", Text),
    instant("accepted_at"),
    stamp("sent_at"),
)
