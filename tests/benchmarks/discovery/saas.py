"""A software company: UUID keys, organisations with members, polymorphic references, JSON documents."""

from __future__ import annotations

from tests.benchmarks.discovery.world import Fiction, World

TABLES = """
organizations: id uuid primary key, name varchar(120) not null, slug varchar(60) not null unique, plan varchar(20) not null, settings json, created_at datetime not null
users: id uuid primary key, email varchar(160) not null unique, full_name varchar(120), avatar_url varchar(200), hashed_password varchar(80), locale varchar(8), time_zone varchar(40), last_sign_in_at datetime, last_sign_in_ip varchar(45), created_at datetime not null
memberships: id uuid primary key, organization_id uuid not null, user_id uuid not null, role varchar(20) not null, invited_by_id uuid, created_at datetime not null, unique (organization_id, user_id)
projects: id uuid primary key, organization_id uuid not null, name varchar(120) not null, description text, owner_id uuid, archived boolean not null, created_at datetime not null
tasks: id uuid primary key, project_id uuid not null, title varchar(160) not null, body text, assignee_id uuid, reporter_id uuid, priority integer not null, due_on date, created_at datetime not null
comments: id uuid primary key, commentable_type varchar(40) not null, commentable_id uuid not null, author_id uuid not null, body text not null, created_at datetime not null
attachments: id uuid primary key, record_type varchar(40) not null, record_id uuid not null, uploaded_by_id uuid, filename varchar(200) not null, content_type varchar(60), byte_size integer not null
api_tokens: id uuid primary key, user_id uuid not null, token_digest varchar(64) not null, last_used_at datetime
identities: id uuid primary key, user_id uuid not null, provider varchar(30) not null, uid varchar(80) not null, raw_info json
subscriptions: id uuid primary key, organization_id uuid not null, stripe_customer varchar(40), seats integer not null, status varchar(20) not null, period_end datetime
invoices: id uuid primary key, subscription_id uuid not null, number varchar(20) not null, amount_cents integer not null, billing_name varchar(120), billing_email varchar(160), billing_address json, issued_at datetime
events: id uuid primary key, name varchar(60) not null, properties json not null, occurred_at datetime not null
notifications: id uuid primary key, recipient_id uuid not null, notifiable_type varchar(40), notifiable_id uuid, read_at datetime
audit_entries: id uuid primary key, actor_type varchar(40), actor_id uuid, action varchar(60) not null, changes json, remote_ip varchar(45), created_at datetime not null
webhooks: id uuid primary key, organization_id uuid not null, url varchar(200) not null, secret varchar(64)
feature_flags: id uuid primary key, key varchar(60) not null unique, enabled boolean not null
plans: id uuid primary key, code varchar(20) not null unique, price_cents integer not null
schema_migrations: version varchar(40) primary key
labels: id uuid primary key, project_id uuid not null, name varchar(40) not null, color varchar(8)
task_labels: task_id uuid not null, label_id uuid not null, primary key (task_id, label_id)
"""
OWN = """
users: email full_name avatar_url hashed_password locale time_zone last_sign_in_ip
tasks: body title
comments: body
projects: description
attachments: filename
api_tokens: token_digest
identities: provider uid raw_info
invoices: billing_name billing_email billing_address
events: properties
audit_entries: remote_ip changes
"""
ROW = """
organizations: name slug plan settings created_at
users: last_sign_in_at created_at
memberships: role created_at
projects: name archived created_at
tasks: priority due_on created_at
comments: created_at
attachments: content_type byte_size
api_tokens: last_used_at
subscriptions: stripe_customer seats status period_end
invoices: number amount_cents issued_at
events: name occurred_at
notifications: read_at
audit_entries: action created_at
webhooks: url secret
labels: name color
"""
TIES = """
memberships.organization_id > organizations
memberships.user_id > users
memberships.invited_by_id > users
projects.organization_id > organizations
projects.owner_id > users
tasks.project_id > projects
tasks.assignee_id|reporter_id > users
comments.author_id > users
comments.commentable_id > tasks
comments.commentable_id > projects
attachments.record_id > tasks
attachments.record_id > comments
attachments.uploaded_by_id > users
api_tokens.user_id > users
identities.user_id > users
subscriptions.organization_id > organizations
invoices.subscription_id > subscriptions
notifications.recipient_id > users
notifications.notifiable_id > tasks
notifications.notifiable_id > comments
audit_entries.actor_id > users
webhooks.organization_id > organizations
labels.project_id > projects
task_labels.task_id > tasks
task_labels.label_id > labels
organizations.plan > plans
"""


def saas() -> World:
    f = Fiction(13)

    def ids(count: int) -> list[str]:
        return [f.uuid() for _ in range(count)]

    orgs, users, projects, tasks, comments, subs, labels = (
        ids(20),
        ids(240),
        ids(60),
        ids(400),
        ids(300),
        ids(18),
        ids(50),
    )
    pick = f.draw.choice
    rows = {
        "organizations": [
            (o, f"{f.last()} {i} Inc", f"org-{i}", "team", {"theme": "dark"}, f.moment()) for i, o in enumerate(orgs)
        ],
        "users": [
            (
                u,
                f.email(i),
                f.name(),
                f"https://cdn.example.com/a/{i}.png",
                f.password(),
                f.pick("en", "de", "fr"),
                "Europe/Berlin",
                f.moment(),
                f.ip(),
                f.moment(),
            )
            for i, u in enumerate(users)
        ],
        "memberships": [
            (f.uuid(), orgs[i % 20], u, f.pick("admin", "member"), f.sometimes(pick(users)), f.moment())
            for i, u in enumerate(users)
        ],
        "projects": [
            (p, pick(orgs), f"Project {i}", f.sentence(14), f.sometimes(pick(users)), False, f.moment())
            for i, p in enumerate(projects)
        ],
        "tasks": [
            (
                t,
                pick(projects),
                f.sentence(5),
                f.sentence(25),
                f.sometimes(pick(users)),
                pick(users),
                f.number(1, 4),
                f.day(2026, 2027),
                f.moment(),
            )
            for t in tasks
        ],
        "comments": [
            (c, *f.pick(("Task", pick(tasks)), ("Project", pick(projects))), pick(users), f.sentence(20), f.moment())
            for c in comments
        ],
        "attachments": [
            (
                f.uuid(),
                *f.pick(("Task", pick(tasks)), ("Comment", pick(comments))),
                pick(users),
                f"scan{i}.pdf",
                "application/pdf",
                f.number(100, 99999),
            )
            for i in range(150)
        ],
        "api_tokens": [(f.uuid(), pick(users), f.hexadecimal(64), f.moment()) for _ in range(90)],
        "identities": [
            (f.uuid(), u, f.pick("github", "google"), f.digits(12), {"email": f.email(i), "name": f.name()})
            for i, u in enumerate(users[:120])
        ],
        "subscriptions": [
            (s, orgs[i], f"cus_{f.hexadecimal(14)}", f.number(1, 50), "active", f.moment()) for i, s in enumerate(subs)
        ],
        "invoices": [
            (
                f.uuid(),
                pick(subs),
                f"INV-{i:05d}",
                f.number(900, 90000),
                f.name(),
                f.email(i + 800),
                {"street": f.street(" Road"), "city": f.city()},
                f.moment(),
            )
            for i in range(120)
        ],
        "events": [
            (
                f.uuid(),
                f.pick("page.viewed", "task.created"),
                {"user_id": pick(users), "ip": f.ip(), "path": "/tasks"},
                f.moment(),
            )
            for _ in range(500)
        ],
        "notifications": [
            (
                f.uuid(),
                pick(users),
                *f.pick(("Task", pick(tasks)), ("Comment", pick(comments))),
                f.sometimes(f.moment()),
            )
            for _ in range(300)
        ],
        "audit_entries": [
            (
                f.uuid(),
                "User",
                pick(users),
                f.pick("login", "update"),
                {"email": [f.email(i), f.email(i + 1)]},
                f.ip(),
                f.moment(),
            )
            for i in range(300)
        ],
        "webhooks": [(f.uuid(), pick(orgs), "https://hooks.example.com/in", f.hexadecimal(40)) for _ in range(12)],
        "feature_flags": [(f.uuid(), f"flag_{i}", True) for i in range(8)],
        "plans": [(f.uuid(), c, p) for c, p in (("free", 0), ("team", 900), ("corp", 9900))],
        "schema_migrations": [(f"2024{i:010d}",) for i in range(30)],
        "labels": [(b, pick(projects), f"label{i}", "#ff0000") for i, b in enumerate(labels)],
        "task_labels": sorted({(pick(tasks), pick(labels)) for _ in range(300)}),
    }
    return World("saas", TABLES, OWN, ROW, TIES, rows)
