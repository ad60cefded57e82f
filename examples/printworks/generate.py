"""Make the Printworks database: ``python -m examples.printworks.generate sqlite:///printworks.db``.

The same seed, scale and size give the same rows on every engine. All names are made up, all domains reserved.
"""

from __future__ import annotations

import argparse
import sys
import time

from sqlalchemy import create_engine
from sqlalchemy.exc import SQLAlchemyError

from examples.printworks import people, talk, trade
from examples.printworks.fiction import Fiction
from examples.printworks.heroine import add_heroine
from examples.printworks.rows import Rows, load

SEED = 20_261_101


def generate(seed: int = SEED, scale: float = 1.0) -> Rows:
    """Make every row in memory; ``scale`` 1 is about 5,000 people and 290,000 rows."""
    rows = Rows()
    town = people.Town(rows, Fiction(seed))

    def many(count: int) -> int:
        return max(8, int(count * scale))

    people.add_catalogue(town)
    people.add_staff(town, many(80))
    people.add_customers(town, many(4_400))
    people.add_guests(town, many(520))
    people.add_contacts(town, many(800))
    trade.add_orders(town, many(9_000))
    trade.add_quotes(town, many(700))
    trade.add_opinions(town, many(4_000))
    talk.add_projects(town, many(2_500))
    talk.add_messages(town, many(10_000))
    talk.add_rooms(town, many(160))
    talk.add_tickets(town, many(2_500))
    talk.add_logs(town, audits=many(15_000), events=many(30_000))
    add_heroine(town)
    rows.count("products", "review_count", "reviews", "product_id")
    rows.count("reviews", "vote_count", "review_votes", "review_id")
    return rows


def main() -> int:
    """Generate and load; print one line with what was made."""
    parser = argparse.ArgumentParser(description="Make the Printworks database in an empty database.")
    parser.add_argument("url", help="SQLAlchemy URL, as sqlite:///printworks.db")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--scale", type=float, default=1.0, help="1 is about 5,000 people")
    given = parser.parse_args()
    began = time.perf_counter()
    rows = generate(given.seed, given.scale)
    engine = create_engine(given.url)
    try:
        load(rows, engine)
    except SQLAlchemyError as error:
        print(f"cannot fill {engine.url!r}: {error}", file=sys.stderr)
        return 1
    finally:
        engine.dispose()
    print(f"{len(rows):,} rows in {len(rows.tables)} tables, {time.perf_counter() - began:.1f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
