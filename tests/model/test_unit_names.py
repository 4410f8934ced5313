"""Typed names and names of units: short forms, accents, spellings. Every unit is invented."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.model.directive import UnitType
from congress_cli.model.unit_names import UnitNames
from congress_cli.text import fold, syllables
from tests.builders import unit
from tests.patience import cases

NAMES = {
    "MAU": ("thanh-pho", "Đảng bộ Thành phố Mẫu"),
    "MAU-01": ("quan", "Đảng bộ quận Mẫu Một"),
    "MAU-02": ("huyen", "Đảng bộ huyện Mẫu Hai"),
    "MAU-03": ("thi-xa", "Đảng bộ thị xã Mẫu Bốn"),
    "MAU-04": ("thi-tran", "Đảng bộ thị trấn Sông Mẫu"),
    "MAU-05": ("phuong", "Đảng bộ phường Sen Vàng"),
    "MAU-06": ("phuong", "Đảng bộ phường Sen Trắng"),
    "MAU-07": ("phuong", "Đảng bộ phường Mỗ Lá"),
    "MAU-08": ("phuong", "Đảng bộ phường Mộ Lá"),
    "MAU-09": ("phuong", "Đảng bộ phường Mẫu Một Đông"),
    "MAU-10": ("xa", "Đảng bộ xã Hòa Thử"),
    "MAU-11": ("xa", "Đảng bộ xã Hoà Ví Dụ"),
    "MAU-12": ("xa", "Đảng bộ xã Hoa Thử"),
    "MAU-13": ("xa", "Đảng bộ xã Kỳ Mỹ"),
    "MAU-14": ("khac", "Chi bộ cơ sở Trạm Quý Lý"),
    "MAU-15": ("khac", "Chi bộ cơ sở Trạm Thúy"),
    "SEN": ("khac", "Đảng bộ Công ty Lá"),
}
TYPES = {
    "thanh-pho": ("thành phố", "Thành ủy"),
    "quan": ("quận", "Quận ủy"),
    "huyen": ("huyện", "Huyện ủy"),
    "thi-xa": ("thị xã", "Thị ủy"),
    "thi-tran": ("thị trấn", "Đảng ủy thị trấn"),
    "phuong": ("phường", None),
    "xa": ("xã", None),
    "khac": ("loại hình khác", "Đảng ủy"),
}


@pytest.fixture(scope="module")
def names() -> UnitNames:
    types = {
        name: UnitType.model_validate(
            {"level": "upper", "vi": vi, "en": name, "committee": committee and {"vi": committee, "en": committee}}
        )
        for name, (vi, committee) in TYPES.items()
    }
    return UnitNames([unit(one, type=type_, name=name) for one, (type_, name) in NAMES.items()], types)


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("Đảng bộ quận Mẫu Một", "MAU-01"),
        ("q. mau mot", "MAU-01"),
        ("q.mau mot", "MAU-01"),
        ("q mẫu một", "MAU-01"),
        ("Q. Mẫu Một", "MAU-01"),
        ("mau mot", "MAU-01"),
        ("MẪU MỘT", "MAU-01"),
        ("Quận ủy Mẫu Một", "MAU-01"),
        ("quận uỷ mẫu một", "MAU-01"),
        ("h. mau hai", "MAU-02"),
        ("tx mẫu bốn", "MAU-03"),
        ("Thị ủy Mẫu Bốn", "MAU-03"),
        ("tt song mau", "MAU-04"),
        ("TT.Sông Mẫu", "MAU-04"),
        ("Đảng ủy thị trấn Sông Mẫu", "MAU-04"),
        ("P. Sen Vàng", "MAU-05"),
        ("Đảng ủy phường Sen Vàng", "MAU-05"),
        ("Đảng uỷ P. Sen Vàng", "MAU-05"),
        ("Đảng bộ p. sen vang", "MAU-05"),
        ("phường (Sen Vàng)", "MAU-05"),
        ("Mỗ Lá", "MAU-07"),
        ("hoà thử", "MAU-10"),
        ("Hòa Ví Dụ", "MAU-11"),
        ("kì mĩ", "MAU-13"),
        ("Kỳ Mĩ", "MAU-13"),
        ("Trạm Quí Lí", "MAU-14"),
        ("tram qui ly", "MAU-14"),
        ("Công ty Lá", "SEN"),
        ("Đảng ủy Công ty Lá", "SEN"),
        ("Thành ủy Mẫu", "MAU"),
        ("tp mẫu", "MAU"),
    ],
)
def test_a_whole_name_is_known_in_every_way_it_is_written(names: UnitNames, text: str, id_: str) -> None:
    assert names.whole(text) == ([id_], True)


@pytest.mark.parametrize(
    "text",
    ["Mồ Lá", "Mo Là", "Mẫu Mọt", "h. mau mot", "x. Sen Vàng", "quý", "Trạm Thúi", "Hóa Thử", "sen", "Vàng", "…", ""],
)
def test_what_contradicts_a_name_or_is_a_part_of_it_is_not_the_whole_name(names: UnitNames, text: str) -> None:
    assert names.whole(text)[0] == []


def test_without_accents_a_whole_name_may_be_that_of_several(names: UnitNames) -> None:
    assert names.whole("mo la") == (["MAU-07", "MAU-08"], True)
    assert names.whole("x. hoa thu")[0] == ["MAU-12", "MAU-10"]


def test_with_accents_the_name_that_is_spelled_so_is_taken_and_a_half_accented_one_is_not_sure(
    names: UnitNames,
) -> None:
    assert names.whole("Hoa Thử") == (["MAU-12"], True)
    assert names.whole("Hoa Ví Dụ") == (["MAU-11"], False)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("hòa", ["MAU-10", "MAU-11"]),
        ("hoà", ["MAU-10", "MAU-11"]),
        ("hoa", ["MAU-12", "MAU-10", "MAU-11"]),
        ("p. sen", ["MAU-06", "MAU-05"]),
        ("mau mot", ["MAU-09", "MAU-01"]),
        ("x. sen", []),
        ("p. mẫu bốn", []),
        ("en vang", []),
        ("hóa", []),
    ],
)
def test_words_of_a_name_find_every_unit_that_has_them(names: UnitNames, text: str, ids: list[str]) -> None:
    assert names.containing(text) == ids


@pytest.mark.parametrize(
    ("text", "ids"),
    [("p. sen v", ["MAU-05"]), ("hò", ["MAU-10", "MAU-11"]), ("mẫ", ["MAU-02", "MAU-09"]), ("vâ", [])],
)
def test_beginnings_of_words_find_too(names: UnitNames, text: str, ids: list[str]) -> None:
    assert names.begun(text)[: len(ids) or None] == ids


@pytest.mark.parametrize(
    ("text", "id_"),
    [
        ("mẫu môt", "MAU-01"),
        ("senvang", "MAU-05"),
        ("sne vàng", "MAU-05"),
        ("q. Mẫu Bốn", "MAU-03"),
    ],
)
def test_a_near_miss_is_suggested(names: UnitNames, text: str, id_: str) -> None:
    assert names.whole(text)[0] == []
    assert id_ in names.near(text)


@cases()
@given(st.sampled_from(list(NAMES)), st.booleans(), st.booleans())
def test_every_name_finds_its_unit_in_either_form_of_unicode_with_and_without_accents(
    id_: str, composed: bool, bare: bool
) -> None:
    found = UnitNames([unit(one, name=name) for one, (_, name) in NAMES.items()], {})
    text = fold(NAMES[id_][1]) if bare else unicodedata.normalize("NFC" if composed else "NFD", NAMES[id_][1])

    assert id_ in found.whole(text)[0]
    assert id_ in found.containing(text)


@cases()
@given(st.text(max_size=30))
def test_any_text_is_compared(text: str) -> None:
    assert all(one.fits(one) and one.begins(one) for one in syllables(text))
    UnitNames([unit("A", name=f"Tên {text}")], {}).near(text)
