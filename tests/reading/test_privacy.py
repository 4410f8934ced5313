"""No person has a place: not in the schemas, and what looks like one in a text is warned about."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from congress_cli.language import LANGUAGES
from congress_cli.reading.data_warnings import person_in
from congress_cli.reading.validation import PERSONAL
from congress_cli.text import fold
from tests.builders import ROOT
from tests.cli.commands import ALL_DONE, in_this_process, units_text, write_project

SCHEMAS = sorted((ROOT / "schemas").glob("*.schema.json"))
PERSONS = {
    *PERSONAL,
    *("first_name", "last_name", "full_name", "surname", "author", "user", "signer", "signature", "head", "chair"),
    *("age", "sex", "ethnicity", "religion", "salary", "rank", "position", "photo", "passport", "login", "account"),
}


OF_PERSONS = (
    *("phone", "tel", "telephone", "mobile", "email", "e-mail", "contact", "person", "people", "leader", "secretary"),
    *("birthday", "born", "gender", "address", "SĐT", "điện thoại", "số điện thoại", "di động", "liên hệ", "người"),
    *("họ tên", "bí thư", "địa chỉ", "ngày sinh", "CCCD", "CMND"),
)
"""Keys by which clerks write people down, as they write them."""


def objects(schema: Any, way: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every part of a schema that describes a mapping, with the way to it."""
    if isinstance(schema, dict):
        if "properties" in schema and isinstance(schema["properties"], dict):
            yield way, schema
        for key, inner in schema.items():
            yield from objects(inner, f"{way}/{key}")
    elif isinstance(schema, list):
        for place, inner in enumerate(schema):
            yield from objects(inner, f"{way}/{place}")


def test_the_keys_by_which_people_are_written_down_are_known_with_their_accents() -> None:
    assert {fold(word).replace(" ", "-") for word in OF_PERSONS} == PERSONAL


@pytest.mark.parametrize("path", SCHEMAS, ids=lambda path: path.name)
def test_no_schema_has_a_field_for_a_person(path: Path) -> None:
    found = list(objects(json.loads(path.read_text("utf-8"))))

    assert found
    for way, part in found:
        assert not {fold(name) for name in part["properties"]} & PERSONS, way


@pytest.mark.parametrize("name", ["units", "rules", "waivers"])
def test_the_files_that_people_write_take_no_field_of_their_own_making(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_text("utf-8"))

    for way, part in objects(schema):
        assert part.get("additionalProperties") is False, way


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("gọi 0912 345 678", "person-telephone"),
        ("ĐT: 024.3825.1234", "person-telephone"),
        ("ĐT (024) 38251234", "person-telephone"),
        ("+84 912 345 678", "person-telephone"),
        ("0912345678", "person-telephone"),
        ("gọi số0912345678", "person-telephone"),
        ("đồng chí Nguyễn Văn A", "person-name"),
        ("Mr. Nguyen Van A", "person-name"),
        ("theo bà Lê Thị B; ", "person-name"),
        ("đã báo. Ông Lê Văn B", "person-name"),
        ("CCCD 001204012345", "person-identity"),
        ("CMND 123456789", "person-identity"),
        ("theo đồng chí Nguyễn Văn A", "person-name"),
        ("Đồng chí Trần Thị Mẫu báo qua điện thoại", "person-name"),
        ("ông Lê Văn B, Văn phòng Quận ủy", "person-name"),
        ("Bà Nguyễn Thị C cho biết", "person-name"),
        ("đ/c Phạm Mẫu", "person-name"),
    ],
)
def test_what_looks_like_a_person_is_seen(text: str, code: str) -> None:
    assert person_in(text) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Văn phòng Quận ủy",
        "đồng chí Bí thư Quận ủy",
        "các đồng chí Thường trực Thành ủy",
        "Đảng bộ quận Hai Bà Trưng Hà Nội",
        "phường Ông Ích Khiêm",
        "huyện Bà Rịa",
        "đường Bà Huyện Thanh Quan",
        "12-CV/QU ngày 02/05/2020",
        "công văn 01-2020-0912345",
        "baomoi.com 352664133",
        "kinhtedothi.vn 392086 (04/08/2020); hanoi.gov.vn 2839419 (05/08/2020)",
        "https://example.vn/tin/123456789.htm",
        "ngày 03.06.2020 đến 06.06.2020",
        "mã 00001",
        "kinh phí 1.250.000.000 đồng",
    ],
)
def test_what_is_no_person_is_passed_over(text: str) -> None:
    assert person_in(text) is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_validate_warns_of_persons_in_notes_and_sources_and_check_goes_on(tmp_path: Path, language: str) -> None:
    held = 'plan.issued: {day: 2020-06-15, note: "hỏi 0912 345 678", source: "ông Nguyễn Văn A"}'
    write_project(tmp_path)
    text = units_text(held).replace("parent: MN\n", 'parent: MN\n    source: "CMND 123456789"\n')
    (tmp_path / "data" / "units.yaml").write_text(text, "utf-8")

    ran = in_this_process("validate", "--lang", language, folder=tmp_path)
    told = ran.stdout.decode()

    assert ran.returncode == 1
    codes = ("person-telephone", "person-identity", "person-name")
    assert [code for code in codes if f": {code}: " in told] == list(codes)
    assert in_this_process("check", "--fail-on", "never", folder=tmp_path).returncode == 0


@pytest.mark.parametrize("units", ["data/units.yaml", "examples/thanh-pho-mau"])
def test_nothing_that_is_shipped_looks_like_a_person(units: str) -> None:
    assert in_this_process("validate", "--units", units, folder=ROOT).returncode == 0


def test_a_plain_project_has_no_warning(tmp_path: Path) -> None:
    assert in_this_process("validate", folder=write_project(tmp_path, *ALL_DONE)).returncode == 0
