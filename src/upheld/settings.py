"""``upheld.yaml`` as values. Placeholder docstring replaced with the loader."""
