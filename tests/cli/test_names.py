"""What a clerk types for a unit: found without accents, never taken for another unit, asked about where unsure."""

from pathlib import Path

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.commands import ROOT
from tests.cli.conftest import Answering, Congress
from tests.cli.desks import Copy

HANOI = ("--units", ROOT / "data" / "units.yaml", "--rules", ROOT / "data" / "rules.yaml")


@pytest.fixture
def city(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


# ---------------------------------------------------------------- a write goes to no other unit


@pytest.fixture
def hanoi(tmp_path: Path) -> tuple[object, ...]:
    """A copy of the shipped registry, to be written to."""
    units = tmp_path / "data" / "units.yaml"
    units.parent.mkdir()
    units.write_bytes((ROOT / "data" / "units.yaml").read_bytes())
    return ("--units", units, "--rules", ROOT / "data" / "rules.yaml")


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("Mĩ Đức", "Đảng bộ huyện Mỹ Đức (HN-282)"),
        ("mi duc", "Đảng bộ huyện Mỹ Đức (HN-282)"),
        ("tx sơn tây", "Đảng bộ thị xã Sơn Tây (HN-269)"),
        ("TX. Sơn Tây", "Đảng bộ thị xã Sơn Tây (HN-269)"),
        ("tt phung", "Đảng bộ thị trấn Phùng (HN-273-09784)"),
        ("Quận uỷ Hà Đông", "Đảng bộ quận Hà Đông (HN-268)"),
        ("x. Vĩnh Quình", "Đảng bộ xã Vĩnh Quỳnh (HN-020-00664)"),
    ],
)
def test_a_whole_name_is_written_to_in_any_spelling(
    congress: Congress, hanoi: tuple[object, ...], language: str, text: str, unit: str
) -> None:
    ran = congress("record", text, "complaints", "1/1", "--dry-run", *hanoi, "--lang", language)

    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0] == unit


@pytest.mark.parametrize(
    ("text", "vi", "en"),
    [
        ("x. Quý", "không có đơn vị nào mang mã hoặc tên «x. Quý»", 'no unit has the id or the name "x. Quý"'),
        ("hòa", "«hòa» có thể là 22 đơn vị", "«hòa» may be 22 units"),
        ("hoà", "«hoà» có thể là 22 đơn vị", "«hoà» may be 22 units"),
        ("Vĩnh", "«Vĩnh» có thể là", "«Vĩnh» may be"),
        ("x. Hoa", "«x. Hoa» có thể là", "«x. Hoa» may be"),
        ("Trâu", "«Trâu» mới là một phần của tên sau:", "«Trâu» is only a part of this name:"),
        ("q. Sơn Tây", "Có phải là HN-269 (Đảng bộ thị xã Sơn Tây)", "Did you mean HN-269 (Đảng bộ thị xã Sơn Tây)"),
        ("hà đôgn", "Có phải là HN-268 (Đảng bộ quận Hà Đông)", "Did you mean HN-268 (Đảng bộ quận Hà Đông)"),
        ("hadong", "Có phải là HN-268 (Đảng bộ quận Hà Đông)", "Did you mean HN-268 (Đảng bộ quận Hà Đông)"),
        ("Mỹ Đức h", "không có đơn vị", "no unit has"),
    ],
)
def test_what_contradicts_a_name_or_is_a_part_of_one_is_not_written(
    congress: Congress, hanoi: tuple[object, ...], text: str, vi: str, en: str
) -> None:
    for language, told in (("vi", vi), ("en", en)):
        ran = congress("record", text, "complaints", "1/1", *hanoi, "--lang", language)

        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("waive", "sen", "complaints-settled", "--until", "1/7/2020", "--document", "1-CV/QU", "--reason", "x"),
        ("unit", "move", "sen", "--parent", "MAU-02"),
        ("unit", "move", "MAU-02-01", "--parent", "Mẫu M"),
        ("unit", "close", "sen", "--day", "1/6/2020", "--document", "1-QĐ/QU"),
        ("unit", "merge", "MAU-02-01", "--into", "sen", "--day", "1/6/2020", "--document", "1-QĐ/QU"),
        ("unit", "add", "MAU-09", "Đảng bộ Thử", "--level", "upper", "--type", "khac", "--parent", "sen"),
    ],
    ids=" ".join,
)
def test_no_command_writes_to_a_unit_that_is_named_by_a_part_of_its_name(
    congress: Congress, city: Copy, words: tuple[str, ...]
) -> None:
    ran = congress(*words)

    assert ran.code == 2
    assert "is only a part of this name" in ran.err or "no unit has" in ran.err
    assert city.same()


# ---------------------------------------------------------------- asked on a terminal


def test_one_hit_that_is_not_the_whole_name_is_asked_about_and_a_number_takes_it(
    answering: Answering, city: Copy, language: str
) -> None:
    ran = answering("1\n", "record", "sen vang p", "complaints", "3/3", "--lang", language)
    asked = answering("1\n", "record", "sen", "complaints", "1/1", "--lang", language)

    assert ran.code == 2 or "1  MAU-01-01" in ran.err
    assert {"vi": "Gõ số thứ tự để chọn:", "en": "Type a number to choose:"}[language] in asked.err
    assert "\n  1  MAU-01-01  Đảng bộ phường Sen Vàng (Đảng bộ quận Mẫu Một)\n" in asked.err
    assert asked.lines[0] == "Đảng bộ phường Sen Vàng (MAU-01-01)"


def test_of_several_a_number_picks_one_and_another_name_may_be_typed_instead(
    answering: Answering, city: Copy, language: str
) -> None:
    second = answering("2\n", "record", "p. m", "complaints", "1/1", "--lang", language)
    named = answering("hòa\nMAU-02-01\n", "record", "phuong", "complaints", "1/1", "--lang", language)

    assert second.code == named.code == 0
    assert named.lines[0].endswith("(MAU-02-01)")
    assert "\n 14  MAU-" in named.err


def test_where_units_are_looked_up_a_number_picks_one_as_well(answering: Answering, language: str) -> None:
    shown = answering("2\n", "show", "p. quang trung", *HANOI, "--lang", language)
    near = answering("1\n", "show", "hadong", *HANOI, "--lang", language)
    explained = answering("1\n", "explain", "hà đôgn", *HANOI, "--lang", language)

    assert shown.lines[0] == "Đảng bộ phường Quang Trung (HN-268-09550)"
    assert near.lines[0] == "Đảng bộ quận Hà Đông (HN-268)"
    assert explained.code == 0


@pytest.mark.parametrize(
    "words", [("check", "-q", "--unit"), ("check", "-q", "--under"), ("export", "--format", "csv", "--unit")]
)
def test_for_a_selected_unit_a_number_picks_one_as_well(
    answering: Answering, language: str, words: tuple[str, ...]
) -> None:
    several = answering("2\n", *words, "p. quang trung", *HANOI, "--lang", language)
    near = answering("1\n", *words, "hadong", *HANOI, "--lang", language)

    assert several.code == near.code == 0
    assert "\n  2  HN-268-09550  " in several.err
    assert "HN-268-09550" in several.out or words[0] == "check"


@pytest.mark.parametrize("text", ["hà đôgn", "hadong"])
def test_find_proposes_what_is_written_much_like_it(congress: Congress, language: str, text: str) -> None:
    ran = congress("find", text, *HANOI, "--lang", language)

    assert ran.code == 3
    assert "HN-268 (Đảng bộ quận Hà Đông)" in ran.err


def test_a_task_force_is_taken_by_its_whole_name(congress: Congress, city: Copy, language: str) -> None:
    ran = congress("unit", "set", "MAU-02", "--task-force", "đoàn công tác số 3", "--lang", language)
    part = congress("unit", "set", "MAU-02", "--task-force", "số 1", "--lang", language)

    assert (ran.code, part.code) == (0, 2)
    assert city.lines()[1] == ["    task_force: TF-03"]


def test_an_end_of_the_answers_ends_the_command_and_nothing_is_written(answering: Answering, city: Copy) -> None:
    assert answering("", "record", "sen", "complaints", "3/3").code == 130
    assert city.same()


# ---------------------------------------------------------------- looked up


def test_without_accents_every_accented_name_is_found_and_with_accents_only_those(
    congress: Congress, language: str
) -> None:
    def found(text: str) -> set[str]:
        return {line.split("  ")[1].strip() for line in congress("find", text, *HANOI, "--lang", language).lines[1:-1]}

    every, accented, other = found("hoa"), found("hòa"), found("hoà")
    assert accented == other
    assert every - accented == {"Đảng bộ phường Quan Hoa", "Đảng bộ xã Hoa Sơn", "Đảng bộ xã Kim Hoa"}
    assert congress("find", "hóa", *HANOI, "--lang", language).code == 3


def test_beginnings_of_words_are_found_by_find_alone(congress: Congress, language: str) -> None:
    assert "HN-002 " in congress("find", "hoàn ki", *HANOI, "--lang", language).out
    for command in ("show", "explain"):
        assert congress(command, "hoàn ki", *HANOI, "--lang", language).code == 2
    assert congress("check", "--under", "hoàn ki", *HANOI, "--lang", language).code == 2


@pytest.mark.parametrize("option", ["--under", "--unit"])
def test_check_and_export_take_names_and_say_which_unit_is_meant(
    congress: Congress, language: str, option: str
) -> None:
    told = {
        "vi": "«q ha dong» được hiểu là Đảng bộ quận Hà Đông (HN-268)",
        "en": "«q ha dong» is taken to be Đảng bộ quận Hà Đông (HN-268)",
    }[language]

    assert told in congress("check", option, "q ha dong", *HANOI, "--lang", language).err
    exported = congress("export", option, "q ha dong", *HANOI, "--format", "csv", "-o", "form.csv", "--lang", language)
    assert (exported.code, told in exported.err) == (0, True)


# ---------------------------------------------------------------- the order of the words


@pytest.mark.parametrize(
    "words",
    [
        ["record", "complaints", "p. Sen Vàng", "3/3"],
        ["record", "đơn khiếu nại", "MAU-01-01", "3/3"],
        ["explain", "complaints-settled", "p. Sen Vàng"],
        ["explain", "5.1b", "MAU-01-01"],
        ["waive", "complaints-settled", "MAU-01-01", "--until", "1/7/2020", "--document", "1-CV/QU", "--reason", "x"],
    ],
    ids=" ".join,
)
def test_reversed_arguments_are_recognised_and_the_command_is_given_in_the_right_order(
    congress: Congress, city: Copy, language: str, words: list[str]
) -> None:
    ran = congress(*words, "--lang", language)

    told = {"vi": "hình như đảo thứ tự: ĐƠN VỊ đứng trước", "en": "the order seems reversed: the UNIT stands first"}
    unit = "'p. Sen Vàng'" if "p. Sen Vàng" in words else "MAU-01-01"
    assert ran.code == 2
    assert told[language] in ran.err
    assert f"congress {words[0]} {unit} " in ran.err


# ---------------------------------------------------------------- in sheets


def test_a_sheet_takes_the_same_names_and_suggests_near_misses(congress: Congress, city: Copy, language: str) -> None:
    names = (
        "P. Sen Vàng",
        "Đảng ủy phường Gió Mẫu",
        "p nắng thử",
        "Đảng uỷ P. Mây Ngũ Sắc",
        "Sen Vàngg",
        "x. Sen Vàng",
    )
    Path("sheet.csv").write_text("\n".join(["name;congress.closed", *(f"{name};1/6/2020" for name in names)]), "utf-8")

    ran = congress("import", "sheet.csv", "--lang", language)

    assert [line.split()[0] for line in ran.lines if line.startswith("  A")] == ["A6", "A7"], ran
    assert ran.out.count("Đảng bộ phường Sen Vàng (MAU-01-01)?") + ran.out.count("(MAU-01-01) không?") == 2
