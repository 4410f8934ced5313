"""Series and cases at the desk: what is recorded of a period or a case, what is said of it, forms out and back."""

import csv
import json
import shutil
from io import StringIO
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import Workbook, load_workbook

from congress_cli.cli import edit, session
from tests.cli.commands import ROOT, in_this_process

RETURNS = ROOT / "tests" / "cases" / "papers" / "returns"
PERIODIC = ROOT / "examples" / "papers" / "periodic-reports"
ORDER = ROOT / "examples" / "papers" / "executive-order-14028"


class Desk(NamedTuple):
    """A folder with a registry and a rulebook of its own."""

    folder: Path

    def run(self, *words: object, code: int = 0, stdin: bytes = b"") -> str:
        """What a command says, its notes included."""
        files = ("--units", self.folder / "units.yaml", "--rules", self.folder / "rules.yaml")
        done = in_this_process(*words, *files, "--lang", "en", folder=self.folder, stdin=stdin)
        told = (done.stdout + done.stderr).decode()
        assert done.returncode == code, told
        return told

    @property
    def units(self) -> str:
        """The text of the registry."""
        return (self.folder / "units.yaml").read_text("utf-8")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """The returns, to be written to."""
    for name in ("units.yaml", "rules.yaml"):
        shutil.copy(RETURNS / name, tmp_path / name)
    return Desk(tmp_path)


# ---------------------------------------------------------------- record


def test_what_is_typed_beside_a_period_belongs_to_that_period(desk: Desk) -> None:
    told = desk.run("record", "B-1", "report.sent", "2025-03=18/3/2025", "--document", "13-bc/ubnd", "--note", "call")

    assert "month 3/2025: Tuesday 18/03/2025, document 13-BC/UBND" in told
    assert '2025-03: {day: 2025-03-18, document: 13-BC/UBND, note: "call"}' in desk.units
    assert "2025-02: {day: 2025-02-26, document: 12-BC/UBND}" in desk.units


def test_an_empty_document_goes_from_the_period_alone(desk: Desk) -> None:
    desk.run("record", "B-1", "report.sent", "2025-02=26/2/2025", "--document", "")

    assert "report.sent: {2025-01: 2025-02-03, 2025-02: {day: 2025-02-26}}" in desk.units


def test_what_is_typed_beside_a_case_belongs_to_it_as_far_as_a_case_may_have_it(desk: Desk) -> None:
    desk.run("record", "B-1", "findings", "18", "fixed=5/3/2025", "--document", "14-BC/UBND", "--source", "call")

    assert "2025-03-02/2025-03-04, fixed: 2025-03-05, document: 14-BC/UBND}" in desk.units
    assert 'source: "call"' in desk.units
    assert 'case: "17"' in desk.units


@pytest.mark.parametrize(
    ("fact", "words", "told"),
    [
        ("report.sent", ("--document", "1-BC/UBND"), "as in 2025-02=26/2/2025"),
        ("report.sent", ("2025-03=18/3/2025", "--day", "18/3/2025"), "as in 2025-02=26/2/2025"),
        ("findings", ("--document", "1-BC/UBND"), "as in 17 detected=1/3/2025"),
    ],
)
def test_beside_a_series_without_a_period_nothing_is_written(
    desk: Desk, fact: str, words: tuple[str, ...], told: str
) -> None:
    before = desk.units

    assert told in desk.run("record", "B-1", fact, *words, code=2)
    assert desk.units == before


@pytest.mark.parametrize("typed", ["2025-03=18/3/2025", "3/2025=18/3/2025", "03/2025=18/3/2025", "2025-03=2025-03-18"])
def test_a_period_is_named_as_clerks_name_it(desk: Desk, typed: str) -> None:
    desk.run("record", "B-1", "report.sent", typed)

    assert "2025-03: 2025-03-18" in desk.units


@pytest.mark.parametrize("words", [("report.sent", "2025-03=21/3/2025"), ("findings", "18", "fixed=21/3/2025")])
def test_a_day_to_come_is_refused_unless_it_is_meant(desk: Desk, words: tuple[str, ...]) -> None:
    assert "--future" in desk.run("record", "B-1", *words, code=2)

    desk.run("record", "B-1", *words, "--future")
    assert "2025-03-21" in desk.units


def test_the_tenth_period_stands_behind_the_ninth(desk: Desk) -> None:
    desk.run("record", "B-1", "progress.sent", "10=10/3/2025", "2=11/3/2025", "--future")

    assert 'progress.sent: {"1": 2025-03-09, 2: 2025-03-11, 10: 2025-03-10}' in desk.units


# ---------------------------------------------------------------- what is said


def test_messages_name_periods_and_cases_in_words() -> None:
    def told(folder: Path, language: str) -> str:
        return in_this_process("check", "--units", folder, "--lang", language).stdout.decode()

    assert "báo cáo tháng: xong 2/4; tháng 3/2025: quá hạn 32 ngày" in told(PERIODIC, "vi")
    assert "monthly report: 2 of 4 done; month 3/2025: 32 days overdue" in told(PERIODIC, "en")
    assert "quý II/2025: còn 65 ngày" in told(PERIODIC, "vi")
    assert "6 tháng đầu năm 2025: còn 65 ngày" in told(PERIODIC, "vi")
    assert "first half of 2025: 65 days left" in told(PERIODIC, "en")
    assert "năm 2025: còn 248 ngày" in told(PERIODIC, "vi")
    assert "kỳ 2 (từ 12/07 đến 09/09/2021): quá hạn 6 ngày" in told(ORDER, "vi")
    assert "period 2 (from 12/07/2021 to 09/09/2021): 6 days overdue" in told(ORDER, "en")
    assert "trường hợp 2: còn 1 ngày" in told(ORDER, "vi")
    assert "case 2: 1 day left" in told(ORDER, "en")


def test_the_list_of_tasks_says_which_period_is_overdue() -> None:
    told = in_this_process("check", "--units", PERIODIC, "--format", "table", "--lang", "en").stdout.decode()

    assert "32 days overdue (month 3/2025)" in told


def test_next_asks_for_the_period_or_case_and_prints_the_command_that_records_it() -> None:
    periodic = in_this_process("next", "--units", PERIODIC, "--lang", "en").stdout.decode()
    order = in_this_process("next", "--units", ORDER, "--lang", "en").stdout.decode()

    assert "monthly report, month 3/2025: on which day?" in periodic
    assert "congress record SO-MAU transport.month 2025-03=DAY" in periodic
    assert "incidents, case 2: reported on which day?" in order


def test_next_asks_of_a_case_whose_start_is_not_recorded(desk: Desk) -> None:
    (desk.folder / "units.yaml").write_text(
        desk.units.replace("records: complete", "records: partial").replace(", detected: 2025-03-02/2025-03-04", ""),
        "utf-8",
    )

    assert "Monthly report" in desk.run("next", "--as-of", "2025-04-01", code=1)


def test_explain_and_show_tell_periods_and_cases_in_words() -> None:
    explained = in_this_process(
        "explain", "AGENCY-2", "progress-reported-every-60-days", "--units", ORDER, "--lang", "en"
    ).stdout.decode()
    shown = in_this_process("show", "PROVIDER-1", "--units", ORDER, "--lang", "en").stdout.decode()

    assert "Each period" in explained
    assert "period 3 (from 10/09/2021 to 08/11/2021): open; last day" in explained
    assert "1: gravest, detected on 02/08/2021, reported on" in shown


# ---------------------------------------------------------------- forms out and back


def _cells(desk: Desk, name: str, changes: dict[tuple[int, str, str], Any]) -> None:
    """Fill in cells of a workbook: by page, first cell of the row and key of the column."""
    book = load_workbook(desk.folder / name)
    for (number, row, key), value in changes.items():
        page = book.worksheets[number]
        column = next(cell.column for cell in page[3] if cell.value == key)
        place = next(one for one in range(6, 100) if row in (page.cell(one, 1).value, page.cell(one, 3).value))
        page.cell(place, column).value = value
    book.save(desk.folder / name)


def test_a_workbook_goes_out_comes_back_and_is_taken_back(desk: Desk) -> None:
    before = desk.units
    desk.run("export", "-o", desk.folder / "form.xlsx")
    assert "nothing to write" in desk.run("import", desk.folder / "form.xlsx")
    _cells(
        desk,
        "form.xlsx",
        {(0, "B-1", "report.sent/2025-03"): "18/3/2025", (1, "18", "findings/fixed"): "6/3/2025"},
    )

    tried = desk.run("import", desk.folder / "form.xlsx", code=1)
    assert "report sent: month 3/2025: Tuesday 18/03/2025" in tried
    assert "18 · findings: fixed: Thursday 06/03/2025" in tried
    assert desk.units == before
    desk.run("import", desk.folder / "form.xlsx", "--apply")

    assert "2025-02: {day: 2025-02-26, document: 12-BC/UBND}, 2025-03: 2025-03-18}" in desk.units
    assert "detected: 2025-03-02/2025-03-04, fixed: 2025-03-06}" in desk.units
    assert "nothing to write" in desk.run("import", desk.folder / "form.xlsx")
    desk.run("undo")
    assert desk.units == before


def test_csv_has_one_page_and_cases_are_a_file_of_their_own(desk: Desk) -> None:
    told = desk.run("export", "--format", "csv", "-o", desk.folder / "form.csv")
    assert "congress export --fact findings --format csv -o findings.csv" in " ".join(told.split())
    desk.run("export", "--fact", "findings", "-o", desk.folder / "findings.csv")
    lines = list(csv.reader(StringIO((desk.folder / "findings.csv").read_text("utf-8-sig")), delimiter=";"))
    lines[-1][2:5] = ["9/12", "critical", "1/3/2025"]
    stream = StringIO()
    csv.writer(stream, delimiter=";").writerows(lines)
    (desk.folder / "findings.csv").write_text(stream.getvalue(), "utf-8")

    desk.run("import", desk.folder / "findings.csv", "--apply")

    assert "findings: [{case: 9/12, sort: critical, detected: 2025-03-01}]" in desk.units.replace('"', "")


def test_the_periods_are_those_around_the_day_asked_for(desk: Desk) -> None:
    desk.run("export", "--format", "csv", "--fact", "progress.sent", "-o", desk.folder / "a.csv")
    desk.run("export", "--format", "csv", "--fact", "progress.sent", "--as-of", "1/4/2025", "-o", desk.folder / "b.csv")

    heads = [(desk.folder / name).read_text("utf-8-sig").splitlines()[1] for name in ("a.csv", "b.csv")]
    assert [line.count("[progress.sent/") for line in heads] == [3, 5]


def test_what_import_does_not_take_is_told_with_cell_reason_and_way_to_mend(desk: Desk) -> None:
    desk.run("export", "-o", desk.folder / "form.xlsx")
    _cells(desk, "form.xlsx", {(1, "18", "findings#sort"): "grave", (0, "B-1", "report.sent/2025-03"): "31/2/2025"})

    told = desk.run("import", desk.folder / "form.xlsx", code=1)

    assert "NOT TAKEN: 1" in told
    assert 'there is no sort of these cases named "grave"' in told
    assert "Write one of: critical, high" in told
    assert "report sent: month 3/2025" in told


# ---------------------------------------------------------------- what validate points at


def _written(desk: Desk, old: str, new: str) -> None:
    assert old in desk.units
    (desk.folder / "units.yaml").write_text(desk.units.replace(old, new), "utf-8")


@pytest.mark.parametrize(
    ("sent", "warned"),
    [
        ("{2025-02: 2025-01-31}", True),
        ("{2025-02: 2025-02-01}", False),
        ("{2025-02: 2025-01-30/2025-02-01}", False),
    ],
)
def test_a_report_sent_before_its_period_began_is_pointed_at(desk: Desk, sent: str, warned: bool) -> None:
    _written(desk, "{2025-01: 2025-02-03, 2025-02: {day: 2025-02-26, document: 12-BC/UBND}}", sent)

    told = desk.run("validate", code=int(warned))

    assert ("before that period began (01/02/2025)" in told) is warned


@pytest.mark.parametrize(("day", "warned"), [("2025-03-11", True), ("2025-03-12", False)])
def test_periods_of_days_begin_where_they_are_counted_from(desk: Desk, day: str, warned: bool) -> None:
    _written(desk, '{"1": 2025-03-09}', f'{{"1": 2025-03-09, "2": {day}}}')

    told = desk.run("validate", code=int(warned))

    assert ("period 2: on 11/03/2025, before that period began" in told) is warned


@pytest.mark.parametrize(
    ("key", "warned"), [("2024-12", True), ("2025-01", False), ("2025-03", False), ("2025-04", True)]
)
def test_a_period_that_no_rule_asks_for_is_pointed_at(desk: Desk, key: str, warned: bool) -> None:
    _written(desk, "{2025-01: 2025-02-03, 2025-02: {day: 2025-02-26, document: 12-BC/UBND}}", f"{{{key}: {key}-20}}")
    told = desk.run("validate", "--as-of", "2025-05-01", code=int(warned))

    assert ("no rule asks this unit for that period" in told) is warned
    assert ("from and until of the rule" in told) is warned


def test_periods_and_cases_of_a_unit_that_no_rule_asks_are_pointed_at_once_each_and_counted(desk: Desk) -> None:
    _written(
        desk,
        "level: top, type: ministry}",
        "level: top, type: ministry, facts: {report.sent: {2025-01: 2025-01-20, 2025-02: 2025-02-20},"
        " findings: [{case: '1', sort: high}, {case: '2', sort: high}, {case: '3', sort: high}]}}",
    )

    told = desk.run("validate", code=1)

    assert told.count("no rule asks this unit") == 2
    assert "units.yaml:6:" in told
    assert "3 more" in told


@pytest.mark.parametrize(
    ("number", "warned"),
    [("123456789", True), ("012345678901", True), ("12345678", False), ("1234567890", False), ("9", False)],
)
def test_a_number_of_a_case_that_may_be_that_of_a_person_is_pointed_at(desk: Desk, number: str, warned: bool) -> None:
    _written(desk, 'case: "17"', f'case: "{number}"')

    told = desk.run("validate", code=int(warned))

    assert ("looks like an identity number" in told) is warned


# ---------------------------------------------------------------- how far explain looks


def _explained(desk: Desk, unit: str, rule: str, *more: str) -> str:
    return " ".join(desk.run("explain", unit, rule, *more).split())


def test_explain_says_which_period_comes_next_and_how_far_it_looked(desk: Desk) -> None:
    told = _explained(desk, "B-1", "monthly-report", "--as-of", "2025-01-31")

    assert "the next period is month 2/2025: it begins on 01/02/2025, its last day is Tuesday 25/02/2025" in told
    assert "looked ahead until the end of Tuesday 19/08/2025, no further" in told


@pytest.mark.parametrize(
    ("as_of", "said"),
    [
        ("2025-03-31", "no period comes after this one"),
        ("2025-02-28", "the next period is month 3/2025"),
    ],
)
def test_after_the_last_period_explain_says_that_none_comes(desk: Desk, as_of: str, said: str) -> None:
    assert said in _explained(desk, "B-1", "monthly-report", "--as-of", as_of)


def test_a_year_to_come_is_told_though_it_begins_later_than_explain_looks() -> None:
    told = in_this_process("explain", "SO-MAU", "transport-year", "--units", PERIODIC, "--lang", "en").stdout.decode()

    assert "the next period is year 2026: it begins on 01/01/2026" in " ".join(told.split())


def test_of_cases_explain_says_how_far_it_looked(desk: Desk) -> None:
    told = _explained(desk, "B-1", "critical-fixed")

    assert "looked ahead until the end of Monday 06/10/2025" in told
    assert "the next period" not in told


def test_progress_counts_periods_and_cases() -> None:
    periodic = in_this_process("progress", "--units", PERIODIC, "--lang", "en").stdout.decode()
    cases = in_this_process("progress", "incidents", "--units", ORDER, "--lang", "en", "--format", "json").stdout

    assert "Periodic report sent (monthly)" in periodic
    assert "5/8" in periodic
    (of_cases,) = json.loads(cases)["progress"]
    (total,) = of_cases["totals"]
    assert (total["done"], total["total"], total["overdue"], total["units"]) == (1, 2, 0, 2)


def test_on_a_terminal_periods_and_cases_are_asked_for(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in (session, edit):
        monkeypatch.setattr(place, "can_ask", lambda: True)

    desk.run("record", "B-1", "report.sent", stdin=b"2025-03=18/3/2025\n")
    told = desk.run("record", "B-1", "findings", stdin=b"1 sort=high detected=1/3/2025\n")

    assert "2025-03: 2025-03-18" in desk.units
    assert 'case: "1", sort: high, detected: 2025-03-01' in desk.units
    assert "Recorded now: 17, 18, 19" in told


def test_periods_and_cases_may_stand_on_several_pages_of_an_offices_own(desk: Desk) -> None:
    book = Workbook()
    for title, head, rows in (
        ("Q1", ["Id", "Report sent month 3/2025"], [["B-1", "18/3/2025"], ["B-2", "19/3/2025"]]),
        ("January", ["Id", "Report sent month 1/2025"], [["B-2", "20/1/2025"]]),
        ("South", ["Id", "Case number", "Sort", "Detected"], [["B-1", "20", "high", "10/3/2025"]]),
        ("North", ["Id", "Case number", "Sort", "Detected"], [["B-1", "21", "high", "11/3/2025"]]),
    ):
        page = book.create_sheet(title)
        for row in (head, *rows):
            page.append(row)
    book.save(desk.folder / "own.xlsx")

    desk.run("import", desk.folder / "own.xlsx", "--apply")

    assert "report.sent: {2025-01: 2025-01-20, 2025-03: 2025-03-19}" in desk.units
    assert "12-BC/UBND}, 2025-03: 2025-03-18}" in desk.units
    assert "20 sort high" in desk.units.replace('{case: "20", sort: high', "20 sort high")
    assert '{case: "21", sort: high, detected: 2025-03-11}]' in desk.units


def test_a_series_whose_periods_are_all_emptied_goes(desk: Desk) -> None:
    desk.run("export", "--fact", "progress.sent", "-o", desk.folder / "form.xlsx")
    _cells(desk, "form.xlsx", {(0, "B-1", "progress.sent/1"): None})

    desk.run("import", desk.folder / "form.xlsx", "--apply")

    assert "progress.sent" not in desk.units


@pytest.mark.parametrize(
    ("fact", "written"),
    [
        ("general.quarter", "{2025-Q1: 2025-01-24}"),
        ("general.half", "{2025-H1: 2025-01-24}"),
        ("transport.year", "{2025: 2025-01-24}"),
    ],
)
def test_facts_shows_how_the_periods_of_a_series_are_written(fact: str, written: str) -> None:
    assert written in in_this_process("facts", fact, "--rules", PERIODIC / "rules.yaml").stdout.decode()


def test_facts_shows_the_days_and_sorts_of_cases() -> None:
    told = in_this_process("facts", "incidents", "--rules", ORDER / "rules.yaml", "--lang", "en").stdout.decode()

    assert 'incidents: [{case: "17", detected: 2025-03-01}]' in told
    assert "gravest: gravest" in told
