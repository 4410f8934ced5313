"""html: read back by an independent reader the page holds the findings of the report, and obeys nothing."""

import base64
import hashlib
import json
import re
from importlib.resources import files
from pathlib import Path

import pytest

from congress_cli.formats.html import SCRIPTS
from congress_cli.formats.html.data import SCRIPTED
from congress_cli.language import LANGUAGES, texts
from tests.cli.commands import write_project
from tests.formats.conftest import Congress
from tests.formats.html.pages import page_of
from tests.formats.html.reading import Cell, PageReader
from tests.formats.reports import STATUSES, SUBJECTS, json_text, report_of


@pytest.fixture(scope="module", params=SUBJECTS)
def subject(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module", params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def page(subject: str, language: str) -> str:
    return page_of(subject, language)


@pytest.fixture(scope="module")
def read(page: str) -> PageReader:
    return PageReader(page)


def test_the_grids_hold_every_finding_once(subject: str, language: str, read: PageReader) -> None:
    words = {status: texts(language, "terms")[status] for status in STATUSES}

    cells = [Cell(one["unit"], one["rule"], words[one["status"]]) for one in report_of(subject)["findings"]]

    assert sorted(read.cells) == sorted(cells)


def test_the_data_hold_every_finding_in_the_order_of_the_report(subject: str, read: PageReader) -> None:
    findings = report_of(subject)["findings"]
    held = read.findings()

    for key in ("unit", "rule", "status", "severity"):
        assert [one[key] for one in held] == [one[key] for one in findings]
    assert [one["last_day"] for one in held] == [one["last_day"] or (one["last_days"] or [""])[0] for one in findings]
    assert [[used["at"] for used in one["evidence"]] for one in held] == [
        [used["at"] for used in one["evidence"]] for one in findings
    ]
    assert [[used["source"] for used in one["evidence"]] for one in held] == [
        [used["source"] or "" for used in one["evidence"]] for one in findings
    ]


def test_in_the_language_of_the_report_each_message_is_that_of_the_report(subject: str) -> None:
    read = PageReader(page_of(subject, "vi"))

    for held, finding in zip(read.findings(), report_of(subject)["findings"], strict=True):
        assert held["message"].startswith(finding["message"])


def test_without_a_script_each_problem_is_told_with_its_reason(subject: str, language: str, read: PageReader) -> None:
    shares = {rule["id"] for rule in report_of(subject)["rules"] if rule["kind"] == "share"}
    urgent = {"error", "overdue", "failed", "late", "due_soon", "waived"}
    messages = [one["message"] for one in read.findings() if one["status"] in urgent and one["rule"] not in shares]

    assert {message for message in messages if message not in read.texts} == set()


def test_the_totals_stand_with_what_they_are_out_of(subject: str, language: str, read: PageReader) -> None:
    report = report_of(subject)
    applicable = sum(report["totals"].values()) - report["totals"]["not_applicable"]

    for status in ("met", "late", "overdue", "failed", "due_soon", "unknown"):
        at = read.texts.index(texts(language, "terms")[status])
        assert read.texts[at + 1 : at + 3] == [str(report["totals"][status]), f"/{applicable}"]


def test_what_is_there_at_all_is_not_told_as_nothing() -> None:
    texts_ = PageReader(page_of("shipped", "vi")).texts

    at = texts_.index("muộn")
    assert texts_[at + 1 : at + 4] == ["3", "/7951", "dưới 0,1%"]


def test_621_units_take_no_more_than_before() -> None:
    assert len(page_of("shipped", "vi").encode()) <= 727_847  # what they took before the work stood on the page


def test_the_page_takes_nothing_from_elsewhere(page: str, read: PageReader) -> None:
    loading = [given for given in read.attributes if {"src", "srcset", "action", "data", "poster"} & set(given)]
    links = [given["href"] or "" for given in read.attributes if "href" in given]

    assert loading == []
    assert {*links} <= {"#list", "#responsible", "#totals", "#progress", "#grid"}
    assert not re.search(r"@import|url\(|https?:", page)


def test_only_the_script_and_the_style_of_the_page_itself_may_run(page: str, read: PageReader) -> None:
    (policy,) = [given["content"] or "" for given in read.attributes if "http-equiv" in given]
    style, script = re.findall(r"<style>(.*?)</style>|<script type=\"module\">(.*?)</script>", page, re.DOTALL)

    def hashed(text: str) -> str:
        return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"

    assert f"style-src {hashed(style[0])};" in policy
    assert f"script-src {hashed(script[1])};" in policy
    assert policy.startswith("default-src 'none';")
    assert "unsafe" not in policy
    assert [name for given in read.attributes for name in given if name.startswith("on") or name == "style"] == []


def test_the_page_says_its_language_day_and_paper(subject: str, language: str, read: PageReader) -> None:
    report = report_of(subject)
    year, month, day = report["as_of"].split("-")

    assert read.attributes[0]["lang"] == language
    assert f"{day}/{month}/{year}" in read.texts[0]
    assert any(report["directive"]["number"] in text for text in read.texts[1:5])
    assert any(f"{day}/{month}/{year}" in text for text in read.texts[1:6])


def test_ids_are_unique_and_what_is_pointed_to_is_there(read: PageReader) -> None:
    ids = [given["id"] for given in read.attributes if "id" in given]
    pointed = [given["aria-labelledby"] for given in read.attributes if "aria-labelledby" in given]

    assert len(ids) == len(set(ids))
    assert set(pointed) <= set(ids)
    assert read.open == []


def test_the_script_is_given_the_words_that_it_says_and_no_others() -> None:
    source = "".join(_source(name) for name in SCRIPTS)
    codes = re.findall(r'(?:filled|tell)\("([a-z-]+)"', source)
    codes += re.findall(r'held\.words(?:\["([a-z-]+)"\])', source)
    codes += re.findall(r"held\.words\.([a-z]+)", source)
    codes += [code for pair in re.findall(r'filled\(\S+ \? "(\S+)" : "(\S+)"', source) for code in pair]

    assert {*codes} == {*SCRIPTED}


def _source(name: str) -> str:
    return (files("congress_cli.formats.html") / name).read_text("utf-8")


# ---------------------------------------------------------------- other days and selections


def test_before_the_paper_was_issued_the_page_says_so_and_gives_no_percentage(congress: Congress) -> None:
    page = congress("check", *SUBJECTS["city"], "--format", "html", "--as-of", "2020-06-10").out
    read = PageReader(page)

    assert texts("vi", "screen")["not-issued"] in read.texts
    assert texts("vi", "webpage")["nothing-applicable"] in read.texts
    assert not [text for text in read.texts if text.endswith("%")]


def test_where_nothing_is_to_be_done_the_page_says_so(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, "plan.issued: 2020-06-15", "congress.closed: 2020-06-16", "review.issued: 2020-06-17")

    read = PageReader(congress("check", "--format", "html").out)

    assert texts("vi", "webpage")["todo-none"] in read.texts
    assert texts("vi", "webpage")["soon-none"] in read.texts


def test_a_page_of_some_statuses_says_so_and_draws_no_course(congress: Congress) -> None:
    read = PageReader(congress("check", *SUBJECTS["city"], "--format", "html", "--status", "overdue").out)

    assert {one["status"] for one in read.findings()} == {"overdue"}
    assert any(text.startswith("Chỉ hiện kết quả xét: quá hạn") for text in read.texts)
    assert texts("vi", "webpage")["progress"] not in read.texts
    assert texts("vi", "webpage")["soon-none"] not in read.texts


def test_all_opens_what_would_be_closed(congress: Congress) -> None:
    closed = PageReader(congress("check", *SUBJECTS["small"], "--format", "html").out)
    opened = PageReader(congress("check", *SUBJECTS["small"], "--format", "html", "--all").out)

    def shut(read: PageReader) -> int:
        folds = [given for (tag, _), given in zip(read.elements, read.attributes, strict=False) if tag == "details"]
        return sum("open" not in given for given in folds if given.get("class") != "item")

    assert shut(closed) > shut(opened)


def test_words_that_only_a_saved_report_knows_stand_as_they_are(tmp_path: Path, congress: Congress) -> None:
    report = json.loads(json_text("small"))
    report["rules"][0] |= {"modality": "beg", "owner": ["choir"]}
    report["units"][1] |= {"level": "cellar", "type": "boat"}
    (tmp_path / "report.json").write_text(json.dumps(report), "utf-8")

    ran = congress("render", "report.json", "--format", "html", "--lang", "en")

    assert ran.code == 0
    assert "modality: beg; to act: choir" in ran.out
    assert "Cellar, boat" in ran.out
