"""A notice as one accessible HTML page: no script, no external resource, readable on a phone and on paper."""

from __future__ import annotations

from html import escape

from upheld.policy.writing.notice import Entry, Notice, Part, Topic, heading_for

STYLE = """
:root { color-scheme: light dark; --ink: #1c1c1e; --soft: #55555c; --ground: #ffffff; --line: #c9c9d1; --link: #0b4f9e; }
@media (prefers-color-scheme: dark) {
  :root { --ink: #f2f2f4; --soft: #b9b9c2; --ground: #17171a; --line: #4a4a52; --link: #8fc1ff; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 1.0625rem/1.6 system-ui, sans-serif; }
main, header, nav { max-width: 42rem; margin: 0 auto; padding: 0 1.25rem; }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 2rem 0 .5rem; }
h2 { font-size: 1.35rem; margin: 2.5rem 0 .5rem; padding-top: .75rem; border-top: 1px solid var(--line); }
h3 { font-size: 1.1rem; margin: 1.5rem 0 .25rem; }
a { color: var(--link); }
a:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
.skip { position: absolute; left: -999px; }
.skip:focus { position: static; }
nav ol { columns: 16rem; padding-left: 1.25rem; }
li { margin: .25rem 0; }
@media print { nav, .skip { display: none; } body { font-size: 11pt; } }
""".strip()


def to_html(notice: Notice) -> str:
    """Return the notice as a complete HTML document in English. Everything from the charter is escaped."""
    links = "".join(f'<li><a href="#{t.anchor}">{escape(t.title)}</a></li>' for t in notice.topics)
    body = "\n".join(_topic(topic) for topic in notice.topics)
    title = escape(notice.title)
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n"
        f'<a class="skip" href="#notice">Skip to the notice</a>\n<header><h1>{title}</h1></header>\n'
        f'<nav aria-label="Topics"><ol>{links}</ol></nav>\n<main id="notice">\n{body}\n</main>\n</body>\n</html>\n'
    )


def _topic(topic: Topic) -> str:
    out = [f'<section id="{topic.anchor}" aria-labelledby="{topic.anchor}-title">']
    out.append(f'<h2 id="{topic.anchor}-title">{topic.number}. {escape(topic.title)}</h2>')
    place = ""
    for part in topic.parts:
        if part.jurisdiction != place:
            place = part.jurisdiction
            out.append(f"<h3>{escape(heading_for(place))}</h3>")
        out.append(_part(part))
    return "\n".join([*out, "</section>"])


def _part(part: Part) -> str:
    if part.lead is None:
        return "\n".join(f'<p data-statements="{_ids(e)}">{escape(e.text)}</p>' for e in part.entries)
    items = "".join(f'<li data-statements="{_ids(e)}">{escape(e.text)}</li>' for e in part.entries)
    return f"<p>{escape(part.lead)}</p>\n<ul>{items}</ul>"


def _ids(entry: Entry) -> str:
    return escape(" ".join(entry.statement_ids))
