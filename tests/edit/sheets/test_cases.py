"""Series and cases in sheets: a column a period, a page of cases with one row each. Every unit is invented."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from congress_cli.edit.sheets.csv_sheet import csv_text
from congress_cli.edit.sheets.form import form_of
from congress_cli.edit.sheets.importing import read_sheet
from congress_cli.model.facts import Cases, Series
from congress_cli.model.report import Selection
from congress_cli.model.sheet import Differences, Part
from congress_cli.reading.load import Data
from tests.builders import facts, rule, unit
from tests.edit.sheets.forms import (
    VERSION,
    changed,
    data_of,
    edited,
    form,
    notes,
    pages,
    read,
    refused,
    sheet_of,
    workbook,
    workbook_of,
)
from tests.engine.strategies import exact_days
from tests.patience import cases

SENT = {"2020-06": "2020-06-20", "2020-07": {"day": "2020-07-21", "document": "9-BC/QU"}}
ONE = {"case": "17", "sort": "critical", "detected": "2020-06-01", "fixed": "2020-06-12"}
TWO = {"case": "18", "sort": "high", "detected": {"day": "2020-06-05", "document": "8-BC/QU"}, "recorded": "2020-06-06"}


def _data(**values: Any) -> Data:
    return data_of(unit("U-1", name="Đảng bộ quận Một", facts=values), unit("U-2", name="Đảng bộ quận Hai"))


def _keys(data: Data, as_of: str) -> list[str]:
    found = form_of(data, VERSION, Selection(), date.fromisoformat(as_of), ("report.sent",))
    return [column.name for column in found.columns]


def _of_cases(content: bytes, data: Data) -> Differences:
    return next(page for page in pages(content, data) if page.of_cases)


def _with_rows(content: bytes, *rows: list[Any]) -> bytes:
    """The workbook with these rows on its page of cases: unit, name, number and the cells behind it."""

    def write(book: Workbook, page: Worksheet) -> None:
        for number, row in enumerate(rows, 6):
            for place in range(1, 8):
                page.cell(number, place).value = row[place - 1] if place <= len(row) else None
        page.delete_rows(6 + len(rows), 100)

    return edited(content, write, 1)


# ---------------------------------------------------------------- which periods and cases a form has


@pytest.mark.parametrize(
    ("as_of", "first", "last", "count"),
    [
        ("2020-06-30", "2020-06", "2020-07", 2),
        ("2020-07-01", "2020-06", "2020-08", 3),
        ("2022-04-30", "2020-06", "2022-05", 24),
        ("2022-05-01", "2020-07", "2022-06", 24),
        ("2020-01-01", "2020-01", "2020-02", 2),
    ],
)
def test_a_series_has_at_most_24_columns_up_to_the_period_after_that_of_the_day(as_of, first, last, count):
    keys = _keys(_data(), as_of)

    assert (keys[0], keys[-1], len(keys)) == (first, last, count)


def test_of_a_series_that_has_ended_the_last_24_periods_are_shown():
    ended = rule("every", **{"from": "2018-01", "until": "2020-05"})
    data = data_of(unit("U-1"), book=_book(ended))

    keys = _keys(data, "2023-07-01")

    assert keys[-1] == "2020-05"
    assert len(keys) <= 24


def _book(*rules: dict[str, Any]) -> Any:
    from tests.builders import rulebook

    return rulebook(*rules)


def test_periods_of_days_are_those_of_the_unit_that_is_furthest_on():
    data = data_of(
        unit("U-1", facts={"congress.opened": "2020-06-01"}), unit("U-2", facts={"congress.opened": "2020-06-21"})
    )

    found = form_of(data, VERSION, Selection(), date(2020, 7, 1), ("progress.sent",))

    assert [column.name for column in found.columns] == ["1", "2", "3", "4"]


def test_recorded_periods_that_no_rule_asks_for_are_shown_among_the_24():
    assert _keys(_data(**{"report.sent": {"2020-04": "2020-04-20"}}), "2020-07-01")[0] == "2020-04"


def test_cases_have_a_page_of_their_own_with_a_row_each_and_free_rows():
    found = form(_data(findings=[ONE, TWO]))

    (page,) = found.cases
    assert [row.texts[0] for row in page.rows] == ["17", "18", "", "", "", ""]
    assert [column.key for column in page.columns] == [
        "findings#case",
        "findings#sort",
        "findings/detected",
        "findings/fixed",
        "findings#document",
    ]
    assert not any(column.fact == "findings" for column in found.columns)


# ---------------------------------------------------------------- what is filled in is what changes


def _csv(data: Data, page: int) -> list[list[str]]:
    text = csv_text(form(data).pages[page], data.rulebook, "vi").removeprefix("\ufeff")
    return list(csv.reader(StringIO(text), delimiter=";"))


def _bytes(lines: list[list[str]]) -> bytes:
    stream = StringIO()
    csv.writer(stream, delimiter=";").writerows(lines)
    return stream.getvalue().encode()


def _place(lines: list[list[str]], key: str) -> int:
    return next(place for place, head in enumerate(lines[1]) if head.endswith(f"[{key}]"))


MONTHS = st.dictionaries(st.sampled_from(["2020-06", "2020-07", "2020-08"]), exact_days())


@cases(60)
@given(MONTHS, MONTHS)
def test_a_form_filled_in_with_other_days_makes_that_series(before: dict[str, str], after: dict[str, str]) -> None:
    data = _data(**({"report.sent": before} if before else {}))
    lines = _csv(data, 0)
    for period in ("2020-06", "2020-07", "2020-08"):
        lines[2][_place(lines, f"report.sent/{period}")] = after.get(period, "")

    (found,) = read_sheet(_bytes(lines), "sheet.csv", data, VERSION)

    assert not found.refused
    if before == after:
        assert not found.changes
    else:
        (change,) = found.changes
        new = change.new
        told = {key: str(one.day) for key, one in new.periods.items()} if isinstance(new, Series) else {}
        assert told == after
        assert list(told) == sorted(told)


LISTED = st.lists(
    st.fixed_dictionaries(
        {"case": st.sampled_from(["17", "18", "9/12", "007", "A-1"]), "sort": st.sampled_from(["critical", "high"])},
        optional={"detected": exact_days(), "fixed": exact_days()},
    ),
    max_size=4,
    unique_by=lambda one: one["case"],
)


@cases(60)
@given(LISTED, LISTED)
def test_a_form_filled_in_with_other_cases_makes_those_cases(
    before: list[dict[str, str]], after: list[dict[str, str]]
) -> None:
    data = _data(**({"findings": before} if before else {}))
    lines = _csv(data, 1)
    rows = {line[2].removeprefix("'"): line for line in lines[2:] if line[0] == "U-1" and line[2]}
    for number, row in rows.items():
        row[3:7] = [""] * 4 if number not in {one["case"] for one in after} else row[3:7]
    for one in after:
        row = rows.get(one["case"]) or ["U-1", "", f"'{one['case']}", "", "", "", "", ""]
        row[3:6] = [one["sort"], one.get("detected", ""), one.get("fixed", "")]
        if one["case"] not in rows:
            lines.append(row)

    (found,) = read_sheet(_bytes(lines), "sheet.csv", data, VERSION)

    assert not found.refused
    new = found.changes[0].new if found.changes else data.registry.units[0].facts.get("findings")
    told = new.cases if isinstance(new, Cases) else ()
    got = {one.case: (one.sort, {name: str(event.day) for name, event in one.days}) for one in told}
    assert got == {
        one["case"]: (one["sort"], {key: one[key] for key in ("detected", "fixed") if key in one}) for one in after
    }


def test_a_changed_day_keeps_the_paper_of_its_period_or_case():
    data = _data(**{"report.sent": SENT, "findings": [ONE, TWO]})
    content = _filled(workbook(data), "report.sent/2020-07", "22/7/2020")
    content = edited(content, lambda _, page: setattr(page.cell(7, 5), "value", "4/6/2020"), 1)

    first, second = pages(content, data)

    assert changed(first) == {("U-1", "report.sent/2020-07"): ("2020-07-21", "2020-07-22")}
    later = {**SENT, "2020-07": {"day": "2020-07-22", "document": "9-BC/QU"}}
    assert first.changes[0].new == facts({"report.sent": later})["report.sent"]
    (change,) = second.changes
    assert [(cell.column.case, cell.column.key) for cell in change.cells] == [("18", "findings/detected")]
    assert isinstance(change.new, Cases)
    assert dict(change.new.cases[1].days)["detected"].document == "8-BC/QU"


def _filled(content: bytes, key: str, value: Any) -> bytes:
    """The workbook with a value in the first row of its first page."""
    return edited(content, lambda _, page: setattr(page.cell(6, _column(page, key)), "value", value))


def _column(page: Worksheet, key: str) -> int:
    return next(int(cell.column or 0) for cell in page[3] if cell.value == key)


def test_a_row_that_was_taken_away_or_renumbered_leaves_its_case_in_the_registry():
    data = _data(findings=[ONE, TWO])
    content = _with_rows(workbook(data), ["U-1", None, "20", "high", "5/6/2020"])

    found = _of_cases(content, data)

    (change,) = found.changes
    assert isinstance(change.new, Cases)
    assert [one.case for one in change.new.cases] == ["17", "18", "20"]
    assert "cases-gone" in notes(found)


def test_an_emptied_row_takes_the_case_out():
    data = _data(findings=[ONE, TWO])
    found = _of_cases(_with_rows(workbook(data), ["U-1", None, "17"], ["U-1", None, "18", "high", "5/6/2020"]), data)

    (change,) = found.changes
    assert isinstance(change.new, Cases)
    assert [one.case for one in change.new.cases] == ["18"]
    assert next(cell.column.part for cell in change.cells if not cell.new) is Part.CASE


def test_a_sort_is_read_by_its_name_and_numbers_as_excel_holds_them():
    data = _data()
    found = _of_cases(_with_rows(workbook(data), ["U-1", None, 17, "CRITICAL", date(2020, 6, 3)]), data)

    (change,) = found.changes
    assert change.new == facts({"findings": [{"case": "17", "sort": "critical", "detected": "2020-06-03"}]})["findings"]


@pytest.mark.parametrize(
    ("rows", "at", "code"),
    [
        ([["U-1", None, None, "high", "3/6/2020"]], "C6", "case-without-number"),
        ([["U-1", None, "17", None, "3/6/2020"]], "D6", "case-without-sort"),
        ([["U-1", None, "17", "low", "3/6/2020"]], "D6", "case-sort-unknown"),
        ([["U-1", None, "Nguyễn Văn A", "high"]], "C6", "case-number"),
        ([["U-1", None, date(2020, 12, 9), "high"]], "C6", "day-for-other"),
        ([["U-1", None, "17", "high"], ["U-1", None, "17", "high"]], "C7", "case-twice"),
        ([["U-9", None, "17", "high"]], "A6", "unit-unknown"),
        ([["U-1", None, "17", "high", "31/6/2020"]], "E6", "day-impossible"),
    ],
)
def test_what_cannot_be_taken_of_a_case_is_told_at_its_cell(rows, at, code):
    data = _data()

    found = _of_cases(_with_rows(workbook(data), *rows), data)

    assert refused(found) == [(at, code)]


def test_a_case_that_both_have_changed_is_refused():
    content = _with_rows(workbook(_data(findings=[ONE])), ["U-1", None, "17", "critical", "3/6/2020", "12/6/2020"])
    now = _data(findings=[{**ONE, "detected": "2020-06-02"}])

    assert refused(_of_cases(content, now)) == [("E6", "changed-meanwhile")]


def test_a_period_or_a_case_to_come_is_refused():
    content = _filled(workbook(_data()), "report.sent/2020-08", "1/8/2020")
    content = _with_rows(content, ["U-1", None, "17", "high", "1/8/2020"])

    found = read_sheet(content, "sheet.xlsx", _data(), VERSION, date(2020, 7, 1))

    assert [one.code for page in found for one in page.refused] == ["day-to-come", "day-to-come"]


# ---------------------------------------------------------------- an office's own sheets

SERIES_NAMES = {
    "month.sent": ("month", "báo cáo tháng", "monthly report"),
    "quarter.sent": ("quarter", "báo cáo quý", "quarterly report"),
    "half.sent": ("half", "báo cáo 6 tháng", "half-year report"),
    "year.sent": ("year", "báo cáo năm", "yearly report"),
    "visit.made": ({"days": "30"}, "đợt kiểm tra", "inspection visit"),
}


def _own_book() -> Any:
    from congress_cli.model.message import Diagnostics
    from congress_cli.reading.rulebook import rulebook_of
    from tests.builders import rules_file

    raw = rules_file(rule("event", event="congress.opened"))
    for name, (period, vi, en) in SERIES_NAMES.items():
        raw["facts"][name] = {"kind": "series", "period": period, "vi": vi, "en": en}
    book = rulebook_of(raw, "rules.yaml", Diagnostics())
    assert book is not None
    return book


OWN = _own_book()


@pytest.mark.parametrize(
    ("head", "key"),
    [
        ("Báo cáo tháng 2/2025", "month.sent/2025-02"),
        ("Ngày báo cáo tháng 02 năm 2025", "month.sent/2025-02"),
        ("BÁO CÁO THÁNG: tháng 12/2024", "month.sent/2024-12"),
        ("Monthly report February 2025", "month.sent/2025-02"),
        ("Báo cáo quý I/2025", "quarter.sent/2025-Q1"),
        ("Quarterly report quarter 4/2024", "quarter.sent/2024-Q4"),
        ("Báo cáo 6 tháng đầu năm 2025", "half.sent/2025-H1"),
        ("Half-year report: second half of 2024", "half.sent/2024-H2"),
        ("Báo cáo năm 2024", "year.sent/2024"),
        ("Đợt kiểm tra: kỳ 3", "visit.made/3"),
        ("month.sent/2025-02", "month.sent/2025-02"),
    ],
)
def test_heads_of_an_offices_own_name_periods(head, key):
    data = data_of(unit("U-1"), book=OWN)

    found = read(sheet_of([["Mã", head], ["U-1", "3/3/2025"]]), data)

    assert changed(found) == {("U-1", key): ("", "2025-03-03")}


@pytest.mark.parametrize("head", ["Báo cáo tháng 13/2025", "Báo cáo 2025-02-30", "Năm 2025"])
def test_a_head_that_names_no_period_of_one_series_fills_none(head):
    data = data_of(unit("U-1"), book=OWN)

    found = read(sheet_of([["Mã", "congress.opened", head], ["U-1", "3/3/2025", "3/3/2025"]]), data)

    assert not any("sent/" in key for _, key in changed(found))
    assert refused(found) or "columns-unread" in notes(found)


def test_a_part_of_the_name_of_one_series_is_taken_and_told():
    data = data_of(unit("U-1"), book=OWN)

    found = read(sheet_of([["Mã", "Kiểm tra: kỳ 3"], ["U-1", "3/3/2025"]]), data)

    assert changed(found) == {("U-1", "visit.made/3"): ("", "2025-03-03")}
    assert "column-taken" in notes(found)


def test_a_key_with_a_period_that_there_is_not_is_told_with_how_to_mend_it():
    data = data_of(unit("U-1"), book=OWN)

    found = read(sheet_of([["Mã", "congress.opened", "month.sent/2025-13"], ["U-1", "3/3/2025", "3/3/2025"]]), data)

    assert refused(found) == [("C1", "column-no-period")]


def test_an_offices_own_page_of_cases_is_read():
    rows = [["Đơn vị", "Số vụ việc", "Mức độ", "Detected"], ["Đảng bộ quận Hai", "9/12", "critical", "3/6/2020"]]

    found = read(sheet_of(rows), _data())

    (change,) = found.changes
    assert (change.unit, change.new.cases[0].case) == ("U-2", "9/12")  # type: ignore[union-attr]


def test_cases_and_facts_of_units_do_not_go_on_one_page():
    with_case = sheet_of([["Mã", "Số vụ việc", "findings/detected", "congress.opened"], ["U-1", "1", "3/6/2020", None]])
    without = sheet_of([["Mã", "findings/detected", "congress.opened"], ["U-1", "3/6/2020", "3/6/2020"]])

    assert ("D1", "column-not-of-cases") in refused(read(with_case, _data()))
    assert ("B1", "column-without-case") in refused(read(without, _data()))


def test_two_pages_that_say_the_same_of_a_case_agree_and_else_are_refused():
    head, row = ["Mã", "Số vụ việc", "Mức độ", "Detected"], ["U-1", "1", "high", "3/6/2020"]

    agreed = pages(workbook_of({"A": [head, row], "B": [head, row]}), _data())
    other = pages(workbook_of({"A": [head, row], "B": [head, [*row[:3], "4/6/2020"]]}), _data())

    assert [len(page.changes) for page in agreed] == [1, 0]
    assert [one.code for one in other[1].refused] == ["on-other-page"]


@pytest.mark.parametrize("text", ["=1+1", "@a", "-1"])
def test_no_text_of_a_case_is_a_formula(text):
    data = _data(findings=[{**ONE, "document": text}])

    cell = load_workbook(BytesIO(workbook(data))).worksheets[1].cell(6, 7)

    assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
    assert _csv(data, 1)[2][6] == f"'{text}"
