"""Load a published policy: plain text, Markdown, HTML or PDF to the canonical text that positions count in.

Text and Markdown are taken as they are, so that positions count characters of the decoded file. Of HTML and PDF a canonical
text is made (headings with ``#``, items with ``-``, table rows with ``|``); ``upheld read --text-out`` writes it.
"""

from __future__ import annotations

from upheld.formats.policies.loading import MAX_BYTES, MAX_CHARACTERS, PolicyText, load_policy

__all__ = ["MAX_BYTES", "MAX_CHARACTERS", "PolicyText", "load_policy"]
