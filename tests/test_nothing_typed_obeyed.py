"""Nothing that is typed, set or named is obeyed: words, the environment, settings and names of files are hostile.

The files are those of `test_nothing_obeyed.py`, hostile as well, and its readers read what is printed and written.
"""

import json
import os
import shutil
import tomllib
from io import BytesIO
from itertools import count
from pathlib import Path
from subprocess import CompletedProcess
from zipfile import ZipFile

import pytest
import yaml
from openpyxl import load_workbook

from congress_cli.__main__ import complete
from congress_cli.reading.project import LETTERHEAD, SETTINGS
from tests.cli.commands import in_this_process
from tests.formats import read_back
from tests.patience import TRIED, some
from tests.test_nothing_obeyed import DAY, READERS, REFUSED, TAKEN, assert_inert, write_hostile

WORDS = tuple(one for one in (*TAKEN, *REFUSED) if "\0" not in one)
X = "?"
NEVER = ("--fail-on", "never")
TRY = ("--dry-run", *DAY)
CLOSED = ("--day", "1/7/2020", "--document", "1", "--note", X, "--source", X, "--by", X, *TRY)
NEW = ("--number", X, "--issuer", X, "--issued", "1/3/2031")
TYPED = (
    *((*before, X) for before in [(), ("check",), ("explain",), ("find",), ("show",), ("progress",), ("facts",)]),
    *(
        (one, X)
        for one in ("render", "merge", "verify", "remind", "plan", "schema", "validate", "import", "completion")
    ),
    *(
        ("check", f"--{one}", X)
        for one in ("unit", "under", "rule", "clause", "owner", "status", "type", "tag", "level")
    ),
    *(("check", f"--{one}", X) for one in ("units", "rules", "waivers", "as-of", "format", "lang", "width", "color")),
    *(("check", *words) for words in [("-o", f"{X}.json"), (f"--{X}",), ("--fail-on", X), ("--group-by", X)]),
    *(("rules", one, X) for one in ("show", "draft", "docs", "lint", "mutate", "test", "list")),
    *(("rules", one, "--rules", X) for one in ("show", "docs", "lint", "mutate", "test", "list")),
    ("rules", "new", X, *NEW),
    ("rules", "new", "a.yaml", *NEW, "--level", f"a={X}", "--type", f"b:a={X}", "--languages", "vi"),
    ("rules", "new", "b.yaml", *NEW, "--level", X, "--type", X, "--languages", X),
    ("diff", X, X),
    ("diff", "1/7/2020", "2/7/2020", "--known-at", X),
    ("history", "--store", X),
    ("history", "--store", X, "--show"),
    ("rules", "draft", "data/rules.yaml", "-o", X),
    *((*words, "--units", X, *TRY) for words in [("unit", "set", "MN-02", "--code", "1"), ("undo",)]),
    *((one, "--units", X) for one in ("export", "journal", "validate", "tree", "doctor", "next")),
    ("waive", "MN-02", "plan-issued", "--until", "30/7/2020", "--document", "1", "--reason", "a", "--waivers", X, *TRY),
    ("digest", "--since", X),
    ("digest", "--eml", "m.eml", "--from", X, "--to", X),
    *(("next", option, X) for option in ("--days", "--under", "--owner")),
    *(("simulate", option, X) for option in ("--shift", "--set", "--event", "--rules")),
    *(("clauses", option, X) for option in ("--text", "--rules")),
    *(("export", option, X) for option in ("--fact", "--rule", "-o", "--format")),
    ("init", X),
    ("init", "new", "--under", X, "--records", X),
    ("record", X, "training.held", "1/7/2020", *TRY),
    ("record", "MN-02", X, "1/7/2020", *TRY),
    ("record", "MN-02", "training.held", X, *TRY),
    ("record", "MN-02", "training.held", "1/7/2020", "--note", X, "--by", X, "--source", X, "--document", X, *TRY),
    ("record", "MN-02", "sent", f"{X}=1/7/2020", *TRY),
    ("record", "MN-02", "found", X, f"sort={X}", *TRY),
    ("waive", X, X, "--until", X, "--document", X, "--reason", X, *TRY),
    ("waive", "MN-02", "plan-issued", "--until", "30/7/2020", "--document", X, "--reason", X, "--authority", X, *TRY),
    ("undo", X, *TRY),
    ("journal", "--unit", X),
    ("journal", "--by", X),
    ("unit", "add", X, X, "--type", X, "--parent", X, *TRY),
    ("unit", "add", "MN-98", X, "--type", "quan", "--parent", "MN", "--code", X, "--source", X, "--by", X, *TRY),
    ("unit", "rename", "MN-02", X, *TRY),
    ("unit", "rename", "MN-02", "MN-97", "--by", X, *TRY),
    ("unit", "move", "MN-05", "--parent", X, *TRY),
    ("unit", "move", "MN-03", "--parent", "MN-02", "--by", X, *TRY),
    ("unit", "merge", "MN-03", "--into", "MN-02", *CLOSED),
    ("unit", "merge", X, "--into", X, *CLOSED),
    ("unit", "close", "MN-03", *CLOSED),
    ("unit", "set", "MN-02", "--name", X, "--code", X, "--source", X, "--by", X, *TRY),
    ("unit", "set", "MN-02", "--tag", X, "--type", X, "--task-force", X, *TRY),
    ("registry", "set", "--term", X, "--task-force", f"TF-8={X}", *TRY),
    ("registry", "set", "--freeze", X, "--records", X, *TRY),
)
PRINTED = (("check", "--format", "plain"), ("check", "--format", "sarif"), ("doctor",), ("check", "--format", "github"))
VARIABLES = (
    *(
        "CONGRESS_UNITS",
        "CONGRESS_RULES",
        "CONGRESS_LANG",
        "COLUMNS",
        "LINES",
        "TERM",
        "NO_COLOR",
        "FORCE_COLOR",
        "LANG",
    ),
    *(
        "GITHUB_WORKSPACE",
        "CI_PROJECT_DIR",
        "GITHUB_STEP_SUMMARY",
        "SOURCE_DATE_EPOCH",
        "TZ",
        "HOME",
        "XDG_CONFIG_HOME",
    ),
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("typed")
    write_hostile(folder, 0)
    return folder


@pytest.fixture
def folder(template: Path, tmp_path: Path) -> Path:
    return shutil.copytree(template, tmp_path / "typed")


def run(*words: str, folder: Path, **environment: str) -> CompletedProcess[bytes]:
    """A run on a runner, whose output is inert and is read back."""
    TRIED["hostile runs read back"] += 1
    environment = {"GITHUB_ACTIONS": "true", "CI": "true", **environment}
    ran = in_this_process(*words, folder=folder, stdin=b"", **environment)
    assert ran.returncode in (0, 1, 2, 3), (words, ran.stderr.decode())
    for data in (ran.stdout, ran.stderr):
        assert_inert(data, colored="FORCE_COLOR" in environment)
    if ran.returncode in (0, 1) and "--format" in words[:-1]:
        READERS.get(words[words.index("--format") + 1], bool)(ran.stdout)
    return ran


def turns(texts: tuple[str, ...], step: int) -> list[tuple[int, str]]:
    """Each text with its number: all of them, or every so manieth."""
    return list(enumerate(texts))[:: some(1, step)]


def named(text: str) -> str:
    """A name of a file that holds it."""
    return text.replace("/", "|").encode()[:200].decode("utf-8", "ignore")


@pytest.mark.parametrize(("turn", "text"), turns(WORDS, len(WORDS)), ids=ascii)
def test_words_are_read_as_data(folder: Path, turn: int, text: str) -> None:
    texts = count(turn)
    for words in TYPED[:: some(1, 4)]:
        said = [one.replace(X, WORDS[next(texts) % len(WORDS)]) if X in one else one for one in words]
        run(*said, folder=folder)
    for path in folder.glob("[ab].yaml"):
        assert {yaml.safe_load(path.read_text("utf-8"))["directive"][key] for key in ("number", "issuer")} <= {*WORDS}


@pytest.mark.parametrize(("turn", "text"), turns(WORDS, 19), ids=ascii)
def test_the_environment_is_read_as_data(folder: Path, turn: int, text: str) -> None:
    for place, name in enumerate(VARIABLES):
        if some(True, (place + turn) % 4 == 0):
            run(*PRINTED[(place + turn) % len(PRINTED)], folder=folder, **{name: text})


@pytest.mark.parametrize(("turn", "text"), turns(WORDS, 18), ids=ascii)
def test_settings_are_read_as_data(folder: Path, turn: int, text: str) -> None:
    for place, key in enumerate((*SETTINGS, text)):
        value = text if (place + turn) % 2 else text.splitlines()[0][:40].strip()
        written = f"{json.dumps(key)} = {json.dumps(value)}\n".replace("\x7f", "\\u007f")
        assert tomllib.loads(written) == {key: value}
        (folder / "congress.toml").write_text(written, "utf-8")
        if some(True, (place + turn) % 5 == 0):
            run(*PRINTED[(place + turn) % len(PRINTED)], folder=folder)
            if key in LETTERHEAD and not run("check", "--format", "docx=r.docx", *NEVER, folder=folder).returncode:
                READERS["docx"]((folder / "r.docx").read_bytes())


@pytest.mark.parametrize(("turn", "text"), turns(WORDS, 18), ids=ascii)
def test_names_of_files_are_read_as_data(folder: Path, turn: int, text: str) -> None:
    name = named(text)
    work = folder.rename(folder.parent / name)
    for one in ("units", "rules", "waivers"):
        (work / "data" / f"{one}.yaml").rename(work / "data" / f"{name}{one}.yaml")
    given = [f"--{one}=data/{name}{one}.yaml" for one in ("units", "rules", "waivers")]
    for place, words in enumerate(
        (*(("check", "--format", one) for one in READERS), ("validate",), ("explain", "MN-02"))
    ):
        if words[-1] in ("xlsx", "docx", "yaml", "eml", "svg") or not some(True, (place + turn) % 4 == 0):
            continue
        run(*words, *given, folder=work)
    run("check", "-o", f"{name}.json", "--fail-on=never", *given, folder=work)
    run("render", f"{name}.json", "--format", "sarif", folder=work)
    run("clauses", "--text", f"{name}.json", given[1], folder=work)


def paper(text: str, ending: str) -> bytes:
    """A paper whose sentences hold a text, as it may lie on a disk."""
    sentences = f"1. {text} trước ngày 15/8/2020, theo {text}.\n2. Ban hành {text} trong 10 ngày.\n"
    return sentences.encode({"utf16": "utf-16", "latin": "cp1258"}.get(ending, "utf-8"), "replace")


@pytest.mark.parametrize(("turn", "text"), turns(REFUSED, 4), ids=ascii)
def test_control_characters_of_a_paper_are_read_as_data(folder: Path, turn: int, text: str) -> None:
    for ending in ("txt", "utf16", "latin"):
        (folder / f"paper.{ending}").write_bytes(paper(text, ending))
        for words in (("clauses", "--text"), ("rules", "draft")):
            for more in ((), ("--format", "json")):
                run(*words, f"paper.{ending}", *more, folder=folder)
        drafted = run("rules", "draft", f"paper.{ending}", "-o", f"{ending}.yaml", folder=folder)
        if drafted.returncode == 0:
            assert yaml.safe_load((folder / f"{ending}.yaml").read_text("utf-8"))["clauses"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish", "powershell"])
def test_what_is_offered_to_a_shell_is_read_as_data(
    folder: Path, shell: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(folder)
    for words in ("show MN-", "check --rule ", "check --clause ", "facts ", "check --owner ", "record MN-02 sent "):
        asked = {"_CONGRESS_COMPLETE": f"complete_{shell}", "_TYPER_COMPLETE_ARGS": f"congress {words}"}
        listed = f"congress {words}".split(" ")
        bash = {"COMP_WORDS": "\n".join(listed), "COMP_CWORD": str(len(listed) - 1)}
        for name, value in {
            **asked,
            **(bash if shell == "bash" else {}),
            "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        }.items():
            monkeypatch.setenv(name, value)
        assert complete() == 0
        assert_inert(capsys.readouterr().out.replace("##", "").encode())
        os.environ.pop("COMP_WORDS", None)


TEXT = "#document"
SHEETS = {
    "CSV": (1, "s.csv", "a\ufffeb\uffffc", "utf-8"),
    "CSV in UTF-16": (1, "s.csv", "a\ufffeb\uffffc", "utf-16"),
    "CSV in UTF-16 with half a character": (3, "s.csv", "a\ud800b", "utf-16"),
    "CSV with half a character": (3, "s.csv", "a\ud800b", "utf-8"),
    "CSV with control characters": (1, "s.csv", "a\x1b[31mb\x9bc", "utf-8"),
    "XLSX": (3, "s.xlsx", "a\ufffeb\uffffc", "utf-8"),
    "XLSX by number": (3, "s.xlsx", "a&#xFFFE;b&#xD800;c&#x1B;", "utf-8"),
    "XLSX by name": (0, "s.xlsx", "a_xFFFE_b_xD800_c_x001B_[31m_x000A_::error::d", "utf-8"),
    "XLSX that turns the direction": (1, "s.xlsx", "a\u202eb\u2028::error::c", "utf-8"),
}


@pytest.fixture(scope="module")
def forms(template: Path) -> dict[str, str | Path]:
    """The forms of two units: the text of the one, the path of the other with a mark in each such place."""
    for name in ("form.csv", "form.xlsx"):
        assert in_this_process("export", "-o", name, "--under", "MN-03", folder=template).returncode == 0
    book = load_workbook(template / "form.xlsx")
    page = book.worksheets[0]
    texts = [column for column, cell in enumerate(page[3], 1) if TEXT in str(cell.value)]
    assert texts
    for column in texts:
        page.cell(6, column).value = "MARK"
    book.save(template / "marked.xlsx")
    return {"s.csv": (template / "form.csv").read_text("utf-8-sig"), "s.xlsx": template / "marked.xlsx"}


def sheet(given: str | Path, text: str, encoding: str) -> bytes:
    """A form that holds a text in the place of each mark, or of each document of the first unit."""
    if isinstance(given, str):
        rows = read_back.rows(given)
        keys = next(row for row in rows if TEXT in "".join(row))
        filled = [
            [text if TEXT in key and row[0] == "MN-03" else cell for cell, key in zip(row, keys, strict=False)]
            for row in rows
        ]
        lines = [";".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) for row in filled]
        return "\r\n".join(lines).encode(encoding, "surrogatepass")
    made = BytesIO()
    with ZipFile(given) as old, ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"MARK", text.encode(encoding, "surrogatepass")))
    return made.getvalue()


@pytest.mark.parametrize("name", SHEETS)
def test_characters_that_are_none_come_in_through_no_sheet_and_go_out_as_signs(
    folder: Path, forms: dict[str, str | Path], name: str
) -> None:
    code, path, text, encoding = SHEETS[name]
    (folder / path).write_bytes(sheet(forms[path], text, encoding))

    ran = run("import", path, "--apply", *DAY, folder=folder)

    assert ran.returncode == code, ran.stderr.decode()
    for one in some([*READERS, "plain", "table"], ["json"]):
        if ran.returncode == 0 and one not in ("xlsx", "docx", "yaml", "eml", "svg"):
            assert run("check", "--format", one, "--all", folder=folder).returncode in (0, 1)
