"""A notice as Markdown."""

from __future__ import annotations

import re

from upheld.policy.writing.notice import Notice, Part, Topic, heading_for

_BLANKS = re.compile(r"\n{3,}")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def to_markdown(notice: Notice) -> str:
    """Return the notice as CommonMark: a title, the topics as links, then one section per topic."""
    lines = [f"# {escaped(notice.title)}", ""]
    lines += [f"- [{topic.number}. {topic.title}](#{topic.number}-{topic.anchor})" for topic in notice.topics]
    for topic in notice.topics:
        lines += ["", f"## {topic.number}. {topic.title}", "", *_topic(topic)]
    return _BLANKS.sub("\n\n", "\n".join(lines)).rstrip() + "\n"


def escaped(text: str) -> str:
    """Return text in which Markdown sees no markup; an underscore between letters needs no escape and gets none."""
    return _SPECIAL.sub(lambda m: m[1] if m[1] == "_" else "\\" + m[1], " ".join(text.split()))


def _topic(topic: Topic) -> list[str]:
    lines: list[str] = []
    place = ""
    for part in topic.parts:
        if part.jurisdiction != place:
            place = part.jurisdiction
            lines += [f"### {heading_for(place)}", ""]
        lines += _part(part)
    return lines


def _part(part: Part) -> list[str]:
    if part.lead is None:
        return [line for entry in part.entries for line in (escaped(entry.text), "")]
    return [escaped(part.lead), "", *(f"- {escaped(entry.text)}" for entry in part.entries), ""]
