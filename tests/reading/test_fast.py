"""The quick reader: whatever it accepts, the full parser reads as the very same, without a word to say of it."""

import re
import sys
import unicodedata
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from congress_cli.model.message import Diagnostics
from congress_cli.reading import yaml
from congress_cli.reading.fast import reread, simple_mapping, simple_units_file
from congress_cli.reading.files import source_of
from congress_cli.reading.lines import _LETTER, Lines
from congress_cli.reading.load import fast_registry
from congress_cli.reading.registry import read_registry
from congress_cli.reading.rulebook import fast_rulebook, read_rulebook
from congress_cli.reading.yaml import BadYaml, Document, load, parse
from tests.builders import read_case
from tests.patience import cases
from tests.reading.places import source
from tests.reading.test_registry import UNITS, rules
from tests.reading.test_rulebook import RULES

ROOT = Path(__file__).parents[2]
FORCES = """\
task_forces:
  - {id: TF-2, name: Đoàn số 2}
  - id: TF-3
    name: "Đoàn số 3"
"""
MORE = """\
  - id: M-2
    name: "Đảng bộ phường Hai: \\"mới\\""   # nhận xét
    level: grassroots
    type: phuong
    parent: M
    tags:
    - pilot
    closed:
      day: ../2020-06-11
      note: 'bị gộp, xem "M"'
    facts:
      congress.opened:
        day: 2020-06-03
        source: https://example.vn/a#b
      topics: {items: [one, two], day: 2020-06}

  # hết
"""
PIECES = st.sampled_from(
    (
        *("", " ", "  ", "\t", "- ", ": ", ":", "#", " #", "'", '"', "\\", "{", "}", "[", "]", ",", ", ", "&a ", "*a"),
        *("!x ", "|", ">", "?", "%", "@", "`", "~", "no", "y", "...", "---", "-", "-1", ".inf", "\n", "\n\n", "\r\n"),
        *("\r", "à", "a\u0300", "\u200b", "\u00a0", "\ufeff", "x: 1", "units:", "{a: b}", "[a, b]", "=", "<<", "0x1"),
        *("(", "ß", "→", "\n  ", "\n    ", "- a\n", "\n- ", "    ", "facts:", "tags:", "../", "/.."),
    )
)


@st.composite
def damaged(draw, text: str) -> str:
    """The text with one to three pieces put in, or in the place of a few characters."""
    for _ in range(draw(st.integers(1, 3))):
        place, gone = draw(st.integers(0, len(text))), draw(st.sampled_from([0, 0, 1, 2, 7]))
        text = text[:place] + draw(PIECES) + text[place + gone :]
    return text


def fully(text: str) -> tuple[Any, Diagnostics]:
    diagnostics = Diagnostics()
    try:
        return load(text, "a.yaml", diagnostics), diagnostics
    except BadYaml:
        return None, diagnostics


def same_as_the_full_parser(data: bytes) -> bool:
    """Whether the bytes are plain; if they are, that the full parser says the same of them."""
    plain = simple_units_file(data)
    if plain is None:
        return False
    raw, diagnostics = fully(data.decode())
    assert not diagnostics.found
    units = [
        {**unit.fields, **({"facts": unit.facts or full["facts"]} if "facts" in full else {})}
        for unit, full in _pairs(plain, raw)
    ]
    assert {**plain.fields, "units": units} == raw
    for (unit, full), place in zip(_pairs(plain, raw), raw["units"].marks, strict=True):
        assert (unit.line, unit.column) == place
        assert unit.marks == {key: mark[:2] for key, mark in getattr(full.get("facts"), "marks", {}).items()}
        assert {key: unit.marks[key] for key in unit.marks} == dict(unit.marks.items())
    if plain.forces:
        assert plain.forces == raw["task_forces"].marks
    return True


def _pairs(plain, raw):
    return list(zip(plain.units, raw["units"], strict=True))


ODD_UNITS = r"""
  - id: "M-3"
    name: >-
      Đảng bộ
      phường Ba   # no comment
    level: grassroots
    "type": phuong
    parent: M
    # nhận xét → 👍

    facts:
      # trong này
      congress.opened: {day: 2020-06-03, note: "a	b",
        source: 'sổ

          tay: số 1'}
      topics: # hai
        - one

  # sau
  - id: M-4
    name: Đảng bộ
      phường Bốn
    level: grassroots
    type: phuong
    parent: M
    facts:
  - name: x
    id: M-5
    level: grassroots
    type: phuong
    parent: M
    facts: {congress.opened: 2020-06, topics: {items: [one, two]}}  # cuối
"""
IN_BRACKETS = r"""
  - {id: M-10, name: Đảng bộ phường Mười, level: grassroots, type: phuong, parent: M, facts: {congress.opened: {day: 2020-06-03, source: "sổ, {trang 3}"}, congress.closed: 2020-06-04, topics: [one, two], targets: {growth: 7}}}
  - {id: M-11, name: 'a, b', level: grassroots, type: phuong, tags: [pilot], parent: M, facts: {congress.opened: {day: 2020-06, note: {vi: một, en: one}}, congress.closed: 2020-06-04}}
  - {facts: {topics: [one]}, id: M-12, name: "facts: {", level: grassroots, type: phuong, parent: M}
  - {id: M-13, name: x, level: grassroots, type: phuong, parent: M, facts: {}}
  - id: M-14
    name: x
    level: grassroots
    type: phuong
    facts: {congress.opened: {day: 2020-06-03, source: 'a'}, congress.closed: 2020-06-04}

"""  # noqa: E501
BRACKETS = """  - {id: M-6, name: "Đảng bộ, phường Sáu", level: grassroots, type: phuong, parent: M, tags: [pilot]}

  -   {id: M-7, name: a, level: grassroots, type: phuong, parent: M, facts: {}}   # trống
  # nhận xét
  - {id: M-8, name: a, level: grassroots, type: phuong, facts: {topics: [one], targets: {growth: 7}}, parent: M}
  - {id: M-9,
     name: a, level: grassroots, type: phuong, parent: M,   # hai dòng
     facts: {topics: [one],
             congress.opened: 2020-06-01}}
"""
FULL = UNITS + MORE + ODD_UNITS + BRACKETS + IN_BRACKETS


@st.composite
def damaged_brackets(draw) -> str:
    """Units in brackets of which one line has pieces put in, or has two of its own pieces changed for one another."""
    lines = IN_BRACKETS.splitlines(keepends=True)
    place = draw(st.sampled_from([number for number, line in enumerate(lines) if "{" in line]))
    if draw(st.booleans()):
        lines[place] = draw(damaged(lines[place]))
    else:
        parts = re.split(r"(, |: |[{}\[\]\"'])", lines[place])
        one, other = (draw(st.integers(0, len(parts) - 1)) for _ in range(2))
        parts[one], parts[other] = parts[other], parts[one]
        lines[place] = "".join(parts)
    return UNITS + "".join(lines)


AGAIN = """\
format: congress-units/1
records: complete
units:
  - id: TOP
    name: Ministry
    level: top
    type: ministry
    facts:
      findings:
        - case: 17
          sort: critical
          detected: 2025-03-01
          fixed: 2025-03-12
        - {"case": 18, sort: high, detected: 2025-03-02/2025-03-04, document: 7-CV}
        - case: "A-1"
          sort: high
          fixed: {day: 2025-03, source: x}
  - id: B-1
    name: Bureau
    level: office
    type: bureau
    parent: TOP
    facts:
      report.sent:
        2025-01: 2025-02-03
        2025-02: {day: 2025-02-26, document: 12-BC}
        "2025-03":
          day: 2025-03-26
      progress.sent: {"1": 2025-03-09, 2: 2025-03-20, '3': 2025-04-01}
  - {id: B, name: b, level: office, type: bureau, parent: TOP, facts: {findings: [{case: 1, sort: high}]}}
"""
NAMED = "id: {0}\n    name: {0}\n    level: office\n    type: bureau\n    parent: TOP\n"
RETURNS = read_case(ROOT / "tests" / "cases" / "papers" / "returns")[1]


@cases(600)
@given(st.one_of(damaged(UNITS), damaged(UNITS + MORE), damaged(FULL), damaged_brackets(), st.text(), PIECES))
@example(UNITS)
@example(UNITS.replace("\n", "\r\n"))
@example(UNITS + MORE.replace('\\"', ""))
@example(UNITS.replace("task_forces: [{id: TF-1, name: Đoàn số 1}]\n", FORCES))
@example(UNITS.replace("số 1}]", "số 1}, {id: TF-2, name: x}]"))
@example("\ufeff" + UNITS)
@example(FULL)
@example(FULL.replace("\n  - ", "\n\n  # {x: y\n  - "))
@example("\ufeff# đầu → tệp\n---\n" + FULL.replace("\n", "\r\n"))
@example(UNITS + "  - id: M-3\n    facts: []\n")
@example(UNITS + "  - id: M-3\n    name: a\x85b\n  - id: M-4\n")
@example(UNITS + "  - id: M-3\n    name: 'a\n  - id: M-4\n    name: b'\n")
@example(UNITS + "  - id: M-3\n    name: |\n  - id: M-4\n   name: b\n")
@example(UNITS + "  - id: M-3\n   name: b\n")
@example(FULL.replace("          tay", "  tay"))
def test_what_is_read_quickly_is_what_the_full_parser_reads(text):
    try:
        data = text.encode()
    except UnicodeEncodeError:
        return
    same_as_the_full_parser(data)


@cases(300)
@given(damaged(RULES))
@example(RULES)
def test_any_file_read_quickly_is_the_mapping_that_the_full_parser_reads(text):
    data = text.encode("utf-8", "replace")
    plain = simple_mapping(data)
    if plain is not None:
        raw, diagnostics = fully(data.decode())
        assert not diagnostics.found
        assert plain == raw


@cases(400)
@given(st.one_of(damaged(UNITS), damaged(UNITS + MORE.replace('\\"', "")), damaged(FULL), damaged_brackets()))
@example(UNITS)
@example(FULL)
@example(UNITS.replace("level: upper", "level: uper"))
@example(UNITS.replace("parent: M", "parent: N"))
@example(UNITS.replace("id: M-1", "id: M"))
@example(UNITS.replace("id: M-1", "id: M 1"))
@example(UNITS.replace("topics: [one]", "topics: [four]"))
@example(UNITS.replace("growth: 7.5", "grow: 7.5"))
@example(UNITS.replace("done: 2", "done: 4"))
@example(UNITS.replace("topics: [one]", "topic: [one]"))
def test_a_registry_read_quickly_is_the_one_read_with_care_and_has_no_mistake(text):
    quick = fast_registry([("a.yaml", simple_units_file(text.encode()))], rules())
    diagnostics = Diagnostics()
    careful = read_registry([source(text, "a.yaml")], rules(), diagnostics)
    if quick is not None:
        assert not diagnostics.found
        assert quick == careful


@cases(200)
@given(damaged(AGAIN))
@example(AGAIN)
@example(AGAIN.replace("sort: high", "sort: low"))
@example(AGAIN.replace("case: 18", "case: 17"))
@example(AGAIN.replace("2025-03", "2025-13"))
@example(AGAIN.replace('"2025-03": ', "2025-02: "))
@example(AGAIN.replace("fixed: 2025-03-12", "mended: 2025-03-12"))
def test_periods_and_cases_read_quickly_are_those_read_with_care(text):
    quick = fast_registry([("a.yaml", simple_units_file(text.encode()))], RETURNS)
    diagnostics = Diagnostics()
    careful = read_registry([source(text, "a.yaml")], RETURNS, diagnostics)
    if quick is not None:
        assert not diagnostics.found
        assert quick == careful


def test_a_thousand_cases_of_a_unit_are_read_quickly_in_every_way_of_writing(monkeypatch):
    days = [("2025-01-05", f"2025-02-{number % 28 + 1:02}") for number in range(1_000)]
    each = [
        f'case: "{number}", sort: high, detected: {one}, fixed: {other}' for number, (one, other) in enumerate(days)
    ]
    blocks = "".join(f"        - {one.replace(', ', chr(10) + ' ' * 10)}\n" for one in each)
    brackets = ", ".join(f"{{{one}}}" for one in each)
    lines = "".join(f"        - {{{one}}}\n" for one in each)
    heads = {"B-3": f"\n{blocks}", "B-4": f"\n{lines}", "B-5": f" [{brackets}]\n"}
    units = "".join(f"  - {NAMED.format(one)}    facts:\n      findings:{cases_}" for one, cases_ in heads.items())
    units += (
        f"  - {{id: B-6, name: Six, level: office, parent: TOP, type: bureau, facts: {{findings: [{brackets}]}}}}\n"
    )
    monkeypatch.setattr(yaml, "parse", None)

    read = fast_registry([("a.yaml", simple_units_file((AGAIN + units).encode()))], RETURNS)

    assert read is not None
    found = [read.by_id[f"B-{one}"].facts["findings"] for one in (3, 4, 5, 6)]
    assert [one.value() for one in found] == ["1000"] * 4
    assert len(set(found)) == 1


@cases(150)
@given(damaged(RULES))
@example(RULES)
def test_a_rulebook_read_quickly_is_the_one_read_with_care_and_has_no_mistake(text):
    quick = fast_rulebook(text.encode())
    if quick is not None:
        diagnostics = Diagnostics()
        assert quick == read_rulebook(source(text, "rules.yaml"), diagnostics)
        assert not diagnostics.found


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_registry_as_it_is_documented_is_read_quickly(newline):
    assert same_as_the_full_parser(UNITS.replace("\n", newline).encode())
    assert same_as_the_full_parser((UNITS + MORE.replace('\\"', "")).replace("\n", newline).encode())


def test_units_in_brackets_comments_and_odd_units_are_read_quickly():
    assert same_as_the_full_parser(FULL.encode())
    assert fast_registry([("a.yaml", simple_units_file(FULL.encode()))], rules()) is not None


def test_only_the_odd_unit_is_given_to_the_full_reader(monkeypatch):
    read: list[str] = []

    def noted(text: str, path: str) -> Document:
        read.append(text)
        return parse(text, path)

    monkeypatch.setattr(yaml, "parse", noted)

    assert simple_units_file((UNITS + ODD_UNITS + BRACKETS).encode()) is not None
    assert [text.split()[2].strip('",') for text in read] == ["M-3", "M-4", "M-7", "M-9"]


@pytest.mark.parametrize(
    "path",
    [
        *(path.relative_to(ROOT).as_posix() for path in sorted((ROOT / "examples").rglob("*.yaml"))),
        "data/units.yaml",
        "data/rules.yaml",
    ],
)
def test_the_files_of_the_project_are_read_quickly(path):
    data = (ROOT / path).read_bytes()
    if b"congress-units/1" in data:
        assert same_as_the_full_parser(data)
    else:
        assert simple_mapping(data) == fully(data.decode())[0]


def test_the_shipped_registry_is_the_same_read_either_way():
    book = fast_rulebook((ROOT / "data" / "rules.yaml").read_bytes())
    data = (ROOT / "data" / "units.yaml").read_bytes()
    careful = source_of(data, "units.yaml", Diagnostics())

    assert book is not None
    assert careful is not None
    assert fast_registry([("units.yaml", simple_units_file(data))], book) == read_registry(
        [careful], book, Diagnostics()
    )


@pytest.mark.parametrize(
    "line",
    [
        "name: &a x",
        "name: *a",
        "name: !x y",
        "name: |",
        "name: >-",
        "name: ? x",
        "name: no",
        "name: .inf",
        "name: x: y",
        "name: x:",
        "name: 'x' y",
        'name: "x\\n"',
        "name: {a: b} c",
        "name: {a: b",
        "name: {a: b, a: c}",
        "name: {a: [b, {c: d}]}e",
        "name:\tx",
        "name: x\u200b",
        "name: a\u0300",
        "name:",
        "name: ",
        '"na me": x',
        '"name: x',
        "\"name': x",
        "no: x",
        "? name",
        "name: - x",
        "name: \U0001f600",
        "name: " + "x" * 4_097,
        "name: '" + "x" * 4_097 + "'",
        "name: {a: " + "x" * 4_097 + "}",
        "name: {a: [b, '" + "x" * 4_097 + "']}",
        "x" * 1_025 + ": name",
    ],
)
def test_what_is_not_plain_is_left_to_the_full_parser(line):
    assert simple_mapping(f"{line}\n".encode()) is None


def test_letters_that_are_read_quickly_are_in_the_composed_form():
    letter = re.compile(f"[{_LETTER}]")
    letters = [char for char in map(chr, range(sys.maxunicode)) if letter.match(char)]

    assert len(letters) > 500
    assert all(unicodedata.is_normalized("NFC", char) for char in letters)


SEVERAL = UNITS + ODD_UNITS + BRACKETS


@cases(100)
@given(damaged(FULL), damaged_brackets())
def test_lines_that_were_met_in_another_file_mean_the_same(one: str, other: str) -> None:
    known = Lines()
    for text in (one, other, one):
        assert simple_units_file(text.encode(), known) == simple_units_file(text.encode())


@given(damaged(SEVERAL))
def test_a_changed_file_is_read_again_as_if_for_the_first_time(text: str) -> None:
    before, after = SEVERAL.encode(), text.encode()
    file = simple_units_file(before)
    assert file is not None
    assert reread(before, file, after) == simple_units_file(after)
