"""Names that could be obeyed somewhere are shown as they are, in every format, and break nothing."""

import html
import json
import re
from pathlib import Path

import pytest
from docx import Document
from icalendar import Calendar
from openpyxl import load_workbook

from congress_cli.language import LANGUAGES
from congress_cli.text import in_json, in_markup
from tests.cli.commands import WAIVERS, write_project
from tests.formats.conftest import Congress
from tests.formats.html.reading import PageReader

HOSTILE = {
    "markup": "[red]Đảng bộ[/red]",
    "closing markup of nothing": "Phường [/x] [link=x]",
    "emoji code": "Phường :smile: :warning:",
    "formula": "=1+1",
    "formula with a sign": "+1-1@SUM(A1)",
    "html": "<script>alert(1)</script>",
    "attribute": "\" onmouseover='x'",
    "command of a runner": "::error::Phường",
    "stop commands": "::stop-commands::x",
    "group of a runner": "##[group]Phường",
    "format string": "{name} {0} {} %s %(a)s {unit.__class__}",
    "backslashes": "\\n\\x1b[31m \\",
    "comment sign": "# Phường",
    "colon": "quá hạn: Phường: x",
    "markdown": "|a|b| `c` <img src=x> **d**",
    "dollar": "$(reboot) `id` $HOME",
    "end of a script": "</script><script>alert(1)</script>",
    "comment of a page": "<!-- <script> -->",
    "entity": "&lt;b&gt; &#60;i&#62; &amp;",
    "template": "{{ 7 * 7 }} {% raw %} {# x #}",
    "address": "javascript:alert(1)",
}


def yaml_text(name: str) -> str:
    return "'" + name.replace("'", "''") + "'"


@pytest.fixture(params=HOSTILE)
def name(request: pytest.FixtureRequest) -> str:
    return HOSTILE[request.param]


def test_plain_shows_the_name_in_its_line(congress: Congress, tmp_path: Path, name: str) -> None:
    write_project(tmp_path, name=yaml_text(name))

    ran = congress("check", "--format", "plain", "--verbose")

    assert ran.code == 1
    found = [line for line in ran.lines if not line.startswith("#")]
    assert [f": {name} (MN-01): " in line for line in found] == [True, True, True]
    assert not [line for line in ran.lines if line.startswith(("::", "##["))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_table_shows_the_name_and_obeys_nothing(
    congress: Congress, tmp_path: Path, name: str, language: str
) -> None:
    write_project(tmp_path, name=yaml_text(name), waivers=WAIVERS)

    for color in ("never", "always"):
        ran = congress("check", "--format", "table", "--width", 200, "--lang", language, "--color", color, "--all")
        assert ran.code == 0
        assert f"{name} (MN-01)" in ran.out
        assert not [line for line in ran.lines if line.startswith(("::", "##["))]
        assert "\x1b[31m" not in ran.out or color == "always"


def test_narrow_tables_do_not_break_on_it(congress: Congress, tmp_path: Path, name: str) -> None:
    write_project(tmp_path, name=yaml_text(name * 20))

    ran = congress("check", "--format", "table", "--width", 40)

    assert ran.code == 1
    assert max(map(len, ran.lines)) <= 40
    assert not [line for line in ran.lines if line.startswith(("::", "##["))]


def test_json_holds_the_name_itself(congress: Congress, tmp_path: Path, name: str) -> None:
    write_project(tmp_path, name=yaml_text(name))

    assert name in [unit["name"] for unit in json.loads(congress("check", "--format", "json").out)["units"]]


def test_a_page_shows_the_name_and_has_no_other_elements_for_it(congress: Congress, tmp_path: Path, name: str) -> None:
    write_project(tmp_path)
    harmless = PageReader(congress("check", "--format", "html").out)
    write_project(tmp_path, name=yaml_text(name))

    read = PageReader(congress("check", "--format", "html").out)

    assert sorted(read.elements) == sorted(harmless.elements)
    assert " ".join(name.split()) in read.texts
    assert [unit["unit"] for unit in read.findings()] == ["MN-01"] * 3
    assert name in [unit[1] for unit in json.loads(read.data)["units"]]


def test_office_files_hold_the_name_as_a_text(congress: Congress, tmp_path: Path, name: str) -> None:
    language = LANGUAGES[len(name) % 2]
    write_project(tmp_path, name=yaml_text(name))

    congress("check", "--format", "xlsx=r.xlsx", "--format", "docx=r.docx", "--format", "ics=r.ics", "--lang", language)
    congress("check", "--as-of", "2020-06-18", "--format", "ics=r.ics", "--lang", language)

    workbook = load_workbook(tmp_path / "r.xlsx")
    cells = [cell for sheet in workbook for row in sheet.iter_rows() for cell in row if cell.value == name]
    assert cells
    assert {cell.data_type for sheet in workbook for row in sheet.iter_rows() for cell in row} == {"s", "n", "d"}
    tables = Document(str(tmp_path / "r.docx")).tables
    assert [cell.text for table in tables for cell in table._cells if cell.text == name]
    (entry,) = Calendar.from_ical((tmp_path / "r.ics").read_bytes()).walk("VEVENT")
    assert str(entry["SUMMARY"]).endswith(f" · {name}: {'3 việc' if language == 'vi' else '3 things to do'}")


@pytest.mark.parametrize("form", ["plain", "table", "html"])
@pytest.mark.parametrize(
    ("hidden", "shown"),
    [("\u200b", "<U+200B>"), ("\u2060", "<U+2060>"), ("\u00ad", "<U+00AD>"), ("\u00a0", " ")],
    ids=["zero-width", "word-joiner", "soft-hyphen", "no-break-space"],
)
def test_what_cannot_be_seen_is_spelled_out(
    congress: Congress, tmp_path: Path, hidden: str, shown: str, form: str
) -> None:
    write_project(tmp_path, name=f"Phường{hidden}Một")

    ran = congress("check", "--format", form, "--width", 200)

    beside = " (MN-01)" if form == "plain" else ""
    assert f"Phường{shown}Một{beside}" in (html.unescape(ran.out) if form == "html" else ran.out)
    assert hidden not in ran.out


@pytest.mark.parametrize("place", ["document", "by", "note", "source"])
def test_what_is_written_beside_a_fact_is_shown_as_it_is_too(congress: Congress, tmp_path: Path, place: str) -> None:
    hostile = "[red]::error::{x}[/red]"
    write_project(tmp_path, f"plan.issued: {{day: 2020-06-15, {place}: '{hostile}'}}")

    plain = congress("check", "--format", "plain", "--verbose")
    table = congress("check", "--format", "table", "--all", "--verbose", "--width", 200)
    page = PageReader(congress("check", "--format", "html").out)

    assert plain.code == table.code == 0
    assert (hostile in plain.out) is (place == "document")
    texts = [
        *(one["message"] for one in page.findings()),
        *(e["source"] for one in page.findings() for e in one["evidence"]),
    ]
    assert any(hostile in text for text in texts) is (place in ("document", "source"))
    assert not [line for line in (*plain.lines, *table.lines) if line.startswith("::")]


@pytest.mark.parametrize("words", [("check", "--unit"), ("check", "--as-of"), ("check", "--units"), ("--lang",), ()])
def test_hostile_words_of_the_command_are_shown_as_they_are(
    congress: Congress, tmp_path: Path, words: tuple[str, ...]
) -> None:
    write_project(tmp_path)

    for hostile in ("[red]{x}[/red]", "::error::", "a\nb\x1b[31mc", "\u202ecba"):
        ran = congress(*words, hostile)
        assert ran.code in (2, 3)
        assert "\x1b" not in ran.err
        assert "\u202e" not in ran.err
        assert not [line for line in ran.err.splitlines() if line.startswith(("::", "##["))]


def test_a_hostile_name_of_a_folder_is_shown_as_it_is(congress: Congress) -> None:
    ran = congress("init", "::error::x")

    assert ran.code == 0
    assert "|::error::x/data/units.yaml" in ran.lines
    assert not [line for line in ran.lines if line.startswith("::")]


def test_a_hostile_name_of_a_file_is_shown_as_it_is(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, "plan.issued: 2020-06-31")
    hostile = tmp_path / "::error::\x1b[31m.yaml"
    (tmp_path / "data" / "units.yaml").rename(hostile)

    ran = congress("check", "--units", hostile.name, "--rules", "data/rules.yaml")

    assert ran.code == 3
    assert "\x1b" not in ran.err
    assert not [line for line in ran.err.splitlines() if line.startswith("::")]


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), "a ##vso[b]c", "##teamcity[a]", ":::a", "\u034f::error::a", "\u2061::a"]
)
def test_json_and_markup_mean_the_same_without_a_command_in_them(text: str) -> None:
    as_json = in_json(json.dumps([text], ensure_ascii=False))
    as_markup = in_markup(html.escape(f"{text}\n  {text}"))

    assert json.loads(as_json) == [text]
    assert html.unescape(as_markup) == f"{text}\n  {text}"
    assert not re.search(r"##\w*\[|(?m:^[\s\u034f]*::)", as_json + as_markup)


def test_on_a_runner_a_blank_parts_what_csv_cannot_escape_and_a_file_keeps_it(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path, name="'Phường ##[add-mask]a'")
    monkeypatch.setenv("GITHUB_ACTIONS", "true")

    printed = congress("check", "--format", "csv", "--format", "csv=r.csv").out

    assert printed.replace("## [", "##[").removeprefix("\ufeff") == (tmp_path / "r.csv").read_bytes().decode(
        "utf-8-sig"
    )
    assert "Phường ## [add-mask]a" in printed
