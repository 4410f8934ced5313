"""Files that are no sheet, or one that means harm or comes from a strange program: each is named for what it is."""

import re
import struct
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date, time
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from openpyxl.utils.datetime import CALENDAR_MAC_1904
from openpyxl.worksheet.worksheet import Worksheet

from congress_cli.edit.sheets.importing import read_sheet
from congress_cli.errors import CongressError
from congress_cli.language import LANGUAGES, texts
from congress_cli.model.sheet import MAX_COLUMNS, MAX_ROWS
from tests.edit.sheets.forms import (
    VERSION,
    changed,
    csv_bytes,
    edited,
    filled,
    notes,
    places,
    read,
    refused,
    sheet_of,
    two_units,
    workbook,
)
from tests.patience import cases

DATA = two_units(**{"congress.opened": "2020-06-03"})
FORM = workbook(DATA)
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600
SHEET = "xl/worksheets/sheet1.xml"
DOCTYPE = '<!DOCTYPE x [<!ENTITY a "b">]>'


def zipped(parts: Mapping[str, bytes]) -> bytes:
    content = BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return content.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_part(name: str, change: Callable[[bytes], bytes]) -> bytes:
    parts = parts_of(FORM)
    return zipped({**parts, name: change(parts[name])})


def with_doctype(encoding: str) -> bytes:
    """A page that begins with a declaration, in an encoding that the declaration may not own up to."""
    return with_part(SHEET, lambda data: (DOCTYPE + data.decode()).encode(encoding))


def far_away(address: str) -> bytes:
    cell = f'<row r="{address.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")}"><c r="{address}"><v>1</v></c></row></sheetData>'
    return with_part(SHEET, lambda data: data.replace(b"</sheetData>", cell.encode()))


STRANGE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "sheet-empty"),
    "white space": (b" \n\n", "sheet-empty"),
    "an old workbook": (OLE, "sheet-xls"),
    "a password": (OLE + "EncryptedPackage".encode("utf-16-le"), "sheet-password"),
    "a web page": (b"<html><table><tr><td>1</td></tr></table></html>", "sheet-html"),
    "a web page with a declaration": (b"\xef\xbb\xbf\n<!DOCTYPE html><table>", "sheet-html"),
    "a web archive": (b"MIME-Version: 1.0\nContent-Type: multipart/related", "sheet-html"),
    "XML of old Excel": (b'<?xml version="1.0"?><Workbook/>', "sheet-xml"),
    "PDF": (b"%PDF-1.7 ...", "sheet-pdf"),
    "RTF": (rb"{\rtf1 a}", "sheet-word"),
    "a Word file": (zipped({"word/document.xml": b"<a/>"}), "sheet-word"),
    "slides": (zipped({"ppt/presentation.xml": b"<a/>"}), "sheet-other"),
    "LibreOffice": (zipped({"mimetype": b"x", "content.xml": b"<a/>"}), "sheet-ods"),
    "a binary workbook": (zipped({"xl/workbook.bin": b"x"}), "sheet-xlsb"),
    "some archive": (zipped({"a.txt": b"x"}), "sheet-other"),
    "an empty archive": (zipped({}), "sheet-other"),
    "half a workbook": (FORM[: len(FORM) // 2], "sheet-broken"),
    "a picture": (b"\x89PNG\r\n\x1a\n\x00\x00\x00", "sheet-encoding"),
    "zeros": (b"\x00" * 100, "sheet-no-sheet"),
    "some text": (b"hello", "sheet-without-head"),
    "CSV in TCVN3": ("id,Tên\n".encode() + b"U-1,\xa7\xb6ng b\xe9 qu\xadn M\xad\xae\xe8i\n", "sheet-encoding"),
    "CSV in cp1258": ("unit;Đảng bộ xã đã\n".encode("cp1258", "ignore"), "sheet-encoding"),
    "CSV with a broken quote": (b'unit;congress.opened\n"U-1"x;"\n', "sheet-csv-broken"),
    "a DOCTYPE": (with_doctype("utf-8"), "sheet-doctype"),
    "a DOCTYPE in UTF-16": (with_doctype("utf-16"), "sheet-doctype"),
    "a DOCTYPE in an odd encoding": (with_doctype("cp037"), "sheet-broken"),
    "an odd encoding that is named": (
        with_part(SHEET, lambda data: b'<?xml version="1.0" encoding="cp037"?>' + data),
        "sheet-doctype",
    ),
    "a bomb": (with_part(SHEET, lambda data: data + b" " * 20_000_000), "sheet-bomb"),
    "too large": (
        zipped({**parts_of(FORM), **{f"xl/media/{n}.bin": bytes(900_000) for n in range(80)}}),
        "sheet-too-large",
    ),
    "too many parts": (zipped({**parts_of(FORM), **{f"a{n}": b"" for n in range(1_001)}}), "sheet-too-large"),
    "a cell in the last corner": (far_away("XFD1048576"), "sheet-too-wide"),
    "a cell below all rows": (far_away(f"C{MAX_ROWS + 1}"), "sheet-too-wide"),
    "a workbook without a head": (sheet_of([["a", "b"], [1, 2]]), "sheet-without-head"),
    "a head without facts": (sheet_of([["unit", "name"], ["U-1", "x"]]), "sheet-without-facts"),
    "a head without units": (sheet_of([["congress.opened"], ["3/6/2020"]]), "sheet-without-units"),
    "no worksheets": (with_part("xl/workbook.xml", lambda data: b"<a/>"), "sheet-without-head"),
    "a broken page": (with_part(SHEET, lambda data: data[:1000]), "sheet-broken"),
    "an address that is none": (with_part(SHEET, lambda data: data.replace(b'r="C6"', b'r="??"')), "sheet-broken"),
}


@pytest.mark.parametrize("case", STRANGE)
def test_a_strange_file_is_named_for_what_it_is(case: str) -> None:
    content, code = STRANGE[case]

    with pytest.raises(CongressError) as caught:
        read(content, DATA)

    assert caught.value.code == code
    assert caught.value.exit_code == 3
    for language in LANGUAGES:
        assert texts(language, "errors")[code]


@pytest.mark.parametrize(("text", "named"), [("CSV in TCVN3", "TCVN3"), ("CSV in cp1258", "1258")])
def test_the_old_encoding_is_named(text: str, named: str) -> None:
    with pytest.raises(CongressError) as caught:
        read(STRANGE[text][0], DATA)

    assert named in caught.value.args_["encoding"]


@pytest.mark.parametrize("ratio", [99, 101])
def test_the_guard_knows_how_tightly_a_part_may_be_packed(ratio: int) -> None:
    packed = len(zipped({"a": bytes(2_000_000)}))
    assert 2_000_000 / packed > 500
    noise = bytes(range(256)) * 4
    content = zipped({**parts_of(FORM), "xl/media/a.bin": noise + bytes(2_000_000 if ratio > 100 else 1_000)})

    if ratio > 100:
        with pytest.raises(CongressError):
            read(content, DATA)
    else:
        assert read(content, DATA).clean


@cases(60)
@given(st.binary(max_size=400) | st.text(max_size=200).map(str.encode))
def test_any_bytes_are_read_or_named(content: bytes) -> None:
    _read_or_named(content)


@cases(60)
@given(st.lists(st.tuples(st.integers(0, len(FORM) - 1), st.integers(0, 255)), min_size=1, max_size=20))
def test_any_damage_to_a_workbook_is_read_or_named(damage: list[tuple[int, int]]) -> None:
    content = bytearray(FORM)
    for place, byte in damage:
        content[place] = byte
    _read_or_named(bytes(content))


PIECES = (b"", b"<", b'"', b"0", b"-1", b"NaN", b"1E999", b"A0", b"<v/>", b't="d"', b"99999999")


@cases(60)
@given(st.data())
def test_any_damage_to_the_page_itself_is_read_or_named(data: st.DataObject) -> None:
    page = parts_of(FORM)[SHEET]
    at = data.draw(st.integers(0, len(page) - 1))
    piece = data.draw(
        st.sampled_from([b"", b"<", b'"', b"0", b"-1", b"NaN", b"1E999", b"A0", b"<v/>", b't="d"', b"99999999"])
    )
    length = data.draw(st.integers(0, 12))
    _read_or_named(with_part(SHEET, lambda old: old[:at] + piece + old[at + length :]))


def _read_or_named(content: bytes) -> None:
    named = None
    try:
        assert read(content, DATA).rows >= 0
    except CongressError as error:
        named = error.code
    assert named is None or (named.startswith("sheet-") and named in texts("vi", "errors"))


# ---------------------------------------------------------------- odd cells


def put(at: str, value: str | time) -> bytes:
    return edited(FORM, lambda book, page: page.__setitem__(at, value))


def test_a_formula_without_a_stored_value_is_refused() -> None:
    assert refused(read(put("C6", "=TODAY()"), DATA)) == [("C6", "formula-without-value")]


def test_a_formula_with_a_stored_value_is_taken_and_told() -> None:
    content = with_part(SHEET, lambda data: _cell(data, b"C7", b'<c r="C7" s="10"><f>C6+1</f><v>43986</v></c>'))
    style = parts_of(FORM)[SHEET].partition(b'r="C6" s="')[2].partition(b'"')[0]
    found = read(zipped(_restyled(parts_of(content), style)), DATA)

    assert changed(found) == {("U-2", "congress.opened"): ("", "2020-06-04")}
    assert notes(found) == ["formulas"]


def _restyled(parts: dict[str, bytes], style: bytes) -> dict[str, bytes]:
    return {**parts, SHEET: parts[SHEET].replace(b'<c r="C7" s="10">', b'<c r="C7" s="' + style + b'">')}


def _cell(data: bytes, at: bytes, new: bytes) -> bytes:
    return re.sub(rb'<c r="' + at + rb'"[^>]*?(/>|>.*?</c>)', new, data, count=1)


@pytest.mark.parametrize("error", ["#REF!", "#N/A", "#DIV/0!", "#NAME?"])
def test_an_error_of_a_spreadsheet_is_refused(error: str) -> None:
    def change(book: Workbook, page: Worksheet) -> None:
        page["C7"] = error
        page["C7"].data_type = "e"

    found = read(edited(FORM, change), DATA)

    assert refused(found) == [("C7", "cell-error")]
    assert found.refused[0].args["text"] == error


def test_merged_cells_are_refused_once_with_their_range() -> None:
    found = read(edited(FORM, lambda book, page: page.merge_cells("C6:C7")), DATA)

    assert refused(found) == [("C6:C7", "cell-merged")]
    assert not found.changes


def test_merged_cells_far_beyond_the_values_cost_nothing() -> None:
    ranges = b'</sheetData><mergeCells count="1"><mergeCell ref="C6:XFD1048576"/></mergeCells>'
    parts = parts_of(FORM)
    page = re.sub(rb"<mergeCells.*?</mergeCells>", b"", parts[SHEET]).replace(b"</sheetData>", ranges)

    found = read(zipped({**parts, SHEET: page}), DATA)

    assert {code for _, code in refused(found)} == {"cell-merged"}


def test_the_days_of_an_old_mac_are_read_as_its_user_saw_them() -> None:
    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    page = book.active
    assert isinstance(page, Worksheet)
    page.append(["unit", "congress.opened"])
    page.append(["U-2", date(2020, 6, 5)])
    saved = BytesIO()
    book.save(saved)

    found = read(saved.getvalue(), DATA)

    assert changed(found) == {("U-2", "congress.opened"): ("", "2020-06-05")}
    assert "dates-1904" in notes(found)


def test_hidden_rows_are_read_and_told() -> None:
    def change(book: Workbook, page: Worksheet) -> None:
        page["C7"] = "5/6/2020"
        page.row_dimensions[7].hidden = True

    found = read(edited(FORM, change), DATA)

    assert changed(found) == {("U-2", "congress.opened"): ("", "2020-06-05")}
    assert [dict(one.args) for one in found.notes if one.key == "also-rows-hidden"] == [{"rows": ["7"]}]


def test_a_number_as_text_is_taken_and_told() -> None:
    found = read(filled(FORM, {("U-2", "complaints#done"): "1", ("U-2", "complaints#total"): "2"}), DATA)

    assert len(found.changes) == 1
    assert notes(found) == ["numbers-as-text"]


def test_a_time_of_day_and_an_endless_number_are_refused() -> None:
    assert refused(read(put("C7", time(8, 30)), DATA)) == [("C7", "value-odd")]
    endless = with_part(SHEET, lambda data: _cell(data, b"C7", b'<c r="C7"><v>1E999</v></c>'))
    assert refused(read(endless, DATA)) == [("C7", "value-odd")]


def test_a_cell_far_away_that_is_only_painted_is_no_reason_to_refuse() -> None:
    empty = b'<row r="1048576"><c r="A1048576" s="1"/></row></sheetData>'

    assert read(with_part(SHEET, lambda data: data.replace(b"</sheetData>", empty)), DATA).clean


def test_a_page_may_lie_about_its_size() -> None:
    def change(data: bytes) -> bytes:
        return re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1:XFD1048576"/>', data)

    assert read(with_part(SHEET, change), DATA).clean


@pytest.mark.parametrize(("day", "codes"), [("3/6/2020", []), ("4/6/2020", ["on-other-page"])])
def test_two_pages_may_say_the_same_and_must_not_contradict_each_other(day: str, codes: list[str]) -> None:
    def change(book: Workbook, page: Worksheet) -> None:
        place = places(page)["U-2", "congress.opened"]
        page.cell(*place).value = "3/6/2020"
        other = book.copy_worksheet(page)
        other.title = "Bản sao"
        other.cell(*place).value = day

    first, _, second = read_sheet(edited(FORM, change), "a.xlsx", DATA, VERSION)

    assert changed(first).keys() == {("U-2", "congress.opened")}
    assert not second.changes
    assert [one.code for one in second.refused] == codes


def test_a_hidden_page_is_not_read() -> None:
    def change(book: Workbook, page: Worksheet) -> None:
        book.copy_worksheet(page).sheet_state = "hidden"

    assert read(edited(FORM, change), DATA).clean


def test_a_zip_that_lies_about_a_size_is_broken() -> None:
    content = bytearray(FORM)
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", 5)

    with pytest.raises(CongressError):
        read(bytes(content), DATA)


def lines(content: bytes) -> Iterator[str]:
    yield from content.decode("utf-8-sig").splitlines()


def test_a_csv_that_excel_saved_again_is_read_the_same() -> None:
    again = "\r\n".join(line.replace('"', "") for line in lines(csv_bytes(DATA)))

    assert read(again.encode("utf-8-sig"), DATA).clean
    assert read(again.encode("utf-16"), DATA).clean


def test_a_csv_with_commas_is_read_with_decimal_points() -> None:
    content = b"unit,targets/growth,congress.opened\nU-2,7.5,5/6/2020\n"

    assert changed(read(content, DATA)) == {
        ("U-2", "targets/growth"): ("", "7.5"),
        ("U-2", "congress.opened"): ("", "2020-06-05"),
    }


def test_exactly_one_apostrophe_is_taken_off() -> None:
    content = b"unit;paper.issued;paper.issued#document\nU-2;5/6/2020;''=1\n"

    assert changed(read(content, DATA))["U-2", "paper.issued#document"] == ("", "'=1")


def test_a_wide_csv_is_refused() -> None:
    with pytest.raises(CongressError) as caught:
        read(b";" * MAX_COLUMNS + b"\n", DATA)

    assert caught.value.code == "sheet-too-wide"
