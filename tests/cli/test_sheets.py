"""congress export and import: a form goes out, comes back filled in, and is written whole or not at all."""

import csv
import json
import re
from datetime import date
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from congress_cli.language import LANGUAGES
from tests.cli.commands import in_own_process
from tests.cli.conftest import Congress
from tests.cli.desks import JOURNAL, Copy
from tests.edit.sheets.forms import edited, filled, places, sheet_of

CLOSED = "congress.closed"
TAKEN = r"^  (?:add|change)  +C\d+ +congress closed: .*Wednesday 17/06/2020$"
MISTAKES: dict[str, tuple[Any, str]] = {
    "MAU-02-01": ("31/6/2020", '"31/6/2020": 6/2020 has only 30 days'),
    "MAU-02-02": ("hôm qua", '"hôm qua": nobody knows here'),
    "MAU-02-03": (43985.25, "43985.25 is a number, a day is wanted here"),
    "MAU-02-04": ("6/13/2020", '"6/13/2020": there is no month 13'),
    "MAU-02-05": ("=TODAY()", "the cell holds a formula whose result is not stored in the file"),
}


@pytest.fixture
def city(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def exported(congress: Congress, *words: str, name: str = "form.xlsx") -> bytes:
    ran = congress("export", "-o", name, *words)
    assert (ran.code, ran.out) == (0, "")
    return Path(name).read_bytes()


def rows_of(content: bytes) -> list[str]:
    Path("peek.xlsx").write_bytes(content)
    page = load_workbook("peek.xlsx").worksheets[0]
    assert isinstance(page, Worksheet)
    return list(dict.fromkeys(unit for unit, _ in places(page)))


def without_its_format(content: bytes, unit: str, key: str) -> bytes:
    """The form after somebody has taken the format off one cell."""

    def plain(book: Any, page: Worksheet) -> None:
        del book
        page.cell(*places(page)[unit, key]).number_format = "General"

    return edited(content, plain)


def test_fifty_rows_with_five_mistakes_in_them(congress: Congress, city: Copy) -> None:
    form = exported(congress, "--fact", CLOSED)
    units = [unit for unit in rows_of(form) if unit != "MAU"][:50]
    assert MISTAKES.keys() <= set(units)
    right = {(unit, CLOSED): "17/6/2020" for unit in units}
    wrong = {**right, **{(unit, CLOSED): value for unit, (value, _) in MISTAKES.items()}}

    Path("back.xlsx").write_bytes(filled(without_its_format(form, "MAU-02-03", CLOSED), wrong))
    for words in ((), ("--apply",)):
        ran = congress("import", "back.xlsx", *words)
        assert (ran.code, ran.err) == (1, "")
        assert "NOT TAKEN: 5\n" in ran.out
        for unit, (_, why) in MISTAKES.items():
            assert re.search(rf"^  C\d+ +{unit} [^\n]*: congress closed: {re.escape(why)}", ran.out, re.MULTILINE), unit
        assert (
            len(re.findall(r"^  (?:add|change)  +C\d+ +congress closed: .*Wednesday 17/06/2020$", ran.out, re.M)) == 45
        )
        assert "Nothing is written: fix the cells named above and import again." in ran.lines[-1]
        assert city.same()
        assert not (city.folder / JOURNAL).exists()

    Path("back.xlsx").write_bytes(filled(form, right))
    trial = congress("import", "back.xlsx")
    assert trial.code == 1
    assert "nothing is written yet; to write: congress import back.xlsx --apply" in trial.lines[-1]
    assert city.same()

    written = congress("import", "back.xlsx", "--apply", "--by", "Văn phòng Thành ủy")
    assert written.code == 0
    assert "Written to the registry:" in written.lines[-1]
    gone, come = city.lines()
    assert len(come) == 50
    assert all("congress.closed: " in line and "2020-06-17" in line for line in come)
    assert all("congress.closed: " in line for line in gone)
    entry = json.loads((city.folder / JOURNAL).read_text("utf-8").splitlines()[-1])
    assert (entry["command"], entry["by"], len(entry["changes"])) == ("import", "Văn phòng Thành ủy", 50)

    again = congress("import", "back.xlsx")
    assert again.code == 0
    assert "Sheet and registry say the same; there is nothing to write." in again.lines[-1]
    assert "the form was made from another version of the registry" in again.out

    assert congress("undo").code == 0
    assert city.same()


@pytest.mark.parametrize("name", ["form.xlsx", "form.csv"])
def test_an_untouched_form_changes_nothing(congress: Congress, city: Copy, name: str) -> None:
    exported(congress, name=name)

    for words in ((), ("--apply",)):
        ran = congress("import", name, *words)
        assert (ran.code, ran.err) == (0, "")
        assert ran.lines[1:] == ["", "Sheet and registry say the same; there is nothing to write."]
    assert city.same()


def test_what_stands_beside_a_value_stays_and_every_other_byte_too(congress: Congress, city: Copy) -> None:
    form = exported(congress, "--under", "MAU-01")
    changes = {
        ("MAU-01-03", CLOSED): date(2020, 5, 27),
        ("MAU-01-01", "complaints#done"): 3,
        ("MAU-01", "targets/grdp-growth"): 8.5,
        ("MAU-01", "publicity.phases/after"): "x",
        ("MAU-01", "logistics/forms"): "chưa",
        ("MAU-01-02", "working-rules.issued#document"): "02-QC/ĐU",
        ("MAU-01-02", "programme.issued"): None,
        ("MAU-01-02", "programme.issued#document"): None,
    }
    Path("back.xlsx").write_bytes(filled(form, changes))

    assert congress("import", "back.xlsx", "--apply").code == 0

    gone, come = city.lines()
    assert gone == [
        "      complaints: {total: 3, done: 2}",
        '      working-rules.issued: {day: 2020-05-27, document: "01-QC/ĐU"}',
        '      programme.issued: {day: 2020-06-08, document: "01-CTr/ĐU"}',
        '      congress.closed: {day: 2020-05-26/2020-05-27, source: "báo cáo nhanh của phường (số liệu giả định)"}',
        "      targets: {grdp-growth: 8.0, budget-revenue: 2900, poor-households: 0.1, new-members: 170}",
        "        items: [papers, forms, decoration, ceremony, facilities]",
        "      publicity.phases: [before, during]",
    ]
    assert come == [
        "      complaints: {total: 3, done: 3}",
        '      working-rules.issued: {day: 2020-05-27, document: "02-QC/ĐU"}',
        '      congress.closed: {day: 2020-05-27, source: "báo cáo nhanh của phường (số liệu giả định)"}',
        "      targets: {grdp-growth: 8.5, budget-revenue: 2900, poor-households: 0.1, new-members: 170}",
        "        items: [papers, decoration, ceremony, facilities]",
        "      publicity.phases: [before, during, after]",
    ]
    assert congress("validate").code in (0, 1)


def test_a_csv_is_filled_in_and_written(congress: Congress, city: Copy) -> None:
    text = exported(congress, "--unit", "MAU-01-01", "--fact", CLOSED, name="form.csv").decode("utf-8-sig")
    rows = list(csv.reader(StringIO(text), delimiter=";"))
    rows[2][2] = "16/6/2020"
    saved = StringIO()
    csv.writer(saved, delimiter=";").writerows(rows)
    Path("form.csv").write_text(saved.getvalue(), "utf-8-sig")

    ran = congress("import", "form.csv", "--apply")

    assert ran.code == 0
    assert "  add     C3  congress closed: Tuesday 16/06/2020\n" in ran.out
    assert city.lines() == ([], ["      congress.closed: 2020-06-16"])


def test_which_findings_move_is_told_before_anything_is_written(congress: Congress, city: Copy) -> None:
    Path("own.xlsx").write_bytes(sheet_of([["name", "complaints#done"], ["Đảng bộ phường Sen Vàng", 3]]))

    ran = congress("import", "own.xlsx")

    assert ran.code == 1
    assert "met  Complaints and denunciations settled" in ran.out
    assert city.same()


@pytest.mark.parametrize("language", LANGUAGES)
def test_everything_is_told_in_the_language_asked_for(congress: Congress, city: Copy, language: str) -> None:
    ran = congress("export", "-o", "form.xlsx", "--unit", "MAU-01", "--lang", language)
    words = {"vi": ("Đã ghi phiếu vào form.xlsx", "KHÔNG NHẬN 1 chỗ"), "en": ("Wrote the form", "NOT TAKEN: 1")}
    Path("back.xlsx").write_bytes(filled(Path("form.xlsx").read_bytes(), {("MAU-01", CLOSED): "31/6/2020"}))

    assert words[language][0] in ran.err
    assert words[language][1] in congress("import", "back.xlsx", "--lang", language).out


def test_a_form_that_may_have_been_filled_in_is_not_overwritten(congress: Congress, city: Copy) -> None:
    form = exported(congress, "--unit", "MAU-01")
    assert exported(congress, "--unit", "MAU-01") == form
    Path("form.xlsx").write_bytes(filled(form, {("MAU-01", CLOSED): "17/6/2020"}))
    mine = Path("form.xlsx").read_bytes()

    ran = congress("export", "-o", "form.xlsx", "--unit", "MAU-01")

    assert ran.code == 3
    assert "is not overwritten" in ran.err
    assert Path("form.xlsx").read_bytes() == mine
    assert exported(congress, "--unit", "MAU-01", "--force") == form


def test_csv_goes_to_standard_output_and_a_workbook_does_not(congress: Congress, city: Copy) -> None:
    ran = congress("export", "--format", "csv", "--unit", "MAU-01", "-q")

    assert ran.code == 0
    assert ran.out.startswith('\ufeff"congress-sheet/1";')
    assert congress("export").code == 2
    assert congress("export", "-o", "-").code == 2


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("export", "-o", "a.xlsx", "--fact", "congres.closed"), 2),
        (("export", "-o", "a.xlsx", "--under", "MAU-99"), 2),
        (("export", "-o", "a.xlsx", "--owner", "me"), 2),
        (("export", "-o", "a.xlsx", "--format", "ods"), 2),
        (("export", "-o", "a.xlsx", "--unit", "MAU", "--owner", "grassroots"), 3),
        (("export", "-o", "nowhere/a.xlsx"), 3),
        (("import",), 2),
        (("import", "nothing.xlsx"), 3),
        (("import", "thanh-pho-mau"), 3),
        (("import", "rules.yaml"), 3),
        (("import", "rules.yaml", "--as-of", "x"), 2),
    ],
)
def test_what_cannot_be_is_told_by_the_exit_code(
    congress: Congress, city: Copy, words: tuple[str, ...], code: int
) -> None:
    ran = congress(*words)

    assert (ran.code, ran.out) == (code, "")
    assert ran.err
    assert city.same()


def test_two_runs_write_the_same_bytes_whatever_the_hash_seed(tmp_path: Path) -> None:
    Copy(tmp_path)
    for seed in ("1", "2"):
        for ending in ("xlsx", "csv"):
            ran = in_own_process(
                "export", "-o", f"{seed}.{ending}", "--under", "MAU-01", folder=tmp_path, PYTHONHASHSEED=seed
            )
            assert ran.returncode == 0

    for ending in ("xlsx", "csv"):
        assert (tmp_path / f"1.{ending}").read_bytes() == (tmp_path / f"2.{ending}").read_bytes()
