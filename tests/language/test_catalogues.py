"""The two languages say the same, everything the program can say has a sentence, and no sentence is left over."""

import re
import tomllib
import unicodedata
from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from congress_cli.app.check import check
from congress_cli.cli.app import build
from congress_cli.errors import ExitCode
from congress_cli.language import CATALOGUES, LANGUAGES, WORDS, Words, describe, in_time, texts, translate
from congress_cli.model.directive import Modality
from congress_cli.model.facts import FactKind
from congress_cli.model.finding import Finding, Severity, Status
from congress_cli.model.report import Report, Selection
from congress_cli.reading.project import find_project
from congress_cli.rulebook.examples import judge_examples
from congress_cli.rules import Rulebook
from tests.builders import ROOT, read_case
from tests.language.codes import SOURCE, beginnings, constants, requests

FOLDERS = [SOURCE / "language" / language for language in LANGUAGES]
KEYS = sorted(f"{catalogue}.{key}" for catalogue in CATALOGUES for key in texts("vi", catalogue))
# Where a name is given another value before its sentence is asked for.
NEVER_ASKED = {"rules.within"}


def fields(text: str) -> list[tuple[str, str]]:
    """The names a sentence is filled with, and how; the nouns beside a count are each language's own."""
    found = ((name, spec or "") for _, name, spec, _ in Formatter().parse(text) if name is not None)
    return sorted((name, "" if "|" in spec else spec) for name, spec in found)


def text_of(language: str, key: str) -> str:
    catalogue, _, rest = key.partition(".")
    return texts(language, catalogue)[rest]


# ---------------------------------------------------------------- the two languages


def test_both_languages_have_the_same_files() -> None:
    for folder in FOLDERS:
        assert {path.stem for path in folder.glob("*.toml")} == {*CATALOGUES.values()}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_a_file_is_a_catalogue(language: str) -> None:
    for name in set(CATALOGUES.values()):
        held = set(tomllib.loads((FOLDERS[LANGUAGES.index(language)] / f"{name}.toml").read_text("utf-8")))
        assert held == {catalogue for catalogue, file in CATALOGUES.items() if file == name}


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_both_languages_have_the_same_sentences_filled_in_alike(catalogue: str) -> None:
    vietnamese, english = texts("vi", catalogue), texts("en", catalogue)

    assert list(vietnamese) == list(english)
    for key, text in vietnamese.items():
        assert fields(text) == fields(english[key]), key


def test_a_count_stands_beside_its_noun_for_one_or_for_more() -> None:
    assert translate("en", "diagnostics.summary", {"count": 1, "files": 1}).startswith("1 mistake in 1 file;")
    assert translate("en", "diagnostics.summary", {"count": 14, "files": 2}).startswith("14 mistakes in 2 files;")


@pytest.mark.parametrize("catalogue", CATALOGUES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sentence_says_something_in_composed_letters(language: str, catalogue: str) -> None:
    for key, text in texts(language, catalogue).items():
        assert text.strip() == text != "", key
        assert unicodedata.is_normalized("NFC", text), key
        assert "  " not in text.replace("\n  ", "\n") or key.endswith("+more"), key


def test_the_words_of_both_languages_can_tell_all_that_is_asked() -> None:
    assert set(WORDS) == set(LANGUAGES)
    can = {name for name, value in vars(Words).items() if callable(value) and name[0] != "_"}
    assert can >= {"day", "weekday", "span", "stretch", "days", "range", "joined"}
    used = {spec for key in KEYS for language in LANGUAGES for _, spec in fields(text_of(language, key)) if spec}
    assert used <= can | {"name", "names", "list", "period"}


# ---------------------------------------------------------------- what the source asks for


@pytest.mark.parametrize("pattern", sorted({one.pattern for one in requests()} - NEVER_ASKED))
def test_what_the_source_asks_for_has_a_sentence(pattern: str) -> None:
    wanted = next(one for one in requests() if one.pattern == pattern)

    assert any(wanted.fits(key) for key in KEYS), wanted.place


def test_the_source_is_read_well_enough_to_find_what_it_asks_for() -> None:
    exact = {one.pattern for one in requests() if "*" not in one.pattern}

    assert len(exact) > 250
    assert exact >= {
        "errors.no-project",
        "errors.unit-unknown",
        "diagnostics.day-ambiguous",
        "diagnostics.yaml-tab",
        "diagnostics.text-pattern",
        "diagnostics.names-alike",
        "diagnostics.limit-twice",
        "findings.event-unrecorded",
        "findings.census-fewer",
        "notes.waiver-ended",
        "screen.todo-heading",
    }


def test_every_sentence_is_asked_for_somewhere() -> None:
    helped = _asked_by_help()
    certain = [one for one in requests() if re.sub(r"^[a-z]+\.", "", one.pattern).strip("*+.fixmorestv") != ""]

    def is_used(key: str) -> bool:
        rest = key.partition(".")[2]
        base = next((rest.removesuffix(end) for end in _endings() if rest.endswith(end)), None)
        return (
            key in helped
            or key.removesuffix("+more") in helped
            or any(one.fits(key) for one in certain)
            or rest in constants()
            or rest.startswith(tuple(beginnings()))
            or (base is not None and is_used(f"{key.partition('.')[0]}.{base}"))
        )

    assert [key for key in KEYS if not is_used(key)] == []


@cache
def _endings() -> set[str]:
    """The parts that the source hangs on a code."""
    return {text for text in constants() if re.fullmatch(r"[-+][a-z-]+", text)}


def test_whatever_a_sentence_is_filled_with_is_given_where_it_is_asked_for() -> None:
    missing = []
    for one in requests():
        if one.given is None or "*" in one.pattern or one.pattern in NEVER_ASKED:
            continue
        if not one.pattern.startswith(("errors.", "diagnostics.", "notes.")):
            continue
        for key in (one.pattern, f"{one.pattern}+fix"):
            if key in KEYS:
                names = {name for language in LANGUAGES for name, _ in fields(text_of(language, key))}
                missing += [f"{one.place}: {key}: {name}" for name in sorted(names - one.given)]

    assert missing == []


def _asked_by_help() -> set[str]:
    parts = {"usage", "commands", "arguments", "options", "exit-codes"}
    codes = {f"exit-{code:d}" for code in ExitCode}
    return {f"help.{key}" for key in parts | codes | set(_asked_by_command(build(), ""))}


def _asked_by_command(command: Any, name: str) -> Iterator[str]:
    """The key of a command (`congress`, `check`, `rules-show`), of its options and of the commands in it."""
    key = name or "congress"
    yield key
    for param in [*command.params, *_shared(name)]:
        one = (param if isinstance(param, str) else param.name).strip("_").replace("_", "-")
        yield f"{key}.{one}" if f"help.{key}.{one}" in KEYS else f"option.{one}"
    for inner_name, inner in getattr(command, "commands", {}).items():
        yield from _asked_by_command(inner, f"{name}-{inner_name}" if name else inner_name)


def _shared(name: str) -> list[str]:
    return ["help"] if name else ["help", "version"]


def test_each_command_and_each_option_has_its_help() -> None:
    assert _asked_by_help() - set(KEYS) == set()
    assert len(_asked_by_help()) > 50


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_that_stands_alone_has_its_term(language: str) -> None:
    for enumeration in (Status, Severity, Modality, FactKind):
        for word in enumeration:
            assert texts(language, "terms")[word.value]
    for status in Status:
        assert texts(language, "screen")[f"head-{status.value}"]
    for came_from in ("option", "registry", "today"):
        assert texts(language, "screen")[f"as-of-{came_from}"]


def test_the_words_for_statuses_are_those_of_the_glossary() -> None:
    assert [texts("vi", "terms")[status.value] for status in Status] == [
        "đạt",
        "muộn",
        "quá hạn",
        "không đạt",
        "sắp đến hạn",
        "còn hạn",
        "chưa rõ",
        "được miễn",
        "không áp dụng",
        "lỗi",
    ]


# ---------------------------------------------------------------- every finding can be told


@cache
def _report(subject: str, day: date | None) -> Report:
    folder = {"city": ROOT / "examples" / "thanh-pho-mau", "shipped": ROOT / "data" / "units.yaml"}.get(subject)
    small = ROOT / "tests" / "cases" / "small-city"
    units = str(folder or small / "units.yaml")
    rules = str((ROOT / "data" if folder else small) / "rules.yaml")
    return check(find_project(ROOT, units, rules, None), Selection(), day, lambda _: date(2020, 6, 17)).report


REPORTS = [
    ("shipped", None),
    ("shipped", date(2020, 6, 12)),
    ("city", None),
    ("city", date(2020, 6, 10)),
    ("city", date(2020, 6, 14)),
    ("city", date(2020, 8, 15)),
    ("city", date(2100, 12, 31)),
    ("small", None),
    ("small", date(2020, 6, 11)),
    ("small", date(2020, 7, 10)),
    ("small", date(2020, 7, 16)),
    ("small", date(2020, 9, 2)),
]


@pytest.mark.parametrize(("subject", "day"), REPORTS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_of_a_registry_can_be_told(subject: str, day: date | None, language: str) -> None:
    report = _report(subject, day)
    names = report.name_in(language)
    alike: set[Any] = set()
    for finding in report.findings:
        kind = (finding.rule, finding.status, finding.code, str(finding.args))
        if kind not in alike:
            alike.add(kind)
            _well_told(finding, language, names, strive=report.rule_by_id[finding.rule].modality == "strive")
    assert alike


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("folder", [ROOT / "data"], ids=["shipped"])
def test_every_finding_of_an_example_can_be_told(folder: Path, language: str) -> None:
    book: Rulebook = read_case(folder)[1]
    names = {name: getattr(term, language) for name, term in book.facts.items()}
    results = [result for result in judge_examples(book) if result.finding is not None]
    for result in results:
        assert result.finding is not None
        _well_told(result.finding, language, names, strive=book.by_id[result.rule].modality is Modality.STRIVE)
    assert len(results) > 150


def _well_told(finding: Finding, language: str, names: dict[str, str], *, strive: bool) -> None:
    sentence = describe(finding, language, lambda name: names.get(name, name), strive=strive)
    timed = in_time(finding, language, lambda name: names.get(name, name), strive=strive)

    assert sentence.strip(), finding
    for text in (sentence, timed):
        assert not re.search(r"\{|None|  ", text), text
        assert unicodedata.is_normalized("NFC", text), text
        assert not re.search(r"\d{4}-\d{2}-\d{2}", text), text
        assert not re.search(r"(^|; )(;|$)", text) or text == "", text
    if finding.status in (Status.OVERDUE, Status.LATE, Status.DUE_SOON) and finding.counts is None:
        assert timed, finding
        assert timed in sentence
    if finding.status is Status.WAIVED and finding.code == "waived":
        assert translate(language, "findings.would-be", {"would_be": ""}).strip() in sentence


def test_a_strive_is_never_told_as_a_breach() -> None:
    report = _report("shipped", None)
    names = report.name_in("vi")
    late = [one for one in report.findings if one.status is Status.LATE]

    assert late
    for finding in late:
        sentence = describe(finding, "vi", lambda name: names.get(name, name), strive=True)
        assert "sau mốc phấn đấu" in sentence
        assert "chậm" not in sentence


# ---------------------------------------------------------------- Vietnamese house style

NEW_TONE_PLACES = re.compile(r"(?<!q)(?:o[àáảãạèéẻẽẹ]|u[ỳýỷỹỵ])(?![a-zà-ỹđ])", re.IGNORECASE)


def _vietnamese() -> Iterator[tuple[str, str]]:
    yield from ((key, text_of("vi", key)) for key in KEYS)
    yield from (("weekday", word) for word in WORDS["vi"].weekdays)
    book = read_case(ROOT / "data")[1]
    for rule in book.rules:
        yield rule.id, rule.title.vi
        if rule.remedy is not None:
            yield rule.id, rule.remedy.vi
        if rule.unless is not None:
            yield rule.id, rule.unless.reason.vi
    for name, term in book.facts.items():
        yield name, term.vi
        inner = getattr(term, "items", None) or getattr(term, "indicators", None) or {}
        yield from ((name, one.vi) for one in inner.values())
    yield from ((clause.id, clause.vi) for clause in book.clauses)


def test_tone_marks_stand_in_the_house_style() -> None:
    assert NEW_TONE_PLACES.search("Thành uỷ")
    assert NEW_TONE_PLACES.search("hoà bình, khoá mới")
    assert not NEW_TONE_PLACES.search("Thành ủy, hòa, khóa, quý, hoàn, thuyền, toán, khoản")
    assert [(at, text) for at, text in _vietnamese() if NEW_TONE_PLACES.search(text)] == []


def test_the_disciplinary_word_stands_nowhere() -> None:
    assert [(at, text) for at, text in _vietnamese() if "vi phạm" in text.lower() or "sai phạm" in text.lower()] == []


def test_days_of_the_week_are_written_in_words() -> None:
    short = re.compile(r"\bT[2-7]\b|\bCN\b|\b[Tt]hứ [2-7]\b")

    assert WORDS["vi"].weekdays == ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
    assert translate("vi", "screen.weekday", {"day": "2020-06-14"}) == "Chủ nhật 14/06/2020"
    assert translate("vi", "screen.weekday", {"day": "2020-08-14"}) == "thứ Sáu 14/08/2020"
    assert translate("en", "screen.weekday", {"day": "2020-08-14"}) == "Friday 14/08/2020"
    assert [(at, text) for at, text in _vietnamese() if short.search(text)] == []


@pytest.mark.parametrize(
    ("day", "spec", "vietnamese", "english"),
    [
        ("2020-06-03", "day", "03/06/2020", "03/06/2020"),
        ("2020-06-03", "span", "ngày 03/06/2020", "on 03/06/2020"),
        ("2020-07", "span", "trong tháng 07/2020", "in 07/2020"),
        (
            "2020-05-26/2020-05-29",
            "span",
            "trong khoảng từ 26 đến 29/05/2020",
            "some day from 26/05/2020 to 29/05/2020",
        ),
        (
            "2020-05-30/2020-06-02",
            "span",
            "trong khoảng từ 30/05 đến 02/06/2020",
            "some day from 30/05/2020 to 02/06/2020",
        ),
        (
            "2019-12-30/2020-01-02",
            "span",
            "trong khoảng từ 30/12/2019 đến 02/01/2020",
            "some day from 30/12/2019 to 02/01/2020",
        ),
        ("../2020-06-11", "span", "chậm nhất ngày 11/06/2020", "on 11/06/2020 at the latest"),
        ("2020-07-29/..", "span", "từ ngày 29/07/2020 trở đi", "on 29/07/2020 at the earliest"),
        ("2020-08-12/2020-08-14", "stretch", "từ 12 đến 14/08/2020", "from 12/08/2020 to 14/08/2020"),
        ("2020-08-15", "stretch", "ngày 15/08/2020", "on 15/08/2020"),
        ("../2020-06-11", "stretch", "đến hết ngày 11/06/2020", "up to 11/06/2020"),
        ("2020-07-29/..", "stretch", "từ ngày 29/07/2020 trở đi", "from 29/07/2020 on"),
    ],
)
def test_days_are_told_as_people_write_them(day: str, spec: str, vietnamese: str, english: str) -> None:
    from congress_cli.days import parse_day

    assert getattr(WORDS["vi"], spec)(parse_day(day)) == vietnamese
    assert getattr(WORDS["en"], spec)(parse_day(day)) == english


def test_counts_of_days_are_told_as_people_write_them() -> None:
    assert [WORDS["vi"].days(count) for count in (0, 1, 3)] == ["0 ngày", "1 ngày", "3 ngày"]
    assert [WORDS["en"].days(count) for count in (0, 1, 3)] == ["0 days", "1 day", "3 days"]
    assert [WORDS["vi"].range(span) for span in ((2, 5), (1, 1))] == ["2 đến 5 ngày", "1 ngày"]
    assert [WORDS["en"].range(span) for span in ((2, 5), (1, 1))] == ["2 to 5 days", "1 day"]
