"""Run the privacy policy a company publishes, and prove it."""

__version__ = "0.1.0"
