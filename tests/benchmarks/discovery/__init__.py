"""Databases of six styles that discovery is measured against, each with what is true about its columns and ties.

``shop``, ``clinic`` and ``saas`` were looked at while the rules were written; ``forum``, ``legacy`` and ``school`` were
written afterwards and are measured apart.
"""
