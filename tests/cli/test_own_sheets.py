"""congress import of sheets that offices made of their own: heads, totals, sections, several pages."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.commands import RULES, Ran, units_text, write_project
from tests.cli.conftest import Congress
from tests.edit.sheets.forms import sheet_of, workbook_of

WARD = "Đảng bộ phường Một"
DAY = "16/6/2020"


def units() -> Path:
    return Path("data", "units.yaml")


def imported(congress: Congress, *rows: list[Any], words: tuple[str, ...] = (), language: str = "en") -> Ran:
    """What the import of a sheet with these rows tells, on the small project."""
    if not units().exists():
        write_project(Path(), as_of=None)
    Path("own.xlsx").write_bytes(sheet_of(list(rows)))
    return congress("import", "own.xlsx", "--lang", language, *words)


@pytest.mark.parametrize("unit", ["Đơn vị", "Tên đảng bộ", "Đảng bộ", "TÊN ĐƠN VỊ", "Unit", "Name"])
@pytest.mark.parametrize(
    "fact", ["Bế mạc", "Ngày bế mạc đại hội", "bế mạc đại hội", "Congress closed", "congress.closed"]
)
def test_usual_heads_are_known(congress: Congress, unit: str, fact: str) -> None:
    ran = imported(congress, ["STT", unit, fact], [1, WARD, DAY])

    assert "  add     C2  congress closed: Tuesday 16/06/2020\n" in ran.out
    assert ("the column C1 «Bế mạc» is read as congress closed" in ran.out) == (fact == "Bế mạc")
    assert "columns that are not known are not read: A1 «STT»" in ran.out


@pytest.mark.parametrize("head", ["Mã", "id", "Mã số", "ID", "Code"])
def test_a_unit_may_be_named_by_its_id(congress: Congress, head: str) -> None:
    assert "add     B2  congress closed" in imported(congress, [head, "Bế mạc đại hội"], ["MN-01", DAY]).out


def test_a_head_of_two_rows_is_read_as_one(congress: Congress) -> None:
    ran = imported(
        congress,
        ["BIỂU TIẾN ĐỘ"],
        ["STT", "Đơn vị", "Đại hội", None],
        [None, None, "Bế mạc", "Bắt đầu"],
        [1, WARD, DAY, None],
    )

    assert "  add     C4  congress closed: Tuesday 16/06/2020\n" in ran.out


LACKING = {
    "vi": (
        "hàng 1 có cột đơn vị (A1 «Đơn vị»), nhưng các đầu cột còn lại không phải tên nội dung theo dõi nào: "
        "B1 «Ngày họp»",
        "hàng 1 có tên nội dung theo dõi (B1 «Bế mạc đại hội»), nhưng không cột nào cho biết hàng là của đơn vị nào",
        "không thấy hàng đầu bảng",
    ),
    "en": (
        "row 1 has a column of units (A1 «Đơn vị»), but none of the other heads names a fact: B1 «Ngày họp»",
        "row 1 names facts (B1 «Bế mạc đại hội»), but no column says which unit a row is about",
        "there is no head",
    ),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_which_half_of_the_head_is_lacking_is_told_and_what_would_do(congress: Congress, language: str) -> None:
    heads = (["Đơn vị", "Ngày họp"], ["Nơi", "Bế mạc đại hội"], ["Nơi", "Ngày họp"])
    for head, told in zip(heads, LACKING[language], strict=True):
        ran = imported(congress, head, [WARD, DAY], language=language)

        assert (ran.code, ran.out) == (3, "")
        assert told in " ".join(ran.err.split())
        assert "import-heads = " in ran.err or head == heads[2]


@pytest.mark.parametrize("meant", ["congress.closed", "bế mạc đại hội", "be mac", "congress closed"])
def test_the_settings_say_what_other_heads_mean(congress: Congress, meant: str) -> None:
    Path("congress.toml").write_text(f'import-heads = "Nơi = name; Ngày họp = {meant}; Bắt đầu đại hội = -"\n', "utf-8")

    ran = imported(congress, ["Nơi", "Ngày họp", "Bắt đầu đại hội"], [WARD, DAY, "gì đó"])

    assert "  add     B2  congress closed: Tuesday 16/06/2020\n" in ran.out
    assert "not read" not in ran.out
    assert "NOT TAKEN" not in ran.out


@pytest.mark.parametrize("setting", ["Nơi = nhà", "= name", "Nơi", "Nơi = đại hội"])
def test_a_setting_of_heads_that_means_nothing_is_told(congress: Congress, setting: str) -> None:
    Path("congress.toml").write_text(f'import-heads = "{setting}"\n', "utf-8")

    ran = imported(congress, ["name", "congress.closed"], [WARD, DAY])

    assert ran.code == 3
    assert f"import-heads: «{setting}» does not say which column is meant" in ran.err


def test_a_head_that_may_mean_several_facts_is_refused_by_name(congress: Congress) -> None:
    ran = imported(congress, ["Đơn vị", "bế mạc đại hội", "Đại hội"], [WARD, DAY, "x"])

    assert 'C1  it is unclear which fact "Đại hội" means' in ran.out
    assert "congress.opened, congress.closed" in ran.out


@pytest.mark.parametrize("total", ["Tổng cộng", "TỔNG SỐ", "Cộng:", "Tong cong", "Tổng cộng toàn khối", "Total"])
def test_sums_are_passed_over_with_a_note(congress: Congress, total: str) -> None:
    ran = imported(congress, ["STT", "Đơn vị", "Bế mạc đại hội"], [1, WARD, DAY], [None, total, 1], [total, None, 1])

    assert "NOT TAKEN" not in ran.out
    assert f"rows about no unit are passed over: B3 «{total}», A4 «{total}»" in " ".join(ran.out.split())


@pytest.mark.parametrize("language", LANGUAGES)
def test_sections_and_heads_that_come_again_are_passed_over_with_a_note(congress: Congress, language: str) -> None:
    head = ["STT", "Đơn vị", "Bế mạc đại hội"]
    ran = imported(congress, head, ["I", "Khối phường"], [1, WARD, DAY], head, language=language)

    told = {"vi": "bỏ qua các hàng không phải của đơn vị nào", "en": "rows about no unit are passed over"}[language]
    assert f"{told}: A2 «I», A4 «STT»" in " ".join(ran.out.split())
    assert "C3" in ran.out


def test_an_unknown_unit_with_a_value_is_refused_as_before(congress: Congress) -> None:
    ran = imported(congress, ["Đơn vị", "Bế mạc đại hội"], ["Đảng bộ phường Chín", DAY])

    assert 'A2  there is no unit named "Đảng bộ phường Chín"' in ran.out


def test_an_id_and_a_name_that_contradict_each_other_are_refused(congress: Congress) -> None:
    ran = imported(congress, ["Mã", "Đơn vị", "Bế mạc đại hội"], ["MN", WARD, DAY])

    assert 'the id MN is that of "Đảng bộ Thành phố Mẫu Nhỏ", but this row says "Đảng bộ phường Một"' in ran.out


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_fact_that_no_rule_asks_of_the_unit_is_told(congress: Congress, language: str) -> None:
    told = {"vi": "không tiêu chí nào hỏi đơn vị đó nội dung này", "en": "no rule asks this of these units"}[language]

    ran = imported(congress, ["Mã", "Bế mạc đại hội"], ["MN", DAY], ["MN-01", DAY], language=language)

    assert told in " ".join(ran.out.split())
    assert ": B2\n" in ran.out


def test_all_pages_of_a_workbook_are_read(congress: Congress) -> None:
    write_project(Path(), as_of=None)
    first = [["Đơn vị", "Bế mạc đại hội"], [WARD, DAY]]
    second = [["Đơn vị", "Ban hành kế hoạch"], [WARD, "15/6/2020"]]
    Path("own.xlsx").write_bytes(workbook_of({"Một": first, "Lời": [["Kính gửi"]], "Hai": second}))

    ran = congress("import", "own.xlsx", "--apply", "--lang", "en")

    assert ran.code == 0
    assert [line for line in ran.lines if "page" in line] == [
        'own.xlsx, page "Một": 1 unit, 1 column',
        'own.xlsx, page "Hai": 1 unit, 1 column',
    ]
    assert "facts: {congress.closed: 2020-06-16, plan.issued: 2020-06-15}" in units().read_text("utf-8")
    assert congress("undo").code == 0
    assert units().read_text("utf-8") == units_text(as_of=None)


def test_a_stretch_of_days_goes_out_as_it_is_typed_and_comes_back(congress: Congress) -> None:
    write_project(Path(), "congress.closed: 2020-06-16/2020-06-18", "plan.issued: ../2020-06-15", as_of=None)
    before = units().read_bytes()

    for name in ("a.csv", "a.xlsx"):
        assert congress("export", "-o", name, "--lang", "vi").code == 0
        assert congress("import", name, "--lang", "en").lines[-1].startswith("Sheet and registry say the same")
    assert "16/6/2020 - 18/6/2020" in Path("a.csv").read_text("utf-8")
    assert "../" not in Path("a.csv").read_text("utf-8")
    assert units().read_bytes() == before


NEW: list[list[Any]] = [
    ["Mã", "Tên đảng bộ", "Loại", "Trực thuộc", "Bế mạc đại hội"],
    ["MN-02", "Đảng bộ phường Hai", "phường", "MN", DAY],
    ["MN-03", "Đảng bộ phường Ba", None, "Đảng bộ Thành phố Mẫu Nhỏ", None],
    [None, "Tổng cộng", None, None, 2],
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_units_come_in_with_a_sheet_and_go_with_undo(congress: Congress, language: str) -> None:
    write_project(Path(), as_of=None)
    Path("new.xlsx").write_bytes(sheet_of(NEW))

    assert "--new-units" in congress("import", "new.xlsx", "--lang", language).out
    trial = congress("import", "new.xlsx", "--new-units", "--lang", language)
    assert trial.code == 1
    assert {"vi": "ĐƠN VỊ MỚI: 2", "en": "NEW UNITS: 2"}[language] in trial.lines
    assert "congress import new.xlsx --new-units --apply" in " ".join(trial.out.split())
    assert units().read_text("utf-8") == units_text(as_of=None)

    assert congress("import", "new.xlsx", "--new-units", "--apply", "--lang", language).code == 0
    told = units().read_text("utf-8").removeprefix(units_text(as_of=None))
    assert "MN-02" in told
    assert "congress.closed: 2020-06-16" in told
    assert told.count("level: grassroots") == 2
    assert told.count("parent: MN") == 2
    assert congress("import", "new.xlsx", "--lang", "en").code == 0
    assert congress("undo").code == 0
    assert units().read_text("utf-8") == units_text(as_of=None)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ([None, "Đảng bộ phường Hai", "phường", "MN"], 'the new unit "Đảng bộ phường Hai" has no id'),
        (["MN-02", None, "phường", "MN"], "the new unit MN-02 has no name"),
        (["MN-02", "Đảng bộ Hai", None, "MN"], 'of which type the new unit "Đảng bộ Hai" is is not clear'),
        (["MN-02", "Đảng bộ Hai", "huyện", "MN"], 'there is no type of unit named "huyện"'),
        (["MN-02", "Đảng bộ phường Hai", "phường", None], "below which unit MN-02 stands is not said"),
        (["MN-02", "Đảng bộ phường Hai", "phường", "MX"], 'there is no superior with the id or name "MX"'),
        (["MN-02", WARD, "phường", "MN"], f'MN-02 is no id of the registry, but "{WARD}" is there already: MN-01'),
        (["M N", "Đảng bộ phường Hai", "phường", "MN"], '"M N" cannot be an id'),
    ],
)
def test_a_new_unit_that_is_not_whole_is_refused(congress: Congress, row: list[Any], why: str) -> None:
    ran = imported(congress, NEW[0], [*row, DAY], words=("--new-units", "--apply"))

    assert ran.code == 1
    assert "NOT TAKEN: 1\n" in ran.out
    assert why in ran.out
    assert units().read_text("utf-8") == units_text(as_of=None)


def test_a_new_unit_may_stand_below_another_new_one(congress: Congress) -> None:
    book = RULES.replace("  thanh-pho:", "  xa: {level: upper, vi: xã, en: commune}\n  thanh-pho:")
    book = book.replace("  grassroots: {", "  upper: {vi: trên cơ sở, en: upper}\n  grassroots: {", 1)
    write_project(Path(), as_of=None, rules=book)
    rows = [
        NEW[0][:4],
        ["MN-2-1", "Đảng bộ phường Hai", "phường", "Đảng bộ xã Lớn"],
        ["MN-2", "Đảng bộ xã Lớn", "xã", "MN"],
    ]
    Path("new.xlsx").write_bytes(sheet_of(rows))

    assert congress("import", "new.xlsx", "--new-units", "--apply").code == 0

    told = congress("tree", "--all", "--lang", "en").out
    assert "MN-2-1" in told
    assert congress("validate").code == 0


def test_what_changes_is_entered_today_where_a_day_of_entry_is_recorded(
    congress: Congress, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congress_cli.cli.session.today", lambda zone="": date(2020, 6, 20))
    held = "congress.closed: {day: 2020-06-15, recorded: 2020-06-16}"
    write_project(Path(), held, "plan.issued: 2020-06-15", as_of=None)
    Path("own.xlsx").write_bytes(sheet_of([["Mã", "Bế mạc đại hội", "Ban hành kế hoạch"], ["MN-01", DAY, DAY]]))

    assert congress("import", "own.xlsx", "--apply").code == 0
    assert "congress.closed: {day: 2020-06-16, recorded: 2020-06-20}" in units().read_text("utf-8")
    assert "plan.issued: 2020-06-16\n" in units().read_text("utf-8")
    assert congress("record", "MN-01", "congress.closed", "16/6/2020").code == 0
    monkeypatch.setattr("congress_cli.cli.session.today", lambda zone="": date(2020, 6, 21))
    assert congress("record", "MN-01", "congress.closed", "17/6/2020").code == 0
    assert "congress.closed: {day: 2020-06-17, recorded: 2020-06-21}" in units().read_text("utf-8")
    assert congress("record", "MN-01", "congress.closed", "18/6/2020", "--recorded", "19/6/2020").code == 0
    assert "congress.closed: {day: 2020-06-18, recorded: 2020-06-19}" in units().read_text("utf-8")
    assert '"recorded":"2020-06-16"' in Path("data", "congress-journal.jsonl").read_text("utf-8").replace(": ", ":")
