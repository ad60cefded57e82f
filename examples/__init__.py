"""Example deployments, each a folder that stands on its own."""
