"""From published prose to promises: reading, the charter model, linting, comparing, writing."""
