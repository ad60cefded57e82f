"""The report page: a policy with its promises coloured, what they say beside it, and findings in the margin."""

from __future__ import annotations

from upheld.formats.report.page import report_page

__all__ = ["report_page"]
