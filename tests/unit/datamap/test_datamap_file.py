"""``datamap.yaml``: what it becomes, and that every problem stands where the wrong text stands."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from upheld.datamap.conditions import parse_condition
from upheld.datamap.model import Datamap, Erase, Origin, PeriodUnit, Role
from upheld.datamap.strategies import Constant, Mask, Null, Pseudo
from upheld.datamap.ties import ColumnPath, Hop, Match
from upheld.errors import DeploymentInvalid
from upheld.formats.datamap_file import parse_datamap
from upheld.spans import Problem

HEAD = "datamap: 1\nsystem: shop\n"


def read(text: str) -> Datamap:
    return parse_datamap(text, "datamap.yaml")[0]


def problems(text: str) -> tuple[Problem, ...]:
    with pytest.raises(DeploymentInvalid) as refused:
        parse_datamap(text, "datamap.yaml")
    return refused.value.problems


def pointed_at(problem: Problem, text: str) -> str:
    """Return the text under the caret, read from the file itself and not from the problem."""
    assert problem.span is not None
    assert problem.span.file == "datamap.yaml"
    line = text.splitlines()[problem.span.line - 1]
    assert problem.line_text == line
    return line[problem.span.col - 1 : problem.span.col - 1 + problem.span.width]


def test_a_whole_table_becomes_the_model() -> None:
    datamap = read(
        HEAD
        + """
defaults: {purpose: contract, source: the person}
nobody: [countries]
people:
  customer: {table: customers, key: id, proves: {email: email}, hints: {phone: phone}, stored: {email: lower},
             pseudo: {email: "gone-{n}@example.invalid", active: false}, pseudo_when: "email like 'gone-%'"}
tables:
  customers: {is: customer, erase: anonymise, set: {name: {constant: Gone}, email: {pseudo: each}}}
  invoices:
    of: customer_id
    title: Invoices
    purpose: accounts
    holds: {transaction: [number, total], contact.address: [ship_to]}
    columns: {total: {basis: legal_obligation, origin: observed, withhold: sealed}}
    keep: {until: paid_at + 7y, because: tax, columns: [number, total], reduce: {ship_to: {mask: 2}}}
  messages:
    with: [sender, "(org, recipient) -> customers(org, id)"]
    sees: {clerk: clerk_id, cc: {tie: {email: cc_email}, shows: [subject]}}
    leave: {sender: {pseudo: one}, cc_email: null}
    inbound: {messages.parent: unlink}
    counters: {replies: {counts: messages.parent, where: "kind = 'reply'"}}
    proves: {email: from_email}
    mentions: [body]
    key: [org, no]
  notes:
    slices: {"kind = 'person'": {of: owner_id}, "else": {nobody: true}}
"""
    )
    assert datamap.system == "shop"
    assert datamap.nobody == {"countries"}
    customer = datamap.people["customer"]
    assert (customer.proves, customer.hints, customer.stored) == (
        {"email": "email"},
        {"phone": "phone"},
        {"email": "lower"},
    )
    assert customer.pseudo == {"email": "gone-{n}@example.invalid", "active": False}
    assert customer.pseudo_when == parse_condition("email like 'gone-%'")
    (customers,) = datamap.tables["customers"].slices
    assert [t.role for t in customers.tied] == [Role.IS]
    assert customers.erase is Erase.ANONYMISE
    assert customers.set == {"name": Constant("Gone"), "email": Pseudo(each=True)}

    invoices = datamap.tables["invoices"]
    (part,) = invoices.slices
    assert part.keep is not None
    assert (part.keep.anchor, part.keep.count, part.keep.unit, part.keep.because) == (
        "paid_at",
        7,
        PeriodUnit.YEARS,
        "tax",
    )
    assert part.keep.columns == ("number", "total")
    assert part.keep.reduce == {"ship_to": Mask(2)}
    total = invoices.columns["total"]
    assert (total.category, total.purpose, total.basis, total.source, total.origin, total.withhold) == (
        "transaction",
        "accounts",
        "legal_obligation",
        "the person",
        Origin.OBSERVED,
        "sealed",
    )
    assert invoices.columns["number"].origin is Origin.PROVIDED

    messages = datamap.tables["messages"]
    (part,) = messages.slices
    assert part.shared
    assert [(t.role, t.name) for t in part.tied] == [
        (Role.CO_OWNER, "sender"),
        (Role.CO_OWNER, "recipient"),
        (Role.VIEWER, "clerk"),
        (Role.VIEWER, "cc"),
    ]
    assert part.tied[1].tie == Hop((ColumnPath("org"), ColumnPath("recipient")), "customers", ("org", "id"))
    assert part.tied[3].tie == Match("email", ColumnPath("cc_email"))
    assert part.tied[3].shows == ("subject",)
    assert part.leave == {"sender": Pseudo(), "cc_email": Null()}
    assert messages.inbound == {"messages.parent": Null()}
    assert (messages.key, messages.mentions, messages.proves) == (("org", "no"), ("body",), {"email": "from_email"})
    (counter,) = messages.counters
    assert (counter.column, counter.child, counter.child_column) == ("replies", "messages", "parent")
    assert counter.where == parse_condition("kind = 'reply'")

    person, rest = datamap.tables["notes"].slices
    assert person.when == parse_condition("kind = 'person'")
    assert (rest.when, rest.nobody) == (None, True)


@pytest.mark.parametrize(
    ("table", "code", "under_the_caret"),
    [
        ("of: a b", "not-a-tie", "a b"),
        ("of: [x, 'y y']", "not-a-tie", "'y y'"),
        ("of: {closure: a b}", "not-a-tie", "{closure: a b}"),
        ("of: {type: t, id: i, User: null}", "not-a-tie", "{type: t, id: i, User: null}"),
        ("is: a customer", "not-a-tie", "a customer"),
        ("with: ['<a.b', '<a']", "not-a-tie", "'<a'"),
        ("sees: {clerk: 5x}", "not-a-tie", "5x"),
        ('of: "x where a = b"', "not-a-tie", '"x where a = b"'),
        ("set: {n: wipe}", "not-a-strategy", "wipe"),
        ("set: {n: {remove: 5}}", "not-a-strategy", "{remove: 5}"),
        ("set: {n: {mask: true}}", "not-a-strategy", "{mask: true}"),
        ("leave: {n: {date: week}}", "not-a-strategy", "{date: week}"),
        ("inbound: {a.b: drop}", "not-a-strategy", "drop"),
        ("inbound: {a: null}", "not-a-column", "a"),
        ("keep: {until: paid_at, because: tax, columns: []}", "not-an-anchor", "paid_at"),
        ("keep: {until: paid_at + 7w, because: tax, columns: []}", "not-an-anchor", "paid_at + 7w"),
        ("keep: {until: a + 1y, because: t, columns: [], reduce: {b: wipe}}", "not-a-strategy", "wipe"),
        ('slices: {"k > 5": {of: x}}', "not-a-condition", '"k > 5"'),
        ("slices: {else: {of: a b}}", "not-a-tie", "a b"),
        ("counters: {n: {counts: reviews}}", "not-a-column", "reviews"),
        ("counters: {n: {counts: .x}}", "not-a-column", ".x"),
        ("counters: {n: {counts: a.b.c}}", "not-a-column", "a.b.c"),
        ("counters: {n: {counts: a.b, where: x > 1}}", "not-a-condition", "where"),
        ("holds: {nmae: [a]}", "unknown-category", "nmae"),
        ("holds: {name: [a], text: [b, a]}", "column-twice", "a"),
        ("columns: {a: {whose: x}}", "unknown-category", "a"),
        ("erase: destroy", "wrong-value", "destroy"),
        ("holds: {name: a}", "wrong-value", "a"),
        ("sees: {v: {tie: x, shows: n}}", "wrong-value", "n"),
        ("sees: {v: {tie: x, showz: [n]}}", "unknown-word", "showz"),
        ("sees: {v: {tie: a b}}", "not-a-tie", "{tie: a b}"),
        ("eraze: delete", "unknown-word", "eraze"),
        ("keep: {until: a + 1y, becuase: x, because: y, columns: []}", "unknown-word", "becuase"),
        ("keep: {until: a + 1y, columns: []}", "missing", "keep"),
        ("nobody: perhaps", "wrong-value", "perhaps"),
        ("of: x\n    of: y", "duplicate-key", "of"),
    ],
)
def test_a_problem_points_at_the_text_that_is_wrong(table: str, code: str, under_the_caret: str) -> None:
    text = f"{HEAD}tables:\n  first: {{of: x}}\n  wrong:\n    {table}\n  last: {{of: x}}\n"
    found = problems(text)
    assert [p.code for p in found] == [code]
    assert pointed_at(found[0], text) == under_the_caret
    assert found[0].advice
    assert f"datamap.yaml:{found[0].span.line}:{found[0].span.col}" in found[0].render()  # type: ignore[union-attr]  # just asserted


def test_every_problem_is_reported_at_once() -> None:
    text = HEAD + (
        "people:\n"
        "  customer: {table: c, key: id, pseudo_when: nonsense}\n"
        "tables:\n"
        "  a: {of: 'x y', set: {n: wipe}}\n"
        '  b: {holds: {nmae: [q]}, slices: {"a = 1 or b = 2": {of: z}}}\n'
    )
    assert [(p.code, pointed_at(p, text)) for p in problems(text)] == [
        ("not-a-condition", "pseudo_when"),
        ("not-a-tie", "'x y'"),
        ("not-a-strategy", "wipe"),
        ("not-a-condition", '"a = 1 or b = 2"'),
        ("unknown-category", "nmae"),
    ]


@pytest.mark.parametrize("word", ["of", "with", "erase", "set", "leave", "keep", "nobody", "sees", "is"])
def test_a_word_beside_slices_is_never_passed_over_in_silence(word: str) -> None:
    """``erase: keep`` beside slices would otherwise be ignored, and rows that should stay would be deleted."""
    value = {
        "erase": "keep",
        "set": "{x: null}",
        "leave": "{x: null}",
        "keep": "{until: a + 1y, because: t, columns: []}",
        "nobody": "true",
        "sees": "{v: x}",
    }.get(word, "x")
    text = f'{HEAD}tables:\n  a:\n    slices: {{"k = 1": {{of: x}}, else: {{nobody: true}}}}\n    {word}: {value}\n'
    (found,) = problems(text)
    assert (found.code, pointed_at(found, text)) == ("slices-and-ties", word)


def test_rows_cannot_be_one_persons_and_shared_at_once() -> None:
    text = HEAD + "tables:\n  a: {of: x, with: y}\n"
    (found,) = problems(text)
    assert (found.code, pointed_at(found, text)) == ("of-and-with", "y")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "missing"),
        ("- a\n", "wrong-value"),
        ("just text", "wrong-value"),
        (HEAD + "tables: [\n", "not-yaml"),
        (HEAD + "tables:\n\ta: {}\n", "not-yaml"),
        (HEAD + "tables:\n  a: &x {of: c}\n  b: *x\n", "yaml-alias"),
        (HEAD + "tables:\n  a: {of: !!python/name:os.system ''}\n", "yaml-tag"),
        (HEAD + "tables:\n  ? [a, b]\n  : {of: c}\n", "key-not-text"),
        (HEAD + "tables: " + "[" * 60 + "]" * 60 + "\n", "too-deep"),
        (HEAD + "tables: " + "[" * 5000 + "]" * 5000 + "\n", "too-deep"),
        ("datamap: 2\nsystem: s\n", "wrong-value"),
        ("datamap: 1\n", "missing"),
        (HEAD + "tables:\n  a:\n", "wrong-value"),
        (HEAD + "tables:\n  a: {set: {n: .nan}}\n", "not-a-number"),
        (HEAD + "# " + "x" * 17_000_000, "file-too-large"),
    ],
)
def test_a_file_that_is_no_datamap_is_a_problem_not_a_crash(text: str, code: str) -> None:
    assert code in {p.code for p in problems(text)}


_WORDS = """is of with sees erase set leave keep nobody slices
            holds columns mentions inbound counters proves key title"""
_words = st.sampled_from(_WORDS.split())
_values = st.recursive(
    st.sampled_from(["x", "a b", "null", "5", "true", "'k = 1'", "delete", "2020-01-01", "~", "''", '"<a.b"']),
    lambda inner: (
        st.lists(inner, max_size=3).map(lambda vs: "[" + ", ".join(vs) + "]")
        | st.dictionaries(
            st.sampled_from(["x", "a.b", "until", "tie", "else", "type", "id", "name"]), inner, max_size=3
        ).map(lambda d: "{" + ", ".join(f"{k}: {v}" for k, v in d.items()) + "}")
    ),
    max_leaves=6,
)


@given(st.dictionaries(_words, _values, min_size=1, max_size=4))
def test_any_shape_of_table_is_a_datamap_or_problems_with_positions(table: dict[str, str]) -> None:
    text = HEAD + "tables:\n  a:\n" + "".join(f"    {word}: {value}\n" for word, value in table.items())
    try:
        read(text)
    except DeploymentInvalid as refused:
        for problem in refused.problems:
            assert problem.message
            pointed_at(problem, text)


@given(st.text(max_size=80))
def test_any_text_at_all_is_a_datamap_or_problems(text: str) -> None:
    with pytest.raises(DeploymentInvalid):
        read(text)


def test_a_problem_says_nothing_of_how_the_file_is_read() -> None:
    text = HEAD + "tables:\n  a: 5\n"
    (found,) = problems(text)
    assert not re.search(r"Model|pydantic|instance of", found.message)


@pytest.mark.parametrize("name", ["no", "on", "yes", "off", "y", "NO", "true_", "null_"])
def test_a_column_may_be_called_what_old_yaml_takes_for_a_truth_value(name: str) -> None:
    datamap = read(HEAD + f"tables:\n  a: {{of: x, key: [{name}], holds: {{name: [{name}]}}}}\n")
    assert datamap.tables["a"].key == (name,)
    assert list(datamap.tables["a"].columns) == [name]
