"""Values change, comments and everything else stay."""

from __future__ import annotations

import copy

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from upheld.formats.charter_edits import remove_value, set_value

FILE = """# our promises
charter: 1
statements:
- id: logs   # short on purpose
  status: proposed  # not looked at
  source: {start: 1, end: 2}
  slots:
    period: P90D   # ninety
    subject:
    - logs
    - sessions
  # about the bound: see the minutes
  runs_as: retention.sweep
- id: copy
  status: proposed
# the end
"""
COMMENTS = [line.split("#", 1)[1] for line in FILE.splitlines() if "#" in line]


def comments(text: str) -> list[str]:
    return [line.split("#", 1)[1] for line in text.splitlines() if "#" in line]


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("statements", 0, "status"), "confirmed"),
        (("statements", 0, "slots", "period"), "P30D"),
        (("statements", 0, "slots", "bound"), "max"),
        (("statements", 0, "slots", "subject"), "logs"),
        (("statements", 0, "anchor_assumed"), "when: the line is written"),
        (("statements", 0, "source", "end"), 7),
        (("statements", 0, "source", "extra"), True),
        (("statements", 1, "slots", "right"), "access"),
        (("statements", 1, "waived_because"), "it's a “quote”\nof two lines"),
        (("statements", 1, "status"), "waived"),
    ],
)
def test_sets_one_value(path: tuple[str | int, ...], value: str | int | bool) -> None:
    expected = yaml.safe_load(FILE)
    inner = expected
    for step in path[:-1]:
        inner = inner.setdefault(step, {}) if isinstance(inner, dict) else inner[step]
    inner[path[-1]] = value
    text = set_value(FILE, path, value)
    assert yaml.safe_load(text) == expected
    assert comments(text) == COMMENTS


@pytest.mark.parametrize(
    "path", [("statements", 0, "runs_as"), ("statements", 0, "slots", "subject"), ("statements", 0, "source", "end")]
)
def test_removes_one_value(path: tuple[str | int, ...]) -> None:
    expected = yaml.safe_load(FILE)
    inner = expected
    for step in path[:-1]:
        inner = inner[step]
    del inner[path[-1]]
    text = remove_value(FILE, path)
    assert yaml.safe_load(text) == expected
    assert comments(text) == COMMENTS


def test_removing_what_is_not_there_changes_nothing() -> None:
    assert remove_value(FILE, ("statements", 1, "slots", "period")) == FILE


def test_the_mark_of_a_list_item_is_not_removed() -> None:
    with pytest.raises(KeyError):
        remove_value(FILE, ("statements", 1, "id"))


def test_an_index_that_does_not_exist_is_refused() -> None:
    with pytest.raises(KeyError):
        set_value(FILE, ("statements", 9, "status"), "x")


_SCALARS = (
    st.text(
        st.characters(codec="utf-8", exclude_categories=("Cs", "Cc"), exclude_characters="\x85\u2028\u2029\ufeff#"),
        max_size=20,
    )
    | st.booleans()
    | st.integers()
)
_EDITS = st.lists(
    st.tuples(
        st.integers(0, 1),
        st.sampled_from([("status",), ("slots", "period"), ("slots", "new"), ("waived_because",), ("source", "end")]),
        st.none() | _SCALARS,
    ),
    max_size=6,
)


@given(_EDITS)
def test_any_row_of_edits_does_what_a_dictionary_would(
    edits: list[tuple[int, tuple[str, ...], str | int | bool | None]],
) -> None:
    text, expected = FILE, copy.deepcopy(yaml.safe_load(FILE))
    for index, keys, value in edits:
        path = ("statements", index, *keys)
        inner = expected["statements"][index]
        for key in keys[:-1]:
            inner = inner.setdefault(key, {}) if value is not None else inner.get(key, {})
        if value is None:
            try:
                text = remove_value(text, path)
            except KeyError:
                continue
            inner.pop(keys[-1], None)
        else:
            text = set_value(text, path, value)
            inner[keys[-1]] = value
        assert yaml.safe_load(text) == expected
