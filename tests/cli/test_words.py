"""Facts, items, indicators, rules, clauses, statuses, types and tags by id and by name, whatever the language."""

import json
import re

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.commands import CITY, ROOT
from tests.cli.conftest import Answering, Congress
from tests.cli.desks import Copy

RULES = ROOT / "data" / "rules.yaml"
HANOI = ("--units", ROOT / "data" / "units.yaml", "--rules", RULES)
MAU = ("--units", CITY, "--rules", RULES)


@pytest.fixture
def city(tmp_path):
    return Copy(tmp_path)


@pytest.fixture(params=LANGUAGES)
def language(request):
    return request.param


# ---------------------------------------------------------------- rules, clauses, statuses, owners


@pytest.mark.parametrize(
    "rule",
    [
        "upper-congress-in-time",
        "Phấn đấu xong đại hội cấp trên cơ sở",
        "phan dau xong dai hoi cap tren co so",
        "5.1b",
        "5.1B",
    ],
)
def test_explain_takes_a_rule_by_id_title_and_clause(congress: Congress, language, rule):
    ran = congress("explain", "HN-008", rule, *HANOI, "--format", "json", "--lang", language)

    assert json.loads(ran.out)["rule"] == "upper-congress-in-time"


def test_of_a_clause_with_several_rules_those_of_the_unit_are_listed(congress: Congress, language):
    ran = congress("explain", "MAU-01", "2.2", *MAU, "--lang", language)

    listed = re.findall(r"\(([a-z0-9-]+)\):", " ".join(ran.lines[2:]))
    assert (ran.code, len(listed) > 1) == (0, True)


@pytest.mark.parametrize("rule", ["3.4", "các cơ sở trực thuộc xong đại hội", "grassroots-congresses-done"])
def test_check_takes_a_rule_by_clause_and_title_and_says_which_is_meant(congress: Congress, language, rule):
    ran = congress("check", "--rule", rule, *MAU, "--format", "json", "--lang", language)
    rules = [one["id"] for one in json.loads(ran.out)["rules"]]

    assert "grassroots-congresses-done" in rules
    assert len(rules) < 5
    if rule == "3.4":
        told = {"vi": "«3.4» được hiểu là tiêu chí", "en": "«3.4» is taken to be"}[language]
        assert f"{told}" in ran.err
        assert all(one in ran.err for one in rules)


@pytest.mark.parametrize("status", ["quá hạn", "qua han", "QUÁ HẠN", "overdue", "Overdue"])
def test_a_status_is_taken_in_either_language(congress: Congress, language, status):
    ran = congress("check", "--status", status, *MAU, "--format", "json", "--lang", language)

    assert {one["status"] for one in json.loads(ran.out)["findings"]} == {"overdue"}


def test_owners_and_clauses_are_taken_by_name(congress: Congress, language):
    owned = congress("check", "--owner", "đoàn công tác", *MAU, "--format", "json", "--lang", language)
    clause = congress("check", "--clause", "5.1b", *MAU, "--format", "json", "--lang", language)

    assert all("task-force" in one["owner"] for one in json.loads(owned.out)["rules"] if one["judged"])
    assert [one["id"] for one in json.loads(clause.out)["rules"]] == ["upper-congress-in-time"]


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (("check", "--status", "hạn"), "«hạn» có thể là 3 mục sau", "«hạn» may be any of these 3"),
        (("check", "--rule", "đại hội"), "«đại hội» có thể là", "«đại hội» may be any of these"),
        (("check", "--status", "qúa hạnn"), "Có phải là overdue (quá hạn)", "Did you mean overdue (overdue)"),
        (
            ("explain", "HN-008", "không-có"),
            "không có tiêu chí nào mang mã",
            "no rule has the id or the title",
        ),
        (("rules", "show", "đại hội"), "có thể là", "may be any of these"),
    ],
)
def test_several_meanings_are_listed_and_near_misses_suggested(congress: Congress, words, vi, en):
    for language, told in (("vi", vi), ("en", en)):
        files = ("--rules", RULES) if words[0] == "rules" else HANOI
        ran = congress(*words, *files, "--lang", language)

        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err


def test_a_waiver_takes_the_rule_of_a_clause_that_judges_the_unit(congress: Congress, city: Copy, language):
    for rule in ("3.4", "tổ chức xong đại hội cơ sở", "Grassroots congress held"):
        ran = congress(
            *("waive", "p. Sen Vàng", rule, "--until", "30/6/2020", "--document", "1-CV/QU", "--reason", "x"),
            *("--dry-run", "--lang", language),
        )
        assert ran.code == 0, ran
        assert "(grassroots-congress-in-time)" in ran.lines[1]


def test_on_a_terminal_a_number_picks_one_of_several_rules(answering: Answering, city: Copy, language):
    ran = answering(
        "1\n",
        *("waive", "p. Sen Vàng", "đại hội", "--until", "30/6/2020", "--document", "1-CV/QU", "--reason", "x"),
        *("--dry-run", "--lang", language),
    )

    first = re.search(r"\n  1  ([a-z0-9-]+) ", ran.err)
    assert first is not None
    assert f"({first[1]})" in ran.lines[1]


# ---------------------------------------------------------------- facts, items, indicators


@pytest.mark.parametrize("fact", ["bế mạc", "be mac", "congress closed", "congress.closed", "CONGRESS.CLOSED"])
def test_a_fact_is_taken_by_its_names_in_either_language(congress: Congress, city: Copy, language, fact):
    assert congress("facts", fact, "--rules", RULES, "--lang", language).lines[0].startswith("congress.closed")
    recorded = congress("record", "MAU-01-01", fact, "10/6/2020", "--dry-run", "--lang", language)
    assert "(congress.closed)" in recorded.out
    counted = congress("progress", fact, "--format", "json", "--lang", language)
    assert json.loads(counted.out)["progress"][0]["fact"] == "congress.closed"
    assert congress("simulate", "--shift", f"{fact}=+1d", "--lang", language).code in (0, 1)
    exported = congress("export", "--fact", fact, "--format", "csv", "--lang", language)
    assert "congress.closed" in exported.out
    congress("record", "MAU-01-01", "congress.closed", "10/6/2020")
    assert "congress.closed" in congress("journal", "--fact", fact, "--lang", language).out


@pytest.mark.parametrize("event", ["MAU-01-01 congress.closed", "p. Sen Vàng bế mạc", "sen vang congress closed"])
def test_what_is_assumed_of_a_unit_is_named_the_same_way(congress: Congress, city: Copy, language, event):
    ran = congress("simulate", "--event", f"{event}=14/6/2020", "--format", "json", "--lang", language)

    assert "congress.closed" in ran.out
    assert "MAU-01-01" in ran.out


def test_several_facts_are_listed(congress: Congress, city: Copy, language):
    for words in (
        ("facts", "kiểm tra"),
        ("record", "MAU-01", "kiểm tra", "10/6/2020"),
        ("export", "--fact", "kiểm tra"),
    ):
        ran = congress(*words, "--lang", language, *(("-o", "x.csv") if words[0] == "export" else ()))
        assert ran.code == 2
        assert all(one in ran.err for one in ("inspection-8791.done", "inspection-8791.reported", "inspections"))


def test_on_a_terminal_a_number_picks_one_of_several_facts_or_rules_to_look_up(answering: Answering, language):
    fact = answering("2\n", "facts", "kiểm tra", "--rules", RULES, "--lang", language)
    rule = answering("1\n", "rules", "show", "đại hội", "--rules", RULES, "--lang", language)

    assert fact.lines[0].startswith("inspection-8791.done")
    first = re.search(r"\n  1  ([a-z0-9-]+) ", rule.err)
    assert first is not None
    assert rule.lines[0].startswith(first[1])


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["tăng trưởng=7,5"], "{grdp-growth: 7.5, budget"),
        (["tang truong=7.5"], "{grdp-growth: 7.5, budget"),
        (["economic growth=7,5"], "{grdp-growth: 7.5, budget"),
        (["tăng", "trưởng=7,5", "hộ", "nghèo=1"], "{grdp-growth: 7.5, budget-revenue: 2900, poor-households: 1,"),
        (["tăng trưởng = 7,5"], "{grdp-growth: 7.5, budget"),
        (["thu ngân sách=;tăng trưởng=7,5"], "{grdp-growth: 7.5, poor"),
    ],
    ids=str,
)
def test_an_indicator_is_taken_by_its_name(congress: Congress, city: Copy, language, words, line):
    ran = congress("record", "MAU-01", "chỉ tiêu nhiệm kỳ", *words, "--lang", language)

    assert ran.code == 0, ran
    assert city.lines()[1][0].strip().startswith(f"targets: {line}")


@pytest.mark.parametrize(
    ("words", "items"),
    [
        (["tài liệu", "khánh tiết"], "[papers, ceremony]"),
        (["tài", "liệu,", "khánh", "tiết"], "[papers, ceremony]"),
        (["papers, ceremony"], "[papers, ceremony]"),
        (["tai lieu; ceremony"], "[papers, ceremony]"),
        (["-cơ sở vật chất", "-trang trí"], "[papers, forms, ceremony]"),
    ],
    ids=str,
)
def test_an_item_is_taken_by_its_name(congress: Congress, city: Copy, language, words, items):
    ran = congress("record", "MAU-01", "logistics", *words, "--lang", language)

    assert ran.code == 0, ran
    assert f"items: {items}" in city.lines()[1][0]


@pytest.mark.parametrize(
    ("fact", "answer", "line"),
    [
        ("logistics", "1 3", "items: [papers, ceremony]"),
        ("logistics", "1, 3", "items: [papers, ceremony]"),
        ("logistics", "-1 -3", "items: [forms, decoration, facilities]"),
        ("logistics", "tài liệu, khánh tiết", "items: [papers, ceremony]"),
        ("targets", "1=7,5 3=1", "targets: {grdp-growth: 7.5, budget-revenue: 2900, poor-households: 1,"),
        ("targets", "tăng trưởng=7,5", "targets: {grdp-growth: 7.5, budget-revenue: 2900,"),
    ],
)
def test_on_a_terminal_items_and_indicators_are_taken_by_their_number(
    answering: Answering, city: Copy, language, fact, answer, line
):
    ran = answering(f"{answer}\n", "record", "MAU-01", fact, "--lang", language)

    assert ran.code == 0, ran
    assert "\n  1  " in f"\n{ran.err}"
    assert city.lines()[1][0].strip().startswith(line)


# ---------------------------------------------------------------- units


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        (("--type", "quận"), ["level: upper", "type: quan"]),
        (("--type", "ward", "--tag", "cần quan tâm"), ["level: grassroots", "type: phuong", "tags: [watch]"]),
        (("--type", "luc luong vu trang", "--level", "cấp trên cơ sở"), ["level: upper", "type: luc-luong"]),
    ],
)
def test_types_levels_and_tags_are_taken_by_name(congress: Congress, city: Copy, language, words, lines):
    ran = congress("unit", "add", "MAU-99", "Đảng bộ Thử", *words, "--parent", "MAU", "--lang", language)

    assert ran.code == 0, ran
    written = [line.strip() for line in city.lines()[1]]
    assert all(line in written for line in lines)


def test_a_type_of_several_levels_needs_the_level(congress: Congress, city: Copy, language):
    ran = congress(
        "unit", "add", "MAU-99", "Đảng bộ Thử", "--type", "trường học", "--parent", "MAU", "--lang", language
    )

    assert ran.code == 2
    assert "--level" in ran.err


# ---------------------------------------------------------------- what nobody asks for


def test_a_fact_that_no_rule_asks_of_the_unit_is_told_before_it_is_written(congress: Congress, city: Copy, language):
    asked = congress("record", "MAU-01-01", "complaints", "3/3", "--dry-run", "--lang", language)
    other = congress("record", "MAU-01-01", "comments.gathered", "city-xvii-draft", "--lang", language)

    told = {"vi": "không tiêu chí nào xét nội dung", "en": "no rule asks for"}[language]
    assert told not in asked.err
    assert (other.code, told in other.err) == (0, True)


@pytest.mark.parametrize(("answer", "writes"), [("c", True), ("yes", True), ("k", False), ("no", False)])
def test_on_a_terminal_it_is_asked_whether_to_write_it_all_the_same(
    answering: Answering, city: Copy, language, answer, writes
):
    ran = answering(
        f"gì\n{answer}\n", "record", "MAU-01-01", "comments.gathered", "city-xvii-draft", "--lang", language
    )

    assert ran.code == (0 if writes else 130)
    assert city.same() is not writes


# ---------------------------------------------------------------- what is missing


@pytest.mark.parametrize(
    ("words", "vi", "en"),
    [
        (("record",), "còn thiếu: ĐƠN VỊ, NỘI DUNG, GIÁ TRỊ\n", "missing: UNIT, FACT, VALUE\n"),
        (("record", "MAU-01"), "còn thiếu: NỘI DUNG, GIÁ TRỊ\n", "missing: FACT, VALUE\n"),
        (("record", "MAU-01", "complaints"), "còn thiếu: GIÁ TRỊ\n", "missing: VALUE\n"),
        (
            ("waive", "MAU-01"),
            "còn thiếu: TIÊU CHÍ, --until NGÀY, --document SỐ-VĂN-BẢN, --reason LÝ-DO\n",
            "missing: RULE, --until DAY, --document NUMBER, --reason TEXT\n",
        ),
        (("unit", "add"), "còn thiếu: MÃ, TÊN, --type LOẠI\n", "missing: ID, NAME, --type TYPE\n"),
        (("explain",), "còn thiếu: ĐƠN VỊ\n", "missing: UNIT\n"),
        (("import",), "còn thiếu: TỆP\n", "missing: FILE\n"),
        (("init",), "còn thiếu: THƯ MỤC\n", "missing: DIR\n"),
        (("verify",), "còn thiếu: ", "missing: REPORT\n"),
    ],
    ids=str,
)
def test_missing_arguments_are_all_told_at_once_with_an_example(congress: Congress, city: Copy, words, vi, en):
    for language, told in (("vi", vi), ("en", en)):
        ran = congress(*words, "--lang", language)

        assert (ran.code, ran.out) == (2, "")
        assert told in ran.err
        command = " ".join(word for word in words if not word.startswith("MAU") and word != "complaints")
        assert f"{'Ví dụ' if language == 'vi' else 'Example'}: congress {command} " in ran.err
