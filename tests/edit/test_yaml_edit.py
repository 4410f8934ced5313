"""A text changed in place holds what was meant, and every other character stays."""

import difflib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.edit.typed_values import Raw
from congress_cli.edit.yaml_edit import rewriting, spliced, undoing
from congress_cli.model.message import Diagnostics
from congress_cli.reading.yaml import load
from tests.edit.texts import KEYS, roots, scalars, trees, written
from tests.patience import cases


def read(text: str) -> Any:
    diagnostics = Diagnostics()
    value = load(text, "units.yaml", diagnostics)
    assert not diagnostics.errors, diagnostics.errors
    return value


def changed(text: str, new: Raw) -> str:
    return spliced(text, rewriting(text, read(text), new))


@st.composite
def edited(draw: Any, root: dict[str, Raw]) -> dict[str, Raw]:
    """A value like another one, but for one place: there something is new, gone or different."""
    copy: Any = {**root}
    key = draw(st.sampled_from(sorted(copy)))
    inner = copy[key]
    if isinstance(inner, dict) and inner and draw(st.booleans()):
        copy[key] = draw(edited(inner))
    elif isinstance(inner, list) and inner and draw(st.booleans()):
        copy[key] = draw(edited_list(inner))
    elif len(copy) > 1 and draw(st.booleans()):
        del copy[key]
    elif draw(st.booleans()):
        copy[draw(st.sampled_from(KEYS))] = draw(trees(2))
    else:
        copy[key] = draw(trees(2))
    return dict(copy)


@st.composite
def edited_list(draw: Any, items: list[Raw]) -> list[Raw]:
    place = draw(st.integers(0, len(items) - 1))
    inner = items[place]
    if isinstance(inner, dict) and inner:
        return [*items[:place], draw(edited(inner)), *items[place + 1 :]]
    before, after = items[:place], items[place + 1 :]
    new: list[Raw] = draw(st.sampled_from([[], [draw(scalars)], [inner, draw(trees(1))]]))
    return [*before, *new, *after]


@cases(600)
@given(st.data())
def test_splicing_and_reading_gives_the_value_with_the_one_change_and_undoing_gives_the_same_text(data):
    text, root = data.draw(written())
    assert read(text) == root
    new = data.draw(edited(root))

    splices = rewriting(text, read(text), new)
    after = spliced(text, splices)

    assert read(after) == new
    assert spliced(after, undoing(splices)) == text


@cases(200)
@given(written(), roots)
def test_any_value_can_be_made_of_any_other(pair, new):
    assert read(changed(pair[0], new)) == new


@cases(100)
@given(written())
def test_where_nothing_changes_no_character_does(pair):
    assert rewriting(pair[0], read(pair[0]), pair[1]) == []


UNIT = """\
# Sổ
units:
  - id: U   # mã
    name: 'Đảng bộ'
    facts:
      # việc
      a: 2020-06-03   # theo lịch
      b: {day: 2020-06-03, note: "x"} # dòng

      c:
        day: 2020-06-04
        note: |
          Dòng một
          Dòng hai

  - {id: V, facts: {a: "2020-06-03"}}
  - id: W
    facts: {}
  - id: X
    facts:
  - id: Y
    name: cuối"""


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("where", "value", "gone", "come"),
    [
        ((0, "facts", "a"), "2020-06-05", "      a: 2020-06-03   # theo lịch", "      a: 2020-06-05   # theo lịch"),
        (
            (0, "facts", "b", "day"),
            "2020-06-05",
            '      b: {day: 2020-06-03, note: "x"} # dòng',
            '      b: {day: 2020-06-05, note: "x"} # dòng',
        ),
        (
            (0, "facts", "b", "document"),
            "15-BC/QU",
            '      b: {day: 2020-06-03, note: "x"} # dòng',
            '      b: {day: 2020-06-03, note: "x", document: 15-BC/QU} # dòng',
        ),
        ((0, "facts", "b"), None, '      b: {day: 2020-06-03, note: "x"} # dòng', None),
        ((0, "name"), "Đảng bộ 'Một'", "    name: 'Đảng bộ'", "    name: 'Đảng bộ ''Một'''"),
        ((0, "facts", "d"), {"day": "2020-07", "by": "VP"}, None, '      d: {day: 2020-07, by: "VP"}'),
        ((0, "facts", "c", "source"), "báo", None, '        source: "báo"'),
        (
            (1, "facts", "a"),
            "2020-06-05",
            '  - {id: V, facts: {a: "2020-06-03"}}',
            '  - {id: V, facts: {a: "2020-06-05"}}',
        ),
        (
            (1, "facts", "b"),
            ["x", "y z"],
            '  - {id: V, facts: {a: "2020-06-03"}}',
            '  - {id: V, facts: {a: "2020-06-03", b: [x, y z]}}',
        ),
        ((2, "facts", "a"), "2020-06-05", "    facts: {}", "    facts: {a: 2020-06-05}"),
        ((3, "facts", "a"), "2020-06-05", None, "      a: 2020-06-05"),
        ((4, "closed"), {"day": "2020-06-05"}, None, "    closed: {day: 2020-06-05}"),
    ],
)
def test_a_change_of_one_value_is_a_change_of_one_line(newline, where, value, gone, come):
    text = UNIT.replace("\n", newline)
    new = read(text)
    inner: Any = new["units"]
    for step in where[:-1]:
        if inner[step] is None:
            inner[step] = {}
        inner = inner[step]
    if value is None:
        del inner[where[-1]]
    else:
        inner[where[-1]] = value

    after = changed(text, new)

    assert read(after) == new
    told = list(difflib.ndiff(text.split(newline), after.split(newline)))
    assert [one[2:] for one in told if one.startswith("- ")] == ([gone] if gone else [])
    assert [one[2:] for one in told if one.startswith("+ ")] == ([come] if come else [])


def test_a_unit_without_facts_gets_them_in_lines_of_their_own():
    new = read(UNIT)
    new["units"][4]["facts"] = {"a": "2020-06-03"}

    assert changed(UNIT, new) == UNIT + "\n    facts:\n      a: 2020-06-03"


def test_a_new_unit_looks_like_the_last_one():
    new = read(UNIT)
    new["units"].append({"id": "Z", "name": "Đảng bộ xã", "tags": ["watch"]})

    assert changed(UNIT, new) == UNIT + "\n  - id: Z\n    name: Đảng bộ xã\n    tags: [watch]"


def test_the_first_waiver_of_an_empty_list_gets_lines():
    text = "format: congress-waivers/1\nwaivers: []  # chưa có\n"

    after = changed(text, {"format": "congress-waivers/1", "waivers": [{"rule": "r", "units": ["U"]}]})

    assert after == "format: congress-waivers/1\nwaivers:  # chưa có\n  - rule: r\n    units: [U]\n"
