"""Everybody with an account, the people around them, and what is kept about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from examples.printworks.fiction import CITIES, DOMAINS, Fiction, digest, mailbox
from examples.printworks.rows import Rows

COUNTRIES = {"BE": "Belgium", "DE": "Germany", "DK": "Denmark", "FR": "France", "NL": "Netherlands", "SE": "Sweden"}
COLOURS = ("amber", "black", "clear", "grey", "red", "white")
SITES = ("Ambervoort", "Hollenbeek")
ATTRIBUTES = ("favourite_finish", "glove_size", "preferred_courier", "studio_door_code")


@dataclass(frozen=True, slots=True)
class Customer:
    """What later rows need of a customer."""

    id: int
    email: str
    name: str
    phone: str
    address_id: int
    since: datetime


@dataclass(slots=True)
class Town:
    """The company being made up: its rows so far, and everybody and everything later rows point to."""

    rows: Rows
    fiction: Fiction
    customers: list[Customer] = field(default_factory=list)
    staff: list[int] = field(default_factory=list)
    guests: list[tuple[str, str]] = field(default_factory=list)
    """E-mail address and name of people who order without an account."""
    products: list[int] = field(default_factory=list)
    machines: list[int] = field(default_factory=list)

    def add(self, table: str, **cells: Any) -> int:
        """Append a row to ``table`` and return its surrogate key."""
        return self.rows.add(table, **cells)


def add_catalogue(town: Town) -> None:
    """Fill the tables that are about nobody."""
    for code, name in COUNTRIES.items():
        town.add("countries", code=code, name=name)
    materials = [
        town.add("materials", name=f"{colour} {kind}", colour=colour, grams_in_stock=town.fiction.below(90_000))
        for kind in ("resin", "nylon", "steel", "PLA")
        for colour in COLOURS
    ]
    for number in range(1, 301):
        name = f"{town.fiction.pick(COLOURS)} {town.fiction.pick(('small', 'large', 'fine'))} part {number}"
        price = 500 + town.fiction.below(40_000)
        product = town.add(
            "products",
            sku=f"PW-{number:04d}",
            name=name,
            material_id=town.fiction.pick(materials),
            price_cents=price,
            review_count=0,
        )
        town.products.append(product)
    for number in range(1, 25):
        town.machines.append(
            town.add("machines", serial=f"M{number:05d}", model=f"Printer {number % 5}", site=SITES[number % 2])
        )


def add_address(town: Town) -> int:
    return town.add(
        "addresses",
        line1=town.fiction.street(),
        line2="Box 2" if town.fiction.chance(0.1) else None,
        postcode=f"{1000 + town.fiction.below(8999)}",
        city=town.fiction.pick(CITIES),
        country_code=town.fiction.pick(list(COUNTRIES)),
    )


def add_staff(town: Town, count: int) -> None:
    for number in range(1, count + 1):
        name = town.fiction.name()
        town.staff.append(
            town.add(
                "staff",
                email=mailbox(name, number, "printworks.example"),
                name=name,
                phone=town.fiction.phone(),
                job_title=town.fiction.pick(("operator", "support agent", "account manager", "engineer")),
                hired_on=town.fiction.before(3_000).date(),
                status="active",
                address_id=add_address(town),
            )
        )


def add_customers(town: Town, count: int) -> None:
    """Add customers; one in ten shares the home and the telephone of the one before."""
    for number in range(1, count + 1):
        name, since = town.fiction.name(), town.fiction.before(3_600)
        phone, address = town.fiction.phone(), 0
        if town.customers and town.fiction.chance(0.1):
            phone, address = town.customers[-1].phone, town.customers[-1].address_id
        customer = add_customer(
            town, Customer(0, mailbox(name, number, town.fiction.pick(DOMAINS)), name, phone, address, since)
        )
        town.customers.append(customer)
        _add_profile(town, customer)


def add_customer(town: Town, person: Customer, *, own_billing: bool = False) -> Customer:
    """Add one customer, making the home where ``address_id`` is 0; return it with its keys."""
    address = person.address_id or add_address(town)
    company = f"Studio {person.name.split()[-1]}" if town.fiction.chance(0.2) else None
    number = town.add(
        "customers",
        email=person.email,
        name=person.name,
        phone=person.phone,
        company=company,
        vat_number=f"BE0{100_000_000 + town.fiction.below(899_999_999)}" if company else None,
        birth_date=town.fiction.birth() if town.fiction.chance(0.5) else None,
        locale=town.fiction.pick(("en", "fr", "nl")),
        password_hash=digest(person.email)[:60],
        status="active",
        marketing=town.fiction.chance(0.3),
        home_address_id=address,
        billing_address_id=address if town.fiction.chance(0.8) and not own_billing else add_address(town),
        created_at=person.since,
        last_seen_at=town.fiction.after(person.since, 900),
    )
    town.add(
        "customer_directory",
        customer_id=number,
        display_name=person.name,
        email=person.email,
        search_text=f"{person.name} {person.email} {person.phone}".lower(),
    )
    return Customer(number, person.email, person.name, person.phone, address, person.since)


def _add_profile(town: Town, who: Customer) -> None:
    if town.fiction.chance(0.12):
        confirmed = town.fiction.after(who.since, 90)
        second = mailbox(who.name, who.id, "mail.example")
        town.add("customer_emails", customer_id=who.id, email=second, confirmed_at=confirmed)
    for name in ATTRIBUTES:
        if town.fiction.chance(0.5):
            town.add(
                "attributes", entity_type="customer", entity_id=who.id, name=name, value=f"{1 + town.fiction.below(12)}"
            )
    if town.fiction.chance(0.3):
        town.add(
            "credit_checks",
            customer_id=who.id,
            score=300 + town.fiction.below(550),
            formula=f"v{1 + town.fiction.below(4)}",
            checked_at=town.fiction.after(who.since, 300),
        )
    if town.fiction.chance(0.25):
        town.add(
            "crm_notes",
            customer_id=who.id,
            written_by=town.fiction.pick(town.staff),
            body=f"Called. {town.fiction.words(2)}",
            written_at=town.fiction.after(who.since, 900),
        )
    for visit in range(town.fiction.below(5)):
        town.add(
            "sessions",
            token_hash=digest(f"{who.id}/{visit}"),
            customer_id=who.id,
            ip=town.fiction.ip(),
            user_agent=f"Browser/{100 + town.fiction.below(30)}",
            started_at=town.fiction.before(90),
        )
    for _ in range(town.fiction.below(6)):
        town.add(
            "login_attempts",
            email=who.email,
            ip=town.fiction.ip(),
            succeeded=town.fiction.chance(0.9),
            tried_at=town.fiction.before(90),
        )
    if town.fiction.chance(0.4):
        town.add(
            "newsletter_subscriptions",
            email=who.email if town.fiction.chance(0.7) else who.email.title(),
            first_name=who.name.split()[0],
            origin_page="/checkout",
            confirmed_at=town.fiction.after(who.since, 400),
            left_at=town.fiction.before(100) if town.fiction.chance(0.1) else None,
        )


def add_guests(town: Town, count: int) -> None:
    """Add people without an account: they ask for quotes, read the newsletter and order as guests."""
    for number in range(1, count + 1):
        name = town.fiction.name()
        email = mailbox(name, number, "guest.example")
        town.guests.append((email, name))
        if town.fiction.chance(0.6):
            town.add(
                "newsletter_subscriptions",
                email=email,
                first_name=name.split()[0],
                origin_page="/news",
                confirmed_at=town.fiction.before(2_000),
            )


def add_contacts(town: Town, count: int) -> None:
    """Fill the sales team's address book: companies beside persons, some of them customers."""
    for number in range(1, count + 1):
        manager = town.fiction.pick(town.staff)
        if town.fiction.chance(0.5):
            name = f"{town.fiction.pick(('North', 'Harbour', 'Old', 'Blue'))} Workshop {number}"
            email, vat = f"office@company-{number}.example", f"BE0{200_000_000 + number}"
            town.add("contacts", kind="company", name=name, email=email, vat_number=vat, manager_id=manager)
            continue
        email, name = town.guests[number % len(town.guests)]
        if town.fiction.chance(0.3):
            customer = town.fiction.pick(town.customers)
            email, name = customer.email, customer.name
        town.add(
            "contacts",
            kind="person",
            name=name,
            email=email,
            phone=town.fiction.phone(),
            notes=town.fiction.words(),
            manager_id=manager,
        )
    for product in town.products:
        town.add(
            "attributes", entity_type="product", entity_id=product, name="weight_g", value=f"{town.fiction.below(900)}"
        )
    for number in town.staff:
        town.add("attributes", entity_type="staff", entity_id=number, name="locker", value=f"{number}")
