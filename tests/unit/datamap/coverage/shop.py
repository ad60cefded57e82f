"""A shop whose datamap fits its schema without a word to say. Each test bends one of the two and sees one rule speak."""

from __future__ import annotations

from tests.unit.datamap.coverage.schemas import schema

from upheld.datamap.coverage import check_coverage
from upheld.formats.datamap_file import parse_datamap
from upheld.spans import Problem

SCHEMA = """
countries: code text(2)! pk, name text
addresses: id int! pk default, line text, country text(2) -> countries
customers: id int! pk default, email text(254)! unique, name text, status text(10)!, home_id int -> addresses index, born date
staff: id int! pk default, email text(254)! unique fold, name text!, status text(10)!, token text(20)
orders: id int! pk default, number text(20)! unique, customer_id int -> customers index, guest_email text(254) index, \
        handled_by int -> staff index, ship_id int -> addresses index, paid_on date, total int!, note text, year int fixed
items: order_id int! pk -> orders, no int! pk, what text
parcels: id int! pk, order_id int, no int, weight num; refers order_id no -> items order_id no; index order_id no
chats: id int! pk, sender int -> customers index, recipient int -> customers index, body text, mood text
posts: id int! pk, author int -> customers index, parent int -> posts index, body text
products: id int! pk, name text, reviews int!
reviews: id int! pk, product_id int! -> products, author int -> customers index, published bool!, shown text(40), stars int
votes: voter int! pk -> customers, review int! pk -> reviews; index review
logs: id int! pk, subject_type text, subject_id int index, actor_type text, actor_id int index, ip text, payload json!
notes: id int! pk, about text(254) lower, body text
"""

DATAMAP = """\
datamap: 1
system: shop
nobody: [countries]
people:
  customer:
    table: customers
    key: id
    proves: {email: email}
    stored: {email: lower}
    pseudo: {email: "gone-{n}@example.invalid", status: gone}
    pseudo_when: "status = 'gone'"
  staff:
    table: staff
    key: id
    proves: {email: email}
    pseudo: {email: "left-{n}@example.invalid", name: Former colleague, status: gone}
    pseudo_when: "status = 'gone'"
tables:
  customers:
    is: customer
    holds: {contact.email: [email], name: [name], account.status: [status], contact.address: [home_id], birth: [born]}
  staff:
    is: staff
    erase: anonymise
    set: {email: {pseudo: each}, name: {constant: Former colleague}, status: {constant: gone}, token: null}
    holds: {contact.email: [email], name: [name], account.status: [status], credential: [token]}
  addresses:
    with: [<customers.home_id, <orders.ship_id]
    inbound: {orders.ship_id: unlink}
    holds: {contact.address: [line, country]}
  orders:
    of: [customer_id, {email: guest_email}]
    sees: {handler: {tie: handled_by, shows: [number]}}
    keep: {until: paid_on + 7y, because: tax, columns: [number, paid_on, total, year]}
    holds: {transaction: [number, paid_on, total, year], contact.address: [ship_id], text: [note]}
  items:
    of: order_id
    holds: {transaction: [what]}
  parcels:
    of: (order_id, no)
    holds: {transaction: [weight]}
  chats:
    with: [sender, recipient]
    leave: {sender: {pseudo: each}, recipient: {pseudo: each}, mood: null}
    holds: {communication: [body], opinion: [mood]}
    columns: {mood: {whose: sender}}
  posts:
    of: author
    inbound: {posts.parent: unlink}
    holds: {communication: [body], key: [parent]}
  products:
    nobody: true
    counters: {reviews: {counts: reviews.product_id}}
  reviews:
    slices:
      "published = true":
        of: author
        erase: anonymise
        set: {author: {pseudo: each}, shown: {constant: Former customer}, stars: keep, published: keep}
      else: {of: author}
    holds: {key: [product_id], username: [shown], rating: [stars], account.status: [published]}
  votes:
    of: [voter, review -> reviews where published = false]
  logs:
    of: {type: subject_type, id: subject_id, customer: customers, staff: staff}
    sees: {actor: {type: actor_type, id: actor_id, customer: customers, staff: staff}}
    leave: {actor_id: null, ip: null}
    holds: {ip: [ip], behaviour: [payload]}
    columns: {ip: {whose: actor}}
  notes:
    of: {email: about}
    holds: {contact.email: [about], text: [body]}
"""

Edit = tuple[str, str]


def bent(text: str, *edits: Edit) -> str:
    """Replace in ``text``; each old text must stand there exactly once."""
    for old, new in edits:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times"
        text = text.replace(old, new)
    return text


def checked(
    *edits: Edit, schema_edits: tuple[Edit, ...] = (), dialect: str = "postgresql"
) -> tuple[list[Problem], list[str]]:
    """Check the bent shop; return the problems and the lines of the datamap they point into."""
    text = bent(DATAMAP, *edits)
    datamap, document = parse_datamap(text, "datamap.yaml")
    return list(check_coverage(datamap, schema(bent(SCHEMA, *schema_edits), dialect), document)), text.splitlines()


def pointed(problem: Problem, lines: list[str]) -> str:
    """Return the text above the caret."""
    assert problem.span is not None
    line = lines[problem.span.line - 1]
    assert problem.line_text == line
    return line[problem.span.col - 1 :][: problem.span.width]
