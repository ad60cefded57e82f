"""What is in a live system: schema, links, categories, drift."""
