"""docx: the paper an office sends: its layout, its heading from the settings, and every unit that it must name."""

import json
import re
import shutil
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import pytest
from openpyxl import load_workbook

from congress_cli.formats.docx import ROMAN, details
from congress_cli.formats.docx.annexes import ANNEXES
from congress_cli.formats.docx.details import DETAILS
from congress_cli.language import LANGUAGES, texts
from congress_cli.rendering.options import Letterhead
from tests.cli.commands import write_project
from tests.formats.conftest import Congress
from tests.formats.reports import PROBLEMS, SUBJECTS, json_text, renamed, rendered, rendered_from, report_of

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
DASHED = "–"
HEADS = {"lists": "head-rule", "tasks": "head-task"}


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


def named(data: bytes, language: str, kind: str) -> list[list[list[str]]]:
    """The rows of the tables that name units one by one: `lists` of what is the case, or `tasks`."""
    words = texts(language, "office")
    heads = [[words[code]] for code in ("head-place", "head-unit", HEADS[kind])]
    return [row for table in tables(data) if table[0][:3] == heads for row in table[1:] if len(row) > 1]


def headings(data: bytes) -> list[tuple[str, str]]:
    """The headings, each with its style."""
    found = []
    for paragraph in part(data).iter(f"{W}p"):
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        if style is not None and style.attrib[f"{W}val"].startswith("Heading"):
            found.append((style.attrib[f"{W}val"], text_of(paragraph)))
    return found


def with_ids(subject: str, language: str) -> bytes:
    """The paper as `--all` writes it: ids stand behind names."""
    return rendered_from(json_text(subject).encode(), "docx", language, unfolded=True)


def of_units(subject: str, language: str, statuses: tuple[str, ...]) -> list[tuple[str, str]]:
    """The findings of single units: name with id, marked title."""
    report = report_of(subject)
    rules = {one["id"]: one for one in report["rules"]}
    names = {one["id"]: one["name"] for one in report["units"]}
    marks = {"strive": " ◇", "should": " ○"}
    return sorted(
        (f"{names[one['unit']]} ({one['unit']})", rule["title"][language] + marks.get(rule["modality"], ""))
        for one in report["findings"]
        for rule in [rules[one["rule"]]]
        if one["status"] in statuses and rule["kind"] not in ("share", "census")
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_unit_that_stands_badly_is_named_once_under_its_rule(subject: str, language: str) -> None:
    rows = named(with_ids(subject, language), language, "lists")

    assert sorted((row[1][0], row[2][0]) for row in rows) == of_units(subject, language, (*PROBLEMS, "waived"))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_task_is_named_once_with_what_to_do(subject: str, language: str) -> None:
    rows = named(with_ids(subject, language), language, "tasks")

    tasks = of_units(subject, language, ("error", "overdue", "failed", "due_soon"))
    assert sorted((row[1][0], row[2][0]) for row in rows) == tasks
    assert all(row[4][0] for row in rows if "Thước Kẻ" in row[1][0])


def test_what_can_be_done_is_told_with_its_remedy_and_its_last_day() -> None:
    data = rendered("city", "docx", "vi")

    assert [row[1:] for row in named(data, "vi", "tasks") if "Thước Kẻ" in row[1][0]] == [
        [
            ["Đảng bộ xã Thước Kẻ"],
            ["Tổ chức xong đại hội cơ sở"],
            ["quá hạn 3 ngày", "ngày cuối Chủ nhật 14/06/2020"],
            ["Chốt ngày đại hội, báo cáo cấp trên; xong thì ghi ngày bế mạc."],
        ]
    ]
    assert [row[3] for row in named(data, "vi", "lists") if "Thước Kẻ" in row[1][0]] == [
        ["chưa có ngày bế mạc đại hội; quá hạn 3 ngày", "ngày cuối Chủ nhật 14/06/2020"]
    ]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_id_of_a_unit_stands_in_the_paper_unless_it_is_asked_for(subject: str) -> None:
    ids = {one["id"] for one in report_of(subject)["units"]}

    written = re.findall(r"[A-Z]{2,}(?:-[0-9A-Z]+)+", "\n".join(paragraphs(rendered(subject, "docx", "vi"))))

    assert not ids & set(written)


def test_the_first_page_can_be_sent_by_itself_units_first() -> None:
    data = rendered("city", "docx", "vi")
    written = paragraphs(data)
    first = written[: written.index("SỐ LIỆU CHI TIẾT")]
    text = "\n".join(first)

    lines = (
        "Tổ chức xong đại hội cơ sở: 43/48 nơi đã xong (89,6%); trong đó 3 nơi xong muộn; 3 nơi quá hạn; 1 nơi chưa rõ",
        "Đến nay: 11 việc phải làm ngay (7 quá hạn, 4 không đạt) · 7 việc sắp đến hạn · 3 nơi xong muộn",
        "Đã rõ 867/896 kết quả xét.",
        "Thị ủy Mẫu Bốn",
        "Cần hỏi 2 nơi về «Tổ chức xong đại hội cơ sở».",
        "◇ mốc phấn đấu, không phải yêu cầu bắt buộc",
        "Nơi nhận:",
    )
    places = [text.index(line) for line in lines]
    assert places == sorted(places)


def test_before_the_paper_was_issued_the_first_page_says_that_nothing_was_judged(
    congress: Congress, tmp_path: Path
) -> None:
    congress("check", *SUBJECTS["city"], "--as-of", "2020-06-10", "--format", "docx=r.docx", "--format", "xlsx=r.xlsx")

    sentence = "Văn bản chưa ban hành vào ngày này: chưa xét tiêu chí nào."
    written = paragraphs((tmp_path / "r.docx").read_bytes())
    assert sentence in "\n".join(written[: written.index("SỐ LIỆU CHI TIẾT")])
    sheet = load_workbook(tmp_path / "r.xlsx").worksheets[0]
    assert sentence in [row[0] for row in sheet.iter_rows(values_only=True)]


def test_where_nothing_is_to_be_done_the_first_page_still_says_which_counts_are_not_met(
    congress: Congress, tmp_path: Path
) -> None:
    congress("check", *SUBJECTS["city"], "--clause", "12.5", "--format", "docx=r.docx")

    first = next(text for text in paragraphs((tmp_path / "r.docx").read_bytes()) if text.startswith("Đến nay"))
    assert "Không có việc quá hạn" in first
    assert "Tổng hợp từ dưới lên, đối chiếu số lượng: 3 kết quả xét chưa đạt" in first


@pytest.mark.parametrize("language", LANGUAGES)
def test_headings_say_the_matter_in_the_order_in_which_it_is_read(language: str) -> None:
    words = texts(language, "office")
    found = headings(rendered("city", "docx", language))

    first = [text for style, text in found if style == "Heading1"]
    parts = [f"{roman}- {words[code]}" for roman, code in zip(ROMAN, DETAILS, strict=True)]
    assert first[: len(parts)] == parts
    assert [text.partition(". ")[2] for text in first[len(parts) :]] == [words[code] for code in ANNEXES]
    clauses = {one["id"]: one[language] for one in report_of("city")["clauses"]}
    second = [text.partition(". ")[2] for style, text in found if style == "Heading2"]
    assert second
    assert all(any(text.startswith(words.rstrip(".")) for words in clauses.values()) for text in second)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_responsible_one_has_its_own_work_and_that_below(subject: str) -> None:
    tasks = report_of(subject)["tasks"]
    kinds = [kind for kind in ("overdue", "failed", "due_soon", "to_ask", "late") if tasks[kind]]
    words = texts("vi", "office")
    heads = [[words[f"head-{kind}"]] for kind in kinds]
    (table,) = [one for one in tables(rendered(subject, "docx", "vi")) if one[0][1:] == heads]
    *rows, total = table[1:]

    cells = sorted([cell[0] for cell in row[1:]] for row in rows)
    assert cells == sorted(
        [
            f"{one['own'][kind]} + {one['below'][kind]}" if one["own"][kind] + one["below"][kind] else DASHED
            for kind in kinds
        ]
        for one in tasks["by_responsible"]
    )
    assert [cell[0] for cell in total[1:]] == [str(tasks[kind]) for kind in kinds]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_progress_of_events_has_a_row_a_group_and_a_total(congress: Congress, subject: str) -> None:
    found = json.loads(congress("progress", *SUBJECTS[subject], "--format", "json").out)["progress"]
    events = [one for one in found if one["kind"] == "event"]
    of_events = [table for table in tables(rendered(subject, "docx", "vi")) if table[0][0] == ["Nhóm đơn vị"]]

    assert len(of_events) == len(events)
    for table, one in zip(of_events, events, strict=True):
        done = [int(row[1][0]) for row in table[1:]]
        assert done == [row["done"] for row in (*one["rows"], *one["totals"])]
        assert sum(done[:-1]) == done[-1]


def test_long_lists_are_counted_from_some_row_on_and_whole_where_all_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(details, "MOST_LISTED", 4)
    monkeypatch.setattr(details, "MOST_OF_ONE", 2)

    data = rendered_from(json_text("city").encode(), "docx", "vi")

    assert len(named(data, "vi", "tasks")) == 4
    assert "Còn 14 việc không liệt kê ở đây; xem tệp Excel." in paragraphs(data)
    assert "Không liệt kê ở đây: 2 muộn, 1 quá hạn; xem tệp Excel." in paragraphs(data)
    assert len(named(with_ids("city", "vi"), "vi", "tasks")) == 18


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_counts_of_each_rule_add_up_to_what_they_are_of(subject: str) -> None:
    report = report_of(subject)
    counted: dict[str, list[int]] = {}
    for table in tables(rendered(subject, "docx", "vi")):
        if table[0][0] == ["Tiêu chí"] and table[0][-1] == ["Thuộc diện"]:
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

    assert any(f"{report['totals']['unknown']}/{applicable} kết quả xét" in text for text in paragraphs(data))
    rows = [row for table in tables(data) if table[0][2:3] == [["Chưa rõ/thuộc diện"]] for row in table[1:]]
    assert sorted(row[2][0] for row in rows) == sorted(
        f"{rule['counts']['unknown']}/{rule['judged'] - rule['counts']['not_applicable']}"
        for rule in report["rules"]
        if rule["counts"]["unknown"] and rule["kind"] not in ("share", "census")
    )
    assert all(row[3][0] for row in rows)


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
    written = paragraphs(data)
    assert {words[code] for code in ("party", "report", "recipients", "signature")} <= set(written)
    assert sum("....." in text for text in written) >= 5


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_table_repeats_its_heads_and_no_row_is_torn(subject: str) -> None:
    for table in part(rendered(subject, "docx", "vi")).iter(f"{W}tbl"):
        rows = list(table.iter(f"{W}tr"))
        assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)
        style = table.find(f"{W}tblPr/{W}tblStyle")
        if style is not None and style.attrib[f"{W}val"] == "TableGrid":
            heads = [row.find(f"{W}trPr/{W}tblHeader") is not None for row in rows]
            assert heads == [True] + [False] * (len(rows) - 1)


def test_the_letters_of_the_heading_have_the_sizes_of_party_papers() -> None:
    first = next(part(rendered("city", "docx", "vi")).iter(f"{W}tbl"))
    sizes = {}
    for run in first.iter(f"{W}r"):
        size = run.find(f"{W}rPr/{W}sz")
        assert size is not None
        sizes[text_of(run)] = int(size.attrib[f"{W}val"]) / 2

    assert sizes.pop("ĐẢNG CỘNG SẢN VIỆT NAM") == 15
    assert set(sizes.values()) == {14}


def test_the_heading_names_the_bodies_that_the_selection_gives(congress: Congress, tmp_path: Path) -> None:
    whole = tables(rendered("city", "docx", "vi"))[0][0][0]
    congress("check", *SUBJECTS["city"], "--under", "MAU-04", "--format", "docx=r.docx")
    branch = tables((tmp_path / "r.docx").read_bytes())[0][0][0]

    assert whole[0] == "THÀNH ỦY MẪU"
    assert set(whole[1]) == {"."}
    assert branch[:2] == ["ĐẢNG BỘ THÀNH PHỐ MẪU", "THỊ ỦY MẪU BỐN"]
    written = paragraphs((tmp_path / "r.docx").read_bytes())
    assert "Báo cáo riêng về Đảng bộ thị xã Mẫu Bốn và các đơn vị trực thuộc." in written
    assert not [text for text in written if "--" in text and set(text) != {"-"}]


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
    whole = "\n".join(paragraphs(data))
    given = re.findall(r'"(.+)"', SETTINGS)
    for text in (*given[:7], "- Thường trực Huyện ủy,", "- Lưu Văn phòng."):
        assert text in whole
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

    names = {row[1][0] for row in named(data, "vi", "tasks")}
    spelled = {"a": "a<U+000D> b<U+001B><U+202E><U+FFFF>"}.get(name[0], name)
    assert spelled in names
    assert "Đảng bộ xã Thước Kẻ" not in names
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
