"""Troubles of the document itself: numbering, headings, lists, references."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby, pairwise

from upheld.policy.linting.model import Evidence, Passage, PassageKind, PolicyView
from upheld.policy.linting.rules import LOW, MEDIUM, Family, Hit, head, item, para, rule, said

_NUMBER = re.compile(r"^(\d{1,3})([.)]?)$")
_CONTENTS = re.compile(r"^(?:table of )?contents\W*$", re.IGNORECASE)
_BARE_LINK = re.compile(
    r"\b(?:click(?:ing)?|tap(?:ping)?|available|found|form) here\b|\b(?:set out|described) in our [A-Z]\w+ Notice\b"
    r"|\bby clicking on th(?:is|e) link\b",
    re.IGNORECASE,
)
_ANY_HERE = re.compile(r"\bhere\s*(?=[.,;)]|$)", re.IGNORECASE)
_URL = re.compile(r"https?://|www\.|\]\(|(?<![\w.+-])[\w.+-]+@[\w-]+\.\w+")
_REFERENCE = re.compile(
    r"\b(?:see|in|under|section|to)\s+(?:the\s+)?(?:section\s+)?[“\"]([^”\"\n][^”\"]{3,80})[”\"]",
    re.IGNORECASE,
)
_REFERENCE_WORDS = re.compile(r"\b(?:section|below|above|see)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9]+")
_TERMS = re.compile(r"\bTerms (?:of Service|of Use|and Conditions|of Sale)\b")


def _numbered(policy: PolicyView) -> list[tuple[int, str, Passage]]:
    found = []
    for heading in policy.headings:
        match = _NUMBER.match(heading.number or "")
        if match:
            found.append((int(match.group(1)), match.group(2), heading))
    return found


@rule(
    "missing-section-number",
    Family.STRUCTURAL,
    MEDIUM,
    "Section numbers jump",
    why="A number that is skipped usually means a heading or a whole section got lost when the page was made. The "
    "text under the lost heading then seems to belong to the section before, with that section's scope.",
    fix="Put the missing heading back, or number the sections again.",
    bad=(head("1. Data we collect"), para("Some text."), head("3. Why we use it"), para("Some text.")),
    good=(head("1. Data we collect"), para("Some text."), head("2. Why we use it"), para("Some text.")),
)
def missing_section_number(policy: PolicyView) -> Iterator[Hit]:
    """Look for two numbered headings in a row whose numbers are more than one apart."""
    for (a, _, first), (b, _, second) in pairwise(_numbered(policy)):
        if 1 < b - a <= 5:
            missing = str(a + 1) if b - a == 2 else f"{a + 1} to {b - 1}"
            yield Hit(f"Section {missing} is missing between {a} and {b}.", (first.evidence, second.evidence))


@rule(
    "numbering-style",
    Family.STRUCTURAL,
    LOW,
    "A heading is numbered in another style",
    why="Readers and programs find sections by the shape of their headings; one of another shape is taken for body "
    "text.",
    fix="Give every heading the same punctuation after its number.",
    bad=(head("1. Scope"), head("2. Data"), head("3 Contact")),
    good=(head("1. Scope"), head("2. Data"), head("3. Contact")),
)
def numbering_style(policy: PolicyView) -> Iterator[Hit]:
    """Look for a numbered heading whose punctuation differs from that of most others."""
    numbered = _numbered(policy)
    if len(numbered) < 3:
        return
    marks = [mark for _, mark, _ in numbered]
    usual = max(set(marks), key=marks.count)
    odd = [h for _, mark, h in numbered if mark != usual]
    if len(odd) * 3 <= len(marks):
        for heading in odd:
            yield Hit("This heading is numbered in another style than the rest.", (heading.evidence,))


@rule(
    "empty-toc",
    Family.STRUCTURAL,
    LOW,
    "The table of contents is empty",
    why="A heading that announces a table of contents with nothing under it is a list that was lost on the way to the "
    "page.",
    fix="Fill the table of contents or take its heading away.",
    bad=(
        head("Table of contents"),
        para("This notice explains how we handle your personal data, and what you can ask."),
    ),
    good=(head("Table of contents"), item("1. Data"), item("2. Contact"), head("1. Data")),
)
def empty_toc(policy: PolicyView) -> Iterator[Hit]:
    """Look for a heading of a table of contents that is not followed by a list of entries."""
    for index, passage in enumerate(policy.passages):
        if not _CONTENTS.match(passage.text.strip()):
            continue
        entry = policy.passages[index + 1] if index + 1 < len(policy.passages) else None
        listed = entry is not None and (entry.kind is PassageKind.ITEM or _announces(policy, entry))
        if not listed:
            yield Hit("The table of contents has no entries.", (passage.evidence,))


def _announces(policy: PolicyView, entry: Passage) -> bool:
    """Return whether a heading is an entry of a table of contents: another of the same title follows."""
    return any(h.start > entry.end and _key(h.text) == _key(entry.text) for h in policy.headings)


@rule(
    "lost-links",
    Family.STRUCTURAL,
    LOW,
    "Words that should be a link lead nowhere",
    why="“Click here” without an address leaves the reader of a printed, saved or read-out notice without the form or "
    "page. Where the link was the way to make a request, the way is gone.",
    fix="Write the address out beside the words, and name the page instead of “here”.",
    law="GDPR 12(1)-(2)",
    bad=(para("To see, change or delete your data, submit a request form by clicking here."),),
    good=(para("To see, change or delete your data, submit the form at https://example.com/privacy/request."),),
)
def lost_links(policy: PolicyView) -> Iterator[Hit]:
    """Look for sentences that send the reader to “here”, or to another notice, without an address anywhere in them."""
    found = []
    for sentence in policy.sentences:
        flat = " ".join(sentence.quote.split())
        if not _URL.search(flat) and (_BARE_LINK.search(flat) or (_ANY_HERE.search(flat) and "learn" in flat.lower())):
            found.append(sentence)
    for promise in policy.of("channel", "reference"):
        lost = "lost" in promise.slot("channel") or promise.is_false("available")
        if lost and not any(e.start <= promise.start < e.end for e in found):
            found.append(promise.evidence)
    if found:
        yield Hit(f"{len(found)} sentence(s) point to a link that is not there.", tuple(sorted(found)))


@rule(
    "hard-wrapped-text",
    Family.STRUCTURAL,
    LOW,
    "The text is broken into short lines",
    why="Lines cut after a few words, and headings cut in two, come from a copied narrow column. Screen readers pause "
    "at every cut and programs take the pieces for separate sentences.",
    fix="Publish each paragraph and each heading as one line and let the page wrap it.",
    bad=(
        head("2. HOW LONG\nDO WE KEEP\nYOUR DATA?"),
        para("We keep your\norders for\nseven years\nafter the\ncontract ends."),
    ),
    good=(
        head("2. How long do we keep your data?"),
        para("We keep your orders for seven years after the contract ends."),
    ),
)
def hard_wrapped_text(policy: PolicyView) -> Iterator[Hit]:
    """Look for headings and paragraphs that run over several lines of a few words each."""
    broken = [p for p in policy.passages if _narrow(p)]
    headings = [p for p in broken if p.kind is PassageKind.HEADING]
    shown = headings or broken
    if len(broken) >= 2 and shown:
        message = f"{len(broken)} blocks are cut into lines of a few words."
        yield Hit(message, tuple(p.evidence for p in shown))


def _narrow(passage: Passage) -> bool:
    lines = [len(line) for line in passage.text.strip().split("\n")]
    return (
        len(lines) >= 3
        and sum(lines[:-1]) / (len(lines) - 1) < 40
        and passage.kind not in (PassageKind.ROW, PassageKind.ADDRESS)
    )


@rule(
    "section-name-mismatch",
    Family.CONTRADICTION,
    LOW,
    "A reference names a section or document that is called something else",
    why="Who follows the reference does not find it. Where it was to lead to a choice or a right, the notice does not "
    "deliver what it announces.",
    fix="Use the printed title of the section, and one name for each document.",
    bad=(
        para("For your choices, see the “Control of Your Data” section below."),
        head("Your Choices"),
        para("You can leave our newsletter."),
    ),
    good=(
        para("For your choices, see the “Your Choices” section below."),
        head("Your Choices"),
        para("You can leave."),
    ),
)
def section_name_mismatch(policy: PolicyView) -> Iterator[Hit]:
    """Look for quoted section titles that no heading carries, and for one document under two names."""
    titles = [_key(h.text) for h in policy.headings]
    for sentence in policy.sentences:
        if not _REFERENCE_WORDS.search(sentence.quote):
            continue
        for match in _REFERENCE.finditer(sentence.quote):
            wanted = _key(match.group(1))
            if len(wanted.split()) >= 2 and titles and not any(_same_title(wanted, title) for title in titles):
                yield Hit(f"No section is called “{' '.join(match.group(1).split())}”.", (sentence,))
    names: dict[str, Evidence] = {}
    for match in _TERMS.finditer(policy.text):
        names.setdefault(match.group(0), policy.span(*match.span()))
    if len(names) > 1:
        yield Hit(
            "One document seems to go under several names: " + ", ".join(sorted(names)) + ".", tuple(names.values())
        )


def _key(text: str) -> str:
    words = _WORD.findall(text.lower().replace("’", "").replace("'", ""))
    return " ".join(w for w in words if not w.isdigit())


def _same_title(wanted: str, title: str) -> bool:
    return wanted == title or (len(wanted) > 8 and wanted in title and len(wanted) >= 0.9 * len(title))


@rule(
    "list-vs-detail",
    Family.CONTRADICTION,
    LOW,
    "An overview list and its details do not hold the same entries",
    why="An overview is read as complete. What only the details mention is hidden from most readers.",
    fix="Add the missing entries to the overview.",
    bad=(
        para("We collect:"),
        item("Contact details"),
        item("Payment details"),
        item("Location details"),
        para("In detail:"),
        item("Contact details. Your name."),
        item("Payment details. Your card."),
        item("Location details. Your city."),
        item("Health details. Your allergies."),
    ),
    good=(
        para("We collect:"),
        item("Contact details"),
        item("Payment details"),
        item("Location details"),
        para("In detail:"),
        item("Contact details. Your name."),
        item("Payment details. Your card."),
        item("Location details. Your city."),
    ),
)
def list_vs_detail(policy: PolicyView) -> Iterator[Hit]:
    """Look for two lists that share three or more labels while the longer one has entries of its own."""
    lists = [(passages, [_label(p) for p in passages]) for passages in _lists(policy)]
    for index, (overview, labels) in enumerate(lists):
        if any(len(p.text) >= 90 for p in overview):
            continue
        for detail, detailed in lists[index + 1 :]:
            shared = set(labels) & set(detailed)
            extra = [d for d, label in zip(detail, detailed, strict=True) if label not in labels]
            if len(shared) >= 3 and extra:
                gone = [p.evidence for p, label in zip(overview, labels, strict=True) if label not in shared]
                yield Hit(
                    f"{len(extra)} entries of the detailed list are not in the overview.",
                    (*gone, *(_opening(policy, d) for d in extra)),
                )


def _lists(policy: PolicyView) -> list[list[Passage]]:
    runs = groupby(policy.passages, key=lambda p: p.kind is PassageKind.ITEM)
    return [passages for is_list, run in runs if is_list and len(passages := list(run)) >= 3]


def _label(passage: Passage) -> str:
    return _key(re.split(r"[.:]\s|[.:]$|\n\n", passage.text, maxsplit=1)[0])


def _opening(policy: PolicyView, passage: Passage) -> Evidence:
    return policy.span(passage.start, min(passage.end, passage.start + 90))


@rule(
    "date-label-mismatch",
    Family.CONTRADICTION,
    LOW,
    "The announced date label is not the one shown",
    why="The policy tells readers how to see that it changed; under the label it names there is nothing to see.",
    fix="Use the same words for the date where it is shown and where it is announced.",
    bad=(
        said("Effective: 1 May 2026", "effective_date", date="2026-05-01"),
        said("We will change the “Modified” date when we post changes.", "change_notice", action="update_date"),
    ),
    good=(
        said("Effective: 1 May 2026", "effective_date", date="2026-05-01"),
        said("We will change the “Effective” date when we post changes.", "change_notice", action="update_date"),
    ),
)
def date_label_mismatch(policy: PolicyView) -> Iterator[Hit]:
    """Compare the quoted label of a promised change of date with the label beside the policy's date."""
    shown = policy.of("effective_date")
    for promise in policy.of("change_notice"):
        label = re.search(r"[\"“‘]([\w ]{4,30})[\"”’]", " ".join(promise.quote.split()))
        if label and shown and promise.says("action", "update_date"):
            words = label.group(1).lower()
            if not any(words.split()[-1] in s.words or words in s.words for s in shown if "date" not in words.split()):
                if "date" in words.split() and any(words.replace(" date", "") in s.words for s in shown):
                    continue
                yield Hit(
                    f"The date is announced as “{label.group(1)}” but not shown under that label.",
                    (shown[0].evidence, promise.evidence),
                )


_SLIPS = re.compile(
    r"\b(?!time to time to)(\w+ \w+) \1\b|\bdata and time\b|\b(?:your use your|the the|of of|we we|a an)\b",
    re.IGNORECASE,
)


@rule(
    "likely-typo",
    Family.STRUCTURAL,
    LOW,
    "A slip of the pen changes what is said",
    why="A doubled phrase or a confused word may change which data or duty is meant, and shows that nobody read the "
    "text.",
    fix="Correct the words.",
    bad=(para("We record the data and time of your purchase."),),
    good=(para("We record the date and time of your purchase."),),
)
def likely_typo(policy: PolicyView) -> Iterator[Hit]:
    """Look for doubled words and for “data” in the place of “date”."""
    for passage in policy.passages:
        for match in _SLIPS.finditer(passage.text):
            at = policy.span(passage.start + match.start(), passage.start + match.end())
            yield Hit(f"“{match.group(0)}” looks like a slip.", (at,))
