"""A web shop: terse English names, whole-number keys, no foreign key declared."""

from __future__ import annotations

from tests.benchmarks.discovery.world import Fiction, World

TABLES = """
cust: id integer primary key, fname varchar(60) not null, lname varchar(60) not null, email varchar(120) not null unique, pwd varchar(80), tel varchar(30), dob date, vip boolean not null, created datetime not null
addr: id integer primary key, cust_id integer not null, line1 varchar(120), line2 varchar(120), zip varchar(12), city varchar(60), ctry varchar(2)
ctry: code varchar(2) primary key, name varchar(60) not null
prod: id integer primary key, sku varchar(20) not null unique, name varchar(120) not null, descr text, price integer not null, cat_id integer, stock integer not null, weight integer
cat: id integer primary key, name varchar(60) not null, parent_id integer
ord: id integer primary key, no varchar(20) not null unique, cust_id integer not null, ship_addr_id integer, bill_addr_id integer, status varchar(12) not null, total integer not null, coupon varchar(20), note text, ip varchar(45), placed datetime not null
ord_item: id integer primary key, ord_id integer not null, prod_id integer not null, qty integer not null, price integer not null, gift_msg varchar(200)
pay: id integer primary key, ord_id integer not null, method varchar(12) not null, card_no varchar(20), card_holder varchar(80), iban varchar(34), amount integer not null, paid_at datetime
ship: id integer primary key, ord_id integer not null, carrier varchar(20), track_no varchar(40), shipped datetime
cart: id integer primary key, cust_id integer, sess varchar(64), updated datetime
cart_item: id integer primary key, cart_id integer not null, prod_id integer not null, qty integer not null
review: id integer primary key, prod_id integer not null, cust_id integer not null, stars integer not null, title varchar(120), body text, ok boolean not null
wish: cust_id integer not null, prod_id integer not null, added datetime, primary key (cust_id, prod_id)
news: id integer primary key, email varchar(120) not null unique, fname varchar(60), opt_in datetime
emp: id integer primary key, name varchar(80) not null, email varchar(120) not null unique, pwd varchar(80), job varchar(40), sal integer
ticket: id integer primary key, cust_id integer, emp_id integer, subj varchar(120), body text, opened datetime, closed datetime
coupon: code varchar(20) primary key, pct integer not null, valid_to date
supplier: id integer primary key, name varchar(80), city varchar(60), vat varchar(20)
stock_mv: id integer primary key, prod_id integer not null, supplier_id integer, qty integer not null, at datetime
tax: id integer primary key, rate integer not null, label varchar(20)
"""
OWN = """
cust: fname lname email pwd tel dob
addr: line1 line2 zip city ctry
ord: note ip
ord_item: gift_msg
pay: method card_no card_holder iban
review: stars title body
news: email fname
emp: name email pwd job sal
ticket: subj body
"""
ROW = """
cust: vip created
ord: no status total placed
ord_item: qty price
pay: amount paid_at
ship: carrier track_no shipped
cart: sess updated
news: opt_in
cart_item: qty
review: ok
wish: added
ticket: opened closed
"""
TIES = """
addr.cust_id > cust
addr.ctry > ctry
prod.cat_id > cat
cat.parent_id > cat
ord.cust_id > cust
ord.ship_addr_id|bill_addr_id > addr
ord.coupon > coupon
ord_item.ord_id > ord
ord_item.prod_id > prod
pay.ord_id > ord
ship.ord_id > ord
cart.cust_id > cust
cart_item.cart_id > cart
cart_item.prod_id > prod
review.prod_id > prod
review.cust_id > cust
wish.cust_id > cust
wish.prod_id > prod
ticket.cust_id > cust
ticket.emp_id > emp
stock_mv.prod_id > prod
stock_mv.supplier_id > supplier
"""


def shop() -> World:
    f = Fiction(11)
    customers, orders, products = 300, 700, 120
    rows = {
        "cust": [
            (
                i,
                f.first(),
                f.last(),
                f.email(i),
                f.password(),
                f.phone(),
                f.sometimes(f.day(1940, 2006), 0.7),
                f.draw.random() < 0.1,
                f.moment(),
            )
            for i in range(1, customers + 1)
        ],
        "addr": [
            (i, f.number(1, customers), f.street(" Street"), None, f.digits(5), f.city(), f.pick("DE", "FR", "NL"))
            for i in range(1, 401)
        ],
        "ctry": [(c, n) for c, n in (("DE", "Germany"), ("FR", "France"), ("NL", "Netherlands"), ("BE", "Belgium"))],
        "prod": [
            (
                i,
                f"SKU-{f.digits(6)}",
                f"{f.pick('Oak', 'Steel', 'Red')} {f.pick('chair', 'lamp', 'table')} {i}",
                f.sentence(15),
                f.number(100, 90000),
                f.number(1, 20),
                f.number(0, 99),
                f.number(50, 9000),
            )
            for i in range(1, products + 1)
        ],
        "cat": [
            (i, f"{f.pick('Garden', 'Home', 'Office')} {i}", f.sometimes(f.number(1, 6), 0.6)) for i in range(1, 21)
        ],
        "ord": [
            (
                i,
                f"2024-{i:06d}",
                f.number(1, customers),
                f.number(1, 400),
                f.sometimes(f.number(1, 400)),
                f.pick("new", "paid", "sent"),
                f.number(500, 99999),
                f.sometimes(f.pick("SPRING", "VIP10"), 0.1),
                f.sometimes(f.sentence(), 0.2),
                f.ip(),
                f.moment(),
            )
            for i in range(1, orders + 1)
        ],
        "ord_item": [
            (
                i,
                f.number(1, orders),
                f.number(1, products),
                f.number(1, 5),
                f.number(100, 90000),
                f.sometimes(f.sentence(8), 0.1),
            )
            for i in range(1, 1500)
        ],
        "pay": [
            (i, i, f.pick("card", "debit"), f.card(), f.name(), f.sometimes(f.iban()), f.number(500, 99999), f.moment())
            for i in range(1, orders)
        ],
        "ship": [(i, i, f.pick("DHL", "UPS"), f.digits(20), f.moment()) for i in range(1, 600)],
        "cart": [(i, f.sometimes(f.number(1, customers)), f.hexadecimal(40), f.moment()) for i in range(1, 200)],
        "cart_item": [(i, f.number(1, 199), f.number(1, products), f.number(1, 4)) for i in range(1, 400)],
        "review": [
            (i, f.number(1, products), f.number(1, customers), f.number(1, 5), f.sentence(4), f.sentence(20), True)
            for i in range(1, 250)
        ],
        "wish": sorted({(f.number(1, customers), f.number(1, products), "2024-05-01 10:00:00") for _ in range(300)}),
        "news": [(i, f.email(i + 5000), f.first(), f.moment()) for i in range(1, 150)],
        "emp": [
            (i, f.name(), f.email(i + 9000), f.password(), f.pick("clerk", "manager"), f.number(30000, 70000))
            for i in range(1, 26)
        ],
        "ticket": [
            (
                i,
                f.number(1, customers),
                f.number(1, 25),
                f.sentence(5),
                f.sentence(25),
                f.moment(),
                f.sometimes(f.moment()),
            )
            for i in range(1, 200)
        ],
        "coupon": [("SPRING", 10, "2025-05-01"), ("VIP10", 10, "2026-01-01"), ("OLD", 5, "2020-01-01")],
        "supplier": [(i, f"{f.last()} Ltd", f.city(), f"DE{f.digits(9)}") for i in range(1, 12)],
        "stock_mv": [
            (i, f.number(1, products), f.sometimes(f.number(1, 11)), f.number(-5, 50), f.moment())
            for i in range(1, 500)
        ],
        "tax": [(1, 19, "full"), (2, 7, "reduced")],
    }
    return World("shop", TABLES, OWN, ROW, TIES, rows)
