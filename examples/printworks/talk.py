"""Projects and rooms people share, what they write to each other, and what the machines log."""

from __future__ import annotations

from typing import Any

from examples.printworks.fiction import digest
from examples.printworks.people import Customer, Town


def add_projects(town: Town, count: int) -> None:
    for _ in range(count):
        members = _group(town, 1 + town.fiction.below(4))
        roles = ["owner", *(town.fiction.pick(("owner", "editor", "viewer")) for _ in members[1:])]
        project = add_project(town, list(zip(members, roles, strict=True)))
        for _ in range(1 + town.fiction.below(4)):
            add_file(town, project, town.fiction.pick(members))
        if town.fiction.chance(0.5):
            email, name = town.fiction.pick(town.guests)
            add_invitation(town, project, members[0], (email, name))


def add_project(town: Town, members: list[tuple[Customer, str]]) -> int:
    """Add a project whose first member created it and added the others."""
    creator = members[0][0]
    began = town.fiction.after(max(who.since for who, _ in members), 600)
    title = (
        f"{town.fiction.pick(('Fixture', 'Prosthesis', 'Model', 'Prototype'))} {len(town.rows.tables['projects']) + 1}"
    )
    project = town.add(
        "projects", title=title, description=town.fiction.words(2), created_by=creator.id, created_at=began
    )
    for who, role in members:
        town.add(
            "project_members",
            project_id=project,
            customer_id=who.id,
            role=role,
            added_by=None if who is creator else creator.id,
            since=began,
        )
    return project


def add_file(town: Town, project: int, by: Customer) -> int:
    """Add a scan to a project, segmented once or twice, each into a few layers."""
    stem = f"scan-{len(town.rows.tables['project_files']) + 1}"
    uploaded = town.fiction.after(by.since, 900)
    file = town.add(
        "project_files",
        project_id=project,
        uploaded_by=by.id,
        file_name=f"{stem}.nii",
        sha256=digest(stem),
        size_bytes=1_000 + town.fiction.below(90_000_000),
        uploaded_at=uploaded,
    )
    for _ in range(1 + town.fiction.below(2)):
        segmentation = town.add(
            "segmentations",
            file_id=file,
            requested_by=by.id,
            model=f"bones-{1 + town.fiction.below(3)}",
            status="done",
            requested_at=town.fiction.after(uploaded, 3),
        )
        for label in ("bone", "soft tissue", "metal")[: 1 + town.fiction.below(3)]:
            town.add(
                "segmentation_layers",
                segmentation_id=segmentation,
                label=label,
                volume_mm3=town.fiction.below(500_000),
                remark=town.fiction.words() if town.fiction.chance(0.1) else None,
            )
    return file


def add_invitation(town: Town, project: int, inviter: Customer, invitee: tuple[str, str]) -> int:
    email, name = invitee
    sent = town.fiction.after(inviter.since, 900)
    return town.add(
        "invitations",
        project_id=project,
        inviter_id=inviter.id,
        invitee_email=email,
        invitee_name=name,
        greeting=f"Have a look, {name.split()[0]}.",
        accepted_at=town.fiction.after(sent, 9) if town.fiction.chance(0.3) else None,
        sent_at=sent,
    )


def add_messages(town: Town, count: int) -> None:
    for _ in range(count):
        sender, recipient = _group(town, 2)
        add_message(town, sender, recipient, town.fiction.words(1 + town.fiction.below(3)))


def add_message(town: Town, sender: Customer, recipient: Customer, body: str) -> int:
    sent = town.fiction.after(max(sender.since, recipient.since), 900)
    return town.add("messages", sender_id=sender.id, recipient_id=recipient.id, body=body, sent_at=sent)


def add_rooms(town: Town, count: int) -> None:
    for _ in range(count):
        members = _group(town, 5 + town.fiction.below(20))
        room = add_room(town, members, admins=members[: 1 + town.fiction.below(2)])
        posts: list[int] = []
        for _ in range(20 + town.fiction.below(80)):
            parent = town.fiction.pick(posts) if posts and town.fiction.chance(0.6) else None
            posts.append(add_post(town, room, town.fiction.pick(members), parent, town.fiction.words()))
        for post in posts:
            for who in town.fiction.random.sample(members, town.fiction.below(3)):
                town.add("post_likes", post_id=post, customer_id=who.id)


def add_room(town: Town, members: list[Customer], admins: list[Customer]) -> int:
    """Add a room created by its first member."""
    began = town.fiction.after(max(who.since for who in members), 300)
    name = f"{town.fiction.pick(('Makers', 'Bones', 'Resin', 'Help'))} {len(town.rows.tables['rooms']) + 1}"
    room = town.add("rooms", name=name, created_by=members[0].id, created_at=began)
    for who in members:
        nickname = who.name.split()[0].lower()
        town.add("room_members", room_id=room, customer_id=who.id, nickname=nickname, is_admin=who in admins)
    return room


def add_post(town: Town, room: int, author: Customer, parent: int | None, body: str) -> int:
    posted = town.fiction.after(author.since, 1_000)
    return town.add("posts", room_id=room, author_id=author.id, parent_id=parent, body=body, posted_at=posted)


def add_tickets(town: Town, count: int) -> None:
    for _ in range(count):
        customer = town.fiction.pick(town.customers)
        email, name = (customer.email, customer.name) if town.fiction.chance(0.8) else town.fiction.pick(town.guests)
        cc = town.fiction.pick(town.customers).email if town.fiction.chance(0.1) else None
        ticket = add_ticket(town, (email, name), cc, town.fiction.words(3))
        for _ in range(town.fiction.below(5)):
            by_staff = town.fiction.chance(0.5)
            writer = town.fiction.pick(town.staff) if by_staff else customer.id
            add_ticket_message(town, ticket, ("staff" if by_staff else "customer", writer), town.fiction.words(2))


def add_ticket(town: Town, opener: tuple[str, str], cc: str | None, body: str, *, order_id: int | None = None) -> int:
    opened = town.fiction.before(900)
    return town.add(
        "tickets",
        opener_email=opener[0],
        opener_name=opener[1],
        cc_email=cc,
        agent_id=town.fiction.pick(town.staff),
        order_id=order_id,
        subject=f"About a {town.fiction.pick(('delivery', 'print', 'scan', 'bill'))}",
        body=body,
        opened_at=opened,
        closed_at=town.fiction.after(opened, 20) if town.fiction.chance(0.9) else None,
    )


def add_ticket_message(town: Town, ticket: int, writer: tuple[str, int], body: str) -> int:
    kind, number = writer
    return town.add(
        "ticket_messages",
        ticket_id=ticket,
        writer_type=kind,
        writer_id=number,
        body=body,
        written_at=town.fiction.before(900),
    )


def add_logs(town: Town, audits: int, events: int) -> None:
    for _ in range(audits):
        customer, by_staff = town.fiction.pick(town.customers), town.fiction.chance(0.3)
        actor = ("staff", town.fiction.pick(town.staff)) if by_staff else ("customer", customer.id)
        add_audit(town, ("customer", customer.id), actor, "profile saved")
    for _ in range(audits // 20):
        product, member = town.fiction.pick(town.products), town.fiction.pick(town.staff)
        add_audit(town, ("product", product), ("staff", member), "price changed")
    for _ in range(events):
        who = town.fiction.pick(town.customers)
        payload: dict[str, Any] = {"ip": town.fiction.ip(), "path": f"/p/{town.fiction.pick(town.products)}"}
        if town.fiction.chance(0.85):
            payload["user"] = {"id": who.id, "email": who.email}
        town.add("events", name="page", payload=payload, received_at=town.fiction.before(90))


def add_audit(
    town: Town,
    subject: tuple[str, int],
    actor: tuple[str, int],
    action: str,
    detail: str | None = None,
) -> int:
    return town.add(
        "audit_log",
        subject_type=subject[0],
        subject_id=subject[1],
        actor_type=actor[0],
        actor_id=actor[1],
        action=action,
        detail=detail,
        ip=town.fiction.ip(),
        at=town.fiction.before(90),
    )


def _group(town: Town, size: int) -> list[Customer]:
    return town.fiction.random.sample(town.customers, min(size, len(town.customers)))
