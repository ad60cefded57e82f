"""Saved web pages to canonical text: menus, footers, banners and scripts go; headings, lists and tables stay."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree
from lxml import html as lxml_html
from lxml.html import HtmlElement

_DROP = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "object",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "option",
        "input",
        "textarea",
        "dialog",
        "video",
        "audio",
        "canvas",
        "head",
        "meta",
        "link",
        "map",
    ]
)
_BLOCK = frozenset(
    [
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "blockquote",
        "pre",
        "address",
        "figure",
        "figcaption",
        "dl",
        "dt",
        "dd",
        "ul",
        "ol",
        "li",
        "table",
        "tr",
        "td",
        "th",
        "thead",
        "tbody",
        "tfoot",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "details",
        "summary",
        "center",
        "body",
        "html",
        "caption",
        "fieldset",
    ]
)
_CHROME = re.compile(
    r"(?:^|[\s_-])(?:nav(?:bar|igation)?|menu|breadcrumbs?|footer|sidebar|cookie-?(?:banner|consent|notice"
    r"|bar|popup|law)|consent-?(?:banner|manager|popup)|onetrust|cookiebot|modal|popup|skip-?(?:link|to)|"
    r"share|social-?(?:links|icons)|newsletter|search|site-?header|masthead|toolbar|toc|table-of-contents"
    r"|related|comments|pagination|visually-hidden|sr-only)(?:$|[\s_-])",
    re.IGNORECASE,
)
_ROLES = frozenset(("navigation", "banner", "contentinfo", "dialog", "search", "alertdialog", "complementary", "menu"))
_HEADINGS = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_SPACE = re.compile(r"\s+")
_MAX_DEPTH = 150


def html_text(source: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the canonical text of a page and ``(offset, source line)`` marks. Broken HTML is read as browsers do."""
    document = _parse(source)
    if document is None:
        return "", []
    root = _main_part(document)
    page = _Page()
    page.block(root, 0)
    page.flush()
    return page.result()


def _parse(source: str) -> HtmlElement | None:
    try:
        return lxml_html.document_fromstring(
            source.encode("utf-8", "replace"), parser=lxml_html.HTMLParser(encoding="utf-8")
        )
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return None


def _main_part(document: HtmlElement) -> HtmlElement:
    """Return the element that holds the article, or the whole body where none holds most of the text."""
    body = document.find("body")
    whole: HtmlElement = body if body is not None else document
    total = _length(whole)
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = [element for element in whole.iterfind(path) if _length(element) > 0.5 * total]
        if found:
            return found[-1]
    return whole


def _length(element: HtmlElement) -> int:
    return sum(
        len(text.strip())
        for part in element.iter()
        if part.tag not in ("script", "style")
        for text in (part.text or "", part.tail or "")
    )


def _is_chrome(element: HtmlElement) -> bool:
    if (
        element.tag in _DROP
        or element.get("role") in _ROLES
        or element.get("hidden") is not None
        or element.get("aria-hidden") == "true"
    ):
        return True
    if "display:none" in (element.get("style") or "").replace(" ", "").lower():
        return True
    if element.tag in ("body", "main", "article", "html") or element.tag in _HEADINGS:
        return False
    names = f"{element.get('class') or ''} {element.get('id') or ''}"
    return bool(names.strip()) and bool(_CHROME.search(names)) and not _is_content(element)


def _is_content(element: HtmlElement) -> bool:
    """A long element with paragraphs is content whatever its class is called."""
    return len(element.findall(".//p")) > 5


class _Page:
    """Canonical text as it grows."""

    def __init__(self) -> None:
        self._blocks: list[tuple[str, int]] = []
        self._inline: list[str] = []
        self._line = 1
        self._prefix = ""
        self._last_item = False

    def result(self) -> tuple[str, list[tuple[int, int]]]:
        out: list[str] = []
        marks: list[tuple[int, int]] = []
        at = 0
        for text, line in self._blocks:
            marks.append((at, line))
            out.append(text)
            at += len(text)
        return "".join(out), marks

    def flush(self) -> None:
        """End the block that is being written."""
        lines = [_SPACE.sub(" ", line).strip() for line in "".join(self._inline).split("\n")]
        text = "\n".join(lines).strip("\n")
        self._inline.clear()
        if text.strip():
            body = re.sub(r"\n{3,}", "\n\n", text)
            if self._prefix.endswith("- ") or self._prefix.startswith("#"):
                body = body.replace("\n", " ")
            self._blocks.append((f"{self._prefix}{body}\n\n", self._line))
            self._prefix = self._after_prefix()

    def _after_prefix(self) -> str:
        return " " * len(self._prefix) if self._prefix.endswith("- ") and self._prefix.strip() == "-" else ""

    def block(self, element: HtmlElement, depth: int) -> None:
        """Write an element and what is in it."""
        if not isinstance(element.tag, str) or _is_chrome(element):
            return
        if depth > _MAX_DEPTH:
            self._inline.append(_words(element))
            return
        tag = element.tag
        self._line = element.sourceline or self._line
        if tag == "table" and _is_data_table(element):
            self.flush()
            self._table(element)
        elif (tag in _HEADINGS and not _holds_blocks(element)) or _is_bold_title(element):
            self._heading(element, int(tag[1]) if tag in _HEADINGS else 4)
        elif tag == "li":
            self.flush()
            self._prefix = "  " * max(0, sum(1 for a in element.iterancestors() if a.tag in ("ul", "ol")) - 1) + "- "
            self._children(element, depth)
            self.flush()
            self._prefix = ""
        elif tag == "br":
            self._inline.append("\n")
        elif tag in _BLOCK:
            self.flush()
            if tag not in ("p", "div"):
                self._prefix = "" if tag in ("ul", "ol", "dl", "table", "section", "article") else self._prefix
            self._children(element, depth)
            self.flush()
        else:
            self._children(element, depth)
            if tag == "a":
                self._address(element)

    def _children(self, element: HtmlElement, depth: int) -> None:
        if element.text:
            self._inline.append(_SPACE.sub(" ", element.text))
        for child in element:
            self.block(child, depth + 1)
            if child.tail:
                self._inline.append(_SPACE.sub(" ", child.tail))

    def _heading(self, element: HtmlElement, level: int) -> None:
        self.flush()
        words = _words(element)
        if words:
            self._blocks.append((f"{'#' * level} {words}\n\n", self._line))
        self._prefix = ""

    def _address(self, element: HtmlElement) -> None:
        href = element.get("href") or ""
        if href.lower().startswith("mailto:") and "@" in href:
            address = href[7:].split("?")[0]
            if address.lower() not in "".join(self._inline[-8:]).lower():
                self._inline.append(f" ({address})")

    def _table(self, table: HtmlElement) -> None:
        rows = [
            [_words(cell).replace("|", "/") for cell in row if cell.tag in ("td", "th")] for row in table.iter("tr")
        ]
        lines = "\n".join(" | ".join(row) for row in rows if any(row))
        if lines:
            self._blocks.append((f"{lines}\n\n", self._line))


def _words(element: HtmlElement) -> str:
    return _SPACE.sub(" ", " ".join(_strings(element))).strip()


def _strings(element: HtmlElement) -> Iterator[str]:
    for part in element.iter():
        if isinstance(part.tag, str) and part.tag not in ("script", "style") and part.text:
            yield part.text
        if part is not element and part.tail:
            yield part.tail


def _is_data_table(table: HtmlElement) -> bool:
    rows = list(table.iter("tr"))
    wide = sum(len([c for c in row if c.tag in ("td", "th")]) >= 2 for row in rows)
    return (
        len(rows) >= 2
        and wide >= 0.6 * len(rows)
        and not table.findall(".//table")
        and len(table.findall(".//p")) < 6 * len(rows)
    )


def _holds_blocks(heading: HtmlElement) -> bool:
    """Whether a heading swallowed the text below it because nobody closed it."""
    return any(part.tag in _BLOCK for part in heading.iterdescendants())


def _is_bold_title(element: HtmlElement) -> bool:
    """Whether a paragraph is nothing but one short bold run: a heading without heading tags."""
    if element.tag not in ("p", "div") or (element.text or "").strip():
        return False
    children = [child for child in element if isinstance(child.tag, str)]
    if len(children) != 1 or children[0].tag not in ("strong", "b") or (children[0].tail or "").strip():
        return False
    words = _words(children[0])
    return 0 < len(words) <= 90 and not words.endswith((".", ":", ";", ","))
