"""docx: the paper an office sends: its layout, its heading from the settings, and every unit that it must name."""

import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from congress_cli.language import LANGUAGES, texts
from congress_cli.rendering.options import Letterhead
from tests.cli.commands import write_project
from tests.formats.conftest import Congress
from tests.formats.reports import PROBLEMS, SUBJECTS, json_text, renamed, rendered, rendered_from, report_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TOLD = (*PROBLEMS, "due_soon", "waived")
DASHED = "–"


def part(data: bytes, name: str = "word/document.xml") -> ElementTree.Element:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return ElementTree.fromstring(archive.read(name))


def text_of(element: ElementTree.Element) -> str:
    return "".join(one.text or "" for one in element.iter(f"{W}t")).replace("\u00a0", " ")


def paragraphs(data: bytes) -> list[str]:
    return [text_of(one) for one in part(data).iter(f"{W}p")]


def tables(data: bytes) -> list[list[list[list[str]]]]:
    """Tables, their rows, the cells of a row, the lines of a cell."""
    return [
        [
            [[text_of(line) for line in cell.iter(f"{W}p")] for cell in row.iter(f"{W}tc")]
            for row in table.iter(f"{W}tr")
        ]
        for table in part(data).iter(f"{W}tbl")
    ]


def lists(data: bytes, language: str) -> list[list[list[str]]]:
    """The rows of the tables that name units one by one."""
    first = texts(language, "office")["head-place"]
    return [row for table in tables(data) if table[0][0] == [first] for row in table[1:]]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_unit_that_stands_badly_or_must_hurry_is_named_once_under_its_rule(subject: str, language: str) -> None:
    report = report_of(subject)
    rules = {one["id"]: one for one in report["rules"]}
    marks = {"strive": " ◇", "should": " ○"}

    def title(rule: dict[str, Any]) -> str:
        clause = next((one for one in rule["clause"] if one != "H"), rule["clause"][0])
        return f"{rule['title'][language]}{marks.get(rule['modality'], '')} ({clause})"

    named = sorted((row[1][-1], row[2][0]) for row in lists(rendered(subject, "docx", language), language))

    assert named == sorted(
        (one["unit"], title(rules[one["rule"]]))
        for one in report["findings"]
        if one["status"] in TOLD and rules[one["rule"]]["kind"] not in ("share", "census")
    )
    assert named


def test_what_can_be_done_is_told_with_its_remedy_and_its_last_day() -> None:
    rows = lists(rendered("city", "docx", "vi"), "vi")

    assert [row[1:] for row in rows if row[1][-1] == "MAU-04-04"] == [
        [
            ["Đảng bộ xã Thước Kẻ", "MAU-04-04"],
            ["Tổ chức xong đại hội cơ sở (3.4)"],
            ["chưa có ngày bế mạc đại hội; quá hạn 3 ngày", "ngày cuối Chủ nhật 14/06/2020"],
            ["Chốt ngày đại hội, báo cáo cấp trên; xong thì ghi ngày bế mạc."],
        ]
    ]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_counts_of_each_rule_add_up_to_what_they_are_of(subject: str) -> None:
    report = report_of(subject)
    counted: dict[str, list[int]] = {}
    for table in tables(rendered(subject, "docx", "vi")):
        if table[0][0] == ["Tiêu chí"]:
            rows = [row for row in table[1:] if len(row) == len(table[0])]
            counted |= {row[0][0]: [int(one[0].replace(DASHED, "0")) for one in row[1:]] for row in rows}

    judged = {
        rule["title"]["vi"]: rule["judged"] - rule["counts"]["not_applicable"]
        for rule in report["rules"]
        if rule["kind"] not in ("share", "census")
    }
    assert {title.rstrip(" ◇○"): numbers[-1] for title, numbers in counted.items()} == {
        title: count for title, count in judged.items() if count
    }
    assert all(sum(numbers[:-1]) == numbers[-1] for numbers in counted.values())


@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_unknown_is_told_with_its_denominator(subject: str) -> None:
    report = report_of(subject)
    data = rendered(subject, "docx", "vi")
    applicable = sum(report["totals"].values()) - report["totals"]["not_applicable"]

    assert any(f"{report['totals']['unknown']}/{applicable} kết quả" in text for text in paragraphs(data))
    told = [row for table in tables(data) if table[0][2:3] == [["Chưa rõ/thuộc diện"]] for row in table[1:]]
    assert sorted(row[2][0] for row in told) == sorted(
        f"{rule['counts']['unknown']}/{rule['judged'] - rule['counts']['not_applicable']}"
        for rule in report["rules"]
        if rule["counts"]["unknown"] and rule["kind"] not in ("share", "census")
    )
    assert all(row[3][0] for row in told)


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_laid_out_as_a_paper_on_a4_with_room_for_what_only_the_office_knows(language: str) -> None:
    data = rendered("city", "docx", language)
    section = part(data).find(f".//{W}sectPr")
    words = texts(language, "office")
    assert section is not None

    size, margins = section.find(f"{W}pgSz"), section.find(f"{W}pgMar")
    assert size is not None
    assert margins is not None
    assert [round(int(size.attrib[f"{W}{side}"]) / 56.7) for side in ("w", "h")] == [210, 297]
    millimetres = [round(int(margins.attrib[f"{W}{side}"]) / 56.7) for side in ("top", "bottom", "left", "right")]
    assert millimetres == [20, 20, 30, 15]
    assert section.find(f"{W}titlePg") is not None
    with zipfile.ZipFile(BytesIO(data)) as archive:
        headers = [archive.read(name).decode() for name in archive.namelist() if "header" in name]
    assert any('w:instr="PAGE"' in header for header in headers)
    told = paragraphs(data)
    assert {words[code] for code in ("party", "report", "recipients", "signature")} <= set(told)
    assert sum("....." in text for text in told) >= 5


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_table_repeats_its_heads_and_no_row_is_torn(subject: str) -> None:
    for table in part(rendered(subject, "docx", "vi")).iter(f"{W}tbl"):
        rows = list(table.iter(f"{W}tr"))
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        style = table.find(f"{W}tblPr/{W}tblStyle")
        if style is not None and style.attrib[f"{W}val"] == "TableGrid":
            heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
            assert heads == [True] + [False] * (len(rows) - 1)


def test_the_heading_names_the_bodies_that_the_selection_gives(congress: Congress, tmp_path: Path) -> None:
    whole = tables(rendered("city", "docx", "vi"))[0][0][0]
    congress("check", *SUBJECTS["city"], "--under", "MAU-04", "--format", "docx=r.docx")
    branch = tables((tmp_path / "r.docx").read_bytes())[0][0][0]

    assert whole[0] == "THÀNH ỦY MẪU"
    assert set(whole[1]) == {"."}
    assert branch[:2] == ["THÀNH ỦY MẪU", "THỊ ỦY MẪU BỐN"]
    told = paragraphs((tmp_path / "r.docx").read_bytes())
    assert "Báo cáo riêng về Đảng bộ thị xã Mẫu Bốn và các đơn vị trực thuộc." in told
    assert not [text for text in told if "--" in text and set(text) != {"-"}]


SETTINGS = """\
report-party = "ĐẢNG BỘ MẪU"
report-superior = "HUYỆN ỦY MẪU"
report-office = "ĐẢNG ỦY XÃ MẪU"
report-symbol = "BC/ĐU"
report-place = "Xã Mẫu"
report-subject = "tiến độ đại hội"
report-signature = "T/M BAN THƯỜNG VỤ"
report-recipients = "Thường trực Huyện ủy; Lưu Văn phòng"
report-font = "Arial"
report-size = "13"
report-margins = "25 22 35 18"
"""


def test_heading_and_layout_come_from_the_settings_for_a_saved_report_too(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "congress.toml").write_text(SETTINGS, "utf-8")

    congress("check", "--format", "docx=a.docx", "--format", "json=r.json")
    congress("render", "r.json", "--format", "docx=b.docx")

    data = (tmp_path / "a.docx").read_bytes()
    assert data == (tmp_path / "b.docx").read_bytes()
    told = "\n".join(paragraphs(data))
    given = re.findall(r'"(.+)"', SETTINGS)
    for text in (*given[:7], "- Thường trực Huyện ủy,", "- Lưu Văn phòng."):
        assert text in told
    margins = part(data).find(f".//{W}pgMar")
    assert margins is not None
    millimetres = [round(int(margins.attrib[f"{W}{side}"]) / 56.7) for side in ("top", "bottom", "left", "right")]
    assert millimetres == [25, 22, 35, 18]
    normal = next(one for one in part(data, "word/styles.xml") if one.attrib.get(f"{W}styleId") == "Normal")
    fonts, size = normal.find(f"{W}rPr/{W}rFonts"), normal.find(f"{W}rPr/{W}sz")
    assert fonts is not None
    assert size is not None
    assert set(fonts.attrib.values()) == {"Arial"}
    assert size.attrib[f"{W}val"] == "26"


@pytest.mark.parametrize("name", ["<w:p/>&amp;]]>", "a\r\nb\x1b\u202e\uffff", "=1+1", "MERGEFIELD x", "y" * 5000])
def test_a_hostile_name_stays_a_text(name: str) -> None:
    data = rendered_from(renamed("city", "MAU-04-04", name), "docx", "vi")

    told = {row[1][0] for row in lists(data, "vi") if row[1][-1] == "MAU-04-04"}
    shown = {"a": "a<U+000D> b<U+001B><U+202E><U+FFFF>"}.get(name[0], name)
    assert told == {shown}
    assert not list(part(data).iter(f"{W}instrText"))
    assert not list(part(data).iter(f"{W}hyperlink"))


def test_hostile_settings_stay_texts() -> None:
    hostile = "<b>\x1b\u202e\uffff"
    letterhead = Letterhead(superior=hostile, office=hostile, place=hostile, font=hostile, recipients=(hostile,))

    for name in ("docx", "xlsx"):
        data = rendered_from(json_text("small").encode(), name, "vi", letterhead=letterhead)
        with zipfile.ZipFile(BytesIO(data)) as archive:
            for one in archive.namelist():
                assert "xml" not in one or ElementTree.fromstring(archive.read(one)).tag


@pytest.mark.parametrize("name", ["docx", "xlsx", "ics"])
@pytest.mark.parametrize("words", ["--as-of 2020-06-10", "--status met", "--rule upper-congress-in-time"])
def test_narrow_reports_have_their_office_files_too(congress: Congress, tmp_path: Path, words: str, name: str) -> None:
    ran = congress("check", *SUBJECTS["city"], *words.split(), "--format", f"{name}=out", "--fail-on", "never")

    assert ran.code == 0
    assert (tmp_path / "out").stat().st_size > 200


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_another_office_program_opens_paper_and_workbook(tmp_path: Path) -> None:
    files = [tmp_path / f"bao-cao.{name}" for name in ("docx", "xlsx")]
    for file in files:
        file.write_bytes(rendered("small", file.suffix[1:], "vi"))
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = ["soffice", "--headless", profile, "--convert-to", "pdf", "--outdir", str(tmp_path), str(file)]
        subprocess.run(command, check=True, capture_output=True, timeout=120)
        page = tmp_path / "bao-cao.pdf"
        assert page.read_bytes().startswith(b"%PDF-")
        page.unlink()
