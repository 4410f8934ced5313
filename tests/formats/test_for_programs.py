"""csv, markdown, junit, sarif, github and gitlab: what other programs read out of them is what the report says."""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import Any

import pytest
from lxml import etree  # type: ignore[import-untyped]

from congress_cli.formats import FORMATS, RenderOptions, csv
from congress_cli.language import LANGUAGES
from congress_cli.reading.report import report_of as read
from congress_cli.rendering.annotations import Alerts, worst_first
from tests.cli.commands import ROOT
from tests.formats import read_back
from tests.formats.read_back import Row
from tests.formats.reports import PROBLEMS, SUBJECTS, json_text, report_of
from tests.formats.validators import GITLAB, JUNIT, SARIF
from tests.patience import some

REPORTED_BY_GITLAB = (*PROBLEMS, "due_soon", "unknown")


@cache
def rendered(subject: str, name: str, language: str = "en", unfolded: bool = True) -> str:
    """The report of one registry in one format."""
    report = read(json_text(subject).encode(), "report.json")
    text = FORMATS[name].render(report, RenderOptions(language, unfolded=unfolded))
    return text if isinstance(text, str) else text.decode()


def changed(subject: str, name: str, change: Callable[[dict[str, Any]], None], **options: Any) -> str:
    """The report after a change, in one format."""
    raw = report_of(subject)
    change(raw)
    text = FORMATS[name].render(
        read(json.dumps(raw).encode(), "report.json"), RenderOptions(**{"language": "en", **options})
    )
    return text if isinstance(text, str) else text.decode()


@cache
def names(subject: str) -> dict[str, str]:
    report = report_of(subject)
    return {one["id"]: f"{one['name']} ({one['id']})" for one in (*report["units"], *report["task_forces"])}


def findings(subject: str, statuses: Iterable[str] | None = None) -> list[Row]:
    """The findings of a report, those of some statuses."""
    name = names(subject)
    rows = [Row(name[one["unit"]], one["rule"], one["status"]) for one in report_of(subject)["findings"]]
    return [one for one in rows if statuses is None or one.status in statuses]


@cache
def titles(subject: str) -> dict[str, str]:
    marks = {"strive": " ◇", "should": " ○", "must": ""}
    return {one["id"]: one["title"]["en"] + marks[one["modality"]] for one in report_of(subject)["rules"]}


# ---------------------------------------------------------------- the same findings


@pytest.mark.parametrize("subject", SUBJECTS)
def test_csv_is_read_back_to_the_same_findings_the_worst_first(subject: str) -> None:
    read_findings = list(read_back.of_csv(rendered(subject, "csv")))

    assert sorted(read_findings) == sorted(findings(subject))
    assert {one.status for one in read_findings[:3]} <= {*PROBLEMS}


@pytest.mark.parametrize("subject", SUBJECTS)
def test_junit_is_read_back_to_the_same_findings_and_only_what_is_met_has_passed(subject: str) -> None:
    results = {"met": "passed", "error": "error", **dict.fromkeys(("overdue", "failed", "late"), "failure")}
    expected = [one._replace(status=results.get(one.status, "skipped")) for one in findings(subject)]

    assert sorted(read_back.of_junit(rendered(subject, "junit"))) == sorted(expected)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_sarif_is_read_back_to_what_calls_for_somebody_and_counts_all(subject: str) -> None:
    statuses = (*PROBLEMS, "due_soon", "unknown", "waived")
    log = json.loads(rendered(subject, "sarif"))
    expected = [(one["unit"], one["rule"], one["status"]) for one in report_of(subject)["findings"]]

    assert sorted(read_back.of_sarif(rendered(subject, "sarif"))) == sorted(
        one for one in expected if one[2] in statuses
    )
    assert log["runs"][0]["properties"]["totals"] == report_of(subject)["totals"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_gitlab_is_read_back_to_problems_what_is_due_soon_and_what_is_unknown(subject: str) -> None:
    issues = json.loads(rendered(subject, "gitlab"))
    expected = findings(subject, REPORTED_BY_GITLAB)

    assert Counter(one["check_name"] for one in issues) == Counter(one.rule for one in expected)
    headlines = [f"{one.status.replace('_', ' ')}: {one.unit}: {titles(subject)[one.rule]}" for one in expected]
    assert sorted(one["description"].partition(" (clause ")[0] for one in issues) == sorted(headlines)


@pytest.mark.parametrize("subject", SUBJECTS)
def test_github_is_read_back_to_problems_and_what_is_due_soon(subject: str) -> None:
    expected = findings(subject, (*PROBLEMS, "due_soon"))

    found = [
        (one.properties["title"], one.data.partition(" (clause ")[0])
        for one in read_back.annotations(rendered(subject, "github"))
    ]

    assert sorted(found) == sorted(
        (f"{one.status.replace('_', ' ')}: {one.unit}", titles(subject)[one.rule]) for one in expected
    )


@pytest.mark.parametrize("subject", SUBJECTS)
def test_markdown_is_read_back_to_the_same_findings(subject: str) -> None:
    signs = {"overdue": "overdue or failed", "failed": "overdue or failed"}
    expected = [
        Row(one.unit, titles(subject)[one.rule], signs.get(one.status, one.status)) for one in findings(subject)
    ]

    assert sorted(read_back.of_markdown(rendered(subject, "markdown"))) == sorted(expected)


# ---------------------------------------------------------------- schemas


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", some([*SUBJECTS], ["city", "small"]))
def test_sarif_and_gitlab_obey_their_schemas(subject: str, language: str) -> None:
    for name, schema in (("sarif", SARIF), ("gitlab", GITLAB)):
        errors = schema.iter_errors(json.loads(rendered(subject, name, language)))
        assert [f"{error.json_path}: {error.message[:200]}" for error in errors] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_junit_obeys_its_schema_and_counts_itself(subject: str, language: str) -> None:
    root = etree.fromstring(rendered(subject, "junit", language).encode())

    JUNIT.assertValid(root)
    for one in (root, *root.iter("testsuite")):
        cases = list(one.iter("testcase"))
        assert int(one.get("tests")) == len(cases)
        for kind, count in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert int(one.get(count)) == len(list(one.iter(kind)))
    assert len(list(root.iter("testsuite"))) == 1 + len(report_of(subject)["rules"])


@pytest.mark.parametrize("subject", SUBJECTS)
def test_the_first_suite_of_junit_has_the_tasks_of_the_report(subject: str) -> None:
    first = next(etree.fromstring(rendered(subject, "junit").encode()).iter("testsuite"))
    properties = {one.get("name"): one.get("value") for one in first.iter("property")}
    tasks = report_of(subject)["tasks"]
    kinds = ("overdue", "failed", "due_soon", "to_ask", "late")

    assert {kind: int(properties[kind]) for kind in kinds} == {kind: tasks[kind] for kind in kinds}
    for one in tasks["by_responsible"]:
        parts = dict(part.split(" ") for part in properties[f"responsible.{one['who']}"].split(", "))
        assert parts == {
            kind: f"{one['own'][kind]}+{one['below'][kind]}" for kind in kinds if one["own"][kind] + one["below"][kind]
        }


def test_the_schemas_would_notice() -> None:
    log = json.loads(rendered("small", "sarif"))
    log["runs"][0]["results"][0]["level"] = "fatal"
    (issue, *_) = json.loads(rendered("small", "gitlab"))
    root = etree.fromstring(rendered("small", "junit").encode())
    del next(root.iter("testcase")).attrib["name"]

    assert not SARIF.is_valid(log)
    assert not GITLAB.is_valid([{**issue, "severity": "bad"}])
    assert not JUNIT.validate(root)


# ---------------------------------------------------------------- places and fingerprints


@cache
def lines(path: str) -> list[str]:
    return (ROOT / path).read_text("utf-8").splitlines()


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_unit_and_task_force_points_to_the_line_it_begins_on(subject: str) -> None:
    report = report_of(subject)
    for one in (*report["units"], *report["task_forces"]):
        path, line, column = one["at"].rsplit(":", 2)
        text = lines(path)[int(line) - 1][int(column) - 1 :].lstrip("{")
        assert text.startswith(f"id: {one['id']}")


@pytest.mark.parametrize("subject", SUBJECTS)
def test_programs_are_sent_to_the_fact_or_else_to_the_unit(subject: str) -> None:
    where = {one["id"]: one["at"] for one in (*report_of(subject)["units"], *report_of(subject)["task_forces"])}
    of_facts = of_units = 0
    for one in read_back.annotations(rendered(subject, "github")):
        at = f"{one.properties['file']}:{one.properties['line']}:{one.properties['col']}"
        unit = re.findall(r"\(([^()]+)\)$", one.properties["title"])[0]
        if at == where[unit]:
            of_units += 1
            continue
        of_facts += 1
        assert re.match(r"[a-z][a-z0-9.-]+:", lines(one.properties["file"])[int(one.properties["line"]) - 1].strip())
    assert of_facts
    assert of_units or subject == "shipped"


def moved(raw: dict[str, Any]) -> None:
    facts = [fact for finding in raw["findings"] for fact in finding["evidence"]]
    for one in (*raw["units"], *raw["task_forces"], *facts):
        path, line, column = one["at"].rsplit(":", 2)
        one["at"] = f"{path}:{int(line) + 7}:{column}"


def unknown_now(raw: dict[str, Any]) -> None:
    for one in raw["findings"]:
        if one["status"] == "overdue":
            one["status"] = "unknown"


@pytest.mark.parametrize("change", [moved, unknown_now])
def test_a_finding_is_known_again_when_lines_move_and_when_it_becomes_unknown(
    change: Callable[[dict[str, Any]], None],
) -> None:
    before = json.loads(rendered("city", "gitlab"))
    after = json.loads(changed("city", "gitlab", change))

    assert sorted(one["fingerprint"] for one in before) == sorted(one["fingerprint"] for one in after)
    assert len({one["fingerprint"] for one in before}) == len(before)
    assert sorted(map(str, before)) != sorted(map(str, after))


def test_fingerprints_of_sarif_are_unique_and_do_not_move_with_the_lines() -> None:
    def fingerprints(text: str) -> list[str]:
        return sorted(one["partialFingerprints"]["congressFinding/v1"] for one in read_back.results(text))

    before = fingerprints(rendered("city", "sarif", unfolded=False))

    assert before == fingerprints(changed("city", "sarif", moved))
    assert len({*before}) == len(before)


# ---------------------------------------------------------------- each in its own way


def test_csv_is_what_excel_in_vietnam_opens_by_a_double_click() -> None:
    text = rendered("city", "csv", "vi")

    assert text.startswith('\ufeff"Tình trạng";"Đơn vị";"Tiêu chí";"Ngày cuối";')
    assert text.endswith('"\r\n')
    assert "\n" not in text.replace("\r\n", "")
    assert len(text.split("\r\n")) == len(report_of("city")["findings"]) + 2
    assert {len(row) for row in read_back.rows(text)} == {len(read_back.rows(text)[0])}
    cells = re.findall(r'[^;"\r\n]+', re.sub(r'"(?:[^"]|"")*"', "", text.removeprefix("\ufeff")))
    assert cells == []  # whatever stands outside quotes is a semicolon or the end of a line


def test_csv_holds_days_and_numbers_as_such_and_sentences_of_the_paper_as_texts() -> None:
    heads, *lines = read_back.rows(rendered("city", "csv"))
    as_of = report_of("city")["as_of"]
    for line in lines:
        cells = dict(zip(heads, line, strict=True))
        assert cells["As of the end of"] == as_of
        assert re.fullmatch(r"(\d{4}-\d\d-\d\d)?", cells["Last day"])
        assert re.fullmatch(r"(-?\d+)?", cells["Days left"])
        assert cells["Source"].startswith("clause ")
        assert bool(cells["Severity"]) is (cells["Status id"] in PROBLEMS)
        assert not (cells["To do"] and cells["Status id"] in ("met", "late", "waived", "not_applicable"))
    assert {line[heads.index("Last day")] for line in lines} > {"2020-06-14", ""}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_csv_has_in_each_line_what_its_columns_give_one_by_one(subject: str, language: str) -> None:
    report = read(json_text(subject).encode(), "report.json")
    words, lines = Alerts(report, language, {}), []
    for one in worst_first(report, report.columns):
        row = csv.Row(one, report.rule_by_id[one.rule], one.unit, report.unit_by_id.get(one.unit), words)
        facts = "; ".join(f"{fact.fact} = {fact.value} ({fact.at})" for fact in one.evidence)
        lines.append([facts if name == "evidence" else cell(row) for name, cell in csv.COLUMNS.items()])

    assert read_back.rows(rendered(subject, "csv", language))[1:] == read_back.rows(csv.table(lines))


@pytest.mark.parametrize("language", LANGUAGES)
def test_github_is_shown_ten_of_a_level_the_worst_first_and_how_many_are_left(language: str) -> None:
    lines = read_back.commands(rendered("city", "github", language, False))
    everything = read_back.annotations(rendered("city", "github", language))
    levels = Counter(one.name for one in lines)

    assert levels == {"error": 10, "warning": 10, "notice": 8}
    for level in ("error", "warning"):
        *nine, last = [one for one in lines if one.name == level]
        every = [one for one in everything if one.name == level]
        assert nine == every[:9]
        assert re.findall(r"\d+", last.data)[0] == str(len(every) - 9)
        assert "congress check --units examples/thanh-pho-mau --all" in last.data
    assert [one.name for one in lines] == sorted((one.name for one in lines), key=["error", "warning", "notice"].index)


def test_exactly_ten_of_a_level_are_all_told() -> None:
    def kept(count: int) -> Callable[[dict[str, Any]], None]:
        def change(raw: dict[str, Any]) -> None:
            graves = [one for one in raw["findings"] if one["status"] in PROBLEMS and one["severity"] == "violation"]
            raw["findings"] = graves[:count]

        return change

    for count, pointing in ((9, 9), (10, 10), (11, 9)):
        text = changed("city", "github", kept(count))
        assert len([one for one in read_back.annotations(text) if one.name == "error"]) == pointing
        assert len([one for one in read_back.commands(text) if one.name == "error"]) == min(count, 10)


def test_roll_ups_come_after_what_they_repeat() -> None:
    messages = [one.data for one in read_back.annotations(rendered("city", "github")) if one.name == "error"]
    rolled = {titles("city")[one["id"]] for one in report_of("city")["rules"] if one["kind"] in ("share", "census")}
    is_rolled = [one.partition(" (clause ")[0] in rolled for one in messages]

    assert is_rolled == sorted(is_rolled)
    assert {*is_rolled} == {True, False}


def test_what_is_unknown_is_said_where_nothing_else_is() -> None:
    def only_unknown(raw: dict[str, Any]) -> None:
        raw["findings"] = [one for one in raw["findings"] if one["status"] == "unknown"]

    notices = read_back.commands(changed("shipped", "github", only_unknown))

    assert [one.name for one in notices] == ["notice"]
    assert "7922 of 7951" in notices[0].data


def test_sarif_has_a_help_in_both_languages_for_every_rule() -> None:
    log = json.loads(rendered("city", "sarif"))
    rules = log["runs"][0]["tool"]["driver"]["rules"]

    assert [one["id"] for one in rules] == [one["id"] for one in report_of("city")["rules"]]
    for rule, raw in zip(rules, report_of("city")["rules"], strict=True):
        text = read_back.message(rule["help"])
        assert raw["title"]["vi"] in text
        assert raw["title"]["en"] in text
        assert raw["remedy"]["vi"] in text
    for one in log["runs"][0]["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"]


def test_sarif_leaves_waived_problems_out_unless_all_is_asked_for() -> None:
    narrow, wide = rendered("city", "sarif", unfolded=False), rendered("city", "sarif")
    statuses = {one["properties"]["status"] for one in read_back.results(narrow)}
    whole = read_back.results(wide)
    waived = [one for one in whole if one["properties"]["status"] == "waived"]

    assert statuses == {"overdue", "failed", "late", "due_soon", "unknown"}
    assert len(waived) == report_of("city")["totals"]["waived"]
    assert all(one["suppressions"][0]["kind"] == "external" for one in waived)
    assert all("suppressions" not in one for one in whole if one not in waived)
    assert json.loads(narrow)["runs"][0]["properties"]["totals"]["waived"] == len(waived)


def test_sarif_calls_problems_by_their_gravity_and_leaves_unknowns_open() -> None:
    seen = set()
    severity = {(one["unit"], one["rule"]): one["severity"] for one in report_of("city")["findings"]}
    for one in read_back.results(rendered("city", "sarif", unfolded=False)):
        status = one["properties"]["status"]
        seen.add(status)
        levels = {"due_soon": "note", "unknown": "none"}
        if status in PROBLEMS:
            grave = severity[one["properties"]["unit"], one["ruleId"]] == "violation"
            assert one["level"] == ("error" if grave else "warning")
        else:
            assert one["level"] == levels[status]
        assert one["kind"] == ("open" if status == "unknown" else "fail")
        assert len(one["locations"]) == 1
    assert seen == {"overdue", "failed", "late", "due_soon", "unknown"}


def test_paths_of_sarif_are_addresses() -> None:
    def renamed(raw: dict[str, Any]) -> None:
        for one in raw["inputs"]:
            one["path"] = "sổ 1/%.yaml"
        for unit in (*raw["units"], *raw["task_forces"]):
            unit["at"] = "sổ 1/%.yaml:3:5"
        for finding in raw["findings"]:
            finding["evidence"] = []

    text = changed("small", "sarif", renamed)

    assert SARIF.is_valid(json.loads(text))
    assert {one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in read_back.results(text)} == {
        "s%E1%BB%95%201/%25.yaml"
    }


def test_gitlab_calls_late_less_grave_than_undone_and_a_goal_less_than_a_duty() -> None:
    def stripped(raw: dict[str, Any]) -> None:
        (first,) = [one for one in raw["findings"] if one["status"] in PROBLEMS][:1]
        kinds = [("overdue", "violation"), ("late", "violation"), ("overdue", "warning"), ("error", "violation")]
        raw["findings"] = [{**first, "status": status, "severity": grade} for status, grade in kinds]
        for one in raw["findings"]:
            one["args"] = {**one["args"], "days_late": [1, 1]}

    by_status = {one["description"].partition(":")[0]: one for one in json.loads(changed("small", "gitlab", stripped))}

    assert by_status["error"]["severity"] == "blocker"
    assert by_status["late"]["severity"] == "major"
    assert {one["severity"] for one in json.loads(changed("small", "gitlab", stripped))} == {
        "blocker",
        "critical",
        "major",
        "minor",
    }


@pytest.mark.parametrize("name", ["sarif", "gitlab"])
@pytest.mark.parametrize("subject", SUBJECTS)
def test_what_is_forgotten_and_made_again_is_written_as_before(
    subject: str, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    remembered = changed(subject, name, lambda raw: None)
    monkeypatch.setattr("congress_cli.rendering.annotations.MOST_REMEMBERED", 1)

    assert changed(subject, name, lambda raw: None) == remembered


def test_an_empty_report_is_a_report_in_every_format() -> None:
    def emptied(raw: dict[str, Any]) -> None:
        raw["findings"] = []

    assert json.loads(changed("small", "gitlab", emptied)) == []
    assert read_back.results(changed("small", "sarif", emptied)) == []
    assert list(read_back.of_junit(changed("small", "junit", emptied))) == []
    assert list(read_back.of_csv(changed("small", "csv", emptied))) == []
    assert list(read_back.of_markdown(changed("small", "markdown", emptied))) == []
    assert read_back.annotations(changed("small", "github", emptied)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_markdown_has_no_marks_but_its_own_and_says_every_total_with_what_it_is_of(language: str) -> None:
    text = rendered("city", "markdown", language, False)
    kinds = read_back.markup(text)

    assert not {"link_open", "image", "html_block", "s_open", "em_open", "fence", "code_inline"} & kinds
    assert {one for one in kinds if one.startswith("<")} == {"<code>", "</code>"}
    assert re.search(r"655(/| of )896", text)
    assert re.search(r"29(/| of )896", text)
    rules = read_back.tables(text)[-1]
    assert [line[-1] for line in rules.lines] == [str(one["judged"]) for one in report_of("city")["rules"]]


def test_markdown_cuts_long_lists_and_says_what_shows_them() -> None:
    def many(raw: dict[str, Any]) -> None:
        (late,) = [one for one in raw["findings"] if one["status"] == "late"][:1]
        raw["findings"] += [late] * 30

    text = changed("city", "markdown", many)
    whole = changed("city", "markdown", many, unfolded=True)

    assert "and 21 more, shown by: <code>" in text
    assert len(list(read_back.of_markdown(whole))) == len(report_of("city")["findings"]) + 30
    assert len(list(read_back.of_markdown(text))) < 60
