"""Write a charter as a notice people can read: layered, in plain English, as Markdown or as an accessible HTML page."""

from __future__ import annotations

from upheld.policy.writing.markdown import to_markdown
from upheld.policy.writing.notice import Entry, Notice, Part, Topic, notice_of
from upheld.policy.writing.page import to_html

__all__ = ["Entry", "Notice", "Part", "Topic", "notice_of", "to_html", "to_markdown"]
