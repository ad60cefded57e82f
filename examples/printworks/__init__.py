"""Printworks, a fictional company that prints three-dimensional models and segments scans."""
