"""The reader: any text is a value or a noted mistake, every value knows its place, both parsers agree."""

from __future__ import annotations

from collections.abc import Iterator
from time import perf_counter
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.model.message import Diagnostics, Position
from congress_cli.reading import yaml as reader
from congress_cli.reading.positions import LocatedDict, LocatedList, Node, position_of, with_colon
from congress_cli.reading.yaml import BadYaml, load, parse
from tests.edit.texts import written
from tests.patience import cases
from tests.reading.places import told, words

LIKE_YAML = st.text(alphabet="ab: -\n\t\"'[]{},#|>&*!?%@`~.<0\r\u00e2\u0301\u200b", max_size=60)
ORACLE: Any = yaml.CBaseLoader if yaml.__with_libyaml__ else yaml.BaseLoader
ANY_TEXT = st.one_of(st.text(), LIKE_YAML)


def read(text: str) -> tuple[Any, Diagnostics]:
    """The value, or BadYaml itself where the text cannot be read, with the diagnostics."""
    diagnostics = Diagnostics()
    try:
        return load(text, "a.yaml", diagnostics), diagnostics
    except BadYaml:
        return BadYaml, diagnostics


def warned(diagnostics: Diagnostics) -> list[str]:
    return [f"{one.place.line}:{one.place.column} {one.key}" for one in diagnostics.warnings]


@pytest.fixture(params=["libyaml", "pure"])
def parser(request, monkeypatch):
    if request.param == "pure":
        monkeypatch.setattr(reader, "Parser", None)
    elif not yaml.__with_libyaml__:
        pytest.skip("PyYAML is built without libyaml here")
    return request.param


# --- what is refused, and where


@pytest.mark.parametrize(
    ("text", "mistake"),
    [
        ("a: 1\nb: &x [1]\nc: *x\n", "2:4 yaml-anchor"),
        ("a: &a [*a]\n", "1:4 yaml-anchor"),
        ("a: *nowhere\n", "1:4 yaml-anchor"),
        ("a: !!python/object:os.system x\n", "1:4 yaml-tag"),
        ("a: !x [1]\n", "1:4 yaml-tag"),
        ("a: 1\n---\nb: 2\n", "2:1 yaml-documents"),
        ("a: 1\n[x]: 2\n", "2:1 yaml-key-not-text"),
        ("? {a: b}\n: 2\n", "1:3 yaml-key-not-text"),
        ("a:\n\tb: 1\n", "2:1 yaml-tab"),
        ("a: b: c\n", "1:5 yaml-colon"),
        ("a: [1, 2\nb: 1\n", "2:2 yaml-bracket"),
        ("a: {b: 1]\n", "1:9 yaml-bracket"),
        ("a: @x\n", "1:4 yaml-character"),
        ("a: \u202eb\n", "1:4 character-forbidden"),
        ("a: b\nc: d\x1b[31m\n", "2:5 character-forbidden"),
        ("a: b\r\nc: \x00\r\n", "2:4 character-forbidden"),
        ("a: b\rc: \x07\r", "2:4 character-forbidden"),
        ("a: b\rc: d: e\r", "2:5 yaml-colon"),
        ("# x\ra: 'b\rc: d'\re: f\r g: h\r", "5:3 yaml-indentation"),
        ("a: b\u2028c\n", "1:5 character-forbidden"),
        ("a: b\u0085c\n", "1:5 character-forbidden"),
        ('a: "\\e[31m"\n', "1:4 character-forbidden"),
        ('a: "b\\uFFFE"\n', "1:4 character-forbidden"),
        ("a: b\uffff\n", "1:5 character-forbidden"),
        ('a: "\\u202e"\n', "1:4 character-forbidden"),
        ("a: " + "x" * 4097 + "\n", "1:4 text-too-long"),
        ("note: " + "x" * 65_537 + "\n", "1:7 text-too-long"),
        ("a: .inf\n", "1:4 not-a-number"),
        ("a: -.INF\n", "1:4 not-a-number"),
        ("a: [.nan]\n", "1:5 not-a-number"),
        ("a: 1\nb: 2\na: 3\n", "3:1 key-twice"),
        ("a: {b: 1, b: 2}\n", "1:11 key-twice"),
        ("\u00e2: 1\na\u0302: 2\n", "2:1 key-twice"),
    ],
    ids=lambda value: ascii(value[:30]),
)
def test_what_is_refused_is_told_with_its_line_and_column(parser, golden, text, mistake):
    diagnostics = read(text)[1]

    assert mistake in told(diagnostics)
    if parser == "libyaml":
        golden.same("mistakes-yaml.txt", words(diagnostics), ascii(text[:80]))


@pytest.mark.parametrize(
    "text",
    [
        "a: 'b\n",
        'a: "b\n',
        "a: [b",
        "a:\n  b: 1\n c: 2\n",
        "- a\nb: 1\n",
        "}",
        "%YAML 9\n---\na",
        "a: |x\n b",
        'a: "b" c\n',
        "a: 'b\nc: 'd'\n",
        "a: 1\n  b: 'c\nd: 'e'\n",
        "a: 1\nbc\nd: 2\n",
        "a: 1\n- b c\nd: 2\n",
        "- a: 1\n  bc d\n  e: 2\n",
        "a:1\nb: 2\n",
        "  a b\n\n  # x\n  c: d\n",
        'a: "\\q"\n',
        'a: "\\xZZ"\n',
    ],
    ids=ascii,
)
def test_what_is_no_yaml_is_one_mistake(parser, golden, text):
    value, diagnostics = read(text)

    assert value is BadYaml
    assert len(diagnostics.errors) == 1
    assert diagnostics.errors[0].key.startswith("yaml-")
    if parser == "libyaml":
        golden.same("mistakes-yaml.txt", words(diagnostics), ascii(text))


def test_both_lines_of_a_key_that_stands_twice_are_told():
    _, diagnostics = read("a: 1\nb: 2\n  \na: 3\n")

    assert diagnostics.errors[0].args == {"key": "a", "line": 1, "column": 1}


def test_every_mistake_that_can_be_read_on_after_is_told_in_one_run():
    _, diagnostics = read("a: .inf\na: .nan\nb: " + "x" * 5_000 + "\n")

    assert told(diagnostics) == ["1:4 not-a-number", "2:1 key-twice", "2:4 not-a-number", "3:4 text-too-long"]


def test_a_key_of_many_characters_is_refused_too():
    _, diagnostics = read("? " + "k" * 4_097 + "\n: 1\n")

    assert told(diagnostics) == ["1:3 text-too-long"]


@pytest.mark.parametrize(
    "opening",
    ["[", "{a: ", "- ", "[{a: ", "? "],
    ids=["brackets", "braces", "dashes", "both", "question marks"],
)
def test_fifty_thousand_levels_are_refused_at_once(parser, opening):
    started = perf_counter()

    value, diagnostics = read(opening * 50_000)

    assert value is BadYaml
    assert diagnostics.errors[0].key in ("yaml-depth", "yaml-key-not-text")
    assert perf_counter() - started < 5


def test_forty_levels_are_read_and_one_more_is_refused(parser):
    value, _ = read("[" * 40 + "]" * 40)
    beyond, diagnostics = read("[" * 41 + "]" * 41)

    assert isinstance(value, LocatedList)
    assert beyond is BadYaml
    assert told(diagnostics) == ["1:41 yaml-depth"]


# --- what is odd but read


@pytest.mark.parametrize(
    ("text", "value", "warning"),
    [
        ("a: no\n", {"a": "no"}, "1:4 boolean-word"),
        ("a: [ON]\n", {"a": ["ON"]}, "1:5 boolean-word"),
        ("y: 1\n", {"y": "1"}, "1:1 boolean-word"),
        ("a: b\u200bc\n", {"a": "b\u200bc"}, "1:4 character-invisible"),
        ("a\u00a0b: c\n", {"a\u00a0b": "c"}, "1:1 character-invisible"),
        ("a: a\u0302\n", {"a": "\u00e2"}, "1:4 text-not-nfc"),
    ],
    ids=ascii,
)
def test_what_is_odd_is_read_with_a_warning(parser, text, value, warning):
    found, diagnostics = read(text)

    assert found == value
    assert warned(diagnostics) == [warning]
    assert not diagnostics.errors


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a: 'no'\n'on': \"y\"\n", {"a": "no", "on": "y"}),
        ("a: Không\nb: true\nc: null\nd: ~\n", {"a": "Không", "b": "true", "c": "null", "d": "~"}),
        ("a: 12:30\nb: 010\nc: 0o10\nd: 1_000\n", {"a": "12:30", "b": "010", "c": "0o10", "d": "1_000"}),
        ("a: 2020-06-03\nb: 1e400\nc: 0912345678\n", {"a": "2020-06-03", "b": "1e400", "c": "0912345678"}),
        ("a:\nb: ''\n", {"a": None, "b": ""}),
        ("a: |\n  b\n  c\n", {"a": "b\nc\n"}),
        ("reason: " + "x" * 5_000 + "\n", {"reason": "x" * 5_000}),
        ("<<: {a: b}\n", {"<<": {"a": "b"}}),
        ("---\na: b\n...\n", {"a": "b"}),
        ("%YAML 1.1\n---\na: b\n", {"a": "b"}),
        ("a: b\r\nc: d\r\n", {"a": "b", "c": "d"}),
        ("a: b\rc: d\r", {"a": "b", "c": "d"}),
        ("a: b\r\nc: d\re: f\n", {"a": "b", "c": "d", "e": "f"}),
        ("", None),
        ("# only a comment\n", None),
        ("null", "null"),
        ("- a\n- - b\n", ["a", ["b"]]),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_every_scalar_is_a_text_and_nothing_is_guessed(parser, text, value):
    found, diagnostics = read(text)

    assert found == value
    assert not diagnostics.found


# --- properties


@cases(300)
@given(ANY_TEXT)
def test_any_text_is_a_value_or_a_noted_mistake(text):
    value, diagnostics = read(text)

    assert (value is BadYaml) <= bool(diagnostics.errors)
    for one in diagnostics.found:
        assert one.place.line >= 1
        assert one.place.column >= 1


@cases(300)
@given(LIKE_YAML)
def test_reading_is_what_pyyaml_reads_without_types(text):
    value, diagnostics = read(text)
    if value is BadYaml or diagnostics.found:
        return

    expected = yaml.load(text, ORACLE)
    assert with_empty_texts(value) == expected or (value is None and expected == "")


def with_empty_texts(value: Any) -> Any:
    """The value as PyYAML says it: an absent value is an empty text."""
    if isinstance(value, dict):
        return {key: "" if one is None else with_empty_texts(one) for key, one in value.items()}
    if isinstance(value, list):
        return ["" if one is None else with_empty_texts(one) for one in value]
    return value


def test_a_document_that_is_only_begun_holds_nothing():
    assert read("---")[0] is None
    assert yaml.load("---", ORACLE) == ""


@cases(150)
@given(LIKE_YAML)
def test_what_both_parsers_read_they_read_alike(text):
    if not yaml.__with_libyaml__:
        pytest.skip("PyYAML is built without libyaml here")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "Parser", None)
        pure, pure_diagnostics = read(text)

    fast, fast_diagnostics = read(text)

    if fast is not BadYaml and pure is not BadYaml:  # libyaml is the laxer: `|#`, a tab between words
        assert fast == pure
        assert list(marks(fast)) == list(marks(pure))
        assert told(fast_diagnostics) == told(pure_diagnostics)
        assert warned(fast_diagnostics) == warned(pure_diagnostics)


def marks(value: Any) -> Iterator[object]:
    """The places of all that is there; where nothing is, the parsers differ on where it would be."""
    if isinstance(value, LocatedDict):
        yield value.position
        yield from (mark if value[key] is not None else mark[:2] for key, mark in value.marks.items())
    elif isinstance(value, LocatedList):
        yield value.position
        yield from (mark for one, mark in zip(value, value.marks, strict=True) if one is not None)
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from marks(one)


# --- documents written here, of which every place is known

WORDS = st.text(alphabet="abcxyzĐảngộ 019.-/", min_size=1, max_size=12).filter(
    lambda text: text[0].isalpha() and text == text.strip() and " -" not in text
)
SCALARS = st.one_of(
    WORDS.map(lambda text: (text, text)),
    WORDS.map(lambda text: (text, f"'{text}'")),
    WORDS.map(lambda text: (f"{text}\t😀: #", f'"{text}\\t😀: #"')),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, min_size=1, max_size=3),
        st.dictionaries(WORDS.filter(lambda text: len(text) > 3), inner, min_size=1, max_size=3),
    ),
    max_leaves=12,
)
ENDS = st.sampled_from(["\n", "\r\n", "\r"])


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: plain(one) for key, one in value.items()}
    return [plain(one) for one in value] if isinstance(value, list) else value[0]


def block(value: Any, indent: int) -> str:
    """A value in block style, each line ending in a newline."""
    pad = "  " * indent
    if isinstance(value, dict):
        return "".join(f"{pad}{key}:" + below(one, indent) for key, one in value.items())
    return "".join(f"{pad}-" + below(one, indent) for one in value)


def below(value: Any, indent: int) -> str:
    return f" {value[1]}\n" if isinstance(value, tuple) else f"\n{block(value, indent + 1)}"


def flow(value: Any) -> str:
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key}: {flow(one)}" for key, one in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",  ".join(flow(one) for one in value) + "]"
    return str(value[1])


def slices(read_value: Any, written: Any, lines: list[str]) -> Iterator[tuple[str, str]]:
    """Each key and scalar: what stands at its place in the file, and how it was written."""
    if isinstance(written, dict):
        for key, one in written.items():
            key_line, key_column, line, column = read_value.marks[key]
            yield lines[key_line - 1][key_column - 1 :][: len(key)], key
            yield from scalar_slice(read_value[key], one, line, column, lines)
    else:
        for place, one in enumerate(written):
            line, column = read_value.marks[place]
            yield from scalar_slice(read_value[place], one, line, column, lines)


def scalar_slice(value: Any, written: Any, line: int, column: int, lines: list[str]) -> Iterator[tuple[str, str]]:
    if isinstance(written, tuple):
        yield lines[line - 1][column - 1 :][: len(written[1])], written[1]
    else:
        assert value.position[:2] == (line, column)
        yield from slices(value, written, lines)


@pytest.mark.parametrize("style", ["block", "flow"])
@cases(80)
@given(value=st.dictionaries(WORDS.filter(lambda text: len(text) > 3), VALUES, min_size=1, max_size=3), end=ENDS)
def test_the_place_of_every_key_and_scalar_slices_back_to_its_own_text(style, value, end):
    text = block(value, 0) if style == "block" else flow(value)

    found, diagnostics = read(text.replace("\n", end))

    assert found == plain(value)
    assert not diagnostics.errors
    pairs = list(slices(found, value, text.split("\n")))
    assert [there for there, _ in pairs] == [written for _, written in pairs]


@cases()
@given(written())
def test_nodes_stand_where_the_composer_of_pyyaml_finds_them(pair):
    root = parse(pair[0], "a.yaml", spans=True).root

    assert root is not None
    assert_same_spans(root, yaml.compose(pair[0], Loader=ORACLE))


def assert_same_spans(node: Node, composed: Any) -> None:
    assert (node.start, node.column) == (composed.start_mark.index, composed.start_mark.column)
    assert node.style == (getattr(composed, "style", None) or "")
    if isinstance(composed, yaml.ScalarNode):
        assert node.end == composed.end_mark.index
        return
    assert node.flow is composed.flow_style
    if node.flow:
        assert node.end == composed.end_mark.index
    if isinstance(composed, yaml.SequenceNode):
        pairs = list(zip(node.items(), composed.value, strict=True))
    else:
        entries = list(zip(node.entries(), composed.value, strict=True))
        pairs = [(part, other) for one, two in entries for part, other in zip(one[1:], two, strict=True)]
    for inner, other in pairs:
        assert_same_spans(inner, other)


def test_a_place_beyond_the_end_of_a_list_is_that_of_the_list():
    value, _ = read("a:\n  - 1\n  - bc\n")

    assert [position_of(value, ("a", step), Position(9, 9)) for step in (1, 2, "x")] == [
        Position(3, 5, 2),
        Position(2, 3),
        Position(2, 3),
    ]
    assert position_of(value, ("b", 1), Position(9, 9)) == Position(9, 9)


@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ("day 2020", "day: 2020"),
        ("day:2020", "day: 2020"),
        ("day", "day:"),
        ("a " + "x" * 158, "a: " + "x" * 158),
        ("a " + "x" * 159, "a: " + "x" * 158 + "…"),
    ],
)
def test_a_line_gets_a_colon_behind_its_first_word_and_a_very_long_one_is_cut(text, mended):
    assert with_colon(text) == mended
