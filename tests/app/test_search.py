"""Units by id and by words of their names. Every unit is invented."""

import pytest

from congress_cli.app.search import units_named
from congress_cli.model.registry import Registry
from tests.builders import registry, unit

NAMES = {
    "MAU": "Đảng bộ Thành phố Mẫu",
    "MAU-01": "Đảng bộ quận Mẫu Một",
    "MAU-02": "Đảng bộ huyện Mẫu Hai",
    "MAU-03": "Đảng bộ thị xã Mẫu Bốn",
    "MAU-04": "Đảng bộ thị trấn Sông Mẫu",
    "MAU-05": "Đảng bộ phường Sen Vàng",
    "MAU-06": "Đảng bộ phường Sen Trắng",
    "MAU-07": "Đảng bộ phường Mỗ Lá",
    "MAU-08": "Đảng bộ phường Mộ Lá",
    "MAU-09": "Đảng bộ phường Mẫu Một Đông",
    "SEN": "Đảng bộ Công ty Lá",
}


@pytest.fixture(scope="module")
def city() -> Registry:
    return registry(*(unit(one, name=name) for one, name in NAMES.items()))


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("MAU-01", ["MAU-01"]),
        (" mau-01 ", ["MAU-01"]),
        ("SEN", ["SEN"]),
        ("q. mau mot", ["MAU-01"]),
        ("q.mau mot", ["MAU-01"]),
        ("Quận ủy Mẫu Một", ["MAU-01"]),
        ("Đảng ủy phường Sen Vàng", ["MAU-05"]),
        ("Đảng bộ quận Mẫu Một", ["MAU-01"]),
        ("h. mau hai", ["MAU-02"]),
        ("tx. mau", ["MAU-03"]),
        ("tt. song mau", ["MAU-04"]),
        ("tp. mau", ["MAU"]),
        ("p. sen", ["MAU-06", "MAU-05"]),
        ("p. sen v", ["MAU-05"]),
        ("Mỗ Lá", ["MAU-07"]),
        ("mo la", ["MAU-07", "MAU-08"]),
        ("mau mot", ["MAU-09", "MAU-01"]),
        ("phường (Sen Vàng)", ["MAU-05"]),
        ("en vang", []),
        ("", []),
        ("…", []),
    ],
)
def test_a_unit_is_found_by_its_id_or_by_words_of_its_name(city: Registry, text: str, ids: list[str]) -> None:
    assert [one.id for one in units_named(text, city)] == ids
