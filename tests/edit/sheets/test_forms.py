"""The form itself, read by other programs: what is on it, what is locked, what can be chosen, what nobody obeys."""

import csv
from datetime import date
from io import BytesIO, StringIO
from typing import Any

import pytest
from openpyxl import load_workbook

from congress_cli.edit.sheets.form import form_of
from congress_cli.errors import CongressError, UsageError
from congress_cli.language import LANGUAGES
from congress_cli.model.report import Selection
from congress_cli.reading.load import Data
from tests.builders import ROOT, read_case, rule, rulebook, unit
from tests.edit.sheets.forms import (
    AS_OF,
    RULES,
    VERSION,
    csv_bytes,
    data_of,
    form,
    places,
    read_of,
    two_units,
    workbook,
)

calamine = pytest.importorskip("python_calamine")

RECORDED: dict[str, Any] = {
    "congress.opened": "2020-06-03",
    "congress.closed": "2020-07",
    "paper.issued": {"day": "2020-06-01/2020-06-05", "document": "=cmd|' /C calc'!A1"},
    "complaints": {"total": "3", "done": "2", "day": "2020-06-20"},
    "topics": ["two"],
    "targets": {"growth": "7.5", "poverty": "0.10"},
}
OBEYED = ("=1+1", "+1", "-1", "@SUM(1)", "＝1")


def page_of(content: bytes) -> Any:
    return load_workbook(BytesIO(content)).worksheets[0]


def by_calamine(content: bytes) -> dict[tuple[str, str], Any]:
    rows = calamine.CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()
    keys = rows[2]
    return {(str(row[0]), str(key)): value for row in rows[5:] for key, value in zip(keys, row, strict=True)}


def test_another_reader_sees_days_as_days_and_numbers_as_numbers() -> None:
    seen = by_calamine(workbook(two_units(**RECORDED)))

    assert seen["U-1", "congress.opened"] == date(2020, 6, 3)
    assert seen["U-1", "congress.closed"] == "tháng 07/2020"
    assert seen["U-1", "paper.issued"] == "1/6/2020 - 5/6/2020"
    assert seen["U-1", "paper.issued#document"] == "=cmd|' /C calc'!A1"
    assert (seen["U-1", "complaints#done"], seen["U-1", "complaints#total"]) == (2, 3)
    assert seen["U-1", "complaints#day"] == date(2020, 6, 20)
    assert [seen["U-1", f"topics/{item}"] for item in ("one", "two", "three")] == ["chưa", "x", "chưa"]
    assert (seen["U-1", "targets/growth"], seen["U-1", "targets/poverty"]) == (7.5, 0.1)
    assert {value for (id_, key), value in seen.items() if id_ == "U-2" and key not in ("unit", "name")} == {""}


def test_ids_and_names_are_locked_and_what_is_asked_is_not() -> None:
    page = page_of(workbook(two_units(**RECORDED)))

    assert page.protection.sheet
    assert not page.protection.password
    for (_, key), at in places(page).items():
        locked = page.cell(*at).protection.locked
        assert locked is (key in ("unit", "name")), key


def test_what_no_rule_asks_of_a_unit_is_locked_unless_it_is_recorded() -> None:
    book = rulebook(rule("event", applies_to={"type": "quan"}))
    data = data_of(
        unit("U-1"),
        unit("U-2", type="huyen"),
        unit("U-3", type="huyen", facts={"paper.issued": "2020-06-03"}),
        book=book,
    )
    page = page_of(workbook(data))

    where = places(page)

    assert [page.cell(*where[one, "paper.issued"]).protection.locked for one in ("U-1", "U-3")] == [False, False]
    assert ("U-2", "paper.issued") not in where


def test_heads_stay_in_sight_and_the_row_of_ids_is_hidden() -> None:
    page = page_of(workbook(two_units(**RECORDED)))

    assert page.freeze_panes == "C6"
    assert page.row_dimensions[3].hidden
    assert page.auto_filter.ref.startswith("A5:")
    assert page.print_title_rows == "$4:$5"
    assert page.print_title_cols == "$A:$B"


def test_there_is_a_list_to_choose_from_and_a_check_on_every_column() -> None:
    page = page_of(workbook(two_units(**RECORDED)))
    kinds = {str(one.sqref).partition(":")[0][:-1]: one for one in page.data_validations.dataValidation}
    keys = {cell.column_letter: str(cell.value) for cell in page[3] if cell.column > 2}

    assert kinds.keys() == keys.keys()
    for letter, key in keys.items():
        assert (kinds[letter].type == "list") is key.startswith("topics/"), key
        assert kinds[letter].errorTitle
    assert {one.formula1 for one in kinds.values() if one.type == "list"} == {'"x,chưa"'}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_speaks_the_language_asked_for(language: str) -> None:
    book = calamine.CalamineWorkbook.from_filelike(BytesIO(workbook(two_units(**RECORDED), language)))
    title = {"vi": "Phiếu cập nhật sổ theo dõi · TB số 01-TB/MN", "en": "Registry update · TB 01-TB/MN"}[language]

    assert book.get_sheet_by_index(0).to_python()[0][0] == title
    guide = book.get_sheet_by_name({"vi": "Cách điền", "en": "How to fill it in"}[language]).to_python()
    assert {"paper.issued", "complaints", "topics"} <= {row[1] for row in guide}


def test_the_key_is_hidden_and_names_the_versions() -> None:
    book = calamine.CalamineWorkbook.from_filelike(BytesIO(workbook(two_units())))
    hidden = [sheet.name for sheet in book.sheets_metadata if sheet.visible is calamine.SheetVisibleEnum.VeryHidden]

    assert hidden == ["congress"]
    lines = book.get_sheet_by_name("congress").to_python()
    assert [line[:2] for line in lines[:3]] == [
        ["congress-sheet/1", ""],
        ["registry", VERSION.registry],
        ["rulebook", VERSION.rulebook],
    ]


def test_two_forms_of_the_same_are_equal_byte_for_byte() -> None:
    data = two_units(**RECORDED)

    assert workbook(data) == workbook(data)
    assert csv_bytes(data) == csv_bytes(data)
    assert b"2020-07-01T00:00:00" in _part(workbook(data), "docProps/core.xml")


def _part(content: bytes, name: str) -> bytes:
    import zipfile

    with zipfile.ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


def hostile(text: str) -> Data:
    return data_of(unit("U-1", name=text, facts={"paper.issued": {"day": "2020-06-03", "document": text}}))


@pytest.mark.parametrize("text", OBEYED)
def test_no_text_of_a_workbook_is_a_formula(text: str) -> None:
    page = page_of(workbook(hostile(text)))
    where = places(page)

    for key in ("name", "paper.issued#document"):
        cell = page.cell(*where["U-1", key])
        assert cell.data_type == "s"
        assert cell.quotePrefix
    assert b"<f>" not in _part(workbook(hostile(text)), "xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("text", OBEYED)
def test_no_text_of_a_csv_begins_like_a_formula(text: str) -> None:
    rows = list(csv.reader(StringIO(csv_bytes(hostile(text)).decode("utf-8-sig")), delimiter=";"))

    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t", "\r", "＝"))]
    assert f"'{text.strip()}" in [cell.strip() for cell in rows[2]]


def test_a_csv_is_in_the_dialect_of_a_vietnamese_excel() -> None:
    content = csv_bytes(two_units(**RECORDED))
    key, head, first, _ = csv.reader(StringIO(content.decode("utf-8-sig")), delimiter=";")

    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == content.count(b"\n") == 4
    assert key[0] == "congress-sheet/1"
    row = {text[text.rindex("[") + 1 : -1]: cell for text, cell in zip(head, first, strict=True) if "[" in text}
    assert row["congress.opened"] == "03/06/2020"
    assert row["congress.closed"] == "tháng 07/2020"
    assert row["paper.issued"] == "1/6/2020 - 5/6/2020"
    assert row["targets/growth"] == "7,5"
    assert row["topics/two"] == "x"


# ---------------------------------------------------------------- what is on it


@pytest.fixture(scope="module")
def city() -> Data:
    units, book, _ = read_case(ROOT / "data")
    return read_of(units, book)


def test_a_district_gets_its_own_form(city: Data) -> None:
    own = form_of(city, VERSION, Selection(under=("HN-001",)), AS_OF)

    ids = [row.unit.id for row in own.rows]
    assert ids[0] == "HN-001"
    assert set(ids[1:]) == {one.id for one in city.registry.children_of("HN-001")}
    assert len(own.columns) <= len(form(city).columns)


def test_a_superior_stands_before_those_below_it(city: Data) -> None:
    ids = [row.unit.id for row in form(city).rows]
    parents = {unit.id: unit.parent for unit in city.registry.units}

    for place, id_ in enumerate(ids):
        assert parents[id_] not in ids or ids.index(str(parents[id_])) < place


def test_a_form_can_hold_one_fact_or_what_one_rule_or_one_owner_asks(city: Data) -> None:
    one = form_of(city, VERSION, Selection(), AS_OF, ("congress.closed",))
    of_rule = form_of(city, VERSION, Selection(rules=("complaints-settled",)), AS_OF)
    of_owner = form_of(city, VERSION, Selection(owners=("grassroots",)), AS_OF)

    assert [column.key for column in one.columns] == ["congress.closed"]
    assert {column.fact for column in of_rule.columns} == {"complaints"}
    assert "personnel-scheme.submitted" not in {column.fact for column in of_owner.columns}
    assert "working-rules.issued" in {column.fact for column in of_owner.columns}


def test_a_merged_unit_gets_no_row() -> None:
    closed = unit("U-1", closed={"day": "2020-06-01", "into": "U-2"})

    assert [row.unit.id for row in form(data_of(closed, unit("U-2"))).rows] == ["U-2"]


def test_a_paper_is_asked_for_where_a_rule_wants_its_number() -> None:
    keys = [column.key for column in form(two_units()).columns]

    assert "paper.issued#document" in keys
    assert "congress.opened#document" not in keys


def test_the_day_of_a_count_is_asked_for_where_it_matters_or_is_known() -> None:
    without = form(data_of(unit("U-1"), book=rulebook(rule("tally"))))
    limited = form(data_of(unit("U-1"), book=rulebook(rule("tally", by="2020-07-31"))))
    counted = unit("U-1", facts={"complaints": {"total": "1", "done": "1", "day": "2020-06-03"}})
    known = form(data_of(counted, book=rulebook(rule("tally"))))

    assert ["complaints#day" in [column.key for column in one.columns] for one in (without, limited, known)] == [
        False,
        True,
        True,
    ]


def test_what_is_asked_for_and_does_not_exist_is_told() -> None:
    data = two_units()

    for asked, facts, code in (
        (Selection(), ("congres.opened",), "fact-unknown"),
        (Selection(under=("U-9",)), (), "unit-unknown"),
        (Selection(rules=("opend",)), (), "rule-unknown"),
    ):
        with pytest.raises(UsageError) as caught:
            form_of(data, VERSION, asked, AS_OF, facts)
        assert caught.value.code == code
    with pytest.raises(CongressError) as nothing:
        form_of(data, VERSION, Selection(owners=("city",)), AS_OF)
    assert nothing.value.code == "nothing-matched"


def test_rules_of_the_small_book_are_all_on_the_form() -> None:
    asked = {column.fact for column in form(two_units()).columns}

    assert {"congress.opened", "congress.planned", "paper.issued", "complaints", "topics", "targets"} <= asked
    assert len(RULES) == 9
