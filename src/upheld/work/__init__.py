"""Durable tasks: claim, lease, retry, schedule; and the steps that tasks run."""
