"""Where the data are: the root, the settings, the files of a folder, the language of a rulebook."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from congress_cli.errors import CongressError
from congress_cli.reading.project import (
    SETTINGS,
    BadSettings,
    find_project,
    find_root,
    language_of,
    settings,
    unit_files,
)
from tests.reading.places import refusal, words

UNITS = "format: congress-units/1\n"


def write(folder: Path, **texts: str) -> Path:
    """Files below a folder: `data__units` is data/units.yaml."""
    for name, text in texts.items():
        path = folder / (name.replace("__", "/") + ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return folder


def names(paths, folder):
    return [Path(path).relative_to(folder).as_posix() for path in paths]


# --- the root and its files


def test_the_root_is_the_nearest_folder_upward_with_a_registry(tmp_path):
    write(tmp_path, data__units=UNITS, inner__data__units=UNITS)
    (tmp_path / "inner" / "deep" / "deeper").mkdir(parents=True)
    (tmp_path / "beside").mkdir()

    assert find_root(tmp_path / "inner" / "deep" / "deeper") == tmp_path / "inner"
    assert find_root(tmp_path / "beside") == tmp_path


def test_outside_any_project_there_is_nothing_to_judge(tmp_path):
    with pytest.raises(CongressError) as caught:
        find_project(tmp_path, None, None, None)

    assert caught.value.code == "no-project"


def test_a_project_has_its_own_rules_and_waivers(tmp_path):
    write(tmp_path, data__units=UNITS, data__rules="", data__waivers="")

    project = find_project(tmp_path, None, None, None)

    assert not project.rules_are_shipped
    assert project.shown(project.rules) == "data/rules.yaml"
    assert project.waivers == tmp_path / "data" / "waivers.yaml"
    assert find_project(tmp_path, None, None, None, use_waivers=False).waivers is None


def test_without_rules_the_shipped_ones_are_taken_and_called_so(tmp_path):
    write(tmp_path, data__units=UNITS)

    project = find_project(tmp_path, None, None, None)

    assert project.rules_are_shipped
    assert project.shown(project.rules) == "congress:rules.yaml"
    assert project.waivers is None


def test_what_is_asked_for_goes_before_what_is_found(tmp_path):
    write(tmp_path, data__units=UNITS, data__rules="", other__units=UNITS, other__waivers="", other__rules="")
    other = tmp_path / "other"

    project = find_project(tmp_path, str(other / "units.yaml"), str(other / "rules.yaml"), None)

    assert (project.units, project.rules) == (str(other / "units.yaml"), other / "rules.yaml")
    assert project.waivers == other / "waivers.yaml"
    assert project.root == tmp_path


def test_the_waivers_of_a_folder_of_units_lie_in_it(tmp_path):
    write(tmp_path, waivers="", a=UNITS)

    assert find_project(tmp_path, str(tmp_path), None, None).waivers == tmp_path / "waivers.yaml"


# --- folders


def test_of_a_folder_every_units_file_is_read_in_byte_order_of_the_paths(tmp_path):
    write(tmp_path, b=UNITS, a__z=UNITS, B=UNITS, a=UNITS)

    assert names(unit_files(str(tmp_path)).paths, tmp_path) == ["B.yaml", "a.yaml", "a/z.yaml", "b.yaml"]


def test_files_of_other_formats_are_left_alone_and_strangers_are_named(tmp_path):
    write(
        tmp_path,
        units=UNITS,
        rules="format: congress-rules/1\n",
        waivers="format: congress-waivers/1\n",
        stranger="format: other/1\n",
        units2="format: congress-units/10\n",
    )

    files = unit_files(str(tmp_path))

    assert names(files.paths, tmp_path) == ["units.yaml"]
    assert names(files.left_alone, tmp_path) == ["stranger.yaml", "units2.yaml"]


@pytest.mark.parametrize(
    "data",
    [
        b"format: 'congress-units/1'\n",
        b'format:   "congress-units/1"  # comment\r\n',
        b"\xef\xbb\xbfformat: congress-units/1\n",
        b"# a comment\rformat: congress-units/1\r",
        "format: congress-units/1\n".encode("utf-16"),
        "format: congress-units/1\n".encode("utf-32"),
        b'"format": congress-units/1\n',
        b'{"format": "congress-units/1"}\n',
        b"# \xff\nformat: congress-units/1\n",
    ],
    ids=["quoted", "CRLF", "a BOM", "lone CR", "UTF-16", "UTF-32", "a quoted key", "JSON", "bytes that are no UTF-8"],
)
def test_a_units_file_is_known_however_it_is_written(tmp_path, data):
    (tmp_path / "a.yaml").write_bytes(data)

    assert len(unit_files(str(tmp_path)).paths) == 1


def test_a_folder_without_units_is_refused(tmp_path):
    write(tmp_path, rules="format: congress-rules/1\n")

    with pytest.raises(CongressError) as caught:
        unit_files(str(tmp_path))

    assert caught.value.code == "folder-without-units"


def test_a_file_is_taken_whatever_its_format(tmp_path):
    write(tmp_path, rules="format: congress-rules/1\n")

    assert unit_files(str(tmp_path / "rules.yaml")).paths == (str(tmp_path / "rules.yaml"),)
    assert unit_files("-").paths == ("-",)


# --- settings


def test_the_nearest_settings_hold_and_their_paths_are_relative_to_their_folder(tmp_path):
    (tmp_path / "congress.toml").write_text('units = "registers"\nlang = "en"\n', "utf-8")
    (tmp_path / "inner").mkdir()

    assert settings(tmp_path / "inner") == {"units": str(tmp_path / "registers"), "lang": "en"}


def test_a_pyproject_holds_settings_only_in_its_own_table(tmp_path):
    (tmp_path / "congress.toml").write_text('lang = "en"\n', "utf-8")
    (tmp_path / "with").mkdir()
    (tmp_path / "with" / "pyproject.toml").write_text('[tool.congress]\nlang = "vi"\n', "utf-8")
    (tmp_path / "without").mkdir()
    (tmp_path / "without" / "pyproject.toml").write_text("[tool.ruff]\n", "utf-8")

    assert settings(tmp_path / "with") == {"lang": "vi"}
    assert settings(tmp_path / "without") == {"lang": "en"}


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("congress.toml", b"lang = en\n", "settings-unreadable"),
        ("congress.toml", b"lang = '\xff'\n", "settings-not-utf8"),
        ("congress.toml", b"colour = 'always'\n", "setting-unknown"),
        ("congress.toml", b"units = ['a', 'b']\n", "setting-not-text"),
        ("congress.toml", b"lang = 'fr'\n", "setting-language"),
        ("congress.toml", b"# a\n  'lang' = 'eng'\n", "setting-language"),
        ("congress.toml", b"waivers = 'a'\n\nunits.a = 1\nlang = 7\n", "setting-not-text"),
        ("pyproject.toml", b"[tool.congress]\nlangu = 'en'\nreport-siz = '12'\n", "setting-unknown"),
        ("congress.toml", b"units = " + b"[" * 5_000, "settings-too-deep"),
        ("congress.toml", b"a." * 5_000 + b"a = 1\n", "settings-too-deep"),
        ("pyproject.toml", b"[tool.congress]\nunits = " + b"[" * 5_000, "settings-too-deep"),
        ("pyproject.toml", b"[tool]\ncongress = 'vi'\n", None),
        ("pyproject.toml", b"tool = 'congress'\n", None),
        ("pyproject.toml", b"not toml", None),
        ("pyproject.toml", b"\xff", None),
    ],
    ids=[
        "no TOML",
        "no UTF-8",
        "an unknown setting",
        "no text",
        "an unknown language",
        "nearly a language",
        "two that are no texts",
        "two unknown settings",
        "deep brackets",
        "many dots",
        "a pyproject with deep brackets",
        "a text for a table",
        "another tool's",
        "a broken pyproject",
        "a pyproject that is no UTF-8",
    ],
)
def test_broken_settings_of_ours_are_refused_and_those_of_others_are_none_of_our_business(
    golden, tmp_path, name, data, code
):
    (tmp_path / name).write_bytes(data)

    if code is None:
        assert settings(tmp_path) == {}
    else:
        with pytest.raises(CongressError) as caught:
            settings(tmp_path)
        assert refusal(caught.value, str(tmp_path / name)) == code
        if isinstance(caught.value, BadSettings):
            texts = words(caught.value.diagnostics).replace(str(tmp_path), "")
            golden.same("mistakes-settings.txt", texts, ascii(data[:80]))


# --- the language


def test_a_number_of_days_needs_no_quotes(tmp_path):
    (tmp_path / "congress.toml").write_text("verified-within = 30\n", "utf-8")

    assert settings(tmp_path) == {"verified-within": "30"}


def test_settings_that_cannot_be_read_are_told_with_line_and_column(tmp_path):
    (tmp_path / "congress.toml").write_text('lang = "en"\nunits "data"\n', "utf-8")

    with pytest.raises(CongressError) as caught:
        settings(tmp_path)

    assert (caught.value.args_["line"], caught.value.args_["column"]) == (2, 7)
    refusal(caught.value, f"{tmp_path / 'congress.toml'}:2:7")


def test_every_setting_is_known_and_only_paths_are_taken_from_the_folder_of_the_file(tmp_path):
    paths, others = ("units", "rules", "waivers"), [one for one in SETTINGS if one not in ("units", "rules", "waivers")]
    values = {name: "en" if name == "lang" else "30" for name in SETTINGS}
    (tmp_path / "congress.toml").write_text("".join(f'{name} = "{one}"\n' for name, one in values.items()), "utf-8")

    found = settings(tmp_path)

    assert {"lang", "verified-within", "longest-waiver", "import-heads", "report-office"} < {*others}
    assert {name: found[name] for name in paths} == {name: str(tmp_path / "30") for name in paths}
    assert {name: found[name] for name in others} == {name: values[name] for name in others}


def test_files_are_taken_as_named_then_beside_the_named_registry_then_as_configured(tmp_path):
    write(tmp_path, a__units=UNITS, a__rules="", b__units=UNITS, b__rules="", b__waivers="", c__rules="", c__waivers="")
    a, b, c = (str(tmp_path / one) for one in "abc")

    def found(units: str | None, rules: str | None, waivers: str | None, /, **configured: str) -> list[str]:
        project = find_project(tmp_path, units, rules, waivers, configured)
        return [Path(str(one)).parent.name for one in (project.units, project.rules, project.waivers or "x/y")]

    assert found(None, None, None, units=f"{b}/units.yaml") == ["b", "b", "b"]
    assert found(None, None, None, units=f"{b}/units.yaml", rules=f"{c}/rules.yaml") == ["b", "c", "b"]
    assert found(f"{a}/units.yaml", None, None, units=f"{b}/units.yaml", waivers=f"{c}/waivers.yaml") == ["a", "a", "c"]
    assert found(f"{a}/units.yaml", f"{c}/rules.yaml", f"{c}/waivers.yaml", units=f"{b}/units.yaml") == ["a", "c", "c"]
    assert found(f"{a}/units.yaml", None, None) == ["a", "a", "x"]


@pytest.mark.parametrize(
    ("data", "language"),
    [
        (b"format: congress-rules/1\nlanguage: en\n", "en"),
        (b"format: congress-rules/1\r\nlanguage: 'vi'\r\n", "vi"),
        (b"\xef\xbb\xbflanguage: en\n", "en"),
        (b"language: fr\n", None),
        (b"rules:\n  language: en\n", None),
        (b"\xff\xfe", None),
    ],
    ids=["plain", "quoted", "after a BOM", "another", "not at the top", "no text"],
)
def test_the_language_of_a_rulebook_is_known_without_reading_all_of_it(tmp_path, data, language):
    (tmp_path / "rules.yaml").write_bytes(data)

    assert language_of(tmp_path / "rules.yaml") == language


def test_an_absent_rulebook_has_no_language(tmp_path):
    assert language_of(tmp_path / "rules.yaml") is None


def test_a_pipe_has_no_language_and_nobody_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "rules.yaml")

    assert language_of(tmp_path / "rules.yaml") is None
