"""congress explain: the proof of one finding, and the list of a unit's findings."""

import json
import re

import pytest

from tests.cli.commands import CASE, CITY, PLAN, ROOT, RULES, WAIVERS, in_own_process, write_project

UNITS = ROOT / "data" / "units.yaml"
IN_TIME = "upper-congress-in-time"


@pytest.fixture
def hanoi(congress):
    """`congress explain` on the shipped registry."""
    return lambda *words: congress("explain", *words, "--units", UNITS, "--rules", ROOT / "data" / "rules.yaml")


def _flat(text: str) -> str:
    return " ".join(text.split())


def _line_of(unit: str, fact: str) -> int:
    """Where a fact of a unit stands in the shipped registry, found without the program."""
    lines = UNITS.read_text("utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if line.strip() == f"- id: {unit}")
    rest = enumerate(lines[start:], start=start + 1)
    return next(number for number, line in rest if line.strip().startswith(f"{fact}:"))


@pytest.mark.parametrize("width", [80, 120])
def test_a_late_unit_is_traced_back_to_the_sentence_the_last_day_and_the_line_of_the_registry(hanoi, width):
    ran = hanoi("HN-268", IN_TIME, "--width", width)
    said = _flat(ran.out)

    assert ran.code == 0
    assert ran.lines[0].startswith("▲ MUỘN  Đảng bộ quận Hà Đông (HN-268)")
    assert "câu 5.1b, Thông báo số 2658-TB/TU" in said
    assert "mức độ: phấn đấu, từ chỉ mức độ «phấn đấu»" in said
    assert "upper-limit = 15/08/2020, áp dụng từ 11/06/2020 theo 2658-TB/TU" in said
    assert "ngày cuối còn trong hạn: hết thứ Sáu 14/08/2020" in said
    assert "bế mạc đại hội (congress.closed): trong khoảng từ 16 đến 19/08/2020" in said
    assert "nguồn: dbndhanoi.gov.vn" in said
    assert re.search(rf"data/units\.yaml:{_line_of('HN-268', 'congress.closed')}:\d+", said)
    assert "sau mốc phấn đấu 2 đến 5 ngày" in said
    assert "vi phạm" not in said


def test_the_same_in_english(hanoi):
    said = _flat(hanoi("HN-268", IN_TIME, "--lang", "en").out)

    assert said.startswith("▲ LATE Đảng bộ quận Hà Đông (HN-268) · Upper-grassroots congress held")
    assert "last day in time: the end of Friday 14/08/2020" in said
    assert "congress closed (congress.closed): some day from 16/08/2020 to 19/08/2020" in said


def test_an_undecided_unit_is_told_which_closing_days_would_be_in_time(hanoi):
    said = _flat(hanoi("HN-008", IN_TIME).out)

    assert "? CHƯA RÕ" in said
    assert "từ 12 đến 14/08/2020 thì đạt" in said
    assert "ngày 15/08/2020 thì muộn" in said
    assert "ghi rõ ngày cụ thể: HN-008, congress.closed (bế mạc đại hội)" in said


def test_a_pilot_is_told_why_it_is_not_concerned(hanoi):
    said = _flat(hanoi("HN-001", IN_TIME).out)

    assert "– KHÔNG ÁP DỤNG" in said
    assert "trừ: đại hội điểm (đã tổ chức đại hội điểm)" in said
    assert "chưa tính được ngày cuối" not in said


def test_the_judged_day_and_where_it_came_from_are_told(hanoi):
    assert "hết thứ Năm 20/08/2020 (sổ theo dõi chốt số liệu ngày này)" in hanoi("HN-268", IN_TIME).out
    asked = hanoi("HN-268", IN_TIME, "--as-of", "13/8/2020")
    assert "hết thứ Năm 13/08/2020 (ngày do người dùng chọn)" in asked.out
    assert asked.lines[0].startswith("? CHƯA RÕ")
    assert "sau ngày xét nên chưa tính" in _flat(asked.out)


def test_json_is_the_same_tree_as_the_text(hanoi):
    text = _flat(hanoi("HN-008", IN_TIME, "--lang", "en", "--width", 120).out)
    tree = json.loads(hanoi("HN-008", IN_TIME, "--lang", "en", "--format", "json").out)

    assert tree["schema"] == "congress-proof/1"
    assert (tree["unit"], tree["rule"], tree["status"], tree["last_day"]) == (
        "HN-008",
        IN_TIME,
        "unknown",
        "2020-08-14",
    )
    assert (tree["as_of"], tree["as_of_from"]) == ("2020-08-20", "registry")
    steps = [step for section in tree["sections"] for step in section["steps"]]
    assert [step["code"] for step in steps if step["code"] == "world"] == ["world", "world"]
    for one in (*tree["sections"], *steps):
        assert _flat(one["text"]) in text


def test_without_a_rule_the_worst_comes_first_one_line_a_rule(congress):
    ran = congress("explain", "MAU-01", "--units", CITY)
    listed = ran.lines[3:-3]

    assert ran.code == 0
    assert len(listed) == 36
    marks = [line[0] for line in listed]
    assert marks == sorted(marks, key="!✗▲?●□~✓–".index)
    assert listed[0].startswith("✗ quá hạn        Các cơ sở trực thuộc xong đại hội (grassroots-congresses-done): ")
    assert ran.lines[-1] == f"congress explain MAU-01 MÃ-TIÊU-CHÍ --units {CITY}"


def test_at_a_width_the_lines_are_wrapped_under_themselves(congress):
    ran = congress("explain", "MAU-01", "--units", CITY, "--width", 80, "--lang", "en")
    listed = ran.lines[3:-3]

    assert max(map(len, ran.lines[:-1])) <= 80  # the command below stays whole
    assert len(listed) > 36
    assert all(line[:1] in "!✗▲?●□~✓–" or line.startswith(" " * 18) for line in listed)


def test_without_a_rule_json_holds_every_proof_in_full(congress):
    proofs = json.loads(congress("explain", "MAU-01", "--units", CITY, "--format", "json").out)

    assert len(proofs) == 36
    assert {one["schema"] for one in proofs} == {"congress-proof/1"}


def test_a_task_force_is_explained_too(congress):
    ran = congress("explain", "TF-01", "task-force-answerable", "--units", CITY, "--lang", "en")

    assert ran.code == 0
    assert "findings by status:" in ran.out
    assert "MAU-01-01) · grassroots-congress-in-time: overdue" in _flat(ran.out)


def test_a_waived_problem_names_the_paper_and_its_days_unless_waivers_are_left_out(congress):
    words = ("explain", "MAU-02-05", "grassroots-congress-in-time", "--units", CITY)

    said = _flat(congress(*words).out)
    assert "được miễn từ 12/06/2020 đến hết 30/06/2020 theo 31-CV/BTCTU của Ban Tổ chức Thành ủy Mẫu" in said
    assert "nếu không miễn: quá hạn" in said
    assert "khi hết miễn, từ ngày 01/07/2020: quá hạn" in said
    bare = congress(*words, "--no-waivers")
    assert "được miễn" not in bare.out
    assert bare.lines[0].startswith("✗ QUÁ HẠN")


def test_waivers_may_be_named(congress, tmp_path):
    folder = write_project(tmp_path, PLAN.replace("06-15", "06-25"))
    other = tmp_path / "others.yaml"
    other.write_text(WAIVERS, "utf-8")

    ran = congress("explain", "MN-01", "plan-issued", "--waivers", other)

    assert folder == tmp_path
    assert ran.lines[0].startswith("~ ĐƯỢC MIỄN")


@pytest.mark.parametrize("name", ["hà đông", "Ha Dong", "Quận ủy Hà Đông", "hn-268"])
def test_a_name_that_one_unit_has_is_taken_and_this_is_said(hanoi, name):
    ran = hanoi(name, IN_TIME)

    assert ran.code == 0
    assert ran.err == f"Lưu ý: «{name}» được hiểu là Đảng bộ quận Hà Đông (HN-268).\n"
    assert ran.out == hanoi("HN-268", IN_TIME).out


@pytest.mark.parametrize(
    ("words", "hint"),
    [
        (("HN-26", IN_TIME), "HN-268"),
        (("HN-268", "upper-congres-in-time"), IN_TIME),
        (("đông", IN_TIME), "HN-268        Đảng bộ quận Hà Đông (Đảng bộ thành phố Hà Nội)"),
        (("HN", IN_TIME), "congress explain HN"),
    ],
)
def test_what_does_not_exist_is_answered_with_what_was_probably_meant(hanoi, words, hint):
    ran = hanoi(*words)

    assert ran.code == 2
    assert ran.out == ""
    assert hint in ran.err


def test_a_rule_that_does_not_concern_the_unit_is_a_mistake_of_usage(hanoi):
    ran = hanoi("HN-008-00301", IN_TIME, "--lang", "en")

    assert ran.code == 2
    assert f'the rule "{IN_TIME}" does not concern the unit "HN-008-00301"' in ran.err


def test_a_unit_that_no_rule_concerns_says_so(congress, tmp_path):
    write_project(tmp_path)

    ran = congress("explain", "MN", "--lang", "en")

    assert ran.code == 2
    assert 'no rule concerns the unit "MN"' in ran.err


@pytest.mark.parametrize(
    "words",
    [
        ("--as-of", "31/2/2020"),
        ("--format", "yaml"),
        ("--color", "pink"),
        ("--units", ""),
    ],
)
def test_a_bad_option_is_a_mistake_of_usage(congress, tmp_path, words):
    write_project(tmp_path)

    assert congress("explain", "MN-01", "plan-issued", *words).code == 2


def test_without_a_unit_it_says_what_is_missing(congress):
    ran = congress("explain", "--lang", "en")

    assert ran.code == 2
    assert "missing: UNIT" in ran.err


def test_files_with_mistakes_are_not_explained(congress, tmp_path):
    write_project(tmp_path, "plan.issued: 2020-13-01")

    ran = congress("explain", "MN-01")

    assert ran.code == 3
    assert "data/units.yaml" in ran.err


def test_the_shipped_rulebook_is_mentioned_where_it_is_used(congress, tmp_path):
    write_project(tmp_path)
    (tmp_path / "data" / "rules.yaml").unlink()

    ran = congress("explain", "MN-01", "grassroots-congress-in-time", "--lang", "en")

    assert ran.code == 0
    assert "the rulebook that comes with the program is used" in ran.err


def test_colour_only_where_it_is_asked_for(congress, tmp_path):
    write_project(tmp_path)

    assert "\x1b[" not in congress("explain", "MN-01").out
    assert "\x1b[" in congress("explain", "MN-01", "--color", "always").out
    assert "\x1b[" in congress("explain", "MN-01", "plan-issued", "--color", "always").out


def test_where_the_stream_has_no_symbols_plain_signs_stand_in():
    ran = in_own_process(
        *("explain", "MN-01", "plan-issued", "--units", CASE / "units.yaml", "--rules", CASE / "rules.yaml"),
        PYTHONIOENCODING="ascii",
    )

    assert ran.returncode == 0
    ran.stdout.decode("ascii")


def test_what_stands_in_the_data_is_shown_literally(congress, tmp_path):
    write_project(tmp_path, 'plan.issued: {day: 2020-06-15, note: "[bold]{x}[/bold]"}', name="Đảng bộ [red]{0}[/red]")

    ran = congress("explain", "MN-01", "plan-issued")

    assert "Đảng bộ [red]{0}[/red] (MN-01)" in ran.out
    assert "[bold]{x}[/bold]" in ran.out


def test_a_rulebook_of_ones_own_may_be_named(congress, tmp_path):
    write_project(tmp_path, PLAN)
    other = tmp_path / "own.yaml"
    other.write_text(RULES.replace("by: 2020-06-20", "by: 2020-06-14"), "utf-8")

    assert congress("explain", "MN-01", "plan-issued", "--rules", other).lines[0].startswith("▲ MUỘN")
