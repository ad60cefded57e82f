"""People with an account, people without, and what is kept about them."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Date, Index, Integer, String, Table, Text, false, text

from examples.printworks.schema.columns import EMAIL, NAME, instant, key, lower_email_index, metadata, ref, stamp

addresses = Table(
    "addresses",
    metadata,
    key(),
    Column("line1", String(200)),
    Column("line2", String(200)),
    Column("postcode", String(20)),
    Column("city", NAME),
    ref("country_code", "countries.code"),
)

staff = Table(
    "staff",
    metadata,
    key(),
    Column("email", EMAIL, nullable=False, unique=True),
    Column("name", NAME, nullable=False),
    Column("phone", String(40)),
    Column("job_title", NAME),
    Column("hired_on", Date),
    Column("status", String(10), nullable=False, server_default=text("'active'")),
    ref("address_id", "addresses.id"),
)

customers = Table(
    "customers",
    metadata,
    key(),
    Column("email", EMAIL, nullable=False, unique=True),
    Column("name", NAME, nullable=False),
    Column("phone", String(40), index=True),
    Column("company", NAME),
    Column("vat_number", String(20)),
    Column("birth_date", Date),
    Column("locale", String(10), nullable=False, server_default=text("'en'")),
    Column("password_hash", String(100)),
    Column("status", String(10), nullable=False, server_default=text("'active'")),
    Column("marketing", Boolean, nullable=False, server_default=false()),
    ref("home_address_id", "addresses.id"),
    ref("billing_address_id", "addresses.id"),
    stamp("created_at"),
    instant("last_seen_at"),
)

customer_emails = Table(
    "customer_emails",
    metadata,
    key(),
    ref("customer_id", "customers.id", nullable=False),
    Column("email", EMAIL, nullable=False, unique=True),
    instant("confirmed_at"),
)

contacts = Table(
    "contacts",
    metadata,
    key(),
    Column("kind", String(10), nullable=False),
    Column("name", NAME),
    Column("email", EMAIL, index=True),
    Column("phone", String(40)),
    Column("vat_number", String(20)),
    Column("notes", Text),
    ref("manager_id", "staff.id"),
)

attributes = Table(
    "attributes",
    metadata,
    key(),
    Column("entity_type", String(20), nullable=False),
    Column("entity_id", Integer, nullable=False),
    Column("name", String(40), nullable=False),
    Column("value", String(400)),
    Index(None, "entity_type", "entity_id"),
    Index(None, "entity_id"),
)

customer_directory = Table(  # the search page's copy; filled by a nightly job that knows no foreign keys
    "customer_directory",
    metadata,
    Column("customer_id", Integer, primary_key=True, autoincrement=False),
    Column("display_name", NAME),
    Column("email", EMAIL),
    Column("search_text", Text),
)

credit_checks = Table(
    "credit_checks",
    metadata,
    key(),
    ref("customer_id", "customers.id", nullable=False),
    Column("score", Integer, nullable=False),
    Column("formula", NAME),
    instant("checked_at"),
)

crm_notes = Table(
    "crm_notes",
    metadata,
    key(),
    ref("customer_id", "customers.id", nullable=False),
    ref("written_by", "staff.id"),
    Column("body", Text),
    instant("written_at"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    ref("customer_id", "customers.id", nullable=False),
    Column("ip", String(45)),
    Column("user_agent", String(200)),
    stamp("started_at"),
)

login_attempts = Table(
    "login_attempts",
    metadata,
    key(),
    Column("email", EMAIL, nullable=False, index=True),
    Column("ip", String(45)),
    Column("succeeded", Boolean, nullable=False),
    stamp("tried_at"),
)

newsletter_subscriptions = Table(  # addresses as typed, hence the index over lower()
    "newsletter_subscriptions",
    metadata,
    key(),
    Column("email", EMAIL, nullable=False, unique=True),
    Column("first_name", NAME),
    Column("origin_page", String(100)),
    instant("confirmed_at"),
    instant("left_at"),
)


lower_email_index(newsletter_subscriptions)
