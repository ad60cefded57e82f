"""The tables of the Printworks shop, one source for SQLite, PostgreSQL and MariaDB.

The schema is meant to look like one that grew for ten years: a few references were never declared, some names and
addresses are copied, one table holds attributes of three kinds of thing, and one log is JSON.
"""

from examples.printworks.schema import accounts, catalogue, sharing, talk, trade
from examples.printworks.schema.columns import metadata

__all__ = ["accounts", "catalogue", "metadata", "sharing", "talk", "trade"]
