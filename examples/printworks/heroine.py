"""Mara Lindqvist, a customer who meets every kind of tie, and the few people around her.

Nothing here depends on the size of the company; tests and the demo find each case by what it says.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from examples.printworks.people import Customer, Town, add_address, add_customer
from examples.printworks.talk import (
    add_audit,
    add_file,
    add_invitation,
    add_message,
    add_post,
    add_project,
    add_room,
    add_ticket,
    add_ticket_message,
)
from examples.printworks.trade import add_order, add_review

MARA = "mara.lindqvist@example.com"
MARA_STUDIO = "mara@lindqvist-models.example"
"""Her second address, confirmed in her account."""


@dataclass(frozen=True, slots=True)
class Circle:
    """Mara and those she shares rows with."""

    mara: Customer
    jonas: Customer
    """Shares her home and telephone, and one project."""
    bo: Customer
    """Owns a project with her and runs a room with her."""
    ines: Customer
    """Only looks on in her projects."""
    gone: Customer
    """Left before; what is left is a pseudo-person."""


def add_heroine(town: Town) -> Circle:
    circle = _people(town)
    mara = circle.mara
    for name in ("favourite_finish", "preferred_courier", "studio_door_code"):
        town.add("attributes", entity_type="customer", entity_id=mara.id, name=name, value="satin")
    _same_number_elsewhere(town, mara)
    town.add("customer_emails", customer_id=mara.id, email=MARA_STUDIO, confirmed_at=_day(2019, 3))
    town.add("credit_checks", customer_id=mara.id, score=611, formula="v3", checked_at=_day(2024, 2))
    town.add(
        "crm_notes",
        customer_id=mara.id,
        written_by=town.staff[0],
        body=f"Prefers letters to {MARA}.",
        written_at=_day(2025, 5),
    )
    town.add("sessions", token_hash="5e" * 32, customer_id=mara.id, ip="203.0.113.77", started_at=_day(2026, 10))
    for email in (MARA, MARA_STUDIO):
        town.add("login_attempts", email=email, ip="203.0.113.77", succeeded=email == MARA, tried_at=_day(2026, 10))
    town.add(
        "newsletter_subscriptions", email="Mara.Lindqvist@Example.com", first_name="Mara", confirmed_at=_day(2020, 6)
    )
    town.add(
        "contacts", kind="person", name=mara.name, email=MARA_STUDIO, manager_id=town.staff[1], notes="Met in May."
    )
    _trade(town, circle)
    _projects(town, circle)
    _rooms(town, circle)
    _letters(town, circle)
    _logs(town, circle)
    return circle


def _day(year: int, month: int, day: int = 4) -> datetime:
    return datetime(year, month, day, 10, 30, tzinfo=UTC)


def _people(town: Town) -> Circle:
    since = _day(2016, 9)
    mara = add_customer(town, Customer(0, MARA, "Mara Lindqvist", "+32 555 01 44 90", 0, since), own_billing=True)
    jonas = Customer(0, "jonas.lindqvist@example.com", "Jonas Lindqvist", mara.phone, mara.address_id, since)
    bo = Customer(0, "bo.akkerman@example.org", "Bo Akkerman", "+32 555 01 10 20", 0, since)
    ines = Customer(0, "ines.vidal@example.net", "Ines Vidal", "+32 555 01 30 40", 0, since)
    left = town.add(
        "customers",
        email="gone-1@printworks.invalid",
        name="Former customer",
        locale="en",
        status="gone",
        marketing=False,
        created_at=since,
    )
    gone = Customer(left, "gone-1@printworks.invalid", "Former customer", "", 0, since)
    jonas, bo, ines = (add_customer(town, who) for who in (jonas, bo, ines))
    return Circle(mara, jonas, bo, ines, gone)


def _same_number_elsewhere(town: Town, mara: Customer) -> None:
    """Give Mara's number to things that are not hers: only the type column tells them apart."""
    town.add("attributes", entity_type="product", entity_id=mara.id, name="weight_g", value="12")
    town.add("attributes", entity_type="staff", entity_id=mara.id, name="locker", value="12")


def _trade(town: Town, circle: Circle) -> None:
    mara = circle.mara
    for year in (2017, 2018, 2020, 2023, 2025, 2026):  # two invoices older than seven years, four younger
        add_order(town, mara, _day(year, 3))
    for address in (add_address(town), circle.bo.address_id):  # to her workshop, and a present to Bo's home
        add_order(town, replace(mara, address_id=address), _day(2026, 5))
    add_order(town, (MARA, mara.name), _day(2019, 1))
    guest = add_order(town, (MARA_STUDIO, "M. Lindqvist"), _day(2024, 8))
    town.add(
        "quotes",
        email="Mara@Lindqvist-Models.Example",
        name="Mara",
        question="A lamp?",
        order_id=guest,
        asked_at=_day(2024, 7),
    )
    add_ticket(town, (circle.bo.email, circle.bo.name), None, "My part came in her parcel.", order_id=guest)
    add_order(town, circle.jonas, _day(2025, 12))
    _paid_late(town, mara)
    for product in town.products[:3]:
        town.add("favourites", customer_id=mara.id, product_id=product, added_at=_day(2025, 6))
    published = add_review(town, mara, town.products[0], published=True)
    add_review(town, circle.gone, town.products[0], published=True)
    draft = add_review(town, mara, town.products[1], published=False)
    other = add_review(town, circle.bo, town.products[1], published=True)
    for review, voter in ((published, circle.bo), (draft, circle.ines), (other, mara), (other, circle.ines)):
        town.add("review_votes", review_id=review, voter_id=voter.id)


def _paid_late(town: Town, mara: Customer) -> None:
    """Add an invoice that was paid a month later: for that month its payment must stay and it must go."""
    invoice = town.add(
        "invoices",
        number="I-LATE",
        customer_id=mara.id,
        issued_on=date(2019, 11, 10),
        bill_name=mara.name,
        bill_address="Kiln Street 5, Ambervoort",
        bill_email=MARA,
        net_cents=1_000,
        vat_cents=210,
    )
    paid = date(2019, 12, 8)
    town.add("payments", invoice_id=invoice, method="transfer", payer_name=mara.name, amount_cents=1_210, paid_on=paid)


def _projects(town: Town, circle: Circle) -> None:
    mara, bo, ines, jonas = circle.mara, circle.bo, circle.ines, circle.jonas
    shared = add_project(town, [(mara, "owner"), (bo, "editor"), (ines, "viewer")])
    add_file(town, shared, mara)
    add_file(town, shared, bo)
    alone = add_project(town, [(mara, "owner"), (ines, "viewer")])
    hers = add_file(town, alone, mara)
    add_file(town, alone, ines)
    with_a_ghost = add_project(town, [(mara, "owner"), (circle.gone, "owner")])
    add_file(town, with_a_ghost, mara)
    looked_at = add_project(town, [(jonas, "owner"), (mara, "viewer")])
    add_file(town, looked_at, jonas)
    add_file(town, looked_at, mara)
    add_invitation(town, shared, mara, ("stranger@guest.example", "Sam Stranger"))
    add_invitation(town, alone, mara, ("cousin@guest.example", "Kim Cousin"))
    add_invitation(town, looked_at, jonas, (MARA, "Mara"))
    order = add_order(town, bo, _day(2025, 2))  # Bo printed a file of the project Mara owns alone
    town.add("order_files", order_id=order, project_file_id=hers, file_name="from-mara.stl", uploaded_at=_day(2025, 2))


def _rooms(town: Town, circle: Circle) -> None:
    mara, bo, ines, jonas = circle.mara, circle.bo, circle.ines, circle.jonas
    together = add_room(town, [mara, bo, ines], admins=[mara, bo])
    first = add_post(town, together, mara, None, "Who has clear resin left?")
    reply = add_post(town, together, bo, first, f"Half a bottle, write to {MARA.upper()}.")
    deeper = add_post(town, together, mara, reply, "Thanks!")
    last = add_post(town, together, ines, deeper, "Me too.")
    for post, who in ((first, bo), (reply, mara), (last, bo)):
        town.add("post_likes", post_id=post, customer_id=who.id)
    own = add_room(town, [mara, ines], admins=[mara])
    opening = add_post(town, own, mara, None, "Welcome.")
    answer = add_post(town, own, ines, opening, "Nice room.")
    town.add("post_likes", post_id=answer, customer_id=ines.id)
    visited = add_room(town, [jonas, mara], admins=[jonas])
    add_post(town, visited, jonas, None, "Family prints only.")


def _letters(town: Town, circle: Circle) -> None:
    mara, bo, gone = circle.mara, circle.bo, circle.gone
    add_message(town, mara, bo, f"Send it to {MARA_STUDIO}, please.")
    add_message(town, bo, mara, "Did you get the file?")
    add_message(town, mara, gone, "Are you still there?")
    add_message(town, mara, mara, "Note to self: order nylon.")
    mine = add_ticket(town, (MARA, mara.name), None, f"Reach me at {MARA}.")
    add_ticket_message(town, mine, ("customer", mara.id), "Any news?")
    add_ticket_message(town, mine, ("staff", town.staff[0]), "Printed today.")
    other = add_ticket(town, (bo.email, bo.name), MARA, "Mara is copied in.")
    add_ticket_message(town, other, ("customer", mara.id), "Bo is right.")
    add_ticket(town, (circle.ines.email, circle.ines.name), None, f"Please ask {MARA_STUDIO} as well.")


def _logs(town: Town, circle: Circle) -> None:
    mara, bo, staff = circle.mara, circle.bo, town.staff[0]
    add_audit(town, ("customer", mara.id), ("staff", staff), "address corrected", f"told {MARA}")
    add_audit(town, ("customer", mara.id), ("customer", mara.id), "login")
    add_audit(town, ("customer", bo.id), ("customer", mara.id), "added to project")
    add_audit(town, ("product", mara.id), ("staff", staff), "price changed")
    seen = _day(2026, 10, 20)
    for minute, path in enumerate(("/", "/projects", "/cart")):
        payload = {"user": {"id": mara.id, "email": MARA}, "ip": "203.0.113.77", "path": path}
        town.add("events", name="page", payload=payload, received_at=seen + timedelta(minutes=minute))
    invited = {"user": {"id": bo.id, "email": bo.email}, "ip": "203.0.113.9", "invited": MARA}
    town.add("events", name="invite", payload=invited, received_at=seen)
