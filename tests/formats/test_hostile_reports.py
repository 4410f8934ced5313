"""A saved report may hold anything: no spreadsheet, page, runner or reader obeys it, and each reads it as it is."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped]

from congress_cli.formats import FORMATS, RenderOptions
from congress_cli.formats.csv import inert
from congress_cli.formats.markdown import inline
from congress_cli.model.report import Report
from congress_cli.reading.report import report_of as read
from congress_cli.text import forbidden, in_markup, sanitize
from tests.cli.commands import in_this_process
from tests.formats import read_back
from tests.formats.html.reading import PageReader
from tests.formats.reports import report_of
from tests.formats.test_hostile_names import HOSTILE
from tests.formats.validators import GITLAB, JUNIT, SARIF
from tests.patience import cases, some

WORSE = {
    **HOSTILE,
    "mask": "::add-mask::Phường",
    "mask within a line": "Phường ##[add-mask]x",
    "blanks before a command": "   ::add-mask::x",
    "two lines": "Phường\n::add-mask::x\r\n##[group]y",
    "escapes": "\x1b[31mPhường\x1b]8;;http://x\x07\x9b2J",
    "bidi": "\u202eahp\u202c",
    "no characters": "a\x00b\ufffec\uffff",
    "percent": "100%0A::error::x%25",
    "properties": "a,line=1,file=/etc/passwd::b",
    "formula after a semicolon": 'x;=cmd|"/C calc"!A0;y',
    "formula after a comma": "x,=cmd|'/C calc'!A0,y",
    "formula after a quote": 'x","=1+1',
    "full width formula": "＝1＋1",
    "dash": "- Phường",
    "at": "@SUM(A1)",
    "tab": "\t=1+1",
    "apostrophe": "'=1",
    "link": "[bấm vào đây](javascript:alert(1))",
    "address": "http://x.example www.x.example a@x.example",
    "mention and references": "@everyone #1 !2 GH-3 ~nhan $4 %moc",
    "placeholders": "{0} {{1}} {unit}",
    "table": "a | b \\| c \\",
    "fence": "``` `` `",
    "entity": "&lt;b&gt; &amp; &#60;",
    "comment": "--> <!-- ]]> <![CDATA[",
    "strike": "~~x~~ __y__ *z*",
}


@pytest.fixture(params=WORSE)
def name(request: pytest.FixtureRequest) -> str:
    return WORSE[request.param]


def small() -> dict[str, Any]:
    """The report of the small city; in the short form with one finding of each unit, status and message."""
    raw = report_of("small")
    each = {(one["status"], one["code"], one["unit"]): one for one in raw["findings"]}
    return {**raw, "findings": some(raw["findings"], list(each.values()))}


def hostile(name: str) -> dict[str, Any]:
    """The report of the small city in which every name and every text is this one."""
    raw = small()
    for one in (*raw["units"], *raw["task_forces"]):
        one["name"] = name
    for rule in raw["rules"]:
        rule["title"] = rule["remedy"] = {"vi": name, "en": name}
    for one in (*raw["clauses"], *raw["types"], *raw["facts"]):
        one["vi"] = one["en"] = name
    for finding in raw["findings"]:
        for fact in finding["evidence"]:
            fact["value"] = fact["source"] = name
    raw["directive"]["issuer"] = raw["directive"]["kind"] = raw["directive"]["number"] = name
    return raw


@cache
def report_with(name: str) -> Report:
    return read(json.dumps(hostile(name)).encode(), "r.json")


@cache
def rendered(name: str, form: str) -> str:
    text = FORMATS[form].render(report_with(name), RenderOptions("en", unfolded=True))
    return text if isinstance(text, str) else text.decode()


@cache
def page_of_usual(name: str) -> PageReader:
    return PageReader(rendered(name, "html"))


def units(name: str) -> set[str]:
    raw = small()
    return {f"{sanitize(name)} ({one['unit']})" for one in raw["findings"]}


def clean(text: str) -> None:
    assert forbidden(text.replace("\r\n", "\n")) is None


def test_csv_is_read_back_and_no_cell_begins_a_formula_wherever_it_is_cut(name: str) -> None:
    text = rendered(name, "csv")

    clean(text)
    assert {one.unit for one in read_back.of_csv(text)} == units(name)
    for delimiter in (";", ",", "\t"):
        for cell in (cell for row in read_back.rows(text, delimiter) for cell in row):
            begins = cell.lstrip(' "')[:1]
            assert begins not in tuple("=+@＝＋－＠")
            assert begins != "-" or re.fullmatch(r"-\d+", cell.strip('"')) or re.match(r"-\d+\"?;", cell)


def test_junit_is_read_back_and_written_as_its_elements_would_be(name: str) -> None:
    text = rendered(name, "junit")

    clean(text)
    JUNIT.assertValid(etree.fromstring(text.encode()))
    as_elements = ElementTree.tostring(ElementTree.fromstring(text), encoding="unicode")
    assert text.partition("\n")[2] == f"{in_markup(as_elements)}\n"
    expected = {re.sub("[\ufffe\uffff]", lambda one: f"<U+{ord(one[0]):04X}>", unit) for unit in units(name)}
    assert {one.unit for one in read_back.of_junit(text)} == expected


def test_the_runner_obeys_annotations_alone_and_reads_them_as_they_are(name: str) -> None:
    text = rendered(name, "github")

    clean(text)
    lines = text.splitlines()
    commands = [one for line in lines if (one := read_back.obeyed(line))]
    assert len(commands) == len(lines) - 1
    assert {one.name for one in commands} <= {"error", "warning", "notice"}
    pointing = [one for one in commands if "file" in one.properties]
    assert {one.properties["title"].partition(": ")[2] for one in pointing} <= units(name)
    assert pointing
    assert all(one.data.startswith(f"{sanitize(name)}") for one in pointing)
    assert all(set(one.properties) == {"file", "line", "col", "title"} for one in pointing)


def test_sarif_reads_no_placeholder_and_no_link_in_it(name: str) -> None:
    text = rendered(name, "sarif")

    clean(text)
    assert [error.message for error in SARIF.iter_errors(json.loads(text))] == []
    for one in read_back.results(text):
        message = one["message"]["text"]
        assert not re.search(r"(?<!\\)\[(?:[^\]\\]|\\.)*\]\(", message)
        assert not re.search(r"(?<!\{)(?:\{\{)*\{\d+\}(?!\})", message)
        assert sanitize(name) in read_back.message(one["message"])


def test_gitlab_reads_it_as_it_is(name: str) -> None:
    text = rendered(name, "gitlab")

    clean(text)
    issues = json.loads(text)
    assert GITLAB.is_valid(issues)
    assert all(f": {sanitize(name)} (" in one["description"] for one in issues)


def test_markdown_reads_nothing_but_a_name_in_it(name: str) -> None:
    text = rendered(name, "markdown")

    clean(text)
    allowed = {"<code>", "</code>"}
    usual = read_back.markup(rendered("Phường Một", "markdown"))
    assert read_back.markup(text) - allowed <= usual
    assert {one.unit.strip() for one in read_back.of_markdown(text)} == {unit.strip() for unit in units(name)}


def test_a_page_has_no_other_elements_for_it_and_shows_it_as_it_is(name: str) -> None:
    text = rendered(name, "html")
    # as a recorded value `'=1` is an indicator and its figure, so it is compared with another one
    read_, usual = PageReader(text), page_of_usual("Phường=1" if name == "'=1" else "Phường Một")

    clean(text)
    assert sorted(read_.elements) == sorted(usual.elements)
    assert {one["unit"] for one in read_.findings()} == {one["unit"] for one in usual.findings()}
    assert {unit[1] for unit in json.loads(read_.data)["units"]} == {sanitize(name)}
    assert " ".join(sanitize(name).split()) in read_.texts


@cases()
@given(st.text())
def test_any_text_is_inert_in_a_spreadsheet_and_is_got_back(text: str) -> None:
    assert read_back.unprotected(inert(text)) == sanitize(text)
    assert not re.match(r"[\s\"']*(?<!')[-=+@＝＋－＠]", inert(text))


ALPHABET = st.sampled_from([*"ab1 .,:;/()|\\`*_{}[]<>#+-!~&@$%^=\"'\n", "www.", "http://", "GH-1", "ờ"])


@cases()
@given(st.lists(ALPHABET, max_size=12).map("".join))
def test_any_text_is_only_a_text_in_a_page_and_in_a_table(text: str) -> None:
    escaped = inline(text)
    plain = " ".join(sanitize(text).split())

    for page in (f"# {escaped}x", f"| a |\n| --- |\n| {escaped}x |\n"):
        kinds = read_back.markup(page) - {"<code>", "</code>", "text"}
        assert kinds <= {
            "heading_open", "inline", "heading_close", "table_open", "thead_open", "tr_open", "th_open", "th_close",
            "tr_close", "thead_close", "tbody_open", "td_open", "td_close", "tbody_close", "table_close",
        }  # fmt: skip
        (*_, last) = [one for one in read_back.PAGE.parse(page) if one.type == "inline"]
        assert " ".join(read_back.visible(last).removesuffix("x").split()) == plain
    assert not re.search("@|www[.]|://", escaped)


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize(
    ("key", "broken"), [("at", "nowhere"), ("at", "a:1:" + "9" * 5_000), ("value", "2020-13=x"), ("value", "")]
)
def test_a_place_or_a_value_that_is_none_is_shown_as_it_is(name: str, key: str, broken: str) -> None:
    raw = small()
    for one in (*raw["units"], *(fact for finding in raw["findings"] for fact in finding["evidence"])):
        one |= {key: broken} if key in one else {}

    assert FORMATS[name].render(read(json.dumps(raw).encode(), "r.json"), RenderOptions("vi", verbose=True))


@pytest.mark.parametrize("path", ["n" * 5_000, "a\0b", "\ud83d\ude00", "../../x", "/dev/zero"])
def test_an_input_that_can_be_no_file_is_only_a_name(path: str, tmp_path: Path) -> None:
    raw = small()
    raw["inputs"][0]["path"] = path
    (tmp_path / "r.json").write_text(json.dumps(raw))

    assert in_this_process("render", "r.json", "--format", "github", folder=tmp_path).returncode == 0
