"""Orders and everything that follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from examples.printworks.fiction import digest
from examples.printworks.people import Customer, Town

Buyer = Customer | tuple[str, str]
"""A customer, or the e-mail address and name of a guest."""


@dataclass(frozen=True, slots=True)
class _Sale:
    order_id: int
    customer_id: int | None
    name: str
    email: str
    address: str
    total: int
    on: date


def add_orders(town: Town, count: int) -> None:
    for _ in range(count):
        buyer: Buyer = town.fiction.pick(town.guests) if town.fiction.chance(0.1) else town.fiction.pick(town.customers)
        placed = town.fiction.before(3_600)
        if isinstance(buyer, Customer):
            placed = town.fiction.after(buyer.since, 1_500)
        add_order(town, buyer, placed)


def add_order(town: Town, buyer: Buyer, placed: datetime) -> int:
    """Add an order with its lines, print jobs, files, shipment, invoice and payment; return its key."""
    account = buyer if isinstance(buyer, Customer) else None
    email, name = (buyer.email, buyer.name) if isinstance(buyer, Customer) else buyer
    phone = account.phone if account else town.fiction.phone()
    ship_to = f"{name}, {town.fiction.street()}, Ambervoort"
    total = 2_000 + town.fiction.below(80_000)
    order = town.add(
        "orders",
        number=f"O-{len(town.rows.tables['orders']) + 1:07d}",
        customer_id=account.id if account else None,
        guest_email=None if account else email,
        guest_name=None if account else name,
        ship_address_id=account.address_id if account else None,
        ship_to=ship_to,
        contact_phone=phone,
        note=town.fiction.words() if town.fiction.chance(0.2) else None,
        status="delivered",
        total_cents=total,
        handled_by=town.fiction.pick(town.staff),
        placed_at=placed,
    )
    for line in range(1, 2 + town.fiction.below(3)):
        _add_line(town, order, line, name, placed)
    if town.fiction.chance(0.9):
        stem = f"{town.fiction.pick(('bracket', 'gear', 'model', 'part'))}-{order}"
        path = f"orders/{digest(stem)[:16]}.stl"
        town.add(
            "order_files",
            order_id=order,
            file_name=f"{stem}.stl",
            storage_path=path,
            uploaded_at=placed,
            project_file_id=None,
        )
    town.add(
        "shipments",
        order_id=order,
        carrier=town.fiction.pick(("Northern Parcel", "Canal Courier")),
        tracking=f"T{order:09d}",
        recipient=name,
        recipient_phone=phone,
        signed_by=name.split()[-1] if town.fiction.chance(0.5) else None,
        shipped_at=town.fiction.after(placed, 6),
    )
    _add_invoice(town, _Sale(order, account.id if account else None, name, email, ship_to, total, placed.date()))
    return order


def _add_line(town: Town, order: int, line: int, name: str, placed: datetime) -> None:
    town.add(
        "order_items",
        order_id=order,
        line_no=line,
        product_id=town.fiction.pick(town.products),
        quantity=1 + town.fiction.below(5),
        price_cents=500 + town.fiction.below(20_000),
        engraving=f"for {name.split(maxsplit=1)[0]}" if town.fiction.chance(0.1) else None,
    )
    started = town.fiction.after(placed, 4)
    town.add(
        "print_jobs",
        order_id=order,
        line_no=line,
        machine_id=town.fiction.pick(town.machines),
        operator_id=town.fiction.pick(town.staff),
        outcome=town.fiction.pick(("good", "good", "good", "reprint")),
        remark=town.fiction.words() if town.fiction.chance(0.1) else None,
        started_at=started,
        finished_at=started + timedelta(hours=3),
    )


def _add_invoice(town: Town, sale: _Sale) -> None:
    net = sale.total * 100 // 121
    invoice = town.add(
        "invoices",
        number=f"I-{len(town.rows.tables['invoices']) + 1:07d}",
        customer_id=sale.customer_id,
        order_id=sale.order_id,
        issued_on=sale.on,
        bill_name=sale.name,
        bill_address=sale.address,
        bill_email=sale.email,
        net_cents=net,
        vat_cents=sale.total - net,
        reminder_note=f"Reminded {sale.name}" if town.fiction.chance(0.05) else None,
    )
    card = town.fiction.chance(0.7)
    town.add(
        "payments",
        invoice_id=invoice,
        method="card" if card else "transfer",
        card_mask=f"**** **** **** {town.fiction.below(10_000):04d}" if card else None,
        payer_name=sale.name,
        amount_cents=sale.total,
        paid_on=sale.on + timedelta(days=town.fiction.below(30)),
    )


def add_quotes(town: Town, count: int) -> None:
    """Add questions asked by e-mail, from guests and from customers who did not log in."""
    for _ in range(count):
        email, name = town.fiction.pick(town.guests)
        if town.fiction.chance(0.3):
            customer = town.fiction.pick(town.customers)
            email, name = customer.email, customer.name
        if town.fiction.chance(0.2):
            email = email.title()
        town.add(
            "quotes",
            email=email,
            name=name,
            question=town.fiction.words(2),
            asked_at=town.fiction.before(700),
            order_id=None,
        )


def add_opinions(town: Town, count: int) -> None:
    """Add favourites, reviews (one for each product and author) and votes on them."""
    liked: set[tuple[int, int]] = set()
    for _ in range(count * 2):
        pair = town.fiction.pick(town.customers).id, town.fiction.pick(town.products)
        if pair not in liked:
            liked.add(pair)
            town.add("favourites", customer_id=pair[0], product_id=pair[1], added_at=town.fiction.before(900))
    written: set[tuple[int, int]] = set()
    voted: set[tuple[int, int]] = set()
    for _ in range(count):
        author, product = town.fiction.pick(town.customers), town.fiction.pick(town.products)
        if (author.id, product) in written:
            continue
        written.add((author.id, product))
        review = add_review(town, author, product, published=town.fiction.chance(0.9))
        for _ in range(town.fiction.below(4)):
            vote = review, town.fiction.pick(town.customers).id
            if vote not in voted:
                voted.add(vote)
                town.add("review_votes", review_id=vote[0], voter_id=vote[1])


def add_review(town: Town, author: Customer, product: int, *, published: bool) -> int:
    return town.add(
        "reviews",
        product_id=product,
        author_id=author.id,
        shown_name=author.name,
        stars=1 + town.fiction.below(5),
        body=town.fiction.words(2),
        published=published,
        vote_count=0,
        written_at=town.fiction.after(author.since, 900),
    )
