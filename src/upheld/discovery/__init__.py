"""Discovery: what is in a live database nobody has described yet, drafted as a datamap; and what changed since."""
