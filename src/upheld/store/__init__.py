"""Our own tables: one module of queries per aggregate, migrations, encryption, keys."""
