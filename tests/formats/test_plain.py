"""plain: one line a finding, which any program can cut up."""

import re
from pathlib import Path

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.commands import PLAN, write_project
from tests.formats.conftest import Congress
from tests.formats.reports import PROBLEMS, SUBJECTS, report_of

WORDS = {
    "vi": {
        "met": "đạt",
        "late": "muộn",
        "overdue": "quá hạn",
        "failed": "không đạt",
        "due_soon": "sắp đến hạn",
        "open": "còn hạn",
        "unknown": "chưa rõ",
        "waived": "được miễn",
        "not_applicable": "không áp dụng",
        "error": "lỗi",
    },
    "en": {
        "met": "met",
        "late": "late",
        "overdue": "overdue",
        "failed": "failed",
        "due_soon": "due soon",
        "open": "open",
        "unknown": "unknown",
        "waived": "waived",
        "not_applicable": "not applicable",
        "error": "error",
    },
}
RANK = [
    "error",
    "overdue",
    "failed",
    "late",
    "unknown",
    "due_soon",
    "open",
    "waived",
    "met",
    "not_applicable",
]


def plain(congress: Congress, subject: str, *words: str) -> list[str]:
    ran = congress("check", *SUBJECTS[subject], "--format", "plain", *words)
    assert ran.out.endswith("\n")
    return ran.lines


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_finding_is_one_line_and_every_other_line_begins_with_a_hash(
    congress: Congress, subject: str, language: str
) -> None:
    report = report_of(subject)
    lines = plain(congress, subject, "--lang", language)

    found = [line for line in lines if not line.startswith("# ")]
    assert len(found) == len(report["findings"])
    rank = {word: RANK.index(status) for status, word in WORDS[language].items()}
    ranks = [rank[line.partition(": ")[0]] for line in found]
    assert ranks == sorted(ranks)
    named = sorted((one["unit"], one["rule"], WORDS[language][one["status"]]) for one in report["findings"])
    cut = [re.match(r"([^:]+): .*? \(([A-Za-z0-9-]+)\): .*? \(([a-z0-9-]+)\): ", line) for line in found]
    assert sorted((match[2], match[3], match[1]) for match in cut if match) == named


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_hash_lines_name_paper_day_and_totals(congress: Congress, language: str) -> None:
    lines = plain(congress, "city", "--lang", language)

    heads = [line for line in lines if line.startswith("#")]
    assert lines[:2] == heads[:2]
    assert lines[-1] == heads[-1]
    assert "2658-TB/TU" in heads[0]
    assert "17/06/2020" in heads[1]
    for status, count in report_of("city")["totals"].items():
        assert (f"{count} {WORDS[language][status]}" in heads[-1]) is bool(count)


def test_the_message_of_the_report_stands_in_the_line(congress: Congress) -> None:
    lines = [line for line in plain(congress, "city") if not line.startswith("#")]
    for finding in report_of("city")["findings"]:
        assert any(
            f"({finding['unit']})" in line and f"({finding['rule']}): {finding['message']}" in line for line in lines
        )
        if finding["status"] == "met":
            break


def test_quiet_leaves_problems_alone(congress: Congress) -> None:
    report = report_of("city")
    lines = plain(congress, "city", "--quiet")

    assert len(lines) == sum(one["status"] in PROBLEMS for one in report["findings"])
    assert all(line.partition(":")[0] in {WORDS["vi"][status] for status in PROBLEMS} for line in lines)


def test_quiet_says_nothing_where_nothing_is_to_be_done_or_asked(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, PLAN, as_of="2020-06-01")

    assert congress("check", "--quiet", "--format", "plain") == (0, "", "")


def test_verbose_adds_the_recorded_facts_and_their_lines(congress: Congress) -> None:
    lines = plain(congress, "city", "--verbose", "--rule", "grassroots-congress-in-time", "--unit", "MAU-01-05")

    assert len(lines) == 5
    assert re.search(r"; ngày cuối Chủ nhật 14/06/2020 \[\S+/quan-mau-mot\.yaml:\d+:7 congress\.closed\]$", lines[3])


@pytest.mark.parametrize(
    ("words", "environment"), [(("--color", "always"), {}), ((), {"FORCE_COLOR": "1"})], ids=["option", "environment"]
)
def test_lines_in_a_pipe_are_coloured_where_that_is_asked_for(
    congress: Congress, monkeypatch: pytest.MonkeyPatch, words: tuple[str, ...], environment: dict[str, str]
) -> None:
    bare = congress("check", *SUBJECTS["city"], "--color", "never").out
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    colored = congress("check", *SUBJECTS["city"], *words).out

    assert "\x1b" not in bare
    assert "\x1b[1;31mquá hạn\x1b[0m: " in colored
    assert re.sub(r"\x1b\[[0-9;]*m", "", colored) == bare
