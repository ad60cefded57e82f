"""Pages become blocks: headings, bullets with their lead-in, table rows, addresses, and hard-wrapped prose put together again."""

from __future__ import annotations

from upheld.policy.reading import Block, BlockKind, read


def _blocks(text: str, kind: BlockKind) -> list[Block]:
    return [b for b in read(text).walk() if b.kind is kind]


def test_hard_wrapped_prose_is_one_paragraph_with_exact_offsets() -> None:
    text = (
        "Privacy notice\n\nWe delete the scans\nof our visitors' cards after\nthirty days, and the list\nof"
        " names a week later.\n"
    )
    (paragraph,) = _blocks(text, BlockKind.PARAGRAPH)
    assert paragraph.text.startswith("We delete the scans of our visitors' cards after thirty days")
    at = paragraph.text.index("thirty days")
    start, end = paragraph.flow.span(at, at + len("thirty days"))
    assert text[start:end] == "thirty days"


def test_a_heading_split_over_lines_is_one_heading() -> None:
    text = (
        "NOTICE\n\n4. HOW LONG\nDO WE KEEP\nYOUR DATA?\nWe keep the data\nof members for\ntwo years after\nthey"
        " have left the\nclub.\n"
    )
    headings = [b.text for b in _blocks(text, BlockKind.HEADING)]
    assert "4. HOW LONG DO WE KEEP YOUR DATA?" in headings


def test_numbered_sections_and_their_parts_form_a_tree() -> None:
    text = (
        "Policy\n\n1. Data\n\nWe hold data about you.\n\n2. States\n\nNevada Privacy Rights\n\nYou may opt out"
        " of sales of data.\n"
    )
    (paragraph,) = [b for b in _blocks(text, BlockKind.PARAGRAPH) if "opt out" in b.text]
    assert paragraph.section == "2. States / Nevada Privacy Rights"


def test_bullets_know_the_sentence_that_introduces_them() -> None:
    text = (
        "Privacy policy\n\nThe form is short. On it we ask for the following:\n\n  • your name;\n  • your"
        " address.\n\nThat is all of it.\n"
    )
    items = _blocks(text, BlockKind.ITEM)
    assert [text[slice(*i.lead)] for i in items if i.lead] == ["On it we ask for the following:"] * 2
    assert [s.kind for s in read(text).statements] == ["collect", "collect"]


def test_a_bullet_that_opens_a_list_introduces_the_bullets_below_it() -> None:
    text = "# Privacy\n\n- You can write to us at privacy@example.org to\n- see your data\n- leave the club\n"
    items = _blocks(text, BlockKind.ITEM)
    assert items[1].lead is not None
    assert text[slice(*items[1].lead)].startswith("You can write to us")


def test_a_markdown_table_has_one_row_a_line() -> None:
    text = (
        "# Privacy\n\n| Data | Why | How long |\n|---|---|---|\n| Orders | To send the goods | 6 years |\n"
        "| Logs | Security | 30 days |\n"
    )
    reading = read(text)
    assert [[c.text for c in b.cells] for b in reading.walk() if b.kind is BlockKind.ROW][1] == [
        "Orders",
        "To send the goods",
        "6 years",
    ]
    assert [(s.slots["period"], s.slots["subject"]) for s in reading.of_kind("retention")] == [
        ("P6Y", "orders"),
        ("P30D", "logs"),
    ]
    assert [reading.quote(s) for s in reading.of_kind("purpose")] == ["To send the goods", "Security"]


def test_a_table_flattened_to_one_cell_a_line_is_put_together() -> None:
    text = (
        "# Privacy of Californians\n\nCategory | Examples | Collected |\nA.\nNames |\nReal name |\nYES\n"
        "|\nB. Faces |\nPictures of\nfaces |\nNO\n|\nWe tell you more below.\n"
    )
    reading = read(text)
    found = reading.of_kind("collect")
    assert [s.slots["collected"] for s in found] == ["YES", "NO"]
    assert [s.slots["jurisdiction"] for s in found] == ["US-CA", "US-CA"]
    assert reading.quote(found[1]) == "B. Faces |\nPictures of\nfaces |\nNO"


def test_an_address_is_one_block() -> None:
    text = (
        "Contact\n\nWrite to us at:\n\nLakeside Rowing Club\n12 Mill Lane\nDover, DE 19901\nUnited"
        " States\n\nEmail: club@example.org\n"
    )
    (address,) = _blocks(text, BlockKind.ADDRESS)
    assert address.text == "Lakeside Rowing Club 12 Mill Lane Dover, DE 19901 United States"


def test_members_of_a_sentence_are_read_one_by_one_across_sentences() -> None:
    text = (
        "# Privacy policy\n\n## Your rights\n\nYou have the right: (i) to see your data. Ask at the desk. "
        "It is open on weekdays; (ii) to have your data corrected; and (iii) to have it erased.\n"
    )
    reading = read(text)
    assert [(reading.quote(s), s.slots["right"]) for s in reading.of_kind("right")] == [
        ("to see your data", "access"),
        ("to have your data corrected", "rectification"),
        ("to have it erased", "erasure"),
    ]


def test_jurisdiction_follows_headings_and_narrowing_sentences() -> None:
    text = (
        "# Privacy policy\n\n## Rights in Europe\n\nIf you live in the EEA, you have these rights:\n\n-"
        " access to your data\n- erasure of your data\n\n"
        "We answer each request within one month.\n\n## California\n\nYou may request deletion of your data.\n\n"
        "## Everyone\n\nWe answer each request within ten days. For residents of Nevada, requests are"
        " answered within 60 days.\n"
    )
    reading = read(text)
    assert [s.slots.get("jurisdiction") for s in reading.of_kind("right")] == ["EEA", "EEA", "US-CA"]
    assert [s.slots.get("jurisdiction") for s in reading.of_kind("deadline")] == ["EEA", None, "US-NV"]


def test_commitments_without_a_kind_are_listed_not_dropped() -> None:
    text = "# Privacy policy\n\nWe will paint the clubhouse green before the privacy of your data improves.\n"
    reading = read(text)
    assert not reading.statements
    assert [reading.quote(u) for u in reading.unread] == [
        "We will paint the clubhouse green before the privacy of your data improves"
    ]


def test_windows_line_ends_and_typographic_marks_keep_their_offsets() -> None:
    text = "Privacy policy\r\n\r\nWe don’t sell your “personal data”.\r\n"
    (found,) = read(text).of_kind("no_sale")
    assert text[found.start : found.end] == "We don’t sell your “personal data”"
