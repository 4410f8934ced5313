"""Which files a run reads, what reports and runners call them, and what is refused."""

import json
import os
import re
from pathlib import Path

import pytest

from congress_cli.language import LANGUAGES
from tests.cli.commands import ALL_DONE, PLAN, ROOT, RULES, WAIVERS, units_text, write_project
from tests.cli.conftest import Congress

OTHER_RULES = RULES.replace("01-TB/MN", "02-TB/MN")
CI_FORMATS = ("github", "gitlab", "sarif", "junit")


def write(folder: Path, **texts: str) -> Path:
    """Files of a folder: `rules` is rules.yaml."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.yaml").write_text(text, "utf-8")
    return folder


def judged_by(congress: Congress, *words: object) -> tuple[str, list[str]]:
    """The number of the directive, and the paths of the files that were read."""
    report = json.loads(congress("check", "--format", "json", "--fail-on", "never", *words).out)
    return report["directive"]["number"], [one["path"] for one in report["inputs"]]


# ---------------------------------------------------------------- rulebook and waivers


def test_the_rulebook_and_the_waivers_beside_a_named_registry_are_used(congress: Congress, tmp_path: Path) -> None:
    write(tmp_path / "party" / "data", units=units_text(), rules=RULES, waivers=WAIVERS)

    ran = congress("check", "--units", "party/data/units.yaml", "--format", "json", "--lang", "en")

    report = json.loads(ran.out)
    assert report["directive"]["number"] == "01-TB/MN"
    assert len(report["findings"]) == 3
    assert report["totals"]["waived"] == 1
    assert ran.err == ""


@pytest.mark.parametrize("named", ["party/data/units.yaml", "party/data"])
def test_a_named_file_and_a_named_folder_have_the_same_rulebook(congress: Congress, tmp_path: Path, named: str) -> None:
    write(tmp_path / "party" / "data", units=units_text(), rules=RULES)
    write_project(tmp_path, rules=OTHER_RULES)

    assert judged_by(congress, "--units", named)[0] == "01-TB/MN"


def test_option_then_environment_then_beside_then_settings_then_the_nearest_folder(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for place in ("option", "environment", "settings", "nearest", "beside"):
        write(tmp_path / place, rules=RULES.replace("01-TB/MN", f"{place}-TB"))
    write(tmp_path / "data", units=units_text(), rules=RULES.replace("01-TB/MN", "nearest-TB"))
    write(tmp_path / "beside", units=units_text())
    (tmp_path / "congress.toml").write_text('rules = "settings/rules.yaml"\n', "utf-8")
    monkeypatch.setenv("CONGRESS_RULES", "environment/rules.yaml")
    beside = ("--units", "beside/units.yaml")

    found = [judged_by(congress, *beside, "--rules", "option/rules.yaml")[0], judged_by(congress, *beside)[0]]
    monkeypatch.delenv("CONGRESS_RULES")
    found += [judged_by(congress, *beside)[0], judged_by(congress)[0]]
    (tmp_path / "congress.toml").unlink()
    found.append(judged_by(congress)[0])

    assert found == ["option-TB", "environment-TB", "beside-TB", "settings-TB", "nearest-TB"]


def test_a_registry_that_the_environment_names_is_a_named_one(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "party", units=units_text(), rules=OTHER_RULES)
    write_project(tmp_path)
    monkeypatch.setenv("CONGRESS_UNITS", "party/units.yaml")

    assert judged_by(congress)[0] == "02-TB/MN"
    assert "02-TB/MN" in congress("facts").out


@pytest.mark.parametrize(
    "words",
    [
        ("check", "-q"),
        ("validate",),
        ("validate", "-q"),
        ("explain", "MAU-01"),
        ("tree",),
        ("show", "MAU-01"),
        ("export", "-q", "--format", "csv"),
        ("facts",),
        ("rules", "list"),
        ("digest",),
        (),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(("language", "said"), [("vi", "bộ tiêu chí kèm theo"), ("en", "comes with the program")])
def test_the_shipped_rulebook_is_always_said_and_once(
    congress: Congress,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: str,
    said: str,
    words: tuple[str, ...],
) -> None:
    units = (ROOT / "examples" / "thanh-pho-mau" / "units.yaml").read_text("utf-8")
    write(tmp_path / "data", units=units)
    monkeypatch.setenv("CONGRESS_LANG", language)

    ran = congress(*words)

    assert ran.code in (0, 1)
    assert ran.err.count(said) == 1


def test_the_command_in_a_report_names_what_would_not_be_found(congress: Congress, tmp_path: Path) -> None:
    write(tmp_path / "party", units=units_text(), rules=OTHER_RULES)
    write_project(tmp_path)

    def command(*words: str) -> list[str]:
        return list(json.loads(congress("check", "--format", "json", "--fail-on", "never", *words).out)["command"])

    assert command("--units", "party/units.yaml") == ["congress", "check", "--units", "party/units.yaml"]
    both = ("--units", "party/units.yaml", "--rules", "data/rules.yaml")
    assert command(*both) == ["congress", "check", *both]


# ---------------------------------------------------------------- an option twice


@pytest.mark.parametrize(
    "words",
    [
        ("check", "--units", "a.yaml", "--units", "b.yaml"),
        ("check", "--as-of", "1/7/2020", "--as-of=2/7/2020"),
        ("check", "-o", "a.html", "--output", "b.html"),
        ("rules", "list", "--rules", "a.yaml", "--rules", "b.yaml"),
        ("--lang", "vi", "--lang", "en"),
    ],
    ids=" ".join,
)
@pytest.mark.parametrize(("language", "said"), [("vi", "ghi hai lần"), ("en", "stands twice")])
def test_an_option_that_takes_one_value_is_refused_twice(
    congress: Congress,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    words: tuple[str, ...],
    language: str,
    said: str,
) -> None:
    write_project(tmp_path, *ALL_DONE)
    monkeypatch.setenv("CONGRESS_LANG", language)

    ran = congress(*words)

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err or "--lang" in words
    assert re.search(r"«(--\S+)»", ran.err)[1] in (*words, "--as-of")  # type: ignore[index]


def test_options_that_take_several_values_and_flags_may_stand_twice(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)

    assert congress("check", "--unit", "MN", "--unit", "MN-01", "-q", "-q").code == 0


# ---------------------------------------------------------------- paths


def places(told: str) -> set[str]:
    """Every path of a units file that a report for a runner names."""
    return set(re.findall(r"[\w./-]*units\.yaml", told))


@pytest.mark.parametrize("variable", ["GITHUB_WORKSPACE", "CI_PROJECT_DIR", "git", "none"])
@pytest.mark.parametrize("format_", CI_FORMATS)
def test_runners_are_told_paths_of_the_repository_and_json_those_of_the_project(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str, variable: str
) -> None:
    write_project(tmp_path / "office", PLAN)
    if variable == "git":
        (tmp_path / ".git").mkdir()
    elif variable != "none":
        monkeypatch.setenv(variable, str(tmp_path))
    monkeypatch.chdir(tmp_path / "office")

    told = congress("check", "--format", format_).out
    report = congress("check", "--format", "json").out

    assert places(told) == {"data/units.yaml" if variable == "none" else "office/data/units.yaml"}
    assert places(report) == {"data/units.yaml"}


@pytest.mark.parametrize("format_", CI_FORMATS)
def test_paths_stay_right_below_the_folder_through_a_link_and_in_a_saved_report(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, format_: str
) -> None:
    repository = tmp_path / "repository"
    write_project(repository / "office", PLAN)
    (repository / "office" / "deep").mkdir()
    (repository / ".git").mkdir()
    (tmp_path / "link").symlink_to(repository / "office")
    monkeypatch.chdir(repository / "office" / "deep")
    direct = congress("check", "--format", format_).out
    monkeypatch.chdir(tmp_path / "link")
    monkeypatch.setenv("PWD", str(tmp_path / "link"))

    assert congress("check", "--format", format_).out == direct
    congress("check", "--format", "json", "-o", str(tmp_path / "report.json"))
    assert congress("render", str(tmp_path / "report.json"), "--format", format_).out == direct
    assert places(direct) == {"office/data/units.yaml"}


def test_a_data_folder_that_is_a_link_out_of_the_project_keeps_its_name_in_it(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path / "elsewhere", *ALL_DONE)
    (tmp_path / "office").mkdir()
    (tmp_path / "office" / "data").symlink_to(tmp_path / "elsewhere" / "data")
    monkeypatch.chdir(tmp_path / "office")

    assert judged_by(congress)[1] == ["data/rules.yaml", "data/units.yaml"]


def test_a_file_outside_the_project_is_named_from_the_project_wherever_one_stands(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_project(tmp_path / "office", *ALL_DONE)
    write(tmp_path / "shared", units=units_text(*ALL_DONE))
    (tmp_path / "office" / "deep").mkdir()
    monkeypatch.chdir(tmp_path / "office" / "deep")

    assert judged_by(congress, "--units", "../../shared/units.yaml")[1][0] == "../shared/units.yaml"


# ---------------------------------------------------------------- a baseline


@pytest.mark.parametrize(("language", "said"), [("vi", "không so được"), ("en", "cannot be compared")])
def test_a_baseline_of_another_directive_is_refused(
    congress: Congress, tmp_path: Path, language: str, said: str
) -> None:
    write_project(tmp_path, *ALL_DONE)
    congress("check", "--format", "json=before.json")
    assert congress("check", "--baseline", "before.json", "--lang", language).code == 0
    write_project(tmp_path, *ALL_DONE, rules=OTHER_RULES)

    ran = congress("check", "--baseline", "before.json", "--lang", language)

    assert (ran.code, ran.out) == (3, "")
    assert all(word in ran.err for word in ("before.json", "01-TB/MN", "02-TB/MN", said))


# ---------------------------------------------------------------- validate FILE…


def test_validate_takes_the_files_of_a_project_and_checks_it_once(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE, waivers=WAIVERS)
    whole = congress("validate", "--lang", "en")

    for names in (
        ["data/units.yaml"],
        ["data/rules.yaml"],
        ["data/waivers.yaml", "data/units.yaml", "data/rules.yaml"],
    ):
        assert congress("validate", *names, "--lang", "en") == whole
    assert whole.code == 0


def test_validate_tells_the_mistakes_of_all_named_files_in_one_run(congress: Congress, tmp_path: Path) -> None:
    for name in ("a", "b"):
        write_project(tmp_path / name, "nix: 2020-06-01")

    ran = congress("validate", "a/data/units.yaml", "b/data/units.yaml", "--lang", "en")

    assert ran.code == 3
    assert re.findall(r"^(\w)/data/units\.yaml:17:7: fact-unknown", ran.err, re.MULTILINE) == ["a", "b"]
    assert "2 mistakes in 2 files" in ran.err


@pytest.mark.parametrize(("language", "said"), [("vi", "chưa đối chiếu"), ("en", "not compared")])
def test_a_rulebook_without_a_registry_is_checked_alone_and_that_is_said(
    congress: Congress, tmp_path: Path, language: str, said: str
) -> None:
    write(tmp_path / "papers", rules=RULES, broken=RULES.replace("plan.issued\n", "plan.isued\n"))

    ran = congress("validate", "papers/rules.yaml", "--lang", language)
    broken = congress("validate", "papers/broken.yaml", "--lang", language)

    assert ran.code == 0
    assert said in ran.out
    assert broken.code == 3
    assert "fact-unknown" in broken.err


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_none_of_ours_is_refused(congress: Congress, tmp_path: Path, language: str) -> None:
    write(tmp_path, strange="a: b\n")
    write_project(tmp_path, *ALL_DONE)

    ran = congress("validate", "strange.yaml", "--lang", language)

    assert (ran.code, ran.out) == (3, "")
    assert "congress-units/1" in ran.err


# ---------------------------------------------------------------- init --under


@pytest.mark.parametrize("named", ["HN-268", "quận Hà Đông"])
def test_init_may_begin_with_ones_own_district(
    congress: Congress, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str
) -> None:
    assert congress("init", "office", "--under", named).code == 0
    monkeypatch.chdir(tmp_path / "office")

    report = json.loads(congress("check", "--format", "json").out)

    ids = [unit["id"] for unit in report["units"]]
    assert ids[0] == "HN-268"
    assert len(ids) == 18
    assert all(one.startswith("HN-268") for one in ids)
    assert report["totals"]["failed"] == 0
    assert congress("validate").code == 0


def test_init_of_a_district_can_be_empty_and_refuses_a_unit_there_is_not(congress: Congress, tmp_path: Path) -> None:
    assert congress("init", "office", "--under", "HN-268", "--empty").code == 0
    assert "facts" not in (tmp_path / "office" / "data" / "units.yaml").read_text("utf-8")

    assert congress("init", "other", "--under", "HN-999").code == 2
    assert not os.path.lexists(tmp_path / "other")


def test_a_name_that_no_file_can_have_is_a_mistake_of_the_user(congress: Congress, tmp_path: Path) -> None:
    write_project(tmp_path, *ALL_DONE)

    assert congress("check", "--units", "a\0b").code == 3
    assert congress("validate", "a\0b").code == 3
    assert congress("validate", "nothing.yaml").code == 3
