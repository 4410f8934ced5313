"""xlsx: another library reads back the findings of the report; nothing in the workbook is obeyed."""

import json
import zipfile
from contextlib import nullcontext
from datetime import date
from functools import cache
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import to_excel

from congress_cli.errors import CongressError
from congress_cli.formats import GROUPINGS, RenderOptions, xlsx
from congress_cli.formats.xlsx import MOST_SHEETS
from congress_cli.formats.xlsx.cells import OBEYED, STYLES, Cells, Value, height, literal
from congress_cli.formats.xlsx.sheets import Book, sheet_name
from congress_cli.language import LANGUAGES, texts
from congress_cli.model.progress import EVENT, MEASURES, TALLY
from congress_cli.rendering.office import Office
from tests.formats.conftest import Congress
from tests.formats.reports import STATUSES, SUBJECTS, json_text, read, renamed, rendered, rendered_from, report_of
from tests.patience import cases, some

CalamineWorkbook = pytest.importorskip("python_calamine").CalamineWorkbook

READ_BACK = some([*SUBJECTS], ["city", "small"])
READ = [(one, language) for one in READ_BACK for language in LANGUAGES if (one, language) != ("shipped", "en")]
WORK, SUMMARY, PROGRESS, FINDINGS, FIRST_GROUP = range(5)
STATUS, UNIT, NAME, LAST_DAY, DAYS_LEFT, LATEST, RULE = 0, 1, 2, 5, 6, 15, 17
SCHEMA_ORDER = (
    *("b", "i", "strike", "condense", "extend", "outline", "shadow", "u"),
    *("vertAlign", "sz", "color", "name", "family", "charset", "scheme"),
)
WIDTHS = (8, 20, 30, 40)
HOSTILE = (
    "=1+1",
    '=HYPERLINK("http://example.invalid";"x")',
    "+1-1@SUM(A1)",
    "@SUM(A1)",
    "-2+3",
    "#N/A",
    "_x0041_ _x001B_",
    "  hai đầu có dấu cách  ",
    "1.000",
    "2020-06-14",
    "TRUE",
    "'a",
    "\x1b[31m\ufffe\uffff",
    "[a]:b*c?d/e\\f",
    "History",
    "x" * 40_000,
)
NUMBERS = st.integers() | st.floats().map(lambda number: number + 0.0)  # no -0.0, which equals 0
VALUES = st.none() | st.text() | st.sampled_from(HOSTILE) | NUMBERS | st.dates()


def of_book(data: bytes) -> dict[str, list[list[Any]]]:
    book = CalamineWorkbook.from_filelike(BytesIO(data))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


@cache
def sheets(subject: str, language: str) -> dict[str, list[list[Any]]]:
    return of_book(rendered(subject, "xlsx", language))


@cache
def grouped(subject: str, group_by: str) -> dict[str, list[list[Any]]]:
    """The sheets of the groups."""
    found = of_book(rendered_from(json_text(subject).encode(), "xlsx", "vi", group_by=group_by))
    return dict(list(found.items())[FIRST_GROUP:])


def of_openpyxl(rows: list[list[tuple[Value, str]]], font: str) -> bytes:
    """What the library writes of the rows, cell by cell."""
    book = Workbook(write_only=True)
    sheet: Any = book.create_sheet("A")
    cells = Cells(book, font)

    def cell(value: Value, style: str) -> Any:
        text = literal(value) if isinstance(value, str) else ""
        made = cells.styled(STYLES[style], text.startswith(OBEYED))
        made.value = text or (to_excel(value) if isinstance(value, date) else None if value == "" else value)
        made.data_type = "s" if text else "n"
        return made

    for number, row in enumerate(rows, 1):
        if row:
            needed = [height(value, style, width) for (value, style), width in zip(row, WIDTHS, strict=False)]
            sheet.row_dimensions[number].height = max(needed)
        sheet.append([cell(value, style) for value, style in row])
    book.save(saved := BytesIO())
    with zipfile.ZipFile(saved) as archive:
        return archive.read("xl/worksheets/sheet1.xml").partition(b"<sheetData>")[2].partition(b"</sheetData>")[0]


def listed(rows: list[list[Any]], language: str) -> list[tuple[Any, ...]]:
    """The findings of a list: what stands below its heads."""
    head = next(number for number, row in enumerate(rows) if row[UNIT] == texts(language, "office")["head-id"])
    picked = (STATUS, UNIT, RULE, LAST_DAY, LATEST, DAYS_LEFT)
    return [tuple(row[place] for place in picked) for row in rows[head + 1 :]]


def expected(findings: list[dict[str, Any]], language: str) -> list[tuple[Any, ...]]:
    def day(text: str | None) -> date | str:
        return "" if text is None else date.fromisoformat(text)

    rows = []
    for one in findings:
        first, latest = one["last_days"] or (one["last_day"], None)
        left = "" if one["days_left"] is None else float(one["days_left"])
        status = texts(language, "terms")[one["status"]]
        rows.append((status, one["unit"], one["rule"], day(first), day(latest), left))
    return rows


def by_pair(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    return sorted(rows, key=lambda row: (row[1], row[2]))


@pytest.mark.parametrize(("subject", "language"), READ)
def test_one_sheet_holds_each_finding_once(subject: str, language: str) -> None:
    rows = list(sheets(subject, language).values())[FINDINGS]

    found = listed(rows, language)

    assert by_pair(found) == by_pair(expected(report_of(subject)["findings"], language))
    assert {type(row[3]) for row in found} <= {date, str}
    assert {type(row[5]) for row in found} <= {float, str}


@pytest.mark.parametrize("group_by", GROUPINGS)
@pytest.mark.parametrize("subject", READ_BACK)
def test_the_sheets_of_the_groups_hold_each_finding_of_a_unit_once(subject: str, group_by: str) -> None:
    report = report_of(subject)
    units = {one["id"] for one in report["units"]}

    found = [row for rows in grouped(subject, group_by).values() for row in listed(rows, "vi")]

    of_units = [one for one in report["findings"] if one["unit"] in units]
    assert by_pair(found) == by_pair(expected(of_units, "vi"))


def test_a_superior_has_a_sheet_of_its_committee_with_all_that_stands_under_it() -> None:
    rows = grouped("city", "parent")["Quận ủy Mẫu Hai"]

    assert rows[0][0] == "Quận ủy Mẫu Hai"
    assert {row[1] for row in listed(rows, "vi")} == {"MAU-02", *(f"MAU-02-0{number}" for number in range(1, 8))} & {
        one["unit"] for one in report_of("city")["findings"]
    }


@pytest.mark.parametrize("subject", READ_BACK)
def test_without_being_asked_for_groups_have_no_sheets(subject: str) -> None:
    assert list(sheets(subject, "vi")) == ["Việc cần làm", "Tổng hợp", "Tiến độ", "Kết quả xét"]


@pytest.mark.parametrize("subject", READ_BACK)
def test_what_is_to_be_done_stands_first(subject: str) -> None:
    rows = listed(list(sheets(subject, "vi").values())[FINDINGS], "vi")
    order = [row[0] for row in rows]
    seen = list(dict.fromkeys(order))

    assert order == [word for word in seen for _ in range(order.count(word))]
    urgent = [word for word in ("lỗi", "quá hạn", "không đạt", "sắp đến hạn") if word in seen]
    assert seen[: len(urgent)] == urgent


@pytest.mark.parametrize(("subject", "language"), READ)
def test_the_summary_has_the_totals_and_what_they_are_of(subject: str, language: str) -> None:
    report = report_of(subject)
    rows = list(sheets(subject, language).values())[SUMMARY]
    words = texts(language, "terms")
    totals = {row[0]: row[2] for row in rows if isinstance(row[2], float) and row[0] and not row[1]}
    applicable = sum(report["totals"].values()) - report["totals"]["not_applicable"]

    assert {status: totals.get(words[status], 0) for status in STATUSES} == report["totals"]
    assert totals[texts(language, "office")["applicable"]] == applicable
    assert report["directive"]["number"] in rows[0][0]


@pytest.mark.parametrize("subject", READ_BACK)
def test_the_summary_has_a_row_a_rule(subject: str) -> None:
    report = report_of(subject)
    statuses = [status for status in STATUSES if report["totals"][status]]
    rows = list(sheets(subject, "vi").values())[SUMMARY]
    marks = {"strive": " ◇", "should": " ○"}

    for rule in report["rules"]:
        title = rule["title"]["vi"] + marks.get(rule["modality"], "")
        (row,) = [row for row in rows if row[1] == title]
        assert row[3 : 4 + len(statuses)] == [*(rule["counts"][status] for status in statuses), rule["judged"]]
        if rule["last_day"]:
            assert row[2] == date.fromisoformat(rule["last_day"])


@pytest.mark.parametrize("subject", ["city", "small"])
def test_no_cell_is_a_formula_an_error_or_a_link(subject: str) -> None:
    book = load_workbook(BytesIO(rendered(subject, "xlsx", "vi")))

    kinds = {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None}

    assert kinds == {"s", "n", "d"}
    assert not any(cell.hyperlink for sheet in book for row in sheet.iter_rows(max_row=5) for cell in row)


def test_lists_can_be_filtered_scrolled_and_printed() -> None:
    book = load_workbook(BytesIO(rendered("city", "xlsx", "vi")))
    everything = book["Kết quả xét"]
    work = book["Việc cần làm"]

    assert everything.freeze_panes == "D2"
    assert everything.auto_filter.ref == f"A1:R{everything.max_row}"
    assert everything.print_title_rows == "$1:$1"
    assert work.freeze_panes == "D6"
    assert work.auto_filter.ref == f"A5:H{work.max_row}"
    assert everything["F2"].number_format == "dd/mm/yyyy"
    assert len(everything.conditional_formatting) == 1
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
        assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
        assert min(dimension.width for dimension in sheet.column_dimensions.values()) >= 6


@pytest.mark.parametrize("name", HOSTILE, ids=lambda name: ascii(name[:20]))
def test_a_hostile_name_is_a_text_and_shown_as_it_is(name: str) -> None:
    data = rendered_from(renamed("small", "MN-01", name), "xlsx", "vi")
    book = load_workbook(BytesIO(data))

    cells = [row[NAME] for row in book.worksheets[FINDINGS].iter_rows(min_row=2) if row[UNIT].value == "MN-01"]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}
    if not name.startswith(("\x1b", "x", "_")):
        assert {cell.value for cell in cells} == {name}
    if name.startswith(("=", "+", "-", "@")):
        assert all(cell.quotePrefix for cell in cells)
    raw = CalamineWorkbook.from_filelike(BytesIO(data)).get_sheet_by_index(FINDINGS).to_python()
    names = {row[NAME] for row in raw if row[UNIT] == "MN-01"}
    cut = name if len(name) < 32_767 else name[:32_766] + "…"
    assert names == {cut.replace("\x1b", "<U+001B>").replace("\ufffe", "<U+FFFE>").replace("\uffff", "<U+FFFF>")}


def test_two_superiors_of_one_name_have_two_sheets() -> None:
    report = report_of("small")
    branches = [one["id"] for one in report["units"] if one["parent"] and one["level"] != "grassroots"][:2]
    data = renamed("small", branches[0], next(one["name"] for one in report["units"] if one["id"] == branches[1]))

    names = list(of_book(rendered_from(data, "xlsx", "vi", group_by="parent")))

    assert len({name.casefold() for name in names}) == len(names) == FIRST_GROUP + len(grouped("small", "parent"))
    assert any(name.endswith(" (2)") for name in names)


@cases()
@given(st.text())
def test_any_text_makes_a_name_that_a_sheet_may_have(text: str) -> None:
    name = sheet_name(text)

    assert 0 < len(name) <= 31
    assert not set(name) & set("[]:*?/\\")
    assert name[0] != "'"
    assert name[-1] != "'"
    assert name.casefold() != "history"


@pytest.mark.parametrize(("letters", "cut"), [(30, False), (31, False), (32, True), (200, True)])
def test_a_name_that_is_cut_says_so(letters: int, cut: bool) -> None:
    name = sheet_name("Đ" * letters)

    assert name.endswith("…") is cut
    assert len(name) == min(letters, 31)


def test_more_findings_than_people_work_with_are_refused_with_another_way(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = len(report_of("small")["findings"])
    for most, refused in ((findings - 1, True), (findings, False)):
        monkeypatch.setattr(xlsx, "MOST_ROWS", most)
        with pytest.raises(CongressError, match="xlsx-too-long") if refused else nullcontext():
            rendered_from(json_text("small").encode(), "xlsx", "vi")

    assert "--format csv" in texts("vi", "errors")["xlsx-too-long+fix"]


@pytest.mark.parametrize("group_by", [None, "parent"])
def test_what_a_font_says_stands_in_the_order_of_the_schema(group_by: str | None) -> None:
    data = rendered_from(json_text("small").encode(), "xlsx", "vi", group_by=group_by)
    with zipfile.ZipFile(BytesIO(data)) as archive:
        styles = ElementTree.fromstring(archive.read("xl/styles.xml"))
    font = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}font"

    fonts = [[SCHEMA_ORDER.index(part.tag.rpartition("}")[2]) for part in one] for one in styles.iter(font)]

    assert max(map(len, fonts)) > 3
    assert all(font == sorted(font) for font in fonts if font)


@cases()
@given(st.lists(st.lists(st.tuples(VALUES, st.sampled_from(sorted(STYLES))), max_size=4), min_size=1, max_size=4))
def test_rows_are_to_the_byte_what_openpyxl_writes_of_the_same_cells(rows: list[list[tuple[Value, str]]]) -> None:
    office = Office(read(json_text("small").encode()), RenderOptions("vi"))
    sheet = Book(office, BytesIO()).sheet("A", WIDTHS)
    for row in rows:
        sheet.row(*zip(*row, strict=True)) if row else sheet.gap()

    assert b"".join(sheet.written()) == of_openpyxl(rows, office.options.letterhead.font)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", READ_BACK)
def test_the_first_sheet_is_the_work_by_urgency_and_then_what_to_ask(subject: str, language: str) -> None:
    report, words, office = report_of(subject), texts(language, "terms"), texts(language, "office")
    rows = list(sheets(subject, language).values())[WORK]
    head = next(number for number, row in enumerate(rows) if row[0] == office["head-kind"])
    kinds = [row[0] for row in rows[head + 1 :]]
    order = [*(words[status] for status in ("error", "overdue", "failed", "due_soon")), office["to-ask"]]

    assert kinds == sorted(kinds, key=order.index)
    counts = {kind: kinds.count(words[kind]) for kind in ("overdue", "failed", "due_soon")}
    assert {**counts, "to_ask": kinds.count(office["to-ask"])} == {
        kind: report["tasks"][kind] for kind in (*counts, "to_ask")
    }
    assert all(row[1] and row[2] and row[3] for row in rows[head + 1 :])


def test_a_row_of_work_says_who_where_what_until_when_how_late_and_what_to_do() -> None:
    rows = sheets("city", "vi")["Việc cần làm"]

    assert [row for row in rows if "Thước Kẻ" in str(row[2])] == [
        [
            "quá hạn",
            "Thị ủy Mẫu Bốn",
            "Đảng bộ xã Thước Kẻ",
            "Tổ chức xong đại hội cơ sở",
            date(2020, 6, 14),
            3.0,
            "Chốt ngày đại hội, báo cáo cấp trên; xong thì ghi ngày bế mạc.",
            "chưa có ngày bế mạc đại hội; quá hạn 3 ngày",
        ]
    ]
    asked = [row for row in rows if row[0] == "cần hỏi"]
    assert {row[6] for row in asked} == {
        "Hỏi bế mạc đại hội, rồi ghi vào sổ.",
        "Hỏi ngày cụ thể (bế mạc đại hội), rồi ghi vào sổ.",
    }


@pytest.mark.parametrize("subject", SUBJECTS)
def test_each_responsible_one_has_its_own_work_and_that_below_and_the_total_is_that_of_the_report(subject: str) -> None:
    tasks = report_of(subject)["tasks"]
    rows = list(sheets(subject, "vi").values())[SUMMARY]
    heads = next(row for row in rows if row[1] == "Đơn vị chịu trách nhiệm")
    kinds = [kind for kind in ("overdue", "failed", "due_soon", "to_ask", "late") if tasks[kind]]
    table = rows[rows.index(heads) + 1 :][: len(tasks["by_responsible"]) + 1]

    numbers = {row[0]: [int(count) for count in row[3 : 3 + 2 * len(kinds)]] for row in table}
    of_report = {
        one["who"]: [one[part][kind] for kind in kinds for part in ("own", "below")] for one in tasks["by_responsible"]
    }
    total = numbers.pop("")
    assert numbers == of_report
    assert [total[place] + total[place + 1] for place in range(0, len(total), 2)] == [tasks[kind] for kind in kinds]
    assert [row[2] for row in table] == [sum(row[3 : 3 + 2 * len(kinds)]) for row in table]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_superiors_and_task_forces_add_up_to_all_findings(subject: str) -> None:
    report = report_of(subject)
    rows = list(sheets(subject, "vi").values())[SUMMARY]
    statuses = [status for status in STATUSES if report["totals"][status]]
    head = next(number for number, row in enumerate(rows) if row[1] == "Cấp ủy cấp trên")
    *parts, total = rows[head + 1 :]

    counts = [[int(count) for count in row[3 : 4 + len(statuses)]] for row in parts]
    assert [sum(column) for column in zip(*counts, strict=True)] == [int(one) for one in total[3 : 4 + len(statuses)]]
    assert total[3 : 3 + len(statuses)] == [report["totals"][status] for status in statuses]
    forces = {one["id"] for one in report["task_forces"]} & {one["unit"] for one in report["findings"]}
    assert forces <= {row[0] for row in parts}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_sheet_of_progress_has_the_figures_of_the_command_and_full_shares(congress: Congress, subject: str) -> None:
    rows = list(sheets(subject, "vi").values())[PROGRESS]
    found = json.loads(congress("progress", *SUBJECTS[subject], "--format", "json").out)["progress"]
    heads = [number for number, row in enumerate(rows) if row[0] == "Nhóm đơn vị"]
    names = {column: texts("vi", "runs")[f"progress-head-{column}"] for column in {*EVENT, *TALLY, *MEASURES}}

    assert len(heads) == len(found)
    for head, one in zip(heads, found, strict=True):
        of_command = [*one["rows"], *one["totals"]]
        for row, figures in zip(rows[head + 1 :][: len(of_command)], of_command, strict=True):
            cells = dict(zip(rows[head][1:], row[1:], strict=True))
            share = figures["percent"] and figures["done"] / figures["total"]
            numbers = {name: value for name, value in {**figures, "percent": share}.items() if name in names}
            known = {names[name]: value for name, value in numbers.items() if value is not None}
            assert {word: cells[word] for word in known} == pytest.approx(known, rel=1e-12)
            assert {cells[word] for word in cells.keys() - known.keys()} <= {""}


@pytest.mark.parametrize(
    ("count", "whole", "shown"),
    [(0, 896, None), (896, 896, None), (655, 896, None), (1, 3000, "0,1%"), (2999, 3000, "99,9%"), (1, 2000, None)],
)
def test_a_share_is_shown_as_everywhere_and_the_cell_keeps_all_of_it(count: int, whole: int, shown: str | None) -> None:
    report = report_of("small")
    totals = {**dict.fromkeys(STATUSES, 0), "met": count, "open": whole - count}

    data = rendered_from(json.dumps({**report, "totals": totals}).encode(), "xlsx", "vi")

    rows = list(load_workbook(BytesIO(data)).worksheets[SUMMARY].iter_rows())
    shares = {row[0].value: row[3] for row in rows if row[0].value in ("đạt", "còn hạn")}
    for word, part in (("đạt", count), ("còn hạn", whole - count)):
        if part:
            assert shares[word].value == part / whole
    if "đạt" in shares:
        assert shares["đạt"].number_format == (f'"{shown}"' if shown else "0.0%")


@pytest.mark.parametrize("name", ["xlsx", "docx"])
def test_stamps_are_those_of_the_judged_day(name: str) -> None:
    with zipfile.ZipFile(BytesIO(rendered("city", name, "vi"))) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2020, 6, 17, 0, 0, 0)}
        core = archive.read("docProps/core.xml").decode()

    assert core.count("2020-06-17T16:59:59Z") == 2


@pytest.mark.parametrize("name", ["xlsx", "docx"])
@pytest.mark.parametrize("day", ["1930-01-01", "1979-12-31", "1980-01-01", "2100-12-31"])
def test_any_day_of_the_range_can_be_stamped(name: str, day: str) -> None:
    text = json_text("small").replace('"as_of": "2020-07-15"', f'"as_of": "{day}"')
    assert day in text

    with zipfile.ZipFile(BytesIO(rendered_from(text.encode(), name, "vi"))) as archive:
        assert archive.testzip() is None
        assert f"{day}T16:59:59Z" in archive.read("docProps/core.xml").decode()


def test_superiors_beyond_a_number_that_nobody_leafs_through_have_no_sheet_and_the_summary_says_so() -> None:
    report = report_of("small")
    top = next(one for one in report["units"] if one["parent"] is None)
    branch = next(one for one in report["units"] if one["parent"] == top["id"])
    finding = next(one for one in report["findings"] if one["unit"] == branch["id"])
    ids = [f"X-{number}" for number in range(MOST_SHEETS + 3)]
    wide = {
        **report,
        "units": [top, *({**branch, "id": one} for one in ids)],
        "findings": [{**finding, "unit": one} for one in ids],
    }

    book = list(of_book(rendered_from(json.dumps(wide).encode(), "xlsx", "vi", group_by="parent")).values())

    assert len(book) == FIRST_GROUP + MOST_SHEETS
    assert str(book[SUMMARY][-1][0]).startswith("Còn 3 nhóm")
    assert len(book[FINDINGS]) == 1 + len(ids)
