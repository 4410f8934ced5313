"""The tasks of a report: counted again here in the plainest way from its findings, as the contract has it.

And the same in every format: those that say a verdict say these numbers, of all others the rows are counted.
"""

import email
import email.policy
import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from docx import Document
from icalendar import Calendar

from congress_cli.formats import FORMATS
from congress_cli.formats.json import canonical
from congress_cli.reading.report import report_of as read
from tests.cli.commands import ALL_DONE, RULES, write_project
from tests.formats.conftest import Congress
from tests.formats.html.reading import PageReader
from tests.formats.read_back import Row, of_csv, of_junit, of_sarif
from tests.formats.reports import SUBJECTS, report_of
from tests.patience import some

CalamineWorkbook = pytest.importorskip("python_calamine").CalamineWorkbook

KINDS = ("overdue", "failed", "due_soon", "to_ask", "late")
Raw = dict[str, Any]


def kind_of(finding: Raw, rule: Raw) -> str | None:
    """Which kind of work a finding is: the sentences of the contract one after the other."""
    if rule["kind"] in ("share", "census"):
        return None
    if finding["status"] in ("overdue", "failed", "due_soon", "late"):
        return str(finding["status"])
    by_day = rule["limit_event"] is None and "planned" not in finding["args"] and finding["last_day"] is not None
    near = by_day and finding["days_left"] <= rule["warn_days"]
    return "to_ask" if finding["status"] == "unknown" and near else None


def responsible_for(finding: Raw, report: Raw) -> tuple[str, str]:
    """Who must see to a finding, and whether it is that one's own or stands below."""
    units = {one["id"]: one for one in report["units"]}
    rule = next(one for one in report["rules"] if one["id"] == finding["rule"])
    way = [units[finding["unit"]]]
    while way[-1]["parent"] is not None:
        way.append(units[way[-1]["parent"]])
    force = next((one["task_force"] for one in way if one["task_force"]), None)
    if rule["owner"] == "task-force" and force:
        return force, "own"
    branch = way[-2]["id"] if len(way) > 1 else way[0]["id"]
    return branch, "own" if branch == finding["unit"] else "below"


@pytest.mark.parametrize("subject", SUBJECTS)
def test_tasks_are_counted_of_single_units_and_of_those_who_must_see_to_them(subject: str) -> None:
    report = report_of(subject)
    rules = {rule["id"]: rule for rule in report["rules"]}
    total: Counter[str] = Counter()
    parts: dict[str, dict[str, Counter[str]]] = {}
    for finding in report["findings"]:
        kind = kind_of(finding, rules[finding["rule"]])
        if kind is not None:
            who, part = responsible_for(finding, report)
            total[kind] += 1
            parts.setdefault(who, {"own": Counter(), "below": Counter()})[part][kind] += 1

    tasks = report["tasks"]
    assert {kind: tasks[kind] for kind in KINDS} == {kind: total[kind] for kind in KINDS}
    assert tasks["by_responsible"] == [
        {"who": who, **{part: {kind: parts[who][part][kind] for kind in KINDS} for part in ("own", "below")}}
        for who in sorted(parts)
    ]


def test_the_shipped_registry_has_no_task_three_late_and_588_to_ask() -> None:
    report = report_of("shipped")
    tasks = report["tasks"]
    level = {unit["id"]: unit["level"] for unit in report["units"]}
    rules = {rule["id"]: rule for rule in report["rules"]}
    to_ask = [one for one in report["findings"] if kind_of(one, rules[one["rule"]]) == "to_ask"]

    assert {kind: tasks[kind] for kind in KINDS} == {
        "overdue": 0,
        "failed": 0,
        "due_soon": 0,
        "to_ask": 588,
        "late": 3,
    }
    assert Counter(level[one["unit"]] for one in to_ask) == {"grassroots": 577, "upper": 11}


def test_what_only_a_task_force_must_do_is_its_own() -> None:
    own = {one["who"]: one["own"] for one in report_of("city")["tasks"]["by_responsible"]}

    assert own["TF-02"] == {"overdue": 1, "failed": 0, "due_soon": 1, "to_ask": 0, "late": 0}


@pytest.mark.parametrize(("day", "to_ask"), [("2020-06-14", 0), ("2020-06-15", 1), ("2020-06-21", 1)])
def test_an_unknown_is_asked_from_the_first_day_of_warning(
    congress: Congress, tmp_path: Path, day: str, to_ask: int
) -> None:
    rules = RULES.replace("by: 2020-06-20", "by: 2020-06-20\n    warn_days: 5", 1)
    write_project(tmp_path, records="partial", rules=rules)

    report = json.loads(congress("check", "--format", "json", "--rule", "plan-issued", "--as-of", day).out)

    assert report["totals"]["unknown"] == 1
    assert report["tasks"]["to_ask"] == to_ask


def test_tasks_are_those_of_the_selection_whatever_status_is_shown(congress: Congress) -> None:
    words = ("check", *SUBJECTS["city"], "--format", "json")

    assert json.loads(congress(*words, "--status", "met").out)["tasks"] == report_of("city")["tasks"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_a_report_of_an_older_version_is_given_its_tasks_when_it_is_read(subject: str) -> None:
    raw = report_of(subject)
    older = {key: value for key, value in raw.items() if key != "tasks"}

    report = read(json.dumps(older).encode(), "r.json")

    assert json.loads(canonical(report))["tasks"] == raw["tasks"]


def test_a_report_of_an_older_version_is_verified_to_the_byte(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)
    made = congress("check", "--format", "json").out.splitlines(keepends=True)
    (tmp_path / "older.json").write_text("".join(line for line in made if not line.startswith(' "tasks"')), "utf-8")

    assert congress("verify", "older.json").code == 0


# ---------------------------------------------------------------- one run, every format

OF_ONE_RUN = {
    "table": "r.txt",
    "plain": "r.log",
    "json": "r.json",
    "jsonl": "r.jsonl",
    "csv": "r.csv",
    "markdown": "r.md",
    "html": "r.html",
    "junit": "r.xml",
    "sarif": "r.sarif",
    "docx": "r.docx",
    "xlsx": "r.xlsx",
    "ics": "r.ics",
}
_VERDICT = re.compile(
    r"(?:to do now \([^)]*\)|Nothing is overdue(?!,? or))(?:(?: · |, )\d+ (?:due soon|done late|to ask about))*"
)
_SAID = {
    "overdue": "overdue",
    "failed": "failed",
    "not judged": "error",
    "due soon": "due_soon",
    "done late": "late",
    "to ask about": "to_ask",
}
Pair = tuple[str, str]


def counts_in(text: str) -> dict[str, int]:
    """What the verdict in a text says; in the table lines are wrapped."""
    verdicts = {match[0] for match in _VERDICT.finditer(" ".join(text.split()))}
    assert len(verdicts) == 1, verdicts
    counts = re.findall(rf"(\d+) ({'|'.join(_SAID)})", verdicts.pop())
    return dict.fromkeys(KINDS, 0) | {_SAID[words]: int(count) for count, words in counts if words != "not judged"}


def of_report(report: Raw) -> dict[Pair, str]:
    """The work that each finding of a unit means, under unit and rule."""
    rules = {rule["id"]: rule for rule in report["rules"]}
    kinds = {(one["unit"], one["rule"]): kind_of(one, rules[one["rule"]]) for one in report["findings"]}
    return {pair: kind for pair, kind in kinds.items() if kind}


def counted(work: Mapping[Pair, str], rows: Iterable[Row]) -> dict[str, int]:
    """The tasks among the rows of a format, each of which names a unit, a rule and a status."""
    expected = {"overdue": "overdue", "failed": "failed", "due_soon": "due_soon", "late": "late", "unknown": "to_ask"}
    counts = Counter(work.get((one.unit, one.rule)) for one in rows if one.status in expected)
    return {kind: counts[kind] for kind in KINDS}


def _id(unit: str) -> str:
    """The id behind a name."""
    return unit.rpartition("(")[2].rstrip(")")


def _of_csv(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    return counted(work, (one._replace(unit=_id(one.unit)) for one in of_csv(path.read_text("utf-8"))))


def _of_jsonl(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    _, *lines = path.read_text("utf-8").splitlines()
    return counted(work, (Row(one["unit"], one["rule"], one["status"]) for one in map(json.loads, lines)))


def _of_sarif(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    return counted(work, of_sarif(path.read_text("utf-8")))


def _of_ics(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    """A calendar holds what has a last day and is not done; all else is taken over."""
    found: Counter[str | None] = Counter()
    for entry in Calendar.from_ical(path.read_bytes()).walk("VEVENT"):
        unit, *lines = str(entry["DESCRIPTION"]).split("\n")
        rules = (match[1] for line in lines if (match := re.match(r"- .*?\(([a-z0-9-]+)\): ", line)))
        found.update(work.get((_id(unit), rule)) for rule in rules)
    absent = Counter(kind for kind in work.values() if kind in ("failed", "late", "to_ask"))
    return {kind: (absent if kind in absent else found)[kind] for kind in KINDS}


def _of_json(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    del work
    tasks = json.loads(path.read_text("utf-8"))["tasks"]
    return {kind: tasks[kind] for kind in KINDS}


def _of_text(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    del work
    return counts_in(path.read_text("utf-8"))


def _of_html(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    page = PageReader(path.read_text("utf-8"))
    rows = (Row(one["unit"], one["rule"], one["status"]) for one in page.findings())
    assert counts_in(" ".join(page.texts)) == counted(work, rows)
    return counts_in(" ".join(page.texts))


def _of_docx(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    """The verdict, and as many rows of tasks and of what was done late."""
    paper = Document(str(path))
    lists = [[row.cells for row in table.rows] for table in paper.tables]
    lists = [rows for rows in lists if {cell.text for cell in rows[0]} >= {"No.", "Unit", "Task"}]
    tasks = {row[0].text for rows in lists for row in rows[1:] if row[0].text.isdecimal()}
    counts = counts_in("\n".join(paragraph.text for paragraph in paper.paragraphs))
    assert len(tasks) == sum(counts[kind] for kind in ("overdue", "failed", "due_soon"))
    return counts


def _of_xlsx(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    """The verdict, and as many rows of work; the rows of what was done late are among all findings."""
    book = CalamineWorkbook.from_path(str(path))
    work_sheet, findings = (book.get_sheet_by_name(name).to_python() for name in ("Work", "Findings"))
    kinds = Counter(row[0] for row in work_sheet)
    rows = (Row(row[1], row[17], "late") for row in findings)
    late = counted({pair: kind for pair, kind in work.items() if kind == "late"}, rows)["late"]
    counts = counts_in(work_sheet[0][0])
    words = {"overdue": "overdue", "failed": "failed", "due_soon": "due soon", "to_ask": "to ask"}
    assert {kind: kinds[word] for kind, word in words.items()} | {"late": late} == counts
    return counts


def _of_junit(path: Path, work: Mapping[Pair, str]) -> dict[str, int]:
    """The first suite; and as many cases have failed for such a rule."""
    text = path.read_text("utf-8")
    properties = {one.attrib["name"]: one.attrib["value"] for one in ElementTree.fromstring(text).iter("property")}
    counts = counts_in(properties["verdict"])
    assert {kind: int(properties[kind]) for kind in KINDS} == counts
    failed = {(_id(one.unit), one.rule) for one in of_junit(text) if one.status == "failure"} & work.keys()
    assert len(failed) == sum(counts[kind] for kind in ("overdue", "failed", "late"))
    return counts


READERS: dict[str, Callable[[Path, Mapping[Pair, str]], dict[str, int]]] = {
    "table": _of_text,
    "plain": _of_text,
    "markdown": _of_text,
    "html": _of_html,
    "docx": _of_docx,
    "json": _of_json,
    "jsonl": _of_jsonl,
    "csv": _of_csv,
    "sarif": _of_sarif,
    "junit": _of_junit,
    "xlsx": _of_xlsx,
    "ics": _of_ics,
}


@pytest.mark.parametrize("subject", some(["city", "shipped"], ["city"]))
def test_every_format_of_one_run_and_the_mail_have_the_same_tasks(
    congress: Congress, tmp_path: Path, subject: str
) -> None:
    formats = [word for name, file in OF_ONE_RUN.items() for word in ("--format", f"{name}={file}")]
    congress("check", *SUBJECTS[subject], *formats, "--lang", "en")
    report = json.loads((tmp_path / OF_ONE_RUN["json"]).read_text("utf-8"))
    work = of_report(report)
    congress("digest", *SUBJECTS[subject], "--eml", "r.eml", "--lang", "en")
    mail = email.message_from_bytes((tmp_path / "r.eml").read_bytes(), policy=email.policy.default)
    body = mail.get_body()
    assert body is not None

    found = {name: READERS[name](tmp_path / file, work) for name, file in OF_ONE_RUN.items()}
    found |= {"subject": counts_in(str(mail["Subject"])), "body": counts_in(body.get_content())}

    tasks = {kind: list(work.values()).count(kind) for kind in KINDS}
    assert found == dict.fromkeys(found, tasks)
    assert set(OF_ONE_RUN) == set(FORMATS) - {"github", "gitlab"}
