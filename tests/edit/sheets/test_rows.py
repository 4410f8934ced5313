"""Which unit a row means and which fact a column: by id, by a name that only one has, else refused by name."""

from typing import Any

import pytest

from congress_cli.model.sheet import Differences
from tests.builders import unit
from tests.edit.sheets.forms import changed, csv_bytes, data_of, filled, notes, read, refused, sheet_of, workbook

DATA = data_of(
    unit("U-1", name="Đảng bộ quận Một", facts={"congress.opened": "2020-06-03"}),
    unit("U-2", name="Đảng bộ quận Hai"),
    unit("U-3", name="Đảng bộ phường Láng"),
    unit("U-4", name="Đảng bộ phường Lăng"),
    unit("U-5", name="Đảng bộ phường Lăng"),
)
DAY = "5/6/2020"


def own(*rows: list[Any], head: tuple[str, ...] = ("unit", "name", "congress.opened")) -> Differences:
    """A sheet that somebody made of their own."""
    return read(sheet_of([list(head), *rows]), DATA)


@pytest.mark.parametrize(
    "row",
    [
        ["U-2", None, DAY],
        [" U-2 ", "", DAY],
        [None, "Đảng bộ quận Hai", DAY],
        [None, "đảng bộ  quận hai", DAY],
        [None, "Dang bo quan Hai", DAY],
        ["U-2", "ĐẢNG BỘ QUẬN HAI", DAY],
    ],
)
def test_a_unit_is_found_by_its_id_or_by_its_name(row: list[Any]) -> None:
    assert changed(own(row)) == {("U-2", "congress.opened"): ("", "2020-06-05")}


def test_accents_tell_two_names_apart() -> None:
    assert changed(own([None, "Đảng bộ phường Láng", DAY])).keys() == {("U-3", "congress.opened")}


@pytest.mark.parametrize(
    ("row", "at", "code"),
    [
        (["U-9", None, DAY], "A2", "unit-unknown"),
        ([None, "Đảng bộ quận Ba", DAY], "B2", "name-unknown"),
        ([None, "Đảng bộ phường Lăng", DAY], "B2", "name-ambiguous"),
        ([None, "Đảng bộ phường Lạng", DAY], "B2", "name-unknown"),
        (["U-1", "Đảng bộ quận Hai", DAY], "B2", "name-other"),
        ([None, None, DAY], "A2", "row-without-unit"),
    ],
)
def test_a_row_that_means_no_unit_or_several_is_refused(row: list[Any], at: str, code: str) -> None:
    found = own(row)

    assert refused(found) == [(at, code)]
    assert not found.changes


def test_the_second_row_of_a_unit_is_refused() -> None:
    found = own(["U-2", None, DAY], ["U-1", None, "3/6/2020"], [None, "Đảng bộ quận Hai", "6/6/2020"])

    assert refused(found) == [("A4", "row-twice")]
    assert found.refused[0].args["row"] == 2


def test_empty_rows_and_words_beside_the_table_are_passed_over() -> None:
    found = own([], [None, None, None, "cộng"], ["U-2", None, DAY])

    assert changed(found).keys() == {("U-2", "congress.opened")}
    assert not found.refused


@pytest.mark.parametrize("head", ["congress.opened", "Ngày đại hội [congress.opened]", "CONGRESS.OPENED"])
def test_a_column_is_found_by_its_id_or_its_name(head: str) -> None:
    assert changed(own(["U-2", None, DAY], head=("Mã đơn vị", "Unit", head)))


def test_the_head_may_stand_below_a_title() -> None:
    content = sheet_of([["Phiếu"], [], ["unit", "congress.opened"], ["U-2", DAY]])

    assert changed(read(content, DATA)).keys() == {("U-2", "congress.opened")}


def test_a_strange_column_is_left_unread_and_told_unless_it_looks_like_a_known_one() -> None:
    found = own(["U-2", None, DAY, "x", "y"], head=("unit", "name", "congress.opened", "STT", "congres.closed"))

    assert refused(found) == [("E1", "column-unknown")]
    assert [one.args for one in found.notes if one.key == "also-columns-unread"] == [{"columns": ["D1 «STT»"]}]


def test_the_same_column_twice_is_refused() -> None:
    found = own(["U-2", None, DAY, DAY], head=("unit", "name", "congress.opened", "congress.opened"))

    assert refused(found) == [("D1", "column-twice")]


def test_in_a_sheet_without_a_key_an_empty_cell_clears_nothing() -> None:
    found = own(["U-1", None, None], ["U-2", None, DAY])

    assert changed(found).keys() == {("U-2", "congress.opened")}
    assert notes(found) == ["no-key"]


def test_a_sheet_of_another_version_says_so() -> None:
    from congress_cli.edit.sheets.importing import read_sheet
    from congress_cli.model.sheet import Key

    for content in (workbook(DATA), csv_bytes(DATA)):
        found = read_sheet(content, "a", DATA, Key("c" * 64, "d" * 64))[0]
        assert notes(found) == ["other-registry", "other-rulebook"]


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"complaints#done": 1}, "tally-half"),
        ({"complaints#done": 3, "complaints#total": 2}, "done-over-total"),
        ({"complaints#day": DAY}, "day-without-value"),
        ({"paper.issued#document": "15-BC/QU"}, "document-without-value"),
    ],
)
def test_a_part_that_lacks_another_is_refused(cells: dict[str, Any], code: str) -> None:
    found = read(filled(workbook(DATA), {("U-2", key): value for key, value in cells.items()}), DATA)

    assert [one.code for one in found.refused] == [code]
    assert not found.changes


def test_one_bad_cell_spoils_its_own_fact_alone() -> None:
    cells = {
        ("U-2", "paper.issued"): "31/6/2020",
        ("U-2", "paper.issued#document"): "15-BC/QU",
        ("U-2", "congress.opened"): DAY,
    }

    found = read(filled(workbook(DATA), cells), DATA)

    assert [one.code for one in found.refused] == ["day-impossible"]
    assert changed(found).keys() == {("U-2", "congress.opened")}


@pytest.mark.parametrize(
    ("recorded", "typed", "new"),
    [("01-KH/QU", "15 – bc/qu", "15-BC/QU"), ("12 - KH/QU", "12-KH/QU", "12-KH/QU"), ("01-KH/QU", "số 15", "số 15")],
)
def test_a_new_document_number_is_written_in_its_usual_form(recorded: str, typed: str, new: str) -> None:
    data = data_of(unit("U-1", facts={"paper.issued": {"day": "2020-06-03", "document": recorded}}))

    assert read(workbook(data), data).clean
    found = read(filled(workbook(data), {("U-1", "paper.issued#document"): typed}), data)
    assert changed(found) == {("U-1", "paper.issued#document"): (recorded, new)}
