"""congress find, show, tree and facts: what a clerk on the telephone asks for."""

import json
import re
import shlex
import subprocess
import sys

import pytest

from congress_cli.language import LANGUAGES
from tests.builders import read_case
from tests.cli.commands import ALL_DONE, CITY, PLAN, QUIET_ENVIRONMENT, ROOT, WAIVERS, Ran, write_project
from tests.formats.reports import report_of
from tests.patience import some

RULES = ROOT / "data" / "rules.yaml"
HANOI = ("--units", ROOT / "data" / "units.yaml", "--rules", RULES)
MAU = ("--units", CITY, "--rules", RULES)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request):
    return request.param


def _coming(ran: Ran) -> str:
    """The days to come of a unit that is shown."""
    return ran.out.partition("NGÀY SẮP TỚI")[2].partition("VỊ TRÍ")[0]


def _flat(text: str) -> str:
    return " ".join(text.split())


# ---------------------------------------------------------------- find


BENEATH_TYPER = """\
import sys
from types import SimpleNamespace
from congress_cli.cli.lookup import find
from congress_cli.cli.session import Session
ctx = SimpleNamespace(obj=Session("vi"))
find(ctx, words=sys.argv[3:], units=sys.argv[1], rules=sys.argv[2], format_=FORM, color="auto", width=None)
print(*sorted(one for one in sys.modules if one.startswith(("pydantic", "rich"))), file=sys.stderr)
"""


@pytest.mark.parametrize("form", ["text", "json"])
def test_find_loads_neither_pydantic_nor_rich_in_a_pipe(form):
    """Typer loads pydantic by itself, to read the words; it is left out here."""
    code = BENEATH_TYPER.replace("FORM", repr(form))
    words = [sys.executable, "-c", code, str(HANOI[1]), str(RULES), "phường", "Quang", "Trung"]

    ran = subprocess.run(words, env=QUIET_ENVIRONMENT, capture_output=True, check=True)

    assert "Quang Trung" in ran.stdout.decode()
    assert ran.stderr == b"\n"


def test_find_answers_while_a_fact_or_a_rule_elsewhere_is_wrong_and_validate_names_it(congress, tmp_path):
    write_project(tmp_path, "nobody.knows: 2020-06-01", "congress.opened: hôm kia")

    assert congress("find", "phường", "một").code == 0
    assert congress("show", "MN-01").code == 3
    assert "nobody.knows" in congress("validate").out + congress("validate").err

    rules = tmp_path / "data" / "rules.yaml"
    rules.write_text(rules.read_text("utf-8").replace("kind: event", "kind: never"), "utf-8")
    assert congress("find", "phường", "một").code == 0


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: MN-01", "id: MN", "MN"),
        ("id: MN-01", "id: unit", "unit"),
        ("id: MN-01", "id: MN 01", "MN 01"),
        ("parent: MN", "parent: MM", "MM"),
        ("parent: MN", "parent: MN-01", "MN-01"),
        ("level: grassroots", "level: grass", "grass"),
        ("type: phuong", "type: quan", "quan"),
    ],
)
def test_find_refuses_a_mistake_in_ids_superiors_levels_and_types_with_every_mistake(
    congress, tmp_path, old, new, said
):
    write_project(tmp_path, "nobody.knows: 2020-06-01")
    units = tmp_path / "data" / "units.yaml"
    units.write_text(units.read_text("utf-8").replace(old, new), "utf-8")

    ran = congress("find", "phường", "một")

    assert ran.code == 3
    assert said in ran.err
    assert "nobody.knows" in ran.err
    assert ran.err == congress("show", "MN").err


@pytest.mark.parametrize(
    "words", [["q.", "hoan", "kiem"], ["q. hoan kiem"], ["Quận ủy Hoàn Kiếm"], ["hn-002"], ["002"]]
)
def test_a_unit_is_found_without_accents_in_short_forms_by_id_and_by_code(congress, words):
    ran = congress("find", *words, *HANOI)

    assert ran.code == 0
    assert ran.lines[1].startswith("HN-002  Đảng bộ quận Hoàn Kiếm")
    assert "thuộc Đảng bộ thành phố Hà Nội" in ran.lines[1]
    assert ran.lines[-1] == f"Xem một đơn vị: congress show HN-002 {shlex.join(map(str, HANOI))}"


def test_of_equal_names_all_are_found_each_with_its_superior(congress):
    ran = congress("find", "p. quang trung", *HANOI)

    assert [line.split()[0] for line in ran.lines[1:-1]] == ["HN-006-00214", "HN-268-09550", "HN-269-09583"]
    assert [line.partition("thuộc ")[2] for line in ran.lines[1:-1]] == [
        "Đảng bộ quận Đống Đa",
        "Đảng bộ quận Hà Đông",
        "Đảng bộ thị xã Sơn Tây",
    ]


def test_what_is_not_found_is_said_with_advice_and_no_output(congress):
    ran = congress("find", "khong co dau", *HANOI)

    assert (ran.code, ran.out) == (3, "")
    assert "không có đơn vị nào khớp với «khong co dau»" in ran.err
    assert "viết tắt được" in ran.err


def test_what_is_found_is_given_to_scripts_as_json(congress):
    found = json.loads(congress("find", "quang", "trung", *HANOI, "--format", "json").out)

    assert (found["schema"], found["text"]) == ("congress-hits/1", "quang trung")
    assert found["units"][0] == {
        "id": "HN-006-00214",
        "name": "Đảng bộ phường Quang Trung",
        "level": "grassroots",
        "type": "phuong",
        "parent": "HN-006",
        "code": "00214",
    }
    assert len(found["units"]) == 4


# ---------------------------------------------------------------- show


@pytest.fixture(scope="module")
def mau():
    """The report of the invented city."""
    return report_of("city")


def test_show_tells_work_findings_coming_days_place_and_facts_in_this_order(congress):
    ran = congress("show", "MAU-01", *MAU, "--width", 80)
    headings = [line.split("  ")[0] for line in ran.lines if line and line.split("  ")[0].isupper()]

    assert ran.code == 0
    assert ran.lines[0] == "Đảng bộ quận Mẫu Một (MAU-01)"
    assert headings == ["KẾT QUẢ XÉT", "TỔNG HỢP, ĐỐI CHIẾU", "NGÀY SẮP TỚI", "VỊ TRÍ", "NỘI DUNG ĐÃ GHI"]
    work = "2 việc phải làm ngay (1 của mình, 1 ở cấp dưới)"
    assert ran.out.index(work) < ran.out.index("KẾT QUẢ XÉT")
    assert "Đoàn công tác số 1 (TF-01) phụ trách" in ran.out
    assert " └ Đảng bộ quận Mẫu Một (MAU-01)\n   ├ Đảng bộ phường Cầu Ví Dụ (MAU-01-05)" in ran.out


def test_recorded_decimals_have_the_mark_of_the_language(congress):
    assert "tốc độ tăng trưởng kinh tế (GRDP) 5,8" in _flat(congress("show", "MAU-05", *MAU).out)
    assert "GRDP) 5.8" in _flat(congress("show", "MAU-05", *MAU, "--lang", "en").out)


def test_a_note_is_told_in_the_language_of_the_reader(congress):
    vietnamese, english = (_flat(congress("show", "HN-001", *HANOI, "--lang", one).out) for one in LANGUAGES)

    assert "ghi chú: phiên đầu tiên được ghi nhận (phiên trù bị, nếu nguồn có nêu)" in vietnamese
    assert "note: first recorded session (preparatory where seen)" in english


def test_each_recorded_fact_stands_with_its_line_of_the_file(congress, monkeypatch):
    monkeypatch.chdir(ROOT)
    lines = (CITY / "units.yaml").read_text("utf-8").splitlines()
    said = congress("show", "MAU-01", *MAU, "--width", 400).lines

    told = [re.search(r"\(([a-z0-9.-]+)\): .*  examples/thanh-pho-mau/units\.yaml:(\d+):", line) for line in said]
    found = [(one[1], int(one[2])) for one in told if one]
    assert len(found) == 38
    assert all(lines[number - 1].strip().startswith(f"{fact}:") for fact, number in found)


def test_all_findings_of_the_unit_are_shown_worst_first(congress, mau):
    ran = congress("show", "MAU-01", *MAU, "--width", 400, "--all", "--lang", "en")
    of_unit = {one["rule"]: one["status"] for one in mau["findings"] if one["unit"] == "MAU-01"}
    shown = re.findall(r"^ \S (overdue|failed|late|unknown|open|met) .*?\(([a-z0-9-]+)\):", ran.out, re.MULTILINE)

    assert {rule: status for status, rule in shown} == of_unit
    order = ["overdue", "failed", "late", "unknown", "open", "met"]
    kinds = {rule["id"]: rule["kind"] for rule in mau["rules"]}
    for of_units in (True, False):  # roll-ups stand in a block of their own
        block = [status for status, rule in shown if (kinds[rule] not in ("share", "census")) is of_units]
        assert block == sorted(block, key=order.index)
    assert sorted(shown, key=lambda one: kinds[one[1]] in ("share", "census")) == shown


def test_long_lists_are_folded_and_say_how_to_unfold_them(congress):
    folded = _flat(congress("show", "HN-268", *HANOI, "--width", 80).out)
    whole = congress("show", "HN-268", *HANOI, "--width", 80, "--all").out

    assert "còn 9 đơn vị, xem bằng: congress tree HN-268" in folded
    assert re.search(r"còn 27 kết quả xét «chưa rõ», xem bằng: congress show HN-268 .*--all", folded)
    assert "còn 9 đơn vị" not in whole
    assert "«chưa rõ»" not in whole
    assert whole.count("├ ") + whole.count("└ ") == 18


@pytest.mark.parametrize("words", [["q.", "ha", "dong"], ["Quận ủy Hà Đông"], ["HN-268"]])
def test_a_name_that_only_one_unit_has_is_as_good_as_its_id(congress, words):
    assert congress("show", *words, *HANOI).lines[0] == "Đảng bộ quận Hà Đông (HN-268)"


@pytest.mark.parametrize("command", ["show", "tree"])
def test_of_several_units_of_a_name_none_is_picked_and_all_are_listed(congress, command):
    ran = congress(command, "p. quang trung", *HANOI)

    assert (ran.code, ran.out) == (2, "")
    assert "«p. quang trung» có thể là 3 đơn vị" in ran.err
    for unit, superior in (("HN-006-00214", "Đống Đa"), ("HN-268-09550", "Hà Đông"), ("HN-269-09583", "Sơn Tây")):
        assert f"  {unit}  Đảng bộ phường Quang Trung (Đảng bộ " in ran.err
        assert superior in ran.err


@pytest.mark.parametrize("command", ["show", "tree"])
def test_a_unit_there_is_not_is_told_with_what_was_probably_meant(congress, command):
    ran = congress(command, "HN-00x", *HANOI)

    assert ran.code == 2
    assert "không có đơn vị nào mang mã hoặc tên «HN-00x»" in ran.err
    assert "Có phải là HN-" in ran.err


def test_a_task_force_is_shown_with_the_units_in_its_charge(congress):
    ran = congress("show", "TF-01", *MAU)

    assert ran.lines[0] == "Đoàn công tác số 1 (TF-01)"
    assert [line for line in ran.lines if "MAU-" in line and ("├" in line or "└" in line)] == [
        " ├ Đảng bộ Khối Doanh nghiệp Mẫu (MAU-06)",
        " ├ Đảng bộ quận Mẫu Hai (MAU-02)",
        " └ Đảng bộ quận Mẫu Một (MAU-01)",
    ]
    assert "(task-force-answerable)" in ran.out
    assert "NỘI DUNG ĐÃ GHI" not in ran.out


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2020-06-19", "thứ Bảy 20/06/2020, còn 1 ngày"),
        ("2020-06-20", "thứ Bảy 20/06/2020, hôm nay"),
        ("2020-06-21", None),
    ],
)
def test_the_last_day_is_among_the_coming_days_until_it_has_passed(congress, tmp_path, day, told):
    write_project(tmp_path, as_of=None)

    coming = _coming(congress("show", "MN-01", "--as-of", day))

    if told is None:
        assert "Không có ngày nào đã biết." in coming
    else:
        assert told in coming
        assert coming.count("20/06/2020") == 1
        assert all(f"({rule})" in coming for rule in ("plan-issued", "congress-held", "review-issued"))


def test_what_is_done_has_no_coming_day(congress, tmp_path):
    write_project(tmp_path, PLAN, as_of=None)
    assert (
        "(plan-issued)"
        not in congress("show", "MN-01", "--as-of", "2020-06-16")
        .out.partition("NGÀY SẮP TỚI")[2]
        .partition("VỊ TRÍ")[0]
    )

    write_project(tmp_path, *ALL_DONE, as_of=None)
    assert "Không có ngày nào đã biết." in congress("show", "MN-01", "--as-of", "2020-06-18").out


@pytest.mark.parametrize(
    ("unit", "day", "is_coming"),
    [
        ("MAU-05", "2020-07-27", True),
        ("MAU-05", "2020-07-28", True),
        ("MAU-05", "2020-07-29", False),
        ("MAU-08", "2020-06-30", True),  # planned for the 29th or the 30th
        ("MAU-08", "2020-07-01", False),
    ],
)
def test_a_planned_day_is_a_coming_day_until_it_has_passed(congress, unit, day, is_coming):
    coming = _coming(congress("show", unit, *MAU, "--as-of", day))

    assert ("(congress.planned)" in coming) is is_coming


def test_a_congress_that_was_held_is_planned_no_more(congress):
    assert "(congress.planned)" not in _coming(congress("show", "MAU-01", *MAU))


def test_a_unit_under_a_waiver_is_shown_as_waived(congress, tmp_path):
    write_project(tmp_path, *ALL_DONE[1:], waivers=WAIVERS)

    assert re.search("~ được miễn +Ban hành kế hoạch", congress("show", "MN-01").out)
    assert re.search("✗ quá hạn +Ban hành kế hoạch", congress("show", "MN-01", "--no-waivers").out)


def test_a_unit_of_which_nothing_is_recorded_says_so(congress, tmp_path):
    write_project(tmp_path)
    ran = congress("show", "MN")

    assert "Sổ chưa ghi nội dung nào." in ran.out
    assert "Không tiêu chí nào xét đơn vị này." in ran.out


def test_a_merged_unit_says_when_and_into_which(congress, tmp_path):
    write_project(tmp_path)
    units = tmp_path / "data" / "units.yaml"
    text = units.read_text("utf-8").replace("    facts: {}", "    closed: {day: 2020-06-15, into: MN}\n    facts: {}")
    units.write_text(text, "utf-8")

    assert "sáp nhập ngày 15/06/2020; sáp nhập vào MN" in congress("show", "MN-01").out


def test_a_unit_is_given_to_scripts_as_json_whatever_the_language(congress, mau, monkeypatch):
    monkeypatch.chdir(ROOT)
    told = congress("show", "MAU-01", *MAU, "--format", "json").out
    tree = json.loads(told)

    assert tree["schema"] == "congress-unit/1"
    assert (tree["id"], tree["level"], tree["task_force"], tree["as_of"]) == ("MAU-01", "upper", "TF-01", "2020-06-17")
    assert [one["id"] for one in tree["above"]] == ["MAU"]
    assert len(tree["below"]) == 7
    of_unit = [one for one in mau["findings"] if one["unit"] == "MAU-01"]
    assert sorted(tree["findings"], key=lambda one: one["rule"]) == sorted(of_unit, key=lambda one: one["rule"])
    assert tree["coming"] == [
        {"day": "2020-08-14", "rule": "upper-congress-in-time", "status": "open", "plan": None},
    ]
    assert {"fact", "value", "at"} <= set(tree["facts"][0])
    assert congress("show", "MAU-01", *MAU, "--format", "json", "--lang", "en", "--width", 40).out == told


# ---------------------------------------------------------------- tree


def test_the_tree_shows_two_levels_with_the_findings_of_whole_branches(congress, mau):
    ran = congress("tree", *MAU, "--width", 80, "--lang", "en")
    ids = re.findall(r"\((MAU[0-9-]*)\)", ran.out)

    assert ran.code == 0
    assert len(ids) == 12
    assert "✗ Đảng bộ quận Mẫu Một (MAU-01)" in ran.out
    kinds = {rule["id"]: rule["kind"] for rule in mau["rules"]}
    branch = [
        one["status"]
        for one in mau["findings"]
        if one["unit"].startswith("MAU-01") and kinds[one["rule"]] not in ("share", "census")
    ]
    told = " ".join(re.sub("[│├└·]", " ", ran.out).split())
    applicable = len(branch) - branch.count("not_applicable")
    work = "2 tasks to do now (1 own, 1 below) 2 done late (1 own, 1 below)"
    assert f"(MAU-01) {work} {branch.count('met')} of {applicable} met 7 below" in told


def test_tree_show_and_report_count_the_same_work_of_each_committee(congress, mau):
    drawn = {one["id"]: one for one in json.loads(congress("tree", *MAU, "--all", "--format", "json").out)["units"]}
    counted = {one["who"]: one for one in mau["tasks"]["by_responsible"]}
    kinds = ("overdue", "failed", "due_soon", "to_ask", "late")

    for unit in (one for one in mau["units"] if one["parent"] == "MAU"):
        nothing = dict.fromkeys(kinds, 0)
        expected = counted.get(unit["id"], {"own": nothing, "below": nothing})
        assert drawn[unit["id"]]["tasks"] == {"own": expected["own"], "below": expected["below"]}, unit["id"]
    for kind in kinds:
        top = drawn["MAU"]
        assert (
            top["tasks"]["own"][kind] + top["tasks"]["below"][kind] + top["of_task_forces"][kind] == mau["tasks"][kind]
        )
    for who in ("MAU-01", "MAU-04", "TF-02"):
        shown = json.loads(congress("show", who, *MAU, "--format", "json").out)
        assert shown["tasks"] == {"own": counted[who]["own"], "below": counted[who]["below"]}
    assert "4 việc phải làm ngay (3 của mình, 1 ở cấp dưới)" in congress("show", "MAU-04", *MAU).out
    assert "1 việc của đoàn công tác" in congress("show", "MAU-04", *MAU).out


@pytest.mark.parametrize(("depth", "units"), [(0, 1), (1, 12), (2, 61), (9, 61)])
def test_the_depth_says_how_many_levels_are_drawn(congress, depth, units):
    ran = congress("tree", *MAU, "--depth", depth)

    assert len(re.findall(r"\(MAU[0-9-]*\)", ran.out)) == units
    assert ("Mở sâu hơn" in ran.out) is (units < 61)


def test_all_levels_are_drawn_below_one_unit_in_the_order_of_the_alphabet(congress):
    ran = congress("tree", "q. ha dong", *HANOI, "--all")
    names = re.findall(r"[├└] \S (.*?) \(", ran.out)

    assert len(names) == 17
    assert names[:3] == ["Đảng bộ phường Biên Giang", "Đảng bộ phường Dương Nội", "Đảng bộ phường Đồng Mai"]
    assert ran.out.count("└") == 1


@pytest.mark.parametrize("width", some([40, 60, 80, 160], [40, 80]))
@pytest.mark.parametrize(
    "words", [("tree", "--all"), ("show", "MAU-05"), ("find", "mau"), ("facts",), ("facts", "targets")]
)
def test_no_screen_is_wider_than_asked(congress, language, words, width):
    data = MAU[2:] if words[0] == "facts" else MAU
    ran = congress(*words, *data, "--width", width, "--lang", language)

    assert ran.code == 0
    wrapped = [line for line in ran.lines if not line.lstrip().startswith("congress ")]  # commands stay whole
    assert max(map(len, wrapped)) <= max(width, 44)


def test_the_tree_is_given_to_scripts_as_a_list_in_drawing_order(congress):
    tree = json.loads(congress("tree", *MAU, "--all", "--format", "json").out)
    drawn = congress("tree", *MAU, "--all").out

    assert tree["schema"] == "congress-tree/1"
    assert [one["id"] for one in tree["units"]] == re.findall(r"\((MAU[0-9-]*)\)", drawn)
    assert [one["depth"] for one in tree["units"][:3]] == [0, 1, 2]
    top = tree["units"][0]
    assert top["below"] == 60
    assert top["worst"] == "overdue"
    assert top["counts"]["overdue"] == 7
    assert not any(one["folded"] for one in tree["units"])


def test_a_depth_that_is_no_number_is_refused(congress):
    assert congress("tree", *MAU, "--depth", "x").code == 2
    assert congress("tree", *MAU, "--depth", "-1").code == 2


# ---------------------------------------------------------------- facts


def test_every_fact_of_the_vocabulary_is_listed_under_its_kind(congress):
    book = read_case(ROOT / "data")[1]
    ran = congress("facts", "--rules", RULES)

    kinds = ("event", "plan", "tally", "checklist", "measures")
    wanted = [name for kind in kinds for name, term in book.facts.items() if term.kind == kind]
    assert re.findall(r"^ ([a-z0-9-]+(?:\.[a-z]+)?)  ", ran.out, re.MULTILINE) == wanted
    assert "VIỆC CÓ NGÀY (28)" in ran.out
    assert "Ghi cho: cấp trên cơ sở · Đơn vị thực hiện: cấp trên cơ sở · 1 tiêu chí" in ran.out


def test_one_fact_is_shown_in_both_languages_with_its_items_and_its_readers(congress):
    said = _flat(congress("facts", "publicity.phases", "--rules", RULES, "--width", 100).out)

    assert said.startswith("publicity.phases · giai đoạn tuyên truyền")
    assert "Loại danh mục" in said
    assert "publicity.phases: [before, during]" in said
    assert "before: trước đại hội / before" in said
    assert "publicity-three-phases: Tuyên truyền đủ ba giai đoạn" in said
    assert "Đơn vị thực hiện cấp trên cơ sở" in said


@pytest.mark.parametrize(
    ("fact", "told"),
    [
        ("congress.planned", "Planned for congress opened (first session) (congress.opened)"),
        ("congress.closed", "Not before congress opened (first session) (congress.opened)"),
        ("congress.closed", "grassroots-direction-reviewed: Direction of grassroots congresses reviewed"),
        ("congress.closed", "not-yet-held-47"),
        ("congress.planned", "schedule-registered"),
        ("complaints", "complaints: {total: 12, done: 11}"),
        ("targets", "targets: {grdp-growth: 7.5}"),
        ("targets", "poor-households: share of poor households / tỷ lệ hộ nghèo (%), lower is better"),
        ("inspections", "Who must act task force"),
    ],
)
def test_what_matters_of_a_fact_is_told(congress, fact, told):
    assert told in _flat(congress("facts", fact, "--rules", RULES, "--lang", "en", "--width", 160).out)


def test_a_fact_there_is_not_is_told_with_what_was_probably_meant(congress):
    ran = congress("facts", "congres.closed", "--rules", RULES)

    assert ran.code == 2
    assert "bộ tiêu chí không có nội dung «congres.closed»" in ran.err
    assert "congress.closed" in ran.err


def test_the_vocabulary_is_given_to_scripts_as_json(congress):
    tree = json.loads(congress("facts", "--rules", RULES, "--format", "json").out)
    (one,) = json.loads(congress("facts", "targets", "--rules", RULES, "--format", "json").out)["facts"]

    assert tree["schema"] == "congress-facts/1"
    assert len(tree["facts"]) == 47
    assert one in tree["facts"]
    assert one["parts"][2]["better"] == "lower"
    assert one["readers"][0]["rule"] == "targets-not-below-city"
    assert one["owners"] == ["upper"]


# ---------------------------------------------------------------- all


@pytest.mark.parametrize("words", [("find", "mau"), ("show", "MAU-01"), ("tree",)])
def test_two_runs_say_the_same(congress, words):
    assert congress(*words, *MAU) == congress(*words, *MAU)


@pytest.mark.parametrize("words", [("find", "x"), ("show", "MAU-01"), ("tree",), ("facts",)])
def test_an_unknown_form_is_refused(congress, words):
    ran = congress(*words, "--format", "xml")

    assert ran.code == 2
    assert "text, json" in ran.err


def test_no_name_from_data_is_obeyed(congress, tmp_path):
    write_project(tmp_path, name='"[red]Một[/red] :smile: ::error::"', as_of=None)

    for words in (("find", "mot"), ("show", "MN-01"), ("tree",)):
        out = congress(*words, "--color", "always").out
        assert "[red]Một[/red] :smile: ::error::" in out
        assert not any(line.startswith("::") for line in out.splitlines())


def test_a_stream_without_the_signs_gets_plain_ones(tmp_path):
    from tests.cli.commands import in_own_process

    ran = in_own_process("tree", *MAU, PYTHONIOENCODING="latin-1")

    assert ran.returncode == 0
    assert b"+ x Dang bo quan Mau Mot (MAU-01)" in ran.stdout
