"""Render the report page: one file, no script, no external resource; everything from the policy is escaped."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from upheld.formats.report.marking import Piece, Placed, pieces
from upheld.formats.report.style import STYLE
from upheld.policy.kinds import Tier
from upheld.policy.linting import RULES, Finding, fingerprint
from upheld.policy.reading import Block, BlockKind, Reading, ReadStatement

_CLASS = {Tier.CONTROL: "control", Tier.REGISTER: "register", Tier.CONTEXT: "context"}
_KEY = (
    ("control", "runs: a clock, an action, a refusal"),
    ("register", "fills a register or a setting"),
    ("context", "context for people"),
    ("unread", "sounds like a commitment, was not understood"),
)
_SEVERITY = {"high": "High", "med": "Medium", "low": "Low"}
_POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def report_page(reading: Reading, findings: Sequence[Finding], title: str) -> str:
    """Return the page of one reading as a complete HTML document that works from a file.

    Each promise in the text links to what was read from it, and back. A finding stands beside the block in which its first
    evidence begins.
    """
    name = escape(" ".join(title.split()))
    blocks = list(reading.walk())
    notes = _notes(blocks, findings)
    body = "\n".join(_block(reading, block, notes.get(i, []), first=i == 0) for i, block in enumerate(blocks))
    loose = "\n".join(_note(n, f) for n, f in notes.get(-1, []))
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{name}: what it promises</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n"
        '<a class="skip" href="#policy">Skip to the policy</a>\n'
        f"{_header(name, reading, findings)}\n"
        f'<div class="page">\n<main id="policy">\n{loose}\n{body}\n</main>\n{_panel(reading, findings)}\n</div>\n</body>\n</html>\n'
    )


def _header(name: str, reading: Reading, findings: Sequence[Finding]) -> str:
    controls = sum(s.tier is Tier.CONTROL for s in reading.statements)
    key = "".join(f'<li><span class="{css}">Aa</span> {text}</li>' for css, text in _KEY)
    return (
        f"<header>\n<h1>{name}</h1>\n"
        f"<p>{len(reading.statements)} statements, {controls} of which would run; {len(reading.unread)} commitment(s) not "
        f"understood; {len(findings)} finding(s).</p>\n"
        "<p>A proposal by rules, to be confirmed by a person. Not legal advice.</p>\n"
        f'<ul class="key" aria-label="Key">{key}</ul>\n</header>'
    )


def _notes(blocks: Sequence[Block], findings: Sequence[Finding]) -> dict[int, list[tuple[int, Finding]]]:
    """Return the numbered findings by the index of the block they stand beside; -1 for those without a place."""
    found: dict[int, list[tuple[int, Finding]]] = {}
    for number, finding in enumerate(findings):
        at = finding.evidence[0].start if finding.evidence else -1
        beside = [i for i, block in enumerate(blocks) if block.start <= at]
        found.setdefault(beside[-1] if beside and at >= 0 else -1, []).append((number, finding))
    return found


def _block(reading: Reading, block: Block, notes: list[tuple[int, Finding]], *, first: bool) -> str:
    places: list[Placed] = [*reading.statements, *reading.unread]
    inner = "".join(_piece(reading, piece) for piece in pieces(block.start, block.end, places))
    tag, css = _tag(block, first=first)
    text = f"<{tag}{css}>{inner}</{tag}>"
    margin = "".join(_note(n, f) for n, f in notes)
    label = ' role="note" aria-label="Findings on this passage"'
    return f'<div class="block">{text}' + (f"<div{label}>{margin}</div>" if margin else "") + "</div>"


def _tag(block: Block, *, first: bool) -> tuple[str, str]:
    if block.kind is BlockKind.HEADING:
        return ("h2" if first else f"h{min(max(block.level, 0) + 2, 4)}"), ""
    css = {BlockKind.ITEM: "item", BlockKind.ROW: "row", BlockKind.ADDRESS: "address"}.get(block.kind)
    return ("div", f' class="{css}"') if css else ("p", "")


def _piece(reading: Reading, piece: Piece) -> str:
    words = escape(reading.text[piece.start : piece.end])
    if not piece.inside or not words.strip():
        return words
    index = piece.inside[0]
    if index >= len(reading.statements):
        return f'<span class="unread" title="not understood">{words}</span>'
    statement = reading.statements[index]
    starting = [i for i in piece.inside if i < len(reading.statements) and reading.statements[i].start == piece.start]
    anchors = "".join(f'<span id="t{i}"></span>' for i in starting)
    label = escape(f"{statement.kind.replace('_', ' ')}, {statement.type.value}")
    return f'<a class="p {_CLASS[statement.tier]}" href="#s{index}" title="{label}">{anchors}{words}</a>'


def _note(number: int, finding: Finding) -> str:
    rule = RULES[finding.rule]
    severity = finding.severity.value
    more = "".join(f"<p>{escape(' '.join(e.quote.split())[:160])}</p>" for e in finding.evidence[1:4])
    also = f"<details><summary>Also rests on</summary>{more}</details>" if more else ""
    law = f"<p>{escape(finding.law)}</p>" if finding.law else ""
    head = f'<span class="sev">{_SEVERITY[severity]}</span> <b>{escape(rule.title)}</b>'
    return (
        f'<div class="note {severity}" id="f{number}"><p>{head}</p>'
        f"<p>{escape(finding.message)}</p><details><summary>Why, and how to mend it</summary><p>{escape(rule.why)}</p>"
        f"<p>{escape(rule.fix)}</p>{law}<p>To set it aside: <code>{rule.id}</code>, <code>{fingerprint(finding)}</code></p>"
        f"</details>{also}</div>"
    )


def _panel(reading: Reading, findings: Sequence[Finding]) -> str:
    by_kind: dict[str, list[tuple[int, ReadStatement]]] = {}
    for index, statement in enumerate(reading.statements):
        by_kind.setdefault(statement.kind, []).append((index, statement))
    groups = "\n".join(
        f"<h3>{escape(kind.replace('_', ' '))} ({len(found)})</h3>\n<ul>{''.join(_entry(reading, i, s) for i, s in found)}</ul>"
        for kind, found in sorted(by_kind.items())
    )
    listed = "".join(
        f'<li class="{f.severity.value}"><span class="sev">{_SEVERITY[f.severity.value]}</span> '
        f'<a href="#f{n}">{escape(RULES[f.rule].title)}</a></li>'
        for n, f in sorted(enumerate(findings), key=lambda pair: list(_SEVERITY).index(pair[1].severity.value))
    )
    found = f"<details><summary>{len(findings)} finding(s)</summary><ul>{listed}</ul></details>" if findings else ""
    return f'<aside class="panel" aria-label="Promises"><div tabindex="0">\n<h2>Promises</h2>\n{found}\n{groups}\n</div></aside>'


def _entry(reading: Reading, index: int, statement: ReadStatement) -> str:
    slots = "".join(
        f"<dt>{escape(n.replace('_', ' '))}</dt><dd>{escape(str(v))}</dd>" for n, v in statement.slots.items()
    )
    runs = statement.runs_as or f"cannot: {statement.cannot}"
    words = " ".join(reading.quote(statement).split())
    shown = escape(words if len(words) <= 90 else words[:89] + "…")
    section = escape(statement.section or "before the first heading")
    place = f"<dt>where</dt><dd>{section}</dd><dt>force</dt><dd>{statement.type.value}</dd>"
    return (
        f'<li id="s{index}"><a href="#t{index}">{shown}</a><dl>{place}{slots}'
        f"<dt>runs as</dt><dd>{escape(runs)}</dd></dl></li>"
    )
