"""congress check: what it reads, what of it, on which day, and where the report goes."""

import hashlib
import io
import json
import os
import resource
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from congress_cli.cli import session
from tests.cli.commands import (
    ALL_DONE,
    CASE,
    CITY,
    CONGRESS,
    PLAN,
    QUIET_ENVIRONMENT,
    REVIEW,
    ROOT,
    RULES,
    WAIVERS,
    Ran,
    congress_words,
    in_own_process,
    units_text,
    write_project,
)
from tests.cli.conftest import Congress

SMALL = ("--units", CASE / "units.yaml", "--rules", CASE / "rules.yaml")


def report(congress: Congress, *words: object) -> dict[str, Any]:
    """The report as JSON."""
    ran = congress("check", "--format", "json", *words)
    assert ran.code in (0, 1), ran.err
    read: dict[str, Any] = json.loads(ran.out)
    return read


def names(read: dict[str, Any]) -> list[str]:
    return [unit["name"] for unit in read["units"] if unit["level"] == "grassroots"]


def paths(read: dict[str, Any]) -> list[str]:
    return [one["path"] for one in read["inputs"]]


# ---------------------------------------------------------------- which files


def test_the_project_is_found_from_a_folder_below_it(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path, name="Đảng bộ phường Trên")
    below = tmp_path / "one" / "two"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)

    read = report(congress)

    assert names(read) == ["Đảng bộ phường Trên"]
    assert paths(read) == ["data/rules.yaml", "data/units.yaml"]


def test_the_nearest_project_is_taken(congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_project(tmp_path, name="Đảng bộ phường Xa")
    write_project(tmp_path / "inner", name="Đảng bộ phường Gần")
    monkeypatch.chdir(tmp_path / "inner" / "data")

    assert names(report(congress)) == ["Đảng bộ phường Gần"]


def test_without_a_rulebook_of_its_own_the_shipped_one_is_used_and_this_is_said(
    congress: Congress, tmp_path: Path
) -> None:
    write_project(tmp_path)
    (tmp_path / "data" / "rules.yaml").unlink()

    ran = congress("check", "--format", "json", "--lang", "en")

    assert json.loads(ran.out)["directive"]["number"] == "2658-TB/TU"
    assert paths(json.loads(ran.out)) == ["congress:rules.yaml", "data/units.yaml"]
    assert "there is no rules.yaml" in ran.err
    assert "comes with the program" in congress("check", "--quiet", "--lang", "en").err


def _registries(folder: Path) -> None:
    """One registry for each way of naming one; each has a ward of its own name."""
    write_project(folder, name="data")
    for name in ("option", "variable", "toml", "pyproject"):
        (folder / f"{name}.yaml").write_text(units_text(name=name), "utf-8")
        (folder / f"{name}-rules.yaml").write_text(RULES.replace("01-TB/MN", name), "utf-8")


@pytest.mark.parametrize(
    ("ways", "taken"),
    [
        ((), "data"),
        (("pyproject",), "pyproject"),
        (("pyproject", "toml"), "toml"),
        (("pyproject", "toml", "variable"), "variable"),
        (("pyproject", "toml", "variable", "option"), "option"),
    ],
)
def test_option_then_environment_then_project_file_decide_what_is_read(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ways: tuple[str, ...], taken: str
) -> None:
    _registries(tmp_path)
    words: tuple[str, ...] = ()
    if "pyproject" in ways:
        text = '[tool.congress]\nunits = "pyproject.yaml"\nrules = "pyproject-rules.yaml"\n'
        (tmp_path / "pyproject.toml").write_text(text, "utf-8")
    if "toml" in ways:
        text = 'units = "toml.yaml"\nrules = "toml-rules.yaml"\n'
        (tmp_path / "congress.toml").write_text(text, "utf-8")
    if "variable" in ways:
        monkeypatch.setenv("CONGRESS_UNITS", "variable.yaml")
        monkeypatch.setenv("CONGRESS_RULES", "variable-rules.yaml")
    if "option" in ways:
        words = ("--units", "option.yaml", "--rules", "option-rules.yaml")

    read = report(congress, *words)

    assert names(read) == [taken]
    assert read["directive"]["number"] == ("01-TB/MN" if taken == "data" else taken)


def test_paths_of_a_project_file_are_resolved_against_its_folder(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _registries(tmp_path)
    (tmp_path / "congress.toml").write_text('units = "toml.yaml"\n', "utf-8")
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "pyproject.toml").write_text('[project]\nname = "other"\n', "utf-8")
    monkeypatch.chdir(tmp_path / "below")

    assert names(report(congress)) == ["toml"]


def test_of_a_folder_every_registry_is_read_and_the_rest_is_named(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, waivers=WAIVERS)
    head, _, ward = units_text(*ALL_DONE).partition("  - id: MN-01\n")
    folder = tmp_path / "registry"
    (folder / "deep").mkdir(parents=True)
    (folder / "city.yaml").write_text(head, "utf-8")
    (folder / "deep" / "ward.yaml").write_text(
        "format: congress-units/1\nterm: 2020-2025\nrecords: partial\nunits:\n  - id: MN-01\n" + ward, "utf-8"
    )
    (folder / "rules.yaml").write_text(RULES, "utf-8")
    (folder / "other.yaml").write_text("a: b\n", "utf-8")
    (folder / "notes.txt").write_text("format: congress-units/1\n", "utf-8")

    ran = congress("check", "--units", "registry", "--format", "json", "--lang", "en")
    read = json.loads(ran.out)

    assert paths(read) == ["registry/city.yaml", "registry/deep/ward.yaml", "registry/rules.yaml"]
    assert [(unit["id"], unit["records"]) for unit in read["units"]] == [("MN", "complete"), ("MN-01", "partial")]
    assert ran.err == "Note: files that do not say format: congress-units/1 are not read: registry/other.yaml\n"


def test_a_registry_may_come_from_standard_input(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path, waivers=WAIVERS)
    text = units_text(CONGRESS, REVIEW, name="Đảng bộ phường Từ Ống Dẫn")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    read = report(congress, "--units", "-")

    assert names(read) == ["Đảng bộ phường Từ Ống Dẫn"]
    assert read["inputs"][0] == {"path": "-", "sha256": hashlib.sha256(text.encode()).hexdigest()}
    assert read["totals"]["waived"] == 0


def test_a_registry_outside_any_project_can_be_named(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path / "project")
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    read = report(congress, "--units", "../project/data/units.yaml", "--rules", "../project/data/rules.yaml")

    assert names(read) == ["Đảng bộ phường Một"]


def test_each_input_is_named_with_the_sha256_of_its_bytes(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, waivers=WAIVERS)

    inputs = report(congress)["inputs"]

    assert [one["path"] for one in inputs] == ["data/rules.yaml", "data/units.yaml", "data/waivers.yaml"]
    for one in inputs:
        assert one["sha256"] == hashlib.sha256((tmp_path / one["path"]).read_bytes()).hexdigest()


# ---------------------------------------------------------------- waivers


def test_waivers_beside_the_registry_hold_unless_others_are_named_or_none_wanted(
    congress: Congress, tmp_path: Path
) -> None:
    write_project(tmp_path, waivers=WAIVERS)
    (tmp_path / "other.yaml").write_text(WAIVERS.replace("plan-issued", "congress-held"), "utf-8")

    def waived(*words: str) -> list[tuple[str, str]]:
        findings = report(congress, *words)["findings"]
        return [(one["rule"], one["would_be"]) for one in findings if one["status"] == "waived"]

    assert waived() == [("plan-issued", "overdue")]
    assert waived("--units", "data") == [("plan-issued", "overdue")]
    assert waived("--waivers", "other.yaml") == [("congress-held", "overdue")]
    assert waived("--no-waivers") == []
    assert waived("--no-waivers", "--waivers", "other.yaml") == []


def test_the_project_file_may_name_the_waivers(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "granted.yaml").write_text(WAIVERS, "utf-8")
    (tmp_path / "congress.toml").write_text('waivers = "granted.yaml"\n', "utf-8")

    assert report(congress)["totals"]["waived"] == 1


def test_a_waiver_that_has_ended_or_names_nobody_is_told(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, waivers=WAIVERS.replace("MN-01", "MN-77").replace("2020-07-31", "2020-06-29"))

    ran = congress("check", "--lang", "en")

    assert "the waiver 31-CV/BTCTU ended on 29/06/2020" in ran.err
    assert "names what is not in the registry or the rulebook: MN-77" in ran.err


def test_a_registry_of_another_term_is_told(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    units = tmp_path / "data" / "units.yaml"
    units.write_text(units.read_text("utf-8").replace("2020-2025", "2025-2030"), "utf-8")

    assert "2025-2030" in congress("check").err


# ---------------------------------------------------------------- what of it


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The whole report on the small city, from which each selection is worked out again."""
    ran = in_own_process("check", *SMALL, "--format", "json", folder=tmp_path_factory.mktemp("elsewhere"))
    read: dict[str, Any] = json.loads(ran.stdout)
    return read


def _is_below(unit: str | None, top: str, parents: dict[str, str | None]) -> bool:
    while unit is not None:
        if unit == top:
            return True
        unit = parents.get(unit)
    return False


SELECTIONS = {
    "--unit MN-01": lambda one, book: one["unit"] == "MN-01",
    "--unit MN-01 --unit MN-31": lambda one, book: one["unit"] in ("MN-01", "MN-31"),
    "--unit TF-2": lambda one, book: one["unit"] == "TF-2",
    "--under MN-01": lambda one, book: _is_below(one["unit"], "MN-01", book.parents),
    "--under MN": lambda one, book: not one["unit"].startswith("TF"),
    "--under MN-01 --under MN-02": lambda one, book: any(
        _is_below(one["unit"], top, book.parents) for top in ("MN-01", "MN-02")
    ),
    "--under MN-01 --unit MN-11": lambda one, book: one["unit"] == "MN-11",
    "--rule plan-issued": lambda one, book: one["rule"] == "plan-issued",
    "--rule plan-issued --rule report-sent": lambda one, book: one["rule"] in ("plan-issued", "report-sent"),
    "--clause 6.1b": lambda one, book: "6.1b" in book.clauses[one["rule"]],
    "--clause 6.1": lambda one, book: any(clause in ("6.1a", "6.1b") for clause in book.clauses[one["rule"]]),
    "--clause 6": lambda one, book: any(clause.startswith("6.") for clause in book.clauses[one["rule"]]),
    "--clause 1.1 --clause 8": lambda one, book: any(
        clause == "1.1" or clause.startswith("8.") for clause in book.clauses[one["rule"]]
    ),
    "--owner grassroots": lambda one, book: book.owners[one["rule"]] == "grassroots",
    "--owner task-force --owner city": lambda one, book: book.owners[one["rule"]] in ("task-force", "city"),
    "--under MN-02 --owner upper --clause 6": lambda one, book: (
        _is_below(one["unit"], "MN-02", book.parents)
        and book.owners[one["rule"]] == "upper"
        and any(clause.startswith("6.") for clause in book.clauses[one["rule"]])
    ),
}


class _Book:
    def __init__(self, everything: dict[str, Any]) -> None:
        self.parents = {unit["id"]: unit["parent"] for unit in everything["units"]}
        self.clauses = {rule["id"]: rule["clause"] for rule in everything["rules"]}
        self.owners = {rule["id"]: rule["owner"] for rule in everything["rules"]}


@pytest.mark.parametrize("words", SELECTIONS)
def test_a_selection_takes_just_its_findings_unchanged_and_totals_count_them(
    congress: Congress, everything: dict[str, Any], words: str
) -> None:
    book = _Book(everything)
    wanted = [one for one in everything["findings"] if SELECTIONS[words](one, book)]

    read = report(congress, *SMALL, *words.split())

    assert 0 < len(wanted) < len(everything["findings"])
    assert read["findings"] == wanted
    assert {status: count for status, count in read["totals"].items() if count} == _counted(wanted)
    for rule in read["rules"]:
        of_rule = [one for one in wanted if one["rule"] == rule["id"]]
        assert rule["judged"] == len(of_rule)
        assert {status: count for status, count in rule["counts"].items() if count} == _counted(of_rule)


def _counted(findings: list[dict[str, Any]]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for one in findings:
        counts[one["status"]] = counts.get(one["status"], 0) + 1
    return counts


def test_selected_units_come_with_their_superiors(congress: Congress) -> None:
    assert [unit["id"] for unit in report(congress, *SMALL, "--unit", "MN-11")["units"]] == ["MN", "MN-01", "MN-11"]


@pytest.mark.parametrize(
    ("option", "name", "id_"),
    [
        ("--unit", "mẫu một", "MAU-01"),
        ("--under", "quan mau mot", "MAU-01"),
        ("--unit", "Huyện ủy Mẫu Ba", "MAU-03"),
        ("--under", "mau-03", "MAU-03"),
    ],
)
def test_a_unit_may_be_named_and_the_report_holds_its_id(congress: Congress, option: str, name: str, id_: str) -> None:
    named, by_id = (congress("check", "--units", CITY, "--format", "json", option, one) for one in (name, id_))

    assert (named.code, named.out) == (by_id.code, by_id.out)
    assert f"«{name}»" in named.err
    assert f"({id_})" in named.err
    assert f"({id_})" not in by_id.err


@pytest.mark.parametrize(
    ("option", "name", "told"),
    [
        ("--unit", "quận", "«quận»"),
        ("--under", "đảng bộ", "«đảng bộ»"),
        ("--unit", "Mẫu Một Nghìn", "«Mẫu Một Nghìn»"),
        ("--under", "TF-01", "«TF-01»"),
    ],
)
def test_a_name_that_no_unit_or_several_have_is_a_mistake_of_usage(
    congress: Congress, option: str, name: str, told: str
) -> None:
    ran = congress("check", "--units", CITY, option, name)

    assert (ran.code, ran.out) == (2, "")
    assert told in ran.err


@pytest.mark.parametrize("statuses", [("overdue",), ("met", "failed"), ("error",)])
def test_status_shows_only_its_findings_and_totals_still_count_all(
    congress: Congress, everything: dict[str, Any], statuses: tuple[str, ...]
) -> None:
    words = [word for status in statuses for word in ("--status", status)]

    read = report(congress, *SMALL, *words)

    assert read["findings"] == [one for one in everything["findings"] if one["status"] in statuses]
    assert read["totals"] == everything["totals"]
    assert read["problems"] == everything["problems"]
    assert read["rules"] == everything["rules"]


# ---------------------------------------------------------------- on which day


def test_both_notations_of_a_day_mean_the_same(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, PLAN)
    told = {
        congress("check", "--format", "json", "--as-of", day).out for day in ("2020-06-05", "5/6/2020", "05/06/2020")
    }

    (only,) = told
    assert json.loads(only)["as_of"] == "2020-06-05"
    assert json.loads(only)["as_of_from"] == "option"


def test_the_day_is_the_option_then_the_registrys_then_today_in_vietnam(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session, "today", lambda *_: date(2020, 6, 25))

    def judged(*words: str) -> tuple[str, str]:
        read = report(congress, *words)
        return read["as_of"], read["as_of_from"]

    write_project(tmp_path)
    assert judged("--as-of", "2020-06-19") == ("2020-06-19", "option")
    assert judged() == ("2020-06-30", "registry")
    write_project(tmp_path, as_of="")
    assert judged() == ("2020-06-25", "today")
    assert judged("--as-of", "2020-06-19") == ("2020-06-19", "option")


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize(
    ("words", "frozen", "told"),
    [
        (("--as-of", "2020-06-19"), "2020-06-30", {"vi": "do người dùng chọn", "en": "the day asked for"}),
        ((), "2020-06-30", {"vi": "chốt", "en": "the registry is frozen"}),
        ((), "", {"vi": "(hôm nay)", "en": "(today)"}),
    ],
)
@pytest.mark.parametrize("form", ["table", "plain"])
def test_every_report_names_its_day_and_where_it_came_from(
    congress: Congress,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    words: tuple[str, ...],
    frozen: str,
    told: dict[str, str],
    form: str,
) -> None:
    monkeypatch.setattr(session, "today", lambda *_: date(2020, 6, 30))
    write_project(tmp_path, as_of=frozen)

    ran = congress("check", "--format", form, "--lang", language, *words)

    day = "19/06/2020" if words else "30/06/2020"
    assert day in ran.out
    assert told[language] in ran.out


def test_today_is_the_day_in_vietnam_whatever_the_zone_of_the_machine() -> None:
    assert session.VIETNAM.utcoffset(None).total_seconds() == 7 * 3600
    assert abs((session.today() - date.today()).days) <= 1  # noqa: DTZ011


# ---------------------------------------------------------------- where the report goes


@pytest.mark.parametrize(
    ("name", "form"),
    [("report.json", "json"), ("report.txt", "plain"), ("report", "plain"), ("report.table", "table")],
)
def test_the_ending_of_the_file_decides_its_format(congress: Congress, tmp_path: Path, name: str, form: str) -> None:
    write_project(tmp_path, PLAN)

    ran = congress("check", "-o", name)

    assert (ran.code, ran.out) == (0, "")
    assert (tmp_path / name).read_text("utf-8") == congress("check", "--format", form).out


def test_a_format_asked_for_wins_over_the_ending(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    congress("check", "--format", "plain", "-o", "report.json")

    assert (tmp_path / "report.json").read_text("utf-8").startswith("# ")


def test_a_report_takes_the_place_of_an_old_one_and_leaves_nothing_else(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    kept = tmp_path / "kept" / "report.json"
    kept.parent.mkdir()
    kept.write_text("old", "utf-8")
    kept.chmod(0o640)
    (tmp_path / "link.json").symlink_to(kept)

    congress("check", "-o", "link.json")

    assert json.loads(kept.read_text("utf-8"))["schema"] == "congress-report/1"
    assert kept.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "link.json").is_symlink()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "kept", "link.json"]
    assert [path.name for path in kept.parent.iterdir()] == ["report.json"]


def test_a_report_that_does_not_fit_on_the_disk_leaves_the_old_one(tmp_path: Path) -> None:
    write_project(tmp_path)
    (tmp_path / "report.json").write_text("old", "utf-8")

    ran = subprocess.run(
        congress_words("check", "-o", "report.json", "--lang", "en"),
        cwd=tmp_path,
        env={**QUIET_ENVIRONMENT, "PYTHONDONTWRITEBYTECODE": "1"},
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000)),
    )

    assert ran.returncode == 3
    assert ran.stderr.decode().startswith("congress: report.json: cannot be written")
    assert (tmp_path / "report.json").read_text("utf-8") == "old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "report.json"]


def test_a_hyphen_is_standard_output(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    assert congress("check", "-o", "-").out == congress("check").out
    assert not (tmp_path / "-").exists()


def test_check_leaves_every_file_on_disk_as_it_was(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, waivers=WAIVERS)
    (tmp_path / "home").mkdir()
    before = _whole_tree(tmp_path)

    for words in ((), ("--format", "json"), ("--format", "table"), ("--status", "met"), ("--as-of", "x")):
        congress("check", *words)

    assert _whole_tree(tmp_path) == before


def test_the_deprecated_no_cache_changes_nothing_and_says_so_in_the_help(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)

    assert congress("check", "--no-cache") == congress("check")
    assert "deprecated" in congress("check", "--help", "--lang", "en").out


def test_check_needs_nothing_that_can_be_written(tmp_path: Path) -> None:
    ran = subprocess.run(
        congress_words("check", *SMALL, "--fail-on", "never"),
        cwd="/",
        env={**QUIET_ENVIRONMENT, "HOME": "/nowhere", "TMPDIR": "/nowhere"},
        capture_output=True,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
    )

    assert ran.returncode == 0
    assert ran.stdout.startswith(b"# ")


def _whole_tree(folder: Path) -> dict[str, tuple[str, int, int]]:
    return {
        str(path): (
            hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "",
            path.stat().st_mtime_ns,
            path.stat().st_mode,
        )
        for path in sorted([folder, *folder.rglob("*")])
    }


# ---------------------------------------------------------------- who runs it, and where


HARMLESS: dict[str, tuple[dict[str, str], tuple[str, ...], tuple[str, ...], Path]] = {
    "C-locale-west-seed-1": ({"LC_ALL": "C", "TZ": "America/New_York", "PYTHONHASHSEED": "1"}, (), (), ROOT),
    "latin-1-narrow": ({"PYTHONIOENCODING": "latin-1", "COLUMNS": "1", "NO_COLOR": "1"}, (), (), ROOT),
    "optimised-strict": ({"PYTHONWARNINGS": "error", "TERM": "dumb"}, ("-O",), ("--width", "40"), ROOT),
    "english-coloured-elsewhere-seed-2": (
        {"CONGRESS_LANG": "en", "FORCE_COLOR": "1", "PYTHONHASHSEED": "2", "TZ": "Pacific/Kiritimati"},
        (),
        ("--color", "always", "--lang", "en", "--verbose", "--quiet", "--all"),
        CITY,
    ),
    "unbuffered-no-utf8": ({"PYTHONUNBUFFERED": "1", "PYTHONUTF8": "0", "LC_ALL": "C", "COLUMNS": "abc"}, (), (), ROOT),
}


def test_json_is_byte_for_byte_the_same_whoever_runs_it_and_wherever() -> None:
    processes = {
        name: subprocess.Popen(
            [sys.executable, *interpreter, *congress_words("check", "--units", CITY, "--format", "json", *words)[1:]],
            cwd=folder,
            env={**QUIET_ENVIRONMENT, **environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for name, (environment, interpreter, words, folder) in HARMLESS.items()
    }
    told = {name: process.communicate(timeout=60) for name, process in processes.items()}

    assert {process.returncode for process in processes.values()} == {1}
    assert not any(b"Traceback" in err or b"Warning" in err for _, err in told.values())
    (only,) = {out for out, _ in told.values()}
    assert len(json.loads(only)["findings"]) > 900


@pytest.mark.parametrize("encoding", ["latin-1", "cp1258", "ascii", "cp437"])
@pytest.mark.parametrize(
    "words", [("check",), ("check", "--format", "table"), ("--help",), ("validate",)], ids=" ".join
)
def test_an_old_code_page_gets_vietnamese_without_accents(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str, words: tuple[str, ...]
) -> None:
    write_project(tmp_path, PLAN)

    ran = _at_code_page(encoding, monkeypatch, *words)

    assert ran.code == 0
    assert "?" not in ran.out
    assert _without_accents_like(ran.out)
    if words == ("check",):
        assert "dang bo phuong mot" in ran.out.lower()
        assert ran.err == "Luu y: man hinh khong hien duoc tieng Viet co dau, nen in khong dau.\n"


def _at_code_page(encoding: str, monkeypatch: pytest.MonkeyPatch, *words: str) -> Ran:
    from congress_cli.__main__ import run

    out, err = (io.TextIOWrapper(io.BytesIO(), encoding=encoding, newline="\n") for _ in range(2))
    with monkeypatch.context() as patched:
        patched.setattr(sys, "stdout", out)
        patched.setattr(sys, "stderr", err)
        code = run(list(words))
    texts = [stream.buffer.getvalue().decode(encoding) for stream in (out, err)]
    return Ran(int(code), *texts)


def _without_accents_like(text: str) -> bool:
    return not any(letter in text for letter in "ăâđêôơưĂÂĐÊÔƠƯáàảãạ")


def test_in_an_old_code_page_an_unknown_is_not_taken_for_an_empty_cell(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ran = _at_code_page(
        "latin-1", monkeypatch, "check", "--units", str(CITY), "--format", "table", "--width", "120", "--all"
    )

    row = next(line for line in ran.out.splitlines() if line.startswith("2.2a"))
    assert "?" not in row


def test_the_language_is_never_that_of_the_locale(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path)
    for locale in ("C", "en_US.UTF-8", "fr_FR.UTF-8"):
        monkeypatch.setenv("LC_ALL", locale)
        monkeypatch.setenv("LANG", locale)
        assert "quá hạn" in congress("check").out


def test_option_environment_project_file_and_rulebook_decide_the_language(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path, rules=RULES.replace("language: vi", "language: en"))
    assert "overdue" in congress("check").out
    (tmp_path / "congress.toml").write_text('lang = "vi"\n', "utf-8")
    assert "quá hạn" in congress("check").out
    monkeypatch.setenv("CONGRESS_LANG", "en")
    assert "overdue" in congress("check").out
    assert "quá hạn" in congress("check", "--lang", "vi").out
    assert "quá hạn" in congress("--lang", "vi", "check").out


def test_the_language_is_that_of_the_rulebook_that_is_read_wherever_it_is_named(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path)
    (tmp_path / "en.yaml").write_text(RULES.replace("language: vi", "language: en"), "utf-8")
    assert "overdue" in congress("check", "--rules", "en.yaml").out
    assert "overdue" in congress("check", "--rules=en.yaml").out
    (tmp_path / "congress.toml").write_text('rules = "en.yaml"\n', "utf-8")
    assert "overdue" in congress("check").out
    monkeypatch.setenv("CONGRESS_RULES", "data/rules.yaml")
    assert "quá hạn" in congress("check").out
    assert "overdue" in congress("check", "--rules", "en.yaml").out


def test_the_rulebook_may_come_from_standard_input(tmp_path: Path) -> None:
    write_project(tmp_path)

    ran = in_own_process("check", "--rules", "-", "--format", "json", folder=tmp_path, stdin=RULES.encode())

    assert [one["path"] for one in json.loads(ran.stdout)["inputs"]] == ["-", "data/units.yaml"]


def test_json_is_told_in_the_language_of_the_rulebook(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, PLAN)
    vietnamese = congress("check", "--format", "json", "--lang", "en").out
    write_project(tmp_path, PLAN, rules=RULES.replace("language: vi", "language: en"))
    english = congress("check", "--format", "json", "--lang", "vi").out

    assert "quá hạn" not in english
    assert {one["message"] for one in json.loads(english)["findings"]} >= {"plan issued on 15/06/2020"}
    assert {one["message"] for one in json.loads(vietnamese)["findings"]} >= {"ban hành kế hoạch ngày 15/06/2020"}


def test_quiet_says_nothing_but_problems(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, PLAN, REVIEW, waivers=WAIVERS.replace("2020-07-31", "2020-06-29"))

    ran = congress("check", "--quiet", "--format", "plain", "--lang", "en")

    assert ran.err == ""
    assert [line.partition(":")[0] for line in ran.lines] == ["overdue"]


def test_the_environment_of_a_user_is_left_alone(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path)
    before, folder = dict(os.environ), Path.cwd()

    congress("check")

    assert dict(os.environ) == before
    assert Path.cwd() == folder


@pytest.mark.parametrize(
    ("limit", "english", "vietnamese"),
    [
        ("before: congress.opened", "must be done before: congress opened", "phải xong trước khi đại hội bắt đầu"),
        ("by: congress.opened", "must be done by the day of: congress opened", "chậm nhất vào ngày đại hội bắt đầu"),
        (
            "within: {days: 10, after: congress.opened}",
            "the time is counted from: congress opened",
            "thời hạn tính từ đại hội bắt đầu",
        ),
    ],
)
def test_an_event_without_a_day_is_told_as_the_limit_means_it(
    congress: Congress, tmp_path: Path, limit: str, english: str, vietnamese: str
) -> None:
    rules = RULES.replace("event: plan.issued\n    by: 2020-06-20", f"event: plan.issued\n    {limit}")
    write_project(tmp_path, CONGRESS, REVIEW, rules=rules)

    for language, told in (("en", english), ("vi", vietnamese)):
        ran = congress("check", "--rule", "plan-issued", "--lang", language)
        assert told in ran.out
        assert ("before" in ran.out) is (limit.startswith("before") and language == "en")
