"""Speed changes nothing: read quickly or with care, judged anew or known from before, a report is the same bytes."""

import hashlib
import io
import json
import os
import subprocess
from contextlib import redirect_stderr, redirect_stdout
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from congress_cli.answers import ENDING, Answer, Answers, cache_folder
from congress_cli.app.check import report_on
from congress_cli.cli.again import LEAST_BYTES, question
from congress_cli.cli.run import run
from congress_cli.formats import FORMATS, RenderOptions
from congress_cli.model.report import Selection
from congress_cli.reading.fast import plainly
from congress_cli.reading.load import read_data
from congress_cli.reading.project import Project, find_project
from tests.builders import TYPE_OF_LEVEL, rules_file
from tests.cli.commands import ALL_DONE, QUIET_ENVIRONMENT, RULES, congress_words, in_own_process, write_project
from tests.cli.conftest import Congress
from tests.engine import strategies as some
from tests.engine.test_properties import modestly

LARGE = "# nhận xét\n" * (LEAST_BYTES // 10)
Said = tuple[int, bytes, str]


def large_project(folder: Path, *facts: str, **fields: Any) -> Path:
    """A project whose registry is large enough for its answers to be kept."""
    write_project(folder, *facts, **fields)
    registry = folder / "data" / "units.yaml"
    registry.write_text(registry.read_text("utf-8") + LARGE, "utf-8")
    return registry


def kept(folder: Path) -> list[Path]:
    return sorted((folder / "cache" / "congress").glob(f"*{ENDING}"))


def the_answer(folder: Path) -> Path:
    (found,) = kept(folder)
    return found


# ---------------------------------------------------------------- the same bytes


def _without_nothing(raw: Any) -> Any:
    if not isinstance(raw, dict):
        return raw
    return {key: _without_nothing(value) for key, value in raw.items() if value is not None}


def _dumped(raw: Any) -> str:
    return yaml.dump(json.loads(json.dumps(raw)), sort_keys=False, allow_unicode=True, width=10_000)


def _write_random(folder: Path, rules: list[Any], parameters: Any, tree: list[Any], records: str) -> None:
    folder.mkdir(exist_ok=True)
    clause = {"id": "1.1", "check": "automated", "rules": [one["id"] for one in rules], "vi": "Việc.", "en": "Matter."}
    book = {**rules_file(*rules, parameters=parameters), "clauses": [clause]}
    named = [{**one, "name": f"Unit {one['id']}", "type": TYPE_OF_LEVEL[one["level"]]} for one in tree]
    forces = [{"id": force, "name": force} for force in ("TF-1", "TF-2")]
    units = {"format": "congress-units/1", "term": "2020-2025", "records": records, "task_forces": forces}
    (folder / "rules.yaml").write_text(_dumped(book), "utf-8")
    listed = _dumped({"units": [_without_nothing(one) for one in named]})
    (folder / "units.yaml").write_text(_dumped(units) + listed, "utf-8")
    (folder / "other.yaml").write_text(LARGE, "utf-8")


def _run(*words: object) -> Said:
    out, err = io.TextIOWrapper(io.BytesIO(), "utf-8"), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        code = run([str(word) for word in words])
    out.flush()
    return code, out.buffer.getvalue(), err.getvalue()


@pytest.fixture(scope="module")
def places(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("random")


@modestly
@given(
    some.rules_together(),
    some.parameters(),
    some.small_trees(),
    some.judged_days(),
    st.sampled_from(["complete", "partial"]),
    st.sampled_from(["json", "table", "csv", "html"]),
)
def test_a_random_registry_has_one_report_whichever_way_it_is_made(
    places: Path, rules: Any, parameters: Any, tree: Any, as_of: Any, records: Any, format_: Any
) -> None:
    folder = places / "data"
    _write_random(folder, rules, parameters, tree, records)
    project = Project(places, str(folder), folder / "rules.yaml", rules_are_shipped=False, waivers=None)
    asked = ("check", "--units", folder, "--rules", folder / "rules.yaml", "--as-of", as_of, "--format", format_)

    anew, first, again = _run(*asked, "--no-cache"), _run(*asked), _run(*asked)
    careful, quick = (
        FORMATS["json"].render(
            report_on(read_data(project, warnings=carefully), Selection(), as_of, as_of, ("congress", "check")),
            RenderOptions("vi"),
        )
        for carefully in (True, False)
    )

    assert anew[0] in (0, 1)
    assert anew == first == again
    assert careful == quick


def test_the_random_registries_are_read_quickly(tmp_path: Path) -> None:
    _write_random(tmp_path, [], {}, [{"id": "C", "level": "city", "facts": {"topics": {"items": ["one"]}}}], "partial")

    assert plainly((tmp_path / "units.yaml").read_bytes()) is not None


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "github"])
def test_every_format_is_the_same_the_second_time_with_its_notes_and_its_exit_code(
    congress: Congress, tmp_path: Path, format_: str
) -> None:
    large_project(tmp_path)
    asked = ("check", "--format", f"{format_}=report", "--format", "plain" if format_ != "plain" else "csv")

    found = []
    for words in ((*asked, "--no-cache"), asked, asked):
        found.append((*congress(*words), (tmp_path / "report").read_bytes()))
        (tmp_path / "report").unlink()

    assert found[0] == found[1] == found[2]
    assert found[0][0] == 1
    assert len(kept(tmp_path)) == 1


# ---------------------------------------------------------------- when it is known, and when it is not


def test_a_second_run_reads_its_answer_and_loads_neither_rules_nor_yaml(tmp_path: Path) -> None:
    large_project(tmp_path, *ALL_DONE)
    home = str(tmp_path / "cache")
    first = in_own_process("check", folder=tmp_path, XDG_CACHE_HOME=home)

    again = in_own_process("check", folder=tmp_path, interpreter=("-X", "importtime"), XDG_CACHE_HOME=home)

    loaded = {line.rpartition("|")[2].strip() for line in again.stderr.decode().splitlines()}
    assert again.stdout == first.stdout
    assert "congress_cli.answers" in loaded
    assert not loaded & {"yaml", "rich", "congress_cli.app.check", "congress_cli.rules", "congress_cli.model.registry"}


@pytest.mark.parametrize("changed", ["data/units.yaml", "data/rules.yaml", "data/waivers.yaml"])
def test_a_changed_file_is_judged_anew(congress: Congress, tmp_path: Path, changed: str) -> None:
    large_project(tmp_path, *ALL_DONE, waivers="format: congress-waivers/1\nwaivers: []\n")
    congress("check")
    before = len(kept(tmp_path))
    path = tmp_path / changed
    path.write_text(path.read_text("utf-8") + "# thêm\n", "utf-8")

    congress("check")

    assert (before, len(kept(tmp_path))) == (1, 2)


@pytest.mark.parametrize(
    "words",
    [("--as-of", "2020-06-21"), ("--unit", "MN-01"), ("--width", "70"), ("--lang", "en"), ("--all",), ("--quiet",)],
)
def test_another_question_has_an_answer_of_its_own(congress: Congress, tmp_path: Path, words: tuple[str, ...]) -> None:
    large_project(tmp_path, *ALL_DONE)
    congress("check")

    asked = congress("check", *words)

    assert asked == congress("check", *words, "--no-cache")
    assert len(kept(tmp_path)) == 2


def test_the_same_question_may_end_with_another_exit_code(congress: Congress, tmp_path: Path) -> None:
    large_project(tmp_path)

    assert [congress("check", "--fail-on", grade).code for grade in ("violation", "never", "violation")] == [1, 0, 1]
    assert len(kept(tmp_path)) == 1


def test_a_small_registry_leaves_nothing_behind(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)

    congress("check")

    assert not (tmp_path / "cache").exists()


def test_without_cache_nothing_is_kept(congress: Congress, tmp_path: Path) -> None:
    large_project(tmp_path, *ALL_DONE)

    congress("check", "--no-cache")

    assert not (tmp_path / "cache").exists()


def test_mistakes_in_the_files_are_told_each_time(congress: Congress, tmp_path: Path) -> None:
    large_project(tmp_path, "plan.isued: 2020-06-15")

    assert congress("check") == congress("check")
    assert kept(tmp_path) == []


def test_a_report_is_never_written_over_a_file_that_was_read(congress: Congress, tmp_path: Path) -> None:
    registry = large_project(tmp_path, *ALL_DONE)
    congress("check", "--format", "plain=out")
    before = registry.read_bytes()

    assert congress("check", "--format", "plain=data/units.yaml").code == 3
    assert registry.read_bytes() == before


# ---------------------------------------------------------------- what is broken, foreign or not to be had


def _signed(payload: bytes) -> bytes:
    return b"congress-answer/1 " + hashlib.sha256(payload).hexdigest().encode() + b"\n" + payload


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"congress-answer/1 \n",
        b"\x80\x04cos\nsystem\n.",
        _signed(b"[]\n"),
        _signed(b"{}\n"),
        _signed(b'{"key": 1, "rendered": [[true, 99]]}\n'),
        _signed(b"[" * 100_000),
    ],
)
def test_a_broken_answer_is_no_answer(congress: Congress, tmp_path: Path, broken: bytes) -> None:
    large_project(tmp_path, *ALL_DONE)
    first = congress("check")
    the_answer(tmp_path).write_bytes(broken)

    assert congress("check") == first


@pytest.mark.parametrize("command", ["\x1b]0;title\x07", "\x1b[2J", "\x1b", "\x9b2J", "\x08", "over\rwritten", "\x7f"])
@pytest.mark.parametrize("place", ["notes", "text"])
def test_an_answer_that_a_terminal_would_obey_is_no_answer(tmp_path: Path, command: str, place: str) -> None:
    answers = Answers(tmp_path / "answers")
    answers.keep("key", Answer(command, {}, ()) if place == "notes" else Answer("", {}, (command,)))

    assert answers.find("key") is None


def test_colours_line_ends_and_bytes_are_kept_as_they_are(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "answers")
    answer = Answer("ghi chú\n", {}, ("\x1b[1;31mđỏ\x1b[0m\tmột\r\nhai\n", b"\x1b]0;\x07"))
    answers.keep("key", answer)

    assert answers.find("key") == answer


@given(st.integers(0, 10_000), st.integers(1, 255))
def test_a_changed_byte_is_seen(places: Path, place: int, change: int) -> None:
    answers = Answers(places / "answers")
    answers.keep("key", Answer("ghi chú\n", {"violation": 1}, ("văn bản\n", b"bytes")))
    path = places / "answers" / f"key{ENDING}"
    data = bytearray(path.read_bytes())
    data[place % len(data)] ^= change
    path.write_bytes(data)

    assert answers.find("key") is None


def test_an_answer_to_another_question_is_no_answer(tmp_path: Path) -> None:
    answers = Answers(tmp_path / "answers")
    answer = Answer("", {"violation": 1}, ("một\n", b"\xff"))
    answers.keep("one", answer)
    (tmp_path / "answers" / f"one{ENDING}").rename(tmp_path / "answers" / f"two{ENDING}")

    assert answers.find("two") is None
    answers.keep("one", answer)
    assert answers.find("one") == answer


@pytest.mark.skipif(os.name == "nt", reason="no such permissions there")
def test_a_folder_that_others_may_write_to_is_left_alone(congress: Congress, tmp_path: Path) -> None:
    large_project(tmp_path, *ALL_DONE)
    (tmp_path / "cache" / "congress").mkdir(parents=True)
    (tmp_path / "cache" / "congress").chmod(0o777)

    congress("check")

    assert kept(tmp_path) == []


def test_where_nothing_can_be_kept_the_report_is_as_ever(congress: Congress, tmp_path: Path) -> None:
    large_project(tmp_path, *ALL_DONE)
    wanted = congress("check", "--no-cache")
    (tmp_path / "cache").write_text("a file where a folder should be", "utf-8")

    assert congress("check") == wanted
    assert in_own_process("check", folder=tmp_path).returncode == wanted.code


def test_a_run_during_which_a_file_changes_is_not_kept(tmp_path: Path) -> None:
    large_project(tmp_path, *ALL_DONE)
    project = find_project(tmp_path, None, None, None)
    asked = question(project, None)
    report = report_on(read_data(project), Selection(), None, date(2020, 7, 1), ())
    assert asked is not None
    registry = tmp_path / "data" / "units.yaml"
    before = registry.read_bytes()

    for content in (before + b"# x\n", None, before):
        registry.unlink() if content is None else registry.write_bytes(content)
        asked.keep(Answer("", {}, ()), report)
        assert len(kept(tmp_path)) == (content == before)


def test_answers_that_take_too_much_room_are_let_go_the_oldest_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("congress_cli.answers.MOST_OF_ALL", 2_000)
    answers = Answers(tmp_path / "answers")
    for number, key in enumerate(("one", "two", "three")):
        answers.keep(key, Answer("", {}, (b"x" * 700,)))
        os.utime(tmp_path / "answers" / f"{key}{ENDING}", (number, number))

    answers.keep("four", Answer("", {}, (b"x" * 700,)))

    assert [key for key in ("one", "two", "three", "four") if answers.find(key)] == ["three", "four"]


@pytest.mark.parametrize(
    ("environment", "platform", "found"),
    [
        ({"XDG_CACHE_HOME": "/c", "HOME": "/h"}, "linux", "/c/congress"),
        ({"XDG_CACHE_HOME": "c", "HOME": "/h"}, "linux", "/h/.cache/congress"),
        ({"HOME": "/h"}, "darwin", "/h/Library/Caches/congress"),
        ({}, "linux", None),
        ({"HOME": "h"}, "linux", None),
        ({"HOME": "/h"}, "win32", None),
        ({"LOCALAPPDATA": "/l"}, "win32", "/l/congress"),
    ],
)
def test_the_folder_is_where_the_system_keeps_such_things(environment: Any, platform: str, found: str | None) -> None:
    assert cache_folder(environment, platform) == (None if found is None else Path(found))


def test_runs_at_the_same_time_say_the_same(tmp_path: Path) -> None:
    large_project(tmp_path, *ALL_DONE, rules=RULES)
    environment = {**QUIET_ENVIRONMENT, "XDG_CACHE_HOME": str(tmp_path / "cache")}
    running = [
        subprocess.Popen(congress_words("check"), cwd=tmp_path, env=environment, stdout=subprocess.PIPE)
        for _ in range(4)
    ]

    said = {one.communicate()[0] for one in running}

    assert len(said) == 1
    assert len(kept(tmp_path)) == 1


# ---------------------------------------------------------------- what makes it another question


def test_tomorrow_is_another_day(congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    large_project(tmp_path, as_of=None)
    told = []
    for today in (date(2020, 6, 20), date(2020, 6, 21)):
        monkeypatch.setattr("congress_cli.cli.clock.today", lambda today=today: today)
        told.append(json.loads(congress("check", "--format", "json").out))

    assert [one["as_of"] for one in told] == ["2020-06-20", "2020-06-21"]
    assert [one["totals"]["overdue"] for one in told] == [0, 3]


def test_a_file_that_comes_into_the_folder_is_read(congress: Congress, tmp_path: Path) -> None:
    large_project(tmp_path, *ALL_DONE)
    words = ("check", "--units", "data", "--format", "json")
    before = json.loads(congress(*words).out)
    more = "format: congress-units/1\nterm: 2020-2025\nas_of: 2020-06-30\nrecords: complete\nunits:\n"
    unit = "  - {id: MN-02, name: Đảng bộ phường Hai, level: grassroots, type: phuong, parent: MN}\n"
    (tmp_path / "data" / "more.yaml").write_text(more + unit, "utf-8")

    after = json.loads(congress(*words).out)

    assert len(after["units"]) == len(before["units"]) + 1
    (tmp_path / "data" / "more.yaml").unlink()
    assert json.loads(congress(*words).out) == before


def test_a_baseline_that_changes_is_read_anew(congress: Congress, tmp_path: Path) -> None:
    large_project(tmp_path)
    congress("check", "--as-of", "2020-06-20", "--format", "json=base.json")
    words = ("check", "--baseline", "base.json", "--format", "json")
    before = json.loads(congress(*words).out)
    congress("check", "--format", "json=base.json")

    after = json.loads(congress(*words).out)

    assert len(before["findings"]) == 3
    assert after["findings"] == []
