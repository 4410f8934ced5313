"""Nothing from data is obeyed: every free text of every file is hostile, every command prints it in every format.

What is printed is read back by readers that know nothing of the program. All runs believe to be on a runner.
"""

import csv
import json
import re
import shutil
from collections.abc import Callable, Iterable, Mapping
from email import message_from_bytes, policy
from hashlib import sha256
from io import BytesIO
from itertools import count
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from zipfile import ZipFile

import pytest
import yaml
from icalendar import Calendar
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from congress_cli.formats import FORMATS
from congress_cli.text import forbidden
from tests.builders import ROOT
from tests.cli.commands import CASE, in_this_process
from tests.formats import read_back
from tests.formats.html.reading import PageReader
from tests.patience import some

# What the reader of YAML takes: the long form has each at every place.
TAKEN = (
    "::error::a",
    "   ::stop-commands::a",
    "\u00a0\u2061::add-mask::a",
    "::error::a" * 15,
    "::warning file=a,line=1::b " * 10,
    "##[add-mask]a",
    "a ##[group]b",
    "##vso[task.setvariable variable=a]b",
    "##[error]a" * 12,
    "section_start:1:a[collapsed=true]",
    "[red]a[/red] [/nope] [link=http://a.example]b[/link] :smile: [bold",
    "=1+1",
    "+1-1@SUM(A1)",
    "@SUM(A1)",
    "＝1＋1",
    "'=1",
    'a;=cmd|"/C calc"!A0;b',
    'a","=1+1',
    "<script>alert(1)</script>",
    "\" onmouseover=alert(1) a='",
    "</script><!--<style>*{display:none}",
    "--> ]]> <![CDATA[ <?a?> &lt;&#60;&a;",
    "|a|b\\|c `d` **e** ~~f~~ _g_",
    "[a](javascript:alert(1)) <img src=a> http://a.example @all #1 !2",
    "{0} {name} {{7*7}} {% raw %} %s %(a)s {unit.__class__}",
    "$(id) `id` $HOME ${{ github.token }}",
    "\\n\\x1b[31m\\u001b\\",
    "a\\, b; BEGIN:VEVENT:END:VCALENDAR",
    "_x001B_ _x005F_",
    "--- - # a: b, {c}",
)
# What only a saved report, a journal, a sheet or a paper can hold, for YAML with it is refused.
REFUSED = (
    "\x1b[31ma\x1b]8;;http://a.example\x07b\x1b]52;c;eA==\x07",
    "\x9b31ma\x9d0;b\x9c",
    "a\n::error::b\r\n##[group]c\r::add-mask::d",
    "a\u2028::error::b\u0085::error::c\u2029",
    "\u202ea\u2066b\u200f\u061c",
    "a\x00b\x07c\x7fd\x08",
    "a\ufffeb\uffffc",
    "section_start:1:a\r\x1b[0Kb",
)


# ---------------------------------------------------------------- files in which every free text is hostile

FREE = {
    "rules": r"(vi|en|cue|note|issuer|ref)|directive[.](number|kind|term)|references[.]\d+[.](number|title)"
    r"|types[.].*short[.]\d+|facts[.].*indicators[.].*unit",
    "units": r"(name|code|source|note|by|document|term|vi|en)",
    "waivers": r"(authority|document|reason)",
}
CLAUSES = r"clauses[.]\d+[.]id|rules[.]\d+[.]clause([.]\d+)?"
# Texts of a rulebook that name something else in it, or a place: they have no letters but those of what they name.
NAMING = {
    *("$schema", "after", "before", "by", "calendar", "cases", "checklist", "clause", "day", "event", "fact", "from"),
    *("items", "level", "measures", "not_before", "of", "owner", "param", "rule", "series", "sort", "steps", "tag"),
    *("tags", "tally", "timezone", "type", "under", "unit", "until", "who", "without"),
}
MORE_RULES = """
calendars: {VN: {weekend: [sunday], covers: {from: 2020-01-01, until: 2021-12-31}, closed: {2020-09-02: {ref: a}}}}
facts:
  sent: {kind: series, period: month, vi: a, en: a}
  found: {kind: cases, days: {seen: {vi: a, en: a}, mended: {vi: a, en: a}}, sorts: {grave: {vi: a, en: a}}, vi: a,
          en: a}
clauses: [{id: "9", check: automated, rules: [monthly, mended], note: a, vi: a, en: a}]
rules:
  - {id: monthly, kind: every, series: sent, from: 2020-05, due: {day: 25}, calendar: VN, roll: forward, clause: ["9"],
     owner: upper, modality: must, applies_to: {level: upper}, title: {vi: a, en: a}, remedy: {vi: a, en: a}}
  - {id: mended, kind: each, cases: found, day: mended, within: {days: 3, after: seen}, clause: ["9"],
     owner: upper, modality: must, applies_to: {level: upper}, title: {vi: a, en: a}}
owners: {grassroots: {vi: a, en: a}, upper: {vi: a, en: a}, city: {vi: a, en: a}, task-force: {vi: a, en: a}}
"""
MORE_FACTS = """
sent: {2020-06: {day: 2020-06-29, document: a, source: a}}
found: [{case: "1", sort: grave, seen: 2020-07-01, document: a}]
plan.issued: {day: 2020-07-03, document: a, source: a, by: a, note: a, recorded: 2020-07-05}
papers: {items: [script], day: 2020-07-10, source: a, note: {vi: a, en: a}, document: a, by: a}
targets: {values: {grdp-growth: 7}, day: 2020-07-10, source: a, note: a, document: a, by: a}
"""


def filled(value: Any, free: str, text: Callable[[], str], path: str = "") -> Any:
    """A value in which each text at a free place is another one."""
    if isinstance(value, Mapping):
        return {key: filled(one, free, text, f"{path}.{key}") for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, free, text, f"{path}.{place}") for place, one in enumerate(value)]
    return text() if isinstance(value, str) and re.search(rf"(?:^|[.])(?:{free})\Z", path[1:]) else value


def numbered(texts: Iterable[str], turn: int) -> Callable[[], str]:
    """One text after the other, each with a number, so that it is told from all others; the next turn begins one on."""
    texts, numbers = tuple(texts), count(1)
    return lambda: f"{texts[((number := next(numbers)) + turn) % len(texts)]} {number}"


def loaded(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)


def joined(one: Any, more: Any) -> Any:
    if isinstance(one, dict):
        return {**one, **{key: joined(one.get(key), value) for key, value in more.items()}}
    return [*one, *more] if isinstance(one, list) else more


def write_hostile(folder: Path, turn: int) -> None:
    """A project in which every free text of rulebook, registry and waivers is one of those taken."""
    text = numbered(TAKEN, turn)
    rules = joined(loaded((CASE / "rules.yaml").read_text("utf-8")), loaded(MORE_RULES))
    rules["directive"]["term"] = rules["directive"].get("term", "")
    rules["references"][0]["title"] = "a"
    rules["types"]["quan"] |= {"short": ["a"], "committee": {"vi": "a", "en": "a"}}
    units = loaded((CASE / "units.yaml").read_text("utf-8"))
    for one in units["units"]:
        one |= {"code": "a", "source": "a"}
    units["units"][2]["facts"] |= loaded(MORE_FACTS)
    marks = ("::error::", "##[group]", "=1+", "<b>", "|`", "[/a]")
    clause = lambda id_: f"{marks[len(id_) * 7 % 6]}{id_}"  # noqa: E731
    for one in rules["clauses"]:
        one["id"] = clause(one["id"])
    for one in rules["rules"]:
        one["clause"] = [clause(id_) for id_ in one["clause"]]
    term = text()
    for name, value in {"rules": rules, "units": units, "waivers": loaded((CASE / "waivers.yaml").read_text())}.items():
        value = filled(value, FREE[name], text)
        (value.get("directive", value) if name != "waivers" else {})["term"] = term
        (folder / "data").mkdir(parents=True, exist_ok=True)
        (folder / "data" / f"{name}.yaml").write_text(json.dumps(value, ensure_ascii=False), "utf-8")


@pytest.fixture(scope="module", params=some(range(len(TAKEN)), [0]))
def project(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A hostile project with a journal, saved reports, a store of them, a filled-in form and a paper beside it."""
    folder, turn = tmp_path_factory.mktemp("hostile"), request.param
    write_hostile(folder, turn)
    say = numbered([one[:90] for one in TAKEN], turn)
    for words in (
        ("check", "--format", "json", "-o", "new.json"),
        ("check", "--format", "json", "-o", "old.json", "--as-of", "2020-07-01", "--no-waivers"),
        ("record", "MN-02", "training.held", "2020-07-06", "--note", say(), "--by", say()),
        ("record", "MN-04", "complaints", "1/3", "--source", say(), "--document", say()),
        ("export", "-o", "form.csv"),
        ("export", "-o", "form.xlsx"),
    ):
        ran = in_this_process(*words, folder=folder)
        assert ran.returncode in (0, 1), ran.stderr.decode()
    text = numbered((*REFUSED, *TAKEN), turn)
    for name in ("old", "new"):
        path = folder / f"{name}.json"
        path.write_text(json.dumps(hostile_report(json.loads(path.read_bytes()), text)))
    digest = sha256((folder / "old.json").read_bytes()).hexdigest()[:12]
    (folder / "store").mkdir()
    shutil.copy(folder / "old.json", folder / "store" / f"2020-07-01-0001-{digest}.json")
    lines = read_back.rows((folder / "form.csv").read_text("utf-8-sig"))
    filled_in = [line[:4] + [cell or text() for cell in line[4:]] for line in lines[2:]]
    with (folder / "filled.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file, delimiter=";", quoting=csv.QUOTE_ALL).writerows([*lines[:2], *filled_in])
    paper = "\n\n".join(f"{number}. {one} trước ngày 15/8/2020, theo {one}." for number, one in enumerate(TAKEN, 1))
    (folder / "paper.txt").write_text(paper, "utf-8")
    return folder


REPORT = r"(vi|en|name|kind|issuer|source|value|document|note|number|term|path|at|message|command[.]\d+|whom|reason)"


def hostile_report(raw: dict[str, Any], text: Callable[[], str]) -> dict[str, Any]:
    kept = {"totals", "tasks", "as_of", "as_of_from", "language"}
    done = {key: one if key in kept else filled(one, REPORT, text) for key, one in raw.items()}
    done["rules"] = [{**one, "kind": old["kind"]} for one, old in zip(done["rules"], raw["rules"], strict=True)]
    done["facts"] = [{**one, "kind": old["kind"]} for one, old in zip(done["facts"], raw["facts"], strict=True)]
    return done


# ---------------------------------------------------------------- commands

NO_FORMAT = {("remind", "MN-02"), ("rules", "docs")}
DAY = ("--as-of", "2020-07-15")
SAVED = ("render", "new.json")
IN_SHORT = ("table", "plain", "json", "jsonl", "csv", "html", "junit", "ics")
COMMANDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("check", "--all", "--verbose"): tuple(FORMATS),
    ("check", "--width", "40"): ("table", "plain"),
    ("check", "--color", "always", "--group-by", "owner", "--all", "--verbose"): ("table",),
    (*SAVED, "--all", "--verbose"): some(tuple(FORMATS), IN_SHORT),
    ("merge", "new.json", "--all"): ("table", "json", "csv"),
    ("diff", "old.json", "new.json", "--all"): ("text", "json"),
    ("diff", "1/7/2020", "15/7/2020"): ("text", "json"),
    ("history", "--store", "store", "--show"): ("text", "json"),
    ("verify", "new.json"): ("",),
    ("digest", "--since", "old.json"): ("",),
    ("digest", "--store", "store", "--eml", "m.eml"): ("eml",),
    ("remind", "MN-02", "-o", "m.docx"): ("docx",),
    ("next", "--days", "9", "--all", *DAY): ("text", "json", "csv", "markdown", "ics"),
    ("plan", "MN-02", *DAY): ("text", "json", "docx", "ics"),
    ("pace", *DAY): ("text", "json", "svg"),
    ("simulate", "--shift", "congress.planned=+20d"): ("text", "json"),
    ("explain", "MN-02"): ("text", "json"),
    ("explain", "MN-03", "documents-approved"): ("text", "json"),
    ("find", "MN-02"): ("text", "json"),
    ("show", "MN-03"): ("text", "json"),
    ("show", "MN-02", "--all"): ("text", "json"),
    ("tree", "--all"): ("text", "json"),
    ("progress",): ("text", "json", "csv"),
    ("progress", "targets"): ("text", "json", "csv"),
    ("facts",): ("text", "json"),
    ("facts", "topics"): ("text", "json"),
    ("clauses",): ("text", "json"),
    ("clauses", "--text", "paper.txt"): ("text", "json"),
    ("journal",): ("text", "json"),
    ("validate", "--strict"): ("",),
    ("doctor",): ("text", "json"),
    ("rules", "list"): ("",),
    ("rules", "show", "documents-approved"): ("",),
    ("rules", "docs"): ("markdown",),
    ("rules", "lint"): ("",),
    ("rules", "test"): ("",),
    ("rules", "draft", "paper.txt"): ("yaml", "json"),
    ("export",): ("csv",),
    ("import", "filled.csv", *DAY): ("",),
    ("import", "form.xlsx", *DAY): ("same",),
    ("import", "form.csv", *DAY): ("same",),
    ("undo", "--dry-run", *DAY): ("",),
    ("record", "MN-02", "training.held", "2020-07-07", "--dry-run", *DAY): ("",),
    ("waive", "MN-02", "plan-issued", "--until", "30/7/2020", "--document", "1", "--reason", "a", "--dry-run"): ("",),
    ("unit", "set", "MN-02", "--records", "complete", "--dry-run", *DAY): ("",),
    ("unit", "add", "MN-99", "::error::a ##[group]b", "--type", "quan", "--parent", "MN", "--dry-run", *DAY): ("",),
    ("registry", "set", "--task-force", "TF-9=##[group]a", "--dry-run", *DAY): ("",),
    ("show", "::error::a ##[group]b"): ("",),
    ("check", "--unit", "MN-2", "--clause", "::error::9"): ("",),
}  # fmt: skip


# ---------------------------------------------------------------- readers

ANNOTATION = re.compile(r"(?m)^::(error|warning|notice) (?:(?:file|line|col|title)=[^,:\n]*,?)+::.*")
IN_ICS = {
    *("ACTION", "BEGIN", "CALSCALE", "DESCRIPTION", "DTEND", "DTSTAMP", "DTSTART", "END", "LAST-MODIFIED", "METHOD"),
    *("NAME", "PRODID", "REFRESH-INTERVAL", "SEQUENCE", "SUMMARY", "TRANSP", "TRIGGER", "TZID", "TZNAME"),
    *("TZOFFSETFROM", "TZOFFSETTO", "UID", "VERSION", "X-PUBLISHED-TTL", "X-WR-CALNAME"),
}
IN_XML = {
    *("testsuites", "testsuite", "properties", "property", "testcase", "failure", "error", "skipped"),
    *(f"{{http://www.w3.org/2000/svg}}{tag}" for tag in ("svg", "g", "rect", "text", "polygon", "polyline", "path")),
}
TEMPLATES = ROOT / "src" / "congress_cli" / "formats" / "html"
IN_HTML = {tag for path in TEMPLATES.glob("**/*.*[2y]") for tag in re.findall(r"<(\w+)", path.read_text("utf-8"))}


def check_json(data: bytes) -> None:
    for line in data.splitlines() if data.startswith(b'{"') and b"\n{" in data else [data]:
        assert isinstance(json.loads(line), dict | list)


def check_csv(data: bytes) -> None:
    rows = read_back.rows(data.decode("utf-8-sig"))
    assert len({len(row) for row in rows if row}) <= 2  # a form has a line of its own at the top
    for cell in (cell for delimiter in ";,\t" for row in read_back.rows(data.decode(), delimiter) for cell in row):
        begins = cell.lstrip(' "')
        assert not begins.startswith(tuple("=+@＝＋－＠"))
        assert not begins.startswith("-") or re.match(r'-\d+("?;|"?$)', begins)


def check_html(data: bytes) -> None:
    page = PageReader(data.decode())
    assert {tag for tag, _ in page.elements} <= IN_HTML
    assert not [name for one in page.attributes for name in one if name.startswith("on") or name == "src"]
    assert not [one["href"] for one in page.attributes if not (one.get("href") or "#").startswith("#")]
    assert json.loads(page.data)["units"]


def check_markdown(data: bytes) -> None:
    kinds = read_back.markup(data.decode())
    allowed = r"\w+_(open|close)|text|inline|code_inline|fence|softbreak|hardbreak|hr|</?code>"
    assert {one for one in kinds if not re.fullmatch(allowed, one)} == set()
    assert not {"image", "link_open", "s_open"} & kinds


def check_xml(data: bytes) -> None:
    assert {one.tag for one in ElementTree.fromstring(data).iter()} <= IN_XML


def check_ics(data: bytes) -> None:
    calendar = Calendar.from_ical(data)
    assert {one.name for one in calendar.walk()} <= {"VCALENDAR", "VEVENT", "VALARM", "VTIMEZONE", "STANDARD"}
    lines = data.decode().replace("\r\n ", "").splitlines()
    assert {re.split("[:;]", line)[0] for line in lines} <= IN_ICS


def check_xlsx(data: bytes) -> None:
    book = load_workbook(BytesIO(data))
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row} <= {"s", "n", "d"}
    assert CalamineWorkbook.from_filelike(BytesIO(data)).sheet_names == book.sheetnames
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.hyperlink]


def check_docx(data: bytes) -> None:
    with ZipFile(BytesIO(data)) as packed:
        parts = {name: packed.read(name).decode() for name in packed.namelist() if name.endswith((".xml", ".rels"))}
    assert not [name for name, text in parts.items() if 'TargetMode="External"' in text]
    told = parts["word/document.xml"]
    assert not re.search("<w:(hyperlink|altChunk|object|control)", told)
    assert set(re.findall(r"<w:instrText[^>]*>([^<]*)", told)) <= {"PAGE", "NUMPAGES"}
    for text in parts.values():
        ElementTree.fromstring(text)


def check_yaml(data: bytes) -> None:
    assert isinstance(yaml.safe_load(data), dict)


def check_eml(data: bytes) -> None:
    mail = message_from_bytes(data, policy=policy.default)
    assert set(mail) <= {"Subject", "From", "To", "Date", "MIME-Version", "Message-ID", "X-Unsent"} | {
        name for name in mail if name.startswith("Content-")
    }
    assert not mail.defects


def check_text(data: bytes) -> None:
    assert data


def check_annotations(data: bytes) -> None:
    assert not [line for line in data.decode().splitlines() if line.startswith("::") and not ANNOTATION.match(line)]


READERS: dict[str, Callable[[bytes], None]] = {
    **dict.fromkeys(("json", "jsonl", "sarif", "gitlab"), check_json),
    "csv": check_csv,
    "html": check_html,
    "markdown": check_markdown,
    "junit": check_xml,
    "svg": check_xml,
    "ics": check_ics,
    "xlsx": check_xlsx,
    "docx": check_docx,
    "yaml": check_yaml,
    "eml": check_eml,
    "github": check_annotations,
}


def assert_inert(data: bytes, *, colored: bool = False) -> None:
    """Nothing that a terminal or a runner obeys, wherever it stands; the annotations of the format for it aside."""
    text = re.sub(r"\x1b\[[\d;]*m", "", data.decode()) if colored else data.decode()
    assert forbidden(text.replace("\r\n", "\n")) is None
    text = ANNOTATION.sub("", text)
    assert not re.search(r"##\w*\[", text)
    assert not re.search(r"(?m)^[\s\u2060-\u2064]*::", text)


# ---------------------------------------------------------------- the product


def named(run: tuple[tuple[str, ...], str]) -> str:
    return " ".join((*run[0][:3], run[1]))


@pytest.mark.parametrize("run", [(words, name) for words, names in COMMANDS.items() for name in names], ids=named)
def test_what_a_command_prints_is_read_as_data(project: Path, run: tuple[tuple[str, ...], str]) -> None:
    words, format_ = run
    more = ("--format", format_) if format_ not in ("", "same", "eml", "yaml") and words[:2] not in NO_FORMAT else ()

    ran = in_this_process(*words, *more, folder=project, GITHUB_ACTIONS="true", CI="true")

    assert ran.returncode in (0, 1, 2, 3), ran.stderr.decode()
    assert format_ != "same" or ran.returncode == 0 or "Thêm 0, sửa 0, xóa 0" in ran.stdout.decode()
    assert_inert(ran.stderr)
    data = (project / words[-1]).read_bytes() if words[-1].startswith("m.") else ran.stdout
    assert data or ran.returncode in (2, 3)
    if format_ not in ("docx", "xlsx", "eml"):
        assert_inert(data, colored="always" in words)
    if ran.returncode in (0, 1):
        READERS.get(format_, check_text)(data)


def free_texts(value: Any, definitions: Mapping[str, Any]) -> set[str]:
    """The properties of a schema that may hold any text."""

    def is_free(one: Any) -> bool:
        one = definitions[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        parts = [*one.get("anyOf", ()), *one.get("oneOf", ()), *([one["items"]] if "items" in one else [])]
        fixed = {"pattern", "enum", "const", "format"} & set(one)
        return (one.get("type") == "string" and not fixed) or any(map(is_free, parts))

    if isinstance(value, list):
        return {key for one in value for key in free_texts(one, definitions)}
    if not isinstance(value, dict):
        return set()
    own = {key for key, one in value.get("properties", {}).items() if is_free(one)}
    return own.union(*(free_texts(one, definitions) for one in value.values()))


@pytest.mark.parametrize("name", FREE)
def test_every_free_text_of_the_schemas_is_tried(name: str) -> None:
    schema = json.loads((ROOT / "schemas" / f"{name}.schema.json").read_bytes())

    tried = {key for key in free_texts(schema, schema["$defs"]) if re.search(rf"\b{key}\b", FREE[name])}
    assert free_texts(schema, schema["$defs"]) - NAMING <= tried
