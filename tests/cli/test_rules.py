"""congress rules: list, show, docs, lint, test and mutate the rulebook."""

import re
import shutil
import sys
from pathlib import Path

import pytest

from congress_cli.language.commands import quoted
from congress_cli.reading.load import read_rules
from congress_cli.rulebook.mutation import mutants, survives
from tests.cli.commands import ROOT, RULES, write_project

SHIPPED = ROOT / "data" / "rules.yaml"
LIMITS = {"grassroots-limit": ("2020-06-15", "14", "16"), "upper-limit": ("2020-08-15", "14", "16")}
SMALL = """\
format: congress-rules/1
language: vi
directive: {number: 01-TB/MN, kind: Thông báo, issuer: Thành ủy Mẫu Nhỏ, issued: 2020-06-11, term: 2020-2025}
levels: {grassroots: {vi: "cơ sở", en: "grassroots"}}
types: {phuong: {level: grassroots, vi: "phường", en: "ward"}}
facts:
  plan.issued: {kind: event, vi: "ban hành kế hoạch", en: "plan issued"}
rules:
  - id: planned
    kind: event
    title: {vi: "Kế hoạch", en: "Plan"}
    clause: ["1.1"]
    owner: grassroots
    modality: must
    applies_to: {}
    event: plan.issued
    by: 2020-07-10
    examples:
      - {as_of: 2020-06-10, expect: not_applicable}
      - {as_of: 2020-06-11, records: complete, expect: open}
      - {as_of: 2020-06-25, records: complete, expect: open}
      - {as_of: 2020-06-26, records: complete, expect: due_soon}
      - {as_of: 2020-07-09, records: complete, expect: due_soon}
      - {as_of: 2020-07-10, records: complete, expect: due_soon}
      - {as_of: 2020-07-11, records: complete, expect: overdue, severity: violation}
      - {as_of: 2020-07-11, facts: {plan.issued: 2020-07-10}, expect: met}
"""


@pytest.fixture
def small(tmp_path):
    """A file with one rule whose examples are enough."""
    path = tmp_path / "small.yaml"
    path.write_text(SMALL, "utf-8")
    return path


def _edited(path: Path, old: str, new: str) -> Path:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")
    return path


def _copy_with_limit(folder: Path, name: str, day: str) -> Path:
    written = LIMITS[name][0]
    path = folder / "rules.yaml"
    shutil.copy(SHIPPED, path)
    return _edited(
        path, f"{name}: {{2020-06-11: {{value: {written}", f"{name}: {{2020-06-11: {{value: {written[:8]}{day}"
    )


def _all_limits() -> list[tuple[str, str]]:
    return [(name, day) for name, (_, *days) in LIMITS.items() for day in days]


# test


def test_the_shipped_examples_hold(congress):
    ran = congress("rules", "test", "--rules", SHIPPED, "--lang", "en")

    assert ran.code == 0
    assert re.fullmatch(r"\d+ examples of 49 rules: all hold\.", ran.lines[-1])


@pytest.mark.parametrize(("name", "day"), _all_limits())
def test_a_limit_moved_by_a_day_is_noticed(congress, tmp_path, name, day):
    ran = congress("rules", "test", "--rules", _copy_with_limit(tmp_path, name, day), "--lang", "en")

    assert ran.code == 1
    assert "expected" in ran.out
    assert re.match(r"rules\.yaml:\d+:\d+: \S+, example \d+: expected ", ran.lines[0])


def test_a_wrong_example_is_told_with_its_line_what_came_and_why(congress, small):
    _edited(small, "2020-07-10, records: complete, expect: due_soon", "2020-07-10, records: complete, expect: overdue")

    ran = congress("rules", "test", "--rules", small)

    assert ran.code == 1
    assert ran.lines == [
        "small.yaml:24:9: planned, ví dụ 6: chờ overdue, được due_soon",
        "small.yaml:24:9:   chưa có ngày ban hành kế hoạch; là ngày cuối",
        "1/8 ví dụ sai; 0 tiêu chí còn thiếu ví dụ.",
    ]


def test_an_unknown_key_in_an_example_is_told(congress, small):
    _edited(small, "{as_of: 2020-06-10,", "{as_of: 2020-06-10, untill: 2020-06-12,")

    ran = congress("rules", "test", "--rules", small, "--lang", "en")

    assert ran.code == 1
    assert ran.lines[0].startswith("small.yaml:19:9: planned, example 1: badly written at untill: ")


@pytest.mark.parametrize(
    ("example", "told"),
    [
        ("{as_of: 2020-07-09, records: complete, expect: due_soon}", "no example on the day before the last day"),
        ("{as_of: 2020-07-11, records: complete, expect: overdue, severity: violation}", "day after the last day"),
        ("{as_of: 2020-07-11, facts: {plan.issued: 2020-07-10}, expect: met}", "no example is met"),
    ],
)
def test_a_lacking_example_is_told(congress, small, example, told):
    text = small.read_text("utf-8").replace(f"      - {example}\n", "")
    if "after" in told:
        text = text.replace("2020-07-11, facts", "2020-07-12, facts")
    small.write_text(text, "utf-8")

    ran = congress("rules", "test", "--rules", small, "--lang", "en")

    assert ran.code == 1
    assert told in ran.out
    assert "0 of 7 examples are wrong; 1 rule lacks examples." in ran.lines


def test_a_rulebook_without_examples_lacks_them(congress, tmp_path):
    write_project(tmp_path)

    ran = congress("rules", "test")

    assert ran.code == 1
    assert ran.out.count("chưa có ví dụ đạt") == RULES.count("  - id: ")


# mutate


def test_no_mutant_of_the_shipped_rulebook_survives(congress):
    ran = congress("rules", "mutate", "--rules", SHIPPED, "--lang", "en")

    assert ran.code == 0
    assert re.fullmatch(r"\d{3} changes tried; the examples notice every one\.\n", ran.out)
    assert ran.err == ""


def test_examples_that_do_not_hold_come_first(congress, tmp_path):
    rules = _copy_with_limit(tmp_path, "upper-limit", "16")

    ran = congress("rules", "mutate", "--rules", rules, "--lang", "en")

    assert ran.code == 1
    assert f"run congress rules test --rules {quoted(str(rules))} and fix them first" in ran.out


def test_no_mutant_of_the_small_rulebook_survives(congress, small):
    assert congress("rules", "mutate", "--rules", small).code == 0


EXAMPLES = re.findall(r"      - (\{as_of.*\})\n", SMALL)
NEEDED = [one for one in EXAMPLES if "07-09" not in one and "07-10" not in one]


@pytest.mark.parametrize("example", NEEDED)
def test_a_deleted_example_leaves_a_survivor_with_its_line_and_an_example_that_kills_it(congress, small, example):
    _edited(small, f"      - {example}\n", "")

    ran = congress("rules", "mutate", "--rules", small, "--lang", "en")

    assert ran.code == 1
    survivors = [line for line in ran.lines if line.endswith("and no example notices")]
    assert survivors
    assert all(re.match(r"small\.yaml:\d+:\d+: the ", line) for line in survivors)
    examples = re.findall(r"  an example that would notice, for planned: (\{.*\})", ran.out)
    assert len(examples) == len(survivors)
    with small.open("a", encoding="utf-8") as file:
        file.writelines(f"      - {one}\n" for one in dict.fromkeys(examples))
    again = congress("rules", "mutate", "--rules", small)
    assert (again.code, congress("rules", "test", "--rules", small).out.count("ví dụ sai")) == (0, 0)


def test_the_line_of_a_survivor_is_the_one_that_was_changed(congress, small):
    _edited(small, "    by: 2020-07-10\n", "    by: 2020-07-10\n    warn_days: 14\n")
    _edited(small, "      - {as_of: 2020-06-25, records: complete, expect: open}\n", "")

    ran = congress("rules", "mutate", "--rules", small, "--lang", "en")

    line = small.read_text("utf-8").splitlines().index("    warn_days: 14") + 1
    assert ran.lines[0] == f"small.yaml:{line}:5: the number 14 made 15, and no example notices"


def test_a_deleted_example_of_the_shipped_rulebook_has_a_survivor_and_a_killing_example(congress, tmp_path):
    path = tmp_path / "rules.yaml"
    shutil.copy(SHIPPED, path)
    example = (
        "      - {as_of: 2020-08-15, records: complete, unit: {tags: [pilot]}, facts: {}, expect: not_applicable}\n"
    )
    start, found, rest = path.read_text("utf-8").partition("  - id: upper-congress-in-time")
    path.write_text(start + found + rest.replace(example, "", 1), "utf-8")

    ran = congress("rules", "mutate", "--rules", path, "--lang", "en")

    assert ran.code == 1
    assert "the line unless left out, and no example notices" in ran.lines[0]
    killing = re.fullmatch(r"  an example that would notice, for upper-congress-in-time: (\{.*\})", ran.lines[1])
    assert killing
    mended = rest.replace(example, f"      - {killing[1]}\n", 1)
    path.write_text(start + found + mended, "utf-8")
    source = read_rules(path, path.name)
    mutants_of_it = [one for one in mutants(source.raw, source.rulebook) if one.rules == ("upper-congress-in-time",)]
    assert len(mutants_of_it) > 10
    assert not any(map(survives, mutants_of_it))


def test_progress_is_told_on_a_terminal_and_wiped_away(congress, monkeypatch):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)

    told = congress("rules", "mutate", "--rules", SHIPPED, "--lang", "en").err

    assert "\r25 changes tried, 0 unnoticed" in told
    assert told.endswith("\r\x1b[K")


# lint


def test_the_shipped_rulebook_contradicts_itself_nowhere_and_one_last_day_is_a_sunday(congress):
    ran = congress("rules", "lint", "--rules", SHIPPED)

    assert ran.code == 0
    assert re.fullmatch(
        r".*rules\.yaml:\d+:5: grassroots-congress-in-time: ngày cuối là Chủ nhật 14/06/2020 \(cuối tuần\)",
        ran.lines[0],
    )
    assert ran.lines[1:] == ["0 mâu thuẫn, 1 điều cần biết."]


def test_a_contradiction_ends_in_1_and_says_where(congress, small):
    _edited(small, "by: 2020-07-10", "by: 2020-06-10")

    ran = congress("rules", "lint", "--rules", small, "--lang", "en")

    assert ran.code == 1
    assert ran.lines == [
        "small.yaml:9:5: planned: the last day 10/06/2020 lies before the directive was issued (11/06/2020)",
        "Contradictions: 1, notes: 0.",
    ]


def test_a_clean_rulebook_says_so(congress, small):
    assert congress("rules", "lint", "--rules", small, "--lang", "en").lines == [
        "The rulebook does not contradict itself."
    ]


# docs


def test_the_page_that_is_committed_is_up_to_date(congress):
    ran = congress("rules", "docs", "--rules", SHIPPED, "--check", ROOT / "docs" / "rules.md")

    assert (ran.code, ran.err) == (0, "")


def test_a_stale_page_ends_in_1_and_says_how_to_make_it_again(congress, tmp_path):
    (tmp_path / "rules.md").write_text("old\n", "utf-8")

    ran = congress("rules", "docs", "--rules", SHIPPED, "--check", "rules.md", "--lang", "en")

    assert ran.code == 1
    assert "congress rules docs -o rules.md" in ran.out


@pytest.mark.parametrize("page", ["nothing.md", "."])
def test_a_page_that_is_not_there_is_not_up_to_date(congress, small, page):
    assert congress("rules", "docs", "--rules", small, "--check", page).code == 1


def test_a_page_in_another_encoding_is_not_up_to_date(congress, small):
    Path("page.md").write_bytes(b"\xff\xfe")

    assert congress("rules", "docs", "--rules", small, "--check", "page.md").code == 1


def test_a_page_is_written_whole_and_is_then_up_to_date_whatever_its_line_ends(congress, small):
    assert congress("rules", "docs", "--rules", small, "-o", "page.md").code == 0
    assert congress("rules", "docs", "--rules", small, "--check", "page.md").code == 0
    page = Path("page.md")
    assert page.read_text("utf-8") == congress("rules", "docs", "--rules", small).out
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert congress("rules", "docs", "--rules", small, "--check", "page.md").code == 0


def test_a_page_that_cannot_be_written_ends_in_3(congress, small, tmp_path):
    assert congress("rules", "docs", "--rules", small, "-o", tmp_path).code == 3


# list and show


@pytest.mark.parametrize(
    ("language", "title"), [("vi", "Tổ chức xong đại hội cơ sở"), ("en", "Grassroots congress held")]
)
def test_the_list_has_one_line_a_rule(congress, language, title):
    ran = congress("rules", "list", "--rules", SHIPPED, "--lang", language)

    assert ran.code == 0
    assert len(ran.lines) == 49
    assert ran.lines[0].split(maxsplit=3) == ["H,3.4", "grassroots-congress-in-time", "event", title]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("vi", "Thời hạn, mốc: trước upper-limit = 15/08/2020 từ 11/06/2020 theo 2658-TB/TU (văn bản nêu rõ;"),
        ("en", "Limit: before upper-limit = 15/08/2020 from 11/06/2020 by 2658-TB/TU (stated by the directive;"),
    ],
)
def test_a_rule_is_shown_with_its_limit_and_its_examples(congress, language, told):
    ran = congress("rules", "show", "upper-congress-in-time", "--rules", SHIPPED, "--lang", language)

    assert ran.code == 0
    assert told in ran.out
    assert "    - {as_of: 2020-08-15, records: complete, facts: {}, expect: overdue, last_day: 2020-08-14" in ran.out


def test_a_rule_that_does_not_exist_is_answered_with_the_nearest(congress):
    ran = congress("rules", "show", "upper-congress-in-tim", "--rules", SHIPPED)

    assert (ran.code, ran.out) == (2, "")
    assert "upper-congress-in-time" in ran.err


@pytest.mark.parametrize("words", [("show",), ("nothing",), ("list", "--what"), ()])
def test_bad_words_are_a_mistake_of_usage(congress, words):
    assert congress("rules", *words).code == 2


@pytest.mark.parametrize("command", ["list", "docs", "lint", "test", "mutate"])
def test_a_rulebook_with_mistakes_ends_in_3_and_every_mistake_is_told(congress, small, command):
    _edited(small, "event: plan.issued", "event: plan.isued")
    _edited(small, "owner: grassroots", "owner: grasroots")

    ran = congress("rules", command, "--rules", small)

    assert (ran.code, ran.out) == (3, "")
    assert ran.err.count("small.yaml:") == 2


@pytest.mark.parametrize("command", ["list", "lint", "test"])
def test_without_a_rulebook_of_ones_own_the_shipped_one_is_used_and_said_to_be(congress, command):
    ran = congress("rules", command, "--lang", "en")

    assert ran.code == 0
    assert "the rulebook that comes with the program is used" in ran.err
